/**
 * The live resolver at work: findings nobody was found for are asked of the provider's own system, after they were taken and
 * never inside that transaction. An answer is believed only for the time it names; what fails stays unattributed and is tried again.
 */
import { createHmac } from 'node:crypto';
import { sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { newId, sha256 } from '#io/dice';
import { FetchFailed, guardedFetch } from '#io/fetch';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { engine, type Id, microsOf, Refused, spanText, windowAround } from '#kernel';
import { lockLedger } from '#parties/store';
import { judgeReply, type LiveHeld, type LiveOptions, liveOptions, liveRequest, liveRetryHours } from '#resources';
import {
  changeInventoryRow,
  inventoriesOf,
  knownInventory,
  knownSecret,
  place,
  type StoredInventory,
} from '#resources/work';
import { attributeFinding } from '../attribute.ts';
import type { LiveShape } from '../shapes.ts';
import {
  findingsOfQuestion,
  insertQuestions,
  knownAnswer,
  lastQuestions,
  liveSums,
  type Settled,
  type StoredQuestion,
  settleQuestion,
  takeQuestions,
  unheldFindings,
} from '../store/live.ts';
import { type FindingKey, findingsToAsk, ledgerFor, replaceAnswers } from '../store.ts';
import { answerForContract, type ChangedFinding, type OnMoved } from '../work.ts';

/** Questions asked in one round, and how many at once. */
const mostAsked = 200;
const atOnce = 4;
/** How far back a round looks for findings: a round that was missed, and transactions that took long. */
const lookBackHours = 24;

const optionsOf = (i: StoredInventory): LiveOptions => liveOptions.parse(i.options);

async function resolverOf(tx: Tx): Promise<StoredInventory | undefined> {
  return (await inventoriesOf(tx)).find((i) => i.kind === 'live' && i.state === 'active' && i.address !== null);
}

/** One round for one organisation: new questions are written, those that are due are asked. @returns how many were asked */
export async function askLive(world: World, org: Id<'org'>, onMoved: OnMoved): Promise<number> {
  const now = world.clock.now();
  const taken = await world.db.in(org, async (tx) => {
    const resolver = await resolverOf(tx);
    if (!resolver) return undefined;
    // The circuit is open: it failed too often, and is left alone for a while.
    if (resolver.restingUntil && Temporal.Instant.compare(resolver.restingUntil, now) > 0) return undefined;
    const keys = await unheldFindings(tx, now.subtract({ hours: lookBackHours }), now, 5000);
    const findings = keys.length > 0 ? await findingsToAsk(tx, keys) : [];
    const rows = findings.flatMap((f) => {
      const { ip, seenAt, precision, range } = f.query;
      if (ip === undefined || !seenAt) return [];
      const window = windowAround({ at: seenAt, precision: precision ?? 'exact' }, range);
      if (!window.from || !window.until) return [];
      const question = {
        ip,
        port: f.query.port ?? null,
        host: f.query.host ?? null,
        from: window.from.toString(),
        until: window.until.toString(),
      };
      return [
        {
          id: newId(world, 'liv'),
          inventory: resolver.id,
          hash: sha256(JSON.stringify(question)).toString('hex'),
          ...question,
        },
      ];
    });
    await insertQuestions(tx, [...new Map(rows.map((r) => [r.hash, r])).values()], now);
    return {
      resolver,
      questions: await takeQuestions(tx, now, mostAsked, resolver.id),
      secret: await knownSecret(world, tx, resolver),
    };
  });
  if (!taken) return 0;
  const waiting = [...taken.questions];
  let failures = taken.resolver.failures;
  let resting = false;
  const options = optionsOf(taken.resolver);
  const worker = async () => {
    for (let q = waiting.shift(); q; q = waiting.shift()) {
      if (resting) {
        const one = q;
        await world.db.in(org, (tx) =>
          tx.rows(
            sql`update live_answer set next_at = ${world.clock.now().add({ minutes: options.rest_minutes }).toString()}::timestamptz where organisation_id = ${org} and id = ${one.id}`,
          ),
        );
        continue;
      }
      const well = await askOne(world, org, taken.resolver, taken.secret, options, q, onMoved);
      failures = well ? 0 : failures + 1;
      if (failures >= options.rest_after) resting = true;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  if (failures !== taken.resolver.failures || resting)
    await world.db.in(org, (tx) =>
      changeInventoryRow(tx, taken.resolver.id, {
        failures: resting ? 0 : failures,
        restingUntil: resting ? world.clock.now().add({ minutes: options.rest_minutes }) : null,
      }),
    );
  return taken.questions.length;
}

/** Asks one question. @returns whether the system answered at all */
async function askOne(
  world: World,
  org: Id<'org'>,
  resolver: StoredInventory,
  secret: Readonly<Record<string, string>>,
  options: LiveOptions,
  q: StoredQuestion,
  onMoved: OnMoved,
): Promise<boolean> {
  const since = world.clock.now().subtract({ minutes: options.ttl_minutes });
  const cached = options.ttl_minutes > 0 ? await world.db.in(org, (tx) => knownAnswer(tx, q, since)) : undefined;
  if (cached) {
    await world.db.in(org, async (tx) => {
      await putOnFindings(world, tx, org, q, cached.attribution, onMoved);
      await settleQuestion(tx, q.id, { state: 'answered', nextAt: null, answeredAt: world.clock.now(), ...cached });
    });
    return true;
  }
  const body = JSON.stringify(liveRequest(q));
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: 'application/json',
    'x-bezem-question': q.id,
  };
  if (secret['bearer']) headers['authorization'] = `Bearer ${secret['bearer']}`;
  if (secret['hmac']) {
    // The moment is signed along, so that a call that was overheard is no good later.
    const at = String(Math.floor(world.clock.now().epochMilliseconds / 1000));
    headers['x-bezem-timestamp'] = at;
    headers['x-bezem-signature'] =
      `sha256=${createHmac('sha256', secret['hmac']).update(`${at}.${body}`).digest('hex')}`;
  }
  const askedAt = world.clock.now();
  const took = () => ({
    at: askedAt,
    tookMs: Math.max(0, Math.round(askedAt.until(world.clock.now()).total('milliseconds'))),
  });
  let fault: string;
  try {
    const reply = await guardedFetch(world, resolver.address ?? '', {
      method: 'POST',
      body,
      headers,
      privateHosts: resolver.privateHosts,
      timeoutMs: options.timeout_ms,
      mostBytes: 256 * 1024,
      ...(resolver.trust ? { trust: resolver.trust } : {}),
    });
    if (reply.status === 200) {
      const asked = took();
      const verdict = judgeReply(reply.text(), q);
      if (verdict.state === 'answered') {
        await world.db.in(org, (tx) =>
          believe(world, tx, org, resolver, q, verdict.held, reply.text(), asked, onMoved),
        );
        return true;
      }
      await settle(world, org, q, verdict.state, verdict.state === 'unfit' ? verdict.fault : null, asked);
      return true;
    }
    fault = `status ${reply.status}`;
  } catch (cause) {
    if (!(cause instanceof FetchFailed)) throw cause;
    fault = cause.why;
  }
  await settle(world, org, q, 'failed', fault, took());
  return false;
}

/** A question without a usable answer is asked again, ever later, up to the fourteenth day. */
async function settle(
  world: World,
  org: Id<'org'>,
  q: StoredQuestion,
  state: Settled['state'],
  fault: string | null,
  asked: NonNullable<Settled['asked']>,
): Promise<void> {
  const hours = liveRetryHours[q.tries];
  const nextAt = hours === undefined ? null : world.clock.now().add({ seconds: Math.round(hours * 3600) });
  await world.db.in(org, (tx) => settleQuestion(tx, q.id, { state, fault, nextAt, asked }));
}

/** Takes over whom an answer names, and puts the attribution on the findings the question was about. */
async function believe(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  resolver: StoredInventory,
  q: StoredQuestion,
  held: LiveHeld,
  text: string,
  asked: NonNullable<Settled['asked']>,
  onMoved: OnMoved,
): Promise<void> {
  const { customer, service } = held;
  // Two answers about one customer at once make one party.
  await lockLedger(tx);
  const at = world.clock.now();
  const stated = {
    parties: [
      {
        reference: customer.reference,
        ...(customer.name === undefined ? {} : { name: customer.name }),
        ...(customer.kind === undefined ? {} : { kind: customer.kind }),
        ...(customer.country === undefined ? {} : { country: customer.country }),
        ...(customer.reseller === undefined ? {} : { seller: customer.reseller }),
        contacts: customer.contacts,
      },
      ...(customer.reseller === undefined ? [] : [{ reference: customer.reseller, resells: true }]),
    ],
    holdings: [
      {
        where: q.id,
        kind: 'prefix' as const,
        what: q.ip.includes(':') ? `${q.ip}/128` : `${q.ip}/32`,
        ports: [0, 65536] as const,
        holder: customer.reference,
        exclusive: true,
        ...(service.kind === undefined ? {} : { serviceKind: service.kind }),
        ...(service.reference === undefined ? {} : { service: service.reference }),
      },
    ],
  };
  const placing = await place(world, tx, resolver, stated, []);
  const contract = placing.placed[0]?.contract as Id<'ctr'> | undefined;
  if (!contract) {
    const hours = liveRetryHours[q.tries];
    await settleQuestion(tx, q.id, {
      state: 'unfit',
      fault: placing.problems[0]?.code ?? 'shape',
      nextAt: hours === undefined ? null : at.add({ seconds: Math.round(hours * 3600) }),
      asked,
    });
    return;
  }
  await placing.write(tx, null, [{ contract, from: microsOf(held.valid.from) }], at);
  const answer = await answerForContract(world, tx, org, contract, {
    method: 'live',
    confidence: 'high',
    at: q.from,
    valid: held.valid,
  });
  const sealed = await sealFor(world, tx, { class: 'document', subject: answer.holder }, text, `live answer:${q.id}`);
  await settleQuestion(tx, q.id, {
    state: 'answered',
    nextAt: null,
    answeredAt: at,
    valid: spanText(held.valid),
    party: answer.holder,
    contract,
    attribution: answer.id,
    sealed,
    asked,
  });
  const moved = await putOnFindings(world, tx, org, q, answer.id, onMoved);
  note(world, tx, {
    act: 'attribution.live',
    by: engine,
    about: [{ subject: answer.holder, payload: { question: q.id, inventory: resolver.id, findings: moved.length } }],
  });
}

/** Only findings that are still nobody's: what the ledger came to know meanwhile goes first. */
async function putOnFindings(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  q: StoredQuestion,
  attribution: Id<'att'>,
  onMoved: OnMoved,
): Promise<readonly ChangedFinding[]> {
  const keys: readonly FindingKey[] = await findingsOfQuestion(tx, q);
  const findings = await findingsToAsk(tx, keys);
  const moved: ChangedFinding[] = [];
  for (const f of findings) {
    const { seenAt, precision, range } = f.query;
    if (!seenAt) continue;
    const window = windowAround({ at: seenAt, precision: precision ?? 'exact' }, range);
    // A finding whose own window is wider than what was asked has a question of its own. Moments are kept in microseconds.
    if (!window.from || !window.until) continue;
    if (microsOf(window.from) < microsOf(q.from) || microsOf(window.until) > microsOf(q.until)) continue;
    if (attributeFinding(await ledgerFor(tx, f.query), f.query).status !== 'unattributed') continue;
    moved.push({ day: f.day, id: f.id, attribution, before: f.attribution });
  }
  if (moved.length === 0) return [];
  await replaceAnswers(
    tx,
    moved.map((m) => ({ day: m.day, id: m.id, before: m.before, after: m.attribution })),
    'live',
    world.clock.now(),
  );
  await onMoved(world, tx, org, moved);
  return moved;
}

/** Asks for every organisation, round after round, until the signal. A loop of its own: a slow system delays no other work. */
export async function runLive(world: World, onMoved: OnMoved, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const orgs = await world.db.outside((tx) =>
        tx.rows(sql<{ organisation_id: Id<'org'> }>`select organisation_id from organisation_ids()`),
      );
      for (const { organisation_id: org } of orgs) if (!signal.aborted) await askLive(world, org, onMoved);
    } catch (cause) {
      world.log.error({ error: (cause as Error).message }, 'live resolver: the round was not finished');
    }
    await world.clock.sleep(10_000, signal);
  }
}

