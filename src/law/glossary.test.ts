/** The glossary holds every word the code uses for a thing: each kind of id, each room on the map, each word of the law. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { idKinds } from '#kernel';
import { floors } from '../map.ts';

const text = readFileSync(join(import.meta.dirname, '../../GLOSSARY.md'), 'utf8');
const cells = text
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const part = (title: string) => text.split(`## ${title}`)[1]?.split('\n## ')[0] ?? '';

test('every kind of id stands in the glossary once, with its Dutch and its meaning', () => {
  for (const kind of Object.keys(idKinds)) {
    const rows = cells.filter((row) => row[2] === `\`${kind}_\``);
    assert.equal(rows.length, 1, kind);
    const [word = '', dutch = '', , meaning = ''] = rows[0] ?? [];
    assert.ok(word.length > 2 && dutch.length > 2 && meaning.length > 10, kind);
  }
});

test('no prefix stands in the glossary that is no kind of id', () => {
  for (const row of cells) {
    const prefix = /^`([a-z]+)_`$/.exec(row[2] ?? '')?.[1];
    if (prefix) assert.ok(Object.hasOwn(idKinds, prefix), prefix);
  }
});

test('every room on the map stands in the glossary, and no other', () => {
  const rooms = floors.flatMap((floor) => Object.keys(floor.rooms));
  const listed = [...part('The rooms').matchAll(/^\| ([a-z]+) \|/gm)].map((m) => m[1]);

  assert.deepEqual(listed, rooms);
});

test('every word stands in one row, with Dutch beside it', () => {
  const words = ['What comes in', 'Who and what', 'What we do', 'Keeping', 'The sector'].flatMap((title) =>
    [...part(title).matchAll(/^\| (?!Word|---)([^|]+) \| ([^|]*) \|/gm)].map((m) => [m[1] ?? '', m[2] ?? ''] as const),
  );

  assert.equal(new Set(words.map(([word]) => word)).size, words.length);
  for (const [word, dutch] of words) assert.ok(dutch.length > 1, word);
  for (const word of [
    'Episode',
    'Probe',
    'Contract',
    'Member',
    'Addressee',
    'Answer',
    'Lane',
    'Band',
    'Ladder, rung',
    'Tombstone',
  ])
    assert.ok(
      words.some(([w]) => w === word),
      word,
    );
});

test('the words kept out are listed', () => {
  const out = part('Words kept out');
  for (const word of [
    'notification',
    'ticket',
    'incident',
    'event',
    'user',
    'client',
    'manager',
    'util',
    'common',
    'misc',
  ])
    assert.match(out, new RegExp(`\\b${word}\\b`), word);
});
