/**
 * One difference between what an inventory says now and what it said before, and the moments a change may have happened.
 * History is never changed by it: a record that ends is closed and written again with its end, a new holder is a new record.
 */
import { type Id, instantOfMicros, type Micros, microsOf } from '#kernel';
import type { Quality } from './holding.ts';
import type { StatedHolding, StatedProblem } from './inventory.ts';
import type { Ports, ResourceKind } from './resource.ts';

/** A record this inventory wrote and that is known now. */
export interface Before {
  readonly id: Id<'hld'>;
  readonly kind: ResourceKind;
  readonly what: string;
  readonly ports: Ports;
  readonly contract: string | null;
  readonly exclusive: boolean;
  readonly label: string | null;
  readonly from: Micros;
  /** Infinity: it runs. */
  readonly until: Micros;
  readonly begunBy: Micros | null;
  readonly quality: Quality;
}

/** A stated holding whose holder was found: the contract it stands under (its id, or a mark for one still to be made). */
export interface Placed {
  readonly stated: StatedHolding;
  readonly contract: string | null;
}

/** Two polls: when they began and ended. */
export interface PollTime {
  readonly from: Micros;
  readonly until: Micros;
}

export interface Opens {
  readonly kind: ResourceKind;
  readonly what: string;
  readonly ports: Ports;
  readonly contract: string | null;
  readonly exclusive: boolean;
  readonly label: string | null;
  readonly from: Micros;
  readonly until: Micros;
  readonly begunBy: Micros | null;
  readonly endedBy: Micros | null;
  readonly quality: Quality;
  /** How it is counted. `restated`: the same holding under another name, or shared where it was not. */
  readonly how: 'new' | 'changed' | 'restated';
}
export interface Closes {
  readonly id: Id<'hld'>;
  /** The end it gets; null: it is replaced by what is opened in its place. */
  readonly until: Micros | null;
  readonly endedBy: Micros | null;
  readonly how: 'ends' | 'changed' | 'restated';
}
export interface Plan {
  readonly opens: readonly Opens[];
  readonly closes: readonly Closes[];
  readonly problems: readonly StatedProblem[];
  readonly unchanged: number;
  /** Records that began after the poll began: what someone told us meanwhile is newer than what was read. */
  readonly newer: number;
  /** Records that ran before: what the share of closings is a share of. */
  readonly ran: number;
  /** How many of them would lose their holder. */
  readonly lost: number;
}

const keyOf = (r: { readonly kind: ResourceKind; readonly what: string; readonly ports: Ports }) =>
  `${r.kind} ${r.what} ${r.ports[0]} ${r.ports[1]}`;

/** Whether too much would change at once for it to be believed without a person. */
export const tooMuch = (plan: Plan, share: number): boolean => plan.ran > 0 && plan.lost / plan.ran > share;

/**
 * Compares a whole answer about the present.
 * @param before records of this inventory: those that run, and those whose end lies after the begin of the last poll
 * @param keeps records of which the answer could not tell everything: that they are not in it says nothing
 * @param last the last whole poll; undefined for the first, from which (or from `knownSince`) its records count
 */