/** Days of questions that the record of a resolver counts, and how many of the last ones it shows. */
const recordDays = 30;
const mostShown = 50;

/** How a live resolver did: what it was asked, what came of it, how quick, and the last questions. @throws Refused `request.not-found` */
export async function showLive(world: World, org: Id<'org'>, idOrName: string): Promise<LiveShape> {
  return world.db.in(org, async (tx) => {
    const resolver = await knownInventory(tx, idOrName);
    if (resolver.kind !== 'live') throw new Refused('request.not-found');
    const since = world.clock.now().subtract({ hours: 24 * recordDays });
    const sums = await liveSums(tx, resolver.id, since);
    const of = (state: LiveShape['last'][number]['state']) => sums.states.find((s) => s.state === state)?.count ?? 0;
    const counts = {
      answered: of('answered'),
      nobody: of('nobody'),
      unfit: of('unfit'),
      failed: of('failed'),
      waiting: of('waiting'),
    };
    const resting = resolver.restingUntil;
    return {
      since: since.toString(),
      counts,
      asked: counts.answered + counts.nobody + counts.unfit + counts.failed,
      median_ms: sums.medianMs,
      p95_ms: sums.p95Ms,
      resting_until: resting && Temporal.Instant.compare(resting, world.clock.now()) > 0 ? resting.toString() : null,
      last: (await lastQuestions(tx, resolver.id, mostShown)).map((q) => ({
        id: q.id,
        ip: q.ip,
        port: q.port,
        host: q.host,
        seen: { from: q.seen_from.toString(), until: q.seen_until.toString() },
        state: q.state,
        fault: q.fault,
        tries: q.tries,
        asked_at: q.asked_at?.toString() ?? null,
        took_ms: q.took_ms,
        next_at: q.next_at?.toString() ?? null,
        party: q.party_id === null ? null : { id: q.party_id, reference: q.reference ?? '', name: q.name },
      })),
    };
  });
}
