/** Cases as people and programs see them: the inbox in handling order, one case whole, its findings. */

import { readAnswers } from '#correspondence/work';
import { clockLine } from '#deadlines';
import { deadlinesOf } from '#deadlines/store';
import { sql, type Tx } from '#io/db';
import { readCursor, writeCursor } from '#io/http';
import type { World } from '#io/world';
import { type Actor, type Id, mayAs, Refused, spanFrom, type Words } from '#kernel';
import type { Action, Law, Term } from '#law';
import { loadLaw } from '#law/work';
import { openNote } from './acting.ts';
import { actsOf, arrow, type CaseState } from './case.ts';
import { ladderOf } from './climbing.ts';
import type { CaseRow, CaseShape, FindingShape } from './shapes.ts';
import { actWords } from './words.ts';

export const views = [
  'now',
  'waiting',
  'answered',
  'proposed',
  'unattributed',
  'repeat',
  'mine',
  'all',
  'closed',
] as const;
export type View = (typeof views)[number];
const openViews = views.filter((v) => v !== 'closed');

export interface CaseQuery {
  readonly view: View;
  readonly q?: string | undefined;
  readonly kind?: string | undefined;
  readonly band?: number | undefined;
  readonly holder?: string | undefined;
  readonly state?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly member?: string | undefined;
}

const open = sql`c.state not in ('resolved', 'rejected', 'bundled')`;
const closedNow = sql`c.state in ('resolved', 'rejected')`;

/**
 * What narrows the open cases to a view. Every filter is on the case alone: the page is found before anything is joined to it.
 */
function viewFilter(org: Id<'org'>, view: Exclude<View, 'closed'>, now: string, member: string | undefined) {
  const awake = sql`(c.snoozed_until is null or c.snoozed_until <= ${now}::timestamptz)`;
  switch (view) {
    case 'now':
      return sql`c.state in ('new', 'answered') and ${awake}`;
    case 'waiting':
      return sql`(c.state in ('waiting', 'restricted') or not ${awake})`;
    case 'answered':
      return sql`c.state = 'answered'`;
    case 'proposed':
      return sql`c.id in (select r.case_id from case_rung r where r.organisation_id = ${org} and r.state = 'proposed')`;
    case 'unattributed':
      // Asked once for the whole list, not once per case.
      return sql`c.attribution_id in (select a.id from attribution a where a.organisation_id = ${org} and a.status in ('unattributed', 'ambiguous'))`;
    case 'repeat':
      return sql`c.recurrence > 0`;
    case 'mine':
      return sql`c.assigned_to = ${member ?? ''}`;
    case 'all':
      return sql`true`;
  }
}

/** Closed cases are counted up to here; beyond it the number says no more than "many". */
const mostClosed = 10_000;

interface RowRecord {
  readonly [name: string]: unknown;
  readonly id: Id<'case'>;
  readonly reference: string;
  readonly kind: string;
  readonly action: string | null;
  readonly state: CaseState;
  readonly band: number;
  readonly score: number;
  readonly priority: { readonly because?: Words };
  readonly opened_at: Temporal.Instant;
  readonly first_seen_at: Temporal.Instant | null;
  readonly last_seen_at: Temporal.Instant | null;
  readonly due_at: Temporal.Instant | null;
  readonly closed_at: Temporal.Instant | null;
  readonly claimed_until: Temporal.Instant | null;
  readonly snoozed_until: Temporal.Instant | null;
  readonly answered_at: Temporal.Instant | null;
}

const rowColumns = sql`
  c.id, coalesce(c.reference, '') as reference, c.state, c.band, c.score, c.priority, c.kind, c.action, c.asset, c.severity, c.opened_at, c.first_seen_at, c.last_seen_at, c.finding_count, c.episode_count, c.feeds,
  c.recurrence, c.due_at, c.due_clock, c.claimed_until, c.snoozed_until, c.answered_at, c.version, c.closed_at, c.recurs_of, coalesce(a.status, 'unattributed') as attribution,
  h.id as holder_id, h.reference as holder_reference, h.name as holder_name, d.id as addressee_id, d.reference as addressee_reference, d.name as addressee_name,
  ma.id as assigned_id, ma.name as assigned_name, mc.id as claimed_id, mc.name as claimed_name`;
