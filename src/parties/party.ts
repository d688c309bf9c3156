/** What a party is: a natural or legal person we deal with, what it is called, how it is reached, and its life. */
import type { Id, Language, MemberRole } from '#kernel';

export const partyKinds = ['natural', 'legal', 'unknown'] as const;
export type PartyKind = (typeof partyKinds)[number];

/** state → act → where it leads and who may. `erased` has no way back. */
export const partyLife = {
  prospect: {
    accept: { to: 'active', by: 'handler' },
    end: { to: 'former', by: 'handler' },
    erase: { to: 'erased', by: 'admin' },
  },
  active: {
    suspend: { to: 'suspended', by: 'decider' },
    end: { to: 'former', by: 'handler' },
    erase: { to: 'erased', by: 'admin' },
  },
  suspended: {
    resume: { to: 'active', by: 'decider' },
    end: { to: 'former', by: 'handler' },
    erase: { to: 'erased', by: 'admin' },
  },
  former: {
    accept: { to: 'active', by: 'handler' },
    erase: { to: 'erased', by: 'admin' },
  },
  erased: {},
} as const satisfies Record<string, Record<string, { readonly to: string; readonly by: MemberRole }>>;

export type PartyState = keyof typeof partyLife;
export const partyStates = Object.keys(partyLife) as readonly PartyState[];

/** Where an act leads from a state and who may do it; undefined where the table has no such arrow. */
export function partyArrow(
  state: PartyState,
  act: string,
): { readonly to: PartyState; readonly by: MemberRole } | undefined {
  const acts: Readonly<Record<string, { readonly to: PartyState; readonly by: MemberRole }>> = partyLife[state];
  return Object.hasOwn(acts, act) ? acts[act] : undefined;
}

export const contactPurposes = ['abuse', 'legal', 'technical', 'billing', 'duty'] as const;
/** What a contact is for; `duty` is who answers at any hour. */
export type ContactPurpose = (typeof contactPurposes)[number];
export const contactChannels = ['mail', 'phone', 'url'] as const;
export type ContactChannel = (typeof contactChannels)[number];

export interface Party {
  readonly id: Id<'party'>;
  /** The customer number of the organisation's own books. */
  readonly reference: string;
  readonly kind: PartyKind;
  readonly name: string | null;
  /** ISO 3166-1 alpha-2, lower case. */
  readonly country: string | null;
  readonly language: Language | null;
  readonly state: PartyState;
  readonly notes: string | null;
  readonly createdAt: Temporal.Instant;
  /** Marks of the house, for directives. */
  readonly tags?: readonly string[];
}

export interface Contact {
  readonly id: Id<'cnt'>;
  readonly party: Id<'party'>;
  readonly purpose: ContactPurpose;
  readonly channel: ContactChannel;
  readonly address: string;
  readonly language: Language | null;
  readonly verifiedAt: Temporal.Instant | null;
  readonly bouncedAt: Temporal.Instant | null;
  readonly endedAt: Temporal.Instant | null;
  /** Hours in which it wants no letters but urgent ones, in its own zone (null: the organisation's). */
  readonly quiet?: { readonly from: string; readonly until: string; readonly zone: string | null } | null;
}

/**
 * The channel and the clean spelling of a contact's address: a mail address, a page (https) or a phone number in
 * international form (ITU-T E.123: plus sign and digits). Undefined where it is none of these.
 */
export function readContact(text: string): { readonly channel: ContactChannel; readonly address: string } | undefined {
  const s = text.trim();
  if (s.length === 0 || s.length > 320) return undefined;
  if (/^https?:\/\/[^\s/]+\.[^\s]+$/i.test(s)) return { channel: 'url', address: s };
  const mail = /^([^\s@<>",;:]{1,64})@([a-z0-9.-]+\.[a-z0-9-]+)$/i.exec(s);
  if (mail) return { channel: 'mail', address: `${mail[1]}@${(mail[2] ?? '').toLowerCase()}` };
  const digits = s.replace(/[\s().-]/g, '');
  return /^\+\d{7,15}$/.test(digits) ? { channel: 'phone', address: digits } : undefined;
}

/**
 * The contact a letter of this purpose goes to: verified before unverified, never one that ended or bounced since it was
 * last verified;
 * where there is none for the purpose, the one for abuse, then technical, then legal.
 */
export function contactFor(contacts: readonly Contact[], purpose: ContactPurpose): Contact | undefined {
  // Verified again after it bounced: somebody saw that it works.
  const works = (c: Contact) =>
    !c.bouncedAt || (c.verifiedAt !== null && Temporal.Instant.compare(c.verifiedAt, c.bouncedAt) > 0);
  const usable = contacts.filter((c) => !c.endedAt && works(c) && c.channel === 'mail');
  for (const each of [purpose, 'abuse', 'technical', 'legal'] as const) {
    const found = usable
      .filter((c) => c.purpose === each)
      .sort((a, b) => Number(b.verifiedAt !== null) - Number(a.verifiedAt !== null) || (a.id < b.id ? -1 : 1))[0];
    if (found) return found;
  }
  return undefined;
}
