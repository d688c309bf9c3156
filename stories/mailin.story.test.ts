/** What a mail server or somebody who pretends to be one may say to mail intake: the right codes, nothing lost, and it lives on. */
import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { openMailIntake } from '#intake/smtp';
import { wallClock } from '#io/clock';
import { sql } from '#io/db';
import { testWorld } from '#io/testing';
import { setStage } from './provider.ts';

const world = await testWorld('mail in');
const [one, two] = [await setStage(world, 'mail-one'), await setStage(world, 'mail-two')];
const most = 20_000;
const intake = await openMailIntake(world, { host: '127.0.0.1', port: 0, protocol: 'smtp', maxBytes: most });
after(() => intake.close());

/** A conversation in bytes: says something and hears the next whole reply. */
async function talk(): Promise<{
  say(text: string | Uint8Array): Promise<string>;
  end(): Promise<void>;
  socket: Socket;
}> {
  const socket = connect(intake.port, '127.0.0.1');
  socket.on('error', () => {});
  let heard = '';
  let closed = false;
  let wake = () => {};
  socket.on('data', (d) => {
    heard += d.toString('latin1');
    wake();
  });
  socket.on('close', () => {
    closed = true;
    wake();
  });
  const reply = async (): Promise<string> => {
    for (;;) {
      const whole = /^(?:\d{3}-.*\r\n)*\d{3}(?: .*)?\r\n/.exec(heard)?.[0];
      if (whole !== undefined) {
        heard = heard.slice(whole.length);
        return whole.trim();
      }
      if (closed) return 'closed';
      await new Promise<void>((next) => {
        wake = next;
      });
    }
  };
  await reply();
  return {
    socket,
    async say(text) {
      socket.write(text);
      return reply();
    },
    async end() {
      socket.destroy();
    },
  };
}
type Talk = Awaited<ReturnType<typeof talk>>;

async function open(to: readonly string[]): Promise<Talk> {
  const t = await talk();
  await t.say('EHLO sender.example\r\n');
  assert.match(await t.say('MAIL FROM:<reporter@sender.example>\r\n'), /^250/);
  for (const address of to) assert.match(await t.say(`RCPT TO:<${address}>\r\n`), /^250/);
  return t;
}
async function data(t: Talk, body: string | Uint8Array): Promise<string> {
  assert.match(await t.say('DATA\r\n'), /^354/);
  t.socket.write(body);
  return t.say('\r\n.\r\n');
}
const kept = async (org: string) =>
  (
    await world.db.in(org as never, (tx) =>
      tx.rows(sql<{ n: number }>`select count(*)::int as n from message where organisation_id = ${org}`),
    )
  )[0]?.n;

const ours = `abuse@${one.slug}.example`;
const head = (subject: string) => `From: reporter@sender.example\r\nTo: ${ours}\r\nSubject: ${subject}\r\n\r\n`;

test("an address that is nobody's here is 550, and DATA without a recipient is 503", async () => {
  const t = await open([]);

  assert.match(await t.say('RCPT TO:<nobody@mail-one.example>\r\n'), /^550 5\.1\.1/);
  assert.match(await t.say('RCPT TO:<abuse@\u0000>\r\n'), /^5\d\d/);
  assert.match(await t.say('DATA\r\n'), /^503/);
  assert.equal(await kept(one.org), 0);
  await t.end();
});

test('a mail too large is 552, said before or after it was sent, and the conversation goes on', async () => {
  const t = await talk();
  await t.say('EHLO sender.example\r\n');
  assert.match(await t.say(`MAIL FROM:<a@b.example> SIZE=${most + 1}\r\n`), /^552/);
  assert.match(await t.say('MAIL FROM:<a@b.example>\r\n'), /^250/);
  assert.match(await t.say(`RCPT TO:<${ours}>\r\n`), /^250/);

  const answer = await data(t, head('large') + 'x'.repeat(most));

  assert.match(answer, /^552 5\.3\.4/);
  assert.equal(await kept(one.org), 0);
  assert.match(await t.say('NOOP\r\n'), /^250/);
  await t.end();
});

test('a conversation that ends before or in the middle of its data leaves nothing', async () => {
  const before = await open([ours]);
  await before.end();
  const middle = await open([ours]);
  await middle.say('DATA\r\n');
  middle.socket.write(`${head('half')}half of a`);
  await middle.end();

  await wallClock.sleep(50);
  const next = await open([ours]);
  assert.match(await next.say('RSET\r\n'), /^250/);
  assert.equal(await kept(one.org), 0);
  await next.end();
});

