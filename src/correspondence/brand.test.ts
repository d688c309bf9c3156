/** Brands and own words are checked whole: nothing unsafe, unreadable or half is saved. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import type { Id } from '#kernel';
import { renderLetter } from '#law';
import { loadLaw } from '#law/work';
import {
  type Brand,
  type BrandContent,
  brandFor,
  brandShape,
  contrast,
  dressOf,
  pngFault,
  readBrand,
  svgFault,
} from './brand.ts';
import { sampleFields } from './sample.ts';
import { type Wording, worded, wordingFaults, wordingFor } from './wording.ts';

const law = await loadLaw();
const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h10v10z" fill="#0b5"/></svg>';
const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');

function crc(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const b of bytes) {
    c ^= b;
    for (let i = 0; i < 8; i++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  }
  return (c ^ 0xffffffff) >>> 0;
}
function chunk(kind: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(kind), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc(body));
  return Buffer.concat([head, body, tail]);
}
function png(wide: number, high: number): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(wide, 0);
  size.writeUInt32BE(high, 4);
  size.set([8, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc((wide + 1) * high));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', size),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

test('a drawing passes only where every part of it is on the list', () => {
  assert.equal(svgFault(svg), undefined);
  assert.equal(svgFault(`<?xml version="1.0"?>\n<!-- logo -->${svg}`), undefined);
  const inner = (x: string) => svg.replace('<path', `${x}<path`);
  for (const bad of [
    inner('<script>alert(1)</script>'),
    inner('<foreignObject><p/></foreignObject>'),
    inner('<image href="https://evil.example/x.png"/>'),
    inner('<use href="https://evil.example/x.svg#a"/>'),
    inner('<g onload="alert(1)"></g>'),
    inner('<g style="background:url(https://evil.example)"></g>'),
    inner('<rect fill="url(https://evil.example/#a)"/>'),
    inner('<style>@import "x"</style>'),
    inner('<a href="javascript:alert(1)"></a>'),
    inner('<animate attributeName="href" to="javascript:alert(1)"/>'),
    `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${svg}`,
    inner('<text>&x;</text>'),
    svg.replace('http://www.w3.org/2000/svg', 'http://www.w3.org/1999/xhtml'),
    svg.replace('</svg>', ''),
    `${svg}<p>`,
    `${svg}${svg}`,
    '<p>no drawing</p>',
    '',
  ])
    assert.notEqual(svgFault(bad), undefined, bad);
  assert.equal(
    svgFault(inner('<defs><linearGradient id="a"/></defs><rect fill="url(#a)"/><use href="#a"/>')),
    undefined,
  );
});

test('a picture passes only where it is a whole PNG of a sensible size with nothing behind it', () => {
  assert.equal(pngFault(png(20, 10)), undefined);
  assert.match(pngFault(png(5000, 2)) ?? '', /pixels/);
  assert.match(pngFault(png(20, 10).subarray(0, 40)) ?? '', /cut off/);
  assert.match(pngFault(Buffer.concat([png(2, 2), Buffer.from('<script>')])) ?? '', /after/);
  assert.match(pngFault(Buffer.from('GIF89a')) ?? '', /not a PNG/);
});

test('a brand is refused with every fault at its field, and saved only whole', () => {
  const faults = (b: object) => readBrand({ name: 'X', ...b }).faults.map((f) => f.field);

  assert.deepEqual(faults({}), []);
  assert.deepEqual(faults({ colours: { accent: '#ffffff', on_accent: '#eeeeee' } }), ['colours']);
  assert.deepEqual(faults({ logo: { type: 'image/svg+xml', data: base64('<svg onload="x()"/>') } }), ['logo']);
  assert.deepEqual(faults({ logo: { type: 'image/png', data: base64(png(10, 10)) } }), []);
  assert.deepEqual(faults({ logo: { type: 'image/png', data: base64(Buffer.alloc(60_000)) } }), ['logo.data']);
  assert.deepEqual(faults({ sender: { address: 'a@b.example>\r\nBcc: c@d.example' } }), ['sender.address']);
  assert.deepEqual(faults({ signature: { nl: 'Groet', en: '' } }), ['signature']);
  assert.deepEqual(faults({ footer: { nl: 'zie https://x.example', en: 'see https://x.example' } }), ['footer']);
  assert.deepEqual(faults({ colours: { accent: 'red', on_accent: '#ffffff' } }), ['colours.accent']);
});

test('contrast is what WCAG counts', () => {
  assert.equal(Math.round(contrast('#000000', '#ffffff')), 21);
  assert.equal(contrast('#777777', '#777777'), 1);
  assert.ok(contrast('#767676', '#ffffff') >= 4.5 && contrast('#777777', '#ffffff') < 4.5);
});

const brand = (id: string, more: Partial<Brand> = {}): Brand => ({
  id: `brd_${id}` as Id<'brd'>,
  version: 1,
  content: brandShape.parse({ name: id }),
  isDefault: false,
  parties: [],
  contracts: [],
  savedAt: Temporal.Instant.from('2026-01-01T00:00:00Z'),
  savedBy: 'x',
  endedAt: null,
  ...more,
});

test('the brand of the contract goes before that of the nearest party, and that before the house’s own', () => {
  const all = [
    brand('house', { isDefault: true }),
    brand('reseller', { parties: ['party_r'] }),
    brand('contract', { contracts: ['ctr_1'] }),
    brand('old', { parties: ['party_x'], endedAt: Temporal.Instant.from('2026-02-01T00:00:00Z') }),
  ];
  const chosen = (contract: string | null, parties: string[]) => brandFor(all, { contract, parties })?.content.name;

  assert.equal(chosen('ctr_1', ['party_r']), 'contract');
  assert.equal(chosen('ctr_2', ['party_c', 'party_r']), 'reseller');
  assert.equal(chosen(null, ['party_x']), 'house');
  assert.equal(brandFor([], { contract: null, parties: [] }), undefined);
});

test('a letter in a brand says the same in text and HTML, and its words cannot become markup', () => {
  const t = law.letters.get('ltr-warn');
  assert.ok(t);
  const content: BrandContent = brandShape.parse({
    name: 'Merk <b>',
    logo: { type: 'image/svg+xml', data: base64(svg) },
    signature: { nl: 'Groet,\nhet <i>team</i>', en: 'Regards,\nthe <i>team</i>' },
    footer: { nl: 'KvK 12345678', en: 'CoC 12345678' },
  });

  const made = renderLetter(t, sampleFields(t, 'nl'), 'nl', dressOf(content, 'mail'));

  assert.ok(made.ok);
  assert.match(made.value.html, /<img src="cid:logo@bezem" alt="Merk &lt;b&gt;"/);
  assert.match(made.value.html, /het &lt;i&gt;team&lt;\/i&gt;/);
  assert.match(made.value.text, /Groet,\nhet <i>team<\/i>\n\nKvK 12345678\n$/);
  assert.match(renderLetter(t, sampleFields(t, 'nl'), 'nl', dressOf(content, 'screen')).ok ? 'ok' : '', /ok/);
});

test('own words pass the check of the shipped ones, or every fault is named', () => {
  const t = law.letters.get('ltr-solved');
  assert.ok(t);

  assert.deepEqual(wordingFaults(t, { subject: { nl: t.subject.nl, en: t.subject.en }, body: { nl: t.body.nl } }), []);
  const faults = (body: string) => wordingFaults(t, { subject: {}, body: { nl: body } }).join('; ');
  assert.match(faults('Beste {{recipientName}}, klaar.'), /nl: caseNumber|nl: \w+ is declared and not used/);
  assert.match(faults(`${t.body.nl}\n{{naam}}`), /naam\}\} is not declared/);
  assert.match(faults(`${t.body.nl}\nhttps://example.org`), /link of its own/);
  assert.match(faults(`${t.body.nl}\n{{#phone}}bel`), /not closed|not declared/);
  assert.match(wordingFaults(t, { subject: { en: 'Solved' }, body: {} }).join(), /en: \w/);
});

test('every shipped letter laid over itself is whole: the check asks nothing the shipped ones do not have', () => {
  for (const t of law.letters.values())
    assert.deepEqual(wordingFaults(t, { subject: { ...t.subject }, body: { ...t.body } }), [], t.id);
});

test('the words of the brand go before those of the house; what went back to the shipped text counts no more', () => {
  const w = (brandId: string, version: number, text: string | null): Wording => ({
    template: 'ltr-warn',
    audience: 'customer',
    brand: brandId,
    version,
    content: text === null ? null : { subject: {}, body: { nl: text } },
    savedAt: Temporal.Instant.from('2026-01-01T00:00:00Z'),
    savedBy: 'x',
  });
  const found = (all: Wording[], b: string | null) =>
    wordingFor(all, { template: 'ltr-warn', audience: 'customer', brand: b })?.content?.body.nl;

  assert.equal(found([w('', 1, 'house'), w('brd_a', 1, 'brand')], 'brd_a'), 'brand');
  assert.equal(found([w('', 1, 'house'), w('brd_a', 2, null)], 'brd_a'), 'house');
  assert.equal(found([w('', 2, null), w('', 1, 'old')], null), undefined);
  const t = law.letters.get('ltr-warn');
  assert.ok(t);
  assert.equal(worded(t, { subject: {}, body: { nl: 'x' } }).body.en, t.body.en);
});
