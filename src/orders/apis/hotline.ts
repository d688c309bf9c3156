/** What a hotline does by its key: it pushes what it would mail, and asks whether an address is still there. */
import type { MiddlewareHandler } from 'hono';
import type { Tx } from '#io/db';
import { type Api, type Asking, answers, body, createRoute, newApi, type z } from '#io/http';
import type { World } from '#io/world';
import { type Actor, mayHandIn, Refused } from '#kernel';
import { itemOf } from '../form.ts';
import { hotlinePush, hotlineTaken, linksAsked, linksShape } from '../shapes.ts';
import { itemsAt, orderById } from '../store.ts';
import { linkState, type TakenOrder, takeOrder } from '../work.ts';

const mayPush: MiddlewareHandler<Asking> = async (c, next) => {
  const actor = c.get('actor') as Actor | undefined;
  if (!actor) throw new Refused('request.not-logged-in');
  if (!mayHandIn(actor)) throw new Refused('request.not-allowed');
  await next();
};

/** One address, taken once while it is open. The address itself never becomes a reference: it stands sealed and nowhere else. */
async function pushed(
  world: World,
  tx: Tx,
  organisation: string,
  r: z.infer<typeof hotlinePush>['reports'][number],
  by: Actor,
): Promise<TakenOrder> {
  const item = itemOf(r.url);
  if (!item || item.kind === 'other')
    throw new Refused('request.invalid', `url: ${r.reference ?? ''} is no address`, { url: 'no address' });
  const open = (await itemsAt(world, tx, item.location)).find((i) => i.type === 'hotline' && i.state === 'open');
  if (open) return { id: open.order_id, number: (await orderById(tx, open.order_id)).number, duplicate: true };
  return takeOrder(
    world,
    tx,
    {
      type: 'hotline',
      authority: organisation,
      ...(r.reference ? { reference: r.reference } : {}),
      channel: 'push',
      receivedAt: world.clock.now(),
      items: [item],
      elements: [],
      words: { note: r.note ?? null, reasons: r.reason ?? null },
    },
    by,
  );
}

export function hotlineRoutes(): Api {
  const api = newApi();
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/hotline/reports',
      operationId: 'pushHotlineReports',
      summary: 'A hotline hands in addresses of child abuse material: never a picture, only where it is',
      tags: ['hotline'],
      'x-may': 'intake',
      middleware: [mayPush] as const,
      request: { body: body(hotlinePush) },
      responses: answers(hotlineTaken, 'Taken; 24 hours run'),
    }),
    async (c) => {
      const world = c.get('world');
      const { organisation, reports } = c.req.valid('json');
      const items = await world.db.in(c.get('organisation'), async (tx) => {
        const done = [];
        for (const r of reports)
          done.push({ ...(await pushed(world, tx, organisation, r, c.get('actor'))), url: r.url });
        return done;
      });
      return c.json({ items }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/hotline/links',
      operationId: 'askLinks',
      summary:
        'Whether addresses are on our network, and what became of them: from the ledger and our measures, nothing is fetched',
      tags: ['hotline'],
      'x-may': 'intake',
      middleware: [mayPush] as const,
      request: { body: body(linksAsked) },
      responses: answers(linksShape, 'What we know'),
    }),
    async (c) => {
      const world = c.get('world');
      const items = await world.db.in(c.get('organisation'), async (tx) => {
        const all = [];
        for (const url of c.req.valid('json').urls) {
          const s = await linkState(world, tx, url);
          all.push({ ...s, since: s.since?.toString() ?? null });
        }
        return all;
      });
      return c.json({ items }, 200);
    },
  );
  return api;
}