test('bare line feeds end no message: what follows them is no second mail (SMTP smuggling)', async () => {
  const was = (await kept(one.org)) ?? 0;
  const t = await open([ours]);

  const answer = await data(
    t,
    `${head('smuggled').replaceAll('\r\n', '\n')}one\n.\nMAIL FROM:<ceo@bank.example>\nRCPT TO:<${ours}>\nDATA\nforged\r\n.\nmore\n.\r\nlast`,
  );

  assert.match(answer, /^250/);
  assert.equal(await kept(one.org), was + 1);
  assert.match(await t.say('NOOP\r\n'), /^250/);
  await t.end();
});

test('NUL, bytes of no character set and a line of ten thousand characters are kept as they came', async () => {
  const was = (await kept(one.org)) ?? 0;
  const odd = Buffer.concat([
    Buffer.from(head('odd\u0000subject')),
    Buffer.from([0, 0xff, 0xfe, 0x80, 0]),
    Buffer.from('y'.repeat(10_000)),
  ]);
  const t = await open([ours]);

  assert.match(await data(t, odd), /^250 2\.0\.0 kept as msg_/);
  assert.equal(await kept(one.org), was + 1);
  await t.end();
});

test('five hundred recipients of one organisation are one message, and those of another have their own', async () => {
  const [was, other] = [(await kept(one.org)) ?? 0, (await kept(two.org)) ?? 0];
  const t = await open([...Array.from({ length: 500 }, () => ours), `ABUSE@${two.slug}.example`]);

  assert.match(await data(t, `${head('many')}many`), /^250/);
  assert.equal(await kept(one.org), was + 1);
  assert.equal(await kept(two.org), other + 1);
  await t.end();
});

test('one mail to two addresses of one organisation, sent twice at once, is one message', async () => {
  await world.db.in(one.org, (tx) =>
    tx.rows(
      sql`insert into mailbox (organisation_id, address, created_at) values (${one.org}, 'noc@mail-one.example', now())`,
    ),
  );
  const was = (await kept(one.org)) ?? 0;
  const senders = await Promise.all([
    open([ours, 'noc@mail-one.example']),
    open(['noc@mail-one.example']),
    open([ours]),
  ]);

  const answers = await Promise.all(senders.map((t) => data(t, `${head('twins')}the same bytes`)));

  for (const answer of answers) assert.match(answer, /^250/);
  assert.equal(new Set(answers.map((a) => /msg_\w+/.exec(a)?.[0])).size, 1);
  assert.equal(await kept(one.org), was + 1);
  await Promise.all(senders.map((t) => t.end()));
});

test('garbage, also pipelined, is answered with 5xx or the end of the conversation; the next sender is served', async () => {
  const was = (await kept(one.org)) ?? 0;
  const t = await talk();
  t.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  assert.match(await t.say(''), /^5|^4|closed/);
  await t.end();
  const noise = await talk();
  noise.socket.write(Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 7919) % 256)));
  noise.socket.write(`\r\nEHLO x\r\nMAIL FROM:<a@b.example>\r\nDATA\r\nDATA\r\n.\r\nQUIT\r\n`);
  await wallClock.sleep(200);
  await noise.end();
  const endless = await talk();
  endless.socket.write('A'.repeat(3_000_000));
  await wallClock.sleep(50);
  await endless.end();

  const next = await open([ours]);
  assert.match(await data(next, `${head('after')}still here`), /^250/);
  assert.equal(await kept(one.org), was + 1);
  await next.end();
});

test('where the database is away the sender hears 451 and keeps its mail', async (t) => {
  const broken = { ...world, db: { ...world.db, in: () => Promise.reject(new Error('away')) } };
  const other = await openMailIntake(broken, { host: '127.0.0.1', port: 0, protocol: 'smtp', maxBytes: most });
  t.after(() => other.close());
  const socket = connect(other.port, '127.0.0.1');
  let heard = '';
  socket.on('data', (d) => {
    heard += d;
  });
  const until = async (what: RegExp) => {
    for (let i = 0; i < 500 && !what.test(heard); i++) await wallClock.sleep(10);
    assert.match(heard, what);
  };
  await until(/^220/);
  socket.write(`EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<${ours}>\r\nDATA\r\n`);
  await until(/354/);
  socket.write(`${head('lost?')}x\r\n.\r\n`);
  await until(/451 4\.3\.0/);
  socket.destroy();
});
