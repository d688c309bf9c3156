/**
 * One look from outside at an address of our own ledger: does the site answer, is the port open. No body is kept.
 * The door refuses private and reserved space unless it is told that the ledger holds it (a demo, an internal network).
 */

import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { isPrivate, parseAddress } from '#kernel';

export interface LookAt {
  readonly how: 'http_status' | 'tcp_connect' | 'udp_reply';
  /** The address to look at; names are never resolved here but by the caller's own record of where the site stands. */
  readonly ip: string;
  readonly port: number;
  /** For http_status: host and path asked for. */
  readonly url?: string;
  /** For udp_reply: the datagram sent. */
  readonly ask?: Uint8Array;
}
export interface Seen {
  readonly answered: boolean;
  readonly status?: number;
  readonly note: string;
}
export interface Look {
  at(what: LookAt, options?: { readonly privateToo?: boolean }): Promise<Seen>;
  /** Addresses of a name, with the moment kept by the caller. Only for names of our own ledger. */
  addressesOf(name: string): Promise<readonly string[]>;
}

const patience = 8_000;

export const outsideLook: Look = {
  async at(what, options = {}) {
    const address = parseAddress(what.ip);
    if (!address) return { answered: false, note: 'not an address' };
    if (isPrivate(address) && !options.privateToo)
      return { answered: false, note: 'private or reserved address: not looked at' };
    if (what.how === 'http_status') return httpStatus(what);
    if (what.how === 'udp_reply') return udpReply(what);
    return tcpConnect(what);
  },
  async addressesOf(name) {
    try {
      return (await lookup(name, { all: true })).map((a) => a.address);
    } catch {
      return [];
    }
  },
};

function httpStatus(what: LookAt): Promise<Seen> {
  return new Promise((done) => {
    let url: URL;
    try {
      url = new URL(what.url ?? `http://${what.ip}/`);
    } catch {
      return done({ answered: false, note: 'not a URL' });
    }
    const tls = url.protocol === 'https:';
    const ask = (tls ? httpsRequest : httpRequest)({
      host: what.ip,
      port: what.port,
      path: `${url.pathname}${url.search}`,
      method: 'GET',
      headers: { host: url.host, 'user-agent': 'Mozilla/5.0 (compatible; abuse desk check)' },
      timeout: patience,
      ...(tls ? { servername: url.hostname, rejectUnauthorized: false } : {}),
    });
    ask.on('response', (r) => {
      r.destroy(); // the status is all we want: no body is read
      done({ answered: true, status: r.statusCode ?? 0, note: `HTTP ${r.statusCode}` });
    });
    ask.on('timeout', () => ask.destroy(new Error('no answer in time')));
    ask.on('error', (e) => done({ answered: false, note: e.message }));
    ask.end();
  });
}

function tcpConnect(what: LookAt): Promise<Seen> {
  return new Promise((done) => {
    const socket = connect({ host: what.ip, port: what.port, timeout: patience });
    const end = (answered: boolean, note: string) => {
      socket.destroy();
      done({ answered, note });
    };
    socket.on('connect', () => end(true, `port ${what.port} open`));
    socket.on('timeout', () => end(false, 'no answer in time'));
    socket.on('error', (e) => end(false, e.message));
  });
}

function udpReply(what: LookAt): Promise<Seen> {
  return new Promise((done) => {
    const socket = createSocket(what.ip.includes(':') ? 'udp6' : 'udp4');
    const timer = setTimeout(() => end(false, 'no reply in time'), patience / 2);
    const end = (answered: boolean, note: string) => {
      clearTimeout(timer);
      socket.close();
      done({ answered, note });
    };
    socket.on('message', (m) => end(true, `${m.length} bytes in reply`));
    socket.on('error', (e) => end(false, e.message));
    socket.send(what.ask ?? new Uint8Array(1), what.port, what.ip);
  });
}
