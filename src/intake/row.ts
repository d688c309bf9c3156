/** A finding on its way to its row: what taking it must know, and beside it the line of COPY text that becomes the row. */
import { type Finding, type Lean, leanOf, type Role, storedJson } from '#formats';
import { base32, canonical, type Micros, type TimePrecision } from '#kernel';
import type { Severity } from '#law';

/** What attribution, cases and episodes must know of a finding. Moments are microseconds since 1970 UTC. */
export interface Row {
  /** Number within its batch or feed: the line of COPY text begins with it. */
  readonly n: number;
  readonly id: string;
  /** UTC day under which it is stored. */
  readonly day: string;
  readonly kind: string;
  readonly role: Role;
  readonly seen?: Micros;
  readonly precision?: TimePrecision;
  readonly first?: Micros;
  readonly last?: Micros;
  readonly ip?: string;
  readonly port?: number;
  readonly prefix?: string;
  readonly host?: string;
  readonly url?: string;
  readonly asn?: number;
  readonly account?: string;
  readonly severity?: Severity;
  readonly confidence?: number;
  readonly reference?: string;
  /** Who reported it, by the first of domain, name and contact that is known. */
  readonly reporter?: string;
  readonly malware?: string;
  readonly cve?: readonly string[];
  /** Whether parts of the message hold the proof. */
  readonly proof?: true;
}

/** Findings as rows: some of a feed, in order, with their lines of COPY text (`columnsOfLine`). */
export interface Rows {
  readonly list: readonly Row[];
  readonly lines: readonly (Uint8Array | string)[];
}

/** Columns of a line, in order. What the taker decides (attribution, episode, case) and what all lines share is not in it. */
export const columnsOfLine = [
  'day',
  'id',
  'kind',
  'seen_at',
  'time_precision',
  'first_seen_at',
  'last_seen_at',
  'ip',
  'port',
  'prefix',
  'host',
  'url',
  'asn',
  'account',
  'role',
  'severity',
  'confidence',
  'rsit',
  'xarf',
  'as_sent',
  'reference',
  'reporter',
  'count',
  'malware',
  'cve',
  'target',
  'extra',
  'problems',
  'evidence',
] as const;

const needsEscape = /[\\\n\r\t\0]/;
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\0': '\u2400',
};

/** One value in COPY's text format with the tab before it; what is absent is \N. */
function cell(value: string | undefined): string {
  if (value === undefined) return '\t\\N';
  return needsEscape.test(value) ? `\t${value.replace(/[\\\n\r\t\0]/g, (c) => escapes[c] ?? c)}` : `\t${value}`;
}
const plain = (value: string | number | undefined): string => (value === undefined ? '\t\\N' : `\t${value}`);

/** PostgreSQL's text of a text array. */
function arrayText(values: readonly string[] | undefined): string | undefined {
  if (!values || values.length === 0) return undefined;
  return `{${values.map((v) => `"${v.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

/**
 * A finding's id is a hash of its content (format, kind, resource, moment, reference), so that the same finding met twice is
 * one finding. Where the sender gave no moment, the message stands in for it: another message is then another finding.
 * @param hash SHA-256
 */
export function findingId(format: string, f: Finding, messageSha: string, hash: (text: string) => Uint8Array): string {
  return leanId(format, leanOf(f), messageSha, hash);
}

function leanId(format: string, l: Lean, messageSha: string, hash: (text: string) => Uint8Array): string {
  const content = JSON.stringify([
    format,
    l.kind,
    [l.ip, l.port, l.prefix, l.host, l.url, l.account, l.asn],
    l.seen?.text ?? `in ${messageSha}`,
    l.reference,
    l.role,
    l.target ? canonical(l.target) : null,
  ]);
  return `fnd_${base32(hash(content))}`;
}

/** A finding as a row with its line. */
export interface WrittenRow {
  readonly row: Row;
  readonly line: string;
}

/**
 * Makes the row of a finding.
 * @param hash SHA-256
 */
export function rowOf(
  n: number,
  format: string,
  l: Lean,
  messageSha: string,
  receivedDay: string,
  hash: (text: string) => Uint8Array,
): WrittenRow {
  const id = leanId(format, l, messageSha, hash);
  const day = l.seen?.text.slice(0, 10) ?? receivedDay;
  const r = l.reporter;
  const row: Record<string, unknown> = { n, id, day, kind: l.kind, role: l.role };
  if (l.seen) row['seen'] = l.seen.at;
  if (l.precision) row['precision'] = l.precision;
  if (l.first) row['first'] = l.first.at;
  if (l.last) row['last'] = l.last.at;
  if (l.ip !== undefined) row['ip'] = l.ip;
  if (l.port !== undefined) row['port'] = l.port;
  if (l.prefix !== undefined) row['prefix'] = l.prefix;
  if (l.host !== undefined) row['host'] = l.host;
  if (l.url !== undefined) row['url'] = l.url;
  if (l.asn !== undefined) row['asn'] = l.asn;
  if (l.account !== undefined) row['account'] = l.account;
  if (l.severity !== undefined) row['severity'] = l.severity;
  if (l.confidence !== undefined) row['confidence'] = l.confidence;
  if (l.reference !== undefined) row['reference'] = l.reference;
  const who = r?.domain ?? r?.org ?? r?.contact;
  if (who !== undefined) row['reporter'] = who;
  if (l.malware !== undefined) row['malware'] = l.malware;
  if (l.cve !== undefined && l.cve.length > 0) row['cve'] = l.cve;
  if (l.evidence !== undefined && l.evidence.length > 0) row['proof'] = true;
  const line =
    `${n}\t${day}\t${id}\t${l.kind}${plain(l.seen?.text)}${plain(l.precision)}${plain(l.first?.text)}${plain(l.last?.text)}` +
    `${plain(l.ip)}${plain(l.port)}${plain(l.prefix)}${cell(l.host)}${cell(l.url)}${plain(l.asn)}${cell(l.account)}` +
    `\t${l.role}${plain(l.severity)}${plain(l.confidence)}${plain(l.rsit)}${plain(l.xarf)}${cell(l.asSent)}${cell(l.reference)}` +
    `${cell(r?.org ?? r?.domain ?? r?.contact)}${plain(l.count)}${cell(l.malware)}${cell(arrayText(l.cve))}` +
    `${cell(l.target ? storedJson(l.target) : undefined)}${cell(l.extra)}${cell(l.problems)}${cell(arrayText(l.evidence))}\n`;
  return { row: row as unknown as Row, line };
}

/** Findings as rows, numbered from `first`. */
export function rowsOf(
  format: string,
  findings: readonly Finding[],
  messageSha: string,
  receivedDay: string,
  hash: (text: string) => Uint8Array,
  first = 0,
): Rows {
  const list: Row[] = [];
  const lines: string[] = [];
  findings.forEach((finding, n) => {
    const made = rowOf(first + n, format, leanOf(finding), messageSha, receivedDay, hash);
    list.push(made.row);
    lines.push(made.line);
  });
  return { list, lines };
}
