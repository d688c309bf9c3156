/** A letter is whole or it does not go out, says the same in text and HTML, and carries nothing it should not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { languages } from '#kernel';
import {
  fieldsIn,
  type LetterFields,
  type LetterTemplate,
  momentForLetter,
  renderLetter,
  renderLetterInBoth,
  sightingTable,
  stepsIn,
  templateFaults,
} from './index.ts';
import { loadLaw } from './work.ts';

const law = await loadLaw();
const templates = [...law.letters.values()];
const letterOf = (id: string): LetterTemplate => {
  const found = law.letters.get(id);
  assert.ok(found, id);
  return found;
};
const phishing = law.actions.get('phishing');
assert.ok(phishing, 'the course of action for phishing is there');

const seenAt = Temporal.Instant.from('2026-11-26T13:58:00Z');
const link = 'https://abuse.example.net/a/7f3k-9q2m';
const shapes = (language: 'nl' | 'en'): LetterFields => ({
  findings: sightingTable(
    [{ seenAt, where: 'https://inlog.example.com/bank', port: 443, what: 'phishing' }],
    'Europe/Amsterdam',
    language,
  ),
  items: { columns: ['a', 'b'], rows: [['192.0.2.1', 'ok']] },
  cases: { columns: ['a', 'b'], rows: [['BZ-26-004217', '192.0.2.1']] },
  questions: { columns: ['a', 'b'], rows: [['plausible', 'ok']] },
  data: { columns: ['a', 'b'], rows: [['domain', 'ok']] },
  steps: stepsIn(phishing.stepsForCustomer, language),
  statement: { columns: ['a', 'b'], rows: [['(a)', 'total']] },
  history: { columns: ['a', 'b'], rows: [['BS-26-000001', 'suspended']] },
  answerLink: link,
});
/** Every field filled, required and optional, with its own name where it holds plain words. */
const full = (t: LetterTemplate, language: 'nl' | 'en'): Record<string, LetterFields[string]> => ({
  ...Object.fromEntries([...t.fields, ...t.optional].map((name) => [name, `[${name}]`])),
  ...Object.fromEntries(
    Object.entries(shapes(language)).filter(([name]) => [...t.fields, ...t.optional].includes(name)),
  ),
});
const words = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? [];
const unescaped = (html: string) =>
  html
    .replace(/^[\s\S]*<body[^>]*>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

test('the letters of cases and reports are there, and no template has a fault', () => {
  const expected = [
    'ltr-digest',
    'ltr-reminder',
    'ltr-report-outcome',
    'ltr-report-received',
    'ltr-solved',
    'ltr-update',
    'ltr-warn',
    'ltr-warn-reseller',
  ];

  for (const id of expected) assert.ok(law.letters.has(id), id);
  for (const t of templates) assert.deepEqual(templateFaults(t), [], t.id);
});

test('both languages of a letter use the same fields and stand in the same order', () => {
  for (const t of templates) {
    const marks = (language: 'nl' | 'en') => [...t.body[language].matchAll(/\{\{[^}]*\}\}/g)].map((m) => m[0]);
    assert.deepEqual(marks('nl'), marks('en'), t.id);
    assert.deepEqual([...fieldsIn(t.subject.nl)], [...fieldsIn(t.subject.en)], t.id);
    assert.equal(t.body.nl.split(/\n\s*\n/).length, t.body.en.split(/\n\s*\n/).length, t.id);
  }
});

test('every declared field is used, and who reported is no field of a letter to a customer', () => {
  for (const t of templates) {
    const used = new Set([...fieldsIn(t.subject.nl), ...fieldsIn(t.body.nl)]);
    for (const name of t.fields) assert.ok(used.has(name), `${t.id}: ${name}`);
    if (t.audience !== 'notifier')
      for (const name of used) assert.ok(!/report|notif|melder|sender|complain/i.test(name), `${t.id}: ${name}`);
  }
});

