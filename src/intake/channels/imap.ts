/**
 * A mailbox elsewhere, pulled by IMAP: each message is kept durably first and moved or flagged after, so that whatever breaks
 * in between costs nothing but a second look; the same bytes again are met as known.
 */
import { ImapFlow, type MailboxObject } from 'imapflow';
import { faultOf, NetFault } from '#io/net';
import type { Settings } from '../channel.ts';
import { accessToken } from './oauth.ts';
import { keepOne, type Pulling, Stopped } from './pull.ts';
import { channelBy, itemsKnown, savePosition, writeItem } from './store.ts';

/** How long each step may take, in milliseconds. */
export interface ImapPatience {
  readonly connect: number;
  readonly greeting: number;
  /** Silence in the middle of a conversation. */
  readonly silence: number;
  /** Longest IDLE before it is renewed: servers end it after half an hour at the latest (RFC 2177). */
  readonly idle: number;
}
export const imapPatience: ImapPatience = { connect: 20_000, greeting: 15_000, silence: 90_000, idle: 240_000 };

interface Position {
  readonly validity?: string;
  /** All messages up to this UID have been kept. */
  readonly uid?: number;
}

/** The code of what went wrong in a conversation with a mail server. */
export function imapFault(cause: unknown, oauth: boolean): NetFault {
  if (cause instanceof NetFault) return cause;
  const e = cause as Error & {
    code?: string;
    authenticationFailed?: boolean;
    response?: unknown;
    responseText?: string;
    serverResponseCode?: string;
  };
  const said =
    String(e.responseText ?? (typeof e.response === 'string' ? e.response : '') ?? '').slice(0, 200) ||
    (e.message ?? '').slice(0, 200);
  const as = (code: string) => new NetFault(code, said, { cause });
  if (e.authenticationFailed || /Unsupported authentication/i.test(e.message ?? ''))
    return as(oauth ? 'imap.oauth' : 'imap.auth');
  switch (e.code) {
    case 'CONNECT_TIMEOUT':
      return as('connect.timeout');
    case 'GREETING_TIMEOUT':
      return as('imap.greeting');
    case 'UPGRADE_TIMEOUT':
      return as('tls.failed');
    case 'ETIMEOUT':
      return as('time.over');
    case 'NoConnection':
    case 'EConnectionClosed':
    case 'ClosedAfterConnectTLS':
    case 'ClosedAfterConnectText':
      return as('connect.lost');
    case 'InvalidResponse':
      return as('imap.protocol');
  }
  if (/STARTTLS/i.test(e.message ?? '')) return as('imap.no_starttls');
  if (/^Parser|parse/i.test(e.code ?? '') || /unexpected (char|token)|parse/i.test(e.message ?? ''))
    return as('imap.protocol');
  if (/command failed|invalid (greeting|response)/i.test(e.message ?? '')) return as('imap.protocol');
  return faultOf(cause);
}

async function open(p: Pulling, settings: Settings<'imap'>, patience: ImapPatience): Promise<ImapFlow> {
  const reached = await p.world.net.reach(settings.host, settings.port);
  p.tally.address = reached.ip;
  if (settings.security === 'none' && !reached.isPrivate) throw new NetFault('imap.plain', settings.host);
  const oauth = settings.auth !== 'password';
  for (let attempt = 0; ; attempt++) {
    const auth = oauth
      ? { user: settings.user, accessToken: await accessToken(p, settings, attempt > 0) }
      : { user: settings.user, pass: p.secrets['password'] ?? '' };
    const client = new ImapFlow({
      host: reached.ip,
      port: settings.port,
      secure: settings.security === 'tls',
      ...(settings.security === 'starttls'
        ? { doSTARTTLS: true }
        : settings.security === 'none'
          ? { doSTARTTLS: false }
          : {}),
      servername: settings.host,
      tls: { minVersion: 'TLSv1.2', ...(settings.ca ? { ca: settings.ca } : {}) },
      auth,
      logger: false,
      disableAutoIdle: true,
      disableCompression: true,
      clientInfo: { name: 'Bezem', vendor: 'Bezem', version: '1' },
      connectionTimeout: patience.connect,
      greetingTimeout: patience.greeting,
      socketTimeout: patience.silence,
      maxIdleTime: patience.idle,
    });
    // What breaks while nothing is asked is met at the next question.
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (cause) {
      client.close();
      const fault = imapFault(cause, oauth);
      // A token may have been withdrawn before its time: a fresh one is tried once.
      if (fault.code !== 'imap.oauth' || attempt > 0) throw fault;
    }
  }
}

