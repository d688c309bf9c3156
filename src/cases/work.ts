/** What cases do for others, and what others lend them: letters, probes, and the answer a person chose. */

import type { z } from 'zod';
import type { Tx } from '#io/db';
import type { World } from '#io/world';
import type { Actor, Id } from '#kernel';
import type { RungId } from '#law';
import type { CaseNow } from './acting.ts';
import type { CaseShape, letterPreview } from './shapes.ts';

export { type CaseNow, closeCase, lockCase, openNote, restrictCase } from './acting.ts';
export { dueAgain, noteAct, takeFindings, takeRows, takeTogether } from './taking.ts';

export interface LetterWish {
  readonly template?: string;
  /** Words of the handler, in the letter. */
  readonly note?: string;
  /** Whom: another party of the chain than the directive says. */
  readonly to?: Id<'party'>;
  /** Rung of the ladder it stands on. */
  readonly rung?: RungId;
  /** Also where a directive says not to write, or the same was written only recently: a person decided. */
  readonly anyway?: boolean;
}

/** What the routes and commands of cases use of letters, probes and attribution. */
export interface CaseHands {
  notify(world: World, tx: Tx, org: Id<'org'>, c: CaseNow, wish: LetterWish, actor: Actor): Promise<Id<'let'>>;
  preview(world: World, tx: Tx, org: Id<'org'>, c: CaseNow, wish: LetterWish): Promise<z.infer<typeof letterPreview>>;
  letters(world: World, tx: Tx, org: Id<'org'>, caseId: Id<'case'>): Promise<CaseShape['letters']>;
  probe(world: World, org: Id<'org'>, id: string, actor: Actor): Promise<void>;
  /** Restricts in one act, through a decision made of the reason; what needs more is refused with what is missing. */
  restrict(world: World, tx: Tx, org: Id<'org'>, c: CaseNow, reason: string | undefined, actor: Actor): Promise<void>;
  /** Lifts by reversing the decisions that stand on the case. */
  lift(world: World, tx: Tx, org: Id<'org'>, c: CaseNow, reason: string | undefined, actor: Actor): Promise<void>;
  answerFor(
    world: World,
    tx: Tx,
    org: Id<'org'>,
    contract: Id<'ctr'>,
  ): Promise<{ id: Id<'att'>; holder: Id<'party'>; addressee: Id<'party'> }>;
}

export { climb, declineProposal, ladderOf } from './climbing.ts';
export { directables, routeCase, type TrySummary, tryDirectives } from './directing.ts';
export { type DeskMail, handOver, idsWritten, onAnswer, takeDeskMail, takeOver, tellDesk } from './handing.ts';
export {
  caseForLetter,
  lettersFor,
  lettersHanded,
  notifyCase,
  previewLetter,
  takeBack,
  type WriteXarf,
} from './lettering.ts';
export { type ProbeOutcome, probeCase, probeJob } from './probing.ts';
export { afterProof, casesOfMessages, rankJob } from './recording.ts';
export { caseFacts, settleCase, undoneCase } from './settling.ts';
export { findingsOf, listCases, namesOfCases, showCase } from './showing.ts';
export { moveFindings, startSweeps, sweepCases, sweepJob, tickHanded } from './watching.ts';
export { firstLetterJob } from './writing.ts';
