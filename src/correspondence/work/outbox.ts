/** The outbox: letters queued in the transaction of the act they follow, undone or changed while they wait. */
import type { Tx } from '#io/db';
import { newId, newToken, sha256 } from '#io/dice';
import { enqueue, type Lane } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, assert, type Id, type Language, mayAs, must, Refused, type Result } from '#kernel';
import {
  type Audience,
  type LetterDress,
  type LetterFields,
  type LetterTemplate,
  type NotWhole,
  type RenderedLetter,
  renderLetter,
  renderLetterInBoth,
  restDays,
} from '#law';
import { loadLaw } from '#law/work';
import { type Brand, brandFor, dressOf, logoBytes, logoCid } from '../brand.ts';
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
  type Rhythm,
} from '../letter.ts';
import { brandsOf, letterSettingsOf, openWebhook, wordingsOf } from '../store/rules.ts';
import {
  addAbout,
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
import { afterQuiet, nextDigestAt, type QuietHours } from '../timing.ts';
import { worded, wordingFor } from '../wording.ts';

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
  /** By what the brand of a letter that joins others is chosen. */
  readonly brandOf?: (tx: Tx, letter: Letter) => Promise<QueueLetter['brandOf'] | null>;
  /** Hours in which this contact wants quiet, in its own zone; null where it has none. */
  readonly quietOf?: (tx: Tx, contact: Id<'cnt'>) => Promise<QuietHours | null>;
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
  /** Id of the order, notice, decision or incident it is about. */
  readonly matter?: string;
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
  /** Which directive of which saved set sends it. */
  readonly directive?: { readonly id: string; readonly version: number };
  /** What letters of its digest have in common besides their contact. */
  readonly group?: string | null;
  /** Never waits for a digest, quiet hours or a repeat. */
  readonly urgent?: boolean;
  /** Held until a person lets it go; the house as a whole can be on trial too. */
  readonly trial?: boolean;
  /** Rung of the ladder it stands on. */
  readonly rung?: string;
  readonly copyTo?: readonly string[];
  /** By what its brand is chosen: the contract, and the parties from who is written to upwards. */
  readonly brandOf?: { readonly contract: string | null; readonly parties: readonly string[] };
  /** Goes to this webhook as JSON instead of to an address; what is said of the case besides the words of the letter. */
  readonly webhook?: { readonly id: string; readonly data: Readonly<Record<string, unknown>> };
  /** What it is about, as marks of kind and asset: not written again to the same recipient within a directive's days. */
  readonly about?: { readonly marks: readonly string[]; readonly severity: number };
  /** Message-IDs of a thread it continues, the oldest first. */
  readonly references?: readonly string[];
  /** Laid over the subject: the mark of another system. */
  readonly subject?: (subject: string) => string;
}

/** Fingerprints of what a letter to one recipient is about. */
export function aboutPrints(
  world: Pick<World, 'keys'>,
  recipient: string,
  marks: readonly string[],
): readonly Buffer[] {
  return [...new Set(marks)].map((m) => world.keys.fingerprint('letter about', `${recipient.toLowerCase()}\0${m}`));
}

function render(
  t: LetterTemplate,
  language: LetterLanguage,
  fields: FieldsByLanguage,
  link: string | null,
  dress?: LetterDress,
): Result<RenderedLetter, NotWhole> {
  const filled = (l: Language): LetterFields => ({ ...fields[l], ...(link ? { answerLink: link } : {}) });
  return language === 'both'
    ? renderLetterInBoth(t, { nl: filled('nl'), en: filled('en') }, dress)
    : renderLetter(t, filled(language), language, dress);
}

/** Template, fields and look of a letter: the house's own words and the brand laid over what is shipped. */
interface Made {
  readonly template: LetterTemplate;
  readonly wordingVersion: number | null;
  readonly brand: Brand | undefined;
  readonly fields: FieldsByLanguage;
  readonly dress: LetterDress | undefined;
}

