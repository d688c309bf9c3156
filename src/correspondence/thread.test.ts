/** Mail of the three desk systems as they write it: their marks are found, their machines are told from their people. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complainedOf, isSoft, readBounce, readReceipt } from './bounce.ts';
import {
  isAutomatic,
  isOwnMail,
  referencesOf,
  saidIn,
  subjectMarks,
  subjectWith,
  threadIds,
  tokenOf,
} from './thread.ts';

/** Zammad 6: an agent's reply; the hook stands at the end, references are the article's own. */
const zammad = {
  subject: 'RE: [BZ-26-000001] nagemaakte inlogpagina op 192.0.2.9 [Ticket#1013611]',
  headers: {
    'message-id': '<20261122231015.27402.62406@desk.example>',
    'in-reply-to': '<let_01k9aaaaaaaaaaaaaaaaaaaaaa@host.example>',
    references: '<let_01k9aaaaaaaaaaaaaaaaaaaaaa@host.example>',
    'x-mailer': 'Zammad Mail Service',
    'x-powered-by': 'Zammad - Helpdesk/Support (https://zammad.org/)',
  },
};
/** Zammad's own notice that it took the mail in. */
const zammadAuto = {
  subject: 'Thanks for your inquiry [Ticket#1013611]',
  headers: {
    ...zammad.headers,
    'x-loop': 'yes',
    precedence: 'bulk',
    'auto-submitted': 'auto-generated',
    'x-auto-response-suppress': 'All',
  },
};
/** Znuny/OTRS: an agent's answer carries none of the loop headers, its automatic answer all of them. */
const otrs = {
  subject: 'Re: [Ticket#2026112210000018] [BZ-26-000001] nagemaakte inlogpagina',
  headers: {
    'message-id': '<1795341042.112233.448811.7@otrs.example>',
    'in-reply-to': '<let_01k9aaaaaaaaaaaaaaaaaaaaaa@host.example>',
    'x-mailer': 'Znuny Mail Service (6.5.6)',
    'x-powered-by': 'Znuny (https://www.znuny.org/)',
  },
};
const otrsAuto = {
  ...otrs,
  headers: { ...otrs.headers, 'x-otrs-loop': 'abuse@otrs.example', precedence: 'bulk', 'x-loop': 'yes' },
};
/** RT 5: what a person wrote is "Precedence: bulk" as well; who wrote it stands in RT-Originator. */
const rt = {
  subject: '[rt.example #4711] [BZ-26-000001] nagemaakte inlogpagina',
  headers: {
    'message-id': '<rt-5.0.3-1803-1795341042-1810.4711-8-0@rt.example>',
    'in-reply-to': '<let_01k9aaaaaaaaaaaaaaaaaaaaaa@host.example>',
    references: '<RT-Ticket-4711@rt.example> <let_01k9aaaaaaaaaaaaaaaaaaaaaa@host.example>',
    precedence: 'bulk',
    'x-rt-loop-prevention': 'rt.example',
    'x-rt-ticket': 'rt.example #4711',
    'x-rt-originator': 'agent@rt.example',
  },
};
const rtAuto = {
  subject: '[rt.example #4711] AutoReply: [BZ-26-000001] nagemaakte inlogpagina',
  headers: { ...rt.headers, 'auto-submitted': 'auto-replied', 'x-rt-originator': undefined },
};

test('the mark of each system is found as it must be written again', () => {
  assert.equal(tokenOf('zammad', undefined, zammad), '[Ticket#1013611]');
  assert.equal(tokenOf('otrs', undefined, otrs), '[Ticket#2026112210000018]');
  assert.equal(tokenOf('rt', 'rt.example', rt), '[rt.example #4711]');
  assert.equal(
    tokenOf('rt', undefined, { ...rt, subject: 'changed by hand' }),
    '[rt.example #4711]',
    'from its header',
  );
  assert.equal(tokenOf('rt', 'other.example', { subject: rt.subject, headers: {} }), null, 'another system’s mark');
  assert.equal(tokenOf('zammad', 'Zaak#', zammad), null);
  assert.equal(tokenOf('other', undefined, { subject: 'Re: x [ref:a1B2.c3]', headers: {} }), '[ref:a1B2.c3]');
});

test('our own case number is no mark of another system', () => {
  assert.deepEqual(subjectMarks('[BZ-26-000001] x'), []);
  assert.deepEqual(subjectMarks(otrs.subject), ['[Ticket#2026112210000018]']);
  assert.deepEqual(subjectMarks('[ rt.example  #12 ] y [Ticket#3]'), ['[ rt.example #12 ]', '[Ticket#3]']);
});

