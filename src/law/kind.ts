/** What a finding can be about: the 45 kinds, each with its name in the vocabularies of others. */
import type { Words } from '#kernel';

export const severities = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

export interface Kind {
  /** `group.type`, the file name. */
  readonly id: string;
  readonly title: Words;
  /** RSIT 1003 `predicate:value`; `lossy` where it is only the nearest one. */
  readonly rsit: { readonly value: string; readonly lossy?: true };
  /** XARF v4 `category/type`; null where the format has no word for it. */
  readonly xarf: { readonly value: string; readonly lossy?: true } | null;
  /** AbuseIO class names, most fitting first. */
  readonly abuseio: readonly string[];
  /** n6 categories. */
  readonly n6: readonly string[];
  /** DSA Transparency Database category and keyword, without their STATEMENT_CATEGORY_ and KEYWORD_ prefixes. */
  readonly dsa: { readonly category: string; readonly keyword: string | null; readonly lossy?: true } | null;
  readonly severity: Severity;
  /** House default: hours to act. Law and the course of action override it. */
  readonly hours: number | null;
  /** Default course of action (file name in law/actions), or none. */
  readonly action: string | null;
  /** Ordinary abuse; informational (no case by itself); or sensitive content that is never shown, fetched or probed. */
  readonly handling: 'ordinary' | 'informational' | 'never_shown' | 'preserve';
  /** What identifies the asset of an episode: the address with its port, the address alone, the site, or the account. */
  readonly asset: 'address' | 'address_port' | 'site' | 'account' | 'domain';
}

export const kind = <const K extends Kind>(k: K): K => k;
