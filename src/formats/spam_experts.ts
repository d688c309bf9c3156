/** SpamExperts in words: a message from an address of yours that its filters or its people marked as spam. */
import { address, moment } from './template/finders.ts';
import { template } from './template/template.ts';

export default template({
  id: 'spam_experts',
  version: 1,
  title: { nl: 'SpamExperts-melding', en: 'SpamExperts report' },
  match: [
    {
      kind: 'mail',
      from: /@(?:[\w-]{1,40}\.)?(?:spamexperts|spamrl|antispamcloud|mailspamprotection)\.(?:com|eu)$/i,
      weight: 60,
    },
    { kind: 'mail', body: /\bSpamExperts\b/i, subject: /spam|abuse/i, weight: 40 },
  ],
  fields: {
    ip: [
      { re: /^(?:Source|Sending|Sender)[ -]?IP(?: address)?[ \t]*:[ \t]*\[?([0-9a-f.:]{3,45})/im },
      address,
      {
        re: /\b(?:sent|received|originat\w{2,6}) from (?:the )?(?:IP )?(?:address )?\[?((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{1,4}:[0-9a-f:]{3,40})/i,
      },
    ],
    seenAt: [{ re: /^(?:Arrival-Date|Date received|Received on)[ \t]*:[ \t]*(.{8,60})$/im }, moment],
    account: {
      re: /^(?:Sender|Envelope sender|Original-Mail-From|Identity)[ \t]*:[ \t]*<?([^\s<>@]{1,64}@[^\s<>@]{3,255})>?/im,
    },
    reference: { re: /^(?:Message[- ]ID|Original-Envelope-Id)[ \t]*:[ \t]*<?([^\s<>]{5,120})>?/im },
  },
  constants: { kind: 'spam.source', zone: 'UTC', reporter: { org: 'SpamExperts' } },
  required: ['ip'],
});
