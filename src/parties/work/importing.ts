/** A file of parties or contracts compared and written in one transaction, and undone. */

import { sqlState, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, type Id, Refused } from '#kernel';
import type { ImportDiff } from '../ledgerfile.ts';
import {
  contractsNow,
  deleteParties,
  importById,
  ledgerChanged,
  lockLedger,
  markUndone,
  namedElsewhere,
  partiesBefore,
  undoContacts,
  undoContractRows,
  updateParties,
  writeImport,
} from '../store.ts';
import { readContracts } from './contractrows.ts';
import { mustBe } from './known.ts';
import { fingerprint, type Importing, openImport, Tally } from './ledgerfiles.ts';
import { readParties } from './partyrows.ts';

/**
 * Reads a file of parties or contracts, compares it with what is known and writes the difference in one transaction.
 * With `dry`, or where a row is wrong, nothing is written and the diff says what and why. The same file again changes nothing.
 * @throws Refused `import.unreadable` where it is no ledger file
 */
export async function importParties(
  world: World,
  org: Id<'org'>,
  by: Actor,
  importing: Importing,
): Promise<ImportDiff> {
  mustBe(by, 'handler');
  const { file, kind } = await openImport(importing.text, ['parties', 'contracts']);
  return world.db.in(org, async (tx) => {
    await lockLedger(tx);
    const id = newId(world, 'imp');
    const at = world.clock.now();
    const tally = new Tally();
    const print = fingerprint();
    const write =
      kind === 'parties'
        ? await readParties(world, tx, file, tally, print, id, importing)
        : await readContracts(world, tx, file, tally, print, id, importing);
    if (importing.dry || !tally.clean || !tally.changesSomething) return tally.diff(kind, null);
    await write(at);
    await writeImport(tx, { id, kind, sha256: print.sum(), counts: tally.counts, by: actorId(by), at });
    if (kind === 'contracts') await ledgerChanged(tx, { import: id }, at);
    note(world, tx, {
      act: 'ledger.import',
      by,
      about: [{ subject: null, payload: { import: id, kind, counts: { ...tally.counts } } }],
    });
    return tally.diff(kind, id);
  });
}

/**
 * Undoes an import of parties or contracts: closes what it opened and gives back what it closed.
 * @throws Refused `import.cannot-undo` where it was undone before, or where what it wrote was changed or is used since
 */
export async function undoPartiesImport(world: World, tx: Tx, by: Actor, id: Id<'imp'>): Promise<void> {
  const row = await importById(tx, id);
  if (!row) throw new Refused('request.not-found');
  if (row.undoneAt) throw new Refused('import.cannot-undo', 'It was undone already.');
  const at = world.clock.now();
  if (row.kind === 'parties') {
    const before = await partiesBefore(tx, id);
    const made = before.filter((p) => p.before === null).map((p) => p.party);
    const contracts = await contractsNow(tx, { buyers: made, sellers: made });
    if (contracts.length > 0 || (await namedElsewhere(tx, made)))
      throw new Refused('import.cannot-undo', 'Parties it made have contracts or cases by now.');
    await undoContacts(tx, id, at);
    try {
      await deleteParties(tx, made);
    } catch (cause) {
      if (sqlState(cause) === '23503') throw new Refused('import.cannot-undo', 'Parties it made are used by now.');
      throw cause;
    }
    await updateParties(
      tx,
      before.flatMap((p) => (p.before ? [p.before] : [])),
    );
  } else {
    if ((await undoContractRows(tx, id, at)) > 0)
      throw new Refused('import.cannot-undo', 'Contracts it wrote were changed since.');
    await ledgerChanged(tx, { import: id }, at);
  }
  await markUndone(tx, id, at, actorId(by));
  note(world, tx, { act: 'ledger.undo', by, about: [{ subject: null, payload: { import: id, kind: row.kind } }] });
}
