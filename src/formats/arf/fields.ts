/** The fields of a feedback report (RFC 5965 §3): names as sent, repeats kept, folded lines joined. */

export interface Field {
  readonly name: string;
  readonly value: string;
}

/** Reads `Name: value` lines. Empty values are kept out: they say nothing. */
export function feedbackFields(text: string): Field[] {
  const fields: { name: string; value: string }[] = [];
  for (const line of text.split('\n')) {
    if (fields.length >= 500) break;
    const found = /^([A-Za-z][A-Za-z0-9-]{0,60})[ \t]{0,10}:(.*)$/.exec(line);
    if (found) fields.push({ name: found[1] ?? '', value: (found[2] ?? '').trim() });
    else if (/^[ \t]/.test(line)) {
      const last = fields.at(-1);
      if (last) last.value = `${last.value} ${line.trim()}`.trim();
    }
  }
  return fields.filter((f) => f.value !== '');
}

/** First value under any of these names, in the order of the names; names are compared without case. */
export function first(fields: readonly Field[], ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const wanted = name.toLowerCase();
    const found = fields.find((f) => f.name.toLowerCase() === wanted);
    if (found) return found.value;
  }
  return undefined;
}

/** All fields by name, a list where a name repeats. */
export function asObject(fields: readonly Field[]): Record<string, string | string[]> {
  const out: Record<string, string | string[]> = {};
  for (const { name, value } of fields) {
    if (name === '__proto__') continue;
    const before = Object.hasOwn(out, name) ? out[name] : undefined;
    if (before === undefined) out[name] = value;
    else if (Array.isArray(before)) before.push(value);
    else out[name] = [before, value];
  }
  return out;
}
