/** blocklist.de in words: one address that attacked a machine with fail2ban, where the X-ARF part is missing. */
import { address, moment } from './template/finders.ts';
import { template } from './template/template.ts';

export default template({
  id: 'blocklist_de',
  version: 1,
  title: { nl: 'blocklist.de-melding', en: 'blocklist.de report' },
  match: [
    { kind: 'mail', from: /@(?:[\w-]{1,40}\.)?blocklist\.de$/i, weight: 60 },
    { kind: 'mail', subject: /abuse report about [0-9a-f.:]+ - .{0,60}-- service:/i, weight: 60 },
  ],
  until: /^-- $/m,
  fields: {
    ip: [
      { re: /^Subject:.*?\babout ([0-9a-f.:]{3,45})/im },
      address,
      { re: /\bIP(?:-Address)? ([0-9a-f.:]{7,45}) (?:has|was|attack)/i },
    ],
    seenAt: [{ re: /^Subject:.*? - ((?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} [\d:]{8} [+-]\d{4})/m }, moment],
    'protocol.application': { re: /\bservice:\s*([a-z0-9_-]{2,20})/i },
    kind: {
      re: /\bservice:\s*([a-z0-9_-]{2,20})/i,
      map: {
        ssh: 'attack.bruteforce',
        imap: 'attack.bruteforce',
        pop3: 'attack.bruteforce',
        ftp: 'attack.bruteforce',
        sip: 'attack.bruteforce',
        postfix: 'spam.source',
        mail: 'spam.source',
        apache: 'attack.exploit',
        badbot: 'attack.scraping',
        regbot: 'spam.comment_harvest',
        ircbot: 'malware.infected_host',
        ddos: 'ddos.source',
        portscan: 'attack.scan',
        bruteforcelogin: 'attack.bruteforce',
      },
    },
    reference: { re: /\bRID:\s*(\d{4,15})/i },
    port: { re: /^Port:\s*(\d{1,5})/im },
    count: { re: /\((?:First|Attacks?|Last) x (\d{1,9})\)/i },
  },
  constants: {
    kind: 'attack.bruteforce',
    zone: 'Europe/Berlin',
    reporter: { org: 'blocklist.de', domain: 'blocklist.de' },
  },
  required: ['ip'],
});