const rowJoins = sql`
  left join attribution a on a.organisation_id = c.organisation_id and a.id = c.attribution_id
  left join party h on h.organisation_id = c.organisation_id and h.id = c.holder_id
  left join party d on d.organisation_id = c.organisation_id and d.id = c.addressee_id
  left join member ma on ma.organisation_id = c.organisation_id and ma.id = c.assigned_to
  left join member mc on mc.organisation_id = c.organisation_id and mc.id = c.claimed_by`;

const noWords: Words = { nl: '', en: '' };

/** Kinds whose address is never shown in a list, a letter or a preview. */
export const isSensitive = (law: Law, kind: string): boolean => {
  const handling = law.kinds.get(kind)?.handling;
  return handling === 'never_shown' || handling === 'preserve';
};

function party(r: RowRecord, which: 'holder' | 'addressee') {
  const id = r[`${which}_id`] as string | null;
  return id
    ? { id, reference: r[`${which}_reference`] as string, name: (r[`${which}_name`] as string | null) ?? null }
    : null;
}

function member(r: RowRecord, which: 'assigned' | 'claimed') {
  const id = r[`${which}_id`] as string | null;
  return id ? { id, name: r[`${which}_name`] as string } : null;
}

function rowOf(law: Law, r: RowRecord): CaseRow {
  const sensitive = isSensitive(law, r.kind);
  return {
    id: r.id,
    reference: r.reference,
    state: r.state,
    band: r.band,
    score: r.score,
    because: r.priority.because ?? noWords,
    kind: r.kind,
    kind_title: law.kinds.get(r.kind)?.title ?? { nl: r.kind, en: r.kind },
    action: r.action,
    action_title: r.action ? (law.actions.get(r.action)?.title ?? null) : null,
    asset: sensitive ? null : (r['asset'] as string),
    sensitive,
    holder: party(r, 'holder'),
    addressee: party(r, 'addressee'),
    attribution: r['attribution'] as string,
    severity: (r['severity'] as string | null) ?? null,
    opened_at: r.opened_at.toString(),
    first_seen_at: r.first_seen_at?.toString() ?? null,
    last_seen_at: r.last_seen_at?.toString() ?? null,
    finding_count: Number(r['finding_count']),
    episode_count: r['episode_count'] as number,
    feeds: r['feeds'] as string[],
    recurrence: r['recurrence'] as number,
    due_at: r.due_at?.toString() ?? null,
    due_clock: (r['due_clock'] as string | null) ?? null,
    assigned_to: member(r, 'assigned'),
    claimed_by: member(r, 'claimed'),
    claimed_until: r.claimed_until?.toString() ?? null,
    snoozed_until: r.snoozed_until?.toString() ?? null,
    answered_at: r.answered_at?.toString() ?? null,
    related: Number(r['related'] ?? 0),
    version: r['version'] as number,
  };
}

export interface CasePage {
  readonly items: readonly CaseRow[];
  readonly next: string | null;
  readonly total: number;
  readonly counts: Readonly<Record<View, number>>;
}

/**
 * The inbox: band, then the clock that ends first, then score, then id; closed ones newest first. Which cases stand on the page
 * and how many each view has is read from the index `abuse_case_list` alone; only what the page shows is opened.
 */
