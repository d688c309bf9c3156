/**
 * The figures on labelled names, which lie beside the checkout in ../shared/data and are read in place. Where that folder is
 * absent this says so and stops: nothing of them is in this project. The operating threshold is the one in the code.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { csvRows } from '#parties';
import { buildIndex, type Entry, type EntryKind, finderOf, operating, readName, scoreNames } from './index.ts';
import { openList } from './lists/index.ts';

const data = join(import.meta.dirname, '../../../shared/data/sanctions');
const options = existsSync(data)
  ? {}
  : { skip: '../shared/data/sanctions is absent: the figures on labelled names were not taken' };
const say = (line: string) => console.log(`  ${line}`);

async function rowsOf(file: string): Promise<Record<string, string>[]> {
  const rows: Record<string, string>[] = [];
  let names: readonly string[] | undefined;
  for await (const { cells } of csvRows([readFileSync(join(data, file), 'utf8')])) {
    if (!names) names = cells;
    else rows.push(Object.fromEntries(names.map((n, at) => [n, cells[at] ?? ''])));
  }
  return rows;
}
const kinds: Readonly<Record<string, EntryKind>> = {
  Person: 'person',
  Company: 'organisation',
  Organization: 'organisation',
  Vessel: 'vessel',
};
const entry = (id: string, text: string): Entry => ({
  id,
  kind: 'unknown',
  names: [{ text, strength: 'strong' }],
  births: [],
  countries: [],
  identifiers: [],
  acts: [],
});
const share = (n: number, of: number) => n / Math.max(1, of);
const isLatin = (text: string) => /^[ -\u024f\u1e00-\u1eff\u2019]+$/.test(text);

test('pairs: F1 at least 0.88 and AUC at least 0.92, at the threshold in the code', options, async () => {
  const scored = (await rowsOf('eval/name-pairs.open.csv')).map((r) => {
    const kind = kinds[r['schema'] ?? ''] ?? 'unknown';
    return {
      is: r['is_match'] === 'true',
      score: scoreNames(readName(r['name1'] ?? '', kind), readName(r['name2'] ?? '', kind)).score,
    };
  });
  const yes = scored.filter((s) => s.is);
  const no = scored.filter((s) => !s.is);
  let above = 0;
  for (const a of yes) for (const b of no) above += a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0;
  const auc = above / (yes.length * no.length);
  const tp = yes.filter((s) => s.score >= operating).length;
  const fp = no.filter((s) => s.score >= operating).length;
  const f1 = (2 * tp) / (tp + fp + yes.length);

  say(`${scored.length} pairs: F1 ${f1.toFixed(3)}, AUC ${auc.toFixed(3)}`);
  assert.ok(f1 >= 0.88, `F1 ${f1}`);
  assert.ok(auc >= 0.92, `AUC ${auc}`);
});

test(
  'names with slips against the UN list: recall at least 0.985, alerts on others at most 0.1 %',
  options,
  async () => {
    const { entries } = await openList({
      name: 'un.xml',
      bytes: (async function* () {
        yield readFileSync(join(data, 'un/UN_consolidated.xml'));
      })(),
    });
    const all: Entry[] = [];
    for await (const e of entries) all.push(e);
    const { find } = finderOf(buildIndex(all));
    // The list writes "na" for a part of a name that is not there.
    const plain = (text: string) =>
      text
        .toUpperCase()
        .replace(/\bNA\b/g, ' ')
        .replace(/\s+/g, ' ')
        .trim();
    const ids = new Map<string, Set<string>>();
    for (const e of all)
      for (const n of e.names) ids.set(plain(n.text), (ids.get(plain(n.text)) ?? new Set()).add(e.id));

    const asked = await rowsOf('eval/un-queries.open.csv');
    const found = asked.filter((r) =>
      find({ names: [r['query_name'] ?? ''], kind: 'person' }).some(
        (m) => m.score >= operating && ids.get(plain(r['listed_name'] ?? ''))?.has(m.entry.id),
      ),
    ).length;
    const others = [
      ...(await rowsOf('eval/negatives-global.open.csv')),
      ...(await rowsOf('eval/negatives-us.open.csv')),
    ].map((r) => r['full_name'] ?? '');
    const alerts = (names: readonly string[]) =>
      share(
        names.filter((n) => (find({ names: [n], kind: 'person' }, 1)[0]?.score ?? 0) >= operating).length,
        names.length,
      );
    const latin = alerts(others.filter(isLatin));
    const other = alerts(others.filter((n) => !isLatin(n)));

    say(
      `recall ${share(found, asked.length).toFixed(4)}; alerts on Latin names ${(latin * 100).toFixed(3)} %, on others ${(other * 100).toFixed(2)} %`,
    );
    assert.ok(share(found, asked.length) >= 0.985);
    assert.ok(latin <= 0.001);
    assert.ok(other <= 0.005);
  },
);

test('other scripts: Cyrillic at least 0.97, Arabic script 0.80, Hangul and Han 0.90', options, async () => {
  const rows = await rowsOf('eval/cross-script.open.csv');
  const { find } = finderOf(
    buildIndex([...new Set(rows.map((r) => r['listed_latin_name'] ?? ''))].map((n) => entry(n, n))),
  );
  const recall = (...scripts: readonly string[]) => {
    const mine = rows.filter((r) => scripts.includes(r['script'] ?? ''));
    const found = mine.filter((r) =>
      find({ names: [r['query_name'] ?? ''], kind: 'unknown' }, 8).some(
        (m) => m.entry.id === r['listed_latin_name'] && m.score >= operating,
      ),
    );
    return share(found.length, mine.length);
  };
  const [cyrillic, arabic, east] = [recall('cyrl'), recall('arab'), recall('hang', 'hani')];

  say(`Cyrillic ${cyrillic.toFixed(3)}, Arabic script ${arabic.toFixed(3)}, Hangul and Han ${east.toFixed(3)}`);
  assert.ok(cyrillic >= 0.97);
  assert.ok(arabic >= 0.8);
  assert.ok(east >= 0.9);
});

/** Names of nobody listed: common given and family names of each script, combined. */
const made: Readonly<Record<string, readonly [readonly string[], readonly string[]]>> = {
  Cyrillic: [
    'Иван Пётр Степан Егор Павел Нина Вера Зоя Лидия Раиса'.split(' '),
    'Сметанин Ложкин Чайкин Грушин Лимонов Сахаров Клюквин Берёзкин Снегирёв Пшеницын'.split(' '),
  ],
  Arabic: [
    'طارق ماهر رامي هيثم نبيل سحر هالة ريم دينا لبنى'.split(' '),
    'الخياط النجار الحداد الصباغ اللحام السمان الفران العطار القصاب الدباغ'.split(' '),
  ],
  Persian: [
    'پژمان کیوان بابک آرش کامران نسترن مهناز شیوا پریسا لادن'.split(' '),
    'گلستانی بوستانی چمنی زرگری نانوایی خیاطیان قنادزاده شیرینکار دریانورد کوهنورد'.split(' '),
  ],
  Hebrew: [
    'אורי גיל עמית ליאור נדב יעל נועה שירה תמר הילה'.split(' '),
    'שמעוני ברקאי גולני סלעי תפוחי רימוני זיתוני דקלי ארזי אלוני'.split(' '),
  ],
  Hangul: ['민준 서연 지후 하은 도윤 수아 예준 지유 건우 다은'.split(' '), '김 이 박 최 정 강 조 윤 장 임'.split(' ')],
  Han: ['浩然 子涵 欣怡 宇轩 梓萱 俊杰 思远 雨桐 明哲 诗涵'.split(' '), '王 李 张 刘 陈 杨 黄 赵 周 吴'.split(' ')],
};

test('names of nobody in other scripts alert in at most 0.5 %', options, async () => {
  const rows = await rowsOf('eval/cross-script.open.csv');
  const { find } = finderOf(
    buildIndex([...new Set(rows.map((r) => r['listed_latin_name'] ?? ''))].map((n) => entry(n, n))),
  );
  let asked = 0;
  let alerts = 0;
  for (const [script, [given, family]] of Object.entries(made))
    for (const g of given)
      for (const f of family) {
        asked++;
        const name = script === 'Hangul' || script === 'Han' ? `${f}${g}` : `${g} ${f}`;
        if ((find({ names: [name], kind: 'person' }, 1)[0]?.score ?? 0) >= operating) alerts++;
      }

  say(`${alerts} alerts among ${asked} names`);
  assert.ok(share(alerts, asked) <= 0.005);
});
