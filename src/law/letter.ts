/** Letters as data: who they are for, which fields they need, and their text in both languages. */
import type { Language, Words } from '#kernel';
import type { Basis } from './basis.ts';

/** `desk`: the house's own desk system, to which a case is handed by mail. */
export const audiences = ['customer', 'reseller', 'notifier', 'authority', 'participant', 'desk'] as const;
export type Audience = (typeof audiences)[number];

export interface LetterTemplate {
  /** File name in law/letters; upper-cased it is the id of the law reference (LTR-WARN). */
  readonly id: string;
  readonly version: number;
  readonly audience: Audience;
  readonly title: Words;
  readonly basis: Basis;
  /** Fields the text may use; each must be filled or the letter does not go out. */
  readonly fields: readonly string[];
  /** Fields that may stay empty; `{{#name}} … {{/name}}` shows its content only where the field is filled. */
  readonly optional: readonly string[];
  readonly subject: Words;
  /**
   * Markdown-like plain text: paragraphs, `1.` lists, `**bold**`, `{{field}}`, `{{#field}} … {{/field}}`, and
   * `{{table:name}}` / `{{steps:name}}` for a list field on a line of its own. The mail's HTML part is made from it.
   */
  readonly body: Words;
  readonly attachments: readonly ('xarf' | 'csv')[];
}

export const letterTemplate = <const L extends LetterTemplate>(l: L): L => l;

const mark = /\{\{\s*(?:(table|steps):)?([#/]?)([a-zA-Z]+)\s*\}\}/g;

/** The field names a text uses. */
export function fieldsIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(mark)].map((m) => m[3] ?? ''));
}

/** What is wrong with a template: fields used but not declared, declared but unused in a language, sections left open. */
export function templateFaults(t: Pick<LetterTemplate, 'fields' | 'optional' | 'subject' | 'body'>): readonly string[] {
  const declared = new Set([...t.fields, ...t.optional]);
  const faults: string[] = [];
  const used: Record<Language, Set<string>> = { nl: new Set(), en: new Set() };
  for (const language of ['nl', 'en'] as const) {
    const text = `${t.subject[language]}\n${t.body[language]}`;
    if (!t.subject[language].trim() || !t.body[language].trim()) faults.push(`${language}: empty`);
    const open: string[] = [];
    for (const m of text.matchAll(mark)) {
      const name = m[3] ?? '';
      used[language].add(name);
      if (!declared.has(name)) faults.push(`${language}: {{${name}}} is not declared`);
      if (m[2] === '#') open.push(name);
      if (m[2] === '/' && open.pop() !== name) faults.push(`${language}: {{/${name}}} closes nothing`);
    }
    for (const name of open) faults.push(`${language}: {{#${name}}} is not closed`);
    const rest = text.replace(mark, '');
    if (/\{\{|\}\}/.test(rest)) faults.push(`${language}: a mark that cannot be read`);
    if (/https?:|www\./i.test(rest))
      faults.push(`${language}: a link of its own; only our answer link may stand in a letter`);
    for (const m of text.matchAll(mark))
      if (m[1] && !text.split('\n').some((line) => line.trim() === m[0]))
        faults.push(`${language}: ${m[0]} must stand on a line of its own`);
  }
  for (const name of t.fields)
    for (const language of ['nl', 'en'] as const)
      if (!used[language].has(name)) faults.push(`${language}: ${name} is declared and not used`);
  return faults;
}
