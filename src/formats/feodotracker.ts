/** Feodo Tracker of abuse.ch: command and control servers of botnets, as JSON, CSV or a bare list with its header. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { type Found, rowsOf } from './mapping/records.ts';

function rows(text: string, note: (line: string) => void): Iterable<Found> {
  if (/^\s*[[{]/.test(text)) return rowsOf(text, { shape: 'json' }, note);
  const data = text.split(/\r?\n/).find((l) => l.trim() !== '' && !l.startsWith('#')) ?? '';
  return rowsOf(
    text,
    { shape: 'csv', delimiter: ',', comments: ['#'], ...(data.includes(',') ? {} : { columns: ['dst_ip'] }) },
    note,
  );
}

export default feedFormat({
  id: 'feodotracker',
  title: { nl: 'Feodo Tracker', en: 'Feodo Tracker' },
  spec: 'https://feodotracker.abuse.ch/blocklist/',
  feed: {
    url: 'https://feodotracker.abuse.ch/downloads/ipblocklist.json',
    every: 'PT5M',
    note: terms.cc0,
    lists: { csv: 'https://feodotracker.abuse.ch/downloads/ipblocklist.csv' },
  },
  match: [
    { kind: 'file', body: /"ip_address"\s*:[\s\S]{0,600}"last_online"\s*:/, weight: 80 },
    { kind: 'file', body: /"?first_seen_utc"?,"?dst_ip"?,"?dst_port"?/i, weight: 80 },
    { kind: 'file', body: /^# ?(?:abuse\.ch )?Feodo ?Tracker/im, weight: 80 },
  ],
  shape: 'csv',
  rows,
  fields: {
    ip: { from: ['ip_address', 'dst_ip'] },
    port: { from: ['port', 'dst_port'] },
    host: 'hostname',
    asn: 'as_number',
    time: { from: ['first_seen', 'first_seen_utc', 'last_online'], zone: 'UTC' },
    first: { from: ['first_seen', 'first_seen_utc'], zone: 'UTC' },
    last: { from: 'last_online', zone: 'UTC' },
    malware: 'malware',
    as_sent: { from: ['status', 'c2_status'] },
  },
  kind: 'malware.c2',
  org: 'abuse.ch Feodo Tracker',
  domain: 'abuse.ch',
  date: /Last updated:\s*(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)/i,
});
