import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { listKinds } from '#resources/work';
import { catalogues, say } from './words.ts';

const keys = Object.keys(catalogues.nl) as (keyof typeof catalogues.nl)[];

test('both languages have every key, filled, with the same fields and the same number of forms', () => {
  assert.deepEqual(Object.keys(catalogues.en).sort(), [...keys].sort());
  const fields = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]))].sort();
  for (const key of keys) {
    const [nl, en] = [catalogues.nl[key], catalogues.en[key]];
    assert.ok(nl.trim() !== '' && en.trim() !== '', `${key} is empty`);
    assert.deepEqual(fields(nl), fields(en), `${key}: fields differ`);
    assert.equal(nl.split('|').length, en.split('|').length, `${key}: forms differ`);
  }
});

test('every key is used by a screen, as it stands or as part of a family', () => {
  let text = '';
  const read = (folder: string) => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) read(path);
      else if (/\.tsx?$/.test(name) && !/\.test\.ts$/.test(name) && !/^(nl|en)\.ts$/.test(name))
        text += readFileSync(path, 'utf8');
    }
  };
  read(join(import.meta.dirname, '..'));

  const families = [...text.matchAll(/`([a-z_]+(?:\.[a-z_]+)*\.)\$\{/g)].map((m) => m[1] ?? '');
  const unused = keys.filter((key) => !text.includes(`'${key}'`) && !families.some((f) => key.startsWith(f)));

  assert.deepEqual(unused, []);
});

test('a number takes the separator of its language, one thing takes the single form, a missing field stays visible', () => {
  assert.equal(say('nl', 'inbox.total', { n: 1234 }), '1.234 zaken');
  assert.equal(say('en', 'inbox.total', { n: 1234 }), '1,234 cases');
  assert.equal(say('nl', 'inbox.total', { n: 1 }), '1 zaak');
  assert.equal(say('en', 'case.merged_into'), 'Bundled into {ref}');
});

test('every option and secret that a kind of inventory takes has words on its form', async () => {
  const missing = (await listKinds()).flatMap((k) =>
    [
      ...Object.keys((k.options['properties'] ?? {}) as object).map((o) => `inventories.option.${o}`),
      ...k.secrets.map((s) => `inventories.secret.${s}`),
    ]
      .filter((key) => !(keys as readonly string[]).includes(key))
      .map((key) => `${k.id}: ${key}`),
  );

  assert.deepEqual(missing, []);
});