async function makeUp(
  tx: Tx,
  input: Pick<QueueLetter, 'template' | 'audience' | 'fields' | 'brandOf'>,
  version?: { readonly brand: Brand | undefined },
): Promise<Made> {
  const law = await loadLaw();
  const shipped = must(law.letters.get(input.template), `letter ${input.template} in the law folder`);
  // A case handed over inside the house wears no brand: it is for colleagues.
  const brand = version
    ? version.brand
    : input.audience === 'desk'
      ? undefined
      : brandFor(await brandsOf(tx), input.brandOf ?? { contract: null, parties: [] });
  const own = wordingFor(await wordingsOf(tx, { template: shipped.id }), {
    template: shipped.id,
    audience: input.audience,
    brand: brand?.id ?? null,
  });
  const over = (l: Language): LetterFields | undefined => {
    const fields = input.fields[l];
    if (!fields || !brand) return fields;
    return {
      ...fields,
      organisationName: brand.content.name,
      ...(fields['phone'] === undefined && brand.content.phone ? { phone: brand.content.phone } : {}),
    };
  };
  const [nl, en] = [over('nl'), over('en')];
  return {
    template: worded(shipped, own?.content),
    wordingVersion: own?.version ?? null,
    brand,
    fields: { ...(nl ? { nl } : {}), ...(en ? { en } : {}) },
    dress: brand ? dressOf(brand.content, 'mail') : undefined,
  };
}

/** The logo as a part of the mail, where the brand has one. */
function logoOf(brand: Brand | undefined): readonly Attachment[] {
  const bytes = brand && logoBytes(brand.content);
  if (!brand?.content.logo || !bytes) return [];
  const type = brand.content.logo.type;
  return [{ name: type === 'image/png' ? 'logo.png' : 'logo.svg', type, bytes, cid: logoCid }];
}

const linkTo = (world: World, slug: string, token: string) => `${world.publicUrl}/o/${slug}/l/${token}`;

/** Everything that is missing for this letter to be whole. */
function missingOf(rendered: Result<RenderedLetter, NotWhole>, address: string | null): readonly string[] {
  return [
    ...(address === null || isMailAddress(address) ? [] : ['recipient']),
    ...(rendered.ok ? [] : rendered.error.missing),
  ];
}