async function openFolder(client: ImapFlow, folder: string): Promise<MailboxObject> {
  try {
    return await client.mailboxOpen(folder);
  } catch (cause) {
    if ((cause as { response?: unknown }).response === undefined) throw cause;
    const there = await client.list().catch(() => []);
    throw new NetFault(
      'imap.folder',
      `${folder}: ${there
        .map((f) => f.path)
        .slice(0, 20)
        .join(', ')}`,
      { cause },
    );
  }
}

/** Looks through the folder once. */
async function takeAll(p: Pulling, client: ImapFlow, settings: Settings<'imap'>, box: MailboxObject): Promise<void> {
  const validity = String(box.uidValidity);
  let position = p.channel.position as Position;
  const now = await p.world.db.in(p.org, (tx) => channelBy(tx, p.org, p.channel.id));
  if (now) position = now.position as Position;
  // Another UIDVALIDITY: the numbers mean other messages. All are gone over; those kept before are met by their bytes.
  if (position.validity !== validity) position = { validity, uid: 0 };
  const all = settings.after === 'move';
  const from = (position.uid ?? 0) + 1;
  const found = await client.search(all ? { all: true } : { uid: `${from}:*` }, { uid: true });
  if (found === false) throw new NetFault('imap.protocol', 'SEARCH');
  // `n:*` names the last message even where it lies before n.
  const uids = found.filter((u) => all || u >= from).sort((a, b) => a - b);
  const known = await p.world.db.in(p.org, (tx) =>
    itemsKnown(
      tx,
      p.org,
      p.channel.id,
      uids.map((u) => `${validity}:${u}`),
    ),
  );
  const advance = async (uid: number) => {
    if (all) return;
    position = { validity, uid };
    await p.world.db.in(p.org, (tx) => savePosition(tx, p.org, p.channel.id, position));
  };
  const waiting = uids.filter((u) => !known.has(`${validity}:${u}`));
  for (let i = 0; i < waiting.length; i += 50) {
    const some = waiting.slice(i, i + 50);
    const sizes = new Map<number, number>();
    for await (const m of client.fetch(some.join(','), { uid: true, size: true }, { uid: true }))
      sizes.set(m.uid, m.size ?? 0);
    for (const uid of some) {
      if (p.signal.aborted) throw new Stopped();
      const size = sizes.get(uid);
      if (size === undefined) {
        await advance(uid);
        continue; // gone meanwhile: somebody moved it
      }
      if (size > settings.max_mb * 1024 * 1024) {
        await p.world.db.in(p.org, (tx) =>
          writeItem(
            tx,
            p.org,
            p.channel.id,
            { item: `${validity}:${uid}`, state: 'refused', size, fault: 'size.over' },
            p.world.clock.now(),
          ),
        );
        p.tally.fault = 'size.over';
        p.tally.detail = `UID ${uid}: ${size} bytes; it stays in the mailbox`;
        await advance(uid);
        continue;
      }
      const message = await client.fetchOne(String(uid), { uid: true, source: true }, { uid: true });
      if (message === false || !message?.source || message.source.length === 0) {
        // Answered with nothing: tried again at the next look, never passed over.
        if (!client.usable) throw new NetFault('connect.lost', `UID ${uid}`);
        continue;
      }
      await keepOne(p, {
        channel: 'imap',
        bytes: message.source,
        size: message.source.length,
        name: 'mail.eml',
      });
      await afterwards(client, settings, uid);
      await advance(uid);
    }
  }
}

