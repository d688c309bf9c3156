/** Netcraft in words: pages on your network, where the machine-readable part is missing or was lost on the way. */
import { address, lonePages, moment, pageKind, pages, pageWithAddress } from './template/finders.ts';
import { template } from './template/template.ts';

export default template({
  id: 'netcraft',
  version: 1,
  title: { nl: 'Netcraft-verwijderverzoek', en: 'Netcraft takedown request' },
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?netcraft\.com$/i, weight: 60 },
    { kind: 'mail', body: /takedown-response\+\d+@netcraft\.com/i, weight: 40 },
  ],
  until: /^(?:-{3,}|_{3,})\s*\n\s*(?:Dear Sir|To whom)/im,
  fields: {
    url: [
      pageWithAddress,
      { ...pages, all: true },
      { ...lonePages, all: true },
      { re: /^Subject:.*?((?:https?|ftp):\/\/[^\s<>"]{3,2000})/im },
    ],
    ip: [address, { re: /\b(?:hosted|located) (?:at|on)(?: the IP address)? ((?:\d{1,3}\.){3}\d{1,3})/i }],
    host: { re: /^Subject:.*?\bat ([a-z0-9_-]+\.[a-z0-9._-]*[a-z]{2})\b/im },
    kind: pageKind,
    seenAt: [
      {
        re: /\bfirst (?:detected|seen|blocked)(?: on| at)?:? (\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?(?: ?(?:UTC|GMT|Z))?)/i,
      },
      moment,
    ],
    reference: [{ re: /takedown-response\+(\d{4,12})@/i }, { re: /\bIssue (\d{4,12})/i }],
    'target.brand': {
      re: /(?:This attack targets|attack targets|Deze site is gericht tegen) (?:our customer,? )?([^.\n]{2,60})\./i,
    },
  },
  constants: { kind: 'fraud.phishing', zone: 'UTC', reporter: { org: 'Netcraft', domain: 'netcraft.com' } },
  required: ['host'],
});
