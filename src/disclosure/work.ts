/** Requests for data at work: received with a receipt, tested, the customer heard, decided by one and confirmed by another, answered. */
import { houseOf } from '#correspondence/store';
import { type OnAnswer, queueLetter } from '#correspondence/work';
import { deadlinesOf } from '#deadlines/store';
import { startDeadline, stopDeadline, wouldBeDue } from '#deadlines/work';
import { sql, type Tx } from '#io/db';
import { newId, sha256 } from '#io/dice';
import { enqueue, type JobHandler } from '#io/jobs';
import type { World } from '#io/world';
import { receiptOf } from '#journal/proof';
import { note } from '#journal/work';
import { type Actor, actorId, canonical, engine, type Id, isId, mayAs, Refused } from '#kernel';
import {
  disclosureRules,
  fieldWords,
  fourQuestions,
  fourQuestionWords,
  type LetterFields,
  momentForLetter,
  ntdTerms,
  refusalRules,
} from '#law';
import { nextNumber } from '#organisations/store';
import { contactFor } from '#parties';
import { contactsOf, partyById } from '#parties/store';
import { registeredFields } from '#registrants/work';
import { type AskDisclosure, disclosureActs, disclosureArrow, faultOf, fieldsFor, needsSecond } from './request.ts';
import type { DisclosureActBody, DisclosureRowShape, DisclosureShape } from './shapes.ts';
import {
  addDisclosureAct,
  changeDisclosure,
  type Disclosure,
  type DisclosureChange,
  type DisclosureRow,
  disclosureActsOf,
  disclosureById,
  insertDisclosure,
  listDisclosures,
  lockDisclosure,
  openDisclosure,
  sealDisclosure,
} from './store.ts';
import { sweepDisclosuresJob } from './sweeping.ts';

export { startDisclosureSweeps, sweepDisclosures } from './sweeping.ts';

import { disclosureActWords, disclosureRedress, outcomeWords } from './words.ts';

/**
 * Takes a request in: kept, numbered, in the journal, its clock from the moment it was received, its receipt as a job.
 * @throws Refused `request.not-found` where it names a customer or notice that is not there
 */
export async function takeDisclosure(
  world: World,
  org: Id<'org'>,
  asked: AskDisclosure,
  by: Actor,
): Promise<{ readonly id: Id<'dsc'>; readonly number: string }> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  const id = newId(world, 'dsc');
  let number = '';
  await world.db.in(org, async (tx) => {
    const now = world.clock.now();
    const receivedAt = asked.received_at ? Temporal.Instant.from(asked.received_at) : now;
    if (Temporal.Instant.compare(receivedAt, now) > 0)
      throw new Refused('request.invalid', 'received_at: not in the future');
    if (asked.party && !(await partyById(tx, asked.party))) throw new Refused('request.not-found', asked.party);
    const key = await sealDisclosure(world, tx, id, { asked, test: null, decision: null });
    await insertDisclosure(tx, {
      id,
      kind: asked.kind,
      language: asked.language,
      notice: asked.notice ?? null,
      party: asked.party ?? null,
      ...key,
      receivedAt,
    });
    const rule = disclosureRules[asked.kind];
    if (rule.clock) await startDeadline(world, tx, { clock: rule.clock, subject: id, startsAt: receivedAt, by });
    await addDisclosureAct(world, tx, { disclosure: id, act: 'receive', by, from: null, to: 'received' });
    note(world, tx, {
      act: 'disclosure.received',
      by,
      about: [
        {
          subject: id,
          payload: {
            disclosure: id,
            kind: asked.kind,
            sha256: sha256(canonical(asked)).toString('hex'),
            received_at: receivedAt.toString(),
          },
        },
      ],
    });
    await enqueue(tx, { kind: 'disclosure.receipt', lane: 'urgent', payload: { disclosure: id }, key: id, runAt: now });
    tx.last(1, 'disclosure number', async () => {
      number = await nextNumber(tx, org, 'disclosure', now.toZonedDateTimeISO('UTC').year);
      await tx.rows(sql`update disclosure set number = ${number} where organisation_id = ${org} and id = ${id}`);
    });
  });
  return { id, number };
}

