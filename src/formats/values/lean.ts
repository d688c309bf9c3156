/** A finding in the form bulk needs: moments as microseconds with their text, what the sender said as finished JSON. */
import { type Micros, microsOf, momentText, type TimePrecision } from '#kernel';
import type { Severity } from '#law';
import type { Finding, Role } from '../finding.ts';

/** One moment, on the line of the ledger and as `Temporal.Instant` writes it. */
export interface LeanMoment {
  readonly at: Micros;
  readonly text: string;
}

/** The same observation as a Finding, with nothing left to work out. Fields that are absent there are undefined here. */
export interface Lean {
  readonly kind: string;
  readonly role: Role;
  readonly seen: LeanMoment | undefined;
  readonly precision: TimePrecision | undefined;
  readonly first: LeanMoment | undefined;
  readonly last: LeanMoment | undefined;
  readonly ip: string | undefined;
  readonly port: number | undefined;
  readonly prefix: string | undefined;
  readonly host: string | undefined;
  readonly url: string | undefined;
  readonly asn: number | undefined;
  readonly account: string | undefined;
  readonly severity: Severity | undefined;
  readonly confidence: number | undefined;
  readonly rsit: string | undefined;
  readonly xarf: string | undefined;
  readonly asSent: string | undefined;
  readonly reference: string | undefined;
  readonly reporter: Finding['reporter'];
  readonly count: number | undefined;
  readonly malware: string | undefined;
  readonly cve: readonly string[] | undefined;
  readonly target: Finding['target'];
  /** JSON text of `extra`, with the protocol in it; as it is stored. */
  readonly extra: string | undefined;
  /** JSON text of the problems; undefined where there are none. */
  readonly problems: string | undefined;
  readonly evidence: readonly string[] | undefined;
}

/** JSON as PostgreSQL takes it: it refuses NUL in text, so NUL becomes its picture and nothing is dropped unseen. */
export function storedJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.includes('\\u0000') ? text.replaceAll('\\u0000', '\\u2400') : text;
}

const lean = (at: Temporal.Instant | undefined): LeanMoment | undefined => {
  if (at === undefined) return undefined;
  const ms = at.epochMilliseconds;
  const micros = microsOf(at);
  // Finer than a millisecond is rare: then the instant writes itself.
  return {
    at: micros,
    text: micros === ms * 1000 && at.epochNanoseconds % 1000n === 0n ? momentText(ms) : at.toString(),
  };
};

/** The lean form of a finding. */
export function leanOf(f: Finding): Lean {
  return {
    kind: f.kind,
    role: f.role,
    seen: lean(f.seenAt),
    precision: f.timePrecision,
    first: lean(f.firstSeenAt),
    last: lean(f.lastSeenAt),
    ip: f.ip,
    port: f.port,
    prefix: f.prefix,
    host: f.host,
    url: f.url,
    asn: f.asn,
    account: f.account,
    severity: f.severity,
    confidence: f.confidence,
    rsit: f.classification.rsit,
    xarf: f.classification.xarf,
    asSent: f.classification.asSent,
    reference: f.reference,
    reporter: f.reporter,
    count: f.count,
    malware: f.malware,
    cve: f.cve,
    target: f.target,
    extra: f.extra
      ? storedJson({ ...f.extra, ...(f.protocol ? { protocol: f.protocol } : {}) })
      : f.protocol
        ? storedJson({ protocol: f.protocol })
        : undefined,
    problems: f.problems.length > 0 ? storedJson(f.problems) : undefined,
    evidence: f.evidence,
  };
}
