/** blocklist.de: addresses that attacked a service, one list per service, one address per line; read where it is named. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';

const bruteForce = (application: string) => ({ kind: 'attack.bruteforce', application });

export default feedFormat({
  id: 'blocklistde',
  title: { nl: 'blocklist.de', en: 'blocklist.de' },
  spec: 'https://www.blocklist.de/en/export.html',
  feed: {
    url: 'https://lists.blocklist.de/lists/all.txt',
    every: 'PT30M',
    note: terms.free,
    lists: { ssh: 'https://lists.blocklist.de/lists/ssh.txt', mail: 'https://lists.blocklist.de/lists/mail.txt' },
  },
  match: [{ kind: 'file', filename: /blocklist[._-]?de/i, weight: 60 }],
  shape: 'csv',
  delimiter: 'tab',
  columns: ['ip'],
  comments: ['#'],
  fields: { ip: 'ip' },
  kind: 'attack.exploit',
  lists: {
    ssh: bruteForce('ssh'),
    mail: { kind: 'attack.bruteforce', application: 'smtp' },
    imap: bruteForce('imap'),
    ftp: bruteForce('ftp'),
    sip: bruteForce('sip'),
    bruteforcelogin: { kind: 'attack.bruteforce', application: 'http' },
    apache: { kind: 'attack.exploit', application: 'http' },
    bots: { kind: 'spam.comment_harvest', application: 'http' },
    ircbot: { kind: 'malware.infected_host', application: 'irc' },
    strongips: { kind: 'attack.exploit' },
  },
  org: 'blocklist.de',
  domain: 'blocklist.de',
});