export async function listCases(world: World, tx: Tx, org: Id<'org'>, query: CaseQuery): Promise<CasePage> {
  const law = await loadLaw();
  const now = world.clock.now().toString();
  const filters = [sql`c.organisation_id = ${org}`];
  if (query.view === 'closed') filters.push(closedNow);
  else filters.push(open, sql`(${viewFilter(org, query.view, now, query.member)})`);
  const narrowing = filters.length;
  if (query.kind) filters.push(sql`c.kind = ${query.kind}`);
  if (query.band !== undefined) filters.push(sql`c.band = ${query.band}`);
  if (query.holder) filters.push(sql`(c.holder_id = ${query.holder} or c.addressee_id = ${query.holder})`);
  if (query.state) filters.push(sql`c.state = ${query.state}`);
  const q = query.q?.trim().toLowerCase().replaceAll('[.]', '.').replace(/^hxxp/, 'http');
  if (q) {
    const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
    const named = sql`select p.id from party p where p.organisation_id = ${org} and (lower(p.name) like ${like} or lower(p.reference) like ${like})`;
    filters.push(
      sql`(c.id in (select t.case_id from case_term t where t.organisation_id = ${org} and t.terms like ${like}) or lower(c.reference) like ${like} or lower(c.asset) like ${like} or c.holder_id in (${named}) or c.addressee_id in (${named}))`,
    );
  }
  const all = sql.join(filters, sql` and `);
  const closed = query.view === 'closed';
  const never = 'infinity';
  const page = [all];
  if (query.cursor) {
    const [band, due, score, id] = readCursor(query.cursor);
    page.push(
      closed
        ? sql`(c.closed_at, c.id) < (${String(due)}::timestamptz, ${String(id)})`
        : sql`c.band >= ${Number(band)}::smallint and (c.band, coalesce(c.due_at, ${never}::timestamptz), -c.score, c.id) > (${Number(band)}::smallint, ${String(due)}::timestamptz, ${-Number(score)}::real, ${String(id)})`,
    );
  }
  // As the index abuse_case_list has it.
  const order = closed ? sql`c.closed_at desc, c.id desc` : sql`c.band, c.due_at, c.score desc, c.id`;
  const rows = await tx.rows(sql<RowRecord>`
    with page as materialized (select c.id from abuse_case c where ${sql.join(page, sql` and `)} order by ${order} limit ${query.limit + 1})
    select ${rowColumns}, 0 as related from page join abuse_case c on c.organisation_id = ${org} and c.id = page.id ${rowJoins} order by ${order}`);
  const [counts] = await tx.rows(sql<Record<View, number>>`
    select ${sql.join(
      openViews.map((v) => sql`count(*) filter (where ${viewFilter(org, v, now, query.member)})::int as ${sql.ref(v)}`),
    )},
      (select count(*)::int from (select 1 from abuse_case c where c.organisation_id = ${org} and ${closedNow} limit ${mostClosed}) x) as closed
      from abuse_case c where c.organisation_id = ${org} and ${open}`);
  // The view's own count is the total, unless something else narrows the list.
  const [narrowed] =
    filters.length > narrowing
      ? await tx.rows(sql<{ n: number }>`select count(*)::int as n from abuse_case c where ${all}`)
      : [];
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return {
    items: items.map((r) => rowOf(law, r)),
    next:
      rows.length > query.limit && last
        ? writeCursor([last.band, (closed ? last.closed_at : last.due_at)?.toString() ?? never, last.score, last.id])
        : null,
    total: narrowed?.n ?? counts?.[query.view] ?? 0,
    counts: counts ?? ({} as Record<View, number>),
  };
}

const unitWords: Readonly<Record<Term['unit'], readonly [Words, Words]>> = {
  minutes: [
    { nl: 'minuut', en: 'minute' },
    { nl: 'minuten', en: 'minutes' },
  ],
  hours: [
    { nl: 'uur', en: 'hour' },
    { nl: 'uur', en: 'hours' },
  ],
  days: [
    { nl: 'dag', en: 'day' },
    { nl: 'dagen', en: 'days' },
  ],
  working_days: [
    { nl: 'werkdag', en: 'working day' },
    { nl: 'werkdagen', en: 'working days' },
  ],
};

/** A term in words: "4 uur", "1 working day". */
export function termWords(t: Term): Words {
  const unit = unitWords[t.unit][t.count === 1 ? 0 : 1];
  return { nl: `${t.count} ${unit.nl}`, en: `${t.count} ${unit.en}` };
}

export function courseShape(a: Action): NonNullable<CaseShape['course']> {
  return {
    id: a.id,
    version: a.version,
    title: a.title,
    what: a.what,
    steps_for_customer: [...a.stepsForCustomer],
    steps_for_host: [...a.stepsForHost],
    fixed_when: a.fixedWhen,
    terms: {
      look: termWords(a.look),
      customer: a.customer ? termWords(a.customer) : null,
      host: a.host ? termWords(a.host) : null,
    },
    mark: a.basis.mark,
  };
}

