/** The command line as people get it wrong: a sentence that says what is wrong, on standard error, and the exit code that is documented. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readMessage, receive } from '#intake/work';
import { testMasterKey, testWorld } from '#io/testing';
import { addMember, endMember } from '#organisations/work';
import { intakeHands } from '../src/plan.ts';
import { inProcessReaders } from '../src/simulator/readers.ts';
import { setStage, xarf } from './provider.ts';

const main = join(import.meta.dirname, '..', 'src', 'main.ts');
const world = await testWorld('command line');
const stage = await setStage(world, 'command-line');
await addMember(
  world,
  stage.org,
  { kind: 'engine' },
  { email: 'reader@command-line.example', name: 'Reader', role: 'reader' },
);
const gone = await addMember(
  world,
  stage.org,
  { kind: 'engine' },
  { email: 'gone@command-line.example', name: 'Gone', role: 'admin' },
);
await endMember(world, stage.org, { kind: 'engine' }, gone.id);
const readers = await inProcessReaders();
const report = await receive(world, stage.org, {
  channel: 'file',
  bytes: xarf(
    { category: 'content', type: 'phishing', source_identifier: '192.0.2.9', url: 'http://192.0.2.9/x/' },
    world.dice,
  ),
  name: 'report.json',
  by: stage.handler,
});
await readMessage(world, intakeHands(readers), stage.org, report.id);
const theCase = 'BZ-26-000001';
const folder = mkdtempSync(join(tmpdir(), 'bezem-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const keyFile = join(folder, 'master.key');
writeFileSync(keyFile, `${testMasterKey}\n`, { mode: 0o600 });

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
function bezem(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return new Promise((done) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: folder,
        BEZEM_STATE: join(folder, 'state'),
        DATABASE_URL: world.url,
        BEZEM_MASTER_KEY_FILE: keyFile,
        BEZEM_MEMBER: 'anouk@command-line.example',
        BEZEM_LOG: 'silent',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (d) => {
      out += d;
    });
    child.stderr.on('data', (d) => {
      err += d;
    });
    child.on('close', (code) => done({ code, out, err }));
  });
}

/** Those calls, two at a time: each is a process of its own. */
async function all(calls: readonly (() => Promise<void>)[]): Promise<void> {
  for (let i = 0; i < calls.length; i += 2) await Promise.all(calls.slice(i, i + 2).map((call) => call()));
}

/** Runs it and looks that nothing is on standard output, the sentence is short and no stack is shown. */
async function refused(
  args: readonly string[],
  code: number,
  says: RegExp,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const ran = await bezem(args, env);
  const about = `bezem ${args.join(' ')}: exit ${ran.code}\n${ran.out}${ran.err}`;
  assert.equal(ran.code, code, about);
  assert.match(ran.err, says, about);
  assert.equal(ran.out, '', about);
  assert.doesNotMatch(ran.err, /\n\s+at |node:internal|TypeError/, about);
}

const reader = ['--as', 'reader@command-line.example'];

test('a command or a flag that does not exist is wrong use (2), in the language asked for', () =>
  all([
    () => refused(['swep'], 2, /there is no command "swep"/),
    () => refused(['swep', '--lang', 'nl'], 2, /er is geen opdracht "swep"/),
    ...[
      ['ingest', '--fast', 'x'],
      ['deadlines', '--limit', 'many'],
      ['attribute'],
      ['case', 'show'],
      ['key', 'add'],
      ['serve', 'now'],
      ['bench', 'nothing'],
      ['demo', '--port', 'x'],
      ['restore'],
      ['doctor', '--nosuch'],
    ].map((args) => () => refused(args, 2, /./)),
  ]));

test('a file that is not there, a folder that cannot be read and a file that is none are said by name', async () => {
  mkdirSync(join(folder, 'shut'));
  writeFileSync(join(folder, 'shut', 'x.eml'), 'x');
  writeFileSync(join(folder, 'half.csv'), 'reference,name\n"K-1,half\n');

  await all([
    () => refused(['read', join(folder, 'missing.eml')], 1, /missing\.eml/),
    () => refused(['ingest', join(folder, 'missing.eml')], 1, /missing\.eml/),
    () => refused(['parties', 'import', join(folder, 'missing.csv')], 1, /missing\.csv/),
    () => refused(['parties', 'import', join(folder, 'half.csv'), '--yes'], 2, /line 2.*import\.unreadable/s),
    () => refused(['restore', join(folder, 'missing.bzb'), '--yes'], 1, /missing\.bzb/),
  ]);
  if (process.getuid?.() === 0) return; // root may read any folder
  chmodSync(join(folder, 'shut'), 0o000);
  await refused(['ingest', join(folder, 'shut')], 1, /shut/);
  chmodSync(join(folder, 'shut'), 0o755);
});

