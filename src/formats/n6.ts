/** The data format of n6 of CERT Polska: one record, a list, or one per line. */
import { format, type Said } from './format.ts';
import { jsonValues } from './mapping/records.ts';
import { isN6, n6Findings } from './n6/finding.ts';
import { isObject } from './values/json.ts';

export default format({
  id: 'n6',
  version: 1,
  title: { nl: 'n6', en: 'n6' },
  spec: 'https://n6.readthedocs.io/data_format/',
  group: 'standard',
  cut: true,
  match: [
    {
      kind: 'file',
      body: /"category"\s*:\s*"(?:amplifier|backdoor|bots|cnc|deface|dns-query|dos-attacker|dos-victim|exposed|flow|flow-anomaly|fraud|leak|malurl|malware-action|other|phish|proxy|sandbox-url|scam|scanning|server-exploit|spam|spam-url|tor|vulnerable|webinject)"/,
      weight: 60,
    },
    { kind: 'file', body: /"address"\s*:\s*\[\s*\{[^{}]{0,200}"(?:ip|ipv6|cc|asn)"/, weight: 40 },
  ],
  *read(unit, reading): Generator<Said> {
    if (unit.kind !== 'file') {
      yield { pass: 'records are in attached files' };
      return;
    }
    let n = 0;
    for (const { value, problem, line } of jsonValues(unit.text())) {
      if (problem) yield { problem };
      for (const [i, one] of (Array.isArray(value) ? value : [value]).entries()) {
        if (!isObject(one) || !isN6(one)) continue;
        n++;
        yield* n6Findings(one, reading, line === undefined ? (Array.isArray(value) ? `/${i}` : '/') : `line:${line}`);
      }
    }
    if (n === 0) yield { pass: 'no record with the names of n6 in it' };
  },
});
