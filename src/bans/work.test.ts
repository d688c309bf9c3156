/** Bans on a real database: tags only, uses off until a ground is recorded, memory of what people decided, and everything gone at the end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from '#io/db';
import { testWorld } from '#io/testing';
import { type Actor, type Id, Refused } from '#kernel';
import { addMember, addOrganisation } from '#organisations/work';
import { addContact, addParty } from '#parties/work';
import { type BanGiven, banInput } from './ban.ts';
import { noSubject, type ReturnSubject } from './returns.ts';
import {
  actOnBan,
  actOnReturn,
  addBan,
  type BanHands,
  banAccess,
  banJobs,
  bansPage,
  checkChanged,
  returnCheck,
  returnsPage,
  showBan,
  showReturn,
  turnOff,
  turnOn,
} from './work.ts';

const world = await testWorld('bans');
const { id: org } = await addOrganisation(world, { slug: 'bans', name: 'Voorbeeldhost BV', kind: 'provider' });
const member = async (name: string, role: 'admin' | 'decider' | 'handler'): Promise<Actor> => {
  const m = await addMember(world, org, { kind: 'engine' }, { email: `${name}@example.org`, name, role });
  return { kind: 'member', id: m.id, role, name };
};
const admin = await member('anouk', 'admin');
const decider = await member('daan', 'decider');
const handler = await member('hanna', 'handler');
const hands: BanHands = { decision: () => Promise.reject(new Refused('request.not-found')) };
const within = <T>(work: Parameters<typeof world.db.in<T>>[1]) => world.db.in(org, work);
const refusedAs = (code: string) => (cause: unknown) => cause instanceof Refused && cause.refusal.code === code;

let no = 0;
async function party(name: string, mail: string): Promise<Id<'party'>> {
  const id = await addParty(world, org, admin, {
    reference: `K-${++no}`,
    kind: 'natural',
    name,
    country: 'nl',
    language: 'en',
    state: 'active',
    notes: null,
  });
  await addContact(world, org, admin, id, { purpose: 'legal', address: mail, language: null });
  return id;
}
const iban = 'NL91ABNA0417164300';
const ban = (given: Partial<BanGiven>) =>
  within((tx) =>
    addBan(
      world,
      tx,
      hands,
      banInput.parse({ ground: 'fraud', facts: 'Three charged-back payments in a week.', ...given }),
      decider,
    ),
  );
const asks = (subject: Partial<ReturnSubject>): ReturnSubject => ({ ...noSubject, ...subject });
const tables = ['ban', 'ban_tag', 'ban_contest', 'return_match', 'ban_use'];
const rowsText = async () => {
  const rows = await world.db.owner(async (tx) =>
    Promise.all(tables.map((t) => tx.rows(sql<{ row: string }>`select r::text as row from ${sql.table(t)} r`))),
  );
  return rows
    .flat()
    .map((r) => r.row)
    .join('\n');
};

const ivan = await party('Ivan Petrov', 'ivan.petrov+shop@gmail.com');
const first = await ban({
  party: ivan,
  identifiers: [
    { kind: 'iban', value: iban },
    { kind: 'phone', value: '+31 6 1234 5678' },
    { kind: 'device', value: 'browser-hash-1234567' },
  ],
});

test('a ban keeps tags and no identifier, tells the person, and says by kind what is kept', async () => {
  const shown = await within((tx) => showBan(world, tx, first, decider));
  const text = await rowsText();

  assert.match(shown.number ?? '', /^UB-26-\d{6}$/);
  assert.deepEqual(shown.kept.map((k) => k.kind).sort(), ['email', 'iban', 'name', 'phone']);
  assert.equal(shown.told, true);
  assert.equal(shown.expires_at.slice(0, 10), '2028-11-22');
  for (const value of [iban, '31612345678', 'ivanpetrov', 'ivan.petrov', 'Petrov', 'charged-back'])
    assert.ok(!text.includes(value), value);
});

test('the same account and phone under another name propose to refuse, with lines that add up', async () => {
  const found = await within((tx) =>
    returnCheck(
      world,
      tx,
      asks({ names: ['Sunny Hosting'], ibans: ['nl91 abna 0417 1643 00'], phones: ['0031612345678'] }),
    ),
  );

  assert.equal(found.verdict, 'block');
  assert.match(found.article ?? '', /33\(2\)\(a\)/);
  assert.deepEqual([...(found.hits[0]?.kinds ?? [])].sort(), ['iban', 'phone']);
  assert.equal(
    found.hits[0]?.lines.reduce((n, l) => n + l.points, 0),
    found.hits[0]?.points,
  );
});

test('the same question again opens no second match, and another person of the same name passes', async () => {
  const again = await within((tx) =>
    returnCheck(world, tx, asks({ names: ['Sunny Hosting'], ibans: [iban], phones: ['+31612345678'] })),
  );
  const other = await within((tx) =>
    returnCheck(world, tx, asks({ names: ['Ivan Petrov'], emails: ['x@example.org'] })),
  );
  const waiting = await within((tx) => returnsPage(tx, { waiting: true, limit: 100 }));

  assert.equal(again.hits.length, 1);
  assert.equal(other.verdict, 'pass');
  assert.equal(waiting.length, 1);
});

test('a person decides on a match with a reason, and "somebody else" is remembered until something else agrees', async () => {
  const [row] = await within((tx) => returnsPage(tx, { waiting: true, limit: 100 }));
  assert.ok(row);
  await assert.rejects(
    within((tx) => actOnReturn(world, tx, row.id, 'confirm', { reason: 'The same man, he said so himself.' }, handler)),
    refusedAs('request.not-allowed'),
  );
  await assert.rejects(
    within((tx) => actOnReturn(world, tx, row.id, 'reject', { reason: 'no' }, handler)),
    refusedAs('ban.reason-needed'),
  );
  await within((tx) =>
    actOnReturn(world, tx, row.id, 'reject', { reason: 'A colleague shares the account.' }, handler),
  );

  const same = await within((tx) =>
    returnCheck(world, tx, asks({ names: ['Sunny Hosting'], ibans: [iban], phones: ['+31612345678'] })),
  );
  const more = await within((tx) =>
    returnCheck(
      world,
      tx,
      asks({ names: ['Sunny Hosting'], ibans: [iban], phones: ['+31612345678'], emails: ['ivanpetrov@gmail.com'] }),
    ),
  );
  const shown = await within((tx) => showReturn(world, tx, row.id, handler));

  assert.equal(same.verdict, 'pass');
  assert.equal(more.verdict, 'block');
  assert.equal(shown.why, 'A colleague shares the account.');
  assert.deepEqual(shown.may, [], 'a handler does not reopen');
});

test('a change is compared only once a ground was recorded for it, and the journal says which', async () => {
  const changed = await party('Blue Cloud', 'ivanpetrov@gmail.com');
  await addContact(world, org, admin, changed, { purpose: 'technical', address: '+31 612345678', language: null });

  await checkChanged(world, org, changed);
  const off = await within((tx) => returnsPage(tx, { waiting: true, party: changed, limit: 10 }));
  await assert.rejects(
    within((tx) => turnOn(world, tx, 'change', { article: 'x', why: 'x' }, decider)),
    refusedAs('request.not-allowed'),
  );
  await within((tx) =>
    turnOn(
      world,
      tx,
      'change',
      { article: 'UAVG 33(2)(b)', why: 'Balancing of 3 November 2026 by the officer.' },
      admin,
    ),
  );
  await checkChanged(world, org, changed);
  const on = await within((tx) => returnsPage(tx, { waiting: true, party: changed, limit: 10 }));
  await within((tx) => turnOff(world, tx, 'change', admin));

  assert.deepEqual(off, []);
  assert.equal(on[0]?.article, 'UAVG 33(2)(b)');
  assert.equal(on[0]?.use, 'change');
  const lines = await world.db.in(org, (tx) =>
    tx.rows(
      sql<{
        act: string;
      }>`select act from journal_leaf where organisation_id = ${org} and act like 'ban.use_%' order by seq`,
    ),
  );
  assert.deepEqual(
    lines.map((l) => l.act),
    ['ban.use_on', 'ban.use_off'],
  );
});

test('fingerprints of devices are made and compared only after a ground was recorded', async () => {
  const before = await within((tx) => showBan(world, tx, first, admin));
  assert.ok(!before.kept.some((k) => k.kind === 'device'));

  await within((tx) =>
    turnOn(
      world,
      tx,
      'device',
      { article: 'Tw 11.7a', why: 'Consent asked in the order form since 1 November.' },
      admin,
    ),
  );
  const second = await ban({
    names: ['Olga Smirnova'],
    address: 'olga@example.org',
    identifiers: [
      { kind: 'device', value: 'browser-hash-7654321' },
      {
        kind: 'ssh_key',
        value: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGdhcyBzZWNyZXQga2V5IGZvciB0ZXN0cyBvbmx5IQ== olga@laptop',
      },
    ],
  });
  const after = await within((tx) => showBan(world, tx, second, admin));
  const found = await within((tx) =>
    returnCheck(
      world,
      tx,
      asks({
        names: ['Other'],
        devices: ['browser-hash-7654321'],
        sshKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGdhcyBzZWNyZXQga2V5IGZvciB0ZXN0cyBvbmx5IQ== other@pc'],
      }),
    ),
  );

  assert.ok(after.kept.some((k) => k.kind === 'device'));
  assert.deepEqual(found.hits[0]?.kinds, ['ssh_key', 'device']);
  assert.equal(found.verdict, 'review');
});

test('tags of two organisations for the same account differ, and neither finds the other', async () => {
  const { id: other } = await addOrganisation(world, { slug: 'bans-2', name: 'Elders BV', kind: 'provider' });

  const found = await world.db.in(other, (tx) =>
    returnCheck(world, tx, asks({ ibans: [iban], phones: ['+31612345678'] })),
  );
  const page = await world.db.in(other, (tx) => bansPage(tx, false, 10));

  assert.equal(found.verdict, 'pass');
  assert.deepEqual(page.items, []);
});

test('a person who asks hears what is kept of them, in kinds, and no tag', async () => {
  const heard = await within((tx) => banAccess(world, tx, ivan, handler));

  assert.equal(heard.items[0]?.facts, 'Three charged-back payments in a week.');
  assert.ok(!JSON.stringify(heard).includes(iban));
});

test('a contest that is upheld by another person lifts the ban and destroys all that was kept for it', async () => {
  await within((tx) => actOnBan(world, tx, first, 'contest', { reason: 'I am another Ivan Petrov.' }, handler));
  const contested = await within((tx) =>
    returnCheck(world, tx, asks({ names: ['New'], ibans: [iban], emails: ['ivanpetrov@gmail.com'] })),
  );
  await assert.rejects(
    within((tx) => actOnBan(world, tx, first, 'uphold', { reason: 'He showed a passport.' }, decider)),
    refusedAs('ban.second-person'),
  );
  await within((tx) => actOnBan(world, tx, first, 'uphold', { reason: 'He showed a passport.' }, admin));

  const after = await within((tx) =>
    returnCheck(world, tx, asks({ names: ['New'], ibans: [iban], emails: ['ivanpetrov@gmail.com'] })),
  );
  const shown = await within((tx) => showBan(world, tx, first, admin));
  assert.equal(contested.verdict, 'block', 'it stands until somebody decided');
  assert.equal(after.verdict, 'pass');
  assert.equal(shown.state, 'lifted');
  assert.equal(shown.facts, null);
  assert.deepEqual(shown.kept, []);
  assert.equal(shown.contests[0]?.answer, 'He showed a passport.', 'what was answered stays');
  assert.ok(shown.matches.every((m) => m.state === 'lapsed'));
});

test('a ban is over at its term: the daily job destroys its tags and the key of its words', async () => {
  const short = await ban({
    names: ['Short Term'],
    untold: 'no address is known',
    months: 1,
    identifiers: [{ kind: 'iban', value: iban }],
  });
  world.clock.add({ hours: 24 * 31 });
  const job = { id: 1, organisation: org, kind: 'bans.expire', payload: {}, tries: 1 };

  await banJobs['bans.expire'](world, job);

  const shown = await within((tx) => showBan(world, tx, short, admin));
  const left = await within((tx) =>
    tx.rows(sql`select 1 from ban_tag where organisation_id = ${org} and ban_id = ${short}`),
  );
  const found = await within((tx) => returnCheck(world, tx, asks({ ibans: [iban] })));
  assert.equal(shown.state, 'expired');
  assert.equal(shown.facts, null);
  assert.equal(left.length, 0);
  assert.equal(found.verdict, 'pass');
});

test('nobody is banned without being told or a reason why not, nor for longer than the ground allows', async () => {
  await assert.rejects(ban({ names: ['X Y'] }), refusedAs('ban.cannot-tell'));
  await assert.rejects(ban({ names: ['X Y'], untold: 'x', ground: 'unpaid', months: 25 }), refusedAs('ban.too-long'));
  await assert.rejects(ban({ untold: 'nothing known' }), refusedAs('ban.needs-person'));
});
