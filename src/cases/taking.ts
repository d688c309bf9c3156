/** Findings in: attributed, placed in cases and episodes, judged, written, all in the transaction that ends their message. */
import { hash } from 'node:crypto';
import type { Answer, TableView } from '#attribution';
import { openLedger, saveAnswers } from '#attribution/store';
import { directivesNow } from '#correspondence/work';
import { startDeadlines } from '#deadlines/work';
import { type IntakeCounts, type Row, rowsOf } from '#intake';
import { countFindings, insertStaged, knownFindings, makeDays, stageLines } from '#intake/store';
import type { Batch, RowBatch } from '#intake/work';
import { breathe } from '#io/clock';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import { enqueue } from '#io/jobs';
import type { World } from '#io/world';
import type { Payload } from '#journal';
import { note } from '#journal/work';
import { type Actor, canonical, type Id, type Micros, microsOf, must } from '#kernel';
import { termsOf as actionTerms, type Kind, type Law } from '#law';
import { loadLaw } from '#law/work';
import { courseFor } from '#priority';
import { type CaseFacts, factsOf, joinFacts } from './facts.ts';
import { judgeQuickly } from './judge.ts';
import { assetOf, assetSummary, caseKey, makesCase, termsOf } from './place.ts';
import { recordsFor } from './recording.ts';

const sha = (text: string) => hash('sha256', text, 'buffer');

/** A finding whose row is not there yet, with all that was decided about it. */
interface Fresh {
  readonly row: Row;
  /** Place of the batch it came in. */
  readonly of: number;
  readonly kind: Kind;
  readonly answer: Answer;
  readonly asset: string;
  readonly key: string | null;
  readonly action: string | null;
}

interface OpenCase {
  id: Id<'case'>;
  readonly key: string;
}

/** A lost race for the same finding: the whole transaction is tried again and meets the other's rows. */
class MetAnother extends Error {
  readonly code = '40001';
}

const recursWithinDays = 90;

/** Findings or cases worked on before others get their turn: a few milliseconds. */
const slice = 500;

/** Takes the findings of one message. Findings that are here already are counted and change nothing. */
export async function takeFindings(world: World, tx: Tx, org: Id<'org'>, batch: Batch): Promise<Partial<IntakeCounts>> {
  const [counts] = await takeTogether(world, tx, org, [batch]);
  return must(counts, 'counts of the batch');
}

/** Takes the findings of several messages with the statements of one; answers the counts of each, in order. */
export async function takeTogether(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  batches: readonly Batch[],
): Promise<readonly Partial<IntakeCounts>[]> {
  let first = 0;
  const asRows = batches.map(({ findings, ...rest }): RowBatch => {
    const day = rest.receivedAt.toString().slice(0, 10);
    const rows = rowsOf(rest.format, findings, rest.messageSha, day, sha, first);
    first += findings.length;
    return { ...rest, rows };
  });
  return takeBatches(world, tx, org, asRows);
}

/**
 * Takes findings that are rows already: a stretch of a feed. What is here already is counted and changes nothing.
 * @param turn resolves once the stretch before this one is committed: until then only what locks nothing is done
 */
export async function takeRows(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  batch: RowBatch,
  turn?: Promise<unknown>,
): Promise<Partial<IntakeCounts>> {
  const [counts] = await takeBatches(world, tx, org, [batch], turn);
  return must(counts, 'counts of the batch');
}

