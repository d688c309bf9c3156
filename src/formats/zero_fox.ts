/** ZeroFox: malicious pages and machines, scams and copies of works. */
import {
  address,
  firstSeen,
  host,
  lastSeen,
  lonePages,
  moment,
  pageKind,
  pages,
  pageWithAddress,
  reference,
} from './template/finders.ts';
import { template } from './template/template.ts';

export default template({
  id: 'zero_fox',
  version: 1,
  title: { nl: 'ZeroFox-verwijderverzoek', en: 'ZeroFox takedown request' },
  match: [{ kind: 'mail', from: /@(?:[\w-]{1,40}\.)?(?:zerofox\.com|zerofox\.net)$/i, weight: 60 }],
  fields: {
    url: [
      pageWithAddress,
      pages,
      {
        re: /\b(?:hosted at|located at|artifact is hosted at|website hosted at(?: your network)?|content at|available at)[ \t]*:[ \t]*\n?[ \t]*<?((?:https?|ftp):\/\/[^\s<>"]{3,2000})/gi,
        all: true,
      },
      lonePages,
      { re: /^Subject:.*?((?:https?|ftp):\/\/[^\s<>"]{3,2000})/im },
    ],
    host: [host, { re: /^Subject:.*?\b(?!www\.zerofox\.com)([a-z0-9_-]+\.(?!zerofox\.com)[a-z0-9._-]*[a-z]{2})\b/im }],
    ip: [
      address,
      { re: /\b(?:following IPs?|on their servers|IP address(?:es)?)[ \t]*:[ \t]*\n[ \t]*((?:\d{1,3}\.){3}\d{1,3})/i },
      {
        re: /\b(?:hosted (?:on|at)|resolv\w+ to|points? to)(?: the)?(?: IP)?(?: address)?[ :]{1,3}((?:\d{1,3}\.){3}\d{1,3})/i,
      },
    ],
    kind: pageKind,
    seenAt: [moment, lastSeen, firstSeen],
    firstSeenAt: firstSeen,
    reference: [
      { re: /\b(?:Tracking|Incident|Case|Ticket|ID|Alert)[: ]{1,2}#?((?=[\w-]{0,40}\d)[\w-]{4,60})/i },
      reference,
    ],
    'target.brand': {
      re: /\b(?:on behalf of|represents?|impersonat\w+|targeting|owner of the brand|client,?)[ \t]+(?:our (?:client|customer),?[ \t]+)?([A-Z][\w&' -]{1,50}?)(?=[.,(]| and | in | with |\n)/,
    },
  },
  constants: { kind: 'fraud.phishing', zone: 'UTC', reporter: { org: 'ZeroFox', domain: 'zerofox.com' } },
  required: ['host'],
});
