/** PROKI of the Czech CSIRT: findings in your network as lines in the text; its attached tables are read by their own format. */
import { template } from './template/template.ts';

export default template({
  id: 'proki',
  version: 1,
  title: { nl: 'PROKI-melding', en: 'PROKI report' },
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?csirt\.cz$/i, weight: 50 },
    { kind: 'mail', subject: /\bPROKI\b/i, weight: 60 },
  ],
  fields: {
    ip: [
      {
        re: /^"?(?<asSent>[a-z][\w. -]{2,60})"?[,;|]"?(?<seenAt>\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:Z|[+-]\d\d:?\d\d)?)"?[,;|]"?(?<ip>[0-9a-f.:]{3,45})"?/gim,
        all: true,
      },
      { re: /^IP(?: adresa)?[ \t]*:[ \t]*([0-9a-f.:]{3,45})/gim, all: true },
    ],
    seenAt: { re: /^(?:Čas|Cas|Time|Time detected)[ \t]*:[ \t]*(.{8,40})$/im },
    kind: {
      re: /^(?:Feed|Typ|Type|Incident)[ \t]*:[ \t]*(.+)$/im,
      map: {
        c2: 'malware.c2',
        command: 'malware.c2',
        botnet: 'malware.infected_host',
        bot: 'malware.infected_host',
        malware: 'malware.distribution',
        phish: 'fraud.phishing',
        spam: 'spam.source',
        scan: 'attack.scan',
        brute: 'attack.bruteforce',
        resolver: 'vuln.amplifier',
        vulnerab: 'vuln.cve',
      },
    },
  },
  constants: { kind: 'report.unclassified', zone: 'UTC', reporter: { org: 'CSIRT.CZ', domain: 'csirt.cz' } },
  required: ['ip'],
});
