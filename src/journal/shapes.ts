/** The shapes of the journal as the API gives them: hashes in hexadecimal, moments RFC 3339 UTC. */
import { z } from 'zod';
import type { Detail, Entry, Verification } from './entry.ts';
import { faults, type JournalFault } from './entry.ts';

const hex = z.string().regex(/^([0-9a-f]{2})*$/);
const instant = z.string();

export const entryShape = z.object({
  seq: z.number().int(),
  at: instant,
  act: z.string(),
  /** Id of a member, letter, key or message; or `engine`. */
  by: z.string(),
  about: z.array(
    z.object({
      subject: z.string().nullable(),
      /** Null where it was erased. */
      payload: z.record(z.string(), z.unknown()).nullable(),
      /** Under which rule and when; null where it was not. */
      erased: z.object({ rule: z.string(), at: instant }).nullable(),
    }),
  ),
});
export type EntryShape = z.infer<typeof entryShape>;
export const entryPageShape = z.object({ items: z.array(entryShape), next: z.string().nullable() });

export const verificationShape = z.object({
  ok: z.boolean(),
  size: z.number().int(),
  root: hex,
  details: z.number().int(),
  erased: z.number().int(),
  faults: z.array(
    z.object({
      seq: z.number().int(),
      fault: z.enum(Object.keys(faults) as [JournalFault, ...JournalFault[]]),
      text: z.object({ nl: z.string(), en: z.string() }),
    }),
  ),
});
export type VerificationShape = z.infer<typeof verificationShape>;

export const proofShape = z.object({
  seq: z.number().int(),
  /** The leaf as it is hashed: SHA-256 over a zero byte and this text in UTF-8. */
  leaf: z.string(),
  leaf_index: z.number().int(),
  leaf_hash: hex,
  tree_size: z.number().int(),
  root: hex,
  /** From the leaf upward (RFC 9162 §2.1.3). */
  path: z.array(hex),
});

export const growthShape = z.object({
  first: z.number().int(),
  second: z.number().int(),
  root: hex,
  /** RFC 9162 §2.1.4. */
  proof: z.array(hex),
});

export const checkpointShape = z.object({
  size: z.number().int(),
  root: hex,
  /** Signed note (C2SP signed-note and tlog-checkpoint), with the cosignatures there are. */
  note: z.string(),
  witnesses: z.array(z.string()),
});
export const checkpointsShape = z.object({
  /** Key of the log: NAME+HASH+KEY. */
  log_key: z.string(),
  /** Key with which this organisation witnesses journals of others. */
  witness_key: z.string(),
  now: checkpointShape,
  /** The newest checkpoint a witness cosigned; null where none did. */
  witnessed: checkpointShape.nullable(),
});
export const witnessShape = z.object({
  name: z.string(),
  key: z.string(),
  added_at: instant,
  ended_at: instant.nullable(),
  size: z.number().int().nullable(),
  signed_at: instant.nullable(),
});
export const watchedShape = z.object({ name: z.string(), size: z.number().int(), seen_at: instant.nullable() });
export const witnessListShape = z.object({ witnesses: z.array(witnessShape), watched: z.array(watchedShape) });

/** Bytes as hexadecimal text. */
export const hexOf = (bytes: Uint8Array): string => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');

/** An entry as the API gives it. */
export function entryOut(entry: Entry): EntryShape {
  return {
    seq: entry.seq,
    at: entry.at.toString(),
    act: entry.act,
    by: entry.by,
    about: entry.about.map((d: Detail) =>
      'payload' in d
        ? { subject: d.subject, payload: { ...d.payload }, erased: null }
        : { subject: d.subject, payload: null, erased: { rule: d.erased.rule, at: d.erased.at.toString() } },
    ),
  };
}

/** A verification as the API gives it. */
export function verificationOut(v: Verification): VerificationShape {
  return {
    ok: v.ok,
    size: v.size,
    root: hexOf(v.root),
    details: v.details,
    erased: v.erased,
    faults: v.faults.map((f) => ({ seq: f.seq, fault: f.fault, text: faults[f.fault] })),
  };
}
