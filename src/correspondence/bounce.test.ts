/** Delivery reports (RFC 3464) say which letter did not arrive, and to whom nothing is said that they do not say. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bounceOutcome, readBounce } from './bounce.ts';

const original = {
  type: 'text/rfc822-headers',
  text: 'From: Desk <abuse@desk.example>\r\nMessage-ID:\r\n <let_01k9aaaaaaaaaaaaaaaaaaaaaa@desk.example>\r\nSubject: x\r\n',
};
const status = (text: string) => ({ type: 'message/delivery-status', text });

const failed = status(
  [
    'Reporting-MTA: dns; mx.example.net',
    'Arrival-Date: Sun, 22 Nov 2026 10:00:00 +0000',
    '',
    'Final-Recipient: rfc822; info@customer.example',
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 <info@customer.example>:',
    '    Recipient address rejected',
    '',
  ].join('\r\n'),
);

test('a failed report names the letter, the recipient, the status and the diagnosis', () => {
  const bounce = readBounce([{ type: 'text/plain', text: 'Sorry.' }, failed, original]);

  assert.deepEqual(bounce, {
    messageId: '<let_01k9aaaaaaaaaaaaaaaaaaaaaa@desk.example>',
    recipients: [
      {
        address: 'info@customer.example',
        action: 'failed',
        status: '5.1.1',
        diagnostic: '550 5.1.1 <info@customer.example>: Recipient address rejected',
      },
    ],
  });
  assert.equal(bounce && bounceOutcome(bounce), 'failed');
});

test('a delay is no failure, relayed is no delivery, and the worst that is said counts', () => {
  const group = (action: string) => `Final-Recipient: rfc822; a@example.org\nAction: ${action}\nStatus: 4.4.1`;
  const outcome = (...actions: string[]) => {
    const bounce = readBounce([status(`Reporting-MTA: dns; mx\n\n${actions.map(group).join('\n\n')}`), original]);
    return bounce && bounceOutcome(bounce);
  };

  assert.equal(outcome('delayed'), 'delayed');
  assert.equal(outcome('relayed'), 'unclear');
  assert.equal(outcome('Delivered (to mailbox)'), 'delivered');
  assert.equal(outcome('delivered', 'failed'), 'failed');
  assert.equal(outcome('exploded'), undefined);
});

test('a report without the fields per message is read, and one without the original is not', () => {
  const bare = status('Final-Recipient: rfc822;a@example.org\nAction: failed\nStatus: 5.2.2\n');

  assert.equal(readBounce([bare, original])?.recipients.length, 1);
  assert.equal(readBounce([bare]), undefined);
  assert.equal(readBounce([{ type: 'text/plain', text: 'Mail delivery failed' }, original]), undefined);
});

test('a Message-ID in the body of the original is not taken for its header', () => {
  const trap = { type: 'message/rfc822', text: 'Subject: x\r\n\r\nMessage-ID: <let_other@desk.example>\r\n' };

  assert.equal(readBounce([failed, trap]), undefined);
});

test('whatever the parts hold, reading them ends and invents nothing', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 2000 }), fc.string({ maxLength: 500 }), (a, b) => {
      const bounce = readBounce([status(a), { type: 'message/rfc822', text: b }]);

      if (bounce) assert.ok(b.replace(/\r?\n[ \t]+/g, ' ').includes(bounce.messageId));
    }),
  );
});
