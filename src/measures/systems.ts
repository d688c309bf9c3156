/** The systems in which an organisation carries out measures: added and ended by an administrator; secrets go in and never come out. */
import { openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, type Id, mayAs, Refused } from '#kernel';
import { type Measure, measures } from '#law';
import { serviceKinds } from '#parties';
import type { Adapter } from './adapter.ts';
import { adapters } from './adapters/index.ts';
import type { SystemFacts } from './plan.ts';
import { moment, orgOf } from './store.ts';

export interface StoredSystem extends SystemFacts {
  readonly inside: boolean;
  readonly state: 'active' | 'ended';
  readonly createdAt: Temporal.Instant;
  readonly hasSecrets: boolean;
}

const about = (id: string) => `measure system ${id}`;

async function rowsOf(tx: Tx, id?: string): Promise<readonly StoredSystem[]> {
  const rows = await tx.rows(sql<{
    id: Id<'sys'>;
    name: string;
    adapter: string;
    options: Record<string, unknown>;
    can: Partial<Record<Measure, string[]>>;
    inside: boolean;
    state: 'active' | 'ended';
    created_at: Temporal.Instant;
    has: boolean;
  }>`
    select id, name, adapter, options, can, inside, state, created_at, sealed is not null as has from measure_system
     where organisation_id = ${orgOf(tx)} ${id ? sql`and (id = ${id} or name = ${id})` : sql``} order by state, name`);
  return rows.flatMap((r) => {
    const adapter = adapters.get(r.adapter);
    return adapter
      ? [
          {
            id: r.id,
            name: r.name,
            adapter,
            options: r.options,
            can: r.can,
            inside: r.inside,
            state: r.state,
            createdAt: r.created_at,
            hasSecrets: r.has,
          },
        ]
      : [];
  });
}

export const systemsOf = (tx: Tx): Promise<readonly StoredSystem[]> => rowsOf(tx);
export const systemsNow = async (tx: Tx): Promise<readonly StoredSystem[]> =>
  (await rowsOf(tx)).filter((s) => s.state === 'active');

/** A system with its secrets, for the moment of a call; also one that ended, so that what it did can be undone. */
export async function openSystem(
  world: World,
  tx: Tx,
  id: string,
): Promise<(StoredSystem & { readonly secrets: Readonly<Record<string, string>> }) | undefined> {
  const [system] = await rowsOf(tx, id);
  if (!system) return undefined;
  const [row] = await tx.rows(sql<{ key_id: string | null; sealed: Buffer | null }>`
    select key_id, sealed from measure_system where organisation_id = ${orgOf(tx)} and id = ${system.id}`);
  const bytes =
    row?.key_id && row.sealed ? await openSealed(world, tx, row.key_id, row.sealed, about(system.id)) : null;
  return { ...system, secrets: bytes ? (JSON.parse(bytes.toString()) as Record<string, string>) : {} };
}

export interface NewSystem {
  readonly name: string;
  readonly adapter: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly can: Readonly<Record<string, readonly string[]>>;
  readonly inside: boolean;
}

function checked(given: NewSystem): { adapter: Adapter; options: Readonly<Record<string, unknown>> } {
  const wrong = (field: string, why: string): never => {
    throw new Refused('request.invalid', `${field}: ${why}`, { [field]: why });
  };
  const adapter = adapters.get(given.adapter) ?? wrong('adapter', `one of ${[...adapters.keys()].join(', ')}`);
  const read = adapter.options.safeParse(given.options);
  if (!read.success)
    return wrong(
      'options',
      read.error.issues.map((i) => `${i.path.map(String).join('.')} ${i.message}`.trim()).join('; '),
    );
  if (!/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,59}$/u.test(given.name)) wrong('name', 'letters, figures, spaces; at most 60');
  for (const [what, kinds] of Object.entries(given.can)) {
    if (!(measures as readonly string[]).includes(what) || !adapter.can.includes(what as Measure))
      wrong('can', `${given.adapter} cannot ${what}`);
    if (kinds.some((k) => !(serviceKinds as readonly string[]).includes(k)))
      wrong('can', `${what}: an unknown kind of service`);
  }
  for (const name of Object.keys(given.secrets))
    if (!adapter.secrets.includes(name)) wrong('secrets', `${name} is not asked`);
  const url = read.data['url'];
  if (typeof url === 'string' && new URL(url).protocol === 'http:' && !given.inside)
    wrong('options', 'url: only https, unless the host stands inside');
  return { adapter, options: read.data };
}

/**
 * Registers a system. Its secrets are sealed and never shown.
 * @throws Refused `request.not-allowed` for who is no administrator, `request.invalid`, `measure.system-taken`
 */
