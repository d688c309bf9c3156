/** HTTP routes of the journal: entries, verification, and proofs that an entry is in it and that it only grew. */
import { type Api, answers, createRoute, may, newApi, pageQuery, readCursor, writeCursor, z } from '#io/http';
import {
  entryOut,
  entryPageShape,
  growthShape,
  hexOf,
  proofShape,
  verificationOut,
  verificationShape,
} from './shapes.ts';
import { proveEntry, proveGrowth, readEntries, verifyJournal } from './work.ts';

const list = createRoute({
  method: 'get',
  path: '/v1/journal',
  operationId: 'listJournal',
  summary: 'What was done, newest first; erased details say under which rule and when',
  tags: ['journal'],
  middleware: [may('reader')] as const,
  'x-may': 'reader',
  request: {
    query: pageQuery.extend({
      act: z.string().max(80).optional().describe('An act, or the part before its dot for all acts on that'),
      subject: z.string().max(64).optional().describe('Id of what it was about'),
      by: z.string().max(64).optional().describe('Id of who did it, or engine'),
    }),
  },
  responses: answers(entryPageShape, 'Entries'),
});

const verify = createRoute({
  method: 'get',
  path: '/v1/journal/verify',
  operationId: 'verifyJournal',
  summary: 'Checks every entry, every detail and the tree',
  tags: ['journal'],
  middleware: [may('reader')] as const,
  'x-may': 'reader',
  responses: answers(verificationShape, 'What was found'),
});

const growth = createRoute({
  method: 'get',
  path: '/v1/journal/growth',
  operationId: 'proveJournalGrowth',
  summary: 'Proof that the journal of an earlier size is the beginning of the journal now',
  tags: ['journal'],
  middleware: [may('reader')] as const,
  'x-may': 'reader',
  request: { query: z.object({ from: z.coerce.number().int().min(1).describe('The earlier size') }) },
  responses: answers(growthShape, 'Consistency proof (RFC 9162)'),
});

const proof = createRoute({
  method: 'get',
  path: '/v1/journal/{seq}/proof',
  operationId: 'proveJournalEntry',
  summary: 'Proof that an entry is in the journal',
  tags: ['journal'],
  middleware: [may('reader')] as const,
  'x-may': 'reader',
  request: { params: z.object({ seq: z.coerce.number().int().min(1) }) },
  responses: answers(proofShape, 'Inclusion proof (RFC 9162)'),
});

/** Routes of this room. */
export function routes(): Api {
  return newApi()
    .openapi(list, async (c) => {
      const { limit, cursor, act, subject, by } = c.req.valid('query');
      const world = c.get('world');
      const before = cursor ? Number(readCursor(cursor)[0]) : null;
      const page = await world.db.in(c.get('organisation'), (tx) =>
        readEntries(world, tx, { act, subject, by }, before, limit),
      );
      return c.json(
        { items: page.entries.map(entryOut), next: page.before === null ? null : writeCursor([page.before]) },
        200,
      );
    })
    .openapi(verify, async (c) =>
      c.json(verificationOut(await verifyJournal(c.get('world'), c.get('organisation'))), 200),
    )
    .openapi(growth, async (c) => {
      const { from } = c.req.valid('query');
      const found = await c.get('world').db.in(c.get('organisation'), (tx) => proveGrowth(tx, from));
      return c.json({ first: from, second: found.size, root: hexOf(found.root), proof: found.proof.map(hexOf) }, 200);
    })
    .openapi(proof, async (c) => {
      const { seq } = c.req.valid('param');
      const found = await c.get('world').db.in(c.get('organisation'), (tx) => proveEntry(tx, seq));
      return c.json(
        {
          seq,
          leaf: found.leaf,
          leaf_index: seq - 1,
          leaf_hash: hexOf(found.leafHash),
          tree_size: found.treeSize,
          root: hexOf(found.root),
          path: found.path.map(hexOf),
        },
        200,
      );
    });
}
