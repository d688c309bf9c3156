import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { eraseParty } from '#erasure/work';
import { keepBytes, readKeptWhole, sealFor, subjectKey } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { newId, sha256 } from '#io/dice';
import { openLines } from '#io/lines';
import { type TestWorld, testWorld } from '#io/testing';
import { note, readEntries, verifyJournal } from '#journal/work';
import { engine, type Id } from '#kernel';
import { backup, commands, restore } from './backup.ts';

const folders: string[] = [];
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'bezem-backup-'));
  folders.push(made);
  return made;
}
after(() => {
  for (const each of folders) rmSync(each, { recursive: true, force: true });
});

/** Every text by which the erased party could be known again. */
const personal = [
  'Wilhelmina Voorbeeld',
  'Voorbeeld',
  'wilhelmina@voorbeeld-tuin.example',
  '+31 20 555 0199',
  'CUST-7781',
  'CONTRACT-7781',
  'voorbeeld-tuin.example',
  'garden blog of Wilhelmina',
  'calls on Mondays',
  '203.0.113.77',
  '2001:db8:77::1',
  'wvoorbeeld',
  'dear Wilhelmina',
  'my cousin did it',
  'REF-WV-1',
  'she phoned about it',
  'tulips.zip',
];

interface Everything {
  readonly org: Id<'org'>;
  readonly party: Id<'party'>;
  readonly other: Id<'party'>;
  readonly member: Id<'mbr'>;
  readonly theirMail: Id<'msg'>;
  readonly mixedMail: Id<'msg'>;
}

async function makeOrganisation(world: TestWorld): Promise<Id<'org'>> {
  const org = newId(world, 'org');
  await world.db.owner((tx) =>
    tx.rows(
      sql`insert into organisation (organisation_id, slug, name, kind, created_at) values (${org}, 'example', 'Example Hosting', 'provider', '2026-01-01')`,
    ),
  );
  return org;
}

async function keepMail(world: TestWorld, tx: Tx, org: Id<'org'>, text: string): Promise<Id<'msg'>> {
  const id = newId(world, 'msg');
  const guarded = { class: 'message', subject: id } as const;
  const kept = await keepBytes(world, tx, { ...guarded, mediaType: 'message/rfc822', bytes: Buffer.from(text) });
  const { sealed } = await sealFor(world, tx, guarded, JSON.stringify({ from: 'feed@example.org' }), `message ${id}`);
  await tx.rows(sql`
    insert into message (organisation_id, id, sha256, channel, lane, name, size, evidence_id, received_at, state, ended, problems, sealed, why)
    values (${org}, ${id}, ${kept.sha256}, 'smtp', 'urgent', 'tulips.zip', ${kept.size}, ${kept.id}, '2026-11-20', 'done', 'findings',
            ${JSON.stringify([{ code: 'x', message: 'about 203.0.113.77' }])}::jsonb, ${sealed}, 'voorbeeld-tuin.example')`);
  return id;
}

