/** Parties at work: made, changed, ended; contacts and contracts; ledger files read, compared and written; the tree. */
import { constraintOf, sqlState, type Tx } from '#io/db';
import { newId, sha256 } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import {
  type Actor,
  actorId,
  type Id,
  instantOfMicros,
  isId,
  type Language,
  languages,
  type MemberRole,
  mayAs,
  microsOf,
  Refused,
  type Span,
  spansMeet,
  statedMoment,
  stretchOf,
} from '#kernel';
import {
  type Disclosure,
  type DsaClass,
  disclosures,
  dsaClasses,
  type Edge,
  indexEdges,
  type KycMode,
  kycModes,
  mostLinks,
  ringOrTooDeep,
  type ServiceKind,
  serviceKinds,
} from './contract.ts';
import { csvLine, readMoment, readYesNo } from './csv.ts';
import {
  type ImportDiff,
  kindOfFile,
  type LedgerFile,
  mostChanges,
  mostProblems,
  openLedgerFile,
  type RowChange,
  type RowProblem,
} from './ledgerfile.ts';
import { contactPurposes, type PartyKind, partyArrow, partyKinds, partyLife, readContact } from './party.ts';
import type {
  ContractShape,
  NewContractInput,
  NewParty,
  PartyPatch,
  PartyRow,
  PartyShape,
  TreeLine,
} from './shapes.ts';
import {
  type Contract,
  closeContracts,
  contactsOf,
  contractsNow,
  deleteParties,
  edgeOf,
  endContacts,
  findContracts,
  findParties,
  houseOf,
  importById,
  insertContacts,
  insertContracts,
  insertParties,
  keepBefore,
  ledgerChanged,
  lockLedger,
  markContact,
  markUndone,
  type NewContactRow,
  type NewContract,
  type NewPartyRow,
  namedElsewhere,
  openCasesOf,
  partiesBefore,
  partiesByIds,
  partiesByReferences,
  partyById,
  type StoredParty,
  slices,
  tagsOf,
  undoContacts,
  undoContractRows,
  updateParties,
  writeImport,
  writeQuiet,
  writeTags,
} from './store.ts';

/** @throws Refused `request.not-allowed` where the actor is no member with this role */
export function mustBe(by: Actor, role: MemberRole): void {
  if (!mayAs(by, role)) throw new Refused('request.not-allowed');
}

async function known(tx: Tx, id: string, lock = false): Promise<StoredParty> {
  const party = isId('party', id) ? await partyById(tx, id, lock) : undefined;
  if (!party) throw new Refused('request.not-found');
  return party;
}

/** Makes a party. @throws Refused `party.reference-taken` */
export async function addParty(world: World, org: Id<'org'>, by: Actor, given: NewParty): Promise<Id<'party'>> {
  mustBe(by, 'handler');
  return world.db.in(org, async (tx) => {
    const id = newId(world, 'party');
    try {
      await insertParties(tx, [{ ...given, id, importId: null }], world.clock.now());
    } catch (cause) {
      if (sqlState(cause) === '23505') throw new Refused('party.reference-taken', given.reference);
      throw cause;
    }
    note(world, tx, { act: 'party.add', by, about: [{ subject: id, payload: { ...given } }] });
    return id;
  });
}

/** Changes what we know of a party, or does an act of its life. @throws Refused where its state does not offer the act */
export async function changeParty(
  world: World,
  org: Id<'org'>,
  by: Actor,
  id: string,
  patch: PartyPatch,
): Promise<void> {
  mustBe(by, 'handler');
  await world.db.in(org, async (tx) => {
    const party = await known(tx, id, true);
    if (party.erased) throw new Refused('party.erased');
    let state = party.state;
    if (patch.act) {
      const arrow = partyArrow(state, patch.act);
      if (!arrow) throw new Refused('party.act-not-allowed', `You may: ${Object.keys(partyLife[state]).join(', ')}.`);
      mustBe(by, arrow.by);
      state = arrow.to;
    }
    await updateParties(tx, [
      {
        id: party.id,
        kind: patch.kind ?? party.kind,
        name: patch.name === undefined ? party.name : patch.name,
        country: patch.country === undefined ? party.country : patch.country,
        language: patch.language === undefined ? party.language : patch.language,
        notes: patch.notes === undefined ? party.notes : patch.notes,
        state,
      },
    ]);
    const { act, ...fields } = patch;
    const changed = Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined));
    note(world, tx, {
      act: act ? `party.${act}` : 'party.change',
      by,
      about: [{ subject: party.id, payload: { ...changed, from: party.state, to: state } }],
    });
  });
}

/** Adds a contact; the channel follows from the address. @throws Refused where the address is no mail address, page or phone number */
export async function addContact(
  world: World,
  org: Id<'org'>,
  by: Actor,
  party: string,
  given: { readonly purpose: NewContactRow['purpose']; readonly address: string; readonly language: Language | null },
): Promise<Id<'cnt'>> {
  mustBe(by, 'handler');
  const read = readContact(given.address);
  if (!read)
    throw new Refused('request.invalid', 'address: a mail address, a page (https://…) or a phone number (+31 …)', {
      address: 'not a mail address, page or phone number',
    });
  return world.db.in(org, async (tx) => {
    const of = await known(tx, party);
    if (of.erased) throw new Refused('party.erased');
    const id = newId(world, 'cnt');
    const row = { id, party: of.id, purpose: given.purpose, ...read, language: given.language, importId: null };
    await insertContacts(tx, [row], world.clock.now());
    note(world, tx, {
      act: 'party.contact_add',
      by,
      about: [{ subject: of.id, payload: { contact: id, purpose: given.purpose, ...read } }],
    });
    return id;
  });
}