test('what we ask stands before the table, in at most 250 words and short sentences', () => {
  for (const t of templates)
    for (const language of languages) {
      const fields = { ...full(t, language), what: phishing.what[language] };
      const made = renderLetter(t, fields, language);
      assert.ok(made.ok, t.id);
      const before = t.body[language].split('{{table:')[0] ?? '';
      assert.ok(words(before.replaceAll('{{what}}', phishing.what[language])).length <= 250, t.id);
      for (const sentence of t.body[language].replace(/\{\{[^}]*\}\}/g, 'x').split(/[.!?:\n]+/))
        assert.ok(words(sentence).length <= 26, `${t.id}: ${sentence}`);
    }
});

test('a letter to a customer asks first, and says by when in its first sentence', () => {
  for (const id of ['ltr-warn', 'ltr-warn-reseller', 'ltr-reminder'])
    for (const language of languages) {
      const made = renderLetter(letterOf(id), full(letterOf(id), language), language);
      assert.ok(made.ok);
      assert.match(made.value.text.split('\n\n')[1] ?? '', /^[^.]*\[dueAt\]/);
      assert.match(made.value.html, /<strong>\[dueAt\]<\/strong>/);
      assert.match(made.value.subject, /\[dueAt\]/);
    }
});

test('a required field that is missing or empty is named and no letter comes out', () => {
  for (const t of templates)
    for (const name of t.fields)
      for (const empty of [undefined, '', '  ', { columns: ['a'], rows: [] }]) {
        const made = renderLetter(t, { ...full(t, 'nl'), [name]: empty }, 'nl');
        assert.deepEqual(made, { ok: false, error: { missing: [name] } });
      }
});

test('without its optional fields a letter is still whole and has no holes', () => {
  for (const t of templates)
    for (const language of languages) {
      const all = full(t, language);
      const made = renderLetter(t, Object.fromEntries(t.fields.map((name) => [name, all[name]])), language);
      assert.ok(made.ok, `${t.id}: ${JSON.stringify(made)}`);
      assert.doesNotMatch(made.value.text, /\{\{|\}\}|\n{3}| {2}[^ \n|-]+: |undefined/);
      assert.doesNotMatch(made.value.html, /\{\{|\}\}|<p><\/p>|undefined/);
    }
});

test('text and HTML say the same words in the same order', () => {
  for (const t of templates)
    for (const language of languages) {
      const fields: LetterFields = {
        ...full(t, language),
        findings: { columns: ['when', 'where'], rows: [['13:58', '192.0.2.1']] },
      };
      const made = renderLetter(t, fields, language);
      assert.ok(made.ok);
      const text = words(made.value.text.replace(/^\d+\. /gm, ''));
      assert.deepEqual(text, words(unescaped(made.value.html)), t.id);
    }
});

test('the only link is our own answer link, and it must be one', () => {
  for (const t of templates) {
    const fields = {
      ...full(t, 'en'),
      ...(t.fields.includes('resource') ? { resource: 'http://evil.example/x' } : {}),
    };
    const hasLink = [...t.fields, ...t.optional].some((name) => name === 'answerLink');
    const made = renderLetter(t, fields, 'en');
    assert.ok(made.ok);
    assert.deepEqual(
      [...made.value.html.matchAll(/href="([^"]*)"/g)].map((m) => m[1]),
      hasLink ? [link] : [],
      t.id,
    );
    assert.doesNotMatch(made.value.text.replaceAll(link, ''), /https?:\/\//);
    assert.doesNotMatch(made.value.html, /<img|<script|src=|url\(/i);

    if (!hasLink) continue;
    const bad = renderLetter(t, { ...full(t, 'en'), answerLink: 'javascript:alert(1)' }, 'en');
    assert.deepEqual(bad, { ok: false, error: { missing: ['answerLink'] } }, t.id);
  }
});

test('words from outside stay words: no markup, no marks, no header lines, no hidden direction', () => {
  const t = letterOf('ltr-warn');
  const hostile =
    '<img src=x onerror=1>\r\nBcc: a@example.org {{answerLink}} **bold** \u202Eevil http://evil.example/a';

  const made = renderLetter(t, { ...full(t, 'nl'), resource: hostile }, 'nl');

  assert.ok(made.ok);
  assert.doesNotMatch(made.value.subject, /[\r\n\u202E]/);
  assert.match(
    made.value.html,
    /&lt;img src=x onerror=1&gt; Bcc: a@example\.org \{ \{answerLink\} \} \*\*bold\*\* evil hxxp:\/\/evil\[\.\]example\/a/,
  );
  assert.doesNotMatch(made.value.html, /<img/);
});

const braces = fc.string({
  unit: fc.constantFrom('{', '}', '#', '/', 'a', '*', '\n', '<'),
  minLength: 1,
  maxLength: 20,
});

test('whatever fills the fields, a letter is one line of subject, no markup of theirs, and no mark left', () => {
  const t = letterOf('ltr-warn');
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), braces), (value) => {
      const made = renderLetter(t, { ...full(t, 'nl'), resource: value, recipientName: value, note: value }, 'nl');
      if (!made.ok) {
        assert.deepEqual(made.error.missing, ['recipientName', 'resource']);
        return;
      }
      assert.doesNotMatch(made.value.subject, /[\r\n]/);
      assert.doesNotMatch(made.value.text + made.value.html, /\{\{|\}\}/);
      assert.equal(made.value.html.match(/<a /g)?.length, 1);
    }),
  );
});