/** A provider with one customer who has everything a customer can have, and another who must not lose a thing. */
async function makeEverything(world: TestWorld): Promise<Everything> {
  const org = await makeOrganisation(world);
  const member = newId(world, 'mbr');
  const [party, other] = [newId(world, 'party'), newId(world, 'party')];
  const by = { kind: 'member', id: member, role: 'admin', name: 'Jan Jansen' } as const;
  const made = await world.db.in(org, async (tx) => {
    const run = (statement: ReturnType<typeof sql>) => tx.rows(statement);
    await run(
      sql`insert into member (organisation_id, id, email, name, role, created_at) values (${org}, ${member}, 'jan@example.net', 'Jan Jansen', 'admin', '2026-01-01')`,
    );
    for (const [id, reference, name, notes] of [
      [party, 'CUST-7781', 'Wilhelmina Voorbeeld', 'calls on Mondays'],
      [other, 'CUST-1', 'Ordinary Company', null],
    ] as const)
      await run(
        sql`insert into party (organisation_id, id, reference, kind, name, country, language, notes, created_at) values (${org}, ${id}, ${reference}, 'natural', ${name}, 'nl', 'nl', ${notes}, '2026-01-01')`,
      );
    const imported = newId(world, 'imp');
    await run(
      sql`insert into ledger_import (organisation_id, id, kind, file_sha256, counts, by, at) values (${org}, ${imported}, 'parties', '\\x00', '{}', ${member}, '2026-01-01')`,
    );
    await run(
      sql`insert into party_before (organisation_id, import_id, party_id, before) values (${org}, ${imported}, ${party}, ${JSON.stringify({ name: 'W. Voorbeeld' })}::jsonb)`,
    );
    for (const [channel, address] of [
      ['mail', 'wilhelmina@voorbeeld-tuin.example'],
      ['phone', '+31 20 555 0199'],
    ] as const)
      await run(
        sql`insert into contact (organisation_id, id, party_id, purpose, channel, address, created_at) values (${org}, ${newId(world, 'cnt')}, ${party}, 'abuse', ${channel}, ${address}, '2026-01-01')`,
      );
    await run(
      sql`insert into contact (organisation_id, id, party_id, purpose, channel, address, created_at) values (${org}, ${newId(world, 'cnt')}, ${other}, 'abuse', 'mail', 'abuse@ordinary.example', '2026-01-01')`,
    );
    const contract = newId(world, 'ctr');
    await run(
      sql`insert into contract (organisation_id, id, reference, buyer_id, service_kind, dsa_class, valid, recorded) values (${org}, ${contract}, 'CONTRACT-7781', ${party}, 'shared_hosting', 'hosting', '[2026-01-01,)', '[2026-01-01,)')`,
    );
    await run(
      sql`insert into holding (organisation_id, id, kind, name, contract_id, origin, label, valid, recorded) values (${org}, ${newId(world, 'hld')}, 'domain', 'voorbeeld-tuin.example', ${contract}, 'import', 'garden blog of Wilhelmina', '[2026-01-01,)', '[2026-01-01,)')`,
    );
    await run(
      sql`insert into holding (organisation_id, id, kind, prefix, contract_id, origin, label, valid, recorded) values (${org}, ${newId(world, 'hld')}, 'prefix', '203.0.113.64/28', ${contract}, 'import', 'garden blog of Wilhelmina', '[2026-01-01,)', '[2026-01-01,)')`,
    );
    await run(sql`insert into ledger_version (organisation_id, version) values (${org}, 1)`);

    const attribution = newId(world, 'att');
    const otherAttribution = newId(world, 'att');
    for (const [id, holder] of [
      [attribution, party],
      [otherAttribution, other],
    ] as const)
      await run(
        sql`insert into attribution (organisation_id, id, answer_hash, status, holder_id, addressee_id, chain, made_at) values (${org}, ${id}, ${sha256(id)}, 'attributed', ${holder}, ${holder}, ${JSON.stringify([{ party: holder, contract }])}::jsonb, '2026-11-20')`,
      );
    const [kase, otherCase] = [newId(world, 'case'), newId(world, 'case')];
    for (const [id, holder, asset, state] of [
      [kase, party, '203.0.113.77', 'waiting'],
      [otherCase, other, '198.51.100.9', 'new'],
    ] as const) {
      await run(sql`insert into abuse_case (organisation_id, id, reference, key, kind, holder_id, addressee_id, asset, state, band, score, priority, band_override, opened_at, changed_at, due_at, finding_count, reporters)
        values (${org}, ${id}, ${`BZ-26-${asset.length}${holder === party ? 1 : 2}`}, ${`${holder} ${asset}`}, 'malware.c2', ${holder}, ${holder}, ${asset}, ${state}, 1, 3.5, ${JSON.stringify({ because: { nl: asset, en: asset } })}::jsonb,
                ${JSON.stringify({ reason: asset === '203.0.113.77' ? 'she phoned about it' : 'none' })}::jsonb, '2026-11-20', '2026-11-20', '2026-11-25', 2, '{feed}')`);
      await run(
        sql`insert into case_term (organisation_id, case_id, no, terms) values (${org}, ${id}, 0, ${`${asset} voorbeeld-tuin.example`.slice(0, holder === party ? 60 : 12)})`,
      );
    }
    const theirMail = await keepMail(world, tx, org, 'From: feed@example.org\r\n\r\n203.0.113.77 wvoorbeeld');
    const mixedMail = await keepMail(world, tx, org, 'From: feed@example.org\r\n\r\nmany addresses of many people');
    await run(sql`update message set name = 'feed.csv', why = null, problems = '[]' where id = ${mixedMail}`);
    const finding = (n: number, message: string, ip: string, att: string, of: string, more: object) =>
      run(sql`
      insert into finding (organisation_id, day, id, message_id, format, kind, seen_at, received_at, ip, port, host, url, account, role, as_sent, reference, reporter, target, extra, problems, evidence, attribution_id, case_id)
      values (${org}, '2026-11-20', ${`fnd_${String(n).padStart(26, '0')}`}, ${message}, 'arf', 'malware.c2', '2026-11-20', '2026-11-20', ${ip}, 443,
              ${'host' in more ? (more.host as string) : null}, ${'host' in more ? `https://${more.host as string}/x` : null}, ${'account' in more ? (more.account as string) : null},
              'source', 'as it was sent', ${'account' in more ? 'REF-WV-1' : 'REF-1'}, 'feed', ${JSON.stringify(more)}::jsonb, ${JSON.stringify(more)}::jsonb, '[]', ${['/0']}, ${att}, ${of})`);
    await run(sql`select make_finding_day('2026-11-20')`);
    await finding(1, theirMail, '203.0.113.77', attribution, kase, {
      host: 'voorbeeld-tuin.example',
      account: 'wvoorbeeld',
    });
    await finding(2, mixedMail, '2001:db8:77::1', attribution, kase, { host: 'www.voorbeeld-tuin.example' });
    await finding(3, mixedMail, '198.51.100.9', otherAttribution, otherCase, { host: 'ordinary.example' });
    await run(
      sql`insert into attribution_before (organisation_id, day, finding_id, at, attribution_id, why) values (${org}, '2026-11-20', ${`fnd_${'1'.padStart(26, '0')}`}, '2026-11-21', ${attribution}, 'ledger changed')`,
    );
    await run(
      sql`insert into episode (organisation_id, id, case_id, asset, kind, first_seen_at, last_seen_at) values (${org}, ${newId(world, 'eps')}, ${kase}, '203.0.113.77', 'malware.c2', '2026-11-20', '2026-11-20')`,
    );
    const words = await sealFor(world, tx, { class: 'answer', subject: party }, 'she phoned about it', `note ${kase}`);
    await run(
      sql`insert into case_act (organisation_id, id, case_id, at, act, by_kind, by, detail, key_id, sealed) values (${org}, ${newId(world, 'act')}, ${kase}, '2026-11-21', 'note', 'member', ${member}, ${JSON.stringify({ asset: '203.0.113.77' })}::jsonb, ${words.keyId}, ${words.sealed})`,
    );
    await run(
      sql`insert into probe (organisation_id, id, case_id, at, how, target, outcome, detail) values (${org}, ${newId(world, 'prb')}, ${kase}, '2026-11-21', 'http', 'https://voorbeeld-tuin.example/', 'still_there', ${JSON.stringify({ note: '203.0.113.77' })}::jsonb)`,
    );
    await run(
      sql`insert into deadline (organisation_id, id, clock, clock_from, subject, label, starts_at, due_at, next_at, given) values (${org}, ${newId(world, 'ddl')}, 'clk-case-customer', '2026-01-01', ${kase}, 'Wilhelmina Voorbeeld', '2026-11-20', '2026-11-27', '2026-11-25', ${JSON.stringify({ asset: '203.0.113.77' })}::jsonb)`,
    );

    const letter = newId(world, 'let');
    const text = await sealFor(
      world,
      tx,
      { class: 'letter', subject: party },
      'dear Wilhelmina Voorbeeld, 203.0.113.77',
      `letter ${letter}`,
    );
    await run(sql`insert into letter (organisation_id, id, template, template_version, language, audience, case_id, party_id, state, key_id, sealed, body_hash, created_at, created_by, not_before, why, message_id)
      values (${org}, ${letter}, 'ltr-1', 1, 'nl', 'customer', ${kase}, ${party}, 'queued', ${text.keyId}, ${text.sealed}, ${sha256('dear Wilhelmina')}, '2026-11-21', ${member}, '2026-11-21', 'to wilhelmina@voorbeeld-tuin.example', '<1.wvoorbeeld@example.net>')`);
    await run(
      sql`insert into letter_attempt (organisation_id, letter_id, no, at, outcome, response) values (${org}, ${letter}, 1, '2026-11-21', 'deferred', '450 wilhelmina@voorbeeld-tuin.example is over quota')`,
    );
    await run(
      sql`insert into letter_link (organisation_id, token_hash, letter_id, case_id, expires_at) values (${org}, ${sha256('token')}, ${letter}, ${kase}, '2027-01-01')`,
    );
    const answer = newId(world, 'ans');
    const reply = await sealFor(world, tx, { class: 'answer', subject: party }, 'my cousin did it', `answer ${answer}`);
    const reply1 = await keepMail(world, tx, org, 'From: wilhelmina@voorbeeld-tuin.example\r\n\r\nmy cousin did it');
    await run(sql`update message set ended = 'answer' where id = ${reply1}`);
    await run(
      sql`insert into answer (organisation_id, id, letter_id, case_id, message_id, kind, key_id, sealed, channel, once, received_at) values (${org}, ${answer}, ${letter}, ${kase}, ${reply1}, 'question', ${reply.keyId}, ${reply.sealed}, 'mail', 'wilhelmina@voorbeeld-tuin.example', '2026-11-22')`,
    );
    await run(
      sql`insert into job (organisation_id, lane, kind, payload, run_at, error) values (${org}, 'normal', 'letter.send', ${JSON.stringify({ letter })}::jsonb, '2026-11-21', '450 wilhelmina@voorbeeld-tuin.example')`,
    );
    await run(
      sql`insert into idempotency (organisation_id, key, request_hash, status, response, at) values (${org}, 'k1', '\\x00', 200, ${JSON.stringify({ id: party, name: 'Wilhelmina Voorbeeld' })}::jsonb, '2026-11-21'), (${org}, 'k2', '\\x00', 200, '{"asset": "203.0.113.77"}', '2026-11-21'), (${org}, 'k3', '\\x00', 200, '{"name": "Ordinary Company"}', '2026-11-21')`,
    );
    note(world, tx, {
      act: 'party.add',
      by,
      about: [
        { subject: party, payload: { name: 'Wilhelmina Voorbeeld' } },
        { subject: other, payload: { name: 'Ordinary Company' } },
      ],
    });
    note(world, tx, { act: 'case.open', by: engine, about: [{ subject: kase, payload: { asset: '203.0.113.77' } }] });
    note(world, tx, {
      act: 'letter.answer',
      by: { kind: 'customer', id: letter },
      about: [{ subject: letter, payload: { words: 'my cousin did it' } }],
    });
    return { theirMail, mixedMail };
  });
  return { org, party, other, member, ...made };
}

/** All tables as text, columns of bytes also as the text they may hold. */
async function dump(world: TestWorld): Promise<Map<string, string[]>> {
  const client = new pg.Client({ connectionString: world.adminUrl });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r' order by 1`,
    );
    const all = new Map<string, string[]>();
    for (const { name } of tables.rows) {
      if (name === 'migration') continue;
      const rows = await client.query<{ t: string }>(`select t::text as t from "${name}" t order by 1`);
      all.set(
        name,
        rows.rows.map((r) => r.t),
      );
    }
    return all;
  } finally {
    await client.end();
  }
}

