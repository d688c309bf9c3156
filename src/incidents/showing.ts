/** An incident as API, command line and screens show it. */
import { clockLine } from '#deadlines';
import { listDeadlines } from '#deadlines/store';
import type { Tx } from '#io/db';
import type { World } from '#io/world';
import { loadLaw } from '#law/work';
import type { IncidentRow, IncidentShape, VictimGroupShape } from './shapes.ts';
import { actsOfIncident, filingRules, missingFor, stillToFile } from './significant.ts';
import { filingsOf, incidentActs, listIncidents, lockIncident, openIncident, type VictimGroup } from './store.ts';

/** One incident, whole. @throws Refused `request.not-found` */
export async function showIncident(world: World, tx: Tx, asked: string): Promise<IncidentShape> {
  const i = await lockIncident(tx, asked);
  const words = await openIncident(world, tx, i);
  const filings = await filingsOf(tx, i.id);
  const law = await loadLaw();
  const clocks = await listDeadlines(tx, { state: 'all', now: world.clock.now(), limit: 100, subject: i.id });
  const acts = actsOfIncident(i.state);
  return {
    id: i.id,
    number: i.number,
    kind: i.kind,
    state: i.state,
    case: i.caseId,
    aware_at: i.awareAt.toString(),
    recorded_at: i.recordedAt.toString(),
    handled_at: i.handledAt?.toString() ?? null,
    closed_at: i.closedAt?.toString() ?? null,
    facts: i.facts,
    words,
    filings: filings.map((f) => ({
      no: f.no,
      what: f.what,
      addressee: f.addressee,
      way: f.way,
      reference: f.reference,
      letter: f.letter_id,
      filed_at: f.filed_at.toString(),
      by: f.by,
    })),
    clocks: clocks.map((d) => clockLine(d, law.clocks.get(d.clock))),
    offers: acts.includes('file')
      ? filingRules
          .filter((r) => r.kind === i.kind)
          .map((r) => ({
            id: r.id,
            title: r.title,
            article: r.article,
            missing: words ? [...missingFor(r, words, i.facts)] : [],
            to_file: [...stillToFile(r, filings)],
          }))
      : [],
    acts: [...acts],
    timeline: (await incidentActs(tx, i.id)).map((a) => ({
      at: a.at.toString(),
      act: a.act,
      by: a.by,
      detail: { ...a.detail },
    })),
    version: i.version,
  };
}

export async function incidentRows(world: World, tx: Tx, open: boolean): Promise<readonly IncidentRow[]> {
  const rows: IncidentRow[] = [];
  for (const i of await listIncidents(tx, open))
    rows.push({
      id: i.id,
      number: i.number,
      kind: i.kind,
      state: i.state,
      aware_at: i.awareAt.toString(),
      closed_at: i.closedAt?.toString() ?? null,
      title: (await openIncident(world, tx, i))?.title ?? null,
    });
  return rows;
}

export const groupLine = (g: VictimGroup): VictimGroupShape => ({
  id: g.id,
  behalf: g.behalf,
  case: g.case_id,
  incident: g.incident_id,
  made_at: g.made_at.toString(),
  counted: g.counted,
  told: g.told,
  bounced: g.bounced,
  destroy_at: g.destroy_at.toString(),
  destroyed_at: g.destroyed_at?.toString() ?? null,
});
