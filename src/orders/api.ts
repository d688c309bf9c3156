/** HTTP routes of orders. Those of duty, of the register of authorities and of hotlines stand beside it. */
import { type Api, answers, body, createRoute, may, newApi, pageQuery, readCursor, writeCursor, z } from '#io/http';
import type { World } from '#io/world';
import { receiptShape } from '#journal';
import { receiptOf } from '#journal/proof';
import { type Actor, type Id, Refused, statedMoment } from '#kernel';
import { orderElements } from '#law';
import { loadLaw } from '#law/work';
import { actOnOrder, orderActNames } from './acts.ts';
import { dutyRoutes } from './apis/duty.ts';
import { hotlineRoutes } from './apis/hotline.ts';
import { registerRoutes } from './apis/register.ts';
import { type FormRead, itemOf, readForm } from './form.ts';
import {
  type NewOrderShape,
  newOrderShape,
  orderActBody,
  orderPage,
  orderShape,
  orderTypeShape,
  readOrderShape,
  takenShape,
} from './shapes.ts';
import { orderFile, orderLines } from './showing.ts';
import { orderById } from './store.ts';
import { fromForm, markRead, openLocation, takeOrder } from './work.ts';

/** What the routes use of the rooms that hold messages. */
export interface OrderHands {
  /** A message of the house as plain text; reading it is written down. */
  messageText(
    world: World,
    org: Id<'org'>,
    id: string,
    by: Actor,
  ): Promise<{
    readonly text: string;
    readonly receivedAt: Temporal.Instant;
    readonly sha256: Uint8Array;
    readonly from: string | null;
  }>;
  /** Takes a message out of the manual queue: it is an order. */
  endAsOrder(world: World, tx: Parameters<typeof takeOrder>[1], org: Id<'org'>, id: string, by: Actor): Promise<void>;
  /** Bytes as plain text, read in the reading process. */
  textOf(bytes: Uint8Array, name: string): Promise<string>;
}

const idParam = z.object({ id: z.string().max(40) });
const readJson = (r: FormRead) => ({
  type: r.type ?? null,
  is_form: r.isForm,
  authority: r.authority ?? null,
  country: r.country ?? null,
  reference: r.reference ?? null,
  issued_at: r.issuedAt?.toString() ?? null,
  reply_to: r.replyTo ?? null,
  legal_basis: r.legalBasis ?? null,
  reasons: r.reasons ?? null,
  redress: r.redress ?? null,
  emergency: r.emergency,
  secret: r.isSecret,
  items: r.items.map((i) => i.location),
  elements: [...r.elements],
});

/** What was filled in, as an order to take. */
export function orderFrom(b: NewOrderShape, now: Temporal.Instant): Parameters<typeof takeOrder>[2] {
  return {
    type: b.type,
    authority: b.authority,
    ...(b.authority_id ? { authorityId: b.authority_id as Id<'aut'> } : {}),
    ...(b.country ? { country: b.country } : {}),
    ...(b.reference ? { reference: b.reference } : {}),
    channel: b.channel,
    ...(b.language ? { language: b.language } : {}),
    emergency: b.emergency,
    ...(b.term ? { term: b.term } : {}),
    ...(b.issued_at ? { issuedAt: statedMoment(b.issued_at, 'issued_at') } : {}),
    receivedAt: b.received_at ? statedMoment(b.received_at, 'received_at') : now,
    items: b.items.flatMap((text) => itemOf(text) ?? []),
    elements: b.elements,
    words: {
      legalBasis: b.legal_basis ?? null,
      reasons: b.reasons ?? null,
      redress: b.redress ?? null,
      scope: b.scope ?? null,
      replyTo: b.reply_to ?? null,
      note: b.note ?? null,
    },
    ...(b.secrecy
      ? {
          secrecy: {
            basis: b.secrecy.basis,
            until: b.secrecy.until === null ? null : statedMoment(b.secrecy.until, 'secrecy.until'),
          },
        }
      : {}),
    ...(b.category ? { category: b.category } : {}),
    ...(b.keyword ? { keyword: b.keyword } : {}),
    ...(b.document
      ? { document: { bytes: Buffer.from(b.document.base64, 'base64'), mediaType: b.document.type } }
      : {}),
  };
}

