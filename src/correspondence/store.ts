/** The SQL of letters, links and answers: rows in, rows out; words are sealed and opened here and nowhere else. */
import { openSealed, sealFor } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { type Id, must } from '#kernel';
import type { Audience } from '#law';
import type { Answer, AnswerChannel, AnswerKind } from './answer.ts';
import type {
  FieldsByLanguage,
  Letter,
  LetterChannel,
  LetterLanguage,
  LetterState,
  LetterWords,
  ReadHow,
  Rhythm,
} from './letter.ts';

export { brandsOf, brandVersions, letterSettingsOf } from './store/rules.ts';

const org = (tx: Tx) => must(tx.organisation, 'an organisation in this transaction');
const instant = (at: Temporal.Instant | null) => sql`${at?.toString() ?? null}::timestamptz`;

/** What a letter needs to know of the house it comes from. */
export interface House {
  readonly slug: string;
  readonly name: string;
  readonly zone: string;
  /** Name under which letters go out. */
  readonly sender: string;
  /** Address for answers by mail; null where none is set. */
  readonly replyTo: string | null;
  /** Seconds in which a letter can be undone. */
  readonly undoSeconds: number;
  /** Whether its data are sample data. */
  readonly sample: boolean;
  /** Whose holidays count. */
  readonly country: string;
}

/** The house of this transaction, with the settings letters use. */
export async function houseOf(tx: Tx): Promise<House> {
  const [found] = await tx.again(sql<{
    slug: string;
    name: string;
    zone: string;
    sender: string | null;
    reply: string | null;
    undo: string | null;
    sample: string | null;
    country: string;
  }>`
    select slug, name, zone, country, settings->>'sender_name' sender, settings->>'abuse_address' reply, settings->>'undo_seconds' undo,
           settings->>'sample' sample
      from organisation where organisation_id = ${org(tx)}`);
  const row = must(found, 'the organisation of this transaction');
  const undo = Number(row.undo ?? 60);
  return {
    slug: row.slug,
    name: row.name,
    zone: row.zone,
    sender: row.sender || row.name,
    replyTo: row.reply || null,
    undoSeconds: Number.isInteger(undo) && undo >= 0 && undo <= 300 ? undo : 60,
    sample: row.sample === 'true',
    country: row.country,
  };
}

interface LetterRow {
  readonly id: Id<'let'>;
  readonly template: string;
  readonly template_version: number;
  readonly language: LetterLanguage;
  readonly audience: Audience;
  readonly case_id: Id<'case'> | null;
  readonly reference: string | null;
  readonly party_id: Id<'party'> | null;
  readonly contact_id: Id<'cnt'> | null;
  readonly action: string | null;
  readonly action_version: number | null;
  readonly rhythm: Rhythm;
  readonly joined_into: Id<'let'> | null;
  readonly state: LetterState;
  readonly version: number;
  readonly created_at: Temporal.Instant;
  readonly created_by: string;
  readonly not_before: Temporal.Instant;
  readonly sent_at: Temporal.Instant | null;
  readonly ended_at: Temporal.Instant | null;
  readonly message_id: string | null;
  readonly tries: number;
  readonly sending_until: Temporal.Instant | null;
  readonly why: string | null;
  readonly key_id: Id<'dky'> | null;
  readonly sealed: Buffer | null;
  readonly channel: LetterChannel;
  readonly webhook_id: Id<'whk'> | null;
  readonly directive: string | null;
  readonly directive_version: number | null;
  readonly brand_id: Id<'brd'> | null;
  readonly brand_version: number | null;
  readonly wording_version: number | null;
  readonly group_key: string | null;
  readonly urgent: boolean;
  readonly trial: boolean;
  readonly rung: string | null;
  readonly read_at: Temporal.Instant | null;
  readonly read_how: ReadHow | null;
  readonly answered_at: Temporal.Instant | null;
  readonly complained_at: Temporal.Instant | null;
  readonly matter: string | null;
}

/** A letter with its sealed words, still sealed. */
export interface StoredLetter extends Letter {
  readonly keyId: Id<'dky'> | null;
  readonly sealed: Buffer | null;
}

