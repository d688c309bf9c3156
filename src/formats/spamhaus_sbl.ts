/** Spamhaus: an address or network put on the block list (SBL), in the old and the new wording. */
import { template } from './template/template.ts';

export default template({
  id: 'spamhaus_sbl',
  version: 1,
  title: { nl: 'Spamhaus SBL-melding', en: 'Spamhaus SBL notice' },
  spec: 'https://www.spamhaus.org/sbl/',
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?spamhaus\.(?:org|com)$/i, weight: 60 },
    { kind: 'mail', subject: /\bSBL (?:Notify|Alert|listing)\b|Spamhaus (?:SBL )?Notification/i, weight: 60 },
    { kind: 'mail', body: /The Spamhaus Project - SBL/i, weight: 40 },
    { kind: 'file', body: /The Spamhaus Project - SBL/i, weight: 40 },
  ],
  split: /^(?:IP\/cidr|IP address|CIDR|Listed range)\s*:/im,
  until: /^(?:You can review all current SBL|ISP Abuse Desk Resources)/m,
  fields: {
    prefix: [
      { re: /^IP\/cidr\s*:\s*([0-9a-f.:]+(?:\/\d{1,3})?)/im },
      { re: /^(?:IP address|CIDR|Listed range|Network)\s*:\s*([0-9a-f.:]+(?:\/\d{1,3})?)/im },
      { re: /^Subject:.*?\bIP:?\s*([0-9a-f.:]+(?:\/\d{1,3})?)/im },
      { re: /^Subject:.*?\b((?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?)/im },
    ],
    kind: {
      re: /^(?:Problem|Issue|Reason)\s*:\s*(.+)$/im,
      map: {
        'botnet c': 'malware.c2',
        'botnet controller': 'malware.c2',
        controller: 'malware.c2',
        'c&c': 'malware.c2',
        phish: 'fraud.phishing',
        malware: 'malware.distribution',
        exploit: 'malware.distribution',
      },
    },
    asSent: { re: /^(?:Problem|Issue|Reason)\s*:\s*(.+)$/im },
    malware: { re: /^Malware\s*:\s*(.+)$/im },
    reference: [{ re: /^SBL Ref\s*:\s*(SBL\d{3,9})/im }, { re: /\b(SBL\d{4,9})\b/ }],
    port: { re: /^(?:TCP |UDP )?Port\s*:\s*(\d{1,5})/im },
    host: { re: /^(?:Host(?:name)?|Domain)\s*:\s*([a-z0-9_-]+\.[a-z0-9._-]*[a-z0-9])/im },
    seenAt: { re: /^(?:Date|Detected|Listed|Last seen|Timestamp)(?: on| at)?\s*:\s*(.{8,50})$/im },
  },
  constants: { kind: 'reputation.blocklisted', zone: 'UTC', reporter: { org: 'Spamhaus', domain: 'spamhaus.org' } },
  required: ['prefix'],
});
