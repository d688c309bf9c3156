/** The threshold lab: every customer against every list in use, nothing written but that somebody looked. */
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, type Id, mayAs, Refused } from '#kernel';
import { partiesByIds } from '#parties/store';
import { queryOfParty } from '../asking.ts';
import { isAlarming } from '../life.ts';
import { operating } from '../match/qualify.ts';
import type { Acceptance, ThresholdLab } from '../shapes.ts';
import { acceptance, type KnownEntry, partiesToScreen } from '../store.ts';
import { type BestOf, movedAt, rowsOf, thresholds } from '../threshold.ts';
import { findersFor } from './running.ts';

const pageSize = 500;
/** Customers named for one threshold at most; the counts are whole. */
const mostMoved = 200;

/**
 * Alerts per threshold over one's own customers, and who would be added or removed at another.
 * @param threshold the one to compare with the operating threshold
 * @throws Refused `request.not-allowed`, `request.invalid` below the least threshold
 */
export async function thresholdLab(
  world: World,
  org: Id<'org'>,
  threshold: number,
  actor: Actor,
): Promise<ThresholdLab> {
  if (!mayAs(actor, 'decider')) throw new Refused('request.not-allowed');
  const least = thresholds[0] ?? 0;
  if (!(threshold >= least && threshold <= 1))
    throw new Refused('request.invalid', `threshold: ${least} – 1`, { threshold: `${least} – 1` });
  const { finders, generations } = await findersFor(world, org);
  const best: BestOf[] = [];
  let customers = 0;
  let after = '';
  for (;;) {
    const parties = await world.db.in(org, (tx) => partiesToScreen(tx, after, pageSize));
    const last = parties.at(-1);
    if (!last) break;
    after = last.id;
    customers += parties.length;
    const { matches } = await finders.find(parties.map(queryOfParty), 1);
    parties.forEach((p, i) => {
      const top = matches[i]?.[0];
      if (!top || top.score < least) return;
      const entry = top.entry as KnownEntry;
      best.push({
        party: p.id,
        reference: null,
        name: p.name,
        listed: top.names?.[1] ?? entry.names[0]?.text ?? null,
        list: entry.list,
        score: top.score,
      });
    });
  }
  const moved = movedAt(best, threshold);
  const shown = [...moved.added.slice(0, mostMoved), ...moved.removed.slice(0, mostMoved)];
  return world.db.in(org, async (tx) => {
    const known = await partiesByIds(
      tx,
      shown.map((b) => b.party),
    );
    const name = (b: BestOf) => ({ ...b, reference: known.get(b.party)?.reference ?? null });
    note(world, tx, {
      act: 'screening.threshold',
      by: actor,
      about: [
        { subject: null, payload: { threshold, customers, added: moved.added.length, removed: moved.removed.length } },
      ],
    });
    return {
      operating,
      threshold,
      customers,
      generations: [...generations],
      rows: rowsOf(best).map((r) => ({ ...r })),
      added: moved.added.slice(0, mostMoved).map(name),
      removed: moved.removed.slice(0, mostMoved).map(name),
    };
  });
}

/** How often people agreed with a match that was laid before them, and whether that is so often that somebody should ask why. */
export async function acceptanceOf(world: World, org: Id<'org'>): Promise<Acceptance> {
  const counts = await world.db.in(org, acceptance);
  return { ...counts, alarm: isAlarming(counts.confirmed, counts.decided) };
}