test('a mark stands in a subject once, where its system looks for it', () => {
  assert.equal(subjectWith('[BZ-1] x', 'otrs', '[Ticket#1]'), '[Ticket#1] [BZ-1] x');
  assert.equal(subjectWith('[BZ-1] x', 'zammad', '[Ticket#1]'), '[BZ-1] x [Ticket#1]');
  assert.equal(subjectWith('a [Ticket#1]', 'otrs', '[Ticket#1]'), 'a [Ticket#1]');
  assert.equal(subjectWith('a', 'rt', null), 'a');
});

test('what a machine wrote is told from what a person wrote, in each of the three', () => {
  for (const person of [zammad, otrs, rt]) assert.equal(isAutomatic(person.headers), false, person.subject);
  for (const machine of [zammadAuto, otrsAuto, rtAuto])
    assert.equal(isAutomatic(machine.headers), true, machine.subject);
  assert.equal(isAutomatic({ 'auto-submitted': 'no' }), false);
  assert.equal(isAutomatic({ 'x-otrs-loop': 'false' }), false);
  assert.equal(isAutomatic({ precedence: 'bulk' }), true);
});

test('our own mail is known when it comes back', () => {
  assert.equal(isOwnMail({ 'x-bezem-loop': ' voorbeeldhost-1a2b ' }, 'voorbeeldhost-1a2b'), true);
  assert.equal(isOwnMail({ 'x-bezem-loop': 'voorbeeldhost' }, 'voorbeeldhost-1a2b'), false);
  // A letter of another house that runs the same program is a report of it to us.
  assert.equal(isOwnMail({ 'message-id': '<let_01k9aaaaaaaaaaaaaaaaaaaaaa@other.example>' }, 'x'), false);
  assert.equal(isOwnMail(rt.headers, 'x'), false);
});

test('a thread is read from the direct answer back, and written with its root and its newest', () => {
  assert.deepEqual(threadIds(rt.headers), [
    '<let_01k9aaaaaaaaaaaaaaaaaaaaaa@host.example>',
    '<RT-Ticket-4711@rt.example>',
  ]);
  const long = Array.from({ length: 60 }, (_, i) => `<${i}@x>`);
  assert.deepEqual(referencesOf(long).slice(0, 2), ['<0@x>', '<41@x>']);
  assert.equal(referencesOf(long).length, 20);
});

test('what a person wrote stands above the line and without what is quoted', () => {
  assert.equal(saidIn('Graag vandaag.\n\n##- Please type your reply above this line -##\noud'), 'Graag vandaag.');
  assert.equal(saidIn('> oud\nNieuw'), 'Nieuw');
});

test('a receipt says that a letter was shown; a complaint names our letter; a full mailbox is no dead one', () => {
  const id = '<let_01k9aaaaaaaaaaaaaaaaaaaaaa@host.example>';
  const mdn = `Reporting-UA: mail.example; Mail 1\r\nFinal-Recipient: rfc822;a@b.example\r\nOriginal-Message-ID: ${id}\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n`;
  assert.deepEqual(readReceipt([{ type: 'message/disposition-notification', text: mdn }]), {
    messageId: id,
    disposition: 'displayed',
    byHand: true,
  });
  assert.equal(
    readReceipt([{ type: 'message/disposition-notification', text: mdn.replace('displayed', 'deleted') }])?.disposition,
    'deleted',
  );
  const arf = [
    { type: 'message/feedback-report', text: 'Feedback-Type: abuse\r\nVersion: 1\r\n' },
    { type: 'message/rfc822', text: `From: x\r\nMessage-ID: ${id}\r\n\r\nbody` },
  ];
  assert.equal(complainedOf(arf), id);
  assert.equal(complainedOf(arf.slice(1)), undefined);
  assert.equal(
    complainedOf([arf[0] as (typeof arf)[0], { type: 'message/rfc822', text: 'Message-ID: <a@b>\r\n\r\n' }]),
    undefined,
  );
  const bounce = (status: string) =>
    readBounce([
      {
        type: 'message/delivery-status',
        text: `Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: ${status}\r\n`,
      },
      { type: 'text/rfc822-headers', text: `Message-ID: ${id}\r\n` },
    ]);
  for (const [status, soft] of [
    ['4.4.7', true],
    ['5.2.2', true],
    ['5.1.1', false],
    ['5.7.1', false],
  ] as const) {
    const b = bounce(status);
    assert.ok(b);
    assert.equal(isSoft(b), soft, status);
  }
});
