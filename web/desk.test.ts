import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { caseShape, findingShape } from '#cases';
import { findingOf, rowOf, shapeOf } from './fixture/cases.ts';
import { password, startDesk } from './fixture/desk.ts';
import { inventories } from './fixture/lists.ts';
import { screensOf } from './fixture/screen.ts';

const desk = await startDesk(10_000);
const { open, enter, axe } = screensOf(desk);

const caseId = rowOf(1).id;
const slow = { timeout: 120_000 };

test('the fixture speaks the shapes of the API', () => {
  for (const i of [0, 1, 2, 5]) caseShape.parse(shapeOf(rowOf(i)));
  for (const n of [0, 1, 2]) findingShape.parse(findingOf(rowOf(1), n));
});

test('a password logs in, a wrong one says so in the language of the page', slow, async () => {
  const { page, complaints } = await open({ language: 'en' });
  await page.goto(desk.url);

  await page.getByLabel('E-mail address').fill('handler@example.org');
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByText('The e-mail address or password is not right.').waitFor();
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { name: 'Inbox' }).waitFor();

  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('a one-time link lands logged in; used again it leads to the log-in page, which says so', slow, async () => {
  const link = await desk.link();
  const { page } = await open();
  await page.goto(link);
  await page.getByRole('heading', { name: 'Inbox' }).waitFor();

  const other = await open();
  await other.page.goto(link);

  await other.page.getByText('Deze inloglink is gebruikt of verlopen.').waitFor();
  await page.context().close();
  await other.page.context().close();
});

test('the keyboard alone walks the inbox: down, select, open, back to the same row, next case', slow, async () => {
  const { page, complaints } = await enter('/inbox');
  await page.waitForSelector('tr.row');

  await page.keyboard.press('j');
  await page.keyboard.press('x');
  assert.equal(await page.locator('tr.row[data-picked="true"] th').innerText(), await rowText(page, 1));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: rowOf(1).reference }).waitFor();
  await page.keyboard.press(']');
  await page.getByRole('heading', { level: 1, name: rowOf(2).reference }).waitFor();
  await page.keyboard.press('[');
  await page.getByRole('heading', { level: 1, name: rowOf(1).reference }).waitFor();
  await page.keyboard.press('Escape');
  await page
    .locator('tr.row[data-on="true"]')
    .getByRole('link', { name: rowOf(1).reference })
    .waitFor();

  assert.deepEqual(complaints, []);
  await page.context().close();
});

const rowText = (page: Page, i: number) => page.locator('tr.row').nth(i).locator('th').innerText();

test('of ten thousand cases only the rows in sight are drawn; key to frame is told', slow, async (t) => {
  const { page } = await enter('/inbox');
  await page.waitForSelector('tr.row');

  assert.equal(await page.locator('table.rows').getAttribute('aria-rowcount'), '10001');
  assert.ok((await page.locator('tr.row').count()) < 80);
  const times = await page.evaluate(async () => {
    const each: number[] = [];
    for (let i = 0; i < 40; i++) {
      const began = performance.now();
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      each.push(performance.now() - began);
    }
    return each.sort((a, b) => a - b);
  });
  const p95 = times[37] ?? 0;
  t.diagnostic(`key press to next frame: p50 ${times[20]?.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`);
  await page.context().close();
});

test('a band opens its explanation, whose terms add up to the score', slow, async () => {
  const { page } = await enter('/inbox');
  await page.waitForSelector('tr.row');

  await page
    .locator('tr.row')
    .nth(1)
    .getByRole('button', { name: /Waarom P1/ })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Waarom P1' });
  await dialog.locator('.why-sum dd').first().waitFor();
  const numbers = (await dialog.locator('.why-sum dd').allInnerTexts()).map((s) =>
    Number(s.replace('+', '').replace(',', '.')),
  );

  const [score = 0, confidence = 0, sum = 0] = [...numbers].reverse();
  assert.equal(
    numbers.slice(0, -3).reduce((a, b) => a + b, 0),
    sum,
  );
  assert.ok(Math.abs(sum * confidence - score) < 0.05);
  await page.context().close();
});

