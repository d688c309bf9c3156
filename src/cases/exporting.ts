/**
 * Findings out, in the formats others read: one line per finding, page after page, so that neither a slow reader nor a
 * large export holds a transaction or the memory.
 */

import { houseOf } from '#correspondence/store';
import { type Finding, writeIntelmq, writeN6, writeXarf, type XarfParty } from '#formats';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, type Id, Refused, type TimePrecision, type Words } from '#kernel';
import type { Severity } from '#law';
import { loadLaw } from '#law/work';
import type { ExportCount, ExportFormat } from './shapes.ts';

export interface ExportAsk {
  readonly format: ExportFormat;
  /** Id or reference of a case; what is bundled into it is part of it. */
  readonly caseId?: string | undefined;
  /** Received at or after this moment. */
  readonly since?: Temporal.Instant | undefined;
  /** Received before this moment. */
  readonly until?: Temporal.Instant | undefined;
}

/** Why a finding was not written, in words; codes of the writer of XARF name the field that is missing or not right. */
export function leftOutWords(reason: string): Words {
  const [code = '', at] = reason.split(' ');
  const field = at ? ` (${at})` : '';
  switch (code) {
    case 'never_shown':
      return { nl: 'wordt nooit getoond', en: 'is never shown' };
    case 'no_xarf_type':
      return { nl: 'XARF kent hier geen type voor', en: 'XARF has no type for this' };
    case 'xarf.field-missing':
      return { nl: `XARF vraagt een veld dat ontbreekt${field}`, en: `XARF asks for a field that is missing${field}` };
    default:
      return { nl: `een veld past niet in XARF${field}`, en: `a field does not fit in XARF${field}` };
  }
}

/** How an export went; filled in while it runs. */
export interface Exported {
  written: number;
  /** Findings that were not written, by reason. */
  readonly leftOut: Record<string, number>;
}

const page = 1000;

interface Row {
  readonly id: string;
  readonly format: string;
  readonly kind: string;
  readonly seen_at: Temporal.Instant | null;
  readonly time_precision: TimePrecision | null;
  readonly first_seen_at: Temporal.Instant | null;
  readonly last_seen_at: Temporal.Instant | null;
  readonly received_at: Temporal.Instant;
  readonly ip: string | null;
  readonly port: number | null;
  readonly prefix: string | null;
  readonly host: string | null;
  readonly url: string | null;
  readonly asn: number | null;
  readonly account: string | null;
  readonly role: Finding['role'];
  readonly severity: Severity | null;
  readonly confidence: number | null;
  readonly rsit: string | null;
  readonly xarf: string | null;
  readonly as_sent: string | null;
  readonly reference: string | null;
  readonly reporter: string | null;
  readonly count: number | null;
  readonly malware: string | null;
  readonly cve: string[] | null;
  readonly target: Finding['target'] | null;
  readonly extra: Record<string, unknown> | null;
  readonly problems: Finding['problems'] | null;
  /** Exact to the microsecond, for going on after this row. */
  readonly received: string;
}

const some = <K extends string, V>(name: K, value: V | null | undefined) =>
  (value === null || value === undefined ? {} : { [name]: value }) as { readonly [P in K]?: V };

function findingOf(r: Row): Finding {
  return {
    kind: r.kind,
    ...some('seenAt', r.seen_at),
    ...some('timePrecision', r.time_precision),
    ...some('firstSeenAt', r.first_seen_at),
    ...some('lastSeenAt', r.last_seen_at),
    ...some('ip', r.ip),
    ...some('port', r.port),
    ...some('prefix', r.prefix),
    ...some('host', r.host),
    ...some('url', r.url),
    ...some('asn', r.asn === null ? null : Number(r.asn)),
    ...some('account', r.account),
    role: r.role,
    ...some('severity', r.severity),
    ...some('confidence', r.confidence),
    classification: { ...some('rsit', r.rsit), ...some('xarf', r.xarf), ...some('asSent', r.as_sent) },
    ...some('reference', r.reference),
    ...(r.reporter === null ? {} : { reporter: { org: r.reporter } }),
    ...some('count', r.count === null ? null : Number(r.count)),
    ...some('malware', r.malware),
    ...(r.cve && r.cve.length > 0 ? { cve: r.cve } : {}),
    ...some('target', r.target),
    ...some('extra', r.extra),
    problems: r.problems ?? [],
  };
}

async function pageOf(
  tx: Tx,
  org: Id<'org'>,
  ask: ExportAsk,
  caseId: string | undefined,
  after: Row | undefined,
): Promise<readonly Row[]> {
  return tx.rows(sql<Row>`
    select id, format, kind, seen_at, time_precision, first_seen_at, last_seen_at, received_at, host(ip) as ip, port, prefix::text as prefix, host, url, asn, account,
           role, severity, confidence, rsit, xarf, as_sent, reference, reporter, count, malware, cve, target, extra, problems, received_at::text as received
      from finding f
     where organisation_id = ${org}
       and ${caseId ? sql`case_id in (select ${caseId} union all select m.id from abuse_case m where m.organisation_id = ${org} and m.merged_into = ${caseId})` : sql`true`}
       and ${ask.since ? sql`received_at >= ${ask.since.toString()}::timestamptz` : sql`true`}
       and ${ask.until ? sql`received_at < ${ask.until.toString()}::timestamptz` : sql`true`}
       and ${after ? sql`(received_at, id) > (${after.received}::timestamptz, ${after.id})` : sql`true`}
     order by received_at, id limit ${page}`);
}