const readable = (text: string) =>
  `${text}\n${[...text.matchAll(/\\+x([0-9a-f]+)/g)].map((m) => Buffer.from(m[1] ?? '', 'hex').toString('latin1')).join('\n')}`;

/** Everything in the database that the keys of the house still open, as text. */
async function opened(world: TestWorld): Promise<string> {
  const client = new pg.Client({ connectionString: world.adminUrl });
  await client.connect();
  const out: string[] = [];
  try {
    const keys = (await client.query<{ wrapped: Buffer }>('select wrapped from data_key where wrapped is not null'))
      .rows;
    const sealed = await client.query<{ bytes: Buffer; about: string }>(`
      select sealed as bytes, 'journal:' || organisation_id || ':' || encode(commitment, 'hex') as about from journal_detail where sealed is not null
      union all select sealed, 'letter ' || id from letter where sealed is not null
      union all select sealed, 'answer ' || id from answer where sealed is not null
      union all select sealed, 'note ' || case_id from case_act where sealed is not null
      union all select sealed, 'message ' || id from message where sealed is not null
      union all select bytes, 'kept:' || evidence_id || ':' || no from kept_piece`);
    for (const row of sealed.rows)
      for (const key of keys)
        try {
          out.push(world.keys.open(key.wrapped, row.bytes, row.about).toString('latin1'));
        } catch {
          // another key's
        }
    assert.ok(out.length > 0, 'some sealed text must still open, or this looks at nothing');
  } finally {
    await client.end();
  }
  return out.join('\n');
}

