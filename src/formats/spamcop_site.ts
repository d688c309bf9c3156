/** SpamCop: a page advertised in spam, and the machine it stands on. */
import { template } from './template/template.ts';

export default template({
  id: 'spamcop_site',
  version: 1,
  title: { nl: 'SpamCop-melding van een geadverteerde site', en: 'SpamCop spamvertised site report' },
  match: [
    { kind: 'mail', from: /@reports\.spamcop\.net$/i, body: /Spamvertised web ?site:/i, weight: 90 },
    { kind: 'mail', body: /^\[ SpamCop V[\d.]+ \][\s\S]{0,2000}Spamvertised web ?site:/im, weight: 90 },
  ],
  until: /^\[ Offending message \]/im,
  fields: {
    url: [
      { re: /^(?<url>(?:https?|ftp):\/\/\S{3,2000}) is (?<ip>[0-9a-f.:]{3,45});\s*(?<seenAt>.{10,45})$/gim, all: true },
      { re: /^Spamvertised web ?site:\s*((?:https?|ftp):\/\/\S{3,2000})/gim, all: true },
    ],
    ip: { re: /\bis ([0-9a-f.:]{7,45});/i },
    reference: [{ re: /^Subject:.*?\bid:(\d{5,15})/im }, { re: /\/w3m\?i=z(\d{5,15})z/i }],
  },
  constants: { kind: 'spam.advertised', reporter: { org: 'SpamCop', domain: 'spamcop.net' } },
  required: ['url'],
});
