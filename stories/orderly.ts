/** A provider with its register of authorities, its duty and its workers, for stories about orders. */
import { tick } from '#deadlines/work';
import { sql } from '#io/db';
import { newId } from '#io/dice';
import { runDue } from '#io/jobs';
import { type TestWorld, testWorld } from '#io/testing';
import type { Actor, Id } from '#kernel';
import { routes } from '#orders/api';
import { type NewOrder, settleOrder, takeOrder } from '#orders/work';
import { addMember } from '#organisations/work';
import { type Plan, planOf } from '../src/plan.ts';
import { inProcessReaders } from '../src/simulator/readers.ts';
import { type Stage, setStage } from './provider.ts';

export const at = (text: string) => Temporal.Instant.from(text);

export interface Clocked {
  readonly clock: string;
  readonly state: string;
  readonly starts_at: Temporal.Instant;
  readonly due_at: Temporal.Instant;
  readonly ended_at: Temporal.Instant | null;
  readonly breached_at: Temporal.Instant | null;
  readonly noticed_at: Temporal.Instant | null;
}

export interface Orderly {
  readonly world: TestWorld;
  readonly plan: Plan;
  readonly stage: Stage;
  readonly decider: Actor;
  /** Runs every job that is due. */
  work(): Promise<void>;
  /** Lets the clock stand at this moment, looks as the engine does, and runs what is due. */
  pass(to: Temporal.Instant | { readonly minutes?: number; readonly hours?: number }): Promise<void>;
  take(
    order: Partial<NewOrder> & Pick<NewOrder, 'type' | 'authority'> & { readonly urls?: readonly string[] },
  ): Promise<Id<'ord'>>;
  settle(order: string, items?: readonly string[]): Promise<void>;
  /** Asks a route as this actor. */
  ask(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    by?: Actor,
  ): Promise<{ readonly status: number; readonly json: never }>;
  act(
    order: string,
    act: string,
    body?: unknown,
    by?: Actor,
  ): Promise<{ readonly status: number; readonly json: never }>;
  clocks(order: string): Promise<Readonly<Record<string, Clocked>>>;
  rows<T>(what: ReturnType<typeof sql<T>>): Promise<readonly T[]>;
}

/** A stage of its own on a world of its own, at a moment. */
export async function orderly(name: string, now: string): Promise<Orderly> {
  const world = await testWorld(name);
  world.clock.set(at(now));
  const stage = await setStage(world, name);
  const plan = await planOf(world, await inProcessReaders(), 'abuse@voorbeeldhost.example');
  const made = await addMember(
    world,
    stage.org,
    { kind: 'engine' },
    { email: `dirk@${name}.example`, name: 'Dirk', role: 'decider' },
  );
  const decider: Actor = { kind: 'member', id: made.id, role: 'decider', name: 'Dirk' };
  const api = routes({
    messageText: () => Promise.reject(new Error('no message here')),
    endAsOrder: () => Promise.reject(new Error('no message here')),
    textOf: async (bytes) => Buffer.from(bytes).toString(),
  });
  api.onError((fault, c) => {
    const refusal = (fault as { refusal?: { code: string } }).refusal;
    if (!refusal) throw fault;
    return c.json({ code: refusal.code }, 409);
  });
  const work = async () => {
    for (let round = 0; round < 30; round++) {
      let ran = 0;
      for (const lane of ['urgent', 'normal', 'bulk'] as const) ran += await runDue(world, lane, plan.jobs, 50);
      if (ran === 0) return;
    }
  };
  const ask: Orderly['ask'] = async (method, path, body, by = stage.handler) => {
    const { Hono } = await import('hono');
    const app = new Hono<{ Variables: { world: unknown; organisation: string; actor: Actor; language: string } }>();
    app.use(async (c, next) => {
      c.set('world', world);
      c.set('organisation', stage.org);
      c.set('actor', by);
      c.set('language', 'nl');
      await next();
    });
    app.route('/', api as never);
    const answer = await app.request(path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    return { status: answer.status, json: (await answer.json()) as never };
  };
  return {
    world,
    plan,
    stage,
    decider,
    work,
    pass: async (to) => {
      if (to instanceof Temporal.Instant) world.clock.set(to);
      else world.clock.add(to);
      await tick(world, plan.ticking);
      await work();
    },
    take: async ({ urls = [], ...order }) =>
      (
        await world.db.in(stage.org, (tx) =>
          takeOrder(
            world,
            tx,
            {
              channel: 'mail',
              receivedAt: world.clock.now(),
              items: urls.map((location) => ({ kind: 'url' as const, location })),
              elements: [
                'legal_basis',
                'reasons',
                'redress',
                'signature',
                'language',
                'form',
                'material',
                'issued_at',
                'warrant',
                'offence',
                'data',
              ],
              words: { replyTo: 'desk@authority.example' },
              ...order,
            },
            { kind: 'engine' },
          ),
        )
      ).id,
    settle: async (order, items = []) => {
      await world.db.in(stage.org, (tx) =>
        settleOrder(
          world,
          tx,
          {
            matter: order,
            items,
            decision: newId(world, 'dec'),
            outcome: 'acted',
            ground: 'law',
            restrictions: ['visibility:CONTENT_DISABLED'],
            at: world.clock.now(),
            automated: 'NOT_AUTOMATED',
          },
          decider,
        ),
      );
    },
    ask,
    act: (order, act, body = {}, by = stage.handler) => ask('POST', `/v1/orders/${order}/acts/${act}`, body, by),
    clocks: async (order) => {
      const rows = await world.db.in(stage.org, (tx) =>
        tx.rows(sql<Clocked>`
          select clock, state, starts_at, due_at, ended_at, breached_at, noticed_at from deadline where organisation_id = ${stage.org} and subject = ${order} order by starts_at`),
      );
      return Object.fromEntries(rows.map((r) => [r.clock, r]));
    },
    rows: (what) => world.db.in(stage.org, (tx) => tx.rows(what)),
  };
}

/** An authority in the register with a mail contact that was there before; answers both ids. */
export async function registered(
  o: Orderly,
  name: string,
  mail: string,
  country = 'nl',
  law?: string,
): Promise<{ readonly authority: string; readonly contact: string }> {
  const made = await o.ask('POST', '/v1/authorities', { name, country, ...(law ? { law } : {}) }, o.stage.admin);
  const authority = (made.json as { id: string }).id;
  const list = await o.ask(
    'POST',
    `/v1/authorities/${authority}/contacts`,
    { channel: 'mail', address: mail, source: 'their website, looked up by hand' },
    o.stage.admin,
  );
  const contact =
    (list.json as { items: { id: string; contacts: { id: string }[] }[] }).items
      .find((a) => a.id === authority)
      ?.contacts.at(-1)?.id ?? '';
  return { authority, contact };
}

/** Where a URL of the bakery lies on the stage. */
export const bakeryUrl = 'https://bakkerij.example/pagina/7';
