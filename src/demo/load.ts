/** Loads the sample provider: organisation, members, ledger, thirty days of reports and what was done with them. A second time it finds it all there. */
import { addCounts, type IntakeCounts, noCounts } from '#intake';
import { closeRun, openRun, readAgain, readMessage, receive } from '#intake/work';
import { standingClock } from '#io/clock';
import { sql } from '#io/db';
import type { World } from '#io/world';
import { type Actor, engine, type Id, must, Refused } from '#kernel';
import {
  addMailbox,
  addMember,
  addOrganisation,
  listMailboxes,
  listMembers,
  organisationBySlug,
} from '#organisations/work';
import { importLedger } from '#resources/work';
import { sampleCustomers } from './customers.ts';
import { type DemoHands, History, type Staff } from './history.ts';
import { lateHoldings, ledgerFiles } from './ledger.ts';
import { loadNotices } from './notices.ts';
import { sampleOrders } from './orders.ts';
import { organisation, staff } from './provider.ts';
import { sampleMessages } from './reports.ts';
import type { SampleMessage } from './sample.ts';
import { addNotifiers, planSetup } from './setup.ts';
import { type Together, together } from './together.ts';

/** Messages per transaction: about a day. */
const perBatch = 6;
/** What a colleague takes out of the manual queue. */
const noReport = new Set(['question.eml', 'scan-subscription.eml']);

export type { DemoHands } from './history.ts';

export interface DemoLoaded {
  readonly org: Id<'org'>;
  /** The administrator: whom the log-in link is for. */
  readonly member: Id<'mbr'>;
  readonly counts: IntakeCounts;
  /** False where it was there already. */
  readonly fresh: boolean;
}
export interface DemoOptions {
  /** The moment the demo starts: its thirty days lie before it. */
  readonly at: Temporal.Instant;
  readonly progress?: (line: string) => void;
}

/** The organisation of the demo, where there is one. */
async function found(world: World): Promise<Id<'org'> | undefined> {
  try {
    return await organisationBySlug(world, organisation.slug);
  } catch (cause) {
    if (cause instanceof Refused && cause.refusal.code === 'request.not-found') return undefined;
    throw cause;
  }
}

/** The run under which the demo was loaded: when it started, and what it brought; without an end it was cut off. */
async function runOf(
  world: World,
  org: Id<'org'>,
): Promise<{ at: Temporal.Instant; counts: IntakeCounts | null } | undefined> {
  const rows = await world.db.in(org, (tx) =>
    tx.rows(sql<{ started_at: Temporal.Instant; finished_at: Temporal.Instant | null; counts: IntakeCounts }>`
      select started_at, finished_at, counts from intake_run where organisation_id = ${org} and origin = 'demo' order by started_at limit 1`),
  );
  const run = rows[0];
  return run && { at: run.started_at, counts: run.finished_at ? run.counts : null };
}

const actorOf = (m: { readonly id: Id<'mbr'>; readonly role: Staff['admin']['role']; readonly name: string }) =>
  ({ kind: 'member', id: m.id, role: m.role, name: m.name }) as const;

async function people(world: World, org: Id<'org'>): Promise<Staff> {
  const members = await listMembers(world, org, engine);
  const by = (role: string) =>
    actorOf(
      must(
        members.find((m) => m.role === role),
        `a member of the demo with the role ${role}`,
      ),
    );
  return { admin: by('admin'), decider: by('decider'), handler: by('handler') };
}

/** Organisation, members and mailbox as they were made a month ago; what is there already stays. */
async function settle(world: World, at: Temporal.Instant, here: Id<'org'> | undefined): Promise<Id<'org'>> {
  const before: World = { ...world, clock: standingClock(at.subtract({ hours: 24 * 31 })) };
  const org =
    here ??
    (
      await addOrganisation(before, {
        slug: organisation.slug,
        name: organisation.name,
        kind: organisation.kind,
        zone: organisation.zone,
        language: organisation.language,
        country: organisation.country,
        settings: { undo_seconds: 60, abuse_address: organisation.abuse, sample: true },
      })
    ).id;
  const members = await listMembers(before, org, engine);
  for (const m of staff) if (!members.some((k) => k.email === m.email)) await addMember(before, org, engine, m);
  const mailboxes = await listMailboxes(before, org, engine);
  if (!mailboxes.includes(organisation.abuse)) await addMailbox(before, org, engine, organisation.abuse);
  return org;
}

async function importFile(world: World, org: Id<'org'>, by: Actor, name: string, text: string): Promise<void> {
  const diff = await importLedger(world, org, by, { text: [text], dry: false });
  const wrong = diff.problems[0];
  if (wrong) throw new Error(`the demo's ${name}, line ${wrong.line}: ${wrong.text.en}`);
}

