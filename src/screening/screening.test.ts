/** Names are alike for reasons that can be shown, and add up. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildIndex, countedAsListed, type Entry, finderOf, operating, readName, scoreNames } from './index.ts';
import { romaniseSyllable } from './name/korean.ts';

const score = (a: string, b: string, kind: 'person' | 'organisation' | 'vessel' | 'unknown' = 'unknown') =>
  scoreNames(readName(a, kind), readName(b, kind)).score;
const entry = (id: string, names: readonly string[], more: Partial<Entry> = {}): Entry => ({
  id,
  kind: 'person',
  names: names.map((text) => ({ text, strength: 'strong' as const })),
  births: [],
  countries: [],
  identifiers: [],
  acts: [],
  ...more,
});

test('a left-out middle name costs little, a contradicting one much', () => {
  const left = score('Sergey Lavrin', 'Sergey Viktorovich Lavrin', 'person');
  const against = score('Sergey Ivanovich Lavrin', 'Sergey Viktorovich Lavrin', 'person');

  assert.ok(left >= 0.85, `${left}`);
  assert.ok(against < operating, `${against}`);
});

test('scripts, spellings, legal forms and word order are one name', () => {
  for (const [a, b, kind] of [
    ['Юрий Некрасов', 'Yuri Nekrasov', 'person'],
    ['Олег Беляков', 'Aleh Beliakou', 'person'],
    ['محمد حسینی', 'Mohammad Hosseini', 'person'],
    ['عبد الرحمن السالم', 'Abdulrahman al-Salem', 'person'],
    ['김정호', 'Kim Jong Ho', 'person'],
    ['陈海波', 'Chen Haibo', 'person'],
    ['Γιώργος Παπαδόπουλος', 'Giorgos Papadopoulos', 'person'],
    ['バラク・オバマ', 'Barack Obama', 'person'],
    ['משה לוי', 'Moshe Levi', 'person'],
    ['ООО "Медиа Ленд"', 'Media Lend LLC', 'organisation'],
    ['Voorbeeld Hosting B.V.', 'Voorbeeld Hosting Besloten Vennootschap', 'organisation'],
    ['MediaLand', 'Media Land', 'organisation'],
    ['JANSEN, Pieter Willem', 'Pieter Willem Jansen', 'person'],
    ['Brigade Forty-Four', 'Brigade 44', 'organisation'],
    ['J.-C. Dupont', 'Jean-Claude Dupont', 'person'],
  ] as const)
    assert.ok(score(a, b, kind) >= operating, `${a} / ${b}: ${score(a, b, kind)}`);
});

test('names that only look alike are two', () => {
  for (const [a, b, kind] of [
    ['Omar bin Abdullah al-Masri', 'Abdullah bin Omar al-Masri', 'person'],
    ['Ali Hassan al-Mosuli', 'Ali Hassan al-Tikriti', 'person'],
    ['Alder Aviation', 'Theta Aviation', 'organisation'],
    ['Management Company', 'Westmoor Management Company', 'organisation'],
    ['Jan de Vries', 'Jan de Boer', 'person'],
    ['김철수', 'Kim Jong Ho', 'person'],
  ] as const)
    assert.ok(score(a, b, kind) < operating, `${a} / ${b}: ${score(a, b, kind)}`);
});

test('every Hangul syllable is taken apart by arithmetic', () => {
  assert.deepEqual(
    ['김', '정', '호', '박', '최'].map(romaniseSyllable),
    ['kim', 'jeong', 'ho', 'bak', 'choe'].map((s) => s.replace('kim', 'gim')),
  );
});

test('the lines of any score add up to it, and a name is always itself', () => {
  const word = fc.stringMatching(/^[A-Z][a-z]{2,9}$/);
  const name = fc.array(word, { minLength: 1, maxLength: 5 }).map((w) => w.join(' '));
  fc.assert(
    fc.property(name, name, (a, b) => {
      const seen = scoreNames(readName(a, 'person'), readName(b, 'person'));
      const sum = seen.terms.reduce((s, t) => s + t.points, 0);
      assert.ok(Math.abs(sum - seen.score) < 1e-6, `${a} / ${b}: ${sum} is not ${seen.score}`);
      assert.ok(seen.score >= 0 && seen.score <= 1);
    }),
    { numRuns: 500 },
  );
  assert.equal(score('Aurelia Nakamura', 'Aurelia Nakamura', 'person'), 1);
});

test('a birth date settles what the name leaves open, and what-if says so beforehand', () => {
  const find = finderOf(
    buildIndex([entry('X.1', ['Hassan Karimov'], { births: [{ date: '1970-03-02', year: 1970 }] })]),
  ).find;

  const open = find({ names: ['Hasan Karimov'], kind: 'person' })[0];
  const other = find({ names: ['Hasan Karimov'], kind: 'person', born: '1991-10-30' })[0];
  const slip = find({ names: ['Hasan Karimov'], kind: 'person', born: '1970-02-03' })[0];

  assert.ok(open && other && slip);
  assert.equal(open.whatIf['born_differs'], other.score);
  assert.ok(other.score < open.score - 0.15);
  assert.ok(slip.score > other.score, 'day and month turned round is a slip, not another person');
});

test('a weak alias alone is no alert; with a birth date that agrees it is', () => {
  const listed = entry('X.2', ['Gennadiy Volkov'], { births: [{ date: '1980-05-05', year: 1980 }] });
  const find = finderOf(
    buildIndex([{ ...listed, names: [...listed.names, { text: 'Shadow Fox', strength: 'weak' }] }]),
  ).find;

  assert.ok((find({ names: ['Shadow Fox'], kind: 'person' })[0]?.score ?? 1) < operating);
  assert.ok((find({ names: ['Shadow Fox'], kind: 'person', born: '1980-05-05' })[0]?.score ?? 0) >= operating);
});

test('a hoster is found by its site where its name says nothing', () => {
  const find = finderOf(
    buildIndex([
      entry('X.3', ['Alpha Hosting LLC'], {
        kind: 'organisation',
        identifiers: [
          { kind: 'domain', value: 'https://www.pq-host.example/' },
          { kind: 'email', value: 'sales@alpha.example' },
          { kind: 'handle', value: '@l3n6m0' },
        ],
      }),
    ]),
  ).find;
  const by = (kind: 'domain' | 'email' | 'handle', value: string) =>
    find({ names: ['Zeeland Server Verhuur'], kind: 'organisation', identifiers: [{ kind, value }] })[0];

  assert.equal(by('domain', 'panel.pq-host.example')?.band, 'block');
  assert.equal(by('email', 'other@alpha.example')?.band, 'block');
  assert.equal(by('handle', 'L3N6MO')?.band, 'block');
  assert.equal(by('domain', 'other.example'), undefined);
  assert.equal(by('email', 'someone@gmail.com'), undefined);
});

test('owners are added up, through layers, and a ring of owners ends', () => {
  const counted = countedAsListed(
    [
      { owner: 'a', owned: 'holding', share: 30 },
      { owner: 'b', owned: 'holding', share: 25 },
      { owner: 'holding', owned: 'hoster', share: 60 },
      { owner: 'hoster', owned: 'holding', share: 10 },
      { owner: 'a', owned: 'other', share: 49 },
      { owner: 'b', owned: 'steered', share: 5, controls: true },
    ],
    new Set(['a', 'b']),
  );

  assert.deepEqual(counted.map((c) => [c.owned, c.because]).sort(), [
    ['holding', 'share'],
    ['hoster', 'share'],
    ['steered', 'control'],
  ]);
});

test('every strong name finds itself in an index of many', () => {
  const given = ['Anton', 'Boris', 'Cemal', 'Darya', 'Emre', 'Farid', 'Galina', 'Hamid'];
  const family = ['Kuznik', 'Larsen', 'Mirza', 'Novak', 'Ozturk', 'Petrenko', 'Qasimi', 'Rahmani'];
  const entries = given.flatMap((g) => family.map((f) => entry(`${g}-${f}`, [`${g} ${f}`])));
  const find = finderOf(buildIndex(entries)).find;

  for (const e of entries) assert.equal(find({ names: [e.names[0]?.text ?? ''], kind: 'person' })[0]?.entry.id, e.id);
});
