/** Customers beside editions: all of them when an edition comes in, one when it changes or applies. What is found waits for a person. */
import type { Tx } from '#io/db';
import { newId } from '#io/dice';
import type { Job } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { canonical, engine, type Id } from '#kernel';
import { comparerOf, type EditionFound, type EditionSubject } from '../matching.ts';
import {
  type Edition,
  type EditionMatch,
  editionById,
  editionsInUse,
  insertEditionMatch,
  matchOfPair,
  openEdition,
  openMatch,
  sealMatch,
  subjectsOf,
  writeMatch,
} from '../store.ts';

/** A customer of a customer, as its reseller declared it. */
export interface FurtherSubject extends EditionSubject {
  /** What it is called in its register. */
  readonly reference: string;
}
export interface EditionHands {
  /** Customers that resellers declared, in pages; nothing where no register knows any. */
  readonly further: (world: World, tx: Tx, after: string, limit: number) => Promise<readonly FurtherSubject[]>;
  /** Bytes of a PDF as plain text, read in the reading process. */
  readonly textOf: (bytes: Uint8Array, name: string) => Promise<string>;
}

type SubjectKind = EditionMatch['subject'];

async function remember(
  world: World,
  tx: Tx,
  edition: Edition,
  subject: EditionSubject,
  kind: SubjectKind,
  found: EditionFound,
): Promise<EditionMatch | { readonly id: Id<'emt'>; readonly state: 'open'; readonly decision: null }> {
  const who = subject.party ?? canonical([kind, subject.names, subject.domains, subject.emails]);
  const fingerprint = world.keys.fingerprint('edition subject', who);
  const before = await matchOfPair(tx, edition.id, found.entry.id, fingerprint);
  const words = before ? await openMatch(world, tx, before) : null;
  if (before && words && canonical(words.lines) === canonical(found.lines)) return before;
  const id = before?.id ?? newId(world, 'emt');
  const name = subject.party ? null : (subject.names[0] ?? null);
  const kept = await sealMatch(world, tx, id, {
    lines: found.lines,
    name,
    why: words?.why ?? null,
    letter: words?.letter ?? null,
    lapsed: null,
  });
  if (before)
    // Something else agrees than when it was decided: it is asked anew.
    await writeMatch(tx, id, { state: 'open', decision: null, by: null, at: null, points: found.points }, kept);
  else
    await insertEditionMatch(tx, {
      id,
      edition: edition.id,
      entry: found.entry.id,
      subject: kind,
      party: (subject.party as Id<'party'> | undefined) ?? null,
      points: found.points,
      openedAt: world.clock.now(),
      fingerprint,
      ...kept,
    });
  return { id, state: 'open', decision: null };
}

const pageSize = 200;

/** The job that follows an edition: every customer, and every customer of a customer that was declared. */
export const matchJob =
  (hands: Pick<EditionHands, 'further'>) =>
  async (world: World, job: Job): Promise<undefined> => {
    const id = String(job.payload['edition']);
    const opened = await world.db.in(job.organisation, async (tx) => {
      const edition = await editionById(tx, id);
      const words = edition && (await openEdition(world, tx, edition));
      return words && (edition.state === 'open' || edition.state === 'processed') ? { edition, words } : undefined;
    });
    if (!opened) return undefined;
    const compare = comparerOf(opened.words.entries);
    let subjects = 0;
    const over = async <S extends EditionSubject>(
      page: (tx: Tx, after: string) => Promise<readonly S[]>,
      idOf: (s: S) => string,
      kind: SubjectKind,
    ) => {
      for (let after = ''; ; ) {
        const last = await world.db.in(job.organisation, async (tx) => {
          const list = await page(tx, after);
          for (const subject of list)
            for (const found of compare(subject)) await remember(world, tx, opened.edition, subject, kind, found);
          subjects += list.length;
          return list.at(-1);
        });
        if (!last) return;
        after = idOf(last);
      }
    };
    await over(
      (tx, after) => subjectsOf(tx, after, pageSize),
      (s) => s.party,
      'party',
    );
    await over(
      (tx, after) => hands.further(world, tx, after, pageSize),
      (s) => s.reference,
      'further',
    );
    await world.db.in(job.organisation, async (tx) =>
      note(world, tx, {
        act: 'edition.compared',
        by: engine,
        about: [{ subject: opened.edition.id, payload: { edition: opened.edition.id, subjects } }],
      }),
    );
    return undefined;
  };

export interface EditionCheck {
  readonly verdict: 'pass' | 'review';
  /** Id of a match that members with the right can open; nothing of the edition leaves otherwise. */
  readonly reference: string | null;
}

/**
 * Whether somebody who applies, or has changed, stands on an edition in use. What a person decided before is remembered: `none`
 * and `keep` pass. Answers nothing of the edition.
 */
export async function editionCheck(world: World, tx: Tx, subject: EditionSubject): Promise<EditionCheck> {
  let reference: string | null = null;
  for (const edition of await editionsInUse(tx)) {
    const words = await openEdition(world, tx, edition);
    if (!words) continue;
    for (const found of comparerOf(words.entries)(subject)) {
      const kind = subject.party ? 'party' : 'application';
      const match = await remember(world, tx, edition, subject, kind, found);
      const settled = match.decision === 'none' || match.decision === 'keep';
      if (!settled) reference ??= match.id;
    }
  }
  note(world, tx, { act: 'edition.checked', by: engine, about: [] });
  return { verdict: reference ? 'review' : 'pass', reference };
}

/** The job after a change of a party: compared with the editions in use. */
export async function compareChanged(world: World, org: Id<'org'>, party: string): Promise<void> {
  await world.db.in(org, async (tx) => {
    if ((await editionsInUse(tx)).length === 0) return;
    const [subject] = await subjectsOf(tx, '', 1, party);
    if (subject) await editionCheck(world, tx, subject);
  });
}
