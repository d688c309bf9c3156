/** Attribution at work: one question answered, corrections followed through, and what nobody held tried again. */

import { sql, type Tx } from '#io/db';
import { enqueue, type Job, type JobHandler } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { canonical, engine, type Id, microsOf, Refused, type Span } from '#kernel';
import { chainsTo, type Link } from '#parties';
import { contractsNow, edgeOf, edgesAbove, type LedgerChange, partiesByIds, slices } from '#parties/store';
import { portsText, resourceText } from '#resources';
import { holdingsByIds, inventoryNames } from '#resources/store';
import { type Answer, answerContent, type Candidate, type Confidence, type Query, whatItSays } from './answer.ts';
import { attributeFinding } from './attribute.ts';
import { recordsBeside } from './beside.ts';
import type { AttributeJson } from './shapes.ts';
import {
  type FindingKey,
  findingsToAsk,
  findingsTouched,
  ledgerFor,
  openLedger,
  replaceAnswers,
  saidBefore,
  saveAnswers,
  unattributedFindings,
} from './store.ts';

/** Who held it then, with the names of today: what the command line and the API give. */
export async function attributeNow(world: World, org: Id<'org'>, query: Query): Promise<AttributeJson> {
  return world.db.in(org, async (tx) => {
    const ledger = await ledgerFor(tx, query);
    const answer = attributeFinding(ledger, query);
    const json = await answerJson(tx, answer, query.seenAt ?? null);
    return {
      ...json,
      ...(await layersJson(tx, recordsBeside(ledger, query, microsOf(query.seenAt ?? world.clock.now())))),
    };
  });
}

/** What each layer says, with names, and whether they say the same. */
async function layersJson(tx: Tx, ids: readonly Id<'hld'>[]): Promise<Pick<AttributeJson, 'layers' | 'disagree'>> {
  const records = new Map((await holdingsByIds(tx, ids)).map((r) => [r.id, r]));
  const contracts = await contractsNow(tx, {
    ids: [...new Set([...records.values()].flatMap((r) => r.contract ?? []))],
  });
  const parties = await partiesByIds(tx, [...new Set(contracts.map((c) => c.buyer))]);
  const names = await inventoryNames(
    tx,
    [...records.values()].flatMap((r) => r.inventory ?? []),
  );
  const layers = ids.flatMap((id) => {
    const r = records.get(id);
    if (!r) return [];
    const contract = contracts.find((c) => c.id === r.contract);
    const party = contract && parties.get(contract.buyer);
    return [
      {
        record: r.id,
        resource: resourceText(r.kind, r.what),
        origin: r.origin,
        inventory: r.inventory === null ? null : (names.get(r.inventory) ?? r.inventory),
        holder: contract
          ? {
              party: contract.buyer,
              reference: party?.reference ?? null,
              name: party?.name ?? null,
              contract: contract.reference,
              valid: null,
            }
          : null,
        valid: { from: r.valid.from?.toString() ?? null, until: r.valid.until?.toString() ?? null },
        begun_by: r.begunBy?.toString() ?? null,
        ended_by: r.endedBy?.toString() ?? null,
      },
    ];
  });
  return { layers, disagree: new Set(layers.map((l) => l.holder?.party ?? 'own')).size > 1 };
}

const spanJson = (span: Span | null) =>
  span && { from: span.from?.toString() ?? null, until: span.until?.toString() ?? null };

/** An answer with names, numbers and the record it rests on. */
export async function answerJson(tx: Tx, answer: Answer, at: Temporal.Instant | null): Promise<AttributeJson> {
  const links = [...answer.chain, ...answer.alternatives.flatMap((a) => a.chain)];
  const parties = await partiesByIds(tx, [...new Set(links.flatMap((l) => l.party ?? []))]);
  const contracts = Map.groupBy(
    links.length > 0 ? await contractsNow(tx, { ids: [...new Set(links.flatMap((l) => l.contract ?? []))] }) : [],
    (c) => c.id,
  );
  const t = at === null ? null : microsOf(at);
  const link = (l: Link) => {
    const versions = l.contract === null ? [] : (contracts.get(l.contract) ?? []);
    const version = versions.find((c) => t !== null && edgeOf(c).from <= t && t < edgeOf(c).until) ?? versions.at(-1);
    const party = l.party === null ? undefined : parties.get(l.party);
    return {
      party: l.party,
      reference: party?.reference ?? null,
      name: party?.name ?? null,
      contract: version?.reference ?? null,
      valid: version ? spanJson(version.valid) : null,
    };
  };
  const [record] = answer.holding ? await holdingsByIds(tx, [answer.holding]) : [];
  const last = answer.chain.at(-1);
  const next = answer.chain.find((l) => l.party !== null);
  const alternative = (c: Candidate) => ({
    ...link(c.chain.at(-1) ?? { party: null, contract: null }),
    valid: spanJson(c.valid),
    chain: c.chain.map(link),
    record: c.holding,
  });
  return {
    at: at?.toString() ?? null,
    window: spanJson(answer.window),
    status: answer.status,
    reason: answer.reason,
    holder: answer.holder && last ? { ...link(last), valid: spanJson(answer.valid) } : null,
    addressee: answer.addressee && next ? link(next) : null,
    chain: answer.chain.map(link),
    method: answer.method,
    confidence: answer.confidence,
    record: record
      ? {
          id: record.id,
          resource: resourceText(record.kind, record.what),
          ports: portsText(record.ports),
          contract: record.contract,
          exclusive: record.exclusive,
          valid: spanJson(record.valid) ?? { from: null, until: null },
        }
      : null,
    alternatives: answer.alternatives.map(alternative),
    layers: [],
    disagree: false,
    live: null,
  };
}

