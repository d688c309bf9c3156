/** What a letter is: its life as one table, when it is tried again, and what is kept of it. */
import type { Id, Language } from '#kernel';
import type { Audience, LetterFields } from '#law';

/** A member with the role handler, the engine, or the receiving side. */
export type LetterBy = 'handler' | 'engine' | 'receiver';

/**
 * state → what happens → where it leads and through whom.
 * `sending` is entered before the first byte leaves and is left only by an outcome: from there on nobody can say that
 * nothing was sent, so there is no way back to `queued` and no undo.
 */
export const letterLife = {
  held: {
    release: { to: 'queued', by: 'handler' },
    join: { to: 'joined', by: 'engine' },
    undo: { to: 'undone', by: 'handler' },
    stop: { to: 'stopped', by: 'engine' },
  },
  queued: {
    claim: { to: 'sending', by: 'engine' },
    undo: { to: 'undone', by: 'handler' },
    stop: { to: 'stopped', by: 'engine' },
  },
  sending: {
    hold: { to: 'held', by: 'engine' },
    accept: { to: 'sent', by: 'receiver' },
    defer: { to: 'sending', by: 'receiver' },
    refuse: { to: 'bounced', by: 'receiver' },
    give_up: { to: 'failed', by: 'engine' },
    stop: { to: 'stopped', by: 'engine' },
  },
  sent: {
    // A webhook is sent again when a person asks for it; the other side knows the copy by its id.
    replay: { to: 'sending', by: 'handler' },
    // The mailbox was full or its server down: the same letter once more, under the same Message-ID.
    retry: { to: 'sending', by: 'engine' },
    deliver: { to: 'delivered', by: 'receiver' },
    bounce: { to: 'bounced', by: 'receiver' },
  },
  delivered: {
    bounce: { to: 'bounced', by: 'receiver' },
  },
  bounced: {},
  failed: {
    replay: { to: 'sending', by: 'handler' },
  },
  undone: {},
  stopped: {},
  joined: {},
} as const satisfies Record<string, Record<string, { readonly to: string; readonly by: LetterBy }>>;

export type LetterState = keyof typeof letterLife;
export type LetterAct = { [S in LetterState]: keyof (typeof letterLife)[S] }[LetterState];
export const letterStates = Object.keys(letterLife) as readonly LetterState[];

/** Where an act leads from a state, or undefined where the life has no such arrow. */
export function letterArrow(
  state: LetterState,
  act: string,
): { readonly to: LetterState; readonly by: LetterBy } | undefined {
  const acts: Readonly<Record<string, { readonly to: LetterState; readonly by: LetterBy }>> = letterLife[state];
  return Object.hasOwn(acts, act) ? acts[act] : undefined;
}

/** Why a letter is held: no way out is configured, it waits for its digest, a person must let it go first, or it is quiet. */
export const holds = ['mail.off', 'digest', 'trial', 'quiet'] as const;
export type Hold = (typeof holds)[number];

/** One language, or Dutch and English in one letter where the recipient's language is unknown. */
export type LetterLanguage = Language | 'both';

/** The language of the contact, else of the party, else both. */
export function letterLanguage(
  contact: Language | null | undefined,
  party: Language | null | undefined,
): LetterLanguage {
  return contact ?? party ?? 'both';
}

export const rhythms = ['at_once', 'digest', 'weekly'] as const;
export type Rhythm = (typeof rhythms)[number];

