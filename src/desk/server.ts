/** The HTTP server: one edge for every route, where strangers, faults and replays are met before any room is asked. */
import { createAdaptorServer } from '@hono/node-server';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import type { Config } from '#io/config';
import { sql, sqlState } from '#io/db';
import { sha256 } from '#io/dice';
import { type Api, type Asking, problemOf } from '#io/http';
import type { World } from '#io/world';
import { actorId, type Language, languages, type ProblemCode, problems, Refused } from '#kernel';
import { sessionOf } from '#organisations/api';
import { actorFor } from '#organisations/work';
import { routes as deskRoutes } from './api.ts';
import { type Live, openLive } from './live.ts';
import { openapiText, routeLines } from './openapi.ts';
import { pages as deskPages } from './pages.ts';
import { openWeb, type Web, type WebFile } from './web.ts';

export interface DeskParts {
  readonly world: World;
  readonly config: Pick<Config, 'host' | 'port' | 'state'>;
  /** `/v1/…` of the rooms. */
  readonly apis: readonly Api[];
  /** Public pages of the rooms. */
  readonly pages: readonly Api[];
  /** Told what takes time at start. */
  readonly say?: (line: string) => void;
  /** A web app that was built before (tests share one). */
  readonly web?: Web;
}

export interface Desk {
  readonly app: OpenAPIHono<Asking>;
  /** Builds the web app where needed and starts to listen. */
  listen(): Promise<{ readonly url: string; close(): Promise<void> }>;
}

/** Nobody listens: for describing the routes without serving them. */
const silent: Live = { follow: async () => () => {}, count: () => 0, close: async () => {} };

/** The APIs the desk itself adds to those of the rooms; without `live` only to be described. */
export function apisOfDesk(live: Live = silent): readonly Api[] {
  return [deskRoutes(live)];
}

/** nl or en, by the order of preference the browser states; undefined where it wants neither. */
export function languageOf(header: string | undefined): Language | undefined {
  const wanted = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...rest] = part.trim().toLowerCase().split(';');
      const q = rest.map((r) => /^\s*q=([\d.]+)$/.exec(r)?.[1]).find((v) => v !== undefined);
      return { tag: tag.split('-')[0] ?? '', q: q === undefined ? 1 : Number(q) };
    })
    .filter((w) => w.q > 0)
    .sort((a, b) => b.q - a.q);
  for (const { tag } of wanted) {
    const found = languages.find((l) => l === tag);
    if (found) return found;
  }
  return undefined;
}

/** Nothing from elsewhere, no inline script or style, no frame around us (CSP level 3). */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const headers: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** JSON and forms are small; files are streamed and may be large, and their routes set limits of their own. */
const smallBytes = 1024 * 1024;
const largeBytes = 256 * 1024 * 1024;
/** With an Idempotency-Key the whole body is held, to compare it with a repeat. */
const onceBytes = 16 * 1024 * 1024;

const changes = (method: string) => !['GET', 'HEAD', 'OPTIONS'].includes(method);

/** How long an answer is kept for a repeated Idempotency-Key, and when an unfinished one counts as lost. */
const keptHours = 24;
const lostSeconds = 60;

function say(c: Context<Asking>, code: ProblemCode, detail?: string, fields?: Readonly<Record<string, string>>) {
  const language = (c.get('language') as Language | undefined) ?? 'en';
  if (code === 'request.too-many') c.header('Retry-After', fields?.['retry_after'] ?? '60');
  return c.body(JSON.stringify(problemOf(code, language, detail, fields)), problems[code].status as 400, {
    'Content-Type': 'application/problem+json',
    'Content-Language': language,
    'Cache-Control': 'no-store',
  });
}

/** A browser says where a request comes from; one from another site changes nothing here, cookie or not. */
const ownSite: MiddlewareHandler<Asking> = async (c, next) => {
  if (changes(c.req.method) && !c.req.header('authorization')) {
    const site = c.req.header('sec-fetch-site');
    const origin = c.req.header('origin');
    const host = c.req.header('host');
    const foreign =
      site !== undefined
        ? site !== 'same-origin' && site !== 'none'
        : origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host);
    if (foreign) throw new Refused('request.cross-site');
  }
  await next();
};

/** Where in a value of JSON a text stands that no database keeps: one with a NUL, or with half a character (RFC 8259, 8.2). */
function unkeepable(value: unknown, at = ''): string | undefined {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? at || 'body' : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const found = unkeepable(name, at || 'body') ?? unkeepable(inner, at ? `${at}.${name}` : name);
    if (found) return found;
  }
  return undefined;
}