const whyNot: Readonly<Record<string, Words>> = {
  role: {
    nl: 'Uw rol mag dit niet; vraag een beslisser of beheerder.',
    en: 'Your role may not do this; ask a decider or administrator.',
  },
  customer: {
    nl: 'Dit doet de klant, op de pagina uit de brief.',
    en: 'The customer does this, on the page from the letter.',
  },
  ambiguous: {
    nl: 'Er is meer dan één mogelijke houder: kies eerst wie het was.',
    en: 'There is more than one possible holder: choose first who it was.',
  },
  no_holder: {
    nl: 'Er is geen houder bekend: zoek of kies eerst de houder.',
    en: 'No holder is known: find or choose the holder first.',
  },
  no_contact: { nl: 'De geadresseerde heeft geen abuse-contact.', en: 'The addressee has no abuse contact.' },
};

/** One case with everything a person needs to decide; `request.not-found` for a stranger's. */
export async function showCase(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  id: string,
  actor: Actor,
  letters: (tx: Tx, caseId: Id<'case'>) => Promise<CaseShape['letters']>,
): Promise<CaseShape> {
  const law = await loadLaw();
  const rows = await tx.rows(sql<
    RowRecord & {
      outcome: string | null;
      origin: string;
      band_override: CaseShape['band_override'];
      merged_into: string | null;
      attribution_id: Id<'att'> | null;
      key: string;
      holder_id: string | null;
      addressee_id: string | null;
    }
  >`
    select ${rowColumns}, c.outcome, c.origin, c.band_override, c.merged_into, c.attribution_id, c.key, 0 as related
      from abuse_case c ${rowJoins} where c.organisation_id = ${org} and (c.id = ${id} or c.reference = ${id})`);
  const r = rows[0];
  if (!r) throw new Refused('request.not-found');
  const caseId = r.id;
  const family = await tx.rows(
    sql<{
      id: Id<'case'>;
      reference: string;
    }>`select id, coalesce(reference, '') as reference from abuse_case where organisation_id = ${org} and merged_into = ${caseId}`,
  );
  const refs = await tx.rows(sql<{ id: string; reference: string }>`
    select id, coalesce(reference, '') as reference from abuse_case where organisation_id = ${org} and id = any(${[r.merged_into, r['recurs_of'] as string | null].filter((x): x is string => Boolean(x))}::text[])`);
  const refOf = (which: string | null) => refs.find((x) => x.id === which) ?? null;
  const attribution = r.attribution_id ? await attributionDetail(tx, org, r.attribution_id) : null;
  const deadlines = await deadlinesOf(tx, caseId);
  const clocks = deadlines.map((d) => clockLine(d, law.clocks.get(d.clock), { id: caseId, reference: r.reference }));
  const ids = [caseId, ...family.map((f) => f.id)];
  const episodes = await tx.rows(sql<{
    id: string;
    asset: string;
    kind: string;
    first_seen_at: Temporal.Instant;
    last_seen_at: Temporal.Instant;
    finding_count: number;
    closed_at: Temporal.Instant | null;
    close_rule: string | null;
    from_case_id: string | null;
  }>`
    select id, asset, kind, first_seen_at, last_seen_at, finding_count, closed_at, close_rule, from_case_id from episode
     where organisation_id = ${org} and case_id = any(${ids}::text[]) order by last_seen_at desc limit 500`);
  const sensitive = isSensitive(law, r.kind);
  const course = r.action ? law.actions.get(r.action) : undefined;
  const row = rowOf(law, r);
  const priority = r.priority as unknown as CaseShape['priority'];
  const related = await relatedCases(tx, org, caseId, r.holder_id, r.kind);
  const contact = r.addressee_id
    ? await tx.rows(
        sql`select 1 from contact where organisation_id = ${org} and party_id = ${r.addressee_id} and purpose = 'abuse' and channel = 'mail' and ended_at is null`,
      )
    : [];
  return {
    ...row,
    related: related.length,
    origin: r.origin as CaseShape['origin'],
    outcome: r.outcome as CaseShape['outcome'],
    closed_at: r.closed_at?.toString() ?? null,
    merged_into: refOf(r.merged_into),
    merged: [...family],
    recurs_of: refOf(r['recurs_of'] as string | null),
    priority: {
      band: r.band,
      score: r.score,
      terms: priority.terms ?? [],
      confidence: priority.confidence ?? 1,
      urgency: priority.urgency ?? 0,
      impact: priority.impact ?? 0,
      rules: priority.rules ?? [],
      because: priority.because ?? noWords,
      ...(priority.doubt ? { doubt: priority.doubt } : {}),
    },
    band_override: r.band_override ?? null,
    course: course ? courseShape(course) : null,
    attribution_detail: attribution,
    clocks,
    timeline: await timeline(world, tx, org, caseId, law, clocks),
    letters: await letters(tx, caseId),
    ladder: await ladderOf(tx, org, {
      id: caseId,
      state: row.state as CaseState,
      action: row.action,
      attribution_id: r.attribution_id,
      answered_at: r.answered_at,
    }),
    hand_over: await handedOver(tx, org, caseId),
    answers: await answersOf(world, tx, ids),
    probes: await probesOf(tx, org, ids),
    episodes: episodes.map((e) => ({
      id: e.id,
      asset: sensitive ? null : e.asset,
      kind: e.kind,
      first_seen_at: e.first_seen_at.toString(),
      last_seen_at: e.last_seen_at.toString(),
      finding_count: Number(e.finding_count),
      closed_at: e.closed_at?.toString() ?? null,
      close_rule: e.close_rule,
      from_case: e.from_case_id,
    })),
    related_cases: related,
    acts: actsOf(row.state as CaseState)
      .filter((act) => arrow(row.state as CaseState, act)?.by !== 'engine')
      .map((act) => {
        const to = arrow(row.state as CaseState, act);
        const by = to?.by;
        let no: Words | null = null;
        if (by === 'customer') no = whyNot['customer'] ?? null;
        else if (by && by !== 'engine' && !mayAs(actor, by)) no = whyNot['role'] ?? null;
        else if (act === 'notify' && row.attribution === 'ambiguous') no = whyNot['ambiguous'] ?? null;
        else if (act === 'notify' && !row.addressee) no = whyNot['no_holder'] ?? null;
        else if (act === 'notify' && contact.length === 0) no = whyNot['no_contact'] ?? null;
        return { act, to: to?.to ?? row.state, allowed: no === null, why_not: no };
      }),
  };
}

