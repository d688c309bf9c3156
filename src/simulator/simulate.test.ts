/** Weeks at the desk in a few seconds: whatever the seed does, nothing is lost and nothing is doubled. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testWorld } from '#io/testing';
import { planOf } from '../plan.ts';
import { simulate } from './simulate.ts';

// A failing seed is reproduced with: BEZEM_SEED=… ./bezem test src/simulator/simulate.test.ts
const asked = process.env['BEZEM_SEED'];
const seeds = asked ? [asked] : ['anchor', 'broom', 'canal', 'dike'];

for (const seed of seeds) {
  test(`seed "${seed}": after crashes at random moments everything stands`, async (t) => {
    const { db } = await testWorld(`simulator ${seed}`);

    const done = await simulate(db, seed, 220, (world, readers) => planOf(world, readers, 'abuse@sim.example'));

    t.diagnostic(`${JSON.stringify(done.counts)}`);
    assert.deepEqual(done.broken, [], `BEZEM_SEED=${seed}`);
    assert.ok((done.counts['crashes'] ?? 0) > 0, 'nothing crashed: the simulator tests nothing');
    assert.ok((done.counts['messages'] ?? 0) > 20);
  });
}
