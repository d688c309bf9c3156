/** Spamhaus DROP, EDROP and ASN-DROP: networks and network numbers not to be routed, as JSON lines or the older text. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { type Found, Header, jsonRow, jsonValues, rowsOf } from './mapping/records.ts';
import { isObject, text as word } from './values/json.ts';

function* rows(text: string, note: (line: string) => void): Generator<Found> {
  if (!/^\s*[[{]/.test(text)) {
    yield* fromText(text, note);
    return;
  }
  // The last record tells the list's own date, which all the others need.
  const found = [...jsonValues(text)];
  for (const { value } of found)
    if (isObject(value) && value.type === 'metadata') note(`timestamp ${word(value, 'timestamp') ?? ''}`);
  for (const { value, problem, line } of found) {
    if (problem) yield { problem };
    const list = Array.isArray(value) ? value : [value];
    for (const [i, one] of list.entries())
      if (isObject(one)) yield { row: jsonRow(one, line === undefined ? `/${i}` : `line:${line}`) };
  }
}

/** `1.2.3.0/24 ; SBL123` or `AS64496 ; NL | EXAMPLE-AS - Example`. */
function* fromText(text: string, note: (line: string) => void): Generator<Found> {
  const header = new Header(['network', 'sblid', 'cc', 'asname']);
  for (const { row } of rowsOf(text, { shape: 'list', comments: [';', '#'] }, note)) {
    const [network = '', rest = ''] = (row?.get('value') ?? '').split(';', 2).map((cell) => cell.trim());
    const number = Number(row?.at.slice(4) ?? 0);
    const [cc = '', name = ''] = rest.includes('|') ? rest.split('|', 2).map((cell) => cell.trim()) : ['', ''];
    yield { row: header.row([network, rest.includes('|') ? '' : rest, cc, name], number) };
  }
}

export default feedFormat({
  id: 'spamhaus_drop',
  title: { nl: 'Spamhaus DROP', en: 'Spamhaus DROP' },
  spec: 'https://www.spamhaus.org/blocklists/do-not-route-or-peer/',
  feed: {
    url: 'https://www.spamhaus.org/drop/drop_v4.json',
    every: 'PT1H',
    note: terms.credit,
    lists: { v6: 'https://www.spamhaus.org/drop/drop_v6.json', asn: 'https://www.spamhaus.org/drop/asndrop.json' },
  },
  match: [
    { kind: 'file', body: /"cidr"\s*:\s*"[^"]{3,50}"\s*,\s*"sblid"/, weight: 90 },
    { kind: 'file', body: /"asn"\s*:\s*\d{1,10}\s*,\s*"rir"\s*:\s*"[a-z]+"\s*,\s*"domain"/, weight: 90 },
    { kind: 'file', body: /"type"\s*:\s*"metadata"[^}]{0,300}spamhaus/, weight: 60 },
    { kind: 'file', body: /^[;#] ?Spamhaus (?:E|ASN-|v6)?DROP/im, weight: 90 },
  ],
  shape: 'csv',
  rows,
  fields: {
    resource: { from: 'network' },
    prefix: 'cidr',
    asn: 'asn',
    reference: 'sblid',
  },
  kind: 'reputation.blocklisted',
  org: 'The Spamhaus Project',
  domain: 'spamhaus.org',
  date: /(?:Last-Modified:\s*(?:[A-Z][a-z]{2}, )?|timestamp )([^;]{8,40})$/i,
  passOver: (row) => row.get('type') === 'metadata',
});
