/** fail2ban: the mails its actions send, about one banned address with the log lines that led to it. */
import { template } from './template/template.ts';

export default template({
  id: 'fail2ban',
  version: 1,
  title: { nl: 'fail2ban-melding', en: 'fail2ban report' },
  spec: 'https://github.com/fail2ban/fail2ban/tree/master/config/action.d',
  match: [
    { kind: 'mail', subject: /\[Fail2Ban\]|fail2ban/i, weight: 50 },
    { kind: 'mail', body: /has just been banned by Fail2Ban/i, weight: 50 },
    { kind: 'mail', body: /Lines containing (?:failures of|IP:)\s?[0-9a-f.:]{3,45}/i, weight: 40 },
    { kind: 'mail', subject: /^Abuse from [0-9a-f.:]{3,45}$/i, body: /Local timezone is [+-]\d{4}/i, weight: 60 },
  ],
  until: /^(?:Regards|Hostname)[,:]?\s*$|^Here is more information about/im,
  fields: {
    ip: [
      { re: /\bThe IP ([0-9a-f.:]{3,45}) has just been banned/i },
      { re: /^Subject:.*?\bbanned ([0-9a-f.:]{3,45})/im },
      { re: /\babuse from the IP address ([0-9a-f.:]{3,45})/i },
      { re: /^Subject: .*?\b(?:from|about|IP) ([0-9a-f.:]{3,45})/im },
      { re: /Lines containing (?:failures of|IP:)\s?([0-9a-f.:]{3,45})/i },
    ],
    firstSeenAt: {
      re: /^([A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:UTC|Z|[+-]\d\d:?\d\d))?)/m,
    },
    lastSeenAt: {
      re: /^([A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:UTC|Z|[+-]\d\d:?\d\d))?)/m,
      last: true,
    },
    zone: { re: /\b(?:Local )?time ?zone is ([+-]\d{4}|[A-Z]{3,4})/i },
    count: { re: /\bafter\s{1,3}(\d{1,9}) (?:attempts?|failures?)/i },
    'protocol.application': [
      { re: /\bagainst ([\w-]{2,40})/i },
      { re: /^Subject: (?:\[Fail2Ban\] )?([\w-]{2,40}): banned/im },
    ],
    kind: {
      re: /(?:\bagainst |^Subject: (?:\[Fail2Ban\] )?)([\w-]{2,40})/im,
      map: {
        ssh: 'attack.bruteforce',
        dovecot: 'attack.bruteforce',
        imap: 'attack.bruteforce',
        pop3: 'attack.bruteforce',
        sasl: 'attack.bruteforce',
        auth: 'attack.bruteforce',
        ftp: 'attack.bruteforce',
        wordpress: 'attack.bruteforce',
        'wp-': 'attack.bruteforce',
        postfix: 'spam.source',
        exim: 'spam.source',
        'apache-bad': 'attack.scraping',
        badbots: 'attack.scraping',
        noscript: 'attack.exploit',
        nginx: 'attack.exploit',
        apache: 'attack.exploit',
        portscan: 'attack.scan',
        asterisk: 'attack.bruteforce',
        named: 'attack.exploit',
      },
    },
  },
  constants: { kind: 'attack.bruteforce' },
  required: ['ip'],
});