/**
 * Loads the demo, once. Where it was cut off it goes on with the same thirty days; where it is complete nothing is written.
 * Needs a database that answers and the hands of the running program.
 */
export async function loadDemo(world: World, hands: DemoHands, options: DemoOptions): Promise<DemoLoaded> {
  const say = options.progress ?? (() => {});
  const here = await found(world);
  const run = here ? await runOf(world, here) : undefined;
  if (here && run?.counts)
    return { org: here, member: (await people(world, here)).admin.id, counts: run.counts, fresh: false };
  const start = run?.at ?? options.at.round('second');
  say('Voorbeeldhost BV');
  const org = await settle(world, start, here);
  const team = await people(world, org);
  const many = together(world);
  const month = new History(many, org, hands, team, start);
  const runId = run ? undefined : await openRun(month.worldAt(start), org, 'demo', undefined, engine);

  const files = ledgerFiles(start);
  const begun = start.subtract({ hours: 24 * 31 });
  for (const [i, name] of (['parties', 'contracts', 'networks', 'holdings'] as const).entries())
    await importFile(month.worldAt(begun.add({ minutes: 5 + i })), org, team.admin, name, files[name]);

  const handsIn = await addNotifiers(month.worldAt(begun.add({ minutes: 15 })), org, team);
  planSetup(month, org, hands, team, start);
  const messages = sampleMessages(start);
  const counts = noCounts();
  const first = messages[0];
  if (first) month.planEngine(first.at.add({ hours: 3 }));
  for (let from = 0; from < messages.length; from += perBatch) {
    say(`${from} / ${messages.length}`);
    await many.batch(org, async () => {
      for (const m of messages.slice(from, from + perBatch)) {
        await month.until(m.at);
        addCounts(counts, await takeIn(many, month, hands, org, m, m.channel === 'http' ? handsIn(m.name) : undefined));
      }
    });
  }
  await many.batch(org, () => month.until(start));
  // The late file is written where every reader sees it at once: it changes the ledger that answers are made from.
  await importFile(
    month.worldAt(start.subtract({ hours: 2 })),
    org,
    team.handler,
    'late holdings',
    lateHoldings(start),
  );
  await loadNotices((at) => ({ ...world, clock: standingClock(at) }), org, team, start);
  // Where loading was cut off, what was taken already is known again by its reference.
  await sampleOrders((at) => month.worldAt(at), org, team, start);
  await sampleCustomers((at) => month.worldAt(at), org, team, hands.onboarding, start);
  const id = runId ?? (await unfinished(world, org));
  await closeRun(month.worldAt(start), org, id, counts);
  say(`${messages.length} / ${messages.length}`);
  return { org, member: team.admin.id, counts, fresh: true };
}

/** One message through the whole path, and into the agenda what becomes of the cases it opens. */
async function takeIn(
  many: Together,
  month: History,
  hands: DemoHands,
  org: Id<'org'>,
  m: SampleMessage,
  notifier: Actor | undefined,
): Promise<Partial<IntakeCounts>> {
  const world = month.worldAt(m.at);
  const { received, counts } = await many.moment(async () => {
    const received = await receive(world, org, {
      channel: m.channel,
      name: m.name,
      bytes: m.bytes,
      ...(m.feed ? { feed: m.feed } : {}),
      ...(m.from ? { envelope: { from: m.from, to: [organisation.abuse] } } : {}),
      readHere: true,
      by: notifier ?? engine,
    });
    if (received.duplicate) return { received, counts: { ...noCounts(), duplicate_messages: 1 } };
    return { received, counts: await readMessage(world, hands.intake, org, received.id) };
  });
  if (received.duplicate) return counts;
  if (m.end !== 'manual' && counts.manual > 0) {
    // On a machine that is busy starting up a reading process may run out of its two seconds: then it is read once more.
    await readAgain(world, org, received.id, undefined, engine);
    const more = await many.moment(() => readMessage(world, hands.intake, org, received.id));
    addCounts(more, { ...counts, messages: 0, manual: 0 });
    if (more.cases_opened > 0) await month.meetNewCases(m.at);
    return more;
  }
  if (counts.cases_opened > 0) await month.meetNewCases(m.at);
  if (noReport.has(m.name))
    month.planNotAbuse(received.id, m.at.add({ hours: 3 }), 'Gewone vraag, geen melding van misbruik.');
  return counts;
}

async function unfinished(world: World, org: Id<'org'>): Promise<Id<'run'>> {
  const rows = await world.db.in(org, (tx) =>
    tx.rows(
      sql<{
        id: Id<'run'>;
      }>`select id from intake_run where organisation_id = ${org} and origin = 'demo' and finished_at is null limit 1`,
    ),
  );
  return must(rows[0], 'the run of a demo that was cut off').id;
}
