/** Decisions at work: what other rooms may do with them, and the jobs of this room. */
import type { Tx } from '#io/db';
import type { JobHandler } from '#io/jobs';
import type { World } from '#io/world';
import { engine } from '#kernel';
import type { ExceptionId } from '#reasons';
import { endException, statementOf } from '#reasons/store';
import { expireDecision, tellNow } from './acting.ts';
import { measureJobs } from './carrying.ts';
import type { DecisionHands } from './hands.ts';
import { exportStatements } from './showing.ts';
import { decisionBy } from './store.ts';
import { sweepDecisionsJob } from './sweeping.ts';

export {
  approveDecision,
  carryOutDecision,
  draftDecision,
  expireDecision,
  proposeDecision,
  reverseDecision,
} from './acting.ts';
export { actOnMeasure } from './carrying.ts';
export { draftFor, planOf, suggestedTarget } from './drafting.ts';
export type { DecisionHands, MatterHands } from './hands.ts';
export { executeOrder, liftMatter, restrictByHand } from './ordering.ts';
export { noteDecision } from './store.ts';
export { earlierMeasures, standings } from './strikes.ts';
export { startDecisionSweeps, sweepDecisions } from './sweeping.ts';
export { addSystem } from './systems.ts';

/** The entry of one decision for the Transparency Database; see `exportStatements`. */
export const exportShown = async (world: World, tx: Tx, id: string) =>
  exportStatements(world, tx, [await decisionBy(world, tx, id)]);

/** The jobs of this room, with what main hands in. */
export function decisionJobs(hands: DecisionHands): Readonly<Record<string, JobHandler>> {
  return {
    ...measureJobs(hands),
    'decision.sweep': sweepDecisionsJob,
    'decision.expire': async (world, job) => {
      await world.db.in(job.organisation, (tx) => expireDecision(world, tx, hands, String(job.payload['decision'])));
      return undefined;
    },
    'reasons.exception_ends': async (world, job) => {
      await world.db.in(job.organisation, async (tx) => {
        const decision = String(job.payload['decision']);
        const ended = await endException(
          tx,
          decision,
          String(job.payload['exception']) as ExceptionId,
          world.clock.now(),
        );
        if (ended && !(await statementOf(tx, decision))) await tellNow(world, tx, hands, decision, engine);
      });
      return undefined;
    },
  };
}
