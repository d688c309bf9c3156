/** The HTTP routes of intake: messages in, and the manual queue. */
import type { MiddlewareHandler } from 'hono';
import { sql } from '#io/db';
import {
  type Api,
  type Asking,
  answers,
  body,
  createRoute,
  may,
  newApi,
  pageQuery,
  readCursor,
  writeCursor,
  z,
} from '#io/http';
import type { World } from '#io/world';
import { receiptShape } from '#journal';
import { receiptOf } from '#journal/proof';
import { type Actor, type Id, mayHandIn, Refused } from '#kernel';
import { mappingRoutes } from './api/mappings.ts';
import { channelRoutes } from './channels/api.ts';
import type { ChannelHands } from './channels/pull.ts';
import { dropFacts, type LoadedFacts, listFacts, loadFacts } from './facts.ts';
import { findingByHand, messageRows, oneMessage } from './messages.ts';
import { notifierRoutes } from './notifiers/api.ts';
import type { NotifierHands } from './notifiers/showing.ts';
import { takeAllowance } from './notifiers/work.ts';
import { factsShape, handFinding, messageRow, messageText, receivedShape } from './shapes.ts';
import { addTeaching } from './teaching/api.ts';
import { addFinding, type IntakeHands, markNotAbuse, readAgain, receive } from './work.ts';

/** What the routes use beside intake itself. */
export interface MessageHands extends IntakeHands, ChannelHands, NotifierHands {
  /** The message as plain text, from the reading process; pictures left out. */
  text(world: World, org: Id<'org'>, id: Id<'msg'>, actor: Actor): Promise<z.infer<typeof messageText>>;
  markCsam(world: World, org: Id<'org'>, id: Id<'msg'>, why: string, actor: Actor): Promise<void>;
}

const most = 50 * 1024 * 1024;

const lineOfFacts = (f: LoadedFacts) => ({
  format: f.format,
  entries: f.entries,
  loaded_at: f.loadedAt.toString(),
  loaded_by: f.loadedBy,
});

/** Handlers, and keys that may hand in reports and nothing else: a feed's key opens no case. */
const mayIntake: MiddlewareHandler<Asking> = async (c, next) => {
  const actor = c.get('actor') as Actor | undefined;
  if (!actor) throw new Refused('request.not-logged-in');
  if (!mayHandIn(actor)) throw new Refused('request.not-allowed');
  await next();
};

