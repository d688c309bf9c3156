/** Who gives notices: the register of trusted flaggers, and records of bad faith that rank a notifier lower for a time. */
import { sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { newId, newToken, sha256 } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, type Id, mayAs, Refused } from '#kernel';
import { badFaithMonths } from '#law';
import { type FlaggerEntry, holdsStatus } from './flagger.ts';
import { type Notice, orgOf } from './store.ts';

export interface TrustedFlagger {
  readonly id: Id<'tfl'>;
  readonly name: string;
  readonly country: string;
  readonly areas: readonly string[];
  readonly domains: readonly string[];
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly origin: 'register' | 'by_hand';
  readonly hasCode: boolean;
  readonly endedAt: Temporal.Instant | null;
  /** Their own counts. */
  readonly notices: number;
  readonly items: number;
  readonly acted: number;
  readonly open: number;
}

/** The register with the counts of each, those that hold first. */
export async function listFlaggers(tx: Tx): Promise<readonly TrustedFlagger[]> {
  return tx.rows(sql<TrustedFlagger>`
    select f.id, f.name, f.country, f.areas, f.domains, f.valid_from as "validFrom", f.valid_until as "validUntil", f.origin,
           f.code_hash is not null as "hasCode", f.ended_at as "endedAt", c.notices, c.items, c.acted, c.open
      from trusted_flagger f
      left join lateral (
        select count(distinct n.id)::int as notices, count(i.no)::int as items, count(i.no) filter (where i.state = 'acted')::int as acted,
               count(distinct n.id) filter (where n.state in ('received', 'incomplete', 'assessed', 'forwarded', 'answered'))::int as open
          from notice n left join notice_item i on i.organisation_id = n.organisation_id and i.notice_id = n.id
         where n.organisation_id = f.organisation_id and n.flagger_id = f.id) c on true
     where f.organisation_id = ${orgOf(tx)} order by f.ended_at is not null, lower(f.name)`);
}

/** Writes entries: one known by name and country is brought up to date, others are added. */
export async function saveFlaggers(
  world: World,
  tx: Tx,
  entries: readonly FlaggerEntry[],
  origin: 'register' | 'by_hand',
  by: Actor,
): Promise<{ readonly added: number; readonly changed: number }> {
  if (!mayAs(by, 'decider')) throw new Refused('request.not-allowed');
  const org = orgOf(tx);
  let added = 0;
  for (const e of entries) {
    const [row] = await tx.rows(sql<{ fresh: boolean }>`
      insert into trusted_flagger (organisation_id, id, name, country, areas, domains, valid_from, valid_until, origin, created_at, created_by)
      values (${org}, ${newId(world, 'tfl')}, ${e.name}, ${e.country}, ${[...e.areas]}::text[], ${[...e.domains]}::text[], ${e.valid_from}::date,
              ${e.valid_until}::date, ${origin}, ${world.clock.now().toString()}::timestamptz, ${actorId(by)})
      on conflict (organisation_id, lower(name), country) where ended_at is null
      do update set areas = excluded.areas, valid_from = excluded.valid_from, valid_until = excluded.valid_until,
                    domains = case when excluded.domains = '{}' then trusted_flagger.domains else excluded.domains end
      returning xmax = 0 as fresh`);
    if (row?.fresh) added++;
  }
  if (entries.length > 0)
    note(world, tx, {
      act: 'flagger.save',
      by,
      about: [{ subject: org, payload: { entries: entries.length, added, origin } }],
    });
  return { added, changed: entries.length - added };
}

/** Ends a status: it was withdrawn, or the entry was wrong. Its notices keep the count they were made in. */
export async function endFlagger(world: World, tx: Tx, id: string, by: Actor): Promise<void> {
  if (!mayAs(by, 'decider')) throw new Refused('request.not-allowed');
  const done = await tx.rows(sql`
    update trusted_flagger set ended_at = ${world.clock.now().toString()}::timestamptz, code_hash = null
     where organisation_id = ${orgOf(tx)} and id = ${id} and ended_at is null returning id`);
  if (done.length === 0) throw new Refused('request.not-found');
  note(world, tx, { act: 'flagger.end', by, about: [{ subject: id, payload: { flagger: id } }] });
}

/** A new code for the form; the one before it stops working. Shown once. */
export async function giveCode(world: World, tx: Tx, id: string, by: Actor): Promise<string> {
  if (!mayAs(by, 'decider')) throw new Refused('request.not-allowed');
  const code = newToken(world.dice).slice(0, 24);
  const done = await tx.rows(sql`
    update trusted_flagger set code_hash = ${sha256(code)} where organisation_id = ${orgOf(tx)} and id = ${id} and ended_at is null returning id`);
  if (done.length === 0) throw new Refused('request.not-found');
  note(world, tx, { act: 'flagger.code', by, about: [{ subject: id, payload: { flagger: id } }] });
  return code;
}