function found(text: string): string[] {
  return personal.filter((p) => text.toLowerCase().includes(p.toLowerCase()));
}

test('after its erasure nothing of a party is found, in no table, under no key, in no backup; and the journal verifies', async () => {
  const world = await testWorld('erase everything');
  const all = await makeEverything(world);
  const before = [...(await dump(world))].map(([t, rows]) => `${t} ${rows.map(readable).join('\n')}`).join('\n');
  // What is sealed is not found by reading, so it must be found by opening: else this test would prove nothing.
  const seen = new Set([...found(before), ...found(await opened(world))]);
  assert.deepEqual(
    [...personal].filter((p) => !seen.has(p)),
    [],
  );

  const { counts } = await eraseParty(world, all.org, all.party, 'gdpr-17', {
    kind: 'member',
    id: all.member,
    role: 'admin',
    name: 'Jan Jansen',
  });

  for (const [table, rows] of await dump(world)) assert.deepEqual(found(rows.map(readable).join('\n')), [], table);
  assert.deepEqual(found(await opened(world)), []);
  const done = await backup(world, { folder: folder() });
  for (const file of [done.file, done.keys]) {
    const plain = gunzipSync(readFileSync(file).subarray(8)).toString('latin1');
    assert.deepEqual(found(readable(plain)), [], file);
  }
  assert.deepEqual(found(readFileSync(done.erasures, 'utf8')), []);
  const journal = await verifyJournal(world, all.org);
  assert.deepEqual([journal.ok, journal.faults, journal.erased > 3], [true, [], true]);
  assert.equal(counts['finding'], 2);
  assert.equal(counts['message'], 2);
});

