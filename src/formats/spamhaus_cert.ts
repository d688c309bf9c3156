/** Spamhaus CERT Insight: infected and attacking machines of one network, with the botnet and what they spoke to. */
import { cleanHost } from '#kernel';
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { ipOf, portOf, present, urlOf } from './values/fields.ts';

/** What their detections are; every other name is that of a botnet. */
const detections: Readonly<Record<string, string>> = {
  openrelay: 'vuln.exposed_service',
  iotrdp: 'attack.bruteforce',
  sshauth: 'attack.bruteforce',
  telnetauth: 'attack.bruteforce',
  telnet: 'attack.bruteforce',
  smtpauth: 'attack.bruteforce',
  ftpauth: 'attack.bruteforce',
  rdpauth: 'attack.bruteforce',
  rdp: 'attack.bruteforce',
  imap: 'attack.bruteforce',
  imaps: 'attack.bruteforce',
  pop: 'attack.bruteforce',
  pop3: 'attack.bruteforce',
  sip: 'attack.bruteforce',
  vncauth: 'attack.bruteforce',
  w_wplogin: 'attack.bruteforce',
  wplogin: 'attack.bruteforce',
  authspoofbadehlo: 'attack.bruteforce',
  iotcmd: 'attack.bruteforce',
  iotlogin: 'attack.bruteforce',
  iotuser: 'attack.bruteforce',
  wpscanner: 'attack.scan',
  iotscan: 'attack.scan',
  scan: 'attack.scan',
  proxyget: 'infra.open_proxy',
  l_spamlink: 'spam.source',
  spam: 'spam.source',
  extortion: 'spam.source',
  misc: 'report.unclassified',
};

export default feedFormat({
  id: 'spamhaus_cert',
  title: { nl: 'Spamhaus CERT Insight', en: 'Spamhaus CERT Insight' },
  feed: {
    url: 'https://portal.spamhaus.org/cert/api.php?cert={NAME}&key={KEY}',
    every: 'PT1H',
    note: terms.members,
    needsKey: true,
  },
  match: [
    {
      kind: 'file',
      body: /^\ufeff?[;#]?[ \t]{0,9}ip[ \t]{0,9},[ \t]{0,9}asn[ \t]{0,9},[ \t]{0,9}country[ \t]{0,9},[ \t]{0,9}lastseen[ \t]{0,9},[ \t]{0,9}botname/im,
      weight: 90,
    },
  ],
  shape: 'csv',
  delimiter: ',',
  comments: ['; EOF', ';', '#'],
  columns: [
    'ip',
    'asn',
    'country',
    'lastseen',
    'botname',
    'domain',
    'remote_ip',
    'remote_port',
    'local_port',
    'protocol',
  ],
  needs: ['ip', 'lastseen', 'botname'],
  fields: {
    ip: 'ip',
    asn: 'asn',
    time: { from: 'lastseen', unit: 'seconds' },
    kind: { from: 'botname', table: detections },
    port: 'local_port',
    target_port: 'remote_port',
    transport: 'protocol',
  },
  kind: 'malware.infected_host',
  org: 'The Spamhaus Project',
  domain: 'spamhaus.org',
  timed: true,
  passOver: (row) => row.get('ip')?.toLowerCase() === 'ip',
  finish: (finding, row) => {
    const name = row.get('botname') ?? '';
    const isBot = !Object.hasOwn(detections, name.toLowerCase());
    // The same columns hold an address, a name, both with a port, or for spam the link in the mail.
    const remote = row.get('remote_ip');
    const domain = row.get('domain');
    const withPort = /^(.+):(\d{1,5})$/;
    const target = present({
      ip: ipOf(remote) ?? ipOf(domain?.replace(withPort, '$1')) ?? undefined,
      port: portOf(row.get('remote_port')) ?? portOf(withPort.exec(domain ?? '')?.[2]),
      host: cleanHost(domain ?? ''),
      url: urlOf(remote) ?? urlOf(domain),
    });
    // A local "port" that is a list of things is no port; the row keeps it in its own words.
    const problems = finding.problems.filter(
      (p) => p.code !== 'port.unreadable' || !/:/.test(p.message.replace('not a port:', '')),
    );
    return [
      {
        ...finding,
        ...(isBot ? { malware: name } : {}),
        ...(Object.keys(target).length > 0 ? { target } : {}),
        problems,
      },
    ];
  },
});
