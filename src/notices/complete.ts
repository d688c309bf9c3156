/** Whether a notice has what art. 16(2) asks, and when we decide on it: two functions over the data of the law. */
import { elementRules, type NoticeElement, type NoticeKind, noticeElements, type Term } from '#law';

/** Fewest letters of an explanation that can be called one; less is asked about, never refused. */
export const leastExplanation = 20;

export interface NoticeFilled {
  readonly explanation: string;
  readonly items: number;
  readonly name: string | null;
  readonly email: string | null;
  /** Version of the statement that was agreed to. */
  readonly goodFaith: string | null;
}

/**
 * The elements that are missing, in the order of the article. Missing elements never make a notice invalid: it is read and
 * answered; it only does not by itself give actual knowledge (16(3)).
 */
export function missingElements(n: NoticeFilled, kind: Pick<NoticeKind, 'sensitive'>): readonly NoticeElement[] {
  const there: Readonly<Record<NoticeElement, boolean>> = {
    // What child abuse material is needs no argument.
    explanation: n.explanation.trim().length >= leastExplanation || kind.sensitive === 'csam',
    location: n.items > 0,
    identity: n.name !== null && n.email !== null,
    good_faith: n.goodFaith !== null,
  };
  return noticeElements.filter((e) => {
    const except = elementRules[e].exceptSensitive;
    return !there[e] && !(except !== undefined && kind.sensitive === except);
  });
}

/** The term for the decision: that of the kind; a trusted flagger's notice never waits longer than a working day. */
export function decideTerm(kind: Pick<NoticeKind, 'decide'>, trustedFlagger: boolean): Term {
  if (trustedFlagger && kind.decide.unit === 'working_days') return { count: 24, unit: 'hours', from: 'B' };
  return kind.decide;
}

/** Lanes of the queue, the first on top; within a lane by what is due first. Every notice stands in one of them and is read. */
export const noticeLanes = ['danger', 'trusted', 'ordinary', 'lowered'] as const;
export type NoticeLane = (typeof noticeLanes)[number];
export function laneOf(n: {
  readonly sensitive: 'csam' | 'ncii' | null;
  readonly danger: boolean;
  readonly flagger: boolean;
  readonly lowered: boolean;
}): NoticeLane {
  // What a child or a life may depend on comes first, whoever says it.
  if (n.sensitive === 'csam' || n.danger) return 'danger';
  if (n.flagger) return 'trusted';
  return n.lowered ? 'lowered' : 'ordinary';
}
