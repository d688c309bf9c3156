/** HTTP routes of our own register of authorities. */
import { type Api, answers, body, createRoute, may, newApi, z } from '#io/http';
import type { World } from '#io/world';
import { type Id, Refused, statedMoment } from '#kernel';
import {
  addAuthority,
  addAuthorityContact,
  announced,
  endAuthorityContact,
  verifyAuthorityContact,
} from '../register.ts';
import { authorityList, authorityShape } from '../shapes.ts';
import { registerShapes } from '../showing.ts';

const idParam = z.object({ id: z.string().max(40) });

export function registerRoutes(): Api {
  const api = newApi();
  const list = async (world: World, org: Id<'org'>) => ({ items: await world.db.in(org, (tx) => registerShapes(tx)) });
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/authorities',
      operationId: 'listAuthorities',
      summary: 'Our own register of authorities and their contacts',
      tags: ['authorities'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      responses: answers(authorityList, 'The register'),
    }),
    async (c) => c.json(await list(c.get('world'), c.get('organisation')), 200),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/authorities',
      operationId: 'addAuthority',
      summary: 'An authority, by its name; the same name again is the same one',
      tags: ['authorities'],
      'x-may': 'decider',
      middleware: [may('decider')] as const,
      request: {
        body: body(
          z.object({
            law: z.string().max(40).optional(),
            name: z.string().min(2).max(300),
            country: z
              .string()
              .regex(/^[a-z]{2}$/)
              .optional(),
          }),
        ),
      },
      responses: answers(authorityShape, 'The authority'),
    }),
    async (c) => {
      const world = c.get('world');
      const { name, law, country } = c.req.valid('json');
      const found = await world.db.in(c.get('organisation'), async (tx) => {
        const id = await addAuthority(
          world,
          tx,
          { name, ...(law ? { law } : {}), ...(country ? { country } : {}) },
          c.get('actor'),
        );
        return (await registerShapes(tx)).find((a) => a.id === id);
      });
      if (!found) throw new Refused('request.not-found');
      return c.json(found, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/authorities/{id}/contacts',
      operationId: 'addAuthorityContact',
      summary: 'A contact that we looked up ourselves, with where it comes from',
      tags: ['authorities'],
      'x-may': 'decider',
      middleware: [may('decider')] as const,
      request: {
        params: idParam,
        body: body(
          z.object({
            channel: z.enum(['mail', 'phone', 'portal']),
            address: z.string().min(3).max(300),
            source: z.string().min(1).max(500),
          }),
        ),
      },
      responses: answers(authorityList, 'The register'),
    }),
    async (c) => {
      const world = c.get('world');
      await world.db.in(c.get('organisation'), (tx) =>
        addAuthorityContact(world, tx, c.req.valid('param').id, c.req.valid('json'), c.get('actor')),
      );
      return c.json(await list(world, c.get('organisation')), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/authorities/{id}/announced',
      operationId: 'authorityAnnounced',
      summary: 'It told of procedures and terms before its first order',
      tags: ['authorities'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { params: idParam, body: body(z.object({ at: z.string() })) },
      responses: answers(authorityList, 'The register'),
    }),
    async (c) => {
      const world = c.get('world');
      await world.db.in(c.get('organisation'), (tx) =>
        announced(world, tx, c.req.valid('param').id, statedMoment(c.req.valid('json').at, 'at'), c.get('actor')),
      );
      return c.json(await list(world, c.get('organisation')), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/authority_contacts/{id}/verify',
      operationId: 'verifyAuthorityContact',
      summary: 'A second person looked the contact up as well',
      tags: ['authorities'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { params: idParam },
      responses: answers(authorityList, 'The register'),
    }),
    async (c) => {
      const world = c.get('world');
      await world.db.in(c.get('organisation'), (tx) =>
        verifyAuthorityContact(world, tx, c.req.valid('param').id, c.get('actor')),
      );
      return c.json(await list(world, c.get('organisation')), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'delete',
      path: '/v1/authority_contacts/{id}',
      operationId: 'endAuthorityContact',
      summary: 'The contact is no longer used',
      tags: ['authorities'],
      'x-may': 'decider',
      middleware: [may('decider')] as const,
      request: { params: idParam },
      responses: answers(authorityList, 'The register'),
    }),
    async (c) => {
      const world = c.get('world');
      await world.db.in(c.get('organisation'), (tx) =>
        endAuthorityContact(world, tx, c.req.valid('param').id, c.get('actor')),
      );
      return c.json(await list(world, c.get('organisation')), 200);
    },
  );
  return api;
}