const letterColumns = sql.raw(
  `l.id, l.template, l.template_version, l.language, l.audience, l.case_id, l.reference, l.party_id, l.contact_id, l.action,
   l.action_version, l.rhythm, l.joined_into, l.state, l.version, l.created_at, l.created_by, l.not_before, l.sent_at, l.ended_at,
   l.message_id, l.tries, l.sending_until, l.why, l.key_id, l.sealed, l.channel, l.webhook_id, l.directive, l.directive_version,
   l.brand_id, l.brand_version, l.wording_version, l.group_key, l.urgent, l.trial, l.rung, l.read_at, l.read_how, l.answered_at,
   l.complained_at, l.matter`,
);

const letterFrom = (r: LetterRow): StoredLetter => ({
  id: r.id,
  template: r.template,
  templateVersion: r.template_version,
  language: r.language,
  audience: r.audience,
  case: r.case_id,
  reference: r.reference,
  matter: r.matter,
  party: r.party_id,
  contact: r.contact_id,
  action: r.action !== null && r.action_version !== null ? { id: r.action, version: r.action_version } : null,
  rhythm: r.rhythm,
  joinedInto: r.joined_into,
  state: r.state,
  version: r.version,
  createdAt: r.created_at,
  createdBy: r.created_by,
  notBefore: r.not_before,
  sentAt: r.sent_at,
  endedAt: r.ended_at,
  messageId: r.message_id,
  tries: r.tries,
  sendingUntil: r.sending_until,
  why: r.why,
  erased: r.sealed === null,
  channel: r.channel,
  webhook: r.webhook_id,
  directive: r.directive === null ? null : { id: r.directive, version: r.directive_version ?? 0 },
  brand: r.brand_id !== null && r.brand_version !== null ? { id: r.brand_id, version: r.brand_version } : null,
  wordingVersion: r.wording_version,
  group: r.group_key,
  urgent: r.urgent,
  trial: r.trial,
  rung: r.rung,
  readAt: r.read_at,
  readHow: r.read_how,
  answeredAt: r.answered_at,
  complainedAt: r.complained_at,
  keyId: r.key_id,
  sealed: r.sealed,
});

const aboutLetter = (id: string) => `letter:${id}`;
const aboutAnswer = (id: string) => `answer:${id}`;

interface SealedWords {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly {
    readonly name: string;
    readonly type: string;
    readonly base64: string;
    readonly cid?: string;
  }[];
  readonly link: string | null;
  readonly fields: FieldsByLanguage;
  readonly due_at: string | null;
  readonly salt: string;
  readonly from?: { readonly name?: string; readonly address?: string };
  readonly copy_to?: readonly string[];
  readonly references?: readonly string[];
  readonly payload?: string;
}

/** Seals the words of a letter under the key of its party; a letter to nobody we know has a key of its own. */
export async function sealWords(
  world: World,
  tx: Tx,
  letter: { readonly id: Id<'let'>; readonly party: Id<'party'> | null },
  words: LetterWords,
): Promise<{ readonly keyId: Id<'dky'>; readonly sealed: Buffer }> {
  const plain: SealedWords = {
    to: words.to,
    subject: words.subject,
    text: words.text,
    html: words.html,
    attachments: words.attachments.map((a) => ({
      name: a.name,
      type: a.type,
      base64: Buffer.from(a.bytes).toString('base64'),
      ...(a.cid === undefined ? {} : { cid: a.cid }),
    })),
    link: words.link,
    fields: words.fields,
    due_at: words.dueAt?.toString() ?? null,
    salt: words.salt,
    ...(words.from ? { from: words.from } : {}),
    ...(words.copyTo?.length ? { copy_to: words.copyTo } : {}),
    ...(words.references?.length ? { references: words.references } : {}),
    ...(words.payload === undefined ? {} : { payload: words.payload }),
  };
  return sealFor(
    world,
    tx,
    { class: 'letter', subject: letter.party ?? letter.id },
    JSON.stringify(plain),
    aboutLetter(letter.id),
  );
}

