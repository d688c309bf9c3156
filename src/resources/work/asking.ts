/** The one shell that asks: carries out the requests of an adapter through the guarded door, with patience and with limits. */
import { createGunzip } from 'node:zlib';
import { type Fetched, FetchFailed, type FetchOptions, guardedFetch, guardedStream } from '#io/fetch';
import type { World } from '#io/world';
import { type Ask, type Questions, type Reply, Unreadable } from '../inventory.ts';

/** Why a poll did not come to a whole answer. Codes stay; the detail names no path and no secret. */
export type AskFault = 'unreachable' | 'refused' | 'busy' | 'broken' | 'unreadable' | 'too_much' | 'address';
export class AskFailed extends Error {
  readonly fault: AskFault;
  constructor(fault: AskFault, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'AskFailed';
    this.fault = fault;
  }
}

export interface Where {
  readonly address: string;
  readonly privateHosts: readonly string[];
  readonly trust: string | null;
  /** Public services elsewhere may be asked too. */
  readonly anywhere?: boolean | undefined;
}

const mostQuestions = 50_000;
const mostTries = 4;
/** Longest wait an inventory may ask for between two of our questions. */
const mostWaitMs = 60_000;
const mostBytes = 64 * 1024 * 1024;

/** The whole address of a request: below the inventory's own address, or elsewhere where its kind says so. */
function urlOf(where: Where, ask: Ask): URL {
  const base = new URL(where.address);
  const whole = /^https?:\/\//i.test(ask.path);
  const url = whole
    ? new URL(ask.path)
    : new URL(`${base.pathname.replace(/\/$/, '')}/${ask.path.replace(/^\//, '')}`, base);
  if (whole && url.origin !== base.origin && !where.anywhere)
    throw new AskFailed('unreadable', 'the inventory points to another address than its own');
  for (const [name, value] of Object.entries(ask.query ?? {})) url.searchParams.set(name, String(value));
  return url;
}

/** Secrets go to the inventory's own address only. */
function optionsOf(where: Where, ask: Ask, url: URL): FetchOptions {
  const own = url.origin === new URL(where.address).origin;
  const headers: Record<string, string> = { ...(own ? ask.headers : {}) };
  let body: string | undefined;
  if (ask.json !== undefined) {
    body = JSON.stringify(ask.json);
    headers['content-type'] = 'application/json';
  } else if (ask.form) {
    body = new URLSearchParams(Object.entries(ask.form).map(([k, v]) => [k, String(v)])).toString();
    headers['content-type'] = 'application/x-www-form-urlencoded';
  } else if (ask.xml !== undefined) {
    body = ask.xml;
    headers['content-type'] = 'text/xml';
  }
  return {
    method: ask.method ?? (body === undefined ? 'GET' : 'POST'),
    headers,
    privateHosts: where.privateHosts,
    mostBytes,
    ...(body === undefined ? {} : { body }),
    ...(where.trust ? { trust: where.trust } : {}),
    ...(own ? {} : { redirects: 3 }),
  };
}

/** Asks everything an adapter wants to know. @throws AskFailed where one question got no answer: then nothing is known */
export async function askAll<T>(world: World, where: Where, questions: Questions<T>): Promise<T> {
  try {
    let step = questions.next();
    for (let n = 0; !step.done; n++) {
      if (n >= mostQuestions) throw new AskFailed('too_much', `more than ${mostQuestions} questions`);
      step = questions.next(await askOnce(world, where, step.value));
    }
    return step.value;
  } catch (cause) {
    if (cause instanceof Unreadable) throw new AskFailed('unreadable', cause.message, { cause });
    throw cause;
  }
}

