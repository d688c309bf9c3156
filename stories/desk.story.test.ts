/** The main job as a person does it, in a real browser: from the log-in link to the customer's answer in the case, in both languages. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { receive } from '#intake/work';
import { wallClock } from '#io/clock';
import { readConfig } from '#io/config';
import { sql } from '#io/db';
import { trueDice } from '#io/dice';
import { folderMail } from '#io/mail';
import { testWorld } from '#io/testing';
import type { World } from '#io/world';
import { engine, type Language } from '#kernel';
import { makeLoginLink } from '#organisations/work';
import { startServing } from '../src/serve.ts';
import { startBrowser } from '../web/fixture/browser.ts';
import { setStage, xarf } from './provider.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'bezem-desk-'));
const base = await testWorld('desk story');
const port = 20_000 + (process.pid % 30_000);
const sent: string[] = [];
const out = folderMail(join(folder, 'mail'));
const world: World = {
  ...base,
  clock: wallClock,
  dice: trueDice,
  publicUrl: `http://127.0.0.1:${port}`,
  mail: {
    send: (mail) => {
      sent.push(mail.text);
      return out.send(mail);
    },
    close: () => out.close(),
  },
};
const config = { ...readConfig({ BEZEM_STATE: folder, BEZEM_SMTP_PORT: 'off', BEZEM_LOG: 'silent' }), port };
const serving = await startServing(world, config, { say: () => {} });
const browser = await startBrowser();
after(async () => {
  await browser.close();
  await serving.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Serious findings of axe on what is shown now (WCAG 2.2 A and AA). */
async function serious(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const run = (
      globalThis as unknown as {
        axe: {
          run(
            context: unknown,
            options: unknown,
          ): Promise<{ violations: { id: string; impact: string; nodes: { target: string[] }[] }[] }>;
        };
      }
    ).axe;
    const found = await run.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return found.violations
      .filter((v) => ['serious', 'critical'].includes(v.impact))
      .map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
  });
}

const words = {
  nl: {
    why: /Waarom P1/,
    notify: /Klant berichten/,
    send: /^Verstuur/,
    waiting: /Wacht op klant/,
    fixed: 'Ik heb dit opgelost',
    did: 'Wat hebt u gedaan?',
    report: 'Meld dat het is opgelost',
    received: /Uw antwoord is ontvangen/,
  },
  en: {
    why: /Why P1/,
    notify: /Write to customer|Notify customer/,
    send: /^Send/,
    waiting: /Waiting for customer/,
    fixed: 'I fixed this',
    did: 'What did you do?',
    report: 'Report it as fixed',
    received: /Your answer was received/,
  },
} as const;

for (const language of ['nl', 'en'] as const satisfies Language[]) {
  test(`in ${language}: log in, open the top case, see why it is on top, send the letter, answer as the customer, see the answer in the case`, {
    timeout: 240_000,
  }, async () => {
    const stage = await setStage(base, `desk-${language}`);
    const member = stage.admin;
    assert.ok(member.kind === 'member');
    const site = language === 'nl' ? 'bakkerij.example' : 'fietsen.example';
    await receive(world, stage.org, {
      channel: 'http',
      bytes: xarf(
        {
          category: 'messaging',
          type: 'spam',
          protocol: 'smtp',
          smtp_from: 'x@example.org',
          source_identifier: '192.0.2.10',
          source_port: 25,
          timestamp: world.clock.now().subtract({ minutes: 30 }).toString(),
        },
        world.dice,
      ),
      name: 'spam.json',
      by: engine,
    });
    await receive(world, stage.org, {
      channel: 'http',
      bytes: xarf(
        {
          category: 'content',
          type: 'phishing',
          source_identifier: '192.0.2.200',
          url: `https://www.${site}/inlog/`,
          timestamp: world.clock.now().subtract({ minutes: 20 }).toString(),
        },
        world.dice,
      ),
      name: 'phishing.json',
      by: engine,
    });
    for (let i = 0; i < 300; i++) {
      const seen = await world.db.in(stage.org, (tx) =>
        tx.rows(sql`select 1 from abuse_case where organisation_id = ${stage.org} and reference is not null`),
      );
      if (seen.length === 2) break;
      await world.clock.sleep(100);
    }
    const token = await makeLoginLink(world, stage.org, member.id);
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      locale: language === 'nl' ? 'nl-NL' : 'en-GB',
    });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (e) => faults.push(e.message));

    await page.goto(`${serving.url}/login/${token}`);
    await page.waitForURL(/\/inbox/);
    await page.locator(`.tongues button[lang=${language}]`).click();
    await page
      .getByRole('link', { name: /BZ-\d\d-\d{6}/ })
      .nth(1)
      .waitFor();
    assert.deepEqual(await serious(page), [], 'inbox');

    // The first row is explained without a key.
    await page.getByRole('heading', { name: words[language].why }).waitFor();
    await page
      .getByRole('link', { name: /BZ-\d\d-\d{6}/ })
      .first()
      .click();
    await page.waitForURL(/\/cases\/case_/);
    await page.getByRole('heading', { name: words[language].why }).waitFor();
    assert.match(
      await page.locator('main').innerText(),
      new RegExp(site.replace('.', '\\[\\.\\]')),
      'the phishing is on top',
    );
    assert.deepEqual(await serious(page), [], 'case');

    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await dialog
      .getByText(/hxxps:\/\/www\[\.\]/)
      .first()
      .waitFor();
    await dialog.evaluate((d) => Promise.all(d.getAnimations({ subtree: true }).map((a) => a.finished)));
    await page.waitForTimeout(400); // colours of a button that wakes up fade in
    assert.deepEqual(await serious(page), [], 'letter preview');
    const told = page.waitForResponse((r) => r.url().endsWith('/notify') && r.request().method() === 'POST');
    await dialog.getByRole('button', { name: words[language].send }).last().click();
    assert.equal((await told).status(), 200);
    await page.getByText(words[language].waiting).first().waitFor();

    // The time for undo is a minute; the person does not want to wait for it.
    const before = sent.length;
    await page.request.fetch(`${serving.url}/v1/letters?state=queued`).then(async (r) => {
      const { items } = (await r.json()) as { items: { id: string; version: number }[] };
      for (const l of items) {
        const done = await page.request.post(`${serving.url}/v1/letters/${l.id}/send-now`, {
          data: { version: l.version },
          headers: { origin: serving.url },
        });
        assert.ok(done.ok(), await done.text());
      }
    });
    for (let i = 0; sent.length === before && i < 300; i++) await world.clock.sleep(100);
    const link = /http:\/\/127\.0\.0\.1:\d+\/o\/\S+/.exec(sent.at(-1) ?? '')?.[0];
    assert.ok(link, 'the letter carries a link');

    // The customer: another browser, no account, no script.
    const visitor = await browser.newContext({
      viewport: { width: 375, height: 812 },
      javaScriptEnabled: false,
      locale: language,
    });
    const mine = await visitor.newPage();
    await mine.goto(`${link}?lang=${language}`);
    await mine.getByText(words[language].fixed, { exact: true }).click();
    await mine.getByLabel(words[language].did).first().fill('Folder removed, passwords replaced.');
    await mine.getByRole('button', { name: words[language].report }).click();
    await mine.getByRole('heading', { name: words[language].received }).waitFor();
    await visitor.close();

    await page.getByText('Folder removed, passwords replaced.').first().waitFor({ timeout: 20_000 });
    assert.deepEqual(await serious(page), [], 'case with the answer');
    assert.deepEqual(faults, []);
    await context.close();
  });
}
