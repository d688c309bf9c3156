/** Text in the two languages of screens and letters. */

export const languages = ['nl', 'en'] as const;
export type Language = (typeof languages)[number];
/** One sentence in both languages. */
export type Words = Readonly<Record<Language, string>>;

/** JSON with sorted keys and no spaces: the same value always gives the same bytes (after RFC 8785, for our own plain values). */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value as Record<string, unknown>)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
}
