/** What an order is here: its life as one table, the acts on it, what is special about it, and what of an address may be seen. */
import type { MemberRole } from '#kernel';
import type { OrderType } from '#law';

/** Who may do an act: a member with at least this role, or the engine. */
type By = MemberRole | 'engine';

/** Acts that leave an order where it stands. Which of them an order offers is said by `offered`. */
const stays = <const S extends string>(to: S) =>
  ({
    check: { to, by: 'handler' },
    confirm: { to, by: 'handler' },
    tell: { to, by: 'handler' },
    lift: { to, by: 'handler' },
    extend_secrecy: { to, by: 'handler' },
    review_secrecy: { to, by: 'handler' },
    preserve: { to, by: 'handler' },
    extend_preserved: { to, by: 'handler' },
    contest: { to, by: 'decider' },
    waive: { to, by: 'decider' },
    uphold: { to, by: 'handler' },
    threat: { to, by: 'handler' },
    enforcing: { to, by: 'handler' },
    approve: { to, by: 'decider' },
    note: { to, by: 'handler' },
  }) as const;

/** Acts of everything that is not done yet. */
const open = {
  settle_part: { to: 'executing', by: 'engine' },
  settle: { to: 'executed', by: 'engine' },
  transmit: { to: 'executed', by: 'decider' },
  answer: { to: 'executed', by: 'handler' },
  keep: { to: 'executed', by: 'handler' },
  defect: { to: 'returned_defective', by: 'handler' },
  impossible: { to: 'impossible', by: 'handler' },
  reject: { to: 'rejected_inauthentic', by: 'decider' },
  withdraw: { to: 'withdrawn', by: 'handler' },
} as const;

/** What can still turn an order that was carried out. */
const undone = {
  annul: { to: 'annulled', by: 'handler' },
  reject: { to: 'rejected_inauthentic', by: 'decider' },
  withdraw: { to: 'withdrawn', by: 'handler' },
} as const;

/**
 * state → act → where it leads and who may. Buttons, API, refusals and tests all read this table. No act ends an order because
 * something lacks in it: a defect is asked about, and what can be done goes on.
 */
export const orderLife = {
  received: {
    ...stays('received'),
    ...open,
    authenticate: { to: 'authenticating', by: 'engine' },
    accept: { to: 'accepted', by: 'handler' },
  },
  authenticating: {
    ...stays('authenticating'),
    ...open,
    accept: { to: 'accepted', by: 'handler' },
    confirm: { to: 'accepted', by: 'handler' },
  },
  accepted: { ...stays('accepted'), ...open },
  executing: { ...stays('executing'), ...open },
  returned_defective: { ...stays('returned_defective'), ...open, clarify: { to: 'accepted', by: 'handler' } },
  impossible: { ...stays('impossible'), ...open, resume: { to: 'accepted', by: 'handler' } },
  executed: {
    ...stays('executed'),
    ...undone,
    verify: { to: 'verified', by: 'handler' },
    report: { to: 'reported_back', by: 'engine' },
  },
  verified: { ...stays('verified'), ...undone, report: { to: 'reported_back', by: 'engine' } },
  reported_back: {
    ...stays('reported_back'),
    ...undone,
    verify: { to: 'reported_back', by: 'handler' },
    close: { to: 'closed', by: 'handler' },
  },
  annulled: {
    ...stays('annulled'),
    reinstate: { to: 'annulled', by: 'handler' },
    close: { to: 'closed', by: 'handler' },
  },
  withdrawn: {
    ...stays('withdrawn'),
    reinstate: { to: 'withdrawn', by: 'handler' },
    close: { to: 'closed', by: 'handler' },
  },
  rejected_inauthentic: {
    note: { to: 'rejected_inauthentic', by: 'handler' },
    reinstate: { to: 'rejected_inauthentic', by: 'handler' },
    close: { to: 'closed', by: 'handler' },
  },
  closed: {
    note: { to: 'closed', by: 'handler' },
    tell: { to: 'closed', by: 'handler' },
    lift: { to: 'closed', by: 'handler' },
    review_secrecy: { to: 'closed', by: 'handler' },
    extend_preserved: { to: 'closed', by: 'handler' },
    annul: { to: 'annulled', by: 'handler' },
  },
} as const satisfies Record<string, Record<string, { readonly to: string; readonly by: By }>>;

export type OrderState = keyof typeof orderLife;
export type OrderAct = { [S in OrderState]: keyof (typeof orderLife)[S] }[OrderState];
/** Proof at compile time: every arrow ends in a state of the table. */
export type EveryOrderArrowLands = {
  [S in OrderState]: (typeof orderLife)[S][keyof (typeof orderLife)[S]] extends { readonly to: OrderState }
    ? true
    : never;
};
export const orderStates = Object.keys(orderLife) as [OrderState, ...OrderState[]];
/** Something is still to be done on what was ordered. */
export const openOrderStates: readonly OrderState[] = [
  'received',
  'authenticating',
  'accepted',
  'executing',
  'returned_defective',
  'impossible',
];

