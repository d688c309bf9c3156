/** SpamCop: the daily summary per address and the alert about addresses that hit traps. */
import { template } from './template/template.ts';

export default template({
  id: 'spamcop_summary',
  version: 1,
  title: { nl: 'SpamCop-samenvatting', en: 'SpamCop summary' },
  match: [
    { kind: 'mail', from: /@admin\.spamcop\.net$/i, weight: 70 },
    { kind: 'mail', subject: /\[SpamCop\] (?:summary|alert)/i, weight: 60 },
  ],
  fields: {
    ip: [
      {
        re: /^[ \t]*(?<ip>(?:\d{1,3}\.){3}\d{1,3})[ \t]+(?<description>[A-Z][a-z]{2}[ \t]+\d{1,2}[ \t]+\d{1,2}h.*)$/gm,
        all: true,
      },
      { re: /^[ \t]*(?<ip>(?:\d{1,3}\.){3}\d{1,3})[ \t]*$/gm, all: true },
    ],
    seenAt: { re: /^Time of this report is:?\s*(.{10,45})$/im },
  },
  constants: { kind: 'spam.source', reporter: { org: 'SpamCop', domain: 'spamcop.net' } },
  required: ['ip'],
});
