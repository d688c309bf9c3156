/** Mail: a feedback report of ten kilobytes from its bytes to its case, against mailparser taking the same mails apart, same run. */
import { simpleParser } from 'mailparser';
import { openReaders } from '#intake/readers';
import { readingJob, receive } from '#intake/work';
import { sql } from '#io/db';
import { runDue } from '#io/jobs';
import { engine } from '#kernel';
import { loadLaw } from '#law/work';
import { intakeHands } from '../src/plan.ts';
import { type Bench, median, round } from './bench.ts';
import { postmasterOf, spentBy } from './cpu.ts';
import { openBenchWorld } from './world.ts';

const normal = 300;
const customers = 500;
const rounds = 3;
/** Mails before it counts: as many as make the case of each customer, so that what counts is what a desk does all day. */
const warming = 500;
/** Connections that deliver at the same time, as a mail server in front of a desk under load does. */
const connections = 64;
/** Jobs of the urgent lane taken at once, as `serve` does. */
const jobsAtOnce = 64;

/** A complaint in the Abuse Reporting Format (RFC 5965) with the reported mail within, ten kilobytes in all. */
function complaint(n: number, customersThere: number): Buffer {
  const customer = n % customersThere;
  const ip = `10.${customer >> 8}.${customer & 255}.${1 + (n % 250)}`;
  // Each is about a moment of its own: a second complaint about the same sighting would be a duplicate and open nothing.
  const moment = Temporal.Instant.from('2026-11-20T10:00:00Z').add({ seconds: n % 43_200 });
  const seen = `Fri, 20 Nov 2026 ${moment.toString().slice(11, 19)} +0000`;
  const words = 'You have been chosen for a prize that nobody else may have; answer soon and send your particulars. ';
  const head = `From: <feedback@mail.example>\r\nTo: <abuse@bench.example>\r\nSubject: complaint ${n} about ${ip}\r\nDate: Fri, 20 Nov 2026 12:00:00 +0000\r\nMessage-ID: <${n}.complaint@mail.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=feedback-report; boundary="part${n}"\r\n\r\n`;
  const report = `--part${n}\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nThis is an email abuse report for a message received from ${ip} on ${seen}.\r\n\r\n--part${n}\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nUser-Agent: Example/1.0\r\nVersion: 1\r\nOriginal-Mail-From: <offer@shop.example>\r\nArrival-Date: ${seen}\r\nSource-IP: ${ip}\r\nReported-Domain: shop.example\r\n\r\n--part${n}\r\nContent-Type: message/rfc822\r\n\r\n`;
  const mail = `From: <offer@shop.example>\r\nTo: <someone@mail.example>\r\nReceived: from vps.example.net (vps.example.net [${ip}]) by mx.mail.example with ESMTP id ${n}; ${seen}\r\nSubject: Your prize\r\nDate: Fri, 20 Nov 2026 11:57:58 +0000\r\nMessage-ID: <${n}@shop.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body>`;
  const tail = `</body></html>\r\n\r\n--part${n}--\r\n`;
  const room = 10_240 - head.length - report.length - mail.length - tail.length;
  const lines: string[] = [];
  for (let size = 0; size < room; size += words.length + 9) lines.push(`<p>${words}</p>`);
  return Buffer.from(head + report + mail + lines.join('\r\n').slice(0, room) + tail);
}

async function findingsOf(b: Awaited<ReturnType<typeof openBenchWorld>>): Promise<number> {
  const [seen] = await b.world.db.in(b.org, (tx) =>
    tx.rows(sql<{ n: number }>`select count(*)::int as n from finding where organisation_id = ${b.org}`),
  );
  return seen?.n ?? 0;
}

export const bench: Bench = {
  name: 'mail',
  about: {
    nl: 'meldmail van tien kilobyte tot zaak, per kern, tegen mailparser alleen',
    en: 'abuse mail of ten kilobytes to its case, per core, against mailparser alone',
  },
  async run(options, emit, say) {
    const count = options.size ?? normal;
    const b = await openBenchWorld({ ...(options.url ? { url: options.url } : {}), customers });
    const law = await loadLaw();
    const readers = openReaders({ size: 1, kinds: law.kinds.values() });
    const jobs = { 'message.read': readingJob(intakeHands(readers)) };
    const database = await postmasterOf(b.url);
    const all = () => spentBy(process.pid, database) + (database ? spentBy(database) : 0);
    const ours: number[] = [];
    const alone: number[] = [];
    const walls: number[] = [];
    let next = 0;
    try {
      for (let turn = 0; turn <= rounds; turn++) {
        const mails = Array.from({ length: turn === 0 ? warming : count }, () => complaint(next++, customers));
        say(turn === 0 ? 'warming up' : `round ${turn} of ${rounds}: ${mails.length} mails`);
        const spent = all();
        const began = performance.now();
        const before = await findingsOf(b);
        let at = 0;
        let delivering = true;
        const deliver = async () => {
          for (let i = at++; i < mails.length; i = at++)
            await receive(b.world, b.org, {
              channel: 'smtp',
              bytes: mails[i] ?? Buffer.alloc(0),
              name: `mail-${i}.eml`,
              by: engine,
            });
        };
        const read = async () => {
          for (;;) {
            const last = !delivering;
            if ((await runDue(b.world, 'urgent', jobs, jobsAtOnce)) > 0) continue;
            if (last) return;
            await b.world.clock.sleep(5);
          }
        };
        await Promise.all([
          Promise.all(Array.from({ length: connections }, deliver)).finally(() => {
            delivering = false;
          }),
          read(),
        ]);
        const wall = (performance.now() - began) / 1000;
        const mine = (all() - spent) / 1e6;
        const findings = (await findingsOf(b)) - before;
        if (findings !== mails.length)
          throw new Error(`${findings} findings of ${mails.length} mails: no figure counts`);
        const cpu = process.cpuUsage();
        for (const mail of mails) if (!(await simpleParser(mail)).subject) throw new Error('the peer read no subject');
        const theirs = process.cpuUsage(cpu);
        if (turn === 0) {
          // What the database does by itself a minute after it began: before that it plans every look-up without knowing its tables.
          await b.world.db.owner((tx) => tx.rows(sql`analyze`));
          continue;
        }
        ours.push(mails.length / mine);
        walls.push(mails.length / wall);
        alone.push(mails.length / ((theirs.user + theirs.system) / 1e6));
      }
      const [seen] = await b.world.db.in(b.org, (tx) =>
        tx.rows(sql<{ cases: number }>`select count(*)::int as cases from abuse_case where organisation_id = ${b.org}`),
      );
      emit({ name: 'mail.cases', figure: seen?.cases ?? 0, unit: 'cases', limit: null, ratio: null, runs: [] });
      emit({
        name: 'mail.wall',
        figure: round(median(walls)),
        unit: `mails/s on the wall, ${connections} delivering at once`,
        limit: null,
        ratio: null,
        runs: walls.map(round),
      });
      const ratios = ours.map((x, i) => x / (alone[i] ?? 1));
      emit({
        name: 'mail',
        figure: round(median(ours)),
        unit: database ? 'mails/s per core, all processes with the database' : 'mails/s per core, without the database',
        limit: round(median(alone)),
        ratio: round(median(ratios)),
        runs: ratios.map(round),
        gate: { least: 0.7 },
        note: 'limit: mailparser 3.9.8 simpleParser of the same mails and nothing else; ours are kept under a key, read, attributed, in their case and in the journal',
      });
    } finally {
      await readers.close();
      await b.close();
    }
  },
};
