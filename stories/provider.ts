/** A small provider for stories: two customers, a reseller with its own customer, a shared web server, one address that changed hands. */
import { sql } from '#io/db';
import type { TestWorld } from '#io/testing';
import type { Actor, Id } from '#kernel';
import { addMember, addOrganisation } from '#organisations/work';
import { addContact, addContract, addParty } from '#parties/work';
import { addNetwork, assign } from '#resources/work';

export interface Stage {
  readonly org: Id<'org'>;
  readonly slug: string;
  readonly admin: Actor;
  readonly handler: Actor;
  readonly parties: Readonly<Record<'bakery' | 'bikes' | 'reseller' | 'below' | 'early' | 'late', Id<'party'>>>;
}

const since = '2025-01-01T00:00:00Z';
/** The moment the recycled address changed hands. */
export const handover = '2026-11-15T12:00:00Z';

/** Sets the stage. Addresses: bakery 192.0.2.8/29, reseller 192.0.2.64/27 (below it .66), shared 192.0.2.200 (bakkerij.example, fietsen.example), recycled 192.0.2.5. */
export async function setStage(world: TestWorld, slug: string): Promise<Stage> {
  const engine: Actor = { kind: 'engine' };
  const org = (await addOrganisation(world, { slug, name: 'Voorbeeldhost BV', kind: 'provider' })).id;
  const member = async (email: string, role: 'admin' | 'handler'): Promise<Actor> => {
    const made = await addMember(world, org, engine, { email, name: email.split('@')[0] ?? email, role });
    return { kind: 'member', id: made.id, role, name: made.name };
  };
  const admin = await member(`anouk@${slug}.example`, 'admin');
  const handler = await member(`hanna@${slug}.example`, 'handler');
  await world.db.in(org, (tx) =>
    tx.rows(
      sql`insert into mailbox (organisation_id, address, created_at) values (${org}, ${`abuse@${slug}.example`}, now())`,
    ),
  );
  await addNetwork(world, org, admin, { network: '192.0.2.0/24', name: 'all', from: since, until: null });
  await addNetwork(world, org, admin, { network: '2001:db8:100::/40', name: 'six', from: since, until: null });
  const party = async (reference: string, name: string, language: 'nl' | 'en') => {
    const id = await addParty(world, org, admin, {
      reference,
      kind: 'legal',
      name,
      country: 'nl',
      language,
      state: 'active',
      notes: null,
    });
    await addContact(world, org, admin, id, {
      purpose: 'abuse',
      address: `abuse@${reference.toLowerCase()}.example`,
      language,
    });
    return id;
  };
  const contract = (
    reference: string,
    buyer: Id<'party'>,
    seller: Id<'party'> | null,
    kind: 'vps' | 'shared_hosting' | 'resale' | 'dedicated',
    resells = false,
  ) =>
    addContract(world, org, admin, {
      reference,
      seller,
      buyer,
      service_kind: kind,
      dsa_class: 'hosting',
      resells,
      kyc: 'direct',
      disclosure: 'full',
      from: since,
      until: null,
    });
  const hold = (
    resource: string,
    under: Id<'ctr'> | null,
    from = since,
    until: string | null = null,
    exclusive = true,
  ) =>
    assign(world, org, admin, {
      resource,
      ports: '',
      contract: under,
      exclusive,
      label: null,
      from,
      until,
      origin: 'manual',
    });

  const bakery = await party('K-1', 'Bakkerij De Korenbloem BV', 'nl');
  const bikes = await party('K-2', 'Trapper Fietsen VOF', 'en');
  const reseller = await party('W-1', 'CloudMix Ltd', 'en');
  const below = await party('W-1-7', 'Dmitri Hosting', 'en');
  const early = await party('K-3', 'Early Bird', 'nl');
  const late = await party('K-4', 'Late Riser', 'nl');
  const bakeryContract = await contract('C-1', bakery, null, 'dedicated');
  const bakerySite = await contract('C-1-web', bakery, null, 'shared_hosting');
  const bikesSite = await contract('C-2-web', bikes, null, 'shared_hosting');
  await contract('C-W', reseller, null, 'resale', true);
  const belowContract = await contract('C-W-7', below, reseller, 'vps');
  const resale = await contract('C-W-vps', reseller, null, 'vps', true);
  const earlyContract = await contract('C-3', early, null, 'vps');
  const lateContract = await contract('C-4', late, null, 'vps');
  await hold('192.0.2.8/29', bakeryContract);
  await hold('192.0.2.64/27', resale);
  await hold('192.0.2.66', belowContract);
  await hold('192.0.2.200', null, since, null, false);
  await hold('bakkerij.example', bakerySite);
  await hold('fietsen.example', bikesSite);
  await hold('192.0.2.5', earlyContract, since, handover);
  await hold('192.0.2.5', lateContract, handover);
  return { org, slug, admin, handler, parties: { bakery, bikes, reseller, below, early, late } };
}

/** A XARF v4 report, as its bytes. */
export function xarf(fields: Readonly<Record<string, unknown>>, dice: { bytes(n: number): Uint8Array }): Uint8Array {
  const hex = Buffer.from(dice.bytes(16)).toString('hex');
  const party = { org: 'Voorbeeldbank', contact: 'abuse@bank.example', domain: 'bank.example' };
  return Buffer.from(
    JSON.stringify({
      xarf_version: '4.2.0',
      report_id: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
      timestamp: '2026-11-22T09:50:00Z',
      reporter: party,
      sender: party,
      evidence_source: 'user_complaint',
      ...fields,
    }),
  );
}
