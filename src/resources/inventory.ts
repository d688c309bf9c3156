/**
 * What an inventory is: a system that tells us, again and again, who holds what. An adapter for one kind of inventory is one
 * file in `inventories/`, and pure: it says what to ask and turns the answers into what is stated; asking is done elsewhere.
 */
import type { z } from 'zod';
import type { Words } from '#kernel';
import type { ContactPurpose, PartyKind, ServiceKind } from '#parties';
import type { Ports, ResourceKind } from './resource.ts';

/** A request an adapter wants made. Its path is relative to the address of the inventory, or a whole address it was given. */
export interface Ask {
  readonly path: string;
  readonly method?: 'GET' | 'POST';
  readonly query?: Readonly<Record<string, string | number>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string | number>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as XML. */
  readonly xml?: string;
  /** Statuses besides 2xx that are an answer (404: nothing there). */
  readonly accept?: readonly number[];
}

/** What came back: only a status that was asked for; anything else never reaches the adapter. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** A party as the inventory states it. */
export interface StatedParty {
  /** Customer number by which the organisation knows it. */
  readonly reference: string;
  readonly kind?: PartyKind;
  readonly name?: string;
  /** ISO 3166-1 alpha-2, lower case. */
  readonly country?: string;
  readonly contacts?: readonly { readonly purpose: ContactPurpose; readonly address: string }[];
  /** Customer number of the reseller it buys from; absent where it buys from the organisation itself or that is not said. */
  readonly seller?: string;
  /** It sells on. */
  readonly resells?: boolean;
}

/** A holding as the inventory states it. */
export interface StatedHolding {
  /** The inventory's own id of the row: for what is said about it. */
  readonly where: string;
  readonly kind: ResourceKind;
  /** Clean spelling (see `readResource`). */
  readonly what: string;
  readonly ports: Ports;
  /** Customer number of the holder; null: the organisation itself. */
  readonly holder: string | null;
  readonly serviceKind?: ServiceKind;
  /** The inventory's own id of the service, where one customer has several contracts. */
  readonly service?: string;
  readonly exclusive: boolean;
  readonly label?: string;
  /** Only where the inventory itself keeps times (logs): when it began, and ended. */
  readonly from?: Temporal.Instant;
  /** Null: it runs still. */
  readonly until?: Temporal.Instant | null;
  /** It began, or ended, at the latest here, where the log does not have the moment itself. */
  readonly begunBy?: Temporal.Instant;
  readonly endedBy?: Temporal.Instant;
}

/** A row of the inventory that was not taken, and why. */
export interface StatedProblem {
  readonly where: string;
  readonly code: StatedProblemCode;
}

/** Why a row of an inventory is not taken. Nothing is guessed in its place. */
export const statedProblems = {
  no_resource: { nl: 'Geen adres, prefix of naam die te lezen is', en: 'No address, prefix or name that can be read' },
  no_holder: { nl: 'De houder heeft geen klantnummer', en: 'The holder has no customer number' },
  unknown_holder: { nl: 'De houder staat niet in de inventaris', en: 'The holder is not in the inventory' },
  no_time: { nl: 'Geen moment dat te lezen is', en: 'No moment that can be read' },
  contradiction: {
    nl: 'De inventaris noemt twee houders tegelijk; wat er stond blijft staan',
    en: 'The inventory names two holders at once; what stood there stays',
  },
  contract_ended: { nl: 'Het contract van deze houder is beëindigd', en: 'The contract of this holder has ended' },
  erased_party: { nl: 'Deze partij is gewist', en: 'This party was erased' },
  not_global: {
    nl: 'Adres uit een eigen routeringsdomein: overgeslagen',
    en: 'Address of a private routing domain: passed over',
  },
  log_incomplete: {
    nl: 'Het wijzigingslog past niet op de eerste stand',
    en: 'The log of changes does not meet the first state',
  },
  not_read: { nl: 'Rij met een andere vorm dan beschreven', en: 'A row of another shape than described' },
} as const satisfies Record<string, Words>;
export type StatedProblemCode = keyof typeof statedProblems;

/** Everything an inventory states in one answer. */
export interface Stated {
  readonly parties: readonly StatedParty[];
  readonly holdings: readonly StatedHolding[];
  readonly problems: readonly StatedProblem[];
  /** The moment the answer itself speaks of, where it says so: an older one than the last is refused. */
  readonly asOf?: Temporal.Instant;
  /** Customer numbers of which not everything could be told: what is missing of them is no ending. */
  readonly silent?: readonly string[];
}

/** An answer that is not what the inventory's documentation describes: the poll fails, and nothing is written. */
export class Unreadable extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'Unreadable';
  }
}

export type Secret = Readonly<Record<string, string>>;
export interface Reading<O> {
  readonly options: O;
  readonly secret: Secret;
  /** Zone of the organisation: for logs that write local time. */
  readonly zone: string;
}

