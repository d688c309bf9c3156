/** What people do on a notice at the desk, the notifier on the status page, and the customer by an answer: each act asks the life first. */
import { houseOf } from '#correspondence/store';
import { queueLetter } from '#correspondence/work';
import { startDeadline, stopDeadline, wouldBeDue } from '#deadlines/work';
import type { Tx } from '#io/db';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, engine, type Id, mayAs, must, Refused } from '#kernel';
import { type Knowledge, momentForLetter, type NtdAnswer, noticeKind, ntdTerms } from '#law';
import { loadLaw } from '#law/work';
import { contactFor } from '#parties';
import { contactsOf, partyById } from '#parties/store';
import { decideTerm, missingElements } from './complete.ts';
import { liftBadFaith, recordBadFaith } from './flaggers.ts';
import { maskOf, readLocations } from './location.ts';
import { placed } from './looking.ts';
import { type NoticePath, noticeArrow } from './notice.ts';
import {
  addAct,
  addItems,
  changeNotice,
  itemsOf,
  lockNotice,
  type Notice,
  type NoticeChange,
  openItem,
  openNotice,
  placeItem,
  sealItem,
  sealNotice,
  settleItems,
} from './store.ts';
import { itemsTable, mustTell, tellNotifier } from './telling.ts';
import { askWords, elsewhereRedress } from './words.ts';

/** Where the act leads. @throws Refused `notice.act-not-allowed`, `request.not-allowed` for the wrong role */
export function allow(n: Notice, act: string, actor: Actor): Notice['state'] {
  const arrow = noticeArrow(n.state, act, n.path);
  if (!arrow) throw new Refused('notice.act-not-allowed', `${n.number ?? n.id}: ${n.state}`);
  const { by } = arrow;
  const may =
    by === 'notifier'
      ? actor.kind === 'notifier' || mayAs(actor, 'handler')
      : by === 'customer'
        ? actor.kind === 'customer' || mayAs(actor, 'handler')
        : by === 'engine'
          ? true
          : mayAs(actor, by);
  if (!may) throw new Refused('request.not-allowed');
  return arrow.to;
}

interface Done {
  readonly act: string;
  readonly change: NoticeChange;
  readonly to: Notice['state'];
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly text?: string | undefined;
}
/** Writes an act: the change, its line, its leaf. */
export async function did(world: World, tx: Tx, n: Notice, by: Actor, d: Done): Promise<void> {
  await changeNotice(tx, n.id, { state: d.to, ...d.change });
  await addAct(world, tx, {
    notice: n.id,
    act: d.act,
    by,
    from: n.state,
    to: d.to,
    ...(d.detail ? { detail: d.detail } : {}),
    text: d.text,
  });
  note(world, tx, {
    act: `notice.${d.act}`,
    by,
    about: [{ subject: n.id, payload: { notice: n.id, from: n.state, to: d.to, ...d.detail } }],
  });
}

export interface Assessing {
  readonly knowledge?: Knowledge | undefined;
  readonly ntd?: NtdAnswer | undefined;
  readonly kind?: string | undefined;
  readonly category?: string | undefined;
  readonly keyword?: string | undefined;
  readonly reason?: string | undefined;
}

/** A person says what the notice makes known. On the path of the NTD code the answer is one of its three. */
export async function assessNotice(world: World, tx: Tx, n: Notice, a: Assessing, by: Actor): Promise<void> {
  const to = allow(n, 'assess', by);
  if (!a.reason?.trim()) throw new Refused('notice.needs-reason');
  if (n.path === 'ntd' ? !a.ntd : !a.knowledge)
    throw new Refused(
      'request.invalid',
      n.path === 'ntd' ? 'ntd: which of the three answers' : 'knowledge: what it makes known',
    );
  const kind = a.kind ? noticeKind(a.kind) : undefined;
  if (a.kind && !kind) throw new Refused('request.invalid', 'kind');
  const law = await loadLaw();
  const category = a.category ?? kind?.category ?? n.category;
  const keyword = a.keyword ?? (a.category ? null : (kind?.keyword ?? n.keyword));
  const known = category ? law.categories.get(category) : undefined;
  if (category && !known) throw new Refused('request.invalid', 'category');
  if (keyword && !known?.keywords.some((k) => k.code === keyword)) throw new Refused('request.invalid', 'keyword');
  await did(world, tx, n, by, {
    act: 'assess',
    to,
    change: {
      assessedAt: world.clock.now(),
      category: category ?? null,
      keyword: keyword ?? null,
      ...(kind ? { kind: kind.id } : {}),
      ...(n.path === 'ntd' ? { ntd: a.ntd ?? null } : { knowledge: a.knowledge ?? null }),
    },
    detail: {
      knowledge: a.knowledge ?? null,
      ntd: a.ntd ?? null,
      category: category ?? null,
      keyword: keyword ?? null,
    },
    text: a.reason,
  });
}

