/** Findings in: attributed, placed in cases and episodes, judged, written, all in the transaction that ends their message. */
import { hash } from 'node:crypto';
import type { Answer, TableView } from '#attribution';
import { openLedger, saveAnswers } from '#attribution/store';
import { startDeadlines } from '#deadlines/work';
import type { Finding } from '#formats';
import { findingDay, findingId, type IntakeCounts } from '#intake';
import { countFindings, insertFindings, knownFindings, makeDays, type PlacedFinding } from '#intake/store';
import type { Batch } from '#intake/work';
import { breathe } from '#io/clock';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import type { Payload } from '#journal';
import { note } from '#journal/work';
import { type Actor, canonical, type Id, must } from '#kernel';
import { termsOf as actionTerms, type Kind, type Law } from '#law';
import { loadLaw } from '#law/work';
import { courseFor } from '#priority';
import { type CaseFacts, factsOf, joinFacts } from './facts.ts';
import { judgeCase } from './judge.ts';
import { assetOf, assetSummary, caseKey, makesCase, termsOf } from './place.ts';

const sha = (text: string) => hash('sha256', text, 'buffer');

/** A finding whose row is not there yet, with all that was decided about it. */
interface Fresh {
  readonly id: string;
  readonly day: string;
  readonly finding: Finding;
  readonly kind: Kind;
  readonly answer: Answer;
  readonly asset: string;
  readonly key: string | null;
  readonly action: string | null;
}

interface OpenCase {
  id: Id<'case'>;
  readonly key: string;
  facts: CaseFacts | null;
  readonly fresh: boolean;
}

/** A lost race for the same finding: the whole transaction is tried again and meets the other's rows. */
class MetAnother extends Error {
  readonly code = '40001';
}

const recursWithinDays = 90;

/** Findings or cases worked on before others get their turn: a few milliseconds. */
const slice = 100;

/**
 * Takes the findings of one message (or one batch of a feed). Findings that are here already are counted and change nothing.
 * Case numbers and the journal come last before commit.
 */
export async function takeFindings(world: World, tx: Tx, org: Id<'org'>, batch: Batch): Promise<Partial<IntakeCounts>> {
  const law = await loadLaw();
  const now = world.clock.now();
  const counts = {
    findings: 0,
    duplicates: 0,
    cases_opened: 0,
    cases_updated: 0,
    unattributed: 0,
    ambiguous: 0,
    out_of_scope: 0,
  };

  const unique = new Map<string, { id: string; day: string; finding: Finding }>();
  let n = 0;
  for (const finding of batch.findings) {
    if (++n % slice === 0) await breathe();
    const id = findingId(batch.format, finding, batch.messageSha, sha);
    if (unique.has(id)) counts.duplicates++;
    else unique.set(id, { id, day: findingDay(finding, batch.receivedAt), finding });
  }
  const known = await knownFindings(tx, org, [...unique.values()]);
  counts.duplicates += known.size;
  const ledger = await openLedger(world, org, tx);
  const fresh: Fresh[] = [];
  for (const each of unique.values()) {
    if (known.has(each.id)) continue;
    if (++n % slice === 0) await breathe();
    fresh.push(decide(law, ledger, now, each));
  }
  if (fresh.length === 0) return counts;

  for (const f of fresh) {
    if (f.answer.status === 'unattributed') counts.unattributed++;
    else if (f.answer.status === 'ambiguous') counts.ambiguous++;
    else if (f.answer.status === 'out_of_scope') counts.out_of_scope++;
  }
  const answerIds = await saveAnswers(
    world,
    tx,
    org,
    fresh.map((f) => f.answer),
  );
  const placed = await placeInCases(world, tx, org, law, batch, fresh, answerIds);
  counts.cases_opened = placed.opened;
  counts.cases_updated = placed.updated;

  await makeDays(
    tx,
    fresh.map((f) => f.day),
    now.toString().slice(0, 10),
  );
  const rows: PlacedFinding[] = fresh.map((f, i) => ({
    id: f.id,
    day: f.day,
    finding: f.finding,
    messageId: batch.messageId,
    format: batch.format,
    feed: batch.feed,
    receivedAt: batch.receivedAt,
    attributionId: must(answerIds[i], 'an answer for each finding'),
    caseId: placed.places[i]?.caseId ?? null,
    episodeId: placed.places[i]?.episodeId ?? null,
  }));
  const written = await insertFindings(tx, org, rows);
  if (written !== rows.length) throw new MetAnother('another reader wrote the same finding meanwhile');
  await countFindings(tx, org, rows);
  counts.findings = written;
  return counts;
}

