/** The return check at work: at onboarding, at a change and over everybody, each only where its use has a ground; and what people decide. */
import type { Tx } from '#io/db';
import { newId } from '#io/dice';
import { enqueue, type Job } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, canonical, engine, type Id, mayAs, Refused } from '#kernel';
import { type ReturnUse, returnUseRules } from '#law';
import { partiesToScreen } from '#screening/store';
import { decideReturn, isUseOn, type ReturnAct } from '../ban.ts';
import { type TagKindId, tagEpoch } from '../identifier.ts';
import { noSubject, type ReturnSubject, type ReturnVerdict, valuesOf, weigh } from '../returns.ts';
import type { ReturnCheck, ReturnHit } from '../shapes.ts';
import {
  bansInForce,
  bansWithTags,
  endUse,
  insertReturnMatch,
  listReturnMatches,
  matchOfPair,
  openMatch,
  type RecordedUse,
  recordUse,
  reopenReturnMatch,
  returnMatchById,
  sealMatch,
  settleReturnMatch,
  usesOn,
} from '../store.ts';
import { tagsOf } from './tagging.ts';

type CheckUse = Exclude<ReturnUse, 'device'>;

/** Article under which a use compares; undefined where it is off. */
function articleOf(use: CheckUse, on: readonly RecordedUse[]): string | undefined {
  if (!isUseOn(use, on)) return undefined;
  const rule = returnUseRules[use].basis;
  return on.find((u) => u.use === use)?.article ?? `${rule.law} ${rule.article ?? ''}`.trim();
}

/**
 * Whether this subject is a banned customer who comes back. What agrees enough becomes a match that people decide; what they
 * decided before is remembered until something else agrees. Nothing of the subject is kept but under the key of its match.
 * @param use for which use: one without a recorded ground compares nothing and answers `pass`
 */
export async function returnCheck(
  world: World,
  tx: Tx,
  subject: ReturnSubject,
  use: CheckUse = 'onboarding',
  by: Actor = engine,
): Promise<ReturnCheck> {
  const uses = await usesOn(tx);
  const article = articleOf(use, uses);
  if (article === undefined) return { verdict: 'pass', use, article: null, hits: [] };
  const now = world.clock.now();
  const tags = await tagsOf(world, tx, valuesOf(subject), isUseOn('device', uses));
  const agreed = await bansWithTags(tx, tags, tagEpoch, now);
  const hits: ReturnHit[] = [];
  for (const { ban, words } of await bansInForce(world, tx, now)) {
    // The banned customer itself is known already.
    if (subject.party !== undefined && ban.party === subject.party) continue;
    const kinds: readonly TagKindId[] = agreed.get(ban.id) ?? [];
    const found = weigh(kinds, subject, words ? { names: words.names, birth: words.birth ?? undefined } : null);
    if (found.verdict === 'pass' || !found.strength) continue;
    const match = await remember(world, tx, subject, {
      ban: ban.id,
      use,
      article,
      verdict: found.verdict,
      kinds: found.kinds,
      points: found.points,
      lines: found.lines,
    });
    if (match.settled === 'other') continue;
    hits.push({
      ban: ban.id,
      match: match.id,
      verdict: found.verdict,
      kinds: [...found.kinds],
      strength: found.strength,
      points: found.points,
      lines: found.lines.map((l) => ({ ...l })),
    });
  }
  hits.sort((a, b) => b.points - a.points);
  const verdict: ReturnVerdict = hits[0]?.verdict ?? 'pass';
  note(world, tx, {
    act: 'return.checked',
    by,
    about: [
      {
        subject: subject.party ?? null,
        payload: { use, article, verdict, matches: hits.map((h) => h.match).join(' ') },
      },
    ],
  });
  return { verdict, use, article, hits };
}

type Found = Pick<
  Parameters<typeof insertReturnMatch>[1],
  'ban' | 'use' | 'article' | 'verdict' | 'kinds' | 'points'
> & { readonly lines: ReturnType<typeof weigh>['lines'] };

async function remember(
  world: World,
  tx: Tx,
  subject: ReturnSubject,
  found: Found,
): Promise<{ readonly id: Id<'rtm'>; readonly settled: 'same' | 'other' | null }> {
  const { lines, ...facts } = found;
  const fingerprint = world.keys.fingerprint('return match', canonical([facts.ban, subject.names, lines]));
  const before = subject.party
    ? await matchOfPair(tx, found.ban, subject.party)
    : (await listReturnMatches(tx, { waiting: false, ban: found.ban, limit: 1000 })).find(
        (m) => m.party === null && m.fingerprint?.equals(fingerprint),
      );
  const settled = before?.state === 'same' || before?.state === 'other' ? before.state : null;
  if (before?.fingerprint?.equals(fingerprint) && before.state !== 'lapsed') return { id: before.id, settled };
  const id = before?.id ?? newId(world, 'rtm');
  const sealed = await sealMatch(world, tx, id, { lines, names: subject.party ? [] : subject.names, why: null });
  if (before) await reopenReturnMatch(tx, id, { ...facts, ...sealed, fingerprint }, world.clock.now());
  else
    await insertReturnMatch(tx, {
      ...facts,
      id,
      party: (subject.party as Id<'party'> | undefined) ?? null,
      ...sealed,
      fingerprint,
      openedAt: world.clock.now(),
    });
  note(world, tx, {
    act: before ? 'return.reopened' : 'return.opened',
    by: engine,
    about: [{ subject: id, payload: { match: id, ban: found.ban, use: found.use, article: found.article } }],
  });
  return { id, settled: null };
}