/** The flaggers these codes belong to and whose status holds now, by code. */
export async function flaggersByCode(
  tx: Tx,
  codes: readonly string[],
  now: Temporal.Instant,
): Promise<ReadonlyMap<string, Id<'tfl'>>> {
  const found = new Map<string, Id<'tfl'>>();
  const day = now.toZonedDateTimeISO('UTC').toPlainDate().toString();
  for (const code of new Set(codes)) {
    const [row] = await tx.rows(sql<{
      id: Id<'tfl'>;
      validFrom: string | null;
      validUntil: string | null;
      endedAt: null;
    }>`
      select id, valid_from as "validFrom", valid_until as "validUntil", ended_at as "endedAt" from trusted_flagger
       where organisation_id = ${orgOf(tx)} and code_hash = ${sha256(code)}`);
    if (row && holdsStatus(row, day)) found.set(code, row.id);
  }
  return found;
}

/** Keyed fingerprint of a notifier's mail address: the same notifier is known again, the address is not. */
export const notifierPrint = (world: Pick<World, 'keys'>, email: string): Buffer =>
  world.keys.fingerprint('notifier', email.trim().toLowerCase());

/** Whether a record of bad faith holds for this notifier now. */
export async function isLowered(tx: Tx, print: Buffer, now: Temporal.Instant): Promise<boolean> {
  const rows = await tx.rows(sql`
    select 1 from bad_faith where organisation_id = ${orgOf(tx)} and notifier_print = ${print} and ended_at is null
       and at <= ${now.toString()}::timestamptz and until > ${now.toString()}::timestamptz limit 1`);
  return rows.length > 0;
}

/**
 * Records that a notifier gives notices in bad faith: those that come while it holds are ranked lower, and read. By a person,
 * with reasons, with an end.
 * @param until six months from now where left out
 */
export async function recordBadFaith(
  world: World,
  tx: Tx,
  n: Notice,
  reasons: string | undefined,
  until: Temporal.Instant | undefined,
  by: Actor,
): Promise<void> {
  if (by.kind !== 'member' || !mayAs(by, 'decider')) throw new Refused('request.not-allowed');
  if (!reasons?.trim()) throw new Refused('notice.needs-reason');
  if (!n.notifierPrint) throw new Refused('notice.nobody-to-tell');
  const now = world.clock.now();
  const most = now.toZonedDateTimeISO('UTC').add({ months: badFaithMonths }).toInstant();
  const end = until && Temporal.Instant.compare(until, most) < 0 ? until : most;
  if (Temporal.Instant.compare(end, now) <= 0) throw new Refused('request.invalid', 'until: a moment to come');
  const sealed = await sealFor(world, tx, { class: 'document', subject: n.id }, reasons.trim(), `bad faith ${n.id}`);
  await tx.rows(sql`
    insert into bad_faith (organisation_id, notifier_print, notice_id, key_id, sealed, at, by, until)
    values (${orgOf(tx)}, ${n.notifierPrint}, ${n.id}, ${sealed.keyId}, ${sealed.sealed}, ${now.toString()}::timestamptz, ${by.id}, ${end.toString()}::timestamptz)`);
  await tx.rows(sql`
    update notice set lowered = true where organisation_id = ${orgOf(tx)} and notifier_print = ${n.notifierPrint}
       and state in ('received', 'incomplete', 'assessed')`);
  note(world, tx, {
    act: 'notifier.lower',
    by,
    about: [{ subject: n.id, payload: { notice: n.id, until: end.toString() } }],
  });
}

/** Takes the record away: from now on nothing is ranked lower for it. */
export async function liftBadFaith(world: World, tx: Tx, n: Notice, by: Actor): Promise<void> {
  if (!mayAs(by, 'decider')) throw new Refused('request.not-allowed');
  if (!n.notifierPrint) throw new Refused('notice.nobody-to-tell');
  await tx.rows(sql`
    update bad_faith set ended_at = ${world.clock.now().toString()}::timestamptz
     where organisation_id = ${orgOf(tx)} and notifier_print = ${n.notifierPrint} and ended_at is null`);
  await tx.rows(
    sql`update notice set lowered = false where organisation_id = ${orgOf(tx)} and notifier_print = ${n.notifierPrint}`,
  );
  note(world, tx, { act: 'notifier.lift', by, about: [{ subject: n.id, payload: { notice: n.id } }] });
}
