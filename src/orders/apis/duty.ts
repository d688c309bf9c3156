/** HTTP routes of duty: who is on duty, how they are reached, whom was called out. */
import { type Api, answers, body, createRoute, may, newApi, z } from '#io/http';
import type { World } from '#io/world';
import { type Id, statedMoment } from '#kernel';
import {
  addShift,
  addWay,
  calloutMinutes,
  calloutsOf,
  endShift,
  endWay,
  onDuty,
  setCalloutMinutes,
  shiftsFrom,
  waysOf,
} from '../duty.ts';
import { dutyShape, newShift, newWay } from '../shapes.ts';
import { calloutShapes } from '../showing.ts';

const idParam = z.object({ id: z.string().max(40) });

export function dutyRoutes(): Api {
  const api = newApi();
  const show = async (world: World, org: Id<'org'>) => {
    const now = world.clock.now();
    return world.db.in(org, async (tx) => ({
      now: (await onDuty(tx, now)).map((s) => ({
        member_id: s.member_id,
        name: s.name,
        rank: s.rank,
        until: s.ends_at.toString(),
      })),
      shifts: (await shiftsFrom(tx, now)).map((s) => ({
        id: s.id,
        member_id: s.member_id,
        name: s.name,
        rank: s.rank,
        starts_at: s.starts_at.toString(),
        ends_at: s.ends_at.toString(),
      })),
      ways: (await waysOf(tx)).map((w) => ({ id: w.id, member_id: w.member_id, place: w.place, kind: w.kind })),
      minutes: await calloutMinutes(tx),
      callouts: await calloutShapes(tx, await calloutsOf(tx, null, 50)),
    }));
  };
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/duty',
      operationId: 'showDuty',
      summary: 'Who is on duty now and next, how they are reached, and whom was called out',
      tags: ['duty'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      responses: answers(dutyShape, 'Duty'),
    }),
    async (c) => c.json(await show(c.get('world'), c.get('organisation')), 200),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/duty/shifts',
      operationId: 'addShift',
      summary: 'A shift of duty',
      tags: ['duty'],
      'x-may': 'decider',
      middleware: [may('decider')] as const,
      request: { body: body(newShift) },
      responses: answers(dutyShape, 'Duty'),
    }),
    async (c) => {
      const world = c.get('world');
      const s = c.req.valid('json');
      await world.db.in(c.get('organisation'), (tx) =>
        addShift(
          world,
          tx,
          {
            member: s.member,
            rank: s.rank,
            startsAt: statedMoment(s.starts_at, 'starts_at'),
            endsAt: statedMoment(s.ends_at, 'ends_at'),
          },
          c.get('actor'),
        ),
      );
      return c.json(await show(world, c.get('organisation')), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'delete',
      path: '/v1/duty/shifts/{id}',
      operationId: 'endShift',
      summary: 'Take a shift away',
      tags: ['duty'],
      'x-may': 'decider',
      middleware: [may('decider')] as const,
      request: { params: idParam },
      responses: answers(dutyShape, 'Duty'),
    }),
    async (c) => {
      const world = c.get('world');
      await world.db.in(c.get('organisation'), (tx) => endShift(world, tx, c.req.valid('param').id, c.get('actor')));
      return c.json(await show(world, c.get('organisation')), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/duty/ways',
      operationId: 'addWay',
      summary: 'A way by which whoever is on duty is called out: mail, webhook, ntfy or an SMS gateway',
      tags: ['duty'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { body: body(newWay) },
      responses: answers(dutyShape, 'Duty'),
    }),
    async (c) => {
      const world = c.get('world');
      const w = c.req.valid('json');
      await world.db.in(c.get('organisation'), (tx) =>
        addWay(
          world,
          tx,
          {
            member: w.member,
            kind: w.kind,
            place: w.place,
            target: {
              to: w.to,
              inside: w.inside,
              ...(w.url ? { url: w.url } : {}),
              ...(w.headers ? { headers: w.headers } : {}),
              ...(w.body ? { body: w.body } : {}),
            },
          },
          c.get('actor'),
        ),
      );
      return c.json(await show(world, c.get('organisation')), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'delete',
      path: '/v1/duty/ways/{id}',
      operationId: 'endWay',
      summary: 'Take a way away; its address is destroyed',
      tags: ['duty'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { params: idParam },
      responses: answers(dutyShape, 'Duty'),
    }),
    async (c) => {
      const world = c.get('world');
      await world.db.in(c.get('organisation'), (tx) => endWay(world, tx, c.req.valid('param').id, c.get('actor')));
      return c.json(await show(world, c.get('organisation')), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'put',
      path: '/v1/duty/minutes',
      operationId: 'setCalloutMinutes',
      summary: 'Minutes until the next in line is called out',
      tags: ['duty'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { body: body(z.object({ minutes: z.number().int().min(1).max(60) })) },
      responses: answers(dutyShape, 'Duty'),
    }),
    async (c) => {
      const world = c.get('world');
      await world.db.in(c.get('organisation'), (tx) =>
        setCalloutMinutes(world, tx, c.req.valid('json').minutes, c.get('actor')),
      );
      return c.json(await show(world, c.get('organisation')), 200);
    },
  );
  return api;
}
