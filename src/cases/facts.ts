/** What a case knows about itself in sum: enough to judge its priority without looking at every finding again. */
import type { Row } from '#intake';
import { instantOfMicros, type Micros, momentText } from '#kernel';
import { type Kind, type Severity, severities } from '#law';
import { type Trust, trusts } from '#priority';

export interface CaseFacts {
  readonly kinds: readonly string[];
  readonly severity: Severity | null;
  readonly trust: Trust;
  /** Whether what was seen came along: a moment with an address and port, a URL, a hash or headers. */
  readonly evidence: boolean;
  /** How sure the surest sender said to be, 0 to 1. */
  readonly confidence: number | null;
  /** Distinct reporters and addresses, counted up to what matters. */
  readonly reporters: readonly string[];
  readonly feeds: readonly string[];
  readonly assets: number;
  /** The last sighting. */
  readonly lastSeenAt: string | null;
  readonly ransomware: boolean;
}

/** How far a format's senders are believed before we know them: feeds of named observers, known report formats, the rest. */
const byFormat: Readonly<Record<string, Trust>> = {
  by_hand: 'own_probe',
  shadowserver: 'trusted',
  abusehub: 'trusted',
  xarf: 'known',
  xarf_legacy: 'known',
  x_arf: 'known',
  arf: 'known',
  jmrp: 'known',
  iodef: 'known',
  hotline: 'known',
  // Files of these forms: anyone can hand one in, so that the form alone makes nobody trusted.
  intelmq: 'known',
  n6: 'known',
  misp: 'known',
  stix: 'known',
  urlhaus: 'known',
  threatfox: 'known',
  feodotracker: 'known',
  sslbl: 'known',
  phishtank: 'known',
  openphish: 'known',
  spamhaus_drop: 'known',
  spamhaus_cert: 'known',
  cymru_cap: 'known',
  dshield: 'known',
  dataplane: 'known',
  blocklistde: 'known',
  turris: 'known',
  haas: 'known',
  microsoft_ctip: 'known',
  snds: 'known',
  // Templates of named observers; never more than known, for anyone can write such a mail.
  spamhaus_sbl: 'known',
  ncsc_nl: 'known',
  cert_bund: 'known',
  divd: 'known',
  sidn: 'known',
  netcraft: 'known',
  spamcop: 'known',
  spamcop_site: 'known',
  spamcop_summary: 'known',
};

/** How far the sender of a finding is believed. */
export const trustOf = (format: string): Trust => byFormat[format] ?? 'unknown';

/** Whether the finding brings what can be checked: a moment with address and port, a URL, or parts that hold the proof. */
export function bringsEvidence(f: Row): boolean {
  if (f.url || f.proof || f.malware) return true;
  return f.ip !== undefined && f.seen !== undefined && f.precision !== 'message_date';
}

const most = 40;
const join = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])].sort().slice(0, most);

/** The worse of two severities. */
export function worse(a: Severity | null, b: Severity | null): Severity | null {
  if (!a) return b;
  if (!b) return a;
  return severities.indexOf(a) >= severities.indexOf(b) ? a : b;
}

/** What findings of one batch say together. All are of one case. */
export function factsOf(
  findings: readonly {
    readonly row: Row;
    readonly format: string;
    readonly feed: string | null;
    readonly kind: Kind;
  }[],
): CaseFacts {
  const kinds = new Set<string>();
  const reporters = new Set<string>();
  const feeds = new Set<string>();
  let severity: Severity | null = null;
  let trust: Trust = 'unknown';
  let evidence = false;
  let confidence: number | null = null;
  let last: Micros | null = null;
  let ransomware = false;
  for (const { row: f, format, feed, kind } of findings) {
    kinds.add(kind.id);
    severity = worse(severity, f.severity ?? kind.severity);
    const t = trustOf(format);
    if (trusts.indexOf(t) < trusts.indexOf(trust)) trust = t;
    if (bringsEvidence(f)) evidence = true;
    if (f.confidence !== undefined) confidence = Math.max(confidence ?? 0, f.confidence);
    if (f.reporter) reporters.add(f.reporter.toLowerCase());
    feeds.add(feed ?? format);
    const seen = f.last ?? f.seen;
    if (seen !== undefined && (last === null || seen > last)) last = seen;
    if (/ransom/i.test(f.malware ?? '')) ransomware = true;
  }
  return {
    kinds: [...kinds].sort(),
    severity,
    trust,
    evidence,
    confidence,
    reporters: [...reporters].sort().slice(0, most),
    feeds: [...feeds].sort().slice(0, most),
    assets: 0,
    lastSeenAt: last === null ? null : textOf(last),
    ransomware,
  };
}

const textOf = (at: Micros): string => (at % 1000 === 0 ? momentText(at / 1000) : instantOfMicros(at).toString());

/** What two batches say together; never less than one of them. */
export function joinFacts(a: CaseFacts, b: CaseFacts): CaseFacts {
  return {
    kinds: join(a.kinds, b.kinds),
    severity: worse(a.severity, b.severity),
    trust: trusts[Math.min(trusts.indexOf(a.trust), trusts.indexOf(b.trust))] ?? 'unknown',
    evidence: a.evidence || b.evidence,
    // One sender who is sure outweighs another who is not; none who said so leaves it open.
    confidence: a.confidence === null || b.confidence === null ? null : Math.max(a.confidence, b.confidence),
    reporters: join(a.reporters, b.reporters),
    feeds: join(a.feeds, b.feeds),
    assets: Math.max(a.assets, b.assets),
    lastSeenAt:
      [a.lastSeenAt, b.lastSeenAt]
        .filter((x) => x !== null)
        .sort()
        .at(-1) ?? null,
    ransomware: a.ransomware || b.ransomware,
  };
}
