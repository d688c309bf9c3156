/** The outbox: letters queued in the transaction of the act they follow, undone or changed while they wait. */
import type { Tx } from '#io/db';
import { newId, newToken, sha256 } from '#io/dice';
import { enqueue, type Lane } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, assert, type Id, type Language, mayAs, must, Refused, type Result } from '#kernel';
import {
  type Audience,
  type LetterFields,
  type LetterTemplate,
  type NotWhole,
  type RenderedLetter,
  renderLetter,
  renderLetterInBoth,
} from '#law';
import { loadLaw } from '#law/work';
import {
  type Attachment,
  type FieldsByLanguage,
  isMailAddress,
  type Letter,
  type LetterAct,
  type LetterLanguage,
  type LetterState,
  type LetterWords,
  letterArrow,
  linkDays,
  nextDigestAt,
  type Rhythm,
} from '../letter.ts';
import {
  addLetter,
  addLink,
  changeLetterRow,
  houseOf,
  letterById,
  openWords,
  revokeLinks,
  type StoredLetter,
  sealWords,
} from '../store.ts';

/** What a check just before sending says: go, never, or not yet. */
export type Recheck =
  | { readonly go: true }
  | { readonly go: false; readonly why: string }
  | { readonly later: Temporal.Instant };

/** What whoever knows cases and parties hands in; each runs in the transaction that writes the letter's new state. */
export interface LettersHanded {
  /** Mail address letters come from. */
  readonly from: string;
  /** Is the holder still the holder, is the case still open, is it still there? */
  readonly recheck: (world: World, tx: Tx, letter: Letter) => Promise<Recheck>;
  /** The receiver accepted it: terms that start at delivery start now. */
  readonly onSent?: (world: World, tx: Tx, letter: Letter) => Promise<void>;
  /** The address does not work, or nobody accepted it for four days. */
  readonly onUndeliverable?: (
    world: World,
    tx: Tx,
    letter: Letter,
    how: { readonly state: 'bounced' | 'failed'; readonly response: string },
  ) => Promise<void>;
  /** The recheck stopped it. */
  readonly onStopped?: (world: World, tx: Tx, letter: Letter, why: string) => Promise<void>;
}

export interface QueueLetter {
  /** File name in law/letters. */
  readonly template: string;
  readonly language: LetterLanguage;
  readonly audience: Audience;
  readonly party: Id<'party'> | null;
  readonly contact: { readonly id: Id<'cnt'> | null; readonly address: string };
  readonly case?: Id<'case'>;
  /** Number people see; by it an answer by mail is found. */
  readonly reference?: string;
  /** Which course of action it gives, so that its effect can be measured. */
  readonly action?: { readonly id: string; readonly version: number };
  /** For each language of the letter; `answerLink` is filled in here. */
  readonly fields: FieldsByLanguage;
  readonly attachments?: readonly Attachment[];
  /** The recipient's last moment, for a digest. */
  readonly dueAt?: Temporal.Instant;
  /** Goes out not before this moment; else after the seconds of undo. */
  readonly notBefore?: Temporal.Instant;
  /** House setting where left out; 0 sends at once. */
  readonly undoSeconds?: number;
  /** Letters that are no hurry wait for each other. */
  readonly rhythm?: Rhythm;
  readonly lane?: Lane;
  readonly by: Actor;
  /** Whether it carries a link to the customer's page. */
  readonly link: boolean;
  readonly linkDays?: number;
}

function render(
  t: LetterTemplate,
  language: LetterLanguage,
  fields: FieldsByLanguage,
  link: string | null,
): Result<RenderedLetter, NotWhole> {
  const filled = (l: Language): LetterFields => ({ ...fields[l], ...(link ? { answerLink: link } : {}) });
  return language === 'both'
    ? renderLetterInBoth(t, { nl: filled('nl'), en: filled('en') })
    : renderLetter(t, filled(language), language);
}

const linkTo = (world: World, slug: string, token: string) => `${world.publicUrl}/o/${slug}/l/${token}`;

