/** Resources at work: assigned, released, corrected; ledger files compared and written; undone; the biography of a prefix. */
import { constraintOf, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import {
  type Actor,
  actorId,
  type Id,
  type Language,
  must,
  parsePrefix,
  Refused,
  type Span,
  spanHolds,
  spanText,
  stretchOf,
} from '#kernel';
import type { FileRow, ImportDiff, LedgerFile } from '#parties';
import { mostChanges, readYesNo } from '#parties';
import {
  contractsNow,
  houseOf,
  type ImportRow,
  importById,
  importsOf,
  ledgerChanged,
  lockLedger,
  markUndone,
  partiesByIds,
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
  spanIn,
  Tally,
  undoPartiesImport,
} from '#parties/work';
import { precedenceOf } from './holding.ts';
import { portsText, readPorts, readResource, resourceText } from './resource.ts';
import type { Biography, HoldingPatch, HoldingShape, NetworkShape, NewHolding, NewNetwork } from './shapes.ts';
import { inventoryNames } from './store/inventories.ts';
import {
  applyHoldings,
  closeHolding,
  closeNetwork,
  compareHoldings,
  contestedOf,
  type FileHolding,
  findHoldings,
  holdingsByIds,
  holdingsDiff,
  insertHolding,
  insertNetwork,
  type NewHoldingRow,
  networksNow,
  type RowSaid,
  recordsOf,
  type StoredHolding,
  type StoredNetwork,
  takeHoldings,
  undoRows,
} from './store.ts';
import { undoPoll } from './work/polling.ts';

/** Who holds what is in the way, for the refusal; empty where it cannot be told. */
async function recordHolding(tx: Tx, row: NewHoldingRow, at: Temporal.Instant): Promise<void> {
  try {
    await insertHolding(tx, row, at);
  } catch (cause) {
    if (constraintOf(cause)?.startsWith('holding_'))
      throw new Refused('holding.overlaps', resourceText(row.kind, row.what));
    throw cause;
  }
}

/** The contract a holding names must be known and share time with it. */
async function contractFor(tx: Tx, id: string | null, valid: Span): Promise<Id<'ctr'> | null> {
  if (id === null) return null;
  const versions = await contractsNow(tx, { ids: [id] });
  const s = stretchOf(valid);
  const first = versions.find((c) => stretchOf(c.valid).from < s.until && s.from < stretchOf(c.valid).until);
  if (!first)
    throw new Refused('request.invalid', 'contract: not known, or it does not run during that time', {
      contract: 'not known, or it does not run during that time',
    });
  return first.id;
}

/**
 * Records that a resource is held under a contract (or, without one, by the organisation itself) from a moment on, or during
 * a time. @throws Refused `holding.overlaps` where someone else holds it then
 */
export async function assign(world: World, org: Id<'org'>, by: Actor, given: NewHolding): Promise<Id<'hld'>> {
  mustBe(by, 'handler');
  const resource = readResource(given.resource);
  if (!resource.ok) throw new Refused('request.invalid', `resource: ${resource.error}`, { resource: resource.error });
  const ports = readPorts(given.ports);
  if (!ports) throw new Refused('request.invalid', 'ports: 80 or 1024-2047', { ports: 'not a port or range of ports' });
  const valid = spanIn(given.from, given.until);
  return world.db.in(org, async (tx) => {
    const contract = await contractFor(tx, given.contract, valid);
    const id = newId(world, 'hld');
    const at = world.clock.now();
    await recordHolding(
      tx,
      {
        id,
        kind: resource.value.kind,
        what: resource.value.text,
        ports,
        contract,
        exclusive: given.exclusive,
        origin: given.origin,
        precedence: precedenceOf[given.origin],
        label: given.label,
        valid,
      },
      at,
    );
    await ledgerChanged(tx, { holdings: [id] }, at);
    note(world, tx, {
      act: 'holding.assign',
      by,
      about: [
        {
          subject: await holderOf(tx, contract, valid),
          payload: { holding: id, resource: resource.value.text, contract, from: given.from, until: given.until },
        },
      ],
    });
    return id;
  });
}

/** The buyer of a contract at the beginning of a span, as the subject of the journal. */
async function holderOf(tx: Tx, contract: string | null, valid: Span): Promise<Id<'party'> | null> {
  if (contract === null) return null;
  const versions = await contractsNow(tx, { ids: [contract] });
  const version = versions.find((c) => !valid.from || spanHolds(c.valid, valid.from)) ?? versions[0];
  return version?.buyer ?? null;
}

async function current(tx: Tx, id: string): Promise<StoredHolding> {
  const [row] = await holdingsByIds(tx, [id], true);
  if (!row) throw new Refused('request.not-found');
  if (row.recorded.until)
    throw new Refused('request.changed-meanwhile', 'This record was corrected; look at the newer one.');
  return row;
}

/** Replaces a record by a corrected one: the old is closed, never changed. @returns the id of the new record */
async function replace(
  world: World,
  tx: Tx,
  by: Actor,
  act: string,
  old: StoredHolding,
  now: Pick<NewHoldingRow, 'contract' | 'exclusive' | 'label' | 'valid'>,
  why: string | null,
): Promise<Id<'hld'>> {
  const at = world.clock.now();
  // What an inventory says stays beside what a person states: the override goes before it, and both are seen.
  if (old.inventory === null) await closeHolding(tx, old.id, at);
  const id = newId(world, 'hld');
  const row = {
    id,
    kind: old.kind,
    what: old.what,
    ports: old.ports,
    origin: 'manual' as const,
    precedence: precedenceOf.manual,
    contract: now.contract,
    exclusive: now.exclusive,
    label: now.label,
    valid: now.valid,
  };
  await recordHolding(tx, row, at);
  await ledgerChanged(tx, { holdings: [old.id, id] }, at);
  const holders = new Set([await holderOf(tx, old.contract, old.valid), await holderOf(tx, now.contract, now.valid)]);
  note(world, tx, {
    act,
    by,
    about: [...holders].map((subject) => ({
      subject,
      payload: {
        holding: id,
        instead_of: old.id,
        resource: old.what,
        was: spanText(old.valid),
        is: spanText(now.valid),
        contract: now.contract,
        why,
      },
    })),
  });
  return id;
}

/** Ends a holding at a moment. @returns the id of the record that now says so */
export async function release(
  world: World,
  org: Id<'org'>,
  by: Actor,
  id: string,
  until: Temporal.Instant,
): Promise<Id<'hld'>> {
  mustBe(by, 'handler');
  return world.db.in(org, async (tx) => {
    const old = await current(tx, id);
    if (old.inventory !== null) throw new Refused('holding.from-inventory', resourceText(old.kind, old.what));
    if (old.valid.from && Temporal.Instant.compare(old.valid.from, until) >= 0)
      throw new Refused('request.invalid', 'until: before it began', { until: 'before it began' });
    if (old.valid.until && Temporal.Instant.compare(old.valid.until, until) < 0)
      throw new Refused('request.invalid', 'until: it ended before that', { until: 'it ended before that' });
    const valid = { from: old.valid.from, until };
    return replace(world, tx, by, 'holding.release', old, { ...old, valid }, null);
  });
}

/** Corrects a record: what was wrong is closed, what is right stands in its place, and what rested on it is looked at again. */
export async function correct(
  world: World,
  org: Id<'org'>,
  by: Actor,
  id: string,
  patch: HoldingPatch,
): Promise<Id<'hld'>> {
  mustBe(by, 'handler');
  return world.db.in(org, async (tx) => {
    const old = await current(tx, id);
    const valid = spanIn(
      patch.from === undefined ? (old.valid.from?.toString() ?? null) : patch.from,
      patch.until === undefined ? (old.valid.until?.toString() ?? null) : patch.until,
    );
    const contract = patch.contract === undefined ? old.contract : await contractFor(tx, patch.contract, valid);
    return replace(
      world,
      tx,
      by,
      'holding.correct',
      old,
      {
        contract,
        valid,
        exclusive: patch.exclusive ?? old.exclusive,
        label: patch.label === undefined ? old.label : patch.label,
      },
      patch.why,
    );
  });
}

/** Reads what a network is: a prefix, an AS number or a domain. */
function readNetwork(text: string): { readonly kind: 'prefix' | 'asn' | 'domain'; readonly what: string } | string {
  const read = readResource(text);
  if (!read.ok) return read.error;
  const { kind, text: what } = read.value;
  return kind === 'prefix' || kind === 'asn' || kind === 'domain'
    ? { kind, what }
    : `"${text}" is not a prefix, AS number or domain`;
}

/** Records a network the organisation answers for. @throws Refused `holding.overlaps` where it is there for that time already */
export async function addNetwork(world: World, org: Id<'org'>, by: Actor, given: NewNetwork): Promise<Id<'net'>> {
  mustBe(by, 'handler');
  const read = readNetwork(given.network);
  if (typeof read === 'string') throw new Refused('request.invalid', `network: ${read}`, { network: read });
  const valid = spanIn(given.from, given.until);
  return world.db.in(org, async (tx) => {
    await lockLedger(tx);
    const id = newId(world, 'net');
    const at = world.clock.now();
    const s = stretchOf(valid);
    const clash = (await networksNow(tx)).find(
      (n) => n.kind === read.kind && n.what === read.what && n.from < s.until && s.from < n.until,
    );
    if (clash) throw new Refused('holding.overlaps', resourceText(read.kind, read.what));
    await insertNetwork(tx, { id, ...read, name: given.name, valid }, at);
    await ledgerChanged(tx, { networks: [id] }, at);
    note(world, tx, { act: 'network.add', by, about: [{ subject: null, payload: { network: id, what: read.what } }] });
    return id;
  });
}

const networkOut = (n: StoredNetwork): NetworkShape => ({
  id: n.id,
  kind: n.kind,
  network: resourceText(n.kind, n.what),
  name: n.name,
  from: n.valid.from?.toString() ?? null,
  until: n.valid.until?.toString() ?? null,
});

/** What the organisation answers for: at a moment, or ever. */
export async function listNetworks(world: World, org: Id<'org'>, at?: Temporal.Instant): Promise<NetworkShape[]> {
  return world.db.in(org, async (tx) => (await networksNow(tx, at)).map(networkOut));
}

async function holdingsOut(tx: Tx, rows: readonly StoredHolding[]): Promise<HoldingShape[]> {
  const contracts = Map.groupBy(
    rows.length > 0 ? await contractsNow(tx, { ids: [...new Set(rows.flatMap((r) => r.contract ?? []))] }) : [],
    (c) => c.id,
  );
  const parties = await partiesByIds(tx, [...new Set([...contracts.values()].flat().map((c) => c.buyer))]);
  const contested = await contestedOf(
    tx,
    rows.map((r) => r.id),
  );
  const names = await inventoryNames(
    tx,
    rows.flatMap((r) => r.inventory ?? []),
  );
  return rows.map((r) => {
    const versions = r.contract === null ? [] : (contracts.get(r.contract) ?? []);
    // The version that runs when the record ends (or last): a contract that changed hands shows its later buyer.
    const s = stretchOf(r.valid);
    const version =
      versions.filter((c) => stretchOf(c.valid).from < s.until && s.from < stretchOf(c.valid).until).at(-1) ??
      versions.at(-1);
    const party = version && parties.get(version.buyer);
    return {
      id: r.id,
      kind: r.kind,
      resource: resourceText(r.kind, r.what),
      ports: portsText(r.ports),
      contract:
        r.contract === null
          ? null
          : { id: r.contract, reference: version?.reference ?? '', service_kind: version?.serviceKind ?? 'other' },
      holder: party ? { id: party.id, reference: party.reference, name: party.name } : null,
      exclusive: r.exclusive,
      origin: r.origin,
      inventory: r.inventory === null ? null : (names.get(r.inventory) ?? r.inventory),
      label: r.label,
      from: r.valid.from?.toString() ?? null,
      until: r.valid.until?.toString() ?? null,
      quality: r.quality,
      begun_by: r.begunBy?.toString() ?? null,
      ended_by: r.endedBy?.toString() ?? null,
      contested: contested.has(r.id),
      recorded_from: must(r.recorded.from, 'a record has a beginning').toString(),
      recorded_until: r.recorded.until?.toString() ?? null,
    };
  });
}

/** A page of holdings as known now: of a party, a contract, inside a prefix, of a name; at a moment or of every time. */
export async function listHoldings(
  world: World,
  org: Id<'org'>,
  asked: {
    readonly resource?: string | undefined;
    readonly party?: string | undefined;
    readonly contract?: string | undefined;
    readonly at?: Temporal.Instant | undefined;
    readonly limit: number;
    readonly after?: string | undefined;
  },
): Promise<{ readonly items: HoldingShape[]; readonly next: string | null }> {
  const read = asked.resource === undefined ? undefined : readResource(asked.resource);
  if (read && !read.ok) throw new Refused('request.invalid', `resource: ${read.error}`, { resource: read.error });
  const within = read?.ok && read.value.kind === 'prefix' ? parsePrefix(read.value.text) : undefined;
  return world.db.in(org, async (tx) => {
    let contracts = asked.contract === undefined ? undefined : [asked.contract];
    if (asked.party !== undefined) {
      const of = (await contractsNow(tx, { buyers: [asked.party] })).filter(
        (c) => !asked.at || spanHolds(c.valid, asked.at),
      );
      contracts = of.map((c) => c.id as string).filter((c) => !asked.contract || c === asked.contract);
    }
    const found = await findHoldings(tx, {
      within,
      name: read?.ok && !within ? read.value.text : undefined,
      contracts,
      at: asked.at,
      limit: asked.limit + 1,
      after: asked.after,
    });
    const page = found.slice(0, asked.limit);
    return { items: await holdingsOut(tx, page), next: found.length > asked.limit ? (page.at(-1)?.id ?? null) : null };
  });
}

const mostRecords = 500;

/** Who held a resource, what enclosed it and what lay inside it, from the first record to the last, corrected ones too. */
export async function biography(
  world: World,
  org: Id<'org'>,
  resource: string,
  at: Temporal.Instant | null,
): Promise<Biography> {
  const read = readResource(resource);
  if (!read.ok) throw new Refused('request.invalid', read.error, { resource: read.error });
  const { kind, text } = read.value;
  const prefix = kind === 'prefix' ? parsePrefix(text) : undefined;
  return world.db.in(org, async (tx) => {
    const found = await recordsOf(tx, prefix ? { prefix } : { names: [text] }, mostRecords + 1);
    const rows = found.slice(0, mostRecords);
    const lengths = rows.map((r) => (prefix ? Number(r.what.split('/')[1]) : 0));
    const shapes = await holdingsOut(tx, rows);
    const networks = (await networksNow(tx)).filter((n) => {
      if (!prefix) return n.kind === 'domain' && (text === n.what || text.endsWith(`.${n.what}`));
      const p = n.kind === 'prefix' ? parsePrefix(n.what) : undefined;
      if (p?.version !== prefix.version) return false;
      const least = Math.min(p.length, prefix.length);
      for (let bit = 0; bit < least; bit++) {
        const mask = 128 >> (bit & 7);
        if (((p.bytes[bit >> 3] ?? 0) & mask) !== ((prefix.bytes[bit >> 3] ?? 0) & mask)) return false;
      }
      return true;
    });
    return {
      resource: resourceText(kind, text),
      at: at?.toString() ?? null,
      networks: networks.map(networkOut),
      records: shapes.map((s, i) => {
        const row = must(rows[i], 'a record for every shape');
        const length = lengths[i] ?? 0;
        return {
          ...s,
          place: !prefix || length === prefix.length ? 'itself' : length < prefix.length ? 'around' : 'inside',
          at_moment: at !== null && !row.recorded.until && spanHolds(row.valid, at),
        };
      }),
      cut: found.length > mostRecords,
    };
  });
}

// --- ledger files ----------------------------------------------------------------------------------------------------

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

export { changeInventoryRow, inventoriesOf, inventoryBy, type StoredInventory } from './store/inventories.ts';
export {
  addInventory,
  changeInventory,
  handHook,
  listInventories,
  listKinds,
  pollDue,
  runInventories,
  showInventory,
  testInventory,
  tryInventory,
} from './work/inventories.ts';
export { place } from './work/placing.ts';
export {
  approvePoll,
  backfillInventory,
  dismissPoll,
  knownInventory,
  listPolls,
  openSecret as knownSecret,
  type Polling,
  pollInventory,
  showPoll,
} from './work/polling.ts';
export { assignFrom, releaseFrom } from './work/provisioning.ts';