test('an erasure keeps the counts true, the other party whole, the names of members, and closes what was open', async () => {
  const world = await testWorld('erase one of two');
  const all = await makeEverything(world);
  const others = [
    'Ordinary Company',
    'abuse@ordinary.example',
    '198.51.100.9',
    'ordinary.example',
    'Jan Jansen',
    'CUST-1',
  ];

  await eraseParty(world, all.org, all.party, 'gdpr-17', engine);

  const text = [...(await dump(world)).values()].flat().join('\n');
  for (const each of others) assert.ok(text.includes(each), `${each} must stay`);
  const one = async <T>(statement: ReturnType<typeof sql<T>>): Promise<T | undefined> =>
    (await world.db.in(all.org, (tx) => tx.rows(statement)))[0];
  assert.deepEqual(
    await one(sql`select count(*)::int as n, count(ip)::int as ips from finding where organisation_id = ${all.org}`),
    { n: 3, ips: 1 },
  );
  assert.deepEqual(await one(sql`select name, state, erased_rule from party where id = ${all.party}`), {
    name: null,
    state: 'erased',
    erased_rule: 'gdpr-17',
  });
  assert.deepEqual(await one(sql`select state, band, finding_count from abuse_case where holder_id = ${all.party}`), {
    state: 'resolved',
    band: 1,
    finding_count: 2,
  });
  assert.deepEqual(await one(sql`select state from letter`), { state: 'stopped' });
  assert.deepEqual(await one(sql`select state from deadline`), { state: 'void' });
  assert.deepEqual(await one(sql`select count(*)::int as n from idempotency`), { n: 1 });
  const entries = await world.db.in(all.org, (tx) => readEntries(world, tx, { act: 'party.add' }, null, 5));
  const [hers, his] = entries.entries[0]?.about ?? [];
  assert.ok(hers && 'erased' in hers && hers.erased.rule === 'gdpr-17');
  assert.ok(his && 'payload' in his && his.payload['name'] === 'Ordinary Company');
  const [stone] = await world.db.in(all.org, (tx) =>
    tx.rows(
      sql<{ tombstone: { rule: string; size: number } }>`select tombstone from message where id = ${all.theirMail}`,
    ),
  );
  assert.equal(stone?.tombstone.rule, 'gdpr-17');
  assert.ok((stone?.tombstone.size ?? 0) > 0);
  const [mixed] = await world.db.in(all.org, (tx) =>
    tx.rows(sql<{ evidence_id: string }>`select evidence_id from message where id = ${all.mixedMail}`),
  );
  const bytes = await world.db.in(all.org, (tx) => readKeptWhole(world, tx, mixed?.evidence_id ?? ''));
  assert.ok(bytes.toString().includes('many addresses'));
});