/**
 * The answer a person chose for an ambiguous or unattributed case: the buyer of this contract, through the chain as it was
 * at the contract's last moment known (now, where it still runs). With `told`: the answer of the provider's own system, for a moment.
 * @throws Refused `request.not-found` where the contract is not known
 */
export async function answerForContract(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  contract: Id<'ctr'>,
  told?: {
    readonly method: 'live';
    readonly confidence: Confidence;
    readonly at: Temporal.Instant;
    readonly valid: Span;
  },
): Promise<{ readonly id: Id<'att'>; readonly holder: Id<'party'>; readonly addressee: Id<'party'> }> {
  const edges = await edgesAbove(tx, [contract]);
  const mine = edges.filter((e) => e.id === contract);
  const now = microsOf(told?.at ?? world.clock.now());
  const edge = mine.find((e) => e.from <= now && now < e.until) ?? mine.sort((a, b) => a.until - b.until).at(-1);
  if (!edge) throw new Refused('request.not-found');
  const at = edge.from <= now && now < edge.until ? now : edge.until <= now ? edge.until - 1 : edge.from;
  const [chain = []] = chainsTo(edge, at, (party) => edges.filter((e) => e.buyer === party));
  const addressee = chain.find((l) => l.party !== null)?.party ?? edge.buyer;
  const [id] = await saveAnswers(world, tx, org, [
    {
      status: 'attributed',
      reason: null,
      method: told?.method ?? 'chosen',
      confidence: told?.confidence ?? 'medium',
      holding: null,
      contract,
      holder: edge.buyer,
      addressee,
      chain,
      valid: told?.valid ?? null,
      alternatives: [],
      window: null,
    },
  ]);
  if (!id) throw new Refused('request.not-found');
  return { id, holder: edge.buyer, addressee };
}

/** A finding whose answer changed, with the old and the new one. */
export interface ChangedFinding extends FindingKey {
  readonly attribution: Id<'att'>;
  readonly before: Id<'att'> | null;
}
/** What is done with findings whose answer changed, in the transaction that changed it: cases move them. */
export type OnMoved = (world: World, tx: Tx, org: Id<'org'>, moved: readonly ChangedFinding[]) => Promise<unknown>;

const batch = 2000;

/**
 * Asks again for these findings; where the answer differs, the finding gets it, the old one is kept, and `onMoved` hears it.
 * In batches, each a transaction of its own, so that urgent work is never kept waiting.
 * @returns every finding whose answer changed
 */
export async function askAgain(
  world: World,
  org: Id<'org'>,
  keys: readonly FindingKey[],
  why: string,
  onMoved: OnMoved,
): Promise<readonly ChangedFinding[]> {
  const all: ChangedFinding[] = [];
  for (const some of slices(keys, batch)) {
    const changed = await world.db.in(org, async (tx) => {
      const ledger = await openLedger(world, org, tx);
      const findings = await findingsToAsk(tx, some);
      const before = await saidBefore(
        tx,
        findings.flatMap((f) => f.attribution ?? []),
      );
      const different = findings
        .map((f) => ({
          f,
          answer: ledger.attribute(f.query),
          was: f.attribution ? before.get(f.attribution) : undefined,
        }))
        // What a person chose stands: a correction of the ledger does not overrule it. What the provider's own system
        // answered stands as long as the ledger itself knows nobody.
        .filter(
          ({ answer, was }) =>
            !was?.chosen &&
            !(was?.live && answer.status === 'unattributed') &&
            was?.says !== canonical(whatItSays(answerContent(answer))),
        );
      const ids = await saveAnswers(
        world,
        tx,
        org,
        different.map((d) => d.answer),
      );
      const mine = different.flatMap(({ f }, i): ChangedFinding[] => {
        const id = ids[i];
        return id ? [{ day: f.day, id: f.id, attribution: id, before: f.attribution }] : [];
      });
      if (mine.length === 0) return [];
      await replaceAnswers(
        tx,
        mine.map((m) => ({ day: m.day, id: m.id, before: m.before, after: m.attribution })),
        why,
        world.clock.now(),
      );
      await onMoved(world, tx, org, mine);
      note(world, tx, {
        act: 'attribution.again',
        by: engine,
        about: [{ subject: null, payload: { why, findings: mine.length } }],
      });
      return mine;
    });
    all.push(...changed);
  }
  return all;
}

