/** Routes of the desk itself: the words of the law library, and live updates. */
import { streamSSE } from 'hono/streaming';
import { loadFormats } from '#formats/work';
import { type Api, answers, createRoute, may, newApi, z } from '#io/http';
import { loadLaw } from '#law/work';
import { sessionOf } from '#organisations/api';
import { actorFor } from '#organisations/work';
import type { Live } from './live.ts';
import { lawShape } from './shapes.ts';

const law = createRoute({
  method: 'get',
  path: '/v1/law',
  operationId: 'showLaw',
  summary: 'Kinds, courses of action, clocks and letters, with their titles',
  tags: ['law'],
  middleware: [may('reader')] as const,
  'x-may': 'reader',
  responses: answers(lawShape, 'Titles'),
});

const live = createRoute({
  method: 'get',
  path: '/v1/live',
  operationId: 'followLive',
  summary: 'What changes in this organisation, as server-sent lines; each says what to ask again',
  tags: ['live'],
  middleware: [may('reader')] as const,
  'x-may': 'reader',
  responses: {
    ...answers(z.object({}), 'Never: the answer is a stream'),
    200: { description: 'One line per happening', content: { 'text/event-stream': { schema: z.string() } } },
  },
});

/** Well under the minute after which proxies cut a silent connection. */
const heartbeatMs = 20_000;

export function routes(follow: Live): Api {
  const api = newApi();
  api.openapi(law, async (c) => {
    const [all, formats] = await Promise.all([loadLaw(), loadFormats()]);
    return c.json(
      {
        kinds: [...all.kinds.values()].map((k) => ({
          id: k.id,
          title: k.title,
          handling: k.handling,
          action: k.action,
        })),
        actions: [...all.actions.values()].map((a) => ({ id: a.id, title: a.title, version: a.version })),
        clocks: [...all.clocks.values()].map((k) => ({ id: k.id, title: k.title })),
        letters: [...all.letters.values()].map((l) => ({ id: l.id, title: l.title })),
        formats: formats.map((f) => ({ id: f.id, title: f.title })),
      },
      200,
    );
  });
  api.openapi(live, (c) => {
    const [world, organisation] = [c.get('world'), c.get('organisation')];
    const session = sessionOf(c);
    const bearer = c.req.header('authorization')?.replace(/^Bearer\s+/i, '');
    c.header('X-Accel-Buffering', 'no');
    // The described answer is text; what is given is the same text as a stream, which the types cannot say.
    return streamSSE(c, async (stream) => {
      let end: () => void = () => {};
      const ended = new Promise<void>((done) => {
        end = done;
      });
      stream.onAbort(() => end());
      // Several changes of one thing within a moment are one line: the screen asks again anyway.
      const waiting = new Map<string, string>();
      let flushing: NodeJS.Timeout | undefined;
      const flush = () => {
        flushing = undefined;
        const lines = [...waiting.values()];
        waiting.clear();
        void (async () => {
          for (const data of lines) await stream.writeSSE({ data });
        })().catch(end);
      };
      const stop = await follow.follow(
        organisation,
        (h) => {
          const line = JSON.stringify({ what: h.what, ...(h.id ? { id: h.id } : {}) });
          if (waiting.size < 200) waiting.set(line, line);
          flushing ??= setTimeout(flush, 100);
        },
        end,
      );
      const beat = setInterval(() => {
        void (async () => {
          // Whoever logged out elsewhere, or whose time is up, hears nothing more.
          if (!(await actorFor(world, { session, bearer }))) return end();
          await stream.write(': still here\n\n');
        })().catch(end);
      }, heartbeatMs);
      await stream.write('retry: 2000\n\n');
      await ended;
      clearInterval(beat);
      clearTimeout(flushing);
      stop();
    }) as never;
  });
  return api;
}