async function handedOver(tx: Tx, org: Id<'org'>, id: Id<'case'>): Promise<CaseShape['hand_over']> {
  const [row] = await tx.rows(sql<{ at: Temporal.Instant; address: string; system: string; token: string | null }>`
    select at, address, system, token from hand_over where organisation_id = ${org} and case_id = ${id} and ended_at is null`);
  return row ? { ...row, at: row.at.toString() } : null;
}

async function relatedCases(
  tx: Tx,
  org: Id<'org'>,
  id: Id<'case'>,
  holder: string | null,
  kind: string,
): Promise<CaseShape['related_cases']> {
  const rows = await tx.rows(sql<{
    id: string;
    reference: string;
    state: string;
    band: number;
    why: 'holder' | 'asset';
  }>`
    select c.id, coalesce(c.reference, '') as reference, c.state, c.band, case when c.holder_id = ${holder} then 'holder' else 'asset' end as why
      from abuse_case c
     where c.organisation_id = ${org} and c.id <> ${id} and c.state <> 'bundled'
       and (c.holder_id = ${holder}
            or c.id in (select distinct e2.case_id from episode e1 join episode e2 on e2.organisation_id = e1.organisation_id and e2.asset = e1.asset and e2.case_id <> e1.case_id
                         where e1.organisation_id = ${org} and e1.case_id = ${id} limit 20))
     order by (c.state in ('resolved', 'rejected')), c.band, c.opened_at desc limit 20`);
  const words: Record<'holder' | 'asset', Words> = {
    holder: { nl: 'zelfde houder', en: 'same holder' },
    asset: { nl: 'zelfde adres of site', en: 'same address or site' },
  };
  return rows
    .map((r) => ({ id: r.id, reference: r.reference, state: r.state, band: r.band, why: words[r.why] }))
    .filter(() => kind !== '');
}

