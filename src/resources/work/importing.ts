/** Ledger files: read by their columns, compared, written, listed and undone. */
import { constraintOf, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, type Id, type Language, Refused, type Span, spanText, stretchOf } from '#kernel';
import type { FileRow, ImportDiff, LedgerFile } from '#parties';
import { mostChanges, readYesNo } from '#parties';
import {
  houseOf,
  type ImportRow,
  importById,
  importsOf,
  ledgerChanged,
  lockLedger,
  markUndone,
  writeImport,
} from '#parties/store';
import {
  errorList,
  fingerprint,
  type Importing,
  importParties,
  mustBe,
  openImport,
  readValid,
  Tally,
  undoPartiesImport,
} from '#parties/work';
import { precedenceOf } from '../holding.ts';
import { readNetwork, readPorts, readResource } from '../resource.ts';
import {
  applyHoldings,
  closeNetwork,
  compareHoldings,
  type FileHolding,
  holdingsDiff,
  insertNetwork,
  networksNow,
  type RowSaid,
  type StoredNetwork,
  takeHoldings,
  undoRows,
} from '../store.ts';
import { undoPoll } from './polling.ts';

/**
 * Reads a ledger file of any kind (parties, contracts, holdings, networks, told by its columns), compares and writes it.
 * With `dry`, or where a row is wrong, nothing is written. The same file again changes nothing.
 * @throws Refused `import.unreadable` where it is no ledger file
 */
export async function importLedger(
  world: World,
  org: Id<'org'>,
  by: Actor,
  importing: Importing,
  wanted: readonly ImportDiff['kind'][] = ['parties', 'contracts', 'holdings', 'networks'],
): Promise<ImportDiff> {
  mustBe(by, 'handler');
  const { head, text } = await peek(importing.text);
  const { kind } = await openImport([head], wanted);
  if (kind === 'parties' || kind === 'contracts') return importParties(world, org, by, { ...importing, text });
  const { file } = await openImport(text, wanted);
  return world.db.in(org, async (tx) => {
    await lockLedger(tx);
    const id = newId(world, 'imp');
    const at = world.clock.now();
    const tally = new Tally();
    const print = fingerprint();
    const write =
      kind === 'holdings'
        ? await readHoldings(world, tx, file, tally, print, id, importing)
        : await readNetworks(world, tx, file, tally, print, id, importing);
    if (importing.dry || !tally.clean || !tally.changesSomething) return tally.diff(kind, null);
    await write(at);
    await writeImport(tx, { id, kind, sha256: print.sum(), counts: tally.counts, by: actorId(by), at });
    await ledgerChanged(tx, { import: id }, at);
    note(world, tx, {
      act: 'ledger.import',
      by,
      about: [{ subject: null, payload: { import: id, kind, counts: { ...tally.counts } } }],
    });
    return tally.diff(kind, id);
  });
}

/** The first line of a text, and the whole text again. */
async function peek(
  chunks: AsyncIterable<string> | Iterable<string>,
): Promise<{ readonly head: string; readonly text: AsyncIterable<string> }> {
  const source = (async function* () {
    yield* chunks;
  })();
  const seen: string[] = [];
  let head = '';
  while (!/[\r\n]/.test(head.replace(/^[\ufeff\s]+/, '')) && head.length < 100_000) {
    const next = await source.next();
    if (next.done) break;
    seen.push(next.value);
    head += next.value;
  }
  const line = /^[\ufeff\s]*[^\r\n]*/.exec(head)?.[0] ?? '';
  async function* whole() {
    yield* seen;
    yield* source;
  }
  return { head: line, text: whole() };
}

type Print = ReturnType<typeof fingerprint>;
type Write = (at: Temporal.Instant) => Promise<void>;

const saidText: Readonly<Record<RowSaid['what'], (detail: string) => { nl: string; en: string; conflict?: true }>> = {
  contract_unknown: (d) => ({ nl: `Contract "${d}" is niet bekend.`, en: `Contract "${d}" is not known.` }),
  party_unknown: (d) => ({ nl: `Partij "${d}" is niet bekend.`, en: `Party "${d}" is not known.` }),
  party_no_contract: (d) => ({
    nl: `Partij "${d}" heeft in die periode geen contract.`,
    en: `Party "${d}" has no contract during that time.`,
  }),
  party_many_contracts: (d) => ({
    nl: `Partij "${d}" heeft in die periode meer contracten; noem het contract.`,
    en: `Party "${d}" has more than one contract during that time; name the contract.`,
  }),
  outside_contract: (d) => ({
    nl: `Contract "${d}" loopt niet in die periode.`,
    en: `Contract "${d}" does not run during that time.`,
  }),
  repeated: (d) => ({ nl: `Dezelfde regel staat op regel ${d}.`, en: `The same row is on line ${d}.` }),
  conflict_row: (d) => ({
    nl: `Regel ${d} houdt dit al in die periode.`,
    en: `Line ${d} holds this during that time already.`,
    conflict: true,
  }),
  conflict_known: (d) => ({
    nl: `Wordt in die periode al gehouden: ${d}. Geef die houder een einde in hetzelfde bestand.`,
    en: `Is held during that time already: ${d}. Give that holder an end in the same file.`,
    conflict: true,
  }),
};

