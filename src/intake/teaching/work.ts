/** Teaching: a message laid open, a trial that writes nothing, versions saved and activated, the manual queue read again. */
import { createHash } from 'node:crypto';
import { readKeptWhole } from '#evidence/store';
import {
  type About,
  type Finding,
  fileOfTaught,
  keysOfTaught,
  type Learned,
  learn,
  readTaughtFile,
  type Sample,
  senderKey,
  type Taught,
  type TaughtFile,
  taughtFactsKey,
  taughtId,
} from '#formats';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import { enqueue, type Job } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, engine, type Id, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import {
  type TeachAsked,
  type TeachText,
  type TemplateRow,
  type Trial,
  type Tried,
  warnAfterMisses,
} from '../teach.ts';
import { factsOf, headersOf, type IntakeHands, type Read, type ReadAs } from '../work.ts';
import { markOfKey, markOfSender } from './sender.ts';
import {
  type Again,
  allTemplates,
  countManual,
  insertTemplate,
  manualAfter,
  messagesOfSenders,
  missesInARow,
  readsByTemplate,
  type SentMessage,
  setAgain,
  setState,
  type TemplateRecord,
  templateById,
  versionsOf,
} from './store.ts';

const hash = (text: string) => new Uint8Array(createHash('sha256').update(text).digest());

/** Earlier messages a trial reads; and those from which the learner sees what varies. */
const mostTried = 20;
const mostEarlier = 6;

type Hands = Pick<IntakeHands, 'readers' | 'own'>;

interface Opened {
  readonly message: SentMessage;
  readonly bytes: Buffer;
}

/** A message with its bytes. @throws Refused `request.not-found`, `evidence.erased` */
async function bytesOf(world: World, org: Id<'org'>, id: string): Promise<Opened> {
  return world.db.in(org, async (tx) => {
    const rows = await tx.rows(sql<SentMessage>`
      select id, name, received_at, state, ended, format, finding_count, evidence_id from message where organisation_id = ${org} and id = ${id}`);
    const message = rows[0];
    if (!message) throw new Refused('request.not-found');
    if (!message.evidence_id) throw new Refused('evidence.erased');
    return { message, bytes: await readKeptWhole(world, tx, message.evidence_id) };
  });
}

const asOf = async (
  world: World,
  hands: Hands,
  org: Id<'org'>,
  message: SentMessage,
  facts: Readonly<Record<string, unknown>>,
): Promise<ReadAs> => ({
  name: message.name ?? 'message',
  receivedAt: message.received_at,
  own: await hands.own(world, org),
  facts,
});

const factsIn = (world: World, org: Id<'org'>) => world.db.in(org, (tx) => factsOf(world, tx, org));

/** Other messages of who sent this, newest first. */
async function earlierOf(
  world: World,
  org: Id<'org'>,
  from: string,
  not: string,
  limit: number,
): Promise<readonly SentMessage[]> {
  const mark = markOfSender(world, org, from);
  if (!mark) return [];
  const rows = await world.db.in(org, (tx) =>
    messagesOfSenders(tx, org, [mark], sql`id <> ${not} and sender_mark is not null`, limit),
  );
  return rows;
}

/** The message as a person who teaches sees it. That it was opened is noted in the journal. */
export async function openToTeach(
  world: World,
  hands: Hands,
  org: Id<'org'>,
  id: string,
  actor: Actor,
): Promise<TeachText> {
  const { message, bytes } = await bytesOf(world, org, id);
  const seen = await hands.readers.teachable(bytes, await asOf(world, hands, org, message, await factsIn(world, org)));
  await world.db.in(org, async (tx) => {
    note(world, tx, {
      act: 'message.opened',
      by: actor,
      about: [{ subject: message.id, payload: { message: message.id } }],
    });
  });
  const earlier = await earlierOf(world, org, seen.from, id, mostTried);
  return { ...seen, id: message.id, found: seen.found.map((f) => ({ ...f })), earlier: earlier.length };
}

