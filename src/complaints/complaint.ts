/** What a complaint against a decision is: its life, and who may review it. */
import type { MemberRole, Words } from '#kernel';

/** state → act → where it leads and who may. A person decides each; never the person who decided before. */
export const complaintLife = {
  received: {
    take: { to: 'in_review', by: 'decider' },
    inadmissible: { to: 'inadmissible', by: 'decider' },
  },
  in_review: {
    uphold: { to: 'upheld', by: 'decider' },
    overturn: { to: 'overturned', by: 'decider' },
    partly: { to: 'partly', by: 'decider' },
    inadmissible: { to: 'inadmissible', by: 'decider' },
  },
  inadmissible: {},
  upheld: {},
  overturned: {},
  partly: {},
} as const satisfies Record<string, Record<string, { readonly to: string; readonly by: MemberRole }>>;

export type ComplaintState = keyof typeof complaintLife;
export const complaintStates = Object.keys(complaintLife) as readonly ComplaintState[];
export const complaintActs = ['take', 'inadmissible', 'uphold', 'overturn', 'partly'] as const;
export type ComplaintAct = (typeof complaintActs)[number];

export function complaintArrow(
  state: ComplaintState,
  act: string,
): { readonly to: ComplaintState; readonly by: MemberRole } | undefined {
  const acts: Readonly<Record<string, { readonly to: ComplaintState; readonly by: MemberRole }>> = complaintLife[state];
  return Object.hasOwn(acts, act) ? acts[act] : undefined;
}

/** How an outcome is told. "Upheld" is the decision that stands. */
export const outcomeWords: Readonly<Record<'inadmissible' | 'upheld' | 'overturned' | 'partly', Words>> = {
  inadmissible: { nl: 'Wij kunnen uw klacht niet in behandeling nemen.', en: 'We cannot take up your complaint.' },
  upheld: { nl: 'Ons besluit blijft staan.', en: 'Our decision stands.' },
  overturned: { nl: 'U krijgt gelijk: het besluit is teruggedraaid.', en: 'You are right: the decision is reversed.' },
  partly: { nl: 'U krijgt deels gelijk.', en: 'You are right in part.' },
};
