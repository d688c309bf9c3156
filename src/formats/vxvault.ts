/** VX Vault: the last hundred addresses of malware, one per line below the date of the list. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { type Found, rowsOf } from './mapping/records.ts';

function* rows(text: string, note: (line: string) => void): Generator<Found> {
  const plain = text
    .replace(/<\/?pre>/gi, '')
    .split(/\r?\n/)
    .map((l) => (/^\s*[a-z]{3,5}:\/\//i.test(l) || l.trim() === '' ? l : `# ${l}`))
    .join('\n');
  yield* rowsOf(plain, { shape: 'csv', delimiter: '\t', comments: ['#'], columns: ['url'] }, note);
}

export default feedFormat({
  id: 'vxvault',
  title: { nl: 'VX Vault', en: 'VX Vault' },
  feed: { url: 'http://vxvault.net/URL_List.php', every: 'PT1H', note: terms.free },
  match: [{ kind: 'file', body: /^[ \t]{0,20}(?:<pre>\s{0,20})?VX ?Vault last \d{1,9} Links/im, weight: 90 }],
  shape: 'csv',
  rows,
  isWhole: true,
  fields: { url: 'url' },
  kind: 'malware.distribution',
  org: 'VX Vault',
  domain: 'vxvault.net',
  date: /((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4})/,
});