/** Ends a contact, or marks it as verified. */
export async function changeContact(
  world: World,
  org: Id<'org'>,
  by: Actor,
  party: string,
  contact: string,
  what: 'end' | 'verify',
): Promise<void> {
  mustBe(by, 'handler');
  await world.db.in(org, async (tx) => {
    const of = await known(tx, party);
    const found = (await contactsOf(tx, [of.id])).find((c) => c.id === contact);
    if (!found) throw new Refused('request.not-found');
    if (what === 'end') await endContacts(tx, [found.id], world.clock.now());
    else await markContact(tx, found.id, 'verified', world.clock.now());
    note(world, tx, {
      act: `party.contact_${what}`,
      by,
      about: [{ subject: of.id, payload: { contact: found.id } }],
    });
  });
}

/** Sets the hours in which a contact wants no letters but urgent ones; null ends them. @throws Refused for a zone nobody knows */
export async function setQuiet(
  world: World,
  org: Id<'org'>,
  by: Actor,
  party: string,
  contact: string,
  quiet: { readonly from: string; readonly until: string; readonly zone: string | null } | null,
): Promise<void> {
  mustBe(by, 'handler');
  if (quiet?.zone) {
    try {
      world.clock.now().toZonedDateTimeISO(quiet.zone);
    } catch {
      throw new Refused('request.invalid', 'zone: an IANA time zone', { zone: 'an IANA time zone' });
    }
  }
  await world.db.in(org, async (tx) => {
    const of = await known(tx, party);
    const found = (await contactsOf(tx, [of.id])).find((c) => c.id === contact);
    if (!found) throw new Refused('request.not-found');
    await writeQuiet(tx, found.id, quiet);
    note(world, tx, {
      act: 'party.contact_quiet',
      by,
      about: [{ subject: of.id, payload: { contact: found.id, from: quiet?.from, until: quiet?.until } }],
    });
  });
}

/** Puts the marks of the house on a party: directives can ask for them. */
export async function setTags(
  world: World,
  org: Id<'org'>,
  by: Actor,
  party: string,
  tags: readonly string[],
): Promise<void> {
  mustBe(by, 'handler');
  await world.db.in(org, async (tx) => {
    const of = await known(tx, party);
    await writeTags(tx, of.id, [...new Set(tags.map((t) => t.toLowerCase()))]);
    note(world, tx, {
      act: 'party.tags',
      by,
      about: [{ subject: of.id, payload: { tags: tags.join(' ') } }],
    });
  });
}

const moment = (text: string | null, field: string): Temporal.Instant | null =>
  text === null ? null : statedMoment(text, field);

/** @throws Refused where the span ends before it begins */
export function spanIn(from: string | null, until: string | null): Span {
  const span = { from: moment(from, 'from'), until: moment(until, 'until') };
  if (span.from && span.until && Temporal.Instant.compare(span.from, span.until) >= 0)
    throw new Refused('request.invalid', 'until: not after from', { until: 'not after from' });
  return span;
}

/** Records a contract. @throws Refused where it overlaps another of the same reference, closes a ring or makes a chain too long */
export async function addContract(
  world: World,
  org: Id<'org'>,
  by: Actor,
  given: NewContractInput,
): Promise<Id<'ctr'>> {
  mustBe(by, 'handler');
  const valid = spanIn(given.from, given.until);
  return world.db.in(org, async (tx) => {
    await lockLedger(tx);
    const buyer = await known(tx, given.buyer);
    const seller = given.seller === null ? null : await known(tx, given.seller);
    if (seller?.id === buyer.id) throw new Refused('contract.ring');
    const before = await contractsNow(tx, { references: [given.reference] });
    const id = before[0]?.id ?? newId(world, 'ctr');
    const row: NewContract = {
      id,
      reference: given.reference,
      seller: seller?.id ?? null,
      buyer: buyer.id,
      serviceKind: given.service_kind,
      dsaClass: given.dsa_class,
      resells: given.resells,
      kyc: given.kyc,
      disclosure: given.disclosure,
      valid,
      importId: null,
    };
    await refuseRing(tx, [edgeOf({ ...row, version: 0 })]);
    await writeContracts(tx, [row], world.clock.now());
    await ledgerChanged(tx, { contracts: [id] }, world.clock.now());
    note(world, tx, {
      act: 'contract.add',
      by,
      about: [buyer, ...(seller ? [seller] : [])].map((p) => ({
        subject: p.id,
        payload: { contract: id, reference: given.reference, from: given.from, until: given.until },
      })),
    });
    return id;
  });
}

