/** Whether the first letter of a case may go by itself: a directive asks for it, and nothing about the case asks for a person. */
import type { Confidence, Status } from '#attribution';
import type { Action, Kind } from '#law';
import type { CaseState } from './case.ts';

/** What the decision rests on. */
export interface FirstLetterFacts {
  /** The directive in force for the case asks that its first letter goes by itself. */
  readonly asked: boolean;
  readonly state: CaseState;
  /** A letter of it went or waits already, or was taken back by a person. */
  readonly written: boolean;
  /** A person has it in hand. */
  readonly claimed: boolean;
  /** Of every finding of the case, each once. */
  readonly attributions: readonly { readonly status: Status; readonly confidence: Confidence | null }[];
  readonly holder: boolean;
  readonly course: Pick<Action, 'lane' | 'firstByItself' | 'stepsForCustomer'> | undefined;
  /** How each kind of the case is handled; a kind nobody knows is handled by a person. */
  readonly handlings: readonly (Kind['handling'] | undefined)[];
  /** A term of law runs on it: an order, a notice, or what may not be told. */
  readonly statutory: boolean;
}

/** Why a person writes the first letter although the directive would let it go. */
export const firstLetterHolds = [
  'not_new',
  'written',
  'claimed',
  'kind',
  'law',
  'course',
  'ambiguous',
  'not_attributed',
  'not_certain',
] as const;
export type FirstLetterHold = (typeof firstLetterHolds)[number];

/**
 * Goes only where everything speaks for it: one holder, found with high confidence for every finding; an ordinary kind; a course
 * of action that allows it; no term of law and no secrecy. `asked: false` where no directive asks: then there is nothing to tell.
 */
export function firstLetter(
  f: FirstLetterFacts,
): { readonly go: true } | { readonly go: false; readonly asked: boolean; readonly why: FirstLetterHold | null } {
  if (!f.asked) return { go: false, asked: false, why: null };
  const hold = (why: FirstLetterHold) => ({ go: false, asked: true, why }) as const;
  // What is never shown and what is preserved for the authorities is told to nobody by a machine.
  if (f.handlings.some((h) => h !== 'ordinary' && h !== 'informational')) return hold('kind');
  if (f.course === undefined || f.course.lane !== null || f.statutory) return hold('law');
  if (f.course.firstByItself !== true || f.course.stepsForCustomer.length === 0) return hold('course');
  if (f.state !== 'new') return hold('not_new');
  if (f.written) return hold('written');
  if (f.claimed) return hold('claimed');
  if (f.attributions.some((a) => a.status === 'ambiguous')) return hold('ambiguous');
  if (!f.holder || f.attributions.length === 0 || f.attributions.some((a) => a.status !== 'attributed'))
    return hold('not_attributed');
  if (f.attributions.some((a) => a.confidence !== 'high')) return hold('not_certain');
  return { go: true };
}
