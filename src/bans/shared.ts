/**
 * The seam for comparing bans between organisations. Nothing stands behind it: such a list needs a licence of the data
 * protection authority (UAVG art. 33(4)(c)), and then only blinded tags may travel (RFC 9497, VOPRF over ristretto255); why is in
 * docs/decisions/0011. Plain hashes, and hashes under a key that members share, can be guessed and are no answer.
 */
import type { TagKindId } from './identifier.ts';

/** What an organisation would put in: a tag nobody can make without asking, and what it is about. */
export interface SharedTag {
  /** Output of the verifiable oblivious pseudo-random function, base64url. */
  readonly tag: string;
  readonly kind: TagKindId;
  /** Year of the key. */
  readonly epoch: number;
  /** Id of a ground of law/ban. */
  readonly ground: string;
  readonly bannedOn: string;
  readonly expiresOn: string;
}

/** The licence without which the seam stays shut. */
export interface SharingLicence {
  /** Number of the licence of the data protection authority. */
  readonly number: string;
  readonly from: string;
  readonly until: string;
}

/**
 * One round with whoever holds the key: the value is blinded here, evaluated there with a proof that the known key was used,
 * and opened here. The other side learns neither the value nor whether it was found; each round counts against a quota.
 */
export interface SharedTags {
  readonly licence: SharingLicence;
  tagsOf(values: readonly { readonly kind: TagKindId; readonly canonical: string }[]): Promise<readonly string[]>;
  /** Everything that begins as the tag does, so that the other side does not learn which one was meant. */
  bucket(prefix: string): Promise<readonly SharedTag[]>;
  put(tags: readonly SharedTag[]): Promise<void>;
  withdraw(tags: readonly string[]): Promise<void>;
}

/** A hit elsewhere is a reason to look, never more, and never by one identifier alone. */
export const sharedRule = { verdict: 'review', leastKinds: 2 } as const;
