/**
 * What provisioning systems say by themselves: this came to that customer, or left it, at that moment. Told twice it is
 * written once; told late it takes its place in time.
 */
import { constraintOf, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, engine, type Id, microsOf, Refused, type Span, stretchOf } from '#kernel';
import { contractsNow, ledgerChanged, lockLedger, partiesByReferences } from '#parties/store';
import { mustBe, spanIn } from '#parties/work';
import { type Before, type Closes, momentOf, type Opens } from '../compare.ts';
import { precedenceOf } from '../holding.ts';
import type { Hooked } from '../inventory.ts';
import { readPorts, readResource, resourceText } from '../resource.ts';
import { type Assign, assignShape, type Release, releaseShape } from '../shapes.ts';
import type { StoredInventory } from '../store/inventories.ts';
import { layerRecords, writePlan } from '../store/statements.ts';
import { place } from './placing.ts';

const provisioning = { origin: 'provisioning', inventory: null } as const;

function resourceIn(given: { readonly resource: string; readonly ports?: string | undefined }) {
  const resource = readResource(given.resource);
  if (!resource.ok) throw new Refused('request.invalid', `resource: ${resource.error}`, { resource: resource.error });
  const ports = readPorts(given.ports ?? '');
  if (!ports) throw new Refused('request.invalid', 'ports: 80 or 1024-2047', { ports: 'not a port or range of ports' });
  return { kind: resource.value.kind, what: resource.value.text, ports };
}

/** The contract a customer number or contract reference stands for during a time. @throws Refused where it is none or many */
async function contractNamed(
  tx: Tx,
  given: { readonly customer?: string | undefined; readonly contract?: string | undefined },
  valid: Span,
): Promise<{ readonly id: Id<'ctr'>; readonly buyer: Id<'party'> }> {
  const wrong = (field: string, what: string) => new Refused('request.invalid', `${field}: ${what}`, { [field]: what });
  const s = stretchOf(valid);
  const meets = (c: { readonly valid: Span }) => stretchOf(c.valid).from < s.until && s.from < stretchOf(c.valid).until;
  if (given.contract !== undefined) {
    const found = (await contractsNow(tx, { references: [given.contract] })).filter(meets);
    if (!found[0]) throw wrong('contract', 'not known, or it does not run during that time');
    return found[0];
  }
  if (given.customer === undefined) throw wrong('customer', 'name a customer or a contract');
  const party = (await partiesByReferences(tx, [given.customer])).get(given.customer);
  if (!party) throw wrong('customer', 'not known');
  const found = (await contractsNow(tx, { buyers: [party.id] })).filter(meets);
  const [only, ...others] = [...new Map(found.map((c) => [c.id, c])).values()];
  if (!only) throw wrong('customer', 'has no contract during that time');
  if (others.length > 0) throw wrong('customer', 'has more than one contract during that time; name the contract');
  return only;
}

const opensOf = (
  r: { readonly kind: Opens['kind']; readonly what: string; readonly ports: Opens['ports'] },
  contract: string | null,
  exclusive: boolean,
  label: string | null,
  from: number,
  until: number,
): Opens => ({
  ...r,
  contract,
  exclusive,
  label,
  from,
  until,
  begunBy: null,
  endedBy: null,
  quality: 'stated',
  how: 'new',
});

async function carryOut(
  world: World,
  tx: Tx,
  opens: readonly Opens[],
  closes: readonly Closes[],
  as: { readonly origin: 'provisioning' | 'inventory'; readonly inventory: StoredInventory | null },
): Promise<{ readonly opened: readonly Id<'hld'>[]; readonly closed: readonly Id<'hld'>[] }> {
  const at = world.clock.now();
  const ids = opens.map((o) => ({ ...o, id: newId(world, 'hld') }));
  const fresh = closes.map((c) => ({ ...c, fresh: newId(world, 'hld') }));
  try {
    await writePlan(
      tx,
      { opens: ids, closes: fresh },
      {
        inventory: as.inventory?.id ?? null,
        origin: as.origin,
        precedence: as.inventory?.precedence ?? precedenceOf[as.origin],
        importId: null,
        at,
      },
    );
  } catch (cause) {
    if (constraintOf(cause)?.startsWith('holding_'))
      throw new Refused('holding.overlaps', resourceText(opens[0]?.kind ?? 'prefix', opens[0]?.what ?? ''));
    throw cause;
  }
  const closed = closes.map((c) => c.id);
  const opened = [...ids.map((o) => o.id), ...fresh.map((c) => c.fresh)];
  await ledgerChanged(tx, { holdings: [...opened, ...closed] }, at);
  return { opened, closed };
}

/**
 * A resource came to a customer, at the provisioning system's own moment. The same said again writes nothing.
 * @throws Refused `holding.overlaps` where another has it then and `take_over` is not said
 */
