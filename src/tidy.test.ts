/** The map is the rule: rooms import only downward and through doors, and pure files stay pure. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { deskOnlyFiles, floorOf, floors, isPlanned, purePackages, shellFiles } from './map.ts';

const root = import.meta.dirname;

function* sources(folder: string): Generator<string> {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) {
      if (name !== 'samples' && name !== 'node_modules') yield* sources(path);
    } else if (/\.tsx?$/.test(name)) yield path;
  }
}

const importLine =
  /^\s*(?:import|export)\s[^'"`;]*?from\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

interface Source {
  readonly path: string;
  readonly room: string;
  readonly file: string;
  readonly isTest: boolean;
  readonly text: string;
  readonly imports: readonly string[];
}

const all: Source[] = [...sources(root)].map((path) => {
  const rel = relative(root, path);
  const [room = '', ...rest] = rel.includes('/') ? rel.split('/') : ['', rel];
  const text = readFileSync(path, 'utf8');
  const imports = [...text.matchAll(importLine)].map((m) => m[1] ?? m[2] ?? m[3] ?? '');
  return {
    path: rel,
    room,
    file: rest.join('/').replace(/\.tsx?$/, ''),
    isTest: /\.test\.tsx?$/.test(rel),
    text,
    imports,
  };
});

const roomOf = (name: string) => {
  for (const floor of floors) if (Object.hasOwn(floor.rooms, name)) return floor.rooms[name];
  return undefined;
};

function isShell(s: Source): boolean {
  if (s.isTest || s.room === 'io' || s.room === '') return true;
  const first = s.file.split('/')[0] ?? '';
  const extra = roomOf(s.room)?.shell ?? [];
  return extra.includes('*') || (shellFiles as readonly string[]).includes(first) || extra.includes(first);
}

test('every folder under src is a room on the map', () => {
  for (const s of all)
    if (s.room !== '') assert.ok(floorOf(s.room) !== undefined, `${s.path}: ${s.room} is not on the map`);
});

test('every room on the map that is not for a later issue has a door', () => {
  for (const floor of floors)
    for (const [name, room] of Object.entries(floor.rooms)) {
      if (isPlanned(room) || name === 'io' || name === 'demo' || name === 'simulator') continue;
      assert.ok(
        all.some((s) => s.room === name && s.file === 'index'),
        `${name} has no index.ts`,
      );
    }
});

test('rooms import only rooms on lower floors, through their doors', () => {
  const wrong: string[] = [];
  for (const s of all) {
    if (s.room === '') continue;
    const mine = floorOf(s.room) ?? 0;
    for (const to of s.imports) {
      if (to.startsWith('#')) {
        const [name = '', file] = to.slice(1).split('/');
        const theirs = floorOf(name);
        if (theirs === undefined) wrong.push(`${s.path}: ${to} is not on the map`);
        else if (name !== s.room && theirs >= mine && !s.isTest)
          wrong.push(`${s.path} may not use ${to}: it is not on a lower floor`);
        if (file && name !== 'io' && (deskOnlyFiles as readonly string[]).includes(file) && !s.isTest) {
          if (!['desk', 'demo', 'simulator'].includes(s.room))
            wrong.push(`${s.path} may not use ${to}: only the desk may`);
        }
      } else if (to.startsWith('.')) {
        const target = relative(root, join(root, s.path, '..', to));
        const other = target.split('/')[0] ?? '';
        if (target.startsWith('..')) wrong.push(`${s.path} reaches outside src: ${to}`);
        else if (other !== s.room && !s.isTest && !s.path.startsWith('demo/'))
          wrong.push(`${s.path} goes round the door of ${other}: ${to}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

test('pure files open no door: no node modules, no io, no store, no clock, no dice, no environment', () => {
  const wrong: string[] = [];
  const forbidden =
    /\bDate\.now\(|\bnew Date\(\)|\bTemporal\.Now\b|\bMath\.random\(|\bprocess\.|\brandomUUID\b|\bfetch\(/;
  for (const s of all) {
    if (isShell(s)) continue;
    for (const to of s.imports) {
      if (to.startsWith('node:')) wrong.push(`${s.path} is pure and may not use ${to}`);
      else if (to.startsWith('#io')) wrong.push(`${s.path} is pure and may not use ${to}`);
      else if (/^#[a-z]+\/(store|work|api|cli|pages)$/.test(to)) wrong.push(`${s.path} is pure and may not use ${to}`);
      else if (to.startsWith('.')) {
        const base = to.replace(/^.*\//, '').replace(/\.tsx?$/, '');
        if ((shellFiles as readonly string[]).includes(base)) wrong.push(`${s.path} is pure and may not use ${to}`);
      } else if (!to.startsWith('#')) {
        const name = to.startsWith('@') ? to.split('/').slice(0, 2).join('/') : (to.split('/')[0] ?? '');
        if (!(purePackages as readonly string[]).includes(name))
          wrong.push(`${s.path} is pure; ${name} is not on purePackages`);
      }
    }
    const hit = forbidden.exec(s.text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''));
    if (hit) wrong.push(`${s.path} is pure and may not say ${hit[0]}`);
  }
  assert.deepEqual(wrong, []);
});

test('words kept out of code stay out of file names', () => {
  const out =
    /(^|[-/])(notification|ticket|incident|event|user|client|manager|util|utils|common|misc|helpers?)s?(\.|-|$)/;
  assert.deepEqual(
    all.filter((s) => out.test(s.path)).map((s) => s.path),
    [],
  );
});

test('a file opens by saying what it is for', () => {
  const silent = all.filter((s) => !s.isTest && !/^(#!.*\n)?\/(\*|\/)/.test(s.text)).map((s) => s.path);
  assert.deepEqual(silent, []);
});
