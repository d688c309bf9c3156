import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Refused } from '#kernel';
import { makeState, readConfig, variables } from './config.ts';

const right = { BEZEM_STATE: '/var/lib/example', HOME: '/home/example' };

/** The sentence with which this environment is refused. */
function said(env: Readonly<Record<string, string>>): string {
  try {
    readConfig({ ...right, ...env });
  } catch (cause) {
    assert.ok(cause instanceof Refused, String(cause));
    assert.equal(cause.refusal.code, 'config.invalid');
    return cause.refusal.detail ?? '';
  }
  return assert.fail(`taken: ${JSON.stringify(env)}`);
}

/** Values that cannot be right, and what the refusal must tell of how it should be. */
const wrong: readonly (readonly [keyof typeof variables, readonly string[], RegExp])[] = [
  ['BEZEM_STATE', ['state', './state', '~/state'], /absolute path/],
  ['DATABASE_URL', ['mysql://host/db', 'localhost', '/var/run/postgresql'], /postgres:\/\//],
  ['BEZEM_PORT', ['eighty', '-1', '65536', '80.5', '8080 ', '0x50'], /0 to 65535/],
  ['BEZEM_SMTP_PORT', ['smtp', '-1', '99999', 'OFF'], /0 to 65535/],
  ['BEZEM_SMTP_PROTOCOL', ['esmtp', 'SMTP'], /smtp or lmtp/],
  ['BEZEM_SMTP_MAX_BYTES', ['50MB', '9999', '1e9.5', '-1', 'NaN'], /whole number of bytes, 10000 or more/],
  ['BEZEM_PUBLIC_URL', ['abuse.example.org', 'ftp://abuse.example.org', 'https://'], /https:\/\/abuse\.example\.org/],
  [
    'BEZEM_MAIL_URL',
    ['on', 'mail.example.org', 'file:relative', 'http://mail.example.org'],
    /smtp:\/\/.*file:\/FOLDER.*off/,
  ],
  ['BEZEM_MAIL_FROM', ['abuse', '@example.org', 'Abuse <abuse@example.org>', 'a@b c'], /mail address/],
  ['BEZEM_WATCH_FOLDER', ['in', './in', 'OFF'], /absolute path or off/],
  ['BEZEM_PRIVATE_HOSTS', ['http://mail.internal', 'mail internal', 'a.example,b/c'], /host name or address/],
  ['BEZEM_MEASURE_PATHS', ['nft', './x', '/', '/a/../b'], /absolute path/],
  ['BEZEM_LOG', ['verbose', 'WARN', '3'], /silent, error, warn, info or debug/],
  ['BEZEM_LANG', ['de', 'NL', 'nl_NL'], /nl or en/],
];

test('a value that cannot be right is refused with the name of its variable and what it should be', () => {
  for (const [name, values, should] of wrong)
    for (const value of values) {
      const text = said({ [name]: value });
      assert.ok(text.startsWith(name), `${name}=${value}: ${text}`);
      assert.match(text, should);
    }
});

test('every variable that can be wrong is in this test; the others are taken as they are', () => {
  const free = ['BEZEM_MASTER_KEY_FILE', 'BEZEM_HOST', 'BEZEM_SMTP_HOST', 'BEZEM_MEMBER'];

  assert.deepEqual([...wrong.map(([name]) => name), ...free].sort(), Object.keys(variables).sort());
});

test('a variable that begins with BEZEM_ and is none of ours is refused: a slip of the pen starts nothing', () => {
  assert.match(said({ BEZEM_PROT: '80' }), /^BEZEM_PROT is not a variable of Bezem/);
  assert.match(said({ BEZEM_: '' }), /^BEZEM_ is not/);
});

test('nothing set, or set to nothing, is the default', () => {
  const empty = Object.fromEntries(Object.keys(variables).map((name) => [name, '']));

  const config = readConfig({ ...empty, BEZEM_STATE: '/s' });

  assert.deepEqual(config, readConfig({ BEZEM_STATE: '/s', HOME: '/home/example' }));
  assert.equal(config.port, 8080);
  assert.deepEqual(config.smtp, { host: '127.0.0.1', port: 2525, protocol: 'smtp', maxBytes: 52_428_800 });
  assert.equal(config.host, '127.0.0.1', 'nobody else hears it before somebody says so');
  assert.deepEqual(config.mail, { kind: 'off' });
  assert.equal(config.masterKeyFile, '/s/master.key');
});

test('right values are taken', () => {
  const config = readConfig({
    ...right,
    BEZEM_PORT: '0',
    BEZEM_SMTP_PORT: 'off',
    BEZEM_PUBLIC_URL: 'https://abuse.example.org/',
    BEZEM_MAIL_URL: 'smtp://user:secret@mail.example.org:587',
    DATABASE_URL: 'postgresql:///bezem?host=/run/postgresql',
  });

  assert.equal(config.port, 0);
  assert.equal(config.smtp, undefined);
  assert.equal(config.publicUrl, 'https://abuse.example.org');
  assert.deepEqual(config.mail, { kind: 'smtp', url: 'smtp://user:secret@mail.example.org:587' });
});

test('a refusal never repeats what may be a password', () => {
  assert.doesNotMatch(said({ DATABASE_URL: 'mysql://user:hunter2@host' }), /hunter2/);
  assert.doesNotMatch(said({ BEZEM_MAIL_URL: 'imap://user:hunter2@host' }), /hunter2/);
});

test('a state folder that cannot be made is named, with what the system says', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bezem-config-'));
  writeFileSync(join(folder, 'file'), '');

  const state = join(folder, 'file', 'state');
  assert.throws(
    () => makeState(readConfig({ BEZEM_STATE: state })),
    (cause: unknown) =>
      cause instanceof Refused && cause.message.includes(`BEZEM_STATE is "${state}"`) && /ENOTDIR/.test(cause.message),
  );

  rmSync(folder, { recursive: true });
});