/** Follows a change of the ledger through to the findings it touches. */
export async function attributeAgain(
  world: World,
  org: Id<'org'>,
  change: LedgerChange,
  why: string,
  onMoved: OnMoved,
): Promise<readonly ChangedFinding[]> {
  const keys = await world.db.in(org, (tx) => findingsTouched(tx, change));
  return askAgain(world, org, keys, why, onMoved);
}

/** When a finding nobody held is tried again, in hours after it came: 1, 6, 24, then each day to the fourteenth. */
export const retryHours: readonly number[] = [1, 6, ...Array.from({ length: 14 }, (_, day) => 24 * (day + 1))];

/** Most findings one round of retries takes; the rest is for the next hour. */
const mostRetried = 100_000;

/**
 * Tries the unattributed findings whose next try fell between two moments. A corrected ledger is followed at once by
 * `attributeAgain`; this catches what that could not see (a name that only now is in the ledger under another spelling).
 */
export async function retryUnattributed(
  world: World,
  org: Id<'org'>,
  since: Temporal.Instant,
  until: Temporal.Instant,
  onMoved: OnMoved,
): Promise<readonly ChangedFinding[]> {
  const keys = await world.db.in(org, async (tx) => {
    const found = new Map<string, FindingKey>();
    for (const hours of retryHours)
      for (const key of await unattributedFindings(
        tx,
        since.subtract({ hours }),
        until.subtract({ hours }),
        mostRetried,
      ))
        found.set(key.id, key);
    return [...found.values()];
  });
  return askAgain(world, org, keys, 'retry', onMoved);
}

const list = <T extends string>(value: unknown): readonly T[] =>
  typeof value === 'string' && value !== '' ? (value.split(',') as T[]) : [];

function changeOf(payload: Job['payload']): LedgerChange {
  return {
    ...(typeof payload['import'] === 'string' ? { import: payload['import'] as Id<'imp'> } : {}),
    holdings: list<Id<'hld'>>(payload['holdings']),
    contracts: list<Id<'ctr'>>(payload['contracts']),
    networks: list<Id<'net'>>(payload['networks']),
  };
}

/**
 * Handlers of the jobs `attribution.again` (after each change of the ledger) and `attribution.retry` (hourly).
 * @param onMoved what cases do with findings that got another answer
 */
export function attributionJobs(onMoved: OnMoved): Readonly<Record<string, JobHandler>> {
  return {
    'attribution.again': async (world, job) => {
      await attributeAgain(world, job.organisation, changeOf(job.payload), 'ledger', onMoved);
      return undefined;
    },
    'attribution.retry': async (world, job) => {
      const until = world.clock.now();
      const since =
        typeof job.payload['since'] === 'string'
          ? Temporal.Instant.from(job.payload['since'])
          : until.subtract({ hours: 1 });
      await retryUnattributed(world, job.organisation, since, until, onMoved);
      await world.db.in(job.organisation, (tx) => enqueueRetry(tx, until, until.add({ hours: 1 })));
      return undefined;
    },
  };
}

// The next round carries the moment up to which this one looked, so that an hour in which nothing ran is not lost.
async function enqueueRetry(tx: Tx, since: Temporal.Instant, runAt: Temporal.Instant): Promise<void> {
  const key = `after ${since.toString()}`;
  await enqueue(tx, { kind: 'attribution.retry', lane: 'bulk', payload: { since: since.toString() }, runAt, key });
}

/** Makes sure each organisation has its hourly round of retries waiting; called when the program starts. */
export async function startRetries(world: World): Promise<void> {
  const all = await world.db.outside((tx) =>
    tx.rows(sql<{ organisation_id: Id<'org'> }>`select organisation_id from organisation_ids()`),
  );
  for (const { organisation_id: org } of all)
    await world.db.in(org, async (tx) => {
      const waiting = await tx.rows(sql`
        select 1 from job where organisation_id = ${org} and kind = 'attribution.retry' and done_at is null and failed_at is null limit 1`);
      const now = world.clock.now();
      if (waiting.length === 0) await enqueueRetry(tx, now.subtract({ hours: 1 }), now);
    });
}

export { askLive, runLive, showLive } from './work/live.ts';