export async function addSystem(world: World, tx: Tx, given: NewSystem, by: Actor): Promise<Id<'sys'>> {
  if (!mayAs(by, 'admin')) throw new Refused('request.not-allowed');
  const { adapter, options } = checked(given);
  const missing = adapter.secrets.filter((s) => s !== 'token' && !given.secrets[s]);
  if (missing.length > 0)
    throw new Refused('request.invalid', `secrets: ${missing.join(', ')}`, { secrets: missing.join(', ') });
  const [taken] = await tx.rows(
    sql`select 1 from measure_system where organisation_id = ${orgOf(tx)} and name = ${given.name} and state = 'active'`,
  );
  if (taken) throw new Refused('measure.system-taken', given.name);
  const id = newId(world, 'sys');
  const { keyId, sealed } = await sealFor(
    world,
    tx,
    { class: 'secret', subject: id },
    JSON.stringify(given.secrets),
    about(id),
  );
  await tx.rows(sql`
    insert into measure_system (organisation_id, id, name, adapter, options, can, inside, key_id, sealed, created_at, created_by)
    values (${orgOf(tx)}, ${id}, ${given.name}, ${given.adapter}, ${JSON.stringify(options)}::jsonb, ${JSON.stringify(given.can)}::jsonb, ${given.inside},
            ${keyId}, ${sealed}, ${moment(world.clock.now())}, ${actorId(by)})`);
  note(world, tx, {
    act: 'measure.system_add',
    by,
    about: [{ subject: null, payload: { system: id, adapter: given.adapter, can: Object.keys(given.can) } }],
  });
  return id;
}

/** New secrets for a system; the old ones are gone. */
export async function renewSecrets(
  world: World,
  tx: Tx,
  id: string,
  secrets: Readonly<Record<string, string>>,
  by: Actor,
): Promise<void> {
  if (!mayAs(by, 'admin')) throw new Refused('request.not-allowed');
  const [system] = await rowsOf(tx, id);
  if (!system) throw new Refused('request.not-found');
  const { keyId, sealed } = await sealFor(
    world,
    tx,
    { class: 'secret', subject: system.id },
    JSON.stringify(secrets),
    about(system.id),
  );
  await tx.rows(
    sql`update measure_system set key_id = ${keyId}, sealed = ${sealed} where organisation_id = ${orgOf(tx)} and id = ${system.id}`,
  );
  note(world, tx, { act: 'measure.system_secrets', by, about: [{ subject: null, payload: { system: system.id } }] });
}

/** Ends a system: no plan offers it any more. What it did can still be undone through it. */
export async function endSystem(world: World, tx: Tx, id: string, by: Actor): Promise<void> {
  if (!mayAs(by, 'admin')) throw new Refused('request.not-allowed');
  const done = await tx.rows(sql<{ id: Id<'sys'> }>`
    update measure_system set state = 'ended', ended_at = ${moment(world.clock.now())}
     where organisation_id = ${orgOf(tx)} and (id = ${id} or name = ${id}) and state = 'active' returning id`);
  const ended = done[0];
  if (!ended) throw new Refused('request.not-found');
  note(world, tx, { act: 'measure.system_end', by, about: [{ subject: null, payload: { system: ended.id } }] });
}

/** What the provider can do for a kind of service, as it answered `bezem duties`: plans offer nothing else. */
export async function setAbility(
  world: World,
  tx: Tx,
  serviceKind: string,
  can: readonly string[],
  by: Actor,
): Promise<void> {
  if (!mayAs(by, 'admin')) throw new Refused('request.not-allowed');
  if (!(serviceKinds as readonly string[]).includes(serviceKind))
    throw new Refused('request.invalid', `service_kind: one of ${serviceKinds.join(', ')}`, {
      service_kind: 'unknown',
    });
  const unknown = can.filter((c) => !(measures as readonly string[]).includes(c));
  if (unknown.length > 0) throw new Refused('request.invalid', `can: ${unknown.join(', ')}`, { can: 'unknown' });
  await tx.rows(sql`
    insert into service_ability (organisation_id, service_kind, can, changed_at, changed_by)
    values (${orgOf(tx)}, ${serviceKind}, ${can}::text[], ${moment(world.clock.now())}, ${actorId(by)})
    on conflict (organisation_id, service_kind) do update set can = excluded.can, changed_at = excluded.changed_at, changed_by = excluded.changed_by`);
  note(world, tx, {
    act: 'measure.ability',
    by,
    about: [{ subject: null, payload: { service_kind: serviceKind, can: [...can] } }],
  });
}
export async function abilities(tx: Tx) {
  return tx.rows(sql<{ service_kind: string; can: string[]; changed_at: Temporal.Instant }>`
    select service_kind, can, changed_at from service_ability where organisation_id = ${orgOf(tx)} order by service_kind`);
}