/** Asks the notifier for what is missing. The clock of the decision runs on: nothing in art. 16 stops it. */
export async function askNotifier(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  n: Notice,
  text: string | undefined,
  by: Actor,
): Promise<void> {
  const to = allow(n, 'ask', by);
  if (n.missing.length === 0 && !text?.trim()) throw new Refused('notice.needs-reason');
  const letter = await mustTell(world, tx, org, n, {
    template: 'ltr-16-ask',
    fields: (l) => ({
      missing: n.missing.length > 0 ? askWords(n.missing, l) : (text ?? ''),
      ...(n.missing.length > 0 && text?.trim() ? { note: text.trim() } : {}),
    }),
    by,
  });
  await did(world, tx, n, by, { act: 'ask', to, change: {}, detail: { letter, missing: n.missing }, text });
}

/** Says that none of the open addresses is here, and where to go. The notice ends; a wrong look can be reopened. */
export async function passOn(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  n: Notice,
  text: string | undefined,
  by: Actor,
): Promise<void> {
  const to = allow(n, 'pass_on', by);
  const now = world.clock.now();
  await settleItems(tx, n.id, [], {
    state: 'elsewhere',
    decision: null,
    ground: null,
    restrictions: [],
    automated: null,
    at: now,
  });
  const items = await itemsOf(tx, n.id);
  const letter = await tellNotifier(world, tx, org, n, {
    template: 'ltr-16-elsewhere',
    fields: (l, zone) => ({
      items: itemsTable(items, l, 'place', zone),
      redress: elsewhereRedress[l],
      ...(text?.trim() ? { note: text.trim() } : {}),
    }),
    by,
  });
  await stopDeadline(world, tx, n.id, 'clk-16-dec', 'met', { by });
  await stopDeadline(world, tx, n.id, 'clk-ntd-fwd', 'met', { by });
  await did(world, tx, n, by, {
    act: 'pass_on',
    to,
    change: { decidedAt: now, closedAt: now },
    detail: { letter },
    text,
  });
}

/**
 * Forwards an undecidable notice to who put the content there (NTD code art. 6c). The notifier's name does not go along.
 * @param text the explanation as the customer gets it, where the notifier's own words name people; theirs where left out
 * @throws Refused `notice.no-customer` where no holder with a contact is known
 */
export async function forwardNotice(
  world: World,
  tx: Tx,
  n: Notice,
  text: string | undefined,
  by: Actor,
): Promise<void> {
  const to = allow(n, 'forward', by);
  if (n.ntd !== 'undecidable')
    throw new Refused('notice.act-not-allowed', 'only what cannot be decided is forwarded (art. 6c)');
  const items = (await itemsOf(tx, n.id)).filter((i) => i.state === 'open' && i.holder !== null);
  const party = items[0]?.holder ?? null;
  const found = party ? await partyById(tx, party) : undefined;
  const contact = party ? contactFor(await contactsOf(tx, [party]), 'abuse') : undefined;
  if (!party || !found || !contact) throw new Refused('notice.no-customer');
  const words = await openNotice(world, tx, n);
  const house = await houseOf(tx);
  const now = world.clock.now();
  const due = await wouldBeDue(tx, 'clk-case-customer', now, ntdTerms.answer);
  const language = found.language ?? n.language;
  const letter = await queueLetter(world, tx, {
    template: 'ltr-ntd-fwd',
    language,
    audience: 'customer',
    party,
    contact: { id: contact.id, address: contact.address },
    matter: n.id,
    ...(n.number ? { reference: n.number } : {}),
    fields: {
      [language]: {
        organisationName: house.name,
        recipientName: found.name ?? found.reference,
        caseNumber: n.number ?? '',
        items: itemsTable(
          items.filter((i) => i.holder === party),
          language,
          'place',
          house.zone,
        ),
        explanation: text?.trim() || words?.given.explanation || '–',
        dueAt: momentForLetter(due, house.zone, language),
        consequence: language === 'nl' ? 'beslissen wij zonder uw antwoord' : 'we decide without your answer',
      },
    },
    dueAt: due,
    by,
    link: false,
  });
  await stopDeadline(world, tx, n.id, 'clk-ntd-fwd', 'met', { by });
  await startDeadline(world, tx, {
    clock: 'clk-case-customer',
    subject: n.id,
    startsAt: now,
    given: ntdTerms.answer,
    by,
  });
  await did(world, tx, n, by, { act: 'forward', to, change: { forwardedAt: now }, detail: { letter } });
}

