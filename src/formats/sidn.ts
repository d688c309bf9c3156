/** SIDN and Abuse204.nl: domains of .nl with phishing or malware, in Dutch and English. */
import {
  address,
  firstSeen,
  host,
  lonePages,
  moment,
  pageKind,
  pages,
  pageWithAddress,
  reference,
} from './template/finders.ts';
import { template } from './template/template.ts';

export default template({
  id: 'sidn',
  version: 1,
  title: { nl: 'SIDN- en Abuse204-melding', en: 'SIDN and Abuse204 notice' },
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?(?:sidn|abuse204)\.nl$/i, weight: 70 },
    { kind: 'mail', subject: /\[?Abuse204(?:\.nl)?\]?/i, weight: 50 },
  ],
  until: /^(?:-{4,}|_{4,}|={4,})\s*\n\s*(?:Dear|English)/im,
  fields: {
    url: [pageWithAddress, pages, lonePages, { re: /^Subject:.*?((?:https?|ftp):\/\/[^\s<>"]{3,2000})/im }],
    host: [
      host,
      { re: /\b(?:domeinnaam|domein|domain(?: name)?)\b[\s:"'“]{1,4}([a-z0-9_-]+\.[a-z0-9._-]*nl)\b/i },
      { re: /^Subject:.*?\b(?!abuse204|sidn\.nl|www\.sidn)([a-z0-9_-]+\.[a-z0-9._-]*nl)\b/im },
    ],
    ip: address,
    kind: pageKind,
    seenAt: [moment, firstSeen],
    reference: reference,
    'target.brand': { re: /(?:gericht tegen|targets) ([^.\n]{2,60})\./i },
  },
  constants: { kind: 'fraud.phishing', zone: 'Europe/Amsterdam', reporter: { org: 'SIDN', domain: 'sidn.nl' } },
  required: ['host'],
});