export function routes(hands: OrderHands): Api {
  const api = newApi();

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/orders',
      operationId: 'listOrders',
      summary: 'Orders with their running clocks, the newest first',
      tags: ['orders'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: {
        query: pageQuery.extend({
          which: z.enum(['open', 'all']).default('open'),
          type: z.string().max(40).optional(),
        }),
      },
      responses: answers(orderPage, 'Orders'),
    }),
    async (c) => {
      const { limit, cursor, which, type } = c.req.valid('query');
      const [at, id] = cursor ? readCursor(cursor) : [];
      const found = await c.get('world').db.in(c.get('organisation'), (tx) =>
        orderLines(tx, {
          which,
          limit: limit + 1,
          ...(type ? { type } : {}),
          ...(cursor ? { after: [String(at), String(id)] as const } : {}),
        }),
      );
      const items = found.slice(0, limit);
      const last = items.at(-1);
      return c.json(
        { items, next: found.length > limit && last ? writeCursor([last.received_at, last.id]) : null },
        200,
      );
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/orders',
      operationId: 'addOrder',
      summary: 'An order that came by another way; the same again writes nothing',
      tags: ['orders'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { body: body(newOrderShape) },
      responses: answers(takenShape, 'Taken; its clocks run from delivery'),
    }),
    async (c) => {
      const world = c.get('world');
      const taken = await world.db.in(c.get('organisation'), (tx) =>
        takeOrder(world, tx, orderFrom(c.req.valid('json'), world.clock.now()), c.get('actor')),
      );
      return c.json(taken, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/orders/read',
      operationId: 'readOrder',
      summary: 'What a document says, to fill in the form: nothing is kept',
      tags: ['orders'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { body: body(z.object({ name: z.string().max(200), base64: z.string().max(14_000_000) })) },
      responses: answers(readOrderShape, 'What could be read'),
    }),
    async (c) => {
      const { name, base64 } = c.req.valid('json');
      return c.json(readJson(readForm(await hands.textOf(Buffer.from(base64, 'base64'), name))), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/orders/from_message',
      operationId: 'orderFromMessage',
      summary: 'A person says of a message: this is an order. What it says is read; what is given goes before',
      tags: ['orders'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { body: body(newOrderShape.partial().extend({ message: z.string().max(40) })) },
      responses: answers(takenShape, 'Taken'),
    }),
    async (c) => {
      const world = c.get('world');
      const org = c.get('organisation');
      const { message, ...given } = c.req.valid('json');
      const m = await hands.messageText(world, org, message, c.get('actor'));
      const read = readForm(m.text);
      const type = given.type ?? read.type;
      const authority = given.authority ?? read.authority ?? m.from ?? undefined;
      if (!type || !authority)
        throw new Refused('request.invalid', 'type and authority: not in the message', {
          ...(type ? {} : { type: 'missing' }),
          ...(authority ? {} : { authority: 'missing' }),
        });
      const said = orderFrom(newOrderShape.parse({ ...given, type, authority, channel: 'mail' }), m.receivedAt);
      const taken = await world.db.in(org, async (tx) => {
        const form = fromForm(read, {
          channel: 'mail',
          receivedAt: m.receivedAt,
          authority,
          message: message as Id<'msg'>,
          sha256: m.sha256,
          ...(m.from ? { replyTo: m.from } : {}),
        });
        const taken = await takeOrder(
          world,
          tx,
          {
            ...form,
            ...said,
            items: said.items.length > 0 ? said.items : form.items,
            elements: said.elements.length > 0 ? said.elements : form.elements,
            receivedAt: m.receivedAt,
            words: {
              ...form.words,
              ...Object.fromEntries(Object.entries(said.words ?? {}).filter(([, v]) => v !== null)),
            },
          },
          c.get('actor'),
        );
        await hands.endAsOrder(world, tx, org, message, c.get('actor'));
        return taken;
      });
      return c.json(taken, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/orders/types',
      operationId: 'listOrderTypes',
      summary: 'Kinds of orders, with the elements each must have and the article',
      tags: ['orders'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      responses: answers(z.object({ items: z.array(orderTypeShape) }), 'Kinds'),
    }),
    async (c) => {
      const law = await loadLaw();
      return c.json(
        {
          items: [...law.orders.values()].map((t) => ({
            id: t.id,
            title: t.title,
            basis: [t.basis.law, t.basis.article && `art. ${t.basis.article}`].filter(Boolean).join(', '),
            mark: t.basis.mark,
            asks: t.asks,
            elements: t.checks.map((k) => ({
              element: k.element,
              title: orderElements[k.element],
              article: k.article,
              required: k.required,
            })),
          })),
        },
        200,
      );
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/orders/{id}',
      operationId: 'showOrder',
      summary: 'One order with everything about it; addresses of child abuse material stay masked',
      tags: ['orders'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { params: idParam },
      responses: answers(orderShape, 'The order'),
    }),
    async (c) => {
      const world = c.get('world');
      const { id } = c.req.valid('param');
      const file = await world.db.in(c.get('organisation'), async (tx) => {
        await markRead(world, tx, id, c.get('actor'));
        return orderFile(world, tx, id);
      });
      return c.json(file, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/orders/{id}/acts/{act}',
      operationId: 'actOnOrder',
      summary: `One act on an order: ${orderActNames.join(', ')}`,
      tags: ['orders'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { params: idParam.extend({ act: z.string().max(40) }), body: body(orderActBody) },
      responses: answers(orderShape, 'The order as it stands now'),
    }),
    async (c) => {
      const world = c.get('world');
      const org = c.get('organisation');
      const { id, act } = c.req.valid('param');
      await actOnOrder(world, org, id, act, c.req.valid('json'), c.get('actor'));
      return c.json(await world.db.in(org, (tx) => orderFile(world, tx, id)), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/orders/{id}/items/{item}/location',
      operationId: 'openOrderItem',
      summary: 'The address of an item, also a masked one; each reading is written in the journal',
      tags: ['orders'],
      'x-may': 'decider',
      middleware: [may('decider')] as const,
      request: { params: idParam.extend({ item: z.string().max(40) }) },
      responses: answers(z.object({ location: z.string() }), 'Its address'),
    }),
    async (c) => {
      const world = c.get('world');
      const { id, item } = c.req.valid('param');
      return c.json(
        {
          location: await world.db.in(c.get('organisation'), (tx) => openLocation(world, tx, id, item, c.get('actor'))),
        },
        200,
      );
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/orders/{id}/receipt',
      operationId: 'showOrderReceipt',
      summary: 'Signed proof of receipt, or of the effect, that the authority can check without us',
      tags: ['orders'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { params: idParam, query: z.object({ of: z.enum(['received', 'effect']).default('received') }) },
      responses: answers(receiptShape, 'The receipt'),
    }),
    async (c) => {
      const world = c.get('world');
      const receipt = await world.db.in(c.get('organisation'), async (tx) => {
        const o = await orderById(tx, c.req.valid('param').id);
        return receiptOf(world, tx, `order.${c.req.valid('query').of}`, o.id);
      });
      return c.json(receipt, 200);
    },
  );
  api.route('/', dutyRoutes());
  api.route('/', registerRoutes());
  api.route('/', hotlineRoutes());
  return api;
}
