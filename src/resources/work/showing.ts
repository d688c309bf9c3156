/** What is known of holdings and networks, now, then and from the first record to the last. */
import type { Tx } from '#io/db';
import type { World } from '#io/world';
import { type Id, must, parsePrefix, Refused, spanHolds, stretchOf } from '#kernel';
import { contractsNow, partiesByIds } from '#parties/store';
import { portsText, readResource, resourceText } from '../resource.ts';
import type { Biography, HoldingShape, NetworkShape } from '../shapes.ts';
import { inventoryNames } from '../store/inventories.ts';
import { contestedOf, findHoldings, networksNow, recordsOf, type StoredHolding, type StoredNetwork } from '../store.ts';

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
