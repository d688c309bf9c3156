import assert from 'node:assert/strict';
import { test } from 'node:test';
import { methods, reasons } from '#attribution';
import { answerKinds, holds } from '#correspondence';
import { roles } from '#formats';
import { channels } from '#intake';
import { languages } from '#kernel';
import { severities } from '#law';
import { serviceKinds } from '#parties';
import { type CodeFamily, codeIn, codes, isKnown } from './codes.ts';

test('every code that a screen can meet has words in both languages', () => {
  const met: readonly (readonly [CodeFamily, readonly string[]])[] = [
    ['method', methods],
    ['reason', reasons],
    ['service', serviceKinds],
    ['answer', answerKinds],
    ['role', roles],
    ['channel', channels],
    ['severity', severities],
    ['held', holds],
  ];

  const unknown = met.flatMap(([family, list]) => list.filter((c) => !isKnown(family, c)).map((c) => `${family} ${c}`));
  const empty = Object.entries(codes).flatMap(([family, words]) =>
    Object.entries(words)
      .filter(([, w]) => languages.some((l) => w[l].trim() === ''))
      .map(([c]) => `${family} ${c}`),
  );

  assert.deepEqual(unknown, []);
  assert.deepEqual(empty, []);
});

test('a code gives its words; one that is not known, also one named like a property of every object, stays as it is', () => {
  assert.equal(codeIn('nl', 'service', 'shared_hosting'), 'gedeelde hosting');
  assert.equal(codeIn('en', 'confidence', 'high'), 'high');
  assert.equal(codeIn('nl', 'method', 'by_magic'), 'by_magic');
  assert.equal(codeIn('nl', 'method', 'constructor'), 'constructor');
});
