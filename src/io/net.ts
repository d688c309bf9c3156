/**
 * The one guarded way out, and the one guarded resolver. A name is resolved once and the connection goes to that answer; private,
 * loopback, link-local and metadata addresses are refused unless the operator named the host; every redirect is looked at
 * again; time and size have limits; what is secret goes to the host it was meant for and to no other.
 */
import { lookup, Resolver } from 'node:dns/promises';
import { open } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { createGunzip } from 'node:zlib';
import { cleanHost, isPrivate, parseAddress, parsePrefix, prefixHolds } from '#kernel';

/** Why nothing came: a code that screens have words for, and a detail that names no secret. */
export class NetFault extends Error {
  readonly code: string;
  /** Milliseconds the other side asked us to wait. */
  readonly retryAfterMs: number | undefined;
  constructor(code: string, detail: string, more: { readonly cause?: unknown; readonly retryAfterMs?: number } = {}) {
    super(detail, more.cause === undefined ? {} : { cause: more.cause });
    this.name = 'NetFault';
    this.code = code;
    this.retryAfterMs = more.retryAfterMs;
  }
}

export type RecordType = 'A' | 'AAAA' | 'MX' | 'TXT' | 'PTR' | 'CNAME';

export interface Asked {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent to the host of `url` only: never along with a redirect to another. */
  readonly secretHeaders?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Whole time, redirects and download included. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Where the body is written instead of being held in memory. */
  readonly file?: string;
  readonly signal?: AbortSignal;
}
export interface Fetched {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty where it was written to a file. */
  readonly body: Buffer;
  readonly bytes: number;
  /** The address the answer came from. */
  readonly address: string;
  /** Where it came from after redirects, without query: it may hold a secret. */
  readonly from: string;
}
export interface Reached {
  readonly ip: string;
  /** All addresses of the name, that one first; IPv4 before IPv6. */
  readonly all: readonly string[];
  /** Whether it lies in private space that the operator named. */
  readonly isPrivate: boolean;
}

export interface Net {
  /**
   * Asks an address over HTTP. Every status is an answer; redirects of GET are followed.
   * @throws NetFault
   */
  fetch(asked: Asked): Promise<Fetched>;
  /**
   * The address behind a name, looked at before anything connects to it.
   * @throws NetFault `name.unknown`, `name.failed`, `address.private`
   */
  reach(host: string, port: number): Promise<Reached>;
  /**
   * DNS records of a name, kept for a few minutes, in the shapes of `node:dns`.
   * @throws an error with the code of node:dns (`ENOTFOUND`, `ENODATA`, …)
   */
  records(name: string, type: RecordType): Promise<unknown>;
}

/** What the door asks of the system; tests and the simulator hand another. */
export interface NameSystem {
  addresses(host: string): Promise<readonly string[]>;
  records(name: string, type: RecordType): Promise<unknown>;
}

const dns = new Resolver({ timeout: 2000, tries: 2 });
const systemNames: NameSystem = {
  // The system's own way of looking up, so that its hosts file counts.
  addresses: async (host) => (await lookup(host, { all: true, verbatim: true })).map((a) => a.address),
  records: (name, type) => dns.resolve(name, type),
};

const mostRedirects = 5;
const keptMs = 5 * 60_000;
const mostKept = 2000;

/** Space that hides an address of another kind, and the metadata addresses of clouds that lie in public space. */
const alsoRefused = [
  '::/96',
  '192.0.0.0/24',
  '198.18.0.0/15',
  '168.63.129.16/32',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2002::/16',
  '2001::/32',
  'fec0::/10',
].map((text) => {
  const p = parsePrefix(text);
  if (!p) throw new Error(text);
  return p;
});

/** Whether nothing of ours may connect to this address unasked: private, loopback, link-local, metadata, or hiding such. */
export function isInside(ip: string): boolean {
  const a = parseAddress(ip);
  return !a || isPrivate(a) || alsoRefused.some((p) => prefixHolds(p, a));
}

/** Names the operator allows in private space: `host` or `host:port`, lower case. */
function allows(named: readonly string[], host: string, port: number): boolean {
  const h = host.toLowerCase();
  return named.some((n) => n === h || n === `${h}:${port}` || n === `[${h}]:${port}`);
}

