/** Cases handed to the desk system of the house by mail: out with its thread, what is written there back to the customer, what the customer says back there. */
import {
  type AnswerKind,
  composeFields,
  type DeskSystem,
  isAutomatic,
  type MailHeaders,
  referencesOf,
  saidIn,
  seenCsv,
  subjectMarks,
  subjectWith,
  threadIds,
  tokenOf,
} from '#correspondence';
import { houseOf, letterSettingsOf } from '#correspondence/store';
import { type OnAnswer, queueLetter } from '#correspondence/work';
import { sql, type Tx } from '#io/db';
import { enqueue } from '#io/jobs';
import type { World } from '#io/world';
import { type Actor, actorId, engine, type Id, mayAs, must, Refused, type Words } from '#kernel';
import { loadLaw } from '#law/work';
import { type CaseNow, changeCase, lockCase, sealNote } from './acting.ts';
import { arrow, openStates } from './case.ts';
import { notifyCase, seenOf, type WriteXarf } from './lettering.ts';
import { isSensitive } from './showing.ts';
import { noteAct } from './taking.ts';
import { stateWords } from './words.ts';

interface HandOver {
  readonly case_id: Id<'case'>;
  readonly at: Temporal.Instant;
  readonly address: string;
  readonly system: DeskSystem;
  readonly token: string | null;
  readonly thread: string[];
  readonly ended_at: Temporal.Instant | null;
}
const columns = sql.raw('case_id, at, address, system, token, thread, ended_at');

/** The hand-over of a case that still runs. */
export async function handOverOf(tx: Tx, org: Id<'org'>, id: Id<'case'>): Promise<HandOver | undefined> {
  const [row] = await tx.rows(sql<HandOver>`
    select ${columns} from hand_over where organisation_id = ${org} and case_id = ${id} and ended_at is null for update`);
  return row;
}

/**
 * Hands a case to the house's own desk system: one mail with what it is about, answered there by colleagues.
 * @throws Refused `hand-over.not-set`, `hand-over.there-already`, `case.act-not-allowed` for a case that ended
 */
export async function handOver(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  c: CaseNow,
  note: string | undefined,
  actor: Actor,
): Promise<void> {
  if (!mayAs(actor, 'handler')) throw new Refused('request.not-allowed');
  const { settings } = await letterSettingsOf(tx);
  const to = settings.hand_over;
  if (!to) throw new Refused('hand-over.not-set');
  if (await handOverOf(tx, org, c.id)) throw new Refused('hand-over.there-already');
  if (!openStates.includes(c.state)) throw new Refused('case.act-not-allowed', c.state);
  const law = await loadLaw();
  const hide = isSensitive(law, c.kind);
  const course = law.actions.get(c.action ?? '');
  if (!course) throw new Refused('letter.not-for-kind');
  const house = await houseOf(tx);
  const [holder] = await tx.rows(sql<{ name: string | null; reference: string }>`
    select name, reference from party where organisation_id = ${org} and id = ${c.holder_id}`);
  const [due] = await tx.rows(sql<{ due_at: Temporal.Instant | null }>`
    select min(due_at) as due_at from deadline where organisation_id = ${org} and subject = ${c.id} and ended_at is null`);
  const { seen } = await seenOf(tx, org, law, c.id, hide);
  const fields = composeFields({
    zone: house.zone,
    organisationName: house.name,
    audience: 'customer',
    caseNumber: c.reference,
    recipientName: null,
    course: { ...course, stepsForCustomer: course.stepsForHost },
    // A kind whose address is shown to nobody is named, never located, in a mail.
    resource: hide ? course.title.en : c.asset,
    seen,
    dueAt: due?.due_at ?? null,
    consequence: null,
    ground: null,
    note: note ?? null,
    customerName: holder ? `${holder.name ?? holder.reference} (${holder.reference})` : null,
    state: stateWords(c.state),
    inlineRows: settings.digest.inline_rows,
  });
  const page = `${world.publicUrl}/cases/${c.id}`;
  const letter = await queueLetter(world, tx, {
    template: 'ltr-hand-over',
    language: await languageOf(tx, org),
    audience: 'desk',
    party: c.holder_id,
    contact: { id: null, address: to.address },
    case: c.id,
    ...(c.reference ? { reference: c.reference } : {}),
    fields: { nl: { ...fields.nl, answerLink: page }, en: { ...fields.en, answerLink: page } },
    attachments:
      hide || seen.length === 0
        ? []
        : [{ name: `${c.reference ?? 'case'}.csv`, type: 'text/csv', bytes: seenCsv(seen) }],
    by: actor,
    link: false,
  });
  await tx.rows(sql`
    insert into hand_over (organisation_id, case_id, at, by, address, system)
    values (${org}, ${c.id}, ${world.clock.now().toString()}::timestamptz, ${actorId(actor)}, ${to.address}, ${to.system})`);
  await changeCase(world, tx, org, c.id, {});
  await noteAct(world, tx, org, {
    caseId: c.id,
    act: 'hand_over',
    by: actor,
    party: c.holder_id,
    detail: { letter, system: to.system },
  });
}

