import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { keepBytes, readKeptWhole, sealFor } from '#evidence/store';
import { sql } from '#io/db';
import { newId } from '#io/dice';
import { newApi } from '#io/http';
import { openLines } from '#io/lines';
import { type TestWorld, testWorld } from '#io/testing';
import { note, verifyJournal } from '#journal/work';
import { type Actor, engine, type Id, problems, Refused } from '#kernel';
import { loadLaw } from '#law/work';
import { routes } from './api.ts';
import { commands } from './cli.ts';
import { noParties, places } from './places.ts';
import { privacyFile } from './privacy.ts';
import { erasureLine, readErasureLine } from './rule.ts';
import { rowCounts } from './store.ts';
import { completeErasureLog, eraseMessage, eraseParty, markAsCsam, previewParty } from './work.ts';

async function organisation(world: TestWorld): Promise<Id<'org'>> {
  const org = newId(world, 'org');
  await world.db.owner((tx) =>
    tx.rows(
      sql`insert into organisation (organisation_id, slug, name, kind, created_at) values (${org}, 'example', 'Example', 'provider', now())`,
    ),
  );
  return org;
}

async function party(world: TestWorld, org: Id<'org'>, name = 'Anna Bakker'): Promise<Id<'party'>> {
  const id = newId(world, 'party');
  await world.db.in(org, async (tx) => {
    await tx.rows(
      sql`insert into party (organisation_id, id, reference, kind, name, created_at) values (${org}, ${id}, ${id}, 'natural', ${name}, now())`,
    );
    note(world, tx, { act: 'party.add', by: engine, about: [{ subject: id, payload: { name } }] });
  });
  return id;
}

async function mail(world: TestWorld, org: Id<'org'>, text: string, within: string | null = null): Promise<Id<'msg'>> {
  const id = newId(world, 'msg');
  await world.db.in(org, async (tx) => {
    const guarded = { class: 'message', subject: id } as const;
    const kept = within
      ? null
      : await keepBytes(world, tx, { ...guarded, mediaType: 'message/rfc822', bytes: Buffer.from(text) });
    const { sealed } = await sealFor(
      world,
      tx,
      guarded,
      JSON.stringify({ envelope: { from: 'reporter@example.org', to: [] } }),
      `message ${id}`,
    );
    await tx.rows(sql`
      insert into message (organisation_id, id, sha256, channel, lane, name, size, evidence_id, received_at, state, within, sealed)
      values (${org}, ${id}, ${Buffer.from(id)}, 'smtp', 'urgent', 'holiday.jpg', ${text.length}, ${kept?.id ?? null}, '2026-11-21', 'done', ${within}, ${sealed})`);
    note(world, tx, { act: 'message.received', by: engine, about: [{ subject: id, payload: { message: id } }] });
  });
  return id;
}

async function heldCase(world: TestWorld, org: Id<'org'>, holder: string): Promise<Id<'case'>> {
  const id = newId(world, 'case');
  await world.db.in(org, (tx) =>
    tx.rows(sql`
      insert into abuse_case (organisation_id, id, key, kind, holder_id, asset, state, band, score, priority, opened_at, changed_at)
      values (${org}, ${id}, ${id}, 'content.terrorist', ${holder}, 'site.example', 'new', 1, 1, '{}', '2026-11-21', '2026-11-21')`),
  );
  return id;
}

async function finding(world: TestWorld, org: Id<'org'>, n: number, message: string, of: string, kind: string) {
  await world.db.in(org, (tx) =>
    tx.rows(sql`
      insert into finding (organisation_id, day, id, message_id, format, kind, received_at, host, role, case_id)
      values (${org}, '2026-11-21', ${`fnd_${String(n).padStart(26, '0')}`}, ${message}, 'arf', ${kind}, '2026-11-21', 'site.example', 'source', ${of})`),
  );
}

const stoneOf = async (world: TestWorld, org: Id<'org'>, id: string) =>
  (
    await world.db.in(org, (tx) =>
      tx.rows(
        sql<{
          tombstone: Record<string, unknown> | null;
          evidence_id: string | null;
          name: string | null;
        }>`select tombstone, evidence_id, name from message where id = ${id}`,
      ),
    )
  )[0];

