/**
 * The guarded way out for answers that are read as they come (inventories, resolvers, webhooks), beside the one of `net.ts`
 * for feeds and mailboxes; what may be connected to is one rule for both (`isInside`). Names are resolved once, and the
 * connection goes to the address that was looked at, so that a name cannot point elsewhere in between. Private and
 * reserved space is refused unless the operator named the host.
 */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { createGunzip, createInflate } from 'node:zlib';
import { Fault, parseAddress } from '#kernel';
import { isInside } from './net.ts';
import type { World } from './world.ts';

export interface FetchOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Hosts (as written in the address, with or without port) that may stand in private space: named by the operator, exactly. */
  readonly privateHosts?: readonly string[];
  /** Most bytes taken, after decompression; 32 MiB where nothing is said. */
  readonly mostBytes?: number;
  /** For the whole answer, in milliseconds; half a minute where nothing is said. */
  readonly timeoutMs?: number;
  /** Redirects followed; none where nothing is said. Each is looked at like the first address; secrets stay with their origin. */
  readonly redirects?: number;
  /** Certificates (PEM) that are trusted besides the well-known ones: an internal authority. */
  readonly trust?: string;
}

/** An answer whose body is read as it comes. */
export interface Streamed {
  /** Address that answered, after redirects. */
  readonly url: string;
  readonly status: number;
  /** Names in lower case; repeated ones joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decompressed where the answer said it was compressed. Throws FetchFailed beyond the limits. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Lets go of what was not read. */
  close(): void;
}

/** An answer, read whole. */
export interface Fetched extends Omit<Streamed, 'body' | 'close'> {
  readonly bytes: Uint8Array;
  /** The body as UTF-8 text. */
  text(): string;
}

/** Why no answer came. `address`: the guard refused where it points. */
export const fetchFaults = ['url', 'address', 'name', 'timeout', 'too_large', 'redirects', 'network'] as const;
export type FetchFault = (typeof fetchFaults)[number];

/** No answer, and why. Its message names the host and never the path, which may hold a secret. */
export class FetchFailed extends Fault {
  readonly why: FetchFault;
  constructor(why: FetchFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FetchFailed';
    this.why = why;
  }
}

const secretHeaders = new Set(['authorization', 'cookie', 'x-api-key', 'proxy-authorization']);

/** A request through the guard, read whole. Any status is an answer. @throws FetchFailed */
export async function guardedFetch(
  world: Pick<World, 'look'>,
  url: string,
  options: FetchOptions = {},
): Promise<Fetched> {
  const answer = await guardedStream(world, url, options);
  const parts: Uint8Array[] = [];
  for await (const part of answer.body) parts.push(part);
  const bytes = Buffer.concat(parts);
  const { url: from, status, headers } = answer;
  return { url: from, status, headers, bytes, text: () => new TextDecoder().decode(bytes) };
}

/** A request through the guard, its body read as it comes. @throws FetchFailed */
export async function guardedStream(
  world: Pick<World, 'look'>,
  url: string,
  options: FetchOptions = {},
): Promise<Streamed> {
  const signal = AbortSignal.timeout(options.timeoutMs ?? 30_000);
  let at = parsed(url);
  const origin = at.origin;
  for (let hop = 0; ; hop++) {
    const address = await addressFor(world, at, options.privateHosts ?? []);
    const answer = await once(at, address, options, at.origin !== origin, signal);
    const to = answer.headers.location;
    if (to === undefined || ![301, 302, 303, 307, 308].includes(answer.statusCode ?? 0) || !options.redirects)
      return streamed(at, answer, options, signal);
    answer.destroy();
    if (hop >= options.redirects) throw new FetchFailed('redirects', `${at.host} sends on too often`);
    // A changed method would ask something else than was meant.
    if (options.method !== undefined && options.method !== 'GET' && options.method !== 'HEAD')
      throw new FetchFailed('redirects', `${at.host} sends a ${options.method} elsewhere`);
    const next = parsed(new URL(to, at).toString());
    if (at.protocol === 'https:' && next.protocol === 'http:')
      throw new FetchFailed('redirects', `${at.host} sends on to an address without encryption`);
    at = next;
  }
}

