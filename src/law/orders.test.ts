/** Kinds of orders are whole: every clock, letter, article, issuer and category they name exists, and secrecy and proof follow the law. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkElements, clocksOf, orderAsks, orderElements, orderEvidence, orderTells } from './index.ts';
import { loadLaw } from './work.ts';

const law = await loadLaw();
const types = [...law.orders.values()];
const typeOf = (id: string) => {
  const found = law.orders.get(id);
  assert.ok(found, id);
  return found;
};

test('every instrument of the law reference has its kind of order', () => {
  const expected = `
    atkm-6 court dsa-10 dsa-9 epoc epoc-pr hotline regulator-ap regulator-dsa-51 regulator-rdi sv-125p sv-126n sv-126na
    sv-126nc sv-126nd sv-126ng sv-126ni tco-3 third-country
  `;

  assert.deepEqual([...law.orders.keys()].sort(), expected.trim().split(/\s+/).sort());
});

test('what a kind of order names is there: clocks, letters to the right reader, issuers, category and keyword', () => {
  const roles = new Set([...law.authorities.values()].flatMap((a) => [...a.roles]));
  for (const t of types) {
    assert.ok(t.title.nl.length > 5 && t.title.en.length > 5, t.id);
    assert.ok(orderAsks.includes(t.asks) && orderTells.includes(t.tell) && orderEvidence.includes(t.evidence), t.id);
    for (const c of t.clocks) {
      const clock = law.clocks.get(c.clock);
      assert.ok(clock, `${t.id}: ${c.clock}`);
      if (clock.runs.unit === 'given') assert.ok(c.otherwise, `${t.id}: ${c.clock} has no length of its own`);
    }
    for (const c of t.callsOut)
      assert.ok(
        t.clocks.some((k) => k.clock === c),
        `${t.id} calls out for ${c}, which it has not`,
      );
    for (const id of [t.letters.effect, t.letters.defect, t.letters.impossible])
      assert.equal(law.letters.get(id)?.audience, 'authority', `${t.id}: ${id}`);
    if (t.letters.recipient) assert.equal(law.letters.get(t.letters.recipient)?.audience, 'customer', t.id);
    for (const role of t.issuers) assert.ok(roles.has(role), `${t.id}: ${role}`);
    if (t.category)
      assert.ok(
        law.categories.get(t.category.category)?.keywords.some((k) => k.code === t.category?.keyword),
        t.id,
      );
  }
});

test('each element asked for stands once and carries its article', () => {
  for (const t of types) {
    assert.equal(new Set(t.checks.map((c) => c.element)).size, t.checks.length, t.id);
    assert.ok(
      t.checks.some((c) => c.required),
      t.id,
    );
    for (const c of t.checks) {
      assert.ok(Object.hasOwn(orderElements, c.element), `${t.id}: ${c.element}`);
      assert.ok(c.article.length > 1, `${t.id}: ${c.element}`);
    }
  }
});

test('demands of data pass the gate and a second person; removal orders do not wait for either', () => {
  for (const t of types) {
    if (t.asks === 'inform') assert.ok(t.gate && t.secondPerson, t.id);
    if (t.asks === 'act') assert.ok(!t.gate && !t.secondPerson, t.id);
  }
});

test('terrorist content is preserved; of child abuse material the address only; a recipient who is never told has no letter', () => {
  assert.equal(typeOf('tco-3').evidence, 'preserve');
  for (const id of ['atkm-6', 'hotline']) assert.equal(typeOf(id).evidence, 'address_only');
  for (const t of types)
    if (['never', 'until_lifted', 'by_authority'].includes(t.tell)) assert.equal(t.letters.recipient, null, t.id);
  for (const id of ['epoc', 'epoc-pr']) assert.equal(typeOf(id).tell, 'never');
});

test('an emergency has eight hours and not ten days, and only an order from abroad is put to scrutiny', () => {
  const clocks = (id: string, emergency: boolean, crossBorder: boolean) =>
    clocksOf(typeOf(id), { emergency, crossBorder }).map((c) => c.clock);

  assert.ok(clocks('epoc', true, true).includes('clk-epoc-8h'));
  assert.ok(!clocks('epoc', true, true).includes('clk-epoc-10d'));
  assert.ok(clocks('epoc', false, true).includes('clk-epoc-10d'));
  assert.ok(clocks('tco-3', false, true).includes('clk-tco-48h'));
  assert.ok(!clocks('tco-3', false, false).includes('clk-tco-48h'));
});

test('what is demanded and absent is missing; what may be absent is not applicable', () => {
  const said = checkElements(typeOf('dsa-9'), new Set(['legal_basis', 'location']));

  assert.equal(said.legal_basis, 'present');
  assert.equal(said.redress, 'missing');
  assert.equal(said.report_back, 'not_applicable');
});
