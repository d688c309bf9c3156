/** Exit nodes of the Tor network, as the Tor Project lists them. Being one is no abuse: the kind is informational. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { type Found, jsonRow, rowsOf } from './mapping/records.ts';

/** `ExitNode F00…`, `Published …`, `LastStatus …`, `ExitAddress 192.0.2.1 2026-05-01 10:00:00`; or one address per line. */
function* rows(text: string, note: (line: string) => void): Generator<Found> {
  if (!/^ExitNode /m.test(text)) {
    yield* rowsOf(text, { shape: 'csv', delimiter: '\t', columns: ['ip'], comments: ['#'] }, note);
    return;
  }
  let node: Record<string, string> = {};
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const [word = '', ...rest] = line.trim().split(' ');
    const value = rest.join(' ');
    if (word === 'ExitNode') node = { node: value };
    else if (word === 'Published' || word === 'LastStatus') node[word.toLowerCase()] = value;
    else if (word === 'ExitAddress')
      yield { row: jsonRow({ ...node, ip: rest[0] ?? '', seen: rest.slice(1).join(' ') }, `line:${i + 1}`) };
  }
}

export default feedFormat({
  id: 'tor_exits',
  title: { nl: 'Tor-exitnodes', en: 'Tor exit nodes' },
  spec: 'https://metrics.torproject.org/collector.html#type-tordnsel',
  feed: {
    url: 'https://check.torproject.org/exit-addresses',
    every: 'PT1H',
    note: terms.free,
    lists: { bulk: 'https://check.torproject.org/torbulkexitlist' },
  },
  match: [
    { kind: 'file', body: /^ExitNode [0-9A-F]{40}\r?\nPublished /m, weight: 90 },
    { kind: 'file', filename: /^torbulkexitlist|^tor[-_]exit/i, weight: 60 },
  ],
  shape: 'csv',
  rows,
  isWhole: true,
  fields: { ip: 'ip', time: { from: 'seen', zone: 'UTC' }, reference: 'node' },
  kind: 'infra.tor_exit',
  org: 'The Tor Project',
  domain: 'torproject.org',
});
