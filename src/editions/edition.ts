/** What an edition of the police reseller letter says, how one follows another, and what people decide on a match, as tables. */
import { z } from 'zod';
import { type Actor, err, mayAs, ok, type Result, type Words } from '#kernel';

const text = (most: number) => z.string().trim().min(1).max(most);
const list = (most: number, of = text(most)) => z.array(of).max(200).default([]);
const day = z.iso.date();
const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/);

export const entryShape = z.strictObject({
  /** Stays the same over editions, so that a correction or removal finds it; says nothing by itself. */
  id: name,
  names: list(300),
  aliases: list(300),
  domains: list(253),
  emails: list(320),
  /** Names on forums and in chats. */
  handles: z
    .array(z.strictObject({ on: text(60), name: text(100) }))
    .max(200)
    .default([]),
  asns: z.array(z.number().int().min(1).max(4_294_967_295)).max(200).default([]),
  /** Where everybody can read it, and when it was seen there. */
  sources: z
    .array(z.strictObject({ title: text(300), url: z.url().max(2000).optional(), seen_on: day }))
    .max(100)
    .default([]),
  note: text(4000).optional(),
});
export type ListedReseller = z.infer<typeof entryShape>;

const change = z.strictObject({ id: name, on: day, why: text(2000) });

/** The text that is sealed: `docs/editions.md` describes it for others. */
export const editionDocument = z.strictObject({
  format: z.literal('reseller-letter/1'),
  edition: name,
  date: day,
  /** Name of the key that signs it. */
  issuer: text(200),
  /** Where a receipt may go, by mail. */
  reply_to: z.email().optional(),
  /** The edition this one changes; left out: it is a whole edition that takes the place of the one before. */
  amends: name.optional(),
  entries: z.array(entryShape).max(100_000),
  /** Entries of an earlier edition that stand here corrected. */
  corrections: z.array(change).max(100_000).default([]),
  /** Entries of an earlier edition that never should count any more. */
  removals: z.array(change).max(100_000).default([]),
});
export type EditionDocument = z.infer<typeof editionDocument>;

/** What is not right about an edition beyond its shape; empty where nothing is. */
export function faultsOf(e: EditionDocument): readonly string[] {
  const ids = new Set<string>();
  const faults: string[] = [];
  for (const [at, entry] of e.entries.entries()) {
    if (ids.has(entry.id)) faults.push(`entries.${at}: its id stands there twice`);
    ids.add(entry.id);
    if (
      entry.names.length +
        entry.aliases.length +
        entry.domains.length +
        entry.emails.length +
        entry.handles.length +
        entry.asns.length ===
      0
    )
      faults.push(`entries.${at}: nothing to know anybody by`);
  }
  for (const c of e.corrections)
    if (!ids.has(c.id)) faults.push(`corrections: ${c.id} does not stand among the entries`);
  for (const r of e.removals) if (ids.has(r.id)) faults.push(`removals: ${r.id} stands among the entries all the same`);
  if (e.amends === e.edition) faults.push('amends: itself');
  return faults;
}

/** An edition with an amendment laid over it: removed entries go, those that stand in the amendment take their place. */
export function amended(base: EditionDocument, by: EditionDocument): EditionDocument {
  const gone = new Set([...by.removals.map((r) => r.id), ...by.entries.map((e) => e.id)]);
  return {
    ...base,
    entries: [...base.entries.filter((e) => !gone.has(e.id)), ...by.entries],
    corrections: [...base.corrections, ...by.corrections],
    removals: [...base.removals, ...by.removals],
  };
}

export const ways = ['signed', 'csv', 'pdf', 'hand'] as const;
export type EditionWay = (typeof ways)[number];
export const editionStates = ['open', 'processed', 'superseded', 'expired'] as const;
export type EditionState = (typeof editionStates)[number];

/** state → what happens → state. Only `process` is an act of a person; the rest follows. */
export const editionLife = {
  open: { process: 'processed', supersede: 'superseded', reopen: 'open' },
  processed: { reopen: 'open', supersede: 'superseded' },
  superseded: { expire: 'expired' },
  expired: {},
} as const satisfies Record<EditionState, Record<string, EditionState>>;

export const editionMatchStates = ['open', 'decided', 'lapsed'] as const;
export type EditionMatchState = (typeof editionMatchStates)[number];
export const editionDecisions = ['none', 'monitor', 'restrict', 'end', 'keep'] as const;
export type EditionDecision = (typeof editionDecisions)[number];
/** Decisions that do something to the customer: counted as actions. */
export const isAction = (d: EditionDecision | null): boolean => d === 'monitor' || d === 'restrict' || d === 'end';

/** Shortest reason that can be one's own. */
export const leastReason = 10;

/** What a decision on a match comes to: a person, with a reason; what touches the customer needs a decider. */
export function decideEditionMatch(
  state: EditionMatchState,
  decision: EditionDecision,
  by: Actor,
  reason: string,
): Result<'decided', 'edition.match-not-open' | 'edition.reason-needed' | 'request.not-allowed'> {
  if (state === 'lapsed') return err('edition.match-not-open');
  if (by.kind !== 'member' || !mayAs(by, decision === 'restrict' || decision === 'end' ? 'decider' : 'handler'))
    return err('request.not-allowed');
  return reason.trim().length < leastReason ? err('edition.reason-needed') : ok('decided');
}

export const decisionWords: Readonly<Record<EditionDecision, Words>> = {
  none: { nl: 'geen treffer', en: 'no match' },
  monitor: { nl: 'volgen', en: 'monitor' },
  restrict: { nl: 'beperken', en: 'restrict' },
  end: { nl: 'beëindigen', en: 'end' },
  keep: { nl: 'behouden, met redenen', en: 'keep, with reasons' },
};
export const editionStateWords: Readonly<Record<EditionState, Words>> = {
  open: { nl: 'in behandeling', en: 'being processed' },
  processed: { nl: 'verwerkt', en: 'processed' },
  superseded: { nl: 'vervangen', en: 'superseded' },
  expired: { nl: 'vernietigd', en: 'destroyed' },
};
export const editionMatchWords: Readonly<Record<EditionMatchState, Words>> = {
  open: { nl: 'open', en: 'open' },
  decided: { nl: 'besloten', en: 'decided' },
  lapsed: { nl: 'vervallen: maak ongedaan wat gedaan is', en: 'lapsed: undo what was done' },
};