/** The words of a letter; null once they were erased. */
export async function openWords(world: Pick<World, 'keys'>, tx: Tx, letter: StoredLetter): Promise<LetterWords | null> {
  if (!letter.sealed || !letter.keyId) return null;
  const bytes = await openSealed(world, tx, letter.keyId, letter.sealed, aboutLetter(letter.id));
  if (!bytes) return null;
  const plain = JSON.parse(bytes.toString()) as SealedWords;
  return {
    to: plain.to,
    subject: plain.subject,
    text: plain.text,
    html: plain.html,
    attachments: plain.attachments.map((a) => ({
      name: a.name,
      type: a.type,
      bytes: Buffer.from(a.base64, 'base64'),
      ...(a.cid === undefined ? {} : { cid: a.cid }),
    })),
    link: plain.link,
    fields: plain.fields,
    dueAt: plain.due_at === null ? null : Temporal.Instant.from(plain.due_at),
    salt: plain.salt,
    ...(plain.from ? { from: plain.from } : {}),
    ...(plain.copy_to ? { copyTo: plain.copy_to } : {}),
    ...(plain.references ? { references: plain.references } : {}),
    ...(plain.payload === undefined ? {} : { payload: plain.payload }),
  };
}

export interface NewLetter {
  readonly id: Id<'let'>;
  readonly template: string;
  readonly templateVersion: number;
  readonly language: LetterLanguage;
  readonly audience: Audience;
  readonly case: Id<'case'> | null;
  readonly reference: string | null;
  readonly party: Id<'party'> | null;
  readonly contact: Id<'cnt'> | null;
  readonly action: { readonly id: string; readonly version: number } | null;
  readonly rhythm: Rhythm;
  readonly state: 'queued' | 'held';
  readonly why: string | null;
  readonly keyId: Id<'dky'>;
  readonly sealed: Buffer;
  readonly bodyHash: Buffer;
  readonly createdAt: Temporal.Instant;
  readonly createdBy: string;
  readonly notBefore: Temporal.Instant;
  readonly channel: LetterChannel;
  readonly webhook: Id<'whk'> | null;
  readonly directive: { readonly id: string; readonly version: number } | null;
  readonly brand: { readonly id: Id<'brd'>; readonly version: number } | null;
  readonly wordingVersion: number | null;
  readonly group: string | null;
  readonly urgent: boolean;
  readonly trial: boolean;
  readonly rung: string | null;
  readonly matter: string | null;
}

export async function addLetter(tx: Tx, l: NewLetter): Promise<void> {
  await tx.rows(sql`
    insert into letter (organisation_id, id, template, template_version, language, audience, case_id, reference, party_id, contact_id,
                        action, action_version, rhythm, state, why, key_id, sealed, body_hash, created_at, created_by, not_before,
                        channel, webhook_id, directive, directive_version, brand_id, brand_version, wording_version, group_key, urgent, trial, rung, matter)
    values (${org(tx)}, ${l.id}, ${l.template}, ${l.templateVersion}, ${l.language}, ${l.audience}, ${l.case}, ${l.reference},
            ${l.party}, ${l.contact}, ${l.action?.id ?? null}, ${l.action?.version ?? null}, ${l.rhythm}, ${l.state}, ${l.why},
            ${l.keyId}, ${l.sealed}, ${l.bodyHash}, ${instant(l.createdAt)}, ${l.createdBy}, ${instant(l.notBefore)},
            ${l.channel}, ${l.webhook}, ${l.directive?.id ?? null}, ${l.directive?.version ?? null}, ${l.brand?.id ?? null},
            ${l.brand?.version ?? null}, ${l.wordingVersion}, ${l.group}, ${l.urgent}, ${l.trial}, ${l.rung}, ${l.matter})`);
}

/** One letter; with `lock`, held against change until this transaction ends. */
export async function letterById(
  tx: Tx,
  id: string,
  lock: 'lock' | 'look' = 'look',
): Promise<StoredLetter | undefined> {
  const [row] = await tx.rows(sql<LetterRow>`
    select ${letterColumns} from letter l where l.organisation_id = ${org(tx)} and l.id = ${id} ${lock === 'lock' ? sql`for update` : sql``}`);
  return row && letterFrom(row);
}

