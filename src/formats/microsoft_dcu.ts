/** Microsoft Digital Crimes Unit: machines that took part in a botnet, rows of address and moment. */
import { address, moment, pages, reference } from './template/finders.ts';
import { template } from './template/template.ts';

export default template({
  id: 'microsoft_dcu',
  version: 1,
  title: { nl: 'Melding van Microsoft Digital Crimes Unit', en: 'Microsoft Digital Crimes Unit notice' },
  match: [
    {
      kind: 'mail',
      from: /@(?:[\w-]{1,40}\.)?microsoft\.com$/i,
      body: /Digital Crimes Unit|\bDCU\b|Cyber Threat Intelligence Program|CTIP/i,
      weight: 70,
    },
    { kind: 'mail', subject: /Microsoft (?:Digital Crimes|DCU|CTIP)/i, weight: 60 },
  ],
  fields: {
    ip: [
      {
        re: /^"?(?<ip>[0-9a-f.:]{3,45})"?[ \t]*[,;|\t][ \t]*"?(?<seenAt>\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?: ?(?:Z|UTC|GMT))?)"?(?:[ \t]*[,;|\t][ \t]*"?(?<malware>[\w.-]{2,60})"?)?/gim,
        all: true,
      },
      {
        re: /^"?(?<seenAt>\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?: ?(?:Z|UTC|GMT))?)"?[ \t]*[,;|\t][ \t]*"?(?<ip>[0-9a-f.:]{3,45})"?(?:[ \t]*[,;|\t][ \t]*"?(?<malware>[\w.-]{2,60})"?)?/gim,
        all: true,
      },
      { re: /^(?<ip>(?:\d{1,3}\.){3}\d{1,3})[ \t]*$/gm, all: true },
      address,
    ],
    url: pages,
    kind: {
      re: /\b(command and control|c2|botnet|infected|phishing|malware|malicious domains?|brute force)\b/i,
      map: {
        'command and control': 'malware.c2',
        c2: 'malware.c2',
        botnet: 'malware.infected_host',
        infected: 'malware.infected_host',
        phishing: 'fraud.phishing',
        malware: 'malware.infected_host',
        malicious: 'malware.c2',
        brute: 'attack.bruteforce',
      },
    },
    seenAt: moment,
    reference: reference,
  },
  constants: {
    kind: 'malware.infected_host',
    zone: 'UTC',
    reporter: { org: 'Microsoft Digital Crimes Unit', domain: 'microsoft.com' },
  },
  required: ['ip'],
});
