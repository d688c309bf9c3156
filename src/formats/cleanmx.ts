/** CleanMX in words: tables of pages with viruses or phishing, one row a page. */
import { template } from './template/template.ts';

export default template({
  id: 'cleanmx',
  version: 1,
  title: { nl: 'CleanMX-melding', en: 'CleanMX report' },
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?clean-mx\.(?:de|com)$/i, weight: 60 },
    { kind: 'mail', subject: /\[clean-mx-\w{3,20}-\d+\]/i, weight: 60 },
  ],
  fields: {
    url: {
      re: /^\|?[ \t]*(?<seenAt>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: [A-Z]{3,4})?)[ \t]*\|[ \t]*(?<reference>\d{3,12})[ \t]*\|[ \t]*(?<malware>[^|\n]{1,80}?)[ \t]*\|[ \t]*(?<ip>[0-9a-f.:]{3,45})[ \t]*\|[ \t]*[^|\n]{0,255}\|[ \t]*(?<url>(?:https?|ftp):\/\/[^\s|]{3,2000})/gim,
      all: true,
    },
    ip: { re: /^Subject:.*?\(([0-9a-f.:]{3,45})\)-->/im },
    reference: { re: /\[clean-mx-\w{3,20}-(\d{3,12})\]/i },
    seenAt: { re: /\bAs of (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: [A-Z]{3,4})?)/i },
    kind: {
      re: /clean-mx-(\w{3,20})-\d/i,
      map: {
        virus: 'malware.distribution',
        phish: 'fraud.phishing',
        portal: 'intrusion.website',
        spam: 'spam.advertised',
      },
    },
  },
  constants: {
    kind: 'malware.distribution',
    zone: 'Europe/Berlin',
    reporter: { org: 'CleanMX', domain: 'clean-mx.de' },
  },
  required: ['ip'],
});