async function writeToSeeker(
  world: World,
  tx: Tx,
  d: Disclosure,
  template: string,
  fields: (zone: string) => LetterFields,
  by: Actor,
  receipt?: string,
): Promise<Id<'let'> | null> {
  const words = await openDisclosure(world, tx, d);
  if (!words) return null;
  const house = await houseOf(tx);
  const proof = receipt ? await receiptOf(world, tx, receipt, d.id) : undefined;
  return queueLetter(world, tx, {
    template,
    language: d.language,
    audience: 'notifier',
    party: null,
    contact: { id: null, address: words.asked.email },
    matter: d.id,
    ...(d.number ? { reference: d.number } : {}),
    fields: {
      [d.language]: {
        organisationName: house.name,
        recipientName: words.asked.name,
        reportNumber: d.number ?? '',
        ...fields(house.zone),
      },
    },
    ...(proof
      ? {
          attachments: [
            {
              name: d.language === 'nl' ? 'ontvangstbewijs.json' : 'receipt.json',
              type: 'application/json',
              bytes: Buffer.from(JSON.stringify(proof, null, 2)),
            },
          ],
          undoSeconds: 0,
        }
      : {}),
    by,
    link: false,
  });
}

/** The receipt, with the signed proof of what was asked and when. */
export const disclosureJobs: Readonly<Record<'disclosure.receipt' | 'disclosure.sweep', JobHandler>> = {
  'disclosure.sweep': sweepDisclosuresJob,
  'disclosure.receipt': async (world, job) => {
    await world.db.in(job.organisation, async (tx) => {
      const d = await disclosureById(tx, String(job.payload['disclosure']));
      if (!d) return;
      const rule = disclosureRules[d.kind];
      const due = rule.clock ? await wouldBeDue(tx, rule.clock, d.receivedAt) : null;
      const nl = d.language === 'nl';
      await writeToSeeker(
        world,
        tx,
        d,
        'ltr-dsc-ack',
        (zone) => ({
          receivedAt: momentForLetter(d.receivedAt, zone, d.language),
          next: due
            ? nl
              ? `U krijgt antwoord vóór ${momentForLetter(due, zone, d.language)}.`
              : `You get an answer before ${momentForLetter(due, zone, d.language)}.`
            : nl
              ? 'Wij toetsen uw verzoek en kunnen de klant eerst horen.'
              : 'We test your request and may hear the customer first.',
        }),
        engine,
        'disclosure.received',
      );
    });
    return undefined;
  },
};

function allow(d: Disclosure, act: string, actor: Actor): Disclosure['state'] {
  const arrow = disclosureArrow(d.state, act, d.kind);
  if (!arrow) throw new Refused('disclosure.act-not-allowed', `${d.number ?? d.id}: ${d.state}`);
  const may = arrow.by === 'customer' ? actor.kind === 'customer' || mayAs(actor, 'handler') : mayAs(actor, arrow.by);
  if (!may) throw new Refused('request.not-allowed');
  return arrow.to;
}

async function did(
  world: World,
  tx: Tx,
  d: Disclosure,
  act: string,
  by: Actor,
  change: DisclosureChange,
  more: { readonly text?: string | undefined; readonly detail?: Readonly<Record<string, unknown>> } = {},
): Promise<void> {
  await changeDisclosure(tx, d.id, change);
  await addDisclosureAct(world, tx, {
    disclosure: d.id,
    act,
    by,
    from: d.state,
    to: change.state,
    text: more.text,
    ...(more.detail ? { detail: more.detail } : {}),
  });
  note(world, tx, {
    act: `disclosure.${act}`,
    by,
    about: [{ subject: d.id, payload: { disclosure: d.id, from: d.state, to: change.state, ...more.detail } }],
  });
}

