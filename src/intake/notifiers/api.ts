/** The HTTP routes of notifiers: their records and keys, and what a notifier may see of what it handed in. */
import type { MiddlewareHandler } from 'hono';
import { type Api, type Asking, answers, body, createRoute, may, newApi, pageQuery, z } from '#io/http';
import { type Actor, mayHandIn, Refused } from '#kernel';
import { handedInShape, notifierDetail, notifierShape } from '../channelshapes.ts';
import { handedIn, listNotifiers, type NotifierHands, showNotifier } from './showing.ts';
import { addNotifier, editNotifier, newKeyFor } from './work.ts';

const idParam = z.object({ id: z.string().max(40) });
const limits = {
  per_minute: z.number().int().min(1).max(100_000).optional(),
  per_day: z.number().int().min(1).max(10_000_000).optional(),
};
const token = z.object({ id: z.string(), key: z.string(), token: z.string().describe('Shown once, never again') });

const mayIntake: MiddlewareHandler<Asking> = async (c, next) => {
  const actor = c.get('actor') as Actor | undefined;
  if (!actor) throw new Refused('request.not-logged-in');
  if (!mayHandIn(actor)) throw new Refused('request.not-allowed');
  await next();
};

export function notifierRoutes(hands: NotifierHands): Api {
  const api = newApi();
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/notifiers',
      operationId: 'listNotifiers',
      summary: 'Who reports, with how their reports ended: counts, n and interval',
      tags: ['notifiers'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      responses: answers(z.object({ items: z.array(notifierShape) }), 'Notifiers'),
    }),
    async (c) =>
      c.json({ items: [...(await listNotifiers(c.get('world'), hands, c.get('organisation'), c.get('actor')))] }, 200),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/notifiers',
      operationId: 'addNotifier',
      summary:
        'A notifier with a key of its own, which hands in reports and sees what became of them, and nothing else',
      tags: ['notifiers'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: {
        body: body(z.object({ name: z.string().min(1).max(200), domain: z.string().max(253).optional(), ...limits })),
      },
      responses: answers(token, 'The notifier and its token'),
    }),
    async (c) => {
      const b = c.req.valid('json');
      const made = await addNotifier(c.get('world'), c.get('organisation'), c.get('actor'), {
        name: b.name,
        domain: b.domain,
        perMinute: b.per_minute,
        perDay: b.per_day,
      });
      return c.json(made, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/notifiers/{id}',
      operationId: 'showNotifier',
      summary: 'One notifier: its record by month, its decided cases, its last messages',
      tags: ['notifiers'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      request: { params: idParam },
      responses: answers(notifierDetail, 'The notifier'),
    }),
    async (c) =>
      c.json(
        await showNotifier(c.get('world'), hands, c.get('organisation'), c.get('actor'), c.req.valid('param').id),
        200,
      ),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/notifiers/{id}',
      operationId: 'changeNotifier',
      summary: 'Change its name or limits, or tie another domain or feed to its record',
      tags: ['notifiers'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: {
        params: idParam,
        body: body(
          z.object({
            name: z.string().min(1).max(200).optional(),
            domain: z.string().max(253).optional(),
            feed: z.string().max(60).optional(),
            ...limits,
          }),
        ),
      },
      responses: answers(notifierDetail, 'The notifier'),
    }),
    async (c) => {
      const b = c.req.valid('json');
      const [world, org, by, id] = [c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('param').id];
      await editNotifier(world, org, by, id, {
        name: b.name,
        domain: b.domain,
        feed: b.feed,
        perMinute: b.per_minute,
        perDay: b.per_day,
      });
      return c.json(await showNotifier(world, hands, org, by, id), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/notifiers/{id}/key',
      operationId: 'newNotifierKey',
      summary: 'A fresh key for it; with instead, its other keys stop at once',
      tags: ['notifiers'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { params: idParam, body: body(z.object({ instead: z.boolean().default(false) })) },
      responses: answers(token, 'The token'),
    }),
    async (c) => {
      const id = c.req.valid('param').id;
      const made = await newKeyFor(
        c.get('world'),
        c.get('organisation'),
        c.get('actor'),
        id,
        c.req.valid('json').instead,
      );
      return c.json({ id, ...made }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/handed_in',
      operationId: 'listHandedIn',
      summary:
        'For a notifier by its key: what it handed in and how far each has got, in coarse words; its own and no other',
      tags: ['notifiers'],
      'x-may': 'intake',
      middleware: [mayIntake] as const,
      request: { query: pageQuery },
      responses: answers(z.object({ items: z.array(handedInShape), next: z.string().nullable() }), 'Handed in'),
    }),
    async (c) =>
      c.json(await handedIn(c.get('world'), hands, c.get('organisation'), c.get('actor'), c.req.valid('query')), 200),
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/handed_in/{id}',
      operationId: 'showHandedIn',
      summary: 'One message it handed in',
      tags: ['notifiers'],
      'x-may': 'intake',
      middleware: [mayIntake] as const,
      request: { params: idParam },
      responses: answers(handedInShape, 'Handed in'),
    }),
    async (c) => {
      const { items } = await handedIn(c.get('world'), hands, c.get('organisation'), c.get('actor'), {
        id: c.req.valid('param').id,
        limit: 1,
      });
      if (!items[0]) throw new Refused('request.not-found');
      return c.json(items[0], 200);
    },
  );
  return api;
}
