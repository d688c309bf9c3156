/** URLhaus of abuse.ch: web addresses that hand out malware; the dump as CSV, the list of one network, and JSON. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { type Found, jsonRow, jsonValues, rowsOf } from './mapping/records.ts';
import { isObject } from './values/json.ts';

const columns = ['id', 'dateadded', 'url', 'url_status', 'last_online', 'threat', 'tags', 'urlhaus_link', 'reporter'];
const older = columns.filter((c) => c !== 'last_online');
const ofNetwork = ['dateadded', 'url', 'url_status', 'threat', 'host', 'ipaddress', 'asnumber', 'country'];

/** The dump had a column less before 2022, and its header is a comment that some deliveries leave out: the cells tell. */
function* rows(text: string, note: (line: string) => void): Generator<Found> {
  if (/^\s*[[{]/.test(text)) {
    yield* fromJson(text);
    return;
  }
  const first = text.split(/\r?\n/).find((l) => l.trim() !== '' && !l.startsWith('#')) ?? '';
  const hasHeader = /^"?(?:id|dateadded)\b/i.test(first);
  const isNetwork = /^"?\d{4}-\d\d-\d\d /.test(first);
  const cells = (first.match(/"\s*,\s*"/g)?.length ?? first.match(/,/g)?.length ?? 0) + 1;
  const isBare = /^[a-z]{3,5}:\/\/[^\s,"]+$/i.test(first.trim());
  if (isBare) yield* rowsOf(text, { shape: 'csv', delimiter: '\t', columns: ['url'], comments: ['#'] }, note);
  else
    yield* rowsOf(
      text,
      {
        shape: 'csv',
        delimiter: ',',
        comments: ['#'],
        ...(hasHeader ? {} : { columns: isNetwork ? ofNetwork : cells <= 8 ? older : columns }),
      },
      note,
    );
}

/** `{"3456": [{…}], …}` of the JSON dump, or `{"urls": […]}` of the API. */
function* fromJson(text: string): Generator<Found> {
  for (const { value, problem } of jsonValues(text)) {
    if (problem) yield { problem };
    if (Array.isArray(value))
      for (const [i, one] of value.entries()) if (isObject(one)) yield { row: jsonRow(one, `/${i}`) };
    if (!isObject(value)) continue;
    if (Object.hasOwn(value, 'url')) yield { row: jsonRow(value, '/') };
    else
      for (const [id, list] of Object.entries(value))
        if (Array.isArray(list))
          for (const [i, one] of list.entries())
            if (isObject(one)) yield { row: jsonRow({ ...(/^\d+$/.test(id) ? { id } : {}), ...one }, `/${id}/${i}`) };
  }
}

export default feedFormat({
  id: 'urlhaus',
  title: { nl: 'URLhaus', en: 'URLhaus' },
  spec: 'https://urlhaus.abuse.ch/api/',
  feed: {
    url: 'https://urlhaus.abuse.ch/downloads/csv_recent/',
    every: 'PT5M',
    note: terms.key,
    needsKey: true,
    lists: {
      asn: 'https://urlhaus.abuse.ch/feeds/asn/{ASN}/',
      online: 'https://urlhaus.abuse.ch/downloads/csv_online/',
    },
  },
  match: [
    { kind: 'file', body: /^# ?"?id"?,"?dateadded"?,"?url"?,/im, weight: 90 },
    { kind: 'file', body: /abuse\.ch URLhaus/i, weight: 70 },
    { kind: 'file', body: /"url_status"\s*:/, weight: 60 },
    { kind: 'file', body: /urlhaus\.abuse\.ch\/url\/\d/, weight: 60 },
    { kind: 'file', filename: /urlhaus/i, weight: 40 },
  ],
  shape: 'csv',
  rows,
  needs: ['url'],
  fields: {
    url: 'url',
    host: 'host',
    ip: 'ipaddress',
    asn: 'asnumber',
    time: { from: ['dateadded', 'date_added', 'dateadded (utc)'], zone: 'UTC' },
    last: { from: 'last_online', zone: 'UTC' },
    as_sent: 'threat',
    reference: { from: ['id', 'urlhaus_link'] },
  },
  kind: 'malware.distribution',
  org: 'abuse.ch URLhaus',
  domain: 'abuse.ch',
});