test('a restored database holds the same rows as the one that was backed up, and goes on from there', async () => {
  const world = await testWorld('round trip');
  const all = await makeEverything(world);
  const odd = 'tab\tline\nback\\slash "quote" é 漢 \u0001';
  await world.db.in(all.org, (tx) => tx.rows(sql`update party set notes = ${odd} where id = ${all.other}`));
  const target = await testWorld('round trip, other side');
  const done = await backup(world, { folder: folder() });

  const back = await restore(target, { file: done.file });

  assert.deepEqual(await dump(target), await dump(world));
  assert.equal(back.rows, done.rows);
  assert.equal(back.waiting, 1);
  assert.deepEqual(
    back.journals.map((j) => [j.organisation, j.verification.ok]),
    [[all.org, true]],
  );
  const jobs = await target.db.in(all.org, (tx) =>
    tx.rows(
      sql<{
        id: number;
      }>`insert into job (organisation_id, lane, kind, payload, run_at) values (${all.org}, 'normal', 'x', '{}', now()) returning id`,
    ),
  );
  assert.equal(jobs[0]?.id, 2, 'numbers go on where they were');
  await target.db.in(all.org, async (tx) => note(target, tx, { act: 'case.look', by: engine, about: [] }));
  assert.equal((await verifyJournal(target, all.org)).ok, true);
  const walls = await target.db.owner((tx) =>
    tx.rows(sql`select relname from pg_class where relrowsecurity and not relforcerowsecurity`),
  );
  assert.deepEqual(walls, [], 'row-level security stands again on every table');
});

