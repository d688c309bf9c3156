/** What opens containers meets bytes from strangers: it never throws, never hangs, and takes off only what it knows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readXml } from '../values/xml.ts';
import { readCms } from './cms.ts';
import { forwardIn } from './forward.ts';
import { listsInHtml, tablesOfHtml } from './html_tables.ts';
import { mboxMessages } from './mbox.ts';
import { withoutTicketHead } from './passing.ts';
import { holdsEncrypted, withoutArmour } from './pgp.ts';
import { readTnef } from './tnef.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('bytes of any kind are taken apart or left, and never throw', () => {
  const starts = [
    [0x30, 0x80, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2, 0xa0, 0x80],
    [0x78, 0x9f, 0x3e, 0x22, 1, 0, 1, 3, 0x90, 6, 0],
    [...bytes('From a Tue Nov  3 10:00:00 2026\n')],
    [],
  ];
  fc.assert(
    fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 400 }), (start, rest) => {
      const all = Uint8Array.from([...start, ...rest]);
      readCms(all);
      readTnef(all);
      mboxMessages(all, 10);
    }),
    { numRuns: 500 },
  );
});

test('texts made to hang a pattern are passed in no time', () => {
  const baits = [
    '-',
    '>',
    '> ',
    'a:',
    'From: x\n',
    '-----Original Message-----\n',
    'Van : \n',
    '<td>',
    '<table>',
    '<a ',
    '&#1;',
    '- ',
    '\t',
    '# ',
    '—',
    '-----BEGIN PGP SIGNED MESSAGE-----\n',
    '-----BEGIN PGP MESSAGE-----\n',
    'Hi,\n\n',
  ].map((bait) => bait.repeat(Math.ceil(200_000 / bait.length)));
  for (const bait of baits) {
    const began = performance.now();
    forwardIn(bait, true);
    withoutTicketHead(bait);
    withoutArmour(bait);
    holdsEncrypted(bait);
    listsInHtml(bait);
    readXml(bait.slice(0, 50_000));
    const took = performance.now() - began;
    assert.ok(took < 4000, `${JSON.stringify(bait.slice(0, 20))} took ${Math.round(took)} ms`);
  }
});

test('a clear-signed text is what was signed; what only looks like it stays', () => {
  const signed =
    'Before\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nSource: 192.0.2.1\n- -- \nNotifier\n-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\nAfter';

  assert.equal(withoutArmour(signed), 'Before\nSource: 192.0.2.1\n-- \nNotifier\nAfter');
  assert.equal(withoutArmour('- a list\n- of two'), '- a list\n- of two');
  assert.equal(holdsEncrypted('They wrote -----BEGIN PGP MESSAGE----- in the middle'), false);
});

test('a mailbox is told by its separators; a mail that quotes one is none', () => {
  const box = bytes(
    'From a Tue Nov  3 10:00:00 2026\r\nSubject: 1\r\n\r\nx\r\n\r\nFrom b Tue Nov  3 10:00:00 2026\r\nSubject: 2\r\n\r\n>>From y\r\n',
  );
  const single = bytes('From a Tue Nov  3 10:00:00 2026\nSubject: 1\n\nFrom here it goes on in 2026.\n');

  const found = mboxMessages(box, 10);

  assert.deepEqual(
    found?.messages.map((m) => new TextDecoder().decode(m).trim().split('\r\n').at(-1)),
    ['x', '>From y'],
  );
  assert.equal(mboxMessages(single, 10), undefined);
  assert.equal(mboxMessages(bytes('Subject: x\n\nFrom a Tue Nov  3 10:00:00 2026\n'), 10), undefined);
});

test('a table that only arranges others is no list, and neither are labels with values', () => {
  const list =
    '<table><tr><th>IP</th><th>Time</th><th>Port</th></tr><tr><td>192.0.2.1</td><td>x</td><td>1</td></tr></table>';
  const layout = `<table><tr><td>${list}</td><td>ip</td><td>url</td></tr></table>`;
  const labels = '<table><tr><td>IP</td><td>192.0.2.1</td></tr></table>';

  assert.deepEqual(listsInHtml(layout), ['"IP","Time","Port"\n"192.0.2.1","x","1"\n']);
  assert.deepEqual(listsInHtml(labels), []);
  assert.deepEqual(tablesOfHtml('<table><tr><td>open'), [[['open']]]);
});

test('XML with a document type is not read, one with the same letters inside is', () => {
  assert.equal(readXml('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>').problem?.code, 'xml.doctype');
  assert.equal(
    readXml('<a><![CDATA[<!DOCTYPE html>]]>&amp;&#65;&unknown;</a>').root?.text,
    '<!DOCTYPE html>&A&unknown;',
  );
  assert.equal(readXml('<a><constructor>1</constructor></a>').problem?.code, 'xml.broken');
  assert.equal(readXml(`${'<a>'.repeat(300)}${'</a>'.repeat(300)}`).problem?.code, 'xml.broken');
});
