/** HTTP routes of transparency reports. */
import { type Api, answers, answersFile, body, createRoute, may, newApi, z } from '#io/http';
import { Refused } from '#kernel';
import { reportRow, reportShape, storedWords } from './shapes.ts';
import { reportRows, showReport } from './showing.ts';
import { reportKinds } from './store.ts';
import {
  beginReport,
  checkedReport,
  correctReport,
  dropReport,
  publishReport,
  reopenReport,
  reportFiles,
  writeReport,
} from './work.ts';

const params = z.object({ id: z.string().max(64) });
const reading = { middleware: may('reader'), 'x-may': 'reader' } as const;
const handling = { middleware: may('handler'), 'x-may': 'handler' } as const;

const list = createRoute({
  method: 'get',
  path: '/v1/reports',
  operationId: 'listReports',
  summary: 'Transparency reports, the newest period first',
  tags: ['reports'],
  ...reading,
  responses: answers(z.object({ items: z.array(reportRow) }), 'Reports'),
});
const begin = createRoute({
  method: 'post',
  path: '/v1/reports',
  operationId: 'beginReport',
  summary: 'Begins the report of a year, or gives the one that is being written',
  tags: ['reports'],
  ...handling,
  request: {
    body: body(
      z.strictObject({ kind: z.enum(reportKinds), year: z.number().int(), service: z.string().max(200).optional() }),
    ),
  },
  responses: answers(reportShape, 'The report'),
});
const show = createRoute({
  method: 'get',
  path: '/v1/reports/{id}',
  operationId: 'showReport',
  summary: 'One report: live tables whose figures lead to their matters, checks, and what lacks a category',
  tags: ['reports'],
  ...reading,
  request: { params },
  responses: answers(reportShape, 'The report'),
});
const write = createRoute({
  method: 'post',
  path: '/v1/reports/{id}/write',
  operationId: 'writeReport',
  summary: 'Changes the texts, contexts and scope of a draft',
  tags: ['reports'],
  ...handling,
  request: { params, body: body(storedWords.partial().extend({ revision: z.number().int().optional() })) },
  responses: answers(reportShape, 'The report'),
});
const act = createRoute({
  method: 'post',
  path: '/v1/reports/{id}/acts',
  operationId: 'actOnReport',
  summary: 'Checked by a second person, open again, published, corrected by a new version, dropped',
  tags: ['reports'],
  ...handling,
  request: {
    params,
    body: body(
      z.strictObject({
        act: z.enum(['check', 'reopen', 'publish', 'correct', 'drop']),
        reason: z.string().max(5000).optional(),
      }),
    ),
  },
  responses: answers(reportShape, 'The report; of a correction the new version'),
});
const file = createRoute({
  method: 'get',
  path: '/v1/reports/{id}/files/{name}',
  operationId: 'reportFile',
  summary: 'One part as CSV: as published, or as it would be now',
  tags: ['reports'],
  ...reading,
  request: { params: params.extend({ name: z.string().max(80) }) },
  responses: answersFile('text/csv', 'The part'),
});

/** Routes of this room. */
export function routes(): Api {
  return newApi()
    .openapi(list, async (c) => {
      const items = await c.get('world').db.in(c.get('organisation'), reportRows);
      return c.json({ items: [...items] }, 200);
    })
    .openapi(begin, async (c) => {
      const [world, org, actor] = [c.get('world'), c.get('organisation'), c.get('actor')];
      const id = await beginReport(world, org, c.req.valid('json'), actor);
      return c.json(await world.db.in(org, (tx) => showReport(world, tx, id, actor)), 200);
    })
    .openapi(show, async (c) => {
      const world = c.get('world');
      const { id } = c.req.valid('param');
      return c.json(await world.db.in(c.get('organisation'), (tx) => showReport(world, tx, id, c.get('actor'))), 200);
    })
    .openapi(write, async (c) => {
      const [world, org, actor] = [c.get('world'), c.get('organisation'), c.get('actor')];
      const { id } = c.req.valid('param');
      const { revision, ...change } = c.req.valid('json');
      await writeReport(world, org, id, change, actor, revision);
      return c.json(await world.db.in(org, (tx) => showReport(world, tx, id, actor)), 200);
    })
    .openapi(act, async (c) => {
      const [world, org, actor] = [c.get('world'), c.get('organisation'), c.get('actor')];
      const { id } = c.req.valid('param');
      const given = c.req.valid('json');
      let shown: string = id;
      if (given.act === 'check') await checkedReport(world, org, id, actor);
      else if (given.act === 'reopen') await reopenReport(world, org, id, actor);
      else if (given.act === 'publish') await publishReport(world, org, id, actor);
      else if (given.act === 'drop') await dropReport(world, org, id, actor);
      else shown = await correctReport(world, org, id, given.reason ?? '', actor);
      return c.json(await world.db.in(org, (tx) => showReport(world, tx, shown, actor)), 200);
    })
    .openapi(file, async (c) => {
      const world = c.get('world');
      const { id, name } = c.req.valid('param');
      const files = await world.db.in(c.get('organisation'), (tx) => reportFiles(world, tx, id));
      const found = files.find((f) => f.name === name);
      if (!found) throw new Refused('request.not-found');
      return c.body(Buffer.from(found.bytes).toString(), 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="${found.name}"`,
      });
    });
}
