/** The measured effect of courses of action, from what the tables remember. */
import { sql, type Tx } from '#io/db';
import type { Id } from '#kernel';
import type { RungId } from '#law';
import { loadLaw } from '#law/work';
import type { Outcome } from './case.ts';
import { type Effect, effects, type Measured } from './effect.ts';
import type { EffectRow } from './shapes.ts';

const ms = (at: Temporal.Instant | null): number | null => at?.epochMilliseconds ?? null;

/** Cases whose first letter left in this span, as their effect is measured. Those taken back and those bundled are left out. */
async function measuredIn(
  tx: Tx,
  org: Id<'org'>,
  from: Temporal.Instant,
  until: Temporal.Instant,
): Promise<readonly Measured[]> {
  const rows = await tx.rows(sql<{
    course: string;
    version: number;
    letters: { rung: RungId; at: string; read: boolean; answered: boolean }[];
    outcome: Outcome | null;
    closed_at: Temporal.Instant | null;
    last_seen_at: Temporal.Instant | null;
    said_fixed_at: Temporal.Instant | null;
    restricted_at: Temporal.Instant | null;
    term_hours: number | null;
    recurred_at: Temporal.Instant | null;
  }>`
    with sent as (
      select l.case_id, min(l.sent_at) filter (where l.rung = 'letter') as first_at,
             (array_agg(l.action order by l.sent_at) filter (where l.rung = 'letter'))[1] as course,
             (array_agg(l.action_version order by l.sent_at) filter (where l.rung = 'letter'))[1] as version,
             jsonb_agg(jsonb_build_object('rung', l.rung, 'at', l.sent_at, 'read', l.read_at is not null, 'answered', l.answered_at is not null) order by l.sent_at) as letters
        from letter l
       where l.organisation_id = ${org} and l.case_id is not null and l.rung is not null and l.sent_at is not null
         and l.state not in ('bounced', 'failed', 'undone', 'stopped')
       group by l.case_id)
    select s.course, s.version, s.letters, c.outcome, c.closed_at, c.last_seen_at,
           (select min(a.received_at) from answer a where a.organisation_id = c.organisation_id and a.case_id = c.id and a.kind = 'fixed' and a.received_at >= s.first_at) as said_fixed_at,
           (select min(t.at) from case_act t where t.organisation_id = c.organisation_id and t.case_id = c.id and t.act = 'restrict' and t.at >= s.first_at) as restricted_at,
           (select extract(epoch from (d.due_at - d.starts_at))::float8 / 3600 from deadline d where d.organisation_id = c.organisation_id and d.subject = c.id and d.clock = 'clk-case-customer' order by d.starts_at limit 1) as term_hours,
           (select min(n.opened_at) from abuse_case n where n.organisation_id = c.organisation_id and n.recurs_of = c.id) as recurred_at
      from sent s join abuse_case c on c.organisation_id = ${org} and c.id = s.case_id
     where s.first_at >= ${from.toString()}::timestamptz and s.first_at < ${until.toString()}::timestamptz
       and s.course is not null and c.state not in ('bundled', 'rejected')`);
  return rows.map((r) => ({
    course: r.course,
    version: r.version,
    letters: r.letters.map((l) => ({ ...l, at: new Date(l.at).getTime() })),
    outcome: r.outcome,
    closedAt: ms(r.closed_at),
    lastSeenAt: ms(r.last_seen_at),
    saidFixedAt: ms(r.said_fixed_at),
    restrictedAt: ms(r.restricted_at),
    termHours: r.term_hours === null ? null : Number(r.term_hours),
    recurredAt: ms(r.recurred_at),
  }));
}

/** The effect of what was sent in a span, by course of action or by rung; open cases are censored at `now`. */
export async function measureEffect(
  tx: Tx,
  org: Id<'org'>,
  span: { readonly from: Temporal.Instant; readonly until: Temporal.Instant },
  by: 'course' | 'rung',
  now: Temporal.Instant,
): Promise<readonly EffectRow[]> {
  const law = await loadLaw();
  const rungTitles = new Map([...law.ladders.values()].flatMap((l) => l.rungs.map((r) => [r.id, r.title] as const)));
  return effects(await measuredIn(tx, org, span.from, span.until), by, now.epochMilliseconds).map((e) => ({
    ...shapeOf(e),
    course_title: law.actions.get(e.course)?.title ?? { nl: e.course, en: e.course },
    rung_title: e.rung ? (rungTitles.get(e.rung) ?? null) : null,
  }));
}

function shapeOf(e: Effect): Omit<EffectRow, 'course_title' | 'rung_title'> {
  return {
    course: e.course,
    version: e.version,
    rung: e.rung,
    n: e.n,
    fixed: e.fixed,
    median: e.median && {
      hours: e.median.hours,
      low: e.median.low,
      high: e.median.high,
      n: e.median.n,
      watched_hours: e.median.watchedHours,
    },
    within: e.within.map((w) => ({ ...w })),
    in_term: e.inTerm,
    recurred: e.recurred.map((r) => ({ ...r })),
    read: e.read,
    answered: e.answered,
    curve: e.curve.map((s) => ({
      hours: s.hours,
      at_risk: s.atRisk,
      share: 1 - s.survival,
      low: 1 - s.high,
      high: 1 - s.low,
    })),
  };
}
