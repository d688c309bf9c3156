/** What a list is that can be read: how it is recognised, who publishes it, and how its text becomes entries. */
import { Refused } from '#kernel';
import type { Entry } from '../entry.ts';

/** `binding`: the law binds us to it; `information`: banks and upstreams ask for it, the law does not. */
export type ListTier = 'binding' | 'information' | 'own';

export interface ListSource {
  /** A published text as it streams in. */
  readonly text: AsyncIterable<string>;
  /** First characters of it, without a byte order mark. */
  readonly head: string;
  /** Name of the file, lower case, or empty. */
  readonly name: string;
  /** A file published beside it; undefined where it is not there. */
  beside(name: string): AsyncIterable<string> | undefined;
}

export interface ListKind {
  readonly id: string;
  readonly title: { readonly nl: string; readonly en: string };
  readonly publisher: string;
  readonly tier: ListTier;
  /** Regime of src/law/regimes whose duties follow a true match. */
  readonly regime: string;
  /** Where it is published; fetched where the operator says so. */
  readonly url?: string;
  /** Hours after which it is stale. */
  readonly staleHours: number;
  /** What its licence asks of who uses it. */
  readonly licence?: { readonly nl: string; readonly en: string };
  /** Files published beside it that belong to it. */
  readonly beside?: readonly string[];
  /** Whether this text is of this kind. */
  fits(source: Pick<ListSource, 'head' | 'name'>): boolean;
  /** @throws Refused list.unreadable where the text is not what it should be */
  read(source: ListSource): AsyncIterable<Entry>;
}
export const list = (kind: ListKind): ListKind => kind;

export const unreadable = (why: string) => new Refused('list.unreadable', why);

/** Empty, "null" signs and dashes of lists count as nothing. */
export function said(text: string | undefined): string | undefined {
  const bare = (text ?? '').replace(/\s+/g, ' ').trim();
  return bare === '' || bare === '-0-' || /^(?:na|n\/a|null|none|unknown|-)$/i.test(bare) ? undefined : bare;
}
