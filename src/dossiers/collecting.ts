/** Collects everything about one matter, as the list of places says, for one reader. */

import { openNote } from '#cases/work';
import { letterById, openAnswer, openWords, answersOf as storedAnswers } from '#correspondence/store';
import { openSealed, readKeptWhole } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { type Id, must, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import type { LeftOut } from './dossier.ts';
import { type DossierPlace, dossierPlaces } from './places.ts';
import type { DossierReader } from './reader.ts';

type Row = Readonly<Record<string, unknown>>;

export interface CollectedFile {
  readonly name: string;
  readonly what: string;
  readonly of: string | null;
  readonly bytes: Uint8Array;
}

export interface Collected {
  readonly about: { readonly id: string; readonly number: string | null; readonly kind: string };
  readonly records: Readonly<Record<string, readonly Row[]>>;
  readonly files: readonly CollectedFile[];
  readonly leftOut: readonly LeftOut[];
  /** Every id that belongs to it. */
  readonly ids: ReadonlySet<string>;
  /** The customer and the next link: their entries count where they name something of the matter. */
  readonly parties: readonly Id<'party'>[];
  readonly earlier: readonly {
    readonly id: string;
    readonly what: string;
    readonly at: string;
    readonly note: string;
  }[];
}

/** Counts what is left out, by what and why. */
class Gaps {
  readonly #counts = new Map<string, LeftOut>();
  add(what: string, why: LeftOut['why'], basis: string, count = 1): void {
    if (count === 0) return;
    const key = `${what}|${why}|${basis}`;
    const before = this.#counts.get(key);
    this.#counts.set(key, { what, why, basis, count: (before?.count ?? 0) + count });
  }
  get all(): readonly LeftOut[] {
    return [...this.#counts.values()];
  }
}

const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');

async function rowsOf(tx: Tx, table: string, place: DossierPlace, ids: readonly string[]): Promise<readonly Row[]> {
  const any = sql.join(
    place.by.map((column) => sql`t.${sql.ref(column)} = any(${[...ids]}::text[])`),
    sql` or `,
  );
  const rows = await tx.rows(sql<{ row: Row }>`
    select to_jsonb(t) as row from ${sql.table(table)} t where t.organisation_id = ${orgOf(tx)} and (${any}) order by ${sql.raw(place.order)}`);
  return rows.map((r) => r.row);
}

/** Rows of every place that hang together with `id`, found step by step until nothing new is met. */
async function closure(
  tx: Tx,
  id: string,
): Promise<{ readonly rows: ReadonlyMap<string, readonly Row[]>; readonly ids: ReadonlySet<string> }> {
  const ids = new Set([id]);
  const rows = new Map<string, readonly Row[]>();
  for (let grew = true; grew; ) {
    grew = false;
    for (const [table, place] of Object.entries(dossierPlaces)) {
      const found = await rowsOf(tx, table, place, [...ids]);
      rows.set(table, found);
      for (const row of found)
        for (const column of place.leads ?? []) {
          const value = row[column];
          if (typeof value !== 'string' || ids.has(value)) continue;
          ids.add(value);
          grew = true;
        }
    }
  }
  return { rows, ids };
}

/** Columns that say who the customer is, in whatever table. */
const holderColumns = [
  'holder_id',
  'addressee_id',
  'contract_id',
  'party_id',
  'contact_id',
  'attribution_id',
  'detail',
  'plan',
];

/** Whether a reader may see a row. Letters to others say who the customer is; who may not know that sees those to authorities only. */
function maySee(reader: DossierReader, place: DossierPlace, row: Row): boolean {
  if (!reader.parts.has(place.part)) return false;
  return place.part !== 'letters' || reader.parts.has('holder') || row['audience'] === 'authority';
}

const without = (row: Row, hidden: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'organisation_id' && !hidden.includes(name)));

/** Kinds whose bytes never leave: child abuse material (DESIGN.md §5.7). */
const csamKinds: ReadonlySet<unknown> = new Set(['content.csam', 'content.csem']);
const csamKeywords: ReadonlySet<unknown> = new Set([
  'CHILD_SEXUAL_ABUSE_MATERIAL',
  'CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE',
]);
const csamBasis = 'Wetboek van Strafrecht 252: addresses and hashes only';

const numbered = (no: number, id: string, name: string): string => `${String(no + 1).padStart(4, '0')}-${id}${name}`;
const safe = (name: string): string => name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_').slice(0, 80) || 'file';

/**
 * Everything about a matter. `id` is an id or a number people see.
 * @throws Refused `request.not-found` for another organisation's or none
 */
export async function collect(world: World, tx: Tx, asked: string, reader: DossierReader): Promise<Collected> {
  const about = await aboutOf(tx, asked);
  const { rows, ids } = await closure(tx, about.id);
  const gaps = new Gaps();
  const records: Record<string, readonly Row[]> = {};
  for (const [table, place] of Object.entries(dossierPlaces)) {
    const found = rows.get(table) ?? [];
    const seen = found.filter((row) => maySee(reader, place, row));
    gaps.add(table, 'reader', await basisOf(reader), found.length - seen.length);
    const hidden = reader.parts.has('holder') ? (place.hidden ?? []) : [...(place.hidden ?? []), ...holderColumns];
    if (seen.length > 0) records[table] = seen.map((row) => without(row, hidden));
  }
  const csam = [...rows.values()]
    .flat()
    .some((row) => csamKinds.has(row['kind']) || row['sensitive'] === 'csam' || csamKeywords.has(row['keyword']));
  const files: CollectedFile[] = [];
  if (reader.parts.has('messages'))
    files.push(...(await messageFiles(world, tx, rows.get('message') ?? [], csam, gaps)));
  const letters = (rows.get('letter') ?? []).filter((row) =>
    maySee(reader, dossierPlaces['letter'] as DossierPlace, row),
  );
  files.push(...(await letterFiles(world, tx, letters, gaps)));
  files.push(...(await sealedFiles(world, tx, rows, reader, csam, gaps)));
  if (reader.parts.has('timeline') && reader.parts.has('holder'))
    files.push(...(await noteFiles(world, tx, rows.get('case_act') ?? [], gaps)));
  const parties = [
    ...new Set(
      [...rows.values()]
        .flat()
        .flatMap((row) => [row['holder_id'], row['addressee_id'], row['party_id']])
        .filter((v): v is Id<'party'> => typeof v === 'string'),
    ),
  ];
  return {
    about,
    records,
    files,
    leftOut: gaps.all,
    ids,
    parties,
    earlier: reader.parts.has('holder') ? await earlierOf(tx, about.id, parties) : [],
  };
}

async function basisOf(reader: DossierReader): Promise<string> {
  const authority = (await loadLaw()).authorities.get(reader.id);
  return authority ? `${authority.basis.law} ${authority.basis.article ?? ''}`.trim() : reader.id;
}

/** Tables a dossier can be about, with the column of the number people see. */
const subjects = {
  case: { table: 'abuse_case', number: 'reference' },
  order: { table: 'authority_order', number: 'number' },
  notice: { table: 'notice', number: 'number' },
  decision: { table: 'decision', number: 'number' },
  disclosure: { table: 'disclosure', number: 'number' },
  incident: { table: 'incident', number: 'number' },
} as const;

async function aboutOf(tx: Tx, asked: string): Promise<Collected['about']> {
  for (const [kind, at] of Object.entries(subjects)) {
    const [found] = await tx.rows(
      sql<{ id: string; number: string | null }>`
        select id, ${sql.ref(at.number)} as number from ${sql.table(at.table)}
         where organisation_id = ${orgOf(tx)} and (id = ${asked} or ${sql.ref(at.number)} = ${asked})`,
    );
    if (found) return { ...found, kind };
  }
  throw new Refused('request.not-found', asked);
}

async function messageFiles(
  world: World,
  tx: Tx,
  messages: readonly Row[],
  csam: boolean,
  gaps: Gaps,
): Promise<readonly CollectedFile[]> {
  const files: CollectedFile[] = [];
  for (const [no, row] of messages.entries()) {
    const id = String(row['id']);
    if (typeof row['evidence_id'] !== 'string') {
      if (row['tombstone']) gaps.add('message', 'erased', 'tombstone in the record');
      continue;
    }
    if (csam) {
      gaps.add('message', 'csam', csamBasis);
      continue;
    }
    const name = `messages/${numbered(no, id, row['channel'] === 'http' || row['channel'] === 'file' ? '.bin' : '.eml')}`;
    const bytes = await keptOr(world, tx, row['evidence_id'], gaps, 'message');
    if (bytes) files.push({ name, what: 'message', of: id, bytes });
  }
  return files;
}

/** The kept bytes, or nothing and a gap where they were erased. */
async function keptOr(
  world: World,
  tx: Tx,
  evidence: string,
  gaps: Gaps,
  what: string,
): Promise<Uint8Array | undefined> {
  try {
    return await readKeptWhole(world, tx, evidence);
  } catch (cause) {
    if (!(cause instanceof Refused) || cause.refusal.code !== 'evidence.erased') throw cause;
    const [kept] = await tx.rows(
      sql<{
        ended_rule: string | null;
        ended_at: Temporal.Instant | null;
      }>`select ended_rule, ended_at from kept where organisation_id = ${orgOf(tx)} and id = ${evidence}`,
    );
    gaps.add(what, 'erased', `${kept?.ended_rule ?? 'key destroyed'} ${kept?.ended_at?.toString() ?? ''}`.trim());
    return undefined;
  }
}

async function letterFiles(
  world: World,
  tx: Tx,
  letters: readonly Row[],
  gaps: Gaps,
): Promise<readonly CollectedFile[]> {
  const files: CollectedFile[] = [];
  for (const [no, row] of letters.entries()) {
    const id = String(row['id']);
    const letter = await letterById(tx, id);
    const words = letter ? await openWords(world, tx, letter) : null;
    if (!words) {
      gaps.add('letter', 'erased', 'words erased; the journal has their hash');
      continue;
    }
    const text = `To: ${words.to}\nSubject: ${words.subject}\nSalt: ${words.salt}\n\n${words.text}`;
    files.push({ name: `letters/${numbered(no, id, '.txt')}`, what: 'letter', of: id, bytes: Buffer.from(text) });
    for (const [at, a] of words.attachments.entries())
      files.push({
        name: `letters/${numbered(no, id, '')}/${at + 1}-${safe(a.name)}`,
        what: 'attachment',
        of: id,
        bytes: a.bytes,
      });
    for (const answer of await storedAnswers(tx, { letter: id })) {
      const said = await openAnswer(world, tx, answer);
      if (said === null) gaps.add('answer', 'erased', 'words erased, or none given');
      else files.push({ name: `answers/${answer.id}.txt`, what: 'answer', of: answer.id, bytes: Buffer.from(said) });
    }
  }
  return files;
}

/**
 * Words that rows keep sealed: of an order, a notice, a decision, a statement. They may say who the customer is, so who may not
 * know that gets those of the matter itself only.
 */
async function sealedFiles(
  world: World,
  tx: Tx,
  rows: ReadonlyMap<string, readonly Row[]>,
  reader: DossierReader,
  csam: boolean,
  gaps: Gaps,
): Promise<readonly CollectedFile[]> {
  const files: CollectedFile[] = [];
  for (const [table, place] of Object.entries(dossierPlaces)) {
    const about = place.words;
    const ids = (rows.get(table) ?? []).map((row) => String(row['id']));
    if (!about || ids.length === 0) continue;
    const sealed = await tx.rows(sql<{ id: string; key_id: string | null; sealed: Buffer | null }>`
      select id::text as id, key_id, sealed from ${sql.table(table)} where organisation_id = ${orgOf(tx)} and id = any(${ids}::text[]) order by id`);
    for (const row of sealed) {
      if (!row.sealed || !row.key_id) continue;
      if (!reader.parts.has(place.part) || (place.part !== 'matter' && !reader.parts.has('holder'))) {
        gaps.add(`words of ${table}`, 'reader', await basisOf(reader));
        continue;
      }
      if (csam) {
        gaps.add(`words of ${table}`, 'csam', csamBasis);
        continue;
      }
      const text = await openSealed(world, tx, row.key_id, row.sealed, about(row.id));
      if (text) files.push({ name: `words/${table}-${row.id}.txt`, what: 'words', of: row.id, bytes: text });
      else gaps.add(`words of ${table}`, 'erased', 'key destroyed');
    }
  }
  return files;
}

/** Notes of staff; advice of a lawyer stays here, counted. */
async function noteFiles(world: World, tx: Tx, acts: readonly Row[], gaps: Gaps): Promise<readonly CollectedFile[]> {
  const files: CollectedFile[] = [];
  const ids = acts.map((row) => String(row['id']));
  const sealed = await tx.rows(
    sql<{
      id: string;
      case_id: string;
      key_id: string;
      sealed: Buffer;
      privileged: boolean;
    }>`select id, case_id, key_id, sealed, coalesce((detail ->> 'privileged')::boolean, false) as privileged
         from case_act where organisation_id = ${orgOf(tx)} and id = any(${ids}::text[]) and sealed is not null order by at, id`,
  );
  for (const note of sealed) {
    if (note.privileged) {
      gaps.add('note', 'privileged', 'advice of a lawyer');
      continue;
    }
    const text = await openNote(world, tx, note.case_id, note.key_id, note.sealed);
    if (text === null) gaps.add('note', 'erased', 'key destroyed');
    else files.push({ name: `notes/${note.id}.txt`, what: 'note', of: note.id, bytes: Buffer.from(text) });
  }
  return files;
}

/** Earlier cases of the same customer that ended otherwise than as a mistake, orders about it, and decisions against it. */
async function earlierOf(tx: Tx, id: string, parties: readonly string[]): Promise<Collected['earlier']> {
  const rows = await tx.rows(
    sql<{
      id: string;
      reference: string | null;
      kind: string;
      outcome: string | null;
      opened_at: Temporal.Instant;
    }>`select id, reference, kind, outcome, opened_at from abuse_case
        where organisation_id = ${orgOf(tx)} and holder_id = any(${[...parties]}::text[]) and id <> ${id}
          and outcome is distinct from 'false_positive' and outcome is distinct from 'not_abuse'
        order by opened_at, id limit 1000`,
  );
  const others = await tx.rows(
    sql<{ id: string; what: string; at: Temporal.Instant; note: string }>`
      select distinct o.id::text as id, 'order' as what, o.received_at as at, o.number || ' · ' || o.type as note
        from authority_order o join order_item i on i.organisation_id = o.organisation_id and i.order_id = o.id
       where o.organisation_id = ${orgOf(tx)} and i.party_id = any(${[...parties]}::text[]) and o.id::text <> ${id}
         and not exists (select from secrecy s where s.organisation_id = o.organisation_id and s.order_id = o.id and s.ended_at is null)
      union all
      select d.id::text, 'decision', d.created_at, coalesce(d.number, d.id::text) || ' · ' || array_to_string(d.restrictions, ', ') || ' · ' || d.state
        from decision d
       where d.organisation_id = ${orgOf(tx)} and d.party_id = any(${[...parties]}::text[]) and d.outcome = 'acted' and d.matter <> ${id} and d.id::text <> ${id}
       order by 3, 1 limit 1000`,
  );
  const cases = rows.map((r) => ({
    id: r.id,
    what: 'case',
    at: r.opened_at.toString(),
    note: [r.reference, r.kind, r.outcome].filter(Boolean).join(' · '),
  }));
  return [...cases, ...others.map((o) => ({ ...o, at: o.at.toString() }))].toSorted((a, b) => (a.at < b.at ? -1 : 1));
}