test('restoring a backup of before an erasure replays the erasure before anything is served', async () => {
  const world = await testWorld('older backup');
  const state = folder();
  const logged = { ...world, erasures: openLines(join(state, 'erasures.jsonl')) };
  const all = await makeEverything(world);
  const backups = folder();
  const old = await backup(logged, { folder: backups });
  world.clock.add({ hours: 1 });
  const { erasure } = await eraseParty(logged, all.org, all.party, 'gdpr-17', engine);
  const lost = await testWorld('older backup, new machine');
  const target = { ...lost, erasures: logged.erasures };

  const back = await restore(target, { file: old.file });

  assert.equal(back.replayed, 1);
  for (const [table, rows] of await dump(target)) assert.deepEqual(found(rows.map(readable).join('\n')), [], table);
  assert.deepEqual(found(await opened(target)), []);
  assert.equal(back.journals[0]?.verification.ok, true);
  const [record] = await target.db.in(all.org, (tx) =>
    tx.rows(sql<{ id: string; at: Temporal.Instant }>`select id, at from erasure`),
  );
  assert.equal(record?.id, erasure.id);
  assert.equal(record?.at.toString(), erasure.at.toString());
});

test('a key destroyed since the backup stays destroyed, for the newest key set says so', async () => {
  const world = await testWorld('key set');
  const all = await makeEverything(world);
  const backups = folder();
  const old = await backup(world, { folder: backups });
  world.clock.add({ hours: 30 });
  await eraseParty(world, all.org, all.party, 'gdpr-17', engine);
  const newest = await backup(world, { folder: backups });
  const target = await testWorld('key set, new machine');

  const back = await restore(target, { file: old.file });

  assert.equal(newest.keys, old.keys, 'there is one key set only');
  assert.equal(back.replayed, 1, 'the log beside the backups knew of it');
  assert.deepEqual(found(await opened(target)), []);
  assert.equal(back.journals[0]?.verification.ok, true);
});

test('where the log of erasures was lost, the newest key set still tells whom to erase', async () => {
  const world = await testWorld('log lost');
  const all = await makeEverything(world);
  const backups = folder();
  const old = await backup(world, { folder: backups });
  world.clock.add({ hours: 30 });
  await eraseParty(world, all.org, all.party, 'gdpr-17', engine);
  const newest = await backup(world, { folder: backups });
  rmSync(newest.erasures);
  const target = await testWorld('log lost, new machine');

  const back = await restore(target, { file: old.file });

  assert.equal(back.replayed, 1);
  for (const [table, rows] of await dump(target)) assert.deepEqual(found(rows.map(readable).join('\n')), [], table);
  assert.deepEqual(found(await opened(target)), []);
  assert.equal(back.journals[0]?.verification.ok, true);
});

test('a backup that is damaged, cut off, of another key or no backup at all is refused, and nothing is written', async () => {
  const world = await testWorld('damage');
  const all = await makeEverything(world);
  const backups = folder();
  const done = await backup(world, { folder: backups });
  const whole = readFileSync(done.file);
  const target = await testWorld('damage, other side');
  const made = (name: string, bytes: Buffer) => {
    const file = join(backups, name);
    writeFileSync(file, bytes);
    return file;
  };
  const flipped = (at: number) => {
    const copy = Buffer.from(whole);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  };
  const cases: readonly (readonly [string, RegExp])[] = [
    [made('cut', whole.subarray(0, Math.floor(whole.length / 2))), /cut off/],
    [made('cut-end', whole.subarray(0, whole.length - 9)), /cut off|damaged/],
    [made('empty', Buffer.alloc(0)), /not a backup of Bezem/],
    [made('text', Buffer.from('hello, this is a text')), /not a backup of Bezem/],
    [made('flip-middle', flipped(Math.floor(whole.length / 2))), /damaged|checksum|cut off|not whole|not a backup/],
    [made('flip-early', flipped(40)), /damaged|checksum|cut off|not whole/],
    [join(backups, 'absent'), /no such file/],
    [done.keys, /key set, not a data backup/],
  ];

  for (const [file, why] of cases)
    await assert.rejects(restore(target, { file, keys: done.keys }), (e: Error) => {
      assert.match(e.message, why, file);
      assert.equal(e.name, 'Refused');
      return true;
    });
  const { keysUnder } = await import('#io/keys');
  await assert.rejects(
    restore({ ...target, keys: keysUnder(Buffer.alloc(32, 9)) }, { file: done.file }),
    /another master key/,
  );
  await assert.rejects(restore(target, { file: done.file, keys: done.file }), /not a key set/);

  assert.deepEqual([...(await dump(target)).values()].flat(), []);
  assert.ok(all.org);
});

