/** What a notice is: its life as one table, on the path of DSA art. 16 and on that of the NTD code. */
import type { MemberRole } from '#kernel';

/** Who may do an act: a member with at least this role, the notifier by the status page, the customer who answers, or the engine. */
export type By = MemberRole | 'notifier' | 'customer' | 'engine';
interface Arrow {
  readonly to: NoticeState;
  readonly by: By;
}

export const noticeStates = [
  'received',
  'incomplete',
  'assessed',
  'forwarded',
  'answered',
  'decided',
  'done',
  'withdrawn',
  'elsewhere',
] as const;
export type NoticeState = (typeof noticeStates)[number];
export const paths = ['dsa16', 'ntd'] as const;
export type NoticePath = (typeof paths)[number];
export const noticeChannels = ['form', 'api', 'mail', 'desk'] as const;
export type NoticeChannel = (typeof noticeChannels)[number];

/**
 * state → act → where it leads and who may. `settle` is what a decision does; `finish` is the decision told, or nobody to
 * tell. `forward` and `answer` exist only on the path of the NTD code (art. 6c): the DSA knows no such step.
 */
export const noticeLife = {
  received: {
    ask: { to: 'incomplete', by: 'handler' },
    assess: { to: 'assessed', by: 'handler' },
    add: { to: 'received', by: 'notifier' },
    pass_on: { to: 'elsewhere', by: 'handler' },
    withdraw: { to: 'withdrawn', by: 'notifier' },
    settle: { to: 'decided', by: 'engine' },
    note: { to: 'received', by: 'handler' },
    move: { to: 'received', by: 'handler' },
  },
  incomplete: {
    ask: { to: 'incomplete', by: 'handler' },
    assess: { to: 'assessed', by: 'handler' },
    add: { to: 'received', by: 'notifier' },
    pass_on: { to: 'elsewhere', by: 'handler' },
    withdraw: { to: 'withdrawn', by: 'notifier' },
    settle: { to: 'decided', by: 'engine' },
    note: { to: 'incomplete', by: 'handler' },
    move: { to: 'received', by: 'handler' },
  },
  assessed: {
    ask: { to: 'incomplete', by: 'handler' },
    assess: { to: 'assessed', by: 'handler' },
    add: { to: 'assessed', by: 'notifier' },
    forward: { to: 'forwarded', by: 'handler' },
    pass_on: { to: 'elsewhere', by: 'handler' },
    withdraw: { to: 'withdrawn', by: 'notifier' },
    settle: { to: 'decided', by: 'engine' },
    note: { to: 'assessed', by: 'handler' },
    move: { to: 'received', by: 'handler' },
  },
  forwarded: {
    answer: { to: 'answered', by: 'customer' },
    assess: { to: 'assessed', by: 'handler' },
    add: { to: 'forwarded', by: 'notifier' },
    withdraw: { to: 'withdrawn', by: 'notifier' },
    settle: { to: 'decided', by: 'engine' },
    note: { to: 'forwarded', by: 'handler' },
  },
  answered: {
    answer: { to: 'answered', by: 'customer' },
    assess: { to: 'assessed', by: 'handler' },
    add: { to: 'answered', by: 'notifier' },
    withdraw: { to: 'withdrawn', by: 'notifier' },
    settle: { to: 'decided', by: 'engine' },
    note: { to: 'answered', by: 'handler' },
  },
  decided: {
    finish: { to: 'done', by: 'engine' },
    reopen: { to: 'assessed', by: 'decider' },
    note: { to: 'decided', by: 'handler' },
  },
  done: { reopen: { to: 'assessed', by: 'decider' }, note: { to: 'done', by: 'handler' } },
  withdrawn: { reopen: { to: 'received', by: 'handler' }, note: { to: 'withdrawn', by: 'handler' } },
  elsewhere: { reopen: { to: 'received', by: 'handler' }, note: { to: 'elsewhere', by: 'handler' } },
} as const satisfies Record<NoticeState, Record<string, Arrow>>;

export type NoticeAct = { [S in NoticeState]: keyof (typeof noticeLife)[S] }[NoticeState];
/** Acts a person does at the desk; `settle` is done by a decision. */
export const deskActs = [
  'ask',
  'assess',
  'pass_on',
  'forward',
  'answer',
  'withdraw',
  'reopen',
  'note',
  'move',
  'add',
] as const;
export type DeskAct = (typeof deskActs)[number];

/** Acts that only the path of the NTD code knows. */
const ntdOnly: readonly string[] = ['forward', 'answer'];

/** Where an act leads and who may do it; undefined where the state or the path does not know it. */
export function noticeArrow(state: NoticeState, act: string, path: NoticePath): Arrow | undefined {
  if (path !== 'ntd' && ntdOnly.includes(act)) return undefined;
  const arrows: Readonly<Record<string, Arrow>> = noticeLife[state];
  return Object.hasOwn(arrows, act) ? arrows[act] : undefined;
}

/** States in which somebody still waits for us. */
export const openNotices: readonly NoticeState[] = ['received', 'incomplete', 'assessed', 'forwarded', 'answered'];

/** The four steps the notifier sees: received, in assessment, decided, done. */
export function stepOf(n: { readonly state: NoticeState; readonly assessedAt: unknown }): 1 | 2 | 3 | 4 {
  if (n.state === 'decided') return 3;
  if (n.state === 'done' || n.state === 'withdrawn' || n.state === 'elsewhere') return 4;
  return n.state === 'received' && n.assessedAt === null ? 1 : 2;
}
