/** The tables against the official templates, read in place, and against figures worked out by hand. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadLaw } from '#law/work';
import { emptyFacts, facts, words } from './fixture.ts';
import { csvOfPart, type ReportTable, tablesOf } from './parts.ts';
import { yearOf } from './period.ts';
import { checkReport, reportArrow, reportLife, reportStates } from './report.ts';

const templates = join(import.meta.dirname, '../../../shared/data/dsa-templates');
const categories = [...(await loadLaw()).categories.values()];
const everything = {
  hosting: true,
  possible: new Set([
    'visibility:CONTENT_REMOVED',
    'visibility:CONTENT_DISABLED',
    'provision:PARTIAL_SUSPENSION',
    'provision:TOTAL_SUSPENSION',
    'account:TERMINATED',
  ]),
};
const tables = (of = facts): readonly ReportTable[] => tablesOf(categories, of, yearOf(2026), words, everything);
const part = (name: string, of = facts): ReportTable => {
  const found = tables(of).find((t) => t.part === name);
  assert.ok(found, name);
  return found;
};
/** A reader of RFC 4180, written apart from the writer. */
function read(csv: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < csv.length; i++) {
    const c = csv[i] ?? '';
    if (quoted && c === '"' && csv[i + 1] === '"') {
      cell += '"';
      i++;
    } else if (c === '"') quoted = !quoted;
    else if (!quoted && (c === ',' || c === '\n')) {
      rows.at(-1)?.push(cell.replace(/\r$/, ''));
      cell = '';
      if (c === '\n') rows.push([]);
    } else cell += c;
  }
  if (cell) rows.at(-1)?.push(cell);
  return rows.filter((r) => r.length > 0);
}

const stems: Readonly<Record<string, string>> = {
  '1_report_identification': 'Part_1_',
  '2_categories_names': 'Part_2_',
  '3_member_states_orders': 'Part_3_',
  '4_notices': 'Part_4_',
  '5_own_initiative_illegal': 'Part_5_',
  '6_own_initiative_TC': 'Part_6_',
  '7_appeals_and_recidivism': 'Part_7_',
  '8_automated_means': 'Part_8_',
  '9_human_resources': 'Part_9_',
  '10_AMAR': 'Part_10_',
  '11_qualitative': 'Part_11_',
};
/** Columns that carry labels, by part; the others are ours to fill. */
const labels: Readonly<Record<string, readonly number[]>> = {
  '1_report_identification': [0, 2],
  '2_categories_names': [0, 1, 2, 3],
  '4_notices': [0, 3],
  '5_own_initiative_illegal': [0, 3],
  '6_own_initiative_TC': [0, 3],
  '7_appeals_and_recidivism': [0, 3, 4, 5],
  '8_automated_means': [0, 3, 4, 5],
  '9_human_resources': [0, 3, 4, 5],
  '10_AMAR': [0, 3, 4, 5],
  '11_qualitative': [0, 3],
};

test('headers and row labels are those of the official templates, byte for byte', (t) => {
  if (!existsSync(templates)) return t.skip('shared/data/dsa-templates is not beside the checkout');
  for (const table of tables(emptyFacts)) {
    const file = readdirSync(templates).find((f) => f.includes(stems[table.part] ?? '?'));
    assert.ok(file, table.part);
    const official = read(readFileSync(join(templates, file), 'utf8'));
    const ours = read(csvOfPart(table));
    assert.equal(
      csvOfPart(table).split('\r\n')[0],
      readFileSync(join(templates, file), 'utf8').split('\n')[0],
      `${table.part}: header line`,
    );
    const pick = (rows: string[][], at: readonly number[]) => rows.slice(1).map((r) => at.map((i) => r[i]));
    const at = labels[table.part];
    if (at) assert.deepEqual(pick(ours, at), pick(official, at), table.part);
  }
});

test('part 3 has the rows of the template once in total and once a Member State, with the row its second block forgot', (t) => {
  if (!existsSync(templates)) return t.skip('shared/data/dsa-templates is not beside the checkout');
  const file = readdirSync(templates).find((f) => f.includes('Part_3_')) ?? '';
  const official = read(readFileSync(join(templates, file), 'utf8'));
  const total = official.filter((r) => r[5] === 'TOTAL').map((r) => r[3]);
  const state = official.filter((r) => r[5]?.startsWith('AT')).map((r) => r[3]);
  const ours = part('3_member_states_orders', emptyFacts).rows;
  const scopes = [...new Set(ours.map((r) => r[5]?.text))];

  assert.equal(scopes.length, 28);
  assert.equal(scopes[1], 'AT');
  assert.equal(scopes.at(-1), 'SE');
  for (const scope of scopes) {
    const codes = ours.filter((r) => r[5]?.text === scope).map((r) => r[3]?.text);
    assert.deepEqual(codes, total);
    assert.deepEqual(
      codes.filter((c) => c !== 'KEYWORD_CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE'),
      state,
    );
  }
});

test('lines end as RFC 4180 says, and no mark of byte order stands before them', () => {
  for (const table of tables()) {
    const csv = csvOfPart(table);
    assert.ok(csv.endsWith('\r\n'));
    assert.equal(
      csv
        .replace(/"(?:[^"]|"")*"/g, '')
        .replaceAll('\r\n', '')
        .match(/[\r\n]/),
      null,
      table.part,
    );
    assert.notEqual(csv.codePointAt(0), 0xfeff);
    for (const row of read(csv)) assert.equal(row.length, table.header.length, table.part);
  }
});

