/** A finding as a strict XARF v4.2 report. What the finding does not know is not made up: it is reported as missing. */
import type { Finding, Problem } from '../finding.ts';
import { checkXarf } from './check.ts';
import { allowed, xarfTypes } from './facts.ts';

export interface XarfParty {
  readonly org: string;
  /** Mailbox. */
  readonly contact: string;
  readonly domain: string;
}
export interface XarfFrom {
  /** UUID of this report: from the dice of the world. */
  readonly reportId: string;
  /** Who observed it. */
  readonly reporter: XarfParty;
  /** Who sends it: ourselves. */
  readonly sender: XarfParty;
  /** `category/type` of the kind, from src/law/kinds. */
  readonly type: string;
}
export interface XarfWritten {
  readonly report: Readonly<Record<string, unknown>>;
  /** Why the report is not conformant; empty where it is. A report with problems may be shown, not sent as XARF. */
  readonly problems: readonly Problem[];
}

/** Fields of the finding's own `extra` that the type needs and that a strict reader takes as they are. */
function fromExtra(finding: Finding, field: string): unknown {
  const value = finding.extra && Object.hasOwn(finding.extra, field) ? finding.extra[field] : undefined;
  return value === null || value === '' ? undefined : value;
}

/** Writes a finding as XARF v4.2 and checks the result. */
export function writeXarf(finding: Finding, from: XarfFrom): XarfWritten {
  const name = from.type;
  const [category = '', type = ''] = name.split('/');
  const source =
    finding.ip ??
    finding.prefix ??
    finding.host ??
    finding.url ??
    finding.account ??
    (finding.asn ? `AS${finding.asn}` : undefined);
  const seen = finding.timePrecision === 'message_date' ? undefined : finding.seenAt;
  const isVulnerable = category === 'vulnerability';
  const report: Record<string, unknown> = {
    xarf_version: '4.2.0',
    report_id: from.reportId,
    timestamp: (seen ?? finding.firstSeenAt)?.toString(),
    reporter: { ...from.reporter },
    sender: { ...from.sender },
    source_identifier: source,
    source_port: isVulnerable ? undefined : finding.port,
    category,
    type,
    confidence: finding.confidence,
    destination_ip: finding.target?.ip,
    destination_port: finding.target?.port,
    first_seen: (finding.firstSeenAt ?? (category === 'connection' ? seen : undefined))?.toString(),
    last_seen: finding.lastSeenAt?.toString(),
    protocol: protocolFor(name, finding),
  };
  if (category === 'content') report.url = finding.url;
  if (category === 'copyright') report.infringing_url = finding.url;
  if (category === 'messaging')
    report.smtp_from = mailboxIn(fromExtra(finding, 'smtp_from') ?? fromExtra(finding, 'Original-Mail-From'));
  if (isVulnerable) {
    report.service = fromExtra(finding, 'service') ?? finding.protocol?.application ?? finding.classification.asSent;
    report.service_port = finding.port;
    const cve = finding.cve ?? [];
    report.cve_id = cve[0];
    if (cve.length > 1) report.cve_ids = cve.slice(0, 10);
  }
  if (name === 'infrastructure/botnet') report.malware_family = finding.malware;
  if (name.startsWith('reputation/'))
    report.threat_type = fromExtra(finding, 'threat_type') ?? finding.classification.asSent;
  for (const field of xarfTypes.get(name)?.needs ?? []) report[field] ??= fromExtra(finding, field);
  if (name === 'infrastructure/botnet') report.compromise_evidence ??= finding.malware ?? finding.classification.asSent;
  const clean = Object.fromEntries(Object.entries(report).filter(([, v]) => v !== undefined));
  return { report: clean, problems: checkXarf(clean) };
}

/** The protocol in the type's own words: a transport for connections, the messaging system for messages. */
function protocolFor(name: string, finding: Finding): string | undefined {
  const words = allowed[`${name} protocol`];
  const { transport, application } = finding.protocol ?? {};
  if (!words) return transport ?? undefined;
  const found = [application, transport].find((p) => p !== undefined && words.includes(p.toLowerCase()));
  if (found) return found.toLowerCase();
  // A feedback loop reports mail; its own protocol is SMTP by definition of the format.
  return name === 'messaging/spam' && finding.extra && Object.hasOwn(finding.extra, 'Feedback-Type')
    ? 'smtp'
    : undefined;
}

function mailboxIn(value: unknown): string | undefined {
  const found = typeof value === 'string' ? /[^\s<>"@]{1,64}@[^\s<>"@]{1,255}/.exec(value)?.[0] : undefined;
  return found;
}