async function attributionDetail(tx: Tx, org: Id<'org'>, id: Id<'att'>): Promise<CaseShape['attribution_detail']> {
  const rows = await tx.rows(sql<{
    id: string;
    status: string;
    reason: string | null;
    method: string | null;
    confidence: string | null;
    chain: { party: string | null; contract: string | null }[];
    alternatives: { holder: string | null; contract: string | null }[];
    made_at: Temporal.Instant;
    holding: string | null;
    what: string | null;
    valid: string | null;
  }>`
    select a.id, a.status, a.reason, a.method, a.confidence, a.chain, a.alternatives, a.made_at, h.id as holding, coalesce(h.prefix::text, h.name) as what, h.valid::text as valid
      from attribution a left join holding h on h.organisation_id = a.organisation_id and h.id = a.holding_id
     where a.organisation_id = ${org} and a.id = ${id}`);
  const a = rows[0];
  if (!a) return null;
  const alternatives = a.alternatives.map((x) => ({ party: x.holder, contract: x.contract }));
  const links = [...a.chain, ...alternatives];
  const parties = await tx.rows(
    sql<{
      id: string;
      reference: string;
      name: string | null;
    }>`select id, reference, name from party where organisation_id = ${org} and id = any(${links.map((l) => l.party).filter((x) => x !== null)}::text[])`,
  );
  const contracts = await tx.rows(
    sql<{
      id: string;
      reference: string;
      service_kind: string;
    }>`select id, reference, service_kind from contract where organisation_id = ${org} and id = any(${links.map((l) => l.contract).filter((x) => x !== null)}::text[])`,
  );
  const link = (l: { party: string | null; contract: string | null }) => ({
    party: parties.find((p) => p.id === l.party) ?? null,
    contract: contracts.find((c) => c.id === l.contract) ?? null,
  });
  const span = a.valid ? spanFrom(a.valid) : null;
  return {
    id: a.id,
    status: a.status,
    reason: a.reason,
    method: a.method,
    confidence: a.confidence,
    chain: a.chain.map(link),
    alternatives: alternatives.map(link),
    holding: a.holding
      ? {
          id: a.holding,
          what: a.what ?? '',
          from: span?.from?.toString() ?? null,
          until: span?.until?.toString() ?? null,
        }
      : null,
    made_at: a.made_at.toString(),
  };
}

async function timeline(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  id: Id<'case'>,
  law: Law,
  clocks: CaseShape['clocks'],
): Promise<CaseShape['timeline']> {
  const rows = await tx.rows(sql<{
    id: string;
    at: Temporal.Instant;
    act: string;
    by_kind: string;
    by: string | null;
    by_name: string | null;
    from_state: string | null;
    to_state: string | null;
    detail: Record<string, unknown>;
    key_id: string | null;
    sealed: Buffer | null;
    undone: boolean;
  }>`
    select t.id, t.at, t.act, t.by_kind, t.by, m.name as by_name, t.from_state, t.to_state, t.detail, t.key_id, t.sealed,
           exists (select 1 from case_act r where r.organisation_id = t.organisation_id and r.reverses = t.id) as undone
      from case_act t left join member m on m.organisation_id = t.organisation_id and m.id = t.by
     where t.organisation_id = ${org} and t.case_id = ${id} order by t.at desc, t.id desc limit 300`);
  const lines: CaseShape['timeline'] = [];
  for (const c of clocks)
    if (c.state === 'running')
      lines.push({
        id: c.id,
        at: c.due_at,
        act: 'deadline',
        by: { kind: 'engine', id: null, name: null },
        from_state: null,
        to_state: null,
        text: c.title,
        note: null,
        future: true,
        reversible: false,
      });
  for (const r of rows)
    lines.push({
      id: r.id,
      at: r.at.toString(),
      act: r.act,
      by: { kind: r.by_kind, id: r.by, name: r.by_name },
      from_state: r.from_state,
      to_state: r.to_state,
      text: actWords(law, r.act, r.detail),
      note: await openNote(world, tx, id, r.key_id, r.sealed),
      future: false,
      reversible: !r.undone && ['bundle', 'resolve', 'reject'].includes(r.act),
    });
  return lines;
}

async function answersOf(world: World, tx: Tx, ids: readonly string[]): Promise<CaseShape['answers']> {
  const lines: CaseShape['answers'] = [];
  for (const id of ids)
    for (const { answer: a, text } of await readAnswers(world, tx, { case: id }))
      lines.push({
        id: a.id,
        kind: a.kind,
        text,
        until: a.until?.toString() ?? null,
        channel: a.channel,
        received_at: a.receivedAt.toString(),
        letter_id: a.letter,
      });
  return lines.sort((x, y) => (x.received_at < y.received_at ? 1 : -1));
}

