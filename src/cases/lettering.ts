/** Letters about cases: what goes in, to whom, what happens when they leave, bounce or are answered. */

import type { z } from 'zod';
import {
  type Attachment,
  type CustomerView,
  composeFields,
  type LetterLanguage,
  letterLanguage,
  type SeenFact,
  seenCsv,
} from '#correspondence';
import { houseOf } from '#correspondence/store';
import {
  type Letter,
  type LettersHanded,
  letterPreview,
  lettersOfCase,
  type OnAnswer,
  type QueueLetter,
  queueLetter,
} from '#correspondence/work';
import { startDeadline, stopDeadline, wouldBeDue } from '#deadlines/work';
import { sql, type Tx } from '#io/db';
import { enqueue } from '#io/jobs';
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
import { type Action, type Law, termsOf } from '#law';
import { loadLaw } from '#law/work';
import { allow, type CaseNow, changeCase, lockCase } from './acting.ts';
import { arrow, openStates } from './case.ts';
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
}

/** The holder's abuse contact for letters; the most recently verified one first. */
async function contactOf(tx: Tx, org: Id<'org'>, party: Id<'party'>) {
  const rows = await tx.rows(sql<{
    id: Id<'cnt'>;
    address: string;
    language: Language | null;
    name: string | null;
    reference: string;
    party_language: Language | null;
    erased: boolean;
    resells: boolean;
  }>`
    select c.id, c.address, c.language, p.name, p.reference, p.language as party_language, p.state = 'erased' as erased,
           exists (select 1 from contract s where s.organisation_id = p.organisation_id and s.seller_id = p.id and upper_inf(s.recorded)) as resells
      from party p left join contact c on c.organisation_id = p.organisation_id and c.party_id = p.id and c.purpose = 'abuse' and c.channel = 'mail' and c.ended_at is null
     where p.organisation_id = ${org} and p.id = ${party}
     order by (c.bounced_at is not null), c.verified_at desc nulls last, c.created_at limit 1`);
  return rows[0];
}

async function seenOf(
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
  }>`
    select f.id, f.kind, f.seen_at, f.time_precision, host(f.ip) as ip, f.port, f.host, f.url, f.prefix::text as prefix, f.malware, f.cve from finding f
     where f.organisation_id = ${org} and f.case_id in (select ${caseId} union all select m.id from abuse_case m where m.organisation_id = ${org} and m.merged_into = ${caseId})
     order by f.seen_at desc nulls last, f.id limit 1000`);
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
    : rows.slice(0, 10).map(
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
        }),
      );
  return { seen, xarf };
}

interface Prepared {
  readonly input: Omit<QueueLetter, 'by' | 'contact'>;
  readonly contact: QueueLetter['contact'] | null;
  readonly refusals: readonly ProblemCode[];
  readonly dueAt: Temporal.Instant | null;
}

const house: Words = {
  nl: 'ons contract met u, waarin staat dat u misbruik voorkomt en verhelpt',
  en: 'our contract with you, by which you prevent and remedy abuse',
};