/** Takes batches whose rows are numbered through. Case numbers and the journal come last before commit. */
async function takeBatches(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  batches: readonly RowBatch[],
  turn?: Promise<unknown>,
): Promise<readonly Partial<IntakeCounts>[]> {
  const law = await loadLaw();
  const now = world.clock.now();
  const all = batches.map(() => ({
    findings: 0,
    duplicates: 0,
    cases_opened: 0,
    cases_updated: 0,
    unattributed: 0,
    ambiguous: 0,
    out_of_scope: 0,
  }));
  const countsOf = (of: number) => must(all[of], 'counts of the batch');

  const unique = new Map<string, { readonly row: Row; readonly of: number }>();
  for (const [of, batch] of batches.entries())
    for (const row of batch.rows.list) {
      if (unique.has(row.id)) countsOf(of).duplicates++;
      else unique.set(row.id, { row, of });
    }
  const rows = [...unique.values()].map((u) => u.row);
  const lines = batches.length === 1 ? (batches[0]?.rows.lines ?? []) : batches.flatMap((b) => b.rows.lines);
  // Before this transaction has looked at findings at all: a new day waits for all who have, and they must not wait for us.
  await makeDays(
    tx,
    rows.map((r) => r.day),
    now.toString().slice(0, 10),
  );
  if (turn) {
    await stageLines(tx, lines);
    await turn;
  }
  const known = await knownFindings(tx, org, rows);
  const ledger = await openLedger(world, org, tx);
  const fresh: Fresh[] = [];
  const micros = microsOf(now);
  let n = 0;
  for (const { row, of } of unique.values()) {
    if (known.has(row.id)) {
      countsOf(of).duplicates++;
      continue;
    }
    if (++n % slice === 0) await breathe();
    fresh.push(decide(law, ledger, micros, row, of));
  }
  if (fresh.length === 0) return all;

  for (const f of fresh) {
    const counts = countsOf(f.of);
    counts.findings++;
    if (f.answer.status === 'unattributed') counts.unattributed++;
    else if (f.answer.status === 'ambiguous') counts.ambiguous++;
    else if (f.answer.status === 'out_of_scope') counts.out_of_scope++;
  }
  if (!turn) await stageLines(tx, lines);
  const answers = fresh.map((f) => f.answer);
  // An answer is its content and nobody's work: bulk commits new ones at once, so that no urgent report with the same answer
  // waits until this stretch is done.
  const answerIds = await (turn
    ? world.db.in(org, (apart) => saveAnswers(world, apart, org, answers))
    : saveAnswers(world, tx, org, answers));
  const placed = await placeInCases(world, tx, org, law, batches, fresh, answerIds);
  for (const { of, opened } of placed.touched) {
    if (opened) countsOf(of).cases_opened++;
    else countsOf(of).cases_updated++;
  }

  const written = await insertStaged(
    tx,
    org,
    batches,
    fresh.map((f, i) => ({
      n: f.row.n,
      of: f.of,
      attributionId: must(answerIds[i], 'an answer for each finding'),
      caseId: placed.places[i]?.caseId ?? null,
      episodeId: placed.places[i]?.episodeId ?? null,
    })),
  );
  if (written !== fresh.length) throw new MetAnother('another reader wrote the same finding meanwhile');
  await countFindings(
    tx,
    org,
    fresh.map((f) => f.row),
  );
  return all;
}