/** Ends a contract: its running version is closed and one with an end stands in its place. */
export async function endContract(
  world: World,
  org: Id<'org'>,
  by: Actor,
  id: string,
  until: Temporal.Instant,
): Promise<void> {
  mustBe(by, 'handler');
  await world.db.in(org, async (tx) => {
    await lockLedger(tx);
    const running = (await contractsNow(tx, { ids: [id] })).find((c) =>
      spansMeet(c.valid, { from: until, until: null }),
    );
    if (!running) throw new Refused('request.not-found');
    if (running.valid.from && Temporal.Instant.compare(running.valid.from, until) >= 0)
      throw new Refused('request.invalid', 'until: before the contract begins', {
        until: 'before the contract begins',
      });
    const at = world.clock.now();
    await closeContracts(tx, [running], at, null);
    await writeContracts(tx, [{ ...running, valid: { from: running.valid.from, until }, importId: null }], at);
    await ledgerChanged(tx, { contracts: [running.id] }, at);
    note(world, tx, {
      act: 'contract.end',
      by,
      about: [{ subject: running.buyer, payload: { contract: running.id, until: until.toString() } }],
    });
  });
}

async function refuseRing(tx: Tx, added: readonly Edge[]): Promise<void> {
  const now = (await contractsNow(tx)).map(edgeOf);
  const index = indexEdges([...now, ...added]);
  for (const edge of added) {
    const wrong = ringOrTooDeep(index, edge);
    if (wrong) throw new Refused(wrong.what === 'ring' ? 'contract.ring' : 'contract.too-deep', edge.reference);
  }
}

async function writeContracts(tx: Tx, rows: readonly NewContract[], at: Temporal.Instant): Promise<void> {
  try {
    for (const some of slices(rows, 5000)) await insertContracts(tx, some, at);
  } catch (cause) {
    if (constraintOf(cause)?.startsWith('contract_')) throw new Refused('contract.reference-taken', undefined);
    throw cause;
  }
}

// --- reading ---------------------------------------------------------------------------------------------------------

const refOf = (parties: ReadonlyMap<string, StoredParty>, id: string) => {
  const p = parties.get(id);
  return { id, reference: p?.reference ?? '', name: p?.name ?? null };
};

async function contractsOut(tx: Tx, contracts: readonly Contract[]): Promise<ContractShape[]> {
  const parties = await partiesByIds(tx, [
    ...new Set(contracts.flatMap((c) => (c.seller ? [c.seller, c.buyer] : [c.buyer]))),
  ]);
  return contracts.map((c) => ({
    id: c.id,
    version: c.version,
    reference: c.reference,
    seller: c.seller === null ? null : refOf(parties, c.seller),
    buyer: refOf(parties, c.buyer),
    service_kind: c.serviceKind,
    dsa_class: c.dsaClass,
    resells: c.resells,
    kyc: c.kyc,
    disclosure: c.disclosure,
    from: c.valid.from?.toString() ?? null,
    until: c.valid.until?.toString() ?? null,
  }));
}

async function rowsOut(tx: Tx, parties: readonly StoredParty[], now: Temporal.Instant): Promise<PartyRow[]> {
  const ids = parties.map((p) => p.id);
  const cases = await openCasesOf(tx, ids);
  const bought = ids.length > 0 ? await contractsNow(tx, { buyers: ids }) : [];
  const t = microsOf(now);
  const resellers = new Set(
    bought.filter((c) => c.resells && stretchOf(c.valid).from <= t && t < stretchOf(c.valid).until).map((c) => c.buyer),
  );
  return parties.map((p) => ({
    id: p.id,
    reference: p.reference,
    kind: p.kind,
    name: p.name,
    country: p.country,
    language: p.language,
    state: p.state,
    resells: resellers.has(p.id),
    open_cases: cases.get(p.id)?.open ?? 0,
    created_at: p.createdAt.toString(),
  }));
}

/** A page of parties, by reference. */
export async function listParties(
  world: World,
  org: Id<'org'>,
  asked: { readonly q?: string | undefined; readonly limit: number; readonly after?: string | undefined },
): Promise<{ readonly items: PartyRow[]; readonly next: string | null }> {
  return world.db.in(org, async (tx) => {
    const found = await findParties(tx, asked.q, asked.limit + 1, asked.after);
    const page = found.slice(0, asked.limit);
    return {
      items: await rowsOut(tx, page, world.clock.now()),
      next: found.length > asked.limit ? (page.at(-1)?.reference ?? null) : null,
    };
  });
}

/** Everything about one party but what it holds. @throws Refused `request.not-found` */
export async function showParty(world: World, org: Id<'org'>, id: string): Promise<PartyShape> {
  return world.db.in(org, async (tx) => {
    const party = isId('party', id) ? await known(tx, id) : (await partiesByReferences(tx, [id])).get(id);
    if (!party) throw new Refused('request.not-found');
    const [row] = await rowsOut(tx, [party], world.clock.now());
    if (!row) throw new Refused('request.not-found');
    const contacts = await contactsOf(tx, [party.id], true);
    const [asBuyer, asSeller] = [
      await contractsNow(tx, { buyers: [party.id] }),
      await contractsNow(tx, { sellers: [party.id] }),
    ];
    return {
      ...row,
      notes: party.notes,
      erased: party.erased ? { at: party.erased.at.toString(), rule: party.erased.rule } : null,
      contacts: contacts.map((c) => ({
        id: c.id,
        purpose: c.purpose,
        channel: c.channel,
        address: c.address,
        language: c.language,
        verified_at: c.verifiedAt?.toString() ?? null,
        bounced_at: c.bouncedAt?.toString() ?? null,
        ended_at: c.endedAt?.toString() ?? null,
        quiet: c.quiet ?? null,
      })),
      tags: [...(await tagsOf(tx, party.id))],
      contracts: { as_buyer: await contractsOut(tx, asBuyer), as_seller: await contractsOut(tx, asSeller) },
      acts: Object.entries(partyLife[party.state]).map(([act, to]) => ({ act, to: to.to, role: to.by })),
    };
  });
}