async function probesOf(tx: Tx, org: Id<'org'>, ids: readonly string[]): Promise<CaseShape['probes']> {
  const rows = await tx.rows(sql<{
    id: string;
    at: Temporal.Instant;
    how: string;
    target: string;
    outcome: string;
    detail: { note?: string };
  }>`
    select id, at, how, target, outcome, detail from probe where organisation_id = ${org} and case_id = any(${[...ids]}::text[]) order by at desc limit 100`);
  return rows.map((r) => ({
    id: r.id,
    at: r.at.toString(),
    how: r.how,
    target: r.target,
    outcome: r.outcome,
    note: r.detail.note ?? '',
  }));
}

/** What the cases among these ids are called, by id; others are left out. */
export async function namesOfCases(
  tx: Tx,
  org: Id<'org'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly id: string; readonly reference: string | null }>> {
  const rows = await tx.rows(
    sql<{
      id: string;
      reference: string | null;
    }>`select id, reference from abuse_case where organisation_id = ${org} and id = any(${[...new Set(ids)]}::text[])`,
  );
  return new Map(rows.map((r) => [r.id, r]));
}

/**
 * The findings of a case and of those bundled into it, newest first. Day by day, so that a page reads no more days than it shows:
 * which days there are stands in the roll-up.
 */
export async function findingsOf(
  tx: Tx,
  org: Id<'org'>,
  id: string,
  limit: number,
  cursor: string | undefined,
): Promise<{ items: FindingShape[]; next: string | null }> {
  const law = await loadLaw();
  const found = await tx.rows(sql<{ id: string }>`
    with this as (select id from abuse_case where organisation_id = ${org} and (id = ${id} or reference = ${id}))
    select id from this union all select m.id from abuse_case m where m.organisation_id = ${org} and m.merged_into in (select id from this)`);
  if (found.length === 0) throw new Refused('request.not-found');
  const after = cursor ? readCursor(cursor) : undefined;
  const rows = await tx.rows(sql<
    Record<string, unknown> & {
      day: string;
      id: string;
      seen_at: Temporal.Instant | null;
      received_at: Temporal.Instant;
      kind: string;
    }
  >`
    select f.*, m.auth as sender, n.id as notifier_id, n.name as notifier_name from (
      select f.* from (select distinct day from finding_count where organisation_id = ${org} ${after ? sql`and day <= ${String(after[0])}::date` : sql``}) d
        cross join lateral (
          select * from finding f where f.organisation_id = ${org} and f.day = d.day and f.case_id = any(${found.map((c) => c.id)}::text[])
             ${after ? sql`and (f.day, f.id) < (${String(after[0])}::date, ${String(after[1])})` : sql``} order by f.id desc limit ${limit + 1}) f
       order by d.day desc, f.id desc limit ${limit + 1}) f
      left join message m on m.organisation_id = f.organisation_id and m.id = f.message_id
      left join notifier n on n.organisation_id = m.organisation_id and n.id = m.notifier_id
     order by f.day desc, f.id desc`);
  const items = rows.slice(0, limit).map((f): FindingShape => {
    const hidden = isSensitive(law, f.kind);
    const text = (name: string) => (f[name] === null || f[name] === undefined ? null : String(f[name]));
    return {
      id: f.id,
      day: f.day,
      message_id: text('message_id') ?? '',
      format: text('format') ?? '',
      feed: text('feed'),
      kind: f.kind,
      seen_at: f.seen_at?.toString() ?? null,
      time_precision: text('time_precision'),
      received_at: f.received_at.toString(),
      ip: text('ip')?.replace(/\/(32|128)$/, '') ?? null,
      port: (f['port'] as number | null) ?? null,
      prefix: text('prefix'),
      host: hidden ? null : text('host'),
      url: hidden ? null : text('url'),
      role: text('role') ?? 'unknown',
      severity: text('severity'),
      as_sent: text('as_sent'),
      reference: text('reference'),
      reporter: text('reporter'),
      malware: text('malware'),
      cve: (f['cve'] as string[] | null) ?? [],
      extra: hidden ? {} : ((f['extra'] as Record<string, unknown> | null) ?? {}),
      problems: (f['problems'] as FindingShape['problems'] | null) ?? [],
      evidence: (f['evidence'] as string[] | null) ?? [],
      sender: (f['sender'] as FindingShape['sender'] | null) ?? null,
      notifier: f['notifier_id'] ? { id: String(f['notifier_id']), name: String(f['notifier_name']) } : null,
    };
  });
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? writeCursor([last.day, last.id]) : null };
}
