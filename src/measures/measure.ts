/** What a measure is: its life as one table, from plan to proof that it stands, and back. */
import type { MemberRole } from '#kernel';

export type MeasureBy = MemberRole | 'engine';

/**
 * `executing` and `reverting` are entered before the other system is called and left only by an outcome: from there on nobody
 * can say that nothing was done. `manual`: a person does it and says so.
 */
export const measureLife = {
  planned: { approve: { to: 'approved', by: 'engine' }, drop: { to: 'dropped', by: 'engine' } },
  dropped: {},
  approved: {
    execute: { to: 'executing', by: 'engine' },
    hand: { to: 'manual', by: 'engine' },
    drop: { to: 'dropped', by: 'engine' },
  },
  executing: {
    succeed: { to: 'done', by: 'engine' },
    fail: { to: 'failed', by: 'engine' },
    // Whoever comes after a crash takes the try over, asks the other system, and goes on.
    execute: { to: 'executing', by: 'engine' },
  },
  done: {
    verify: { to: 'verified', by: 'engine' },
    confirm: { to: 'verified', by: 'handler' },
    missing: { to: 'failed', by: 'engine' },
    revert: { to: 'reverting', by: 'engine' },
  },
  verified: { revert: { to: 'reverting', by: 'engine' } },
  failed: {
    retry: { to: 'executing', by: 'handler' },
    execute: { to: 'executing', by: 'engine' },
    hand: { to: 'manual', by: 'handler' },
    revert: { to: 'reverting', by: 'engine' },
  },
  manual: { confirm: { to: 'verified', by: 'handler' }, revert: { to: 'reverted', by: 'engine' } },
  reverting: {
    reverted: { to: 'reverted', by: 'engine' },
    fail: { to: 'revert_failed', by: 'engine' },
    hand: { to: 'revert_manual', by: 'engine' },
    revert: { to: 'reverting', by: 'engine' },
  },
  revert_failed: {
    retry: { to: 'reverting', by: 'handler' },
    revert: { to: 'reverting', by: 'engine' },
    hand: { to: 'revert_manual', by: 'handler' },
  },
  revert_manual: { confirm: { to: 'reverted', by: 'handler' } },
  reverted: {},
} as const satisfies Record<string, Record<string, { readonly to: string; readonly by: MeasureBy }>>;

export type MeasureState = keyof typeof measureLife;
export const measureStates = Object.keys(measureLife) as readonly MeasureState[];
export const measureActs = ['confirm', 'retry', 'hand'] as const;
export type MeasureAct = (typeof measureActs)[number];

export function measureArrow(
  state: MeasureState,
  act: string,
): { readonly to: MeasureState; readonly by: MeasureBy } | undefined {
  const acts: Readonly<Record<string, { readonly to: MeasureState; readonly by: MeasureBy }>> = measureLife[state];
  return Object.hasOwn(acts, act) ? acts[act] : undefined;
}

/** What people may do with a measure in this state. */
export const actsOfMeasure = (state: MeasureState): readonly MeasureAct[] =>
  measureActs.filter((a) => measureArrow(state, a)?.by === 'handler');

/** Tries of one measure before a person must look: then it has failed, and the desk is told. */
export const mostTries = 5;
