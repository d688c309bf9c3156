/** Customers beside entries, CSV and PDF text as entries, and letters that give nothing away. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import ltrReview from '../law/letters/ltr-review.ts';
import type { ListedReseller } from './edition.ts';
import { comparerOf, type EditionSubject } from './matching.ts';
import { readCsv, readText } from './reading.ts';
import { tellsOf } from './words.ts';

const listed: ListedReseller = {
  id: 'r-1',
  names: ['Night Owl Hosting Ltd'],
  aliases: ['nightowl', 'Uhu'],
  domains: ['nightowl.example'],
  emails: ['sales@nightowl.example'],
  handles: [{ on: 'telegram', name: '@night_owl_vps' }],
  asns: [64500],
  sources: [],
};
const nobody: EditionSubject = { names: [], domains: [], emails: [], handles: [], asns: [] };
const compare = comparerOf([listed]);

test('names, aliases, domains, addresses, handles and networks each find the entry, with lines that add up', () => {
  const by: readonly [string, Partial<EditionSubject>][] = [
    ['name', { names: ['Nightowl Hosting Limited'] }],
    ['name', { names: ['Night Owl Hosting'] }],
    ['alias', { names: ['NightOwl'] }],
    ['domain', { domains: ['vps.nightowl.example'] }],
    ['address', { emails: ['Sales@Nightowl.example'] }],
    ['domain of an address', { emails: ['info@nightowl.example'] }],
    ['handle', { handles: ['https://t.me/Night_0wl_vps'] }],
    ['network', { asns: [64500] }],
  ];
  for (const [what, subject] of by) {
    const [found] = compare({ ...nobody, ...subject });
    assert.equal(found?.entry.id, 'r-1', what);
    const sum = found?.lines.reduce((n, l) => n + l.points, 0) ?? 0;
    assert.ok(Math.abs(sum - (found?.points ?? 0)) < 1e-6, `${what}: ${sum} is not ${found?.points}`);
  }
});

test('customers of ordinary names, a short alias alone and shared mail domains find nothing', () => {
  for (const subject of [
    { names: ['Bakkerij De Korenbloem BV'] },
    { names: ['Uhu'] },
    { emails: ['somebody@gmail.com'] },
    { asns: [64501] },
    { domains: ['owl.example'] },
  ])
    assert.deepEqual(compare({ ...nobody, ...subject }), [], JSON.stringify(subject));
});

test('a CSV file gives entries; lines that hold nothing are told by their number', async () => {
  const read = await readCsv(
    'id;naam;alias;domein;telegram;asn;bron;url;seen_on\nr-9;Night Owl;owl|uil;nightowl.example;@night_owl;AS64500|x;Forum;https://forum.example/1;2026-02-01\nr-10;;;;;;;;\n',
    '2026-03-11',
  );

  assert.deepEqual(read.problems, [
    { line: 2, code: 'bad_asn' },
    { line: 3, code: 'empty' },
  ]);
  assert.deepEqual(read.entries[0], {
    id: 'r-9',
    names: ['Night Owl'],
    aliases: ['owl', 'uil'],
    domains: ['nightowl.example'],
    emails: [],
    handles: [{ on: 'unknown', name: '@night_owl' }],
    asns: [64500],
    sources: [{ title: 'Forum', url: 'https://forum.example/1', seen_on: '2026-02-01' }],
  });
  await assert.rejects(readCsv('a;b\n1;2\n', '2026-03-11'), RangeError);
});

test('the text of a PDF gives an entry for each block, and loose domains and networks in it are taken too', () => {
  const read = readText(
    'Resellers gezien in 2026\n\nNaam: Night Owl Hosting\nAlias: nightowl; uil\nTelegram: https://t.me/night_owl\nAdverteert op https://www.nightowl.example/vps met AS64500\n\nNaam: Dark Cloud\nBron: https://forum.example/2\n',
    '2026-03-11',
  );

  assert.deepEqual(
    read.entries.map((e) => e.names),
    [['Night Owl Hosting'], ['Dark Cloud']],
  );
  assert.deepEqual(read.entries[0]?.handles, [{ on: 'telegram', name: 'night_owl' }]);
  assert.deepEqual(read.entries[0]?.domains, ['nightowl.example']);
  assert.deepEqual(read.entries[0]?.asns, [64500]);
  assert.equal(read.entries[1]?.sources[0]?.url, 'https://forum.example/2');
});

test('a letter that names the list, an authority or what stands on the list is told apart from one that does not', () => {
  const telling = [
    'U staat op een lijst.',
    'Wij kregen een brief van de politie.',
    'The police told us about you.',
    'You are listed.',
    'Uw Telegram-account @night_owl_vps is gezien.',
    'We saw nightowl.example in an advertisement.',
  ];
  for (const text of telling) assert.notEqual(tellsOf(text, listed, ['Cloud Mix']), null, text);
  const own = ['Night Owl Hosting Ltd'];
  assert.equal(tellsOf('Night Owl Hosting Ltd: wij vragen u wie uw klanten zijn.', listed, own), null);
  assert.equal(tellsOf('Stuur ons vóór 1 mei een overzicht van uw klanten.', listed, own), null);
});

test('the letter itself, in both languages, holds no word by which a customer could tell', () => {
  for (const l of ['nl', 'en'] as const)
    assert.equal(tellsOf(`${ltrReview.subject[l]}\n${ltrReview.body[l]}`, listed, []), null);
});
