/** The public form in a real browser with scripts off, at 320 px, in both languages; and nothing of a picture anywhere on the child-abuse path. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import type { Browser, BrowserContext } from 'playwright-core';
import { createDesk } from '#desk/server';
import { sql } from '#io/db';
import { runDue } from '#io/jobs';
import { testWorld } from '#io/testing';
import { saveContact } from '#notices/work';
import { planOf } from '../src/plan.ts';
import { inProcessReaders } from '../src/simulator/readers.ts';
import { startBrowser } from '../web/fixture/browser.ts';
import { setStage } from './provider.ts';

const world = await testWorld('notices-form');
const plan = await planOf(world, await inProcessReaders(), 'abuse@voorbeeldhost.example');
const file = { type: 'text/html', plain: Buffer.from(''), br: Buffer.from(''), gzip: Buffer.from('') };
const desk = createDesk({
  world,
  config: { host: '127.0.0.1', port: 0, state: '/nonexistent' },
  apis: plan.apis,
  pages: plan.pages,
  web: { shell: file, assets: new Map(), verifier: file, built: false },
});
const listening = await desk.listen();
let browser: Browser | undefined;
after(async () => {
  await browser?.close();
  await listening.close();
});
const stage = await setStage(world, 'form');
await world.db.in(stage.org, (tx) =>
  saveContact(
    world,
    tx,
    {
      authorities: {
        name: 'Juridische zaken',
        email: 'autoriteiten@form.example',
        phone: null,
        url: null,
        languages: ['nl', 'en'],
      },
      recipients: {
        name: 'Abusedesk',
        email: 'abuse@form.example',
        phone: '+31 20 000 0000',
        url: null,
        languages: ['nl'],
        human: true,
      },
      representative: null,
    },
    0,
    stage.admin,
  ),
);
const slow = { timeout: 180_000 };

async function context(language: 'nl' | 'en'): Promise<{ readonly context: BrowserContext; readonly asked: string[] }> {
  browser ??= await startBrowser();
  const made = await browser.newContext({
    viewport: { width: 320, height: 800 },
    locale: language === 'nl' ? 'nl-NL' : 'en-GB',
    javaScriptEnabled: false,
    reducedMotion: 'reduce',
  });
  const asked: string[] = [];
  made.on('request', (r) => asked.push(`${r.method()} ${r.resourceType()} ${r.url()}`));
  return { context: made, asked };
}

const axeText = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What axe finds on this page: looked at in a page of its own with scripts, since the page itself has none. */
async function axe(html: string): Promise<string[]> {
  browser ??= await startBrowser();
  const other = await browser.newContext({ viewport: { width: 320, height: 800 } });
  const page = await other.newPage();
  await page.setContent(html);
  await page.evaluate(axeText);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run(o: unknown): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return violations.flatMap((v) =>
      v.nodes.slice(0, 3).map((n) => `${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary ?? ''}`),
    );
  });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  await other.close();
  return wide ? [...found, 'scrolls sideways'] : found;
}

const words = {
  nl: { start: 'Begin', go: 'Doorgaan', back: 'Terug', send: 'Verstuur de melding', fault: /^Fout: / },
  en: { start: 'Start', go: 'Continue', back: 'Back', send: 'Send the notice', fault: /^Error: / },
} as const;