/** Where an act leads from a state, or undefined where the table has no such arrow. */
export function orderArrow(state: OrderState, act: string): { readonly to: OrderState; readonly by: By } | undefined {
  const acts: Readonly<Record<string, { readonly to: OrderState; readonly by: By }>> = orderLife[state];
  return Object.hasOwn(acts, act) ? acts[act] : undefined;
}

export const authenticities = ['unconfirmed', 'confirmed', 'rejected'] as const;
export type Authenticity = (typeof authenticities)[number];
export const scrutinies = ['asked', 'waived', 'upheld', 'annulled'] as const;
export type Scrutiny = (typeof scrutinies)[number];
export const orderChannels = ['mail', 'upload', 'desk', 'api', 'push', 'perci', 'post'] as const;
export type OrderChannel = (typeof orderChannels)[number];
export const itemKinds = ['url', 'host', 'ip', 'prefix', 'account', 'other'] as const;
export type ItemKind = (typeof itemKinds)[number];
export const itemStates = ['open', 'effected', 'not_effected', 'reinstated'] as const;
export type ItemState = (typeof itemStates)[number];

/** What decides which acts an order offers, besides its state. */
export interface OrderStanding {
  readonly state: OrderState;
  readonly authenticity: Authenticity;
  readonly crossBorder: boolean;
  readonly scrutiny: Scrutiny | null;
  readonly secret: boolean;
  readonly isPreserved: boolean;
  readonly isTold: boolean;
  readonly hasEffect: boolean;
  /** Items under a restriction that lost its ground. */
  readonly toReinstate: number;
  readonly approvedBy: string | null;
}

const special: Readonly<Partial<Record<OrderAct, (t: OrderType, o: OrderStanding) => boolean>>> = {
  confirm: (_t, o) => o.authenticity === 'unconfirmed',
  accept: (t) => !t.gate,
  tell: (t, o) => t.letters.recipient !== null && !o.secret && !o.isTold && o.hasEffect,
  lift: (t, o) => o.secret && t.tell !== 'never',
  extend_secrecy: (t, o) => o.secret && t.tell === 'until_date',
  review_secrecy: (_t, o) => o.secret,
  preserve: (t) => t.evidence === 'preserve' || t.evidence === 'custody',
  extend_preserved: (_t, o) => o.isPreserved,
  contest: (t, o) => t.id === 'tco-3' && o.crossBorder && o.scrutiny === null,
  waive: (t, o) => t.id === 'tco-3' && o.crossBorder && o.scrutiny === null,
  uphold: (_t, o) => o.scrutiny === 'asked',
  annul: (t, o) => t.id === 'tco-3' && o.crossBorder && o.scrutiny !== 'annulled',
  threat: (t) => t.id === 'tco-3',
  enforcing: (t) => t.id === 'epoc',
  transmit: (t) => t.asks === 'inform',
  approve: (t, o) => t.secondPerson && o.approvedBy === null,
  answer: (t) => t.asks === 'answer',
  keep: (t) => t.asks === 'preserve',
  reject: (_t, o) => o.authenticity !== 'confirmed',
  reinstate: (_t, o) => o.toReinstate > 0,
  close: (_t, o) => o.toReinstate === 0,
};

/** Whether an act makes sense on this order, apart from its state. */
export function fits(type: OrderType, order: OrderStanding, act: string): boolean {
  const rule = Object.hasOwn(special, act) ? special[act as OrderAct] : undefined;
  return rule === undefined || rule(type, order);
}

/** The acts a person can do on an order as it stands, in the order of the table. */
export function offered(type: OrderType, order: OrderStanding): readonly OrderAct[] {
  return (Object.entries(orderLife[order.state]) as [OrderAct, { by: By }][])
    .filter(([act, arrow]) => arrow.by !== 'engine' && fits(type, order, act))
    .map(([act]) => act);
}

/**
 * A location of which just enough is seen to tell it from another: first letters of each label of the host, nothing of the path.
 * `https://voorbeeld.example/a/b` becomes `vo…d.example/…`.
 */
export function masked(location: string): string {
  const bare = location.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  const end = bare.search(/[/?#]/);
  const host = end < 0 ? bare : bare.slice(0, end);
  const labels = host.split('.');
  const shown = labels.map((label, i) =>
    i === labels.length - 1 || label.length < 4 ? label : `${label.slice(0, 2)}…${label.slice(-1)}`,
  );
  return `${shown.join('.')}${end < 0 ? '' : '/…'}`;
}

/** The mark by which the same order is known when it comes again: its authority and its reference, however they are spaced. */
export function onceOf(authority: string, reference: string | null): string | null {
  const plain = (text: string) =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '');
  const mark = reference === null ? '' : plain(reference);
  return mark === '' ? null : `${plain(authority)}|${mark}`;
}
