/** Project Honey Pot: the monitor report, lists of addresses under headings, with moments in the time of the west of the United States. */
import { template } from './template/template.ts';

export default template({
  id: 'project_honey_pot',
  version: 1,
  title: { nl: 'Project Honey Pot-monitorrapport', en: 'Project Honey Pot monitor report' },
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?projecthoneypot\.org$/i, weight: 60 },
    { kind: 'mail', subject: /Project Honey Pot Monitor Report/i, weight: 60 },
  ],
  split: /^(?:IPs Engaged In|Other Potentially Suspicious IPs On)/im,
  until: /^-{20,}\s*\n\s*Please see your Monitor Report/m,
  nothing: /:\s*none\s*$/i,
  fields: {
    ip: {
      re: /^(?<ip>(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{1,4}:[0-9a-f:]{2,40})[ \t]*(?:\([A-Z, ]{1,12}\))?[ \t]*$(?:\n[ \t]*-[ \t]*(?<seenAt>(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d ?[AP]M ?[A-Z]{3}))?/gim,
      all: true,
    },
    kind: {
      re: /^(IPs Engaged In [A-Za-z ]{3,40}? On|Other Potentially Suspicious IPs)/im,
      map: {
        harvesting: 'spam.comment_harvest',
        'email spamming': 'spam.source',
        'dictionary attacks': 'attack.bruteforce',
        'comment spamming': 'spam.comment_harvest',
        suspicious: 'report.unclassified',
      },
    },
  },
  constants: {
    kind: 'report.unclassified',
    zone: 'America/Los_Angeles',
    reporter: { org: 'Project Honey Pot', domain: 'projecthoneypot.org' },
  },
  required: ['ip'],
});
