/**
 * A child process with a memory limit, talking in frames: headers and bytes go in, lines of JSON come out.
 * What is hostile is parsed there, never here; ending it ends only what it was doing.
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeSync } from 'node:fs';

export interface ChildOptions {
  /** The script to run with this same Node.js. */
  readonly file: string;
  /** Limit of the script's heap in MiB (`--max-old-space-size`). */
  readonly heapMb: number;
  /** A line of JSON, with the bytes that came behind it where it said so (`body`: how many). */
  onLine(line: Readonly<Record<string, unknown>>, body?: Uint8Array): void;
  /** After this nothing more comes. `said` is the end of its standard error. */
  onExit(how: { readonly code: number | null; readonly signal: string | null; readonly said: string }): void;
}
export interface Child {
  readonly pid: number | undefined;
  /** Sends a header with bytes; resolves once the pipe has room again. */
  send(header: Readonly<Record<string, unknown>>, body?: Uint8Array): Promise<void>;
  /** Ends it at once. */
  kill(): void;
  /** Closes its input: it ends by itself when it has done what it was given. */
  close(): void;
  /** Resident memory now, in bytes; undefined where the system does not tell. */
  resident(): number | undefined;
  /** Milliseconds of processor time it has used so far; undefined where the system does not tell. */
  spent(): number | undefined;
  /** Lets this process end although the child still runs (or not). */
  hold(open: boolean): void;
}

const pageSize = 4096;

/** Starts the script. Environment variables are not handed on: secrets stay here. */
export function startChild(options: ChildOptions): Child {
  const child = spawn(
    process.execPath,
    [
      `--max-old-space-size=${options.heapMb}`,
      '--max-semi-space-size=8',
      '--disable-warning=ExperimentalWarning',
      options.file,
    ],
    { stdio: ['pipe', 'pipe', 'pipe'], env: { TZ: 'UTC', LANG: 'C.UTF-8' } },
  );
  let said = '';
  let waiting: Buffer[] = [];
  let size = 0;
  /** A line whose bytes are still coming. */
  let open: { readonly line: Readonly<Record<string, unknown>>; readonly body: number } | undefined;
  const joined = () => {
    const all = waiting.length === 1 ? (waiting[0] as Buffer) : Buffer.concat(waiting);
    waiting = [];
    size = 0;
    return all;
  };
  child.stdout.on('data', (chunk: Buffer) => {
    let rest = chunk;
    while (rest.length > 0) {
      if (open) {
        const part = rest.subarray(0, open.body - size);
        waiting.push(part);
        size += part.length;
        rest = rest.subarray(part.length);
        if (size < open.body) return;
        const { line } = open;
        open = undefined;
        options.onLine(line, joined());
        continue;
      }
      const at = rest.indexOf(10);
      waiting.push(at < 0 ? rest : rest.subarray(0, at));
      if (at < 0) return;
      rest = rest.subarray(at + 1);
      const text = joined();
      if (text.length === 0) continue;
      const line = JSON.parse(text.toString('utf8')) as Record<string, unknown>;
      if (typeof line.body === 'number' && line.body > 0) open = { line, body: line.body };
      else options.onLine(line);
    }
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-4000);
  });
  child.stdin.on('error', () => undefined); // the exit tells why
  let ended = false;
  /** Until the pipe has room again: one wait for all who sent meanwhile. */
  let draining: Promise<void> | undefined;
  const end = (code: number | null, signal: string | null) => {
    if (ended) return;
    ended = true;
    options.onExit({ code, signal, said });
  };
  child.on('error', (e) => {
    said += e.message;
    end(null, null);
  });
  child.on('close', end);
  return {
    pid: child.pid,
    send(header, body) {
      const text = JSON.stringify(header);
      const length = Buffer.byteLength(text);
      const head = Buffer.allocUnsafe(8 + length);
      head.writeUInt32LE(length, 0);
      head.writeUInt32LE(body?.length ?? 0, 4);
      head.write(text, 8);
      // What is sent in one turn goes out in one call.
      child.stdin.cork();
      process.nextTick(() => child.stdin.uncork());
      let room = child.stdin.write(head);
      if (body && body.length > 0) room = child.stdin.write(body);
      if (room || ended) return Promise.resolve();
      draining ??= new Promise((done) => {
        const go = () => {
          draining = undefined;
          child.stdin.off('drain', go);
          child.off('close', go);
          done();
        };
        child.stdin.once('drain', go);
        child.once('close', go);
      });
      return draining;
    },
    kill: () => void child.kill('SIGKILL'),
    close: () => void child.stdin.end(),
    resident() {
      try {
        const pages = /^\d+ (\d+)/.exec(readFileSync(`/proc/${child.pid}/statm`, 'latin1'))?.[1];
        return pages === undefined ? undefined : Number(pages) * pageSize;
      } catch {
        return undefined;
      }
    },
    spent() {
      try {
        // Behind the name in brackets: user and system time in clock ticks of a hundredth of a second (proc(5)).
        const fields = readFileSync(`/proc/${child.pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
        const ticks = Number(fields[11]) + Number(fields[12]);
        return Number.isFinite(ticks) ? ticks * 10 : undefined;
      } catch {
        return undefined;
      }
    },
    hold(open) {
      for (const one of [child, child.stdin, child.stdout, child.stderr] as { ref?(): void; unref?(): void }[])
        open ? one.ref?.() : one.unref?.();
    },
  };
}

export interface Frame {
  readonly header: Readonly<Record<string, unknown>>;
  readonly body: Uint8Array;
}

/** The child's side: frames from standard input, as they come. Calls back with undefined at the end of input. */
export function onFrames(take: (frame: Frame | undefined) => void): void {
  let waiting: Buffer[] = [];
  let size = 0;
  let need = 8;
  process.stdin.on('data', (chunk: Buffer) => {
    waiting.push(chunk);
    size += chunk.length;
    while (size >= need) {
      const all = waiting.length === 1 ? (waiting[0] as Buffer) : Buffer.concat(waiting);
      const headLength = all.readUInt32LE(0);
      const bodyLength = all.readUInt32LE(4);
      const whole = 8 + headLength + bodyLength;
      waiting = [all];
      if (all.length < whole) {
        need = whole;
        return;
      }
      const header = JSON.parse(all.toString('utf8', 8, 8 + headLength)) as Record<string, unknown>;
      const body = all.subarray(8 + headLength, whole);
      const rest = all.subarray(whole);
      waiting = rest.length > 0 ? [rest] : [];
      size = rest.length;
      need = 8;
      take({ header, body });
    }
  });
  process.stdin.on('end', () => take(undefined));
}

/** The child's side: several lines of JSON out at once, as text that ends each with a newline. */
export function sayText(lines: string): void {
  write(Buffer.from(lines));
}

/** The child's side: one line of JSON out, with bytes behind it. */
export function sayLine(line: Readonly<Record<string, unknown>>, body?: Uint8Array): void {
  write(Buffer.from(`${JSON.stringify(body ? { ...line, body: body.length } : line)}\n`));
  if (body) write(body);
}

function write(bytes: Uint8Array): void {
  // At once, not when the loop is free: whoever watches must see that work goes on.
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at);
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== 'EAGAIN') throw fault;
      Atomics.wait(sleep, 0, 0, 1); // the pipe is full: its reader is slower than we are
    }
  }
}
const sleep = new Int32Array(new SharedArrayBuffer(4));
