/** The SQL of attribution: the rows of one look-up, the ledger in memory, answers kept once, findings to look at again. */
import { hash } from 'node:crypto';
import { type Db, sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { canonical, type Id, must, parsePrefix, prefixEnds, type TimePrecision } from '#kernel';
import { contractsBelow, contractsNow, edgeOf, edgesAbove, type LedgerChange, ledgerVersion } from '#parties/store';
import { everyHeld, heldAround, heldInside, heldNamed, networksNow } from '#resources/store';
import { type Answer, answerContent, type Query, whatItSays } from './answer.ts';
import { askedOf } from './attribute.ts';
import { type TableView, tableBuilder } from './table.ts';
import { type LedgerView, plainView } from './view.ts';

/** Records inside a reported range that are looked at; a range with more of them is ambiguous anyway. */
const mostInside = 5000;

/** The rows that bear on one question, as a ledger of their own: for one look-up, and always up to date. */
export async function ledgerFor(tx: Tx, query: Query): Promise<LedgerView> {
  const asked = askedOf(query);
  const held = [];
  if (asked.prefix) {
    held.push(...(await heldAround(tx, asked.prefix)));
    if (asked.prefix.length < 8 * asked.prefix.bytes.length)
      held.push(...(await heldInside(tx, asked.prefix, mostInside)));
  }
  held.push(
    ...(await heldNamed(tx, [
      ...asked.names,
      ...(asked.account === undefined ? [] : [{ kind: 'account' as const, name: asked.account }]),
      ...(asked.asn === undefined ? [] : [{ kind: 'asn' as const, name: asked.asn }]),
    ])),
  );
  return plainView({
    version: await ledgerVersion(tx),
    held,
    networks: await networksNow(tx),
    edges: await edgesAbove(tx, [...new Set(held.flatMap((h) => h.contract ?? []))]),
  });
}

/** Ledgers in memory, per database and organisation, with the version they were read at. */
const opened = new WeakMap<Db, Map<string, Promise<TableView>>>();
const mostLedgers = 8;

/**
 * The whole ledger of an organisation in memory; read again when its version has moved on.
 * @param within a transaction behind the organisation's wall to read in; without one it opens its own
 */
export async function openLedger(world: Pick<World, 'db'>, org: Id<'org'>, within?: Tx): Promise<TableView> {
  const read = <T>(work: (tx: Tx) => Promise<T>) => (within ? work(within) : world.db.in(org, work));
  const ledgers = opened.get(world.db) ?? new Map<string, Promise<TableView>>();
  opened.set(world.db, ledgers);
  const version = await read(ledgerVersion);
  const known = ledgers.get(org);
  if (known) {
    const view = await known.catch(() => undefined);
    if (view?.version === version) return view;
  }
  const loading = read((tx) => loadLedger(tx));
  ledgers.delete(org);
  ledgers.set(org, loading);
  for (const oldest of ledgers.keys()) if (ledgers.size > mostLedgers) ledgers.delete(oldest);
  loading.catch(() => ledgers.delete(org));
  return loading;
}

async function loadLedger(tx: Tx): Promise<TableView> {
  for (let attempt = 0; ; attempt++) {
    const version = await ledgerVersion(tx);
    const builder = tableBuilder();
    for await (const rows of everyHeld(tx)) for (const row of rows) builder.addHeld(row);
    for (const n of await networksNow(tx)) builder.addNetwork(n);
    for (const c of await contractsNow(tx)) builder.addEdge(edgeOf(c));
    // Someone may have written between two of these reads: then the picture is not of one moment.
    if ((await ledgerVersion(tx)) === version || attempt === 5) return builder.finish(version);
  }
}

const hashes = new WeakMap<Answer, string>();

/** What makes an answer the same answer. Many findings share one: it is worked out once. */
function hashOf(answer: Answer): string {
  const known = hashes.get(answer);
  if (known !== undefined) return known;
  const made = hash('sha256', canonical(answerContent(answer)), 'hex');
  hashes.set(answer, made);
  return made;
}

/** Keeps answers, each different one once; gives their ids in the order of the answers. */
export async function saveAnswers(
  world: Pick<World, 'clock' | 'dice'>,
  tx: Tx,
  org: Id<'org'>,
  answers: readonly Answer[],
): Promise<readonly Id<'att'>[]> {
  if (answers.length === 0) return [];
  const of = answers.map(hashOf);
  const distinct = new Map<string, Answer>();
  answers.forEach((a, i) => {
    const h = of[i] ?? '';
    if (!distinct.has(h)) distinct.set(h, a);
  });
  const keys = [...distinct.keys()].sort();
  const find = (asked: readonly string[]) =>
    tx.again(sql<{ id: Id<'att'>; h: string }>`
      select id, encode(answer_hash, 'hex') as h from attribution
       where organisation_id = ${org} and answer_hash = any(select decode(x, 'hex') from unnest(${asked}::text[]) x)`);
  const ids = new Map((await find(keys)).map((r) => [r.h, r.id]));
  const missing = keys.filter((k) => !ids.has(k));
  if (missing.length > 0) {
    const rows = missing.map((h) => {
      const a = must(distinct.get(h), 'an answer for each hash');
      const c = answerContent(a) as { alternatives: unknown };
      return {
        id: newId(world, 'att'),
        h,
        status: a.status,
        reason: a.reason,
        method: a.method,
        confidence: a.confidence,
        holding: a.holding,
        contract: a.contract,
        holder: a.holder,
        addressee: a.addressee,
        chain: a.chain,
        alternatives: c.alternatives,
      };
    });
    await tx.rows(sql`
      insert into attribution (organisation_id, id, answer_hash, status, reason, method, confidence, holding_id, contract_id, holder_id, addressee_id, chain, alternatives, made_at)
      select ${org}, r.id, decode(r.h, 'hex'), r.status, r.reason, r.method, r.confidence, r.holding, r.contract, r.holder, r.addressee, r.chain, r.alternatives, ${world.clock.now().toString()}::timestamptz
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as r(id text, h text, status text, reason text, method text, confidence text, holding text, contract text, holder text, addressee text, chain jsonb, alternatives jsonb)
      on conflict (organisation_id, answer_hash) do nothing`);
    for (const r of await find(missing)) ids.set(r.h, r.id);
  }
  return of.map((h) => must(ids.get(h), 'an id for each answer'));
}

/** What kept answers say, as one text each, and whether a person chose them or the provider's own system gave them. */
export async function saidBefore(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly says: string; readonly chosen: boolean; readonly live: boolean }>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.rows(sql<Record<string, unknown> & { id: string; method: string | null }>`
    select id, status, reason, method, confidence, contract_id as contract, holder_id as holder, addressee_id as addressee, chain, alternatives
      from attribution where organisation_id = ${must(tx.organisation, 'an organisation')} and id = any(${[...new Set(ids)]}::text[])`);
  return new Map(
    rows.map(({ id, ...content }) => [
      id,
      { says: canonical(whatItSays(content)), chosen: content.method === 'chosen', live: content.method === 'live' },
    ]),
  );
}