/** Moves or flags what has just been kept. */
async function afterwards(client: ImapFlow, settings: Settings<'imap'>, uid: number): Promise<void> {
  if (settings.after === 'leave') return;
  const failed = () => new NetFault(client.usable ? 'imap.move' : 'connect.lost', `UID ${uid}`);
  if (settings.after === 'flag') {
    const any = (client.mailbox || undefined)?.permanentFlags?.has('\\*');
    if (!(await client.messageFlagsAdd(String(uid), ['\\Seen', ...(any ? ['$BezemTaken'] : [])], { uid: true })))
      throw failed();
    return;
  }
  if (client.capabilities.has('MOVE')) {
    if (await client.messageMove(String(uid), settings.move_to, { uid: true })) return;
    throw failed();
  }
  // The library would delete even where its copy failed: here only what was copied goes.
  if (!(await client.messageCopy(String(uid), settings.move_to, { uid: true }))) throw failed();
  if (!(await client.messageDelete(String(uid), { uid: true }))) throw failed();
}

/** The folder that messages move to is made where it is not there; whether it could be is seen at the first move. */
async function makeTarget(client: ImapFlow, settings: Settings<'imap'>): Promise<void> {
  if (settings.after !== 'move') return;
  const there = await client.list();
  if (!there.some((f) => f.path === settings.move_to))
    await client.mailboxCreate(settings.move_to).catch(() => undefined);
}

/** Pulls the mailbox; where the caller lets it stay, it then waits for news (IDLE) and pulls again. */
export async function pullImap(p: Pulling & { round?(): Promise<boolean> }, patience = imapPatience): Promise<void> {
  const settings = p.channel.settings as unknown as Settings<'imap'>;
  const oauth = settings.auth !== 'password';
  const client = await open(p, settings, patience);
  const onAbort = () => client.close();
  p.signal.addEventListener('abort', onAbort, { once: true });
  try {
    await makeTarget(client, settings);
    const box = await openFolder(client, settings.folder);
    const heard = { fresh: false };
    client.on('exists', () => {
      heard.fresh = true;
    });
    for (;;) {
      heard.fresh = false;
      await takeAll(p, client, settings, box);
      if (!p.round || !(await p.round()) || p.signal.aborted) return;
      await news(p, client, heard, settings.poll_minutes * 60_000);
      if (p.signal.aborted) return;
      if (!client.usable) throw new NetFault('connect.lost', 'while waiting for news');
    }
  } catch (cause) {
    if (cause instanceof Stopped || p.signal.aborted) throw new Stopped();
    throw imapFault(cause, oauth);
  } finally {
    p.signal.removeEventListener('abort', onAbort);
    if (client.usable && !p.signal.aborted)
      await Promise.race([client.logout().catch(() => undefined), new Promise((go) => setTimeout(go, 2000))]);
    client.close();
  }
}

/** Wait after an IDLE that ended by itself: a server that ends each at once is not asked without pause. */
const endedByItselfMs = 15_000;

/** Until something new is in the folder, the connection ends, or it is time to look anyway. */
async function news(p: Pulling, client: ImapFlow, heard: { fresh: boolean }, mostMs: number): Promise<void> {
  // It came while we were looking: there is nothing to wait for.
  if (heard.fresh) return;
  const woken = new AbortController();
  const ended = new AbortController();
  const wake = () => woken.abort();
  client.on('exists', wake);
  client.on('close', wake);
  const both = AbortSignal.any([p.signal, woken.signal]);
  try {
    void client
      .idle()
      .catch(() => undefined)
      .finally(() => ended.abort());
    await p.world.clock.sleep(mostMs, AbortSignal.any([both, ended.signal]));
    if (ended.signal.aborted && !both.aborted) await p.world.clock.sleep(Math.min(mostMs, endedByItselfMs), both);
  } finally {
    client.off('exists', wake);
    client.off('close', wake);
  }
}

/** Connects, logs in and opens the folder, and takes nothing: the test before saving. */
export async function tryImap(p: Pulling, patience = imapPatience): Promise<string> {
  const settings = p.channel.settings as unknown as Settings<'imap'>;
  const client = await open(p, settings, patience);
  try {
    const box = await openFolder(client, settings.folder);
    return `${settings.folder}: ${box.exists} messages, ${p.tally.address}${client.capabilities.has('IDLE') ? ', IDLE' : ''}${client.capabilities.has('MOVE') ? ', MOVE' : ''}`;
  } catch (cause) {
    throw imapFault(cause, settings.auth !== 'password');
  } finally {
    await Promise.race([client.logout().catch(() => undefined), new Promise((go) => setTimeout(go, 2000))]);
    client.close();
  }
}
