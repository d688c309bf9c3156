/**
 * A dossier: one file with everything about one matter and the proof of it, checked by someone who trusts nobody here, without
 * network and without a database. Pure: hashing and checking a signature are handed in. The format is docs/dossiers.md.
 */
import { unzipSync, zipSync } from 'fflate';
import { z } from 'zod';
import {
  commitment,
  cosignedAt,
  type Hash,
  isSignedBy,
  leafHash,
  readCheckpoint,
  readNote,
  readVerifierKey,
  rootFromMany,
  sameBytes,
  type Verifies,
} from '#journal';

const hex = z.string().regex(/^(?:[0-9a-f]{2})*$/);
const moment = z.string().max(60);

export const shownDetailShape = z.union([
  z.strictObject({ no: z.number().int().min(0), salt: hex, text: z.string() }),
  z.strictObject({ no: z.number().int().min(0), erased: z.strictObject({ rule: z.string(), at: moment }) }),
  z.strictObject({ no: z.number().int().min(0), withheld: z.literal(true) }),
]);

export const leftOutShape = z.strictObject({
  /** Kind of thing: a table, a file, a detail. */
  what: z.string(),
  why: z.enum(['erased', 'privileged', 'reader', 'csam', 'secret', 'never']),
  /** Rule or reason in words, with its article where there is one. */
  basis: z.string(),
  count: z.number().int().min(1),
});
export type LeftOut = z.infer<typeof leftOutShape>;

export const manifestShape = z.strictObject({
  format: z.literal('bezem-dossier/1'),
  organisation: z.strictObject({ id: z.string(), slug: z.string(), name: z.string() }),
  about: z.strictObject({ id: z.string(), number: z.string().nullable(), kind: z.string() }),
  made_at: moment,
  made_by: z.string(),
  /** Whom it was made for: `own`, or an authority of law/authorities with whether it demanded. */
  for: z.strictObject({ reader: z.string(), on_demand: z.boolean() }),
  /** The key of the journal: NAME+HASH+KEY. */
  log: z.string().max(400),
  checkpoint: z.string().max(100_000),
  entries: z.array(
    z.strictObject({
      leaf: z.string(),
      index: z.number().int().min(0),
      details: z.array(shownDetailShape),
    }),
  ),
  /** Roots of the largest parts of the tree without any of these entries, from the left: with the entries they give the root. */
  proof: z.array(hex),
  /** What stands in the tables about it, table by table. */
  records: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
  files: z.array(
    z.strictObject({
      name: z.string(),
      sha256: hex,
      size: z.number().int().min(0),
      what: z.string(),
      of: z.string().nullable(),
    }),
  ),
  left_out: z.array(leftOutShape),
  /** Earlier orders on, and ends of, the same customer. */
  earlier: z.array(z.strictObject({ id: z.string(), what: z.string(), at: moment, note: z.string() })),
});
export type Manifest = z.infer<typeof manifestShape>;

export const manifestName = 'dossier.json';
export const noteName = 'dossier.note';
/** Second line of the note: no checkpoint has it, so neither can be taken for the other. */
export const noteMark = 'bezem dossier 1';

// A moment in local parts: the container is the same in every zone.
const mtime = new Date(1980, 0, 1, 0, 0, 0);