test('every column of every table is on the list of what an erasure does with it', async () => {
  const world = await testWorld('catalogue');
  const columns = await world.db.owner((tx) =>
    tx.rows(sql<{ table: string; column: string }>`
      select c.relname::text as "table", a.attname::text as "column"
        from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
       where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped`),
  );
  const unthought: string[] = [];
  const there = new Set(columns.map((c) => `${c.table}.${c.column}`));

  for (const { table, column } of columns) {
    if (Object.hasOwn(noParties, table)) continue;
    const place = places[table];
    if (!place || !(Object.hasOwn(place.erased, column) || place.stays.includes(column)))
      unthought.push(`${table}.${column}`);
  }
  const gone = Object.entries(places).flatMap(([table, place]) =>
    [...Object.keys(place.erased), ...place.stays].map((c) => `${table}.${c}`).filter((name) => !there.has(name)),
  );

  assert.deepEqual(
    unthought,
    [],
    'say in src/erasure/places.ts what an erasure does with these, and do it in store.ts',
  );
  assert.deepEqual(gone, [], 'src/erasure/places.ts names columns that are not there');
});

test('looking at what would go changes nothing', async () => {
  const world = await testWorld('preview');
  const org = await organisation(world);
  const id = await party(world, org);

  const counts = await previewParty(world, org, id, 'gdpr-17', engine);

  assert.equal(counts['party'], 1);
  const [row] = await world.db.in(org, (tx) => tx.rows(sql<{ name: string }>`select name from party where id = ${id}`));
  assert.equal(row?.name, 'Anna Bakker');
  const found = await verifyJournal(world, org);
  assert.deepEqual([found.ok, found.size, found.erased], [true, 1, 0]);
});

test('a party is erased once; a stranger or nobody is not found', async () => {
  const world = await testWorld('once');
  const org = await organisation(world);
  const id = await party(world, org);
  await eraseParty(world, org, id, 'gdpr-17', engine);
  const code = async (work: Promise<unknown>) => {
    try {
      await work;
    } catch (cause) {
      return cause instanceof Refused ? cause.refusal.code : String(cause);
    }
    return 'done';
  };

  assert.equal(await code(eraseParty(world, org, id, 'gdpr-17', engine)), 'party.erased');
  assert.equal(await code(eraseParty(world, org, newId(world, 'party'), 'gdpr-17', engine)), 'request.not-found');
});

test('what comes to be said of an erased party afterwards lies under a new key', async () => {
  const world = await testWorld('afterwards');
  const org = await organisation(world);
  const id = await party(world, org);
  await eraseParty(world, org, id, 'gdpr-17', engine);

  await world.db.in(org, async (tx) =>
    note(world, tx, { act: 'case.open', by: engine, about: [{ subject: id, payload: { again: true } }] }),
  );

  const found = await verifyJournal(world, org);
  assert.deepEqual([found.ok, found.erased], [true, 1]);
});

test('marking child abuse material keeps a copy without pictures under a new key and destroys the rest', async () => {
  const world = await testWorld('marking');
  const org = await organisation(world);
  const by: Actor = { kind: 'member', id: newId(world, 'mbr'), role: 'handler', name: 'Jan Jansen' };
  const outer = await mail(world, org, 'see https://bad.example/ PICTUREPICTURE');
  const inner = await mail(world, org, 'inner', outer);
  const before = await stoneOf(world, org, outer);

  await markAsCsam(world, org, inner, by, 'picture of a child', (bytes) =>
    Buffer.from(
      Buffer.from(bytes)
        .toString()
        .replace(/(PICTURE)+/, ''),
    ),
  );

  const after = await stoneOf(world, org, outer);
  assert.deepEqual(after?.tombstone, {
    at: '2026-11-22T10:00:00Z',
    rule: 'csam',
    by: by.id,
    size: 39,
    received_at: '2026-11-21T00:00:00Z',
    why: 'picture of a child',
    sender: 'reporter@example.org',
  });
  assert.equal(after?.name, null);
  assert.ok((await stoneOf(world, org, inner))?.tombstone);
  const copy = await world.db.in(org, (tx) => readKeptWhole(world, tx, after?.evidence_id ?? ''));
  assert.equal(copy.toString(), 'see https://bad.example/ ');
  await assert.rejects(
    world.db.in(org, (tx) => readKeptWhole(world, tx, before?.evidence_id ?? '')),
    /destroyed/,
  );
  const pieces = await world.db.in(org, (tx) =>
    tx.rows(sql<{ evidence_id: string }>`select evidence_id from kept_piece`),
  );
  assert.deepEqual(pieces, [{ evidence_id: after?.evidence_id }]);
  assert.equal((await verifyJournal(world, org)).ok, true);
});

