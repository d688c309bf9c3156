/** A house's own words for a letter: laid over the shipped template and checked whole, in both languages, before they count. */

import { z } from 'zod';
import { type Language, languages, type Words } from '#kernel';
import { fieldsIn, type LetterTemplate, renderLetter, renderLetterInBoth, templateFaults } from '#law';
import { sampleFields } from './sample.ts';

const subject = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .refine((s) => !/[\r\n]/.test(s), 'one line');
const body = z.string().trim().min(1).max(20_000);

/** Words for one or both languages; the other keeps the shipped text. */
export const wordingShape = z
  .strictObject({
    subject: z.strictObject({ nl: subject.optional(), en: subject.optional() }).default({}),
    body: z.strictObject({ nl: body.optional(), en: body.optional() }).default({}),
  })
  .refine(
    (w) => [w.subject.nl, w.subject.en, w.body.nl, w.body.en].some((t) => t !== undefined),
    'at least one text of its own',
  );
export type WordingContent = z.infer<typeof wordingShape>;

export interface Wording {
  readonly template: string;
  readonly audience: string;
  /** Brand it belongs to; empty: any. */
  readonly brand: string;
  readonly version: number;
  /** Null: this version goes back to the shipped text. */
  readonly content: WordingContent | null;
  readonly savedAt: Temporal.Instant;
  readonly savedBy: string;
}

/** The shipped template with a house's own words laid over it. */
export function worded(t: LetterTemplate, w: WordingContent | null | undefined): LetterTemplate {
  if (!w) return t;
  const over = (shipped: Words, own: Readonly<Partial<Record<Language, string | undefined>>>): Words => ({
    nl: own.nl ?? shipped.nl,
    en: own.en ?? shipped.en,
  });
  return { ...t, subject: over(t.subject, w.subject), body: over(t.body, w.body) };
}

/**
 * Everything that is wrong with own words, by the check the shipped letters pass: every required field in both languages, no
 * field nobody fills, no link of its own, every mark readable; and made with sample data, with all fields and with only the
 * required ones, in Dutch, in English and in both.
 */
export function wordingFaults(shipped: LetterTemplate, w: WordingContent): readonly string[] {
  const t = worded(shipped, w);
  const faults = [...templateFaults(t)];
  for (const language of languages)
    if (!fieldsIn(t.subject[language]).size && fieldsIn(shipped.subject[language]).size > 0)
      faults.push(`${language}: the subject names no field: nobody could tell one letter from another`);
  if (faults.length > 0) return faults;
  const few = (l: Language) => {
    const all = sampleFields(t, l);
    return Object.fromEntries(t.fields.map((name) => [name, all[name]]));
  };
  for (const language of languages)
    for (const [which, fields] of [
      ['all fields', sampleFields(t, language)],
      ['the required fields alone', few(language)],
    ] as const) {
      const made = renderLetter(t, fields, language);
      if (!made.ok) faults.push(`${language}, with ${which}: ${made.error.missing.join(', ')}`);
      else if (made.value.subject.length > 250) faults.push(`${language}: the subject is too long`);
    }
  const both = renderLetterInBoth(t, { nl: few('nl'), en: few('en') });
  if (!both.ok) faults.push(`both languages in one letter: ${both.error.missing.join(', ')}`);
  return faults;
}

/** The own words that count: of the brand, else of the house; undefined where neither has any. */
export function wordingFor(
  all: readonly Wording[],
  of: { readonly template: string; readonly audience: string; readonly brand: string | null },
): Wording | undefined {
  const newest = (brand: string) =>
    all
      .filter((w) => w.template === of.template && w.audience === of.audience && w.brand === brand)
      .sort((a, b) => b.version - a.version)[0];
  for (const brand of of.brand ? [of.brand, ''] : ['']) {
    const found = newest(brand);
    if (found?.content) return found;
  }
  return undefined;
}
