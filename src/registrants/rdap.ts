/** The public part of a registration as RDAP says it (RFC 9083, with what is held back named as in RFC 9537). */
import { type VerifiedField, verifiedFields } from '#law';
import { type HolderData, publicPart } from './registration.ts';

export interface PublicRegistration {
  readonly domain: string;
  readonly registeredOn: string | null;
  readonly kind: 'natural' | 'legal' | 'unknown';
  readonly data: HolderData;
}

const redactedName: Readonly<Record<VerifiedField, string>> = {
  registrant_name: 'Registrant Name',
  registrant_email: 'Registrant Email',
  registrant_phone: 'Registrant Phone',
  contact_email: 'Admin Email',
  contact_phone: 'Admin Phone',
};

/**
 * @param policy where the published policy stands, and how to ask for what is held back
 * @param self address of this answer
 */
export function rdapDomain(r: PublicRegistration, self: string, policy: string): Readonly<Record<string, unknown>> {
  const shown = publicPart(r.kind, r.data);
  const held = verifiedFields.filter((f) => r.data[f] !== null && shown[f] === undefined);
  const card: unknown[] = [['version', {}, 'text', '4.0']];
  if (shown.registrant_name) {
    card.push(['fn', {}, 'text', shown.registrant_name], ['kind', {}, 'text', 'org']);
    card.push(['org', {}, 'text', shown.registrant_name]);
  } else card.push(['fn', {}, 'text', '']);
  if (shown.registrant_email) card.push(['email', {}, 'text', shown.registrant_email]);
  if (shown.registrant_phone)
    card.push(['tel', { type: 'voice' }, 'uri', `tel:${shown.registrant_phone.replace(/[^\d+]/g, '')}`]);
  return {
    rdapConformance: ['rdap_level_0', 'redacted'],
    objectClassName: 'domain',
    ldhName: r.domain,
    events: r.registeredOn ? [{ eventAction: 'registration', eventDate: `${r.registeredOn}T00:00:00Z` }] : [],
    entities: [{ objectClassName: 'entity', roles: ['registrant'], vcardArray: ['vcard', card] }],
    redacted: held.map((f) => ({
      name: { description: redactedName[f] },
      method: 'removal',
      reason: { description: 'Personal data (GDPR)' },
    })),
    links: [{ rel: 'self', href: self, value: self, type: 'application/rdap+json' }],
    notices: [
      {
        title: 'Access to registration data',
        description: ['A lawful and reasoned request of a legitimate access seeker is answered within 72 hours.'],
        links: [{ rel: 'terms-of-service', href: policy, value: self, type: 'text/html' }],
      },
    ],
  };
}
