/** The priority of a case from its facts: band, score, and the lines that say why. */
import type { Words } from '#kernel';
import type { Law } from '#law';
import {
  type Band,
  bands,
  type Doubt,
  doubtOf,
  type Factors,
  factorsFor,
  judge,
  type NotifierRecord,
  type Override,
} from '#priority';
import type { CaseFacts } from './facts.ts';

/** Priority as it is stored and shown (`priorityShape`). */
export interface CasePriority {
  readonly band: number;
  readonly score: number;
  readonly terms: readonly { readonly id: string; readonly value: number; readonly text: Words }[];
  readonly confidence: number;
  readonly urgency: number;
  readonly impact: number;
  readonly rules: readonly { readonly id: string; readonly text: Words }[];
  readonly because: Words;
  /** Where the record of who reported it lowered the confidence. */
  readonly doubt?: Doubt;
}

const termWords: Readonly<Record<string, Words>> = {
  urgency: { nl: 'urgentie', en: 'urgency' },
  impact: { nl: 'impact', en: 'impact' },
  aggravation: { nl: 'verzwaring', en: 'aggravation' },
};

/** A person's override as it is stored beside the case. */
export interface StoredOverride {
  readonly band: number;
  readonly reason: string;
  readonly by: string;
  readonly until: string | null;
}

function overrideFrom(stored: unknown): Override | undefined {
  const s = stored as StoredOverride | null;
  if (!s) return undefined;
  return {
    band: bands[s.band] ?? 'P5',
    reason: s.reason,
    until: Temporal.Instant.from(s.until ?? '9999-12-31T00:00:00Z'),
  };
}

export interface Judged {
  readonly kind: string;
  readonly action: string | null;
  readonly facts: CaseFacts;
  readonly recurrence: number;
  /** The customer let its own term pass. */
  readonly customerLate: boolean;
  /** We let a deadline of ours pass. */
  readonly weAreLate: boolean;
  readonly gone?: boolean;
  readonly override: unknown;
  /** Records of everyone who reported it; null where someone is not known. Absent: nobody was looked up. */
  readonly records?: readonly (NotifierRecord | null)[];
}

/** Judges a case as it stands at this moment. */
export function judgeCase(law: Law, c: Judged, now: Temporal.Instant): CasePriority {
  const override = overrideFrom(c.override);
  const { factors, doubt } = factorsOfCase(law, c, now);
  return priorityOf(judge(factors, { now, overdue: c.weAreLate, ...(override ? { override } : {}) }), doubt);
}

/** What the judgement is made from, with the confidence the record of the reporters leaves, and why it is lower. */
function factorsOfCase(law: Law, c: Judged, now: Temporal.Instant): { factors: Factors; doubt: Doubt | undefined } {
  const kind = law.kinds.get(c.kind);
  const action = c.action ? (law.actions.get(c.action) ?? null) : null;
  const last = c.facts.lastSeenAt ? Temporal.Instant.from(c.facts.lastSeenAt) : null;
  const factors = factorsFor({
    kind: kind ?? { id: c.kind, handling: 'ordinary' },
    action,
    ...(c.facts.severity ? { severity: c.facts.severity } : {}),
    feedTrust: c.facts.trust,
    evidence: c.facts.evidence,
    ...(c.facts.confidence !== null ? { confidence: c.facts.confidence } : {}),
    reach: { assets: c.facts.assets, reporters: c.facts.reporters.length, ransomware: c.facts.ransomware },
    ...(last ? { harmSeenHoursAgo: Math.max(0, (now.epochMilliseconds - last.epochMilliseconds) / 3_600_000) } : {}),
    repeat: c.recurrence > 0,
    missedDeadline: c.customerLate,
    ...(c.gone ? { gone: true } : {}),
  });
  const doubt = doubtOf(c.facts.trust, factors.confidence, c.records ?? []);
  return { factors: doubt ? { ...factors, confidence: doubt.to, doubt } : factors, doubt };
}

/** A judgement with its JSON text and a short name of that text: the same name is the same explanation. */
export interface Told {
  readonly priority: CasePriority;
  readonly text: string;
  readonly told: string;
}
const known = new Map<string, Told>();

/** As `judgeCase`; the same factors without a choice of a person are worked out once, for bulk has few different ones. */
export function judgeQuickly(law: Law, c: Judged, now: Temporal.Instant, hash: (text: string) => string): Told {
  const tell = (priority: CasePriority): Told => {
    const text = JSON.stringify(priority);
    return { priority, text, told: hash(text).slice(0, 16) };
  };
  if (c.override) return tell(judgeCase(law, c, now));
  const { factors, doubt } = factorsOfCase(law, c, now);
  const name = JSON.stringify([factors, c.weAreLate]);
  const before = known.get(name);
  if (before) return before;
  if (known.size > 5000) known.clear();
  const told = tell(priorityOf(judge(factors, { now, overdue: c.weAreLate }), doubt));
  known.set(name, told);
  return told;
}

function priorityOf(j: ReturnType<typeof judge>, doubt: Doubt | undefined): CasePriority {
  const rank = (band: Band) => bands.indexOf(band);
  // The explanation's lines: urgency, impact, table, one per rule, score.
  const line = (at: number): Words => ({ nl: j.explanation.nl[at] ?? '', en: j.explanation.en[at] ?? '' });
  return {
    band: rank(j.band),
    score: j.score,
    terms: j.terms.map((t) => ({
      id: t.id,
      value: t.points,
      text: {
        nl: `${t.count}×${t.weight} ${termWords[t.id]?.nl}`,
        en: `${t.count}×${t.weight} ${termWords[t.id]?.en}`,
      },
    })),
    confidence: j.confidence,
    urgency: j.urgency,
    impact: j.impact,
    rules: j.rules.map((r, i) => ({ id: r.id, text: line(3 + i) })),
    ...(doubt ? { doubt } : {}),
    because: { nl: j.explanation.nl.join(' '), en: j.explanation.en.join(' ') },
  };
}
