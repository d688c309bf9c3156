/** From facts to a whole letter in both languages, and what is not known stops it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderLetter, renderLetterInBoth } from '#law';
import { loadLaw } from '#law/work';
import { type CaseFacts, composeFields, momentWithUtc, seenCsv, seenTable } from './compose.ts';

const law = await loadLaw();
const at = (text: string) => Temporal.Instant.from(text);
const course = law.actions.get('phishing') ?? assert.fail('no course phishing');
const letter = (id: string) => law.letters.get(id) ?? assert.fail(`no letter ${id}`);
const link = { answerLink: 'http://desk.example/o/h/l/x' };

const facts: CaseFacts = {
  zone: 'Europe/Amsterdam',
  organisationName: 'Voorbeeldhost',
  audience: 'customer',
  caseNumber: 'BZ-26-004217',
  recipientName: null,
  course,
  resource: 'http://login.bakker.example/in',
  seen: [
    {
      seenAt: at('2026-11-22T09:58:00Z'),
      precision: 'exact',
      where: 'http://login.bakker.example/in',
      port: 80,
      what: { nl: 'phishingpagina', en: 'phishing page' },
      kind: 'fraud.phishing',
    },
    {
      seenAt: null,
      precision: null,
      where: '192.0.2.25',
      port: null,
      what: { nl: 'phishingpagina', en: 'phishing page' },
      kind: 'fraud.phishing',
    },
  ],
  dueAt: at('2026-11-22T14:00:00Z'),
  consequence: { nl: 'sluiten wij het pad af', en: 'we close the path' },
  ground: { nl: 'artikel 4 van onze voorwaarden', en: 'article 4 of our terms' },
};

test('the facts of a case fill the first letter in either language, with moments in the zone and in UTC', () => {
  const fields = composeFields(facts);

  for (const language of ['nl', 'en'] as const) {
    const r = renderLetter(letter('ltr-warn'), { ...fields[language], ...link }, language);
    assert.ok(r.ok, JSON.stringify(r));
    assert.match(r.value.text, /15:00 CET \(14:00 UTC\)/);
    assert.match(r.value.text, /hxxp/);
    assert.doesNotMatch(r.value.text.replace('http://desk.example', ''), /http:\/\//);
    assert.match(r.value.subject, /BZ-26-004217/);
  }
});

test('a recipient of unknown language gets Dutch and then English in one letter', () => {
  const fields = composeFields(facts);

  const r = renderLetterInBoth(letter('ltr-warn'), {
    nl: { ...fields.nl, ...link },
    en: { ...fields.en, ...link },
  });

  assert.ok(r.ok);
  assert.ok(r.value.text.indexOf('Beste klant') < r.value.text.indexOf('Dear customer'));
});

test('what is not known is not made up: the letter says what it lacks', () => {
  const unknown = composeFields({
    ...facts,
    caseNumber: null,
    resource: null,
    dueAt: null,
    consequence: null,
    ground: null,
    seen: [],
  });

  const r = renderLetter(letter('ltr-warn'), { ...unknown.nl, ...link }, 'nl');

  assert.ok(!r.ok);
  assert.deepEqual(r.error.missing, ['caseNumber', 'consequence', 'dueAt', 'findings', 'ground', 'resource']);
});

test('the facts fill every letter about a case', () => {
  const more = composeFields({
    ...facts,
    firstSentAt: at('2026-11-22T10:00:00Z'),
    nameBy: at('2026-11-23T10:00:00Z'),
    news: { nl: 'Wij zien het nog.', en: 'We still see it.' },
    closedAt: at('2026-11-23T10:00:00Z'),
    why: { nl: 'Twee controles zien niets meer.', en: 'Two checks see nothing any more.' },
  });

  for (const id of ['ltr-warn', 'ltr-warn-reseller', 'ltr-reminder', 'ltr-update', 'ltr-solved'])
    for (const language of ['nl', 'en'] as const) {
      const r = renderLetter(letter(id), { ...more[language], ...link }, language);
      assert.ok(r.ok, `${id} ${language}: ${r.ok || r.error.missing.join()}`);
    }
});

test('a moment near midnight names the UTC day where it is another one', () => {
  assert.match(
    momentWithUtc(at('2026-11-26T23:30:00Z'), 'Europe/Amsterdam', 'nl'),
    /27 november.*\(2026-11-26 23:30 UTC\)$/,
  );
  assert.doesNotMatch(momentWithUtc(at('2026-11-26T23:30:00Z'), 'UTC', 'nl'), /\(/);
});

test('a long list is cut in the letter, says so, and is whole in the CSV', () => {
  const [one] = facts.seen;
  assert.ok(one);
  const many = Array.from({ length: 40 }, (_, i) => ({
    ...one,
    seenAt: at('2026-11-22T09:00:00Z').add({ seconds: i }),
  }));

  const table = seenTable(many, 'Europe/Amsterdam', 'en');
  const csv = new TextDecoder().decode(seenCsv(many));

  assert.equal(table.rows.length, 26);
  assert.match(table.rows.at(-1)?.join(' ') ?? '', /15 more/);
  assert.equal(csv.trimEnd().split('\r\n').length, 41);
  assert.match(table.rows[0]?.[0] ?? '', /09:00:39/);
});

test('letters and CSV never carry who reported it', () => {
  const text = JSON.stringify(composeFields(facts)) + new TextDecoder().decode(seenCsv(facts.seen));

  assert.doesNotMatch(text, /reporter|notifier|melder/i);
});