test('while the copy without pictures cannot be made, nothing is destroyed', async () => {
  const world = await testWorld('marking fails');
  const org = await organisation(world);
  const id = await mail(world, org, 'some bytes');

  await assert.rejects(
    markAsCsam(world, org, id, engine, 'why', () => {
      throw new Error('cannot be read');
    }),
    /cannot be read/,
  );

  const row = await stoneOf(world, org, id);
  assert.equal(row?.tombstone, null);
  const bytes = await world.db.in(org, (tx) => readKeptWhole(world, tx, row?.evidence_id ?? ''));
  assert.equal(bytes.toString(), 'some bytes');
});

test('a message that is nothing but pictures leaves only its tombstone', async () => {
  const world = await testWorld('only pictures');
  const org = await organisation(world);
  const id = await mail(world, org, 'PICTURE');

  await markAsCsam(world, org, id, engine, 'why', () => null);

  const [kept] = await world.db.in(org, (tx) => tx.rows(sql<{ n: number }>`select count(*)::int as n from kept_piece`));
  assert.equal(kept?.n, 0);
  assert.equal((await stoneOf(world, org, id))?.tombstone?.['sender'], 'reporter@example.org');
  await assert.rejects(
    markAsCsam(world, org, id, engine, 'why', () => null),
    { name: 'Refused' },
  );
});

test('an erased message keeps its findings and the journal its proof', async () => {
  const world = await testWorld('message');
  const org = await organisation(world);
  const holder = await party(world, org);
  const id = await mail(world, org, 'bytes');
  await finding(world, org, 1, id, await heldCase(world, org, holder), 'malware.c2');

  const { counts } = await eraseMessage(world, org, id, 'gdpr-5-1-e', engine);

  assert.equal(counts['message'], 1);
  const [row] = await world.db.in(org, (tx) => tx.rows(sql<{ host: string }>`select host from finding`));
  assert.equal(row?.host, 'site.example');
  assert.equal((await verifyJournal(world, org)).ok, true);
});

test('mail about terrorist content is preserved six months, also when its subject is erased', async () => {
  const world = await testWorld('preserved');
  const org = await organisation(world);
  const holder = await party(world, org);
  const of = await heldCase(world, org, holder);
  const [terrorist, other] = [await mail(world, org, 'propaganda'), await mail(world, org, 'malware')];
  await finding(world, org, 1, terrorist, of, 'content.terrorist');
  await finding(world, org, 2, other, of, 'malware.c2');

  const { counts } = await eraseParty(world, org, holder, 'gdpr-17', engine);

  assert.deepEqual([counts['message'], counts['message_preserved']], [1, 1]);
  const kept = await stoneOf(world, org, terrorist);
  assert.equal(
    (await world.db.in(org, (tx) => readKeptWhole(world, tx, kept?.evidence_id ?? ''))).toString(),
    'propaganda',
  );
});

