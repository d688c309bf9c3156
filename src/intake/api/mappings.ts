/** The HTTP routes of mappings: list, show, keep, remove, and try on a file before anything is kept. */
import { type Api, answers, body, createRoute, may, z } from '#io/http';
import { Refused } from '#kernel';
import {
  type KeptMapping,
  keepMapping,
  listMappings,
  removeMapping,
  showMapping,
  soundMapping,
  tryMapping,
} from '../work/mappings.ts';
import type { Readers } from '../work.ts';

/**
 * What a mapping is stands in docs/how-to/add-a-feed.md, and the room checks every part of it: a wrong one is refused with
 * each place that is wrong.
 */
const definition = z
  .looseObject({
    name: z.string().max(60),
    shape: z.enum(['csv', 'json', 'list']),
    fields: z.record(z.string(), z.unknown()),
  })
  .openapi('MappingDefinition');

const row = z
  .object({
    name: z.string(),
    version: z.number().int(),
    /** Null where this version removed the mapping. */
    definition: definition.nullable(),
    made_at: z.string().describe('RFC 3339, UTC'),
    made_by: z.string(),
  })
  .openapi('Mapping');
export type MappingRow = z.infer<typeof row>;

const triedShape = z
  .object({
    count: z.number().int(),
    findings: z.array(z.record(z.string(), z.unknown())),
    problems: z.array(z.object({ code: z.string(), message: z.string(), at: z.string().optional() })),
  })
  .openapi('MappingTried');
export type TriedShape = z.infer<typeof triedShape>;

const shown = (m: KeptMapping): MappingRow => ({
  name: m.name,
  version: m.version,
  definition: m.definition,
  made_at: m.madeAt.toString(),
  made_by: m.madeBy,
});

const nameParam = z.object({ name: z.string().max(60) });
/** A trial is a look at the beginning of a file, not its intake. */
const mostTrial = 1_000_000;

export function mappingRoutes(api: Api, hands: { readonly readers: Pick<Readers, 'readMessage'> }): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/mappings',
      operationId: 'listMappings',
      summary: 'The mappings in force',
      tags: ['mappings'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      responses: answers(z.object({ items: z.array(row) }).openapi('MappingList'), 'Mappings'),
    }),
    async (c) => {
      const org = c.get('organisation');
      const items = await c.get('world').db.in(org, (tx) => listMappings(tx, org));
      return c.json({ items: items.map(shown) }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/mappings/{name}',
      operationId: 'showMapping',
      summary: 'One mapping in all its versions, the newest first',
      tags: ['mappings'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      request: { params: nameParam },
      responses: answers(z.object({ versions: z.array(row) }).openapi('MappingVersions'), 'Its versions'),
    }),
    async (c) => {
      const org = c.get('organisation');
      const versions = await c.get('world').db.in(org, (tx) => showMapping(tx, org, c.req.valid('param').name));
      return c.json({ versions: versions.map(shown) }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/mappings',
      operationId: 'keepMapping',
      summary: 'Keep a mapping; one of that name becomes a new version',
      tags: ['mappings'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { body: body(definition) },
      responses: answers(
        z.object({ name: z.string(), version: z.number().int(), changed: z.boolean() }).openapi('MappingKept'),
        'Kept; unchanged where it was the same',
      ),
    }),
    async (c) =>
      c.json(await keepMapping(c.get('world'), c.get('organisation'), c.req.valid('json'), c.get('actor')), 200),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/mappings/{name}/remove',
      operationId: 'removeMapping',
      summary: 'Take a mapping out of force; its versions stay',
      tags: ['mappings'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { params: nameParam },
      responses: answers(z.object({ removed: z.boolean() }), 'Out of force'),
    }),
    async (c) => {
      await removeMapping(c.get('world'), c.get('organisation'), c.req.valid('param').name, c.get('actor'));
      return c.json({ removed: true }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/mappings/try',
      operationId: 'tryMapping',
      summary: 'What a mapping makes of a file: its first findings and its problems. Nothing is kept',
      tags: ['mappings'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: {
        body: body(
          z.object({
            mapping: definition,
            name: z.string().max(200).default('sample'),
            text: z.string().max(mostTrial),
          }),
        ),
      },
      responses: answers(triedShape, 'What it read'),
    }),
    async (c) => {
      const { mapping, name, text } = c.req.valid('json');
      if (text.trim() === '') throw new Refused('request.invalid', 'text: is empty', { text: 'is empty' });
      const tried = await tryMapping(
        hands.readers,
        await soundMapping(mapping),
        { bytes: new TextEncoder().encode(text), name },
        c.get('world').clock.now(),
      );
      return c.json({ count: tried.count, findings: [...tried.findings], problems: [...tried.problems] }, 200);
    },
  );
}