/** Columns of the table, named as in `read --json`. */
const columns = [
  'id',
  'kind',
  'seen_at',
  'time_precision',
  'first_seen_at',
  'last_seen_at',
  'received_at',
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
  'target_ip',
  'target_port',
  'target_host',
  'target_url',
] as const;

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = Array.isArray(value) ? value.join(' ') : String(value);
  // A cell that a spreadsheet would run as a formula is text with a quote before it (OWASP, CSV injection).
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const csvLine = (r: Row): string =>
  columns
    .map((name) => {
      if (name.startsWith('target_')) return cell((r.target as Record<string, unknown> | null)?.[name.slice(7)]);
      return cell(r[name as keyof Row]);
    })
    .join(',');

/** A UUID of version 4 from the dice. */
function uuid(world: World): string {
  const bytes = Buffer.from(world.dice.bytes(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * The findings asked for, in pieces of text of about a page each. XARF is written strictly: a finding that lacks what its
 * type needs is left out and counted, never filled up. Kinds that are never shown are left out of every format.
 * The act stands in the journal before the first line leaves.
 * @throws Refused `request.not-found` for a case that is none of ours
 */
export async function* exportFindings(
  world: World,
  org: Id<'org'>,
  ask: ExportAsk,
  actor: Actor,
  done: Exported,
  how: { readonly noted: boolean } = { noted: true },
): AsyncGenerator<string> {
  const law = await loadLaw();
  const caseId = await world.db.in(org, async (tx) => {
    let id: string | undefined;
    if (ask.caseId !== undefined) {
      const found = await tx.rows(
        sql<{
          id: string;
        }>`select id from abuse_case where organisation_id = ${org} and (id = ${ask.caseId} or reference = ${ask.caseId})`,
      );
      id = found[0]?.id;
      if (id === undefined) throw new Refused('request.not-found');
    }
    if (how.noted)
      note(world, tx, {
        act: 'findings.exported',
        by: actor,
        about: [
          {
            subject: id ?? null,
            payload: {
              format: ask.format,
              case: id ?? null,
              since: ask.since?.toString() ?? null,
              until: ask.until?.toString() ?? null,
            },
          },
        ],
      });
    return id;
  });
  const party = ask.format === 'xarf' ? await partyOf(world, org) : undefined;
  if (ask.format === 'csv') yield `${columns.join(',')}\r\n`;
  let after: Row | undefined;
  for (;;) {
    const rows = await world.db.in(org, (tx) => pageOf(tx, org, ask, caseId, after));
    let text = '';
    for (const r of rows) {
      const line = lineOf(r, ask.format);
      if (line === undefined) continue;
      done.written++;
      text += line;
    }
    if (text !== '') yield text;
    if (rows.length < page) return;
    after = rows.at(-1);
  }

  function leave(reason: string): undefined {
    done.leftOut[reason] = (done.leftOut[reason] ?? 0) + 1;
    return undefined;
  }
  function lineOf(r: Row, format: ExportFormat): string | undefined {
    const kind = law.kinds.get(r.kind);
    if (kind?.handling === 'never_shown') return leave('never_shown');
    switch (format) {
      case 'csv':
        return `${csvLine(r)}\r\n`;
      case 'intelmq':
        return `${JSON.stringify(writeIntelmq(findingOf(r), r.received_at))}\n`;
      case 'n6':
        return `${JSON.stringify({ ...writeN6(findingOf(r)) })}\n`;
      case 'xarf': {
        const type = kind?.xarf?.value;
        if (!type || !party) return leave('no_xarf_type');
        const { report, problems } = writeXarf(findingOf(r), {
          reportId: uuid(world),
          reporter: party,
          sender: party,
          type,
        });
        if (problems.length > 0) return leave(`${problems[0]?.code ?? 'xarf'} ${problems[0]?.at ?? ''}`.trim());
        return `${JSON.stringify(report)}\n`;
      }
    }
  }
}

/**
 * What an export would write and leave out, and why; nothing leaves, so nothing is noted.
 * @throws Refused `request.not-found` for a case that is none of ours
 */
export async function countExport(world: World, org: Id<'org'>, ask: ExportAsk, actor: Actor): Promise<ExportCount> {
  const done: Exported = { written: 0, leftOut: {} };
  for await (const _ of exportFindings(world, org, ask, actor, done, { noted: false }));
  return countOf(done);
}

const countOf = (done: Exported): ExportCount => ({
  written: done.written,
  left_out: Object.values(done.leftOut).reduce((n, m) => n + m, 0),
  reasons: Object.entries(done.leftOut)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([reason, count]) => ({ reason, count, text: leftOutWords(reason) })),
});

/** Ourselves as XARF names a reporter. */
async function partyOf(world: World, org: Id<'org'>): Promise<XarfParty> {
  const here = await world.db.in(org, (tx) => houseOf(tx));
  const domain = new URL(world.publicUrl).hostname;
  return { org: here.name, contact: here.replyTo ?? `abuse@${domain}`, domain };
}
