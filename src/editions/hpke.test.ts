/** HPKE against the vectors of RFC 9180, and against hands that change something. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededDice } from '#io/dice';
import { hpkeOpen, hpkeSeal, x25519Public } from './hpke.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

test('the vectors of RFC 9180 A.1.1 (base, X25519, HKDF-SHA256, AES-128-GCM) come out byte for byte', () => {
  const info = hex('4f6465206f6e2061204772656369616e2055726e');
  const recipient = hex('3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d');
  const secret = hex('4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8');
  const ephemeral = hex('52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736');
  const plain = hex('4265617574792069732074727574682c20747275746820626561757479');
  const aad = hex('436f756e742d30');

  const made = hpkeSeal({ recipient, info, aad, aead: 'aes-128-gcm' }, plain, ephemeral);

  assert.equal(x25519Public(secret).toString('hex'), recipient.toString('hex'));
  assert.equal(made.enc.toString('hex'), '37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431');
  assert.equal(
    made.sealed.toString('hex'),
    'f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a',
  );
  assert.deepEqual(hpkeOpen({ secret, info, aad, aead: 'aes-128-gcm' }, made), plain);
});

test('a message opens for its recipient alone, and not when anything of it was changed', () => {
  const dice = seededDice('hpke');
  const [mine, theirs] = [dice.bytes(32), dice.bytes(32)];
  const to = { recipient: x25519Public(mine), info: Buffer.from('i'), aad: Buffer.from('a') };
  const made = hpkeSeal(to, Buffer.from('the key'), dice.bytes(32));
  const flipped = (b: Buffer, at: number) => {
    const copy = Buffer.from(b);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  };

  assert.equal(hpkeOpen({ secret: mine, info: to.info, aad: to.aad }, made)?.toString(), 'the key');
  assert.equal(hpkeOpen({ secret: theirs, info: to.info, aad: to.aad }, made), undefined);
  assert.equal(hpkeOpen({ secret: mine, info: Buffer.from('j'), aad: to.aad }, made), undefined);
  assert.equal(hpkeOpen({ secret: mine, info: to.info, aad: Buffer.from('b') }, made), undefined);
  for (let at = 0; at < made.sealed.length; at++)
    assert.equal(
      hpkeOpen({ secret: mine, info: to.info, aad: to.aad }, { ...made, sealed: flipped(made.sealed, at) }),
      undefined,
    );
  for (const at of [0, 15, 30])
    assert.equal(
      hpkeOpen({ secret: mine, info: to.info, aad: to.aad }, { ...made, enc: flipped(made.enc, at) }),
      undefined,
    );
});

test('a public key of small order is refused', () => {
  const dice = seededDice('small');
  assert.throws(() =>
    hpkeSeal(
      { recipient: Buffer.alloc(32), info: Buffer.from(''), aad: Buffer.from('') },
      Buffer.from('x'),
      dice.bytes(32),
    ),
  );
});