export function compareState(
  placed: readonly Placed[],
  before: readonly Before[],
  last: PollTime | undefined,
  now: PollTime,
  knownSince?: Micros,
  keeps: (before: Before) => boolean = () => false,
): Plan {
  const problems: StatedProblem[] = [];
  const said = new Map<string, Placed | 'contradiction'>();
  for (const p of placed) {
    const key = keyOf(p.stated);
    const other = said.get(key);
    if (other === undefined) said.set(key, p);
    else if (other === 'contradiction' || other.contract !== p.contract) {
      said.set(key, 'contradiction');
      problems.push({ where: p.stated.where, code: 'contradiction' });
    }
  }
  // Ports of one address that two blocks have at once: the first one stands.
  const blocks = Map.groupBy(
    [...said].flatMap(([key, p]) => (p !== 'contradiction' && p.stated.exclusive ? [{ key, p }] : [])),
    ({ p }) => `${p.stated.kind} ${p.stated.what}`,
  );
  for (const of of blocks.values()) {
    if (of.length < 2) continue;
    let end = -1;
    for (const { key, p } of of.sort((a, b) => a.p.stated.ports[0] - b.p.stated.ports[0])) {
      if (p.stated.ports[0] >= end) end = p.stated.ports[1];
      else {
        said.set(key, 'contradiction');
        problems.push({ where: p.stated.where, code: 'contradiction' });
      }
    }
  }
  const running = new Map<string, Before>();
  const lastEnd = new Map<string, Micros>();
  for (const b of before) {
    const key = keyOf(b);
    if (b.until === Number.POSITIVE_INFINITY) running.set(key, b);
    else lastEnd.set(key, Math.max(lastEnd.get(key) ?? Number.NEGATIVE_INFINITY, b.until));
  }
  const opens: Opens[] = [];
  const closes: Closes[] = [];
  let unchanged = 0;
  let newer = 0;
  let lost = 0;
  // A change happened after the last poll began and before this one ended. Where a record is younger than that, after it.
  const turnOf = (b: Before): Micros => {
    const at = last && b.from < last.from ? last.from : Math.max(b.from + 1, last?.until ?? b.from + 1);
    return Math.max(at, b.from + 1);
  };
  const late = (at: Micros) => (now.until > at ? now.until : null);
  for (const [key, b] of running) {
    const p = said.get(key);
    if (p === 'contradiction') {
      unchanged++;
      continue;
    }
    if (b.from >= now.from && (!p || p.contract !== b.contract)) {
      newer++;
      continue;
    }
    if (!p && keeps(b)) {
      unchanged++;
      continue;
    }
    if (!p) {
      const turn = turnOf(b);
      closes.push({ id: b.id, until: turn, endedBy: late(turn), how: 'ends' });
      lost++;
      continue;
    }
    const label = p.stated.label ?? null;
    if (p.contract !== b.contract) {
      const turn = turnOf(b);
      closes.push({ id: b.id, until: turn, endedBy: late(turn), how: 'changed' });
      opens.push({ ...opened(p), from: turn, begunBy: late(turn), quality: 'interval', how: 'changed' });
      lost++;
    } else if (label !== b.label || p.stated.exclusive !== b.exclusive) {
      closes.push({ id: b.id, until: null, endedBy: null, how: 'restated' });
      opens.push({ ...opened(p), from: b.from, begunBy: b.begunBy, quality: b.quality, how: 'restated' });
    } else unchanged++;
  }
  for (const [key, p] of said) {
    if (p === 'contradiction' || running.has(key)) continue;
    const ended = lastEnd.get(key);
    if (ended !== undefined && ended >= now.from) {
      newer++;
      continue;
    }
    if (!last)
      opens.push({
        ...opened(p),
        from: Math.max(knownSince ?? now.from, ended ?? Number.NEGATIVE_INFINITY),
        begunBy: null,
        quality: 'since_known',
        how: 'new',
      });
    else {
      const from = Math.max(last.from, ended ?? Number.NEGATIVE_INFINITY);
      opens.push({ ...opened(p), from, begunBy: late(from), quality: 'interval', how: 'new' });
    }
  }
  return { opens, closes, problems, unchanged, newer, ran: running.size, lost };
}

const opened = (p: Placed) => ({
  kind: p.stated.kind,
  what: p.stated.what,
  ports: p.stated.ports,
  contract: p.contract,
  exclusive: p.stated.exclusive,
  label: p.stated.label ?? null,
  until: Number.POSITIVE_INFINITY,
  endedBy: null,
});

/**
 * Compares what a log says happened. Nothing ends because it is not in this piece of the log; a record that ran ends where
 * the log has its end, or where the log gives the same resource to another.
 * @param before every record of this inventory of the resources the log speaks of
 */
export function compareLog(placed: readonly Placed[], before: readonly Before[]): Plan {
  const problems: StatedProblem[] = [];
  const opens: Opens[] = [];
  const closes: Closes[] = [];
  let unchanged = 0;
  const known = Map.groupBy(before, keyOf);
  // Blocks of one address by every key: blocks of another size must not overlap them.
  const onResource = Map.groupBy(
    before.map((b) => ({
      key: keyOf(b),
      resource: `${b.kind} ${b.what}`,
      ports: b.ports,
      from: b.from,
      until: b.until,
    })),
    (b) => b.resource,
  );
  for (const [key, all] of Map.groupBy(placed, (p) => keyOf(p.stated))) {
    // Oldest first: a session that begins ends the one before it, unless that one ended by itself.
    const rows = all
      .flatMap((p) => (p.stated.from ? [{ p, from: microsOf(p.stated.from) }] : []))
      .sort((a, b) => a.from - b.from);
    const standing: { from: Micros; until: Micros }[] = [];
    const records = known.get(key) ?? [];
    const replaced = new Set<Before>();
    for (const b of records) standing.push(b);
    for (const { p, from } of rows) {
      const until = p.stated.until ? microsOf(p.stated.until) : Number.POSITIVE_INFINITY;
      if (until <= from) {
        problems.push({ where: p.stated.where, code: 'no_time' });
        continue;
      }
      // The same record, or one of the same holder that goes on: a lease that was renewed, a log that begins later.
      const same =
        records.find((b) => b.contract === p.contract && b.from === from && !replaced.has(b)) ??
        records.find((b) => b.contract === p.contract && b.from < until && from <= b.until && !replaced.has(b));
      const whole = same ? { from: Math.min(same.from, from), until: joined(same, from, until) } : { from, until };
      if (same && same.from === whole.from && same.until === whole.until) {
        unchanged++;
        continue;
      }
      const row: Opens = {
        ...opened(p),
        ...whole,
        begunBy: p.stated.begunBy ? microsOf(p.stated.begunBy) : null,
        endedBy: p.stated.endedBy ? microsOf(p.stated.endedBy) : null,
        quality: 'log',
        how: same ? 'changed' : 'new',
      };
      if (same) {
        replaced.add(same);
        standing.splice(standing.indexOf(same), 1);
      }
      // One that ran still when this one began: it ended somewhere in between.
      const ran = standing.find((s) => s.until === Number.POSITIVE_INFINITY && s.from < from);
      if (ran) {
        const b = records.find((r) => r === ran);
        standing.splice(standing.indexOf(ran), 1);
        if (b) {
          replaced.add(b);
          closes.push({ id: b.id, until: b.from + 1, endedBy: from > b.from + 1 ? from : null, how: 'ends' });
          standing.push({ from: b.from, until: b.from + 1 });
        } else {
          const i = opens.findIndex((o) => keyOf(o) === key && o.from === ran.from);
          const o = opens[i];
          if (o) opens[i] = { ...o, until: o.from + 1, endedBy: from > o.from + 1 ? from : null };
          standing.push({ from: ran.from, until: ran.from + 1 });
        }
      }
      // One whose end was only expected: the resource went to this one before.
      const cut = standing.find((s) => s.from < from && from < s.until);
      if (cut) {
        standing.splice(standing.indexOf(cut), 1);
        standing.push({ from: cut.from, until: from });
        const b = records.find((r) => r === cut);
        if (b) {
          replaced.add(b);
          closes.push({ id: b.id, until: from, endedBy: null, how: 'ends' });
        } else {
          const i = opens.findIndex((o) => keyOf(o) === key && o.from === cut.from);
          const o = opens[i];
          if (o) opens[i] = { ...o, until: from, endedBy: null };
        }
      }
      const resource = `${row.kind} ${row.what}`;
      const beside = onResource.get(resource) ?? [];
      onResource.set(resource, beside);
      const crossed = beside.some(
        (o) =>
          o.key !== key &&
          o.ports[0] < row.ports[1] &&
          row.ports[0] < o.ports[1] &&
          o.from < whole.until &&
          whole.from < o.until,
      );
      if (crossed || standing.some((s) => s.from < whole.until && whole.from < s.until)) {
        // Two sessions at once: the log contradicts itself, and the first one stands.
        problems.push({ where: p.stated.where, code: 'contradiction' });
        if (same) {
          replaced.delete(same);
          standing.push(same);
        }
        continue;
      }
      if (same) closes.push({ id: same.id, until: null, endedBy: null, how: 'restated' });
      opens.push(row);
      beside.push({ key, resource, ports: row.ports, ...whole });
      standing.push(whole);
    }
  }
  return { opens, closes, problems, unchanged, newer: 0, ran: before.length, lost: 0 };
}