async function readHoldings(
  world: World,
  tx: Tx,
  file: LedgerFile,
  tally: Tally,
  print: Print,
  importId: Id<'imp'>,
  importing: Importing,
): Promise<Write> {
  const { zone } = await houseOf(tx);
  const columns = ['resource', 'ports', 'contract', 'party', 'from', 'until', 'exclusive', 'label'];
  async function* rows(): AsyncGenerator<FileHolding> {
    for await (const row of file.rows) {
      tally.counts.rows++;
      print.add(columns.map((c) => row.cell(c)));
      if (tally.counts.rows % 5000 === 0) importing.onProgress?.(tally.counts.rows);
      const read = readHolding(row, zone, tally);
      if (read) yield { ...read, id: newId(world, 'hld') };
    }
  }
  await takeHoldings(tx, rows());
  const refused = new Set<number>();
  for (const s of await compareHoldings(tx)) {
    // A row that is wrong in itself is told once, not also as a conflict.
    const text = saidText[s.what](s.detail ?? '');
    if (refused.has(s.line)) continue;
    refused.add(s.line);
    tally.refuse(s.line, s.row, text.nl, text.en, text.conflict ? 'conflict' : 'error');
  }
  const { counts, changes } = await holdingsDiff(tx, mostChanges);
  for (const how of ['new', 'changed', 'ends', 'unchanged'] as const) tally.counts[how] = counts.get(how) ?? 0;
  tally.changes.push(...changes);
  return async (at) => {
    try {
      await applyHoldings(tx, importId, precedenceOf.import, at);
    } catch (cause) {
      if (constraintOf(cause)?.startsWith('holding_')) throw new Refused('holding.overlaps');
      throw cause;
    }
  };
}

function readHolding(row: FileRow, zone: string, tally: Tally): Omit<FileHolding, 'id'> | undefined {
  const text = row.cell('resource') ?? '';
  let right = true;
  const wrong = (nl: string, en: string) => {
    right = false;
    tally.refuse(row.line, text, nl, en);
  };
  const resource = readResource(text);
  if (!resource.ok) wrong(`resource: ${resource.error}`, `resource: ${resource.error}`);
  const ports = readPorts(row.cell('ports') ?? '');
  if (!ports)
    wrong(
      `ports: "${row.cell('ports')}" is geen poort of reeks (1024-2047).`,
      `ports: "${row.cell('ports')}" is not a port or range (1024-2047).`,
    );
  const contract = row.cell('contract') || undefined;
  const party = row.cell('party') || undefined;
  const own = contract?.toLowerCase() === 'own';
  if (!contract && !party)
    wrong(
      'Noem het contract of de partij, of "own" als de organisatie dit zelf houdt.',
      'Name the contract or the party, or "own" where the organisation holds this itself.',
    );
  const valid = readValid(row.cell('from'), row.cell('until'), zone, wrong);
  const cell = row.cell('exclusive');
  const exclusive = cell ? readYesNo(cell) : undefined;
  if (cell && exclusive === undefined)
    wrong(`exclusive: "${cell}" is geen ja of nee.`, `exclusive: "${cell}" is not yes or no.`);
  if (!right || !resource.ok || !ports || !valid) return undefined;
  return {
    line: row.line,
    row: text,
    kind: resource.value.kind,
    what: resource.value.text,
    ports,
    contract: own ? null : (contract ?? null),
    party: own || contract ? null : (party ?? null),
    valid,
    exclusive,
    label: row.cell('label') || undefined,
  };
}

