/** Shadowserver reports: any of their report types as CSV, by file name, by columns, or by tag; unknown ones are never lost. */
import { format } from './format.ts';
import { shadowserverRows } from './shadowserver/rows.ts';
import { officialSchema } from './shadowserver/types.ts';
import { readTable } from './table/table.ts';

export default format({
  id: 'shadowserver',
  version: 1,
  title: { nl: 'Shadowserver-rapport', en: 'Shadowserver report' },
  spec: 'https://www.shadowserver.org/what-we-do/network-reporting/',
  group: 'feed',
  match: [
    { kind: 'file', filename: /^\d{4}-\d\d-\d\d-[a-z0-9_]+(?:-.*)?\.csv$/i, weight: 40 },
    { kind: 'file', body: /^\ufeff?"?timestamp"?,/i, weight: 60 },
    { kind: 'file', body: /^\ufeff?[^\n]{0,300}\btimestamp\b/i, weight: 30 },
    {
      kind: 'file',
      filename:
        /^(?:scan6?|event[46]|population6?|compromised|sandbox|device_id6?|malware_url|blocklist|special|spam_url|ransomware_victim)[_.a-z0-9]*(?:-.*)?\.csv$/i,
      weight: 40,
    },
  ],
  rows: shadowserverRows,
  loads: {
    title: { nl: 'Het officiële schema van Shadowserver', en: 'The official Shadowserver schema' },
    from: 'https://github.com/The-Shadowserver-Foundation/report_schema',
    count: (loaded) => officialSchema(loaded)?.size,
  },
  *read(unit, reading) {
    if (unit.kind === 'file') yield* readTable(unit, reading, shadowserverRows);
    else yield { pass: 'the reports are in attached files' };
  },
});
