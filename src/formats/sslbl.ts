/** SSLBL of abuse.ch: addresses that serve the certificates of botnets. Its list of certificates alone names nobody's machine. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { type Found, rowsOf } from './mapping/records.ts';

/** The list has a header of comments, with the columns in the last of them; older ones have address, port and name without a date. */
function rows(text: string, note: (line: string) => void): Iterable<Found> {
  const data = text.split(/\r?\n/).find((l) => l.trim() !== '' && !l.startsWith('#')) ?? '';
  const columns = /^"?\d{4}-\d\d-\d\d/.test(data)
    ? /^"?[^,]+"?,"?[0-9a-f]{40}\b/i.test(data)
      ? ['listingdate', 'sha1', 'listingreason']
      : ['firstseen', 'dstip', 'dstport']
    : /^"?[0-9a-f.:]{7,45}"?,/i.test(data)
      ? ['dstip', 'dstport', 'reason']
      : undefined;
  return rowsOf(text, { shape: 'csv', delimiter: ',', comments: ['#'], ...(columns ? { columns } : {}) }, note);
}

export default feedFormat({
  id: 'sslbl',
  title: { nl: 'SSLBL', en: 'SSLBL' },
  spec: 'https://sslbl.abuse.ch/blacklist/',
  feed: { url: 'https://sslbl.abuse.ch/blacklist/sslipblacklist.csv', every: 'PT5M', note: terms.cc0 },
  match: [
    { kind: 'file', body: /^# ?(?:abuse\.ch )?SSLBL/im, weight: 80 },
    { kind: 'file', body: /^#? ?"?firstseen"?,"?dstip"?,"?dstport"?/im, weight: 80 },
    { kind: 'file', filename: /^sslipblacklist/i, weight: 60 },
  ],
  shape: 'csv',
  rows,
  fields: {
    ip: 'dstip',
    port: 'dstport',
    time: { from: ['firstseen', 'listingdate'], zone: 'UTC' },
    first: { from: 'firstseen', zone: 'UTC' },
    malware: 'reason',
  },
  kind: 'malware.c2',
  org: 'abuse.ch SSLBL',
  domain: 'abuse.ch',
  timed: false,
});