/** Everything that is missing for this letter to be whole. */
function missingOf(rendered: Result<RenderedLetter, NotWhole>, address: string): readonly string[] {
  return [...(isMailAddress(address) ? [] : ['recipient']), ...(rendered.ok ? [] : rendered.error.missing)];
}

function refuseUnlessWhole(rendered: Result<RenderedLetter, NotWhole>, address: string): RenderedLetter {
  const missing = missingOf(rendered, address);
  if (rendered.ok && missing.length === 0) return rendered.value;
  throw new Refused(
    'letter.not-whole',
    `missing: ${missing.join(', ')}`,
    Object.fromEntries(missing.map((m) => [m, 'missing'])),
  );
}

/** SHA-256 over salt, subject and text: proves the words to whoever still has them, and nothing after erasure. */
function bodyHash(words: Pick<LetterWords, 'salt' | 'subject' | 'text'>): Buffer {
  return sha256(Buffer.concat([Buffer.from(words.salt, 'hex'), Buffer.from(`${words.subject}\n${words.text}`)]));
}

/** Under whose key the journal keeps what is said about a letter. */
export const subjectOf = (l: Pick<Letter, 'case' | 'party' | 'id'>): string => l.party ?? l.case ?? l.id;

/** Tells live screens that a letter changed. */
export async function told(tx: Tx, id: string): Promise<void> {
  if (tx.organisation) await tx.notify({ organisation: tx.organisation, what: 'letter', id });
}

/**
 * Puts a whole letter in the outbox of this transaction. It goes out after its time for undo, checked again just before.
 * With a rhythm it is held and joined with the others of its contact.
 * @throws Refused `letter.not-whole` naming what is missing; nothing is queued
 */
export async function queueLetter(world: World, tx: Tx, input: QueueLetter): Promise<Id<'let'>> {
  const law = await loadLaw();
  const template = must(law.letters.get(input.template), `letter ${input.template} in the law folder`);
  const house = await houseOf(tx);
  const id = newId(world, 'let');
  const token = input.link ? newToken(world.dice) : null;
  const link = token ? linkTo(world, house.slug, token) : null;
  const rendered = refuseUnlessWhole(render(template, input.language, input.fields, link), input.contact.address);
  const now = world.clock.now();
  const rhythm = input.contact.id ? (input.rhythm ?? 'at_once') : 'at_once';
  const words: LetterWords = {
    to: input.contact.address,
    ...rendered,
    attachments: input.attachments ?? [],
    link,
    fields: input.fields,
    dueAt: input.dueAt ?? null,
    salt: Buffer.from(world.dice.bytes(32)).toString('hex'),
  };
  const notBefore =
    rhythm === 'at_once'
      ? (input.notBefore ?? now.add({ seconds: input.undoSeconds ?? house.undoSeconds }))
      : nextDigestAt(rhythm, now, house.zone);
  const hash = bodyHash(words);
  await addLetter(tx, {
    id,
    template: template.id,
    templateVersion: template.version,
    language: input.language,
    audience: input.audience,
    case: input.case ?? null,
    reference: input.reference ?? null,
    party: input.party,
    contact: input.contact.id,
    action: input.action ?? null,
    rhythm,
    state: rhythm === 'at_once' ? 'queued' : 'held',
    why: rhythm === 'at_once' ? null : 'digest',
    ...(await sealWords(world, tx, { id, party: input.party }, words)),
    bodyHash: hash,
    createdAt: now,
    createdBy: actorId(input.by),
    notBefore,
  });
  if (token)
    await addLink(tx, {
      tokenHash: sha256(token),
      letter: id,
      case: input.case ?? null,
      expiresAt: notBefore.add({ hours: 24 * (input.linkDays ?? linkDays) }),
    });
  if (rhythm === 'at_once') await enqueueSend(tx, id, 1, notBefore, input.lane);
  else
    await enqueue(tx, {
      kind: 'letter.digest',
      lane: 'normal',
      payload: { contact: input.contact.id, rhythm },
      runAt: notBefore,
      key: `${input.contact.id}:${rhythm}`,
    });
  note(world, tx, {
    act: 'letter.queue',
    by: input.by,
    about: [
      {
        subject: subjectOf({ id, case: input.case ?? null, party: input.party }),
        payload: {
          letter: id,
          case: input.case,
          template: template.id,
          template_version: template.version,
          language: input.language,
          action: input.action?.id,
          action_version: input.action?.version,
          body_sha256: hash.toString('hex'),
          not_before: notBefore.toString(),
        },
      },
    ],
  });
  await told(tx, id);
  return id;
}

