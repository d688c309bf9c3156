/** Cloudflare: a report about pages behind its proxy, passed on to the host of the machine they stand on. */
import { address, lonePages, moment, pageKinds, reference } from './template/finders.ts';
import { template } from './template/template.ts';

export default template({
  id: 'cloudflare',
  version: 1,
  title: { nl: 'Cloudflare-melding', en: 'Cloudflare abuse notice' },
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?cloudflare\.com$/i, weight: 60 },
    { kind: 'mail', body: /Cloudflare received (?:a|an) .{1,60} (?:report|complaint)/i, weight: 50 },
  ],
  until: /^(?:Cloudflare is a network provider|We have provided the name of your|Regards,)/im,
  fields: {
    url: [
      {
        re: /(?:^|\n)(?:Reported|Accepted)[ \t]URL(?:s|\(s\))?:[ \t]*\n?[ \t]*\n?[ \t]*((?:https?|ftp):\/\/[^\s<>"]{3,2000})/gi,
        all: true,
      },
      lonePages,
    ],
    ip: [
      { re: /^Associated IP Address(?:es)?:[ \t]*([0-9a-f.:]{3,45})/im },
      {
        re: /following IP address(?:es)?[^\n]{0,60}?[.:][ \t]*\n?[ \t]*((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{1,4}:[0-9a-f:]{3,40})/i,
      },
      { re: /IP address:? curl[^\n]{0,200}?((?:\d{1,3}\.){3}\d{1,3})/i },
      address,
    ],
    kind: [
      {
        re: /^Subject:.*?\b(phishing|malware|copyright|DMCA|trademark|child (?:pornography|sexual abuse\w*)|CSAM|non-?consensual|violent threats?|terroris\w+|Spamhaus|botnet|command and control)/im,
        map: {
          phishing: 'fraud.phishing',
          malware: 'malware.distribution',
          copyright: 'ip.copyright',
          dmca: 'ip.copyright',
          trademark: 'ip.trademark',
          child: 'content.csam',
          csam: 'content.csam',
          consensual: 'content.ncii',
          'violent threat': 'content.hate_harassment',
          terroris: 'content.terrorist',
          spamhaus: 'reputation.blocklisted',
          botnet: 'malware.c2',
          'command and control': 'malware.c2',
        },
      },
      { re: /\b(phishing|malware|copyright|trademark|scam|fraud)\b/i, map: pageKinds },
    ],
    reference: [{ re: /\b(?:report ID|Report|Case|ID)[ \t]?[:#]?[ \t]?([0-9a-f]{12,40})\b/i }, reference],
    seenAt: moment,
    'reporter.org': { re: /^Reporter's Company Name:[ \t]*(.{2,100})$/im },
    'reporter.contact': { re: /^Reporter's Email(?: Address)?:[ \t]*(\S+@\S+)/im },
    description: { re: /^Logs or Evidence of Abuse:[ \t]*(.{3,500})$/im },
  },
  constants: { kind: 'report.unclassified', reporter: { org: 'Cloudflare', domain: 'cloudflare.com' } },
  required: ['url'],
});