function decide(
  law: Law,
  ledger: TableView,
  now: Temporal.Instant,
  each: { id: string; day: string; finding: Finding },
): Fresh {
  const kind =
    law.kinds.get(each.finding.kind) ?? must(law.kinds.get('report.unclassified'), 'the kind report.unclassified');
  const f = each.finding;
  const answer = ledger.attribute({
    ...f,
    ...(f.timePrecision ? { precision: f.timePrecision } : {}),
    ...(f.timePrecision === 'range' && f.firstSeenAt && f.lastSeenAt
      ? { range: { from: f.firstSeenAt, until: f.lastSeenAt } }
      : {}),
  });
  const asset = assetOf(kind, f);
  // What is not in our network makes no work here; it stays findable, with its answer.
  const works = makesCase(kind, f) && answer.status !== 'out_of_scope';
  const action = works
    ? courseFor(kind, {
        ...(f.severity ? { severity: f.severity } : {}),
        ...(f.port ? { port: f.port } : {}),
        ...(f.seenAt ? { hoursAgo: f.seenAt.until(now).total('hours') } : {}),
        ransomware: /ransom/i.test(f.malware ?? ''),
      })
    : null;
  return { ...each, kind, answer, asset, action, key: action ? caseKey(answer.holder, asset, action) : null };
}

interface Place {
  readonly caseId: Id<'case'>;
  readonly episodeId: Id<'eps'>;
}

async function placeInCases(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  law: Law,
  batch: Batch,
  fresh: readonly Fresh[],
  answerIds: readonly Id<'att'>[],
): Promise<{ places: (Place | null)[]; opened: number; updated: number }> {
  const byKey = new Map<string, number[]>();
  fresh.forEach((f, i) => {
    if (!f.key) return;
    const list = byKey.get(f.key);
    if (list) list.push(i);
    else byKey.set(f.key, [i]);
  });
  const places: (Place | null)[] = fresh.map(() => null);
  if (byKey.size === 0) return { places, opened: 0, updated: 0 };

  const cases = await findCases(tx, org, [...byKey.keys()]);
  const missing = [...byKey].filter(([key]) => !cases.has(key)).sort(([a], [b]) => (a < b ? -1 : 1));
  const opened = await openCases(world, tx, org, law, batch, fresh, answerIds, missing, cases);

  // Episodes that were split off keep their new sightings with them.
  const split = await splitEpisodes(tx, org, [...new Set([...cases.values()].map((c) => c.id))]);
  const episodes = new Map<
    string,
    {
      caseId: Id<'case'>;
      asset: string;
      kind: string;
      first: Temporal.Instant;
      last: Temporal.Instant;
      n: number;
      members: number[];
    }
  >();
  for (const [key, members] of byKey) {
    const mine = must(cases.get(key), 'a case for each key');
    for (const i of members) {
      const f = must(fresh[i], 'a finding');
      const caseId = split.get(`${mine.id}|${f.asset}|${f.kind.id}`) ?? mine.id;
      const at = f.finding.seenAt ?? batch.receivedAt;
      const from = f.finding.firstSeenAt ?? at;
      const until = f.finding.lastSeenAt ?? at;
      const name = `${caseId}|${f.asset}|${f.kind.id}`;
      const e = episodes.get(name);
      if (!e)
        episodes.set(name, { caseId, asset: f.asset, kind: f.kind.id, first: from, last: until, n: 1, members: [i] });
      else {
        if (Temporal.Instant.compare(from, e.first) < 0) e.first = from;
        if (Temporal.Instant.compare(until, e.last) > 0) e.last = until;
        e.n++;
        e.members.push(i);
      }
    }
  }
  const list = [...episodes.values()].sort((a, b) =>
    a.caseId + a.asset + a.kind < b.caseId + b.asset + b.kind ? -1 : 1,
  );
  const ids = await upsertEpisodes(world, tx, org, list);
  list.forEach((e, n) => {
    const episodeId = must(ids[n], 'an episode');
    for (const i of e.members) places[i] = { caseId: e.caseId, episodeId };
  });

  // Cases in one order, so that two batches never wait for each other in a ring.
  const byCase = new Map<Id<'case'>, number[]>();
  places.forEach((p, i) => {
    if (!p) return;
    const l = byCase.get(p.caseId);
    if (l) l.push(i);
    else byCase.set(p.caseId, [i]);
  });
  const changed = [...byCase].sort(([a], [b]) => (a < b ? -1 : 1));
  await growCases(world, tx, org, law, batch, fresh, changed);
  // Clocks start with a case: only new ones have a first due moment to write down.
  if (opened.size > 0) await dueAgain(tx, org, [...opened]);
  return { places, opened: opened.size, updated: changed.filter(([id]) => !opened.has(id)).length };
}