/** @param address null: it goes to a webhook */
function refuseUnlessWhole(rendered: Result<RenderedLetter, NotWhole>, address: string | null): RenderedLetter {
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
export const subjectOf = (l: Pick<Letter, 'case' | 'party' | 'matter' | 'id'>): string =>
  l.party ?? l.case ?? l.matter ?? l.id;

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
  const made = await makeUp(tx, input);
  const { template, brand } = made;
  const house = await houseOf(tx);
  const { settings } = await letterSettingsOf(tx);
  const id = newId(world, 'let');
  const token = input.link ? newToken(world.dice) : null;
  const link = token ? linkTo(world, house.slug, token) : null;
  const webhook = input.webhook ? await openWebhook(world, tx, input.webhook.id) : undefined;
  if (input.webhook && !webhook) throw new Refused('letter.no-webhook', input.webhook.id);
  const rendered = refuseUnlessWhole(
    render(template, input.language, made.fields, link, made.dress),
    webhook ? null : input.contact.address,
  );
  const now = world.clock.now();
  const urgent = input.urgent ?? false;
  const rhythm = input.contact.id && !urgent && !webhook ? (input.rhythm ?? 'at_once') : 'at_once';
  // What the law has us tell an authority, or a notifier of what arrived, is never on trial.
  const statutory = input.audience === 'authority' || (input.audience === 'notifier' && input.matter !== undefined);
  const trial = !statutory && (settings.trial || (input.trial ?? false));
  const subject = input.subject ? input.subject(rendered.subject) : rendered.subject;
  const sender = brand?.content.sender;
  const words: LetterWords = {
    to: webhook ? webhook.host : input.contact.address,
    ...rendered,
    subject,
    attachments: [...(input.attachments ?? []), ...(webhook ? [] : logoOf(brand))],
    link,
    fields: made.fields,
    dueAt: input.dueAt ?? null,
    salt: Buffer.from(world.dice.bytes(32)).toString('hex'),
    ...(brand
      ? {
          from: {
            name: sender?.name ?? brand.content.name,
            ...(sender?.address === undefined ? {} : { address: sender.address }),
          },
        }
      : {}),
    ...(input.copyTo?.length ? { copyTo: input.copyTo } : {}),
    ...(input.references?.length ? { references: input.references } : {}),
    ...(input.webhook
      ? {
          payload: JSON.stringify({
            type: 'letter.sent',
            timestamp: now.toString(),
            data: {
              letter: id,
              organisation: house.slug,
              template: template.id,
              language: input.language,
              reference: input.reference ?? null,
              due_at: input.dueAt?.toString() ?? null,
              subject,
              text: rendered.text,
              page: link,
              ...input.webhook.data,
            },
          }),
        }
      : {}),
  };
  const notBefore =
    rhythm === 'at_once'
      ? (input.notBefore ?? now.add({ seconds: input.undoSeconds ?? house.undoSeconds }))
      : nextDigestAt(rhythm, now, house.zone, await digestTimes(settings.digest, house.country));
  const hash = bodyHash(words);
  const held = rhythm !== 'at_once' ? 'digest' : trial ? 'trial' : null;
  // Letters on trial and others are never joined: the one waits for a person, the other does not.
  const group = rhythm === 'at_once' ? null : `${trial ? 'trial ' : ''}${input.group ?? ''}`;
  await addLetter(tx, {
    id,
    template: template.id,
    templateVersion: template.version,
    language: input.language,
    audience: input.audience,
    case: input.case ?? null,
    reference: input.reference ?? null,
    party: input.party,
    contact: webhook ? null : input.contact.id,
    action: input.action ?? null,
    rhythm,
    state: held ? 'held' : 'queued',
    why: held,
    ...(await sealWords(world, tx, { id, party: input.party }, words)),
    bodyHash: hash,
    createdAt: now,
    createdBy: actorId(input.by),
    notBefore,
    channel: webhook ? 'webhook' : 'mail',
    webhook: input.webhook ? (input.webhook.id as Id<'whk'>) : null,
    directive: input.directive ?? null,
    brand: brand ? { id: brand.id, version: brand.version } : null,
    wordingVersion: made.wordingVersion,
    group,
    urgent,
    trial,
    rung: input.rung ?? null,
    matter: input.matter ?? null,
  });
  if (input.about)
    await addAbout(
      tx,
      id,
      aboutPrints(world, input.webhook?.id ?? words.to, input.about.marks),
      input.about.severity,
      now,
    );
  if (token)
    await addLink(tx, {
      tokenHash: sha256(token),
      letter: id,
      case: input.case ?? null,
      expiresAt: notBefore.add({ hours: 24 * (input.linkDays ?? linkDays) }),
    });
  if (rhythm !== 'at_once')
    await enqueue(tx, {
      kind: 'letter.digest',
      lane: 'normal',
      payload: { contact: input.contact.id, rhythm, group },
      runAt: notBefore,
      key: `${input.contact.id}:${rhythm}:${group}`,
    });
  else if (!trial) await enqueueSend(tx, id, 1, notBefore, input.lane);
  note(world, tx, {
    act: 'letter.queue',
    by: input.by,
    about: [
      {
        subject: subjectOf({ id, case: input.case ?? null, party: input.party, matter: input.matter ?? null }),
        payload: {
          letter: id,
          case: input.case,
          matter: input.matter,
          template: template.id,
          template_version: template.version,
          wording_version: made.wordingVersion ?? undefined,
          brand: brand?.id,
          brand_version: brand?.version,
          directive: input.directive?.id,
          directive_version: input.directive?.version,
          rung: input.rung,
          trial: trial || undefined,
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

/** When digests of this house leave, with its own days of rest. */
export async function digestTimes(
  digest: { readonly at: string; readonly weekday: number; readonly business_days: boolean },
  country: string,
) {
  const law = await loadLaw();
  const rest = digest.business_days
    ? restDays(law.holidays.get(country) ?? { id: country, basis: { law: 'none', mark: 'house' }, days: [] })
    : null;
  return { at: digest.at, weekday: digest.weekday, rest };
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
  const made = await makeUp(tx, input);
  const house = await houseOf(tx);
  const rendered = render(
    made.template,
    input.language,
    made.fields,
    input.link ? linkTo(world, house.slug, 'preview') : null,
    made.brand ? dressOf(made.brand.content, 'screen') : undefined,
  );
  return {
    to: input.contact?.address ?? null,
    language: input.language,
    template: made.template.id,
    rendered: rendered.ok ? rendered.value : null,
    attachments: (input.attachments ?? []).map((a) => ({ name: a.name, type: a.type, size: a.bytes.length })),
    undoSeconds: input.undoSeconds ?? house.undoSeconds,
    dueAt: input.dueAt ?? null,
    missing: missingOf(rendered, input.webhook ? null : (input.contact?.address ?? '')),
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
  // The brand it was made in stays its brand, also where another would be chosen by now.
  const brand = letter.brand ? (await brandsOf(tx)).find((b) => b.id === letter.brand?.id) : undefined;
  const made = await makeUp(
    tx,
    { template: letter.template, audience: letter.audience, fields: change.fields },
    { brand },
  );
  const rendered = refuseUnlessWhole(
    render(made.template, letter.language, made.fields, before.link, made.dress),
    letter.channel === 'webhook' ? null : before.to,
  );
  const words: LetterWords = {
    ...before,
    ...rendered,
    fields: made.fields,
    attachments: change.attachments
      ? [...change.attachments, ...before.attachments.filter((a) => a.cid !== undefined)]
      : before.attachments,
    salt: Buffer.from(world.dice.bytes(32)).toString('hex'),
  };
  const hash = bodyHash(words);
  const next = letter.version + 1;
  const house = await houseOf(tx);
  const waits = letter.state === 'held' && (letter.why === 'digest' || letter.why === 'trial');
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

/**
 * Lets a waiting letter go now: its digest, quiet hours, trial or time for undo not awaited, for a person decided so. It is
 * still checked before it leaves.
 */
export async function sendNow(world: World, tx: Tx, id: string, version: number, by: Actor): Promise<void> {
  const letter = await stillOurs(tx, id, version, by, 'undo');
  const now = world.clock.now();
  await changeLetterRow(tx, letter.id, { state: 'queued', why: null, notBefore: now, urgent: true, trial: false });
  await enqueueSend(tx, letter.id, letter.version, now, 'urgent', ':now');
  note(world, tx, {
    act: 'letter.hasten',
    by,
    about: [{ subject: subjectOf(letter), payload: { letter: letter.id, version: letter.version } }],
  });
  await told(tx, letter.id);
}

/**
 * Lets a letter go that was held for trial: it leaves as it would have left, after its time for undo and outside quiet hours.
 * @throws Refused `letter.not-on-trial` where it is not held for that
 */
export async function releaseTrial(world: World, tx: Tx, id: string, version: number, by: Actor): Promise<void> {
  const letter = await stillOurs(tx, id, version, by, 'undo');
  if (letter.state !== 'held' || letter.why !== 'trial') throw new Refused('letter.not-on-trial', letter.state);
  const house = await houseOf(tx);
  const notBefore = world.clock.now().add({ seconds: house.undoSeconds });
  await changeLetterRow(tx, letter.id, { state: to(letter, 'release'), why: null, notBefore, trial: false });
  await enqueueSend(tx, letter.id, letter.version, notBefore, 'normal', ':released');
  note(world, tx, {
    act: 'letter.release',
    by,
    about: [{ subject: subjectOf(letter), payload: { letter: letter.id, version: letter.version } }],
  });
  await told(tx, letter.id);
}

/**
 * Sends a letter to its webhook once more, as it was, under the same id.
 * @throws Refused `letter.not-a-webhook`, `letter.already-sent` where it is on its way, `letter.no-webhook` where the webhook ended
 */
export async function replayLetter(world: World, tx: Tx, id: string, by: Actor): Promise<void> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  const letter = await locked(tx, id);
  if (letter.channel !== 'webhook') throw new Refused('letter.not-a-webhook');
  const arrow = letterArrow(letter.state, 'replay');
  if (!arrow) throw new Refused('letter.already-sent', letter.state);
  if (!letter.webhook || !(await openWebhook(world, tx, letter.webhook))) throw new Refused('letter.no-webhook');
  const now = world.clock.now();
  await changeLetterRow(tx, letter.id, { state: arrow.to, why: null, notBefore: now, sendingUntil: null });
  await enqueue(tx, {
    kind: 'letter.send',
    lane: 'normal',
    payload: { letter: letter.id, version: letter.version, replay: true },
    runAt: now,
    key: `${letter.id}:${letter.version}:replay${letter.tries}`,
  });
  note(world, tx, {
    act: 'letter.replay',
    by,
    about: [{ subject: subjectOf(letter), payload: { letter: letter.id, tries: letter.tries } }],
  });
  await told(tx, letter.id);
}

/** The first moment at which a letter disturbs nobody: outside the quiet hours of the house and of its contact. Urgent ones do not ask. */
export async function quietEnd(
  tx: Tx,
  letter: Pick<Letter, 'urgent' | 'contact' | 'channel' | 'audience'>,
  now: Temporal.Instant,
  handed: Pick<LettersHanded, 'quietOf'>,
): Promise<Temporal.Instant> {
  // A machine, and colleagues inside the house, are not woken.
  if (letter.urgent || letter.channel === 'webhook' || letter.audience === 'desk') return now;
  const { settings } = await letterSettingsOf(tx);
  const house = await houseOf(tx);
  const own = letter.contact ? await handed.quietOf?.(tx, letter.contact) : null;
  return afterQuiet(now, [
    ...(settings.quiet ? [{ quiet: settings.quiet, zone: house.zone }] : []),
    ...(own ? [own] : []),
  ]);
}
