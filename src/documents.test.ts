/** The documents tell the truth: what is printed is what the code says, and what is named exists. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import pg from 'pg';
import { variables } from '#io/config';
import { migrate, prepareForeign } from '#io/migrate';
import { startEmbedded } from '#io/postgres';
import { commandsText, generateDocuments, withBlock } from './desk/documents.ts';
import { floors } from './map.ts';
import { allCommands } from './plan.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const commands = allCommands();
const names = new Set(commands.map((c) => c.name));

const pages = [
  ...readdirSync(root).filter((f) => f.endsWith('.md')),
  ...(readdirSync(join(root, 'docs'), { recursive: true }) as string[])
    .filter((f) => f.endsWith('.md'))
    .map((f) => join('docs', f)),
].sort();

/** Files below a folder of the project, with their paths; nothing where the folder is not there. */
function filesUnder(folder: string, ending: RegExp): string[] {
  if (!existsSync(join(root, folder))) return [];
  return (readdirSync(join(root, folder), { recursive: true }) as string[])
    .filter((f) => ending.test(f) && !f.includes('node_modules'))
    .map((f) => join(folder, f));
}

/** The cells of every table row on a page. */
function rowsOf(page: string): string[][] {
  return page
    .split('\n')
    .filter((l) => l.startsWith('| ') && !l.startsWith('| ---'))
    .map((l) =>
      l
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((c) => c.trim()),
    );
}
const quoted = (cell: string | undefined) => [...(cell ?? '').matchAll(/`([^`]+)`/g)].map((m) => m[1] ?? '');

/** Whether words begin a command: `case` does not, `case show ID` does. */
function isCommand(words: string): boolean {
  const [first = '', second] = words.split(/\s+/);
  return names.has(`${first} ${second}`) || names.has(first);
}

test('printed documents say what the code says', async () => {
  const drifted = await generateDocuments(true, { floors, commands });

  assert.deepEqual(drifted, [], 'run: ./bezem generate');
});

test('a page without the place to print in is refused, and printing twice changes nothing', () => {
  const page = 'a\n<!-- x -->\nold\n<!-- end x -->\nb\n';

  const once = withBlock(page, 'x', 'new');

  assert.equal(once, 'a\n<!-- x -->\nnew\n<!-- end x -->\nb\n');
  assert.equal(withBlock(once, 'x', 'new'), once);
  assert.equal(withBlock(once, 'x', ''), 'a\n<!-- x -->\n<!-- end x -->\nb\n');
  assert.throws(() => withBlock(page, 'y', 'new'), /<!-- y -->/);
});

test('a bar in the usage of a command does not break its table', () => {
  const text = commandsText([{ name: 'x', usage: 'x a|b', summary: { nl: 'doet', en: 'does' }, needs: 'nothing' }]);

  assert.match(text, /\| `x a\\\|b` \| does \| doet \| nothing \|/);
});

test('the table of duties has every mechanism of the papers once, in order', () => {
  const numbers = rowsOf(read('docs/seeds.md'))
    .map((cells) => cells[0] ?? '')
    .filter((c) => /^M\d+$/.test(c));

  assert.deepEqual(
    numbers,
    Array.from({ length: 26 }, (_, i) => `M${i + 1}`),
  );
});

test('every command, screen and test in the table of duties exists, and what is not yet does not', () => {
  const screens = new Set<string>();
  for (const file of [...filesUnder('web', /\.tsx?$/), ...filesUnder('src', /\/pages\.ts$/)])
    for (const found of read(file).matchAll(/(?:path:|\.(?:get|post)\()\s*['"`](\/[^'"`]*)['"`]/g))
      screens.add(found[1] ?? '');
  const wrong: string[] = [];

  for (const cells of rowsOf(read('docs/seeds.md'))) {
    const [what = '', does, screen, tests, notYet] = /^M\d+$/.test(cells[0] ?? '') ? cells.slice(1) : cells;
    if (does === 'Command') continue;
    for (const c of quoted(does)) if (!isCommand(c)) wrong.push(`${what}: there is no command ${c}`);
    for (const s of quoted(screen)) if (!screens.has(s)) wrong.push(`${what}: there is no screen ${s}`);
    for (const t of quoted(tests))
      if (!/\.test\.ts$/.test(t) || !existsSync(join(root, t))) wrong.push(`${what}: there is no test ${t}`);
    for (const c of quoted(notYet))
      if (names.has(c) || [...names].some((n) => n.startsWith(`${c} `))) wrong.push(`${what}: ${c} is there by now`);
    if (!does && !tests && !notYet) wrong.push(`${what}: the row says nothing`);
  }

  assert.deepEqual(wrong, []);
});

