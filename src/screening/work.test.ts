/** Lists in generations, parties beside them, and what people decide, on a real database. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { eraseParty } from '#erasure/work';
import { sql } from '#io/db';
import { runDue } from '#io/jobs';
import { testWorld } from '#io/testing';
import { type Actor, type Id, Refused } from '#kernel';
import { addMember, addOrganisation, operator } from '#organisations/work';
import { addContact, addParty } from '#parties/work';
import { isAlarming } from './life.ts';
import { operating } from './match/qualify.ts';
import {
  acceptanceOf,
  actOnMatch,
  addEarly,
  addOwner,
  changeSettings,
  closeFinders,
  deltaJob,
  fetchList,
  importList,
  listLists,
  matchesPage,
  screenAll,
  screenOnce,
  screenParty,
  showMatch,
  thresholdLab,
} from './work.ts';

const world = await testWorld('screening');
after(closeFinders);
const { id: org } = await addOrganisation(world, { slug: 'example-host', name: 'Example Host', kind: 'provider' });
const member = async (email: string, role: 'admin' | 'decider' | 'handler'): Promise<Actor> => {
  const { id } = await addMember(world, org, operator, { email, name: email, role });
  return { kind: 'member', id, role, name: email };
};
const admin = await member('admin@example.org', 'admin');
const first = await member('first@example.org', 'decider');
const second = await member('second@example.org', 'decider');

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
const take = (list: string, text: string, anyway = false) =>
  importList(world, org, admin, { list, anyway, file: { name: 'x.csv', bytes: bytes(text) } });
const refusedWith = (code: string) => (cause: unknown) => cause instanceof Refused && cause.refusal.code === code;
const party = (
  reference: string,
  name: string,
  kind: 'natural' | 'legal' = 'legal',
  country: string | null = null,
): Promise<Id<'party'>> =>
  addParty(world, org, admin, { reference, name, kind, country, language: null, state: 'active', notes: null });
const waiting = async (p: string) =>
  (await matchesPage(world, org, { limit: 50, state: 'all', party: p })).map((m) => m);
const jobs = { 'screening.delta': deltaJob };

const header = 'id,name,kind,country,domain\n';
const base = `${header}X1,Media Land LLC,organisation,RU,medialand.example\nX2,Anton Voorbeeld,person,RU,\nX3,Theta Bank JSC,organisation,IR,\nX4,Galina Kuznik,person,BY,\nX5,Orlov Shipping Ltd,organisation,RU,\n`;

test('a list comes in, finds itself, and the job that follows opens what matches', async () => {
  const land = await party('c-land', 'Медиа Ленд ООО', 'legal');
  const other = await party('c-other', 'Zeeland Server Verhuur B.V.', 'legal', 'NL');
  await addContact(world, org, admin, other, { purpose: 'legal', address: 'sales@medialand.example', language: null });
  const clear = await party('c-clear', 'Pieter Post', 'natural', 'NL');

  const done = await take('own-watch', base);
  await runDue(world, 'normal', jobs);

  assert.deepEqual([done.entries, done.added, done.same], [5, 5, false]);
  const [byName] = await waiting(land);
  const [byMail] = await waiting(other);
  assert.equal(byName?.entry, 'X1');
  assert.equal(byMail?.entry, 'X1');
  assert.equal(byMail?.band, 'block');
  assert.deepEqual(await waiting(clear), []);
  const shown = await showMatch(world, org, first, byName?.id ?? '');
  assert.ok(Math.abs(shown.terms.reduce((s, t) => s + t.points, 0) - shown.score) < 1e-6);
  assert.ok(shown.regime);
});

test('the same file again changes nothing; a broken or much shorter one leaves the list in use', async () => {
  assert.equal((await take('own-watch', base)).same, true);
  await assert.rejects(take('own-watch', `${header}X1,Media Land LLC,organisation,RU,\n`), refusedWith('list.shrunk'));
  await assert.rejects(take('eu-fsf', '<html>HTTP 500</html>'), refusedWith('list.unreadable'));

  const [list] = await listLists(world, org);
  assert.equal(list?.entries, 5);
  assert.equal(list?.stale, false);
});

test('a strong match needs two people; a decision is remembered until either side changes', async () => {
  const p = await party('c-anton', 'Anton Voorbeeld', 'natural');
  await screenParty(world, org, p);
  const [match] = await waiting(p);
  assert.ok(match);

  await assert.rejects(actOnMatch(world, org, first, match.id, 'reject', 'no'), refusedWith('match.reason-needed'));
  await actOnMatch(world, org, first, match.id, 'reject', 'Born in 1999 says the passport we saw.');
  assert.equal((await waiting(p))[0]?.state, 'second_person');
  await assert.rejects(
    actOnMatch(world, org, first, match.id, 'reject', 'I say so again, myself.'),
    refusedWith('match.second-person'),
  );
  await actOnMatch(world, org, second, match.id, 'reject', 'I saw the passport as well.');
  assert.equal((await waiting(p))[0]?.state, 'false_positive');

  await screenParty(world, org, p);
  assert.equal((await waiting(p))[0]?.state, 'false_positive', 'nothing changed, so it is remembered');
  await take('own-watch', base.replace('Anton Voorbeeld,person,RU', 'Anton Voorbeeld,person,BY'));
  await runDue(world, 'normal', jobs);
  const [again] = await waiting(p);
  assert.deepEqual([again?.state, again?.reopened, again?.why], ['open', 1, null]);
});

test('with two people for none one decides; an act its state does not offer is refused', async () => {
  await changeSettings(world, org, admin, { four_eyes: 'none', fetched: ['eu-fsf'] });
  const p = await party('c-galina', 'Galina Kuznik', 'natural', 'BY');
  await screenParty(world, org, p);
  const [match] = await waiting(p);

  await actOnMatch(world, org, first, match?.id ?? '', 'confirm', 'Same person: date and place agree.');

  assert.equal((await waiting(p))[0]?.state, 'true_match');
  await assert.rejects(
    actOnMatch(world, org, first, match?.id ?? '', 'take', ''),
    refusedWith('match.act-not-allowed'),
  );
  await assert.rejects(
    changeSettings(world, org, first, { four_eyes: 'all', fetched: [] }),
    refusedWith('request.not-allowed'),
  );
});

test('owners are screened, and their shares are added up', async () => {
  const p = await party('c-owned', 'Noordwijk Cloud B.V.', 'legal', 'NL');
  const owner = { kind: 'person' as const, born: null, country: null, controls: false, source: 'declared' };
  await addOwner(world, org, admin, p, { ...owner, name: 'Galina Kuznik', share: 30 });
  await screenParty(world, org, p);
  const below = await waiting(p);
  await addOwner(world, org, admin, p, { ...owner, name: 'Orlov Shipping Limited', kind: 'organisation', share: 25 });
  await screenParty(world, org, p);
  const above = await waiting(p);

  assert.deepEqual([below.length, below[0]?.by, below[0]?.ownership?.because], [1, 'owners', null]);
  assert.notEqual(below[0]?.band, 'block');
  assert.equal(above.length, 2);
  assert.deepEqual([above[0]?.ownership?.share, above[0]?.ownership?.because], [55, 'share']);
});

test('an entry of today stands until the EU file carries it', async () => {
  await addEarly(world, org, admin, {
    act: '2026/9999',
    kind: 'organisation',
    names: [{ text: 'Fresh Listed Hosting LLC', strength: 'strong' }],
    births: [],
    countries: [],
    identifiers: [],
    acts: [{ programme: 'CYB', act: '2026/9999' }],
  });
  assert.equal(
    (await screenOnce(world, org, { names: ['Fresh Listed Hosting'], kind: 'organisation' }))[0]?.band,
    'block',
  );

  const file = `<export xmlns="http://eu.europa.ec/fpi/fsd/export" globalFileId="1"><sanctionEntity euReferenceNumber="EU.9.99" logicalId="9"><subjectType classificationCode="E"/><nameAlias wholeName="Fresh Listed Hosting LLC" strong="true"/></sanctionEntity></export>`;
  const done = await importList(world, org, admin, { list: 'eu-fsf', file: { name: 'fsf.xml', bytes: bytes(file) } });

  assert.equal(done.merged, 1);
  assert.deepEqual(
    (await screenOnce(world, org, { names: ['Fresh Listed Hosting'], kind: 'organisation' })).map((m) => m.entry.id),
    ['EU.9.99'],
  );
});

test('a list nobody has looked at for longer than its publisher’s rhythm is stale, until it is looked at again', async () => {
  const file = () =>
    bytes(
      `<export xmlns="http://eu.europa.ec/fpi/fsd/export" globalFileId="1"><sanctionEntity euReferenceNumber="EU.9.99" logicalId="9"><subjectType classificationCode="E"/><nameAlias wholeName="Fresh Listed Hosting LLC" strong="true"/></sanctionEntity></export>`,
    );
  const stale = async () => (await listLists(world, org)).find((l) => l.list === 'eu-fsf')?.stale;
  world.clock.add({ hours: 49 });
  assert.equal(await stale(), true);

  const again = await importList(world, org, admin, { list: 'eu-fsf', file: { name: 'fsf.xml', bytes: file() } });

  assert.equal(again.same, true);
  assert.equal(await stale(), false);
});

test('what cannot be fetched is tried with patience, noted, and leaves the list in use', async () => {
  const patient = { ...world, net: { ...world.net, fetch: () => Promise.reject(new Error('HTTP 500')) } };
  const before = world.clock.now();

  await assert.rejects(fetchList(patient, org, admin, 'eu-fsf'), /HTTP 500/);

  assert.ok(world.clock.now().since(before).total('seconds') >= 100, 'five tries, each after a longer wait');
  assert.equal((await listLists(world, org)).find((l) => l.list === 'eu-fsf')?.entries, 1);
});

test('what is delisted lapses, and a whole run says how many it asked', async () => {
  const p = await party('c-theta', 'Theta Bank', 'legal');
  await screenParty(world, org, p);
  assert.equal((await waiting(p))[0]?.state, 'open');

  await take(
    'own-watch',
    base
      .split('\n')
      .filter((l) => !l.startsWith('X3'))
      .join('\n'),
  );
  const run = await screenAll(world, org, 'all');

  assert.equal((await waiting(p))[0]?.state, 'lapsed');
  assert.equal(run.subjects, 7);
});

test('an erased party leaves no name in its matches and owners', async () => {
  const p = await party('c-gone', 'Anton Voorbeeld', 'natural');
  await addOwner(world, org, admin, p, {
    name: 'Secret Owner',
    kind: 'person',
    born: '1970',
    country: 'NL',
    share: 10,
    controls: false,
    source: 'declared by Secret',
  });
  await screenParty(world, org, p);
  await eraseParty(world, org, p, 'gdpr-17', admin);

  const left = await world.db.in(org, (tx) =>
    tx.rows(
      sql<{
        text: string;
      }>`select row_to_json(m)::text as text from listed_match m where party_id = ${p} union all select row_to_json(o)::text from party_owner o where party_id = ${p}`,
    ),
  );
  assert.equal(left.length, 2);
  for (const { text } of left) assert.doesNotMatch(text, /Voorbeeld|Secret|1970/);
});

test('another organisation sees nothing of it', async () => {
  const { id: strangers } = await addOrganisation(world, { slug: 'other-host', name: 'Other Host', kind: 'provider' });

  assert.deepEqual(await matchesPage(world, strangers, { limit: 10, state: 'all' }), []);
  assert.deepEqual(await listLists(world, strangers), []);
  const [match] = await matchesPage(world, org, { limit: 1, state: 'all' });
  await assert.rejects(showMatch(world, strangers, admin, match?.id ?? ''), refusedWith('request.not-found'));
});

test('the threshold lab counts alerts over our own customers, and nothing is opened by looking', async () => {
  const before = (await matchesPage(world, org, { limit: 500, state: 'all' })).length;
  const lab = await thresholdLab(world, org, 0.99, admin);

  const now = lab.rows.find((r) => r.operating);
  assert.equal(lab.operating, operating);
  assert.ok(now && now.alerts > 0 && now.added === 0 && now.removed === 0);
  for (const [i, r] of lab.rows.entries()) if (i > 0) assert.ok(r.alerts <= (lab.rows[i - 1]?.alerts ?? 0));
  assert.ok(lab.removed.every((b) => b.score >= operating && b.score < 0.99));
  assert.deepEqual(lab.added, []);
  assert.equal((await matchesPage(world, org, { limit: 500, state: 'all' })).length, before);
  await assert.rejects(thresholdLab(world, org, 0.2, admin), refusedWith('request.invalid'));
});

test('whoever confirms nearly everything is asked whether they still decide', async () => {
  const counts = await acceptanceOf(world, org);

  assert.equal(counts.alarm, false);
  assert.ok(counts.decided >= counts.confirmed);
  assert.equal(isAlarming(19, 19), false);
  assert.equal(isAlarming(19, 20), false);
  assert.equal(isAlarming(20, 20), true);
});

test('a broken, hostile or empty file is refused, and the generation in use stays', async () => {
  const inUse = async () => (await listLists(world, org)).map((l) => [l.list, l.generation, l.entries]);
  const before = await inUse();
  const [own] = before.map((l) => String(l[0])).filter((l) => l.startsWith('own-'));
  const endless = async function* () {
    yield new TextEncoder().encode('name;kind\n"');
    const part = new Uint8Array(65_536).fill(0x61);
    for (let sent = 0; sent < 1 << 30; sent += part.length) yield part;
  };
  const hostile = [
    '<export globalFileId="1"><sanctionEntity>',
    '<!DOCTYPE a [<!ENTITY b "bb">]><export globalFileId="1"/>',
    '',
    'Date;Entity_LogicalId;Other\n1;2;3\n',
  ];
  for (const text of hostile)
    await assert.rejects(take('eu-fsf', text), refusedWith('list.unreadable'), text.slice(0, 30));
  await assert.rejects(
    importList(world, org, admin, { list: own ?? '', file: { name: 'x.csv', bytes: endless() } }),
    refusedWith('list.unreadable'),
  );
  assert.deepEqual(await inUse(), before);
  assert.ok(own);
});
