/** The greylist of Turris Sentinel: addresses that attacked routers, with the services they tried. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';

/** What is no service but something done. */
const deeds: Readonly<Record<string, string>> = { port_scan: 'attack.scan', haas: 'attack.bruteforce' };

export default feedFormat({
  id: 'turris',
  title: { nl: 'Turris-greylist', en: 'Turris greylist' },
  spec: 'https://view.sentinel.turris.cz/greylist-data/',
  feed: {
    url: 'https://view.sentinel.turris.cz/greylist-data/greylist-latest.csv',
    every: 'P1D',
    note: terms.nonCommercial,
  },
  match: [
    { kind: 'file', body: /sentinel\.turris\.cz\/greylist/i, weight: 90 },
    { kind: 'file', body: /^Address,Tags\r?$/m, weight: 80 },
  ],
  shape: 'csv',
  delimiter: ',',
  comments: ['#'],
  needs: ['address', 'tags'],
  fields: { ip: 'address', as_sent: 'tags' },
  kind: 'attack.bruteforce',
  org: 'Turris',
  domain: 'turris.cz',
  finish: (finding, row) => {
    const tags = (row.get('tags') ?? '')
      .split(',')
      .map((t) => t.trim().toLowerCase())
      .filter((t) => t !== '');
    if (tags.length === 0) return [finding];
    return tags.slice(0, 50).map((tag) => ({
      ...finding,
      kind: deeds[tag] ?? finding.kind,
      classification: { asSent: tag },
      ...(Object.hasOwn(deeds, tag) ? {} : { protocol: { application: tag } }),
    }));
  },
});