/** Open cases by key; a case that was bundled answers with the open case it went into. */
async function findCases(tx: Tx, org: Id<'org'>, keys: readonly string[]): Promise<Map<string, OpenCase>> {
  const rows = await tx.rows(sql<{ key: string; id: Id<'case'> }>`
    select c.key, coalesce(t.id, c.id) as id from abuse_case c
      left join abuse_case t on t.organisation_id = c.organisation_id and t.id = c.merged_into and t.state not in ('resolved', 'rejected', 'bundled')
     where c.organisation_id = ${org} and c.key = any(${keys}::text[])
       and (c.state not in ('resolved', 'rejected', 'bundled') or (c.state = 'bundled' and t.id is not null))
     order by (c.state = 'bundled') desc, c.opened_at`);
  return new Map(rows.map((r) => [r.key, { id: r.id, key: r.key, facts: null, fresh: false }]));
}

async function openCases(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  law: Law,
  batch: Batch,
  fresh: readonly Fresh[],
  answerIds: readonly Id<'att'>[],
  missing: readonly (readonly [string, readonly number[]])[],
  cases: Map<string, OpenCase>,
): Promise<Set<Id<'case'>>> {
  const made = new Set<Id<'case'>>();
  if (missing.length === 0) return made;
  const now = world.clock.now();
  const before = await tx.rows(sql<{ key: string; id: Id<'case'>; recurrence: number; reference: string | null }>`
    select distinct on (key) key, id, recurrence, reference from abuse_case
     where organisation_id = ${org} and key = any(${missing.map(([k]) => k)}::text[]) and state = 'resolved'
       and closed_at > ${now.subtract({ hours: 24 * recursWithinDays }).toString()}::timestamptz
     order by key, closed_at desc`);
  const earlier = new Map(before.map((b) => [b.key, b]));
  const rows = missing.map(([key, members]) => {
    const i = members[0] ?? 0;
    const f = must(fresh[i], 'a finding');
    const past = earlier.get(key);
    return {
      id: newId(world, 'case'),
      key,
      action: f.action,
      kind: f.kind.id,
      holder_id: f.answer.holder,
      addressee_id: f.answer.addressee,
      contract_id: f.answer.contract,
      attribution_id: answerIds[i] ?? null,
      asset: f.asset.slice(0, 400),
      recurrence: past ? past.recurrence + 1 : 0,
      recurs_of: past?.id ?? null,
      severity: f.finding.severity ?? f.kind.severity,
    };
  });
  const inserted = await tx.rows(sql<{ id: Id<'case'>; key: string }>`
    insert into abuse_case (organisation_id, id, key, action, kind, holder_id, addressee_id, contract_id, attribution_id, asset, state, band, score, priority, severity, opened_at, recurrence, recurs_of, changed_at)
    select ${org}, r.id, r.key, r.action, r.kind, r.holder_id, r.addressee_id, r.contract_id, r.attribution_id, r.asset, 'new', 5, 0, '{}', r.severity, ${now.toString()}::timestamptz, r.recurrence, r.recurs_of, ${now.toString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, key text, action text, kind text, holder_id text, addressee_id text, contract_id text, attribution_id text, asset text, severity text, recurrence int, recurs_of text)
    on conflict (organisation_id, key) where state not in ('resolved', 'rejected', 'bundled') do nothing
    returning id, key`);
  // Another batch opened the same case in this very moment: begin again and find it.
  if (inserted.length !== rows.length) throw new MetAnother('another batch opened the same case meanwhile');
  const acts = [];
  for (const row of rows) {
    cases.set(row.key, { id: row.id, key: row.key, facts: null, fresh: true });
    made.add(row.id);
    acts.push({
      id: newId(world, 'act'),
      case_id: row.id,
      detail: { from: batch.messageId, recurs_of: row.recurs_of },
    });
  }
  await tx.rows(sql`
    insert into case_act (organisation_id, id, case_id, at, act, by_kind, to_state, detail)
    select ${org}, a.id, a.case_id, ${now.toString()}::timestamptz, 'open', 'engine', 'new', a.detail
      from jsonb_to_recordset(${JSON.stringify(acts)}::jsonb) as a(id text, case_id text, detail jsonb)`);
  numberLast(world, tx, org);
  const starts = rows.flatMap((row) => {
    const course = row.action ? law.actions.get(row.action) : undefined;
    if (!course) return [];
    const terms = actionTerms(course, { critical: row.severity === 'critical' });
    const look = { clock: 'clk-case-look', subject: row.id, startsAt: now, given: terms.look };
    return terms.host ? [look, { clock: 'clk-case-host', subject: row.id, startsAt: now, given: terms.host }] : [look];
  });
  await startDeadlines(world, tx, starts);
  return made;
}