export function routes(hands: MessageHands): Api {
  const api = newApi();
  const idParam = z.object({ id: z.string().max(40) });
  const asId = (id: string) => id as Id<'msg'>;
  mappingRoutes(api, hands);

  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/messages',
      operationId: 'receiveMessage',
      summary: 'A message as its sender wrote it: a mail, a XARF report, a CSV. Answered once it is durably kept',
      tags: ['messages'],
      'x-may': 'intake',
      middleware: [mayIntake] as const,
      request: {
        query: z.object({
          name: z.string().max(200).optional(),
          feed: z.string().max(80).optional(),
          hint: z.string().max(60).optional(),
        }),
        body: {
          required: true,
          content: {
            'message/rfc822': { schema: z.string().openapi({ format: 'binary' }) },
            // Described, not checked: what is no JSON after all is kept as well, and ends in the manual queue.
            'application/json': { schema: {} },
            'text/csv': { schema: z.string() },
            'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) },
          },
        },
      },
      responses: answers(receivedShape, 'Kept; it will be read'),
    }),
    async (c) => {
      const { name, feed, hint } = c.req.valid('query');
      const bytes = new Uint8Array(await c.req.arrayBuffer());
      if (bytes.length === 0) throw new Refused('request.invalid', 'the body is empty');
      if (bytes.length > most) throw new Refused('request.too-large', `at most ${most} bytes`);
      await takeAllowance(c.get('world'), c.get('organisation'), c.get('actor'));
      const type = c.req.header('content-type') ?? '';
      const ending = type.includes('json')
        ? 'json'
        : type.includes('csv')
          ? 'csv'
          : type.includes('rfc822')
            ? 'eml'
            : 'bin';
      const received = await receive(c.get('world'), c.get('organisation'), {
        channel: 'http',
        bytes,
        name: name ?? `message.${ending}`,
        ...(feed ? { feed } : {}),
        ...(hint ? { hint } : {}),
        by: c.get('actor'),
      });
      return c.json({ id: received.id, duplicate: received.duplicate, state: 'kept' }, 200);
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/messages',
      operationId: 'listMessages',
      summary: 'Messages, newest first; the manual queue is state=manual',
      tags: ['messages'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      request: { query: pageQuery.extend({ state: z.enum(['kept', 'reading', 'manual', 'done']).optional() }) },
      responses: answers(
        z.object({ items: z.array(messageRow), next: z.string().nullable() }).openapi('MessagePage'),
        'Messages',
      ),
    }),
    async (c) => {
      const { state, limit, cursor } = c.req.valid('query');
      const world = c.get('world');
      const org = c.get('organisation');
      const after = cursor ? readCursor(cursor) : undefined;
      const items = await world.db.in(org, (tx) =>
        messageRows(
          world,
          tx,
          org,
          sql`${state ? sql`state = ${state}` : sql`true`} and ${after ? sql`(received_at, id) < (${String(after[0])}::timestamptz, ${String(after[1])})` : sql`true`}`,
          limit + 1,
        ),
      );
      const page = items.slice(0, limit);
      const last = page.at(-1);
      return c.json(
        { items: page, next: items.length > limit && last ? writeCursor([last.received_at, last.id]) : null },
        200,
      );
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/messages/{id}',
      operationId: 'showMessage',
      summary: 'One message',
      tags: ['messages'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      request: { params: idParam },
      responses: answers(messageRow, 'The message'),
    }),
    async (c) => c.json(await oneMessage(c.get('world'), c.get('organisation'), c.req.valid('param').id), 200),
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/messages/{id}/text',
      operationId: 'showMessageText',
      summary: 'The message as plain text; reading it is noted in the journal',
      tags: ['messages'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { params: idParam },
      responses: answers(messageText, 'Its text'),
    }),
    async (c) =>
      c.json(
        await hands.text(c.get('world'), c.get('organisation'), asId(c.req.valid('param').id), c.get('actor')),
        200,
      ),
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/messages/{id}/receipt',
      operationId: 'showMessageReceipt',
      summary: 'Proof that this message was received, and when, that its sender can check without trusting us',
      tags: ['messages'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      request: { params: idParam },
      responses: answers(receiptShape, 'The receipt'),
    }),
    async (c) => {
      const world = c.get('world');
      const receipt = await world.db.in(c.get('organisation'), (tx) =>
        receiptOf(world, tx, 'message.received', c.req.valid('param').id),
      );
      return c.json(receipt, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/messages/{id}/read_again',
      operationId: 'readMessageAgain',
      summary: 'Read it again, as a format a person names or freely',
      tags: ['messages'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { params: idParam, body: body(z.object({ hint: z.string().max(60).optional() })) },
      responses: answers(messageRow, 'The message, waiting to be read'),
    }),
    async (c) => {
      await readAgain(
        c.get('world'),
        c.get('organisation'),
        asId(c.req.valid('param').id),
        c.req.valid('json').hint,
        c.get('actor'),
      );
      return c.json(await oneMessage(c.get('world'), c.get('organisation'), c.req.valid('param').id), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/messages/{id}/not_abuse',
      operationId: 'markMessageNotAbuse',
      summary: 'A person says: no abuse report',
      tags: ['messages'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { params: idParam, body: body(z.object({ reason: z.string().min(1).max(2000) })) },
      responses: answers(messageRow, 'The message'),
    }),
    async (c) => {
      await markNotAbuse(
        c.get('world'),
        c.get('organisation'),
        asId(c.req.valid('param').id),
        c.req.valid('json').reason,
        c.get('actor'),
      );
      return c.json(await oneMessage(c.get('world'), c.get('organisation'), c.req.valid('param').id), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/messages/{id}/add_finding',
      operationId: 'addFindingByHand',
      summary: 'A person writes down what the message says',
      tags: ['messages'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { params: idParam, body: body(handFinding) },
      responses: answers(messageRow, 'The message'),
    }),
    async (c) => {
      const finding = await findingByHand(c.req.valid('json'));
      await addFinding(
        c.get('world'),
        hands,
        c.get('organisation'),
        asId(c.req.valid('param').id),
        finding,
        c.get('actor'),
      );
      return c.json(await oneMessage(c.get('world'), c.get('organisation'), c.req.valid('param').id), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/messages/{id}/mark_csam',
      operationId: 'markMessageCsam',
      summary: 'Child abuse material: the pictures and the key are destroyed, a tombstone stays',
      tags: ['messages'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { params: idParam, body: body(z.object({ reason: z.string().min(1).max(2000) })) },
      responses: answers(messageRow, 'The message'),
    }),
    async (c) => {
      await hands.markCsam(
        c.get('world'),
        c.get('organisation'),
        asId(c.req.valid('param').id),
        c.req.valid('json').reason,
        c.get('actor'),
      );
      return c.json(await oneMessage(c.get('world'), c.get('organisation'), c.req.valid('param').id), 200);
    },
  );

  const formatParam = z.object({ format: z.string().max(60) });
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/facts',
      operationId: 'listFacts',
      summary: 'Official schemas that were loaded to keep a format up to date',
      tags: ['messages'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      responses: answers(z.object({ items: z.array(factsShape) }).openapi('FactsList'), 'What is loaded'),
    }),
    async (c) => {
      const org = c.get('organisation');
      const list = await c.get('world').db.in(org, (tx) => listFacts(tx, org));
      return c.json({ items: list.map(lineOfFacts) }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'put',
      path: '/v1/facts/{format}',
      operationId: 'loadFacts',
      summary: 'Load an official schema for a format; it holds for messages read from now on',
      tags: ['messages'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { params: formatParam, body: body(z.record(z.string(), z.unknown())) },
      responses: answers(factsShape, 'What is loaded'),
    }),
    async (c) => {
      const loaded = await loadFacts(
        c.get('world'),
        c.get('organisation'),
        c.req.valid('param').format,
        c.req.valid('json'),
        c.get('actor'),
      );
      return c.json(lineOfFacts(loaded), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'delete',
      path: '/v1/facts/{format}',
      operationId: 'dropFacts',
      summary: 'Take a loaded schema away: the format goes back to what it knows itself',
      tags: ['messages'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { params: formatParam },
      responses: answers(z.object({ format: z.string() }), 'It is gone'),
    }),
    async (c) => {
      const { format } = c.req.valid('param');
      await dropFacts(c.get('world'), c.get('organisation'), format, c.get('actor'));
      return c.json({ format }, 200);
    },
  );
  addTeaching(api, hands);
  for (const more of [channelRoutes(hands), notifierRoutes(hands)]) api.route('/', more);
  return api;
}
