/** Lists fetched by themselves through the guarded door: with patience, and never in the place of what can be used. */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, engine, type Id, Refused } from '#kernel';
import { listKind } from '../lists/index.ts';
import type { Imported } from '../shapes.ts';
import { settingsOf } from '../store.ts';
import { importList, listLists } from './lists.ts';

const tries = 5;
/** Wait before try n, in milliseconds: 3, 9, 27, 81 s. The Commission makes its file when asked and fails in bursts. */
const waitMs = (n: number) => 1000 * 3 ** n;
const mostBytes = 400 * 1024 * 1024;
const timeoutMs = 10 * 60_000;

/** Fetches one list and takes it into use. @throws Refused; the list in use stays */
export async function fetchList(world: World, org: Id<'org'>, by: Actor, list: string): Promise<Imported> {
  const kind = listKind(list);
  if (!kind?.url) throw new Refused('request.invalid', `${list}: no address is known`);
  const folder = await mkdtemp(join(tmpdir(), 'bezem-list-'));
  const file = join(folder, 'list');
  try {
    for (let n = 1; ; n++) {
      try {
        const answer = await world.net.fetch({ url: kind.url, timeoutMs, maxBytes: mostBytes, file });
        if (answer.status !== 200) throw new Refused('list.unreadable', `HTTP ${answer.status}`);
        return await importList(world, org, by, {
          list,
          file: { name: new URL(answer.from).hostname, bytes: createReadStream(file) as AsyncIterable<Uint8Array> },
        });
      } catch (cause) {
        if (n >= tries || (cause instanceof Refused && cause.refusal.code === 'list.shrunk')) throw cause;
        await world.clock.sleep(waitMs(n));
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Handler of the job that fetches what the house wants fetched, twice a day; what fails is noted and tried again in an hour. */
export async function fetchJob(world: World, job: Job): Promise<Temporal.Instant> {
  const org = job.organisation;
  const settings = await world.db.in(org, (tx) => settingsOf(tx));
  let failed = false;
  for (const list of settings.fetched)
    try {
      await fetchList(world, org, engine, list);
    } catch (cause) {
      failed = true;
      world.log.warn({ list, error: (cause as Error).message }, 'list could not be fetched');
      await world.db.in(org, async (tx) => {
        note(world, tx, {
          act: 'list.not_fetched',
          by: engine,
          about: [{ subject: null, payload: { list, why: (cause as Error).message.slice(0, 200) } }],
        });
      });
    }
  if ((await listLists(world, org)).some((l) => l.stale))
    await world.db.in(org, (tx) => tx.notify({ organisation: org, what: 'match' }));
  return world.clock.now().add({ hours: failed ? 1 : 12 });
}
