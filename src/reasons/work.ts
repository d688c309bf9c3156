/** Reasons at work: a restriction is told the day it is imposed, or its exception is recorded; one that ends starts the duty to tell. */
import { houseOf } from '#correspondence/store';
import { type Letter, letterPreview, type QueueLetter, queueLetter } from '#correspondence/work';
import { startDeadline, stopDeadline, wouldBeDue } from '#deadlines/work';
import type { Tx } from '#io/db';
import { newId, newToken, sha256 } from '#io/dice';
import { enqueue } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, type Id, isId, type Language, must, Refused } from '#kernel';
import { statementLetter } from '#law';
import { nextNumber } from '#organisations/store';
import { exceptions, type ReasonException } from './exception.ts';
import { type StatementFacts, statementFieldsFor } from './statement.ts';
import { isDecision, writeException, writeRedressLink, writeStatement } from './store.ts';

/** Who is told: the contractual recipient, and who uses the service where that is another and known. */
export interface Recipient {
  readonly party: Id<'party'>;
  readonly name: string;
  readonly language: Language | 'both';
  readonly contact: { readonly id: Id<'cnt'> | null; readonly address: string };
  readonly passOn: boolean;
}
export type FactsToTell = Omit<StatementFacts, 'statementNumber' | 'complaintUntil'>;

const complaintPage = (world: World, slug: string, token: string) => `${world.publicUrl}/o/${slug}/complaint/${token}`;

/** A link by which somebody can complain about a decision until a moment. */
async function makeRedressLink(
  world: World,
  tx: Tx,
  decision: Id<'dec'>,
  by: 'recipient' | 'notifier',
  party: Id<'party'> | null,
  until: Temporal.Instant,
): Promise<string> {
  const token = newToken(world.dice);
  await writeRedressLink(tx, sha256(token), { decision, by, party, expiresAt: until });
  return complaintPage(world, (await houseOf(tx)).slug, token);
}

/** A link by which a notifier can complain, open as long as the recipient's; null where the decision is none of ours. */
export async function complaintLinkOfNotifier(world: World, tx: Tx, decision: Id<'dec'>): Promise<string | null> {
  if (!(await isDecision(tx, decision))) return null;
  return makeRedressLink(world, tx, decision, 'notifier', null, await wouldBeDue(tx, 'clk-20', world.clock.now()));
}

function letterTo(
  s: StatementFacts,
  to: Recipient,
  link: string,
  decision: Id<'dec'>,
  by: Actor,
  contract: string | null,
): QueueLetter {
  const fields = (l: Language) => statementFieldsFor(s, { name: to.name, passOn: to.passOn, link }, l);
  return {
    template: statementLetter(s.restrictions),
    language: to.language,
    audience: to.passOn ? 'reseller' : 'customer',
    party: to.party,
    contact: to.contact,
    matter: decision,
    reference: s.statementNumber,
    fields: { nl: fields('nl'), en: fields('en') },
    // The law gives no time to think it over: the reasons leave with the restriction.
    undoSeconds: 0,
    urgent: true,
    lane: 'urgent',
    by,
    link: false,
    brandOf: { contract, parties: [to.party] },
  };
}

/** The statement as its first recipient would get it, in both languages; nothing is written. */
export async function previewStatement(
  world: World,
  tx: Tx,
  given: FactsToTell,
  to: Pick<Recipient, 'party' | 'name' | 'contact' | 'passOn'> | null,
): Promise<
  Readonly<Record<Language, { readonly subject: string; readonly text: string; readonly missing: string[] }>>
