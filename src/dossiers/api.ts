/** HTTP routes of dossiers: make one and take it away. */
import { type Api, answersFile, createRoute, may, newApi, z } from '#io/http';
import { languages } from '#kernel';
import { makeDossier } from './work.ts';

const make = createRoute({
  method: 'post',
  path: '/v1/dossiers/{id}',
  operationId: 'makeDossier',
  summary: 'Makes one file with everything about a matter and the proof of it; that it was made stands in the journal',
  tags: ['dossiers'],
  middleware: [may('handler')] as const,
  'x-may': 'handler',
  request: {
    params: z.object({ id: z.string().max(64).describe('Id or number of the matter') }),
    query: z.object({
      for: z.string().max(40).optional().describe('An authority of the catalogue; left out: the organisation itself'),
      on_demand: z.enum(['true', 'false']).optional().describe('Whether the authority demanded it'),
      language: z.enum(languages).optional(),
    }),
  },
  responses: answersFile('application/zip', 'The dossier'),
});

/** Routes of this room. */
export function routes(): Api {
  return newApi().openapi(make, async (c) => {
    const { id } = c.req.valid('param');
    const query = c.req.valid('query');
    const made = await makeDossier(
      c.get('world'),
      c.get('organisation'),
      {
        about: id,
        language: query.language ?? 'nl',
        onDemand: query.on_demand === 'true',
        ...(query.for === undefined ? {} : { reader: query.for }),
      },
      c.get('actor'),
    );
    return c.body(Buffer.from(made.bytes), 200, {
      'Content-Type': 'application/zip',
      'Content-Disposition': `attachment; filename="${made.name}"`,
      'Cache-Control': 'no-store',
    });
  });
}