/** Asks of an adapter, one after another; each is resumed with its reply, and the last returns what is stated. */
export type Questions<T = Stated> = Generator<Ask, T, Reply>;

interface Described<O> {
  /** The name of its file. */
  readonly id: string;
  readonly title: string;
  /** Where its interface or format is described. */
  readonly spec: string;
  readonly help: Words;
  /** `state`: tells what is so now; the absence of a row says that it ended. `log`: tells what happened, with moments. */
  readonly tells: 'state' | 'log';
  /** Registry data are a lower layer: what others registered, not what we handed out. */
  readonly layer?: 'registry';
  readonly options: z.ZodType<O>;
}
export interface AskedInventory<O = unknown> extends Described<O> {
  readonly reach: 'http';
  /** It asks public services elsewhere too (a bootstrap and what it points to); no secret goes there. */
  readonly anywhere?: true;
  /** Names of the secrets it needs, in the order they are asked for. */
  readonly secrets: readonly string[];
  read(reading: Reading<O>): Questions;
  /** Asks for the inventory's own log of changes, to insert history before the first poll. */
  history?(reading: Reading<O>): Questions<History>;
  /** What a signed call of the inventory itself tells; undefined where it must be asked instead. */
  hook?(body: unknown, reading: Reading<O>): Hooked | undefined;
}
export interface FileInventory<O = unknown> extends Described<O> {
  readonly reach: 'file';
  /** Reads text as it streams in; throws Unreadable where it is no such file. */
  readText(text: AsyncIterable<string>, reading: Reading<O>): Promise<Stated>;
}
export type InventoryKind<O = unknown> = AskedInventory<O> | FileInventory<O>;

/** Declares an adapter; the types of its options stay its own. */
export const inventoryKind = <O>(kind: InventoryKind<O>): InventoryKind => kind as unknown as InventoryKind;

/** What a log of changes tells of one resource: who held it from when to when. The last one may run up to the first poll. */
export interface History {
  readonly parties: readonly StatedParty[];
  /** Each with `from` and, but for the last of its resource, `until`. */
  readonly holdings: readonly (StatedHolding & { readonly from: Temporal.Instant })[];
  readonly problems: readonly StatedProblem[];
}

/** What an inventory told by itself: at that moment, these resources came to these holders. A null holding: to nobody. */
export interface Hooked {
  readonly at: Temporal.Instant;
  readonly parties: readonly StatedParty[];
  readonly turns: readonly {
    readonly kind: ResourceKind;
    readonly what: string;
    readonly ports: Ports;
    readonly to: StatedHolding | null;
  }[];
}

/** What was stated, as text to be kept and read back. */
export const statedText = (s: Stated): string => JSON.stringify(s);
/** Reads what `statedText` wrote. */
export function readStated(text: string): Stated {
  const moments = new Set(['from', 'until', 'begunBy', 'endedBy', 'asOf']);
  return JSON.parse(text, (key, value: unknown) =>
    moments.has(key) && typeof value === 'string' ? Temporal.Instant.from(value) : value,
  ) as Stated;
}

// --- its life --------------------------------------------------------------------------------------------------------

/** state → act → where it leads. A removed inventory says nothing more; what it said stays. */
export const inventoryLife = {
  active: { pause: { to: 'paused', by: 'handler' }, remove: { to: 'removed', by: 'admin' } },
  paused: { resume: { to: 'active', by: 'handler' }, remove: { to: 'removed', by: 'admin' } },
  removed: {},
} as const;
export type InventoryState = keyof typeof inventoryLife;

export const pollOutcomes = [
  'written',
  'unchanged',
  'held',
  'superseded',
  'dismissed',
  'failed',
  'older',
  'backfilled',
  'undone',
] as const;
export type PollOutcome = (typeof pollOutcomes)[number];

/** Wait before a failing inventory is asked again: its own rhythm, doubled with each failure, at most a day. */
export function waitAfterFailure(everyMinutes: number, failures: number): number {
  return Math.min(1440, everyMinutes * 2 ** Math.min(10, Math.max(0, failures - 1)));
}

export type InventoryHealth = 'well' | 'held' | 'failing' | 'late' | 'paused' | 'waiting';
/** How an inventory does, for the list: held before failing before late. */
export function healthOf(i: {
  readonly state: InventoryState;
  readonly failures: number;
  readonly held: boolean;
  readonly seenUntil: Temporal.Instant | null;
  readonly everyMinutes: number | null;
  readonly now: Temporal.Instant;
}): InventoryHealth {
  if (i.state !== 'active') return 'paused';
  if (i.held) return 'held';
  if (i.failures > 0) return 'failing';
  if (!i.seenUntil) return 'waiting';
  if (
    i.everyMinutes !== null &&
    i.seenUntil.add({ minutes: 3 * i.everyMinutes }).epochMilliseconds < i.now.epochMilliseconds
  )
    return 'late';
  return 'well';
}
