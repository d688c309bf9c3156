/** HTTP routes of incidents and victims. */
import { type Api, answers, body, createRoute, may, newApi, z } from '#io/http';
import { statedMoment } from '#kernel';
import { csvRows } from '#parties';
import { filingAsked, incidentList, incidentShape, newIncident, victimGroupShape } from './shapes.ts';
import { groupLine, incidentRows, showIncident } from './showing.ts';
import { incidentFacts, incidentWords } from './significant.ts';
import { listGroups } from './store.ts';
import { behalves, readVictims } from './victims.ts';
import {
  closeIncident,
  fileIncident,
  handledIncident,
  noDuty,
  recordIncident,
  reopenIncident,
  tellVictims,
  writeIncident,
} from './work.ts';

const params = z.object({ id: z.string().max(64).describe('Id or number') });
const reading = { middleware: may('reader'), 'x-may': 'reader' } as const;
const handling = { middleware: may('handler'), 'x-may': 'handler' } as const;
const deciding = { middleware: may('decider'), 'x-may': 'decider' } as const;

const list = createRoute({
  method: 'get',
  path: '/v1/incidents',
  operationId: 'listIncidents',
  summary: 'Incidents, the newest awareness first',
  tags: ['incidents'],
  ...reading,
  request: { query: z.object({ state: z.enum(['open', 'all']).default('open') }) },
  responses: answers(incidentList, 'Incidents'),
});
const show = createRoute({
  method: 'get',
  path: '/v1/incidents/{id}',
  operationId: 'showIncident',
  summary: 'One incident: its clocks, what was filed with whom, and what can be filed now',
  tags: ['incidents'],
  ...reading,
  request: { params },
  responses: answers(incidentShape, 'The incident'),
});
const record = createRoute({
  method: 'post',
  path: '/v1/incidents',
  operationId: 'recordIncident',
  summary: 'Records an incident, alone or promoted from a case; its clocks run from the moment of awareness',
  tags: ['incidents'],
  ...handling,
  request: { body: body(newIncident) },
  responses: answers(incidentShape, 'The incident'),
});
const write = createRoute({
  method: 'post',
  path: '/v1/incidents/{id}/write',
  operationId: 'writeIncident',
  summary: 'Changes facts and texts; what was filed stays as it was filed',
  tags: ['incidents'],
  ...handling,
  request: {
    params,
    body: body(
      z.strictObject({
        facts: incidentFacts.partial().optional(),
        words: incidentWords.partial().optional(),
        version: z.number().int().optional(),
      }),
    ),
  },
  responses: answers(incidentShape, 'The incident'),
});
const fileRoute = createRoute({
  method: 'post',
  path: '/v1/incidents/{id}/file',
  operationId: 'fileIncident',
  summary: 'Files one report with one addressee, by mail or as filed at its portal',
  tags: ['incidents'],
  ...handling,
  request: { params, body: body(filingAsked) },
  responses: answers(incidentShape, 'The incident'),
});
const acts = ['handled', 'no_duty', 'reopen', 'close'] as const;
const act = createRoute({
  method: 'post',
  path: '/v1/incidents/{id}/acts',
  operationId: 'actOnIncident',
  summary: 'Handled, no duty (with its reason), open again, closed',
  tags: ['incidents'],
  ...handling,
  request: { params, body: body(z.strictObject({ act: z.enum(acts), reason: z.string().max(5000).optional() })) },
  responses: answers(incidentShape, 'The incident'),
});
const groups = createRoute({
  method: 'get',
  path: '/v1/victims',
  operationId: 'listVictimGroups',
  summary: 'Groups of victims who were told: counts only',
  tags: ['incidents'],
  ...reading,
  responses: answers(z.object({ items: z.array(victimGroupShape) }), 'Groups'),
});
const tell = createRoute({
  method: 'post',
  path: '/v1/victims',
  operationId: 'tellVictims',
  summary: 'Writes to victims; their data are destroyed after thirty days, the count stays',
  tags: ['incidents'],
  ...deciding,
  request: {
    body: body(
      z.strictObject({
        behalf: z.enum(behalves),
        case: z.string().max(64).optional(),
        incident: z.string().max(64).optional(),
        list: z.string().max(20_000_000).describe('CSV: address, language (nl, en or empty), what was taken'),
        words: z.strictObject({ nl: z.string().min(1).max(10_000), en: z.string().min(1).max(10_000) }),
      }),
    ),
  },
  responses: answers(
    z.object({
      id: z.string().nullable(),
      counted: z.number().int(),
      faults: z.array(z.object({ line: z.number().int(), why: z.enum(['address', 'twice']) })),
    }),
    'The group, and the lines that could not be used',
  ),
});

