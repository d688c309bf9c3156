/** Any table whose header names an address and a moment: lists that partners and scripts send, read by what their columns are called. */
import { format } from './format.ts';
import { tableRows } from './table/rows.ts';
import { readTable } from './table/table.ts';

export default format({
  id: 'table',
  version: 1,
  title: { nl: 'Tabel met adressen', en: 'Table of addresses' },
  group: 'template',
  match: [
    { kind: 'file', body: /^\ufeff?[#;]?[^\n]{0,400}(?:\bip\b|ip.?addr|ip.?adr|_ip\b|\burl\b|ip\/cidr)/i, weight: 30 },
    { kind: 'file', filename: /\.(?:csv|tsv)$/i, weight: 20 },
  ],
  rows: tableRows,
  *read(unit, reading) {
    if (unit.kind === 'file') yield* readTable(unit, reading, tableRows);
    else yield { pass: 'tables are read in files' };
  },
});
