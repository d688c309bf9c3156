/** DMCA and other take-down notices about pages: the infringing links, not the original work. */
import { address, moment, pages, reference } from './template/finders.ts';
import { template } from './template/template.ts';

export default template({
  id: 'dmca',
  version: 1,
  title: { nl: 'Verwijderverzoek om auteursrecht (DMCA)', en: 'Copyright take-down notice (DMCA)' },
  match: [
    {
      kind: 'mail',
      subject: /\bDMCA\b|take-?down (?:notice|request)|copyright infringement|notice of (?:copyright )?infringement/i,
      body: /\b(?:good faith belief|under penalty of perjury|17 U\.?S\.?C|512\(c\))/i,
      weight: 40,
    },
  ],
  fields: {
    url: [
      {
        re: /(?:^|\n)[^\n]{0,80}\b(?:infring\w+|unauthori[sz]ed|pirated?)[^\n:]{0,60}:[ \t]*\n?[ \t]*(?:[-*•\d.)]{0,4}[ \t]*)<?((?:https?|ftp):\/\/[^\s<>"]{3,2000})/gi,
        all: true,
      },
      pages,
    ],
    ip: address,
    reference: reference,
    seenAt: moment,
    'reporter.org': { re: /^[ \t]*(?:Copyright (?:Owner|Holder)|Rights? ?Holder|Company)[ \t]*:[ \t]*(.{2,100})$/im },
  },
  constants: { kind: 'ip.copyright' },
  required: ['url'],
});
