/** Parties shown: pages, one with everything, contracts, and the tree of who sells to whom. */

import type { Tx } from '#io/db';
import type { World } from '#io/world';
import { type Id, isId, microsOf, Refused, stretchOf } from '#kernel';
import { mostLinks } from '../contract.ts';
import { partyLife } from '../party.ts';
import type { ContractShape, PartyRow, PartyShape, TreeLine } from '../shapes.ts';
import {
  type Contract,
  contactsOf,
  contractsNow,
  edgeOf,
  findContracts,
  findParties,
  houseOf,
  openCasesOf,
  partiesByIds,
  partiesByReferences,
  type StoredParty,
  tagsOf,
} from '../store.ts';
import { known } from './known.ts';

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
