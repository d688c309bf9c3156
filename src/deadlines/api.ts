/** HTTP routes of deadlines: what runs, by due moment. */
import type { Tx } from '#io/db';
import { type Api, answers, createRoute, may, newApi, pageQuery, readCursor, writeCursor, z } from '#io/http';
import type { Id } from '#kernel';
import { loadLaw } from '#law/work';
import { clockLine } from './line.ts';
import { clockPage } from './shapes.ts';
import { listDeadlines } from './store.ts';

const list = createRoute({
  method: 'get',
  path: '/v1/deadlines',
  operationId: 'listDeadlines',
  summary: 'Running clocks by due moment, the late ones first',
  tags: ['deadlines'],
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  request: {
    query: pageQuery.extend({
      state: z
        .enum(['running', 'late', 'all'])
        .default('running')
        .describe('running: not ended; late: past their due moment and not ended; all: also what ended'),
      subject: z.string().max(64).optional().describe('Id of what the clock runs on'),
    }),
  },
  responses: answers(clockPage, 'Clocks'),
});

/** The cases among these subjects, by id, with what people call them: handed in by whoever knows cases. */
export type NamesOfCases = (
  tx: Tx,
  org: Id<'org'>,
  subjects: readonly string[],
) => Promise<ReadonlyMap<string, { readonly id: string; readonly reference: string | null }>>;

/** Routes of this room; without names a clock shows its subject only. */
export function routes(namesOf?: NamesOfCases): Api {
  return newApi().openapi(list, async (c) => {
    const { limit, cursor, state, subject } = c.req.valid('query');
    const world = c.get('world');
    const law = await loadLaw();
    const [due, id] = cursor ? readCursor(cursor) : [];
    const org = c.get('organisation');
    const { found, names } = await world.db.in(org, async (tx) => {
      const found = await listDeadlines(tx, {
        state,
        now: world.clock.now(),
        limit: limit + 1,
        ...(subject ? { subject } : {}),
        ...(cursor ? { after: { due: String(due), id: String(id) } } : {}),
      });
      return {
        found,
        names: await namesOf?.(
          tx,
          org,
          found.map((d) => d.subject),
        ),
      };
    });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return c.json(
      {
        items: items.map((d) => clockLine(d, law.clocks.get(d.clock), names?.get(d.subject))),
        next: found.length > limit && last ? writeCursor([last.dueAt.toString(), last.id]) : null,
      },
      200,
    );
  });
}
