/** Ports and the sender's own number in a report in words. */
import { ipOf, portOf } from '../values/fields.ts';
import { isReferenceLabel, isSourcePortLabel, isTargetPortLabel } from './labels.ts';
import type { Labelled } from './lines.ts';

/** The port of the reported side, and of the attacked one. */
export function pickPorts(all: readonly Labelled[]): { readonly source?: number; readonly target?: number } {
  const value = (fits: (label: string) => boolean) =>
    all
      .filter((l) => fits(l.label))
      .map((l) => portOf(/^\d{1,5}(?=$|[\s/,(])/.exec(l.value)?.[0]))
      .find((x) => x !== undefined);
  const source = value(isSourcePortLabel);
  const target = value(isTargetPortLabel);
  return { ...(source ? { source } : {}), ...(target ? { target } : {}) };
}

/** The sender's own number: a labelled line, else what the subject marks as one. A ticket system's own number is not it. */
export function pickReference(subject: string, all: readonly Labelled[], isRelayed: boolean): string | undefined {
  for (const one of all) {
    if (!isReferenceLabel(one.label)) continue;
    const value = /^[#[(]*([A-Za-z0-9][\w.+:@/-]{2,80})/.exec(one.value)?.[1]?.replace(/[.,;:]+$/, '');
    if (value && /\d/.test(value) && !/^\d{4}-\d\d-\d\d/.test(value) && !/:\/\//.test(one.value) && !ipOf(value))
      return value;
  }
  const head = isRelayed ? subject.replace(/^(?:\s*\[[^\]]{0,80}#\d+\]\s*){1,3}/, '') : subject;
  const marked =
    /\b(SBL\d{3,9})\b/.exec(head)?.[1] ??
    /\b(?:case|issue|ticket|report|rid|ref(?:erence)?|notice|id|abuse-?id|complaint)\b\s{0,2}(?:id|no\.?|nr\.?|number)?\s{0,2}[:#]?\s{0,2}#?([A-Z0-9][\w.-]{2,60})/i.exec(
      head,
    )?.[1] ??
    /\[([A-Za-z][\w-]{1,30}[#-]\d{4,20})\]/.exec(head)?.[1] ??
    /[[(]#?(\d{5,20})[\])]/.exec(head)?.[1] ??
    /#(\d{5,20})\b/.exec(head)?.[1];
  return marked && /\d/.test(marked) && !ipOf(marked) ? marked : undefined;
}