/** A party as the ledger knows it; undefined where it is gone. */
export async function subjectOfParty(tx: Tx, party: string): Promise<ReturnSubject | undefined> {
  const [p] = await partiesToScreen(tx, '', 1, party);
  return p && subjectFrom(p);
}
const subjectFrom = (p: Awaited<ReturnType<typeof partiesToScreen>>[number]): ReturnSubject => ({
  ...noSubject,
  party: p.id,
  names: p.name === null ? [] : [p.name],
  emails: p.mails,
  phones: p.phones,
  domains: p.domains,
});

/** The job that follows a change of a party or contact: compares only where that use has a recorded ground. */
export async function checkChanged(world: World, org: Id<'org'>, party: string): Promise<void> {
  await world.db.in(org, async (tx) => {
    if (!isUseOn('change', await usesOn(tx))) return;
    const subject = await subjectOfParty(tx, party);
    if (subject) await returnCheck(world, tx, subject, 'change');
  });
}

const pageSize = 200;
/** Compares everybody who is a customer: after a new ban, where that use has a recorded ground. */
export async function checkExisting(world: World, job: Job): Promise<undefined> {
  for (let after = ''; ; ) {
    const last = await world.db.in(job.organisation, async (tx) => {
      if (!isUseOn('existing', await usesOn(tx))) return undefined;
      const parties = await partiesToScreen(tx, after, pageSize);
      for (const p of parties) await returnCheck(world, tx, subjectFrom(p), 'existing');
      return parties.at(-1)?.id;
    });
    if (last === undefined) return undefined;
    after = last;
  }
}
export const sweepSoon = (world: World, tx: Tx) =>
  enqueue(tx, { kind: 'bans.existing', lane: 'bulk', payload: {}, runAt: world.clock.now(), key: 'existing' });

/** Records the ground on which a use is on. @throws Refused `ban.use-on` where it is on already */
export async function turnOn(
  world: World,
  tx: Tx,
  use: Exclude<ReturnUse, 'onboarding'>,
  given: { readonly article: string; readonly why: string },
  by: Actor,
): Promise<void> {
  if (by.kind !== 'member' || !mayAs(by, 'admin')) throw new Refused('request.not-allowed');
  const at = world.clock.now();
  if (!(await recordUse(tx, { use, article: given.article, why: given.why, recordedAt: at, recordedBy: actorId(by) })))
    throw new Refused('ban.use-on');
  note(world, tx, {
    act: 'ban.use_on',
    by,
    about: [{ subject: null, payload: { use, article: given.article, why: given.why } }],
  });
  if (use === 'existing') await sweepSoon(world, tx);
}

/** @throws Refused `request.not-found` where it is off already */
export async function turnOff(world: World, tx: Tx, use: string, by: Actor): Promise<void> {
  if (by.kind !== 'member' || !mayAs(by, 'admin')) throw new Refused('request.not-allowed');
  if (!(await endUse(tx, use, actorId(by), world.clock.now()))) throw new Refused('request.not-found');
  note(world, tx, { act: 'ban.use_off', by, about: [{ subject: null, payload: { use } }] });
}

/** What a person says of a match. @throws Refused, see `decideReturn` */
export async function actOnReturn(
  world: World,
  tx: Tx,
  id: string,
  act: ReturnAct,
  given: { readonly reason: string; readonly version?: number | undefined },
  by: Actor,
): Promise<void> {
  const m = await returnMatchById(tx, id, true);
  if (!m) throw new Refused('request.not-found');
  if (given.version !== undefined && given.version !== m.version) throw new Refused('request.changed-meanwhile');
  const decided = decideReturn(m.state, act, by, given.reason);
  if (!decided.ok) throw new Refused(decided.error);
  const to = decided.value;
  const words = await openMatch(world, tx, m);
  const settles = to === 'same' || to === 'other';
  const sealed =
    words && act !== 'take' ? await sealMatch(world, tx, m.id, { ...words, why: given.reason.trim() }) : null;
  await settleReturnMatch(tx, m.id, to, settles ? { by: actorId(by), at: world.clock.now() } : null, sealed);
  note(world, tx, {
    act: `return.${act}`,
    by,
    about: [{ subject: m.id, payload: { match: m.id, ban: m.ban, from: m.state, to } }],
  });
}
