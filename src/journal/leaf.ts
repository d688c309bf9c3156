/** A leaf of the journal: its number, its moment, its act, and salted commitments to what the act was about. */
import { type Hash, leafHash } from './merkle.ts';

/** Length of a salt in bytes: as long as the hash, so that a commitment says nothing about a payload one could guess. */
export const saltBytes = 32;

export interface Leaf {
  readonly organisation: string;
  /** Counts from 1 without gaps; its place in the tree is one less. */
  readonly seq: number;
  readonly at: Temporal.Instant;
  /** Word of the house with a dot: `case.notify`. Never data. */
  readonly act: string;
  /** One per detail, in their order. */
  readonly commitments: readonly Uint8Array[];
}

/** Acts are words of the house, so that a leaf can hold them in the open for ever. */
export const actPattern = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/;

/** Acts of erasure begin so; their leaves name the keys they destroyed, which is how a missing detail proves itself. */
export const erasureActs = 'erasure.';

const hex = (bytes: Uint8Array) => bytes.toHex();

/**
 * The leaf as text, the same for everyone: what is hashed into the tree, and what a dossier prints. Format 1:
 * `bezem journal 1`, organisation, number, moment (RFC 3339 UTC), act, then one commitment per line, each line ended.
 */
export function leafText(leaf: Leaf): string {
  if (!actPattern.test(leaf.act)) throw new Error(`not an act of the house: ${JSON.stringify(leaf.act)}`);
  return `${['bezem journal 1', leaf.organisation, leaf.seq, leaf.at.toString(), leaf.act, ...leaf.commitments.map(hex)].join('\n')}\n`;
}

/** Hash of the leaf as it stands in the tree. */
export function hashOfLeaf(hash: Hash, leaf: Leaf): Uint8Array {
  return leafHash(hash, new TextEncoder().encode(leafText(leaf)));
}

/** Commitment to a payload: H(salt ‖ payload). Without the salt nobody can try payloads against it. */
export function commitment(hash: Hash, salt: Uint8Array, payload: Uint8Array): Uint8Array {
  const both = new Uint8Array(salt.length + payload.length);
  both.set(salt);
  both.set(payload, salt.length);
  return hash(both);
}

/** Moment of a leaf: whole milliseconds, so that every database and every reader writes it the same. */
export function leafMoment(at: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(at.epochMilliseconds);
}
