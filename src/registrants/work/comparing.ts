/** A registrar's file beside our register: read as it streams in, compared, and what differs laid before a person. */
import type { Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, type Id, mayAs, must, Refused } from '#kernel';
import { csvRows } from '#parties';
import {
  type DifferenceAct,
  decideDifference,
  differencesOf,
  type RegistrarRow,
  readHeader,
  readRow,
} from '../difference.ts';
import { registrationChange, registrationInput } from '../registration.ts';
import type { Compared } from '../shapes.ts';
import {
  type Difference,
  type DifferenceWords,
  insertDifference,
  listRegistrations,
  lockDifference,
  openDifference,
  openDifferences,
  openHolder,
  registrationOf,
  settleDifference,
} from '../store.ts';
import { addRegistration, changeData, endOf } from './keeping.ts';

/** Rows of one file at most; a larger one is handed in in parts. */
const mostRows = 200_000;
const mostUnread = 100;
const bad = (why: string) => new Refused('registration.file-unreadable', why);

/** Rows of a file. @throws Refused `registration.file-unreadable` where it is no CSV, or no column says the domain name */
async function rowsOf(bytes: AsyncIterable<Uint8Array>): Promise<{ rows: RegistrarRow[]; unread: Compared['unread'] }> {
  async function* text(): AsyncGenerator<string> {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    try {
      for await (const part of bytes) yield decoder.decode(part, { stream: true });
      yield decoder.decode();
    } catch (cause) {
      if (cause instanceof TypeError) throw bad('It is no UTF-8 text.');
      throw cause;
    }
  }
  const rows = new Map<string, RegistrarRow>();
  const unread: Compared['unread'] = [];
  let header: ReadonlyMap<string, number> | undefined;
  try {
    for await (const { line, cells } of csvRows(text())) {
      if (!header) {
        header = readHeader(cells);
        if (!header) throw bad('Its first line has no columns for the domain name and the holder.');
        continue;
      }
      const row = readRow(line, cells, header);
      if ('why' in row) {
        if (unread.length < mostUnread) unread.push({ line, why: row.why });
      } else rows.set(row.domain, row);
      if (rows.size > mostRows) throw bad(`It has more than ${mostRows} names; hand it in in parts.`);
    }
  } catch (cause) {
    if (cause instanceof RangeError) throw bad(cause.message);
    throw cause;
  }
  if (rows.size === 0) throw bad('It has no rows.');
  return { rows: [...rows.values()], unread };
}

const keyOf = (d: { readonly domain: string; readonly field: string | null }) => `${d.domain} ${d.field ?? ''}`;

/**
 * Compares the whole file of one registrar with our register. Each difference is a task; one that the file no longer says is gone.
 * @param keep whether tasks are made; else it is only counted
 * @throws Refused `registration.file-unreadable`: nothing was changed
 */
export async function compareFile(
  world: World,
  org: Id<'org'>,
  registrar: string,
  bytes: AsyncIterable<Uint8Array>,
  keep: boolean,
  by: Actor,
): Promise<Compared> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  const name = registrar.trim().toLowerCase();
  if (name === '' || name.length > 100) throw new Refused('request.invalid', 'registrar', { registrar: 'its name' });
  const { rows, unread } = await rowsOf(bytes);
  return world.db.in(org, async (tx) => {
    const standing = new Map((await openDifferences(tx, name)).map((d) => [keyOf(d), d]));
    const count = { same: 0, differs: 0, missing_here: 0, missing_there: 0, gone: 0 };
    const said = new Set<string>();
    const say = async (
      d: Pick<Difference, 'domain' | 'registration' | 'kind' | 'field'>,
      words: Omit<DifferenceWords, 'why'>,
    ) => {
      count[d.kind]++;
      said.add(keyOf(d));
      if (!keep) return;
      const old = standing.get(keyOf(d));
      const told = old ? await openDifference(world, tx, old) : null;
      if (old && told?.theirs === words.theirs && old.kind === d.kind) return;
      if (old) await settleDifference(world, tx, old, 'gone', null, { kind: 'engine' });
      await insertDifference(world, tx, { id: newId(world, 'rdf'), registrar: name, ...d }, { ...words, why: null });
    };
    for (const row of rows) {
      const ours = await registrationOf(tx, row.domain);
      if (!ours) {
        const { registeredOn, kind, data } = row;
        await say(
          { domain: row.domain, registration: null, kind: 'missing_here', field: null },
          { theirs: JSON.stringify({ registeredOn, kind, data }), row: { registeredOn, kind, data } },
        );
        continue;
      }
      const data = must(await openHolder(world, tx, ours), 'the data of a running registration');
      const found = differencesOf({ registeredOn: ours.registeredOn, data }, row);
      if (found.length === 0) count.same++;
      for (const f of found)
        await say(
          { domain: row.domain, registration: ours.id, kind: 'differs', field: f.field },
          { theirs: f.theirs, row: null },
        );
    }
    const there = new Set(rows.map((r) => r.domain));
    let after: string | undefined;
    do {
      const page = await listRegistrations(tx, { incomplete: false, limit: 1000, after });
      for (const r of page)
        if (r.registrar?.toLowerCase() === name && !there.has(r.domain))
          await say(
            { domain: r.domain, registration: r.id, kind: 'missing_there', field: null },
            { theirs: null, row: null },
          );
      after = page.length === 1000 ? page.at(-1)?.domain : undefined;
    } while (after !== undefined);
    for (const [key, d] of standing)
      if (!said.has(key)) {
        count.gone++;
        if (keep) await settleDifference(world, tx, d, 'gone', null, { kind: 'engine' });
      }
    if (keep)
      note(world, tx, {
        act: 'registration.compared',
        by,
        about: [{ subject: null, payload: { registrar: name, rows: rows.length, ...count } }],
      });
    await tx.notify({ organisation: org, what: 'registration' });
    return { registrar: name, rows: rows.length, ...count, unread, kept: keep };
  });
}

/** Takes what the registrar says into the register, or keeps ours. @throws Refused as `decideDifference` and `addRegistration` */
export async function decideOnDifference(
  world: World,
  tx: Tx,
  id: string,
  act: DifferenceAct,
  given: { readonly reason: string; readonly version?: number | undefined },
  by: Actor,
): Promise<void> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  const d = await lockDifference(tx, id, given.version);
  const to = decideDifference(d, act, given.reason);
  if (!to.ok) throw new Refused(to.error);
  const words = await openDifference(world, tx, d);
  await settleDifference(world, tx, d, to.value, given.reason.trim() === '' ? null : given.reason.trim(), by);
  if (act === 'take') {
    if (d.kind === 'differs' && d.registration)
      await changeData(world, tx, d.registration, registrationChange.parse({ [d.field ?? '']: words?.theirs }), by);
    if (d.kind === 'missing_here' && words?.row)
      await addRegistration(
        world,
        tx,
        registrationInput.parse({
          domain: d.domain,
          registered_on: words.row.registeredOn,
          kind: words.row.kind,
          registrar: d.registrar,
          collected_by: 'registrar',
          ...words.row.data,
        }),
        by,
      );
    if (d.kind === 'missing_there' && d.registration) {
      const today = world.clock.now().toZonedDateTimeISO('UTC').toPlainDate().toString();
      await endOf(world, tx, d.registration, today, by);
    }
  }
  note(world, tx, {
    act: `registration.difference_${act}`,
    by,
    about: [
      { subject: d.id, payload: { difference: d.id, registration: d.registration, kind: d.kind, field: d.field } },
    ],
  });
}
