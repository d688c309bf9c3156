/** Police in words (FBI, Interpol, Europol, national forces): machines a force wants you to know about. Orders are no templates and are read elsewhere. */
import { address, host, lastSeen, moment, pages, reference } from './template/finders.ts';
import { template } from './template/template.ts';

export default template({
  id: 'police_info',
  version: 1,
  title: { nl: 'Informatie van de politie', en: 'Information from the police' },
  match: [
    {
      kind: 'mail',
      from: /@(?:[\w-]{1,40}\.){0,3}(?:fbi\.gov|interpol\.int|europol\.europa\.eu|politie\.nl|bka\.bund\.de|police\.uk|nca\.gov\.uk|usss\.dhs\.gov)$/i,
      weight: 60,
    },
    {
      kind: 'mail',
      subject: /\b(?:FBI|Interpol|Europol) (?:notification|victim notification|information|notice)\b/i,
      weight: 40,
    },
  ],
  fields: {
    ip: [
      {
        re: /^[ \t]*(?:[-*•][ \t]*)?(?<ip>(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{1,4}:[0-9a-f:]{5,40})(?::(?<port>\d{2,5}))?[ \t]*(?:[,;|\t-][ \t]*(?<seenAt>\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?))?[ \t]*$/gim,
        all: true,
      },
      address,
    ],
    host: host,
    url: pages,
    kind: {
      re: /\b(command and control|c2|botnet|ransomware|malware|infected|compromised|phishing|ddos|booter|vulnerable|scanning|brute[ -]force|fraud)\b/i,
      map: {
        'command and control': 'malware.c2',
        c2: 'malware.c2',
        botnet: 'malware.infected_host',
        ransomware: 'intrusion.server',
        malware: 'malware.infected_host',
        infected: 'malware.infected_host',
        compromised: 'intrusion.server',
        phishing: 'fraud.phishing',
        ddos: 'ddos.source',
        booter: 'ddos.source',
        vulnerable: 'vuln.cve',
        scanning: 'attack.scan',
        brute: 'attack.bruteforce',
        fraud: 'fraud.scam',
      },
    },
    seenAt: [moment, lastSeen],
    reference: reference,
    cve: { re: /\b(CVE-\d{4}-\d{4,7})\b/gi, all: true },
  },
  constants: { kind: 'report.unclassified' },
  required: ['ip'],
});
