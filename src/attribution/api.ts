/** HTTP routes: who held it then, and how the live resolver did. */
import { type Api, answers, createRoute, may, newApi, z } from '#io/http';
import { Refused, statedMoment, timePrecisions } from '#kernel';
import { attributeShape, liveShape } from './shapes.ts';
import { attributeNow, showLive } from './work.ts';

const ask = createRoute({
  method: 'get',
  path: '/v1/attribution',
  operationId: 'attribute',
  summary: 'Who held this resource at that moment, through which chain, from which record, and how sure that is',
  tags: ['ledger'],
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  request: {
    query: z.object({
      ip: z.string().max(45).optional(),
      prefix: z.string().max(49).optional(),
      host: z.string().max(253).optional(),
      url: z.string().max(8192).optional(),
      asn: z.coerce.number().int().min(1).max(4_294_967_295).optional(),
      account: z.string().max(320).optional(),
      port: z.coerce.number().int().min(0).max(65535).optional(),
      at: z.string().optional().describe('RFC 3339; without it only a resource with one holder ever is attributed'),
      precision: z.enum(timePrecisions).default('exact'),
    }),
  },
  responses: answers(attributeShape, 'The answer'),
});

const live = createRoute({
  method: 'get',
  path: '/v1/inventories/{id}/live',
  operationId: 'showLive',
  summary: 'Record of a live resolver: asked, answered, failed, how quick, and the last questions',
  tags: ['inventories'],
  'x-may': 'reader',
  middleware: [may('reader')] as const,
  request: {
    params: z.object({
      id: z
        .string()
        .min(1)
        .max(100)
        .openapi({ param: { name: 'id', in: 'path' } }),
    }),
  },
  responses: answers(liveShape, 'The record'),
});

/** The routes of attribution. */
export function routes(): Api {
  return newApi()
    .openapi(ask, async (c) => {
      const { at, precision, ...given } = c.req.valid('query');
      const resource = Object.fromEntries(Object.entries(given).filter(([, v]) => v !== undefined));
      if (Object.keys(resource).every((k) => k === 'port'))
        throw new Refused('request.invalid', 'give one of ip, prefix, host, url, asn, account');
      const seenAt = at === undefined ? undefined : statedMoment(at, 'at');
      const answer = await attributeNow(c.get('world'), c.get('organisation'), {
        ...resource,
        ...(seenAt ? { seenAt, precision } : {}),
      });
      return c.json(answer, 200);
    })
    .openapi(live, async (c) =>
      c.json(await showLive(c.get('world'), c.get('organisation'), c.req.valid('param').id), 200),
    );
}