export interface LetterChange {
  readonly state: LetterState;
  readonly why?: string | null;
  readonly version?: number;
  readonly notBefore?: Temporal.Instant;
  readonly sentAt?: Temporal.Instant;
  readonly endedAt?: Temporal.Instant;
  readonly messageId?: string;
  readonly tries?: number;
  readonly sendingUntil?: Temporal.Instant | null;
  readonly joinedInto?: Id<'let'>;
  readonly urgent?: boolean;
  readonly trial?: boolean;
  readonly words?: { readonly keyId: Id<'dky'>; readonly sealed: Buffer; readonly bodyHash: Buffer };
}

/** Writes what changed on a letter this transaction has locked; what is left out stays. */
export async function changeLetterRow(tx: Tx, id: Id<'let'>, c: LetterChange): Promise<void> {
  const set = [sql`state = ${c.state}`];
  if (c.why !== undefined) set.push(sql`why = ${c.why}`);
  if (c.version !== undefined) set.push(sql`version = ${c.version}`);
  if (c.notBefore) set.push(sql`not_before = ${instant(c.notBefore)}`);
  if (c.sentAt) set.push(sql`sent_at = ${instant(c.sentAt)}`);
  if (c.endedAt) set.push(sql`ended_at = ${instant(c.endedAt)}`);
  if (c.messageId) set.push(sql`message_id = ${c.messageId}`);
  if (c.tries !== undefined) set.push(sql`tries = ${c.tries}`);
  if (c.sendingUntil !== undefined) set.push(sql`sending_until = ${instant(c.sendingUntil)}`);
  if (c.joinedInto) set.push(sql`joined_into = ${c.joinedInto}`);
  if (c.urgent !== undefined) set.push(sql`urgent = ${c.urgent}`);
  if (c.trial !== undefined) set.push(sql`trial = ${c.trial}`);
  if (c.words) set.push(sql`key_id = ${c.words.keyId}, sealed = ${c.words.sealed}, body_hash = ${c.words.bodyHash}`);
  await tx.rows(sql`update letter l set ${sql.join(set)} where l.organisation_id = ${org(tx)} and l.id = ${id}`);
}

export interface Attempt {
  readonly no: number;
  readonly at: Temporal.Instant;
  readonly outcome: 'accepted' | 'refused' | 'deferred' | 'bounced' | 'delivered';
  readonly response: string | null;
}

/** Writes down one attempt or one word of the receiving side. */
export async function addAttempt(tx: Tx, letter: Id<'let'>, a: Omit<Attempt, 'no'>): Promise<void> {
  await tx.rows(sql`
    insert into letter_attempt (organisation_id, letter_id, no, at, outcome, response)
    select ${org(tx)}, ${letter}, coalesce(max(no), 0) + 1, ${instant(a.at)}, ${a.outcome}, ${a.response}
      from letter_attempt where organisation_id = ${org(tx)} and letter_id = ${letter}`);
}

export async function attemptsOf(tx: Tx, letter: string): Promise<readonly Attempt[]> {
  return tx.rows(sql<Attempt>`
    select no, at, outcome, response from letter_attempt where organisation_id = ${org(tx)} and letter_id = ${letter} order by no`);
}

/** Message-ID of the last letter of this case to this contact that left: a reply of ours stands in the same thread. */
export async function threadOf(tx: Tx, letter: Letter): Promise<string | undefined> {
  if (!letter.case) return undefined;
  const [row] = await tx.rows(sql<{ message_id: string }>`
    select message_id from letter
     where organisation_id = ${org(tx)} and case_id = ${letter.case} and contact_id is not distinct from ${letter.contact}
       and (audience = 'desk') = ${letter.audience === 'desk'} and channel = 'mail'
       and id <> ${letter.id} and message_id is not null and sent_at is not null
     order by sent_at desc limit 1`);
  return row?.message_id;
}

/** The letter that has this Message-ID, locked. */
export async function letterByMessageId(tx: Tx, messageId: string): Promise<StoredLetter | undefined> {
  const [row] = await tx.rows(sql<LetterRow>`
    select ${letterColumns} from letter l where l.organisation_id = ${org(tx)} and l.message_id = ${messageId} for update`);
  return row && letterFrom(row);
}

