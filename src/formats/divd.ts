/** DIVD: a vulnerable machine found by volunteers, with the case number of DIVD and the CVE. */
import { address, host } from './template/finders.ts';
import { template } from './template/template.ts';

export default template({
  id: 'divd',
  version: 1,
  title: { nl: 'DIVD-melding van een kwetsbaar systeem', en: 'DIVD vulnerability notice' },
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?divd\.nl$/i, weight: 70 },
    { kind: 'mail', subject: /\bDIVD-\d{4}-\d{5}\b/i, weight: 50 },
    { kind: 'mail', body: /^Divd case[ \t]*:/im, weight: 40 },
  ],
  split: /^IP(?:[ -]?address)?[ \t]*:/im,
  fields: {
    ip: address,
    host: host,
    url: { re: /^(?:URL|Vulnerable URL|Endpoint)[ \t]*:[ \t]*(\S+)/im },
    port: { re: /^Port[ \t]*:[ \t]*(\d{1,5})/im },
    seenAt: [
      {
        re: /^(?:Scan(?:ned)?(?: date| on)?|Timestamp|Date|Last seen)(?:[ \t]*\([^)\n]{0,30}\))?[ \t]*:[ \t]*(.{6,50})$/im,
      },
    ],
    cve: { re: /\b(CVE-\d{4}-\d{4,7})\b/gi, all: true },
    reference: { re: /\b(DIVD-\d{4}-\d{5})\b/i },
    description: { re: /^(?:Version|Product)[ \t]*:[ \t]*(.+)$/im },
  },
  constants: { kind: 'vuln.cve', role: 'exposed', zone: 'UTC', reporter: { org: 'DIVD CSIRT', domain: 'divd.nl' } },
  required: ['ip'],
});