> {
  const s: StatementFacts = {
    ...given,
    statementNumber: 'MO-00-000000',
    complaintUntil: await wouldBeDue(tx, 'clk-20', world.clock.now()),
  };
  const whom: Recipient = {
    party: to?.party ?? ('' as Id<'party'>),
    name: to?.name ?? '–',
    contact: to?.contact ?? { id: null, address: 'abuse@example.org' },
    passOn: to?.passOn ?? false,
    language: 'nl',
  };
  const link = `${world.publicUrl}/o/${(await houseOf(tx)).slug}/complaint/0`;
  const shown = async (language: Language) => {
    const seen = await letterPreview(world, tx, {
      ...letterTo(s, { ...whom, language }, link, '' as Id<'dec'>, { kind: 'engine' }, null),
      language,
    });
    return { subject: seen.rendered?.subject ?? '', text: seen.rendered?.text ?? '', missing: [...seen.missing] };
  };
  return { nl: await shown('nl'), en: await shown('en') };
}

/**
 * Makes the statement of reasons of a decision and queues its letters, in the transaction of the restriction. The clock of
 * art. 17 runs until a letter has left.
 * @throws Refused `letter.not-whole` naming what is missing, `letter.no-contact` where there is nobody to tell
 */
export async function tellReasons(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  given: {
    readonly decision: Id<'dec'>;
    readonly party: Id<'party'> | null;
    readonly contract: string | null;
    readonly facts: FactsToTell;
    readonly recipients: readonly Recipient[];
    readonly by: Actor;
    /** When the duty to tell began: the restriction, or the end of an exception. */
    readonly since: Temporal.Instant;
  },
): Promise<{ readonly number: string; readonly letters: readonly Id<'let'>[] }> {
  if (given.recipients.length === 0) throw new Refused('letter.no-contact');
  const now = world.clock.now();
  const number = await nextNumber(tx, org, 'statement', now.toZonedDateTimeISO('UTC').year);
  const complaintUntil = await wouldBeDue(tx, 'clk-20', now);
  const facts: StatementFacts = { ...given.facts, statementNumber: number, complaintUntil };
  const letters: Id<'let'>[] = [];
  await startDeadline(world, tx, {
    clock: 'clk-17',
    subject: given.decision,
    label: number,
    startsAt: given.since,
    by: given.by,
  });
  for (const to of given.recipients) {
    const link = await makeRedressLink(world, tx, given.decision, 'recipient', to.party, complaintUntil);
    letters.push(await queueLetter(world, tx, letterTo(facts, to, link, given.decision, given.by, given.contract)));
  }
  await writeStatement(
    world,
    tx,
    { id: newId(world, 'sor'), decision: given.decision, number, party: given.party, madeAt: now, letters },
    facts,
  );
  await startDeadline(world, tx, {
    clock: 'clk-20',
    subject: given.decision,
    label: number,
    startsAt: now,
    by: given.by,
  });
  note(world, tx, {
    act: 'decision.reasons',
    by: given.by,
    about: [{ subject: given.party, payload: { decision: given.decision, statement: number, letters } }],
  });
  return { number, letters };
}

/** Records why no reasons are given, or not yet; a temporary exception with an end ends by itself. */
export async function recordException(
  world: World,
  tx: Tx,
  decision: Id<'dec'>,
  e: ReasonException,
  by: Actor,
): Promise<void> {
  const now = world.clock.now();
  if (e.fact.trim() === '') throw new Refused('decision.not-whole', 'exception_fact', { exception: 'fact' });
  await writeException(tx, decision, e, actorId(by), now);
  const rule = exceptions[e.exception];
  if (rule.temporary && e.until)
    await enqueue(tx, {
      kind: 'reasons.exception_ends',
      lane: 'urgent',
      payload: { decision, exception: e.exception },
      runAt: e.until,
      key: `${decision}:${e.exception}`,
    });
  note(world, tx, {
    act: 'decision.exception',
    by,
    about: [
      {
        subject: null,
        payload: { decision, exception: e.exception, article: rule.article, until: e.until?.toString() ?? null },
      },
    ],
  });
}

/** A letter left: where it is a statement of reasons, the duty to tell is met. */
export async function onStatementSent(world: World, tx: Tx, letter: Letter): Promise<void> {
  if (!['ltr-17', 'ltr-susp', 'ltr-term'].includes(letter.template) || !isId('dec', letter.matter)) return;
  await stopDeadline(world, tx, must(letter.matter, 'the decision of a statement'), 'clk-17', 'met');
}
