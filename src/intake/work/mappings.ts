/** Mappings at work: kept per organisation in versions, tried before they are kept, and given to whoever reads. */
import {
  checkMapping,
  type Finding,
  findingJson,
  type Mapping,
  type MappingFile,
  mappingOf,
  type Problem,
} from '#formats';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, type Id, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import type { Readers } from '../work.ts';

/** A kept mapping in one of its versions. */
export interface KeptMapping {
  readonly name: string;
  readonly version: number;
  /** Null where this version removed it. */
  readonly definition: MappingFile | null;
  readonly madeAt: Temporal.Instant;
  readonly madeBy: string;
}

interface Row {
  readonly name: string;
  readonly version: number;
  readonly definition: MappingFile | null;
  readonly made_at: Temporal.Instant;
  readonly made_by: string;
}
const kept = (r: Row): KeptMapping => ({
  name: r.name,
  version: r.version,
  definition: r.definition,
  madeAt: r.made_at,
  madeBy: r.made_by,
});

/** The mappings in force, by name. */
export async function listMappings(tx: Tx, org: Id<'org'>): Promise<readonly KeptMapping[]> {
  const rows = await tx.again(sql<Row>`
    select distinct on (name) name, version, definition, made_at, made_by from mapping
     where organisation_id = ${org} order by name, version desc`);
  return rows.filter((r) => r.definition !== null).map(kept);
}

/** One mapping in all its versions, the newest first. @throws Refused `request.not-found` */
export async function showMapping(tx: Tx, org: Id<'org'>, name: string): Promise<readonly KeptMapping[]> {
  const rows = await tx.rows(sql<Row>`
    select name, version, definition, made_at, made_by from mapping
     where organisation_id = ${org} and name = ${name} order by version desc`);
  if (rows.length === 0) throw new Refused('request.not-found');
  return rows.map(kept);
}

/** The mappings in force as the formats read them: a fact of the format `mapping`. */
export async function mappingFacts(tx: Tx, org: Id<'org'>): Promise<Readonly<Record<string, unknown>>> {
  const list = await listMappings(tx, org);
  if (list.length === 0) return {};
  return {
    mapping: list.flatMap((m): Mapping[] => (m.definition ? [{ ...mappingOf(m.definition), version: m.version }] : [])),
  };
}

/** A mapping that is right in every part. @throws Refused `mapping.wrong` with each place */
export async function soundMapping(value: unknown): Promise<MappingFile> {
  const law = await loadLaw();
  const { mapping, wrong } = checkMapping(value, (kind) => law.kinds.has(kind));
  if (!mapping)
    throw new Refused(
      'mapping.wrong',
      Object.entries(wrong)
        .map(([at, message]) => (at ? `${at}: ${message}` : message))
        .join('; '),
      wrong,
    );
  return mapping;
}

/**
 * Keeps a mapping; one of that name that differs becomes a new version, one that is the same stays as it is.
 * @throws Refused `mapping.wrong`
 */
export async function keepMapping(
  world: World,
  org: Id<'org'>,
  value: unknown,
  actor: Actor,
): Promise<{ readonly name: string; readonly version: number; readonly changed: boolean }> {
  const mapping = await soundMapping(value);
  return world.db.in(org, async (tx) => {
    const newest = await newestOf(tx, org, mapping.name);
    if (newest?.definition) {
      const same = await tx.rows(
        sql<{
          same: boolean;
        }>`select ${JSON.stringify(newest.definition)}::jsonb = ${JSON.stringify(mapping)}::jsonb as same`,
      );
      if (same[0]?.same) return { name: mapping.name, version: newest.version, changed: false };
    }
    const version = (newest?.version ?? 0) + 1;
    await write(world, tx, org, mapping.name, version, mapping, actor);
    note(world, tx, {
      act: 'mapping.kept',
      by: actor,
      about: [{ subject: null, payload: { mapping: mapping.name, version } }],
    });
    return { name: mapping.name, version, changed: true };
  });
}

/** Takes a mapping out of force; its versions stay, for messages say which one read them. @throws Refused `request.not-found` */
export async function removeMapping(world: World, org: Id<'org'>, name: string, actor: Actor): Promise<void> {
  await world.db.in(org, async (tx) => {
    const newest = await newestOf(tx, org, name);
    if (!newest?.definition) throw new Refused('request.not-found');
    const version = newest.version + 1;
    await write(world, tx, org, name, version, null, actor);
    note(world, tx, {
      act: 'mapping.removed',
      by: actor,
      about: [{ subject: null, payload: { mapping: name, version } }],
    });
  });
}

/** Locked by name, so that two who change it at once get two versions. */
async function newestOf(tx: Tx, org: Id<'org'>, name: string): Promise<KeptMapping | undefined> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`${org} mapping ${name}`}, 0))`);
  const rows = await tx.rows(sql<Row>`
    select name, version, definition, made_at, made_by from mapping
     where organisation_id = ${org} and name = ${name} order by version desc limit 1`);
  return rows[0] && kept(rows[0]);
}

async function write(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  name: string,
  version: number,
  definition: MappingFile | null,
  actor: Actor,
): Promise<void> {
  await tx.rows(sql`
    insert into mapping (organisation_id, name, version, definition, made_at, made_by)
    values (${org}, ${name}, ${version}, ${definition === null ? null : JSON.stringify(definition)}::jsonb, ${world.clock.now().toString()}::timestamptz, ${actorId(actor)})`);
}

/** What a mapping makes of a file; nothing is kept. */
export interface Tried {
  /** All findings it gives. */
  readonly count: number;
  /** The first of them, as `read --json` writes them. */
  readonly findings: readonly Record<string, unknown>[];
  readonly problems: readonly Problem[];
}

/** Findings that are shown of a trial. */
export const mostTried = 20;

/** Reads a file by a mapping, in the reading process, with its limits. */
export async function tryMapping(
  readers: Pick<Readers, 'readMessage'>,
  mapping: MappingFile,
  file: { readonly bytes: Uint8Array; readonly name: string },
  receivedAt: Temporal.Instant,
): Promise<Tried> {
  const reads = await readers.readMessage(file.bytes, {
    name: file.name,
    hint: `mapping:${mapping.name}`,
    receivedAt,
    own: { prefixes: [], domains: [] },
    facts: { mapping: [mappingOf(mapping)] },
  });
  const mine = reads.filter((r) => r.format === 'mapping' || r.format === null);
  const findings: Finding[] = mine.flatMap((r) => (r.format === 'mapping' ? [...r.findings] : []));
  return {
    count: findings.length,
    findings: findings.slice(0, mostTried).map(findingJson),
    problems: mine.flatMap((r) => [...r.problems]).slice(0, 50),
  };
}
