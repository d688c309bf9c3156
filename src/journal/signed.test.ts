/** Notes, checkpoints and cosignatures as C2SP writes them: known vectors, round trips, and nothing that was tampered with. */
import assert from 'node:assert/strict';
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  append,
  checkpointText,
  checkReceipt,
  commitment,
  cosignatureBytes,
  cosignedAt,
  cosignedMessage,
  emptyFrontier,
  hashOfLeaf,
  inclusionRanges,
  isSignedBy,
  leafText,
  noteText,
  type Receipt,
  readCheckpoint,
  readNote,
  readVerifierKey,
  rootOf,
  signatureLine,
  verifierKey,
  verifierKeyText,
} from './index.ts';
import { verifies } from './proof.ts';

const hash = (b: Uint8Array) => new Uint8Array(createHash('sha256').update(b).digest());
const utf8 = new TextEncoder();
const pair = (seed: number) => {
  const secret = createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, seed)]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = new Uint8Array(createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32));
  return { publicKey, sign: (m: Uint8Array) => new Uint8Array(sign(null, m, secret)) };
};
const log = pair(1);
const witness = pair(2);
const logKey = verifierKey(hash, 'hoster.example/o/hoster/journal', 'log', log.publicKey);
const witnessKey = verifierKey(hash, 'house.example/o/house/witness', 'witness', witness.publicKey);

test('a note that other software signed is read, and its signature holds (golang.org/x/mod/sumdb/note)', () => {
  const key = readVerifierKey(hash, 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  const text =
    'If you think cryptography is the answer to your problem,\n' +
    "then you don't know what your problem is.\n\n" +
    '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
  const note = readNote(text);

  assert.ok(key && note);
  assert.equal(isSignedBy(note, key, verifies), true);
  assert.equal(isSignedBy({ ...note, body: note.body.replace('answer', 'question') }, key, verifies), false);
  assert.equal(readVerifierKey(hash, 'PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'), undefined);
});

test('a key survives being written down, and its hash binds name, use and key', () => {
  for (const key of [logKey, witnessKey]) assert.deepEqual(readVerifierKey(hash, verifierKeyText(key)), key);

  assert.notDeepEqual(verifierKey(hash, logKey.name, 'witness', log.publicKey).id, logKey.id);
  assert.throws(() => verifierKey(hash, 'a name', 'log', log.publicKey), RangeError);
  assert.throws(() => verifierKey(hash, 'a+b', 'log', log.publicKey), RangeError);
  for (const text of ['', 'x', 'a+b+c', `${verifierKeyText(logKey)}x`, verifierKeyText(logKey).replace('+', ' ')])
    assert.equal(readVerifierKey(hash, text), undefined, text);
});

/** A journal of n entries, its signed checkpoint and the receipt of one of them. */
function journal(n: number, index: number, cosigned = true): Receipt {
  const salt = new Uint8Array(32).fill(9);
  const text = JSON.stringify({ subject: 'msg_1', payload: { sha256: 'ab'.repeat(32), size: 3 } });
  const leaves = Array.from({ length: n }, (_, i) => ({
    organisation: 'org_1',
    seq: i + 1,
    at: Temporal.Instant.from('2026-11-20T21:40:00Z'),
    act: 'message.received',
    commitments: [
      hash(utf8.encode(`by ${i}`)),
      i === index ? commitment(hash, salt, utf8.encode(text)) : hash(utf8.encode(`${i}`)),
    ],
  }));
  const rootOfPart = (from: number, until: number) =>
    rootOf(
      hash,
      leaves.slice(from, until).reduce((f, l) => append(hash, f, hashOfLeaf(hash, l)), emptyFrontier),
    );
  const body = checkpointText({ origin: logKey.name, size: n, root: rootOfPart(0, n) });
  const seconds = 1_800_000_000;
  const lines = [signatureLine(logKey, log.sign(utf8.encode(body)))];
  if (cosigned)
    lines.push(signatureLine(witnessKey, cosignatureBytes(seconds, witness.sign(cosignedMessage(body, seconds)))));
  return {
    format: 'bezem-receipt/1',
    log: verifierKeyText(logKey),
    leaf: leafText(leaves[index] as (typeof leaves)[number]),
    leaf_index: index,
    detail: { no: 1, salt: salt.toHex(), text },
    path: inclusionRanges(index, n).map((r) => rootOfPart(r.from, r.until).toHex()),
    checkpoint: noteText(body, lines),
  };
}

test('a checkpoint reads as it was written, with the signature of the log and of the witness', () => {
  const { checkpoint } = journal(5, 2);
  const note = readNote(checkpoint);

  assert.ok(note);
  assert.equal(readCheckpoint(note.body)?.size, 5);
  assert.equal(isSignedBy(note, logKey, verifies), true);
  assert.equal(isSignedBy(note, verifierKey(hash, logKey.name, 'log', witness.publicKey), verifies), false);
  assert.equal(cosignedAt(note, witnessKey, verifies), 1_800_000_000);
  assert.equal(cosignedAt(note, verifierKey(hash, witnessKey.name, 'witness', log.publicKey), verifies), undefined);
  for (const broken of ['', 'x', checkpoint.trimEnd(), checkpoint.replace('\u2014', '-'), `${checkpoint}x`])
    assert.equal(readNote(broken), undefined);
});

test('a receipt of any entry of any journal holds and says what it is about', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }).chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 0, max: n - 1 }))),
      ([n, index]) => {
        const found = checkReceipt(journal(n, index), hash, verifies, {
          expected: verifierKeyText(logKey),
          witness: verifierKeyText(witnessKey),
        });

        assert.deepEqual(found.faults, []);
        assert.deepEqual([found.says?.seq, found.says?.treeSize, found.says?.subject], [index + 1, n, 'msg_1']);
        assert.equal(found.says?.payload['sha256'], 'ab'.repeat(32));
        assert.equal(found.says?.witnessedAt, 1_800_000_000);
      },
    ),
    { numRuns: 60 },
  );
});