/** Learns from the marks of a message, with earlier ones of its sender to see what varies. Writes nothing. */
export async function learnFrom(
  world: World,
  hands: Hands,
  org: Id<'org'>,
  id: string,
  asked: TeachAsked,
): Promise<Learned & { readonly from: string }> {
  const law = await loadLaw();
  const wrong: Record<string, string> = {};
  if (!law.kinds.has(asked.about.kind)) wrong['about.kind'] = 'not a known kind';
  for (const [i, m] of asked.marks.entries())
    if (m.field === 'kind' && !law.kinds.has(m.means ?? '')) wrong[`marks.${i}.means`] = 'not a known kind';
  refuseWhere(wrong);
  const { message, bytes } = await bytesOf(world, org, id);
  const facts = await factsIn(world, org);
  const seen = await hands.readers.teachable(bytes, await asOf(world, hands, org, message, facts));
  const earlier: Sample[] = [];
  for (const other of await earlierOf(world, org, seen.from, id, mostEarlier)) {
    const opened = await bytesOf(world, org, other.id).catch(gone);
    if (opened) earlier.push(await hands.readers.teachable(opened.bytes, await asOf(world, hands, org, other, facts)));
  }
  const { about } = asked;
  const said: About = {
    name: about.name,
    title: about.title,
    kind: about.kind,
    ...(about.role ? { role: about.role } : {}),
    ...(about.severity ? { severity: about.severity } : {}),
    ...(about.zone ? { zone: about.zone } : {}),
    ...(about.dates ? { dates: about.dates } : {}),
  };
  const marks = asked.marks.map((m) => ({
    field: m.field,
    from: m.from,
    until: m.until,
    ...(m.means ? { means: m.means } : {}),
    ...(m.required === undefined ? {} : { required: m.required }),
  }));
  return { ...learn(marks, seen, said, earlier), from: seen.from };
}

function refuseWhere(wrong: Readonly<Record<string, string>>): void {
  const list = Object.entries(wrong);
  if (list.length > 0) throw new Refused('request.invalid', list.map(([f, m]) => `${f}: ${m}`).join('; '), wrong);
}

/** What was erased, or cannot be taken apart, is left out of a trial. */
function gone(cause: unknown): undefined {
  if (
    cause instanceof Refused &&
    /^(?:evidence\.erased|request\.not-found|message\.unreadable)$/.test(cause.refusal.code)
  )
    return undefined;
  throw cause;
}

/** @throws Refused `request.invalid` where a kind of the template is not on our list, or the zone is none */
export async function checkTaught(taught: Taught): Promise<void> {
  const law = await loadLaw();
  const wrong: Record<string, string> = {};
  if (!law.kinds.has(taught.constants.kind)) wrong['constants.kind'] = 'not a known kind';
  for (const [i, f] of taught.fields.entries())
    if (f.field === 'kind')
      for (const kind of Object.values(f.means ?? {}))
        if (!law.kinds.has(kind)) wrong[`fields.${i}.means`] = `${kind}: not a known kind`;
  if (taught.constants.zone)
    try {
      Temporal.PlainDateTime.from('2026-01-01T00:00').toZonedDateTime(taught.constants.zone);
    } catch {
      wrong['constants.zone'] = 'not a zone such as Europe/Amsterdam';
    }
  refuseWhere(wrong);
}

/**
 * Reads a message and earlier ones of the template's senders as if it were active, in the reading process. Nothing is
 * written, not even that it was tried.
 * @param from who sent the message, where the template was learned from one
 */
