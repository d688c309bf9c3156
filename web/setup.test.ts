import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowOf } from './fixture/cases.ts';
import { startDesk } from './fixture/desk.ts';
import { kept } from './fixture/lists.ts';
import { screensOf } from './fixture/screen.ts';

const desk = await startDesk(10);
const { enter, axe } = screensOf(desk);
const slow = { timeout: 120_000 };

for (const language of ['nl', 'en'] as const)
  test(
    `an inventory is connected from the navigation: its kind asks for what it needs, it is tried, then kept: ${language}`,
    slow,
    async () => {
      const nl = language === 'nl';
      const { page, complaints } = await enter('/', { role: 'admin', language });
      const found: string[] = [];
      kept.length = 0;

      await page
        .getByRole('navigation')
        .getByRole('link', { name: nl ? 'Inventarissen' : 'Inventories' })
        .click();
      await page.getByRole('button', { name: nl ? 'Inventaris aansluiten' : 'Connect an inventory' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Token', { exact: true }).waitFor();
      found.push(...(await axe(page)).map((f) => `netbox: ${f}`));
      await dialog.getByLabel(nl ? 'Systeem' : 'System').selectOption('phpipam');
      await dialog.getByLabel(nl ? 'Naam' : 'Name', { exact: true }).fill('ipam');
      await dialog.getByLabel(nl ? 'Adres' : 'Address').fill('https://ipam.example.org');
      await dialog.getByLabel('Token', { exact: true }).fill('a secret thing');
      await dialog.getByLabel(nl ? 'Naam van de API-toepassing' : 'Name of the API application').fill('bezem');
      await dialog.getByText(nl ? 'Meer instellingen' : 'More settings').click();
      await dialog.getByLabel(nl ? 'Secties (nummers)' : 'Sections (numbers)').fill('3\n5');
      found.push(...(await axe(page)).map((f) => `phpipam: ${f}`));
      await dialog.getByRole('button', { name: nl ? 'Nu proberen' : 'Try now' }).click();
      await dialog.getByRole('table').getByText('203.0.113.26').waitFor();
      assert.deepEqual(
        kept.map((k) => k.act),
        ['try'],
        'nothing is kept by trying',
      );
      found.push(...(await axe(page)).map((f) => `tried: ${f}`));
      await dialog.getByRole('button', { name: nl ? 'Opslaan' : 'Save' }).click();
      await dialog.waitFor({ state: 'detached' });

      const { body } = kept[1] ?? assert.fail('nothing was kept');
      assert.deepEqual(body, {
        name: 'ipam',
        kind: 'phpipam',
        address: 'https://ipam.example.org',
        private_hosts: [],
        secret: { token: 'a secret thing' },
        options: { app: 'bezem', sections: [3, 5] },
        precedence: 15,
        every_minutes: 60,
        hold_share: 0.2,
      });
      assert.deepEqual(found, []);
      assert.deepEqual(complaints, []);
      await page.context().close();
    },
  );

test(
  'settings of an inventory are changed without its secret being read back; a handler has no form',
  slow,
  async () => {
    const { page, complaints } = await enter('/inventories/netbox', { role: 'admin' });
    await page.getByRole('button', { name: 'Instellingen' }).click();
    const dialog = page.getByRole('dialog');
    const token = dialog.getByLabel('Token', { exact: true });
    await token.waitFor();

    assert.equal(await token.inputValue(), '');
    await dialog.getByText('Is ingesteld en wordt nooit getoond.').first().waitFor();
    const handler = await enter('/inventories', { role: 'handler' });
    await handler.page.locator('[aria-labelledby=inventories] table').waitFor();
    assert.equal(await handler.page.getByRole('button', { name: 'Inventaris aansluiten' }).count(), 0);
    assert.deepEqual([...complaints, ...handler.complaints], []);
    await page.context().close();
    await handler.page.context().close();
  },
);

test('the record of the live resolver says what was asked, what came of it and how quick it was', slow, async () => {
  const { page, complaints } = await enter('/inventories', { width: 390, dark: true, language: 'en' });
  await page.getByRole('link', { name: 'own-system' }).click();

  await page.getByText('half within 120 ms, 95% within 940 ms').waitFor();
  await page.getByText('not in time').waitFor();
  await page.getByRole('link', { name: 'K-10551 Jansen IT' }).waitFor();

  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth), false);
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(complaints, []);
  await page.context().close();
});

test(
  'findings of a case are taken along; what is left out is said with its reason before anything leaves',
  slow,
  async () => {
    const { page, complaints } = await enter(`/cases/${rowOf(1).id}`);
    await page.getByText('Waarnemingen meenemen').click();

    await page.getByText('2 waarnemingen gaan mee. 1 blijft weg:').waitFor();
    await page.getByText('XARF kent hier geen type voor: 1').waitFor();
    await page.getByLabel('Vorm').selectOption('csv');
    await page.getByText('3 waarnemingen gaan mee.').waitFor();
    assert.match(
      (await page.getByRole('link', { name: 'Download' }).getAttribute('href')) ?? '',
      /^\/v1\/findings\/export\?format=csv&case=case_/,
    );

    assert.deepEqual(complaints, []);
    await page.context().close();
  },
);

test(
  'a directive can let its first letter go by itself: off until somebody sets it, and said in the list',
  slow,
  async () => {
    const { page, complaints } = await enter('/directives', { role: 'admin', language: 'en' });
    await page.getByRole('button', { name: 'Add a rule' }).click();
    const dialog = page.getByRole('dialog');
    const box = dialog.getByRole('checkbox', { name: 'first letter goes by itself' });

    assert.equal(await box.isChecked(), false);
    await box.check();
    await dialog.getByText('Restricting is always done by a person.').waitFor();
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(complaints, []);
    await page.context().close();
  },
);