async function readNetworks(
  world: World,
  tx: Tx,
  file: LedgerFile,
  tally: Tally,
  print: Print,
  importId: Id<'imp'>,
  importing: Importing,
): Promise<Write> {
  const { zone } = await houseOf(tx);
  const now = await networksNow(tx);
  const byWhat = Map.groupBy(now, (n) => `${n.kind} ${n.what}`);
  interface Row {
    readonly line: number;
    readonly id: Id<'net'>;
    readonly kind: 'prefix' | 'asn' | 'domain';
    readonly what: string;
    readonly name: string | null;
    readonly valid: Span;
  }
  const added: Row[] = [];
  const closed = new Set<StoredNetwork>();
  const taken = new Set<StoredNetwork>();
  for await (const row of file.rows) {
    tally.counts.rows++;
    print.add(['network', 'name', 'from', 'until'].map((c) => row.cell(c)));
    if (tally.counts.rows % 5000 === 0) importing.onProgress?.(tally.counts.rows);
    const text = row.cell('network') ?? '';
    let right = true;
    const wrong = (nl: string, en: string) => {
      right = false;
      tally.refuse(row.line, text, nl, en);
    };
    const read = readNetwork(text);
    if (typeof read === 'string') wrong(`network: ${read}`, `network: ${read}`);
    const valid = readValid(row.cell('from'), row.cell('until'), zone, wrong);
    if (!right || typeof read === 'string' || !valid) continue;
    const s = stretchOf(valid);
    const versions = (byWhat.get(`${read.kind} ${read.what}`) ?? []).filter((n) => !taken.has(n));
    const match = versions.find((n) => n.from === s.from) ?? versions.find((n) => n.from < s.until && s.from < n.until);
    const name = row.cell('name') || (match?.name ?? null);
    if (match) taken.add(match);
    if (match && match.from === s.from && match.until === s.until && match.name === name) {
      tally.counts.unchanged++;
      continue;
    }
    const ends = match && match.from === s.from && match.until === Number.POSITIVE_INFINITY && match.name === name;
    if (match) closed.add(match);
    added.push({ line: row.line, id: newId(world, 'net'), ...read, name, valid });
    tally.change({
      line: row.line,
      how: !match ? 'new' : ends ? 'ends' : 'changed',
      row: text,
      before: match ? `${spanText(match.valid)} ${match.name ?? ''}`.trim() : null,
      after: `${spanText(valid)} ${name ?? ''}`.trim(),
    });
  }
  const standing = Map.groupBy(
    [...now.filter((n) => !closed.has(n)).map((n) => ({ ...n, line: 0 })), ...added],
    (n) => `${n.kind} ${n.what}`,
  );
  for (const row of added)
    for (const other of standing.get(`${row.kind} ${row.what}`) ?? []) {
      const [a, b] = [stretchOf(row.valid), stretchOf(other.valid)];
      if (other.line >= row.line || a.from >= b.until || b.from >= a.until) continue;
      const where =
        other.line > 0 ? ['op regel ', 'on line '].map((w) => `${w}${other.line}`) : ['al bekend', 'known already'];
      tally.refuse(
        row.line,
        row.what,
        `Dit netwerk is in die periode ${where[0]}.`,
        `This network is ${where[1]} during that time.`,
        'conflict',
      );
    }
  return async (at) => {
    for (const n of closed) await closeNetwork(tx, n.id, at, importId);
    for (const n of added) await insertNetwork(tx, n, at, importId);
  };
}

/**
 * Undoes an import: closes what it opened and gives back what it closed; what was attributed through it is looked at again.
 * @throws Refused `import.cannot-undo` where it was undone before, or what it wrote was changed or is used since
 */
export async function undoImport(world: World, org: Id<'org'>, by: Actor, id: string): Promise<void> {
  mustBe(by, 'handler');
  await world.db.in(org, async (tx) => {
    await lockLedger(tx);
    const row = await importById(tx, id);
    if (!row) throw new Refused('request.not-found');
    try {
      if (row.kind === 'parties' || row.kind === 'contracts') return await undoPartiesImport(world, tx, by, row.id);
      if (row.kind === 'inventory') return await undoPoll(world, tx, by, row.id);
      if (row.undoneAt) throw new Refused('import.cannot-undo', 'It was undone already.');
      const at = world.clock.now();
      const [table, idKind] = row.kind === 'holdings' ? (['holding', 'hld'] as const) : (['network', 'net'] as const);
      const fresh = (count: number) => Array.from({ length: count }, () => newId(world, idKind));
      if ((await undoRows(tx, row.id, table, fresh, at)) > 0)
        throw new Refused('import.cannot-undo', 'Records it wrote were changed since.');
      await markUndone(tx, row.id, at, actorId(by));
      await ledgerChanged(tx, { import: row.id }, at);
      note(world, tx, {
        act: 'ledger.undo',
        by,
        about: [{ subject: null, payload: { import: row.id, kind: row.kind } }],
      });
    } catch (cause) {
      if (/^(holding|contract|network)_/.test(constraintOf(cause) ?? ''))
        throw new Refused('import.cannot-undo', 'What it closed is held by another by now.');
      throw cause;
    }
  });
}

/** Imports, newest first. */
export async function listImports(
  world: World,
  org: Id<'org'>,
  limit: number,
  before?: string,
): Promise<readonly ImportRow[]> {
  return world.db.in(org, (tx) => importsOf(tx, limit, before));
}

/** The stable JSON of an import's diff. */
export function diffJson(diff: ImportDiff, language: Language) {
  return {
    id: diff.id,
    kind: diff.kind,
    counts: { ...diff.counts },
    problems: diff.problems.map((p) => ({ ...p, text: { ...p.text } })),
    changes: diff.changes.map((c) => ({ ...c })),
    error_list: errorList(diff, language),
  };
}