/** Letters that left with this reference number, the newest first. */
export async function lettersByReference(tx: Tx, reference: string): Promise<readonly StoredLetter[]> {
  const rows = await tx.rows(sql<LetterRow>`
    select ${letterColumns} from letter l
     where l.organisation_id = ${org(tx)} and l.reference = ${reference} and l.sent_at is not null
     order by l.sent_at desc limit 20`);
  return rows.map(letterFrom);
}

/** Letters that a digest carried. */
export async function lettersJoined(tx: Tx, digest: string): Promise<readonly StoredLetter[]> {
  const rows = await tx.rows(sql<LetterRow>`
    select ${letterColumns} from letter l where l.organisation_id = ${org(tx)} and l.joined_into = ${digest} order by l.created_at, l.id`);
  return rows.map(letterFrom);
}

/** Letters to one contact that wait for their digest with the same in common, locked. */
export async function lettersForDigest(
  tx: Tx,
  contact: string,
  rhythm: Rhythm,
  group: string | null,
): Promise<readonly StoredLetter[]> {
  const rows = await tx.rows(sql<LetterRow>`
    select ${letterColumns} from letter l
     where l.organisation_id = ${org(tx)} and l.contact_id = ${contact} and l.rhythm = ${rhythm}
       and l.group_key is not distinct from ${group} and l.state = 'held' and l.why = 'digest'
     order by l.created_at, l.id limit 2000 for update`);
  return rows.map(letterFrom);
}

/** What lists can ask for besides a state: still in the outbox; held for trial; read and not answered; complained of. */
export const letterViews = ['waiting', 'trial', 'unanswered', 'complained'] as const;
export type LetterView = (typeof letterViews)[number];

export interface LetterQuery {
  readonly state?: LetterState | LetterView;
  readonly case?: string;
  readonly party?: string;
  readonly limit: number;
  readonly after?: { readonly at: string; readonly id: string };
}

/** Letters, the newest first. */
export async function listLetters(tx: Tx, q: LetterQuery): Promise<readonly StoredLetter[]> {
  const where = [sql`l.organisation_id = ${org(tx)}`];
  if (q.state === 'waiting') where.push(sql`l.state in ('queued', 'held', 'sending')`);
  else if (q.state === 'trial') where.push(sql`l.state = 'held' and l.why = 'trial'`);
  else if (q.state === 'unanswered')
    where.push(sql`l.read_at is not null and l.answered_at is null and l.state in ('sent', 'delivered')`);
  else if (q.state === 'complained') where.push(sql`l.complained_at is not null`);
  else if (q.state) where.push(sql`l.state = ${q.state}`);
  if (q.case) where.push(sql`l.case_id = ${q.case}`);
  if (q.party) where.push(sql`l.party_id = ${q.party}`);
  if (q.after) where.push(sql`(l.created_at, l.id::text) < (${q.after.at}::timestamptz, ${q.after.id})`);
  const rows = await tx.rows(sql<LetterRow>`
    select ${letterColumns} from letter l where ${sql.join(where, sql` and `)}
     order by l.created_at desc, l.id::text desc limit ${q.limit}`);
  return rows.map(letterFrom);
}

export interface LetterLink {
  readonly organisation: Id<'org'>;
  readonly letter: Id<'let'>;
  readonly case: Id<'case'> | null;
  readonly expiresAt: Temporal.Instant;
  readonly revokedAt: Temporal.Instant | null;
}

export async function addLink(
  tx: Tx,
  link: {
    readonly tokenHash: Buffer;
    readonly letter: Id<'let'>;
    readonly case: Id<'case'> | null;
    readonly expiresAt: Temporal.Instant;
  },
): Promise<void> {
  await tx.rows(sql`
    insert into letter_link (organisation_id, token_hash, letter_id, case_id, expires_at)
    values (${org(tx)}, ${link.tokenHash}, ${link.letter}, ${link.case}, ${instant(link.expiresAt)})`);
}

/**
 * At the door: which letter the holder of a token may see. Looked up by the hash of the token: what a stranger can measure
 * is how far two hashes agree, which tells nothing about a token.
 */