/** The job that sends one version of a letter. */
export async function enqueueSend(
  tx: Tx,
  id: Id<'let'>,
  version: number,
  runAt: Temporal.Instant,
  lane: Lane = 'normal',
  mark = '',
): Promise<void> {
  await enqueue(tx, {
    kind: 'letter.send',
    lane,
    payload: { letter: id, version },
    runAt,
    key: `${id}:${version}${mark}`,
  });
}

export interface LetterPreview {
  readonly to: string | null;
  readonly language: LetterLanguage;
  readonly template: string;
  /** Null where it is not whole. */
  readonly rendered: RenderedLetter | null;
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly size: number }[];
  readonly undoSeconds: number;
  readonly dueAt: Temporal.Instant | null;
  /** Fields without which it cannot go. */
  readonly missing: readonly string[];
}

/** The letter as it would go out now. Writes nothing; its link opens nothing. */
export async function letterPreview(
  world: World,
  tx: Tx,
  input: Omit<QueueLetter, 'by' | 'contact'> & { readonly contact: { readonly address: string } | null },
): Promise<LetterPreview> {
  const law = await loadLaw();
  const template = must(law.letters.get(input.template), `letter ${input.template} in the law folder`);
  const house = await houseOf(tx);
  const rendered = render(
    template,
    input.language,
    input.fields,
    input.link ? linkTo(world, house.slug, 'preview') : null,
  );
  return {
    to: input.contact?.address ?? null,
    language: input.language,
    template: template.id,
    rendered: rendered.ok ? rendered.value : null,
    attachments: (input.attachments ?? []).map((a) => ({ name: a.name, type: a.type, size: a.bytes.length })),
    undoSeconds: input.undoSeconds ?? house.undoSeconds,
    dueAt: input.dueAt ?? null,
    missing: missingOf(rendered, input.contact?.address ?? ''),
  };
}

/** The letter, held against change. */
export async function locked(tx: Tx, id: string): Promise<StoredLetter> {
  const letter = await letterById(tx, id, 'lock');
  if (!letter) throw new Refused('request.not-found');
  return letter;
}

/** The letter where a member may still change or undo exactly this version of it. */
async function stillOurs(tx: Tx, id: string, version: number, by: Actor, act: LetterAct): Promise<StoredLetter> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  const letter = await locked(tx, id);
  if (!letterArrow(letter.state, act)) {
    if (['sending', 'sent', 'delivered', 'bounced', 'failed'].includes(letter.state))
      throw new Refused('letter.already-sent', letter.state);
    throw new Refused('request.changed-meanwhile', letter.state);
  }
  if (letter.version !== version) throw new Refused('request.changed-meanwhile', `version ${letter.version}`);
  return letter;
}

/**
 * Takes one version of a letter back while it waits: it is never sent, and its link opens nothing.
 * @throws Refused `letter.already-sent` once sending began, `request.changed-meanwhile` where it is another version
 */
export async function undoIn(world: World, tx: Tx, id: string, version: number, by: Actor): Promise<Letter> {
  const letter = await stillOurs(tx, id, version, by, 'undo');
  return end(world, tx, letter, 'undo', by, null);
}

