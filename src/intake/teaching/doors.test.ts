/** The doors of teaching: routes and commands, over the real store and reading processes. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { routes } from '#intake/api';
import { readCommand } from '#intake/cli';
import { templateCommands } from '#intake/teaching';
import type { Command, Output } from '#io/command';
import { newApi } from '#io/http';
import { testWorld } from '#io/testing';
import { type Actor, type Id, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { addMember, addOrganisation } from '#organisations/work';
import { addNetwork } from '#resources/work';
import { intakeHands } from '../../plan.ts';
import { openReaders } from '../readers.ts';
import type { TeachText, TemplateRow, Trial } from '../teach.ts';
import { readMessage, receive } from '../work.ts';

const world = await testWorld('teaching doors');
const law = await loadLaw();
const readers = openReaders({ size: 1, kinds: law.kinds.values() });
const hands = intakeHands(readers);
const folder = mkdtempSync(join(tmpdir(), 'bezem-teaching-'));
after(async () => {
  await readers.close();
  rmSync(folder, { recursive: true, force: true });
});
/** A provider with 192.0.2.0/24, and somebody who handles its messages. */
async function setStage(slug: string): Promise<{ org: Id<'org'>; handler: Actor }> {
  const by = { kind: 'engine' } as const;
  const { id: org } = await addOrganisation(world, { slug, name: slug, kind: 'provider' });
  const { id, name } = await addMember(world, org, by, { email: `h@${slug}.example`, name: 'Hanna', role: 'handler' });
  await addNetwork(world, org, by, { network: '192.0.2.0/24', name: null, from: '2025-01-01T00:00:00Z', until: null });
  return { org, handler: { kind: 'member', id, role: 'handler', name } };
}

const { org, handler } = await setStage('teaching-doors');
const reader: Actor = { ...(handler as Extract<Actor, { kind: 'member' }>), role: 'reader' };
const mail = (n: number) =>
  `From: robot@watch.example\nTo: abuse@hoster.example\nSubject: Bulletin\nMessage-ID: <${n}@watch.example>\n\nGood day,\n\nMachine seen: 192.0.2.${8 + n}\nMoment: 2026-11-21 09:0${n}:00 UTC\n\nGreetings\n`;
async function arrive(n: number) {
  const { id } = await receive(world, org, {
    channel: 'smtp',
    bytes: Buffer.from(mail(n)),
    name: 'mail.eml',
    by: handler,
  });
  await readMessage(world, hands, org, id);
  return id;
}
const first = await arrive(1);

