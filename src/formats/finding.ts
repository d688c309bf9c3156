/** What a finding is: one normalised observation of one problem on one resource. What the sender did not say is absent. */
import type { TimePrecision } from '#kernel';
import type { Severity } from '#law';

export const roles = ['source', 'victim', 'exposed', 'unknown'] as const;
/** Whether the resource did it, suffered it, or merely stands open. Victims are never scored as culprits. */
export type Role = (typeof roles)[number];

export interface Problem {
  /** `time.missing`, `address.unreadable`: group and word, stable. */
  readonly code: string;
  readonly message: string;
  /** Part path (`1.2`), `row:17`, a JSON pointer or a field name. */
  readonly at?: string;
}

export interface Target {
  readonly ip?: string;
  readonly port?: number;
  readonly host?: string;
  readonly url?: string;
  readonly asn?: number;
  readonly account?: string;
  readonly brand?: string;
}

export interface Finding {
  /** One of the kinds in src/law/kinds. */
  readonly kind: string;
  /** When it was seen. Absent where the sender did not say and the message has no date either. */
  readonly seenAt?: Temporal.Instant;
  readonly timePrecision?: TimePrecision;
  readonly firstSeenAt?: Temporal.Instant;
  readonly lastSeenAt?: Temporal.Instant;
  /** RFC 5952 text. */
  readonly ip?: string;
  readonly port?: number;
  /** CIDR text, where the report is about a range. */
  readonly prefix?: string;
  /** A-label, lower case, no final dot. */
  readonly host?: string;
  /** As sent (refanged where it was defanged). */
  readonly url?: string;
  readonly asn?: number;
  readonly account?: string;
  readonly role: Role;
  readonly severity?: Severity;
  /** 0 to 1, where the sender said so. */
  readonly confidence?: number;
  readonly classification: {
    /** `predicate:value` of RSIT 1003. */
    readonly rsit?: string;
    /** `category/type` of XARF v4. */
    readonly xarf?: string;
    /** The sender's own class, verbatim. */
    readonly asSent?: string;
  };
  /** The sender's own number for this. */
  readonly reference?: string;
  readonly reporter?: { readonly org?: string; readonly contact?: string; readonly domain?: string };
  readonly count?: number;
  readonly target?: Target;
  readonly malware?: string;
  readonly cve?: readonly string[];
  readonly protocol?: { readonly transport?: string; readonly application?: string };
  /** Where in the message the proof lies: part paths or `row:17`. */
  readonly evidence?: readonly string[];
  /** Everything else the sender said, under the sender's own names, verbatim. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
}

/** How a message ended. `order` and `notice` come with a later issue. */
export const ends = ['findings', 'answer', 'receipt', 'not_abuse', 'order', 'notice', 'manual'] as const;
export type End = (typeof ends)[number];

/** Whether an observation names anything we could attribute. */
export function hasResource(f: Finding): boolean {
  return Boolean(f.ip ?? f.prefix ?? f.host ?? f.url ?? f.account ?? f.asn);
}

/** The stable JSON of `bezem read --json`: snake_case, UTC, absent stays absent. */
export function findingJson(f: Finding): Record<string, unknown> {
  const c = f.classification;
  return {
    kind: f.kind,
    seen_at: f.seenAt?.toString(),
    time_precision: f.timePrecision,
    first_seen_at: f.firstSeenAt?.toString(),
    last_seen_at: f.lastSeenAt?.toString(),
    ip: f.ip,
    port: f.port,
    prefix: f.prefix,
    host: f.host,
    url: f.url,
    asn: f.asn,
    account: f.account,
    role: f.role,
    severity: f.severity,
    confidence: f.confidence,
    classification: { rsit: c.rsit, xarf: c.xarf, as_sent: c.asSent },
    reference: f.reference,
    reporter: f.reporter,
    count: f.count,
    target: f.target,
    malware: f.malware,
    cve: f.cve,
    protocol: f.protocol,
    evidence: f.evidence,
    extra: f.extra,
    problems: f.problems,
  };
}