/** Opens the door. `named`: hosts (with or without port) that may lie in private space. */
export function openNet(options: { readonly named: readonly string[]; readonly names?: NameSystem }): Net {
  const names = options.names ?? systemNames;
  const kept = new Map<string, { readonly until: number; readonly answer: Promise<unknown> }>();

  async function reach(host: string, port: number): Promise<Reached> {
    const bare = host.replace(/^\[|\]$/g, '');
    let all: readonly string[];
    if (isIP(bare)) all = [bare];
    else {
      if (!cleanHost(bare) && bare !== 'localhost') throw new NetFault('name.unknown', bare);
      try {
        all = await names.addresses(bare);
      } catch (cause) {
        const code = (cause as NodeJS.ErrnoException).code ?? '';
        throw new NetFault(code === 'ENOTFOUND' || code === 'ENODATA' ? 'name.unknown' : 'name.failed', bare, {
          cause,
        });
      }
      if (all.length === 0) throw new NetFault('name.unknown', bare);
    }
    const mayBeInside = allows(options.named, bare, port);
    // One inside address among several is enough to refuse: an answer that mixes them is an attempt.
    const inside = all.filter(isInside);
    if (inside.length > 0 && !mayBeInside) throw new NetFault('address.private', `${bare} → ${inside[0]}`);
    const sorted = [...all].sort((a, b) => Number(a.includes(':')) - Number(b.includes(':')));
    const ip = sorted[0] as string;
    return { ip, all: sorted, isPrivate: isInside(ip) };
  }

  async function fetch(asked: Asked): Promise<Fetched> {
    const over = AbortSignal.timeout(asked.timeoutMs);
    const signal = asked.signal ? AbortSignal.any([over, asked.signal]) : over;
    let url = urlOf(asked.url);
    let method = asked.method ?? 'GET';
    let body = asked.body;
    let secret = asked.secretHeaders ?? {};
    const home = url.origin;
    for (let hop = 0; ; hop++) {
      const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
      const reached = await reach(url.hostname, port);
      const { answer, ip } = await first(reached.all, (to) =>
        send(url, to, port, { ...asked, method, secret, signal, ...(body === undefined ? {} : { body }) }, over),
      );
      const location = answer.headers.location;
      if (![301, 302, 303, 307, 308].includes(answer.statusCode ?? 0) || location === undefined)
        return await take(answer, asked, ip, url, signal, over);
      answer.destroy();
      if (hop >= mostRedirects) throw new NetFault('redirect.loop', `${mostRedirects}`);
      const next = urlOf(location, url);
      if (url.protocol === 'https:' && next.protocol === 'http:')
        throw new NetFault('redirect.refused', 'https → http');
      const keepsBody = answer.statusCode === 307 || answer.statusCode === 308;
      if (next.origin !== home) {
        // What was meant for one host is not handed to another, in headers or in a body.
        secret = {};
        if (keepsBody && method === 'POST') throw new NetFault('redirect.refused', `POST → ${next.host}`);
      } else secret = asked.secretHeaders ?? {};
      if (!keepsBody && method === 'POST') {
        method = 'GET';
        body = undefined;
      }
      url = next;
    }
  }

  return {
    reach,
    fetch,
    records(name, type) {
      const key = `${type} ${name.toLowerCase()}`;
      const now = performance.now();
      const before = kept.get(key);
      if (before && before.until > now) return before.answer;
      const answer = (async () => {
        // Letters, digits, hyphens and underscores: nothing a resolver could take for something else.
        if (!/^[a-z0-9_.-]{1,253}$/i.test(name)) throw Object.assign(new Error('not a name'), { code: 'ENOTFOUND' });
        return names.records(name, type);
      })();
      answer.catch(() => {});
      if (kept.size >= mostKept) kept.delete(kept.keys().next().value as string);
      kept.set(key, { until: now + keptMs, answer });
      return answer;
    },
  };
}

/** The first address that answers; the next is tried only where nothing was listening at all. */
async function first<T>(all: readonly string[], ask: (ip: string) => Promise<T>): Promise<{ answer: T; ip: string }> {
  for (const [i, ip] of all.slice(0, 4).entries())
    try {
      return { answer: await ask(ip), ip };
    } catch (cause) {
      const code = cause instanceof NetFault ? cause.code : '';
      if (i === Math.min(all.length, 4) - 1 || !['connect.refused', 'connect.timeout'].includes(code)) throw cause;
    }
  throw new NetFault('name.unknown', '');
}

