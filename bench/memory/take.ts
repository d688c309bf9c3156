/** Takes one file in, in a process of its own whose memory somebody looks at. */
import { basename } from 'node:path';
import { pino } from 'pino';
import { openReaders } from '#intake/readers';
import { readMessage, receive } from '#intake/work';
import { wallClock } from '#io/clock';
import { openDb } from '#io/db';
import { trueDice } from '#io/dice';
import { keysUnder } from '#io/keys';
import { openNet } from '#io/net';
import type { World } from '#io/world';
import { engine, type Id } from '#kernel';
import { loadLaw } from '#law/work';
import { intakeHands } from '../../src/plan.ts';
import { benchKey } from '../world.ts';

const [url = '', org = '', file = ''] = process.argv.slice(2);
const world: World = {
  clock: wallClock,
  dice: trueDice,
  db: openDb({ url, most: 6 }),
  keys: keysUnder(benchKey),
  log: pino({ level: 'silent' }),
  mail: { send: async () => ({ outcome: 'held', response: 'bench' }), close: async () => {} },
  look: { at: async () => ({ answered: false, note: 'bench' }), addressesOf: async () => [] },
  net: openNet({ named: [] }),
  publicUrl: 'http://bench.example',
};
const law = await loadLaw();
const readers = openReaders({ size: 1, kinds: law.kinds.values() });
const got = await receive(world, org as Id<'org'>, {
  channel: 'file',
  path: file,
  name: basename(file),
  feed: 'shadowserver',
  readHere: true,
  by: engine,
});
const counts = await readMessage(world, intakeHands(readers), org as Id<'org'>, got.id);
await readers.close();
await world.db.close();
process.exit(counts.findings > 0 || counts.duplicates > 0 ? 0 : 1);