async function askOnce(world: World, where: Where, ask: Ask): Promise<Reply> {
  const url = urlOf(where, ask);
  const options = optionsOf(where, ask, url);
  for (let attempt = 1; ; attempt++) {
    let answer: Fetched | undefined;
    let fault: AskFailed;
    let waitMs = 1000 * attempt * attempt;
    try {
      answer = await guardedFetch(world, url.toString(), options);
      const { status } = answer;
      if ((status >= 200 && status < 300) || ask.accept?.includes(status))
        return { status, headers: answer.headers, text: answer.text() };
      if (status === 429) {
        fault = new AskFailed('busy', `${url.host} asks us to wait (429)`);
        const after = Number(answer.headers['retry-after']);
        if (Number.isFinite(after) && after > 0) waitMs = Math.min(mostWaitMs, after * 1000);
      } else if (status >= 500) fault = new AskFailed('broken', `${url.host} answers ${status}`);
      else throw new AskFailed('refused', `${url.host} answers ${status}`);
    } catch (cause) {
      if (!(cause instanceof FetchFailed)) throw cause;
      if (cause.why === 'address' || cause.why === 'url') throw new AskFailed('address', cause.message, { cause });
      if (cause.why === 'too_large') throw new AskFailed('too_much', cause.message, { cause });
      fault = new AskFailed('unreachable', cause.message, { cause });
    }
    if (attempt >= mostTries) throw fault;
    await world.clock.sleep(waitMs);
  }
}

/** Text of bytes as they come: unpacked where they begin as gzip does, and refused where they are no UTF-8 or Latin-1. */
export async function* textOf(
  bytes: AsyncIterable<Uint8Array>,
  mostText = 8 * 1024 * 1024 * 1024,
): AsyncGenerator<string> {
  const chunks = bytes[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  async function* all(): AsyncGenerator<Uint8Array> {
    yield first.value as Uint8Array;
    for (;;) {
      const next = await chunks.next();
      if (next.done) return;
      yield next.value;
    }
  }
  const packed = first.value[0] === 0x1f && first.value[1] === 0x8b;
  const decoder = new TextDecoder('utf-8');
  let size = 0;
  const take = (chunk: Uint8Array): string => {
    size += chunk.length;
    if (size > mostText) throw new AskFailed('too_much', `more than ${mostText} bytes`);
    return decoder.decode(chunk, { stream: true });
  };
  if (!packed) {
    for await (const chunk of all()) yield take(chunk);
  } else {
    const unpack = createGunzip();
    const feeding = (async () => {
      for await (const chunk of all())
        if (!unpack.write(chunk)) await new Promise<void>((go) => unpack.once('drain', go).once('close', go));
      unpack.end();
    })();
    feeding.catch((cause: Error) => unpack.destroy(cause));
    try {
      for await (const chunk of unpack as AsyncIterable<Buffer>) yield take(chunk);
    } catch (cause) {
      if (cause instanceof AskFailed) throw cause;
      throw new AskFailed('unreadable', 'the file is packed and broken off, or no gzip', { cause });
    } finally {
      unpack.destroy();
    }
  }
  yield decoder.decode();
}

/** Text of a file that lies at an address. @throws AskFailed */
export async function* fetchText(
  world: World,
  where: Where,
  headers: Readonly<Record<string, string>>,
): AsyncGenerator<string> {
  try {
    const answer = await guardedStream(world, where.address, {
      headers,
      privateHosts: where.privateHosts,
      redirects: 3,
      timeoutMs: 30 * 60_000,
      mostBytes: 8 * 1024 * 1024 * 1024,
      ...(where.trust ? { trust: where.trust } : {}),
    });
    if (answer.status !== 200) {
      answer.close();
      throw new AskFailed(
        answer.status >= 500 ? 'broken' : 'refused',
        `${new URL(where.address).host} answers ${answer.status}`,
      );
    }
    yield* textOf(answer.body);
  } catch (cause) {
    if (cause instanceof FetchFailed)
      throw new AskFailed(
        cause.why === 'address' || cause.why === 'url'
          ? 'address'
          : cause.why === 'too_large'
            ? 'too_much'
            : 'unreachable',
        cause.message,
        { cause },
      );
    throw cause;
  }
}
