/** Processor time of whole trees of processes, so that what the database and the reading processes spend counts too. */
import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';

interface Stat {
  readonly parent: number;
  /** Of itself, and with those of its children that have ended; in microseconds. */
  readonly own: number;
  readonly ended: number;
}

/** What proc(5) says of a process; undefined where it is gone or the system does not tell. */
function statOf(pid: number): Stat | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
    const ticks = (at: number) => Number(fields[at]) * 10_000;
    return { parent: Number(fields[1]), own: ticks(11) + ticks(12), ended: ticks(13) + ticks(14) };
  } catch {
    return undefined;
  }
}

/**
 * Processor time of a process and all below it, living and ended, in microseconds.
 * @param but a process that is left out with all below it: an embedded database is a child of who started it
 */
export function spentBy(root: number, but?: number): number {
  const all = new Map<number, Stat>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat) all.set(Number(name), stat);
  }
  const of = (pid: number): number => {
    const me = pid === but ? undefined : all.get(pid);
    if (!me) return 0;
    let sum = me.own + me.ended;
    for (const [child, stat] of all) if (stat.parent === pid && child !== pid) sum += of(child);
    return sum;
  };
  return of(root);
}

/** The process that started this database's servers; undefined where it runs on another machine. */
export async function postmasterOf(url: string): Promise<number | undefined> {
  const one = new pg.Client({ connectionString: url });
  await one.connect();
  try {
    const pid = (await one.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0;
    const name = readFileSync(`/proc/${pid}/comm`, 'latin1').trim();
    return name.startsWith('postgres') ? statOf(pid)?.parent : undefined;
  } catch {
    return undefined;
  } finally {
    await one.end();
  }
}

/** The proportional set size counts a page that n processes share as a n-th each; 0 where a process is gone or not ours to look at. */
function residentAlone(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Resident memory of a process and all below it, in bytes. Only those are looked at: a look walks through all their pages. */
export function residentOf(root: number, but?: number): number {
  const below = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat) below.set(stat.parent, [...(below.get(stat.parent) ?? []), Number(name)]);
  }
  const of = (pid: number): number =>
    pid === but ? 0 : (below.get(pid) ?? []).reduce((sum, child) => sum + of(child), residentAlone(pid));
  return of(root);
}

/** How many of the machine's processors others kept busy between two looks: what a figure must be read beside. */
export function busyNow(): { readonly busy: number; readonly at: number } {
  const fields = readFileSync('/proc/stat', 'latin1').split('\n')[0]?.trim().split(/\s+/).slice(1).map(Number) ?? [];
  const all = fields.slice(0, 8).reduce((a, b) => a + b, 0);
  return { busy: (all - (fields[3] ?? 0) - (fields[4] ?? 0)) * 10_000, at: performance.now() };
}
