/** Mails that wait together become the same rows as mails taken one by one; one that cannot be read takes none of the others down. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { destroyKey, subjectKey } from '#evidence/store';
import { openReaders } from '#intake/readers';
import { readingJob, readMessage, receive } from '#intake/work';
import { sql } from '#io/db';
import { runDue } from '#io/jobs';
import { testWorld } from '#io/testing';
import { engine, type Id } from '#kernel';
import { loadLaw } from '#law/work';
import { intakeHands } from '../src/plan.ts';
import { setStage } from './provider.ts';

const world = await testWorld('together');
const law = await loadLaw();
const readers = openReaders({ size: 1, kinds: law.kinds.values() });
const hands = intakeHands(readers);
after(() => readers.close());

/** A feedback report (RFC 5965) about an address. */
function complaint(n: number, ip: string): Buffer {
  return Buffer.from(
    `From: <feedback@mail.example>\r\nTo: <abuse@desk.example>\r\nSubject: complaint ${n}\r\nDate: Fri, 20 Nov 2026 12:00:00 +0000\r\nMessage-ID: <${n}@mail.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=feedback-report; boundary="b"\r\n\r\n` +
      `--b\r\nContent-Type: text/plain\r\n\r\nAn abuse report.\r\n\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nUser-Agent: Example/1.0\r\nVersion: 1\r\nArrival-Date: Fri, 20 Nov 2026 11:${String(10 + n).padStart(2, '0')}:00 +0000\r\nSource-IP: ${ip}\r\n\r\n` +
      `--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: <a@shop.example>\r\nTo: <b@mail.example>\r\nSubject: Prize\r\nMessage-ID: <p${n}@shop.example>\r\n\r\nA prize.\r\n--b--\r\n`,
  );
}

/** Several of one holder, one of another, one nobody held, one elsewhere, one that says nothing, and one sent twice. */
const mails = [
  complaint(1, '192.0.2.9'),
  complaint(2, '192.0.2.10'),
  complaint(3, '192.0.2.9'),
  complaint(4, '192.0.2.66'),
  complaint(5, '192.0.2.250'),
  complaint(6, '198.51.100.7'),
  Buffer.from(
    'From: <x@mail.example>\r\nTo: <abuse@desk.example>\r\nSubject: hello\r\nMessage-ID: <h@mail.example>\r\n\r\nGood day.\r\n',
  ),
  complaint(1, '192.0.2.9'),
];

const incoming = (bytes: Buffer) => ({ channel: 'smtp' as const, bytes, name: 'mail.eml', by: engine });

/** All that the mails became, without ids and moments of receipt. */
async function rowsOf(org: Id<'org'>) {
  return world.db.in(org, async (tx) => ({
    messages: await tx.rows(sql`
      select encode(sha256, 'hex') as sha, state, ended, format, format_version, why, problems, finding_count, size, channel, lane, tries,
             sealed is not null as sealed, sender_mark is not null as marked, evidence_id is not null as kept
        from message where organisation_id = ${org} order by sha256`),
    findings: await tx.rows(sql`
      select f.id, f.day, f.kind, f.ip::text, f.seen_at::text, f.format, f.feed, a.status, p.reference as holder, encode(m.sha256, 'hex') as from, c.action, e.asset
        from finding f join message m on m.organisation_id = f.organisation_id and m.id = f.message_id
        join attribution a on a.organisation_id = f.organisation_id and a.id = f.attribution_id
        left join party p on p.organisation_id = f.organisation_id and p.id = a.holder_id
        left join abuse_case c on c.organisation_id = f.organisation_id and c.id = f.case_id
        left join episode e on e.organisation_id = f.organisation_id and e.id = f.episode_id
       where f.organisation_id = ${org} order by f.id`),
    cases: await tx.rows(sql`
      select p.reference as holder, c.action, c.kind, c.asset, c.state, c.band, c.score, c.severity, c.finding_count, c.episode_count, c.facts, c.reporters, c.feeds,
             c.first_seen_at::text, c.last_seen_at::text, c.due_clock, c.reference is not null as numbered,
             (select string_agg(t.terms, E'\\n' order by t.no) from case_term t where t.organisation_id = c.organisation_id and t.case_id = c.id) as terms,
             (select encode(m.sha256, 'hex') from case_act t join message m on m.organisation_id = t.organisation_id and m.id = t.detail->>'from'
               where t.organisation_id = c.organisation_id and t.case_id = c.id and t.act = 'open') as opened_by
        from abuse_case c left join party p on p.organisation_id = c.organisation_id and p.id = c.holder_id
       where c.organisation_id = ${org} order by c.asset, c.action`),
    counts: await tx.rows(
      sql`select day, kind, severity, n from finding_count where organisation_id = ${org} order by 1, 2, 3`,
    ),
    jobs: await tx.rows(sql`
      select kind, lane, done_at is not null as done, count(*)::int as n from job where organisation_id = ${org} and kind like 'message.%' group by 1, 2, 3 order by 1`),
    leaves: await tx.rows(sql`
      select act, count(*)::int as n from journal_leaf where organisation_id = ${org} and act in ('message.received', 'message.read') group by 1 order by 1`),
  }));
}