test('a receipt in which one character was changed no longer holds', () => {
  const good = JSON.stringify(journal(11, 4));
  assert.deepEqual(checkReceipt(JSON.parse(good), hash, verifies).faults, []);

  fc.assert(
    fc.property(fc.integer({ min: 0, max: good.length - 1 }), fc.constantFrom(...'0aZ/+ "\n'), (at, put) => {
      if (good[at] === put) return;
      const bad = good.slice(0, at) + put + good.slice(at + 1);
      let parsed: unknown;
      try {
        parsed = JSON.parse(bad);
      } catch {
        return; // not even JSON
      }
      const found = checkReceipt(parsed, hash, verifies, {
        expected: verifierKeyText(logKey),
        witness: verifierKeyText(witnessKey),
      });
      // White space between the tokens of JSON says nothing; everything else does.
      if (JSON.stringify(parsed) !== good) assert.notDeepEqual(found.faults, [], `${at} ${put}`);
    }),
    { numRuns: 2000 },
  );
});

test('the example of the published format holds', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/receipts.md'), 'utf8');
  const example: unknown = JSON.parse(/<!-- example -->\s*```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '');

  const found = checkReceipt(example, hash, verifies, { expected: verifierKeyText(logKey) });

  assert.deepEqual(found.faults, []);
  assert.equal(found.says?.payload['sha256'], Buffer.from(hash(utf8.encode('hello\n'))).toString('hex'));
});

test('faults are told apart', () => {
  const good = journal(6, 3);
  const faults = (change: Partial<Receipt>, options = {}) =>
    checkReceipt({ ...good, ...change }, hash, verifies, options).faults;

  assert.deepEqual(
    faults({}, { expected: verifierKeyText(verifierKey(hash, 'other.example', 'log', log.publicKey)) }),
    ['other_key'],
  );
  assert.deepEqual(faults({ checkpoint: journal(7, 3).checkpoint }), ['path']);
  assert.deepEqual(faults({ detail: { ...good.detail, text: '{"subject":null,"payload":{}}' } }), ['detail']);
  assert.deepEqual(faults({ leaf_index: 2 }), ['leaf']);
  assert.deepEqual(faults({ log: 'x' }), ['key']);
  assert.deepEqual(faults({ checkpoint: journal(6, 3, false).checkpoint }, { witness: verifierKeyText(witnessKey) }), [
    'witness',
  ]);
  assert.deepEqual(checkReceipt({}, hash, verifies).faults, ['shape']);
});