test('every command a document tells one to run exists', () => {
  const builtIn = new Set(['help', 'test', 'check', 'generate']);
  const wrong: string[] = [];

  for (const page of pages) {
    // Prose in code marks, and blocks of shell; not text that merely says the word, nor a format's first line with its number.
    const text = read(page);
    for (const found of text.matchAll(
      /(?:\.\/bezem|\/opt\/bezem\/bezem|^bezem|`bezem) ([a-z][a-z-]*(?: [a-z][a-z-]*)?)\b(?! \d)/gm,
    )) {
      const said = found[1] ?? '';
      if (!isCommand(said) && !builtIn.has(said.split(' ')[0] ?? '')) wrong.push(`${page}: bezem ${said}`);
    }
  }

  assert.deepEqual(wrong, []);
});

test('the commands main itself brings are the ones documents count on', () => {
  const main = read('src/main.ts');

  for (const name of ['help', 'test', 'check', 'generate']) assert.ok(main.includes(`'${name}'`), name);
});

test('every variable a document names is on the list', () => {
  const inner = new Set(['BEZEM_WRITE_SAMPLES']);
  const wrong: string[] = [];

  for (const page of pages)
    for (const found of read(page).matchAll(/\bBEZEM_[A-Z][A-Z_]*[A-Z]\b/g))
      if (!Object.hasOwn(variables, found[0]) && !inner.has(found[0])) wrong.push(`${page}: ${found[0]}`);

  assert.deepEqual(wrong, []);
});

/** The name a heading can be linked by. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .trim()
    .replaceAll(' ', '-');

test('every link and every file a document points at exists', () => {
  const wrong: string[] = [];

  for (const page of pages) {
    const text = read(page);
    for (const found of text.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)) {
      const target = found[1] ? join(dirname(page), found[1]) : page;
      if (!existsSync(join(root, target))) wrong.push(`${page}: ${found[1]}`);
      else if (found[2] && target.endsWith('.md')) {
        const there = [...read(target).matchAll(/^#+ (.+)$/gm)].map((m) => anchor(m[1] ?? ''));
        if (!there.includes(found[2])) wrong.push(`${page}: ${target}#${found[2]}`);
      }
    }
    for (const path of quoted(text))
      if (
        /^(?:src|web|docs|db|stories|bench)\/[\w./-]*$/.test(path) &&
        !/NAME/.test(path) &&
        !existsSync(join(root, path))
      )
        wrong.push(`${page}: ${path}`);
  }

  assert.deepEqual(wrong, []);
});

test('the Dutch README is the whole README', () => {
  const en = read('README.md');
  const nl = read('README.nl.md');
  const shape = (text: string) => ({
    parts: text.match(/^## /gm)?.length,
    rows: rowsOf(text).length,
    // What is shown to run, by its first words: arguments are translated.
    commands: [...text.matchAll(/\.\/bezem ([a-z]+(?: [a-z]+)?)/g)].map((m) => m[1]),
    points: text.match(/^- /gm)?.length,
    links: [...text.matchAll(/\]\(([^)]+)\)/g)].map((m) => m[1] ?? '').filter((l) => !/^README|screens/.test(l)),
  });

  assert.deepEqual(shape(nl), shape(en));
});

test('the licence is the whole EUPL 1.2', () => {
  const text = read('LICENCE');

  assert.match(text, /^\s*EUROPEAN UNION PUBLIC LICENCE v\. 1\.2/);
  const articles = [...text.matchAll(/^(\d{1,2})\. ?[A-Z]/gm)].map((m) => Number(m[1]));
  assert.deepEqual(
    articles,
    Array.from({ length: 15 }, (_, i) => i + 1),
  );
  assert.match(text, /Appendix[\s\S]*Compatible Licences[\s\S]*require the production of a new EUPL version\./);
});

test('decisions are one page each, numbered without a gap, and say what was faced, chosen and given up', () => {
  const files = readdirSync(join(root, 'docs/decisions'))
    .filter((f) => f.endsWith('.md'))
    .sort();

  files.forEach((file, i) => {
    assert.equal(Number(file.slice(0, 4)), i + 1, file);
    const text = read(join('docs/decisions', file));
    assert.ok(text.startsWith(`# ${i + 1}. `), file);
    assert.ok(text.split('\n').length <= 80, `${file} is longer than a page`);
    assert.equal(text.match(/^## /gm)?.length, 3, `${file}: what we faced, what we chose, what we gave up`);
  });
});

test('what an administrator runs once is enough for the program to make its schema and start', {
  timeout: 120_000,
}, async () => {
  const page = read('docs/how-to/run-it.md');
  const block = /<!-- administrator -->\n```sql\n([\s\S]*?)```\n<!-- end administrator -->/.exec(page)?.[1] ?? '';
  const [onServer = '', inDatabase = ''] = block.split('\\connect bezem\n');
  const folder = mkdtempSync(join(tmpdir(), 'bezem-doc-'));
  await chmod(folder, 0o755);
  const server = await startEmbedded(folder);
  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const asAdmin = async (url: string, statements: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    // One by one: a database cannot be made inside a transaction of several statements.
    for (const s of statements.split(';\n').filter((s) => s.trim() !== '')) await client.query(s);
    await client.end();
  };

  await asAdmin(server.adminUrl, onServer);
  await asAdmin(server.adminUrl.replace('/postgres?', '/bezem?'), inDatabase);
  await prepareForeign(server.url('bezem'));
  const applied = await migrate(server.url('bezem'));

  assert.ok(applied > 0);
  assert.equal(await migrate(server.url('bezem')), 0, 'a second start changes nothing');
});
