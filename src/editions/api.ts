/** HTTP routes of editions: for members with the right only; everybody else, and every key, hears "not found". */
import type { MiddlewareHandler } from 'hono';
import { type Api, type Asking, answers, body, createRoute, may, newApi, z } from '#io/http';
import { Refused } from '#kernel';
import {
  editionInput,
  editionMatchRow,
  editionMatchShape,
  editionPage,
  editionSettingsShape,
  editionShape,
  editionTakenShape,
  matchDecisionInput,
} from './shapes.ts';
import {
  addIssuer,
  changeSharing,
  decideMatch,
  type EditionHands,
  editionMatches,
  editionsPage,
  processEdition,
  publishEdition,
  receiptOfEdition,
  removeIssuer,
  showEdition,
  showEditionMatch,
  takeEntries,
  takeFile,
  takeText,
} from './work.ts';

const tags = ['editions'];
const id = z.object({ id: z.string().max(64) });
const done = z.object({ done: z.literal(true) });
/** A key is a program's, and the right is a person's. */
const person: MiddlewareHandler<Asking> = async (c, next) => {
  if (c.req.header('authorization')) throw new Refused('request.not-found');
  await next();
};
const plain = { edition: editionInput.shape.edition, date: editionInput.shape.date, issuer: editionInput.shape.issuer };
const dry = z.boolean().default(false);
const mostText = 20_000_000;

const list = createRoute({
  method: 'get',
  path: '/v1/editions',
  operationId: 'listEditions',
  summary: 'Editions in use and before, what is shared of them, and the keys on both sides',
  tags,
  'x-may': 'reader',
  middleware: [may('reader'), person] as const,
  responses: answers(editionPage, 'Editions'),
});
const take = createRoute({
  method: 'post',
  path: '/v1/editions',
  operationId: 'takeEdition',
  summary: 'Takes an edition: a signed file, CSV, the PDF as it came, or entries by hand; answers counts only',
  tags,
  'x-may': 'handler',
  middleware: [may('handler'), person] as const,
  request: {
    body: body(
      z.union([
        z.strictObject({ file: z.string().min(2).max(mostText) }),
        z.strictObject({ csv: z.string().min(2).max(mostText), ...plain, dry }),
        z.strictObject({ pdf: z.base64().max(mostText), ...plain, dry }),
        editionInput,
      ]),
    ),
  },
  responses: answers(editionTakenShape, 'What came of it'),
});
const show = createRoute({
  method: 'get',
  path: '/v1/editions/{id}',
  operationId: 'showEdition',
  summary: 'One edition with its entries and matches; reading it is recorded',
  tags,
  'x-may': 'reader',
  middleware: [may('reader'), person] as const,
  request: { params: id },
  responses: answers(editionShape, 'The edition'),
});
const act = createRoute({
  method: 'post',
  path: '/v1/editions/{id}',
  operationId: 'actOnEdition',
  summary: 'process, publish, unpublish',
  tags,
  'x-may': 'handler',
  middleware: [may('handler'), person] as const,
  request: { params: id, body: body(z.strictObject({ act: z.enum(['process', 'publish', 'unpublish']) })) },
  responses: answers(done, 'Done'),
});
const receipt = createRoute({
  method: 'get',
  path: '/v1/editions/{id}/receipt',
  operationId: 'editionReceipt',
  summary: 'A signed receipt for the issuer, where the organisation chose to give one',
  tags,
  'x-may': 'reader',
  middleware: [may('reader'), person] as const,
  request: { params: id },
  responses: answers(z.object({ note: z.string() }), 'A signed note'),
});
const matches = createRoute({
  method: 'get',
  path: '/v1/edition_matches',
  operationId: 'listEditionMatches',
  summary: 'Matches with editions, what waits for a decision first',
  tags,
  'x-may': 'reader',
  middleware: [may('reader'), person] as const,
  request: { query: z.object({ waiting: z.stringbool().default(true) }) },
  responses: answers(z.object({ items: z.array(editionMatchRow) }), 'Matches'),
});
const match = createRoute({
  method: 'get',
  path: '/v1/edition_matches/{id}',
  operationId: 'showEditionMatch',
  summary: 'One match: what both sides say, then the sum of its lines; reading it is recorded',
  tags,
  'x-may': 'reader',
  middleware: [may('reader'), person] as const,
  request: { params: id },
  responses: answers(editionMatchShape, 'The match'),
});
const decide = createRoute({
  method: 'post',
  path: '/v1/edition_matches/{id}',
  operationId: 'decideEditionMatch',
  summary: 'none, monitor, restrict, end or keep, with a reason of one’s own, and a letter that gives nothing away',
  tags,
  'x-may': 'handler',
  middleware: [may('handler'), person] as const,
  request: { params: id, body: body(matchDecisionInput) },
  responses: answers(done, 'Done'),
});
const settings = createRoute({
  method: 'put',
  path: '/v1/edition_settings',
  operationId: 'setEditionSettings',
  summary: 'What goes back to issuers, and what is published',
  tags,
  'x-may': 'admin',
  middleware: [may('admin'), person] as const,
  request: { body: body(editionSettingsShape) },
  responses: answers(done, 'Done'),
});
const issuer = createRoute({
  method: 'post',
  path: '/v1/edition_issuers',
  operationId: 'setEditionIssuer',
  summary: 'Trusts the key of an issuer, or no longer',
  tags,
  'x-may': 'handler',
  middleware: [may('handler'), person] as const,
  request: {
    body: body(
      z.union([z.strictObject({ key: z.string().max(400) }), z.strictObject({ remove: z.string().max(200) })]),
    ),
  },
  responses: answers(done, 'Done'),
});

