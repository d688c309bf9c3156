/** HTTP routes of inventories: listed, added, set; tried, polled, approved; told by signed calls; and what provisioning says. */
import { type Api, type Ask, answers, body, createRoute, may, pageQuery, readCursor, writeCursor, z } from '#io/http';
import { isId, Refused, statedMoment } from '#kernel';
import {
  assignedShape,
  assignShape,
  inventoryKindShape,
  inventoryPatchShape,
  inventoryShape,
  newInventoryShape,
  pollShape,
  releaseShape,
  tryInventoryShape,
} from '../shapes.ts';
import { textOf } from '../work/asking.ts';
import {
  addInventory,
  changeInventory,
  handHook,
  listInventories,
  listKinds,
  showInventory,
  tryInventory,
} from '../work/inventories.ts';
import { approvePoll, backfillInventory, dismissPoll, listPolls, pollInventory, showPoll } from '../work/polling.ts';
import { assignFrom, releaseFrom } from '../work/provisioning.ts';

const idParam = z.object({
  id: z
    .string()
    .min(1)
    .max(100)
    .openapi({ param: { name: 'id', in: 'path' } }),
});
const made = z.object({ id: z.string() });
const tags = ['inventories'];
const reader = { 'x-may': 'reader', middleware: may('reader') } as const;
const handler = { 'x-may': 'handler', middleware: may('handler') } as const;
const admin = { 'x-may': 'admin', middleware: may('admin') } as const;

const routesOf = {
  kinds: createRoute({
    method: 'get',
    path: '/v1/inventory-kinds',
    operationId: 'listInventoryKinds',
    summary: 'Kinds of inventory there are adapters for, with the secrets and options each takes',
    tags,
    ...reader,
    responses: answers(z.object({ items: z.array(inventoryKindShape) }), 'Kinds'),
  }),
  list: createRoute({
    method: 'get',
    path: '/v1/inventories',
    operationId: 'listInventories',
    summary: 'Inventories with their health, last poll and next one',
    tags,
    ...reader,
    responses: answers(z.object({ items: z.array(inventoryShape) }), 'Inventories'),
  }),
  add: createRoute({
    method: 'post',
    path: '/v1/inventories',
    operationId: 'addInventory',
    summary: 'Adds an inventory; secrets are kept encrypted and never shown again',
    tags,
    ...admin,
    request: { body: body(newInventoryShape) },
    responses: answers(made, 'The id'),
  }),
  try: createRoute({
    method: 'post',
    path: '/v1/inventory-try',
    operationId: 'tryInventory',
    summary: 'Reads an inventory as it would be kept and says what it would change; keeps nothing',
    tags,
    ...admin,
    request: { body: body(tryInventoryShape) },
    responses: answers(pollShape, 'The difference'),
  }),
  show: createRoute({
    method: 'get',
    path: '/v1/inventories/{id}',
    operationId: 'showInventory',
    summary: 'One inventory, by id or name',
    tags,
    ...reader,
    request: { params: idParam },
    responses: answers(inventoryShape, 'The inventory'),
  }),
  change: createRoute({
    method: 'post',
    path: '/v1/inventories/{id}',
    operationId: 'changeInventory',
    summary: 'Changes its settings (admin), or pauses, resumes or removes it; what it said stays',
    tags,
    ...handler,
    request: { params: idParam, body: body(inventoryPatchShape) },
    responses: answers(made, 'The id'),
  }),
  polls: createRoute({
    method: 'get',
    path: '/v1/inventories/{id}/polls',
    operationId: 'listPolls',
    summary: 'Polls of an inventory, newest first',
    tags,
    ...reader,
    request: { params: idParam, query: pageQuery },
    responses: answers(z.object({ items: z.array(pollShape), next: z.string().nullable() }), 'A page of polls'),
  }),
  poll: createRoute({
    method: 'post',
    path: '/v1/inventories/{id}/poll',
    operationId: 'pollInventory',
    summary: 'Polls it now; with diff=true only says what would change',
    tags,
    ...handler,
    request: { params: idParam, query: z.object({ diff: z.enum(['true', 'false']).default('false') }) },
    responses: answers(pollShape, 'The poll with its difference'),
  }),
  file: createRoute({
    method: 'post',
    path: '/v1/inventories/{id}/file',
    operationId: 'handInventoryFile',
    summary: 'Hands in a file of an inventory whose files are handed in (text, or gzip of it)',
    tags,
    ...handler,
    request: {
      params: idParam,
      query: z.object({
        diff: z.enum(['true', 'false']).default('false'),
        as_of: z
          .string()
          .optional()
          .describe('RFC 3339: the moment the file speaks of, where it does not say so itself'),
      }),
      body: { required: false, content: { 'application/octet-stream': { schema: z.string() } } },
    },
    responses: answers(pollShape, 'The poll with its difference'),
  }),
  backfill: createRoute({
    method: 'post',
    path: '/v1/inventories/{id}/backfill',
    operationId: 'backfillInventory',
    summary: "Inserts history before the first poll from the inventory's own log of changes",
    tags,
    ...handler,
    request: { params: idParam, query: z.object({ diff: z.enum(['true', 'false']).default('false') }) },
    responses: answers(pollShape, 'The poll with its difference'),
  }),
  showPoll: createRoute({
    method: 'get',
    path: '/v1/polls/{id}',
    operationId: 'showPoll',
    summary: 'One poll with its difference',
    tags,
    ...reader,
    request: { params: idParam },
    responses: answers(pollShape, 'The poll'),
  }),
  approve: createRoute({
    method: 'post',
    path: '/v1/polls/{id}/approve',
    operationId: 'approvePoll',
    summary: 'Writes a held poll, compared again with what is known by now',
    tags,
    ...handler,
    request: { params: idParam },
    responses: answers(pollShape, 'The poll with its difference'),
  }),
  dismiss: createRoute({
    method: 'post',
    path: '/v1/polls/{id}/dismiss',
    operationId: 'dismissPoll',
    summary: 'Lets go of a held poll; nothing changes',
    tags,
    ...handler,
    request: { params: idParam },
    responses: answers(made, 'The id'),
  }),
  hook: createRoute({
    method: 'post',
    path: '/v1/inventories/{id}/hook/{organisation}',
    operationId: 'tellInventory',
    summary: 'A signed call of an inventory (NetBox webhook: X-Hook-Signature, HMAC-SHA512 of the body)',
    tags,
    'x-may': 'public',
    request: {
      params: idParam.extend({
        organisation: z
          .string()
          .max(100)
          .openapi({ param: { name: 'organisation', in: 'path' } }),
      }),
      body: { required: false, content: { 'application/json': { schema: z.unknown() } } },
    },
    responses: answers(z.object({ taken: z.number().int() }), 'How many resources turned'),
  }),
  assign: createRoute({
    method: 'post',
    path: '/v1/resources/assign',
    operationId: 'assignResource',
    summary: 'Provisioning: a resource came to a customer at a moment; the same said again writes nothing',
    tags: ['ledger'],
    ...handler,
    request: { body: body(assignShape) },
    responses: answers(assignedShape, 'The record'),
  }),
  release: createRoute({
    method: 'post',
    path: '/v1/resources/release',
    operationId: 'releaseResource',
    summary: 'Provisioning: a resource left its holder at a moment; the same said again writes nothing',
    tags: ['ledger'],
    ...handler,
    request: { body: body(releaseShape) },
    responses: answers(assignedShape, 'The record'),
  }),
};

