/** Directives on real cases: what they may ask of one, which holds, and what a changed set would have sent. */
import { type DirectiveFacts, directiveFor, isUrgent, nextDigestAt, type Route, routeOf } from '#correspondence';
import { houseOf, letterSettingsOf, writtenSince } from '#correspondence/store';
import { aboutPrints, directivesNow } from '#correspondence/work';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { type Id, Refused } from '#kernel';
import { type Action, type Directive, type Severity, severities } from '#law';
import { loadLaw } from '#law/work';
import { type Contact, contactFor } from '#parties';
import { contactsOf } from '#parties/store';

/** The parties of a case's chain, from us downwards. */
export async function chainOf(tx: Tx, org: Id<'org'>, attribution: Id<'att'> | null): Promise<readonly Id<'party'>[]> {
  if (!attribution) return [];
  const [row] = await tx.rows(sql<{ chain: { party: Id<'party'> | null }[] }>`
    select chain from attribution where organisation_id = ${org} and id = ${attribution}`);
  return (row?.chain ?? []).map((l) => l.party).filter((p) => p !== null);
}

/** What directives ask of a case, and what it is about. */
export interface Directable {
  readonly id: Id<'case'>;
  readonly reference: string | null;
  readonly course: Action;
  readonly facts: DirectiveFacts;
  readonly holder: Id<'party'> | null;
  readonly addressee: Id<'party'> | null;
  /** Kind and asset of each open episode: what a letter would be about. */
  readonly marks: readonly string[];
  /** 0 info to 4 critical. */
  readonly severityRank: number;
}

/** How bad, as a number: what is not said counts as medium. */
export const severityRank = (s: Severity | null): number => (s === null ? 2 : severities.indexOf(s));

interface FactRow {
  readonly id: Id<'case'>;
  readonly reference: string | null;
  readonly kind: string;
  readonly action: string | null;
  readonly severity: Severity | null;
  readonly band: number;
  readonly feeds: string[];
  readonly holder_id: Id<'party'> | null;
  readonly addressee_id: Id<'party'> | null;
  readonly contract_id: string | null;
  readonly holder_reference: string | null;
  readonly addressee_reference: string | null;
  readonly tags: string[] | null;
  readonly service_kind: string | null;
  readonly statutory: boolean;
  readonly episodes: { kind: string; asset: string }[] | null;
  readonly addresses: string[] | null;
}

/** Reads what directives may ask of these cases. Cases without a course of action are left out: nothing goes out about them. */
export async function directables(tx: Tx, org: Id<'org'>, ids: readonly string[]): Promise<readonly Directable[]> {
  const law = await loadLaw();
  const statutory = [...law.clocks.values()].filter((c) => c.statutory).map((c) => c.id);
  const rows = await tx.rows(sql<FactRow>`
    select c.id, c.reference, c.kind, c.action, c.severity, c.band, c.feeds, c.holder_id, c.addressee_id, c.contract_id,
           h.reference as holder_reference, d.reference as addressee_reference, h.tags || d.tags as tags,
           (select k.service_kind from contract k where k.organisation_id = c.organisation_id and k.id = c.contract_id and upper_inf(k.recorded) order by k.version desc limit 1) as service_kind,
           exists (select 1 from deadline t where t.organisation_id = c.organisation_id and t.subject = c.id and t.clock = any(${statutory}::text[]) and t.ended_at is null) as statutory,
           (select jsonb_agg(distinct jsonb_build_object('kind', e.kind, 'asset', e.asset)) from episode e
             where e.organisation_id = c.organisation_id and (e.case_id = c.id or e.case_id in (select m.id from abuse_case m where m.organisation_id = c.organisation_id and m.merged_into = c.id)) and (e.closed_at is null or c.closed_at is not null)) as episodes,
           (select array_agg(distinct coalesce(host(f.ip), f.prefix::text)) from (
              select ip, prefix from finding f where f.organisation_id = c.organisation_id and f.case_id = c.id and (f.ip is not null or f.prefix is not null) limit 500) f) as addresses
      from abuse_case c
      left join party h on h.organisation_id = c.organisation_id and h.id = c.holder_id
      left join party d on d.organisation_id = c.organisation_id and d.id = c.addressee_id
     where c.organisation_id = ${org} and c.id = any(${[...ids]}::text[])
     order by c.opened_at, c.id`);
  return rows.flatMap((r) => {
    const course = law.actions.get(r.action ?? '');
    if (!course) return [];
    const episodes = r.episodes ?? [];
    const named = (id: string | null, reference: string | null) => [id, reference].filter((x) => x !== null);
    return [
      {
        id: r.id,
        reference: r.reference,
        course,
        holder: r.holder_id,
        addressee: r.addressee_id,
        marks: episodes.map((e) => `${e.kind} ${e.asset}`),
        severityRank: severityRank(r.severity),
        facts: {
          kinds: [...new Set([r.kind, ...episodes.map((e) => e.kind)])],
          course: course.id,
          severity: r.severity,
          band: r.band,
          statutory: r.statutory || course.lane !== null,
          holder: named(r.holder_id, r.holder_reference),
          addressee: named(r.addressee_id, r.addressee_reference),
          contract: r.contract_id,
          serviceKind: r.service_kind,
          addresses: r.addresses ?? [],
          feeds: r.feeds,
          tags: r.tags ?? [],
        },
      },
    ];
  });
}

