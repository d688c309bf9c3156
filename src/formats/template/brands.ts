/** Senders that protect a brand: pages that imitate it, to be taken down. They write alike; what differs is who they are. */
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
} from './finders.ts';
import { type TemplateFormat, template } from './template.ts';

export interface BrandProtector {
  readonly id: string;
  /** As it calls itself. */
  readonly name: string;
  /** Its own domain, lower case: never what it reports. */
  readonly domain: string;
  /** Other domains it sends from, lower case. */
  readonly alsoFrom?: readonly string[];
}

const literal = (domain: string) => domain.replace(/[.\\]/g, '\\$&');

/** A format for the requests of one protector of brands. */
export function brandProtection(of: BrandProtector): TemplateFormat {
  const own = literal(of.domain);
  const senders = [of.domain, ...(of.alsoFrom ?? [])].map(literal).join('|');
  return template({
    id: of.id,
    version: 1,
    title: { nl: `${of.name}-verwijderverzoek`, en: `${of.name} takedown request` },
    match: [{ kind: 'mail', from: new RegExp(`@(?:[\\w-]{1,40}\\.)?(?:${senders})$`, 'i'), weight: 60 }],
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
      host: [
        host,
        {
          re: new RegExp(`^Subject:.*?\\b(?!www\\.${own})([a-z0-9_-]+\\.(?!${own})[a-z0-9._-]*[a-z]{2})\\b`, 'im'),
        },
      ],
      ip: [
        address,
        {
          re: /\b(?:following IPs?|on their servers|IP address(?:es)?)[ \t]*:[ \t]*\n[ \t]*((?:\d{1,3}\.){3}\d{1,3})/i,
        },
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
    constants: { kind: 'fraud.phishing', zone: 'UTC', reporter: { org: of.name, domain: of.domain } },
    required: ['host'],
  });
}
