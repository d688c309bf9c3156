/** A decision as a person takes it, in a real browser and both languages: from the case to the reasons, with the plan beside it (DSA art. 17). */
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
import { decisions as english } from '../web/words/en/decisions.ts';
import { decisions as dutch } from '../web/words/nl/decisions.ts';
import { setStage, xarf } from './provider.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'bezem-decisions-'));
const port = 20_000 + ((process.pid + 7) % 30_000);
const out = folderMail(join(folder, 'mail'));
const sent: { subject: string; text: string }[] = [];
const base = await testWorld('decisions desk');
const world: World = {
  ...base,
  clock: wallClock,
  dice: trueDice,
  publicUrl: `http://127.0.0.1:${port}`,
  mail: {
    send: (mail) => {
      sent.push(mail);
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

/** Serious findings of axe on what is shown now. */
async function serious(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const run = (
      globalThis as unknown as {
        axe: {
          run(
            context: unknown,
            options: unknown,
          ): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
        };
      }
    ).axe.run;
    const { violations } = await run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] });
    return violations
      .filter((v) => v.impact === 'serious' || v.impact === 'critical')
      .map((v) => `${v.id}: ${v.nodes[0]?.html ?? ''}`);
  });
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let i = 0; i < 300; i++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((go) => setTimeout(go, 100));
  }
  throw new Error('it did not come');
}

for (const language of ['nl', 'en'] as const satisfies readonly Language[])
  test(`a case is decided with its plan and reasons in sight, and the reasons leave (${language})`, {
    timeout: 180_000,
  }, async () => {
    const w = language === 'nl' ? dutch : english;
    const stage = await setStage(base, `desk-${language}`);
    await receive(world, stage.org, {
      channel: 'http',
      bytes: xarf(
        {
          category: 'content',
          type: 'phishing',
          source_identifier: '192.0.2.9',
          url: 'http://192.0.2.9/bank/',
          timestamp: world.clock.now().subtract({ minutes: 10 }).toString(),
        },
        world.dice,
      ),
      name: 'report.json',
      by: engine,
    });
    const matter = await until(async () => {
      const [c] = await world.db.in(stage.org, (tx) =>
        tx.rows(sql<{ id: string }>`select id from abuse_case where organisation_id = ${stage.org}`),
      );
      return c?.id;
    });
    const context = await browser.newContext({
      viewport: { width: 1440, height: 1000 },
      locale: language === 'nl' ? 'nl-NL' : 'en-GB',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const faults: string[] = [];
    page.on('pageerror', (e) => faults.push(e.message));
    assert.equal(stage.admin.kind, 'member');
    if (stage.admin.kind !== 'member') return;
    await page.goto(`http://127.0.0.1:${port}/login/${await makeLoginLink(world, stage.org, stage.admin.id)}`);
    await page.waitForSelector('.shell');
    if (language === 'en') await page.getByRole('button', { name: 'English' }).click();

    await page.goto(`http://127.0.0.1:${port}/cases/${matter}`);
    await page.getByRole('link', { name: w['decision.start'] }).click();
    await page.getByText(w['decision.plan.not_ready']).waitFor();
    await page.getByLabel(language === 'nl' ? 'een adres van een pagina blokkeren' : 'disable a URL').check();
    await page.getByLabel(w['decision.ground'], { exact: true }).selectOption('INCOMPATIBLE_CONTENT');
    await page.getByLabel(w['decision.provision'], { exact: true }).fill('4.2');
    await page.getByLabel(w['decision.provision_version'], { exact: true }).fill('2026-01');
    await page.getByLabel(w['decision.facts']).fill('The page steals passwords.');
    await page.getByLabel(w['decision.explanation']).fill('The terms forbid phishing.');
    await page.getByLabel(w['decision.content_type']).selectOption('TEXT');
    await page.getByText(w['decision.plan.ready'], { exact: true }).waitFor();
    await page.getByText('The page steals passwords.').nth(1).waitFor();
    assert.deepEqual(await serious(page), []);
    for (const act of ['propose', 'approve', 'carry_out'] as const)
      await page.getByRole('button', { name: w[`decision.act.${act}`] }).click();
    await page.getByRole('button', { name: new RegExp(`^${w['measure.act.confirm']}`) }).click();
    await page.getByText(w['measure.state.verified'], { exact: true }).waitFor();
    assert.deepEqual(await serious(page), []);

    const letter = await until(async () =>
      sent.find((m) => m.subject.includes('MO-') && m.text.includes(`/o/desk-${language}/complaint/`)),
    );
    const [c] = await world.db.in(stage.org, (tx) =>
      tx.rows(sql<{ state: string }>`select state from abuse_case where organisation_id = ${stage.org}`),
    );
    assert.equal(c?.state, 'restricted');

    const link = /http:\/\/127\.0\.0\.1:\d+\/o\/\S+\/complaint\/\S+/.exec(letter.text)?.[0] ?? '';
    const small = await (
      await browser.newContext({ viewport: { width: 320, height: 800 }, javaScriptEnabled: false })
    ).newPage();
    await small.goto(`${link}?lang=${language}`);
    await small.locator('#text').fill('It was a test.');
    await small.locator('button').click();
    await small.getByText(/KL-\d\d-\d{6}/).waitFor();
    for (const path of ['/complaints', '/decisions?view=in_force', '/measure-systems']) {
      await page.goto(`http://127.0.0.1:${port}${path}`);
      await page.waitForSelector('h1');
      if (path === '/complaints') await page.getByText('It was a test.').waitFor();
      assert.deepEqual(await serious(page), [], path);
    }
    assert.deepEqual(faults, []);
    await context.close();
  });
