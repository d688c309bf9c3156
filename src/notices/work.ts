/** What notices do for others: hand in, act, facts and settling for decisions, what a sent letter ends, and the jobs of this room. */
import type { OnAnswer } from '#correspondence/work';
import type { JobHandler } from '#io/jobs';
import { isId } from '#kernel';
import { answerNotice } from './acting.ts';
import { noticeArrow } from './notice.ts';
import { noticeJobs as following, type NoticeHands } from './settling.ts';
import { addAct, lockNotice } from './store.ts';
import { sweepNoticesJob } from './sweeping.ts';

export { actOn } from './acting.ts';
export { saveFlaggers } from './flaggers.ts';
export { saveElsewhere } from './looking.ts';
export { askForAddress } from './mailing.ts';
export { contactNow, saveContact } from './publishing.ts';
export { type NoticeHands, noticeFacts, noticeLetterLost, noticeLetterSent, settleNotice } from './settling.ts';
export { startNoticeSweeps } from './sweeping.ts';
export { submitNotice } from './taking.ts';

/** The jobs of this room, with what main hands in. */
export const noticeJobs = (hands: NoticeHands): Readonly<Record<string, JobHandler>> => ({
  ...following(hands),
  'notice.sweep': sweepNoticesJob,
});

/** An answer to a letter about a notice: of the customer to what was forwarded, or of the notifier to us. */
export const onNoticeAnswer: OnAnswer = async (world, tx, answer, letter, text) => {
  if (!isId('ntc', letter.matter)) return;
  const n = await lockNotice(tx, letter.matter);
  const customer = { kind: 'customer', id: letter.id } as const;
  if (letter.audience === 'customer' && noticeArrow(n.state, 'answer', n.path))
    return answerNotice(world, tx, n, text, customer, { answer: answer.id });
  // Whatever comes later is kept with the notice, and somebody sees it there.
  await addAct(world, tx, {
    notice: n.id,
    act: letter.audience === 'customer' ? 'answer' : 'add',
    by: letter.audience === 'customer' ? customer : { kind: 'notifier', id: n.id },
    from: n.state,
    to: n.state,
    detail: { answer: answer.id },
    text,
  });
};