/** What the customer answered, by mail or written down by a colleague. */
export async function answerNotice(
  world: World,
  tx: Tx,
  n: Notice,
  text: string | undefined,
  by: Actor,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const to = allow(n, 'answer', by);
  await stopDeadline(world, tx, n.id, 'clk-case-customer', 'met', { by });
  await did(world, tx, n, by, { act: 'answer', to, change: {}, detail, text });
}

/** Brings a notice to the other path: it is outside art. 16 after all, or within. Its clocks change with it. */
export async function moveNotice(
  world: World,
  tx: Tx,
  n: Notice,
  path: NoticePath,
  text: string | undefined,
  by: Actor,
): Promise<void> {
  const to = allow(n, 'move', by);
  if (!text?.trim()) throw new Refused('notice.needs-reason');
  if (path === n.path) throw new Refused('notice.act-not-allowed', path);
  await stopDeadline(world, tx, n.id, 'all', 'void', { why: 'other_path' });
  await did(world, tx, n, by, {
    act: 'move',
    to,
    change: { path, knowledge: null, ntd: null },
    detail: { path },
    text,
  });
  await startClocks(world, tx, { ...n, path }, by);
}

/**
 * The clocks of a notice: receipt and decision (art. 16), or forwarding (NTD code).
 * @param from the receipt, or for one that is opened again the moment it was
 */
export async function startClocks(
  world: World,
  tx: Tx,
  n: Notice,
  by: Actor = engine,
  from: Temporal.Instant = n.receivedAt,
): Promise<void> {
  const kind = must(noticeKind(n.kind), 'a kind of the form');
  if (n.path === 'ntd') {
    await startDeadline(world, tx, { clock: 'clk-ntd-fwd', subject: n.id, startsAt: from, by });
    return;
  }
  if (n.reachable && n.acknowledgedAt === null)
    await startDeadline(world, tx, { clock: 'clk-16-ack', subject: n.id, startsAt: from, by });
  await startDeadline(world, tx, {
    clock: 'clk-16-dec',
    subject: n.id,
    startsAt: from,
    given: decideTerm(kind, n.flaggerId !== null),
    by,
  });
}

/** What the notifier adds: words, and further addresses. A withdrawn or decided notice takes nothing more: that is a new one. */
export async function addToNotice(
  world: World,
  tx: Tx,
  n: Notice,
  more: { readonly text?: string | undefined; readonly locations?: string | undefined },
  by: Actor,
): Promise<void> {
  const to = allow(n, 'add', by);
  const words = await openNotice(world, tx, n);
  if (!words) throw new Refused('evidence.erased');
  const { items, wrong } = readLocations(more.locations ?? '');
  if (wrong.length > 0) throw new Refused('request.invalid', `locations: ${wrong[0]}`);
  if (items.length === 0 && !more.text?.trim()) throw new Refused('notice.needs-reason');
  const now = world.clock.now();
  const never = n.sensitive === 'csam';
  const before = await itemsOf(tx, n.id);
  const made = [];
  for (const item of items)
    made.push({
      kind: item.kind,
      location: never ? null : item.location,
      masked: maskOf(item, never),
      sealed: never ? (await sealItem(world, tx, n.id, item.location)).sealed : null,
    });
  await addItems(tx, n.id, made);
  for (const [i, item] of items.entries())
    await placeItem(tx, n.id, await placed(world, tx, before.length + i + 1, item, now));
  const added = more.text?.trim() ? [...words.added, { at: now.toString(), text: more.text.trim() }] : words.added;
  const kind = must(noticeKind(n.kind), 'a kind of the form');
  const explanation = [words.given.explanation, ...added.map((a) => a.text)].join('\n').trim();
  const missing = missingElements(
    {
      explanation,
      items: before.length + items.length,
      name: words.given.name ?? null,
      email: words.given.email ?? null,
      goodFaith: n.goodFaith,
    },
    kind,
  );
  await did(world, tx, n, by, {
    act: 'add',
    to,
    change: { missing, sealed: (await sealNotice(world, tx, n.id, { ...words, added })).sealed },
    detail: { items: items.length, words: added.length > words.added.length },
  });
}