export async function tryTaught(
  world: World,
  hands: Hands,
  org: Id<'org'>,
  taught: Taught,
  id?: string,
  from?: string,
): Promise<Tried[]> {
  const keys = new Set(keysOfTaught(taught));
  const own = from === undefined ? undefined : senderKey(from);
  if (own !== undefined) keys.add(own);
  const marks = [...keys].map((k) => markOfKey(world, org, k));
  const list = await world.db.in(org, (tx) => messagesOfSenders(tx, org, marks, sql`id <> ${id ?? ''}`, mostTried));
  const facts = await factsIn(world, org);
  const law = await loadLaw();
  const others = ((facts[taughtFactsKey] as { taught: Taught }[] | undefined) ?? []).filter(
    (t) => t.taught.name !== taught.name,
  );
  // One object for the whole trial: the reading process is told the template once.
  const withIt = { ...facts, [taughtFactsKey]: [...others, { version: 1, taught }] };
  const out: Tried[] = [];
  for (const messageId of [...(id === undefined ? [] : [id]), ...list.map((m) => m.id)]) {
    const opened = await bytesOf(world, org, messageId).catch(gone);
    if (!opened) continue;
    const { message, bytes } = opened;
    const reads = await hands.readers.readMessage(bytes, await asOf(world, hands, org, message, withIt));
    const headers = await world.db.in(org, (tx) => headersOf(world, tx, org, message.id));
    const isHidden = (kind: string) => /^(?:never_shown|preserve)$/.test(law.kinds.get(kind)?.handling ?? '');
    out.push({
      id: message.id,
      is_this: messageId === id,
      received_at: message.received_at.toString(),
      ...headers,
      now: {
        state: message.state,
        ended: message.ended,
        format: message.format,
        findings: message.finding_count,
      },
      would: wouldBe(reads, taughtId(taught.name), isHidden),
    });
  }
  return out;
}

function wouldBe(reads: readonly Read[], format: string, isHidden: (kind: string) => boolean): Tried['would'] {
  const mine = reads.find((r) => r.format === format && r.findings.length > 0);
  const best = mine ?? reads.find((r) => r.findings.length > 0) ?? reads[0];
  const findings = best?.findings ?? [];
  return {
    reads: mine !== undefined,
    format: best?.format ?? null,
    end: best?.end ?? 'manual',
    findings: findings.length,
    first: findings.slice(0, 20).map((f) => shown(f, isHidden(f.kind))),
    problems: (best?.problems ?? [])
      .slice(0, 10)
      .map((p) => ({ code: p.code, message: isHidden(findings[0]?.kind ?? '') ? '' : p.message })),
  };
}

function shown(f: Finding, masked: boolean): Tried['would']['first'][number] {
  const value = <T>(v: T | undefined) => (masked ? null : (v ?? null));
  return {
    kind: f.kind,
    seen_at: f.seenAt?.toString() ?? null,
    time_precision: f.timePrecision ?? null,
    ip: value(f.ip ?? f.prefix),
    port: value(f.port),
    host: value(f.host),
    url: value(f.url),
    other: value(f.account ?? (f.asn === undefined ? undefined : `AS${f.asn}`)),
    reference: f.reference ?? null,
    masked,
  };
}

/** Learns from the marks and tries the result at once. */
export async function tryMarks(
  world: World,
  hands: Hands,
  org: Id<'org'>,
  id: string,
  asked: TeachAsked,
): Promise<Trial> {
  const { taught, problems, from } = await learnFrom(world, hands, org, id, asked);
  if (taught) await checkTaught(taught);
  return {
    template: taught ?? null,
    problems: problems.map((p) => ({ code: p.code, field: p.field ?? null, message: p.message })),
    tried: taught ? await tryTaught(world, hands, org, taught, id, from) : [],
  };
}

/** Keeps a template as the next version of its name, a draft. */
export async function saveTaught(
  world: World,
  org: Id<'org'>,
  taught: Taught,
  madeFrom: Id<'msg'> | null,
  actor: Actor,
): Promise<Id<'tpl'>> {
  await checkTaught(taught);
  return world.db.in(org, async (tx) => {
    const before = await versionsOf(tx, org, taught.name);
    const id = newId(world, 'tpl');
    const version = (before[0]?.version ?? 0) + 1;
    await insertTemplate(tx, org, {
      id,
      version,
      taught,
      made_from: madeFrom,
      by: actorId(actor),
      at: world.clock.now(),
      replaces: (before.find((b) => b.state === 'active') ?? before[0])?.id ?? null,
    });
    note(world, tx, {
      act: 'template.saved',
      by: actor,
      about: [{ subject: id, payload: { template: id, name: taught.name, version, made_from: madeFrom } }],
    });
    await tx.notify({ organisation: org, what: 'template', id });
    return id;
  });
}

