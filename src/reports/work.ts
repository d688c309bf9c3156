/** Transparency reports at work: counted live while a draft, checked by a second person, frozen when published, corrected by a new version. */

import { houseOf } from '#correspondence/store';
import { startDeadline, stopDeadline } from '#deadlines/work';
import type { Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, type Id, mayAs, must, Refused } from '#kernel';
import { restrictions } from '#law';
import { loadLaw } from '#law/work';
import { csvRows } from '#parties';
import type { ReportFacts } from './facts.ts';
import { csvOfPart, type ReportTable, tablesOf } from './parts.ts';
import { instantsOf, yearOf } from './period.ts';
import { type CheckResult, checkReport, reportArrow } from './report.ts';
import { type StoredWords, storedWords } from './shapes.ts';
import {
  addReport,
  changeReport,
  draftOf,
  factsIn,
  freezeParts,
  listReports,
  lockReport,
  partsOf,
  type ReportKind,
  type StoredReport,
  tcoFactsIn,
} from './store.ts';
import { tcoHeader, tcoRows } from './tco.ts';

/** Every restriction there is, as `visibility:CONTENT_REMOVED`. */
const allRestrictions = Object.entries(restrictions).flatMap(([group, words]) => words.map((w) => `${group}:${w}`));
/** What a host that stores but shows nothing itself cannot impose: it demotes, labels and pays nobody. */
const usualRestrictions = allRestrictions.filter(
  (r) =>
    r.startsWith('provision:') ||
    r.startsWith('account:') ||
    r === 'visibility:CONTENT_REMOVED' ||
    r === 'visibility:CONTENT_DISABLED',
);

export interface Counted {
  readonly facts: ReportFacts;
  readonly tables: readonly ReportTable[];
  readonly checks: readonly CheckResult[];
  /** Numbers people see, by id. */
  readonly numbers: ReadonlyMap<string, string>;
}

/** Facts of one service: kinds of service not named belong to every report that names none. */
function ofService(facts: ReportFacts, kinds: readonly string[]): ReportFacts {
  if (kinds.length === 0) return facts;
  const mine = (f: { readonly serviceKind: string | null }) => f.serviceKind !== null && kinds.includes(f.serviceKind);
  return {
    orders: facts.orders.filter(mine),
    notices: facts.notices.filter(mine),
    measures: facts.measures.filter(mine),
    complaints: facts.complaints,
  };
}

async function previousOf(tx: Tx, r: StoredReport): Promise<StoredReport | undefined> {
  return (await listReports(tx)).find(
    (o) => o.kind === r.kind && o.service === r.service && o.period_from < r.period_from && o.published_at !== null,
  );
}

const noFacts: ReportFacts = { orders: [], notices: [], measures: [], complaints: [] };

/** Counts a report as things stand now: what a draft shows, and what publishing freezes. */
export async function countReport(world: World, tx: Tx, r: StoredReport, publishedOn: string | null): Promise<Counted> {
  const house = await houseOf(tx);
  const period = { from: r.period_from, to: r.period_to };
  const window = instantsOf(period, house.zone);
  const today = world.clock.now().toZonedDateTimeISO(house.zone).toPlainDate().toString();
  const previous = await previousOf(tx, r);
  const words = {
    provider: r.words.provider,
    service: r.service,
    publishedOn,
    previousOn: previous?.published_at?.toZonedDateTimeISO(house.zone).toPlainDate().toString() ?? null,
    texts: r.words.texts,
    contexts: r.words.contexts,
    measured: r.words.measured,
  };
  if (r.kind === 'tco') {
    const orders = await tcoFactsIn(tx, window);
    const tables: ReportTable[] = [{ part: 'tco_7', header: [...tcoHeader], rows: tcoRows(orders) }];
    const checks = checkReport(noFacts, [], { ...words, texts: r.words.texts }, period, today).filter(
      (c) => c.id === 'period-open' || c.id === 'name',
    );
    return { facts: noFacts, tables, checks, numbers: new Map(orders.map((o) => [o.id, o.number])) };
  }
  const law = await loadLaw();
  const categories = [...law.categories.values()];
  const facts = ofService(await factsIn(tx, window), r.words.service_kinds);
  const scope = { hosting: r.words.hosting, possible: new Set(r.words.possible) };
  const tables = tablesOf(categories, facts, period, words, scope);
  const before = previous
    ? tablesOf(
        categories,
        ofService(
          await factsIn(tx, instantsOf({ from: previous.period_from, to: previous.period_to }, house.zone)),
          r.words.service_kinds,
        ),
        { from: previous.period_from, to: previous.period_to },
        words,
        scope,
      )
    : undefined;
  return {
    facts,
    tables,
    checks: checkReport(facts, tables, words, period, today, before),
    numbers: new Map(
      [...facts.orders, ...facts.notices, ...facts.measures, ...facts.complaints].map((f) => [f.id, f.number]),
    ),
  };
}