test('who is no member may do nothing (4), and a member no more than its role', () =>
  all([
    () => refused(['inbox'], 4, /--as or BEZEM_MEMBER.*\[member\.needed\]/s, { BEZEM_MEMBER: '' }),
    () => refused(['inbox', '--as', 'stranger@example.org'], 4, /stranger@example\.org.*member\.needed/s),
    () => refused(['inbox', '--as', 'gone@command-line.example'], 4, /member\.needed/),
    () => refused(['inbox', '--org', 'no-such'], 1, /no-such/),
    ...[
      ['case', 'claim', theCase],
      ['case', 'note', theCase, '--reason', 'x'],
      ['case', 'notify', theCase, '--dry-run'],
      ['ingest', folder],
      ['key', 'add', 'x', '--scope', 'reader'],
      ['erase', 'party', 'K-1', '--rule', 'gdpr-17', '--yes'],
    ].map((args) => () => refused([...args, ...reader], 4, /request\.not-allowed/)),
  ]));

test('what does not exist is said so (1), and words that are none of those known are wrong use (2)', () =>
  all([
    ...[
      ['case', 'show', 'BZ-26-999999'],
      ['letter', 'show', 'let_x'],
      ['party', 'show', 'K-999'],
      ['import', 'undo', 'imp_x'],
      ['case', 'note', 'nothing', '--reason', 'x'],
    ].map((args) => () => refused(args, 1, /request\.not-found/)),
    () => refused(['case', 'resolve', theCase, '--outcome', 'nonsense'], 2, /outcome/),
    () => refused(['case', 'band', theCase, '--band', 'high', '--reason', 'x'], 2, /band/),
    () => refused(['attribute', '192.0.2.9', '--at', 'yesterday'], 2, /at/),
    () => refused(['attribute', '999.1.1.1', '--at', '2026-11-22T10:00:00Z'], 2, /999\.1\.1\.1/),
  ]));

test('a database that is not there is a failure (1) that says where it looked', () =>
  refused(['inbox'], 1, /ECONNREFUSED/, { DATABASE_URL: 'postgres://x@127.0.0.1:1/none' }));

test('serve with a wrong value does not start and names the variable (2)', async () => {
  writeFileSync(join(folder, 'file'), 'no folder');

  await all([
    () =>
      refused(['serve'], 2, /BEZEM_PORT is "eighty"; it should be a port number.*\[config\.invalid\]/s, {
        BEZEM_PORT: 'eighty',
      }),
    () => refused(['serve'], 2, /BEZEM_PROT is not a variable/, { BEZEM_PROT: '80' }),
    () =>
      refused(['serve'], 2, /BEZEM_STATE is ".*\/file\/state", which cannot be written/s, {
        BEZEM_STATE: join(folder, 'file', 'state'),
      }),
  ]);
});

/** Runs it with `--json` and answers what it said. */
async function told(args: readonly string[], code = 0): Promise<Record<string, unknown>> {
  const ran = await bezem([...args, '--json']);
  assert.equal(ran.code, code, `bezem ${args.join(' ')}: ${ran.err}`);
  return JSON.parse(ran.out) as Record<string, unknown>;
}

