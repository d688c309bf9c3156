/** What is wrong with a template before it ever sees a mail: for the tests of the house and for templates people declare. */
import type { Match } from '../format.ts';
import { findersOf, type TemplateField, type TemplateSpec, templateFields } from './template.ts';

/**
 * Whether a pattern repeats without bound what itself repeats without bound: `(a+)+`. Such a pattern can take longer than
 * a life on a text made for it. Bounded repeats (`{0,40}`) are no such thing.
 */
export function hasNestedRepeat(source: string): boolean {
  /** For each open group: whether something in it repeats without bound. */
  const open: boolean[] = [false];
  let last = false; // whether what was just read is a group that repeats inside
  let inClass = false;
  for (let i = 0; i < source.length; i++) {
    const c = source[i];
    if (c === '\\') {
      i++;
      last = false;
    } else if (inClass) {
      if (c === ']') inClass = false;
    } else if (c === '[') {
      inClass = true;
      last = false;
    } else if (c === '(') {
      open.push(false);
      last = false;
    } else if (c === ')') {
      const inner = open.pop() ?? false;
      if (open.length === 0) open.push(false);
      if (inner) open[open.length - 1] = true;
      last = inner;
    } else if (c === '*' || c === '+' || (c === '{' && /^\{\d+,\}/.test(source.slice(i)))) {
      if (last) return true;
      open[open.length - 1] = true;
      last = false;
      if (c === '{') i = source.indexOf('}', i);
    } else last = false;
  }
  return false;
}

const groupNames = (re: RegExp): TemplateField[] =>
  [...re.source.matchAll(/\(\?<([A-Za-z_]+)>/g)].map((m) => (m[1] ?? '').replace('_', '.') as TemplateField);

const patternsOf = (m: Match): RegExp[] =>
  [m.from, m.subject, m.header?.[1], m.filename, m.body].filter((p) => p !== undefined);

/**
 * The faults of a template, in words; none where it can be used.
 * @param kinds the kinds that exist; a kind that is none of them is a fault
 */
export function templateFaults(spec: TemplateSpec, kinds: { has(kind: string): boolean }): string[] {
  const faults: string[] = [];
  if (!/^[a-z][a-z0-9_]{1,40}$/.test(spec.id)) faults.push(`id ${spec.id} is not lower case letters, digits and _`);
  if (!Number.isInteger(spec.version) || spec.version < 1) faults.push('version counts from 1');
  if (!spec.title.nl.trim() || !spec.title.en.trim()) faults.push('a title in Dutch and in English is needed');
  if (spec.match.length === 0) faults.push('it knows no mail: match is empty');
  for (const match of spec.match)
    if (patternsOf(match).length === 0)
      faults.push('a declaration without from, subject, header, file name or text fits every mail');
  if (!kinds.has(spec.constants.kind)) faults.push(`${spec.constants.kind} is no kind`);
  if (spec.required.length === 0) faults.push('required is empty: anything would do');
  const found = new Set<string>();
  const patterns: RegExp[] = [...spec.match.flatMap(patternsOf)];
  if (spec.split) patterns.push(spec.split);
  if (spec.until) patterns.push(spec.until);
  if (spec.nothing) patterns.push(spec.nothing);
  for (const name of Object.keys(spec.fields))
    if (!(templateFields as readonly string[]).includes(name)) faults.push(`${name} is no field`);
  for (const field of templateFields)
    for (const finder of findersOf(spec, field)) {
      found.add(field);
      patterns.push(finder.re);
      for (const name of groupNames(finder.re)) {
        found.add(name);
        if (!templateFields.includes(name)) faults.push(`group ${name} is no field`);
      }
      if (field === 'kind')
        for (const kind of Object.values(finder.map ?? {})) if (!kinds.has(kind)) faults.push(`${kind} is no kind`);
    }
  for (const field of spec.required) if (!found.has(field)) faults.push(`${field} is required and never looked for`);
  for (const pattern of patterns)
    if (hasNestedRepeat(pattern.source)) faults.push(`nested repeat: ${pattern.source.slice(0, 80)}`);
  return faults;
}