export async function linkAtDoor(tx: Tx, slug: string, tokenHash: Buffer): Promise<LetterLink | undefined> {
  const [row] = await tx.rows(sql<{
    organisation_id: Id<'org'>;
    letter_id: Id<'let'>;
    case_id: Id<'case'> | null;
    expires_at: Temporal.Instant;
    revoked_at: Temporal.Instant | null;
  }>`
    select k.organisation_id, k.letter_id, k.case_id, k.expires_at, k.revoked_at
      from letter_link k join organisation o on o.organisation_id = k.organisation_id
     where k.token_hash = ${tokenHash} and o.slug = ${slug}`);
  return (
    row && {
      organisation: row.organisation_id,
      letter: row.letter_id,
      case: row.case_id,
      expiresAt: row.expires_at,
      revokedAt: row.revoked_at,
    }
  );
}

/** Notes the first opening of a link; answers whether this was it. */
export async function openLink(tx: Tx, tokenHash: Buffer, at: Temporal.Instant): Promise<boolean> {
  const opened = await tx.rows(sql<{ letter_id: string }>`
    update letter_link set opened_at = ${instant(at)}
     where organisation_id = ${org(tx)} and token_hash = ${tokenHash} and opened_at is null returning letter_id`);
  return opened.length > 0;
}

/** Notes the first sign that a letter, and those it carries, was read; an answer says both. */
export async function markRead(tx: Tx, letter: Id<'let'>, how: ReadHow, at: Temporal.Instant): Promise<boolean> {
  const marked = await tx.rows(sql<{ id: string }>`
    update letter l set read_at = coalesce(l.read_at, ${instant(at)}), read_how = coalesce(l.read_how, ${how}),
           answered_at = case when ${how === 'answer'} and l.id = ${letter} then coalesce(l.answered_at, ${instant(at)}) else l.answered_at end
     where l.organisation_id = ${org(tx)} and (l.id = ${letter} or (l.joined_into = ${letter} and ${how !== 'answer'}))
       and (l.read_at is null or (${how === 'answer'} and l.answered_at is null)) returning l.id`);
  return marked.length > 0;
}

/** Notes that the receiver called our own letter unwanted; answers whether this was the first time. */
export async function markComplaint(tx: Tx, letter: Id<'let'>, at: Temporal.Instant): Promise<boolean> {
  const marked = await tx.rows(sql<{ id: string }>`
    update letter l set complained_at = ${instant(at)}
     where l.organisation_id = ${org(tx)} and l.id = ${letter} and l.complained_at is null returning l.id`);
  return marked.length > 0;
}

/** Writes down what a letter is about, as fingerprints. */
export async function addAbout(
  tx: Tx,
  letter: Id<'let'>,
  what: readonly Buffer[],
  severity: number,
  at: Temporal.Instant,
): Promise<void> {
  for (const one of what)
    await tx.rows(sql`
      insert into letter_about (organisation_id, what, letter_id, severity, at)
      values (${org(tx)}, ${one}, ${letter}, ${severity}, ${instant(at)}) on conflict do nothing`);
}

/** Which of these were written about since a moment, to the end or still on the way, at least as bad; the newest of each. */
export async function writtenSince(
  tx: Tx,
  what: readonly Buffer[],
  severity: number,
  since: Temporal.Instant,
  except: string | null,
): Promise<readonly { readonly what: Buffer; readonly letter: Id<'let'>; readonly at: Temporal.Instant }[]> {
  const rows = await tx.rows(sql<{ what: Buffer; letter_id: Id<'let'>; at: Temporal.Instant }>`
    select distinct on (a.what) a.what, a.letter_id, a.at from letter_about a
      join letter l on l.organisation_id = a.organisation_id and l.id = a.letter_id
     where a.organisation_id = ${org(tx)} and a.what = any(${[...what]}::bytea[]) and a.at > ${instant(since)}
       and a.severity >= ${severity} and l.state in ('held', 'queued', 'sending', 'sent', 'delivered', 'joined')
       and l.case_id is distinct from ${except}
     order by a.what, a.at desc`);
  return rows.map((r) => ({ what: r.what, letter: r.letter_id, at: r.at }));
}

/** Withdraws the links of a letter. */
export async function revokeLinks(tx: Tx, letter: Id<'let'>, at: Temporal.Instant): Promise<void> {
  await tx.rows(sql`
    update letter_link set revoked_at = ${instant(at)}
     where organisation_id = ${org(tx)} and letter_id = ${letter} and revoked_at is null`);
}

