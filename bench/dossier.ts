/** Dossiers: made and checked at a hundred thousand entries about one matter, against hashing the same leaves alone. */
import { checkDossier } from '#dossiers';
import { makeDossier } from '#dossiers/work';
import { sql } from '#io/db';
import { newId, sha256 } from '#io/dice';
import { leafHash } from '#journal';
import { verifies } from '#journal/proof';
import { note } from '#journal/work';
import { type Actor, engine } from '#kernel';
import { type Bench, round } from './bench.ts';
import { openBenchWorld } from './world.ts';

export const bench: Bench = {
  name: 'dossier',
  about: {
    nl: 'Een dossier met honderdduizend regels maken en nakijken',
    en: 'Making and checking a dossier of a hundred thousand entries',
  },
  async run(options, emit, say) {
    const size = options.size ?? 100_000;
    const { world, org, close } = await openBenchWorld({ customers: 1, ...(options.url ? { url: options.url } : {}) });
    try {
      const id = newId(world, 'case');
      await world.db.in(org, (tx) =>
        tx.rows(sql`
          insert into abuse_case (organisation_id, id, key, kind, asset, state, band, score, priority, opened_at, changed_at)
          values (${org}, ${id}, 'bench', 'fraud.phishing', '192.0.2.1', 'new', 3, 1, '{}', now(), now())`),
      );
      for (let done = 0; done < size; ) {
        const part = Math.min(5_000, size - done);
        await world.db.in(org, async (tx) => {
          for (let i = 0; i < part; i++)
            note(world, tx, {
              act: 'case.note',
              by: engine,
              about: [{ subject: id, payload: { case: id, no: done + i } }],
            });
        });
        done += part;
        say(`${done} of ${size} entries`);
      }
      const who: Actor = { kind: 'member', id: newId(world, 'mbr'), role: 'admin', name: 'bench' };
      const timed = async <T>(work: () => T | Promise<T>): Promise<readonly [T, number]> => {
        const began = process.hrtime.bigint();
        const it = await work();
        return [it, Number(process.hrtime.bigint() - began) / 1e9];
      };
      const [made, making] = await timed(() => makeDossier(world, org, { about: id, language: 'en' }, who));
      const [, hashing] = await timed(() => {
        for (const e of made.manifest.entries) leafHash(sha256, Buffer.from(e.leaf));
      });
      const [checked, checking] = await timed(() => checkDossier(made.bytes, sha256, verifies));
      if (checked.faults.length > 0) throw new Error(checked.faults.join(', '));
      emit({
        name: 'dossier made',
        figure: round(making),
        unit: 's',
        limit: null,
        ratio: null,
        runs: [making],
        note: `${round(made.bytes.length / 1e6)} MB`,
      });
      emit({
        name: 'dossier checked',
        figure: round(checking),
        unit: 's',
        limit: round(hashing),
        ratio: round(checking / hashing),
        runs: [checking],
        note: 'limit: hashing its leaves alone',
      });
      return true;
    } finally {
      await close();
    }
  },
};
