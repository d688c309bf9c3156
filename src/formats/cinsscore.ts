/** The CINS Army list of Sentinel: addresses with a bad score, one per line; read where it is named. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';

export default feedFormat({
  id: 'cinsscore',
  title: { nl: 'CINS Army', en: 'CINS Army' },
  spec: 'https://cinsscore.com/',
  feed: { url: 'https://cinsscore.com/list/ci-badguys.txt', every: 'PT1H', note: terms.free },
  match: [{ kind: 'file', filename: /ci-badguys|cinsscore|ci_army/i, weight: 70 }],
  shape: 'csv',
  delimiter: 'tab',
  columns: ['ip'],
  comments: ['#'],
  fields: { ip: 'ip' },
  kind: 'reputation.blocklisted',
  org: 'CINS Army',
  domain: 'cinsscore.com',
});