/** The files in one container that has one form only: stored, in order of name, without dates. */
export function pack(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const ordered = Object.fromEntries(Object.entries(files).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return zipSync(ordered, { level: 0, mtime });
}

export const dossierFaults = {
  container: { nl: 'het bestand is veranderd of beschadigd', en: 'the file was changed or damaged' },
  shape: { nl: 'dit is geen dossier', en: 'this is no dossier' },
  key: { nl: 'de sleutel van het logboek kan niet worden gelezen', en: 'the key of the log cannot be read' },
  other_key: { nl: 'het logboek heeft een andere sleutel dan verwacht', en: 'the log has another key than expected' },
  signature: { nl: 'de handtekening onder het dossier klopt niet', en: 'the signature on the dossier is wrong' },
  checkpoint: { nl: 'het controlepunt klopt niet', en: 'the checkpoint is wrong' },
  file: { nl: 'een bestand ontbreekt, is veranderd of is erbij gedaan', en: 'a file is missing, changed or added' },
  leaf: { nl: 'een regel is geen regel van dit logboek', en: 'an entry is no leaf of this journal' },
  detail: { nl: 'een gegeven hoort niet bij zijn regel', en: 'a detail does not belong to its entry' },
  path: { nl: 'een regel leidt niet naar het controlepunt', en: 'an entry does not lead to the checkpoint' },
  count: { nl: 'er ontbreken regels', en: 'entries are missing' },
  witness: { nl: 'geen getuige met deze sleutel tekende mee', en: 'no witness with this key cosigned' },
} as const;
export type DossierFault = keyof typeof dossierFaults;

export interface DossierChecked {
  readonly faults: readonly DossierFault[];
  /** What it is, where it could be read at all. */
  readonly manifest?: Manifest;
  readonly says?: {
    readonly treeSize: number;
    readonly entries: number;
    readonly files: number;
    /** When the witness asked for says it cosigned, in seconds of Unix time. */
    readonly witnessedAt?: number;
  };
}

/** Largest dossier that is looked at, in bytes: it is held in memory. */
export const largest = 2 ** 31;

const utf8 = new TextEncoder();

/**
 * Checks a dossier, whole: any byte of it changed, any file or entry left out or put in, fails.
 * @param options.expected key of the journal, where it is known from elsewhere; a dossier brings its own, which says only that it
 *   is whole in itself
 * @param options.witness key of a witness whose cosignature is asked for
 */
export function checkDossier(
  bytes: Uint8Array,
  hash: Hash,
  verifies: Verifies,
  options: { readonly expected?: string; readonly witness?: string } = {},
): DossierChecked {
  let files: Record<string, Uint8Array>;
  try {
    let total = 0;
    files = unzipSync(bytes, {
      filter: (f) => {
        total += f.originalSize;
        // Stored only: what inflates is no dossier of ours, and could be made to fill the memory.
        if (f.compression !== 0 || total > bytes.length) throw new Error('not stored');
        return true;
      },
    });
  } catch {
    return { faults: ['container'] };
  }
  if (!sameBytes(pack(files), bytes)) return { faults: ['container'] };
  const text = files[manifestName];
  const note = files[noteName];
  if (!text || !note) return { faults: ['shape'] };
  const manifest = readManifest(text);
  if (!manifest) return { faults: ['shape'] };
  const faults = new Set<DossierFault>();
  const key = readVerifierKey(hash, manifest.log);
  if (key?.use !== 'log') return { faults: ['key'], manifest };
  if (options.expected !== undefined && options.expected.trim() !== manifest.log) faults.add('other_key');

  const signed = readNote(new TextDecoder().decode(note));
  const [name, mark, sha256] = signed?.body.split('\n') ?? [];
  if (
    !signed ||
    name !== key.name ||
    mark !== noteMark ||
    sha256 !== hash(text).toHex() ||
    !isSignedBy(signed, key, verifies)
  )
    faults.add('signature');

  const listed = new Set<string>([manifestName, noteName]);
  for (const f of manifest.files) {
    const there = files[f.name];
    if (listed.has(f.name) || !there || there.length !== f.size || hash(there).toHex() !== f.sha256) faults.add('file');
    listed.add(f.name);
  }
  if (Object.keys(files).some((f) => !listed.has(f))) faults.add('file');

  const signedCheckpoint = readNote(manifest.checkpoint);
  const checkpoint = signedCheckpoint ? readCheckpoint(signedCheckpoint.body) : undefined;
  if (!signedCheckpoint || checkpoint?.origin !== key.name || !isSignedBy(signedCheckpoint, key, verifies))
    return { faults: [...faults, 'checkpoint'], manifest };
  let witnessedAt: number | undefined;
  if (options.witness !== undefined) {
    const witness = readVerifierKey(hash, options.witness);
    witnessedAt = witness ? cosignedAt(signedCheckpoint, witness, verifies) : undefined;
    if (witnessedAt === undefined) faults.add('witness');
  }
  for (const fault of entryFaults(manifest, hash, checkpoint)) faults.add(fault);
  return {
    faults: [...faults],
    manifest,
    says: {
      treeSize: checkpoint.size,
      entries: manifest.entries.length,
      files: manifest.files.length,
      ...(witnessedAt === undefined ? {} : { witnessedAt }),
    },
  };
}

function readManifest(text: Uint8Array): Manifest | undefined {
  try {
    const read = manifestShape.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text)));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

function* entryFaults(
  manifest: Manifest,
  hash: Hash,
  checkpoint: { readonly size: number; readonly root: Uint8Array },
): Generator<DossierFault> {
  let before = -1;
  let told: number | undefined;
  for (const entry of manifest.entries) {
    const [format, organisation, seq, , act, ...commitments] = entry.leaf.split('\n');
    const isLeaf =
      format === 'bezem journal 1' &&
      organisation === manifest.organisation.id &&
      Number(seq) === entry.index + 1 &&
      commitments.pop() === '' &&
      entry.index > before;
    before = entry.index;
    if (!isLeaf || entry.details.length !== commitments.length) {
      yield 'leaf';
      continue;
    }
    for (const [at, detail] of entry.details.entries()) {
      if (detail.no !== at) yield 'detail';
      if (!('text' in detail)) continue;
      const made = commitment(hash, Uint8Array.fromHex(detail.salt), utf8.encode(detail.text));
      if (made.toHex() !== commitments[at]) yield 'detail';
      if (act === 'dossier.make') told = entriesTold(detail.text, manifest.about.id) ?? told;
    }
  }
  const root = rootFromMany(
    hash,
    checkpoint.size,
    manifest.entries.map((e) => ({ index: e.index, hash: leafHash(hash, utf8.encode(e.leaf)) })),
    manifest.proof.map((p) => Uint8Array.fromHex(p)),
  );
  if (!root || !sameBytes(root, checkpoint.root)) yield 'path';
  // The act of making it stands in the journal with how many entries there were: fewer is a dossier with a hole.
  if (told !== manifest.entries.length) yield 'count';
}

function entriesTold(text: string, about: string): number | undefined {
  try {
    const { payload } = JSON.parse(text) as { payload?: { dossier?: unknown; entries?: unknown } };
    return payload?.dossier === about && typeof payload.entries === 'number' ? payload.entries : undefined;
  } catch {
    return undefined;
  }
}
