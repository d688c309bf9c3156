/** HTTP routes of requests for data. Each reading of one is a line in the journal. */
import { type Api, answers, body, createRoute, may, newApi, z } from '#io/http';
import { askDisclosure } from './request.ts';
import { disclosureActBody, disclosureRowShape, disclosureShape, registeredShape } from './shapes.ts';
import { actOnDisclosure, queueOfDisclosures, registeredFor, showDisclosure, takeDisclosure } from './work.ts';

const tags = ['disclosure'];
const id = z.object({ id: z.string().max(64) });

const add = createRoute({
  method: 'post',
  path: '/v1/disclosures',
  operationId: 'addDisclosure',
  summary: 'Take in a request for data of a customer',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { body: body(askDisclosure) },
  responses: answers(z.object({ id: z.string(), number: z.string() }), 'The request'),
});
const list = createRoute({
  method: 'get',
  path: '/v1/disclosures',
  operationId: 'listDisclosures',
  summary: 'Requests for data, what is due first on top',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: {
    query: z.object({
      open: z.stringbool().default(false),
      limit: z.coerce.number().int().min(1).max(500).default(200),
    }),
  },
  responses: answers(z.object({ items: z.array(disclosureRowShape) }), 'Requests'),
});
const show = createRoute({
  method: 'get',
  path: '/v1/disclosures/{id}',
  operationId: 'showDisclosure',
  summary: 'One request, with test, decision and history',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: id },
  responses: answers(disclosureShape, 'The request'),
});
const act = createRoute({
  method: 'post',
  path: '/v1/disclosures/{id}/{act}',
  operationId: 'actOnDisclosure',
  summary: 'hear, answer, assess, decide, confirm, decline, withdraw, note',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: id.extend({ act: z.string().max(20) }), body: body(disclosureActBody) },
  responses: answers(disclosureShape, 'The request'),
});

const registered = createRoute({
  method: 'get',
  path: '/v1/disclosures/{id}/registered',
  operationId: 'showRegisteredData',
  summary: 'What our register holds of the names a request is about, for who decides on it; reading it is recorded',
  tags,
  'x-may': 'decider',
  middleware: [may('decider')] as const,
  request: { params: id },
  responses: answers(registeredShape, 'Data by name'),
});

/** Routes of this room. */
export function routes(): Api {
  return newApi()
    .openapi(add, async (c) =>
      c.json(await takeDisclosure(c.get('world'), c.get('organisation'), c.req.valid('json'), c.get('actor')), 200),
    )
    .openapi(list, async (c) => {
      const q = c.req.valid('query');
      const items = await c.get('world').db.in(c.get('organisation'), (tx) => queueOfDisclosures(tx, q.open, q.limit));
      return c.json({ items: [...items] }, 200);
    })
    .openapi(show, async (c) => {
      const world = c.get('world');
      const shape = await world.db.in(c.get('organisation'), (tx) =>
        showDisclosure(world, tx, c.req.valid('param').id, c.get('actor')),
      );
      return c.json(shape, 200);
    })
    .openapi(registered, async (c) => {
      const world = c.get('world');
      const found = await world.db.in(c.get('organisation'), (tx) =>
        registeredFor(world, tx, c.req.valid('param').id, c.get('actor')),
      );
      return c.json(found, 200);
    })
    .openapi(act, async (c) => {
      const world = c.get('world');
      const p = c.req.valid('param');
      const shape = await world.db.in(c.get('organisation'), async (tx) => {
        await actOnDisclosure(world, tx, p.id, p.act, c.req.valid('json'), c.get('actor'));
        return showDisclosure(world, tx, p.id, c.get('actor'));
      });
      return c.json(shape, 200);
    });
}