/** Hears the customer before a decision. Who asks is not named. */
async function hear(world: World, tx: Tx, d: Disclosure, text: string | undefined, by: Actor): Promise<void> {
  const to = allow(d, 'hear', by);
  const party = d.partyId ? await partyById(tx, d.partyId) : undefined;
  const contact = d.partyId ? contactFor(await contactsOf(tx, [d.partyId]), 'abuse') : undefined;
  if (!party || !contact) throw new Refused('notice.no-customer');
  // The seeker's own words name the seeker: a colleague says what it is about.
  if (!text?.trim()) throw new Refused('notice.needs-reason');
  const house = await houseOf(tx);
  const due = await wouldBeDue(tx, 'clk-case-customer', world.clock.now(), ntdTerms.answer);
  const language = party.language ?? d.language;
  const letter = await queueLetter(world, tx, {
    template: 'ltr-dsc-hear',
    language,
    audience: 'customer',
    party: party.id,
    contact: { id: contact.id, address: contact.address },
    matter: d.id,
    ...(d.number ? { reference: d.number } : {}),
    fields: {
      [language]: {
        organisationName: house.name,
        recipientName: party.name ?? party.reference,
        caseNumber: d.number ?? '',
        explanation: text.trim(),
        dueAt: momentForLetter(due, house.zone, language),
      },
    },
    dueAt: due,
    by,
    link: false,
  });
  await did(world, tx, d, 'hear', by, { state: to }, { detail: { letter } });
}

/** The decision as it would leave; nothing leaves yet where a second person must agree. */
async function decide(world: World, tx: Tx, d: Disclosure, given: DisclosureActBody, by: Actor): Promise<void> {
  const to = allow(d, 'decide', by);
  const words = await openDisclosure(world, tx, d);
  if (!words) throw new Refused('evidence.erased');
  const decision = given.decision;
  if (!decision) throw new Refused('disclosure.not-whole', 'decision');
  const fault = faultOf(d.kind, decision, words.test);
  if (fault) throw new Refused('disclosure.not-whole', fault);
  const second = needsSecond(d.kind, decision);
  const sealed = (await sealDisclosure(world, tx, d.id, { ...words, decision })).sealed;
  const now = world.clock.now();
  await did(
    world,
    tx,
    d,
    'decide',
    by,
    {
      state: second ? 'proposed' : to,
      sealed,
      outcome: decision.outcome,
      refusal: decision.refusal ?? null,
      fields: Object.keys(decision.fields),
      decided_at: now,
      decided_by: actorId(by),
      ...(second ? {} : { answered_at: now }),
    },
    { detail: { outcome: decision.outcome, refusal: decision.refusal ?? null, fields: Object.keys(decision.fields) } },
  );
  if (!second) await answerSeeker(world, tx, await lockDisclosure(tx, d.id), by);
}

/** Another decider agrees: only now identity leaves. */
async function confirm(world: World, tx: Tx, d: Disclosure, by: Actor): Promise<void> {
  const to = allow(d, 'confirm', by);
  if (by.kind !== 'member' || by.id === d.decidedBy) throw new Refused('disclosure.second-person');
  await did(world, tx, d, 'confirm', by, { state: to, confirmed_by: by.id, answered_at: world.clock.now() });
  await answerSeeker(world, tx, await lockDisclosure(tx, d.id), by);
}

async function answerSeeker(world: World, tx: Tx, d: Disclosure, by: Actor): Promise<void> {
  const words = await openDisclosure(world, tx, d);
  const decision = words?.decision;
  if (!words || !decision) throw new Refused('evidence.erased');
  const l = d.language;
  const rule = disclosureRules[d.kind];
  const house = await houseOf(tx);
  const basis = `${rule.basis.law}${rule.basis.article ? `, ${rule.basis.article}` : ''}`;
  const refusal = decision.refusal ? refusalRules[decision.refusal] : undefined;
  const letter = await writeToSeeker(
    world,
    tx,
    d,
    rule.letter,
    (zone) => ({
      decidedAt: momentForLetter(d.decidedAt ?? world.clock.now(), zone, l),
      outcome: outcomeWords[decision.outcome][l],
      ground: refusal
        ? `${refusal.words[l]} (${refusal.basis.law}${refusal.basis.article ? `, ${refusal.basis.article}` : ''})`
        : basis,
      redress: disclosureRedress[l],
      ...(decision.outcome !== 'refused'
        ? {
            data: {
              columns: [l === 'nl' ? 'Gegeven' : 'Field', l === 'nl' ? 'Waarde' : 'Value'],
              rows: Object.entries(decision.fields).map(([f, v]) => [fieldWords[f]?.[l] ?? f, v]),
            },
          }
        : {}),
      ...(d.kind === 'registration' ? { policy: `${new URL(world.publicUrl).host}/o/${house.slug}/contact` } : {}),
      ...(d.kind === 'private' && words.test
        ? {
            questions: {
              columns: l === 'nl' ? ['Vraag', 'Antwoord', 'Waarom'] : ['Question', 'Answer', 'Why'],
              rows: fourQuestions.map((q) => [
                fourQuestionWords[q][l],
                words.test?.[q].yes ? (l === 'nl' ? 'ja' : 'yes') : l === 'nl' ? 'nee' : 'no',
                words.test?.[q].why ?? '',
              ]),
            },
          }
        : {}),
    }),
    by,
  );
  if (rule.clock) await stopDeadline(world, tx, d.id, rule.clock, 'met', { by });
  note(world, tx, {
    act: 'disclosure.answered',
    by,
    about: [
      {
        subject: d.id,
        payload: {
          disclosure: d.id,
          letter,
          outcome: d.outcome,
          fields: d.fields,
          decided_by: d.decidedBy,
          confirmed_by: d.confirmedBy,
        },
      },
    ],
  });
}

