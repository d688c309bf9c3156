/** The HTTP routes of complaints and of reports of threats. */
import type { Tx } from '#io/db';
import { type Api, answers, body, createRoute, may, newApi, z } from '#io/http';
import type { World } from '#io/world';
import { type Id, statedMoment } from '#kernel';
import { decisionBy } from '#measures/store';
import type { DecisionHands } from '#measures/work';
import { complaintActs, complaintLife } from './complaint.ts';
import { type ComplaintShape, complaintShape, threatShape } from './shapes.ts';
import { listComplaints, lockComplaint, type StoredComplaint } from './store.ts';
import { declineThreat, listThreats, proposeThreat, reportThreat, showThreat } from './threats.ts';
import { actOnComplaint, takeComplaint } from './work.ts';

/** A complaint as it is shown, with the state of what it is about. */
export async function complaintJson(world: World, tx: Tx, c: StoredComplaint): Promise<ComplaintShape> {
  const d = await decisionBy(world, tx, c.decision);
  return {
    id: c.id,
    number: c.number,
    decision: { id: d.id, number: d.number, state: d.state },
    by: c.by,
    via: c.via,
    state: c.state,
    version: c.version,
    received_at: c.receivedAt.toString(),
    reviewer: c.reviewer,
    decided_at: c.decidedAt?.toString() ?? null,
    text: c.words?.text ?? null,
    name: c.words?.name ?? null,
    address: c.words?.address ?? null,
    answer: c.words?.answer ?? null,
    acts: Object.keys(complaintLife[c.state]),
  };
}

const idParam = z.object({ id: z.string().max(60) });