async function languageOf(tx: Tx, org: Id<'org'>): Promise<'nl' | 'en'> {
  const [row] = await tx.rows(
    sql<{ language: 'nl' | 'en' }>`select language from organisation where organisation_id = ${org}`,
  );
  return row?.language ?? 'nl';
}

/** Takes a case back: what is written over there no longer reaches the customer. */
export async function takeOver(world: World, tx: Tx, org: Id<'org'>, c: CaseNow, actor: Actor): Promise<void> {
  if (!mayAs(actor, 'handler')) throw new Refused('request.not-allowed');
  const done = await tx.rows(sql<{ case_id: string }>`
    update hand_over set ended_at = ${world.clock.now().toString()}::timestamptz where organisation_id = ${org} and case_id = ${c.id} and ended_at is null returning case_id`);
  if (done.length === 0) throw new Refused('case.act-not-allowed', c.state);
  await changeCase(world, tx, org, c.id, {});
  await noteAct(world, tx, org, { caseId: c.id, act: 'take_over', by: actor });
}

/** A mail as the thread is found by it. */
export interface DeskMail {
  readonly headers: MailHeaders;
  readonly subject: string;
  readonly from: string;
  readonly text: string;
}

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
const addressIn = (from: string) => /<([^<>\s]+@[^<>\s]+)>/.exec(from)?.[1]?.toLowerCase() ?? from.trim().toLowerCase();

/** Which of these Message-IDs stand on a letter of ours or in the thread of a case that was handed over. */
export async function idsWritten(tx: Tx, org: Id<'org'>, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const asked = [...new Set(ids)];
  if (asked.length === 0) return new Set();
  const rows = await tx.again(sql<{ id: string }>`
    select message_id as id from letter where organisation_id = ${org} and message_id = any(${asked}::text[])
    union all
    select t.id from hand_over h cross join unnest(h.thread) as t(id)
     where h.organisation_id = ${org} and h.thread && ${asked}::text[]`);
  return new Set(rows.map((r) => r.id));
}

/**
 * The hand-over a mail belongs to: by a Message-ID of its thread, which only that system got; else by the mark in its
 * subject, and then only from the very address or domain the case was handed to, for a mark is no secret.
 */
async function threadFor(tx: Tx, org: Id<'org'>, mail: DeskMail): Promise<HandOver | undefined> {
  const ids = threadIds(mail.headers);
  const [byId] = await tx.rows(sql<HandOver>`
    select ${columns} from hand_over h where h.organisation_id = ${org}
       and (h.thread && ${[...ids]}::text[]
            or h.case_id in (select l.case_id from letter l where l.organisation_id = ${org} and l.audience = 'desk' and l.message_id = any(${[...ids]}::text[])))
     order by h.at desc limit 1 for update`);
  if (byId) return byId;
  const marks = subjectMarks(mail.subject);
  if (marks.length === 0) return undefined;
  const found = await tx.rows(sql<HandOver>`
    select ${columns} from hand_over h where h.organisation_id = ${org} and h.token = any(${[...marks]}::text[]) order by h.at desc limit 5 for update`);
  const from = addressIn(mail.from);
  return found.find((h) => h.address.toLowerCase() === from || domainOf(h.address) === domainOf(from));
}

/**
 * Takes a mail of the house's desk system: its mark and Message-ID are kept for the thread. What a person wrote there goes
 * to the customer as a letter, with time for undo; what a machine wrote goes nowhere.
 * @returns false where the mail belongs to no case that was handed over
 */
