/** Which report type a Shadowserver table is: by its file name, else by its columns, else by what the operator loaded. */
import type { Role } from '../finding.ts';
import { byFamily, oldNames, type ReportType, reportTypes } from './facts.ts';

/** Columns that nearly all their tables have; a table with a time and four of these is theirs. */
const frame = [
  'geo',
  'region',
  'city',
  'naics',
  'sector',
  'asn',
  'hostname',
  'tag',
  'hostname_source',
  'sic',
  'severity',
];
const resources = ['ip', 'src_ip', 'dst_ip', 'http_referer_ip', 'email', 'website', 'request'];

/** Whether a header can be one of theirs at all. Honeypot and sinkhole tables carry `src_` before the columns of place. */
export function isTheirs(header: readonly string[]): boolean {
  if (!header.includes('timestamp') || !resources.some((r) => header.includes(r))) return false;
  const seen = new Set(header.map((h) => h.replace(/^(?:src|dst|http_referer)_/, '')));
  return frame.filter((f) => seen.has(f)).length >= 4;
}

/** The type a file name tells: `2026-05-01-scan_redis-example-asn.csv`, or `scan_redis.csv`. */
export function typeByName(name: string, official?: Official): ReportType | undefined {
  const stem = name.toLowerCase().replace(/\.(?:csv|zip|gz|txt)(?=\.|$)/g, '');
  const words = stem.replace(/^\d{4}-\d\d-\d\d-/, '').split('-')[0] ?? '';
  const known = knownType(words, official);
  if (known) return known;
  // Only a file that has their date in front may give its type to a name nobody knows yet.
  return /^\d{4}-\d\d-\d\d-[a-z0-9_]{3,60}(?:-|$)/.test(stem) ? newType(words) : undefined;
}

function knownType(word: string, official?: Official): ReportType | undefined {
  const renamed = Object.hasOwn(oldNames, word) ? (oldNames[word] ?? word) : word;
  const name = renamed.replace(/^event(?:46)?_/, 'event4_');
  return reportTypes.get(name) ?? (official?.has(name) ? newType(name) : undefined);
}

function newType(name: string): ReportType | undefined {
  const family = byFamily.find(([pattern]) => pattern.test(name))?.[1];
  return family ? { name, ...family, who: [], sign: [] } : undefined;
}

/** The type a header tells by columns no other type has. The operator's schema is asked first: it is the newest. */
export function typeByHeader(header: readonly string[], official?: Official): ReportType | undefined {
  const has = new Set(header);
  if (official) {
    let best: string | undefined;
    let most = 0;
    for (const [name, fields] of official) {
      const shared = fields.filter((f) => has.has(f)).length;
      const score = shared - (fields.length - shared) - Math.max(0, header.length - shared);
      if (shared > header.length * 0.8 && score > most) {
        most = score;
        best = name;
      }
    }
    if (best) return reportTypes.get(best) ?? newType(best);
  }
  let found: ReportType | undefined;
  for (const type of reportTypes.values()) {
    if (type.sign.length === 0 || !type.sign.every((c) => has.has(c))) continue;
    if (!type.who.some((w) => has.has(w))) continue;
    if (found && found.sign.length >= type.sign.length) {
      if (found.sign.length === type.sign.length && found.kind !== type.kind) return undefined;
      continue;
    }
    found = type;
  }
  return found;
}

/** The type a row's own tag tells (`openresolver`, `redis`, `rdp`), where neither name nor header did. */
export function typeByTag(tag: string): ReportType | undefined {
  for (const word of tag.toLowerCase().split(/[;,\s]+/)) {
    const name = word.replaceAll('-', '_');
    const found =
      knownType(name) ??
      reportTypes.get(`scan_${name}`) ??
      reportTypes.get(`scan_${name.replace(/^(?:open|accessible)_?/, '')}`);
    if (found) return found;
  }
  return undefined;
}

/** Column lists of the official schema, by type, as the operator loaded it. */
export type Official = ReadonlyMap<string, readonly string[]>;

/**
 * Reads the official schema in either of its two published shapes: `{type: {fields: […]}}`, and the one for IntelMQ
 * (`{type: {required_fields: [[key, column, …]], optional_fields: […]}}`); undefined where what was loaded has another shape.
 */
export function officialSchema(loaded: unknown): Official | undefined {
  if (typeof loaded !== 'object' || loaded === null) return undefined;
  const found = new Map<string, readonly string[]>();
  for (const [name, about] of Object.entries(loaded)) {
    const fields = columnsOf(about);
    if (fields.length > 0) found.set(name, fields);
  }
  return found.size > 0 ? found : undefined;
}

function columnsOf(about: unknown): string[] {
  if (typeof about !== 'object' || about === null) return [];
  const said = about as Readonly<Record<string, unknown>>;
  const list = (name: string): readonly unknown[] => (Array.isArray(said[name]) ? (said[name] as unknown[]) : []);
  const texts = (all: readonly unknown[]) => all.filter((f): f is string => typeof f === 'string' && f !== '');
  const plain = texts(list('fields'));
  if (plain.length > 0) return plain;
  const pairs = [...list('required_fields'), ...list('optional_fields')];
  return [...new Set(texts(pairs.map((pair) => (Array.isArray(pair) ? (pair as unknown[])[1] : undefined))))];
}

/** A role for a resource when the type is not known. */
export const unknownType: ReportType = {
  name: '',
  kind: 'report.unclassified',
  who: [],
  role: 'unknown' satisfies Role,
  sign: [],
};