async function locked(tx: Tx, org: Id<'org'>, id: string): Promise<{ it: TemplateRecord; all: TemplateRecord[] }> {
  const known = await templateById(tx, org, id);
  if (!known) throw new Refused('request.not-found');
  const all = await versionsOf(tx, org, known.name);
  const it = all.find((t) => t.id === id);
  if (!it) throw new Refused('request.not-found');
  return { it, all };
}

/**
 * From now on this version reads; another version of its name that did is retired. The manual queue is read again by a job.
 * @throws Refused `template.wrong-state` where it is active already
 */
export async function activateTemplate(world: World, org: Id<'org'>, id: string, actor: Actor): Promise<void> {
  await world.db.in(org, async (tx) => {
    const { it, all } = await locked(tx, org, id);
    if (it.state === 'active') throw new Refused('template.wrong-state', `${it.name} ${it.version}: active`);
    const now = world.clock.now();
    for (const other of all.filter((t) => t.state === 'active')) {
      await setState(tx, org, other.id, 'retired', now);
      note(world, tx, {
        act: 'template.retired',
        by: actor,
        about: [
          { subject: other.id, payload: { template: other.id, name: other.name, version: other.version, for: it.id } },
        ],
      });
    }
    await setState(tx, org, it.id, 'active', now);
    note(world, tx, {
      act: 'template.activated',
      by: actor,
      about: [{ subject: it.id, payload: { template: it.id, name: it.name, version: it.version } }],
    });
    await enqueue(tx, { kind: 'template.again', lane: 'normal', payload: { template: it.id }, key: it.id, runAt: now });
    await tx.notify({ organisation: org, what: 'template', id: it.id });
  });
}

/** It reads no more; what it read stays. @throws Refused `template.wrong-state` where it is retired already */
export async function retireTemplate(world: World, org: Id<'org'>, id: string, actor: Actor): Promise<void> {
  await world.db.in(org, async (tx) => {
    const { it } = await locked(tx, org, id);
    if (it.state === 'retired') throw new Refused('template.wrong-state', `${it.name} ${it.version}: retired`);
    await setState(tx, org, it.id, 'retired', world.clock.now());
    note(world, tx, {
      act: 'template.retired',
      by: actor,
      about: [{ subject: it.id, payload: { template: it.id, name: it.name, version: it.version } }],
    });
    await tx.notify({ organisation: org, what: 'template', id: it.id });
  });
}

/** Messages one step of reading again looks at. */
const step = 20;

/**
 * Reads the manual queue again after activation, oldest first, some messages at a time. Only what the template reads is put
 * back; a message a person ended meanwhile is left alone. Where it stands is kept, so that a step done twice does nothing twice.
 * @returns whether there is more
 */
export async function readQueueAgain(world: World, hands: Hands, org: Id<'org'>, id: string): Promise<boolean> {
  const begun = await world.db.in(org, async (tx) => {
    const it = await templateById(tx, org, id);
    if (it?.state !== 'active' || it.again?.done_at) return undefined;
    const marks = keysOfTaught(it.taught).map((k) => markOfKey(world, org, k));
    const again = it.again ?? {
      looked: 0,
      of: await countManual(tx, org, marks),
      put_back: 0,
      after: null,
      done_at: null,
    };
    const list = await manualAfter(tx, org, marks, again.after, step);
    return { it, again, list, facts: await factsOf(world, tx, org) };
  });
  if (!begun) return false;
  const { it, again, list, facts } = begun;
  const fits: Id<'msg'>[] = [];
  for (const message of list) {
    const opened = await bytesOf(world, org, message.id).catch(gone);
    if (!opened) continue;
    const reads = await hands.readers.readMessage(opened.bytes, await asOf(world, hands, org, message, facts));
    if (reads.some((r) => r.format === taughtId(it.name) && r.findings.length > 0)) fits.push(message.id);
  }
  return world.db.in(org, async (tx) => {
    const now = world.clock.now();
    let put = 0;
    for (const messageId of [...fits].sort()) {
      const back = await tx.rows(sql<{ lane: string }>`
        update message set state = 'kept', ended = null, tries = 0, rows_done = 0 where organisation_id = ${org} and id = ${messageId} and state = 'manual' returning lane`);
      if (!back[0]) continue;
      put++;
      await enqueue(tx, {
        kind: 'message.read',
        lane: back[0].lane === 'bulk' ? 'bulk' : 'urgent',
        payload: { message: messageId, hint: null },
        key: messageId,
        runAt: now,
      });
      note(world, tx, {
        act: 'message.read_again',
        by: engine,
        about: [{ subject: messageId, payload: { message: messageId, template: it.id } }],
      });
      await tx.notify({ organisation: org, what: 'message', id: messageId });
    }
    const last = list.at(-1);
    const more = list.length === step;
    const next: Again = {
      looked: again.looked + list.length,
      of: Math.max(again.of, again.looked + list.length),
      put_back: again.put_back + put,
      after: last ? [last.received_at.toString(), last.id] : again.after,
      done_at: more ? null : now.toString(),
    };
    await setAgain(tx, org, it.id, next);
    await tx.notify({ organisation: org, what: 'template', id: it.id });
    return more;
  });
}