export async function takeDeskMail(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  mail: DeskMail,
  message: Id<'msg'>,
  xarf: WriteXarf,
): Promise<boolean> {
  const h = await threadFor(tx, org, mail);
  if (!h) return false;
  const { settings } = await letterSettingsOf(tx);
  const token = h.token ?? tokenOf(h.system, settings.hand_over?.mark, mail);
  const own = threadIds({ 'in-reply-to': mail.headers['message-id'] });
  if (own[0] && h.thread.includes(own[0])) return true;
  await tx.rows(sql`
    update hand_over set token = ${token}, thread = ${referencesOf([...h.thread, ...own]) as string[]}::text[]
     where organisation_id = ${org} and case_id = ${h.case_id} and at = ${h.at.toString()}::timestamptz`);
  const c = await lockCase(tx, org, h.case_id);
  const said = saidIn(mail.text);
  const automatic = isAutomatic(mail.headers);
  if (automatic || said === '' || h.ended_at !== null) {
    await noteAct(world, tx, org, {
      caseId: c.id,
      act: 'desk_receipt',
      by: engine,
      detail: { message, token, automatic, ended: h.ended_at !== null },
    });
    return true;
  }
  let letter: string | null = null;
  let why: string | null = null;
  try {
    letter = await notifyCase(world, tx, org, c, { template: 'ltr-update', note: said, anyway: true }, engine, xarf);
  } catch (cause) {
    if (!(cause instanceof Refused)) throw cause;
    why = cause.refusal.code;
  }
  await noteAct(world, tx, org, {
    caseId: c.id,
    act: 'desk_reply',
    by: engine,
    party: c.holder_id,
    detail: { message, token, letter, why },
    sealed: await sealNote(world, tx, c, said),
  });
  return true;
}

const kindWords: Readonly<Record<AnswerKind, Words>> = {
  fixed: { nl: 'De klant zegt dat het is opgelost.', en: 'The customer says it is solved.' },
  needs_time: { nl: 'De klant vraagt meer tijd.', en: 'The customer asks for more time.' },
  wrong: { nl: 'De klant zegt dat het niet klopt.', en: 'The customer says this is wrong.' },
  question: { nl: 'De klant heeft een vraag.', en: 'The customer has a question.' },
  names_customer: { nl: 'De reseller noemt de eindklant.', en: 'The reseller names the end customer.' },
  other: { nl: 'De klant heeft geantwoord.', en: 'The customer answered.' },
};

/** Tells the desk system of the house what a customer said about a case that was handed to it, in its own thread. */
export async function tellDesk(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  id: Id<'case'>,
  answer: { readonly kind: AnswerKind; readonly text: string },
): Promise<void> {
  const h = await handOverOf(tx, org, id);
  if (!h) return;
  const c = await lockCase(tx, org, id);
  const law = await loadLaw();
  const course = law.actions.get(c.action ?? '');
  if (!course) return;
  const house = await houseOf(tx);
  const page = `${world.publicUrl}/cases/${c.id}`;
  const of = (l: 'nl' | 'en') => ({
    caseNumber: c.reference ?? c.id,
    organisationName: house.name,
    problem: course.title[l],
    news: kindWords[answer.kind][l],
    said: answer.text.trim() || undefined,
    answerLink: page,
  });
  // What was handed over first stands at the root, whatever came back since.
  const sent = await tx.rows(sql<{ message_id: string }>`
    select message_id from letter where organisation_id = ${org} and case_id = ${id} and audience = 'desk' and message_id is not null and sent_at is not null order by sent_at`);
  await queueLetter(world, tx, {
    template: 'ltr-hand-over-news',
    language: await languageOf(tx, org),
    audience: 'desk',
    party: c.holder_id,
    contact: { id: null, address: h.address },
    case: c.id,
    ...(c.reference ? { reference: c.reference } : {}),
    fields: { nl: of('nl'), en: of('en') },
    undoSeconds: 0,
    by: engine,
    link: false,
    references: referencesOf([...sent.map((s) => s.message_id), ...h.thread]),
    subject: (subject) => subjectWith(subject, h.system, h.token),
  });
}

/** What an answer does to its case: it waits for us now, wakes up if it slept, and "fixed" is looked at. */
export const onAnswer: OnAnswer = async (world, tx, answer, letter, text) => {
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
  await tellDesk(world, tx, org, caseId, { kind: answer.kind, text });
};
