/** Crime servers of Blueliv: malware, phishing, control servers and Tor addresses, as JSON. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { type Found, rowsOf } from './mapping/records.ts';

const rows = (text: string): Iterable<Found> =>
  rowsOf(text, { shape: 'json', ...(/^\s*\{\s*"crimeServers"/.test(text) ? { records: 'crimeServers' } : {}) });

export default feedFormat({
  id: 'blueliv',
  title: { nl: 'Blueliv', en: 'Blueliv' },
  spec: 'https://apidocs.blueliv.com/',
  feed: { url: 'https://api.blueliv.com/v1/crimeserver/online', every: 'PT15M', note: terms.key, needsKey: true },
  match: [
    {
      kind: 'file',
      body: /"(?:firstSeenAt|updatedAt|lastSeenAt)"\s*:[\s\S]{0,1500}"type"\s*:\s*"(?:MALWARE|PHISHING|C_AND_C|EXPLOIT_KIT|BACKDOOR|TOR_IP)"/,
      weight: 90,
    },
  ],
  shape: 'json',
  rows,
  needs: ['type', 'url'],
  fields: {
    ip: 'ip',
    resource: 'url',
    kind: {
      from: 'type',
      table: {
        MALWARE: 'malware.distribution',
        PHISHING: 'fraud.phishing',
        C_AND_C: 'malware.c2',
        EXPLOIT_KIT: 'malware.distribution',
        BACKDOOR: 'intrusion.website',
        TOR_IP: 'infra.tor_exit',
      },
    },
    time: { from: ['lastSeenAt', 'firstSeenAt'], zone: 'UTC' },
    first: { from: 'firstSeenAt', zone: 'UTC' },
    last: { from: 'lastSeenAt', zone: 'UTC' },
    asn: 'asnId',
    malware: 'subType',
  },
  kind: 'report.unclassified',
  org: 'Blueliv',
  domain: 'blueliv.com',
  timed: true,
});