test('a backup is restored into an empty database only', async () => {
  const world = await testWorld('not empty');
  await makeEverything(world);
  const done = await backup(world, { folder: folder() });

  await assert.rejects(restore(world, { file: done.file }), /not empty/);
});

test('a key set older than the backup is refused', async () => {
  const world = await testWorld('old keys');
  await makeEverything(world);
  const backups = folder();
  const first = await backup(world, { folder: backups });
  copyFileSync(first.keys, join(backups, 'old-keys'));
  world.clock.add({ hours: 1 });
  const second = await backup(world, { folder: backups });
  const target = await testWorld('old keys, other side');

  await assert.rejects(
    restore(target, { file: second.file, keys: join(backups, 'old-keys') }),
    /older than the backup/,
  );
});

test('backups are for their owner only, expire after their days, and the key set is one', async () => {
  const world = await testWorld('expiry');
  await makeOrganisation(world);
  const backups = folder();
  const first = await backup(world, { folder: backups });
  world.clock.add({ hours: 24 * 20 });
  await backup(world, { folder: backups });
  world.clock.add({ hours: 24 * 20 });

  const third = await backup(world, { folder: backups });

  assert.deepEqual(third.removed, [first.file.split('/').at(-1)]);
  assert.equal(readdirSync(backups).filter((n) => /^bezem-2/.test(n)).length, 2);
  assert.equal(readdirSync(backups).filter((n) => n.startsWith('bezem-keys')).length, 1);
  for (const file of [third.file, third.keys]) assert.equal(statSync(file).mode & 0o777, 0o600);
});

test('the data backup holds no key', async () => {
  const world = await testWorld('no keys');
  const all = await makeEverything(world);
  const key = await world.db.in(all.org, (tx) => subjectKey(world, tx, 'journal', all.party));

  const done = await backup(world, { folder: folder() });

  const inside = (file: string) => readable(gunzipSync(readFileSync(file).subarray(8)).toString('latin1'));
  const mark = key.wrapped.toString('hex');
  assert.ok(inside(done.keys).includes(mark));
  assert.ok(!inside(done.file).includes(mark));
});

test('the commands make a backup and restore it, and say what they need', async () => {
  const world = await testWorld('commands');
  await makeEverything(world);
  const target = await testWorld('commands, other side');
  const backups = folder();
  const run = async (name: string, args: readonly string[], on: TestWorld) => {
    const out: string[] = [];
    const output = {
      out: (line: string) => out.push(line),
      err: () => {},
      progress: () => {},
      language: 'en',
      colour: false,
    } as const;
    const command = commands.find((c) => c.name === name);
    const inside = async () => ({ world: on, organisation: '' as Id<'org'>, actor: engine, config: {} as never });
    return { code: await command?.run(args, output, inside), said: out.join('\n') };
  };

  const made = await run('backup', ['--out', backups, '--json'], world);
  const { file } = JSON.parse(made.said) as { file: string };
  await assert.rejects(run('restore', [file], target), /Say --yes/);
  await assert.rejects(run('backup', [], world), /backup --out DIR/);
  await assert.rejects(run('backup', ['--out', backups, '--keep', '0'], world), /--keep/);
  const back = await run('restore', [file, '--yes', '--json'], target);

  assert.equal(made.code, 0);
  assert.equal(back.code, 3, 'a letter waited, which asks for a look');
  assert.deepEqual(await dump(target), await dump(world));
});