/** A page of contracts as known now. */
export async function listContracts(
  world: World,
  org: Id<'org'>,
  asked: {
    readonly q?: string | undefined;
    readonly limit: number;
    readonly after?: readonly [string, number] | undefined;
  },
): Promise<{ readonly items: ContractShape[]; readonly next: readonly [string, number] | null }> {
  return world.db.in(org, async (tx) => {
    const found = await findContracts(tx, { ...asked, limit: asked.limit + 1 });
    const page = found.slice(0, asked.limit);
    const last = page.at(-1);
    return {
      items: await contractsOut(tx, page),
      next: found.length > asked.limit && last ? [last.reference, last.version] : null,
    };
  });
}

const mostLines = 2000;

/**
 * The tree from us downwards as it was at a moment, each party with its open cases of now. Of a party: the ways from us to
 * it, and everything below it. At most 2,000 lines; `cut` says that there is more.
 * @param id party id or reference; undefined for the whole tree
 */
export async function showTree(
  world: World,
  org: Id<'org'>,
  id: string | undefined,
  at: Temporal.Instant,
): Promise<{ readonly at: string; readonly lines: TreeLine[]; readonly cut: boolean }> {
  return world.db.in(org, async (tx) => {
    const t = microsOf(at);
    const house = await houseOf(tx);
    const asked =
      id === undefined
        ? undefined
        : isId('party', id)
          ? await known(tx, id)
          : (await partiesByReferences(tx, [id])).get(id);
    if (id !== undefined && !asked) throw new Refused('request.not-found');
    const contracts = (await contractsNow(tx)).filter((c) => edgeOf(c).from <= t && t < edgeOf(c).until);
    const bySeller = new Map<string | null, Contract[]>();
    for (const c of contracts) {
      const list = bySeller.get(c.seller);
      if (list) list.push(c);
      else bySeller.set(c.seller, [c]);
    }
    // Parties on a way from us to the one asked for.
    const above = new Set<string>();
    if (asked) {
      const climb = (party: string, depth: number) => {
        if (above.has(party) || depth > mostLinks) return;
        above.add(party);
        for (const c of contracts) if (c.buyer === party && c.seller !== null) climb(c.seller, depth + 1);
      };
      climb(asked.id, 0);
    }
    interface Place {
      readonly path: readonly string[];
      readonly contract: Contract;
    }
    const places: Place[] = [];
    let cut = false;
    const shownPaths = new Set<string>();
    const walk = (seller: string | null, path: readonly string[], inside: boolean): Set<string> => {
      const all = new Set<string>();
      for (const c of bySeller.get(seller) ?? []) {
        if (path.includes(c.buyer) || path.length >= mostLinks) continue;
        const on = inside || !asked || above.has(c.buyer);
        const next = [...path, c.buyer];
        // Two contracts with one seller are one line.
        if (shownPaths.has(next.join('/'))) continue;
        shownPaths.add(next.join('/'));
        if (on && places.length >= mostLines) cut = true;
        else if (on) places.push({ path: next, contract: c });
        all.add(c.buyer);
        for (const deeper of walk(c.buyer, next, inside || c.buyer === asked?.id)) all.add(deeper);
      }
      return all;
    };
    const everyone = walk(null, [], !asked);
    // A party that does not hang on us at that moment is shown with what hangs on it.
    if (asked && !places.some((p) => p.contract.buyer === asked.id)) walk(asked.id, [asked.id], true);
    const ids = [...new Set([...places.flatMap((p) => p.path), ...(asked ? [asked.id] : [])])];
    const parties = await partiesByIds(tx, ids);
    const cases = await openCasesOf(tx, ids);
    const shapes = await contractsOut(
      tx,
      places.map((p) => p.contract),
    );
    const count = (party: string): number => {
      const seen = new Set<string>();
      const down = (p: string) => {
        for (const c of bySeller.get(p) ?? [])
          if (!seen.has(c.buyer)) {
            seen.add(c.buyer);
            down(c.buyer);
          }
      };
      down(party);
      return seen.size;
    };
    const root: TreeLine = {
      path: '',
      depth: 0,
      party: null,
      state: 'active',
      contract: null,
      below: everyone.size,
      open_cases: 0,
      worst_band: null,
      asked: !asked,
    };
    const lines = places.map((p, i): TreeLine => {
      const party = p.contract.buyer;
      return {
        path: p.path.join('/'),
        depth: p.path.length,
        party: refOf(parties, party),
        state: parties.get(party)?.state ?? 'active',
        contract: shapes[i] ?? null,
        below: count(party),
        open_cases: cases.get(party)?.open ?? 0,
        worst_band: cases.get(party)?.worst ?? null,
        asked: party === asked?.id,
      };
    });
    return {
      at: at.toString(),
      lines: [{ ...root, party: { id: org, reference: '', name: house.name } }, ...lines],
      cut,
    };
  });
}