/** Routes of this room. */
export function routes(): Api {
  return newApi()
    .openapi(list, async (c) => {
      const world = c.get('world');
      const open = c.req.valid('query').state === 'open';
      const items = await world.db.in(c.get('organisation'), (tx) => incidentRows(world, tx, open));
      return c.json({ items: [...items] }, 200);
    })
    .openapi(show, async (c) => {
      const world = c.get('world');
      const { id } = c.req.valid('param');
      return c.json(await world.db.in(c.get('organisation'), (tx) => showIncident(world, tx, id)), 200);
    })
    .openapi(record, async (c) => {
      const [world, org, actor] = [c.get('world'), c.get('organisation'), c.get('actor')];
      const { aware_at, case: caseId, facts, words, kind } = c.req.valid('json');
      const id = await recordIncident(
        world,
        org,
        {
          kind,
          words,
          ...(caseId === undefined ? {} : { case: caseId }),
          ...(aware_at === undefined ? {} : { awareAt: statedMoment(aware_at, 'aware_at') }),
          facts,
        },
        actor,
      );
      return c.json(await world.db.in(org, (tx) => showIncident(world, tx, id)), 200);
    })
    .openapi(write, async (c) => {
      const [world, org] = [c.get('world'), c.get('organisation')];
      const { id } = c.req.valid('param');
      await writeIncident(world, org, id, c.req.valid('json'), c.get('actor'));
      return c.json(await world.db.in(org, (tx) => showIncident(world, tx, id)), 200);
    })
    .openapi(fileRoute, async (c) => {
      const [world, org] = [c.get('world'), c.get('organisation')];
      const { id } = c.req.valid('param');
      await fileIncident(world, org, id, c.req.valid('json'), c.get('actor'));
      return c.json(await world.db.in(org, (tx) => showIncident(world, tx, id)), 200);
    })
    .openapi(act, async (c) => {
      const [world, org, actor] = [c.get('world'), c.get('organisation'), c.get('actor')];
      const { id } = c.req.valid('param');
      const given = c.req.valid('json');
      if (given.act === 'handled') await handledIncident(world, org, id, actor);
      else if (given.act === 'no_duty') await noDuty(world, org, id, given.reason ?? '', actor);
      else if (given.act === 'reopen') await reopenIncident(world, org, id, actor);
      else await closeIncident(world, org, id, actor);
      return c.json(await world.db.in(org, (tx) => showIncident(world, tx, id)), 200);
    })
    .openapi(groups, async (c) => {
      const items = await c.get('world').db.in(c.get('organisation'), listGroups);
      return c.json({ items: items.map(groupLine) }, 200);
    })
    .openapi(tell, async (c) => {
      const given = c.req.valid('json');
      const rows: string[][] = [];
      for await (const row of csvRows([given.list])) rows.push([...row.cells]);
      const { victims, faults } = readVictims(rows);
      const id =
        victims.length === 0
          ? null
          : await tellVictims(
              c.get('world'),
              c.get('organisation'),
              {
                behalf: given.behalf,
                words: given.words,
                victims,
                ...(given.case === undefined ? {} : { case: given.case }),
                ...(given.incident === undefined ? {} : { incident: given.incident }),
              },
              c.get('actor'),
            );
      return c.json({ id, counted: victims.length, faults: [...faults] }, 200);
    });
}
