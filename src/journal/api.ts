/** HTTP routes of the journal: entries, verification, and proofs that an entry is in it and that it only grew. */
import { type Api, answers, body, createRoute, may, newApi, pageQuery, readCursor, writeCursor, z } from '#io/http';
import {
  addWitness,
  checkpoints,
  endWitness,
  listWitnessed,
  listWitnesses,
  type SignedCheckpoint,
  takeCosignatures,
  verifierKeyOf,
  witnessLog,
} from './proof.ts';
import {
  checkpointsShape,
  entryOut,
  entryPageShape,
  growthShape,
  hexOf,
  proofShape,
  verificationOut,
  verificationShape,
  witnessListShape,
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

const showCheckpoint = createRoute({
  method: 'get',
  path: '/v1/journal/checkpoint',
  operationId: 'showCheckpoint',
  summary: 'The journal as it stands, signed, and the newest checkpoint a witness cosigned',
  tags: ['journal'],
  middleware: [may('reader')] as const,
  'x-may': 'reader',
  responses: answers(checkpointsShape, 'Checkpoints and keys'),
});

const giveCosignature = createRoute({
  method: 'post',
  path: '/v1/journal/cosignatures',
  operationId: 'takeCosignature',
  summary: 'A checkpoint of ours with the cosignature of a witness of ours',
  tags: ['journal'],
  middleware: [may('admin')] as const,
  'x-may': 'admin',
  request: { body: body(z.object({ note: z.string().max(100_000) })) },
  responses: answers(z.object({ witnesses: z.array(z.string()) }), 'Whose cosignatures were taken'),
});

const witnesses = createRoute({
  method: 'get',
  path: '/v1/journal/witnesses',
  operationId: 'listWitnesses',
  summary: 'Who cosigns our checkpoints, and whose journals we witness',
  tags: ['journal'],
  middleware: [may('reader')] as const,
  'x-may': 'reader',
  responses: answers(witnessListShape, 'Witnesses'),
});

const keyBody = body(z.object({ key: z.string().max(400).describe('NAME+HASH+KEY') }));
const nameShape = z.object({ name: z.string() });
const addOne = createRoute({
  method: 'post',
  path: '/v1/journal/witnesses',
  operationId: 'addWitness',
  summary: 'Let a witness cosign our checkpoints',
  tags: ['journal'],
  middleware: [may('admin')] as const,
  'x-may': 'admin',
  request: { body: keyBody },
  responses: answers(nameShape, 'The witness'),
});
const endOne = createRoute({
  method: 'post',
  path: '/v1/journal/witnesses/end',
  operationId: 'endWitness',
  summary: 'No longer count this witness',
  tags: ['journal'],
  middleware: [may('admin')] as const,
  'x-may': 'admin',
  request: { body: body(z.object({ name: z.string().max(200) })) },
  responses: answers(nameShape, 'The witness'),
});
const watch = createRoute({
  method: 'post',
  path: '/v1/journal/watched',
  operationId: 'watchJournal',
  summary: 'Witness the journal of another, whose key this is',
  tags: ['journal'],
  middleware: [may('admin')] as const,
  'x-may': 'admin',
  request: { body: keyBody },
  responses: answers(nameShape, 'The journal'),
});

const checkpointOut = (c: SignedCheckpoint) => ({
  size: c.size,
  root: hexOf(c.root),
  note: c.note,
  witnesses: [...c.witnesses],
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
    })
    .openapi(showCheckpoint, async (c) => {
      const world = c.get('world');
      const org = c.get('organisation');
      const found = await world.db.in(org, (tx) => checkpoints(world, tx));
      return c.json(
        {
          log_key: await verifierKeyOf(world, org, 'log'),
          witness_key: await verifierKeyOf(world, org, 'witness'),
          now: checkpointOut(found.now),
          witnessed: found.witnessed ? checkpointOut(found.witnessed) : null,
        },
        200,
      );
    })
    .openapi(giveCosignature, async (c) => {
      const { note } = c.req.valid('json');
      const taken = await takeCosignatures(c.get('world'), c.get('organisation'), note, c.get('actor'));
      return c.json({ witnesses: [...taken] }, 200);
    })
    .openapi(witnesses, async (c) => {
      const both = await c.get('world').db.in(c.get('organisation'), async (tx) => ({
        witnesses: await listWitnesses(tx),
        watched: await listWitnessed(tx),
      }));
      return c.json(
        {
          witnesses: both.witnesses.map((w) => ({
            name: w.name,
            key: w.verifierKey,
            added_at: w.addedAt.toString(),
            ended_at: w.endedAt?.toString() ?? null,
            size: w.size,
            signed_at: w.signedAt?.toString() ?? null,
          })),
          watched: both.watched.map((w) => ({ name: w.name, size: w.size, seen_at: w.seenAt?.toString() ?? null })),
        },
        200,
      );
    })
    .openapi(addOne, async (c) =>
      c.json(
        { name: await addWitness(c.get('world'), c.get('organisation'), c.req.valid('json').key, c.get('actor')) },
        200,
      ),
    )
    .openapi(endOne, async (c) => {
      const { name } = c.req.valid('json');
      await endWitness(c.get('world'), c.get('organisation'), name, c.get('actor'));
      return c.json({ name }, 200);
    })
    .openapi(watch, async (c) =>
      c.json(
        { name: await witnessLog(c.get('world'), c.get('organisation'), c.req.valid('json').key, c.get('actor')) },
        200,
      ),
    );
}