/** The end of a record that goes on: what the log says of the same session, or the later of two that touch. */
const joined = (b: Before, from: Micros, until: Micros): Micros =>
  b.from === from ? (until === Number.POSITIVE_INFINITY ? b.until : until) : Math.max(b.until, until);

/**
 * Places the history a log of changes tells before the first poll. What is known from the first poll on is not touched, and
 * what lies there already stays: the same history again adds nothing.
 * @param first the begin of the first whole poll
 * @param before every record of this inventory of these resources, of any time
 */
export function compareHistory(placed: readonly Placed[], before: readonly Before[], first: Micros): Plan {
  const problems: StatedProblem[] = [];
  const opens: Opens[] = [];
  let unchanged = 0;
  const known = Map.groupBy(before, keyOf);
  for (const [key, all] of Map.groupBy(placed, (p) => keyOf(p.stated))) {
    const standing = known.get(key) ?? [];
    const edge = Math.min(first, ...standing.filter((b) => b.from >= first || b.until > first).map((b) => b.from));
    const then = standing.find((b) => b.from === edge);
    const rows = all
      .flatMap((p) => (p.stated.from ? [{ p, from: microsOf(p.stated.from) }] : []))
      .sort((a, b) => a.from - b.from);
    rows.forEach(({ p, from }, i) => {
      const own = p.stated.until ? microsOf(p.stated.until) : Number.POSITIVE_INFINITY;
      const next = rows[i + 1]?.from ?? Number.POSITIVE_INFINITY;
      const until = Math.min(own, next, edge);
      if (from >= until) return;
      const open = own === Number.POSITIVE_INFINITY && next === Number.POSITIVE_INFINITY;
      // It ran up to the first poll, which knows of another holder: the log misses the change between them.
      const meets = !open || (then !== undefined && then.contract === p.contract);
      if (!meets) problems.push({ where: p.stated.where, code: 'log_incomplete' });
      const same = standing.find((b) => b.from === from);
      if (same) {
        unchanged++;
        return;
      }
      if (standing.some((b) => b.from < until && from < b.until)) {
        problems.push({ where: p.stated.where, code: 'contradiction' });
        return;
      }
      const shown = meets ? until : from + 1;
      opens.push({
        ...opened(p),
        from,
        until: shown,
        begunBy: p.stated.begunBy ? microsOf(p.stated.begunBy) : null,
        endedBy: !meets && until > shown ? until : null,
        quality: 'log',
        how: 'new',
      });
    });
  }
  return { opens, closes: [], problems, unchanged, newer: 0, ran: before.length, lost: 0 };
}

/** A moment of the plan as an instant; null where it has none. */
export const momentOf = (at: Micros | null): Temporal.Instant | null =>
  at === null || !Number.isFinite(at) ? null : instantOfMicros(at);
