/** Letters about cases: what goes in, to whom, what happens when they leave, bounce or are answered. */

import type { z } from 'zod';
import type { QuietHours } from '#correspondence';
import {
  type Attachment,
  type CustomerView,
  composeFields,
  type LetterLanguage,
  letterLanguage,
  type SeenFact,
  seenCsv,
} from '#correspondence';
import { houseOf, letterSettingsOf } from '#correspondence/store';
import {
  type Letter,
  type LettersHanded,
  letterPreview,
  lettersOfCase,
  type QueueLetter,
  queueLetter,
} from '#correspondence/work';
import { startDeadline, stopDeadline, wouldBeDue } from '#deadlines/work';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import {
  type Actor,
  engine,
  type Id,
  type Language,
  must,
  type ProblemCode,
  problems,
  Refused,
  type TimePrecision,
  type Words,
} from '#kernel';
import { type Action, type Law, type LetterFields, type RecipientPurpose, type RungId, rungIds, termsOf } from '#law';
import { loadLaw } from '#law/work';
import { contactFor } from '#parties';
import { contactsOf } from '#parties/store';
import { allow, type CaseNow, changeCase, lockCase } from './acting.ts';
import { arrow, openStates } from './case.ts';
import { chainOf, type Routed, routeCase, wasWritten } from './directing.ts';
import type { RungState } from './ladder.ts';
import type { CaseShape, letterPreview as previewShape } from './shapes.ts';
import { isSensitive, termWords } from './showing.ts';
import { dueAgain, noteAct } from './taking.ts';
import type { LetterWish } from './work.ts';