export async function assignFrom(
  world: World,
  org: Id<'org'>,
  by: Actor,
  input: Assign,
): Promise<{ readonly id: Id<'hld'>; readonly repeated: boolean }> {
  mustBe(by, 'handler');
  const given = assignShape.parse(input);
  const r = resourceIn(given);
  const valid = spanIn(given.from, given.until);
  return world.db.in(org, async (tx) => {
    await lockLedger(tx);
    const contract = await contractNamed(tx, given, valid);
    const s = stretchOf(valid);
    const there = await layerRecords(tx, provisioning, r.kind, r.what, r.ports);
    const same = there.find((b) => b.contract === contract.id && b.from === s.from);
    // Said before; a release that came since stands.
    if (same && (same.until === s.until || given.until === null)) return { id: same.id, repeated: true };
    const ran = there.find((b) => b !== same && b.from < s.from && s.from < b.until);
    const closes: Closes[] = same ? [{ id: same.id, until: null, endedBy: null, how: 'restated' }] : [];
    if (ran && given.exclusive) {
      if (!given.take_over) throw new Refused('holding.overlaps', resourceText(r.kind, r.what));
      closes.push({ id: ran.id, until: s.from, endedBy: null, how: 'ends' });
    }
    const { opened } = await carryOut(
      world,
      tx,
      [opensOf(r, contract.id, given.exclusive, given.label, s.from, s.until)],
      closes,
      { origin: 'provisioning', inventory: null },
    );
    const id = opened[0] as Id<'hld'>;
    note(world, tx, {
      act: 'holding.assign',
      by,
      about: [
        {
          subject: contract.buyer,
          payload: {
            holding: id,
            resource: r.what,
            contract: contract.id,
            from: given.from,
            until: given.until,
            origin: 'provisioning',
          },
        },
      ],
    });
    return { id, repeated: false };
  });
}

/**
 * A resource left its holder at a moment. The same said again writes nothing.
 * @throws Refused `request.not-found` where this layer knows of no such holding then
 */
export async function releaseFrom(
  world: World,
  org: Id<'org'>,
  by: Actor,
  input: Release,
): Promise<{ readonly id: Id<'hld'>; readonly repeated: boolean }> {
  mustBe(by, 'handler');
  const given = releaseShape.parse(input);
  const r = resourceIn(given);
  const { until } = spanIn(null, given.until);
  const end = until ? microsOf(until) : 0;
  return world.db.in(org, async (tx) => {
    await lockLedger(tx);
    const there = await layerRecords(tx, provisioning, r.kind, r.what, r.ports);
    let wanted: readonly Before[] = there;
    if (given.customer !== undefined || given.contract !== undefined) {
      const contracts = new Set<string>();
      if (given.contract !== undefined)
        for (const c of await contractsNow(tx, { references: [given.contract] })) contracts.add(c.id);
      else {
        const party = (await partiesByReferences(tx, [given.customer ?? ''])).get(given.customer ?? '');
        if (party) for (const c of await contractsNow(tx, { buyers: [party.id] })) contracts.add(c.id);
      }
      wanted = there.filter((b) => b.contract !== null && contracts.has(b.contract));
    }
    const again = wanted.find((b) => b.until === end);
    if (again) return { id: again.id, repeated: true };
    const ran = wanted.find((b) => b.from < end && end < b.until);
    if (!ran)
      throw new Refused(
        'request.not-found',
        `${resourceText(r.kind, r.what)} is not held in this layer at that moment.`,
      );
    const { opened } = await carryOut(world, tx, [], [{ id: ran.id, until: end, endedBy: null, how: 'ends' }], {
      origin: 'provisioning',
      inventory: null,
    });
    const id = opened[0] as Id<'hld'>;
    const buyer = ran.contract === null ? null : ((await contractsNow(tx, { ids: [ran.contract] }))[0]?.buyer ?? null);
    note(world, tx, {
      act: 'holding.release',
      by,
      about: [
        {
          subject: buyer,
          payload: { holding: id, instead_of: ran.id, resource: r.what, until: given.until, origin: 'provisioning' },
        },
      ],
    });
    return { id, repeated: false };
  });
}

/** Writes what an inventory told by itself, at its own moment, in its own layer. @returns how many resources turned */
export async function takeTurns(world: World, tx: Tx, inventory: StoredInventory, says: Hooked): Promise<number> {
  await lockLedger(tx);
  const at = microsOf(says.at);
  const opens: Opens[] = [];
  const closes: Closes[] = [];
  const to = says.turns.flatMap((t) => (t.to ? [t.to] : []));
  const layer = { origin: 'inventory', inventory: inventory.id } as const;
  const before: Before[] = [];
  for (const t of says.turns) before.push(...(await layerRecords(tx, layer, t.kind, t.what, t.ports)));
  const placing = await place(world, tx, inventory, { parties: says.parties, holdings: to }, before);
  for (const turn of says.turns) {
    const there = before.filter(
      (b) =>
        b.kind === turn.kind && b.what === turn.what && b.ports[0] === turn.ports[0] && b.ports[1] === turn.ports[1],
    );
    const ran = there.find((b) => b.until === Number.POSITIVE_INFINITY);
    const placed = turn.to ? placing.placed.find((p) => p.stated === turn.to) : undefined;
    if (turn.to && !placed) continue;
    // What is known is younger than this call: it came late, and a poll saw it meanwhile.
    if (there.some((b) => b.from >= at || (b.until !== Number.POSITIVE_INFINITY && b.until > at))) continue;
    if (ran && placed && ran.contract === placed.contract) continue;
    if (!ran && !placed) continue;
    if (ran) closes.push({ id: ran.id, until: at, endedBy: null, how: placed ? 'changed' : 'ends' });
    if (placed)
      opens.push(
        opensOf(
          turn,
          placed.contract,
          placed.stated.exclusive,
          placed.stated.label ?? null,
          at,
          Number.POSITIVE_INFINITY,
        ),
      );
  }
  if (opens.length + closes.length === 0) return 0;
  await placing.write(tx, null, opens, world.clock.now());
  const { opened } = await carryOut(
    world,
    tx,
    opens.map((o) => ({ ...o, kind: o.kind, what: o.what, ports: o.ports })),
    closes,
    { origin: 'inventory', inventory },
  );
  note(world, tx, {
    act: 'inventory.told',
    by: engine,
    about: [
      {
        subject: null,
        payload: { inventory: inventory.id, at: momentOf(at)?.toString() ?? null, holdings: [...opened] },
      },
    ],
  });
  return opens.length + closes.length;
}
