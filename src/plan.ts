/** How the rooms are plugged together: which hands each is lent, which routes, commands and jobs there are. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { routes as attributionRoutes } from '#attribution/api';
import { commands as attributionCommands } from '#attribution/cli';
import { answerForContract, attributionJobs } from '#attribution/work';
import { routes as banRoutes } from '#bans/api';
import { commands as banCommands } from '#bans/cli';
import { pages as banPages } from '#bans/pages';
import { type BanHands, banJobs, checkChanged, returnCheck } from '#bans/work';
import { routes as caseRoutes } from '#cases/api';
import { commands as caseCommands } from '#cases/cli';
import {
  afterProof,
  type CaseHands,
  caseFacts,
  caseForLetter,
  casesOfMessages,
  firstLetterJob,
  idsWritten,
  lettersFor,
  lettersHanded,
  moveFindings,
  namesOfCases,
  notifyCase,
  onAnswer,
  previewLetter,
  probeCase,
  probeJob,
  rankJob,
  restrictCase,
  settleCase,
  sweepJob,
  takeBack,
  takeDeskMail,
  takeFindings,
  takeRows,
  takeTogether,
  tickHanded,
  tryDirectives,
  undoneCase,
  type WriteXarf,
} from '#cases/work';
import { routes as complaintRoutes } from '#complaints/api';
import { complaintCommands } from '#complaints/cli';
import { pages as complaintPages } from '#complaints/pages';
import { isAutomatic, isOwnMail, subjectMarks, threadIds } from '#correspondence';
import { routes as letterRoutes } from '#correspondence/api';
import { letterCommands } from '#correspondence/cli';
import { pages as letterPages } from '#correspondence/pages';
import { houseOf, letterByMessageId, lettersJoined } from '#correspondence/store';
import {
  type Letter,
  type LettersHanded,
  letterJobs,
  loopMarkOf,
  matchAnswer,
  type OnAnswer,
  takeAnswer,
  takeBounce,
  takeComplaint,
  takeReceipt,
} from '#correspondence/work';
import { routes as deadlineRoutes } from '#deadlines/api';
import { commands as deadlineCommands } from '#deadlines/cli';
import { commands as backupCommands } from '#desk/backup';
import { generateDocuments } from '#desk/documents';
import { openapiText } from '#desk/openapi';
import { apisOfDesk } from '#desk/server';
import { routes as disclosureRoutes } from '#disclosure/api';
import { commands as disclosureCommands } from '#disclosure/cli';
import { disclosureJobs, onDisclosureAnswer } from '#disclosure/work';
import { routes as dossierRoutes } from '#dossiers/api';
import { commands as dossierCommands } from '#dossiers/cli';
import { routes as editionRoutes } from '#editions/api';
import { commands as editionCommands } from '#editions/cli';
import { pages as editionPages } from '#editions/pages';
import { compareChanged, type EditionHands, editionCheck, editionJobs } from '#editions/work';
import { routes as erasureRoutes } from '#erasure/api';
import { commands as erasureCommands } from '#erasure/cli';
import { markAsCsam } from '#erasure/work';
import { readKeptWhole } from '#evidence/store';
import { writeXarf } from '#formats';
import { routes as incidentRoutes } from '#incidents/api';
import { commands as incidentCommands } from '#incidents/cli';
import { incidentJobs, victimLetter } from '#incidents/work';
import { routes as intakeRoutes, type MessageHands } from '#intake/api';
import { channelCommands, watchJob } from '#intake/channels';
import { mappingCommand, readCommand } from '#intake/cli';
import { messageCommands } from '#intake/handling';
import { ingestCommand } from '#intake/ingest';
import { notifierCommands } from '#intake/notifiers';
import { provingJob } from '#intake/proving';
import { openReaders } from '#intake/readers';
import { againJob, templateCommands } from '#intake/teaching';
import { endAsOrder, headersOf, type IntakeHands, readingJob, wordsOf } from '#intake/work';
import type { Command } from '#io/command';
import { readConfig, variables } from '#io/config';
import { sql, type Tx } from '#io/db';
import type { Api } from '#io/http';
import type { JobHandler } from '#io/jobs';
import type { World } from '#io/world';
import { routes as journalRoutes } from '#journal/api';
import { commands as journalCommands } from '#journal/cli';
import { pages as journalPages } from '#journal/pages';
import { note } from '#journal/work';
import { type Actor, type Id, idKindOf, isId, Refused } from '#kernel';
import type { Directive } from '#law';
import { commands as lawCommands } from '#law/cli';
import { loadLaw } from '#law/work';
import { routes as decisionRoutes } from '#measures/api';
import { decisionCommands } from '#measures/cli';
import { decisionBy, matterOfDecision } from '#measures/store';
import { type DecisionHands, decisionJobs, liftMatter, restrictByHand } from '#measures/work';
import { routes as noticeRoutes } from '#notices/api';
import { commands as noticeCommands } from '#notices/cli';
import { pages as noticePages } from '#notices/pages';
import {
  noticeFacts,
  noticeJobs,
  noticeLetterLost,
  noticeLetterSent,
  onNoticeAnswer,
  settleNotice,
} from '#notices/work';
import { routes as onboardingRoutes } from '#onboarding/api';
import { onboardingCommands } from '#onboarding/cli';
import { pages as onboardingPages } from '#onboarding/pages';
import { type OnboardingHands, onboardingJobs } from '#onboarding/work';
import { type OrderHands, routes as orderRoutes } from '#orders/api';
import { commands as orderCommands } from '#orders/cli';
import { namesOfOrders } from '#orders/store';
import {
  onOrderLetterSent,
  orderFacts,
  orderJobs,
  ordersInMessages,
  orderTicks,
  recheckOrderLetter,
  reinstated,
  settleOrder,
  takeHotline,
} from '#orders/work';
import { routes as organisationRoutes } from '#organisations/api';
import { commands as organisationCommands } from '#organisations/cli';
import { serviceKinds } from '#parties';
import { routes as partyRoutes } from '#parties/api';
import { commands as partyCommands } from '#parties/cli';
import { stepsLost } from '#priority';
import { complaintLinkOfNotifier, onStatementSent } from '#reasons/work';
import { routes as registrantRoutes } from '#registrants/api';
import { commands as registrantCommands } from '#registrants/cli';
import { pages as registrantPages } from '#registrants/pages';
import { routes as reportRoutes } from '#reports/api';
import { commands as reportCommands } from '#reports/cli';
import { pages as reportPages } from '#reports/pages';
import { routes as resourceRoutes } from '#resources/api';
import { commands as resourceCommands } from '#resources/cli';
import { networksNow } from '#resources/store';
import { routes as screeningRoutes } from '#screening/api';
import { commands as screeningCommands } from '#screening/cli';
import { deltaJob, fetchJob, nightlyJob } from '#screening/work';
import { floors } from './map.ts';
import { runningCommands } from './running.ts';

/** XARF of findings for a letter: one file each, only where the report is conformant; the CSV beside it has them all. */
function xarfWriter(world: World, kinds: Awaited<ReturnType<typeof loadLaw>>['kinds']): WriteXarf {
  return (findings, reporter) => {
    const files = [];
    for (const f of findings) {
      const type = kinds.get(f.kind)?.xarf?.value;
      if (!type) continue;
      const id = Buffer.from(world.dice.bytes(16));
      id[6] = ((id[6] ?? 0) & 0x0f) | 0x40;
      id[8] = ((id[8] ?? 0) & 0x3f) | 0x80;
      const hex = id.toString('hex');
      const { report, problems } = writeXarf(
        {
          kind: f.kind,
          ...(f.seenAt ? { seenAt: f.seenAt, timePrecision: 'exact' as const } : {}),
          ...(f.ip ? { ip: f.ip } : {}),
          ...(f.port ? { port: f.port } : {}),
          ...(f.host ? { host: f.host } : {}),
          ...(f.url ? { url: f.url } : {}),
          ...(f.malware ? { malware: f.malware } : {}),
          ...(f.cve.length > 0 ? { cve: f.cve } : {}),
          ...(f.target ? { target: f.target } : {}),
          ...(typeof f.extra['protocol'] === 'string' ? { protocol: { transport: f.extra['protocol'] } } : {}),
          extra: f.extra,
          role: 'source',
          classification: f.asSent ? { asSent: f.asSent } : {},
          problems: [],
        },
        {
          reportId: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`,
          reporter,
          sender: reporter,
          type,
        },
      );
      if (problems.length === 0)
        files.push({
          name: `xarf-${files.length + 1}.json`,
          type: 'application/json',
          bytes: Buffer.from(JSON.stringify(report, null, 2)),
        });
    }
    return files;
  };
}

type Kinds = Awaited<ReturnType<typeof loadLaw>>['kinds'];

/** What letters are lent by the rooms they are about: each has its own last check, its own clocks and its own counts. */
function letterHands(mailFrom: string, kinds: Kinds): LettersHanded {
  const cases = lettersHanded(mailFrom, (w) => xarfWriter(w, kinds));
  return {
    ...cases,
    recheck: async (world, tx, letter) => {
      // A letter about the decision that carried an order out is as secret as the order.
      const behind = isId('dec', letter.matter ?? '') ? await matterOfDecision(tx, letter.matter ?? '') : undefined;
      const order = await recheckOrderLetter(world, tx, behind ? { ...letter, matter: behind } : letter);
      return 'go' in order && order.go ? cases.recheck(world, tx, letter) : order;
    },
    onSent: async (world, tx, letter) => {
      await cases.onSent?.(world, tx, letter);
      await onOrderLetterSent(world, tx, letter);
      await noticeLetterSent(world, tx, letter);
      await onStatementSent(world, tx, letter);
      await victimLetter(tx, letter.id, 'told');
    },
    onUndeliverable: async (world, tx, letter, how) => {
      // A case takes its letter back; a matter only records that nobody was reached.
      if (letter.case || !letter.matter) await cases.onUndeliverable?.(world, tx, letter, how);
      await noticeLetterLost(world, tx, letter);
      await victimLetter(tx, letter.id, 'bounced');
    },
    onStopped: async (world, tx, letter, why) => {
      if (letter.case || !letter.matter) await cases.onStopped?.(world, tx, letter, why);
    },
  };
}

/** Who hears when a clock warns or is breached: whoever knows what it runs on. */
function ticksOf(world: World, kinds: Kinds): Plan['ticking'] {
  const cases = tickHanded(xarfWriter(world, kinds));
  return {
    onWarn: async (w, tx, deadline, share) => {
      await cases.onWarn?.(w, tx, deadline, share);
      await orderTicks.onWarn(w, tx, deadline, share);
    },
    onBreach: async (w, tx, deadline) => {
      await cases.onBreach?.(w, tx, deadline);
      await orderTicks.onBreach(w, tx, deadline);
    },
  };
}

const namesOf: typeof namesOfCases = async (tx, org, subjects) =>
  new Map([...(await namesOfCases(tx, org, subjects)), ...(await namesOfOrders(tx, org, subjects))]);

/** What orders use of messages: their words, read in the reading process, and their end. */
function orderHands(intake: MessageHands): OrderHands {
  return {
    messageText: async (world, org, id, by) => {
      const open = await intake.text(world, org, id as Id<'msg'>, by);
      const found = await world.db.in(org, async (tx) => {
        const [row] = await tx.rows(
          sql<{
            received_at: Temporal.Instant;
            sha256: Buffer;
          }>`select received_at, sha256 from message where organisation_id = ${org} and id = ${id}`,
        );
        return { row, from: (await headersOf(world, tx, org, id as Id<'msg'>)).from };
      });
      if (!found.row) throw new Refused('request.not-found');
      return {
        text: open.parts.flatMap((p) => (p.text === null ? [] : [p.text])).join('\n'),
        receivedAt: found.row.received_at,
        sha256: found.row.sha256,
        from: found.from,
      };
    },
    endAsOrder: (world, tx, org, id, by) => endAsOrder(world, tx, org, id as Id<'msg'>, by),
    textOf: async (bytes, name) => wordsOf(await intake.readers.openText(bytes, name)),
  };
}

export interface Plan {
  readonly intake: MessageHands;
  readonly cases: CaseHands;
  readonly onboarding: OnboardingHands;
  readonly jobs: Readonly<Record<string, JobHandler>>;
  readonly ticking: ReturnType<typeof tickHanded>;
  readonly apis: readonly Api[];
  readonly pages: readonly Api[];
}

const asLetter = {
  onUndone: async (world: World, tx: Tx, letter: Letter, by: Actor) => {
    for (const each of [letter, ...(await lettersJoined(tx, letter.id))])
      await takeBack(world, tx, orgOf(tx), each, 'undone', by, null);
  },
  tryDirectives: async (world: World, tx: Tx, org: Id<'org'>, set: readonly Directive[], days: number) => {
    const summary = await tryDirectives(world, tx, org, set, days);
    return { ...summary, changed: [...summary.changed] };
  },
  serviceKinds,
};

const onAnswerOfRooms: OnAnswer = async (world, tx, answer, letter, text) => {
  await onAnswer(world, tx, answer, letter, text);
  await onNoticeAnswer(world, tx, answer, letter, text);
  await onDisclosureAnswer(world, tx, answer, letter, text);
};

function orgOf(tx: { readonly organisation: Id<'org'> | null }): Id<'org'> {
  if (!tx.organisation) throw new Error('must be there: an organisation in this transaction');
  return tx.organisation;
}

/** The room a matter is of, by the prefix of its id or, for people, of its number. */
const matterRooms = {
  case: { facts: caseFacts, settle: settleCase, undone: undoneCase },
  ord: {
    facts: orderFacts,
    settle: settleOrder,
    // What an order asked is put back only where the order lost its ground: the room of orders refuses it otherwise.
    undone: (world: World, tx: Tx, matter: string, _decision: Id<'dec'>, by: Actor) =>
      reinstated(world, tx, matter, [], by),
  },
  ntc: {
    facts: noticeFacts,
    settle: settleNotice,
    // The notifier had its answer; that it was overturned is told by the answer to the complaint.
    undone: async () => {},
  },
} as const;
const numberRooms: Readonly<Record<string, keyof typeof matterRooms>> = { 'BZ-': 'case', 'BV-': 'ord', 'ML-': 'ntc' };
type MatterRoom = (typeof matterRooms)[keyof typeof matterRooms];
function roomOf(matter: string): MatterRoom {
  const prefix = idKindOf(matter) ?? numberRooms[matter.slice(0, 3)] ?? '';
  const room = Object.hasOwn(matterRooms, prefix) ? matterRooms[prefix as keyof typeof matterRooms] : undefined;
  if (!room) throw new Refused('request.not-found');
  return room;
}

/**
 * Hands of decisions: the rooms their matters come from.
 * @param paths programs and folders measures may use (BEZEM_MEASURE_PATHS)
 */
export function decisionHands(paths: readonly string[]): DecisionHands {
  return {
    allowed: { paths },
    matters: {
      facts: (world, tx, matter) => roomOf(matter).facts(world, tx, matter),
      settle: (world, tx, settled, by) => roomOf(settled.matter).settle(world, tx, settled, by),
      undone: (world, tx, matter, decision, by) => roomOf(matter).undone(world, tx, matter, decision, by),
    },
  };
}

/** Hands of bans: the decision one is made from. What never was in force, or was reversed, carries none. */
const banHands: BanHands = {
  decision: async (world, tx, id) => {
    const d = await decisionBy(world, tx, id);
    if (!['in_force', 'expired', 'superseded'].includes(d.state)) throw new Refused('ban.decision-not-in-force');
    return { id: d.id, number: d.number, party: d.party };
  },
};

/** Hands of editions. No room keeps a register of customers of customers yet: none are compared. */
const editionHands = (readers: () => Promise<IntakeHands['readers']>): EditionHands => ({
  further: async () => [],
  textOf: async (bytes, name) => wordsOf(await (await readers()).openText(bytes, name)),
});

/** A party or contact changed: whoever compares parties looks again. */
const partyChanged: JobHandler = async (world, job) => {
  const party = String(job.payload['party']);
  await checkChanged(world, job.organisation, party);
  await compareChanged(world, job.organisation, party);
  return undefined;
};

/** Hands of cases: letters, probes, and the answer a person chose. */
export async function caseHands(): Promise<CaseHands> {
  const law = await loadLaw();
  return {
    notify: (world, tx, org, c, wish, actor) =>
      notifyCase(world, tx, org, c, wish, actor, xarfWriter(world, law.kinds)),
    preview: (world, tx, org, c, wish) => previewLetter(world, tx, org, c, wish, xarfWriter(world, law.kinds)),
    letters: (world, tx, _org, caseId) => lettersFor(world, tx, caseId),
    probe: async (world, org, id, actor) => {
      await probeCase(world, org, id, actor);
    },
    restrict: async (world, tx, _org, c, reason, actor) => {
      await restrictByHand(world, tx, decisionHands([]), c.id, reason, actor);
    },
    lift: async (world, tx, org, c, reason, actor) => {
      // Restricted before decisions were kept: there is none to reverse.
      if ((await liftMatter(world, tx, decisionHands([]), c.id, reason, actor)) === 0)
        await restrictCase(world, tx, org, c, 'lift', reason, actor);
    },
    answerFor: answerForContract,
  };
}

/** Hands of onboarding: what the rooms beside screening answer about a customer. Of a ban only what agreed goes along, never whose it is. */
const onboardingHands: OnboardingHands = {
  returnCheck: async (world, tx, subject) => {
    const { verdict, hits } = await returnCheck(world, tx, subject);
    return {
      verdict,
      hits: hits.map((h) => ({
        ban: h.ban,
        kinds: h.kinds,
        strength: h.strength,
        lines: h.lines.map((l) => `${l.kind} ${l.points}`),
      })),
    };
  },
  editionCheck: (world, tx, subject) => editionCheck(world, tx, { ...subject, handles: [], asns: [] }),
};

const notifierHands = {
  casesOfMessages,
  caseNames: namesOfCases,
  stepsLost: (record: { readonly confirmed: number; readonly wrong: number; readonly unclear: number }) =>
    stepsLost({ id: '', name: '', ...record }),
};

/**
 * Hands of intake, with these reading processes.
 * @param mailFrom sender of letters: a bounce may cause one
 * @param watchFolder root of the watched folders
 */
export function intakeHands(
  readers: IntakeHands['readers'],
  mailFrom: string = variables.BEZEM_MAIL_FROM.default,
  watchFolder?: string,
): MessageHands {
  const marks = new WeakMap<Tx, string>();
  /** The mark of our own mails; of mails that are taken together the house is asked once. */
  const markOf = async (world: World, tx: Tx): Promise<string> => {
    const mark = marks.get(tx) ?? loopMarkOf(world, (await houseOf(tx)).slug);
    marks.set(tx, mark);
    return mark;
  };
  const hands: MessageHands = {
    readers,
    watchFolder,
    ...notifierHands,
    own: async (world, org, within) => {
      const ask = (tx: Tx) => networksNow(tx, world.clock.now());
      const networks = await (within ? ask(within) : world.db.in(org, ask));
      return {
        prefixes: networks.filter((n) => n.kind === 'prefix').map((n) => n.what),
        domains: networks.filter((n) => n.kind === 'domain').map((n) => n.what),
      };
    },
    take: async (world, tx, org, batch) => {
      const counts = await takeFindings(world, tx, org, batch);
      if (batch.format === 'hotline') await takeHotline(world, tx, batch);
      return counts;
    },
    takeRows,
    takeTogether: async (world, tx, org, batches) => {
      const counts = await takeTogether(world, tx, org, batches);
      for (const batch of batches) if (batch.format === 'hotline') await takeHotline(world, tx, batch);
      return counts;
    },
    orders: ordersInMessages,
    answer: async (world, tx, _org, read, messageId) => {
      const found = await matchAnswer(world, tx, {
        ...(read.inReplyTo ? { references: read.inReplyTo.join(' ') } : {}),
        subject: read.subject ?? '',
        from: read.from,
      });
      if (!found) return false;
      // A vacation answer says nothing about the case: it is no answer, and nobody is told it is one.
      if (read.thread && isAutomatic(read.thread)) return 'receipt';
      await takeAnswer(
        world,
        tx,
        {
          letter: found.letter.id,
          kind: 'other',
          text: read.reply ?? '',
          channel: 'mail',
          once: messageId,
          message: messageId,
        },
        onAnswerOfRooms,
      );
      return true;
    },
    bounced: async (world, tx, _org, bounce) => {
      const law = await loadLaw();
      const handed = letterHands(mailFrom, law.kinds);
      return (await takeBounce(world, tx, bounce, handed)) !== undefined;
    },
    mayBeOurs: async (world, tx, org, reads) => {
      const mark = await markOf(world, tx);
      const idsOf = reads.map(({ thread = {} }) => [
        ...threadIds({ 'in-reply-to': thread['message-id'] }),
        ...threadIds(thread),
      ]);
      const written = await idsWritten(tx, org, idsOf.flat());
      return reads.map((read, i) => {
        if (read.receipt || read.complaint) return true;
        if (!read.thread) return false;
        return (
          isOwnMail(read.thread, mark) ||
          subjectMarks(read.subject ?? '').length > 0 ||
          (idsOf[i] ?? []).some((id) => written.has(id))
        );
      });
    },
    ours: async (world, tx, _org, read) => {
      if (read.receipt && (await takeReceipt(world, tx, read.receipt))) return true;
      if (read.complaint && (await takeComplaint(world, tx, read.complaint))) return true;
      if (!read.thread) return false;
      // Our own mail that came back, by a list, a rule or a copy: answering it would never end.
      if (isOwnMail(read.thread, await markOf(world, tx))) return true;
      const own = threadIds({ 'in-reply-to': read.thread['message-id'] })[0];
      return own !== undefined && (await letterByMessageId(tx, own)) !== undefined;
    },
    desk: async (world, tx, org, read, messageId) => {
      const law = await loadLaw();
      const mail = {
        headers: read.thread ?? {},
        subject: read.subject ?? '',
        from: read.from ?? '',
        text: read.reply ?? '',
      };
      return takeDeskMail(world, tx, org, mail, messageId, xarfWriter(world, law.kinds));
    },
    text: async (world, org, id, actor) => {
      const seen = await world.db.in(org, async (tx) => {
        const rows = await tx.rows(
          sql<{
            evidence_id: Id<'evd'> | null;
            name: string | null;
          }>`select evidence_id, name from message where organisation_id = ${org} and id = ${id}`,
        );
        if (!rows[0]) throw new Refused('request.not-found');
        if (!rows[0].evidence_id) throw new Refused('evidence.erased');
        note(world, tx, { act: 'message.opened', by: actor, about: [{ subject: id, payload: { message: id } }] });
        return { bytes: await readKeptWhole(world, tx, rows[0].evidence_id), name: rows[0].name };
      });
      const open = await readers.openText(seen.bytes, seen.name);
      return { id, headers: open.headers.map((h) => ({ ...h })), parts: open.parts.map((p) => ({ ...p })) };
    },
    markCsam: async (world, org, id, why, actor) => {
      // What cannot be taken apart within the limits is destroyed whole: no copy is safer than a copy with a picture.
      await markAsCsam(world, org, id, actor, why, (bytes) => readers.withoutPictures(bytes).catch(() => null));
    },
  };
  return hands;
}

/** Everything plugged together for a program that serves. */
export async function planOf(
  world: World,
  readers: IntakeHands['readers'],
  mailFrom: string,
  watchFolder?: string,
  measurePaths: readonly string[] = [],
): Promise<Plan> {
  const decisions = decisionHands(measurePaths);
  const law = await loadLaw();
  const intake = intakeHands(readers, mailFrom, watchFolder);
  const cases = await caseHands();
  const editions = editionHands(async () => readers);
  return {
    intake,
    cases,
    onboarding: onboardingHands,
    ticking: ticksOf(world, law.kinds),
    jobs: {
      'message.read': readingJob(intake),
      'template.again': againJob(intake),
      'message.prove': provingJob({ afterProof }),
      'channel.watch': watchJob,
      'screening.delta': deltaJob,
      'screening.nightly': nightlyJob,
      'lists.fetch': fetchJob,
      'party.changed': partyChanged,
      ...banJobs,
      ...editionJobs(editions),
      'case.rank_again': rankJob,
      'case.probe': probeJob,
      'case.first_letter': firstLetterJob((w) => xarfWriter(w, law.kinds)),
      'case.sweep': sweepJob,
      ...incidentJobs,
      ...noticeJobs({ complaintLink: complaintLinkOfNotifier }),
      ...disclosureJobs,
      ...onboardingJobs(onboardingHands),
      ...letterJobs(letterHands(mailFrom, law.kinds)),
      ...orderJobs(mailFrom),
      ...attributionJobs(moveFindings),
      ...decisionJobs(decisions),
    },
    apis: [
      organisationRoutes(),
      caseRoutes(cases),
      orderRoutes(orderHands(intake)),
      intakeRoutes(intake),
      partyRoutes(),
      resourceRoutes(),
      attributionRoutes(),
      letterRoutes(asLetter),
      deadlineRoutes(namesOf),
      journalRoutes(),
      dossierRoutes(),
      reportRoutes(),
      incidentRoutes(),
      erasureRoutes(),
      noticeRoutes(),
      disclosureRoutes(),
      decisionRoutes(decisions),
      complaintRoutes(decisions),
      screeningRoutes(),
      registrantRoutes(),
      banRoutes(banHands),
      editionRoutes(editions),
      onboardingRoutes(onboardingHands),
    ],
    pages: [
      letterPages({ caseForLetter, onAnswer: onAnswerOfRooms }),
      journalPages(),
      noticePages(),
      complaintPages(),
      banPages(),
      registrantPages(),
      editionPages(),
      onboardingPages(onboardingHands),
      reportPages(),
    ],
  };
}

const pool = async () => {
  const law = await loadLaw();
  return openReaders({ size: 1, kinds: law.kinds.values() });
};

/** Every command of the rooms, in the order help shows them. */
export function allCommands(): readonly Command[] {
  const lazyCases: CaseHands = {
    notify: async (...a) => (await caseHands()).notify(...a),
    preview: async (...a) => (await caseHands()).preview(...a),
    letters: async (...a) => (await caseHands()).letters(...a),
    probe: async (...a) => (await caseHands()).probe(...a),
    restrict: async (...a) => (await caseHands()).restrict(...a),
    lift: async (...a) => (await caseHands()).lift(...a),
    answerFor: answerForContract,
  };
  return [
    ...runningCommands,
    readCommand,
    mappingCommand,
    ingestCommand(async () => intakeHands(await pool(), readConfig().mailFrom)),
    ...messageCommands(async () => intakeHands(await pool(), readConfig().mailFrom)),
    ...templateCommands(async () => intakeHands(await pool(), readConfig().mailFrom)),
    ...channelCommands(() => ({ watchFolder: readConfig().watchFolder })),
    ...notifierCommands(() => notifierHands),
    ...caseCommands(lazyCases),
    ...orderCommands,
    ...attributionCommands,
    ...resourceCommands,
    ...partyCommands,
    ...noticeCommands,
    ...disclosureCommands,
    ...screeningCommands,
    ...registrantCommands,
    ...banCommands(async () => banHands),
    ...editionCommands(async () => editionHands(pool)),
    ...onboardingCommands(async () => onboardingHands),
    ...letterCommands(asLetter),
    ...deadlineCommands,
    ...journalCommands,
    ...dossierCommands,
    ...reportCommands,
    ...incidentCommands,
    ...erasureCommands,
    ...decisionCommands(async () => decisionHands(readConfig().measurePaths)),
    ...complaintCommands(async () => decisionHands(readConfig().measurePaths)),
    ...lawCommands,
    ...organisationCommands,
    ...backupCommands,
  ];
}

const root = join(import.meta.dirname, '..');

/** Writes openapi.json and the printed documents; with `check`, only says which differ. */
export async function generateAll(check: boolean): Promise<readonly string[]> {
  const drifted: string[] = [];
  const plan = await planOf({} as World, {} as IntakeHands['readers'], 'abuse@localhost');
  const file = join(root, 'openapi.json');
  const text = openapiText([...plan.apis, ...apisOfDesk({} as Parameters<typeof apisOfDesk>[0])]);
  if ((existsSync(file) ? readFileSync(file, 'utf8') : '') !== text) {
    drifted.push('openapi.json');
    if (!check) writeFileSync(file, text);
  }
  drifted.push(...(await generateDocuments(check, { floors, commands: allCommands() })));
  return drifted;
}