/** XARF of findings for the attachment; handed in, since how it is written belongs to the formats. */
export type WriteXarf = (
  findings: readonly XarfFact[],
  reporter: { readonly org: string; readonly contact: string; readonly domain: string },
) => readonly Attachment[];
export interface XarfFact {
  readonly id: string;
  readonly kind: string;
  readonly seenAt: Temporal.Instant | null;
  readonly ip: string | null;
  readonly port: number | null;
  readonly host: string | null;
  readonly url: string | null;
  readonly malware: string | null;
  readonly cve: readonly string[];
  readonly asSent: string | null;
  readonly target: { readonly ip?: string; readonly port?: number } | null;
  /** The sender's own fields, of which a report takes what its type needs. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** A party as a letter needs it, and the contact its letters of this purpose go to: never one that bounced. */
async function recipientOf(tx: Tx, org: Id<'org'>, party: Id<'party'>, purpose: RecipientPurpose) {
  const rows = await tx.rows(sql<{
    name: string | null;
    reference: string;
    language: Language | null;
    erased: boolean;
  }>`
    select name, reference, language, state = 'erased' as erased from party where organisation_id = ${org} and id = ${party}`);
  const found = rows[0];
  return found && { ...found, contact: contactFor(await contactsOf(tx, [party]), purpose) };
}

/** Findings that go with one letter; a case with more of them says so by its count. */
const mostFindings = 5000;

export async function seenOf(
  tx: Tx,
  org: Id<'org'>,
  law: Law,
  caseId: Id<'case'>,
  hide: boolean,
): Promise<{ seen: SeenFact[]; xarf: XarfFact[] }> {
  const rows = await tx.rows(sql<{
    id: string;
    kind: string;
    seen_at: Temporal.Instant | null;
    time_precision: TimePrecision | null;
    ip: string | null;
    port: number | null;
    host: string | null;
    url: string | null;
    prefix: string | null;
    malware: string | null;
    cve: string[] | null;
    as_sent: string | null;
    target: { ip?: string; port?: number } | null;
    extra: Record<string, unknown> | null;
  }>`
    select f.id, f.kind, f.seen_at, f.time_precision, host(f.ip) as ip, f.port, f.host, f.url, f.prefix::text as prefix, f.malware, f.cve, f.as_sent, f.target, f.extra from finding f
     where f.organisation_id = ${org} and f.case_id in (select ${caseId} union all select m.id from abuse_case m where m.organisation_id = ${org} and m.merged_into = ${caseId})
     order by f.seen_at desc nulls last, f.id limit ${mostFindings}`);
  const seen = rows.map(
    (r): SeenFact => ({
      seenAt: r.seen_at,
      precision: r.time_precision,
      where: hide ? r.ip : (r.url ?? (r.host && r.ip ? `${r.host} (${r.ip})` : (r.ip ?? r.host ?? r.prefix))),
      port: r.port,
      what: law.kinds.get(r.kind)?.title ?? { nl: r.kind, en: r.kind },
      kind: r.kind,
      reference: r.id,
    }),
  );
  const xarf = hide
    ? []
    : rows.map(
        (r): XarfFact => ({
          id: r.id,
          kind: r.kind,
          seenAt: r.seen_at,
          ip: r.ip,
          port: r.port,
          host: r.host,
          url: r.url,
          malware: r.malware,
          cve: r.cve ?? [],
          asSent: r.as_sent,
          target: r.target,
          extra: r.extra ?? {},
        }),
      );
  return { seen, xarf };
}

interface Prepared {
  readonly input: Omit<QueueLetter, 'by' | 'contact'>;
  readonly contact: QueueLetter['contact'] | null;
  readonly refusals: readonly ProblemCode[];
  readonly dueAt: Temporal.Instant | null;
  readonly routed: Routed;
}

const house: Words = {
  nl: 'ons contract met u, waarin staat dat u misbruik voorkomt en verhelpt',
  en: 'our contract with you, by which you prevent and remedy abuse',
};

/** Who got the first letter of this case that left or still waits: what follows goes there too. */
async function firstRecipient(tx: Tx, org: Id<'org'>, id: Id<'case'>): Promise<Id<'party'> | null> {
  const [row] = await tx.rows(sql<{ party_id: Id<'party'> | null }>`
    select party_id from letter where organisation_id = ${org} and case_id = ${id} and template in ('ltr-warn', 'ltr-warn-reseller')
       and state in ('held', 'queued', 'sending', 'sent', 'delivered', 'joined') order by created_at desc limit 1`);
  return row?.party_id ?? null;
}

/** Reports of one letter as files: one each where they are few, one a line of a single file where they are many. */
const mostXarfFiles = 10;

function packed(files: readonly Attachment[]): readonly Attachment[] {
  if (files.length <= mostXarfFiles) return files;
  const lines = files.map((f) => JSON.stringify(JSON.parse(Buffer.from(f.bytes).toString())));
  return [{ name: 'findings.xarf.jsonl', type: 'application/x-ndjson', bytes: Buffer.from(`${lines.join('\n')}\n`) }];
}

/** Everything for one letter about a case: who gets it by which directive, its fields in both languages, attachments, and why it cannot go. */
async function prepare(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  c: CaseNow,
  wish: LetterWish,
  xarf: WriteXarf,
): Promise<Prepared> {
  const law = await loadLaw();
  const refusals: ProblemCode[] = [];
  if (c.attribution === 'ambiguous') refusals.push('case.ambiguous');
  else if (!c.addressee_id) refusals.push('case.no-holder');
  const hide = isSensitive(law, c.kind);
  const course: Action = must(law.actions.get(c.action ?? ''), `course of action ${c.action}`);
  const routed = await routeCase(tx, org, c.id);
  const route = routed.route;
  const follows = wish.template !== undefined && !wish.template.startsWith('ltr-warn');
  const chain = await chainOf(tx, org, c.attribution_id);
  const first = follows ? await firstRecipient(tx, org, c.id) : null;
  const inChain = (p: Id<'party'> | null) =>
    p !== null && (p === c.holder_id || p === c.addressee_id || chain.includes(p));
  const party =
    wish.to ??
    (inChain(first) ? first : null) ??
    (route?.to === 'holder' ? (c.holder_id ?? c.addressee_id) : c.addressee_id);
  const purpose = route?.purpose ?? 'abuse';
  const recipient = party ? await recipientOf(tx, org, party, purpose) : undefined;
  const contact = recipient?.contact;
  const fixed = wish.to === undefined ? (route?.address ?? null) : null;
  const webhook = wish.to === undefined && !follows ? (route?.webhook ?? null) : null;
  if (recipient?.erased) refusals.push('party.erased');
  else if (party && !contact?.address && !fixed && !webhook) refusals.push('letter.no-contact');
  const isReseller = party !== null && party !== c.holder_id;
  const template = wish.template ?? (isReseller ? 'ltr-warn-reseller' : 'ltr-warn');
  if (!law.letters.has(template))
    throw new Refused('request.invalid', `template: there is no letter "${template}"`, { template: 'not a letter' });
  if (course.stepsForCustomer.length === 0 && template.startsWith('ltr-warn')) refusals.push('letter.not-for-kind');
  const isFirst = template.startsWith('ltr-warn');
  const address = webhook ?? fixed ?? contact?.address ?? null;
  if (isFirst && !wish.anyway) {
    if (!route?.send) refusals.push('letter.no-directive');
    else if (
      route.suppressDays !== null &&
      address !== null &&
      (await wasWritten(world, tx, routed, address, route.suppressDays))
    )
      refusals.push('letter.written-recently');
  }
  const here = await houseOf(tx);
  const now = world.clock.now();
  const more = await tx.rows(sql<{
    severity: string | null;
    origin: string;
    recurrence: number;
    closed_at: Temporal.Instant | null;
    sent: Temporal.Instant | null;
    host_due: Temporal.Instant | null;
    customer_due: Temporal.Instant | null;
  }>`
    select c.severity, c.origin, c.recurrence, c.closed_at,
           (select min(l.sent_at) from letter l where l.organisation_id = c.organisation_id and l.case_id = c.id and l.template in ('ltr-warn', 'ltr-warn-reseller')) as sent,
           (select max(d.due_at) from deadline d where d.organisation_id = c.organisation_id and d.subject = c.id and d.clock = 'clk-case-host' and d.ended_at is null) as host_due,
           (select max(d.due_at) from deadline d where d.organisation_id = c.organisation_id and d.subject = c.id and d.clock = 'clk-case-customer' and d.ended_at is null) as customer_due
      from abuse_case c where c.organisation_id = ${org} and c.id = ${c.id}`);
  const m = must(more[0], 'the case just locked');
  const terms = termsOf(course, { critical: m.severity === 'critical', fraudulent: m.origin === 'fraudulent_signup' });
  const undone = now.add({ seconds: here.undoSeconds });
  const term = terms.customer ?? terms.host ?? terms.look;
  const dueAt = m.customer_due ?? (await wouldBeDue(tx, 'clk-case-customer', undone, term));
  const nameBy = isReseller && c.band <= 1 ? undone.add({ hours: 24 }) : null;
  const { seen, xarf: facts } = await seenOf(tx, org, law, c.id, hide);
  const host = terms.host;
  const language: LetterLanguage = route?.language ?? letterLanguage(contact?.language, recipient?.language);
  const { settings } = await letterSettingsOf(tx);
  const silent = template === 'ltr-upstream' && first ? await recipientOf(tx, org, first, purpose) : undefined;
  const composed = composeFields({
    zone: here.zone,
    organisationName: here.name,
    audience: isReseller ? 'reseller' : 'customer',
    caseNumber: c.reference,
    recipientName: recipient?.name ?? null,
    customerName: silent ? (silent.name ?? silent.reference) : null,
    inlineRows: settings.digest.inline_rows,
    course,
    resource: hide ? null : c.asset,
    seen,
    dueAt,
    hostAt: m.host_due && Temporal.Instant.compare(m.host_due, dueAt) > 0 ? m.host_due : null,
    consequence: host
      ? {
          nl: 'grijpen wij zelf in: wij sluiten het adres, het pad of de dienst af',
          en: 'we act ourselves: we close the address, the path or the service',
        }
      : {
          nl: 'nemen wij contact met u op en kunnen wij de dienst beperken',
          en: 'we contact you and may restrict the service',
        },
    ground:
      course.basis.mark === 'house'
        ? house
        : {
            nl: `${course.basis.law}${course.basis.article ? `, artikel ${course.basis.article}` : ''}; ${house.nl}`,
            en: `${course.basis.law}${course.basis.article ? `, article ${course.basis.article}` : ''}; ${house.en}`,
          },
    note: wish.note ?? null,
    repeat:
      m.recurrence > 0
        ? {
            nl: `Dit is de ${m.recurrence + 1}e keer in negentig dagen.`,
            en: `This is time ${m.recurrence + 1} within ninety days.`,
          }
        : null,
    firstSentAt: m.sent,
    nameBy,
    news: wish.note ? { nl: wish.note, en: wish.note } : null,
    closedAt: m.closed_at ?? now,
    why: course.fixedWhen,
  });
  // News is what is new: the findings and steps of the first letter stand on the customer's page.
  const news = (f: LetterFields): LetterFields => ({ ...f, findings: undefined, steps: undefined });
  const fields = template === 'ltr-update' ? { nl: news(composed.nl), en: news(composed.en) } : composed;
  const format = webhook ? 'webhook' : (route?.format ?? 'text_csv_xarf');
  const wants = (law.letters.get(template)?.attachments ?? []).filter((a) => format.includes(a));
  const attachments: Attachment[] = [];
  if (wants.includes('csv') && !hide && seen.length > 0)
    attachments.push({ name: `${c.reference ?? 'case'}.csv`, type: 'text/csv', bytes: seenCsv(seen) });
  if (wants.includes('xarf') && facts.length > 0) {
    const domain = new URL(world.publicUrl).hostname;
    attachments.push(...packed(xarf(facts, { org: here.name, contact: here.replyTo ?? `abuse@${domain}`, domain })));
  }
  const upwards =
    party && chain.includes(party) ? chain.slice(0, chain.indexOf(party) + 1).toReversed() : party ? [party] : [];
  const who = webhook
    ? { id: null, address: 'webhook' }
    : fixed
      ? { id: null, address: fixed }
      : contact
        ? { id: contact.id, address: contact.address }
        : null;
  return {
    refusals,
    dueAt,
    contact: who,
    routed,
    input: {
      template,
      language,
      audience: isReseller ? 'reseller' : 'customer',
      party,
      case: c.id,
      ...(c.reference ? { reference: c.reference } : {}),
      action: { id: course.id, version: course.version },
      fields,
      attachments,
      dueAt,
      // Only a first letter waits for others: what follows from it has its own moment.
      rhythm: isFirst ? (route?.rhythm ?? 'at_once') : 'at_once',
      group: route?.group ?? null,
      urgent: route?.urgent ?? c.band <= 1,
      trial: route?.trial ?? false,
      ...(route ? { directive: { id: route.directive, version: routed.version } } : {}),
      ...(isFirst && route && route.copyTo.length > 0 ? { copyTo: route.copyTo } : {}),
      ...(wish.rung || isFirst ? { rung: wish.rung ?? 'letter' } : {}),
      brandOf: { contract: c.contract_id, parties: upwards },
      ...(isFirst ? { about: { marks: routed.marks, severity: routed.severityRank } } : {}),
      ...(webhook ? { webhook: { id: webhook, data: machineData(c, course, hide ? [] : seen) } } : {}),
      lane: c.band <= 1 ? 'urgent' : 'normal',
      link: true,
    },
  };
}

/** What a webhook is told of a case besides the words of its letter: never who reported it. */
function machineData(c: CaseNow, course: Action, seen: readonly SeenFact[]): Readonly<Record<string, unknown>> {
  return {
    case: c.id,
    kind: c.kind,
    course: { id: course.id, version: course.version, title: course.title },
    band: `P${c.band}`,
    asset: seen.length > 0 ? c.asset : null,
    steps: course.stepsForCustomer,
    fixed_when: course.fixedWhen,
    findings: seen.map((f) => ({
      id: f.reference ?? null,
      seen_at: f.seenAt?.toString() ?? null,
      time_precision: f.precision,
      where: f.where,
      port: f.port,
      kind: f.kind,
    })),
  };
}

/** The letter as it would go now, with every reason why it could not. */
export async function previewLetter(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  c: CaseNow,
  wish: LetterWish,
  xarf: WriteXarf,
): Promise<z.infer<typeof previewShape>> {
  const p = await prepare(world, tx, org, c, wish, xarf);
  const shown = await letterPreview(world, tx, { ...p.input, contact: p.contact });
  const refusals: { code: string; text: Words }[] = p.refusals.map((code) => ({
    code,
    text: { nl: problems[code].nl, en: problems[code].en },
  }));
  if (!arrow(c.state, 'notify'))
    refusals.push({
      code: 'case.act-not-allowed',
      text: { nl: problems['case.act-not-allowed'].nl, en: problems['case.act-not-allowed'].en },
    });
  if (!shown.rendered && refusals.length === 0)
    refusals.push({
      code: 'letter.not-whole',
      text: {
        nl: `${problems['letter.not-whole'].nl} (${shown.missing.join(', ')})`,
        en: `${problems['letter.not-whole'].en} (${shown.missing.join(', ')})`,
      },
    });
  return {
    to: shown.to,
    language: shown.language,
    template: shown.template,
    subject: shown.rendered?.subject ?? '',
    text: shown.rendered?.text ?? '',
    html: shown.rendered?.html ?? '',
    attachments: shown.attachments.map((a) => ({ ...a })),
    undo_seconds: shown.undoSeconds,
    refusals,
    deadline_at: p.dueAt?.toString() ?? null,
  };
}

/** Puts the letter in the outbox and the case on waiting. @throws Refused with the first reason why it cannot go */
export async function notifyCase(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  c: CaseNow,
  wish: LetterWish,
  actor: Actor,
  xarf: WriteXarf,
): Promise<Id<'let'>> {
  const to = allow(c, 'notify', actor);
  const p = await prepare(world, tx, org, c, wish, xarf);
  const first = p.refusals[0];
  if (first) throw new Refused(first);
  if (!p.contact) throw new Refused('letter.no-contact');
  const letter = await queueLetter(world, tx, { ...p.input, contact: p.contact, by: actor });
  const rung = p.input.rung;
  if (rung) await climbed(world, tx, org, { case: c.id, rung, state: 'done', letter });
  const height = rung ? rungIds.indexOf(rung as RungId) + 1 : 1;
  await changeCase(world, tx, org, c.id, { state: to, rung: Math.max(c.rung, height), snoozed_until: null });
  if (actor.kind === 'member') await stopDeadline(world, tx, c.id, 'clk-case-look', 'met', { by: actor });
  await dueAgain(tx, org, [c.id]);
  await noteAct(world, tx, org, {
    caseId: c.id,
    act: 'notify',
    by: actor,
    from: c.state,
    to,
    party: p.input.party,
    detail: {
      letter,
      template: p.input.template,
      language: p.input.language,
      directive: p.input.directive?.id,
      rung,
    },
  });
  return letter;
}

/** Writes down what became of a rung of the ladder. */
export async function climbed(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  rung: {
    readonly case: Id<'case'>;
    readonly rung: string;
    readonly state: RungState;
    readonly letter?: Id<'let'>;
    readonly why?: string;
    readonly plan?: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  await tx.rows(sql`
    insert into case_rung (organisation_id, case_id, rung, at, state, letter_id, why, plan)
    values (${org}, ${rung.case}, ${rung.rung}, ${world.clock.now().toString()}::timestamptz, ${rung.state}, ${rung.letter ?? null}, ${rung.why ?? null},
            ${rung.plan ? JSON.stringify(rung.plan) : null}::jsonb)
    on conflict (organisation_id, case_id, rung, at) do nothing`);
}

/** Letters of a case for its page. */
export async function lettersFor(world: World, tx: Tx, caseId: Id<'case'>): Promise<CaseShape['letters']> {
  const law = await loadLaw();
  return (await lettersOfCase(world, tx, caseId)).map(({ letter: l, to, subject }) => ({
    id: l.id,
    template: l.template,
    title: law.letters.get(l.template)?.title ?? { nl: l.template, en: l.template },
    language: l.language,
    audience: l.audience,
    state: l.state,
    to,
    subject,
    created_at: l.createdAt.toString(),
    not_before: l.notBefore.toString(),
    sent_at: l.sentAt?.toString() ?? null,
    action: l.action?.id ?? null,
    action_version: l.action?.version ?? null,
    why: l.why,
    version: l.version,
    channel: l.channel,
    rung: l.rung,
    read_at: l.readAt?.toString() ?? null,
    read_how: l.readHow,
    answered_at: l.answeredAt?.toString() ?? null,
    complained_at: l.complainedAt?.toString() ?? null,
  }));
}

/** Where no letter of a waiting case is on its way or has arrived any more, the case is new again: the customer knows nothing. */
export async function takeBack(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  letter: Letter,
  act: 'undone' | 'stopped' | 'bounced',
  by: Actor,
  why: string | null,
): Promise<void> {
  if (!letter.case) return;
  const c = await lockCase(tx, org, letter.case);
  const others = await tx.rows(
    sql`select 1 from letter l where l.organisation_id = ${org} and l.case_id = ${c.id} and l.id <> ${letter.id} and l.audience <> 'desk'
         and l.state in ('held', 'queued', 'sending', 'sent', 'delivered')
         -- What went to the same dead address reached nobody either.
         and not exists (select 1 from contact k where k.organisation_id = l.organisation_id and k.id = l.contact_id and k.bounced_at >= l.created_at
                            and (k.verified_at is null or k.verified_at < k.bounced_at)) limit 1`,
  );
  const to = others.length === 0 ? arrow(c.state, 'take_back')?.to : undefined;
  // What was climbed with a letter that reached nobody was not climbed.
  if (letter.rung)
    await tx.rows(
      sql`delete from case_rung where organisation_id = ${org} and case_id = ${c.id} and letter_id = ${letter.id}`,
    );
  // Nobody knows: a term that began with a letter that reached nobody never began.
  if (others.length === 0) {
    await stopDeadline(world, tx, c.id, 'clk-case-customer', 'void', { by, why: 'not_delivered' });
    await dueAgain(tx, org, [c.id]);
  }
  if (to) await changeCase(world, tx, org, c.id, { state: to, rung: 0 });
  await noteAct(world, tx, org, {
    caseId: c.id,
    act,
    by,
    from: c.state,
    to: to ?? c.state,
    party: letter.party,
    detail: { letter: letter.id, ...(why ? { why } : {}) },
  });
}

/** Writes no XARF: for letters that need none. */
const noXarf: WriteXarf = () => [];

/** A contact's own quiet hours, in its own zone where it has one. */
async function quietOf(tx: Tx, contact: Id<'cnt'>): Promise<QuietHours | null> {
  const [row] = await tx.rows(sql<{ from: string | null; until: string | null; zone: string | null; house: string }>`
    select c.quiet_from as from, c.quiet_until as until, c.zone, o.zone as house
      from contact c join organisation o on o.organisation_id = c.organisation_id
     where c.organisation_id = ${must(tx.organisation, 'an organisation in this transaction')} and c.id = ${contact}`);
  return row?.from && row.until ? { quiet: { from: row.from, until: row.until }, zone: row.zone ?? row.house } : null;
}

/** Parties a letter may be for: holder, addressee and every link between. */
async function partiesOf(tx: Tx, org: Id<'org'>, c: CaseNow): Promise<readonly string[]> {
  return [c.holder_id, c.addressee_id, ...(await chainOf(tx, org, c.attribution_id))].filter((p) => p !== null);
}

/**
 * A letter reached nobody: the next contact of the same party is tried, then the links above and below it; where none is
 * left, a person hears of it, with the clock of the first look running again.
 */
async function tryNext(world: World, tx: Tx, org: Id<'org'>, letter: Letter, xarf: WriteXarf): Promise<void> {
  if (!letter.case || letter.channel !== 'mail' || letter.audience === 'desk' || !letter.party) return;
  const c = await lockCase(tx, org, letter.case);
  if (!openStates.includes(c.state)) return;
  const chain = await chainOf(tx, org, c.attribution_id);
  const at = chain.indexOf(letter.party);
  // Nearest first: upwards to who delivers, then downwards to who holds it.
  const links = [...chain.slice(0, Math.max(at, 0)).toReversed(), ...chain.slice(at + 1)].filter(
    (p) => p !== letter.party,
  );
  const why: string[] = [];
  for (const party of [letter.party, ...links]) {
    const template = party === letter.party ? { template: letter.template } : {};
    try {
      const next = await notifyCase(
        world,
        tx,
        org,
        await lockCase(tx, org, c.id),
        { ...template, to: party, anyway: true, ...(letter.rung ? { rung: letter.rung as RungId } : {}) },
        engine,
        xarf,
      );
      await noteAct(world, tx, org, {
        caseId: c.id,
        act: party === letter.party ? 'next_contact' : 'next_link',
        by: engine,
        party,
        detail: { letter: next, instead_of: letter.id },
      });
      return;
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      why.push(cause.refusal.code);
    }
  }
  const law = await loadLaw();
  const course = law.actions.get(c.action ?? '');
  if (course)
    await startDeadline(world, tx, {
      clock: 'clk-case-look',
      subject: c.id,
      startsAt: world.clock.now(),
      given: termsOf(course).look,
    });
  await changeCase(world, tx, org, c.id, { snoozed_until: null });
  await dueAgain(tx, org, [c.id]);
  await noteAct(world, tx, org, {
    caseId: c.id,
    act: 'unreachable',
    by: engine,
    party: letter.party,
    detail: { letter: letter.id, tried: why.length },
  });
}

/** What correspondence is lent: the last check, and what follows from sending. */
export function lettersHanded(from: string, xarf: (world: World) => WriteXarf = () => noXarf): LettersHanded {
  return {
    from,
    quietOf,
    brandOf: async (tx, letter) => {
      if (!letter.case) return null;
      const org = must(tx.organisation, 'an organisation in this transaction');
      const [c] = await tx.rows(sql<{ contract_id: string | null; attribution_id: Id<'att'> | null }>`
        select contract_id, attribution_id from abuse_case where organisation_id = ${org} and id = ${letter.case}`);
      const chain = await chainOf(tx, org, c?.attribution_id ?? null);
      const end = letter.party ? chain.indexOf(letter.party) : -1;
      return {
        contract: c?.contract_id ?? null,
        parties: end < 0 ? (letter.party ? [letter.party] : []) : chain.slice(0, end + 1).toReversed(),
      };
    },
    recheck: async (_world, tx, letter) => {
      if (!letter.case) return { go: true };
      const org = must(tx.organisation, 'an organisation in this transaction');
      const c = await lockCase(tx, org, letter.case);
      // What is handed to colleagues goes whoever holds it, and news of an end goes after the end.
      if (letter.audience === 'desk') return { go: true };
      const ending = letter.template === 'ltr-solved' || letter.template === 'ltr-update';
      if (!ending && !openStates.includes(c.state)) return { go: false, why: 'case_closed' };
      if (letter.party && !(await partiesOf(tx, org, c)).includes(letter.party))
        return { go: false, why: 'holder_changed' };
      return { go: true };
    },
    onSent: async (world, tx, letter) => {
      if (!letter.case) return;
      const org = must(tx.organisation, 'an organisation in this transaction');
      const law = await loadLaw();
      const c = await lockCase(tx, org, letter.case);
      const course = law.actions.get(c.action ?? '');
      if (course && letter.template.startsWith('ltr-warn') && openStates.includes(c.state)) {
        const rows = await tx.rows(
          sql<{
            severity: string | null;
            origin: string;
          }>`select severity, origin from abuse_case where organisation_id = ${org} and id = ${c.id}`,
        );
        const term = termsOf(course, {
          critical: rows[0]?.severity === 'critical',
          fraudulent: rows[0]?.origin === 'fraudulent_signup',
        }).customer;
        // The customer's time starts at delivery of the first letter; a second letter never moves it.
        if (term)
          await startDeadline(world, tx, {
            clock: 'clk-case-customer',
            subject: c.id,
            startsAt: letter.sentAt ?? world.clock.now(),
            given: term,
          });
        await dueAgain(tx, org, [c.id]);
      }
      if (letter.audience === 'desk') return;
      await changeCase(world, tx, org, c.id, {});
      await noteAct(world, tx, org, {
        caseId: c.id,
        act: 'sent',
        by: engine,
        party: letter.party,
        detail: { letter: letter.id, template: letter.template },
      });
    },
    onUndeliverable: async (world, tx, letter, how) => {
      const org = must(tx.organisation, 'an organisation in this transaction');
      if (letter.contact)
        await tx.rows(
          sql`update contact set bounced_at = ${world.clock.now().toString()}::timestamptz where organisation_id = ${org} and id = ${letter.contact}`,
        );
      await takeBack(world, tx, org, letter, 'bounced', engine, how.state);
      await tryNext(world, tx, org, letter, xarf(world));
    },
    onStopped: async (world, tx, letter, why) =>
      takeBack(world, tx, must(tx.organisation, 'an organisation in this transaction'), letter, 'stopped', engine, why),
  };
}

/** The words of a course's terms, for the customer's page. */
export function termText(a: Action): Words | null {
  return a.customer ? termWords(a.customer) : null;
}

const probeWords: Readonly<Record<string, Words>> = {
  still_there: { nl: 'wij zien het nog', en: 'we still see it' },
  gone: { nl: 'wij zien het niet meer', en: 'we no longer see it' },
  unclear: { nl: 'niet met zekerheid te zeggen', en: 'not certain' },
};

/** What the customer's page tells about the case of a letter; null where there is nothing to tell. */
export async function caseForLetter(_world: World, tx: Tx, letter: Letter): Promise<CustomerView | null> {
  if (!letter.case) return null;
  const org = must(tx.organisation, 'an organisation in this transaction');
  const law = await loadLaw();
  const c = await lockCase(tx, org, letter.case);
  // Another holder now: the page of the first one shows nothing of what came after.
  if (letter.party && !(await partiesOf(tx, org, c)).includes(letter.party)) return null;
  if (letter.audience === 'desk') return null;
  const course = law.actions.get(c.action ?? '');
  if (!course) return null;
  const sensitive = isSensitive(law, c.kind);
  const { seen } = await seenOf(tx, org, law, c.id, sensitive);
  const clocks = await tx.rows(
    sql<{
      clock: string;
      due_at: Temporal.Instant;
    }>`select clock, due_at from deadline where organisation_id = ${org} and subject = ${c.id} and clock in ('clk-case-customer', 'clk-case-host') and ended_at is null`,
  );
  const due = clocks.find((d) => d.clock === 'clk-case-customer')?.due_at ?? null;
  const host = clocks.find((d) => d.clock === 'clk-case-host')?.due_at ?? null;
  const probes = await tx.rows(sql<{ at: Temporal.Instant; outcome: string }>`
    select at, case when bool_or(outcome = 'still_there') then 'still_there' when bool_and(outcome = 'gone') then 'gone' else 'unclear' end as outcome
      from probe where organisation_id = ${org} and case_id = ${c.id} and outcome <> 'not_allowed' group by at order by at desc limit 5`);
  const open = openStates.includes(c.state);
  const reseller = letter.audience === 'reseller';
  return {
    reference: c.reference,
    title: course.title,
    what: course.what,
    resource: sensitive ? null : c.asset,
    seen: sensitive ? [] : seen,
    sensitive,
    steps: course.stepsForCustomer,
    fixedWhen: course.fixedWhen,
    dueAt: due,
    consequence: course.host
      ? {
          nl: 'grijpen wij zelf in: wij sluiten het adres, het pad of de dienst af',
          en: 'we act ourselves: we close the address, the path or the service',
        }
      : null,
    hostAt: host && due && Temporal.Instant.compare(host, due) > 0 ? host : null,
    ground: house,
    state: !open ? 'closed' : c.state === 'answered' ? 'answered' : c.state === 'restricted' ? 'restricted' : 'open',
    checks: probes.map((p) => ({ at: p.at, text: probeWords[p.outcome] ?? { nl: p.outcome, en: p.outcome } })),
    phone: null,
    offers: open
      ? ['fixed', 'needs_time', ...(reseller ? (['names_customer'] as const) : []), 'wrong', 'question']
      : [],
  };
}