test('a letter is shown before it goes, waits in the outbox, and one key holds it back', slow, async () => {
  const { page, complaints } = await enter(`/cases/${caseId}`);
  await page.getByRole('heading', { level: 1, name: rowOf(1).reference }).waitFor();

  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('haal de phishingpagina weg').waitFor();
  assert.equal(
    desk.acted.some((a) => a.act === 'notify'),
    false,
    'nothing was sent by looking',
  );
  await dialog.getByRole('button', { name: 'Verstuur' }).click();
  await page.getByText('1 brief wacht').waitFor();
  await page.locator('.case-head').getByText('Wacht op klant').waitFor();
  await page.keyboard.press('u');
  await page.getByText('Geen brief wacht.').waitFor();

  const sent = desk.acted.find((a) => a.act === 'notify');
  assert.equal(sent?.id, caseId);
  assert.equal(typeof sent?.body['version'], 'number', 'the act names the version it was decided on');
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test('what another does appears in place, and what is new waits behind a button', slow, async () => {
  const { page } = await enter('/inbox');
  await page.waitForSelector('tr.row');
  const other = await enter(`/cases/${rowOf(6).id}`);
  await other.page.getByRole('heading', { level: 1, name: rowOf(6).reference }).waitFor();

  await other.page.keyboard.press('1');

  await page.locator('tr.row').nth(6).getByText('in behandeling bij Mia de Jong').waitFor({ state: 'attached' });
  await desk.world.db.in(desk.org, (tx) =>
    tx.notify({ organisation: desk.org, what: 'case', id: 'case_01jd0000000000000000099999' }),
  );
  await page.getByRole('button', { name: '1 nieuwe — toon' }).waitFor();
  await other.page.context().close();
  await page.context().close();
});

test('a reader sees a case without a single act', slow, async () => {
  const { page } = await enter(`/cases/${caseId}`, { role: 'reader' });
  await page.getByRole('heading', { level: 1, name: rowOf(1).reference }).waitFor();

  assert.equal(await page.locator('.next').count(), 0);
  await page.keyboard.press('n');
  assert.equal(await page.getByRole('dialog').count(), 0);
  await page.context().close();
});

test('addresses of abuse are made harmless, and the real one is copied only after a warning', slow, async () => {
  const phish = rowOf(0);
  const { page } = await enter(`/cases/${phish.id}`);
  await page.getByRole('heading', { level: 1, name: phish.reference }).waitFor();

  const text = await page.locator('main').innerText();
  assert.doesNotMatch(text, /https?:\/\/inlog-bank/);
  assert.equal(await page.locator('main a[href^="http"]:not([href^="/"])').count(), 0);
  await page
    .getByRole('button', { name: /Kopieer de echte waarde/ })
    .first()
    .click();
  await page.getByRole('dialog', { name: 'Echte waarde kopiëren?' }).waitFor();
  await page.context().close();
});

test('a rule is moved, tried by nobody but who may, and saved with the version it started from', slow, async () => {
  const { page, complaints } = await enter('/directives', { role: 'admin' });
  await page.waitForSelector('.grid-table');

  await page.getByRole('button', { name: 'Omlaag: Scant zelf' }).click();
  await page.getByRole('button', { name: 'Sla deze regels op' }).waitFor();
  assert.equal(await page.locator('.grid-table').first().locator('tbody tr').first().getByText('De rest').count(), 1);
  await page.getByRole('button', { name: 'Wijzig: Scant zelf' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('kenmerk').fill('vip');
  const found = (await axe(page)).map((f) => `edit: ${f}`);
  await dialog.getByRole('button', { name: 'Neem over' }).click();
  await page.getByText('vip').first().waitFor();

  assert.deepEqual(found, []);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test(
  'letters on trial stand under a banner, with what lets them go; what was read and not answered says so',
  slow,
  async () => {
    const { page } = await enter('/letters');
    await page.waitForSelector('.grid-table');

    await page.getByText('De proef staat aan').waitFor();
    assert.equal(await page.getByRole('button', { name: /^Laat gaan/ }).count(), 1);
    await page.locator('tbody').getByText('gelezen, niet beantwoord').waitFor();
    await page.context().close();
  },
);

test('the ladder of a case shows what is proposed, and only a decider may decline it', slow, async () => {
  const { page } = await enter(`/cases/${caseId}`);
  await page.getByRole('heading', { level: 1, name: rowOf(1).reference }).waitFor();

  await page.locator('.rungs').getByText('wacht op een besluit').waitFor();
  await page.getByText('Sluit het gemelde pad af.').first().waitFor();
  assert.equal(await page.getByRole('button', { name: 'Voorstel afwijzen' }).count(), 0);
  const decider = await enter(`/cases/${caseId}`, { role: 'admin' });
  await decider.page.getByRole('button', { name: 'Voorstel afwijzen' }).waitFor();
  await page.context().close();
  await decider.page.context().close();
});

test('the palette finds an act by a few letters and goes there', slow, async () => {
  const { page } = await enter('/inbox');
  await page.waitForSelector('tr.row');

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Opdrachten en zoeken' }).fill('naar logb');
  await page.keyboard.press('Enter');

  await page.getByRole('heading', { name: 'Logboek' }).waitFor();
  await page.getByText('gewist onder regel ret-party-erase').waitFor();
  await page.context().close();
});

test('a mapping is tried on a file and shows its findings; keeping it is not for everybody', slow, async () => {
  const { page } = await enter('/mappings');
  await page.getByRole('button', { name: 'Neem het voorbeeld' }).click();
  await page.getByRole('button', { name: 'Toon de waarnemingen' }).click();
  await page.getByRole('heading', { name: '2 waarnemingen' }).waitFor();

  await page.locator('td', { hasText: '198.51.100.7' }).waitFor();
  await page.getByText('row:4').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Bewaar deze indeling' }).count(), 0, 'for a handler');
  await page.context().close();
});

test(
  'a notice is assessed with a reason, leads to the decision screen, and shows nothing as a link or an image',
  slow,
  async () => {
    const { page, complaints } = await enter('/notices', { role: 'admin' });
    await page.getByRole('link', { name: 'ML-26-000911' }).click();
    await page.getByRole('heading', { level: 1, name: 'ML-26-000911' }).waitFor();

    assert.equal(
      await page.getByRole('link', { name: 'Naar het besluit' }).getAttribute('href'),
      '/decisions/new?matter=ntc_01jd0000000000000000000001',
    );
    assert.equal(await page.locator('main img, main video, main iframe, main a[href*="bakkerij"]').count(), 0);
    await page.getByRole('button', { name: 'Beoordeel', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio').first().check();
    await dialog.getByLabel('Reden').fill('Nagemaakte inlogpagina van een bank.');
    const found = await axe(page);
    await dialog.getByRole('button', { name: 'Beoordeel' }).click();
    await dialog.waitFor({ state: 'detached' });

    const done = desk.acted.find((a) => a.act === 'assess');
    assert.equal(done?.body['knowledge'], 'manifest');
    assert.equal(done?.body['version'], 1);
    assert.deepEqual(found, []);
    assert.deepEqual(complaints, []);
    await page.context().close();
  },
);

const screens = [
  ['/inbox', 'tr.row'],
  [`/cases/${caseId}`, '.finding'],
  ['/manual?id=msg_01jd0000000000000000000001', '.raw'],
  ['/manual/teach?id=msg_01jd0000000000000000000001', '.teach-found li'],
  ['/templates', '.grid-table'],
  ['/parties', '.grid-table'],
  ['/parties/party_01jd0000000000000000000001', '[role="treeitem"]'],
  ['/who', 'form'],
  ['/screening', '.grid-table'],
  ['/screening/mtc_01jd0000000000000000000001', '[aria-labelledby=evidence] table'],
  ['/deadlines', '.grid-table'],
  ['/letters', '.empty, .grid-table'],
  ['/directives', '.grid-table'],
  ['/brands', 'textarea'],
  ['/effect', '.grid-table'],
  ['/import', '.drop'],
  ['/mappings', '.grid-table'],
  ['/inventories', '[aria-labelledby=inventories] table'],
  [`/inventories/${inventories[0]?.id}`, '[aria-labelledby=held] table'],
  [`/inventories/${inventories[1]?.id}`, '[aria-labelledby=live] table'],
  ['/mappings', '.page'],
  ['/journal', '.grid-table'],
  ['/channels', '.channel'],
  ['/orders', '.grid-table'],
  ['/orders/ord_01jd0000000000000000000001', '.ticks'],
  ['/duty', '[aria-labelledby=authorities] li'],
  ['/notifiers', '.grid-table'],
  ['/notifiers/ntf_01jd0000000000000000000001', '.months'],
  ['/notices', '.grid-table'],
  ['/notices/ntc_01jd0000000000000000000001', '.grid-table'],
  ['/trusted-flaggers', '.grid-table'],
  ['/contact-points', '#recipients-name'],
  ['/disclosures', '.grid-table'],
  ['/disclosures/dsc_01jd0000000000000000000001', '[aria-labelledby=test]'],
] as const;

test(
  'a masked order has no picture, no preview and no upload anywhere, and asks nothing of any other host',
  slow,
  async () => {
    const { page } = await enter('/');
    const asked: string[] = [];
    page.on('request', (r) => asked.push(r.url()));
    await page.goto(`${desk.url}/orders/ord_01jd0000000000000000000001`);
    await page.waitForSelector('.ticks');
    await page.waitForTimeout(300);

    const shown = await page.evaluate(() => ({
      pictures: document.querySelectorAll(
        'main img, main video, main picture, main canvas, main iframe, main object, main embed',
      ).length,
      uploads: document.querySelectorAll('input[type=file]').length,
      text: document.querySelector('main')?.textContent ?? '',
    }));

    assert.deepEqual([shown.pictures, shown.uploads], [0, 0]);
    assert.match(shown.text, /vo…d\.example\/…/);
    assert.deepEqual(
      asked.filter((u) => !u.startsWith(desk.url)),
      [],
    );
    await page.context().close();
  },
);

for (const look of [
  { language: 'nl', width: 1440, dark: false },
  { language: 'en', width: 320, dark: true },
] as const)
  test(`no screen has an accessibility finding or scrolls sideways: ${look.language}, ${look.width} px, ${look.dark ? 'dark' : 'light'}`, {
    timeout: 240_000,
  }, async () => {
    const { page, complaints } = await enter('/', look);
    const found: string[] = [];
    for (const [path, ready] of screens) {
      await page.goto(`${desk.url}${path}`);
      await page.waitForSelector(ready);
      await page.waitForTimeout(300);
      found.push(...(await axe(page)).map((f) => `${path}: ${f}`));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      if (wide) found.push(`${path}: scrolls sideways`);
    }
    assert.deepEqual(found, []);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

test('the log-in page and the dialogs have no accessibility finding', slow, async () => {
  const stranger = await open();
  await stranger.page.goto(desk.url);
  await stranger.page.getByLabel('Wachtwoord').waitFor();
  const found = (await axe(stranger.page)).map((f) => `log-in: ${f}`);
  await stranger.page.context().close();

  const { page } = await enter(`/cases/${rowOf(3).id}`);
  await page.getByRole('heading', { level: 1, name: rowOf(3).reference }).waitFor();
  for (const key of ['n', 'e', '2', 'h', 'p', '?', 'Control+k']) {
    await page.keyboard.press(key);
    await page.getByRole('dialog').waitFor();
    await page.waitForTimeout(250);
    found.push(...(await axe(page)).map((f) => `${key}: ${f}`));
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  assert.deepEqual(found, []);
  await page.context().close();
});

test(
  'a channel is tried before it is saved and the form says what is wrong; its dialogs have no accessibility finding',
  slow,
  async () => {
    const { page, complaints } = await enter('/channels', { role: 'admin' });
    await page.waitForSelector('.channel');
    await page.getByText('2 kanalen vragen aandacht').waitFor();

    await page.getByRole('button', { name: 'Kanaal toevoegen' }).click();
    await page.getByRole('dialog').waitFor();
    await page.getByLabel('Naam', { exact: true }).fill('abuse-postvak');
    await page.getByLabel('Host').fill('mail.example');
    await page.getByLabel('Gebruikersnaam').fill('abuse@voorbeeldhost.example');
    await page.getByLabel('Wachtwoord').fill('not right');
    const found = (await axe(page)).map((f) => `form: ${f}`);
    await page.getByRole('dialog').getByRole('button', { name: 'Proberen' }).click();
    await page.getByText('Gebruikersnaam of wachtwoord klopt niet.').waitFor();
    for (const kind of ['feed', 'shadowserver', 'folder']) {
      await page.getByLabel('Soort kanaal').selectOption(kind);
      found.push(...(await axe(page)).map((f) => `${kind}: ${f}`));
    }
    await page.getByRole('dialog').getByRole('button', { name: 'Annuleren' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Laatste pogingen: shadowserver' }).click();
    await page.getByText('report-2').waitFor();
    found.push(...(await axe(page)).map((f) => `looks: ${f}`));
    await page.keyboard.press('Escape');
    await page.goto(`${desk.url}/notifiers`);
    await page.getByRole('link', { name: 'openphish.example' }).click();
    await page.getByText('de klant zei dat het niet klopte').waitFor();
    await page.getByText('4%–31%, n = 24').waitFor();

    assert.deepEqual(found, []);
    assert.deepEqual(complaints, []);
    await page.context().close();
  },
);
