/** HTTP routes of bans, the return check, the matches it gives, and the uses that are on. */
import { type Api, answers, body, createRoute, may, newApi, z } from '#io/http';
import { returnUses } from '#law';
import { banActs, banInput, returnActs } from './ban.ts';
import {
  banAccessShape,
  banPage,
  banShape,
  returnCheckShape,
  returnMatchShape,
  returnRowShape,
  returnSubjectInput,
  subjectOf,
  useShape,
} from './shapes.ts';
import {
  actOnBan,
  actOnReturn,
  addBan,
  type BanHands,
  banAccess,
  bansPage,
  returnCheck,
  returnsPage,
  showBan,
  showReturn,
  showUses,
  tellBan,
  turnOff,
  turnOn,
} from './work.ts';

const tags = ['bans'];
const id = z.object({ id: z.string().max(64) });
const limit = z.coerce.number().int().min(1).max(500).default(200);
const reason = z.string().max(10_000).default('');
const version = z.number().int().optional();

const list = createRoute({
  method: 'get',
  path: '/v1/bans',
  operationId: 'listBans',
  summary: 'Bans, contested ones first; their identifiers are never given',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { query: z.object({ open: z.stringbool().default(false), limit }) },
  responses: answers(banPage, 'Bans'),
});
const add = createRoute({
  method: 'post',
  path: '/v1/bans',
  operationId: 'addBan',
  summary: 'Bans a party, the party of a decision, or somebody who never became one; the person is told',
  tags,
  'x-may': 'decider',
  middleware: [may('decider')] as const,
  request: { body: body(banInput) },
  responses: answers(banShape, 'The ban'),
});
const show = createRoute({
  method: 'get',
  path: '/v1/bans/{id}',
  operationId: 'showBan',
  summary: 'One ban: ground, facts, what is kept by kind, contests; reading it is recorded',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: id },
  responses: answers(banShape, 'The ban'),
});
const act = createRoute({
  method: 'post',
  path: '/v1/bans/{id}',
  operationId: 'actOnBan',
  summary: 'contest, reject, uphold, lift; whoever made the ban decides no contest of it',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: {
    params: id,
    body: body(z.strictObject({ act: z.enum(banActs).exclude(['expire']), reason, version })),
  },
  responses: answers(banShape, 'The ban as it is now'),
});
const tell = createRoute({
  method: 'post',
  path: '/v1/bans/{id}/tell',
  operationId: 'tellBan',
  summary: 'Tells the person, now or again; the link of an earlier letter opens nothing any more',
  tags,
  'x-may': 'decider',
  middleware: [may('decider')] as const,
  request: { params: id, body: body(z.strictObject({ address: z.email() })) },
  responses: answers(banShape, 'The ban'),
});
const check = createRoute({
  method: 'post',
  path: '/v1/return_check',
  operationId: 'returnCheck',
  summary: 'Whether an applicant looks like a banned customer; what is found is a proposal that people decide',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { body: body(returnSubjectInput) },
  responses: answers(returnCheckShape, 'The verdict with its lines'),
});
const matches = createRoute({
  method: 'get',
  path: '/v1/return_matches',
  operationId: 'listReturnMatches',
  summary: 'Those who look like a banned customer, what waits for a person first',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { query: z.object({ waiting: z.stringbool().default(true), party: z.string().max(64).optional(), limit }) },
  responses: answers(z.object({ items: z.array(returnRowShape) }), 'Matches'),
});
const match = createRoute({
  method: 'get',
  path: '/v1/return_matches/{id}',
  operationId: 'showReturnMatch',
  summary: 'One match: the evidence, then the sum of its lines; reading it is recorded',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: id },
  responses: answers(returnMatchShape, 'The match'),
});
const actMatch = createRoute({
  method: 'post',
  path: '/v1/return_matches/{id}',
  operationId: 'actOnReturnMatch',
  summary: 'take, confirm, reject, reopen; all but take need a reason of one’s own',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: id, body: body(z.strictObject({ act: z.enum(returnActs), reason, version })) },
  responses: answers(returnMatchShape, 'The match as it is now'),
});
const uses = createRoute({
  method: 'get',
  path: '/v1/ban_uses',
  operationId: 'listBanUses',
  summary: 'For which uses tags are compared, on which ground',
  tags,
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  responses: answers(z.object({ items: z.array(useShape) }), 'Uses'),
});
const use = z.enum(returnUses).exclude(['onboarding']);
const setUse = createRoute({
  method: 'put',
  path: '/v1/ban_uses',
  operationId: 'setBanUse',
  summary: 'Records the ground on which a use is on, or turns it off',
  tags,
  'x-may': 'admin',
  middleware: [may('admin')] as const,
  request: {
    body: body(
      z.union([
        z.strictObject({
          use,
          on: z.literal(true),
          article: z.string().trim().min(3).max(200),
          why: z.string().trim().min(10).max(4000),
        }),
        z.strictObject({ use, on: z.literal(false) }),
      ]),
    ),
  },
  responses: answers(z.object({ items: z.array(useShape) }), 'Uses as they are now'),
});
const access = createRoute({
  method: 'get',
  path: '/v1/parties/{id}/bans',
  operationId: 'banAccess',
  summary: 'What a party that asks for its own data hears of bans (GDPR art. 15); reading it is recorded',
  tags,
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: id },
  responses: answers(banAccessShape, 'Bans of this party'),
});

