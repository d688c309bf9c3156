/** Notifiers as people and programs see them, and what a notifier hears of what it handed in. */
import { sql, type Tx } from '#io/db';
import { readCursor, writeCursor } from '#io/http';
import type { World } from '#io/world';
import { type Actor, type Id, isId, mayAs, mayHandIn, Refused, wilson } from '#kernel';
import { organisationZone } from '../channels/store.ts';
import type { HandedIn, NotifierDetail, NotifierShape } from '../channelshapes.ts';
import { coarseState, progressOf } from '../notifier.ts';
import { type NotifierLine, notifierLines, verdictLines, verdictMonths } from './store.ts';

/** What intake is lent by the rooms above it. */
export interface NotifierHands {
  /** The cases that findings of these messages, and of those inside them, lie in. */
  casesOfMessages(
    tx: Tx,
    org: Id<'org'>,
    messages: readonly string[],
  ): Promise<
    ReadonlyMap<
      string,
      readonly { readonly reference: string | null; readonly state: string; readonly outcome: string | null }[]
    >
  >;
  caseNames(
    tx: Tx,
    org: Id<'org'>,
    cases: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly reference: string | null }>>;
  /** Steps of confidence a record takes away. */
  stepsLost(record: { readonly confirmed: number; readonly wrong: number; readonly unclear: number }): number;
}

const at = (t: Temporal.Instant | null) => t?.toString() ?? null;

function shown(hands: NotifierHands, n: NotifierLine): NotifierShape {
  return {
    id: n.id,
    name: n.name,
    identities: n.identities.map((i) => ({ ...i })),
    messages: n.messages,
    findings: n.findings,
    // A lateral of aggregates comes back as text where the driver does not know it.
    last_at: n.last_at === null ? null : at(n.last_at),
    confirmed: n.confirmed,
    wrong: n.wrong,
    unclear: n.unclear,
    right: { ...wilson(n.confirmed, n.confirmed + n.wrong) },
    steps_lost: hands.stepsLost(n),
    per_minute: n.per_minute,
    per_day: n.per_day,
    told_to_wait: Number(n.told_to_wait),
    told_to_wait_at: at(n.told_to_wait_at),
    created_at: n.created_at.toString(),
  };
}

export async function listNotifiers(
  world: World,
  hands: NotifierHands,
  org: Id<'org'>,
  by: Actor,
): Promise<readonly NotifierShape[]> {
  if (!mayAs(by, 'reader')) throw new Refused('request.not-allowed');
  return (await world.db.in(org, (tx) => notifierLines(tx, org))).map((n) => shown(hands, n));
}

/** Id of the notifier a text names: an id, or the name or identity of exactly one. */
export async function notifierNamed(world: World, org: Id<'org'>, which: string): Promise<Id<'ntf'>> {
  if (isId('ntf', which)) return which;
  const found = await world.db.in(org, (tx) =>
    tx.rows(sql<{ id: Id<'ntf'> }>`
      select distinct n.id from notifier n left join notifier_identity i on i.organisation_id = n.organisation_id and i.notifier_id = n.id
       where n.organisation_id = ${org} and (n.name = ${which} or i.identity = ${which.toLowerCase()}) limit 2`),
  );
  if (found.length !== 1 || !found[0]) throw new Refused('request.not-found', which);
  return found[0].id;
}