/** Gives numbers to the cases of this organisation that have none, as one of the last acts before commit. */
export function numberLast(world: World, tx: Tx, org: Id<'org'>): void {
  tx.last(1, 'case numbers', async () => {
    const year = world.clock.now().toZonedDateTimeISO('UTC').year % 100;
    const waiting = await tx.rows(
      sql<{
        n: number;
      }>`select count(*)::int as n from abuse_case where organisation_id = ${org} and reference is null`,
    );
    const n = waiting[0]?.n ?? 0;
    if (n === 0) return;
    const taken = await tx.rows(sql<{ last: number }>`
      insert into case_number as c (organisation_id, year, last) values (${org}, ${year}, ${n})
      on conflict (organisation_id, year) do update set last = c.last + excluded.last returning last`);
    const first = (taken[0]?.last ?? n) - n;
    await tx.rows(sql`
      update abuse_case c set reference = 'BZ-' || lpad(${year}::text, 2, '0') || '-' || lpad((${first}::int + o.no)::text, 6, '0')
        from (select id, row_number() over (order by opened_at, id)::int as no from abuse_case where organisation_id = ${org} and reference is null) o
       where c.organisation_id = ${org} and c.id = o.id`);
  });
}

async function splitEpisodes(tx: Tx, org: Id<'org'>, ids: readonly Id<'case'>[]): Promise<Map<string, Id<'case'>>> {
  const rows = await tx.rows(sql<{ case_id: Id<'case'>; from_case_id: Id<'case'>; asset: string; kind: string }>`
    select e.case_id, e.from_case_id, e.asset, e.kind from episode e
      join abuse_case c on c.organisation_id = e.organisation_id and c.id = e.case_id and c.state not in ('resolved', 'rejected', 'bundled')
     where e.organisation_id = ${org} and e.from_case_id = any(${ids}::text[]) and e.case_id <> e.from_case_id and e.closed_at is null`);
  return new Map(rows.map((r) => [`${r.from_case_id}|${r.asset}|${r.kind}`, r.case_id]));
}