function parsed(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch (cause) {
    throw new FetchFailed('url', 'not an address of the web', { cause });
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new FetchFailed('url', `${url.protocol} is not http or https`);
  if (url.username || url.password) throw new FetchFailed('url', 'an address with a name or password in it');
  return url;
}

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '').toLowerCase();

/** The address to connect to: every one of the name is looked at, so that none of them leads inside. */
async function addressFor(world: Pick<World, 'look'>, url: URL, privateHosts: readonly string[]): Promise<string> {
  const host = bare(url.hostname);
  const named = privateHosts.some((h) => {
    const wanted = h.trim().toLowerCase();
    return wanted === host || bare(wanted) === host || wanted === url.host.toLowerCase();
  });
  const found = parseAddress(host) ? [host] : await world.look.addressesOf(host);
  if (found.length === 0) throw new FetchFailed('name', `${host} has no address`);
  for (const text of found) {
    if (!parseAddress(text) || (isInside(text) && !named))
      throw new FetchFailed('address', `${host} stands in private or reserved space (${text}) and was not named`);
  }
  return found.find((a) => !a.includes(':')) ?? (found[0] as string);
}

function once(
  url: URL,
  address: string,
  options: FetchOptions,
  elsewhere: boolean,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((done, fail) => {
    const tls = url.protocol === 'https:';
    const headers: Record<string, string> = {
      'user-agent': 'Bezem',
      accept: '*/*',
      'accept-encoding': 'gzip, deflate',
    };
    for (const [name, value] of Object.entries(options.headers ?? {}))
      if (!elsewhere || !secretHeaders.has(name.toLowerCase())) headers[name.toLowerCase()] = value;
    const body = options.body;
    if (body !== undefined) headers['content-length'] = String(Buffer.byteLength(body));
    headers['host'] = url.host;
    const name = bare(url.hostname);
    const ask = (tls ? httpsRequest : httpRequest)({
      host: address,
      port: url.port === '' ? (tls ? 443 : 80) : Number(url.port),
      path: `${url.pathname}${url.search}`,
      method: options.method ?? 'GET',
      headers,
      signal,
      agent: false,
      ...(tls && !parseAddress(name) ? { servername: name } : {}),
      ...(tls && options.trust ? { ca: options.trust } : {}),
    });
    ask.on('response', done);
    ask.on('error', (cause) => fail(failureOf(cause, url, signal)));
    ask.end(body);
  });
}

function failureOf(cause: Error, url: URL, signal: AbortSignal): FetchFailed {
  if (cause instanceof FetchFailed) return cause;
  if (signal.aborted) return new FetchFailed('timeout', `${url.host} did not answer in time`, { cause });
  const code = 'code' in cause ? ` (${String(cause.code)})` : '';
  return new FetchFailed('network', `${url.host} did not answer${code}`, { cause });
}

function streamed(url: URL, answer: IncomingMessage, options: FetchOptions, signal: AbortSignal): Streamed {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  const most = options.mostBytes ?? 32 * 1024 * 1024;
  const coding = (headers['content-encoding'] ?? 'identity').toLowerCase();
  async function* body(): AsyncGenerator<Uint8Array> {
    const unpack =
      coding === 'gzip' || coding === 'x-gzip' ? createGunzip() : coding === 'deflate' ? createInflate() : null;
    if (unpack) {
      answer.on('error', (cause) => unpack.destroy(cause));
      answer.on('close', () => {
        if (!answer.complete) unpack.destroy(new Error('cut off'));
      });
      answer.pipe(unpack);
    }
    let size = 0;
    try {
      for await (const chunk of (unpack ?? answer) as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > most) throw new FetchFailed('too_large', `${url.host} sends more than ${most} bytes`);
        yield chunk;
      }
      // What ends before it is whole is no answer.
      if (!answer.complete) throw new FetchFailed('network', `${url.host} broke off in the middle`);
    } catch (cause) {
      throw failureOf(cause as Error, url, signal);
    } finally {
      unpack?.destroy();
      answer.destroy();
    }
  }
  return { url: url.toString(), status: answer.statusCode ?? 0, headers, body: body(), close: () => answer.destroy() };
}