/** Text that cannot be kept is refused before any room sees it. Messages and files are bytes, kept as they come. */
const keepable: MiddlewareHandler<Asking> = async (c, next) => {
  const { search, pathname } = new URL(c.req.url);
  if (/%00/.test(pathname) || /%00/.test(search))
    throw new Refused('request.invalid', 'address: it holds a NUL character (%00)');
  if (c.req.path !== '/v1/messages' && /^application\/json/.test(c.req.header('content-type') ?? '')) {
    const text = await c.req.text();
    if (/\\u(0000|d[89a-f])/i.test(text)) {
      let given: unknown;
      try {
        given = JSON.parse(text);
      } catch {
        // not JSON: said where it is read
      }
      const where = unkeepable(given);
      if (where)
        throw new Refused('request.invalid', `${where}: it holds a NUL or half a character`, {
          [where]: 'not text that can be kept',
        });
    }
  }
  await next();
};

/** `If-Match: "v3"` stands for `version: 3` in the body; reading a thing with a version answers its ETag. */
const versions: MiddlewareHandler<Asking> = async (c, next) => {
  const match = /^(?:W\/)?"v(\d+)"$/.exec(c.req.header('if-match') ?? '');
  if (match && c.req.method === 'POST' && /^application\/json/.test(c.req.header('content-type') ?? '')) {
    const given: unknown = await c.req.json().catch(() => undefined);
    if (given && typeof given === 'object' && !Array.isArray(given) && !('version' in given))
      // Hono keeps promises here, though its types say the values: whoever reads the body next reads this one.
      c.req.bodyCache.text = Promise.resolve(
        JSON.stringify({ ...given, version: Number(match[1]) }),
      ) as unknown as string;
  }
  await next();
  if (c.req.method !== 'GET' || c.res.status !== 200 || !/^\/v1\/[a-z_-]+\/[^/]+$/.test(c.req.path)) return;
  if (!/^application\/json/.test(c.res.headers.get('content-type') ?? '')) return;
  const shown: unknown = await c.res.clone().json();
  const version = shown && typeof shown === 'object' && 'version' in shown ? shown.version : undefined;
  if (typeof version !== 'number') return;
  // The version counts acts on the thing; what it shows beside itself (clocks, names) moves without it: weak.
  c.res.headers.set('ETag', `W/"v${version}"`);
};

/**
 * A repeated request with the same Idempotency-Key gets the first answer again. What was answered is kept for a day,
 * encrypted, since it may hold personal data.
 */
const onceOnly: MiddlewareHandler<Asking> = async (c, next) => {
  const given = c.req.header('idempotency-key');
  const actor = c.get('actor') as Asking['Variables']['actor'] | undefined;
  if (!given || !actor || !changes(c.req.method)) return next();
  if (given.length > 200 || !/^[\x21-\x7e]+$/.test(given))
    throw new Refused('request.invalid', 'Idempotency-Key: at most 200 printable characters');
  const [world, org] = [c.get('world'), c.get('organisation')];
  if (Number(c.req.header('content-length') ?? 0) > onceBytes)
    throw new Refused('request.invalid', `Idempotency-Key: for bodies up to ${onceBytes / 1024 / 1024} MB`);
  const body = Buffer.from(await c.req.arrayBuffer());
  // Routes that stream their body read the raw request: it gets the bytes that were just read off it.
  c.req.raw = new Request(c.req.url, {
    method: c.req.method,
    headers: c.req.raw.headers,
    ...(body.length > 0 ? { body } : {}),
  });
  const url = new URL(c.req.url);
  const mark = sha256(
    Buffer.concat([Buffer.from(`${actorId(actor)} ${c.req.method} ${url.pathname}${url.search}\n`), body]),
  );
  const now = world.clock.now();
  // What a notifier chose as its key is its own: another may choose the same.
  const key = `${actorId(actor)} ${given}`;
  const about = `idempotency ${org} ${key}`;
  const before = await world.db.in(org, async (tx) => {
    await tx.q
      .deleteFrom('idempotency')
      .where('organisation_id', '=', org)
      .where((e) =>
        e.or([
          e('at', '<', now.subtract({ hours: keptHours })),
          e.and([e('status', '=', 0), e('at', '<', now.subtract({ seconds: lostSeconds }))]),
        ]),
      )
      .execute();
    const taken = await tx.rows(sql<{ key: string }>`
      insert into idempotency (organisation_id, key, request_hash, status, response, at)
      values (${org}, ${key}, ${mark}, 0, '{}'::jsonb, ${now.toString()}::timestamptz)
      on conflict do nothing returning key`);
    if (taken.length > 0) return undefined;
    const rows = await tx.rows(sql<{ request_hash: Buffer; status: number; response: unknown }>`
      select request_hash, status, response from idempotency where organisation_id = ${org} and key = ${key}`);
    return rows[0];
  });
  if (before) {
    if (!before.request_hash.equals(mark)) throw new Refused('request.key-reused');
    if (before.status === 0) throw new Refused('request.in-progress');
    const kept = before.response as { readonly key: string; readonly sealed: string };
    const text = world.keys.open(Buffer.from(kept.key, 'base64'), Buffer.from(kept.sealed, 'base64'), about);
    return c.body(text.toString(), before.status as 200, {
      'Content-Type': before.status < 400 ? 'application/json' : 'application/problem+json',
      'Idempotency-Replayed': 'true',
    });
  }
  const forget = () =>
    world.db.in(org, (tx) =>
      tx.q.deleteFrom('idempotency').where('organisation_id', '=', org).where('key', '=', key).execute(),
    );
  try {
    await next();
  } catch (cause) {
    await forget();
    throw cause;
  }
  // A fault is not an answer: the same key may try again.
  if (c.res.status >= 500) return void (await forget());
  const text = await c.res.clone().text();
  const wrapped = world.keys.make(world.dice);
  const kept = {
    key: Buffer.from(wrapped).toString('base64'),
    sealed: Buffer.from(world.keys.seal(wrapped, Buffer.from(text), about, world.dice)).toString('base64'),
  };
  await world.db.in(org, (tx) =>
    tx.rows(sql`update idempotency set status = ${c.res.status}, response = ${JSON.stringify(kept)}::jsonb
                 where organisation_id = ${org} and key = ${key}`),
  );
};

