/** Makes a dossier: the act stands in the journal first, then everything is read at one moment and signed. */

import { houseOf } from '#correspondence/store';
import type { Tx } from '#io/db';
import { sha256 } from '#io/dice';
import { renderPdf } from '#io/pdf';
import type { World } from '#io/world';
import { checkpoints, signedByLog, verifierKeyOf } from '#journal/proof';
import { entriesAbout, note, proveMany, readEntries } from '#journal/work';
import { type Actor, actorId, type Id, type Language, mayAs, must, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { type Collected, collect } from './collecting.ts';
import { type Manifest, manifestName, noteMark, noteName, pack } from './dossier.ts';
import { paperOf } from './paper.ts';
import { type DossierReader, ownReader, readerOf } from './reader.ts';

export interface Asked {
  /** Id or number of the matter. */
  readonly about: string;
  /** An authority of law/authorities it is for; absent: the organisation itself. */
  readonly reader?: string;
  readonly onDemand?: boolean;
  readonly language: Language;
}

export interface Made {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly manifest: Manifest;
}

/** Tries where somebody acted on the matter between the counting and the act of making. */
const tries = 5;

/**
 * Makes a dossier, and journals that it was made, for whom and with how many entries.
 * @throws Refused `request.not-found`, `request.not-allowed`, `dossier.no-reader` where the authority is not in the catalogue
 */
export async function makeDossier(world: World, org: Id<'org'>, asked: Asked, actor: Actor): Promise<Made> {
  if (!mayAs(actor, asked.reader ? 'decider' : 'handler')) throw new Refused('request.not-allowed');
  const reader = await readerFor(asked);
  await verifierKeyOf(world, org, 'log');
  for (let i = 0; ; i++) {
    const told = await world.db.in(org, async (tx) => {
      const found = await collect(world, tx, asked.about, reader);
      const entries = (await entriesOf(world, tx, found, reader, Number.MAX_SAFE_INTEGER)).length + 1;
      note(world, tx, {
        act: 'dossier.make',
        by: actor,
        about: [
          {
            subject: found.about.id,
            payload: { dossier: found.about.id, reader: reader.id, on_demand: reader.onDemand, entries },
          },
        ],
      });
      return { id: found.about.id, entries };
    });
    const made = await world.db.snapshot(org, (tx) => write(world, tx, org, asked, reader, told, actor));
    if (made) return made;
    if (i + 1 === tries) throw new Refused('request.changed-meanwhile');
  }
}

async function readerFor(asked: Asked): Promise<DossierReader> {
  if (asked.reader === undefined || asked.reader === 'own') return ownReader;
  const authority = (await loadLaw()).authorities.get(asked.reader);
  if (!authority) throw new Refused('dossier.no-reader', asked.reader);
  const reader = readerOf(authority, asked.onDemand ?? false);
  if (reader.parts.size === 0) throw new Refused('dossier.no-reader', authority.name[asked.language]);
  return reader;
}

/** Entries about the matter, and those about its customer that name something of it. */
async function entriesOf(world: World, tx: Tx, found: Collected, reader: DossierReader, until: number) {
  const { now } = await checkpoints(world, tx);
  const size = Math.min(until, now.size);
  const parties = new Set<string>(found.parties);
  const names = (text: string): boolean => found.ids.values().some((id) => text.includes(id));
  const named = (text: string): boolean => found.parties.some((p) => text.includes(p));
  const holder = reader.parts.has('holder');
  return entriesAbout(world, tx, [...found.ids, ...found.parties], size, {
    belongs: (subject, text) => found.ids.has(subject) || (parties.has(subject) && names(text() ?? '')),
    shows: ({ no, subject, text }) =>
      no === 0 ||
      (subject !== null &&
        (found.ids.has(subject) ? holder || !named(text) : holder && parties.has(subject) && names(text))),
  });
}

async function write(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  asked: Asked,
  reader: DossierReader,
  told: { readonly id: string; readonly entries: number },
  actor: Actor,
): Promise<Made | undefined> {
  const found = await collect(world, tx, told.id, reader);
  const { entries: newest } = await readEntries(world, tx, { act: 'dossier.make', subject: told.id }, null, 1);
  const seq = must(newest[0], 'the act of making').seq;
  const { now, witnessed } = await checkpoints(world, tx);
  const at = witnessed && witnessed.size >= seq ? witnessed : now;
  const proven = (await entriesOf(world, tx, found, reader, at.size)).filter((e) => e.index < seq);
  if (proven.length !== told.entries) return undefined;
  const house = await houseOf(tx);
  const files: Record<string, Uint8Array> = {};
  const listed: Manifest['files'] = [];
  const add = (name: string, what: string, of: string | null, bytes: Uint8Array) => {
    files[name] = bytes;
    listed.push({ name, sha256: sha256(bytes).toString('hex'), size: bytes.length, what, of });
  };
  for (const f of found.files) add(f.name, f.what, f.of, f.bytes);
  const madeAt = world.clock.now();
  const withheld = proven.flatMap((e) => e.details).filter((d) => 'withheld' in d).length;
  const manifest: Manifest = {
    format: 'bezem-dossier/1',
    organisation: { id: org, slug: house.slug, name: house.name },
    about: found.about,
    made_at: madeAt.toString(),
    made_by: actorId(actor),
    for: { reader: reader.id, on_demand: reader.onDemand },
    log: await logKey(tx, world),
    checkpoint: at.note,
    entries: proven.map((e) => ({ ...e, details: [...e.details] })),
    proof: [
      ...(await proveMany(
        tx,
        proven.map((e) => e.index),
        at.size,
      )),
    ],
    records: Object.fromEntries(Object.entries(found.records).map(([table, rows]) => [table, [...rows]])),
    files: listed,
    left_out: [
      ...found.leftOut,
      ...(withheld > 0
        ? [
            {
              what: 'journal detail',
              why: 'reader' as const,
              basis: 'another matter, or not for this reader',
              count: withheld,
            },
          ]
        : []),
      ...erasedOf(proven),
    ],
    earlier: [...found.earlier],
  };
  const letters = found.files
    .filter((f) => f.what === 'letter' || f.what === 'answer')
    .map((f) => ({ title: f.name, text: Buffer.from(f.bytes).toString() }));
  const title = `${found.about.number ?? found.about.id}`;
  add(
    'dossier.pdf',
    'paper',
    null,
    await renderPdf({
      title: `Dossier ${title}`,
      language: asked.language,
      blocks: paperOf(manifest, letters, asked.language),
      footer: `${house.name} · ${title} · ${madeAt}`,
      madeAt,
    }),
  );
  const text = Buffer.from(JSON.stringify(manifest));
  const signed = await signedByLog(world, tx, [noteMark, sha256(text).toString('hex')]);
  files[manifestName] = text;
  files[noteName] = Buffer.from(signed.note);
  return { name: `dossier-${title}.zip`, bytes: pack(files), manifest };
}

async function logKey(tx: Tx, world: World): Promise<string> {
  return (await signedByLog(world, tx, [noteMark, ''])).key;
}

function erasedOf(entries: readonly { readonly details: readonly object[] }[]): Manifest['left_out'] {
  const counts = new Map<string, number>();
  for (const d of entries.flatMap((e) => e.details))
    if ('erased' in d) {
      const { rule, at } = (d as { erased: { rule: string; at: string } }).erased;
      const basis = `${rule} ${at}`;
      counts.set(basis, (counts.get(basis) ?? 0) + 1);
    }
  return [...counts].map(([basis, count]) => ({ what: 'journal detail', why: 'erased', basis, count }));
}