/** Where a finding lies. */
export interface FindingKey {
  readonly day: string;
  readonly id: string;
}
export interface AskedFinding extends FindingKey {
  readonly attribution: Id<'att'> | null;
  readonly query: Query;
}
interface FindingSqlRow {
  day: string;
  id: string;
  attribution_id: Id<'att'> | null;
  ip: string | null;
  prefix: string | null;
  host: string | null;
  url: string | null;
  asn: number | null;
  account: string | null;
  port: number | null;
  seen_at: Temporal.Instant | null;
  time_precision: TimePrecision | null;
  first_seen_at: Temporal.Instant | null;
  last_seen_at: Temporal.Instant | null;
}

/** Findings as questions, with the answer they have now; locked until this transaction ends. */
export async function findingsToAsk(tx: Tx, keys: readonly FindingKey[]): Promise<readonly AskedFinding[]> {
  if (keys.length === 0) return [];
  const rows = await tx.rows(sql<FindingSqlRow>`
    select f.day, f.id, f.attribution_id, host(f.ip) as ip, f.prefix::text as prefix, f.host, f.url, f.asn, f.account, f.port, f.seen_at, f.time_precision, f.first_seen_at, f.last_seen_at
      from unnest(${keys.map((k) => k.day)}::date[], ${keys.map((k) => k.id)}::text[]) as k(day, id)
      join finding f on f.organisation_id = ${must(tx.organisation, 'an organisation')} and f.day = k.day and f.id = k.id
     order by f.day, f.id for update of f`);
  return rows.map((r) => ({
    day: r.day,
    id: r.id,
    attribution: r.attribution_id,
    query: {
      ...(r.ip === null ? {} : { ip: r.ip }),
      ...(r.prefix === null ? {} : { prefix: r.prefix }),
      ...(r.host === null ? {} : { host: r.host }),
      ...(r.url === null ? {} : { url: r.url }),
      ...(r.asn === null ? {} : { asn: Number(r.asn) }),
      ...(r.account === null ? {} : { account: r.account }),
      ...(r.port === null ? {} : { port: r.port }),
      ...(r.seen_at === null ? {} : { seenAt: r.seen_at }),
      ...(r.time_precision === null ? {} : { precision: r.time_precision }),
      ...(r.time_precision === 'range' && r.first_seen_at && r.last_seen_at
        ? { range: { from: r.first_seen_at, until: r.last_seen_at } }
        : {}),
    },
  }));
}