/** Routes of this room. */
export function routes(hands: BanHands): Api {
  return newApi()
    .openapi(list, async (c) => {
      const q = c.req.valid('query');
      return c.json(await c.get('world').db.in(c.get('organisation'), (tx) => bansPage(tx, q.open, q.limit)), 200);
    })
    .openapi(add, async (c) => {
      const world = c.get('world');
      const made = await world.db.in(c.get('organisation'), async (tx) =>
        showBan(world, tx, await addBan(world, tx, hands, c.req.valid('json'), c.get('actor')), c.get('actor')),
      );
      return c.json(made, 200);
    })
    .openapi(show, async (c) => {
      const world = c.get('world');
      const found = await world.db.in(c.get('organisation'), (tx) =>
        showBan(world, tx, c.req.valid('param').id, c.get('actor')),
      );
      return c.json(found, 200);
    })
    .openapi(act, async (c) => {
      const world = c.get('world');
      const { act: name, ...given } = c.req.valid('json');
      const now = await world.db.in(c.get('organisation'), async (tx) => {
        await actOnBan(world, tx, c.req.valid('param').id, name, given, c.get('actor'));
        return showBan(world, tx, c.req.valid('param').id, c.get('actor'));
      });
      return c.json(now, 200);
    })
    .openapi(tell, async (c) => {
      const world = c.get('world');
      const now = await world.db.in(c.get('organisation'), async (tx) => {
        await tellBan(world, tx, c.req.valid('param').id, c.req.valid('json').address, c.get('actor'));
        return showBan(world, tx, c.req.valid('param').id, c.get('actor'));
      });
      return c.json(now, 200);
    })
    .openapi(check, async (c) => {
      const world = c.get('world');
      const subject = subjectOf(c.req.valid('json'));
      const found = await world.db.in(c.get('organisation'), (tx) =>
        returnCheck(world, tx, subject, 'onboarding', c.get('actor')),
      );
      return c.json(found, 200);
    })
    .openapi(matches, async (c) => {
      const q = c.req.valid('query');
      const items = await c.get('world').db.in(c.get('organisation'), (tx) => returnsPage(tx, q));
      return c.json({ items: [...items] }, 200);
    })
    .openapi(match, async (c) => {
      const world = c.get('world');
      const found = await world.db.in(c.get('organisation'), (tx) =>
        showReturn(world, tx, c.req.valid('param').id, c.get('actor')),
      );
      return c.json(found, 200);
    })
    .openapi(actMatch, async (c) => {
      const world = c.get('world');
      const { act: name, ...given } = c.req.valid('json');
      const now = await world.db.in(c.get('organisation'), async (tx) => {
        await actOnReturn(world, tx, c.req.valid('param').id, name, given, c.get('actor'));
        return showReturn(world, tx, c.req.valid('param').id, c.get('actor'));
      });
      return c.json(now, 200);
    })
    .openapi(uses, async (c) => {
      const items = await c.get('world').db.in(c.get('organisation'), showUses);
      return c.json({ items: [...items] }, 200);
    })
    .openapi(setUse, async (c) => {
      const world = c.get('world');
      const given = c.req.valid('json');
      const items = await world.db.in(c.get('organisation'), async (tx) => {
        if (given.on) await turnOn(world, tx, given.use, given, c.get('actor'));
        else await turnOff(world, tx, given.use, c.get('actor'));
        return showUses(tx);
      });
      return c.json({ items: [...items] }, 200);
    })
    .openapi(access, async (c) => {
      const world = c.get('world');
      const found = await world.db.in(c.get('organisation'), (tx) =>
        banAccess(world, tx, c.req.valid('param').id, c.get('actor')),
      );
      return c.json(found, 200);
    });
}
