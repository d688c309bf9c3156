/** Clean MX: phishing pages and pages with viruses that are still there, as XML. */

import { elementRows } from './feed/elements.ts';
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';

export default feedFormat({
  id: 'cleanmx_xml',
  title: { nl: 'Clean MX-lijst', en: 'Clean MX list' },
  feed: {
    url: 'http://support.clean-mx.de/clean-mx/xmlphishing?response=alive&domain=',
    every: 'PT1H',
    note: terms.nonCommercial,
    lists: { viruses: 'http://support.clean-mx.de/clean-mx/xmlviruses?response=alive&domain=' },
  },
  match: [{ kind: 'file', body: /<entries>\s*<entry>\s*<line>|<entry>\s*<line>\d{1,9}<\/line>\s*<id>/i, weight: 90 }],
  shape: 'json',
  rows: (text) => elementRows(text, 'entry'),
  isWhole: true,
  needs: ['url'],
  fields: {
    url: 'url',
    ip: 'ip',
    host: 'domain',
    asn: { from: ['as', 'asn'] },
    time: { from: ['first', 'firsttime'], unit: 'seconds' },
    first: { from: ['first', 'firsttime'], unit: 'seconds' },
    malware: 'virusname',
    reference: 'id',
    brand: 'target',
    as_sent: { from: ['virusname', 'recent'] },
  },
  kind: 'fraud.phishing',
  org: 'Clean MX',
  domain: 'clean-mx.de',
  timed: true,
  finish: (finding, row) => [
    row.has('virusname') || row.has('md5') ? { ...finding, kind: 'malware.distribution' } : finding,
  ],
});
