/** The generic feed: one address, asked on its schedule, with what was there before so that nothing is fetched twice. */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NetFault, retryAfterMs } from '#io/net';
import type { Secrets, Settings } from '../channel.ts';
import { bulkFrom } from '../message.ts';
import { keepOne, type Pulling, statusFault } from './pull.ts';
import { savePosition } from './store.ts';

/** The header that carries the secret. */
export function secretHeaders(settings: Settings<'feed'>, secrets: Secrets): Record<string, string> {
  switch (settings.auth) {
    case 'basic':
      return {
        authorization: `Basic ${Buffer.from(`${settings.user ?? ''}:${secrets['password'] ?? ''}`).toString('base64')}`,
      };
    case 'bearer':
      return { authorization: `Bearer ${secrets['token'] ?? ''}` };
    case 'header':
      return { [(settings.header ?? 'x-api-key').toLowerCase()]: secrets['value'] ?? '' };
    case 'none':
      return {};
  }
}

/** A name whose ending tells what it is, from the answer's own name, else from the address. */
export function nameOf(address: string, headers: Readonly<Record<string, string>>, feed: string): string {
  const given = /filename="?([^";]{1,120})"?/i.exec(headers['content-disposition'] ?? '')?.[1];
  const last = given ?? new URL(address).pathname.split('/').filter(Boolean).at(-1) ?? '';
  const clean = last.replace(/[^A-Za-z0-9._-]/g, '_').slice(-120);
  if (/\.[a-z0-9]{2,5}$/i.test(clean)) return clean;
  const type = headers['content-type'] ?? '';
  const ending = /json/.test(type)
    ? 'json'
    : /csv/.test(type)
      ? 'csv'
      : /gzip/.test(type)
        ? 'gz'
        : /zip/.test(type)
          ? 'zip'
          : /xml/.test(type)
            ? 'xml'
            : 'txt';
  return `${clean || feed}.${ending}`;
}

/** Runs `work` with the path of a file of its own that is gone afterwards. */
export async function withFile<T>(work: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'bezem-fetch-'));
  try {
    return await work(join(folder, 'body'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Bytes where they are few, else the path: what `receive` takes. */
export async function bytesOrPath(path: string): Promise<{ bytes: Uint8Array } | { path: string }> {
  return (await stat(path)).size < bulkFrom ? { bytes: await readFile(path) } : { path };
}

export async function pullFeed(p: Pulling): Promise<void> {
  const settings = p.channel.settings as unknown as Settings<'feed'>;
  const before = p.channel.position as { etag?: string; modified?: string; address?: string };
  // What was remembered belongs to the address it came from.
  const same = before.address === settings.address;
  await withFile(async (file) => {
    const got = await p.world.net.fetch({
      url: settings.address,
      method: settings.method,
      headers: {
        ...settings.headers,
        ...(same && before.etag ? { 'if-none-match': before.etag } : {}),
        ...(same && before.modified ? { 'if-modified-since': before.modified } : {}),
      },
      secretHeaders: secretHeaders(settings, p.secrets),
      ...(settings.body !== undefined && settings.method === 'POST' ? { body: settings.body } : {}),
      timeoutMs: settings.timeout_seconds * 1000,
      maxBytes: settings.max_mb * 1024 * 1024,
      file,
      signal: p.signal,
    });
    p.tally.address = got.address;
    if (got.status === 304) return;
    const fault = statusFault(got.status);
    if (fault)
      throw new NetFault(fault, `HTTP ${got.status}`, {
        ...(retryOf(got.headers, p) === undefined ? {} : { retryAfterMs: retryOf(got.headers, p) as number }),
      });
    if (got.status === 204 || got.bytes === 0) return;
    await keepOne(p, {
      channel: 'feed',
      ...(await bytesOrPath(file)),
      size: got.bytes,
      name: nameOf(settings.address, got.headers, p.channel.name),
      feed: p.channel.name,
      ...(settings.format ? { hint: settings.format } : {}),
    });
    // Remembered only once it is kept: what was fetched and lost is fetched again.
    await p.world.db.in(p.org, (tx) =>
      savePosition(tx, p.org, p.channel.id, {
        address: settings.address,
        ...(got.headers['etag'] ? { etag: got.headers['etag'] } : {}),
        ...(got.headers['last-modified'] ? { modified: got.headers['last-modified'] } : {}),
      }),
    );
  });
}

const retryOf = (headers: Readonly<Record<string, string>>, p: Pulling) =>
  retryAfterMs(headers['retry-after'], p.world.clock.now().epochMilliseconds);

/** Asks without keeping: whether the address answers, for the test before saving. */
export async function tryFeed(p: Pulling): Promise<string> {
  const settings = p.channel.settings as unknown as Settings<'feed'>;
  return withFile(async (file) => {
    const got = await p.world.net.fetch({
      url: settings.address,
      method: settings.method,
      headers: settings.headers,
      secretHeaders: secretHeaders(settings, p.secrets),
      ...(settings.body !== undefined && settings.method === 'POST' ? { body: settings.body } : {}),
      timeoutMs: Math.min(60, settings.timeout_seconds) * 1000,
      maxBytes: settings.max_mb * 1024 * 1024,
      file,
      signal: p.signal,
    });
    const fault = statusFault(got.status);
    if (fault) throw new NetFault(fault, `HTTP ${got.status}`);
    return `HTTP ${got.status}, ${got.bytes} bytes, ${got.headers['content-type'] ?? '?'}, ${got.address}`;
  });
}
