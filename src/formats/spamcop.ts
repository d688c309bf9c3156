/** SpamCop in words: one message from one address. */
import { template } from './template/template.ts';

export default template({
  id: 'spamcop',
  version: 1,
  title: { nl: 'SpamCop-spammelding', en: 'SpamCop spam report' },
  spec: 'https://www.spamcop.net/fom-serve/cache/125.html',
  match: [
    { kind: 'mail', from: /@reports\.spamcop\.net$/i, weight: 50 },
    { kind: 'mail', body: /^\[ SpamCop V[\d.]+ \]/m, weight: 50 },
    { kind: 'mail', subject: /\[SpamCop \([0-9a-f.:]+\) id:\d+\]/i, weight: 50 },
  ],
  until: /^\[ Offending message \]/im,
  fields: {
    ip: [
      { re: /^(?:Email|Mail|Spam) from ([0-9a-f.:]{3,45})\s*\//im },
      { re: /received from IP source ([0-9a-f.:]{3,45})/i },
      { re: /^Subject:.*?\[SpamCop \(([0-9a-f.:]{3,45})\)/im },
    ],
    seenAt: [
      { re: /^(?:Email|Mail|Spam) from [0-9a-f.:]{3,45}\s*\/\s*(.{10,45})$/im },
      { re: /received from IP source [0-9a-f.:]{3,45} on (.{10,45})$/im },
    ],
    reference: [{ re: /^Subject:.*?\bid:(\d{5,15})/im }, { re: /\/w3m\?i=z(\d{5,15})z/i }],
    description: { re: /^(https?:\/\/(?:www\.)?spamcop\.net\/w3m\?i=\S+)/im },
  },
  constants: { kind: 'spam.source', reporter: { org: 'SpamCop', domain: 'spamcop.net' } },
  required: ['ip'],
});
