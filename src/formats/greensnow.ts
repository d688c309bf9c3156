/** GreenSnow: addresses that attacked its machines, one per line; read where it is named. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';

export default feedFormat({
  id: 'greensnow',
  title: { nl: 'GreenSnow', en: 'GreenSnow' },
  spec: 'https://greensnow.co/',
  feed: { url: 'https://blocklist.greensnow.co/greensnow.txt', every: 'PT1H', note: terms.free },
  match: [{ kind: 'file', filename: /greensnow/i, weight: 70 }],
  shape: 'csv',
  delimiter: 'tab',
  columns: ['ip'],
  comments: ['#'],
  fields: { ip: 'ip' },
  kind: 'attack.exploit',
  org: 'GreenSnow',
  domain: 'greensnow.co',
});