const who = (c: Ask) => [c.get('world'), c.get('organisation'), c.get('actor')] as const;

async function* bytesOf(c: Ask): AsyncGenerator<Uint8Array> {
  const stream = c.req.raw.body;
  if (!stream) throw new Refused('request.invalid', 'the body is empty: send the file');
  for await (const chunk of stream) yield chunk;
}

/** Adds the routes of inventories to those of the ledger. */
export function withInventories(api: Api): Api {
  return api
    .openapi(routesOf.kinds, async (c) => c.json({ items: await listKinds() }, 200))
    .openapi(routesOf.list, async (c) =>
      c.json({ items: await listInventories(c.get('world'), c.get('organisation')) }, 200),
    )
    .openapi(routesOf.add, async (c) => c.json({ id: await addInventory(...who(c), c.req.valid('json')) }, 200))
    .openapi(routesOf.try, async (c) => c.json(await tryInventory(...who(c), c.req.valid('json')), 200))
    .openapi(routesOf.show, async (c) =>
      c.json(await showInventory(c.get('world'), c.get('organisation'), c.req.valid('param').id), 200),
    )
    .openapi(routesOf.change, async (c) => {
      const { id } = c.req.valid('param');
      await changeInventory(...who(c), id, c.req.valid('json'));
      return c.json({ id }, 200);
    })
    .openapi(routesOf.polls, async (c) => {
      const { limit, cursor } = c.req.valid('query');
      const before = cursor ? String(readCursor(cursor)[0]) : undefined;
      const page = await listPolls(c.get('world'), c.get('organisation'), c.req.valid('param').id, limit, before);
      return c.json({ items: page.items, next: page.next === null ? null : writeCursor([page.next]) }, 200);
    })
    .openapi(routesOf.poll, async (c) =>
      c.json(
        await pollInventory(...who(c), c.req.valid('param').id, { dry: c.req.valid('query').diff === 'true' }),
        200,
      ),
    )
    .openapi(routesOf.file, async (c) => {
      const { diff, as_of } = c.req.valid('query');
      const said = await pollInventory(...who(c), c.req.valid('param').id, {
        text: textOf(bytesOf(c)),
        dry: diff === 'true',
        ...(as_of === undefined ? {} : { asOf: statedMoment(as_of, 'as_of') }),
      });
      return c.json(said, 200);
    })
    .openapi(routesOf.backfill, async (c) =>
      c.json(await backfillInventory(...who(c), c.req.valid('param').id, c.req.valid('query').diff === 'true'), 200),
    )
    .openapi(routesOf.showPoll, async (c) =>
      c.json(await showPoll(c.get('world'), c.get('organisation'), c.req.valid('param').id), 200),
    )
    .openapi(routesOf.approve, async (c) => c.json(await approvePoll(...who(c), c.req.valid('param').id), 200))
    .openapi(routesOf.dismiss, async (c) => {
      const { id } = c.req.valid('param');
      await dismissPoll(...who(c), id);
      return c.json({ id }, 200);
    })
    .openapi(routesOf.hook, async (c) => {
      const { id, organisation } = c.req.valid('param');
      if (!isId('org', organisation) || !isId('inv', id)) throw new Refused('inventory.hook-refused');
      const bytes = new Uint8Array(await c.req.arrayBuffer());
      return c.json(await handHook(c.get('world'), organisation, id, bytes, c.req.header('x-hook-signature')), 200);
    })
    .openapi(routesOf.assign, async (c) => c.json(await assignFrom(...who(c), c.req.valid('json')), 200))
    .openapi(routesOf.release, async (c) => c.json(await releaseFrom(...who(c), c.req.valid('json')), 200));
}