for (const language of ['nl', 'en'] as const)
  test(
    `the whole form with scripts off at 320 px, ${language}: errors first, answers kept, change from the check page, status page; axe finds nothing`,
    slow,
    async () => {
      const { context: c } = await context(language);
      const page = await c.newPage();
      const w = words[language];
      const found: string[] = [];
      const look = async (where: string) => {
        found.push(...(await axe(await page.content())).map((f) => `${where}: ${f}`));
      };
      const go = async () => page.getByRole('button', { name: w.go, exact: true }).click();
      await page.goto(`${listening.url}/o/form/notice?lang=${language}`);
      await look('start');
      await page.getByRole('button', { name: w.start }).click();
      await go();
      assert.match(await page.title(), w.fault, 'the title says there is an error');
      assert.equal(await page.locator('[role=alert] a').count(), 1);
      assert.equal(
        (await page.locator('[role=alert] a').innerText()).trim(),
        (await page.locator('.fault').innerText()).replace(/^(Fout|Error): /, ''),
        'the same words above and at the field',
      );
      await look('kind with error');
      await page.locator('#kind-phishing').check();
      await look('kind');
      await go();
      await page.locator('#where').fill('geen adres');
      await go();
      assert.equal(await page.locator('#where').inputValue(), 'geen adres', 'what was typed stays');
      await look('where with error');
      await page.locator('#where').fill('https://bakkerij.example/bank');
      await go();
      assert.ok(await page.locator('.inset').innerText());
      await look('why');
      await page.locator('#why').fill('Deze pagina vraagt om mijn wachtwoord van de bank.');
      await page.getByRole('button', { name: w.back, exact: true }).click();
      assert.equal(await page.locator('#where').inputValue(), 'https://bakkerij.example/bank');
      await go();
      assert.match(await page.locator('#why').inputValue(), /wachtwoord/, 'also what was typed before going back');
      await go();
      await look('evidence');
      await page
        .locator('#files')
        .setInputFiles({ name: 'mail.eml', mimeType: 'message/rfc822', buffer: Buffer.from('From: x\r\n\r\nx') });
      await go();
      await page.locator('#email').fill('geen');
      await go();
      await look('who with error');
      await page.locator('#email').fill('');
      await go();
      await look('faith');
      await page.locator('#faith').check();
      await go();
      await look('check');
      assert.match(await page.locator('dl.answers').innerText(), /mail\.eml/);
      await page.locator('dl.answers button[value=why]').click();
      await page.locator('#why').fill('Deze pagina vraagt om het wachtwoord van mijn bank, dat weet ik zeker.');
      await go();
      assert.match(await page.locator('dl.answers').innerText(), /zeker/, 'change leads back to the check page');
      await page.getByRole('button', { name: w.send }).click();
      await page.waitForURL(/\/notice\/s\//);
      assert.match(await page.locator('.done').innerText(), /ML-26-/);
      await look('confirmation');
      await page.reload();
      assert.match(await page.locator('.done').innerText(), /ML-26-/, 'the confirmation survives being opened again');
      await page.goto(`${listening.url}/o/form/contact?lang=${language}`);
      await look('contact');
      assert.equal((await c.cookies()).length, 0, 'no cookie');

      assert.deepEqual(found, []);
      await c.close();
      const [kept] = await world.db.in(stage.org, (tx) =>
        tx.rows(sql<{ language: string; files: number }>`
        select n.language, (select count(*)::int from notice_file f where f.notice_id = n.id) as files from notice n
         where n.organisation_id = ${stage.org} and n.language = ${language}`),
      );
      assert.deepEqual(kept, { language, files: 1 });
    },
  );

test(
  'on the child-abuse path there is no image, thumbnail, preview or upload, and nobody is asked who they are',
  slow,
  async () => {
    const { context: c, asked } = await context('nl');
    const page = await c.newPage();
    const seen: string[] = [];
    const look = async () => {
      const html = await page.content();
      seen.push(html);
      for (const bad of [
        'img',
        'picture',
        'video',
        'audio',
        'iframe',
        'object',
        'embed',
        'canvas',
        'input[type=file]',
        'script',
        'svg',
        'link',
      ])
        assert.equal(await page.locator(bad).count(), 0, `${bad} on ${page.url()}`);
      assert.doesNotMatch(html, /url\(|background-image|multipart/);
    };
    await page.goto(`${listening.url}/o/form/notice?lang=nl`);
    await look();
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.locator('#kind-csam').check();
    await page.getByRole('button', { name: 'Doorgaan', exact: true }).click();
    await look();
    assert.ok(await page.getByRole('link', { name: 'Verlaat deze pagina nu' }).isVisible(), 'quick exit');
    await page.locator('#where').fill('https://bakkerij.example/geheim/pad.jpg');
    await page.getByRole('button', { name: 'Doorgaan', exact: true }).click();
    await look();
    assert.doesNotMatch(await page.locator('main').innerText(), /geheim/, 'the address is masked at once');
    await page.getByRole('button', { name: 'Doorgaan', exact: true }).click();
    await look();
    assert.equal(await page.locator('#email, #name').count(), 0);
    await page.locator('#faith').check();
    await page.getByRole('button', { name: 'Doorgaan', exact: true }).click();
    await look();
    await page.getByRole('button', { name: 'Verstuur de melding' }).click();
    await page.waitForURL(/\/notice\/s\//);
    await look();
    for (let round = 0; round < 5; round++)
      for (const lane of ['urgent', 'normal'] as const) await runDue(world, lane, plan.jobs, 50);
    await page.reload();
    await look();
    assert.ok(!seen.at(-1)?.includes('geheim'));
    assert.equal(
      (await page.request.get(`${page.url().split('?')[0]}/notice.json`)).status(),
      404,
      'no copy of the address is handed out',
    );

    const own = new URL(listening.url).host;
    for (const line of asked) {
      assert.match(line, /^(GET|POST) document /, 'documents only: nothing else is asked for');
      assert.equal(new URL(line.split(' ')[2] ?? '').host, own, 'nothing from elsewhere');
    }
    // A program that sends a file all the same leaves none behind.
    const files = await world.db.in(stage.org, (tx) =>
      tx.rows(
        sql`select 1 from notice_file f join notice n on n.organisation_id = f.organisation_id and n.id = f.notice_id where n.sensitive = 'csam'`,
      ),
    );
    assert.deepEqual(files, []);
    await c.close();
  },
);

test('a file sent to the child-abuse path by hand is not taken', slow, async () => {
  const text = await (await desk.app.request('/o/form/notice?lang=en')).text();
  const state = (html: string) => /name="state" value="([^"]*)"/.exec(html)?.[1] ?? '';
  const chosen = await desk.app.request('/o/form/notice', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ state: state(text), step: 'kind', kind: 'csam', lang: 'en', go: 'next' }).toString(),
  });
  const form = new FormData();
  form.set('state', state(await chosen.text()));
  form.set('step', 'evidence');
  form.set('go', 'next');
  form.set('files', new File([new Uint8Array([0xff, 0xd8])], 'x.jpg'));
  const before = await world.db.in(stage.org, (tx) =>
    tx.rows(sql`select 1 from kept where organisation_id = ${stage.org}`),
  );
  await desk.app.request('/o/form/notice/files', { method: 'POST', body: form });
  const after = await world.db.in(stage.org, (tx) =>
    tx.rows(sql`select 1 from kept where organisation_id = ${stage.org}`),
  );
  assert.equal(after.length, before.length);
});