let actor: Actor = handler;
const api = newApi();
api.use(async (c, next) => {
  c.set('world', world);
  c.set('organisation', org);
  c.set('actor', actor);
  await next();
});
api.onError((e, c) =>
  c.json(
    { code: e instanceof Refused ? e.refusal.code : 'fault', detail: e.message },
    e instanceof Refused ? 422 : 500,
  ),
);
api.route('/', routes(hands));
async function ask<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T & { code?: string }> {
  const answer = await api.request(path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return (await answer.json()) as T & { code?: string };
}

const said: { out: string[]; err: string[] } = { out: [], err: [] };
const output: Output = {
  language: 'en',
  colour: false,
  out: (l) => said.out.push(l),
  err: (l) => said.err.push(l),
  progress: () => {},
};
// One pool for all commands: what each closes at its end stays open for the next.
const commands = templateCommands(async () => ({ ...hands, readers: { ...readers, close: async () => {} } }));
async function run(name: string, args: string[]): Promise<{ code: number; out: string; err: string }> {
  said.out = [];
  said.err = [];
  const command = commands.find((c) => c.name === name) as Command;
  const code = await command.run(args, output, async () => ({ world, config: {} as never, organisation: org, actor }));
  return { code, out: said.out.join('\n'), err: said.err.join('\n') };
}

async function asked() {
  const seen = await ask<TeachText>('GET', `/v1/messages/${first}/teach`);
  return {
    marks: seen.found.filter((f) => f.sure).map(({ field, from, until }) => ({ field, from, until })),
    about: { name: 'watch', title: 'Watch', kind: 'attack.scan' },
  };
}

test('over HTTP: opened, tried, kept as a draft, activated, exported and withdrawn', async () => {
  const body = await asked();
  const trial = await ask<Trial>('POST', `/v1/messages/${first}/teach/try`, body);
  assert.deepEqual(
    trial.tried.map((t) => t.would.reads),
    [true],
  );
  assert.deepEqual((await ask<{ items: TemplateRow[] }>('GET', '/v1/templates')).items, []);

  const draft = await ask<TemplateRow>('POST', `/v1/messages/${first}/teach`, body);
  assert.deepEqual([draft.state, draft.version, draft.made_from], ['draft', 1, first]);
  const active = await ask<TemplateRow>('POST', `/v1/templates/${draft.id}/activate`, {});
  assert.equal(active.state, 'active');
  assert.equal((await ask('POST', `/v1/templates/${draft.id}/activate`, {})).code, 'template.wrong-state');
  const file = await ask<{ format: string; sha256: string }>('GET', `/v1/templates/${draft.id}/file`);
  assert.equal(file.format, 'bezem-template/1');
  const again = await ask<Trial>('POST', '/v1/templates/try', { text: JSON.stringify(file) });
  assert.equal(again.tried[0]?.would.reads, true);
  const second = await ask<TemplateRow>('POST', '/v1/templates', { text: JSON.stringify(file) });
  assert.deepEqual([second.version, second.state, second.replaces], [2, 'draft', draft.id]);
  assert.equal((await ask<TemplateRow>('POST', `/v1/templates/${draft.id}/retire`, {})).state, 'retired');
});

test('over HTTP: marks that teach nothing, changed files and readers are refused', async () => {
  const body = await asked();
  const reference = { ...body, marks: [{ field: 'seenAt', from: 0, until: 7 }] };
  assert.equal((await ask('POST', `/v1/messages/${first}/teach`, reference)).code, 'template.not-enough');
  const trial = await ask<Trial>('POST', `/v1/messages/${first}/teach/try`, reference);
  assert.deepEqual(
    [trial.template, trial.problems.map((p) => p.code)],
    [null, ['mark.unreadable', 'marks.no-resource']],
  );
  assert.equal((await ask('POST', '/v1/templates', { text: '{}' })).code, 'template.file-refused');
  actor = reader;
  try {
    assert.equal((await ask('GET', `/v1/messages/${first}/teach`)).code, 'request.not-allowed');
    assert.equal((await ask('POST', '/v1/templates', { text: '{}' })).code, 'request.not-allowed');
    assert.equal((await ask<{ items: TemplateRow[] }>('GET', '/v1/templates')).items.length, 2);
  } finally {
    actor = handler;
  }
});

test('on the command line: taught by naming values, tried, listed, exported, added, withdrawn; and read without a database', async () => {
  const values = ['ip=192.0.2.9', 'seenAt=2026-11-21 09:01:00 UTC'];
  const trial = await run('template teach', [first, ...values, '--name', 'shell', '--kind', 'attack.scan']);
  assert.equal(trial.code, 0);
  assert.match(trial.out, /^✓ msg_/);
  assert.match(trial.err, /1 of 1 messages read; nothing written/);

  const kept = await run('template teach', [
    first,
    ...values,
    '--name',
    'shell',
    '--kind',
    'attack.scan',
    '--activate',
    '--json',
  ]);
  assert.equal((JSON.parse(kept.out) as TemplateRow).state, 'active');
  const file = join(folder, 'shell.json');
  assert.equal((await run('template export', ['shell', '--out', file])).code, 0);
  assert.doesNotMatch(readFileSync(file, 'utf8'), /192\.0\.2/);
  assert.equal((await run('template try', [file])).code, 0);
  assert.match((await run('template list', [])).out, /shell +v1 +active/);
  assert.match((await run('template show', ['shell'])).out, /Machine seen/);
  assert.match((await run('template add', [file])).out, /v2 +draft/);
  assert.match((await run('template activate', ['shell'])).out, /v2 +active/);
  assert.match((await run('template retire', ['shell'])).out, /retired/);
  assert.equal((await run('template teach', [first, 'ip=192.0.2.9', '--name', 'x'])).code, 2);
  await assert.rejects(
    run('template teach', [first, 'ip=203.0.113.9', '--name', 'x', '--kind', 'attack.scan']),
    /does not stand in the message/,
  );

  const eml = join(folder, 'next.eml');
  writeFileSync(eml, mail(5));
  said.out = [];
  const code = await readCommand.run([eml, '--template', file, '--json'], output, async () =>
    assert.fail('no database'),
  );
  assert.equal(code, 0);
  const line = JSON.parse(said.out[0] ?? '') as {
    format: string;
    format_version: number;
    findings: { ip: string; seen_at: string }[];
  };
  assert.deepEqual(
    [line.format, line.format_version, line.findings.map((f) => `${f.ip} ${f.seen_at}`)],
    ['taught:shell', 1, ['192.0.2.13 2026-11-21T09:05:00Z']],
  );
});