// --- ledger files ----------------------------------------------------------------------------------------------------

/** Counts, problems and changes of an import as they are found. */
export class Tally {
  readonly counts = { rows: 0, new: 0, changed: 0, ends: 0, unchanged: 0, conflicts: 0, errors: 0 };
  readonly problems: RowProblem[] = [];
  readonly changes: RowChange[] = [];
  refuse(line: number, row: string, nl: string, en: string, what: RowProblem['what'] = 'error'): void {
    if (what === 'error') this.counts.errors++;
    else this.counts.conflicts++;
    if (this.problems.length < mostProblems) this.problems.push({ line, what, row, text: { nl, en } });
  }
  change(change: RowChange): void {
    this.counts[change.how]++;
    if (this.changes.length < mostChanges) this.changes.push(change);
  }
  diff(kind: ImportDiff['kind'], id: Id<'imp'> | null): ImportDiff {
    return {
      kind,
      id,
      counts: { ...this.counts },
      problems: [...this.problems].sort((a, b) => a.line - b.line),
      changes: [...this.changes].sort((a, b) => a.line - b.line),
    };
  }
  get clean(): boolean {
    return this.counts.errors === 0 && this.counts.conflicts === 0;
  }
  get changesSomething(): boolean {
    return this.counts.new + this.counts.changed + this.counts.ends > 0;
  }
}

/** The problems of an import as CSV, to mend and import again; null where there are none. */
export function errorList(diff: ImportDiff, language: Language): string | null {
  if (diff.problems.length === 0) return null;
  return `${csvLine(['line', 'what', 'row', 'problem'])}\n${diff.problems
    .map((p) => csvLine([p.line, p.what, p.row, p.text[language]]))
    .join('\n')}\n`;
}

export interface Importing {
  /** Text of the file, as it streams in. */
  readonly text: AsyncIterable<string> | Iterable<string>;
  /** Only say what would change. */
  readonly dry: boolean;
  /** Called now and then with how many rows were read. */
  readonly onProgress?: (rows: number) => void;
}

/** Opens a ledger file and fingerprints what was read of it. @throws Refused `import.unreadable` */
export async function openImport(
  text: Importing['text'],
  wanted: readonly ImportDiff['kind'][],
): Promise<{ readonly file: LedgerFile; readonly kind: ImportDiff['kind'] }> {
  try {
    const file = await openLedgerFile(text);
    const kind = kindOfFile(file.columns);
    if (!kind || !wanted.includes(kind))
      throw new Refused(
        'import.unreadable',
        `The first row must name the columns; for ${wanted.join(' or ')} see docs/how-to/import-the-ledger.md. Found: ${file.columns.join(', ').slice(0, 200)}.`,
      );
    return { file: { columns: file.columns, rows: readable(file.rows) }, kind };
  } catch (cause) {
    throw unreadable(cause);
  }
}

const unreadable = (cause: unknown) =>
  cause instanceof RangeError ? new Refused('import.unreadable', cause.message) : cause;

/** Rows as they come; a file that stops being one halfway is refused with its line. */
async function* readable(rows: LedgerFile['rows']): LedgerFile['rows'] {
  try {
    yield* rows;
  } catch (cause) {
    throw unreadable(cause);
  }
}

/** SHA-256 over the rows of a file as they pass, so that a large file need not be held to know it. */
export function fingerprint(): { add(row: readonly (string | undefined)[]): void; sum(): Buffer } {
  let state: Buffer = Buffer.alloc(0);
  let waiting: string[] = [];
  const fold = () => {
    state = sha256(Buffer.concat([state, Buffer.from(waiting.join('\n'))]));
    waiting = [];
  };
  return {
    add(row) {
      waiting.push(JSON.stringify(row));
      if (waiting.length >= 1000) fold();
    },
    sum() {
      fold();
      return state;
    },
  };
}

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

type Write = (at: Temporal.Instant) => Promise<void>;
type Print = ReturnType<typeof fingerprint>;

const oneOf = <T extends string>(list: readonly T[], text: string): T | undefined =>
  list.find((each) => each === text.toLowerCase().replace(/[\s-]+/g, '_'));

