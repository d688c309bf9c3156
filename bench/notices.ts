/** Notices: a hundred a second for a minute, handed in by the public form page by page and by the API, and none lost. */
import { createDesk } from '#desk/server';
import { sql } from '#io/db';
import { runJobs } from '#io/jobs';
import { planOf } from '../src/plan.ts';
import { inProcessReaders } from '../src/simulator/readers.ts';
import { type Bench, median, quantile, round } from './bench.ts';
import { openBenchWorld } from './world.ts';

const customers = 2_000;
const perSecond = 100;

const fieldIn = (html: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';

export const bench: Bench = {
  name: 'notices',
  about: {
    nl: 'honderd meldingen per seconde door het formulier, zonder verlies',
    en: 'a hundred notices a second through the form, without loss',
  },
  async run(options, emit, say) {
    const all = options.size ?? perSecond * 60;
    const b = await openBenchWorld({ ...(options.url ? { url: options.url } : {}), customers });
    const plan = await planOf(b.world, await inProcessReaders(), 'abuse@bench.example');
    const page = { type: 'text/html', plain: Buffer.from(''), br: Buffer.from(''), gzip: Buffer.from('') };
    const desk = createDesk({
      world: b.world,
      config: { host: '127.0.0.1', port: 0, state: '/nonexistent' },
      apis: plan.apis,
      pages: plan.pages,
      web: { shell: page, assets: new Map(), verifier: page, built: false },
    });
    const [o] = await b.world.db.in(b.org, (tx) =>
      tx.rows(sql<{ slug: string }>`select slug from organisation where organisation_id = ${b.org}`),
    );
    const path = `/o/${o?.slug}/notice`;
    const post = async (html: string, fields: Readonly<Record<string, string>>) =>
      desk.app.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          state: fieldIn(html, 'state'),
          step: fieldIn(html, 'step'),
          lang: 'en',
          go: 'next',
          ...fields,
        }).toString(),
      });
    const waits: number[] = [];
    const numbers = new Set<string>();
    let failed = 0;
    /** One notifier: eight pages, the last of which sends. */
    const one = async (n: number): Promise<void> => {
      try {
        let html = await (await desk.app.request(path)).text();
        for (const fields of [
          {},
          { kind: n % 5 === 0 ? 'copyright' : 'phishing' },
          { where: `http://10.${(n >> 8) & 7}.${n & 255}.9/page/${n}` },
          { why: 'This page pretends to be my bank and asks for passwords; I got the link by mail.' },
          {},
          { name: 'Flood', email: `n${n}@bench.example` },
          { faith: 'yes' },
        ])
          html = await (await post(html, fields)).text();
        const began = performance.now();
        const sent = await post(html, { go: 'send' });
        waits.push(performance.now() - began);
        const to = sent.headers.get('location');
        if (sent.status === 303 && to) numbers.add(to);
        else failed++;
      } catch {
        failed++;
      }
    };
    const stopping = new AbortController();
    const jobs = runJobs(b.world, plan.jobs, stopping.signal, ['urgent', 'normal']);
    try {
      say(`${all} notices, ${perSecond} begun a second, eight pages each; jobs run meanwhile`);
      const began = performance.now();
      const under: Promise<void>[] = [];
      for (let n = 0; n < all; n++) {
        const due = began + (n * 1000) / perSecond;
        const early = due - performance.now();
        if (early > 1) await b.world.clock.sleep(early);
        under.push(one(n));
      }
      await Promise.all(under);
      const seconds = (performance.now() - began) / 1000;
      const [kept] = await b.world.db.in(b.org, (tx) =>
        tx.rows(
          sql<{ n: number; numbers: number; leaves: number }>`
            select count(*)::int as n, count(distinct number)::int as numbers,
                   (select count(*)::int from journal_leaf where organisation_id = ${b.org} and act = 'notice.received') as leaves
              from notice where organisation_id = ${b.org}`,
        ),
      );
      const drained = performance.now();
      for (;;) {
        const [rest] = await b.world.db.in(b.org, (tx) =>
          tx.rows(
            sql<{
              n: number;
            }>`select count(*)::int as n from notice where organisation_id = ${b.org} and taken_at is null`,
          ),
        );
        if (rest?.n === 0 || performance.now() - drained > 600_000) break;
        await b.world.clock.sleep(200);
      }
      const [letters] = await b.world.db.in(b.org, (tx) =>
        tx.rows(
          sql<{
            n: number;
          }>`select count(*)::int as n from letter where organisation_id = ${b.org} and template = 'ltr-16-ack'`,
        ),
      );
      emit({
        name: 'notices.send',
        figure: round(quantile(waits, 0.99)),
        unit: `ms at p99 from send to kept (p50 ${round(median(waits))} ms)`,
        limit: null,
        ratio: null,
        runs: [],
      });
      emit({
        name: 'notices.acknowledged',
        figure: letters?.n ?? 0,
        unit: `acknowledgements queued, the last ${round((performance.now() - drained) / 1000)} s after the flood`,
        limit: all,
        ratio: round((letters?.n ?? 0) / all),
        runs: [],
        gate: { least: 1 },
      });
      emit({
        name: 'notices.rate',
        figure: round(all / seconds),
        unit: 'notices/s, whole form',
        limit: perSecond,
        ratio: round(all / seconds / perSecond),
        runs: [],
      });
      const lost = all - Math.min(numbers.size, kept?.n ?? 0, kept?.numbers ?? 0, kept?.leaves ?? 0);
      emit({
        name: 'notices',
        figure: lost,
        unit: 'notices lost',
        limit: all,
        ratio: round(lost / all),
        runs: [],
        gate: { most: 0 },
        note: `${numbers.size} confirmed, ${kept?.n} kept, ${kept?.numbers} numbers, ${kept?.leaves} in the journal, ${failed} failed`,
      });
      return lost === 0;
    } finally {
      stopping.abort();
      await jobs;
      await b.close();
    }
  },
};
