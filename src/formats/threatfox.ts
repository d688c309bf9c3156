/** ThreatFox of abuse.ch: indicators with their malware, from its API, its JSON export or its CSV export. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { type Found, jsonRow, jsonValues, rowsOf } from './mapping/records.ts';
import { isObject } from './values/json.ts';

const columns = [
  'first_seen_utc',
  'ioc_id',
  'ioc_value',
  'ioc_type',
  'threat_type',
  'fk_malware',
  'malware_alias',
  'malware_printable',
  'last_seen_utc',
  'confidence_level',
  'reference',
  'tags',
  'anonymous',
  'reporter',
];

function* rows(text: string, note: (line: string) => void): Generator<Found> {
  if (!/^\s*[[{]/.test(text)) {
    // Between 2022 and 2024 the export gained columns; its header stands in a comment where it is written at all.
    const hasHeader = /^#?\s*"?first_seen_utc"?\s*,/im.test(text.slice(0, 4096));
    // They write a blank before each quote, which would make the quote a part of the cell.
    const tight = text.replace(/",[ \t]{1,4}"/g, '","');
    yield* rowsOf(tight, { shape: 'csv', delimiter: ',', comments: ['#'], ...(hasHeader ? {} : { columns }) }, note);
    return;
  }
  for (const { value, problem } of jsonValues(text)) {
    if (problem) yield { problem };
    if (!isObject(value)) continue;
    const { data } = value;
    if (Array.isArray(data)) {
      for (const [i, one] of data.entries()) if (isObject(one)) yield { row: jsonRow(one, `/data/${i}`) };
    } else
      for (const [id, list] of Object.entries(value))
        if (Array.isArray(list))
          for (const [i, one] of list.entries())
            if (isObject(one)) yield { row: jsonRow({ id, ...one }, `/${id}/${i}`) };
  }
}

export default feedFormat({
  id: 'threatfox',
  title: { nl: 'ThreatFox', en: 'ThreatFox' },
  spec: 'https://threatfox.abuse.ch/api/',
  feed: { url: 'https://threatfox.abuse.ch/export/json/recent/', every: 'PT5M', note: terms.key, needsKey: true },
  match: [
    {
      kind: 'file',
      body: /"ioc(?:_value)?"\s*:[\s\S]{0,2000}"threat_type"|"threat_type"\s*:[\s\S]{0,2000}"ioc(?:_value)?"\s*:/,
      weight: 90,
    },
    { kind: 'file', body: /^# ?"?first_seen_utc"?,"?ioc_id"?/im, weight: 90 },
    { kind: 'file', filename: /threatfox/i, weight: 40 },
  ],
  shape: 'csv',
  rows,
  fields: {
    // A hash is an indicator too, but names nobody's machine: such records give no finding.
    resource: { from: ['ioc', 'ioc_value'] },
    kind: {
      from: 'threat_type',
      table: {
        botnet_cc: 'malware.c2',
        payload_delivery: 'malware.distribution',
        payload: 'malware.distribution',
        cc_skimming: 'intrusion.website',
      },
    },
    time: { from: ['first_seen', 'first_seen_utc', 'last_seen', 'last_seen_utc'], zone: 'UTC' },
    first: { from: ['first_seen', 'first_seen_utc'], zone: 'UTC' },
    last: { from: ['last_seen', 'last_seen_utc'], zone: 'UTC' },
    malware: { from: ['malware_printable', 'malware', 'fk_malware'] },
    confidence: { from: 'confidence_level', of: 100 },
    reference: { from: ['id', 'ioc_id'] },
  },
  kind: 'reputation.intel',
  org: 'abuse.ch ThreatFox',
  domain: 'abuse.ch',
  passOver: (row) => /hash|sha|md5/i.test(row.get('ioc_type') ?? ''),
});
