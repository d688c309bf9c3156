/** Compressed rich text: the examples of its specification, HTML wrapped in it, and bytes of any kind. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decompressRtf, readRich, readRtf } from './rtf.ts';
import { readTnef } from './tnef.ts';

const hex = (text: string) => Uint8Array.from(text.split(' ').map((h) => Number.parseInt(h, 16)));

test('the two examples of MS-OXRTFCP come out as they went in', () => {
  const first = hex(
    '2d 00 00 00 2b 00 00 00 4c 5a 46 75 f1 c5 c7 a7 03 00 0a 00 72 63 70 67 31 32 35 42 32 0a f3 20 68 65 6c 09 00 20 62 77 05 b0 6c 64 7d 0a 80 0f a0',
  );
  const second = hex('1a 00 00 00 1c 00 00 00 4c 5a 46 75 e2 d4 4b 51 41 00 04 20 57 58 59 5a 0d 6e 7d 01 0e b0');

  assert.equal(decompressRtf(first), '{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n');
  assert.equal(decompressRtf(second), '{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}');
  assert.deepEqual(readRich(first), { text: 'hello world' });
});

test('wrapped HTML comes out without what only readers of rich text need', () => {
  const rtf =
    '{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fswiss Arial;}}{\\*\\generator x;}\n{\\*\\htmltag18 <html>}{\\*\\htmltag50 <body>}\\htmlrtf {\\f0 \\htmlrtf0 Source IP: 192.0.2.7{\\*\\htmltag116 <br>}\\htmlrtf \\line\n\\htmlrtf0 caf\\\'e9 \\u8364?5{\\*\\mhtmltag64 <a href="x">}{\\*\\htmltag84 &nbsp;}\\htmlrtf \\\'a0\\htmlrtf0 \\htmlrtf }\\htmlrtf0 {\\*\\htmltag58 </body>}{\\*\\htmltag27 </html>}}';

  assert.deepEqual(readRtf(rtf), { html: '<html><body>Source IP: 192.0.2.7<br>café €5&nbsp;</body></html>' });
});

test('words of plain rich text keep their lines, cells and other alphabets', () => {
  const rtf =
    "{\\rtf1\\ansi\\ansicpg1251\\uc1{\\fonttbl{\\f0 Arial;}}{\\info{\\author Nobody}}\\pard IP:\\tab 192.0.2.8\\par \\'e0\\'f2\\'e0\\'ea\\'e0\\par \\u26085?\\u26412?{\\pict 0102}\\par}";

  assert.deepEqual(readRtf(rtf), { text: 'IP:\t192.0.2.8\nатака\n日本' });
});

test('winmail.dat with nothing but rich text gives its words', () => {
  const rtf = Buffer.from('{\\rtf1\\ansi Attack from 192.0.2.9\\par}', 'latin1');
  const head = Buffer.alloc(16);
  head.writeUInt32LE(rtf.length + 12, 0);
  head.writeUInt32LE(rtf.length, 4);
  head.writeUInt32LE(0x414c454d, 8);
  const value = Buffer.concat([head, rtf]);
  const padding = Buffer.alloc((4 - (value.length % 4)) % 4);
  const property = Buffer.alloc(16);
  property.writeUInt32LE(1, 0);
  property.writeUInt16LE(258, 4);
  property.writeUInt16LE(0x1009, 6);
  property.writeUInt32LE(1, 8);
  property.writeUInt32LE(value.length, 12);
  const props = Buffer.concat([property, value, padding]);
  const attribute = Buffer.alloc(9);
  attribute.writeUInt8(1, 0);
  attribute.writeUInt32LE(0x00069003, 1);
  attribute.writeUInt32LE(props.length, 5);
  const tnef = Buffer.concat([Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0]), attribute, props, Buffer.alloc(2)]);

  assert.deepEqual(readTnef(tnef), { body: 'Attack from 192.0.2.9', isRichOnly: false, attachments: [] });
});

test('bytes of any kind are read or left, and never throw', () => {
  const start = [...hex('2d 00 00 00 2b 00 00 00 4c 5a 46 75 f1 c5 c7 a7')];
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (rest) => {
      readRich(Uint8Array.from([...start, ...rest]));
      readRtf(Buffer.from(rest).toString('latin1'));
    }),
    { numRuns: 500 },
  );
  for (const bait of ['{', '}', '\\', "\\'", '\\u1 ', '{\\*', '\\a', 'a{']) readRtf(bait.repeat(100_000));
});