export interface Routed extends Directable {
  /** Null: no directive holds, so nothing goes out by itself. */
  readonly route: Route | null;
  /** Version of the set; 0: the shipped one. */
  readonly version: number;
}

/** The directive in force for one case. @throws Refused `request.not-found` where it has no course of action */
export async function routeCase(tx: Tx, org: Id<'org'>, id: string): Promise<Routed> {
  const [d] = await directables(tx, org, [id]);
  if (!d) throw new Refused('letter.not-for-kind');
  const { set, version } = await directivesNow(tx);
  const found = directiveFor(set, d.facts);
  return { ...d, version, route: found ? routeOf(found, d.facts, d.course) : null };
}

/** Whether all that a letter would say was said to this recipient within the directive's days, at least as bad, for another case. */
export async function wasWritten(
  world: World,
  tx: Tx,
  d: Pick<Directable, 'marks' | 'severityRank' | 'id'>,
  recipient: string,
  days: number,
): Promise<Temporal.Instant | null> {
  if (d.marks.length === 0) return null;
  const prints = aboutPrints(world, recipient, d.marks);
  const since = world.clock.now().subtract({ hours: 24 * days });
  const found = await writtenSince(tx, prints, d.severityRank, since, d.id);
  if (found.length < prints.length) return null;
  return found.map((f) => f.at).sort(Temporal.Instant.compare)[0] ?? null;
}

/** What a set would do with one case, in a word and the facts behind it. */
export interface Tried {
  readonly directive: string | null;
  /** send, not_sent (a directive says so, or none holds), repeat (written recently), no_contact */
  readonly outcome: 'send' | 'not_sent' | 'repeat' | 'no_contact';
  readonly to: string | null;
  readonly party: Id<'party'> | null;
  readonly rhythm: 'at_once' | 'digest' | 'weekly' | null;
  readonly urgent: boolean;
  readonly trial: boolean;
  readonly format: string | null;
  /** Letters with the same mark go together. */
  readonly letter: string | null;
}

export interface TriedCase {
  readonly id: Id<'case'>;
  readonly reference: string | null;
  readonly course: string;
  readonly band: number;
  readonly before: Tried;
  readonly after: Tried;
}

export interface TrySummary {
  readonly cases: number;
  readonly letters: { readonly before: number; readonly after: number };
  readonly sent: { readonly before: number; readonly after: number };
  readonly urgent: number;
  readonly changed: readonly TriedCase[];
  /** Cases that would no longer be written about. */
  readonly silenced: number;
  readonly added: number;
}

/** Most cases a dry run looks at: a month of a large provider. */
const mostTried = 5000;

/**
 * What a changed set would have sent, and not sent, about the cases opened in the last days, against the set in force. Reads
 * only. Repeats are counted as they would have followed each other; digests as the letters they would have been.
 */