async function readParties(
  world: World,
  tx: Tx,
  file: LedgerFile,
  tally: Tally,
  print: Print,
  importId: Id<'imp'>,
  importing: Importing,
): Promise<Write> {
  interface Stated {
    readonly line: number;
    readonly reference: string;
    readonly kind: PartyKind | undefined;
    readonly name: string | undefined;
    readonly country: string | undefined;
    readonly language: Language | undefined;
    readonly notes: string | undefined;
    readonly contacts: ReadonlyMap<string, readonly { channel: NewContactRow['channel']; address: string }[]>;
  }
  const lines = new Map<string, number>();
  const added: NewPartyRow[] = [];
  const updated: (Omit<StoredParty, 'createdAt' | 'reference' | 'erased'> & { before: object })[] = [];
  const newContacts: NewContactRow[] = [];
  const ended: Id<'cnt'>[] = [];
  const columns = ['reference', 'kind', 'name', 'country', 'language', 'notes', ...contactPurposes];

  const settle = async (some: readonly Stated[]) => {
    const before = await partiesByReferences(
      tx,
      some.map((s) => s.reference),
    );
    const contacts = Map.groupBy(
      await contactsOf(
        tx,
        [...before.values()].map((p) => p.id),
      ),
      (c) => c.party,
    );
    for (const s of some) {
      const p = before.get(s.reference);
      const id = p?.id ?? newId(world, 'party');
      if (p?.erased) {
        tally.refuse(s.line, s.reference, 'Deze partij is gewist.', 'This party was erased.');
        continue;
      }
      const now = {
        id,
        kind: s.kind ?? p?.kind ?? 'unknown',
        name: s.name ?? p?.name ?? null,
        country: s.country ?? p?.country ?? null,
        language: s.language ?? p?.language ?? null,
        state: p?.state ?? ('active' as const),
        notes: s.notes ?? p?.notes ?? null,
      };
      const said: string[] = [];
      for (const [purpose, stated] of s.contacts) {
        const running = (contacts.get(id) ?? []).filter((c) => c.purpose === purpose);
        for (const c of running)
          if (!stated.some((x) => x.address === c.address)) {
            ended.push(c.id);
            said.push(`${purpose} -${c.address}`);
          }
        for (const x of stated)
          if (!running.some((c) => c.address === x.address)) {
            newContacts.push({
              id: newId(world, 'cnt'),
              party: id,
              purpose: purpose as NewContactRow['purpose'],
              ...x,
              language: null,
              importId,
            });
            said.push(`${purpose} +${x.address}`);
          }
      }
      const text = (o: { kind: string; name: string | null; country: string | null; language: string | null }) =>
        [o.kind, o.name, o.country, o.language].filter((x) => x !== null).join(', ');
      if (!p) {
        added.push({ ...now, reference: s.reference, importId });
        tally.change({ line: s.line, how: 'new', row: s.reference, before: null, after: text(now) });
        continue;
      }
      const same =
        p.kind === now.kind &&
        p.name === now.name &&
        p.country === now.country &&
        p.language === now.language &&
        p.notes === now.notes;
      if (same && said.length === 0) {
        tally.counts.unchanged++;
        continue;
      }
      const { kind, name, country, language, state, notes } = p;
      updated.push({ ...now, before: { id, kind, name, country, language, state, notes } });
      tally.change({
        line: s.line,
        how: 'changed',
        row: s.reference,
        before: text(p),
        after: [text(now), ...said].join('; '),
      });
    }
  };

  let waiting: Stated[] = [];
  for await (const row of file.rows) {
    tally.counts.rows++;
    print.add(columns.map((c) => row.cell(c)));
    const reference = row.cell('reference') ?? '';
    const bad = (nl: string, en: string) => tally.refuse(row.line, reference, nl, en);
    if (reference === '' || reference.length > 80) {
      bad(
        'Het klantnummer (reference) ontbreekt of is te lang.',
        'The customer number (reference) is missing or too long.',
      );
      continue;
    }
    const first = lines.get(reference);
    if (first !== undefined) {
      bad(`Dit klantnummer staat ook op regel ${first}.`, `This customer number is also on line ${first}.`);
      continue;
    }
    lines.set(reference, row.line);
    const stated = (column: string) => row.cell(column) || undefined;
    const kind = stated('kind');
    const country = stated('country')?.toLowerCase();
    const language = stated('language')?.toLowerCase();
    let right = true;
    const wrong = (column: string, value: string, nl: string, en: string) => {
      right = false;
      bad(`${column}: "${value}" ${nl}`, `${column}: "${value}" ${en}`);
    };
    if (kind && !oneOf(partyKinds, kind))
      wrong('kind', kind, `is geen van ${partyKinds.join(', ')}.`, `is none of ${partyKinds.join(', ')}.`);
    if (country && !/^[a-z]{2}$/.test(country))
      wrong('country', country, 'is geen landcode van twee letters.', 'is not a country code of two letters.');
    if (language && !(languages as readonly string[]).includes(language))
      wrong('language', language, 'is geen nl of en.', 'is not nl or en.');
    const contacts = new Map<string, { channel: NewContactRow['channel']; address: string }[]>();
    for (const purpose of contactPurposes) {
      const cell = stated(purpose);
      if (!cell) continue;
      const all = [];
      for (const part of cell.split('|')) {
        const read = readContact(part);
        if (read) all.push(read);
        else
          wrong(
            purpose,
            part.trim(),
            'is geen mailadres, pagina of telefoonnummer (+31…).',
            'is not a mail address, page or phone number (+31…).',
          );
      }
      contacts.set(purpose, all);
    }
    if (!right) continue;
    waiting.push({
      line: row.line,
      reference,
      kind: kind ? oneOf(partyKinds, kind) : undefined,
      name: stated('name'),
      country,
      language: language as Language | undefined,
      notes: stated('notes'),
      contacts,
    });
    if (waiting.length >= 5000) {
      await settle(waiting);
      waiting = [];
      importing.onProgress?.(tally.counts.rows);
    }
  }
  await settle(waiting);
  return async (at) => {
    for (const some of slices(added, 5000)) await insertParties(tx, some, at);
    for (const some of slices(updated, 5000)) await updateParties(tx, some);
    for (const some of slices(ended, 5000)) await endContacts(tx, some, at, importId);
    for (const some of slices(newContacts, 5000)) await insertContacts(tx, some, at);
    for (const some of slices(
      [
        ...added.map((p) => ({ party: p.id, before: null })),
        ...updated.map((p) => ({ party: p.id, before: p.before })),
      ],
      5000,
    ))
      await keepBefore(tx, importId, some);
  };
}

