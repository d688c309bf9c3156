import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gathering } from './gather.ts';

test('one that comes alone goes at once, and those that come meanwhile go together', async () => {
  const batches: (readonly number[])[] = [];
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const double = gathering<number, number>(3, async (list) => {
    batches.push(list);
    if (batches.length === 1) await gate;
    return list.map((n) => n * 2);
  });

  const asked = [1, 2, 3, 4, 5].map(double);
  open();

  assert.deepEqual(await Promise.all(asked), [2, 4, 6, 8, 10]);
  assert.deepEqual(batches, [[1], [2, 3, 4], [5]]);
});

test('one that fails takes none of its neighbours down, and hears its own fault', async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const take = gathering<string, string>(10, async (list) => {
    if (list[0] === 'first') await gate;
    if (list.includes('bad')) throw new Error(`cannot take ${list.join(', ')}`);
    return list;
  });

  const asked = ['first', 'good', 'bad', 'fine'].map(take);
  open();
  const ended = await Promise.allSettled(asked);

  assert.deepEqual(
    ended.map((e) => (e.status === 'fulfilled' ? e.value : (e.reason as Error).message)),
    ['first', 'good', 'cannot take bad', 'fine'],
  );
});
