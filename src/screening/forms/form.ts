/** What a legal form is: the words that write it, in any script, and the family it belongs to. */

/** Families of legal form: two forms of one family are near, two of different families tell two bodies apart a little. */
export type FormFamily = 'limited' | 'public' | 'partnership' | 'foundation' | 'association' | 'state' | 'sole' | 'any';

export interface LegalForms {
  /** ISO 3166-1 alpha-2 codes of the countries whose law knows these forms. */
  readonly countries: readonly string[];
  /** Family → ways to write it, as written; abbreviations without their dots. */
  readonly forms: Readonly<Partial<Record<FormFamily, readonly string[]>>>;
}
export const legalForms = (forms: LegalForms): LegalForms => forms;