/** Puts new answers on findings and keeps what was believed before. */
export async function replaceAnswers(
  tx: Tx,
  changed: readonly (FindingKey & { readonly before: Id<'att'> | null; readonly after: Id<'att'> })[],
  why: string,
  at: Temporal.Instant,
): Promise<void> {
  if (changed.length === 0) return;
  const org = must(tx.organisation, 'an organisation');
  const json = JSON.stringify(changed);
  await tx.rows(sql`
    insert into attribution_before (organisation_id, day, finding_id, at, attribution_id, why)
    select ${org}, c.day, c.id, ${at.toString()}::timestamptz, c.before, ${why}
      from jsonb_to_recordset(${json}::jsonb) as c(day date, id text, before text) where c.before is not null
    on conflict do nothing`);
  await tx.rows(sql`
    update finding f set attribution_id = c.after
      from jsonb_to_recordset(${json}::jsonb) as c(day date, id text, after text)
     where f.organisation_id = ${org} and f.day = c.day and f.id = c.id`);
}

/** The answers a finding had before, newest first. */
export async function answersBefore(
  tx: Tx,
  finding: FindingKey,
): Promise<readonly { readonly at: Temporal.Instant; readonly attribution: Id<'att'>; readonly why: string }[]> {
  return tx.rows(sql<{ at: Temporal.Instant; attribution: Id<'att'>; why: string }>`
    select at, attribution_id as attribution, why from attribution_before
     where organisation_id = ${must(tx.organisation, 'an organisation')} and day = ${finding.day}::date and finding_id = ${finding.id} order by at desc`);
}

/** More changed names than this, and every finding with a name in that time is looked at. */
const mostNames = 200;

/**
 * The findings whose answer could change: those about a resource that changed, seen within the time of the change. The time
 * is taken a day wider before and eight days after, since a finding's own window reaches that far.
 */
