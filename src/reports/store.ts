/** The SQL of reports: facts of a period out of the rooms below, versions, and the parts as published. */
import { sql, type Tx } from '#io/db';
import { sha256 } from '#io/dice';
import { type Id, must, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import type { ReportFacts } from './facts.ts';
import type { ReportState } from './report.ts';
import { type StoredWords, storedWords } from './shapes.ts';
import type { TcoFact } from './tco.ts';

const orgOf = (tx: Tx): Id<'org'> => must(tx.organisation, 'an organisation in this transaction');

export interface Window {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
}

/** Member States: an order of a third country is no order of articles 9 and 10. */
const members = 'at be bg hr cy cz dk ee fi fr de gr el hu ie it lv lt lu mt nl pl pt ro sk si es se'.split(' ');

/** Everything the DSA report counts in a window: by delivery for orders, notices and complaints, by effect for measures. */
export async function factsIn(tx: Tx, w: Window): Promise<ReportFacts> {
  const org = orgOf(tx);
  const [from, until] = [w.from.toString(), w.until.toString()];
  const law = await loadLaw();
  const counted = new Map(
    [...law.orders.values()].flatMap((t) =>
      (t.asks === 'act' || t.asks === 'inform') && !['third-country', 'hotline'].includes(t.id)
        ? [[t.id, t.asks] as const]
        : [],
    ),
  );
  const orders = await tx.rows(sql<{
    id: string;
    number: string;
    type: string;
    country: string | null;
    category: string | null;
    keyword: string | null;
    received_at: Temporal.Instant;
    acknowledged_at: Temporal.Instant | null;
    acknowledged_by_itself: boolean;
    effect_at: Temporal.Instant | null;
    items: number;
    service_kind: string | null;
  }>`
    select o.id, o.number, o.type, o.country, o.category, o.keyword, o.received_at, o.acknowledged_at, o.acknowledged_by_itself, o.effect_at,
           (select count(*)::int from order_item i where i.organisation_id = o.organisation_id and i.order_id = o.id) as items,
           (select c.service_kind from order_item i join contract c on c.organisation_id = i.organisation_id and c.id = i.contract_id
             where i.organisation_id = o.organisation_id and i.order_id = o.id order by i.no limit 1) as service_kind
      from authority_order o
     where o.organisation_id = ${org} and o.received_at >= ${from}::timestamptz and o.received_at < ${until}::timestamptz
       and o.type = any(${[...counted.keys()]}::text[]) and o.authenticity <> 'rejected'
       and (o.country is null or lower(o.country) = any(${members}::text[]))
     order by o.number`);
  const notices = await tx.rows(sql<{
    id: string;
    number: string;
    category: string | null;
    keyword: string | null;
    other: string | null;
    trusted: boolean;
    received_at: Temporal.Instant;
    items: number;
    acted_at: Temporal.Instant | null;
    law: number;
    terms: number;
    automated: boolean;
    service_kind: string | null;
  }>`
    select n.id, coalesce(n.number, n.id) as number, n.category, n.keyword, n.other, n.flagger_id is not null as trusted, n.received_at,
           count(i.no)::int as items,
           max(i.settled_at) filter (where i.state = 'acted') as acted_at,
           count(*) filter (where i.state = 'acted' and i.ground = 'law')::int as law,
           count(*) filter (where i.state = 'acted' and i.ground = 'terms')::int as terms,
           n.automated = 'FULLY' as automated,
           min(c.service_kind) as service_kind
      from notice n
      left join notice_item i on i.organisation_id = n.organisation_id and i.notice_id = n.id
      left join contract c on c.organisation_id = i.organisation_id and c.id = i.contract_id
     where n.organisation_id = ${org} and n.path = 'dsa16' and n.received_at >= ${from}::timestamptz and n.received_at < ${until}::timestamptz
     group by n.organisation_id, n.id
     order by 2`);
  const measures = await tx.rows(sql<{
    id: string;
    number: string;
    ground: string;
    category: string | null;
    keyword: string | null;
    keyword_other: string | null;
    restrictions: string[];
    origin: string | null;
    matter: string;
    automated_detection: boolean;
    automated_decision: 'FULLY' | 'PARTIALLY' | 'NOT_AUTOMATED';
    effect_at: Temporal.Instant;
    reversed: boolean;
    service_kind: string | null;
  }>`
    select d.id, coalesce(d.number, d.id) as number, d.ground, d.category, d.keyword, d.keyword_other, d.restrictions, d.origin, d.matter,
           d.automated_detection, d.automated_decision, d.effect_at, d.state = 'reversed' as reversed, c.service_kind
      from decision d left join contract c on c.organisation_id = d.organisation_id and c.id = d.contract_id
     where d.organisation_id = ${org} and d.outcome = 'acted' and d.restrictions <> '{}' and d.ground is not null
       and d.effect_at >= ${from}::timestamptz and d.effect_at < ${until}::timestamptz
     order by 2`);
  const complaints = await tx.rows(sql<{ id: string; number: string; received_at: Temporal.Instant }>`
    select id, number, received_at from complaint
     where organisation_id = ${org} and received_at >= ${from}::timestamptz and received_at < ${until}::timestamptz order by number`);
  return {
    orders: orders.map((o) => ({
      id: o.id,
      number: o.number,
      serviceKind: o.service_kind,
      asks: counted.get(o.type) === 'inform' ? 'inform' : 'act',
      country: o.country?.toUpperCase() ?? null,
      category: o.category,
      keyword: o.keyword,
      other: null,
      items: o.items,
      receivedAt: o.received_at,
      acknowledgedAt: o.acknowledged_at,
      acknowledgedByItself: o.acknowledged_by_itself,
      effectAt: o.effect_at,
    })),
    notices: notices.map((n) => ({
      id: n.id,
      number: n.number,
      serviceKind: n.service_kind,
      category: n.category,
      keyword: n.keyword,
      other: n.other,
      trustedFlagger: n.trusted,
      items: n.items,
      receivedAt: n.received_at,
      actedAt: n.acted_at,
      actionsByLaw: n.law,
      actionsByTerms: n.terms,
      automated: n.automated,
    })),
    measures: measures.map((m) => ({
      id: m.id,
      number: m.number,
      serviceKind: m.service_kind,
      ground: m.ground === 'ILLEGAL_CONTENT' ? 'law' : 'terms',
      category: m.category,
      keyword: m.keyword,
      other: m.keyword_other,
      restrictions: m.restrictions,
      // Of our own motion: neither an order nor a notice of art. 16 came before it (Annex II).
      ownInitiative:
        !m.matter.startsWith('ord_') &&
        !m.matter.startsWith('ntc_') &&
        m.origin !== 'SOURCE_ARTICLE_16' &&
        m.origin !== 'SOURCE_TRUSTED_FLAGGER',
      automatedDetection: m.automated_detection,
      automatedDecision: m.automated_decision,
      at: m.effect_at,
      reversed: m.reversed,
    })),
    complaints: complaints.map((c) => ({ id: c.id, number: c.number, serviceKind: null, receivedAt: c.received_at })),
  };
}

/** Removal orders of a window, as article 7 of Regulation (EU) 2021/784 counts them. */
export async function tcoFactsIn(tx: Tx, w: Window): Promise<readonly TcoFact[]> {
  const rows = await tx.rows(sql<{
    id: string;
    number: string;
    state: string;
    scrutiny: string | null;
    items: number;
    removed: number;
    reinstated: number;
    complaints: number;
    upheld: number;
  }>`
    select o.id, o.number, o.state, o.scrutiny,
           count(i.id)::int as items,
           count(i.id) filter (where i.state in ('effected', 'reinstated'))::int as removed,
           count(i.id) filter (where i.state = 'reinstated')::int as reinstated,
           (select count(*)::int from complaint c join decision d on d.organisation_id = c.organisation_id and d.id = c.decision_id
             where c.organisation_id = o.organisation_id and d.matter = o.id) as complaints,
           (select count(*)::int from complaint c join decision d on d.organisation_id = c.organisation_id and d.id = c.decision_id
             where c.organisation_id = o.organisation_id and d.matter = o.id and c.state in ('overturned', 'partly')) as upheld
      from authority_order o left join order_item i on i.organisation_id = o.organisation_id and i.order_id = o.id
     where o.organisation_id = ${orgOf(tx)} and o.type = 'tco-3' and o.received_at >= ${w.from.toString()}::timestamptz
       and o.received_at < ${w.until.toString()}::timestamptz and o.authenticity <> 'rejected'
     group by o.organisation_id, o.id order by o.number`);
  return rows.map((r) => ({
    id: r.id,
    number: r.number,
    items: r.items,
    removed: r.removed,
    notCarriedOut: r.state === 'impossible' ? 'impossible' : r.state === 'returned_defective' ? 'defective' : null,
    scrutiny: r.scrutiny === 'asked' || r.scrutiny === 'upheld' || r.scrutiny === 'annulled' ? r.scrutiny : null,
    reinstated: r.reinstated,
    complaints: r.complaints,
    complaintsUpheld: r.upheld,
  }));
}

export const reportKinds = ['dsa', 'tco'] as const;
export type ReportKind = (typeof reportKinds)[number];

export interface StoredReport {
  readonly id: Id<'trp'>;
  readonly kind: ReportKind;
  readonly service: string;
  readonly period_from: string;
  readonly period_to: string;
  readonly version: number;
  readonly state: ReportState;
  readonly words: StoredWords;
  readonly made_at: Temporal.Instant;
  readonly made_by: string;
  readonly changed_by: string;
  readonly checked_by: string | null;
  readonly published_at: Temporal.Instant | null;
  readonly corrects: Id<'trp'> | null;
  readonly reason: string | null;
  readonly sha256: Buffer | null;
  readonly revision: number;
}

const reportColumns = sql`
  id, kind, service, period_from::text as period_from, period_to::text as period_to, version, state, words, made_at, made_by, changed_by,
  checked_by, published_at, corrects, reason, sha256, revision`;

const parsed = (r: StoredReport): StoredReport => ({ ...r, words: storedWords.parse(r.words) });

export async function addReport(
  tx: Tx,
  r: Pick<StoredReport, 'id' | 'kind' | 'service' | 'period_from' | 'period_to' | 'words' | 'corrects' | 'reason'>,
  at: Temporal.Instant,
  by: string,
): Promise<void> {
  await tx.rows(sql`
    insert into transparency_report (organisation_id, id, kind, service, period_from, period_to, version, state, words, made_at, made_by,
                                     changed_at, changed_by, corrects, reason)
    select ${orgOf(tx)}, ${r.id}, ${r.kind}, ${r.service}, ${r.period_from}::date, ${r.period_to}::date, coalesce(max(version), 0) + 1, 'draft',
           ${JSON.stringify(r.words)}::jsonb, ${at.toString()}::timestamptz, ${by}, ${at.toString()}::timestamptz, ${by}, ${r.corrects}, ${r.reason}
      from transparency_report
     where organisation_id = ${orgOf(tx)} and kind = ${r.kind} and service = ${r.service} and period_from = ${r.period_from}::date`);
}

/** One report, locked. @throws Refused `request.not-found` */
export async function lockReport(tx: Tx, id: string): Promise<StoredReport> {
  const [row] = await tx.rows(
    sql<StoredReport>`select ${reportColumns} from transparency_report where organisation_id = ${orgOf(tx)} and id = ${id} for update`,
  );
  if (!row) throw new Refused('request.not-found');
  return parsed(row);
}

export async function listReports(tx: Tx): Promise<readonly StoredReport[]> {
  const rows = await tx.rows(
    sql<StoredReport>`select ${reportColumns} from transparency_report where organisation_id = ${orgOf(tx)} and state <> 'dropped'
                       order by period_from desc, kind, service, version desc`,
  );
  return rows.map(parsed);
}

/** The report that is being written for this period, where there is one. */
export async function draftOf(
  tx: Tx,
  kind: ReportKind,
  service: string,
  from: string,
): Promise<StoredReport | undefined> {
  const [row] = await tx.rows(
    sql<StoredReport>`select ${reportColumns} from transparency_report
                       where organisation_id = ${orgOf(tx)} and kind = ${kind} and service = ${service} and period_from = ${from}::date and state in ('draft', 'checked')`,
  );
  return row && parsed(row);
}

export interface ReportChange {
  readonly state?: ReportState;
  readonly words?: StoredWords;
  readonly changedBy?: string;
  readonly checkedBy?: string | null;
  readonly publishedBy?: string;
  readonly sha256?: Buffer;
}

export async function changeReport(tx: Tx, id: Id<'trp'>, c: ReportChange, at: Temporal.Instant): Promise<void> {
  const now = sql`${at.toString()}::timestamptz`;
  const set = [sql`revision = revision + 1`];
  if (c.state) set.push(sql`state = ${c.state}`);
  if (c.words) set.push(sql`words = ${JSON.stringify(c.words)}::jsonb`);
  if (c.changedBy) set.push(sql`changed_at = ${now}`, sql`changed_by = ${c.changedBy}`);
  if (c.checkedBy !== undefined)
    set.push(
      sql`checked_by = ${c.checkedBy}`,
      c.checkedBy === null ? sql`checked_at = null` : sql`checked_at = ${now}`,
    );
  if (c.publishedBy) set.push(sql`published_at = ${now}`, sql`published_by = ${c.publishedBy}`);
  if (c.sha256) set.push(sql`sha256 = ${c.sha256}`);
  await tx.rows(
    sql`update transparency_report set ${sql.join(set)} where organisation_id = ${orgOf(tx)} and id = ${id}`,
  );
}

/** Freezes the files of a report. @returns the hash over their names and hashes */
export async function freezeParts(
  tx: Tx,
  id: Id<'trp'>,
  parts: readonly { readonly name: string; readonly bytes: Buffer }[],
): Promise<Buffer> {
  const hashed = parts.map((p) => ({ ...p, hash: sha256(p.bytes) }));
  await tx.rows(sql`
    insert into transparency_part (organisation_id, report_id, name, sha256, bytes)
    select ${orgOf(tx)}, ${id}, p.* from unnest(${hashed.map((p) => p.name)}::text[], ${hashed.map((p) => p.hash)}::bytea[], ${hashed.map((p) => p.bytes)}::bytea[]) p`);
  return sha256(Buffer.from(hashed.map((p) => `${p.hash.toString('hex')}  ${p.name}\n`).join('')));
}

export interface FrozenPart {
  readonly name: string;
  readonly sha256: Buffer;
  readonly bytes: Buffer;
}

export async function partsOf(tx: Tx, id: Id<'trp'>): Promise<readonly FrozenPart[]> {
  return tx.rows(
    sql<FrozenPart>`select name, sha256, bytes from transparency_part where organisation_id = ${orgOf(tx)} and report_id = ${id} order by name`,
  );
}

/** Published versions of every period, newest first. */
export async function publishedReports(tx: Tx): Promise<readonly StoredReport[]> {
  return (await listReports(tx)).filter((r) => r.state === 'published' || r.state === 'corrected');
}
