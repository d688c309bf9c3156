/** OpenPhish: the free list of one URL per line, read where it is named, and the subscriber's feed as JSON lines or CSV. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { type Found, rowsOf } from './mapping/records.ts';

function rows(text: string, note: (line: string) => void): Iterable<Found> {
  if (/^\s*[[{]/.test(text)) return rowsOf(text, { shape: 'json' }, note);
  if (/^\ufeff?[^\n]{0,300}\burl\b[^\n]{0,300},|^[^\n,]{1,40},[^\n]{0,300}\burl\b/i.test(text))
    return rowsOf(text, { shape: 'csv', delimiter: ',' }, note);
  return rowsOf(text, { shape: 'csv', delimiter: '\t', columns: ['url'], comments: ['#'] }, note);
}

export default feedFormat({
  id: 'openphish',
  title: { nl: 'OpenPhish', en: 'OpenPhish' },
  spec: 'https://openphish.com/phishing_feeds.html',
  feed: {
    url: 'https://raw.githubusercontent.com/openphish/public_feed/refs/heads/main/feed.txt',
    every: 'PT12H',
    note: terms.nonCommercial,
  },
  match: [
    {
      kind: 'file',
      body: /"(?:discover_time|isotime)"\s*:[\s\S]{0,2000}"url"\s*:|"url"\s*:[\s\S]{0,2000}"(?:discover_time|isotime)"\s*:/,
      weight: 85,
    },
  ],
  shape: 'csv',
  rows,
  needs: ['url'],
  fields: {
    url: 'url',
    host: 'host',
    ip: 'ip',
    asn: 'asn',
    time: { from: ['isotime', 'discover_time'], zone: 'UTC' },
    brand: 'brand',
    reference: 'family_id',
  },
  kind: 'fraud.phishing',
  org: 'OpenPhish',
  domain: 'openphish.com',
});