/** One act by its name: what the API and the command line call. */
export async function actOnDisclosure(
  world: World,
  tx: Tx,
  id: string,
  act: string,
  given: DisclosureActBody,
  by: Actor,
): Promise<void> {
  const d = await lockDisclosure(tx, id, given.version);
  switch (act) {
    case 'hear':
      return hear(world, tx, d, given.text, by);
    case 'answer':
      return did(
        world,
        tx,
        d,
        act,
        by,
        { state: allow(d, act, by), heard_at: world.clock.now() },
        { text: given.text },
      );
    case 'assess': {
      const to = allow(d, act, by);
      const words = await openDisclosure(world, tx, d);
      if (!words) throw new Refused('evidence.erased');
      if (d.kind === 'private' && !given.test) throw new Refused('disclosure.not-whole', 'test: the four questions');
      if (d.kind !== 'private' && !given.text?.trim()) throw new Refused('notice.needs-reason');
      const party = given.party ? await partyById(tx, given.party) : undefined;
      if (given.party && !party) throw new Refused('request.not-found', given.party);
      const sealed = (await sealDisclosure(world, tx, d.id, { ...words, test: given.test ?? words.test })).sealed;
      return did(
        world,
        tx,
        d,
        act,
        by,
        { state: to, sealed, ...(party ? { party_id: party.id } : {}) },
        {
          text: given.text,
          detail: given.test ? { test: fourQuestions.map((q) => given.test?.[q].yes ?? false) } : {},
        },
      );
    }
    case 'decide':
      return decide(world, tx, d, given, by);
    case 'confirm':
      return confirm(world, tx, d, by);
    case 'decline': {
      const to = allow(d, act, by);
      if (!given.text?.trim()) throw new Refused('notice.needs-reason');
      return did(
        world,
        tx,
        d,
        act,
        by,
        { state: to, outcome: null, refusal: null, fields: [], decided_at: null, decided_by: null },
        { text: given.text },
      );
    }
    case 'withdraw': {
      const to = allow(d, act, by);
      await stopDeadline(world, tx, d.id, 'all', 'void', { why: 'withdrawn' });
      return did(world, tx, d, act, by, { state: to }, { text: given.text });
    }
    case 'note': {
      if (!given.text?.trim()) throw new Refused('notice.needs-reason');
      return did(world, tx, d, act, by, { state: allow(d, act, by) }, { text: given.text });
    }
    default:
      throw new Refused('disclosure.act-not-allowed', act);
  }
}

/** The customer answered the letter in which it was heard. */
export const onDisclosureAnswer: OnAnswer = async (world, tx, answer, letter, text) => {
  if (!isId('dsc', letter.matter) || letter.audience !== 'customer') return;
  const d = await lockDisclosure(tx, letter.matter);
  const by = { kind: 'customer', id: letter.id } as const;
  if (disclosureArrow(d.state, 'answer', d.kind)) await actOnDisclosure(world, tx, d.id, 'answer', { text }, by);
  else
    await addDisclosureAct(world, tx, {
      disclosure: d.id,
      act: 'answer',
      by,
      from: d.state,
      to: d.state,
      detail: { answer: answer.id },
      text,
    });
};

