/** The verdict on payers, measured on three hundred pairs that were labelled before it was written; half of them were never tuned on. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { csvRows } from '#parties';
import { payerMatch, payerThresholds } from './payer.ts';

interface Pair {
  readonly half: string;
  readonly label: string;
  readonly kind: 'natural' | 'legal';
  readonly payer: string;
  readonly customer: string;
}
async function pairs(): Promise<readonly Pair[]> {
  const out: Pair[] = [];
  for await (const { line, cells } of csvRows([
    readFileSync(new URL('./samples/payers.csv', import.meta.url), 'utf8'),
  ])) {
    const [, half = '', label = '', kind = '', payer = '', customer = ''] = cells;
    if (line > 1) out.push({ half, label, kind: kind === 'legal' ? 'legal' : 'natural', payer, customer });
  }
  return out;
}
const all = await pairs();

for (const half of ['tuning', 'untouched'])
  test(`at "match" precision is at least 0.98 and recall at least 0.95 on the ${half} half`, () => {
    let [right, wrong, missed] = [0, 0, 0];
    for (const p of all.filter((x) => x.half === half)) {
      const said = payerMatch(p.payer, { kind: p.kind, names: [p.customer] }).verdict;
      if (said === 'MTCH') p.label === 'MTCH' ? right++ : wrong++;
      else if (p.label === 'MTCH') missed++;
    }

    assert.equal(all.filter((x) => x.half === half).length, 150);
    assert.ok(right / (right + wrong) >= 0.98, `precision ${right / (right + wrong)}`);
    assert.ok(right / (right + missed) >= 0.95, `recall ${right / (right + missed)}`);
  });

test('the lines of a score add up to it, and decide the verdict', () => {
  for (const p of all) {
    const m = payerMatch(p.payer, { kind: p.kind, names: [p.customer] });
    if (m.score === null) continue;
    const sum = Math.max(
      0,
      m.terms.reduce((total, t) => total + t.points, 0),
    );
    assert.ok(Math.abs(sum - m.score) < 1e-3, `${p.payer} ~ ${p.customer}: ${sum} ${m.score}`);
    assert.equal(m.verdict === 'MTCH', m.score >= payerThresholds.match);
  }
});

test('a payment provider or an empty field names nobody', () => {
  for (const payer of ['', 'NOTPROVIDED', 'Stichting Derdengelden Mollie Payments'])
    assert.equal(payerMatch(payer, { kind: 'natural', names: ['Jan de Vries'] }).verdict, 'NOAP');
});

test('a trade name that was declared is the customer; one that was not is somebody else', () => {
  const declared = { kind: 'natural', names: ['Joris Linde', 'Praktijk Lindeboom'] } as const;

  assert.equal(payerMatch('Praktijk Lindeboom', declared).verdict, 'MTCH');
  assert.notEqual(payerMatch('Praktijk Lindeboom', { kind: 'natural', names: ['Joris Linde'] }).verdict, 'MTCH');
});