function allow(r: StoredReport, act: string, by: Actor) {
  const arrow = reportArrow(r.state, act);
  if (!arrow) throw new Refused('report.act-not-allowed', `${r.state}: ${act}`);
  if (!mayAs(by, arrow.by)) throw new Refused('request.not-allowed');
  return arrow.to;
}

function journal(
  world: World,
  tx: Tx,
  r: Pick<StoredReport, 'id'>,
  act: string,
  by: Actor,
  more: Readonly<Record<string, string | number | null>> = {},
): void {
  note(world, tx, { act: `report.${act}`, by, about: [{ subject: r.id, payload: { report: r.id, ...more } }] });
}

/**
 * Begins the report of a calendar year, or gives the one that is being written. Its clock runs from the end of the year
 * (two months; Implementing Regulation (EU) 2024/2835, art. 2; TCO art. 7: before 1 March).
 */
export async function beginReport(
  world: World,
  org: Id<'org'>,
  ask: { readonly kind: ReportKind; readonly year: number; readonly service?: string | undefined },
  by: Actor,
): Promise<Id<'trp'>> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  if (!Number.isInteger(ask.year) || ask.year < 2024 || ask.year > 2100)
    throw new Refused('request.invalid', 'period: a year');
  return world.db.in(org, async (tx) => {
    const house = await houseOf(tx);
    const service = ask.service?.trim() || house.name;
    const period = yearOf(ask.year);
    const there = await draftOf(tx, ask.kind, service, period.from);
    if (there) return there.id;
    const published = (await listReports(tx)).some(
      (r) => r.kind === ask.kind && r.service === service && r.period_from === period.from && r.state === 'published',
    );
    if (published) throw new Refused('report.published-already', `${ask.year} ${service}`);
    const id = newId(world, 'trp');
    const last = (await listReports(tx)).find((r) => r.kind === ask.kind && r.service === service);
    const words: StoredWords = last
      ? { ...last.words, contexts: {} }
      : storedWords.parse({ provider: house.name, possible: usualRestrictions });
    await addReport(
      tx,
      {
        id,
        kind: ask.kind,
        service,
        period_from: period.from,
        period_to: period.to,
        words,
        corrects: null,
        reason: null,
      },
      world.clock.now(),
      actorId(by),
    );
    await startDeadline(world, tx, {
      clock: ask.kind === 'dsa' ? 'clk-15' : 'clk-tco-rep',
      subject: id,
      startsAt: instantsOf(period, house.zone).until,
      by,
    });
    journal(world, tx, { id }, 'begin', by, { kind: ask.kind, year: ask.year });
    return id;
  });
}

async function locked(tx: Tx, id: string, revision?: number): Promise<StoredReport> {
  const r = await lockReport(tx, id);
  if (revision !== undefined && revision !== r.revision) throw new Refused('request.changed-meanwhile');
  return r;
}

/** Changes what a person says of a draft. */
export async function writeReport(
  world: World,
  org: Id<'org'>,
  id: string,
  change: { readonly [K in keyof StoredWords]?: StoredWords[K] | undefined },
  by: Actor,
  revision?: number,
): Promise<void> {
  await world.db.in(org, async (tx) => {
    const r = await locked(tx, id, revision);
    const state = allow(r, 'write', by);
    const given = Object.fromEntries(Object.entries(change).filter(([, v]) => v !== undefined));
    await changeReport(
      tx,
      r.id,
      { state, words: storedWords.parse({ ...r.words, ...given }), changedBy: actorId(by) },
      world.clock.now(),
    );
    journal(world, tx, r, 'write', by);
  });
}

/**
 * Says that it is right: a second person, not whoever wrote the last of it.
 * @throws Refused `report.not-in-order` with what stops it, `report.second-person`
 */
export async function checkedReport(world: World, org: Id<'org'>, id: string, by: Actor): Promise<void> {
  await world.db.in(org, async (tx) => {
    const r = await locked(tx, id);
    const state = allow(r, 'check', by);
    if (r.changed_by === actorId(by)) throw new Refused('report.second-person');
    await inOrder(world, tx, r);
    await changeReport(tx, r.id, { state, checkedBy: actorId(by) }, world.clock.now());
    journal(world, tx, r, 'check', by);
  });
}

async function inOrder(world: World, tx: Tx, r: StoredReport): Promise<Counted> {
  const counted = await countReport(world, tx, r, null);
  const stops = counted.checks.filter((c) => c.level === 'stop');
  if (stops.length > 0) throw new Refused('report.not-in-order', stops.map((c) => c.id).join(', '));
  return counted;
}

