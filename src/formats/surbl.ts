/** SURBL as rbldnsd data: names in messages, below the list they stand on. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { type Found, Header } from './mapping/records.ts';

const header = new Header(['host', 'list', 'text']);
const lists: Readonly<Record<string, string>> = {
  ph: 'fraud.phishing',
  mw: 'malware.distribution',
  cr: 'intrusion.website',
  abuse: 'spam.advertised',
  ws: 'spam.advertised',
  jp: 'spam.advertised',
};

/** `:127.0.0.8:Blocked, $ on lists [ph], See: …` holds for the names below it; a name begins with a dot where its subdomains are meant. */
function* rows(text: string): Generator<Found> {
  let list = '';
  let words = '';
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const s = line.trim();
    if (s === '' || s.startsWith('#') || s.startsWith('$') || s.startsWith('!')) continue;
    if (s.startsWith(':')) {
      words = s.replace(/^:[^:]*:/, '');
      list = /\[([a-z, ]{1,60})\]/i.exec(words)?.[1]?.toLowerCase().trim() ?? '';
      continue;
    }
    // Addresses written backwards and the file's own markers are no names.
    if (/^[\d.]+$/.test(s)) continue;
    const own = s.indexOf(' :') > 0 ? s.slice(0, s.indexOf(' :')) : s;
    yield { row: header.row([own.replace(/^[.*]+/, ''), list, words], i + 1) };
  }
}

export default feedFormat({
  id: 'surbl',
  title: { nl: 'SURBL', en: 'SURBL' },
  spec: 'https://surbl.org/lists',
  feed: {
    url: 'rsync://rsync.surbl.org/surbl/multi.surbl.org.rbldnsd',
    every: 'PT5M',
    note: terms.paid,
    needsKey: true,
  },
  match: [{ kind: 'file', body: /^:127\.0\.0\.\d{1,3}:.{0,200}surbl/im, weight: 90 }],
  shape: 'csv',
  rows,
  isWhole: true,
  needs: ['host'],
  fields: { host: 'host', as_sent: 'list' },
  kind: 'reputation.blocklisted',
  org: 'SURBL',
  domain: 'surbl.org',
  finish: (finding, row) => {
    const names = (row.get('list') ?? '').split(/[, ]+/).filter((n) => Object.hasOwn(lists, n));
    return [names[0] ? { ...finding, kind: lists[names[0]] ?? finding.kind } : finding];
  },
});
