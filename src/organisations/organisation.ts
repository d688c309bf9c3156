/** What an organisation, a member, a session and a key are, and who may do what with them. */
import { z } from 'zod';
import { type Actor, type Id, type Language, languages, type MemberRole, mayAs, memberRoles } from '#kernel';

export const organisationKinds = ['provider', 'reseller', 'clearing_house'] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

/** The short name in addresses and on the command line. */
export const slugPattern = /^[a-z0-9][a-z0-9-]{1,40}$/;

/** House settings of one organisation. What is left out has the default that stands here. */
export const settingsShape = z.object({
  /** Seconds a letter can still be undone; 0 sends at once. */
  undo_seconds: z.number().int().min(0).max(300).default(60),
  /** Name under which letters go out; the organisation's own where it is left out. */
  sender_name: z.string().min(1).max(200).optional(),
  /** Address people can answer to or ask about a letter. */
  abuse_address: z.email().optional(),
  /** Whether this is sample data: every page says so. */
  sample: z.boolean().default(false),
});
export type Settings = z.infer<typeof settingsShape>;

export interface Organisation {
  readonly id: Id<'org'>;
  readonly slug: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  /** IANA zone in which its deadlines and screens are shown. */
  readonly zone: string;
  readonly language: Language;
  readonly settings: Settings;
}

export interface Member {
  readonly id: Id<'mbr'>;
  readonly email: string;
  readonly name: string;
  readonly role: MemberRole;
  readonly language: Language;
  readonly state: 'active' | 'ended';
}

/** How long a session lasts: one shift and its hand-over (OWASP ASVS 5, 7.3.2 asks for an absolute end). */
export const sessionLasts = Temporal.Duration.from({ hours: 12 });
/** How long a one-time log-in link works. */
export const linkLasts = Temporal.Duration.from({ minutes: 30 });

/** Wrong passwords per account, and per remote address, in the window before we stop listening (ASVS 5, 6.3.1). */
export const attempts = {
  perAccount: 8,
  perAddress: 40,
  window: Temporal.Duration.from({ minutes: 15 }),
} as const;

/** Shortest password; longest, so that hashing cannot be made expensive (ASVS 5, 6.2.1 and 6.2.9). */
export const passwordLength = { least: 12, most: 256 } as const;

/**
 * What a key may do: the work of a role, as the member who made it and never more than that member may;
 * or only hand in reports.
 */
export const scopes = [...memberRoles, 'intake'] as const;
export type Scope = (typeof scopes)[number];

export const isScope = (text: string): text is Scope => (scopes as readonly string[]).includes(text);
export const isRole = (text: string): text is MemberRole => (memberRoles as readonly string[]).includes(text);
export const isLanguage = (text: string): text is Language => (languages as readonly string[]).includes(text);

/** Every key starts with this, so that a leaked one is recognised by scanners. */
export const keyMark = 'bezem_';

/** A mail address as it is compared: lower case, no spaces around it. Undefined where the text is none. */
export function cleanEmail(text: string): string | undefined {
  const s = text.trim().toLowerCase();
  return /^[^@\s<>"]{1,64}@[^@\s<>"]{1,190}$/.test(s) ? s : undefined;
}

/** The lower of two roles. */
export function lowerRole(a: MemberRole, b: MemberRole): MemberRole {
  return memberRoles.indexOf(a) <= memberRoles.indexOf(b) ? a : b;
}

/** The actor a key stands for: its maker with at most the highest role of its scopes; a notifier where it may only hand in. */
export function actorOfKey(
  key: { readonly id: Id<'key'>; readonly scopes: readonly string[] },
  maker: Member,
): Actor | undefined {
  if (maker.state !== 'active') return undefined;
  const highest = memberRoles.filter((r) => key.scopes.includes(r)).at(-1);
  if (highest) return { kind: 'member', id: maker.id, role: lowerRole(highest, maker.role), name: maker.name };
  return key.scopes.includes('intake') ? { kind: 'notifier', id: key.id } : undefined;
}

/** What a member may do beside its role. `reseller_letter`: see editions of the police reseller letter and decide on matches. */
export const rights = ['reseller_letter'] as const;
export type Right = (typeof rights)[number];

/** Who may do what with members and keys. */
export const mayWithMembers = {
  see: (a: Actor) => mayAs(a, 'reader'),
  add: (a: Actor) => mayAs(a, 'admin'),
  end: (a: Actor, m: Pick<Member, 'id'>) => mayAs(a, 'admin') && !(a.kind === 'member' && a.id === m.id),
  setPassword: (a: Actor, m: Pick<Member, 'id'>) => mayAs(a, 'admin') || (a.kind === 'member' && a.id === m.id),
} satisfies Record<string, (a: Actor, m: Pick<Member, 'id'>) => boolean>;

export const mayWithKeys = {
  see: (a: Actor) => mayAs(a, 'admin'),
  add: (a: Actor) => mayAs(a, 'admin'),
  revoke: (a: Actor) => mayAs(a, 'admin'),
} satisfies Record<string, (a: Actor) => boolean>;
