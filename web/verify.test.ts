/** The stand-alone page: opened from disk, it tells a dossier that holds from one that does not, and asks nothing of any network. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { openWeb } from '#desk/web';
import { checkDossier, type Manifest, manifestName, noteMark, noteName, pack } from '#dossiers';
import { sha256 } from '#io/dice';
import { testWorld } from '#io/testing';
import { checkpoints, receiptOf, signedByLog, verifies } from '#journal/proof';
import { entriesAbout, note, proveMany } from '#journal/work';
import { engine } from '#kernel';
import { addOrganisation } from '#organisations/work';
import { startBrowser } from './fixture/browser.ts';

const folder = mkdtempSync(join(tmpdir(), 'bezem-verify-'));
const browser = await startBrowser();
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

const world = await testWorld('verify page');
const { id: org } = await addOrganisation(world, { slug: 'verify', name: 'Example Host', kind: 'provider' });
await world.db.in(org, async (tx) => {
  for (const act of ['case.open', 'case.close'])
    note(world, tx, { act, by: engine, about: [{ subject: 'matter', payload: { matter: 'matter' } }] });
  note(world, tx, {
    act: 'dossier.make',
    by: engine,
    about: [{ subject: 'matter', payload: { dossier: 'matter', entries: 3 } }],
  });
});
const dossier = await world.db.in(org, async (tx) => {
  const { now } = await checkpoints(world, tx);
  const entries = await entriesAbout(world, tx, ['matter'], now.size, { belongs: () => true, shows: () => true });
  const m: Manifest = {
    format: 'bezem-dossier/1',
    organisation: { id: org, slug: 'verify', name: 'Example Host' },
    about: { id: 'matter', number: 'BZ-26-000001', kind: 'case' },
    made_at: '2026-11-27T12:00:00Z',
    made_by: 'engine',
    for: { reader: 'own', on_demand: false },
    log: (await signedByLog(world, tx, [noteMark, ''])).key,
    checkpoint: now.note,
    entries: entries.map((e) => ({ ...e, details: [...e.details] })),
    proof: [
      ...(await proveMany(
        tx,
        entries.map((e) => e.index),
        now.size,
      )),
    ],
    records: {},
    files: [],
    left_out: [{ what: 'note', why: 'privileged', basis: 'advice of a lawyer', count: 1 }],
    earlier: [],
  };
  const text = Buffer.from(JSON.stringify(m));
  const signed = await signedByLog(world, tx, [noteMark, sha256(text).toString('hex')]);
  return pack({ [manifestName]: text, [noteName]: Buffer.from(signed.note) });
});
assert.deepEqual(checkDossier(dossier, sha256, verifies).faults, []);
const receipt = await world.db.in(org, (tx) => receiptOf(world, tx, 'case.open', 'matter'));

test('a dossier and a receipt that hold, and each with one byte changed, from disk and without network', async () => {
  const web = await openWeb(join(folder, 'state'));
  const page = join(folder, 'verify.html');
  writeFileSync(page, web.verifier.plain);
  writeFileSync(join(folder, 'good.zip'), dossier);
  const bent = Uint8Array.from(dossier);
  bent[Math.floor(bent.length / 2)] = (bent[Math.floor(bent.length / 2)] ?? 0) ^ 1;
  writeFileSync(join(folder, 'bent.zip'), bent);
  writeFileSync(join(folder, 'good.json'), JSON.stringify(receipt));
  writeFileSync(join(folder, 'bent.json'), JSON.stringify({ ...receipt, leaf_index: receipt.leaf_index + 1 }));
  for (const locale of ['nl-NL', 'en-GB']) {
    const context = await browser.newContext({ locale, viewport: { width: 320, height: 700 } });
    const asked: string[] = [];
    context.on('request', (r) => asked.push(r.url()));
    const tab = await context.newPage();
    await tab.goto(pathToFileURL(page).href);
    const verdict = async (file: string) => {
      await tab.setInputFiles('#file', join(folder, file));
      const said = tab.locator(`#out[data-file="${file}"] p`).first();
      await said.waitFor();
      return (await said.getAttribute('class')) ?? '';
    };
    assert.equal(await verdict('good.zip'), 'holds');
    assert.match(await tab.locator('#out').innerText(), /Example Host[\s\S]*BZ-26-000001[\s\S]*1 note/);
    assert.equal(await verdict('bent.zip'), 'not');
    assert.equal(await verdict('good.json'), 'holds');
    assert.equal(await verdict('bent.json'), 'not');
    await tab.fill('#key', 'other.example/journal+00000000+AAAA');
    assert.equal(await verdict('good.zip'), 'not');
    assert.deepEqual(
      asked.filter((u) => !u.startsWith('file:')),
      [],
    );
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 320, `${wide} px`);
    await context.close();
  }
});