export async function showNotifier(
  world: World,
  hands: NotifierHands,
  org: Id<'org'>,
  by: Actor,
  id: string,
): Promise<NotifierDetail> {
  if (!mayAs(by, 'reader')) throw new Refused('request.not-allowed');
  return world.db.in(org, async (tx) => {
    const [line] = isId('ntf', id) ? await notifierLines(tx, org, id) : [];
    if (!line) throw new Refused('request.not-found');
    const { zone } = await organisationZone(tx, org);
    const months = new Map<string, { month: string; confirmed: number; wrong: number; unclear: number }>();
    for (const m of await verdictMonths(tx, org, id, zone)) {
      const row = months.get(m.month) ?? { month: m.month, confirmed: 0, wrong: 0, unclear: 0 };
      row[m.verdict] = m.n;
      months.set(m.month, row);
    }
    const decided = await verdictLines(tx, org, id);
    const names = await hands.caseNames(
      tx,
      org,
      decided.map((d) => d.case_id),
    );
    const recent = await tx.rows(sql<{
      id: string;
      name: string | null;
      channel: string;
      received_at: Temporal.Instant;
      state: string;
      finding_count: number;
    }>`
      select id, name, channel, received_at, state, finding_count from message where organisation_id = ${org} and notifier_id = ${id} order by received_at desc, id desc limit 20`);
    return {
      ...shown(hands, line),
      months: [...months.values()].slice(-24),
      decided: decided.map((d) => ({
        case_id: d.case_id,
        reference: names.get(d.case_id)?.reference ?? null,
        verdict: d.verdict,
        why: d.why,
        at: d.at.toString(),
      })),
      recent: recent.map((r) => ({
        id: r.id,
        name: r.name,
        channel: r.channel,
        received_at: r.received_at.toString(),
        state: r.state,
        findings: r.finding_count,
      })),
    };
  });
}

interface HandedRow {
  readonly id: string;
  readonly name: string | null;
  readonly sha256: Buffer;
  readonly received_at: Temporal.Instant;
  readonly state: string;
  readonly ended: string | null;
  readonly findings: number;
  readonly manual: boolean;
}

/**
 * What this key, or any key of the same notifier, handed in; a member sees what every notifier did. Nothing else is told.
 */
export async function handedIn(
  world: World,
  hands: NotifierHands,
  org: Id<'org'>,
  by: Actor,
  ask: { readonly id?: string; readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ items: HandedIn[]; next: string | null }> {
  if (!mayHandIn(by)) throw new Refused('request.not-allowed');
  const after = ask.cursor ? readCursor(ask.cursor) : undefined;
  return world.db.in(org, async (tx) => {
    const mine =
      by.kind === 'notifier'
        ? sql`m.notifier_id = (select i.notifier_id from notifier_identity i where i.organisation_id = ${org} and i.kind = 'key' and i.identity = ${by.id})`
        : sql`m.notifier_id is not null`;
    const rows = await tx.rows(sql<HandedRow>`
      select m.id, m.name, m.sha256, m.received_at, m.state, m.ended,
             (m.finding_count + coalesce((select sum(i.finding_count) from message i where i.organisation_id = m.organisation_id and i.within = m.id), 0))::int as findings,
             (m.state = 'manual' or exists (select 1 from message i where i.organisation_id = m.organisation_id and i.within = m.id and i.state = 'manual')) as manual
        from message m
       where m.organisation_id = ${org} and ${mine} and m.within is null
         ${ask.id === undefined ? sql`` : sql`and m.id = ${ask.id}`}
         ${after ? sql`and (m.received_at, m.id) < (${String(after[0])}::timestamptz, ${String(after[1])})` : sql``}
       order by m.received_at desc, m.id desc limit ${ask.limit + 1}`);
    const page = rows.slice(0, ask.limit);
    const cases =
      page.length === 0
        ? new Map()
        : await hands.casesOfMessages(
            tx,
            org,
            page.map((r) => r.id),
          );
    const last = page.at(-1);
    return {
      items: page.map((r) => ({
        id: r.id,
        name: r.name,
        sha256: r.sha256.toString('hex'),
        received_at: r.received_at.toString(),
        progress:
          r.findings > 0 && r.state === 'done'
            ? ('found' as const)
            : progressOf(r.manual ? 'manual' : r.state, r.ended, r.findings),
        findings: r.findings,
        cases: (cases.get(r.id) ?? []).map(
          (c: { reference: string | null; state: string; outcome: string | null }) => ({
            reference: c.reference,
            state: coarseState(c.state, c.outcome),
          }),
        ),
      })),
      next: rows.length > ask.limit && last ? writeCursor([last.received_at.toString(), last.id]) : null,
    };
  });
}