/** Routes of this room; `hands` are the rooms matters come from. */
export function routes(hands: DecisionHands): Api {
  const api = newApi();
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/complaints',
      operationId: 'listComplaints',
      summary: 'Complaints, the newest first',
      tags: ['complaints'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: {
        query: z.object({ open: z.enum(['true', 'false']).default('true'), decision: z.string().max(60).optional() }),
      },
      responses: answers(z.object({ items: z.array(complaintShape) }).openapi('ComplaintPage'), 'Complaints'),
    }),
    async (c) => {
      const q = c.req.valid('query');
      const world = c.get('world');
      return c.json(
        await world.db.in(c.get('organisation'), async (tx) => {
          const found = await listComplaints(world, tx, { open: q.open === 'true', decision: q.decision, limit: 200 });
          return { items: await Promise.all(found.map((x) => complaintJson(world, tx, x))) };
        }),
        200,
      );
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/complaints',
      operationId: 'takeComplaint',
      summary: 'Takes a complaint that came by mail, telephone or from a notifier',
      tags: ['complaints'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: {
        body: body(
          z
            .object({
              decision: z.string().max(60),
              by: z.enum(['recipient', 'notifier', 'other']),
              party: z.string().max(60).nullable().optional(),
              text: z.string().max(10_000),
              name: z.string().max(200).nullable().optional(),
              address: z.string().max(254).nullable().optional(),
            })
            .openapi('NewComplaint'),
        ),
      },
      responses: answers(complaintShape, 'The complaint'),
    }),
    async (c) => {
      const b = c.req.valid('json');
      const world = c.get('world');
      return c.json(
        await world.db.in(c.get('organisation'), async (tx) => {
          const taken = await takeComplaint(
            world,
            tx,
            {
              decision: b.decision,
              by: b.by,
              via: 'desk',
              party: (b.party ?? null) as Id<'party'> | null,
              text: b.text,
              name: b.name ?? null,
              address: b.address ?? null,
            },
            c.get('actor'),
          );
          return complaintJson(world, tx, taken);
        }),
        200,
      );
    },
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/complaints/{id}',
      operationId: 'showComplaint',
      summary: 'One complaint',
      tags: ['complaints'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { params: idParam },
      responses: answers(complaintShape, 'The complaint'),
    }),
    async (c) => {
      const world = c.get('world');
      return c.json(
        await world.db.in(c.get('organisation'), async (tx) =>
          complaintJson(world, tx, await lockComplaint(world, tx, c.req.valid('param').id)),
        ),
        200,
      );
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/complaints/{id}/{act}',
      operationId: 'actOnComplaint',
      summary: 'Takes a complaint up or decides it: another person than whoever decided',
      tags: ['complaints'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: {
        params: idParam.extend({ act: z.enum(complaintActs) }),
        body: body(
          z
            .object({ version: z.number().int().optional(), reason: z.string().max(4000).optional() })
            .openapi('ComplaintAct'),
        ),
      },
      responses: answers(complaintShape, 'The complaint'),
    }),
    async (c) => {
      const { id, act } = c.req.valid('param');
      const world = c.get('world');
      return c.json(
        await world.db.in(c.get('organisation'), async (tx) => {
          await actOnComplaint(world, tx, hands, id, act, c.req.valid('json'), c.get('actor'));
          return complaintJson(world, tx, await lockComplaint(world, tx, id));
        }),
        200,
      );
    },
  );

  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/threats',
      operationId: 'listThreats',
      summary: 'Suspicions of a threat to life or safety (DSA art. 18)',
      tags: ['complaints'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { query: z.object({ open: z.enum(['true', 'false']).default('true') }) },
      responses: answers(z.object({ items: z.array(threatShape) }).openapi('ThreatPage'), 'Reports'),
    }),
    async (c) =>
      c.json(
        {
          items: [
            ...(await c
              .get('world')
              .db.in(c.get('organisation'), (tx) =>
                listThreats(c.get('world'), tx, c.req.valid('query').open === 'true'),
              )),
          ],
        },
        200,
      ),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/threats',
      operationId: 'proposeThreat',
      summary: 'Proposes to report a threat; its clock runs from the moment it was known',
      tags: ['complaints'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: {
        body: body(
          z
            .object({
              matter: z.string().max(60),
              known_at: z.string().max(40),
              suspicion: z.string().max(5000),
              location: z.string().max(2000).default(''),
              published_at: z.string().max(100).default(''),
              recipient_data: z.string().max(2000).default(''),
              preserved: z.string().max(2000).default(''),
            })
            .openapi('NewThreat'),
        ),
      },
      responses: answers(threatShape, 'The report'),
    }),
    async (c) => {
      const { matter, known_at, ...words } = c.req.valid('json');
      const world = c.get('world');
      return c.json(
        await world.db.in(c.get('organisation'), async (tx) => {
          const id = await proposeThreat(
            world,
            tx,
            hands,
            { matter, knownAt: statedMoment(known_at, 'known_at'), words },
            c.get('actor'),
          );
          return showThreat(world, tx, id);
        }),
        200,
      );
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/threats/{id}/{act}',
      operationId: 'decideThreat',
      summary: 'Tells the authorities, or a reasoned no',
      tags: ['complaints'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: {
        params: idParam.extend({ act: z.enum(['report', 'decline']) }),
        body: body(
          z
            .object({
              to: z
                .array(z.object({ authority: z.string().max(40), address: z.string().max(254) }))
                .max(10)
                .default([]),
              reason: z.string().max(4000).optional(),
            })
            .openapi('ThreatDecision'),
        ),
      },
      responses: answers(threatShape, 'The report'),
    }),
    async (c) => {
      const { id, act } = c.req.valid('param');
      const b = c.req.valid('json');
      const world = c.get('world');
      return c.json(
        await world.db.in(c.get('organisation'), async (tx) => {
          if (act === 'report') await reportThreat(world, tx, id, b.to, c.get('actor'));
          else await declineThreat(world, tx, id, b.reason, c.get('actor'));
          return showThreat(world, tx, id);
        }),
        200,
      );
    },
  );
  return api;
}
