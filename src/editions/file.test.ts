/** The file of an edition: the vectors of docs/editions.md, and every byte somebody might change on the way. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { seededDice } from '#io/dice';
import { Refused } from '#kernel';
import { amended, type EditionDocument, faultsOf } from './edition.ts';
import { recipientKeyText } from './file.ts';
import {
  checkEditionFile,
  type IssuerKey,
  issuerKeyText,
  makeFile,
  openFile,
  ownRecipientKey,
  readDocument,
  readRecipients,
} from './sealing.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/editions.md'), 'utf8');
const vector = (name: string): string =>
  new RegExp(`\`\`\`(?:text|json) ${name}\n([\\s\\S]*?)\n\`\`\``).exec(page)?.[1] ?? assert.fail(`no vector ${name}`);
const refusedAs = (code: string) => (cause: unknown) => cause instanceof Refused && cause.refusal.code === code;

const police: IssuerKey = { name: 'police.example/reseller-letter', seed: Buffer.alloc(32, 0x11) };
const secret = Buffer.alloc(32, 0x22);

test('the vectors of the page come out byte for byte, and open again', () => {
  const queue = [Buffer.alloc(32, 0x33), Buffer.alloc(12, 0x44), Buffer.alloc(32, 0x55)];
  const dice = { bytes: () => queue.shift() ?? assert.fail('more dice than the page says') };
  const document = readDocument(JSON.parse(vector('edition')));

  const made = makeFile(document, police, readRecipients(vector('recipient')), dice);

  assert.equal(made.trimEnd(), vector('file'));
  assert.equal(issuerKeyText(police), vector('issuer'));
  assert.equal(recipientKeyText(ownRecipientKey('host.example/o/host/reseller-letter', secret)), vector('recipient'));
  assert.deepEqual(openFile(vector('file'), [vector('issuer')], secret).document, document);
});

test('whoever relays a file can check it and cannot read it', () => {
  const { manifest, file } = checkEditionFile(vector('file'), [vector('issuer')]);

  assert.equal(manifest.edition, '2026');
  assert.equal(file.recipients.length, 1);
  assert.ok(!vector('file').includes('nightowl'));
  assert.throws(
    () => openFile(vector('file'), [vector('issuer')], Buffer.alloc(32, 0x23)),
    refusedAs('edition.not-for-us'),
  );
});

test('a signer nobody trusts, a file that was changed and one that is none are told apart', () => {
  const file = JSON.parse(vector('file')) as Record<string, unknown> & { manifest: string; payload: string };
  const stranger = issuerKeyText({ name: 'police.example/reseller-letter', seed: Buffer.alloc(32, 0x12) });
  const other = issuerKeyText({ name: 'other.example', seed: Buffer.alloc(32, 0x12) });
  const open = (content: unknown, key = vector('issuer')) =>
    openFile(typeof content === 'string' ? content : JSON.stringify(content), [key], secret);

  assert.throws(() => open(vector('file'), other), refusedAs('edition.issuer-unknown'));
  assert.throws(() => open(vector('file'), stranger), refusedAs('edition.forged'));
  assert.throws(() => open('not json'), refusedAs('edition.file-unreadable'));
  assert.throws(() => open({ ...file, more: 1 }), refusedAs('edition.file-unreadable'));
  assert.throws(() => open({ ...file, manifest: 'x' }), refusedAs('edition.file-unreadable'));
  assert.throws(
    () => open({ ...file, manifest: file.manifest.replace('date 2026-03-11', 'date 2027-03-11') }),
    refusedAs('edition.forged'),
  );
  const bytes = Buffer.from(file.payload, 'base64');
  for (const at of [0, 20, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    assert.throws(() => open({ ...file, payload: changed.toString('base64') }), refusedAs('edition.forged'));
  }
});

test('each recipient opens the same edition, and one who was taken off the file does not', () => {
  const dice = seededDice('recipients');
  const secrets = [dice.bytes(32), dice.bytes(32), dice.bytes(32)];
  const document = readDocument(JSON.parse(vector('edition')));
  const made = makeFile(
    document,
    police,
    secrets.slice(0, 2).map((s, i) => ownRecipientKey(`host-${i}.example`, s)),
    dice,
  );

  for (const s of secrets.slice(0, 2)) assert.equal(openFile(made, [vector('issuer')], s).document.edition, '2026');
  assert.throws(
    () => openFile(made, [vector('issuer')], secrets[2] ?? dice.bytes(32)),
    refusedAs('edition.not-for-us'),
  );
});

test('a document is refused with its faults and without its words', () => {
  const document = JSON.parse(vector('edition')) as EditionDocument;
  const twice = { ...document, entries: [...document.entries, ...document.entries] };
  const wrong = { ...document, entries: [{ ...document.entries[0], asns: ['Night Owl'] }] };

  assert.deepEqual(faultsOf(twice), ['entries.1: its id stands there twice']);
  for (const value of [twice, wrong])
    assert.throws(
      () => readDocument(value),
      (cause) => refusedAs('edition.unreadable')(cause) && !/owl/i.test((cause as Error).message),
    );
});

test('an amendment puts corrected entries in the place of the old ones and takes removed ones away', () => {
  const document = readDocument(JSON.parse(vector('edition')));
  const base = {
    ...document,
    entries: ['r-1', 'r-2', 'r-3'].map((id) => ({ ...(document.entries[0] as never as object), id })),
  } as EditionDocument;
  const by = readDocument({
    ...document,
    edition: '2026-b',
    amends: '2026',
    entries: [{ ...document.entries[0], id: 'r-2', names: ['Corrected'] }],
    corrections: [{ id: 'r-2', on: '2026-04-01', why: 'Another company of that name.' }],
    removals: [{ id: 'r-3', on: '2026-04-01', why: 'Mistaken identity.' }],
  });

  const now = amended(base, by);

  assert.deepEqual(
    now.entries.map((e) => e.id),
    ['r-1', 'r-2'],
  );
  assert.deepEqual(now.entries[1]?.names, ['Corrected']);
});
