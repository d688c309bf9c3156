/** Cyscon and its C-SIRT: a page with malware or phishing, with when it was tested and what was found. */
import { address } from './template/finders.ts';
import { template } from './template/template.ts';

export default template({
  id: 'cyscon',
  version: 1,
  title: { nl: 'Cyscon-melding', en: 'Cyscon report' },
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?(?:cyscon\.(?:de|net|com)|c-sirt\.org)$/i, weight: 60 },
    { kind: 'mail', body: /security team of cyscon/i, weight: 40 },
  ],
  until: /^# end logs/im,
  fields: {
    ip: [address, { re: /^Subject:.*?\bhosted on ([0-9a-f.:]{3,45})/im }],
    url: [{ re: /^URL:[ \t]*(\S+)/im }, { re: /^uri:[ \t]*(\S+)/im }],
    seenAt: { re: /^(?:Tested on|First seen|first_seen|Date):[ \t]*(.{8,40})$/im },
    asSent: [{ re: /^Result:[ \t]*(.+)$/im }, { re: /^Subject:.*?\(([\w.]{4,60})\)/im }],
    malware: { re: /^Result:[ \t]*(.+)$/im },
    kind: {
      re: /^(?:Result:[ \t]*|Subject:.*?\()([\w.]{4,60})/im,
      map: {
        phish: 'fraud.phishing',
        malware: 'malware.distribution',
        exploit: 'malware.distribution',
        c2: 'malware.c2',
        spam: 'spam.advertised',
      },
    },
    reference: { re: /\[(CSIRT#\d{6,20})\]/i },
  },
  constants: { kind: 'malware.distribution', zone: 'Europe/Berlin', reporter: { org: 'cyscon', domain: 'cyscon.de' } },
  required: ['url'],
});
