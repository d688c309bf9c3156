/** DShield of SANS ISC: sources of unwanted packets for one network number, the block list of networks, and the daily list of sources. */
import { prefixFrom } from '#kernel';
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { type Found, rowsOf } from './mapping/records.ts';

const details = ['ip', 'count', 'targets', 'first', 'last', 'updated'];
const block = ['start', 'end', 'length', 'attacks', 'name', 'country', 'email'];

/** Their octets are padded with zeros: 109.230.155.061. */
const unpadded = (text: string) => text.replace(/\b0+(?=\d)/g, '');

function* rows(text: string, note: (line: string) => void): Generator<Found> {
  const data = text.split(/\r?\n/).find((l) => /^\s*\d{1,3}\.\d{1,3}\./.test(l)) ?? '';
  const isBlock = /^\s*\d[\d.]*\s+\d[\d.]*\.\d+\s+\d{1,2}\b/.test(data);
  const lines = text
    .replace(/<!--[\s\S]*?-->/g, (c) => c.replace(/[^\n]/g, ''))
    .split(/(?<=\n)/)
    .map((l) =>
      /^\s*#|^Start\b/.test(l)
        ? l.startsWith('#')
          ? l
          : `# ${l}`
        : l.replace(/^[^\t\n]+(?:\t\d+\.[\d.]+)?/, unpadded),
    )
    .join('');
  for (const found of rowsOf(
    lines,
    { shape: 'csv', delimiter: 'tab', comments: ['#'], columns: isBlock ? block : details },
    note,
  )) {
    if (!isBlock || !found.row) {
      yield found;
      continue;
    }
    const row = found.row;
    const prefix = prefixFrom(row.get('start') ?? '', row.get('length') ?? row.get('end') ?? '');
    yield { row: { ...row, get: (name) => (name === 'network' ? prefix : row.get(name)) } };
  }
}

export default feedFormat({
  id: 'dshield',
  title: { nl: 'DShield', en: 'DShield' },
  spec: 'https://isc.sans.edu/api/',
  feed: {
    url: 'https://feeds.dshield.org/block.txt',
    every: 'PT1H',
    note: terms.nonCommercial,
    lists: {
      asn: 'https://isc.sans.edu/asdetailsascii.html?as={ASN}',
      sources: 'https://feeds.dshield.org/ipsascii.html',
    },
  },
  match: [
    {
      kind: 'file',
      body: /^# ?(?:asdetailsascii\.html|ipsascii\.html|DShield\.org (?:Recommended )?Block List|primary URL: https?:\/\/feeds\.dshield\.org)/im,
      weight: 90,
    },
    { kind: 'file', body: /^#.{0,80}\bDShield\b/im, weight: 60 },
  ],
  shape: 'csv',
  rows,
  fields: {
    ip: 'ip',
    prefix: 'network',
    time: { from: ['updated', 'last'], zone: 'UTC' },
    first: { from: 'first', zone: 'UTC' },
    last: { from: 'last', zone: 'UTC' },
    count: { from: ['count', 'attacks'] },
  },
  kind: 'attack.scan',
  org: 'SANS Internet Storm Center DShield',
  domain: 'dshield.org',
  date: /(?:updated|created):\s*((?:[A-Z][a-z]{2},? )?[^#]{8,40}?)\s*#?$/i,
});
