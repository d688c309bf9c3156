/** The HTTP routes of measures, of the systems in which they are carried out, and of repeated violations. */
import { type Api, answers, body, createRoute, may, z } from '#io/http';
import { actOnMeasure } from '../carrying.ts';
import type { DecisionHands } from '../hands.ts';
import { measureActs } from '../measure.ts';
import { measureShape, standingShape, systemBody, systemShape } from '../shapes.ts';
import { measureJson, standingJson, systemJson } from '../showing.ts';
import { measuresAtWork } from '../store.ts';
import { standings } from '../strikes.ts';
import { abilities, addSystem, endSystem, renewSecrets, setAbility, systemsOf } from '../systems.ts';

const idParam = z.object({ id: z.string().max(60) });

/** Adds these routes to those of decisions. */
export function systemRoutes(api: Api, hands: DecisionHands): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/measures',
      operationId: 'listMeasures',
      summary: 'Measures under way, failed, or waiting for a hand',
      tags: ['decisions'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      responses: answers(z.object({ items: z.array(measureShape) }).openapi('MeasurePage'), 'Measures'),
    }),
    async (c) =>
      c.json(
        await c.get('world').db.in(c.get('organisation'), async (tx) => {
          const systems = await systemsOf(tx);
          return { items: (await measuresAtWork(tx, 200)).map((m) => measureJson(m, systems)) };
        }),
        200,
      ),
  );

  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/measures/{id}/{act}',
      operationId: 'actOnMeasure',
      summary: 'Says it was done by hand, lets a failed one be tried again, or takes it in hand',
      tags: ['decisions'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { params: idParam.extend({ act: z.enum(measureActs) }) },
      responses: answers(z.object({ done: z.literal(true) }).openapi('MeasureActed'), 'Done'),
    }),
    async (c) => {
      const { id, act } = c.req.valid('param');
      await c
        .get('world')
        .db.in(c.get('organisation'), (tx) => actOnMeasure(c.get('world'), tx, hands, id, act, c.get('actor')));
      return c.json({ done: true as const }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/strikes',
      operationId: 'listStandings',
      summary: 'Parties with violations that weigh, the heaviest first, and the step the house rule comes to',
      tags: ['decisions'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      request: { query: z.object({ party: z.string().max(60).optional() }) },
      responses: answers(z.object({ items: z.array(standingShape) }).openapi('StandingPage'), 'Parties'),
    }),
    async (c) =>
      c.json(
        await c.get('world').db.in(c.get('organisation'), async (tx) => ({
          items: (await standings(tx, c.get('world').clock.now(), c.req.valid('query').party)).map(standingJson),
        })),
        200,
      ),
  );

  const systemsPage = z
    .object({
      items: z.array(systemShape),
      abilities: z.array(z.object({ service_kind: z.string(), can: z.array(z.string()) })),
    })
    .openapi('MeasureSystemPage');
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/measure-systems',
      operationId: 'listMeasureSystems',
      summary: 'Where measures are carried out, and what is possible for which kind of service',
      tags: ['decisions'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      responses: answers(systemsPage, 'Systems'),
    }),
    async (c) =>
      c.json(
        await c.get('world').db.in(c.get('organisation'), async (tx) => ({
          items: (await systemsOf(tx)).map(systemJson),
          abilities: (await abilities(tx)).map((a) => ({ service_kind: a.service_kind, can: a.can })),
        })),
        200,
      ),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/measure-systems',
      operationId: 'addMeasureSystem',
      summary: 'Registers a system; its secrets are sealed and never shown',
      tags: ['decisions'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { body: body(systemBody) },
      responses: answers(z.object({ id: z.string() }).openapi('MeasureSystemMade'), 'The system'),
    }),
    async (c) => {
      const id = await c
        .get('world')
        .db.in(c.get('organisation'), (tx) => addSystem(c.get('world'), tx, c.req.valid('json'), c.get('actor')));
      return c.json({ id }, 200);
    },
  );
  const done = z.object({ done: z.literal(true) }).openapi('MeasureSystemActed');
  api.openapi(
    createRoute({
      method: 'put',
      path: '/v1/measure-systems/{id}/secrets',
      operationId: 'renewMeasureSecrets',
      summary: 'New secrets for a system; the old ones are gone',
      tags: ['decisions'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: {
        params: idParam,
        body: body(z.object({ secrets: z.record(z.string(), z.string().max(4000)) }).openapi('MeasureSecrets')),
      },
      responses: answers(done, 'Done'),
    }),
    async (c) => {
      await c
        .get('world')
        .db.in(c.get('organisation'), (tx) =>
          renewSecrets(c.get('world'), tx, c.req.valid('param').id, c.req.valid('json').secrets, c.get('actor')),
        );
      return c.json({ done: true as const }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/measure-systems/{id}/end',
      operationId: 'endMeasureSystem',
      summary: 'No plan offers it any more; what it did can still be undone through it',
      tags: ['decisions'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { params: idParam },
      responses: answers(done, 'Done'),
    }),
    async (c) => {
      await c
        .get('world')
        .db.in(c.get('organisation'), (tx) => endSystem(c.get('world'), tx, c.req.valid('param').id, c.get('actor')));
      return c.json({ done: true as const }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'put',
      path: '/v1/service-abilities',
      operationId: 'setServiceAbility',
      summary: 'What the provider can technically do for a kind of service; plans offer nothing else',
      tags: ['decisions'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: {
        body: body(
          z
            .object({ service_kind: z.string().max(40), can: z.array(z.string().max(40)).max(20) })
            .openapi('ServiceAbility'),
        ),
      },
      responses: answers(done, 'Done'),
    }),
    async (c) => {
      await c
        .get('world')
        .db.in(c.get('organisation'), (tx) =>
          setAbility(c.get('world'), tx, c.req.valid('json').service_kind, c.req.valid('json').can, c.get('actor')),
        );
      return c.json({ done: true as const }, 200);
    },
  );
}