async function readContracts(
  world: World,
  tx: Tx,
  file: LedgerFile,
  tally: Tally,
  print: Print,
  importId: Id<'imp'>,
  importing: Importing,
): Promise<Write> {
  const { zone } = await houseOf(tx);
  interface Stated {
    readonly line: number;
    readonly reference: string;
    readonly seller: string | null;
    readonly buyer: string;
    readonly serviceKind: ServiceKind;
    readonly dsaClass: DsaClass | undefined;
    readonly resells: boolean | undefined;
    readonly kyc: KycMode | undefined;
    readonly disclosure: Disclosure | undefined;
    readonly valid: Span;
  }
  const all: Stated[] = [];
  const columns = [
    'reference',
    'seller',
    'buyer',
    'service_kind',
    'dsa_class',
    'resells',
    'kyc',
    'disclosure',
    'from',
    'until',
  ];
  for await (const row of file.rows) {
    tally.counts.rows++;
    print.add(columns.map((c) => row.cell(c)));
    const reference = row.cell('reference') ?? '';
    let right = true;
    const wrong = (nl: string, en: string) => {
      right = false;
      tally.refuse(row.line, reference, nl, en);
    };
    const buyer = row.cell('buyer') ?? '';
    if (reference === '' || reference.length > 80)
      wrong('De aanduiding (reference) ontbreekt of is te lang.', 'The reference is missing or too long.');
    if (buyer === '') wrong('De koper (buyer) ontbreekt.', 'The buyer is missing.');
    const pick = <T extends string>(column: string, list: readonly T[]): T | undefined => {
      const cell = row.cell(column);
      if (!cell) return undefined;
      const found = oneOf(list, cell);
      if (!found)
        wrong(
          `${column}: "${cell}" is geen van ${list.join(', ')}.`,
          `${column}: "${cell}" is none of ${list.join(', ')}.`,
        );
      return found;
    };
    const serviceKind = pick('service_kind', serviceKinds);
    if (!row.cell('service_kind')) wrong('De soort dienst (service_kind) ontbreekt.', 'The service_kind is missing.');
    const dsaClass = pick('dsa_class', dsaClasses);
    const kyc = pick('kyc', kycModes);
    const disclosure = pick('disclosure', disclosures);
    const cell = row.cell('resells');
    const resells = cell ? readYesNo(cell) : undefined;
    if (cell && resells === undefined)
      wrong(`resells: "${cell}" is geen ja of nee.`, `resells: "${cell}" is not yes or no.`);
    const valid = readValid(row.cell('from'), row.cell('until'), zone, wrong);
    if (!right || !serviceKind || !valid) continue;
    all.push({
      line: row.line,
      reference,
      seller: row.cell('seller') || null,
      buyer,
      serviceKind,
      dsaClass,
      resells,
      kyc,
      disclosure,
      valid,
    });
    if (all.length % 5000 === 0) importing.onProgress?.(tally.counts.rows);
  }
  const parties = new Map<string, StoredParty>();
  for (const some of slices([...new Set(all.flatMap((s) => (s.seller ? [s.seller, s.buyer] : [s.buyer])))], 5000))
    for (const [reference, p] of await partiesByReferences(tx, some)) parties.set(reference, p);
  const now = await contractsNow(tx);
  const byReference = Map.groupBy(now, (c) => c.reference);
  const closed = new Set<Contract>();
  const added: (NewContract & { readonly line: number })[] = [];
  const ids = new Map<string, Id<'ctr'>>();
  const text = (c: Omit<Contract, 'version' | 'id' | 'reference'>) =>
    `${c.serviceKind} ${c.valid.from?.toString() ?? '…'}/${c.valid.until?.toString() ?? '…'} resells=${c.resells} kyc=${c.kyc} disclosure=${c.disclosure} ${c.dsaClass}`;
  const taken = new Set<Contract>();
  for (const s of all) {
    const buyer = parties.get(s.buyer);
    const seller = s.seller === null ? null : parties.get(s.seller);
    for (const [name, party] of [
      [s.buyer, buyer],
      [s.seller, seller],
    ] as const)
      if (party === undefined)
        tally.refuse(s.line, s.reference, `Partij "${name}" is niet bekend.`, `Party "${name}" is not known.`);
    if (!buyer || seller === undefined) continue;
    if (seller?.id === buyer.id) {
      tally.refuse(s.line, s.reference, 'Koper en verkoper zijn dezelfde.', 'Buyer and seller are the same.');
      continue;
    }
    const versions = byReference.get(s.reference) ?? [];
    const sameStart = versions.find((c) => !taken.has(c) && sameInstant(c.valid.from, s.valid.from));
    const match =
      sameStart ?? versions.find((c) => !taken.has(c) && spansMeet(c.valid, s.valid) && c.buyer === buyer.id);
    if (match) taken.add(match);
    const id = versions[0]?.id ?? ids.get(s.reference) ?? newId(world, 'ctr');
    ids.set(s.reference, id);
    const row: NewContract & { readonly line: number } = {
      line: s.line,
      id,
      reference: s.reference,
      seller: seller?.id ?? null,
      buyer: buyer.id,
      serviceKind: s.serviceKind,
      dsaClass: s.dsaClass ?? match?.dsaClass ?? 'unknown',
      resells: s.resells ?? match?.resells ?? false,
      kyc: s.kyc ?? match?.kyc ?? 'direct',
      disclosure: s.disclosure ?? match?.disclosure ?? 'on_request',
      valid: s.valid,
      importId,
    };
    if (!match) {
      added.push(row);
      tally.change({ line: s.line, how: 'new', row: s.reference, before: null, after: text(row) });
      continue;
    }
    const sameTerms =
      match.seller === row.seller &&
      match.buyer === row.buyer &&
      match.serviceKind === row.serviceKind &&
      match.dsaClass === row.dsaClass &&
      match.resells === row.resells &&
      match.kyc === row.kyc &&
      match.disclosure === row.disclosure &&
      sameInstant(match.valid.from, row.valid.from);
    if (sameTerms && sameInstant(match.valid.until, row.valid.until)) {
      tally.counts.unchanged++;
      continue;
    }
    closed.add(match);
    added.push(row);
    const how = sameTerms && match.valid.until === null ? 'ends' : 'changed';
    tally.change({ line: s.line, how, row: s.reference, before: text(match), after: text(row) });
  }
  // Two versions of one contract at once, then rings and depth, on the state as it would be.
  const kept = now.filter((c) => !closed.has(c));
  const standing = Map.groupBy([...kept.map((c) => ({ ...c, line: 0 })), ...added], (c) => c.reference);
  for (const row of added)
    for (const other of standing.get(row.reference) ?? [])
      if (other !== row && other.line < row.line && spansMeet(other.valid, row.valid))
        tally.refuse(
          row.line,
          row.reference,
          `Dit contract loopt in die periode al (${other.line > 0 ? `regel ${other.line}` : text(other)}).`,
          `This contract runs during that time already (${other.line > 0 ? `line ${other.line}` : text(other)}).`,
          'conflict',
        );
  const edges = added.map((row) => ({ row, edge: edgeOf({ ...row, version: 0 }) }));
  const index = indexEdges([...kept.map(edgeOf), ...edges.map((e) => e.edge)]);
  for (const { row, edge } of edges) {
    const wrong = ringOrTooDeep(index, edge);
    if (wrong?.what === 'ring')
      tally.refuse(
        row.line,
        row.reference,
        'Zo verkoopt een partij via anderen aan zichzelf.',
        'So a party would sell to itself through others.',
        'conflict',
      );
    else if (wrong)
      tally.refuse(
        row.line,
        row.reference,
        'Zo wordt de keten langer dan acht schakels.',
        'So the chain becomes longer than eight links.',
        'conflict',
      );
  }
  return async (at) => {
    for (const some of slices([...closed], 5000)) await closeContracts(tx, some, at, importId);
    await writeContracts(tx, added, at);
  };
}

