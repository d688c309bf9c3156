/** Zone-H: defaced web sites with who says to have done it, as CSV. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';

export default feedFormat({
  id: 'zoneh',
  title: { nl: 'Zone-H', en: 'Zone-H' },
  feed: { url: 'https://www.zone-h.org/', every: 'P1D', note: terms.paid, needsKey: true },
  match: [
    { kind: 'file', body: /"?defacement_id"?,/i, weight: 80 },
    { kind: 'file', body: /^\ufeff?"?add_date"?,(?:"?accept_date"?,)?"?attacker"?,"?domain"?/i, weight: 80 },
  ],
  shape: 'csv',
  delimiter: ',',
  needs: ['add_date', 'domain', 'ip_address'],
  fields: {
    url: 'domain',
    ip: 'ip_address',
    time: { from: 'add_date', zone: 'UTC' },
    reference: 'defacement_id',
    as_sent: 'type',
  },
  kind: 'intrusion.defacement',
  org: 'Zone-H',
  domain: 'zone-h.org',
  timed: true,
});