async function upsertEpisodes(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  list: readonly {
    caseId: Id<'case'>;
    asset: string;
    kind: string;
    first: Temporal.Instant;
    last: Temporal.Instant;
    n: number;
  }[],
): Promise<Id<'eps'>[]> {
  const rows = list.map((e) => ({
    id: newId(world, 'eps'),
    case_id: e.caseId,
    asset: e.asset.slice(0, 600),
    kind: e.kind,
    first: e.first.toString(),
    last: e.last.toString(),
    n: e.n,
  }));
  const done = await tx.rows(sql<{ id: Id<'eps'>; case_id: Id<'case'>; asset: string; kind: string }>`
    insert into episode as e (organisation_id, id, case_id, asset, kind, first_seen_at, last_seen_at, finding_count)
    select ${org}, r.id, r.case_id, r.asset, r.kind, r.first, r.last, r.n
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, case_id text, asset text, kind text, first timestamptz, last timestamptz, n bigint)
    on conflict (organisation_id, case_id, asset, kind) where closed_at is null do update
      set first_seen_at = least(e.first_seen_at, excluded.first_seen_at), last_seen_at = greatest(e.last_seen_at, excluded.last_seen_at), finding_count = e.finding_count + excluded.finding_count
    returning e.id, e.case_id, e.asset, e.kind`);
  const byName = new Map(done.map((d) => [`${d.case_id}|${d.asset}|${d.kind}`, d.id]));
  return rows.map((r) => must(byName.get(`${r.case_id}|${r.asset}|${r.kind}`), 'the episode just written'));
}

/** Adds the batch to its cases: counts, times, terms, facts; and judges them again. */
async function growCases(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  law: Law,
  batch: Batch,
  fresh: readonly Fresh[],
  changed: readonly (readonly [Id<'case'>, readonly number[]])[],
): Promise<void> {
  const now = world.clock.now();
  const ids = changed.map(([id]) => id);
  const rows = await tx.rows(sql<{
    id: Id<'case'>;
    kind: string;
    action: string | null;
    asset: string;
    terms: string;
    recurrence: number;
    priority: { facts?: CaseFacts };
    band_override: unknown;
    episodes: number;
    customer_late: boolean;
    we_are_late: boolean;
  }>`
    select c.id, c.kind, c.action, c.asset, c.terms, c.recurrence, c.priority, c.band_override,
           exists (select 1 from deadline d where d.organisation_id = c.organisation_id and d.subject = c.id and d.state = 'breached' and d.ended_at is null and d.clock = 'clk-case-customer') as customer_late,
           exists (select 1 from deadline d where d.organisation_id = c.organisation_id and d.subject = c.id and d.state = 'breached' and d.ended_at is null and d.clock <> 'clk-case-customer') as we_are_late,
           (select count(*)::int from episode e where e.organisation_id = c.organisation_id and e.case_id = c.id) as episodes
      from abuse_case c where c.organisation_id = ${org} and c.id = any(${ids}::text[]) order by c.id for update of c`);
  const byId = new Map(rows.map((r) => [r.id, r]));
  const updates = [];
  for (const [at, [id, members]] of changed.entries()) {
    if (at % slice === slice - 1) await breathe();
    const row = must(byId.get(id), 'the case just found');
    const mine = members.map((i) => must(fresh[i], 'a finding'));
    const news = factsOf(
      mine.map((m) => ({ finding: m.finding, format: batch.format, feed: batch.feed, kind: m.kind })),
    );
    const facts = { ...(row.priority.facts ? joinFacts(row.priority.facts, news) : news), assets: row.episodes };
    const judged = judgeCase(
      law,
      {
        kind: row.kind,
        action: row.action,
        facts,
        recurrence: row.recurrence,
        customerLate: row.customer_late,
        weAreLate: row.we_are_late,
        override: row.band_override,
      },
      now,
    );
    let first: string | null = null;
    let last: string | null = null;
    const terms = new Set(row.terms ? row.terms.split('\n') : []);
    for (const m of mine) {
      const from = (m.finding.firstSeenAt ?? m.finding.seenAt ?? batch.receivedAt).toString();
      const until = (m.finding.lastSeenAt ?? m.finding.seenAt ?? batch.receivedAt).toString();
      if (!first || Temporal.Instant.compare(from, first) < 0) first = from;
      if (!last || Temporal.Instant.compare(until, last) > 0) last = until;
      // A case of ten thousand addresses is found by its first few hundred; the rest is found through its findings.
      if (terms.size < 400) for (const t of termsOf(m.finding)) terms.add(t);
    }
    const firstAsset = row.asset.replace(/ \+\d+$/, '');
    updates.push({
      id,
      n: mine.length,
      first,
      last,
      terms: [...terms].join('\n'),
      asset: assetSummary(firstAsset, row.episodes),
      episodes: row.episodes,
      severity: facts.severity,
      band: judged.band,
      score: judged.score,
      priority: { ...judged, facts },
      reporters: facts.reporters,
      feeds: facts.feeds,
    });
  }
  await tx.rows(sql`
    update abuse_case c set finding_count = c.finding_count + r.n, first_seen_at = least(c.first_seen_at, r.first), last_seen_at = greatest(c.last_seen_at, r.last),
           terms = r.terms, asset = r.asset, episode_count = r.episodes, severity = r.severity, band = r.band, score = r.score, priority = r.priority,
           reporters = array(select jsonb_array_elements_text(r.reporters)), feeds = array(select jsonb_array_elements_text(r.feeds)),
           version = c.version + 1, changed_at = ${now.toString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(updates)}::jsonb) as r(id text, n bigint, first timestamptz, last timestamptz, terms text, asset text, episodes int, severity text, band smallint, score real, priority jsonb, reporters jsonb, feeds jsonb)
     where c.organisation_id = ${org} and c.id = r.id`);
  for (const id of ids.slice(0, 50)) await tx.notify({ organisation: org, what: 'case', id });
}