const sameInstant = (a: Temporal.Instant | null, b: Temporal.Instant | null): boolean =>
  a === null || b === null ? a === b : microsOf(a) === microsOf(b);

// A ledger file says the same few days over and over; reading a local day in a zone is the dearest part of a row.
const lately = new Map<string, Temporal.Instant | null | undefined>();
function momentIn(cell: string, zone: string): Temporal.Instant | null | undefined {
  const key = `${zone} ${cell}`;
  if (lately.has(key)) return lately.get(key);
  if (lately.size >= 1000) lately.clear();
  const at = readMoment(cell, zone);
  lately.set(key, at);
  return at;
}

/** Reads from and until of a row; undefined (and said) where they are no span of time. */
export function readValid(
  from: string | undefined,
  until: string | undefined,
  zone: string,
  wrong: (nl: string, en: string) => void,
): Span | undefined {
  const read = (column: string, cell: string | undefined) => {
    const at = momentIn(cell ?? '', zone);
    if (at === undefined)
      wrong(
        `${column}: "${cell}" is geen tijd (2026-05-01, 2026-05-01 12:00 of 2026-05-01T12:00:00Z; in het uur van de wisseling naar wintertijd hoort er een zone bij).`,
        `${column}: "${cell}" is not a time (2026-05-01, 2026-05-01 12:00 or 2026-05-01T12:00:00Z; in the hour the clocks go back it needs a zone).`,
      );
    return at === null || at === undefined ? at : instantOfMicros(microsOf(at));
  };
  const span = { from: read('from', from), until: read('until', until) };
  if (span.from === undefined || span.until === undefined) return undefined;
  if (span.from && span.until && Temporal.Instant.compare(span.from, span.until) >= 0) {
    wrong('until ligt niet na from.', 'until is not after from.');
    return undefined;
  }
  return { from: span.from, until: span.until };
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
