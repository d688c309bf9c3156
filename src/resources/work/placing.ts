/**
 * From holders as an inventory names them to contracts of the ledger: parties that are known are used, the others are made,
 * and each gets the contract its holdings stand under. Nothing is written here: it is a plan, carried out with the difference.
 */
import type { Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { type Id, type Micros, microsOf, type Span, stretchOf } from '#kernel';
import { indexEdges, readContact, ringOrTooDeep } from '#parties';
import {
  type Contract,
  closeContracts,
  contactsOf,
  contractsNow,
  edgeOf,
  endContacts,
  insertContacts,
  insertContracts,
  insertParties,
  keepBefore,
  type NewContactRow,
  type NewContract,
  type NewPartyRow,
  partiesByIds,
  partiesByReferences,
  type StoredParty,
  slices,
  updateParties,
} from '#parties/store';
import { type Before, momentOf, type Opens, type Placed } from '../compare.ts';
import { type StatedHolding, type StatedParty, type StatedProblem, Unreadable } from '../inventory.ts';
import { contactsMadeBy, contractsMadeBy, partyMakers } from '../store/statements.ts';

export interface Placing {
  readonly placed: readonly Placed[];
  readonly problems: readonly StatedProblem[];
  /** Whether parties, contacts or contracts change, apart from holdings. */
  readonly changesPeople: boolean;
  readonly counts: { readonly parties_new: number; readonly parties_changed: number; readonly contracts_new: number };
  /** Party of each contract that is placed under, for what is shown. */
  readonly buyers: ReadonlyMap<string, { readonly reference: string; readonly name: string | null }>;
  write(
    tx: Tx,
    importId: Id<'imp'> | null,
    opens: readonly Pick<Opens, 'contract' | 'from'>[],
    at: Temporal.Instant,
  ): Promise<void>;
}

/** Reference of a contract an inventory makes: its name, the service and who buys from whom; at most 80 characters. */
export function contractReference(
  inventory: string,
  buyer: string,
  seller: string | null,
  service: string | undefined,
): string {
  const text = `${inventory}:${service === undefined ? '' : `${service}:`}${seller === null ? '' : `${seller}>`}${buyer}`;
  if (text.length <= 80) return text;
  // A long one is cut, and made its own again by a number over the whole of it.
  let sum = 0n;
  for (const c of text) sum = (sum * 1_099_511_628_211n + BigInt(c.codePointAt(0) ?? 0)) & 0xffffffffffffffffn;
  return `${text.slice(0, 63)}~${sum.toString(16).padStart(16, '0')}`;
}

const runs = (valid: Span, at: Micros) => stretchOf(valid).from <= at && at < stretchOf(valid).until;

/**
 * Finds a contract for every stated holding. Only parties that hold something, and their resellers, are taken over.
 * @param before records that run: a holding keeps the contract it stands under while its holder stays the same
 */
export async function place(
  world: World,
  tx: Tx,
  inventory: { readonly id: Id<'inv'>; readonly name: string },
  stated: { readonly parties: readonly StatedParty[]; readonly holdings: readonly StatedHolding[] },
  before: readonly Before[],
): Promise<Placing> {
  const now = microsOf(world.clock.now());
  const problems: StatedProblem[] = [];
  const said = new Map(stated.parties.map((p) => [p.reference, p]));
  const wanted = new Set<string>();
  const want = (reference: string, depth = 0) => {
    if (wanted.has(reference) || depth > 16) return;
    wanted.add(reference);
    const seller = said.get(reference)?.seller;
    if (seller !== undefined && seller !== reference) want(seller, depth + 1);
  };
  for (const h of stated.holdings) if (h.holder !== null) want(h.holder);
  const known = new Map<string, StoredParty>();
  for (const some of slices([...wanted], 5000))
    for (const [reference, p] of await partiesByReferences(tx, some)) known.set(reference, p);
  const makers = await partyMakers(
    tx,
    [...known.values()].map((p) => p.id),
  );

  const added: NewPartyRow[] = [];
  const updated: { readonly now: Omit<StoredParty, 'createdAt' | 'reference' | 'erased'>; readonly before: object }[] =
    [];
  const newContacts: Omit<NewContactRow, 'importId'>[] = [];
  const ended: Id<'cnt'>[] = [];
  const idOf = new Map<string, Id<'party'>>();
  const mine = await contactsMadeBy(tx, inventory.id);
  const running = Map.groupBy(
    await contactsOf(
      tx,
      [...known.values()].map((p) => p.id),
    ),
    (c) => c.party,
  );
  for (const reference of wanted) {
    const p = known.get(reference);
    const s = said.get(reference);
    if (!p && !s) continue; // an unknown holder: said below, row by row
    if (p?.erased) continue;
    const id = p?.id ?? newId(world, 'party');
    idOf.set(reference, id);
    if (!p && s)
      added.push({
        id,
        reference,
        kind: s.kind ?? 'unknown',
        name: s.name ?? null,
        country: s.country ?? null,
        language: null,
        state: 'active',
        notes: null,
        importId: null,
      });
    if (!s) continue;
    if (p && makers.get(p.id) === inventory.id) {
      const after = {
        id,
        kind: s.kind ?? p.kind,
        name: s.name ?? p.name,
        country: s.country ?? p.country,
        language: p.language,
        state: p.state === 'former' ? ('active' as const) : p.state,
        notes: p.notes,
      };
      if (after.kind !== p.kind || after.name !== p.name || after.country !== p.country || after.state !== p.state) {
        const { kind, name, country, language, state, notes } = p;
        updated.push({ now: after, before: { id, kind, name, country, language, state, notes } });
      }
    }
    // Contacts of people's own making are theirs: an inventory adds where there is none, and keeps up what it added.
    const theirs = running.get(id) ?? [];
    const stands = new Set<string>();
    for (const contact of s.contacts ?? []) {
      const read = readContact(contact.address);
      if (!read) continue;
      stands.add(`${contact.purpose} ${read.address}`);
      if (theirs.some((c) => c.purpose === contact.purpose && (c.address === read.address || !mine.has(c.id))))
        continue;
      newContacts.push({ id: newId(world, 'cnt'), party: id, purpose: contact.purpose, ...read, language: null });
    }
    if (s.contacts)
      for (const c of theirs) if (mine.has(c.id) && !stands.has(`${c.purpose} ${c.address}`)) ended.push(c.id);
  }

  const buyerIds = [...idOf.values()];
  const contracts: Contract[] = [];
  for (const some of slices(buyerIds, 5000)) contracts.push(...(await contractsNow(tx, { buyers: some })));
  const byBuyer = Map.groupBy(contracts, (c) => c.buyer);
  const planned = new Map<string, Omit<NewContract, 'importId' | 'valid'>>();
  const byReference = new Map<string, string>();
  const keyOf = (r: { kind: string; what: string; ports: readonly [number, number] }) =>
    `${r.kind} ${r.what} ${r.ports[0]}`;
  const stands = new Map(before.filter((b) => b.until === Number.POSITIVE_INFINITY).map((b) => [keyOf(b), b.contract]));
  const ended_told = new Set<string>();

  const make = (
    buyer: string,
    seller: string | null,
    h: Pick<StatedHolding, 'service' | 'serviceKind'>,
    resells: boolean,
  ) => {
    const reference = contractReference(inventory.name, buyer, seller, h.service);
    const there = byReference.get(reference);
    if (there) return there;
    const id = newId(world, 'ctr');
    byReference.set(reference, id);
    planned.set(id, {
      id,
      reference,
      seller: seller === null ? null : (idOf.get(seller) ?? null),
      buyer: idOf.get(buyer) as Id<'party'>,
      serviceKind: h.serviceKind ?? 'other',
      dsaClass: 'unknown',
      resells,
      kyc: resells ? 'delegated' : 'direct',
      disclosure: 'on_request',
    });
    return id;
  };
  const sellerOf = (reference: string): string | null => {
    const seller = said.get(reference)?.seller;
    return seller !== undefined && seller !== reference && idOf.has(seller) ? seller : null;
  };
  /** The contract under which a holding stands; the sellers above it get theirs too. */
  const contractFor = (h: StatedHolding & { readonly holder: string }): string => {
    const party = idOf.get(h.holder) as Id<'party'>;
    const seller = sellerOf(h.holder);
    const sellerId = seller === null ? undefined : idOf.get(seller);
    if (seller !== null) sellerContract(seller);
    const own = (byBuyer.get(party) ?? []).filter((c) => sellerId === undefined || c.seller === sellerId);
    const reference = contractReference(inventory.name, h.holder, seller, h.service);
    const made = own.find((c) => c.reference === reference);
    if (made) {
      if (!own.some((c) => c.reference === reference && runs(c.valid, now)) && !ended_told.has(reference)) {
        ended_told.add(reference);
        problems.push({ where: h.where, code: 'contract_ended' });
      }
      return made.id;
    }
    const ran = [...new Set(own.filter((c) => runs(c.valid, now)).map((c) => c.id as string))];
    if (h.service === undefined) {
      const stood = stands.get(keyOf(h));
      if (stood && ran.includes(stood)) return stood;
      if (ran.length === 1 && ran[0]) return ran[0];
    }
    return make(h.holder, seller, h, false);
  };
  const sold = new Set<string>();
  const sellerContract = (reference: string) => {
    if (sold.has(reference)) return;
    sold.add(reference);
    const above = sellerOf(reference);
    if (above !== null) sellerContract(above);
    const party = idOf.get(reference);
    if (!party) return;
    if ((byBuyer.get(party) ?? []).some((c) => runs(c.valid, now))) return;
    make(reference, above, { service: 'resale', serviceKind: 'resale' }, true);
  };

  const placed: Placed[] = [];
  for (const h of stated.holdings) {
    if (h.holder === null) placed.push({ stated: h, contract: null });
    else if (!idOf.has(h.holder))
      problems.push({ where: h.where, code: known.get(h.holder)?.erased ? 'erased_party' : 'unknown_holder' });
    else placed.push({ stated: h, contract: contractFor({ ...h, holder: h.holder }) });
  }

  if (planned.size > 0) {
    const always = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
    const edges = [...planned.values()].map((c) => ({
      id: c.id,
      reference: c.reference,
      seller: c.seller,
      buyer: c.buyer,
      serviceKind: c.serviceKind,
      resells: c.resells,
      ...always,
    }));
    const index = indexEdges([...(await contractsNow(tx)).map(edgeOf), ...edges]);
    for (const edge of edges)
      if (edge.seller !== null && ringOrTooDeep(index, edge))
        throw new Unreadable(
          `resellers that sell to themselves through others, or a chain of more than eight links (${edge.reference})`,
        );
  }

  const buyers = new Map<string, { reference: string; name: string | null }>();
  const nameOf = new Map<string, { reference: string; name: string | null }>([
    ...[...known.values()].map((p) => [p.id, { reference: p.reference, name: p.name }] as const),
    ...added.map((p) => [p.id, { reference: p.reference, name: p.name }] as const),
  ]);
  for (const c of [...contracts, ...planned.values()]) {
    const party = nameOf.get(c.buyer);
    if (party) buyers.set(c.id, party);
  }
  const others = [...new Set(before.flatMap((b) => (b.contract && !buyers.has(b.contract) ? [b.contract] : [])))];
  if (others.length > 0) {
    const found = await contractsNow(tx, { ids: others });
    const parties = await partiesByIds(tx, [...new Set(found.map((c) => c.buyer))]);
    for (const c of found) {
      const p = parties.get(c.buyer);
      if (p) buyers.set(c.id, { reference: p.reference, name: p.name });
    }
  }

  return {
    placed,
    problems,
    buyers,
    changesPeople: updated.length + newContacts.length + ended.length > 0,
    counts: { parties_new: added.length, parties_changed: updated.length, contracts_new: planned.size },
    async write(tx, importId, opens, at) {
      for (const some of slices(added, 5000))
        await insertParties(
          tx,
          some.map((p) => ({ ...p, importId })),
          at,
        );
      for (const some of slices(updated, 5000))
        await updateParties(
          tx,
          some.map((u) => u.now),
        );
      for (const some of slices(ended, 5000)) await endContacts(tx, some, at, importId);
      for (const some of slices(newContacts, 5000))
        await insertContacts(
          tx,
          some.map((c) => ({ ...c, importId })),
          at,
        );
      if (importId)
        for (const some of slices(
          [
            ...added.map((p) => ({ party: p.id, before: null })),
            ...updated.map((u) => ({ party: u.now.id, before: u.before })),
          ],
          5000,
        ))
          await keepBefore(tx, importId, some);
      // A contract begins no later than the first holding under it, and a reseller's no later than what it sells on.
      const made = await contractsMadeBy(tx, inventory.id);
      const theirs = contracts.filter((c) => made.has(c.id));
      const first = new Map<string, Micros>();
      const begin = (id: string, from: Micros) => {
        if ((first.get(id) ?? Number.POSITIVE_INFINITY) <= from) return;
        first.set(id, from);
        const seller = planned.get(id)?.seller ?? theirs.find((c) => c.id === id)?.seller;
        if (seller) for (const c of [...planned.values(), ...theirs]) if (c.buyer === seller) begin(c.id, from);
      };
      for (const o of opens) if (o.contract !== null) begin(o.contract, o.from);
      const earlier = theirs.filter((c) => {
        const from = first.get(c.id);
        const oldest = theirs
          .filter((v) => v.id === c.id)
          .every((v) => stretchOf(v.valid).from >= stretchOf(c.valid).from);
        return from !== undefined && oldest && from < stretchOf(c.valid).from;
      });
      if (earlier.length > 0) {
        await closeContracts(tx, earlier, at, importId);
        const again = earlier.map((c) => ({
          ...c,
          importId,
          valid: { from: momentOf(first.get(c.id) ?? null), until: c.valid.until },
        }));
        await insertContracts(tx, again, at);
      }
      const rows = [...planned.values()].map((c) => ({
        ...c,
        importId,
        valid: { from: momentOf(first.get(c.id) ?? now), until: null },
      }));
      for (const some of slices(rows, 5000)) await insertContracts(tx, some, at);
    },
  };
}
