/** A small IMAP server for tests: it keeps folders in memory and can greet wrongly, go slow, break off and change its mind. */
import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';

export interface Stored {
  readonly uid: number;
  readonly bytes: Buffer;
  readonly flags: Set<string>;
}
export interface SmallImap {
  readonly port: number;
  readonly folders: Map<string, { validity: number; next: number; mails: Stored[] }>;
  /** What the tests may change while it runs. */
  readonly how: {
    greeting: string;
    capabilities: string[];
    password: string;
    token: string;
    /** Break off in the middle of the n-th body that is fetched; 0 never. */
    breakAtBody: number;
    refuseMove: boolean;
    refuseCopy: boolean;
    delayMs: number;
    /** Say a body is empty. */
    emptyBodies: boolean;
    silent: boolean;
  };
  readonly seen: { bodies: number; connections: number; commands: string[]; logins: number };
  add(folder: string, text: string): void;
  close(): Promise<void>;
}

/** Starts it on loopback. With `tls` its certificate; `implicit` speaks TLS from the first byte, else by STARTTLS. */
export async function startSmallImap(tls?: {
  readonly key: string;
  readonly cert: string;
  readonly implicit: boolean;
}): Promise<SmallImap> {
  const folders: SmallImap['folders'] = new Map([['INBOX', { validity: 7, next: 1, mails: [] }]]);
  const how: SmallImap['how'] = {
    greeting: '* OK ready\r\n',
    capabilities: ['IMAP4rev1', 'IDLE', 'MOVE', 'UIDPLUS', 'AUTH=PLAIN', 'AUTH=XOAUTH2'],
    password: 'secret word',
    token: 'token-1',
    breakAtBody: 0,
    refuseMove: false,
    refuseCopy: false,
    delayMs: 0,
    emptyBodies: false,
    silent: false,
  };
  const seen: SmallImap['seen'] = { bodies: 0, connections: 0, commands: [], logins: 0 };
  const idling = new Set<() => void>();
  const open = new Set<Socket>();
  const context = tls && createSecureContext({ key: tls.key, cert: tls.cert });

  const serve = (raw: Socket) => {
    seen.connections++;
    open.add(raw);
    raw.on('error', () => {});
    raw.on('close', () => open.delete(raw));
    let socket: Socket = raw;
    if (context && tls?.implicit) {
      socket = new TLSSocket(raw, { isServer: true, secureContext: context });
      socket.on('error', () => {});
    }
    let held = '';
    let folder = '';
    /** How many messages this conversation was told of. */
    let told = 0;
    let waiting: ((line: string) => void) | undefined;
    let queue: Promise<void> = Promise.resolve();
    const say = (text: string | Buffer) => void socket.write(text);
    const hear = (d: Buffer) => {
      held += d.toString('latin1');
      for (let at = held.indexOf('\r\n'); at >= 0; at = held.indexOf('\r\n')) {
        const line = held.slice(0, at);
        held = held.slice(at + 2);
        if (waiting) {
          const take = waiting;
          waiting = undefined;
          take(line);
        } else queue = queue.then(() => answer(line)).catch(() => void raw.destroy());
      }
    };
    socket.on('data', hear);
    if (!how.silent) say(how.greeting);

    const nextLine = () =>
      new Promise<string>((take) => {
        waiting = take;
      });
    const inFolder = () => folders.get(folder)?.mails ?? [];
    const named = (set: string) => {
      const max = inFolder().at(-1)?.uid ?? 0;
      const wanted = (uid: number) =>
        set.split(',').some((part) => {
          const [a = '', b] = part.split(':').map((x) => (x === '*' ? String(max) : x));
          const [lo, hi] = [Math.min(Number(a), Number(b ?? a)), Math.max(Number(a), Number(b ?? a))];
          return uid >= lo && uid <= hi;
        });
      return inFolder().filter((m) => wanted(m.uid));
    };
    const remove = (gone: readonly Stored[]) => {
      const f = folders.get(folder);
      for (const m of gone) {
        const n = f?.mails.indexOf(m) ?? -1;
        if (n < 0 || !f) continue;
        f.mails.splice(n, 1);
        told--;
        say(`* ${n + 1} EXPUNGE\r\n`);
      }
    };

    const answer = async (line: string): Promise<void> => {
      const [tag = '', verb = '', ...rest] = line.split(' ');
      const args = rest.join(' ');
      seen.commands.push(`${verb} ${args}`.trim());
      if (how.delayMs > 0) await new Promise((go) => setTimeout(go, how.delayMs));
      const ok = (text = 'done') => say(`${tag} OK ${text}\r\n`);
      const no = (text: string) => say(`${tag} NO ${text}\r\n`);
      const unquote = (s: string) => s.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1');
      switch (verb.toUpperCase()) {
        case 'CAPABILITY':
          say(`* CAPABILITY ${how.capabilities.join(' ')}\r\n`);
          return ok();
        case 'ID':
          say('* ID ("name" "small")\r\n');
          return ok();
        case 'NAMESPACE':
          say('* NAMESPACE (("" "/")) NIL NIL\r\n');
          return ok();
        case 'STARTTLS': {
          ok('begin');
          if (!context) return;
          socket.off('data', hear);
          const secure = new TLSSocket(raw, { isServer: true, secureContext: context });
          secure.on('error', () => {});
          secure.on('data', hear);
          socket = secure;
          return;
        }
        case 'LOGIN': {
          const [, , pass = ''] = /^("[^"]*"|\S+) (.*)$/.exec(args) ?? [];
          if (unquote(pass) !== how.password) return no('[AUTHENTICATIONFAILED] wrong password');
          seen.logins++;
          return ok('in');
        }
        case 'AUTHENTICATE': {
          const [mechanism = '', given] = args.split(' ');
          let text = given;
          if (text === undefined) {
            say('+ \r\n');
            text = await nextLine();
          }
          const plain = Buffer.from(text, 'base64').toString();
          if (mechanism === 'PLAIN') {
            if (plain.split('\0')[2] !== how.password) return no('[AUTHENTICATIONFAILED] wrong password');
          } else if (!plain.includes(`auth=Bearer ${how.token}\x01`)) {
            say(`+ ${Buffer.from('{"status":"401","schemes":"bearer"}').toString('base64')}\r\n`);
            await nextLine();
            return no('[AUTHENTICATIONFAILED] token');
          }
          seen.logins++;
          return ok('in');
        }
        case 'LIST':
        case 'LSUB':
          if (args === '"" ""') {
            say('* LIST (\\Noselect) "/" ""\r\n');
            return ok();
          }
          for (const name of folders.keys()) say(`* ${verb.toUpperCase()} (\\HasNoChildren) "/" "${name}"\r\n`);
          return ok();
        case 'CREATE':
          folders.set(unquote(args), { validity: 9, next: 1, mails: [] });
          return ok();
        case 'SELECT':
        case 'EXAMINE': {
          const f = folders.get(unquote(args));
          if (!f) return no('[NONEXISTENT] no such folder');
          folder = unquote(args);
          told = f.mails.length;
          say(
            `* FLAGS (\\Seen \\Deleted)\r\n* OK [PERMANENTFLAGS (\\Seen \\Deleted \\*)] ok\r\n* ${f.mails.length} EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY ${f.validity}] ok\r\n* OK [UIDNEXT ${f.next}] ok\r\n`,
          );
          return ok('[READ-WRITE] selected');
        }
        case 'NOOP':
        case 'SUBSCRIBE':
          return ok();
        case 'IDLE': {
          say('+ idling\r\n');
          if (inFolder().length > told) say(`* ${inFolder().length} EXISTS\r\n`);
          const tell = () => say(`* ${inFolder().length} EXISTS\r\n`);
          idling.add(tell);
          await nextLine();
          idling.delete(tell);
          told = inFolder().length;
          return ok();
        }
        case 'EXPUNGE':
          remove(inFolder().filter((m) => m.flags.has('\\Deleted')));
          return ok();
        case 'LOGOUT':
          say('* BYE\r\n');
          ok();
          socket.end();
          return;
        case 'UID':
          break;
        default:
          return void say(`${tag} BAD not known here\r\n`);
      }
      const [sub = '', ...subRest] = rest;
      const [set = '', ...tail] = subRest;
      switch (sub.toUpperCase()) {
        case 'SEARCH': {
          const range = /UID (\S+)/.exec(subRest.join(' '))?.[1];
          const found = range ? named(range) : inFolder();
          say(`* SEARCH${found.map((m) => ` ${m.uid}`).join('')}\r\n`);
          return ok();
        }
        case 'FETCH': {
          const what = tail.join(' ');
          for (const m of named(set)) {
            const n = inFolder().indexOf(m) + 1;
            if (!what.includes('BODY.PEEK[]')) {
              say(`* ${n} FETCH (UID ${m.uid} RFC822.SIZE ${m.bytes.length})\r\n`);
              continue;
            }
            seen.bodies++;
            const bytes = how.emptyBodies ? Buffer.alloc(0) : m.bytes;
            say(`* ${n} FETCH (UID ${m.uid} BODY[] {${bytes.length}}\r\n`);
            if (how.breakAtBody > 0 && seen.bodies === how.breakAtBody) {
              say(bytes.subarray(0, Math.floor(bytes.length / 2)));
              raw.destroySoon();
              return;
            }
            say(bytes);
            say(')\r\n');
          }
          return ok();
        }
        case 'STORE': {
          for (const m of named(set))
            for (const flag of /\(([^)]*)\)/.exec(tail.join(' '))?.[1]?.split(' ') ?? []) m.flags.add(flag);
          return ok();
        }
        case 'MOVE':
        case 'COPY': {
          const to = folders.get(unquote(tail.join(' ')));
          if (!to) return no('[TRYCREATE] no such folder');
          if (sub.toUpperCase() === 'MOVE' ? how.refuseMove : how.refuseCopy) return no('not now');
          const moved = named(set);
          for (const m of moved) to.mails.push({ uid: to.next++, bytes: m.bytes, flags: new Set(m.flags) });
          if (sub.toUpperCase() === 'MOVE') remove(moved);
          return ok();
        }
        case 'EXPUNGE':
          remove(named(set).filter((m) => m.flags.has('\\Deleted')));
          return ok();
        default:
          return void say(`${tag} BAD not known here\r\n`);
      }
    };
  };
  const server: Server = createServer(serve);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const at = server.address();
  return {
    port: typeof at === 'object' && at ? at.port : 0,
    folders,
    how,
    seen,
    add(name, text) {
      const f = folders.get(name);
      if (!f) throw new Error(`no folder ${name}`);
      f.mails.push({ uid: f.next++, bytes: Buffer.from(text.replace(/\r?\n/g, '\r\n')), flags: new Set() });
      for (const tell of idling) tell();
    },
    async close() {
      for (const s of open) s.destroy();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}