test('mails that wait together become the same rows as mails taken one by one', async () => {
  const single = await setStage(world, 'single');
  const many = await setStage(world, 'many');
  const jobs = { 'message.read': readingJob(hands) };

  for (const mail of mails) {
    const { id } = await receive(world, single.org, incoming(mail));
    await readMessage(world, hands, single.org, id);
  }
  const received = await Promise.all(mails.map((mail) => receive(world, many.org, incoming(mail))));
  await runDue(world, 'urgent', jobs, 32);

  const expected = await rowsOf(single.org);
  assert.equal(expected.messages.length, 7, 'the mail that came twice is one message');
  assert.equal(expected.findings.length, 6);
  assert.deepEqual(await rowsOf(many.org), expected);
  assert.deepEqual(received.map((r) => r.duplicate).filter(Boolean), [true]);
});

test('one that cannot be read takes none of the others down, and is tried again by itself', async () => {
  const { org } = await setStage(world, 'fault');
  const bad = complaint(20, '192.0.2.12');
  const failing = {
    ...hands,
    readers: Object.assign(Object.create(readers) as typeof readers, {
      readMessages: async (list: Parameters<typeof readers.readMessages>[0]) => {
        if (list.some(({ bytes }) => bad.equals(bytes))) throw new Error('the reading process cannot be started');
        return readers.readMessages(list);
      },
    }),
  };

  const ids = await Promise.all(
    [complaint(21, '192.0.2.9'), bad, complaint(22, '192.0.2.10')].map((m) => receive(world, org, incoming(m))),
  );
  await runDue(world, 'urgent', { 'message.read': readingJob(failing) }, 32);

  const states = async () =>
    world.db.in(org, async (tx) => {
      const rows = await tx.rows(
        sql<{ id: string; state: string }>`select id, state from message where organisation_id = ${org}`,
      );
      const byId = new Map(rows.map((r) => [r.id, r.state]));
      return ids.map((m) => byId.get(m.id));
    });
  assert.deepEqual(await states(), ['done', 'reading', 'done']);
  const [job] = await world.db.in(org, (tx) =>
    tx.rows(sql<{ error: string }>`
      select error from job where organisation_id = ${org} and kind = 'message.read' and done_at is null`),
  );
  assert.match(job?.error ?? '', /cannot be started/);
  await readMessage(world, hands, org, ids[1]?.id ?? ids[0]?.id ?? ('' as never));
  assert.deepEqual(await states(), ['done', 'done', 'done']);
});

test('bytes whose key was destroyed between their keeping and their reading are read from nowhere', async () => {
  const { org } = await setStage(world, 'gone');
  const [gone, stays] = await Promise.all(
    [complaint(31, '192.0.2.9'), complaint(32, '192.0.2.10')].map((m) => receive(world, org, incoming(m))),
  );
  await world.db.in(org, async (tx) => {
    const key = await subjectKey(world, tx, 'message', gone?.id ?? '');
    assert.equal(await destroyKey(world, tx, key.id, 'a test'), true);
  });

  await runDue(world, 'urgent', { 'message.read': readingJob(hands) }, 32);

  const rows = await world.db.in(org, (tx) =>
    tx.rows(sql<{ id: string; state: string; finding_count: number }>`
      select id, state, finding_count from message where organisation_id = ${org}`),
  );
  const of = (id: string | undefined) => rows.find((r) => r.id === id);
  assert.deepEqual([of(gone?.id)?.state, of(gone?.id)?.finding_count], ['reading', 0]);
  assert.deepEqual([of(stays?.id)?.state, of(stays?.id)?.finding_count], ['done', 1]);
});
