/** Who sent a mail: signed by a key of our own, with a resolver that knows what the test tells it, and nothing of the real world. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import { sql } from '#io/db';
import { testWorld } from '#io/testing';
import { engine, type Id } from '#kernel';
import { addMailbox, addOrganisation, operator } from '#organisations/work';
import type { SenderProof } from './notifier.ts';
import { proveIn, proveMessage } from './proving.ts';
import { receive } from './work.ts';

const world = await testWorld('proving');
const { id: org } = await addOrganisation(world, { slug: 'proves', name: 'Proves', kind: 'provider' });
await addMailbox(world, org, operator, 'abuse@proves.example');
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const der = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const { records } = world.names;
records.set('TXT s1._domainkey.notifier.example', [[`v=DKIM1; k=rsa; p=${der}`]]);
records.set('TXT _dmarc.notifier.example', [['v=DMARC1; p=reject']]);
records.set('TXT notifier.example', [['v=spf1 ip4:198.51.100.7 -all']]);

const mail = (from: string, subject: string) =>
  `From: Reporter <${from}>\r\nTo: abuse@proves.example\r\nSubject: ${subject}\r\nDate: Sun, 22 Nov 2026 09:00:00 +0000\r\nMessage-ID: <${subject.replaceAll(' ', '-')}@notifier.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nSpam from 192.0.2.1\r\n`;
async function signed(text: string, domain = 'notifier.example'): Promise<Buffer> {
  const made = await dkimSign(text, {
    canonicalization: 'relaxed/relaxed',
    algorithm: 'rsa-sha256',
    signTime: new Date('2026-11-22T09:00:00Z'),
    signingDomain: domain,
    selector: 's1',
    privateKey: pem,
    signatureData: [{ signingDomain: domain, selector: 's1', privateKey: pem }],
  });
  return Buffer.from(made.signatures + text);
}
let asked: Id<'msg'>[][] = [];
const hands = {
  afterProof: async (_w: unknown, _o: unknown, messages: readonly Id<'msg'>[]) => {
    asked.push([...messages]);
  },
};
async function proved(bytes: Uint8Array, envelope?: { from: string; remote?: string; helo?: string }) {
  const { id } = await receive(world, org, {
    channel: envelope ? 'smtp' : 'imap',
    bytes,
    name: 'mail.eml',
    ...(envelope ? { envelope: { to: ['abuse@proves.example'], ...envelope } } : {}),
    by: engine,
  });
  await proveMessage(world, hands, org, id);
  const rows = await world.db.in(org, (tx) =>
    tx.rows(sql<{ auth: SenderProof; notifier: string | null }>`
      select m.auth, n.name as notifier from message m left join notifier n on n.organisation_id = m.organisation_id and n.id = m.notifier_id
       where m.organisation_id = ${org} and m.id = ${id}`),
  );
  assert.ok(rows[0]);
  return { id, ...rows[0] };
}

test('a signed mail from the right address proves its domain by DKIM, SPF and DMARC, and names its notifier', async () => {
  const p = await proved(await signed(mail('desk@notifier.example', 'one')), {
    from: 'bounces@notifier.example',
    remote: '198.51.100.7',
    helo: 'mail.notifier.example',
  });

  assert.deepEqual(
    [
      p.auth.dkim.map((d) => [d.result, d.domain, d.selector]),
      p.auth.spf?.result,
      p.auth.dmarc?.result,
      p.auth.dmarc?.policy,
    ],
    [[['pass', 'notifier.example', 's1']], 'pass', 'pass', 'reject'],
  );
  assert.deepEqual([p.auth.domain, p.notifier], ['notifier.example', 'notifier.example']);
  assert.deepEqual(asked.at(-1), [p.id]);
});

test('a mail that was changed after it was signed, from an address that may not send, proves nothing and names nobody', async () => {
  const bytes = (await signed(mail('desk@notifier.example', 'two'))).toString().replace('192.0.2.1', '192.0.2.66');

  const p = await proved(Buffer.from(bytes), { from: 'bounces@notifier.example', remote: '203.0.113.66' });

  assert.deepEqual([p.auth.dkim[0]?.result, p.auth.spf?.result, p.auth.dmarc?.result], ['neutral', 'fail', 'fail']);
  assert.deepEqual([p.auth.domain, p.auth.why_not, p.notifier], [null, 'failed', null]);
});

test('who signs as itself and writes as another is not the other', async () => {
  const p = await proved(await signed(mail('ceo@bank.example', 'three')));

  assert.equal(p.auth.dkim[0]?.result, 'pass');
  assert.deepEqual([p.auth.domain, p.auth.why_not, p.notifier], [null, 'unaligned', null]);
});

test('from a mailbox elsewhere SPF is not known to us and is not invented; the signature is proven by ourselves', async () => {
  const p = await proved(await signed(mail('desk@notifier.example', 'four')));
  const bare = await proved(Buffer.from(mail('desk@notifier.example', 'five')));

  assert.deepEqual([p.auth.spf, p.auth.dmarc?.result, p.auth.domain], [null, 'pass', 'notifier.example']);
  assert.deepEqual([bare.auth.spf, bare.auth.dmarc, bare.auth.domain, bare.auth.why_not], [null, null, null, 'none']);
});

test('a colleague who forwards a report is not its notifier, and two senders in one From are none', async () => {
  records.set('TXT s1._domainkey.proves.example', [[`v=DKIM1; k=rsa; p=${der}`]]);
  const own = await proved(await signed(mail('mia@proves.example', 'six'), 'proves.example'));
  const two = await proved(
    await signed(mail('x', 'seven').replace('Reporter <x>', 'a@notifier.example, b@bank.example')),
  );

  assert.deepEqual([own.auth.domain, own.auth.why_not], [null, 'own']);
  assert.deepEqual([two.auth.domain, two.auth.from_domain], [null, null]);
});

test('a mail in a mail is of the same notifier, and proving again changes nothing', async () => {
  const p = await proved(await signed(mail('desk@notifier.example', 'eight')));
  const inner = (
    await receive(world, org, { channel: 'imap', bytes: Buffer.from('inner'), name: 'inner.eml', by: engine })
  ).id;
  await world.db.in(org, (tx) =>
    tx.rows(sql`update message set within = ${p.id} where organisation_id = ${org} and id = ${inner}`),
  );
  asked = [];
  await proveMessage(world, hands, org, p.id);

  assert.deepEqual([...(asked[0] ?? [])].sort(), [p.id, inner].sort());
  const rows = await world.db.in(org, (tx) =>
    tx.rows(sql<{ n: number }>`select count(*)::int as n from notifier where organisation_id = ${org}`),
  );
  assert.equal(rows[0]?.n, 1);
});

test('names are asked through the guarded resolver only, and a mail that asks too much is answered all the same', async () => {
  const before: string[] = [];
  const net = {
    ...world.net,
    records: async (name: string, type: string) => {
      before.push(`${type} ${name}`);
      // Every name includes two more, without end.
      if (type === 'TXT')
        return [[`v=spf1 include:a${before.length}.evil.example include:b${before.length}.evil.example -all`]];
      throw Object.assign(new Error('no'), { code: 'ENODATA' });
    },
  };

  const p = await proveIn({ net }, Buffer.from(mail('x@evil.example', 'nine')), {
    ip: '203.0.113.1',
    helo: 'evil.example',
    sender: 'x@evil.example',
  });

  assert.ok(before.length > 0 && before.length <= 80, `${before.length}`);
  assert.equal(p?.spf?.result, 'permerror');
});

test('bytes that are no mail are proven to be nothing, and the next mail is proven', async () => {
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 256)),
    Buffer.alloc(3_000_000, 58),
  ])
    assert.doesNotThrow(() => proveIn(world, bytes, {}));

  const p = await proved(await signed(mail('desk@notifier.example', 'ten')));

  assert.equal(p.auth.domain, 'notifier.example');
});
