/** DataPlane.org: addresses seen by its sensors, one list per thing they did, with `|` between columns. */
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';

const list = (name: string) => `https://dataplane.org/${name}.txt`;

export default feedFormat({
  id: 'dataplane',
  title: { nl: 'DataPlane', en: 'DataPlane' },
  spec: 'https://dataplane.org/',
  feed: {
    url: list('sshpwauth'),
    every: 'PT1H',
    note: terms.nonCommercial,
    lists: Object.fromEntries(
      [
        'dnsrd',
        'dnsrdany',
        'dnsversion',
        'sipinvitation',
        'sipquery',
        'sipregistration',
        'smtpdata',
        'smtpgreet',
        'sshclient',
        'sshpwauth',
        'telnetlogin',
        'vncrfb',
      ].map((n) => [n, list(n)]),
    ),
  },
  match: [
    { kind: 'file', body: /^#.{0,100}dataplane\.org/im, weight: 90 },
    {
      kind: 'file',
      body: /^[ \t]{0,20}\d{1,10}[ \t]{0,40}\|[^|\n]{1,200}\|[ \t]{0,40}[0-9a-f.:]{7,45}[ \t]{0,40}\|[ \t]{0,40}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[ \t]{0,40}\|/im,
      weight: 60,
    },
  ],
  shape: 'csv',
  delimiter: '|',
  comments: ['#'],
  columns: ['asn', 'asname', 'ip', 'lastseen', 'category'],
  needs: ['ip', 'lastseen'],
  fields: {
    ip: 'ip',
    asn: 'asn',
    time: { from: 'lastseen', zone: 'UTC' },
    last: { from: 'lastseen', zone: 'UTC' },
    kind: {
      from: 'category',
      table: {
        sshpwauth: 'attack.bruteforce',
        sshclient: 'attack.scan',
        telnetlogin: 'attack.bruteforce',
        sipregistration: 'attack.bruteforce',
        sipinvitation: 'attack.bruteforce',
        sipquery: 'attack.scan',
        vncrfb: 'attack.scan',
        smtpgreet: 'attack.scan',
        smtpdata: 'spam.source',
        dnsrd: 'attack.scan',
        dnsrdany: 'attack.scan',
        dnsversion: 'attack.scan',
        proto41: 'inventory.exposure',
      },
    },
  },
  kind: 'attack.scan',
  org: 'DataPlane.org',
  domain: 'dataplane.org',
  timed: true,
});
