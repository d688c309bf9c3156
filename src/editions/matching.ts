/**
 * A customer beside the entries of an edition: names and aliases by the engine of screening, domains, addresses and handles by
 * their marks, networks by their number. Every match shows lines that add up; a person decides.
 */
import { buildIndex, type Entry, finderOf, operating, type Term } from '#screening';
import type { ListedReseller } from './edition.ts';

/** Who is compared: a party with what it has, a declared customer of a reseller, or somebody who applies. */
export interface EditionSubject {
  readonly party?: string;
  readonly names: readonly string[];
  readonly domains: readonly string[];
  readonly emails: readonly string[];
  readonly handles: readonly string[];
  readonly asns: readonly number[];
  readonly phones?: readonly string[];
}

export interface EditionLine {
  readonly term: Term['term'] | 'asn' | 'limit';
  readonly points: number;
  readonly asked?: string;
  readonly listed?: string;
  readonly how?: string;
}
export interface EditionFound {
  readonly entry: ListedReseller;
  readonly lines: readonly EditionLine[];
  /** 0–1, the sum of the lines. */
  readonly points: number;
}

/** What a network number that agrees counts for: nobody else announces it. */
const asnPoints = 0.95;

/** An alias of a few letters is anybody's: it needs a second mark. */
const isWeak = (alias: string) => alias.replace(/[^\p{L}\p{N}]/gu, '').length < 4;

const entryOf = (r: ListedReseller): Entry => ({
  id: r.id,
  kind: 'unknown',
  names: [
    ...r.names.map((text) => ({ text, strength: 'strong' as const })),
    ...r.aliases.map((text) => ({ text, strength: isWeak(text) ? ('weak' as const) : ('strong' as const) })),
    ...r.handles.map((h) => ({ text: h.name.replace(/^@/, ''), strength: 'weak' as const })),
  ],
  births: [],
  countries: [],
  identifiers: [
    ...r.domains.map((value) => ({ kind: 'domain' as const, value })),
    ...r.emails.map((value) => ({ kind: 'email' as const, value })),
    ...r.handles.map((h) => ({ kind: 'handle' as const, value: h.name })),
  ],
  acts: [],
});

const four = (n: number) => Math.round(n * 10_000) / 10_000;

/** A comparer of one edition; laid out once, asked many times. */
export function comparerOf(entries: readonly ListedReseller[]): (subject: EditionSubject) => readonly EditionFound[] {
  const byId = new Map(entries.map((e) => [e.id, e]));
  const byAsn = new Map<number, ListedReseller[]>();
  for (const e of entries) for (const asn of e.asns) byAsn.set(asn, [...(byAsn.get(asn) ?? []), e]);
  const finder = finderOf(buildIndex(entries.map(entryOf)));
  return (subject) => {
    const found = new Map<string, EditionLine[]>();
    const matches = finder.find(
      {
        names: subject.names.filter((n) => n.trim() !== ''),
        kind: 'unknown',
        identifiers: [
          ...subject.domains.map((value) => ({ kind: 'domain' as const, value })),
          ...subject.emails.map((value) => ({ kind: 'email' as const, value })),
          ...subject.handles.map((value) => ({ kind: 'handle' as const, value })),
        ],
      },
      20,
    );
    for (const m of matches)
      if (m.score >= operating)
        found.set(
          m.entry.id,
          m.terms.map((t) => ({
            term: t.term,
            points: t.points,
            ...(t.query === undefined ? {} : { asked: t.query }),
            ...(t.listed === undefined ? {} : { listed: t.listed }),
            ...(t.how === undefined ? {} : { how: t.how }),
          })),
        );
    for (const asn of new Set(subject.asns))
      for (const e of byAsn.get(asn) ?? []) {
        const lines = found.get(e.id) ?? [];
        lines.push({ term: 'asn', points: asnPoints, asked: `AS${asn}`, listed: `AS${asn}` });
        found.set(e.id, lines);
      }
    const out: EditionFound[] = [];
    for (const [id, lines] of found) {
      const entry = byId.get(id);
      if (!entry) continue;
      const sum = four(lines.reduce((n, l) => n + l.points, 0));
      if (sum > 1) lines.push({ term: 'limit', points: four(1 - sum) });
      out.push({ entry, lines, points: Math.min(1, sum) });
    }
    return out.sort((a, b) => b.points - a.points || (a.entry.id < b.entry.id ? -1 : 1));
  };
}