/** Everything for one letter about a case: who gets it, its fields in both languages, attachments, and why it cannot go. */
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
  const contact = c.addressee_id ? await contactOf(tx, org, c.addressee_id) : undefined;
  if (contact?.erased) refusals.push('party.erased');
  else if (c.addressee_id && !contact?.address) refusals.push('letter.no-contact');
  const isReseller = c.addressee_id !== null && c.addressee_id !== c.holder_id;
  const template = wish.template ?? (isReseller ? 'ltr-warn-reseller' : 'ltr-warn');
  if (!law.letters.has(template))
    throw new Refused('request.invalid', `template: there is no letter "${template}"`, { template: 'not a letter' });
  if (course.stepsForCustomer.length === 0 && template.startsWith('ltr-warn')) refusals.push('letter.not-for-kind');
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
           (select d.due_at from deadline d where d.organisation_id = c.organisation_id and d.subject = c.id and d.clock = 'clk-case-host' and d.ended_at is null) as host_due,
           (select d.due_at from deadline d where d.organisation_id = c.organisation_id and d.subject = c.id and d.clock = 'clk-case-customer' and d.ended_at is null) as customer_due
      from abuse_case c where c.organisation_id = ${org} and c.id = ${c.id}`);
  const m = must(more[0], 'the case just locked');
  const terms = termsOf(course, { critical: m.severity === 'critical', fraudulent: m.origin === 'fraudulent_signup' });
  const undone = now.add({ seconds: here.undoSeconds });
  const term = terms.customer ?? terms.host ?? terms.look;
  const dueAt = m.customer_due ?? (await wouldBeDue(tx, 'clk-case-customer', undone, term));
  const nameBy = isReseller && c.band <= 1 ? undone.add({ hours: 24 }) : null;
  const { seen, xarf: facts } = await seenOf(tx, org, law, c.id, hide);
  const host = terms.host;
  const language: LetterLanguage = letterLanguage(contact?.language, contact?.party_language);
  const fields = composeFields({
    zone: here.zone,
    organisationName: here.name,
    audience: isReseller ? 'reseller' : 'customer',
    caseNumber: c.reference,
    recipientName: contact?.name ?? null,
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
  const attachments: Attachment[] =
    hide || seen.length === 0 ? [] : [{ name: `${c.reference ?? 'case'}.csv`, type: 'text/csv', bytes: seenCsv(seen) }];
  const wants = law.letters.get(template)?.attachments ?? [];
  if (wants.includes('xarf') && facts.length > 0) {
    const domain = new URL(world.publicUrl).hostname;
    attachments.push(...xarf(facts, { org: here.name, contact: here.replyTo ?? `abuse@${domain}`, domain }));
  }
  return {
    refusals,
    dueAt,
    contact: contact?.address ? { id: contact.id, address: contact.address } : null,
    input: {
      template,
      language,
      audience: isReseller ? 'reseller' : 'customer',
      party: c.addressee_id,
      case: c.id,
      ...(c.reference ? { reference: c.reference } : {}),
      action: { id: course.id, version: course.version },
      fields,
      attachments: attachments.filter((a) => (a.type === 'text/csv' ? wants.includes('csv') : true)),
      dueAt,
      // What burns does not wait for a digest.
      rhythm: c.band <= 2 || template !== 'ltr-warn' ? 'at_once' : course.rhythm,
      lane: c.band <= 1 ? 'urgent' : 'normal',
      link: true,
    },
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
  await changeCase(world, tx, org, c.id, { state: to, rung: Math.max(c.rung, 1), snoozed_until: null });
  if (actor.kind === 'member') await stopDeadline(world, tx, c.id, 'clk-case-look', 'met', { by: actor });
  await dueAgain(tx, org, [c.id]);
  await noteAct(world, tx, org, {
    caseId: c.id,
    act: 'notify',
    by: actor,
    from: c.state,
    to,
    party: c.addressee_id,
    detail: { letter, template: p.input.template, language: p.input.language },
  });
  return letter;
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
    sql`select 1 from letter where organisation_id = ${org} and case_id = ${c.id} and id <> ${letter.id} and state in ('held', 'queued', 'sending', 'sent', 'delivered') limit 1`,
  );
  const to = others.length === 0 ? arrow(c.state, 'take_back')?.to : undefined;
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

/** What correspondence is lent: the last check, and what follows from sending. */
export function lettersHanded(from: string): LettersHanded {
  return {
    from,
    recheck: async (_world, tx, letter) => {
      if (!letter.case) return { go: true };
      const org = must(tx.organisation, 'an organisation in this transaction');
      const c = await lockCase(tx, org, letter.case);
      const ending = letter.template === 'ltr-solved' || letter.template === 'ltr-update';
      if (!ending && !openStates.includes(c.state)) return { go: false, why: 'case_closed' };
      if (c.addressee_id !== letter.party) return { go: false, why: 'holder_changed' };
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
    },
    onStopped: async (world, tx, letter, why) =>
      takeBack(world, tx, must(tx.organisation, 'an organisation in this transaction'), letter, 'stopped', engine, why),
  };
}

/** What an answer does to its case: it waits for us now, wakes up if it slept, and "fixed" is looked at. */
export const onAnswer: OnAnswer = async (world, tx, answer, letter) => {
  const org = must(tx.organisation, 'an organisation in this transaction');
  const caseId = answer.case ?? letter.case;
  if (!caseId) return;
  const c = await lockCase(tx, org, caseId);
  const to = arrow(c.state, 'answer')?.to;
  if (to) await changeCase(world, tx, org, c.id, { state: to, answered: true, snoozed_until: null });
  if (answer.kind === 'fixed')
    await enqueue(tx, {
      kind: 'case.probe',
      lane: 'urgent',
      payload: { case: c.id },
      runAt: world.clock.now(),
      key: c.id,
    });
  await noteAct(world, tx, org, {
    caseId: c.id,
    act: 'answer',
    by: { kind: 'customer', id: letter.id },
    from: c.state,
    to: to ?? c.state,
    party: letter.party,
    detail: { answer: answer.id, kind: answer.kind },
  });
};

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
  if (c.addressee_id !== letter.party) return null;
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