const ok = { done: true as const };

/** Routes of this room. */
export function routes(hands: EditionHands): Api {
  return newApi()
    .openapi(list, async (c) => {
      const world = c.get('world');
      return c.json(await world.db.in(c.get('organisation'), (tx) => editionsPage(world, tx, c.get('actor'))), 200);
    })
    .openapi(take, async (c) => {
      const world = c.get('world');
      const given = c.req.valid('json');
      const by = c.get('actor');
      // A PDF is taken apart in the reading process, outside any transaction.
      const pdf = 'pdf' in given ? await hands.textOf(Buffer.from(given.pdf, 'base64'), 'edition.pdf') : '';
      const taken = await world.db.in(c.get('organisation'), (tx) => {
        if ('file' in given) return takeFile(world, tx, Buffer.from(given.file), by);
        if ('csv' in given) return takeText(world, tx, { ...given, way: 'csv', text: given.csv }, by);
        if ('pdf' in given) return takeText(world, tx, { ...given, way: 'pdf', text: pdf }, by);
        return takeEntries(world, tx, given, by);
      });
      return c.json({ ...taken, problems: [...taken.problems] }, 200);
    })
    .openapi(show, async (c) => {
      const world = c.get('world');
      const found = await world.db.in(c.get('organisation'), (tx) =>
        showEdition(world, tx, c.req.valid('param').id, c.get('actor')),
      );
      return c.json(found, 200);
    })
    .openapi(act, async (c) => {
      const world = c.get('world');
      const { act: name } = c.req.valid('json');
      await world.db.in(c.get('organisation'), (tx) =>
        name === 'process'
          ? processEdition(world, tx, c.req.valid('param').id, c.get('actor'))
          : publishEdition(world, tx, c.req.valid('param').id, name === 'publish', c.get('actor')),
      );
      return c.json(ok, 200);
    })
    .openapi(receipt, async (c) => {
      const world = c.get('world');
      const note = await world.db.in(c.get('organisation'), (tx) =>
        receiptOfEdition(world, tx, c.req.valid('param').id, c.get('actor')),
      );
      return c.json({ note }, 200);
    })
    .openapi(matches, async (c) => {
      const world = c.get('world');
      const items = await world.db.in(c.get('organisation'), (tx) =>
        editionMatches(world, tx, c.req.valid('query').waiting, c.get('actor')),
      );
      return c.json({ items: [...items] }, 200);
    })
    .openapi(match, async (c) => {
      const world = c.get('world');
      const found = await world.db.in(c.get('organisation'), (tx) =>
        showEditionMatch(world, tx, c.req.valid('param').id, c.get('actor')),
      );
      return c.json(found, 200);
    })
    .openapi(decide, async (c) => {
      const world = c.get('world');
      await world.db.in(c.get('organisation'), (tx) =>
        decideMatch(world, tx, c.req.valid('param').id, c.req.valid('json'), c.get('actor')),
      );
      return c.json(ok, 200);
    })
    .openapi(settings, async (c) => {
      const world = c.get('world');
      await world.db.in(c.get('organisation'), (tx) => changeSharing(world, tx, c.req.valid('json'), c.get('actor')));
      return c.json(ok, 200);
    })
    .openapi(issuer, async (c) => {
      const world = c.get('world');
      const given = c.req.valid('json');
      await world.db.in(c.get('organisation'), async (tx) => {
        if ('key' in given) await addIssuer(world, tx, given.key, c.get('actor'));
        else await removeIssuer(world, tx, given.remove, c.get('actor'));
      });
      return c.json(ok, 200);
    });
}
