import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openWeb } from './web.ts';

const state = mkdtempSync(join(tmpdir(), 'bezem-web-test-'));
after(() => rmSync(state, { recursive: true, force: true }));

test('the first start builds the web app and says so, the second finds it', { timeout: 120_000 }, async () => {
  const said: string[] = [];

  const first = await openWeb(state, (line) => said.push(line));
  const second = await openWeb(state, (line) => said.push(line));

  assert.equal(first.built, true);
  assert.equal(second.built, false);
  assert.equal(said.length, 2, 'only the build is told');
  assert.deepEqual([...second.assets.keys()], [...first.assets.keys()]);
  assert.equal(readdirSync(join(state, 'web')).length, 1, 'nothing half built is left');
});

test('the page asks for nothing from elsewhere and holds no script or style of its own', {
  timeout: 120_000,
}, async () => {
  const { shell, assets } = await openWeb(state);
  const html = shell.plain.toString();

  assert.doesNotMatch(html, /<style|style=|onload|https?:\/\//);
  for (const [, src = ''] of html.matchAll(/<script[^>]*src="([^"]+)"/g)) assert.ok(assets.has(src), src);
  assert.doesNotMatch(html, /<script(?![^>]*src=)/);
  const css = [...assets].filter(([name]) => name.endsWith('.css')).map(([, f]) => f.plain.toString());
  assert.ok(css.length > 0);
  for (const text of css) assert.doesNotMatch(text, /url\((?!["']?data:image)["']?https?:/);
});
