/** NCSC-NL: Megatron mails, as labelled lines or as rows in the text; attached tables are read by their own format. */
import { template } from './template/template.ts';

export default template({
  id: 'ncsc_nl',
  version: 1,
  title: { nl: 'NCSC-NL Megatron-melding', en: 'NCSC-NL Megatron notice' },
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?ncsc\.nl$/i, weight: 60 },
    { kind: 'mail', subject: /Megatron[ -]?melding/i, weight: 60 },
  ],
  split: /^IP(?:-adres)?[ \t]*:/im,
  fields: {
    ip: [
      { re: /^IP(?:-adres)?[ \t]*:[ \t]*([0-9a-f.:]+(?:\/\d{1,3})?)/im },
      {
        re: /^"?(?<seenAt>\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)"?[,;|]"?(?<ip>[0-9a-f.:]{3,45})"?(?:[,;|]"?(?<host>[a-z0-9-]+\.[a-z0-9._-]+)"?)?/gim,
        all: true,
      },
      {
        re: /^"?(?<ip>(?:\d{1,3}\.){3}\d{1,3})"?[,;|]"?(?<seenAt>\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)"?/gim,
        all: true,
      },
    ],
    host: { re: /^Host(?:name|naam)[ \t]*:[ \t]*([a-z0-9_-]+\.[a-z0-9._-]*[a-z0-9])/im },
    url: { re: /^URL[ \t]*:[ \t]*(\S+)/im },
    port: { re: /^(?:Port|Poort)[ \t]*:[ \t]*(\d{1,5})/im },
    seenAt: { re: /^(?:Tijd(?:stip)?|Datum(?: en tijd)?|Timestamp|Time)[ \t]*:[ \t]*(.{8,50})$/im },
    malware: { re: /^(?:Malware|Infectie|Botnet)[ \t]*:[ \t]*(.+)$/im },
    reference: [{ re: /\b(NCSC-\d{4}-\d{3,6})\b/ }, { re: /^(?:Kenmerk|Referentie)[ \t]*:[ \t]*(\S+)/im }],
    kind: {
      re: /^Subject:.{0,60}?Megatron[ -]?melding\s*-\s*(.+)$/im,
      map: {
        'compromised-website': 'intrusion.website',
        'compromised website': 'intrusion.website',
        defacement: 'intrusion.defacement',
        phishtank: 'fraud.phishing',
        phish: 'fraud.phishing',
        bots: 'malware.infected_host',
        drone: 'malware.infected_host',
        sinkhole: 'malware.infected_host',
        botnet: 'malware.infected_host',
        c2: 'malware.c2',
        malware: 'malware.distribution',
        openresolver: 'vuln.amplifier',
        'open-resolver': 'vuln.amplifier',
        ntp: 'vuln.amplifier',
        scan: 'vuln.exposed_service',
        ssl: 'vuln.weak_crypto',
        spam: 'spam.source',
      },
    },
  },
  constants: { kind: 'report.unclassified', zone: 'Europe/Amsterdam', reporter: { org: 'NCSC-NL', domain: 'ncsc.nl' } },
  required: ['ip'],
});
