/** The SQL of imported statements and the payments that were matched. */
import { openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { canonical, type Id } from '#kernel';
import type { PayMethod } from '../checks/money.ts';
import type { PayerMatch, PayerVerdict } from '../payer.ts';
import type { StatementFormat } from '../statements/line.ts';
import { at, orgOf, type Sealer } from '../store.ts';

export async function insertImport(
  tx: Tx,
  i: {
    readonly id: Id<'bst'>;
    readonly format: StatementFormat;
    readonly sha256: Buffer;
    readonly at: Temporal.Instant;
    readonly by: string;
    readonly lines: number;
    readonly matched: number;
    readonly passedOver: number;
  },
): Promise<void> {
  await tx.rows(sql`
    insert into bank_import (organisation_id, id, format, sha256, at, by, lines, matched, passed_over)
    values (${orgOf(tx)}, ${i.id}, ${i.format}, ${i.sha256}, ${at(i.at)}, ${i.by}, ${i.lines}, ${i.matched}, ${i.passedOver})`);
}

export interface Payment {
  readonly id: Id<'pay'>;
  readonly onboarding: Id<'onb'>;
  readonly party: Id<'party'>;
  readonly bookedOn: string;
  readonly amountCents: number;
  readonly currency: string;
  readonly method: PayMethod;
  readonly ibanMasked: string | null;
  readonly ibanCountry: string | null;
  readonly payerTag: Buffer | null;
  readonly verdict: PayerVerdict;
  readonly score: number | null;
}
interface Stored extends Payment {
  readonly key_id: string | null;
  readonly sealed: Buffer | null;
}
const columns =
  sql.raw(`id, onboarding_id as onboarding, party_id as party, booked_on::text as "bookedOn", amount_cents::float8 as "amountCents", currency, method,
  iban_masked as "ibanMasked", iban_country as "ibanCountry", payer_tag as "payerTag", verdict, score, key_id, sealed`);

/** What is kept of a payer besides the verdict: opened for who decides. */
export interface PayerWords {
  readonly payer: string | null;
  readonly match: PayerMatch;
}
export interface OpenedPayment extends Payment {
  readonly words: PayerWords | null;
}

/** @returns false where the same line is known already */
export async function insertPayment(
  world: Sealer,
  tx: Tx,
  p: Omit<Payment, 'score'> & {
    readonly importId: string | null;
    readonly entryHash: Buffer;
    readonly words: PayerWords;
  },
): Promise<boolean> {
  const { keyId, sealed } = await sealFor(
    world,
    tx,
    { class: 'document', subject: p.onboarding },
    canonical(p.words),
    `payment ${p.id}`,
  );
  const rows = await tx.rows(sql<{ id: string }>`
    insert into payment (organisation_id, id, import_id, onboarding_id, party_id, entry_hash, booked_on, amount_cents, currency, method, iban_masked,
           iban_country, payer_tag, verdict, score, key_id, sealed, recorded_at)
    values (${orgOf(tx)}, ${p.id}, ${p.importId}, ${p.onboarding}, ${p.party}, ${p.entryHash}, ${p.bookedOn}::date, ${p.amountCents}, ${p.currency}, ${p.method},
           ${p.ibanMasked}, ${p.ibanCountry}, ${p.payerTag}, ${p.verdict}, ${p.words.match.score}, ${keyId}, ${sealed}, ${at(world.clock.now())})
    on conflict (organisation_id, entry_hash) do nothing returning id`);
  return rows.length > 0;
}

export async function paymentsOfOnboarding(tx: Tx, onboarding: string): Promise<readonly Payment[]> {
  return (
    await tx.rows(
      sql<Stored>`select ${columns} from payment where organisation_id = ${orgOf(tx)} and onboarding_id = ${onboarding} order by booked_on, id`,
    )
  ).map(({ key_id: _k, sealed: _s, ...p }) => p);
}
export async function paymentsOpened(
  world: Pick<World, 'keys'>,
  tx: Tx,
  onboarding: string,
): Promise<readonly OpenedPayment[]> {
  const rows = await tx.rows(
    sql<Stored>`select ${columns} from payment where organisation_id = ${orgOf(tx)} and onboarding_id = ${onboarding} order by booked_on, id`,
  );
  const out: OpenedPayment[] = [];
  for (const { key_id, sealed, ...p } of rows) {
    const text = key_id && sealed ? await openSealed(world, tx, key_id, sealed, `payment ${p.id}`) : null;
    out.push({ ...p, words: text ? (JSON.parse(text.toString()) as PayerWords) : null });
  }
  return out;
}
/** Payments of a party booked up to a day, the newest first. */
export async function paymentsOfParty(tx: Tx, party: string, day: string): Promise<readonly Payment[]> {
  return (
    await tx.rows(sql<Stored>`
      select ${columns} from payment where organisation_id = ${orgOf(tx)} and party_id = ${party} and booked_on <= ${day}::date order by booked_on desc, id desc`)
  ).map(({ key_id: _k, sealed: _s, ...p }) => p);
}
