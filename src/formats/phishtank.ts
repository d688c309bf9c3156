/** PhishTank: verified phishing pages with the addresses they were seen on, as JSON or CSV. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { type Found, rowsOf } from './mapping/records.ts';

const rows = (text: string, note: (line: string) => void): Iterable<Found> =>
  /^\s*[[{]/.test(text)
    ? rowsOf(text, { shape: 'json', each: 'details' }, note)
    : rowsOf(text, { shape: 'csv', delimiter: ',' }, note);

export default feedFormat({
  id: 'phishtank',
  title: { nl: 'PhishTank', en: 'PhishTank' },
  spec: 'https://phishtank.org/developer_info.php',
  feed: {
    url: 'https://data.phishtank.com/data/{KEY}/online-valid.json.gz',
    every: 'PT1H',
    note: terms.key,
    needsKey: true,
  },
  match: [
    { kind: 'file', body: /"phish_id"\s*:/, weight: 90 },
    { kind: 'file', body: /^\ufeff?"?phish_id"?,"?url"?,/i, weight: 90 },
  ],
  shape: 'csv',
  rows,
  needs: ['phish_id', 'url'],
  fields: {
    url: 'url',
    ip: 'ip_address',
    prefix: 'cidr_block',
    asn: 'announcing_network',
    time: { from: ['submission_time', 'verification_time'], zone: 'UTC' },
    reference: 'phish_id',
    brand: 'target',
  },
  kind: 'fraud.phishing',
  org: 'PhishTank',
  domain: 'phishtank.org',
  timed: true,
});
