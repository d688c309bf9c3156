/** A sender nobody knows: its mail lands in the manual queue, a person points once, and from then on its mails are read. In a real browser. */
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
import { testWorld } from '#io/testing';
import type { World } from '#io/world';
import { engine, type Id } from '#kernel';
import { makeLoginLink } from '#organisations/work';
import { startServing } from '../src/serve.ts';
import { startBrowser } from '../web/fixture/browser.ts';
import { setStage } from './provider.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'bezem-teach-'));
const base = await testWorld('teach story');
const port = 20_000 + ((process.pid + 7) % 30_000);
const world: World = { ...base, clock: wallClock, dice: trueDice, publicUrl: `http://127.0.0.1:${port}` };
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

/** A bulletin in which nothing speaks of abuse, so that no reader of the house dares to take it. */
const bulletin = (n: number, body?: string) =>
  new TextEncoder().encode(
    `From: Nachtwacht <robot@nachtwacht.example>\nTo: abuse@hoster.example\nSubject: Bulletin van de nacht\nMessage-ID: <${n}@nachtwacht.example>\nContent-Type: text/plain; charset=utf-8\n\n${
      body ??
      `Goedendag,\n\nToestel: 192.0.2.${8 + n}\nOgenblik: 2026-11-21 09:0${n}:00 UTC\nOns nummer: NW-${1000 + n}\nLuistert op: ${4000 + n}\n\nGroet,\nde wacht\n`
    }`,
  );
const rowsOf = (org: Id<'org'>) =>
  world.db.in(org, (tx) =>
    tx.rows(
      sql<{
        id: Id<'msg'>;
        state: string;
        format: string | null;
      }>`select id, state, format from message where organisation_id = ${org} order by received_at, id`,
    ),
  );
async function until(org: Id<'org'>, what: string, holds: (rows: Awaited<ReturnType<typeof rowsOf>>) => boolean) {
  for (let i = 0; i < 300; i++) {
    const rows = await rowsOf(org);
    if (holds(rows)) return rows;
    await world.clock.sleep(100);
  }
  throw new Error(`${what}: ${JSON.stringify(await rowsOf(org))}`);
}

test('a mail of an unknown sender is taught with the keyboard, tried on an earlier one, activated; both and the next are read', {
  timeout: 240_000,
}, async () => {
  const { org, admin } = await setStage(base, 'teach');
  assert.ok(admin.kind === 'member');
  const send = (n: number, body?: string) =>
    receive(world, org, { channel: 'http', bytes: bulletin(n, body), name: `bulletin-${n}.eml`, by: engine });
  await send(1);
  await send(2);
  await until(org, 'both wait for a person', (rows) => rows.length === 2 && rows.every((r) => r.state === 'manual'));
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'nl-NL' });
  const page = await context.newPage();
  page.setDefaultTimeout(90_000);
  const faults: string[] = [];
  page.on('pageerror', (e) => faults.push(e.message));
  await page.goto(`${serving.url}/login/${await makeLoginLink(world, org, admin.id)}`);
  await page.waitForURL(/\/inbox/);

  // Nothing was taught yet: the empty list says where to begin.
  await page.goto(`${serving.url}/templates`);
  await page.getByText('Nog geen sjabloon.').waitFor();
  assert.deepEqual(await serious(page), [], 'no template yet');
  await page.getByRole('link', { name: 'Naar de handmatige rij' }).click();
  await page
    .getByRole('link', { name: /Bulletin van de nacht/ })
    .first()
    .click();
  await page.getByRole('link', { name: 'Leer dit bericht aan' }).click();
  await page.getByRole('heading', { level: 1, name: 'Bericht aanleren' }).waitFor();

  // What the desk is sure of is marked already; the person adds the rest, selecting with Shift and the arrows.
  const marks = page.getByRole('region', { name: 'Wat is aangewezen' });
  await marks.getByRole('row', { name: /IP-adres/ }).waitFor();
  await marks.getByRole('row', { name: /^Tijd/ }).waitFor();
  const area = page.getByRole('textbox', { name: 'Tekst van het bericht' });
  for (const [label, start, length, key, row] of [
    ['Luistert', '400', 4, 'p', /^Poort/],
    ['Ons nummer', 'NW-', 7, 'r', /^Kenmerk van de melder/],
  ] as const) {
    await area.focus();
    await area.evaluate(
      (el: HTMLTextAreaElement, [after_, from]) => {
        const at = el.value.indexOf(from, el.value.indexOf(after_));
        el.setSelectionRange(at, at);
      },
      [label, start] as const,
    );
    for (let i = 0; i < length; i++) await page.keyboard.press('Shift+ArrowRight');
    await page.getByText(new RegExp(`^Geselecteerd: ${start}\\d+$`)).waitFor();
    await page.keyboard.press(key);
    await marks.getByRole('row', { name: row }).waitFor();
  }
  await page.getByLabel('Soort van deze meldingen').selectOption('attack.bruteforce');
  await page.getByLabel('Naam van de melder').fill('Nachtwacht');

  // The trial: this one and the earlier one are ticked, and nothing was written.
  await page.getByText('2 van 2 berichten gelezen').waitFor();
  assert.match(await page.getByRole('region', { name: 'Wat de desk nu leest' }).innerText(), /192\.0\.2\.\d+:400\d/);
  assert.equal(
    (await world.db.in(org, (tx) => tx.rows(sql`select 1 from taught_template where organisation_id = ${org}`))).length,
    0,
  );
  assert.deepEqual(await serious(page), [], 'teaching');
  assert.equal(await page.locator('img, video').count(), 0, 'no picture is shown');

  await page.getByRole('button', { name: 'Activeer' }).click();
  await page.waitForURL(/\/templates/);
  await page.getByText('actief', { exact: true }).waitFor();
  await until(org, 'the queue is read again', (rows) =>
    rows.every((r) => r.state === 'done' && r.format === 'taught:nachtwacht-example'),
  );
  await page.getByText('De handmatige rij is opnieuw gelezen: 2 van 2 berichten teruggezet.').waitFor();
  assert.deepEqual(await serious(page), [], 'templates');

  // The next mail comes quoted, in another order, with lines nobody saw before.
  await send(
    3,
    '> Let op: dit is een herinnering.\n>\n> Ons nummer: NW-2003\n> Luistert op: 4444\n> Ogenblik: 2026-11-22 10:00:00 UTC\n> Toestel: 192.0.2.13\n',
  );
  const rows = await until(
    org,
    'the next is read at once',
    (all) => all.length === 3 && all.every((r) => r.state === 'done'),
  );
  assert.equal(rows[2]?.format, 'taught:nachtwacht-example');
  const findings = await world.db.in(org, (tx) =>
    tx.rows(
      sql<{
        ip: string;
        port: number;
        kind: string;
        reference: string;
      }>`select host(ip) as ip, port, kind, reference from finding where organisation_id = ${org} order by received_at desc limit 1`,
    ),
  );
  assert.deepEqual(findings, [{ ip: '192.0.2.13', port: 4444, kind: 'attack.bruteforce', reference: 'NW-2003' }]);

  // It can be given to others, and withdrawn.
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Exporteer/ }).click();
  const file = readFileSync(await (await download).path(), 'utf8');
  assert.equal((JSON.parse(file) as { format: string }).format, 'bezem-template/1');
  assert.doesNotMatch(file, /192\.0\.2|NW-\d|robot@/);
  await page.getByRole('button', { name: /^Trek in/ }).click();
  await page.getByText('ingetrokken', { exact: true }).waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});