export async function tryDirectives(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  set: readonly Directive[],
  days: number,
): Promise<TrySummary> {
  const now = world.clock.now();
  const since = now.subtract({ hours: 24 * days });
  const cases = await tx.rows(sql<{ id: Id<'case'>; opened_at: Temporal.Instant }>`
    select id, opened_at from abuse_case where organisation_id = ${org} and opened_at > ${since.toString()}::timestamptz and state <> 'bundled'
     order by opened_at, id limit ${mostTried}`);
  const openedAt = new Map(cases.map((c) => [c.id, c.opened_at]));
  const found = await directables(
    tx,
    org,
    cases.map((c) => c.id),
  );
  const parties = [...new Set(found.flatMap((d) => [d.holder, d.addressee]).filter((p) => p !== null))];
  const contacts = Map.groupBy(await contactsOf(tx, parties), (c) => c.party);
  const house = await houseOf(tx);
  const { settings } = await letterSettingsOf(tx);
  const times = { at: settings.digest.at, weekday: settings.digest.weekday, rest: null };
  const run = (rules: readonly Directive[]) => {
    const written = new Map<string, { at: Temporal.Instant; rank: number }>();
    return new Map(
      found.map((d) => [d.id, triedOf(rules, d, openedAt.get(d.id) ?? now, contacts, written, house.zone, times)]),
    );
  };
  const before = run((await directivesNow(tx)).set);
  const after = run(set);
  const count = (all: ReadonlyMap<string, Tried>) => ({
    letters: new Set([...all.values()].map((t) => t.letter).filter((l) => l !== null)).size,
    sent: [...all.values()].filter((t) => t.outcome === 'send').length,
  });
  const changed: TriedCase[] = [];
  for (const d of found) {
    const [b, a] = [before.get(d.id), after.get(d.id)];
    if (!b || !a) continue;
    const { letter: _b, directive: bd, ...bRest } = b;
    const { letter: _a, directive: ad, ...aRest } = a;
    if (bd !== ad || JSON.stringify(bRest) !== JSON.stringify(aRest))
      changed.push({ id: d.id, reference: d.reference, course: d.course.id, band: d.facts.band, before: b, after: a });
  }
  const [cb, ca] = [count(before), count(after)];
  return {
    cases: found.length,
    letters: { before: cb.letters, after: ca.letters },
    sent: { before: cb.sent, after: ca.sent },
    urgent: found.filter((d) => isUrgent(d.facts)).length,
    changed,
    silenced: changed.filter((c) => c.before.outcome === 'send' && c.after.outcome !== 'send').length,
    added: changed.filter((c) => c.before.outcome !== 'send' && c.after.outcome === 'send').length,
  };
}

function triedOf(
  rules: readonly Directive[],
  d: Directable,
  at: Temporal.Instant,
  contacts: ReadonlyMap<string, readonly Contact[]>,
  written: Map<string, { at: Temporal.Instant; rank: number }>,
  zone: string,
  times: Parameters<typeof nextDigestAt>[3],
): Tried {
  const none: Tried = {
    directive: null,
    outcome: 'not_sent',
    to: null,
    party: null,
    rhythm: null,
    urgent: isUrgent(d.facts),
    trial: false,
    format: null,
    letter: null,
  };
  const rule = directiveFor(rules, d.facts);
  if (!rule) return none;
  const r = routeOf(rule, d.facts, d.course);
  const base: Tried = { ...none, directive: rule.id, rhythm: r.rhythm, trial: r.trial, format: r.format };
  if (!r.send) return { ...base, rhythm: null };
  const party = r.to === 'holder' ? (d.holder ?? d.addressee) : d.addressee;
  const contact = party ? contactFor(contacts.get(party) ?? [], r.purpose) : undefined;
  const to = r.webhook ?? r.address ?? contact?.address ?? null;
  if (!to || (!party && !r.address && !r.webhook)) return { ...base, outcome: 'no_contact', party };
  if (r.suppressDays !== null) {
    const since = at.subtract({ hours: 24 * r.suppressDays });
    const all = d.marks.map((m) => written.get(`${to} ${m}`));
    if (all.length > 0 && all.every((w) => w && Temporal.Instant.compare(w.at, since) > 0 && w.rank >= d.severityRank))
      return { ...base, outcome: 'repeat', to, party };
  }
  for (const m of d.marks) written.set(`${to} ${m}`, { at, rank: d.severityRank });
  const letter =
    r.rhythm === 'at_once' ? `${d.id}` : `${to} ${r.rhythm} ${r.group} ${nextDigestAt(r.rhythm, at, zone, times)}`;
  return { ...base, outcome: 'send', to, party, letter };
}