/** A file in the smallest form the browser reads. */
function file(c: Context<Asking>, f: WebFile, cache: string) {
  const accepted = c.req.header('accept-encoding') ?? '';
  const how = accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : undefined;
  return c.body(new Uint8Array(how ? f[how] : f.plain), 200, {
    'Content-Type': f.type,
    'Cache-Control': cache,
    Vary: 'Accept-Encoding',
    ...(how ? { 'Content-Encoding': how } : {}),
  });
}

/** Errors of the network and of a database that is away: the world's fault, not the asker's and not a bug. */
function isOfTheWorld(error: unknown): boolean {
  const state = sqlState(error);
  if (state && (state.startsWith('08') || state.startsWith('57P') || state === '53300')) return true;
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'ENOENT' || code === 'ETIMEDOUT';
}

/** SQLSTATEs of a value that is no moment, no number or out of range. */
const badValue = new Set(['22003', '22021', '22007', '22008', '22P02']);

/** The methods a described path knows, for who asks with another. */
function methodsAt(apis: readonly Api[]): (path: string) => readonly string[] {
  const known = routeLines(apis).map((l) => ({
    method: l.method.toUpperCase(),
    path: new RegExp(`^${l.path.replace(/\{\w+\}/g, '[^/]+')}$`),
  }));
  return (path) => [...new Set(known.filter((k) => k.path.test(path)).map((k) => k.method))].sort();
}

