import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harmlessWithWay, nameFrom, withMark } from './marks.ts';

const text = 'IP: 192.0.2.1\nsee http://bad.example/x, and https://two.example\nend';

test('what is shown is harmless, and every plain range comes back where it was', () => {
  const h = harmlessWithWay(text);

  assert.doesNotMatch(h.shown, /https?:\/\//);
  for (const word of ['192.0.2.1', 'see', 'and', 'end']) {
    const from = h.shown.indexOf(word);
    const real = h.toReal(from, from + word.length);
    assert.equal(text.slice(real.from, real.until), word);
    assert.equal(h.toShown(real.from), from);
  }
});

test('a part of an address that was made harmless is the whole address', () => {
  const h = harmlessWithWay(text);
  const at = h.shown.indexOf('bad[.]');

  const real = h.toReal(at, at + 3);

  assert.equal(text.slice(real.from, real.until), 'http://bad.example/x,');
  assert.deepEqual(h.toReal(h.toShown(real.from), h.toShown(real.until)), real);
});

test('a field is marked once, and no place twice', () => {
  const first = withMark([], { field: 'ip', from: 4, until: 13 });

  assert.deepEqual(
    withMark(first, { field: 'target.ip', from: 4, until: 13 }).map((m) => m.field),
    ['target.ip'],
  );
  assert.deepEqual(
    withMark(first, { field: 'ip', from: 30, until: 33 }).map((m) => m.from),
    [30],
  );
  assert.deepEqual(withMark(first, { field: 'port', from: 30, until: 33 }).length, 2);
});

test('a template is named after its sender', () => {
  assert.equal(nameFrom('Robot@Mail.watch.example'), 'mail-watch-example');
  assert.equal(nameFrom(''), 'sender');
});