/** As `undoIn`, in a transaction of its own. */
export function undoLetter(
  world: World,
  org: Id<'org'>,
  id: string,
  version: number,
  by: Actor,
  onUndone?: (world: World, tx: Tx, letter: Letter, by: Actor) => Promise<void>,
): Promise<Letter> {
  return world.db.in(org, async (tx) => {
    const letter = await undoIn(world, tx, id, version, by);
    await onUndone?.(world, tx, letter, by);
    return letter;
  });
}

/** Ends a letter that is not sent (further): its links are withdrawn. */
export async function end(
  world: World,
  tx: Tx,
  letter: StoredLetter,
  act: 'undo' | 'stop',
  by: Actor,
  why: string | null,
): Promise<Letter> {
  const now = world.clock.now();
  const state = to(letter, act);
  await changeLetterRow(tx, letter.id, { state, why, endedAt: now, sendingUntil: null });
  await revokeLinks(tx, letter.id, now);
  note(world, tx, {
    act: `letter.${act}`,
    by,
    about: [
      {
        subject: subjectOf(letter),
        payload: { letter: letter.id, version: letter.version, tries: letter.tries, ...(why ? { why } : {}) },
      },
    ],
  });
  await told(tx, letter.id);
  return { ...letter, state, why, endedAt: now };
}

/** Where an act leads; a bug where the life knows no such arrow. */
export function to(letter: Letter, act: LetterAct): LetterState {
  const arrow = letterArrow(letter.state, act);
  assert(arrow, `a ${letter.state} letter knows ${act}`);
  return arrow.to;
}

/**
 * Writes a waiting letter anew with other fields or attachments. It counts as a new version with its own time for undo; what
 * was queued before is never sent.
 * @throws as `undoIn`, and `letter.not-whole`
 */
export async function changeLetter(
  world: World,
  tx: Tx,
  id: string,
  version: number,
  change: { readonly fields: FieldsByLanguage; readonly attachments?: readonly Attachment[] },
  by: Actor,
): Promise<{ readonly id: Id<'let'>; readonly version: number }> {
  const letter = await stillOurs(tx, id, version, by, 'undo');
  const before = await openWords(world, tx, letter);
  if (!before) throw new Refused('party.erased');
  const law = await loadLaw();
  const template = must(law.letters.get(letter.template), `letter ${letter.template} in the law folder`);
  const rendered = refuseUnlessWhole(render(template, letter.language, change.fields, before.link), before.to);
  const words: LetterWords = {
    ...before,
    ...rendered,
    fields: change.fields,
    attachments: change.attachments ?? before.attachments,
    salt: Buffer.from(world.dice.bytes(32)).toString('hex'),
  };
  const hash = bodyHash(words);
  const next = letter.version + 1;
  const house = await houseOf(tx);
  const waits = letter.state === 'held' && letter.why === 'digest';
  const notBefore = waits ? letter.notBefore : world.clock.now().add({ seconds: house.undoSeconds });
  await changeLetterRow(tx, letter.id, {
    state: letter.state,
    version: next,
    notBefore,
    words: { ...(await sealWords(world, tx, letter, words)), bodyHash: hash },
  });
  if (!waits) await enqueueSend(tx, letter.id, next, notBefore);
  note(world, tx, {
    act: 'letter.change',
    by,
    about: [
      {
        subject: subjectOf(letter),
        payload: { letter: letter.id, version: next, body_sha256: hash.toString('hex') },
      },
    ],
  });
  await told(tx, letter.id);
  return { id: letter.id, version: next };
}

/** Lets a waiting letter go now, its digest or time for undo not awaited. It is still checked before it leaves. */
export async function sendNow(world: World, tx: Tx, id: string, version: number, by: Actor): Promise<void> {
  const letter = await stillOurs(tx, id, version, by, 'undo');
  const now = world.clock.now();
  await changeLetterRow(tx, letter.id, { state: 'queued', why: null, notBefore: now });
  await enqueueSend(tx, letter.id, letter.version, now, 'urgent', ':now');
  note(world, tx, {
    act: 'letter.hasten',
    by,
    about: [{ subject: subjectOf(letter), payload: { letter: letter.id, version: letter.version } }],
  });
  await told(tx, letter.id);
}