/** Figures of one row by hand: what the row of this code says, from its first count on. */
const figures = (name: string, code: string, other = '', scope?: string): readonly string[] => {
  const table = part(name);
  const from = name.startsWith('3') ? 6 : 5;
  const width = { '3': 7, '4': 10 }[name[0] ?? ''] ?? 16;
  const row = table.rows.find(
    (r) => r[3]?.text === code && r[4]?.text === other && (scope === undefined || r[5]?.text === scope),
  );
  assert.ok(row, `${name} ${code} ${other} ${scope}`);
  return row.slice(from, from + width).map((c) => c.text);
};

test('the totals are those worked out by hand', () => {
  // Three orders to act (NL, NL, GR), one to inform (DE): confirmations 0 (by itself), 2 and 3 hours; effects 0.5 and 6 hours.
  assert.deepEqual(figures('3_member_states_orders', 'TOTAL', '', 'TOTAL'), ['3', '5', '2', '3.25', '1', '0', '24']);
  assert.deepEqual(figures('3_member_states_orders', 'TOTAL', '', 'NL'), ['2', '4', '1', '0.5', '0', '', '']);
  assert.deepEqual(figures('3_member_states_orders', 'KEYWORD_TERRORIST_CONTENT', '', 'TOTAL'), [
    '1',
    '1',
    '0',
    '0.5',
    '0',
    '',
    '',
  ]);
  assert.deepEqual(figures('3_member_states_orders', 'STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER', '', 'EL'), [
    '1',
    '1',
    '3',
    '6',
    '0',
    '',
    '',
  ]);
  // Four notices, one of a trusted flagger; actions after 2, 4 and 10 hours.
  assert.deepEqual(figures('4_notices', 'TOTAL'), ['4', '1', '7', '3', '4', '4', '3', '2', '1', '0']);
  assert.deepEqual(figures('4_notices', 'KEYWORD_PHISHING'), ['2', '1', '4', '3', '3', '4', '3', '2', '0', '0']);
  // Own motion: two by law, one by terms; a fourth followed a notice and is not counted.
  assert.deepEqual(figures('5_own_initiative_illegal', 'TOTAL').slice(0, 4), ['2', '1', '1', '1']);
  assert.deepEqual(figures('5_own_initiative_illegal', 'KEYWORD_OTHER', 'command and control').slice(0, 2), ['1', '1']);
  assert.deepEqual(figures('6_own_initiative_TC', 'STATEMENT_CATEGORY_OTHER_VIOLATION_TC').slice(0, 1), ['1']);
});

test('a restriction the service cannot impose stays blank, one it can and did not is 0', () => {
  const row = figures('5_own_initiative_illegal', 'TOTAL');
  assert.equal(row[2 + 2], '', 'demoted');
  assert.equal(row[2 + 7], '', 'monetary suspension');
  assert.equal(row[2 + 13], '0', 'account termination');
});

test('every figure leads to the matters behind it', () => {
  for (const table of tables())
    for (const row of table.rows)
      for (const cell of row)
        if (cell.of && Number(cell.text) > 0)
          assert.ok(cell.of.length > 0, `${table.part}: ${row.map((c) => c.text).join('|')}`);
  const total = part('4_notices').rows[0]?.[5];
  assert.deepEqual(total?.of, ['ntc_1', 'ntc_2', 'ntc_3', 'ntc_4']);
});

test('a description of "other" has a row of its own, each once', () => {
  const rows = part('5_own_initiative_illegal').rows.filter((r) => r[3]?.text === 'KEYWORD_OTHER' && r[4]?.text);
  assert.equal(new Set(rows.map((r) => r[4]?.text)).size, rows.length);
});

test('checks: a whole year in order has nothing to stop it, and what lacks a place stops it', () => {
  const today = '2027-02-01';
  assert.deepEqual(
    checkReport(facts, tables(), words, yearOf(2026), today).filter((c) => c.level === 'stop'),
    [],
  );
  const bare = {
    ...facts,
    measures: facts.measures.map((m, i) => (i === 0 ? { ...m, category: null, keyword: null } : m)),
  };
  const found = checkReport(bare, tables(bare), words, yearOf(2026), today);
  assert.deepEqual(
    found.filter((c) => c.level === 'stop').map((c) => [c.id, c.of]),
    [['unplaced', ['dec_1']]],
  );
  assert.ok(checkReport(facts, tables(), words, yearOf(2026), '2026-12-31').some((c) => c.id === 'period-open'));
  assert.ok(
    checkReport(facts, tables(), { ...words, texts: ['x'.repeat(5001)] }, yearOf(2026), today).some(
      (c) => c.id === 'text-1',
    ),
  );
});

test('a life: published is frozen, and only a new version corrects it', () => {
  for (const state of reportStates)
    for (const act of Object.keys(reportLife[state]))
      assert.ok(reportStates.includes(reportArrow(state, act)?.to ?? 'draft'));
  assert.equal(reportArrow('published', 'write'), undefined);
  assert.equal(reportArrow('draft', 'publish'), undefined);
  assert.equal(reportArrow('corrected', 'replace'), undefined);
});
