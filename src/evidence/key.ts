/** What a data key guards: a retention class and a subject, so that forgetting one subject touches nothing else. */

/** Retention classes: each has its own keys, its own term and its own rule for ending. */
export const keyClasses = ['message', 'journal', 'letter', 'document', 'secret', 'answer'] as const;
export type KeyClass = (typeof keyClasses)[number];

export interface Guarded {
  readonly class: KeyClass;
  /** Id of whose data it is (party, case, message, member, …); null where the class as a whole shares one key. */
  readonly subject: string | null;
}

/** Size of one sealed piece of kept bytes, before sealing. */
export const pieceBytes = 1 << 20;

/** What a piece is bound to: it opens as this piece of these bytes and as nothing else. */
export function pieceAbout(evidence: string, no: number): string {
  return `kept:${evidence}:${no}`;
}