test('the manual queue is worked from the command line: list, show, write down, read again, close', async () => {
  const put = async (text: string) => {
    const received = await receive(world, stage.org, {
      channel: 'file',
      bytes: new TextEncoder().encode(`From: jan@thuis.example\nSubject: hm\n\n${text}\n`),
      name: 'hm.eml',
      by: stage.handler,
    });
    await readMessage(world, intakeHands(readers), stage.org, received.id);
    return received.id;
  };
  const first = await put('Kijk eens \u001b[2J op http://rare.example/x.');
  const second = await put('Wat kost een server?');
  const third = await put('Hier nog iets.');

  const list = await told(['message', 'list'], 3);
  assert.deepEqual(
    (list['items'] as { id: string }[]).map((m) => m.id).sort(),
    [first, second, third].sort(),
    'the queue holds the three',
  );

  const shown = await bezem(['message', 'show', first]);
  assert.equal(shown.code, 0, shown.err);
  assert.match(shown.out, /hxxp:\/\/rare\[\.\]example/);
  assert.ok(!shown.out.includes('\u001b'), 'nothing steers the terminal');

  const written = await told([
    ...['message', 'add-finding', first, '--kind', 'fraud.phishing', '--seen-at', '2026-11-22T08:00:00Z'],
    ...['--url', 'http://rare.example/x', '--ip', '192.0.2.9'],
  ]);
  assert.deepEqual([written['state'], written['ended'], written['finding_count']], ['done', 'findings', 1]);

  assert.equal((await told(['message', 'not-abuse', second, '--reason', 'a question']))['ended'], 'not_abuse');
  assert.equal((await told(['message', 'mark-csam', third, '--reason', 'marked']))['state'], 'done');
  assert.equal((await told(['message', 'read-again', first, '--hint', 'free_text']))['state'], 'kept');

  await all([
    () => refused(['message', 'not-abuse', second], 2, /--reason is needed/),
    () => refused(['message', 'not-abuse', second, '--reason', 'x'], 1, /message\.not-manual/),
    () => refused(['message', 'show', 'msg_nothing'], 1, /request\.not-found/),
    () => refused(['message', 'list', '--state', 'lost'], 2, /--state is one of/),
    () => refused(['message', 'show', second, ...reader], 4, /request\.not-allowed/),
    () =>
      refused(
        ['message', 'add-finding', first, '--kind', 'nonsense', '--seen-at', 'x', '--port', '1e9'],
        2,
        /request\.invalid/,
      ),
  ]);
});

test('an official schema is checked, loaded, listed and taken away', async () => {
  const file = join(folder, 'schema.json');
  writeFileSync(file, JSON.stringify({ scan_newthing: { fields: ['timestamp', 'severity', 'ip', 'gadget'] } }));
  writeFileSync(join(folder, 'wrong.json'), '{"colours": ["red"]}');
  writeFileSync(join(folder, 'broken.json'), '{"scan');

  assert.deepEqual(await told(['facts', 'load', 'shadowserver', file, '--check']), {
    format: 'shadowserver',
    entries: 1,
  });
  assert.deepEqual((await told(['facts']))['items'], []);
  await told(['facts', 'load', 'shadowserver', file]);
  const [loaded] = (await told(['facts']))['items'] as { format: string; entries: number }[];
  assert.deepEqual([loaded?.format, loaded?.entries], ['shadowserver', 1]);
  await told(['facts', 'drop', 'shadowserver']);

  await all([
    () => refused(['facts', 'load', 'shadowserver', join(folder, 'wrong.json')], 2, /format\.facts-unreadable/),
    () => refused(['facts', 'load', 'shadowserver', join(folder, 'broken.json')], 2, /format\.facts-unreadable/),
    () => refused(['facts', 'load', 'arf', file], 2, /only shadowserver.*format\.takes-no-facts/s),
    () => refused(['facts', 'load', 'shadowserver', file, ...reader], 4, /request\.not-allowed/),
    () => refused(['facts', 'drop', 'shadowserver'], 1, /request\.not-found/),
    () =>
      refused(['read', file, '--facts', `shadowserver=${join(folder, 'wrong.json')}`], 2, /format\.facts-unreadable/),
  ]);
});

test('imports and waiting letters are seen and let go from the command line', async () => {
  const parties = join(folder, 'more.csv');
  writeFileSync(parties, 'reference,kind,name,abuse\nQ-1,legal,Kwast BV,abuse@kwast.example\n');
  await told(['parties', 'import', parties, '--yes']);
  const [last] = (await told(['import', 'list', '--limit', '1']))['items'] as { kind: string; undone_at: unknown }[];
  assert.deepEqual([last?.kind, last?.undone_at], ['parties', null]);

  await told(['case', 'notify', theCase]);
  const [letter] = (await told(['letters', '--state', 'waiting']))['items'] as { id: string }[];
  assert.ok(letter);
  assert.equal((await told(['letter', 'send', letter.id]))['state'], 'queued');
  await refused(['letter', 'send', letter.id, ...reader], 4, /request\.not-allowed/);
});
