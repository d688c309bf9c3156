/** What a letter to a customer never says: that there is a list, whose it is, or what stands on it. */
import type { ListedReseller } from './edition.ts';

/** Words, in either language, from which a customer could tell that it stands on a list of the police. */
const telling = [
  /\bpolitie\w*/iu,
  /\bpolice\b/iu,
  /\bjustitie\b/iu,
  /\bopsporing\w*/iu,
  /\bprosecut\w+/iu,
  /\bopenbaar ministerie\b/iu,
  /\b\w*lijst(?:en)?\b/iu,
  /\blists?\b/iu,
  /\blisted\b/iu,
  /\bvermeld\w*/iu,
  /\bbrieven?\s+van\s+de\b/iu,
  /\bresellerbrief\b/iu,
  /\breseller letter\b/iu,
  /\bedities?\b/iu,
  /\beditions?\b/iu,
  /\bbulletproof\b/iu,
  /\bcrimin\w+/iu,
];

/**
 * What of a text a customer could tell the list by: a word of the house's list of such words, or a name, alias, domain or handle of
 * the entry. Null where there is nothing.
 */
export function tellsOf(
  text: string,
  entry: ListedReseller | null,
  ownNames: readonly string[],
): 'word' | 'entry' | null {
  const folded = text.normalize('NFKC');
  if (telling.some((pattern) => pattern.test(folded))) return 'word';
  if (!entry) return null;
  const own = ownNames.map((n) => n.toLowerCase());
  const marks = [
    ...entry.names,
    ...entry.aliases,
    ...entry.domains,
    ...entry.emails,
    ...entry.handles.map((h) => h.name),
  ];
  const lower = folded.toLowerCase();
  // The customer's own name may stand in a letter to it.
  return marks.some((m) => m.length > 3 && !own.includes(m.toLowerCase()) && lower.includes(m.toLowerCase()))
    ? 'entry'
    : null;
}