test('a template with a mark nobody can read, a link of its own or a table in a sentence has faults', () => {
  const faults = (text: string) =>
    templateFaults({
      fields: ['a'],
      optional: [],
      subject: { nl: '{{a}}', en: '{{a}}' },
      body: { nl: text, en: text },
    });

  assert.equal(faults('{{a}}').length, 0);
  assert.match(faults('{{a-b}}').join(), /cannot be read/);
  assert.match(faults('{{a').join(), /cannot be read/);
  assert.match(faults('look at https://example.org').join(), /link of its own/);
  assert.match(faults('see {{table:a}} here').join(), /line of its own/);
  assert.match(faults('{{#a}}x').join(), /not closed/);
});

test('a mark that slipped through the check is refused when the letter is made', () => {
  const t = { ...letterOf('ltr-solved'), body: { nl: 'Dag {{naam-klant}}, {{why}}', en: 'x' } };

  const made = renderLetter(t, full(t, 'nl'), 'nl');

  assert.deepEqual(made, { ok: false, error: { missing: ['{{naam-klant}}'] } });
});

test('steps and their commands come out numbered and literal', () => {
  const t = letterOf('ltr-warn');

  const made = renderLetter(
    t,
    { ...full(t, 'nl'), steps: [{ do: 'Kijk wat luistert.', command: 'ss -tlnp\nls <x>' }] },
    'nl',
  );

  assert.ok(made.ok);
  assert.match(made.value.text, /1\. Kijk wat luistert\.\n {7}ss -tlnp\n {7}ls <x>/);
  assert.match(made.value.html, /<code>ss -tlnp\nls &lt;x&gt;<\/code>/);
});

test('what was seen is shown in UTC and in the zone, harmless, and what is missing says so', () => {
  const table = sightingTable(
    [
      { seenAt, where: 'https://inlog.example.com/bank', port: 443, what: 'phishing' },
      { where: '2001:db8::5', what: 'infected' },
    ],
    'Europe/Amsterdam',
    'nl',
  );

  assert.deepEqual(table.rows, [
    ['2026-11-26 13:58:00', '26 november 2026 14:58 CET', 'hxxps://inlog[.]example[.]com/bank', '443', 'phishing'],
    ['niet vermeld', 'niet vermeld', '2001:db8::5', '–', 'infected'],
  ]);
});

test('the moment of a letter has its day and its zone', () => {
  assert.equal(momentForLetter(seenAt, 'Europe/Amsterdam', 'nl'), 'donderdag 26 november 2026 14:58 CET');
  assert.equal(momentForLetter(seenAt, 'UTC', 'en'), 'Thursday 26 November 2026 13:58 UTC');
});

test('who speaks an unknown language gets Dutch and then English in one letter', () => {
  const t = letterOf('ltr-solved');

  const made = renderLetterInBoth(t, { nl: full(t, 'nl'), en: full(t, 'en') });

  assert.ok(made.ok);
  assert.match(made.value.text, /Beste[\s\S]*----------[\s\S]*Dear/);
  assert.match(made.value.html, /<div lang="nl">[\s\S]*<div lang="en">/);
});
