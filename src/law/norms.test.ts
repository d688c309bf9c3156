/** The catalogue is whole: categories as the templates have them, kinds mapped, retention and authorities with their basis. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  automation,
  contentTypes,
  decisionOrigins,
  keptUntil,
  marks,
  otherDescriptions,
  restrictions,
} from './index.ts';
import { loadLaw } from './work.ts';

const law = await loadLaw();
const categories = [...law.categories.values()].sort((a, b) => a.no - b.no);

test('the seventeen categories stand in the order of the templates, with their sub-rows in letters', () => {
  assert.deepEqual(
    categories.map((c) => c.no),
    Array.from({ length: 17 }, (_, i) => i + 1),
  );
  for (const c of categories) {
    assert.equal(c.id, c.code.toLowerCase());
    c.keywords.forEach((k, i) => {
      assert.equal(k.letter, String.fromCharCode(97 + i), `${c.code} ${k.code}`);
      assert.ok(k.title.nl && k.title.en);
    });
    if (c.no <= 15) assert.equal(c.keywords.at(-1)?.code, 'OTHER', c.code);
  }
  const distinct = new Set(categories.flatMap((c) => c.keywords.map((k) => k.code)));
  assert.equal(distinct.size, 68);
});

test('rows per part: orders 91, notices 91, own initiative by law 90 and by terms 98, the total row counted', () => {
  const rows = (part: 'orders' | 'notices' | 'illegal' | 'terms') =>
    1 + categories.filter((c) => c.parts.includes(part)).reduce((n, c) => n + 1 + c.keywords.length, 0);

  assert.deepEqual([rows('orders'), rows('notices'), rows('illegal'), rows('terms')], [91, 91, 90, 98]);
});

test('each kind that can be restricted has a category and keyword that exist, and "other" has its own fixed words', () => {
  for (const kind of law.kinds.values()) {
    if (!kind.dsa) continue;
    const found = categories.find((c) => c.code === kind.dsa?.category);
    assert.ok(found, `${kind.id}: ${kind.dsa.category}`);
    const { keyword } = kind.dsa;
    if (keyword !== null)
      assert.ok(
        found.keywords.some((k) => k.code === keyword),
        `${kind.id}: ${keyword}`,
      );
    if (keyword === 'OTHER') assert.ok(otherDescriptions[kind.id], kind.id);
  }
  for (const id of Object.keys(otherDescriptions)) assert.ok(law.kinds.has(id), id);
});

test('every rule of the catalogue has its basis with a mark, and dates in order', () => {
  const all = [law.clocks, law.categories, law.retention, law.duties, law.authorities, law.orders, law.packs].flatMap(
    (m) => [...m.values()],
  );
  for (const r of all) {
    assert.ok(marks.includes(r.basis.mark), r.id);
    assert.ok(r.basis.law.length > 3, r.id);
    assert.match(r.inForce.from, /^\d{4}-\d\d-\d\d$/, r.id);
    if ('until' in r.inForce && r.inForce.until) assert.ok(r.inForce.from < r.inForce.until, r.id);
    if (r.basis.url) assert.match(r.basis.url, /^https:\/\//, r.id);
  }
});

test('each kind of data of the retention table is there; child abuse material is never kept, terrorist content six months', () => {
  assert.equal(law.retention.size, 19);
  const day = Temporal.PlainDate.from('2026-08-31');

  assert.equal(law.retention.get('csam-material')?.keep.count, 0);
  const tco = law.retention.get('tco-preserved');
  assert.equal(tco && keptUntil(tco, day).toString(), '2027-02-28');
  for (const r of law.retention.values()) if (r.keep.count === 0) assert.match(r.id, /csam-material|registration-data/);
});

test('authorities: each role is filled, each says what it may see on demand, and no customer data of our own motion without a ground', () => {
  const roles = new Set([...law.authorities.values()].flatMap((a) => [...a.roles]));
  for (const role of [
    'coordinator',
    'tco',
    'csam',
    'csirt',
    'cbw',
    'data_protection',
    'prosecutor',
    'police',
    'sanctions',
    'hotline',
    'europol',
  ] as const)
    assert.ok(roles.has(role), role);
  for (const a of law.authorities.values()) assert.ok(a.onDemand.nl && a.onDemand.en && a.power.nl && a.power.en, a.id);
});

const enums = join(import.meta.dirname, '../../../shared/data/dsa-tdb/enums.json');
test(
  'codes agree with those of the Transparency Database',
  existsSync(enums) ? {} : { skip: '../shared/data is absent: the codes were not compared' },
  () => {
    const text = readFileSync(enums, 'utf8');
    const known = new Set(
      [...text.matchAll(/"((?:STATEMENT_CATEGORY|KEYWORD|DECISION|SOURCE|AUTOMATED|CONTENT_TYPE)_[A-Z0-9_]+)"/g)].map(
        (m) => m[1] ?? '',
      ),
    );
    assert.ok(known.size > 50);
    for (const c of categories) {
      // The database has no category for orders, which it does not take.
      if (c.code !== 'NOT_SPECIFIED_ORDER') assert.ok(known.has(`STATEMENT_CATEGORY_${c.code}`), c.code);
      for (const k of c.keywords) assert.ok(known.has(`KEYWORD_${k.code}`), k.code);
    }
    for (const v of restrictions.visibility) assert.ok(known.has(`DECISION_VISIBILITY_${v}`), v);
    for (const v of restrictions.monetary) assert.ok(known.has(`DECISION_MONETARY_${v}`), v);
    for (const v of restrictions.provision) assert.ok(known.has(`DECISION_PROVISION_${v}`), v);
    for (const v of restrictions.account) assert.ok(known.has(`DECISION_ACCOUNT_${v}`), v);
    for (const v of decisionOrigins) assert.ok(known.has(v), v);
    for (const v of automation) assert.ok(known.has(`AUTOMATED_DECISION_${v}`), v);
    for (const v of contentTypes) assert.ok(known.has(`CONTENT_TYPE_${v}`), v);
  },
);

const templates = join(import.meta.dirname, '../../../shared/data/dsa-templates');
test(
  'category rows agree with the official templates',
  existsSync(templates) ? {} : { skip: '../shared/data is absent: the templates were not compared' },
  () => {
    const file = readdirSync(templates).find((f) => f.includes('Part_2_'));
    assert.ok(file);
    const text = readFileSync(join(templates, file), 'utf8');
    const found = [...text.matchAll(/\b(?:STATEMENT_CATEGORY|KEYWORD)_([A-Z_]+)\b/g)].map((m) => m[1] ?? '');
    const ours = new Set(categories.flatMap((c) => [c.code, ...c.keywords.map((k) => k.code)]));
    for (const code of found) assert.ok(ours.has(code), code);
    for (const code of ours) assert.ok(found.includes(code), `${code} is not in the template`);
  },
);
