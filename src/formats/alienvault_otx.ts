/** Pulses of AlienVault OTX: indicators that people share, as the list of pulses or the answer of its API. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { type Found, jsonRow, jsonValues } from './mapping/records.ts';
import { isObject } from './values/json.ts';

const namesResource = /^(?:ipv4|ipv6|cidr|url|uri|domain|hostname|email)$/i;

function* rows(text: string): Generator<Found> {
  for (const { value, problem } of jsonValues(text)) {
    if (problem) yield { problem };
    const pulses = Array.isArray(value)
      ? value
      : isObject(value) && Array.isArray(value.results)
        ? value.results
        : [value];
    for (const [p, pulse] of pulses.entries()) {
      if (!isObject(pulse) || !Array.isArray(pulse.indicators)) continue;
      const { indicators, ...about } = pulse;
      for (const [i, one] of (indicators as unknown[]).entries())
        if (isObject(one) && namesResource.test(String(one.type)))
          yield { row: jsonRow({ ...one, pulse: about }, `/${p}/indicators/${i}`) };
    }
  }
}

export default feedFormat({
  id: 'alienvault_otx',
  title: { nl: 'AlienVault OTX', en: 'AlienVault OTX' },
  spec: 'https://otx.alienvault.com/api',
  feed: { url: 'https://otx.alienvault.com/api/v1/pulses/subscribed', every: 'PT1H', note: terms.key, needsKey: true },
  match: [
    {
      kind: 'file',
      body: /"indicators"\s*:\s*\[[\s\S]{0,2000}"indicator"\s*:|"author_name"\s*:[\s\S]{0,2000}"pulse|"author_name"\s*:[\s\S]{0,2000}"references"/,
      weight: 80,
    },
  ],
  shape: 'json',
  rows,
  fields: {
    resource: 'indicator',
    time: { from: ['created', 'pulse.created'], zone: 'UTC' },
    as_sent: 'type',
    reference: { from: ['_id', 'pulse.id', 'pulse_key', 'id'] },
  },
  kind: 'reputation.intel',
  role: 'unknown',
  org: 'AlienVault OTX',
  domain: 'alienvault.com',
  // A path alone (`URI` of the older pulses) names no machine.
  passOver: (row) => /^uri$/i.test(row.get('type') ?? '') && (row.get('indicator') ?? '').startsWith('/'),
});