export async function findingsTouched(tx: Tx, change: LedgerChange): Promise<readonly FindingKey[]> {
  const org = must(tx.organisation, 'an organisation');
  const touched = await changedResources(tx, change);
  if (touched.length === 0) return [];
  await tx.rows(sql`
    create temporary table touched (lo inet, hi inet, name text, kind text, span tstzrange) on commit drop`);
  await tx.rows(sql`
    insert into touched select t.lo::inet, t.hi::inet, t.name, t.kind, tstzrange(lower(t.span::tstzrange) - interval '1 day', upper(t.span::tstzrange) + interval '8 days')
      from jsonb_to_recordset(${JSON.stringify(touched)}::jsonb) as t(lo text, hi text, name text, kind text, span text)`);
  await tx.rows(sql`analyze touched`);
  const inTime = sql`(f.seen_at is null or t.span @> f.seen_at or (f.time_precision = 'range' and f.first_seen_at <= f.last_seen_at and t.span && tstzrange(f.first_seen_at, f.last_seen_at, '[]')))`;
  const found = new Map<string, FindingKey>();
  const take = (rows: readonly FindingKey[]) => {
    for (const r of rows) found.set(`${r.day} ${r.id}`, { day: r.day, id: r.id });
  };
  take(
    await tx.rows(sql<FindingKey>`
      select distinct f.day, f.id from touched t join finding f on f.organisation_id = ${org} and f.ip >= t.lo and f.ip <= t.hi and ${inTime}
       where t.lo is not null`),
  );
  if (touched.some((t) => t.lo !== null))
    take(
      await tx.rows(sql<FindingKey>`
        select distinct f.day, f.id from finding f join touched t on t.lo <= broadcast(f.prefix) and t.hi >= host(f.prefix)::inet and ${inTime}
         where f.organisation_id = ${org} and f.ip is null and f.prefix is not null`),
    );
  const names = touched.filter((t) => t.name !== null).length;
  if (names > mostNames)
    take(
      await tx.rows(sql<FindingKey>`
        select f.day, f.id from finding f, (select tstzrange(min(lower(span)), max(upper(span))) as span, bool_or(lower_inf(span)) as lo, bool_or(upper_inf(span)) as hi from touched where name is not null) t
         where f.organisation_id = ${org} and (f.host is not null or f.url is not null or f.account is not null or f.asn is not null)
           and (f.seen_at is null or ((t.lo or f.seen_at >= lower(t.span)) and (t.hi or f.seen_at < upper(t.span))))`),
    );
  else if (names > 0)
    take(
      await tx.rows(sql<FindingKey>`
        select distinct f.day, f.id from finding f join touched t on ${inTime}
           and (f.host = t.name or right(f.host, length(t.name) + 1) = '.' || t.name or strpos(lower(f.url), lower(split_part(t.name, '/', 1))) > 0
                or (t.kind = 'account' and f.account = t.name) or (t.kind = 'asn' and f.asn::text = t.name))
         where f.organisation_id = ${org} and t.name is not null and (f.host is not null or f.url is not null or f.account is not null or f.asn is not null)`),
    );
  await tx.rows(sql`drop table touched`);
  return [...found.values()].sort((a, b) => (a.day === b.day ? (a.id < b.id ? -1 : 1) : a.day < b.day ? -1 : 1));
}

interface Touched {
  readonly lo: string | null;
  readonly hi: string | null;
  readonly name: string | null;
  readonly kind: string;
  readonly span: string;
}

async function changedResources(tx: Tx, change: LedgerChange): Promise<readonly Touched[]> {
  const org = must(tx.organisation, 'an organisation');
  const imp = change.import ?? null;
  const contracts = [...(change.contracts ?? [])];
  if (imp)
    contracts.push(
      ...(
        await tx.rows(sql<{ id: Id<'ctr'> }>`
          select distinct id from contract where organisation_id = ${org} and (import_id = ${imp} or closed_by = ${imp})`)
      ).map((r) => r.id),
    );
  const below = contracts.length > 0 ? await contractsBelow(tx, contracts) : [];
  const held = await tx.rows(sql<{ prefix: string | null; name: string | null; kind: string; span: string }>`
    select distinct prefix::text as prefix, name, kind, valid::text as span from holding
     where organisation_id = ${org}
       and (id = any(${change.holdings ?? []}::text[]) or contract_id = any(${below}::text[]) ${imp ? sql`or import_id = ${imp} or closed_by = ${imp}` : sql``})`);
  const networks = await tx.rows(sql<{ prefix: string | null; name: string | null; kind: string; span: string }>`
    select prefix::text as prefix, coalesce(domain, asn::text) as name, kind, valid::text as span from network
     where organisation_id = ${org} and (id = any(${change.networks ?? []}::text[]) ${imp ? sql`or import_id = ${imp} or closed_by = ${imp}` : sql``})`);
  return [...held, ...networks].map((r) => {
    const prefix = r.prefix === null ? undefined : parsePrefix(r.prefix);
    const ends = prefix && prefixEnds(prefix);
    return { lo: ends?.lo ?? null, hi: ends?.hi ?? null, name: r.name, kind: r.kind, span: r.span };
  });
}

/** Findings nobody was found for, received in a stretch of time: in slices, by the index on when they were received. */
export async function unattributedFindings(
  tx: Tx,
  from: Temporal.Instant,
  until: Temporal.Instant,
  limit: number,
): Promise<readonly FindingKey[]> {
  return tx.rows(sql<FindingKey>`
    select f.day, f.id from finding f join attribution a on a.organisation_id = f.organisation_id and a.id = f.attribution_id
     where f.organisation_id = ${must(tx.organisation, 'an organisation')} and f.received_at > ${from.toString()}::timestamptz and f.received_at <= ${until.toString()}::timestamptz
       and a.status = 'unattributed' order by f.received_at limit ${limit}`);
}