function urlOf(text: string, base?: URL): URL {
  let url: URL;
  try {
    url = new URL(text, base);
  } catch (cause) {
    throw new NetFault('url.invalid', text.slice(0, 200), { cause });
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new NetFault('url.invalid', url.protocol);
  if (url.username || url.password) throw new NetFault('url.invalid', 'a name or password in the address');
  return url;
}

function send(
  url: URL,
  ip: string,
  port: number,
  asked: Omit<Asked, 'signal'> & { readonly secret: Readonly<Record<string, string>>; readonly signal: AbortSignal },
  over: AbortSignal,
): Promise<IncomingMessage> {
  const tls = url.protocol === 'https:';
  return new Promise((done, fail) => {
    const name = url.hostname.replace(/^\[|\]$/g, '');
    const ask = (tls ? httpsRequest : httpRequest)({
      host: ip,
      port,
      path: `${url.pathname}${url.search}`,
      method: asked.method ?? 'GET',
      headers: {
        host: url.host,
        'user-agent': 'Bezem (abuse desk)',
        accept: '*/*',
        'accept-encoding': 'gzip',
        ...asked.headers,
        ...asked.secret,
        ...(asked.body === undefined ? {} : { 'content-length': Buffer.byteLength(asked.body) }),
      },
      signal: asked.signal,
      // A connection of its own: none is kept for a name that may mean another address tomorrow.
      agent: false,
      ...(tls && !isIP(name) ? { servername: name } : {}),
    });
    ask.on('response', done);
    ask.on('error', (cause) => fail(faultOf(cause, over)));
    ask.end(asked.body);
  });
}

/** The code of a network error of Node.js. */
export function faultOf(cause: unknown, over?: AbortSignal): NetFault {
  if (cause instanceof NetFault) return cause;
  const e = cause as NodeJS.ErrnoException;
  const code = e.code ?? '';
  const said = e.message?.slice(0, 300) ?? String(cause);
  if (over?.aborted) return new NetFault('time.over', '', { cause });
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'connect.refused',
    ETIMEDOUT: 'connect.timeout',
    ETIMEOUT: 'connect.timeout',
    EHOSTUNREACH: 'connect.refused',
    ENETUNREACH: 'connect.refused',
    ECONNRESET: 'connect.lost',
    EPIPE: 'connect.lost',
    ABORT_ERR: 'time.over',
    CERT_HAS_EXPIRED: 'tls.expired',
    ERR_TLS_CERT_ALTNAME_INVALID: 'tls.name',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'tls.untrusted',
    SELF_SIGNED_CERT_IN_CHAIN: 'tls.untrusted',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls.untrusted',
    UNABLE_TO_GET_ISSUER_CERT: 'tls.untrusted',
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls.untrusted',
  };
  const found =
    known[code] ??
    (/^(ERR_SSL|ERR_TLS|EPROTO|CERT_)/.test(code)
      ? 'tls.failed'
      : /^HPE_/.test(code)
        ? 'answer.broken'
        : 'connect.lost');
  return new NetFault(found, said, { cause });
}

/** Seconds or a date, as milliseconds from now (RFC 9110, 10.2.3). */
export function retryAfterMs(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

async function take(
  answer: IncomingMessage,
  asked: Asked,
  address: string,
  url: URL,
  signal: AbortSignal,
  over: AbortSignal,
): Promise<Fetched> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  const stated = Number(headers['content-length'] ?? 0);
  const tooLarge = () => new NetFault('size.over', `${asked.maxBytes}`);
  if (stated > asked.maxBytes) {
    answer.destroy();
    throw tooLarge();
  }
  const file = asked.file ? await open(asked.file, 'w', 0o600) : undefined;
  const held: Buffer[] = [];
  let bytes = 0;
  let raw = 0;
  // The limit counts what comes out: a small answer may unfold into a large one.
  const plain = /^(x-)?gzip$/i.test(headers['content-encoding'] ?? '') ? answer.pipe(createGunzip()) : answer;
  if (plain !== answer) {
    answer.on('error', (e) => plain.destroy(e));
    answer.on('data', (chunk: Buffer) => {
      raw += chunk.length;
    });
  }
  try {
    for await (const chunk of plain as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (plain === answer) raw += chunk.length;
      if (bytes > asked.maxBytes) throw tooLarge();
      if (file) await file.write(chunk);
      else held.push(chunk);
      if (signal.aborted) throw new NetFault('time.over', '');
    }
    if (stated > 0 && raw < stated) throw new NetFault('connect.lost', `${raw} of ${stated} bytes`);
    if (!answer.complete) throw new NetFault('connect.lost', `${raw} bytes`);
  } catch (cause) {
    answer.destroy();
    if ((cause as NodeJS.ErrnoException).code?.startsWith('Z_')) throw new NetFault('answer.broken', 'gzip', { cause });
    throw faultOf(cause, over);
  } finally {
    await file?.close();
  }
  return {
    status: answer.statusCode ?? 0,
    headers,
    body: Buffer.concat(held),
    bytes,
    address,
    from: url.origin + url.pathname,
  };
}