export function rowOf(d: DisclosureRow): DisclosureRowShape {
  return {
    id: d.id,
    number: d.number,
    kind: d.kind,
    kind_words: disclosureRules[d.kind].title,
    state: d.state,
    outcome: d.outcome,
    received_at: d.receivedAt.toString(),
    due_at: d.dueAt?.toString() ?? null,
    late: d.late,
    version: d.version,
  };
}

/** The requests, what is due first on top. */
export const queueOfDisclosures = async (
  tx: Tx,
  open: boolean,
  limit: number,
): Promise<readonly DisclosureRowShape[]> => (await listDisclosures(tx, open, limit)).map(rowOf);

/** One request whole; reading what was asked and given is journalled. @throws Refused `request.not-found` */
export async function showDisclosure(world: World, tx: Tx, id: string, actor: Actor): Promise<DisclosureShape> {
  const d = await disclosureById(tx, id);
  if (!d) throw new Refused('request.not-found');
  const words = await openDisclosure(world, tx, d);
  const clock = (await deadlinesOf(tx, d.id)).find((c) => c.endedAt === null);
  const party = d.partyId ? await partyById(tx, d.partyId) : undefined;
  const rule = disclosureRules[d.kind];
  note(world, tx, { act: 'disclosure.read', by: actor, about: [{ subject: d.id, payload: { disclosure: d.id } }] });
  return {
    ...rowOf({ ...d, dueAt: clock?.dueAt ?? null, late: clock?.state === 'breached' }),
    language: d.language,
    basis: `${rule.basis.law} ${rule.basis.article ?? ''}`.trim(),
    mark: rule.basis.mark,
    seeker: words
      ? {
          name: words.asked.name,
          email: words.asked.email,
          organisation: words.asked.organisation ?? null,
          capacity: words.asked.capacity ?? null,
        }
      : null,
    reason: words?.asked.reason ?? null,
    legal_base: words?.asked.basis ?? null,
    about: [...(words?.asked.about ?? [])],
    asked: [...(words?.asked.asked ?? [])],
    notice: d.noticeId,
    party: d.partyId ? { id: d.partyId, reference: party?.reference ?? null, name: party?.name ?? null } : null,
    test: words?.test ?? null,
    refusal: d.refusal,
    fields: [...d.fields],
    balancing: words?.decision?.balancing ?? null,
    decided_at: d.decidedAt?.toString() ?? null,
    decided_by: d.decidedBy,
    confirmed_by: d.confirmedBy,
    answered_at: d.answeredAt?.toString() ?? null,
    possible_fields: [...fieldsFor(d.kind)],
    history: (await disclosureActsOf(world, tx, d.id)).map((a) => ({
      at: a.at.toString(),
      act: a.act,
      words: disclosureActWords(a.act),
      by: a.by_name ?? a.by,
      text: a.text,
      to: a.to_state,
    })),
    acts: disclosureActs.filter((act) => {
      const arrow = disclosureArrow(d.state, act, d.kind);
      if (!arrow || !mayAs(actor, arrow.by === 'decider' ? 'decider' : 'handler')) return false;
      return act !== 'confirm' || actorId(actor) !== d.decidedBy;
    }),
  };
}

/**
 * What our register holds of the names a request for registration data is about: the decider chooses what of it is given.
 * @throws Refused `request.not-found`, `request.not-allowed`
 */
export async function registeredFor(world: World, tx: Tx, id: string, actor: Actor) {
  if (!mayAs(actor, 'decider')) throw new Refused('request.not-allowed');
  const d = await disclosureById(tx, id);
  if (d?.kind !== 'registration') throw new Refused('request.not-found');
  const about = (await openDisclosure(world, tx, d))?.asked.about ?? [];
  const found = await registeredFields(world, tx, about, d.id, actor);
  return { items: found.map((f) => ({ domain: f.domain, kind: f.kind, fields: { ...f.fields } })) };
}
