/**
 * How organisations could ask each other about removed customers without showing whom they ask about: the oblivious pseudorandom
 * function of RFC 9497, mode VOPRF, suite P256-SHA256. Nothing implements this: it needs a licence of the Autoriteit
 * Persoonsgegevens (UAVG article 33(5)); see docs/decisions/0011-bans-between-organisations.md. Never plain values, never hashes
 * under a key that members share.
 */
import type { TagKindId } from './identifier.ts';

/** A value made unreadable for one question; `blind` stays with who asks. */
export interface Blinded {
  readonly kind: TagKindId;
  /** Element of the group, serialised (RFC 9497, section 4.3). */
  readonly element: Uint8Array;
}

/** What the holder of a key gives back: it saw no value, and proves that it used the key it published. */
export interface Evaluated {
  readonly element: Uint8Array;
  /** Proof of equal discrete logarithms (RFC 9497, section 2.2). */
  readonly proof: Uint8Array;
}

/** The side that holds bans: evaluates, at most so many questions a day for each asker, and publishes marks of what it holds. */
export interface BlindHolder {
  readonly publicKey: Uint8Array;
  /** Licence under which it answers, and until when it holds. */
  readonly licence: { readonly reference: string; readonly until: string };
  evaluate(asker: string, questions: readonly Blinded[]): Promise<readonly Evaluated[]>;
  /** Marks of everything held, in random order, by kind. */
  marks(): AsyncIterable<{ readonly kind: TagKindId; readonly mark: Uint8Array }>;
}

/** The side that asks: learns of its own values alone whether they are held, and nothing of any other. */
export interface BlindAsker {
  blind(kind: TagKindId, value: string): Promise<{ readonly sent: Blinded; readonly blind: Uint8Array }>;
  /** The mark of the value, to compare with those published. @throws where the proof does not hold */
  finalize(
    value: string,
    blind: Uint8Array,
    sent: Blinded,
    answer: Evaluated,
    publicKey: Uint8Array,
  ): Promise<Uint8Array>;
}