interface AnswerRow {
  readonly id: Id<'ans'>;
  readonly letter_id: Id<'let'>;
  readonly case_id: Id<'case'> | null;
  readonly kind: AnswerKind;
  readonly key_id: Id<'dky'> | null;
  readonly sealed: Buffer | null;
  readonly until: Temporal.Instant | null;
  readonly channel: AnswerChannel;
  readonly received_at: Temporal.Instant;
  readonly handled_at: Temporal.Instant | null;
}
export interface StoredAnswer extends Answer {
  readonly keyId: Id<'dky'> | null;
  readonly sealed: Buffer | null;
}
const answerColumns = sql.raw('id, letter_id, case_id, kind, key_id, sealed, until, channel, received_at, handled_at');
const answerFrom = (r: AnswerRow): StoredAnswer => ({
  id: r.id,
  letter: r.letter_id,
  case: r.case_id,
  kind: r.kind,
  until: r.until,
  channel: r.channel,
  receivedAt: r.received_at,
  handledAt: r.handled_at,
  keyId: r.key_id,
  sealed: r.sealed,
});

export async function sealAnswer(world: World, tx: Tx, letter: Letter, id: Id<'ans'>, text: string) {
  return sealFor(world, tx, { class: 'answer', subject: letter.party ?? letter.id }, text, aboutAnswer(id));
}

/** The words of an answer; null where there are none or they were erased. */
export async function openAnswer(world: Pick<World, 'keys'>, tx: Tx, answer: StoredAnswer): Promise<string | null> {
  if (!answer.sealed || !answer.keyId) return null;
  const bytes = await openSealed(world, tx, answer.keyId, answer.sealed, aboutAnswer(answer.id));
  return bytes?.toString() ?? null;
}

export interface NewAnswer extends Answer {
  readonly keyId: Id<'dky'> | null;
  readonly sealed: Buffer | null;
  /** The mail it came in. */
  readonly message: Id<'msg'> | null;
  readonly once: Buffer;
}

/** Writes an answer; where the same one landed before, that one is the answer and nothing is written. */
export async function addAnswer(
  tx: Tx,
  a: NewAnswer,
): Promise<{ readonly answer: StoredAnswer; readonly isNew: boolean }> {
  const [added] = await tx.rows(sql<AnswerRow>`
    insert into answer (organisation_id, id, letter_id, case_id, message_id, kind, key_id, sealed, until, channel, once, received_at)
    values (${org(tx)}, ${a.id}, ${a.letter}, ${a.case}, ${a.message}, ${a.kind}, ${a.keyId}, ${a.sealed}, ${instant(a.until)},
            ${a.channel}, ${a.once}, ${instant(a.receivedAt)})
    on conflict (organisation_id, letter_id, once) do nothing
    returning ${answerColumns}`);
  if (added) return { answer: answerFrom(added), isNew: true };
  const [there] = await tx.rows(sql<AnswerRow>`
    select ${answerColumns} from answer where organisation_id = ${org(tx)} and letter_id = ${a.letter} and once = ${a.once}`);
  return { answer: answerFrom(must(there, 'the answer that landed before')), isNew: false };
}

/** Answers to a letter or of a case, oldest first. */
export async function answersOf(
  tx: Tx,
  of: { readonly letter: string } | { readonly case: string },
): Promise<readonly StoredAnswer[]> {
  const which = 'letter' in of ? sql`letter_id = ${of.letter}` : sql`case_id = ${of.case}`;
  const rows = await tx.rows(sql<AnswerRow>`
    select ${answerColumns} from answer where organisation_id = ${org(tx)} and ${which} order by received_at, id`);
  return rows.map(answerFrom);
}

/** Marks an answer as handled by the house; answers whether it was not before. */
export async function settleAnswer(tx: Tx, id: Id<'ans'>, at: Temporal.Instant): Promise<boolean> {
  const done = await tx.rows(sql<{ id: string }>`
    update answer set handled_at = ${instant(at)} where organisation_id = ${org(tx)} and id = ${id} and handled_at is null returning id`);
  return done.length > 0;
}
