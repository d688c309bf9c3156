/** The HTTP routes of channels, and the catalogue of feeds. */
import { type Api, answers, body, createRoute, may, newApi, z } from '#io/http';
import { catalogue } from '../catalogue.ts';
import { channelKinds, scheduleShape } from '../channel.ts';
import { channelDetail, channelPage, testedShape } from '../channelshapes.ts';
import type { ChannelHands } from './pull.ts';
import {
  addChannel,
  editChannel,
  listChannels,
  runChannel,
  setChannel,
  showChannel,
  testChannel,
  testSaved,
} from './work.ts';

const idParam = z.object({ id: z.string().max(80) });
const settings = z.record(z.string(), z.unknown());
const secrets = z.record(z.string(), z.string());
const words = z.object({ nl: z.string(), en: z.string() });

const wish = z
  .object({
    kind: z.enum(channelKinds),
    /** Small letters: the name of the feed. */
    name: z.string(),
    settings: settings.default({}),
    /** Passwords, tokens and keys: written, never read back. */
    secrets: secrets.optional(),
    /** Save although the test says it does not work yet. */
    anyway: z.boolean().optional(),
  })
  .openapi('ChannelWish');

const knownFeed = z.object({
  id: z.string(),
  title: z.string(),
  about: words,
  address: z.string(),
  method: z.enum(['GET', 'POST']),
  body: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
  auth: z.string(),
  header: z.string().nullable(),
  schedule: scheduleShape,
  rhythm_minutes: z.number().int(),
  format: z.string().nullable(),
  formats: z.array(z.string()),
  licence: words,
  page: z.string(),
});

const looked = z.object({
  outcome: z.enum(['new', 'nothing', 'failed', 'busy', 'stopped']),
  messages: z.number().int(),
  duplicates: z.number().int(),
  bytes: z.number().int(),
  fault: z.string().nullable(),
  detail: z.string().nullable(),
});

export function channelRoutes(hands: ChannelHands): Api {
  const api = newApi();
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/channels',
      operationId: 'listChannels',
      summary: 'Channels by which reports come in, each with its health and when its silence is an alarm',
      tags: ['channels'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      responses: answers(channelPage, 'Channels'),
    }),
    async (c) => c.json(await listChannels(c.get('world'), hands, c.get('organisation'), c.get('actor')), 200),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/channels',
      operationId: 'addChannel',
      summary: 'A mailbox, folder or feed; it is tried first, and what is wrong is said in plain words',
      tags: ['channels'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { body: body(wish) },
      responses: answers(channelDetail, 'The channel'),
    }),
    async (c) => {
      const [world, org, by] = [c.get('world'), c.get('organisation'), c.get('actor')];
      const id = await addChannel(world, hands, org, by, c.req.valid('json'));
      return c.json(await showChannel(world, org, by, id), 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/channels/test',
      operationId: 'testChannelBefore',
      summary: 'Tries settings without saving them; with id, secrets that are not given are those of that channel',
      tags: ['channels'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { body: body(wish.extend({ id: z.string().optional() })) },
      responses: answers(testedShape, 'Whether it works, and why not'),
    }),
    async (c) =>
      c.json(await testChannel(c.get('world'), hands, c.get('organisation'), c.get('actor'), c.req.valid('json')), 200),
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/feeds',
      operationId: 'listKnownFeeds',
      summary: 'Well-known feeds to choose from, with the terms to look at first',
      tags: ['channels'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      responses: answers(z.object({ items: z.array(knownFeed) }), 'The catalogue'),
    }),
    async (c) =>
      c.json(
        {
          items: catalogue.map((f) => ({
            id: f.id,
            title: f.title,
            about: { ...f.about },
            address: f.address,
            method: f.method ?? ('GET' as const),
            body: f.body ?? null,
            headers: { ...f.headers },
            auth: f.auth,
            header: f.header ?? null,
            schedule: f.schedule,
            rhythm_minutes: f.rhythm,
            format: f.format,
            formats: [...f.formats],
            licence: { ...f.licence },
            page: f.page,
          })),
        },
        200,
      ),
  );
  api.openapi(
    createRoute({
      method: 'get',
      path: '/v1/channels/{id}',
      operationId: 'showChannel',
      summary: 'One channel with its last looks and what it could not take',
      tags: ['channels'],
      'x-may': 'reader',
      middleware: [may('reader')] as const,
      request: { params: idParam },
      responses: answers(channelDetail, 'The channel'),
    }),
    async (c) =>
      c.json(await showChannel(c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('param').id), 200),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/channels/{id}',
      operationId: 'changeChannel',
      summary: 'Change it; what is left out stays. Secrets stay only while they go to the same place',
      tags: ['channels'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: {
        params: idParam,
        body: body(
          z.object({
            name: z.string().optional(),
            settings: settings.optional(),
            secrets: secrets.optional(),
            anyway: z.boolean().optional(),
            version: z.number().int().optional(),
          }),
        ),
      },
      responses: answers(channelDetail, 'The channel'),
    }),
    async (c) => {
      const [world, org, by, id] = [c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('param').id];
      const { id: real } = await showChannel(world, org, by, id);
      await editChannel(world, hands, org, by, real, c.req.valid('json'));
      return c.json(await showChannel(world, org, by, real), 200);
    },
  );
  const acts = [
    ['pause', 'Pause it: it looks no more, and its silence is no alarm', 'paused'],
    ['resume', 'Let it look again, at once', 'running'],
  ] as const;
  for (const [act, summary, state] of acts)
    api.openapi(
      createRoute({
        method: 'post',
        path: `/v1/channels/{id}/${act}` as const,
        operationId: `${act}Channel`,
        summary,
        tags: ['channels'],
        'x-may': 'admin',
        middleware: [may('admin')] as const,
        request: { params: idParam },
        responses: answers(channelDetail, 'The channel'),
      }),
      async (c) => {
        const [world, org, by, id] = [c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('param').id];
        await setChannel(world, org, by, id, state);
        return c.json(await showChannel(world, org, by, id), 200);
      },
    );
  api.openapi(
    createRoute({
      method: 'delete',
      path: '/v1/channels/{id}',
      operationId: 'removeChannel',
      summary: 'Remove it: its secrets are destroyed, its history stays',
      tags: ['channels'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { params: idParam },
      responses: answers(z.object({ removed: z.literal(true) }), 'Removed'),
    }),
    async (c) => {
      await setChannel(c.get('world'), c.get('organisation'), c.get('actor'), c.req.valid('param').id, 'removed');
      return c.json({ removed: true as const }, 200);
    },
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/channels/{id}/test',
      operationId: 'testChannel',
      summary: 'Try it as it stands; nothing is taken',
      tags: ['channels'],
      'x-may': 'admin',
      middleware: [may('admin')] as const,
      request: { params: idParam },
      responses: answers(testedShape, 'Whether it works, and why not'),
    }),
    async (c) =>
      c.json(
        await testSaved(c.get('world'), hands, c.get('organisation'), c.get('actor'), c.req.valid('param').id),
        200,
      ),
  );
  api.openapi(
    createRoute({
      method: 'post',
      path: '/v1/channels/{id}/run',
      operationId: 'runChannel',
      summary: 'Let it look now',
      tags: ['channels'],
      'x-may': 'handler',
      middleware: [may('handler')] as const,
      request: { params: idParam },
      responses: answers(looked, 'What the look came to'),
    }),
    async (c) =>
      c.json(
        await runChannel(c.get('world'), hands, c.get('organisation'), c.get('actor'), c.req.valid('param').id),
        200,
      ),
  );
  return api;
}
