/** What the record of who reported it does to the confidence in a case: it can lower it, and says by how much and why. */
import { type Language, type Share, wilson } from '#kernel';
import { steps, type Trust } from './priority.ts';

/** How the cases a notifier reported ended. */
export interface NotifierRecord {
  readonly id: string;
  readonly name: string;
  readonly confirmed: number;
  readonly wrong: number;
  readonly unclear: number;
}

export interface Doubt {
  readonly notifier: { readonly id: string; readonly name: string };
  /** Share of its decided cases that were right, with its interval at 95%. */
  readonly share: Share;
  /** Steps of confidence that this takes away: 1 or 2. */
  readonly steps: 1 | 2;
  readonly from: number;
  readonly to: number;
  readonly text: Readonly<Record<Language, string>>;
}

/** Below a half: more often wrong than right, beyond chance. Below a fifth: nearly always wrong. */
const moreOftenWrong = 0.5;
const nearlyAlwaysWrong = 0.2;

/** Our own word, authorities, and trusted flaggers, whose notices the DSA (art. 22) puts first, are not ranked by a record. */
const notRanked: ReadonlySet<Trust> = new Set(['own_probe', 'official', 'trusted_flagger']);

/** How many steps of confidence a record takes away. The upper end of its interval decides, so few cases decide nothing. */
export function stepsLost(record: NotifierRecord): 0 | 1 | 2 {
  const { high } = shareRight(record);
  return high < nearlyAlwaysWrong ? 2 : high < moreOftenWrong ? 1 : 0;
}

/** Share of right among right and wrong; what stayed unclear counts for neither. */
export function shareRight(record: Pick<NotifierRecord, 'confirmed' | 'wrong'>): Share {
  return wilson(record.confirmed, record.confirmed + record.wrong);
}

/**
 * The doubt a case carries because of who reported it. One notifier in whom there is no reason to doubt is enough to have none,
 * and so is one we cannot name.
 * @param records those of everyone who reported it; null where someone is not known
 */
export function doubtOf(
  trust: Trust,
  confidence: number,
  records: readonly (NotifierRecord | null)[],
): Doubt | undefined {
  if (notRanked.has(trust) || records.length === 0) return undefined;
  let best: NotifierRecord | undefined;
  for (const record of records) {
    if (!record || stepsLost(record) === 0) return undefined;
    if (!best || shareRight(record).high > shareRight(best).high) best = record;
  }
  if (!best) return undefined;
  const lost = stepsLost(best) as 1 | 2;
  const at = steps.findIndex((s) => s <= confidence + 1e-9);
  const to = steps[Math.min(steps.length - 1, Math.max(0, at) + lost)] ?? 0.2;
  const share = shareRight(best);
  const percent = (x: number) => Math.round(x * 100);
  const interval = `${percent(share.low)}–${percent(share.high)}%`;
  return {
    notifier: { id: best.id, name: best.name },
    share,
    steps: lost,
    from: confidence,
    to: Math.min(confidence, to),
    text: {
      nl: `Melder ${best.name}: ${best.confirmed} van ${share.n} meldingen terecht (${interval}, n = ${share.n}): zekerheid ${comma(confidence)} → ${comma(Math.min(confidence, to))}.`,
      en: `Notifier ${best.name}: ${best.confirmed} of ${share.n} reports were right (${interval}, n = ${share.n}): confidence ${confidence} → ${Math.min(confidence, to)}.`,
    },
  };
}

const comma = (x: number) => String(x).replace('.', ',');