/** The notifier takes it back. What we now know we still know: a handler sees that it was there. */
export async function withdrawNotice(
  world: World,
  tx: Tx,
  n: Notice,
  text: string | undefined,
  by: Actor,
): Promise<void> {
  const to = allow(n, 'withdraw', by);
  const now = world.clock.now();
  await settleItems(tx, n.id, [], {
    state: 'withdrawn',
    decision: null,
    ground: null,
    restrictions: [],
    automated: null,
    at: now,
  });
  // The fact that ends these clocks is the notifier's own: nobody waits for an answer.
  await stopDeadline(world, tx, n.id, 'all', 'void', { why: 'withdrawn' });
  await did(world, tx, n, by, { act: 'withdraw', to, change: { closedAt: now }, text });
}

export async function reopenNotice(
  world: World,
  tx: Tx,
  n: Notice,
  text: string | undefined,
  by: Actor,
): Promise<void> {
  const to = allow(n, 'reopen', by);
  if (!text?.trim()) throw new Refused('notice.needs-reason');
  const items = await itemsOf(tx, n.id);
  await settleItems(
    tx,
    n.id,
    items.map((i) => i.no),
    { state: 'open', decision: null, ground: null, restrictions: [], automated: null, at: null },
  );
  await did(world, tx, n, by, { act: 'reopen', to, change: { decidedAt: null, closedAt: null }, text });
  await startClocks(world, tx, n, by, world.clock.now());
}

export async function noteNotice(world: World, tx: Tx, n: Notice, text: string | undefined, by: Actor): Promise<void> {
  const to = allow(n, 'note', by);
  if (!text?.trim()) throw new Refused('notice.needs-reason');
  await did(world, tx, n, by, { act: 'note', to, change: {}, text });
}

/** The sealed address of one item, for named staff: each reading is a line in the journal. */
export async function readAddress(world: World, tx: Tx, id: string, no: number, by: Actor): Promise<string> {
  if (!mayAs(by, 'decider')) throw new Refused('request.not-allowed');
  const n = await lockNotice(tx, id);
  const item = (await itemsOf(tx, n.id)).find((i) => i.no === no);
  if (!item) throw new Refused('request.not-found');
  const text = item.location ?? (item.sealed ? await openItem(world, tx, n, item.sealed) : null);
  if (text === null) throw new Refused('evidence.erased');
  await addAct(world, tx, { notice: n.id, act: 'read', by, from: n.state, to: n.state, detail: { item: no } });
  note(world, tx, { act: 'notice.read', by, about: [{ subject: n.id, payload: { notice: n.id, item: no } }] });
  return text;
}

export interface ActGiven extends Assessing {
  readonly text?: string | undefined;
  readonly path?: NoticePath | undefined;
  readonly locations?: string | undefined;
  readonly until?: string | undefined;
  readonly version?: number | undefined;
}

/** One act by its name: what the API, the command line and the status page call. */
export async function actOn(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  id: string,
  act: string,
  given: ActGiven,
  by: Actor,
): Promise<void> {
  const n = await lockNotice(tx, id, given.version);
  const text = given.text ?? given.reason;
  switch (act) {
    case 'ask':
      return askNotifier(world, tx, org, n, text, by);
    case 'assess':
      return assessNotice(world, tx, n, { ...given, reason: text }, by);
    case 'pass_on':
      return passOn(world, tx, org, n, text, by);
    case 'forward':
      return forwardNotice(world, tx, n, text, by);
    case 'answer':
      return answerNotice(world, tx, n, text, by);
    case 'move':
      return moveNotice(world, tx, n, given.path ?? (n.path === 'ntd' ? 'dsa16' : 'ntd'), text, by);
    case 'add':
      return addToNotice(world, tx, n, { text, locations: given.locations }, by);
    case 'withdraw':
      return withdrawNotice(world, tx, n, text, by);
    case 'reopen':
      return reopenNotice(world, tx, n, text, by);
    case 'note':
      return noteNotice(world, tx, n, text, by);
    case 'lower': {
      await recordBadFaith(world, tx, n, text, given.until ? Temporal.Instant.from(given.until) : undefined, by);
      return addAct(world, tx, { notice: n.id, act, by, from: n.state, to: n.state, text });
    }
    case 'lift': {
      await liftBadFaith(world, tx, n, by);
      return addAct(world, tx, { notice: n.id, act, by, from: n.state, to: n.state, text });
    }
    default:
      throw new Refused('notice.act-not-allowed', act);
  }
}
