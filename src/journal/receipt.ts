/**
 * A receipt: proof, for someone who trusts nobody here, that an act with this content stood in the journal when a checkpoint
 * was signed. One file; checked without network and database. Pure: hashing and checking a signature are handed in.
 */
import { z } from 'zod';
import { commitment } from './leaf.ts';
import { type Hash, leafHash, rootFromInclusion, sameBytes } from './merkle.ts';
import { cosignedAt, isSignedBy, readCheckpoint, readNote, readVerifierKey, type Verifies } from './signed.ts';

const hex = z.string().regex(/^(?:[0-9a-f]{2})*$/);

export const receiptShape = z.strictObject({
  format: z.literal('bezem-receipt/1'),
  /** The key of the log: NAME+HASH+KEY. Compare it with the one its owner publishes. */
  log: z.string().max(400),
  /** The leaf as it is hashed. */
  leaf: z.string().max(20_000),
  leaf_index: z.number().int().min(0),
  /** One detail of the entry, opened: its place, its salt, and the text that was committed to. */
  detail: z.strictObject({ no: z.number().int().min(0).max(1000), salt: hex, text: z.string().max(100_000) }),
  /** From the leaf upward (RFC 9162 §2.1.3). */
  path: z.array(hex).max(64),
  /** The signed checkpoint, with cosignatures of witnesses where there are. */
  checkpoint: z.string().max(100_000),
});
export type Receipt = z.infer<typeof receiptShape>;

export const receiptFaults = {
  shape: { nl: 'dit is geen ontvangstbewijs', en: 'this is no receipt' },
  key: { nl: 'de sleutel van het logboek kan niet worden gelezen', en: 'the key of the log cannot be read' },
  other_key: { nl: 'het logboek heeft een andere sleutel dan verwacht', en: 'the log has another key than expected' },
  signature: {
    nl: 'de handtekening onder het controlepunt klopt niet',
    en: 'the signature on the checkpoint is wrong',
  },
  leaf: { nl: 'de regel is geen regel van een logboek', en: 'the leaf is no leaf of a journal' },
  detail: { nl: 'het gegeven hoort niet bij de regel', en: 'the detail does not belong to the leaf' },
  path: { nl: 'de regel leidt niet naar het controlepunt', en: 'the leaf does not lead to the checkpoint' },
  witness: { nl: 'geen getuige met deze sleutel tekende mee', en: 'no witness with this key cosigned' },
} as const;
export type ReceiptFault = keyof typeof receiptFaults;

export interface Checked {
  readonly faults: readonly ReceiptFault[];
  /** What it says, where it holds. */
  readonly says?: {
    readonly log: string;
    readonly organisation: string;
    readonly seq: number;
    readonly at: string;
    readonly act: string;
    readonly treeSize: number;
    readonly subject: string | null;
    readonly payload: Readonly<Record<string, unknown>>;
    /** When the witness asked for says it cosigned, in seconds of Unix time. */
    readonly witnessedAt?: number;
  };
}

/**
 * Checks a receipt.
 * @param expected the key of the log (`NAME+HASH+KEY`), where one is known from elsewhere; a receipt brings its own, which only says
 *   that it is whole in itself
 * @param witness key of a witness whose cosignature is asked for
 */
export function checkReceipt(
  given: unknown,
  hash: Hash,
  verifies: Verifies,
  options: { readonly expected?: string; readonly witness?: string } = {},
): Checked {
  const read = receiptShape.safeParse(given);
  if (!read.success) return { faults: ['shape'] };
  const r = read.data;
  const faults: ReceiptFault[] = [];
  const key = readVerifierKey(hash, r.log);
  if (key?.use !== 'log') return { faults: ['key'] };
  if (options.expected !== undefined && options.expected.trim() !== r.log) faults.push('other_key');
  const note = readNote(r.checkpoint);
  const checkpoint = note ? readCheckpoint(note.body) : undefined;
  if (!note || !checkpoint || checkpoint.origin !== key.name || !isSignedBy(note, key, verifies))
    return { faults: [...faults, 'signature'] };
  let witnessedAt: number | undefined;
  if (options.witness !== undefined) {
    const w = readVerifierKey(hash, options.witness);
    witnessedAt = w ? cosignedAt(note, w, verifies) : undefined;
    if (witnessedAt === undefined) faults.push('witness');
  }
  const lines = r.leaf.split('\n');
  const [format, organisation = '', seq = '', at = '', act = '', ...rest] = lines;
  if (format !== 'bezem journal 1' || rest.pop() !== '' || Number(seq) !== r.leaf_index + 1)
    return { faults: [...faults, 'leaf'] };
  const utf8 = new TextEncoder();
  const committed = commitment(hash, Uint8Array.fromHex(r.detail.salt), utf8.encode(r.detail.text));
  if (rest[r.detail.no] !== committed.toHex()) faults.push('detail');
  const root = rootFromInclusion(
    hash,
    r.leaf_index,
    checkpoint.size,
    leafHash(hash, utf8.encode(r.leaf)),
    r.path.map((p) => Uint8Array.fromHex(p)),
  );
  if (!root || !sameBytes(root, checkpoint.root)) faults.push('path');
  if (faults.length > 0) return { faults };
  const told = readDetail(r.detail.text);
  if (!told) return { faults: ['detail'] };
  return {
    faults,
    says: {
      log: key.name,
      organisation,
      seq: Number(seq),
      at,
      act,
      treeSize: checkpoint.size,
      ...told,
      ...(witnessedAt === undefined ? {} : { witnessedAt }),
    },
  };
}

function readDetail(text: string): { subject: string | null; payload: Record<string, unknown> } | undefined {
  try {
    const both = JSON.parse(text) as { subject?: unknown; payload?: unknown };
    if (typeof both.payload !== 'object' || both.payload === null) return undefined;
    return {
      subject: typeof both.subject === 'string' ? both.subject : null,
      payload: both.payload as Record<string, unknown>,
    };
  } catch {
    return undefined;
  }
}