function decide(law: Law, ledger: TableView, now: Micros, row: Row, of: number): Fresh {
  const kind = law.kinds.get(row.kind) ?? must(law.kinds.get('report.unclassified'), 'the kind report.unclassified');
  const answer = ledger.attributeRow(row);
  const asset = assetOf(kind, row);
  // What is not in our network makes no work here; it stays findable, with its answer.
  const works = makesCase(kind, row) && answer.status !== 'out_of_scope';
  const action = works
    ? courseFor(kind, {
        ...(row.severity ? { severity: row.severity } : {}),
        ...(row.port ? { port: row.port } : {}),
        ...(row.seen === undefined ? {} : { hoursAgo: (now - row.seen) / 3_600_000_000 }),
        ransomware: /ransom/i.test(row.malware ?? ''),
      })
    : null;
  return { row, of, kind, answer, asset, action, key: action ? caseKey(answer.holder, asset, action) : null };
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
  batches: readonly RowBatch[],
  fresh: readonly Fresh[],
  answerIds: readonly Id<'att'>[],
): Promise<{ places: (Place | null)[]; touched: readonly { readonly of: number; readonly opened: boolean }[] }> {
  const byKey = new Map<string, number[]>();
  fresh.forEach((f, i) => {
    if (!f.key) return;
    const list = byKey.get(f.key);
    if (list) list.push(i);
    else byKey.set(f.key, [i]);
  });
  const places: (Place | null)[] = fresh.map(() => null);
  if (byKey.size === 0) return { places, touched: [] };

  const cases = await findCases(tx, org, [...byKey.keys()]);
  const missing = [...byKey].filter(([key]) => !cases.has(key)).sort(([a], [b]) => (a < b ? -1 : 1));
  const opened = await openCases(world, tx, org, law, batches, fresh, answerIds, missing, cases);

  // Episodes that were split off keep their new sightings with them.
  const split = await splitEpisodes(tx, org, [...new Set([...cases.values()].map((c) => c.id))]);
  const episodes = new Map<
    string,
    {
      caseId: Id<'case'>;
      asset: string;
      kind: string;
      first: Micros;
      last: Micros;
      n: number;
      members: number[];
    }
  >();
  const received = batches.map((b) => microsOf(b.receivedAt));
  for (const [key, members] of byKey) {
    const mine = must(cases.get(key), 'a case for each key');
    for (const i of members) {
      const f = must(fresh[i], 'a finding');
      const caseId = split.get(`${mine.id}|${f.asset}|${f.kind.id}`) ?? mine.id;
      const at = f.row.seen ?? must(received[f.of], 'its batch');
      const from = f.row.first ?? at;
      const until = f.row.last ?? at;
      const name = `${caseId}|${f.asset}|${f.kind.id}`;
      const e = episodes.get(name);
      if (!e)
        episodes.set(name, { caseId, asset: f.asset, kind: f.kind.id, first: from, last: until, n: 1, members: [i] });
      else {
        if (from < e.first) e.first = from;
        if (until > e.last) e.last = until;
        e.n++;
        e.members.push(i);
      }
    }
  }
  const list = [...episodes.values()].sort((a, b) =>
    a.caseId + a.asset + a.kind < b.caseId + b.asset + b.kind ? -1 : 1,
  );
  const done = await upsertEpisodes(world, tx, org, list);
  const newEpisodes = new Map<Id<'case'>, number>();
  list.forEach((e, n) => {
    const { id: episodeId, isNew } = must(done[n], 'an episode');
    if (isNew) newEpisodes.set(e.caseId, (newEpisodes.get(e.caseId) ?? 0) + 1);
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
  await growCases(world, tx, org, law, batches, fresh, changed, newEpisodes);
  // Clocks start with a case: only new ones have a first due moment to write down.
  if (opened.size > 0) await dueAgain(tx, org, [...opened]);
  await queueFirstLetters(world, tx, [...opened]);
  // A case is opened by the first message that asks for it; to the others in the batch it was there.
  const touched = changed.flatMap(([id, members]) =>
    [...new Set(members.map((i) => must(fresh[i], 'a finding').of))].map((of, turn) => ({
      of,
      opened: turn === 0 && opened.has(id),
    })),
  );
  return { places, touched };
}

/** Open cases by key; a case that was bundled answers with the open case it went into. */
async function findCases(tx: Tx, org: Id<'org'>, keys: readonly string[]): Promise<Map<string, OpenCase>> {
  const rows = await tx.again(sql<{ key: string; id: Id<'case'> }>`
    select c.key, coalesce(t.id, c.id) as id from abuse_case c
      left join abuse_case t on t.organisation_id = c.organisation_id and t.id = c.merged_into and t.state not in ('resolved', 'rejected', 'bundled')
     where c.organisation_id = ${org} and c.key = any(${keys}::text[])
       and (c.state not in ('resolved', 'rejected', 'bundled') or (c.state = 'bundled' and t.id is not null))
     order by (c.state = 'bundled') desc, c.opened_at`);
  return new Map(rows.map((r) => [r.key, { id: r.id, key: r.key }]));
}

async function openCases(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  law: Law,
  batches: readonly RowBatch[],
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
      from: must(batches[f.of], 'its batch').messageId,
      severity: f.row.severity ?? f.kind.severity,
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
    cases.set(row.key, { id: row.id, key: row.key });
    made.add(row.id);
    acts.push({
      id: newId(world, 'act'),
      case_id: row.id,
      detail: { from: row.from, recurs_of: row.recurs_of },
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
  const rows = await tx.again(sql<{ case_id: Id<'case'>; from_case_id: Id<'case'>; asset: string; kind: string }>`
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
    first: Micros;
    last: Micros;
    n: number;
  }[],
): Promise<{ readonly id: Id<'eps'>; readonly isNew: boolean }[]> {
  const rows = list.map((e) => ({ ...e, id: newId(world, 'eps'), asset: e.asset.slice(0, 600) }));
  const done = await tx.again(sql<{ id: Id<'eps'>; case_id: Id<'case'>; asset: string; kind: string }>`
    insert into episode as e (organisation_id, id, case_id, asset, kind, first_seen_at, last_seen_at, finding_count)
    select ${org}, r.id, r.case_id, r.asset, r.kind, to_timestamp(r.first / 1000000.0::float8), to_timestamp(r.last / 1000000.0::float8), r.n
      from unnest(${rows.map((r) => r.id)}::text[], ${rows.map((r) => r.caseId)}::text[], ${rows.map((r) => r.asset)}::text[], ${rows.map((r) => r.kind)}::text[],
                  ${numbers(rows.map((r) => r.first))}::float8[], ${numbers(rows.map((r) => r.last))}::float8[], ${numbers(rows.map((r) => r.n))}::bigint[]) as r(id, case_id, asset, kind, first, last, n)
    on conflict (organisation_id, case_id, asset, kind) where closed_at is null do update
      set first_seen_at = least(e.first_seen_at, excluded.first_seen_at), last_seen_at = greatest(e.last_seen_at, excluded.last_seen_at), finding_count = e.finding_count + excluded.finding_count
    returning e.id, e.case_id, e.asset, e.kind`);
  const byName = new Map(done.map((d) => [`${d.case_id}|${d.asset}|${d.kind}`, d.id]));
  return rows.map((r) => {
    const id = must(byName.get(`${r.caseId}|${r.asset}|${r.kind}`), 'the episode just written');
    return { id, isNew: id === r.id };
  });
}

/** PostgreSQL's text of an array of numbers. */
const numbers = (values: readonly number[]): string => `{${values.join(',')}}`;

/** Most terms a case is found by; the rest of a case of ten thousand addresses is found through its findings. */
const mostTerms = 400;

/** What is kept of a case's facts, with how many terms it has and which explanation stands beside it. */
export interface StoredFacts extends CaseFacts {
  readonly terms?: number;
  readonly told?: string;
}

/**
 * Adds the batch to its cases: counts, times, facts; and judges them again. Band, explanation and terms are written only where
 * they became different: most cases of a feed then change in no column an index or the explanation hangs on.
 */
async function growCases(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  law: Law,
  batches: readonly RowBatch[],
  fresh: readonly Fresh[],
  changed: readonly (readonly [Id<'case'>, readonly number[]])[],
  newEpisodes: ReadonlyMap<Id<'case'>, number>,
): Promise<void> {
  const now = world.clock.now();
  const at = now.toString();
  const ids = changed.map(([id]) => id);
  const rows = await tx.again(sql<{
    id: Id<'case'>;
    kind: string;
    action: string | null;
    asset: string;
    recurrence: number;
    facts: StoredFacts | null;
    band_override: unknown;
    episode_count: number;
    severity: string | null;
  }>`
    select c.id, c.kind, c.action, c.asset, c.recurrence, c.facts, c.band_override,
           c.episode_count, c.severity
      from abuse_case c where c.organisation_id = ${org} and c.id = any(${ids}::text[]) order by c.id for no key update of c`);
  const late = await tx.again(sql<{ subject: string; customer: boolean; ours: boolean }>`
    select d.subject, bool_or(d.clock = 'clk-case-customer') as customer, bool_or(d.clock <> 'clk-case-customer') as ours from deadline d
     where d.organisation_id = ${org} and d.subject = any(${ids}::text[]) and d.state = 'breached' and d.ended_at is null group by d.subject`);
  const lateOf = new Map(late.map((l) => [l.subject, l]));
  const byId = new Map(rows.map((r) => [r.id, r]));
  const batchOf = (f: Fresh) => must(batches[f.of], 'its batch');
  const messagesOf = (members: readonly number[]) => [
    ...new Set(members.map((i) => batchOf(must(fresh[i], 'a finding')).messageId)),
  ];
  const records = await recordsFor(tx, org, ids, new Map(changed.map(([id, members]) => [id, messagesOf(members)])));
  const termsBy = await termsBefore(world, tx, org, rows);
  const receivedBy = batches.map((b) => microsOf(b.receivedAt));
  const grown = [];
  const rewritten = [];
  const added: { readonly id: Id<'case'>; readonly no: number; readonly terms: readonly string[] }[] = [];
  for (const [turn, [id, members]] of changed.entries()) {
    if (turn % slice === slice - 1) await breathe();
    const row = must(byId.get(id), 'the case just found');
    const mine = members.map((i) => must(fresh[i], 'a finding'));
    const episodes = row.episode_count + (newEpisodes.get(id) ?? 0);
    const news = factsOf(
      mine.map((m) => ({ row: m.row, format: batchOf(m).format, feed: batchOf(m).feed, kind: m.kind })),
    );
    const facts = { ...(row.facts ? joinFacts(row.facts, news) : news), assets: episodes };
    const judged = judgeQuickly(
      law,
      {
        kind: row.kind,
        action: row.action,
        facts,
        recurrence: row.recurrence,
        customerLate: lateOf.get(id)?.customer ?? false,
        weAreLate: lateOf.get(id)?.ours ?? false,
        override: row.band_override,
        records: records.get(id) ?? [],
      },
      now,
      (text) => hash('sha256', text, 'hex'),
    );
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    const terms = termsBy.get(id);
    const before = terms?.size ?? row.facts?.terms ?? 0;
    if (terms) {
      const more: string[] = [];
      for (const m of mine)
        for (const t of termsOf(m.row))
          if (terms.size < mostTerms && !terms.has(t)) {
            terms.add(t);
            more.push(t);
          }
      if (more.length > 0) added.push({ id, no: before, terms: more });
    }
    for (const m of mine) {
      const received = must(receivedBy[m.of], 'its batch');
      first = Math.min(first, m.row.first ?? m.row.seen ?? received);
      last = Math.max(last, m.row.last ?? m.row.seen ?? received);
    }
    const stored: StoredFacts = { ...facts, terms: terms?.size ?? before, told: judged.told };
    const grows = {
      id,
      n: mine.length,
      first,
      last,
      episodes,
      asset: assetSummary(row.asset.replace(/ \+\d+$/, ''), episodes),
      facts: stored,
    };
    const same =
      row.facts?.told === judged.told &&
      row.severity === facts.severity &&
      sameList(row.facts.reporters, facts.reporters) &&
      sameList(row.facts.feeds, facts.feeds);
    if (same) grown.push(grows);
    else
      rewritten.push({
        ...grows,
        severity: facts.severity,
        band: judged.priority.band,
        score: judged.priority.score,
        priority: row.facts?.told === judged.told ? null : judged.text,
        reporters: facts.reporters,
        feeds: facts.feeds,
      });
  }
  const growth = sql`finding_count = c.finding_count + r.n, first_seen_at = least(c.first_seen_at, to_timestamp(r.first / 1000000.0::float8)),
           last_seen_at = greatest(c.last_seen_at, to_timestamp(r.last / 1000000.0::float8)), asset = r.asset, episode_count = r.episodes, facts = r.facts,
           version = c.version + 1, changed_at = ${at}::timestamptz`;
  if (grown.length > 0)
    await tx.again(sql`
    update abuse_case c set ${growth}
      from unnest(${numbers(grown.map((g) => g.n))}::bigint[], ${numbers(grown.map((g) => g.first))}::float8[], ${numbers(grown.map((g) => g.last))}::float8[], ${numbers(grown.map((g) => g.episodes))}::int[],
                  ${grown.map((g) => g.id)}::text[], ${grown.map((g) => g.asset)}::text[], ${grown.map((g) => JSON.stringify(g.facts))}::jsonb[]) as r(n, first, last, episodes, id, asset, facts)
     where c.organisation_id = ${org} and c.id = r.id`);
  if (rewritten.length > 0)
    await tx.again(sql`
    update abuse_case c set ${growth}, severity = r.severity, band = r.band, score = r.score, priority = coalesce(r.priority::jsonb, c.priority),
           reporters = array(select jsonb_array_elements_text(r.reporters)), feeds = array(select jsonb_array_elements_text(r.feeds))
      from jsonb_to_recordset(${JSON.stringify(rewritten)}::jsonb) as r(id text, n bigint, first float8, last float8, asset text, episodes int, facts jsonb, severity text, band smallint, score real, priority text, reporters jsonb, feeds jsonb)
     where c.organisation_id = ${org} and c.id = r.id`);
  if (added.length > 0)
    await tx.rows(sql`
    insert into case_term (organisation_id, case_id, no, terms)
    select ${org}, * from unnest(${added.map((a) => a.id)}::text[], ${numbers(added.map((a) => a.no))}::int[], ${added.map((a) => a.terms.join('\n'))}::text[])`);
  tx.committed(() => rememberTerms(world, termsBy));
  for (const id of ids.slice(0, 50)) await tx.notify({ organisation: org, what: 'case', id });
}

/** Terms of cases a feed keeps adding to, per database: read once, not with every batch. */
const remembered = new WeakMap<World['db'], Map<Id<'case'>, Set<string>>>();
/** Terms that are remembered in all; some twenty megabytes. */
const mostRemembered = 200_000;

/** The terms these cases have; those that have as many as a case may have are left out. */
async function termsBefore(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  rows: readonly { readonly id: Id<'case'>; readonly facts: StoredFacts | null }[],
): Promise<Map<Id<'case'>, Set<string>>> {
  const known = remembered.get(world.db);
  const found = new Map<Id<'case'>, Set<string>>();
  const asked: Id<'case'>[] = [];
  for (const { id, facts } of rows) {
    const n = facts?.terms ?? 0;
    if (n >= mostTerms) continue;
    const mine = known?.get(id);
    // As many as are written: nobody else added any. A copy, for this transaction may yet be undone.
    const here = mine?.size === n ? new Set(mine) : new Set<string>();
    if (here.size < n) asked.push(id);
    found.set(id, here);
  }
  if (asked.length > 0)
    for (const r of await tx.rows(
      sql<{ case_id: Id<'case'>; terms: string }>`
        select case_id, terms from case_term where organisation_id = ${org} and case_id = any(${asked}::text[])`,
    ))
      for (const t of r.terms.split('\n')) found.get(r.case_id)?.add(t);
  return found;
}

function rememberTerms(world: World, terms: ReadonlyMap<Id<'case'>, Set<string>>): void {
  const known = remembered.get(world.db) ?? new Map<Id<'case'>, Set<string>>();
  remembered.set(world.db, known);
  let n = 0;
  for (const mine of known.values()) n += mine.size;
  for (const [id, mine] of terms) {
    if (n > mostRemembered) {
      known.clear();
      n = 0;
    }
    known.set(id, mine);
    n += mine.size;
  }
}

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((x, i) => x === b[i]);

/** Cases of one job that decides on first letters: each is decided in a transaction of its own. */
const perJob = 200;

/** Has these cases looked at, where any directive lets a first letter go by itself; else nothing is queued at all. */
export async function queueFirstLetters(world: World, tx: Tx, cases: readonly Id<'case'>[]): Promise<void> {
  if (cases.length === 0) return;
  const { set } = await directivesNow(tx);
  if (!set.some((d) => d.outcome.first_by_itself)) return;
  for (let from = 0; from < cases.length; from += perJob)
    await enqueue(tx, {
      kind: 'case.first_letter',
      lane: 'normal',
      payload: { cases: cases.slice(from, from + perJob).join(' ') },
      runAt: world.clock.now(),
    });
}

/** Writes the earliest running deadline of each case beside it: the list sorts by it. */
export async function dueAgain(tx: Tx, org: Id<'org'>, ids: readonly Id<'case'>[]): Promise<void> {
  await tx.again(sql`
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
