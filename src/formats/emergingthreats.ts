/** Compromised addresses of Proofpoint Emerging Threats, one per line; read where it is named. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';

export default feedFormat({
  id: 'emergingthreats',
  title: { nl: 'Emerging Threats', en: 'Emerging Threats' },
  spec: 'https://rules.emergingthreats.net/',
  feed: { url: 'https://rules.emergingthreats.net/blockrules/compromised-ips.txt', every: 'P1D', note: terms.credit },
  match: [{ kind: 'file', filename: /^compromised-ips\.txt$|^emerging-block-ips/i, weight: 70 }],
  shape: 'csv',
  delimiter: 'tab',
  columns: ['ip'],
  comments: ['#'],
  fields: { resource: 'ip' },
  kind: 'intrusion.server',
  org: 'Proofpoint Emerging Threats',
  domain: 'emergingthreats.net',
});