export async function reopenReport(world: World, org: Id<'org'>, id: string, by: Actor): Promise<void> {
  await world.db.in(org, async (tx) => {
    const r = await locked(tx, id);
    await changeReport(tx, r.id, { state: allow(r, 'reopen', by), checkedBy: null }, world.clock.now());
    journal(world, tx, r, 'reopen', by);
  });
}

/** The files of a report as they would be published: a CSV each, named as the templates. */
export const filesOf = (tables: readonly ReportTable[]): readonly { readonly name: string; readonly bytes: Buffer }[] =>
  tables.map((t) => ({ name: `${t.part}.csv`, bytes: Buffer.from(csvOfPart(t)) }));

/** Publishes: counts once more, freezes the files, hashes them; what it corrects says so from now on. */
export async function publishReport(world: World, org: Id<'org'>, id: string, by: Actor): Promise<void> {
  await world.db.in(org, async (tx) => {
    const r = await locked(tx, id);
    const state = allow(r, 'publish', by);
    await inOrder(world, tx, r);
    const now = world.clock.now();
    const house = await houseOf(tx);
    const today = now.toZonedDateTimeISO(house.zone).toPlainDate().toString();
    const { tables } = await countReport(world, tx, r, today);
    const hash = await freezeParts(tx, r.id, filesOf(tables));
    await changeReport(tx, r.id, { state, publishedBy: actorId(by), sha256: hash }, now);
    await stopDeadline(world, tx, r.id, 'all', 'met', { by });
    if (r.corrects) {
      const before = await lockReport(tx, r.corrects);
      await changeReport(
        tx,
        before.id,
        { state: must(reportArrow(before.state, 'replace'), 'a published report').to },
        now,
      );
    }
    journal(world, tx, r, 'publish', by, { sha256: hash.toString('hex'), version: r.version });
  });
}

/** Begins a version that corrects a published one; it says why, and both stay public. */
export async function correctReport(
  world: World,
  org: Id<'org'>,
  id: string,
  reason: string,
  by: Actor,
): Promise<Id<'trp'>> {
  if (!reason.trim()) throw new Refused('request.invalid', 'reason', { reason: 'missing' });
  return world.db.in(org, async (tx) => {
    const r = await locked(tx, id);
    allow(r, 'correct', by);
    const there = await draftOf(tx, r.kind, r.service, r.period_from);
    if (there) return there.id;
    const next = newId(world, 'trp');
    await addReport(tx, { ...r, id: next, corrects: r.id, reason: reason.trim() }, world.clock.now(), actorId(by));
    journal(world, tx, { id: next }, 'correct', by, { corrects: r.id });
    return next;
  });
}

export async function dropReport(world: World, org: Id<'org'>, id: string, by: Actor): Promise<void> {
  await world.db.in(org, async (tx) => {
    const r = await locked(tx, id);
    await changeReport(tx, r.id, { state: allow(r, 'drop', by) }, world.clock.now());
    await stopDeadline(world, tx, r.id, 'all', 'void', { why: 'dropped' });
    journal(world, tx, r, 'drop', by);
  });
}

/** The files of a report: as they were published, or as they would be now. */
export async function reportFiles(
  world: World,
  tx: Tx,
  id: string,
): Promise<readonly { readonly name: string; readonly bytes: Buffer }[]> {
  const r = await lockReport(tx, id);
  if (r.published_at) return partsOf(tx, r.id);
  return filesOf((await countReport(world, tx, r, null)).tables);
}

/**
 * The tables of a report as it stands: a draft counted now, a published one as it was frozen. Figures lead to their matters; a frozen
 * figure does where it still counts the same.
 */
export async function tablesNow(world: World, tx: Tx, r: StoredReport): Promise<Counted> {
  const live = await countReport(world, tx, r, r.published_at?.toString().slice(0, 10) ?? null);
  if (!r.published_at) return live;
  const frozen = await partsOf(tx, r.id);
  const tables: ReportTable[] = [];
  for (const part of frozen) {
    const now = live.tables.find((t) => `${t.part}.csv` === part.name);
    const rows: (readonly string[])[] = [];
    for await (const row of csvRows([part.bytes.toString()])) rows.push(row.cells);
    const [header = [], ...rest] = rows;
    if (!now) continue;
    tables.push({
      part: now.part,
      header,
      rows: rest.map((cells, y) =>
        cells.map((text, x) => {
          const same = now.rows[y]?.[x];
          return same?.of && same.text === text
            ? { text, of: same.of }
            : { text, ...(isFigure(header[x], text) ? { of: [] } : {}) };
        }),
      ),
    });
  }
  return { ...live, tables, checks: [] };
}

const isFigure = (column: string | undefined, text: string): boolean =>
  text !== '' &&
  /^\d+(\.\d+)?$/.test(text) &&
  !/^(?:Scope|Category|Description|Service|Reporting|Value$)/.test(column ?? '');