/** Puts the rooms' routes behind one edge. Nothing listens yet. */
export function createDesk(parts: DeskParts): Desk {
  const { world } = parts;
  const live = openLive(world);
  const apis = [...parts.apis, ...apisOfDesk(live)];
  const app = new OpenAPIHono<Asking>();
  let web = parts.web;
  const https = () => world.publicUrl.startsWith('https:');

  app.use(async (c, next) => {
    c.set('world', world);
    c.set('language', languageOf(c.req.header('accept-language')) ?? 'en');
    await next();
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
    // A public page may bring a policy of its own, as strict, with the hash of its style.
    if (!c.res.headers.has('Content-Security-Policy')) c.res.headers.set('Content-Security-Policy', policy);
    if (https()) c.res.headers.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
    if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store');
  });
  app.use(ownSite);
  app.use((c, next) => {
    const type = c.req.header('content-type') ?? '';
    const small = type === '' || /^application\/(json|x-www-form-urlencoded)/.test(type);
    const maxSize = small ? smallBytes : largeBytes;
    return bodyLimit({
      maxSize,
      onError: () => {
        throw new Refused('request.too-large', `${maxSize / 1024 / 1024} MB`);
      },
    })(c, next);
  });
  app.use(async (c, next) => {
    const bearer = /^Bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const session = sessionOf(c);
    if (bearer || session) {
      const known = await actorFor(world, { session, bearer });
      if (known) {
        c.set('actor', known.actor);
        c.set('organisation', known.organisation.id);
        c.set(
          'language',
          languageOf(c.req.header('accept-language')) ?? known.member?.language ?? known.organisation.language,
        );
      }
    }
    await next();
  });
  app.use('/v1/*', keepable);
  app.use('/v1/*', onceOnly);
  app.use('/v1/*', versions);

  app.get('/healthz', async (c) => {
    const began = process.hrtime.bigint();
    await world.db.door((tx) => tx.rows(sql`select 1`));
    return c.json({ ok: true, database_ms: Math.round(Number(process.hrtime.bigint() - began) / 1e6) });
  });
  const description = openapiText(apis);
  const methods = methodsAt(apis);
  const nothingAt = (c: Context<Asking>) => {
    const known = methods(c.req.path);
    if (known.length === 0) return say(c, 'request.not-found');
    c.header('Allow', known.join(', '));
    return say(c, 'request.wrong-method', `${c.req.path}: ${known.join(', ')}`);
  };
  app.get('/v1/openapi.json', (c) => c.body(description, 200, { 'Content-Type': 'application/json' }));
  for (const api of apis) app.route('/', api);
  for (const pages of [deskPages(), ...parts.pages]) app.route('/', pages);

  app.get('/assets/:name', (c) => {
    const found = web?.assets.get(c.req.path);
    if (!found) throw new Refused('request.not-found');
    return file(c, found, 'public, max-age=31536000, immutable');
  });
  app.get('/verify.html', (c) => {
    if (!web) throw new Refused('world.fault', 'The desk is being built.');
    // It is to be kept and opened from disk, by people who trust nobody here: it never runs under this address.
    c.header('Content-Disposition', 'attachment; filename="verify.html"');
    return file(c, web.verifier, 'no-cache');
  });
  // Every screen has an address of its own; all start from the same page. Addresses with an extension are no screens.
  app.get('*', (c) => {
    if (c.req.path.startsWith('/v1/')) return nothingAt(c);
    if (c.req.path.startsWith('/o/') || /\.[a-z0-9]{1,5}$/i.test(c.req.path)) throw new Refused('request.not-found');
    if (!web) throw new Refused('world.fault', 'The desk is being built.');
    return file(c, web.shell, 'no-cache');
  });
  app.notFound(nothingAt);
  app.onError((error, c) => {
    if (error instanceof Refused) return say(c, error.refusal.code, error.refusal.detail, error.refusal.fields);
    if (error instanceof HTTPException && error.status < 500) return say(c, 'request.invalid', error.message);
    // A cursor is opaque: what one holds that was never given out shows only where the database reads it.
    if (c.req.query('cursor') !== undefined && badValue.has(sqlState(error) ?? ''))
      return say(c, 'request.invalid', 'cursor: not one that was given out');
    const ofTheWorld = isOfTheWorld(error);
    // The path holds ids only; the message of an error may hold data, so the log gets the stack and no request.
    world.log.error({ stack: error.stack, method: c.req.method, path: c.req.routePath }, 'request failed');
    return say(c, ofTheWorld ? 'world.fault' : 'program.fault');
  });

  return {
    app,
    async listen() {
      web ??= await openWeb(parts.config.state, parts.say);
      const server = createAdaptorServer({ fetch: app.fetch });
      await new Promise<void>((done, fail) => {
        server.once('error', (cause: NodeJS.ErrnoException) =>
          fail(
            cause.code === 'EADDRINUSE'
              ? new Refused(
                  'config.invalid',
                  `BEZEM_PORT is ${parts.config.port}, which another program uses. Choose another, or 0 for a free one.`,
                )
              : cause.code === 'EACCES' || cause.code === 'EADDRNOTAVAIL'
                ? new Refused('config.invalid', `BEZEM_HOST and BEZEM_PORT: cannot listen there (${cause.message}).`)
                : cause,
          ),
        );
        server.listen(parts.config.port, parts.config.host, () => done());
      });
      const at = server.address();
      if (at === null || typeof at === 'string') throw new Error('the server has no address');
      const host = at.address.includes(':') ? `[${at.address}]` : at.address;
      return {
        url: `http://${host}:${at.port}`,
        /** Takes no new requests, lets running ones end within five seconds, then closes what is left. */
        async close() {
          await live.close();
          await new Promise<void>((done) => {
            const cut = setTimeout(() => {
              if ('closeAllConnections' in server) server.closeAllConnections();
            }, 5000);
            server.close(() => {
              clearTimeout(cut);
              done();
            });
            if ('closeIdleConnections' in server) server.closeIdleConnections();
          });
        },
      };
    },
  };
}