/** A letter as the table has it: everything but its words. */
export interface Letter {
  readonly id: Id<'let'>;
  readonly template: string;
  readonly templateVersion: number;
  readonly language: LetterLanguage;
  readonly audience: Audience;
  readonly case: Id<'case'> | null;
  readonly reference: string | null;
  /** Id of the order, notice, decision or incident it is about. */
  readonly matter: string | null;
  readonly party: Id<'party'> | null;
  readonly contact: Id<'cnt'> | null;
  readonly action: { readonly id: string; readonly version: number } | null;
  readonly rhythm: Rhythm;
  readonly joinedInto: Id<'let'> | null;
  readonly state: LetterState;
  readonly version: number;
  readonly createdAt: Temporal.Instant;
  readonly createdBy: string;
  readonly notBefore: Temporal.Instant;
  readonly sentAt: Temporal.Instant | null;
  readonly endedAt: Temporal.Instant | null;
  readonly messageId: string | null;
  /** Attempts that may have left something at the other side. */
  readonly tries: number;
  readonly sendingUntil: Temporal.Instant | null;
  readonly why: string | null;
  readonly erased: boolean;
  readonly channel: LetterChannel;
  readonly webhook: Id<'whk'> | null;
  /** Which directive of which saved set sent it (version 0: the shipped set); null where none speaks of it. */
  readonly directive: { readonly id: string; readonly version: number } | null;
  readonly brand: { readonly id: Id<'brd'>; readonly version: number } | null;
  /** Version of the house's own words; null: the shipped text. */
  readonly wordingVersion: number | null;
  readonly group: string | null;
  /** Never waits for a digest, quiet hours or a repeat. */
  readonly urgent: boolean;
  /** Made to see what would go; leaves only when a person lets it go. */
  readonly trial: boolean;
  readonly rung: string | null;
  /** First sign that somebody read it. */
  readonly readAt: Temporal.Instant | null;
  readonly readHow: ReadHow | null;
  readonly answeredAt: Temporal.Instant | null;
  readonly complainedAt: Temporal.Instant | null;
}

export const letterChannels = ['mail', 'webhook'] as const;
export type LetterChannel = (typeof letterChannels)[number];
/** How we know it was read: its page was opened, a mail program sent a receipt, or an answer came. */
export const readHows = ['page', 'receipt', 'answer'] as const;
export type ReadHow = (typeof readHows)[number];

/** A file that goes with a letter. */
export interface Attachment {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  /** Shown inside the HTML part under this name, not as a file of its own. */
  readonly cid?: string;
}

export type FieldsByLanguage = Readonly<Partial<Record<Language, LetterFields>>>;

/** The words of a letter: kept under the party's key, gone with it. */
export interface LetterWords {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly Attachment[];
  /** The link in it, with its token. */
  readonly link: string | null;
  /** What it was filled with, to fill it again after a change and to join it into a digest. */
  readonly fields: FieldsByLanguage;
  readonly dueAt: Temporal.Instant | null;
  /** Salt of the body hash, hexadecimal. */
  readonly salt: string;
  /** Name and address it comes from, where the brand has its own. */
  readonly from?: { readonly name?: string; readonly address?: string };
  readonly copyTo?: readonly string[];
  /** Message-IDs it stands under, besides the last letter to the same contact about the same case. */
  readonly references?: readonly string[];
  /** What a webhook is sent: JSON, as it was when the letter was made. */
  readonly payload?: string;
}

const waitMinutes = [1, 5, 15, 30, 60, 120, 240] as const;

/** Wait after the n-th attempt that was deferred: soon at first, four hours in the end (RFC 5321 §4.5.4.1 leaves it to the sender). */
export function waitAfterTry(tries: number): Temporal.Duration {
  const minutes = waitMinutes[Math.min(Math.max(tries, 1), waitMinutes.length) - 1] ?? 240;
  return Temporal.Duration.from({ minutes });
}

/** After this long without being accepted a letter has failed (RFC 5321 §4.5.4.1: at least four to five days). */
export const givesUpAfter = Temporal.Duration.from({ hours: 4 * 24 });

/** How long a worker that sends is believed alive: longer than any time limit of the mail door. */
export const sendingLease = Temporal.Duration.from({ minutes: 5 });

/** How long the link in a letter opens its page, unless the sender says otherwise. */
export const linkDays = 90;

/** A single mail address without anything a header could be made of. */
export function isMailAddress(text: string): boolean {
  return /^[^\s<>@,;:"\\()[\]\p{C}]{1,64}@[^\s<>@,;:"\\()\p{C}]{1,190}$/u.test(text);
}

/** `<let_…@domain>`: the same for every attempt of one letter, so a receiver can tell a second copy from a second letter. */
export function messageIdOf(id: Id<'let'>, from: string): string {
  return `<${id}@${from.slice(from.lastIndexOf('@') + 1).toLowerCase()}>`;
}