/** Handler of the job that reads the manual queue again. */
export function againJob(hands: Hands) {
  return async (world: World, job: Job): Promise<Temporal.Instant | undefined> =>
    (await readQueueAgain(world, hands, job.organisation, String(job.payload['template'])))
      ? world.clock.now()
      : undefined;
}

/** Every version of every template, with what it has read and whether it still fits. */
export async function listTemplates(world: World, org: Id<'org'>): Promise<TemplateRow[]> {
  return world.db.in(org, async (tx) => {
    const all = await allTemplates(tx, org);
    const reads = await readsByTemplate(tx, org);
    const out: TemplateRow[] = [];
    for (const t of all) {
      const marks = keysOfTaught(t.taught).map((k) => markOfKey(world, org, k));
      const misses =
        t.state === 'active' && t.active_since ? await missesInARow(tx, org, t.name, marks, t.active_since) : 0;
      out.push(rowOf(t, reads.get(taughtId(t.name)), misses));
    }
    return out;
  });
}

function rowOf(
  t: TemplateRecord,
  reads: { n: number; last: Temporal.Instant | null } | undefined,
  misses: number,
): TemplateRow {
  const again = t.again && {
    looked: t.again.looked,
    of: t.again.of,
    put_back: t.again.put_back,
    done_at: t.again.done_at,
  };
  return {
    id: t.id,
    name: t.name,
    title: t.taught.title,
    version: t.version,
    state: t.state,
    template: t.taught,
    made_from: t.made_from,
    by: t.by,
    at: t.at.toString(),
    replaces: t.replaces,
    active_since: t.active_since?.toString() ?? null,
    ended_at: t.ended_at?.toString() ?? null,
    reads: reads?.n ?? 0,
    last_read_at: reads?.last?.toString() ?? null,
    misses,
    warns: misses >= warnAfterMisses,
    again,
  };
}

/** One version. @throws Refused `request.not-found` also where it is another organisation's */
export async function oneTemplate(world: World, org: Id<'org'>, id: string): Promise<TemplateRow> {
  const found = (await listTemplates(world, org)).find((t) => t.id === id);
  if (!found) throw new Refused('request.not-found');
  return found;
}

/** The template of a name that reads, else its newest version. @throws Refused `request.not-found` */
export async function templateNamed(world: World, org: Id<'org'>, name: string): Promise<TemplateRow> {
  const all = (await listTemplates(world, org)).filter((t) => t.name === name || t.id === name);
  const found = all.find((t) => t.state === 'active') ?? all[0];
  if (!found) throw new Refused('request.not-found', name);
  return found;
}

/** The file others are given. */
export const fileOf = (t: Pick<TemplateRow, 'template' | 'version'>): TaughtFile =>
  fileOfTaught(t.template, t.version, hash);

/** A template from the text of a file. @throws Refused `template.file-refused` with the reason */
export function taughtFrom(text: string): TaughtFile {
  const read = readTaughtFile(text, hash);
  if ('wrong' in read) throw new Refused('template.file-refused', read.wrong);
  return read.file;
}
