/** HTTP routes: holdings, networks, ledger files with their diff, undo, and the biography of a resource. */
import {
  type Api,
  type Ask,
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
import { Refused, statedMoment } from '#kernel';
import { importRow, importShape } from '#parties';
import { withInventories } from './api/inventories.ts';
import {
  biographyShape,
  holdingPatchShape,
  holdingShape,
  networkShape,
  newHoldingShape,
  newNetworkShape,
} from './shapes.ts';
import {
  addNetwork,
  assign,
  biography,
  correct,
  diffJson,
  importLedger,
  listHoldings,
  listImports,
  listNetworks,
  release,
  undoImport,
} from './work.ts';

const idParam = z.object({
  id: z
    .string()
    .min(1)
    .max(100)
    .openapi({ param: { name: 'id', in: 'path' } }),
});
const made = z.object({ id: z.string() });
const instant = z.string().describe('RFC 3339');

const list = createRoute({
  method: 'get',
  path: '/v1/holdings',
  operationId: 'listHoldings',
  summary: 'What is held: of a party, under a contract, inside a prefix or by name; at a moment, or of every time',
  tags: ['ledger'],
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  request: {
    query: pageQuery.extend({
      resource: z.string().max(2100).optional(),
      party: z.string().max(100).optional(),
      contract: z.string().max(100).optional(),
      at: instant.optional(),
    }),
  },
  responses: answers(z.object({ items: z.array(holdingShape), next: z.string().nullable() }), 'A page of holdings'),
});
const add = createRoute({
  method: 'post',
  path: '/v1/holdings',
  operationId: 'addHolding',
  summary: 'Records that a resource is held under a contract',
  tags: ['ledger'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { body: body(newHoldingShape) },
  responses: answers(made, 'The id'),
});
const releaseOne = createRoute({
  method: 'post',
  path: '/v1/holdings/{id}/release',
  operationId: 'releaseHolding',
  summary: 'Ends a holding at a moment',
  tags: ['ledger'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: idParam, body: body(z.object({ until: instant })) },
  responses: answers(made, 'The record that now says so'),
});
const correctOne = createRoute({
  method: 'post',
  path: '/v1/holdings/{id}/correct',
  operationId: 'correctHolding',
  summary: 'Corrects a record; what rested on it is looked at again',
  tags: ['ledger'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: idParam, body: body(holdingPatchShape) },
  responses: answers(made, 'The record that now says so'),
});
const networks = createRoute({
  method: 'get',
  path: '/v1/networks',
  operationId: 'listNetworks',
  summary: 'What the organisation answers for, at a moment or ever',
  tags: ['ledger'],
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  request: { query: z.object({ at: instant.optional() }) },
  responses: answers(z.object({ items: z.array(networkShape) }), 'Networks'),
});
const addOneNetwork = createRoute({
  method: 'post',
  path: '/v1/networks',
  operationId: 'addNetwork',
  summary: 'Records a network the organisation answers for',
  tags: ['ledger'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { body: body(newNetworkShape) },
  responses: answers(made, 'The id'),
});
const imports = createRoute({
  method: 'get',
  path: '/v1/imports',
  operationId: 'listImports',
  summary: 'Ledger files that were written, newest first',
  tags: ['ledger'],
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  request: { query: pageQuery },
  responses: answers(z.object({ items: z.array(importRow), next: z.string().nullable() }), 'A page of imports'),
});
const importFile = createRoute({
  method: 'post',
  path: '/v1/imports',
  operationId: 'importLedger',
  summary: 'Reads a ledger file (CSV; its columns say of what), shows the difference, and writes it unless diff=true',
  tags: ['ledger'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: {
    query: z.object({ diff: z.enum(['true', 'false']).default('false') }),
    body: {
      // Not "required": the frame would then read every body as a form. An empty one is refused below.
      required: false,
      content: {
        'text/csv': { schema: z.string() },
        'multipart/form-data': {
          schema: z.object({
            file: z.custom<File>((f) => f instanceof File).openapi({ type: 'string', format: 'binary' }),
          }),
        },
      },
    },
  },
  responses: answers(importShape, 'The difference'),
});
const undo = createRoute({
  method: 'post',
  path: '/v1/imports/{id}/undo',
  operationId: 'undoImport',
  summary: 'Undoes an import: what it opened is closed, what it closed is given back',
  tags: ['ledger'],
  'x-may': 'handler',
  middleware: [may('handler')] as const,
  request: { params: idParam },
  responses: answers(made, 'The id'),
});
const life = createRoute({
  method: 'get',
  path: '/v1/biography',
  operationId: 'biography',
  summary: 'Every record of a resource, of what encloses it and of what lies inside, corrected ones too',
  tags: ['ledger'],
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  request: { query: z.object({ resource: z.string().min(1).max(2100), at: instant.optional() }) },
  responses: answers(biographyShape, 'The biography'),
});

const mostBytes = 256 * 1024 * 1024;

/** The text of a file as it comes in: the body itself, or the one file of a form. */
async function* textOf(c: Ask): AsyncGenerator<string> {
  const type = c.req.header('content-type') ?? '';
  let stream: ReadableStream<Uint8Array> | null = c.req.raw.body;
  if (type.startsWith('multipart/form-data')) {
    const file = (await c.req.parseBody())['file'];
    if (!(file instanceof File)) throw new Refused('request.invalid', 'file: send one CSV file under this name');
    stream = file.stream();
  }
  if (!stream) throw new Refused('request.invalid', 'the body is empty: send the CSV file');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > mostBytes) throw new Refused('request.too-large');
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
  } catch (cause) {
    if (cause instanceof TypeError)
      throw new Refused('import.unreadable', 'The file is not UTF-8 text; save it as CSV UTF-8.');
    throw cause;
  }
}

/** The routes of the ledger. */
export function routes(): Api {
  const api = newApi()
    .openapi(list, async (c) => {
      const { resource, party, contract, at, limit, cursor } = c.req.valid('query');
      const page = await listHoldings(c.get('world'), c.get('organisation'), {
        resource,
        party,
        contract,
        at: at === undefined ? undefined : statedMoment(at, 'at'),
        limit,
        after: cursor ? String(readCursor(cursor)[0]) : undefined,
      });
      return c.json({ items: page.items, next: page.next === null ? null : writeCursor([page.next]) }, 200);
    })
    .openapi(add, async (c) => {
      return c.json(
        { id: await assign(c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('json')) },
        200,
      );
    })
    .openapi(releaseOne, async (c) => {
      const until = statedMoment(c.req.valid('json').until, 'until');
      const id = await release(c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('param').id, until);
      return c.json({ id }, 200);
    })
    .openapi(correctOne, async (c) => {
      const patch = c.req.valid('json');
      const id = await correct(c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('param').id, patch);
      return c.json({ id }, 200);
    })
    .openapi(networks, async (c) => {
      const { at } = c.req.valid('query');
      const items = await listNetworks(c.get('world'), c.get('organisation'), at ? statedMoment(at, 'at') : undefined);
      return c.json({ items }, 200);
    })
    .openapi(addOneNetwork, async (c) => {
      const id = await addNetwork(c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('json'));
      return c.json({ id }, 200);
    })
    .openapi(imports, async (c) => {
      const { limit, cursor } = c.req.valid('query');
      const before = cursor ? String(readCursor(cursor)[0]) : undefined;
      const found = await listImports(c.get('world'), c.get('organisation'), limit + 1, before);
      const items = found.slice(0, limit).map((i) => ({
        id: i.id,
        kind: i.kind,
        counts: { ...i.counts },
        by: i.by,
        at: i.at.toString(),
        undone_at: i.undoneAt?.toString() ?? null,
      }));
      const last = items.at(-1);
      return c.json({ items, next: found.length > limit && last ? writeCursor([last.id]) : null }, 200);
    })
    .openapi(importFile, async (c) => {
      const dry = c.req.valid('query').diff === 'true';
      const diff = await importLedger(c.get('world'), c.get('organisation'), c.get('actor'), { text: textOf(c), dry });
      return c.json(diffJson(diff, c.get('language')), 200);
    })
    .openapi(undo, async (c) => {
      const { id } = c.req.valid('param');
      await undoImport(c.get('world'), c.get('organisation'), c.get('actor'), id);
      return c.json({ id }, 200);
    })
    .openapi(life, async (c) => {
      const { resource, at } = c.req.valid('query');
      const when = at === undefined ? null : statedMoment(at, 'at');
      return c.json(await biography(c.get('world'), c.get('organisation'), resource, when), 200);
    });
  return withInventories(api);
}