test('the erasure log outside the database gets what a crash kept from it, and half a line is no line', async () => {
  const world = await testWorld('log');
  const org = await organisation(world);
  const folder = mkdtempSync(join(tmpdir(), 'bezem-log-'));
  try {
    const file = join(folder, 'erasures.jsonl');
    const logged = { ...world, erasures: openLines(file) };
    const first = await eraseParty(logged, org, await party(world, org), 'gdpr-17', engine);
    const second = await eraseParty(world, org, await party(world, org, 'Bob'), 'gdpr-17', engine);
    writeFileSync(file, '{"id":"ers_half', { flag: 'a' });

    const added = await completeErasureLog(logged, [org]);
    const again = await completeErasureLog(logged, [org]);

    assert.deepEqual([added, again], [1, 0]);
    const lines = await openLines(file).read();
    assert.ok(lines.includes(erasureLine(first.erasure)) && lines.includes(erasureLine(second.erasure)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a line of the erasure log that cannot be read stops the restore', () => {
  for (const line of [
    '{}',
    'x',
    '{"id":"a","organisation":"b","kind":"party","subject":"c","rule":"?","at":"2026-01-01T00:00:00Z","by":"d"}',
  ])
    assert.throws(() => readErasureLine(line));
});

function asking(world: TestWorld, organisation: Id<'org'>, role: 'reader' | 'admin') {
  const api = newApi();
  api.use(async (c, next) => {
    c.set('world', world);
    c.set('organisation', organisation);
    c.set('actor', { kind: 'member', id: newId(world, 'mbr'), role, name: 'Jan Jansen' });
    await next();
  });
  api.route('/', routes());
  api.onError((cause, c) =>
    cause instanceof Refused
      ? c.json({ code: cause.refusal.code }, problems[cause.refusal.code].status as 403)
      : c.json({}, 500),
  );
  return (id: string, body: object) =>
    api.request(`/v1/parties/${id}/erase`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
}

test('over HTTP an admin sees what would go, erases, and a reader may not', async () => {
  const world = await testWorld('http');
  const org = await organisation(world);
  const id = await party(world, org);

  const refused = await asking(world, org, 'reader')(id, { rule: 'gdpr-17', yes: true });
  const unknown = await asking(world, org, 'admin')(id, { rule: 'because', yes: true });
  const seen = await asking(world, org, 'admin')(id, { rule: 'gdpr-17' });
  const done = await asking(world, org, 'admin')(id, { rule: 'gdpr-17', yes: true });

  assert.deepEqual([refused.status, unknown.status, seen.status, done.status], [403, 400, 200, 200]);
  assert.equal(((await seen.json()) as { id: null }).id, null);
  assert.match(((await done.json()) as { id: string }).id, /^ers_/);
});

test('on the command line nothing goes without --yes', async () => {
  const world = await testWorld('cli');
  const org = await organisation(world);
  const id = await party(world, org);
  const out: string[] = [];
  const output = {
    out: (line: string) => out.push(line),
    err: () => {},
    progress: () => {},
    language: 'en',
    colour: false,
  } as const;
  const actor: Actor = { kind: 'member', id: newId(world, 'mbr'), role: 'admin', name: 'Jan Jansen' };
  const run = (args: string[]) =>
    commands[0]?.run(args, output, async () => ({ world, organisation: org, actor, config: {} as never }));
  const state = async () =>
    (await world.db.in(org, (tx) => tx.rows(sql<{ state: string }>`select state from party where id = ${id}`)))[0]
      ?.state;

  assert.equal(await run([id, '--rule', 'gdpr-17']), 3);
  assert.equal(await state(), 'active');
  assert.equal(await run([id, '--rule', 'gdpr-17', '--yes']), 0);
  assert.equal(await state(), 'erased');
  await assert.rejects(async () => run([id, '--rule', 'whim']), /erase party ID --rule/);
  assert.ok(out.some((line) => /1 {2}party$/.test(line)));
});

test('the privacy file names every class with its ground and term, and counts the rows of every place', async () => {
  const world = await testWorld('privacy');
  const org = await organisation(world);
  await party(world, org);
  const rules = [...(await loadLaw()).retention.values()];
  const counts = await world.db.in(org, (tx) => rowCounts(tx, Object.keys(places)));
  const file = privacyFile(rules, counts, '2026-11-27');

  assert.ok(file.classes.length > 10);
  for (const c of file.classes) assert.ok(c.basis.length > 3 && c.keep.count >= 0, c.id);
  assert.deepEqual(file.places.map((p) => p.table).sort(), Object.keys(places).sort());
  assert.ok((file.places.find((p) => p.table === 'party')?.rows ?? 0) > 0);
  assert.deepEqual(privacyFile(rules, counts, '2020-01-01').classes, []);
});