/** Writes the earliest running deadline of each case beside it: the list sorts by it. */
export async function dueAgain(tx: Tx, org: Id<'org'>, ids: readonly Id<'case'>[]): Promise<void> {
  await tx.rows(sql`
    with open as (
      select distinct on (subject) subject, due_at, clock from deadline
       where organisation_id = ${org} and subject = any(${[...ids]}::text[]) and state in ('running', 'breached') and ended_at is null
       order by subject, due_at)
    update abuse_case c set due_at = o.due_at, due_clock = o.clock
      from unnest(${[...ids]}::text[]) as i(id) left join open o on o.subject = i.id
     where c.organisation_id = ${org} and c.id = i.id and (c.due_at, c.due_clock) is distinct from (o.due_at, o.clock)`);
}

/** Notes in the journal what a person or the engine did on a case, and in the case's own timeline. */
export async function noteAct(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  act: {
    readonly caseId: Id<'case'>;
    readonly act: string;
    readonly by: Actor;
    readonly from?: string | null;
    readonly to?: string | null;
    readonly detail?: Payload;
    readonly party?: Id<'party'> | null;
    readonly sealed?: { keyId: Id<'dky'>; sealed: Buffer } | null;
    readonly id?: Id<'act'>;
    readonly reverses?: Id<'act'>;
  },
): Promise<Id<'act'>> {
  const id = act.id ?? newId(world, 'act');
  const by = act.by;
  await tx.rows(sql`
    insert into case_act (organisation_id, id, case_id, at, act, by_kind, by, from_state, to_state, detail, key_id, sealed, reverses)
    values (${org}, ${id}, ${act.caseId}, ${world.clock.now().toString()}::timestamptz, ${act.act}, ${by.kind}, ${by.kind === 'engine' ? null : by.id}, ${act.from ?? null}, ${act.to ?? null},
            ${canonical(act.detail ?? {})}::jsonb, ${act.sealed?.keyId ?? null}, ${act.sealed?.sealed ?? null}, ${act.reverses ?? null})`);
  note(world, tx, {
    act: `case.${act.act}`,
    by,
    about: [
      {
        subject: act.party ?? null,
        payload: { case: act.caseId, act: id, from: act.from ?? null, to: act.to ?? null, ...act.detail },
      },
    ],
  });
  await tx.notify({ organisation: org, what: 'case', id: act.caseId });
  return id;
}
