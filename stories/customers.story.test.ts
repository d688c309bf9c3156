/**
 * Knowing customers as people do it, in a real browser: who applies, who comes back, the letter of the police, the register of domain
 * names (Cbw art. 49), the trial of a threshold. Evidence stands before the sum, and nothing is decided without a reason of one's own.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { standingClock, wallClock } from '#io/clock';
import { readConfig } from '#io/config';
import { sql } from '#io/db';
import { trueDice } from '#io/dice';
import { testWorld } from '#io/testing';
import type { World } from '#io/world';
import { addMember, makeLoginLink } from '#organisations/work';
import { addContact, addParty } from '#parties/work';
import { sampleCustomers } from '../src/demo/customers.ts';
import { netInDemo } from '../src/demo/net.ts';
import { startServing } from '../src/serve.ts';
import { startBrowser } from '../web/fixture/browser.ts';
import { setStage } from './provider.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'bezem-customers-'));
const base = await testWorld('customers story');
const port = 20_000 + ((process.pid + 7) % 30_000);
const world: World = {
  ...base,
  clock: wallClock,
  dice: trueDice,
  net: netInDemo(),
  publicUrl: `http://127.0.0.1:${port}`,
};
const config = { ...readConfig({ BEZEM_STATE: folder, BEZEM_SMTP_PORT: 'off', BEZEM_LOG: 'silent' }), port };
const stage = await setStage(base, 'customers');
const members = async (name: string, role: 'admin' | 'decider' | 'handler') => {
  const { id } = await addMember(
    world,
    stage.org,
    { kind: 'engine' },
    { email: `${name}@team.example`, name, role, language: 'nl' },
  );
  return { kind: 'member', id, role, name } as const;
};
const team = {
  admin: await members('anouk', 'admin'),
  decider: await members('dirk', 'decider'),
  handler: await members('hanna', 'handler'),
};
const cloudmix = await addParty(world, stage.org, team.admin, {
  reference: 'R-202',
  kind: 'legal',
  name: 'CloudMix Europe Ltd',
  country: 'gb',
  language: 'en',
  state: 'active',
  notes: null,
});
await addContact(world, stage.org, team.admin, cloudmix, {
  purpose: 'abuse',
  address: 'abuse@cloudmix.example',
  language: null,
});
await sampleCustomers((at) => ({ ...world, clock: standingClock(at) }), stage.org, team, {}, wallClock.now());
const serving = await startServing(world, config, { say: () => {} });
const browser = await startBrowser();
after(async () => {
  await browser.close();
  await serving.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What is wrong with a page for those who do not see it, or see it on a telephone. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const run = (
      globalThis as unknown as {
        axe: {
          run(
            c: unknown,
            o: unknown,
          ): Promise<{ violations: { id: string; impact: string; nodes: { target: string[] }[] }[] }>;
        };
      }
    ).axe;
    const all = await run.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return all.violations
      .filter((v) => ['serious', 'critical'].includes(v.impact))
      .map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
  });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  return [...found, ...(wide ? ['scrolls sideways'] : [])];
}

const link = `${world.publicUrl}/login/${await makeLoginLink(world, stage.org, team.decider.id)}`;
const session = await (async () => {
  const context = await browser.newContext({ locale: 'nl-NL' });
  const page = await context.newPage();
  await page.goto(link);
  await page.waitForSelector('.shell');
  const state = await context.storageState();
  await context.close();
  return state;
})();
const enter = async (path: string, phone = false): Promise<Page> => {
  const context = await browser.newContext({
    locale: 'nl-NL',
    reducedMotion: 'reduce',
    storageState: session,
    ...(phone
      ? { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const }
      : { viewport: { width: 1280, height: 900 } }),
  });
  const page = await context.newPage();
  await page.goto(`${world.publicUrl}${path}`);
  return page;
};
const slow = { timeout: 240_000 };

test(
  'a removed customer who applies again is seen beside the ban, and a person says with a reason that it is the same',
  slow,
  async () => {
    const page = await enter('/bans');
    await page.getByRole('link', { name: 'Snelle Servers Oefening' }).click();
    await page.locator('[aria-labelledby=evidence]').waitFor();

    const order = await page
      .locator('main section[aria-labelledby]')
      .evaluateAll((all) => all.map((x) => x.getAttribute('aria-labelledby')));
    assert.ok(order.indexOf('evidence') < order.indexOf('sum'), 'evidence stands before the sum');
    assert.doesNotMatch((await page.locator('main').textContent()) ?? '', /31612300999|NL02ABNA/, 'no mark is shown');
    const same = page.getByRole('button', { name: 'Het is dezelfde' });
    assert.equal(await same.isDisabled(), true);
    await page.getByLabel('Uw reden').fill('Zelfde telefoonnummer en dezelfde naam, twee weken na de uitsluiting.');
    await same.click();
    await page.locator('.marks').getByText('dezelfde').waitFor();
    await page.context().close();
  },
);

test(
  'an application shows gates, evidence and points in that order; the payer who is somebody else is said to be',
  slow,
  async () => {
    const page = await enter('/onboarding');
    await page.getByRole('link', { name: 'Pieter Dijkgraaf' }).click();
    await page.locator('[aria-labelledby=payments]').getByText('komt niet overeen').waitFor();
    const order = await page
      .locator('main section[aria-labelledby]')
      .evaluateAll((all) => all.map((x) => x.getAttribute('aria-labelledby')));
    assert.deepEqual(
      ['gates', 'evidence', 'decide', 'why'].map((x) => order.indexOf(x)),
      ['gates', 'evidence', 'decide', 'why'].map((x) => order.indexOf(x)).toSorted((a, b) => a - b),
    );
    const [row] = await world.db.in(stage.org, (tx) =>
      tx.rows(
        sql<{
          n: number;
        }>`select count(*)::int as n from onboarding where organisation_id = ${stage.org} and state = 'refused'`,
      ),
    );
    assert.equal(row?.n, 0, 'nobody is refused by the program');
    await page.context().close();
  },
);

test(
  'the letter of the police is for who has the right; a likeness is decided with a reason, and its letter may not name the list',
  slow,
  async () => {
    const page = await enter('/editions');
    await page.getByRole('link', { name: 'CloudMix Europe Ltd' }).click();
    await page.getByLabel('Uw reden').fill('Naam lijkt, maar adres en bestuurder zijn anders; wij volgen het.');
    await page.getByLabel('Brief aan de klant (hoeft niet)').fill('U staat op een lijst van de politie.');
    await page.getByRole('button', { name: 'volgen', exact: true }).click();
    await page.getByRole('alert').or(page.locator('.wrong')).first().waitFor();
    await page.getByLabel('Brief aan de klant (hoeft niet)').fill('');
    await page.getByRole('button', { name: 'volgen', exact: true }).click();
    await page.getByText('Reden van het besluit').waitFor();
    await page.context().close();

    const other = `${world.publicUrl}/login/${await makeLoginLink(world, stage.org, team.handler.id)}`;
    const context = await browser.newContext({ locale: 'nl-NL' });
    const stranger = await context.newPage();
    await stranger.goto(other);
    await stranger.waitForSelector('.shell');
    await stranger.goto(`${world.publicUrl}/editions`);
    await stranger.getByText('Alleen voor wie het recht heeft').waitFor();
    assert.doesNotMatch((await stranger.locator('main').textContent()) ?? '', /oefening-2026|CloudMix/i);
    await context.close();
  },
);

test('where the registrar says otherwise its value is taken, and the register shows it', slow, async () => {
  const page = await enter('/registrations');
  await page.getByRole('button', { name: 'Overnemen: trapper-fietsen.example' }).click();
  await page.locator('[aria-labelledby=differences]').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: 'trapper-fietsen.example' }).click();
  await page.getByText('oud-adres@trapper-fietsen.example').first().waitFor();
  await page.context().close();
});

test('a threshold is tried over one’s own customers and changes nothing', slow, async () => {
  const page = await enter('/screening');
  await page.getByRole('spinbutton', { name: 'Drempel' }).fill('0.7');
  await page.getByRole('button', { name: 'Uitrekenen' }).click();
  await page.locator('[aria-labelledby=lab] table.bars').waitFor();
  await page.context().close();
});

test(
  'none of these pages has a serious finding of axe or scrolls sideways, wide and light, narrow and dark',
  slow,
  async () => {
    const found: string[] = [];
    for (const phone of [false, true])
      for (const [path, first] of [
        ['/onboarding', 'a[href^="/onboarding/"]'],
        ['/bans', 'a[href^="/bans/"]'],
        ['/editions', 'a[href^="/editions/"]'],
        ['/registrations', 'a[href^="/registrations/"]'],
        ['/screening', null],
      ] as const) {
        const page = await enter(path, phone);
        await page.locator('main h1').waitFor();
        if (first) await page.locator(first).first().waitFor();
        found.push(...(await faults(page)).map((f) => `${path} ${phone ? 390 : 1280}: ${f}`));
        if (first) {
          await page.locator(`main ${first}`).first().click();
          await page.locator('main .up').waitFor();
          await page.waitForTimeout(300);
          found.push(...(await faults(page)).map((f) => `one of ${path} ${phone ? 390 : 1280}: ${f}`));
        }
        await page.context().close();
      }
    assert.deepEqual(found, []);
  },
);
