/** Which decisions need a second person, and why: rules of the house, each marked as such. */
import type { Words } from '#kernel';
import { type Basis, holdsOn, type InForce } from './basis.ts';
import { type Restriction, terminations } from './restriction.ts';

/** What the rules look at. */
export interface Weighing {
  readonly restrictions: readonly string[];
  readonly confidence: 'high' | 'medium' | 'low' | null;
  /** Taken on a rule of the organisation itself, not of law or a published clause. */
  readonly ownRule: boolean;
}

export interface ApprovalRule {
  readonly id: string;
  readonly title: Words;
  readonly basis: Basis;
  readonly inForce: InForce;
  readonly asks: (w: Weighing) => boolean;
}

const house: Basis = { law: 'house rule', mark: 'house' };
const since: InForce = { from: '2026-01-01' };
const ends = (w: Weighing, group: string) =>
  w.restrictions.some((r) => r.startsWith(`${group}:`) && terminations.includes(r as Restriction));

export const approvalRules: readonly ApprovalRule[] = [
  {
    id: 'service_termination',
    title: { nl: 'een dienst wordt beëindigd', en: 'a service is terminated' },
    basis: house,
    inForce: since,
    asks: (w) => ends(w, 'provision'),
  },
  {
    id: 'account_ban',
    title: { nl: 'een account wordt beëindigd', en: 'an account is terminated' },
    basis: house,
    inForce: since,
    asks: (w) => ends(w, 'account'),
  },
  {
    id: 'low_confidence',
    title: { nl: 'het is onzeker wie het adres had', en: 'it is uncertain who held the address' },
    basis: house,
    inForce: since,
    asks: (w) => w.confidence === 'low' && w.restrictions.length > 0,
  },
  {
    id: 'own_rule',
    title: { nl: 'het besluit rust op een eigen regel', en: 'the decision rests on a rule of our own' },
    basis: house,
    inForce: since,
    asks: (w) => w.ownRule,
  },
];

/** Ids of the rules that ask for a second person on this day (ISO date). */
export function secondPersonFor(w: Weighing, day: string): readonly string[] {
  return approvalRules.filter((r) => holdsOn(r.inForce, day) && r.asks(w)).map((r) => r.id);
}
