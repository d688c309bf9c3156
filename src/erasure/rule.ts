/** Under which rules data are erased, and the record an erasure leaves: ids only, so that a restored backup can replay it. */
import type { Id, Words } from '#kernel';

/** Rules with their basis; the id goes into the journal, the key and the tombstone. */
export const erasureRules = {
  'gdpr-17': {
    basis: 'Regulation (EU) 2016/679 (GDPR), article 17(1)',
    title: { nl: 'Verzoek om wissing', en: 'Request for erasure' },
  },
  'gdpr-21': {
    basis: 'Regulation (EU) 2016/679 (GDPR), articles 17(1)(c) and 21',
    title: { nl: 'Bezwaar tegen de verwerking', en: 'Objection to the processing' },
  },
  'gdpr-5-1-e': {
    basis: 'Regulation (EU) 2016/679 (GDPR), article 5(1)(e)',
    title: { nl: 'Bewaartermijn voorbij', en: 'Storage period over' },
  },
  'gdpr-17-1-d': {
    basis: 'Regulation (EU) 2016/679 (GDPR), article 17(1)(d)',
    title: { nl: 'Onrechtmatig verwerkt', en: 'Processed unlawfully' },
  },
  csam: {
    basis: 'Wetboek van Strafrecht, article 252',
    title: { nl: 'Materiaal van seksueel kindermisbruik', en: 'Child sexual abuse material' },
  },
} as const satisfies Record<string, { basis: string; title: Words }>;
export type ErasureRule = keyof typeof erasureRules;
export const erasureRuleIds = Object.keys(erasureRules) as [ErasureRule, ...ErasureRule[]];

/** Whether a text is the id of a rule. */
export function isErasureRule(text: unknown): text is ErasureRule {
  return typeof text === 'string' && Object.hasOwn(erasureRules, text);
}

export interface Erasure {
  readonly id: Id<'ers'>;
  readonly organisation: Id<'org'>;
  readonly kind: 'party' | 'message';
  /** Id of what was erased. */
  readonly subject: string;
  readonly rule: ErasureRule;
  readonly at: Temporal.Instant;
  /** Id of who did it, or `engine`. */
  readonly by: string;
}

/** What an erasure took away, in rows. */
export type ErasureCounts = Readonly<Record<string, number>>;

/** One line of the erasure log: JSON, ids and words of the house only. */
export function erasureLine(e: Erasure): string {
  return JSON.stringify({
    id: e.id,
    organisation: e.organisation,
    kind: e.kind,
    subject: e.subject,
    rule: e.rule,
    at: e.at.toString(),
    by: e.by,
  });
}

/**
 * Reads a line of the erasure log.
 * @throws where the line is not one: a log that cannot be read must stop a restore, never be skipped
 */
export function readErasureLine(line: string): Erasure {
  const v = JSON.parse(line) as Record<string, unknown>;
  const text = (name: string): string => {
    const value = v[name];
    if (typeof value !== 'string') throw new Error(`the erasure log has a line without ${name}`);
    return value;
  };
  const rule = text('rule');
  const kind = text('kind');
  if (!isErasureRule(rule)) throw new Error(`the erasure log names a rule this Bezem does not know: ${rule}`);
  if (kind !== 'party' && kind !== 'message') throw new Error(`the erasure log erases something unknown: ${kind}`);
  return {
    id: text('id') as Id<'ers'>,
    organisation: text('organisation') as Id<'org'>,
    kind,
    subject: text('subject'),
    rule,
    at: Temporal.Instant.from(text('at')),
    by: text('by'),
  };
}
