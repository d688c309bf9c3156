/** Contracts recorded and ended: no overlap, no ring, no chain too long. */

import { constraintOf, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, type Id, Refused, type Span, spansMeet, statedMoment } from '#kernel';
import { type Edge, indexEdges, ringOrTooDeep } from '../contract.ts';
import type { NewContractInput } from '../shapes.ts';
import {
  closeContracts,
  contractsNow,
  edgeOf,
  insertContracts,
  ledgerChanged,
  lockLedger,
  type NewContract,
  slices,
} from '../store.ts';
import { known, mustBe } from './known.ts';

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

/** Writes versions of contracts. @throws Refused `contract.reference-taken` where two run at once */
export async function writeContracts(tx: Tx, rows: readonly NewContract[], at: Temporal.Instant): Promise<void> {
  try {
    for (const some of slices(rows, 5000)) await insertContracts(tx, some, at);
  } catch (cause) {
    if (constraintOf(cause)?.startsWith('contract_')) throw new Refused('contract.reference-taken', undefined);
    throw cause;
  }
}
