/** Facts an operator loads at run time for a format (an official schema): checked, kept, used by the next message read. */
import type { Format } from '#formats';
import { loadFormats } from '#formats/work';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, type Id, Refused } from '#kernel';

export interface LoadedFacts {
  readonly format: string;
  /** How many entries they have. */
  readonly entries: number;
  readonly loadedAt: Temporal.Instant;
  readonly loadedBy: string;
}

/** The format that takes facts, and how it counts them. @throws Refused `request.not-found`, `format.takes-no-facts` */
async function takerOf(id: string): Promise<Required<Pick<Format, 'loads'>>['loads']> {
  const formats = await loadFormats();
  const found = formats.find((f) => f.id === id);
  if (!found) throw new Refused('request.not-found');
  const { loads } = found;
  if (!loads) {
    const able = formats.filter((f) => f.loads).map((f) => f.id);
    throw new Refused('format.takes-no-facts', `${id}: only ${able.join(', ')}`);
  }
  return loads;
}

/**
 * Checks what was loaded without keeping it.
 * @returns how many entries it has
 * @throws Refused `format.takes-no-facts`, `format.facts-unreadable`
 */
export async function checkFacts(format: string, facts: unknown): Promise<number> {
  const loads = await takerOf(format);
  const entries = loads.count(facts);
  if (entries === undefined) throw new Refused('format.facts-unreadable', `${format}: ${loads.from}`);
  return entries;
}

/** Reads text as JSON. @throws Refused `format.facts-unreadable` */
export function factsFrom(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new Refused('format.facts-unreadable', cause instanceof Error ? cause.message : String(cause));
  }
}

/** Keeps facts for a format; they replace earlier ones and hold for messages read from now on. */
export async function loadFacts(
  world: World,
  org: Id<'org'>,
  format: string,
  facts: unknown,
  actor: Actor,
): Promise<LoadedFacts> {
  const entries = await checkFacts(format, facts);
  const at = world.clock.now();
  await world.db.in(org, async (tx) => {
    await tx.rows(sql`
      insert into format_facts (organisation_id, format, facts, loaded_at, loaded_by)
      values (${org}, ${format}, ${JSON.stringify(facts)}::jsonb, ${at.toString()}::timestamptz, ${actorId(actor)})
      on conflict (organisation_id, format) do update set facts = excluded.facts, loaded_at = excluded.loaded_at, loaded_by = excluded.loaded_by`);
    note(world, tx, {
      act: 'format.facts_loaded',
      by: actor,
      about: [{ subject: null, payload: { format, entries } }],
    });
  });
  return { format, entries, loadedAt: at, loadedBy: actorId(actor) };
}

/** What is loaded, by format. */
export async function listFacts(tx: Tx, org: Id<'org'>): Promise<readonly LoadedFacts[]> {
  const formats = await loadFormats();
  const rows = await tx.rows(
    sql<{
      format: string;
      facts: unknown;
      loaded_at: Temporal.Instant;
      loaded_by: string;
    }>`select format, facts, loaded_at, loaded_by from format_facts where organisation_id = ${org} order by format`,
  );
  return rows.flatMap((r) => {
    const loads = formats.find((f) => f.id === r.format)?.loads;
    if (!loads) return [];
    return [{ format: r.format, entries: loads.count(r.facts) ?? 0, loadedAt: r.loaded_at, loadedBy: r.loaded_by }];
  });
}

/** Takes facts away again: the format goes back to what it knows itself. @throws Refused `request.not-found` */
export async function dropFacts(world: World, org: Id<'org'>, format: string, actor: Actor): Promise<void> {
  await takerOf(format);
  await world.db.in(org, async (tx) => {
    const gone = await tx.rows(
      sql`delete from format_facts where organisation_id = ${org} and format = ${format} returning format`,
    );
    if (gone.length === 0) throw new Refused('request.not-found');
    note(world, tx, { act: 'format.facts_dropped', by: actor, about: [{ subject: null, payload: { format } }] });
  });
}
