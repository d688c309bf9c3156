/** Bank statements come in: lines with a reference of ours are matched with their customer, all others are forgotten. */
import { sql, type Tx } from '#io/db';
import { newId, sha256 } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, canonical, type Id, mayAs, Refused } from '#kernel';
import { isBank, type PayMethod } from '../checks/money.ts';
import { readIban } from '../checks/numbers.ts';
import { type PayerVerdict, payerMatch } from '../payer.ts';
import { maskIban } from '../statement.ts';
import { readStatement } from '../statements/index.ts';
import { referencesIn, type StatementFormat, type StatementLine, StatementUnreadable } from '../statements/line.ts';
import { readProvider } from '../statements/provider.ts';
import { insertImport, insertPayment, paymentsOfParty } from '../store/payments.ts';
import { onboardingById, openStatement, orgOf } from '../store.ts';
import { type OnboardingHands, runChecks } from './checking.ts';

export interface PaidIn {
  readonly import: string;
  readonly format: StatementFormat;
  readonly lines: number;
  readonly matched: number;
  /** Known from another file. */
  readonly again: number;
  /** Without a reference of ours: counted and forgotten. */
  readonly forgotten: number;
  readonly verdicts: Readonly<Record<PayerVerdict, number>>;
  readonly onboardings: readonly string[];
}

/** Tells one payer from another within this organisation, and nothing else. */
export const payerTag = (world: Pick<World, 'keys'>, org: string, iban: string): Buffer =>
  world.keys.fingerprint(`payer tag ${org}`, iban);

async function take(
  world: World,
  org: Id<'org'>,
  by: Actor,
  format: StatementFormat,
  bytes: Uint8Array,
  lines: readonly StatementLine[],
  passedOver: number,
  hands: OnboardingHands,
): Promise<PaidIn> {
  const touched = new Set<string>();
  const result = await world.db.in(org, async (tx) => {
    touched.clear();
    const id = newId(world, 'bst');
    const known = await Promise.all(lines.map(async (line) => ({ line, o: await behind(tx, line) })));
    const matched = known.filter((k) => k.o !== undefined);
    await insertImport(tx, {
      id,
      format,
      sha256: sha256(bytes),
      at: world.clock.now(),
      by: actorId(by),
      lines: lines.length + passedOver,
      matched: matched.length,
      passedOver: lines.length - matched.length + passedOver,
    });
    const verdicts: Record<PayerVerdict, number> = { MTCH: 0, CMTC: 0, NMTC: 0, NOAP: 0 };
    let again = 0;
    for (const { line, o } of matched) {
      if (!o) continue;
      const s = await openStatement(world, tx, o);
      const match = payerMatch(line.payer ?? '', {
        kind: s?.kind ?? 'unknown',
        names: s ? [s.name, ...s.trade_names] : o.partyName ? [o.partyName] : [],
      });
      const iban = line.iban ? readIban(line.iban) : undefined;
      const fresh = await insertPayment(world, tx, {
        id: newId(world, 'pay'),
        importId: id,
        onboarding: o.id,
        party: o.party,
        entryHash: world.keys.fingerprint(`payment entry ${org}`, line.entry),
        bookedOn: line.bookedOn,
        amountCents: line.amountCents,
        currency: line.currency,
        method: line.method,
        ibanMasked: iban ? maskIban(iban.iban) : null,
        ibanCountry: iban?.country ?? null,
        payerTag: iban ? payerTag(world, org, iban.iban) : null,
        verdict: match.verdict,
        words: { payer: line.payer, match },
      });
      if (!fresh) {
        again++;
        continue;
      }
      verdicts[match.verdict]++;
      touched.add(o.id);
    }
    note(world, tx, {
      act: 'payments.imported',
      by,
      about: [
        {
          subject: null,
          payload: {
            import: id,
            format,
            sha256: sha256(bytes).toString('hex'),
            lines: lines.length + passedOver,
            matched: matched.length,
            again,
            verdicts,
          },
        },
      ],
    });
    await tx.notify({ organisation: org, what: 'onboarding' });
    return {
      import: id,
      format,
      lines: lines.length + passedOver,
      matched: matched.length,
      again,
      forgotten: lines.length - matched.length + passedOver,
      verdicts,
    };
  });
  for (const id of touched) await runChecks(world, org, id, hands, 'own', by);
  return { ...result, onboardings: [...touched] };
}

async function behind(tx: Tx, line: StatementLine) {
  for (const reference of referencesIn(line.text)) {
    const found = await onboardingById(tx, reference);
    if (found) return found;
  }
  return undefined;
}

/** Takes a statement in, whichever of the known formats it has. @throws Refused `statement.unreadable`: nothing of it is taken */
export async function importStatement(
  world: World,
  org: Id<'org'>,
  by: Actor,
  bytes: Uint8Array,
  hands: OnboardingHands,
): Promise<PaidIn> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  try {
    const read = await readStatement(bytes);
    return await take(world, org, by, read.format, bytes, read.lines, read.passedOver, hands);
  } catch (cause) {
    if (cause instanceof StatementUnreadable) throw new Refused('statement.unreadable', cause.message);
    throw cause;
  }
}

/** Takes what a payment provider tells. @returns undefined where it tells of nothing we keep */
export async function takeProviderPayment(
  world: World,
  org: Id<'org'>,
  by: Actor,
  body: unknown,
  hands: OnboardingHands,
): Promise<PaidIn | undefined> {
  const line = readProvider(body);
  return line ? take(world, org, by, 'provider', Buffer.from(canonical(body)), [line], 0, hands) : undefined;
}

export interface PaidThen {
  readonly method: PayMethod;
  readonly bank: boolean;
  readonly verdict: PayerVerdict;
  /** Hex; null where no account was seen. */
  readonly payerTag: string | null;
  /** ISO date from which it holds. */
  readonly from: string;
}
/** How a party paid, as of a moment: the newest first. For rooms above. */
export async function paymentsOf(tx: Tx, party: Id<'party'>, at: Temporal.Instant): Promise<readonly PaidThen[]> {
  const day = at.toZonedDateTimeISO('UTC').toPlainDate().toString();
  return (await paymentsOfParty(tx, party, day)).map((p) => ({
    method: p.method,
    bank: isBank(p.method),
    verdict: p.verdict,
    payerTag: p.payerTag?.toString('hex') ?? null,
    from: p.bookedOn,
  }));
}

/** How many onboardings one payer stands behind: a third-party payer of many is no chance. */
export async function sharedPayers(tx: Tx, onboarding: string): Promise<number> {
  const [row] = await tx.rows(sql<{ n: number }>`
    select count(distinct o.onboarding_id)::int as n from payment m join payment o on o.organisation_id = m.organisation_id and o.payer_tag = m.payer_tag and o.party_id <> m.party_id
     where m.organisation_id = ${orgOf(tx)} and m.onboarding_id = ${onboarding}`);
  return row?.n ?? 0;
}
