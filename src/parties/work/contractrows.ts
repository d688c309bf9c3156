/** Rows of contracts: read, compared with what runs, checked for rings and depth, written. */

import type { Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { type Id, type Span, spansMeet } from '#kernel';
import {
  type Disclosure,
  type DsaClass,
  disclosures,
  dsaClasses,
  indexEdges,
  type KycMode,
  kycModes,
  ringOrTooDeep,
  type ServiceKind,
  serviceKinds,
} from '../contract.ts';
import { readYesNo } from '../csv.ts';
import type { LedgerFile } from '../ledgerfile.ts';
import {
  type Contract,
  closeContracts,
  contractsNow,
  edgeOf,
  houseOf,
  type NewContract,
  partiesByReferences,
  type StoredParty,
  slices,
} from '../store.ts';
import { writeContracts } from './contracts.ts';
import { type Importing, oneOf, type Print, readValid, sameInstant, type Tally, type Write } from './ledgerfiles.ts';

/** Reads rows of contracts; what it returns writes the difference. */
export async function readContracts(
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
