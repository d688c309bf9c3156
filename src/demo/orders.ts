/** Orders of the sample provider: one of each way of working, on its own sites, with a register that was there before them. */
import type { World } from '#io/world';
import type { Actor, Id } from '#kernel';
import { addAuthority, addAuthorityContact, addShift, takeOrder } from '#orders/work';
import type { Staff } from './history.ts';

const register = [
  { law: 'atkm', name: 'ATKM', country: 'nl', mail: 'bevelen@atkm.example' },
  { law: 'om', name: 'Openbaar Ministerie', country: 'nl', mail: 'bevelen@om.example' },
  { law: 'acm', name: 'Autoriteit Consument & Markt', country: 'nl', mail: 'dsa@acm.example' },
  { law: null, name: 'Parquet de Paris', country: 'fr', mail: 'epoc@justice.example' },
] as const;

/**
 * Fills the register, puts somebody on duty, and takes five orders in before the start of the demo.
 * @param at a world whose clock stands at the moment given
 */
export async function sampleOrders(
  at: (moment: Temporal.Instant) => World,
  org: Id<'org'>,
  team: Staff,
  start: Temporal.Instant,
): Promise<void> {
  const long = start.subtract({ hours: 24 * 29 });
  const engine: Actor = { kind: 'engine' };
  await at(long).db.in(org, async (tx) => {
    for (const a of register) {
      const id = await addAuthority(
        at(long),
        tx,
        { name: a.name, country: a.country, ...(a.law ? { law: a.law } : {}) },
        team.admin,
      );
      await addAuthorityContact(
        at(long),
        tx,
        id,
        { channel: 'mail', address: a.mail, source: 'voorbeeld: hun eigen website' },
        team.admin,
      );
    }
    const from = start.subtract({ hours: 12 });
    const member = team.handler.kind === 'member' ? team.handler.id : '';
    const second = team.decider.kind === 'member' ? team.decider.id : '';
    await addShift(at(long), tx, { member, rank: 1, startsAt: from, endsAt: from.add({ hours: 84 }) }, team.admin);
    await addShift(
      at(long),
      tx,
      { member: second, rank: 2, startsAt: from, endsAt: from.add({ hours: 84 }) },
      team.admin,
    );
  });
  const take = async (minutesAgo: number, order: Omit<Parameters<typeof takeOrder>[2], 'receivedAt' | 'channel'>) => {
    const then = start.subtract({ minutes: minutesAgo });
    await at(then).db.in(org, (tx) => takeOrder(at(then), tx, { channel: 'mail', receivedAt: then, ...order }, engine));
  };
  const url = (location: string) => ({ kind: 'url' as const, location });
  await take(3 * 24 * 60, {
    type: 'epoc',
    authority: 'Parquet de Paris',
    country: 'fr',
    reference: 'EPOC-2026-0417',
    items: [{ kind: 'ip', location: '192.0.2.25' }],
    elements: ['form', 'authority', 'identifiers', 'data', 'legal_basis', 'signature', 'language'],
  });
  await take(20 * 60, {
    type: 'dsa-9',
    authority: 'Autoriteit Consument & Markt',
    reference: 'ACM/26/1044',
    items: [url('https://kaarsenlicht-shop.example/actie')],
    elements: ['legal_basis', 'reasons', 'language'],
    words: { reasons: 'Oneerlijke handelspraktijk: nagemaakt keurmerk.', scope: 'Nederland' },
  });
  await take(120, {
    type: 'sv-125p',
    authority: 'Openbaar Ministerie',
    reference: '13/882211-26',
    items: [url('https://knooppunt-software.example/drop')],
    elements: ['legal_basis', 'warrant', 'offence', 'reasons', 'signature'],
    secrecy: { until: null, basis: '126bb Sv' },
  });
  await take(45, {
    type: 'atkm-6',
    authority: 'ATKM',
    reference: 'K-26-00917',
    items: [url('https://bakkerij-korenbloem.example/upload/a1')],
    elements: ['legal_basis', 'reasons', 'redress'],
    term: { unit: 'hours', count: 12 },
  });
  await take(19, {
    type: 'tco-3',
    authority: 'ATKM',
    reference: 'TO-2026-0031',
    items: [url('https://trapper-fietsen.example/forum/88')],
    elements: ['legal_basis', 'reasons', 'redress', 'signature', 'form', 'material', 'issued_at'],
    words: { reasons: 'Zet aan tot een aanslag (artikel 2, punt 7, onder a).' },
  });
}
