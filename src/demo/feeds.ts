/** Thirty days of feeds about the sample provider: what scanners, sinkholes and honeypots saw, as tables under the senders' own column names. */
import { bytesOf, clock, csvTable, dayOf, localStamp, partedMail, plainMail, stamp, Throws, zipped } from './paper.ts';
import { sites } from './provider.ts';
import type { Month, SampleMessage } from './sample.ts';

type Row = Record<string, string | number>;

const place = ['asn', 'geo', 'region', 'city', 'naics', 'hostname_source', 'sector'];
const scanned = ['timestamp', 'severity', 'ip', 'protocol', 'port', 'hostname', 'tag', ...place];
const sided = ['asn', 'geo', 'region', 'city', 'hostname', 'naics', 'sector'];
const seen = [
  'timestamp',
  'protocol',
  'src_ip',
  'src_port',
  ...sided.map((c) => `src_${c}`),
  'device_vendor',
  'device_type',
  'device_model',
  'dst_ip',
  'dst_port',
  ...sided.map((c) => `dst_${c}`),
  'public_source',
  'infection',
  'family',
  'tag',
  'application',
  'version',
  'event_id',
];

const here: Row = {
  asn: 64500,
  geo: 'NL',
  region: 'NOORD-HOLLAND',
  city: 'AMSTERDAM',
  naics: 518210,
  sector: 'Communications, Service Provider, and Hosting Service',
};
const there: Row = { dst_asn: 64511, dst_geo: 'DE', dst_region: 'HESSEN', dst_city: 'FRANKFURT AM MAIN' };
const hereAs = (side: string): Row => Object.fromEntries(Object.entries(here).map(([k, v]) => [`${side}_${k}`, v]));

/** A weakness that stands open on an address during some of the thirty days. */
interface Open {
  readonly ip: string;
  /** Days back from the last feed: first seen, last seen. */
  readonly from?: number;
  readonly until?: number;
  readonly more?: Row;
}
const open = (ip: string, from = 40, until = 0, more?: Row): Open => ({ ip, from, until, ...(more ? { more } : {}) });

// Most of it is mended within a week of the letter; what stands open to the last day belongs to customers who stay silent or came late.
const rdp = [
  open('192.0.2.9', 26, 24),
  open('192.0.2.17', 29, 26),
  open('192.0.2.18', 29, 26),
  open('192.0.2.42', 22, 20),
  open('192.0.2.50', 18, 16),
  open('192.0.2.104', 14, 12),
  open('192.0.2.113', 6),
  open('203.0.113.66', 10, 8),
  open('203.0.113.67', 10, 8),
  open('203.0.113.35', 29, 27),
  open('198.51.100.132', 15),
  open('192.0.2.91', 29, 24),
];
const redis = [
  open('192.0.2.19', 29, 25),
  open('192.0.2.34', 20, 19),
  open('192.0.2.72', 15, 14),
  open('192.0.2.102', 3),
  open('192.0.2.115', 25, 19),
  open('192.0.2.110', 5, 4),
];
const resolvers = [
  ...[10, 11].map((n) => open(`192.0.2.${n}`, 29, 26)),
  ...[27, 28, 29].map((n) => open(`192.0.2.${n}`, 23, 20)),
  ...[65, 66, 67, 68, 69, 70].map((n) => open(`192.0.2.${n}`)),
  open('192.0.2.107', 17, 15),
  open('192.0.2.108', 11, 9),
  ...[82, 83].map((n) => open(`192.0.2.${n}`, 8, 6)),
  ...[84, 85, 86, 87, 88, 89, 90].map((n) => open(`203.0.113.${n}`)),
  open('203.0.113.36', 14, 12),
  ...[140, 141, 142, 143].map((n) => open(`198.51.100.${n}`)),
  open('198.51.100.2', 11, 9),
];
const memcached = [
  open('192.0.2.26', 22),
  open('192.0.2.35', 15, 14),
  open('192.0.2.115', 22, 14),
  open('198.51.100.133', 9),
];
const databases6 = [
  open('2001:db8:100:1::5', 13),
  open('2001:db8:100:5::9', 25, 24),
  open('2001:db8:100:8::b', 19, 18),
];
const poodle = [44, 45, 75, 84].map((n) => open(`192.0.2.${n}`)).concat([open('203.0.113.70')]);
const vulnerable = [
  open('192.0.2.12', 9, 0, {
    tag: 'citrix,cve-2026-10142',
    version: '13.1-48.47',
    detail: 'remote code execution before log-in',
  }),
  open('192.0.2.51', 9, 8, { tag: 'citrix,cve-2026-10142', version: '13.1-48.47' }),
  open('203.0.113.68', 5, 1, { tag: 'fortinet,cve-2026-20451', version: '7.2.4' }),
  open('192.0.2.75', 29, 20, { tag: 'gitlab,cve-2025-91207', version: '15.11.3', severity: 'high' }),
  open('192.0.2.20', 1, 0, { tag: 'exchange,cve-2026-38012', version: '15.2.1118.7' }),
  open('192.0.2.43', 17, 4, { tag: 'basic-auth,http', severity: 'low' }),
  open('203.0.113.83', 13, 0, { tag: 'basic-auth,http', severity: 'medium' }),
  open('192.0.2.106', 3, 0, { tag: 'wordpress,cve-2026-30118', version: '6.4.1', severity: 'medium' }),
];

/** Infected machines; ports are those of the connection to the sinkhole. */
const infected: readonly (Open & { readonly family: string; readonly ports?: readonly [number, number] })[] = [
  { ...open('192.0.2.66'), family: 'mirai' },
  { ...open('192.0.2.67'), family: 'mirai' },
  { ...open('192.0.2.69'), family: 'mirai' },
  { ...open('192.0.2.68', 29, 10), family: 'mirai' },
  // One address, three holders within the month; the second infection is another customer's.
  { ...open('192.0.2.105', 25, 23), family: 'socgholish' },
  { ...open('192.0.2.105', 13, 11), family: 'socgholish' },
  { ...open('192.0.2.105', 1, 1), family: 'lumma' },
  { ...open('192.0.2.101', 16, 14), family: 'qakbot' },
  { ...open('203.0.113.85', 19, 2), family: 'android.badbox2' },
  { ...open('203.0.113.86', 19, 2), family: 'android.badbox2' },
  { ...open('203.0.113.45', 10, 7), family: 'socgholish' },
  { ...open('203.0.113.42', 7, 5), family: 'lumma' },
  { ...open('198.51.100.133', 6), family: 'lumma' },
  // One of three behind one address: its port says which.
  { ...open('192.0.2.250', 14, 10), family: 'lumma', ports: [22_000, 40_000] },
  { ...open('192.0.2.114', 22, 20), family: 'qakbot' },
  { ...open('192.0.2.45', 4, 1), family: 'avalanche-generic' },
];

const guessers = [
  open('192.0.2.103', 5, 4),
  open('198.51.100.130', 12),
  open('198.51.100.131', 12),
  open('192.0.2.106', 21, 20),
  open('203.0.113.34', 5, 4),
];

const hacked: readonly {
  readonly domain: string;
  readonly path: string;
  readonly tag: string;
  readonly from: number;
  readonly until: number;
}[] = [
  {
    domain: 'duinzicht-camping.example',
    path: '/wp-content/plugins/cache/x.php',
    tag: 'webshell',
    from: 24,
    until: 21,
  },
  { domain: 'dvo-sport.example', path: '/images/.well-known/seo.php', tag: 'injected-code', from: 7, until: 3 },
  {
    domain: 'fotokiek.example',
    path: '/wp-includes/js/jquery/jquery.min.php',
    tag: 'socgholish;injected-code',
    from: 11,
    until: 0,
  },
  { domain: 'hondenschool-blij.example', path: '/joomla/media/system/a.php', tag: 'webshell', from: 3, until: 0 },
  {
    domain: 'deletterhoek.example',
    path: '/wp-content/uploads/2026/cgi.php',
    tag: 'balada;injected-code',
    from: 17,
    until: 15,
  },
];

const isOpen = (o: Open, back: number) => back <= (o.from ?? 40) && back >= (o.until ?? 0);
const nameOf = (ip: string) => (ip.includes(':') ? '' : `${ip.replaceAll('.', '-')}.static.voorbeeldhost.example`);

/** A moment in the day's run of a scanner: the same address is met at about the same time each day. */
function during(day: Temporal.Instant, throws: Throws, fromHour = 0, hours = 23): Temporal.Instant {
  return day.add({ hours: fromHour, seconds: throws.whole(0, hours * 3600) });
}

interface Feed {
  readonly type: string;
  readonly every: number;
  readonly columns: readonly string[];
  rows(day: Temporal.Instant, back: number, throws: Throws): Row[];
}

const scan = (
  type: string,
  every: number,
  list: readonly Open[],
  columns: readonly string[],
  row: (o: Open, t: Throws) => Row,
): Feed => ({
  type,
  every,
  columns: [...scanned, ...columns],
  rows: (day, back, throws) =>
    list
      .filter((o) => isOpen(o, back))
      .map((o) => ({
        timestamp: stamp(during(day, throws, 2, 4)),
        ip: o.ip,
        hostname: nameOf(o.ip),
        hostname_source: o.ip.includes(':') ? '' : 'ptr',
        ...here,
        ...row(o, throws),
        ...o.more,
      })),
});

const feeds: readonly Feed[] = [
  scan(
    'scan_rdp',
    4,
    rdp,
    [
      'handshake',
      'rdp_protocol',
      'cert_length',
      'subject_common_name',
      'issuer_common_name',
      'cert_issue_date',
      'cert_expiration_date',
      'sha1_fingerprint',
      'cert_serial_number',
      'ssl_version',
      'signature_algorithm',
      'key_algorithm',
      'tlsv13_support',
      'jarm',
    ],
    (o, t) => ({
      severity: 'high',
      protocol: 'tcp',
      port: 3389,
      tag: 'rdp',
      handshake: 'TLSv1.2',
      rdp_protocol: 'RDP',
      cert_length: 2048,
      subject_common_name: `WIN-${t.hex(8).toUpperCase()}`,
      sha1_fingerprint: new Throws(o.ip).hex(40).toUpperCase(),
      signature_algorithm: 'sha256WithRSAEncryption',
      key_algorithm: 'rsaEncryption',
      tlsv13_support: 'N',
    }),
  ),
  scan(
    'scan_redis',
    5,
    redis,
    [
      'version',
      'git_sha1',
      'git_dirty_flag',
      'build_id',
      'mode',
      'os',
      'architecture',
      'multiplexing_api',
      'gcc_version',
      'process_id',
      'run_id',
      'uptime',
      'connected_clients',
    ],
    (o, t) => ({
      severity: 'high',
      protocol: 'tcp',
      port: 6379,
      tag: 'redis',
      version: '6.0.16',
      git_sha1: '00000000',
      git_dirty_flag: 0,
      build_id: new Throws(o.ip).hex(15),
      mode: 'standalone',
      os: 'Linux 5.10.0-28-amd64 x86_64',
      architecture: 64,
      multiplexing_api: 'epoll',
      process_id: t.whole(300, 9000),
      uptime: t.whole(10_000, 9_000_000),
      connected_clients: t.whole(1, 40),
    }),
  ),
  scan('scan_dns', 3, resolvers, ['min_amplification', 'dns_version', 'p0f_genre', 'p0f_detail'], (_, t) => ({
    severity: 'medium',
    protocol: 'udp',
    port: 53,
    tag: 'openresolver',
    min_amplification: t.pick(['1.3810', '4.0952', '6.1905']),
    dns_version: t.pick(['dnsmasq-2.80', '9.11.5-P4', '']),
  })),
  scan(
    'scan_memcached',
    7,
    memcached,
    [
      'version',
      'pid',
      'pointer_size',
      'uptime',
      'time',
      'curr_connections',
      'total_connections',
      'response_size',
      'amplification',
    ],
    (_, t) => ({
      severity: 'high',
      protocol: 'udp',
      port: 11_211,
      tag: 'memcached',
      version: '1.5.6',
      pid: t.whole(400, 9000),
      pointer_size: 64,
      uptime: t.whole(10_000, 9_000_000),
      curr_connections: t.whole(1, 90),
      total_connections: t.whole(100, 9000),
      response_size: 1340,
      amplification: '89.33',
    }),
  ),
  scan(
    'scan6_mysql',
    6,
    databases6,
    ['mysql_protocol_version', 'server_version', 'error_code', 'client_can_handle_expired_passwords', 'client_ssl'],
    () => ({
      severity: 'high',
      protocol: 'tcp',
      port: 3306,
      tag: 'mysql',
      mysql_protocol_version: 10,
      server_version: '8.0.32',
      client_can_handle_expired_passwords: 'Y',
      client_ssl: 'Y',
    }),
  ),
  scan(
    'scan_ssl_poodle',
    10,
    poodle,
    [
      'handshake',
      'cipher_suite',
      'ssl_poodle',
      'cert_length',
      'subject_common_name',
      'issuer_common_name',
      'cert_expiration_date',
      'ssl_version',
      'device_model',
    ],
    (o) => ({
      severity: 'low',
      protocol: 'tcp',
      port: 443,
      tag: 'ssl-poodle',
      handshake: 'SSLv3',
      cipher_suite: 'TLS_RSA_WITH_RC4_128_SHA',
      ssl_poodle: 'Y',
      cert_length: 2048,
      subject_common_name: nameOf(o.ip),
      ssl_version: 2,
    }),
  ),
  scan(
    'scan_http_vulnerable',
    4,
    vulnerable,
    [
      'http',
      'http_code',
      'http_reason',
      'content_type',
      'connection',
      'www_authenticate',
      'set_cookie',
      'server',
      'content_length',
      'transfer_encoding',
      'http_date',
      'version',
      'build_date',
      'detail',
      'build_branch',
    ],
    (_, t) => ({
      severity: 'critical',
      protocol: 'tcp',
      port: t.pick([443, 443, 8443]),
      http: 'HTTP/1.1',
      http_code: 200,
      http_reason: 'OK',
      content_type: 'text/html',
      server: 'Apache',
    }),
  ),
  {
    type: 'compromised_website',
    every: 5,
    columns: [
      'timestamp',
      'severity',
      'ip',
      'port',
      'hostname',
      'tag',
      ...place,
      'application',
      'url',
      'http_host',
      'category',
      'system',
      'detected_since',
      'server',
      'redirect_target',
      'cc_url',
      'family',
    ],
    rows: (day, back, throws) =>
      hacked
        .filter((h) => back <= h.from && back >= h.until)
        .map((h) => ({
          ...here,
          timestamp: stamp(during(day, throws)),
          severity: 'critical',
          ip: sites.find((s) => s.domain === h.domain)?.ip ?? '',
          port: 443,
          hostname: h.domain,
          tag: h.tag,
          application: 'https',
          url: h.path,
          http_host: h.domain,
          category: 'website',
          system: 'Linux',
          server: 'Apache/2.4.57',
          detected_since: stamp(day.subtract({ hours: 24 * (h.from - back) })),
          family: h.tag.split(';')[0] ?? '',
        })),
  },
  {
    type: 'event4_sinkhole',
    every: 3,
    columns: seen,
    rows: (day, back, throws) =>
      infected
        .filter((o) => isOpen(o, back))
        .flatMap((o) =>
          Array.from({ length: throws.whole(4, 10) }, () => ({
            ...hereAs('src'),
            ...there,
            timestamp: stamp(during(day, throws)),
            protocol: 'tcp',
            src_ip: o.ip,
            src_hostname: nameOf(o.ip),
            src_port: throws.whole(...(o.ports ?? [1024, 65_000])),
            dst_ip: '203.0.113.240',
            dst_port: o.family === 'mirai' ? 23 : 443,
            infection: o.family,
            family: o.family,
            tag: o.family,
            event_id: throws.whole(1_000_000_000, 1_999_999_999),
          })),
        ),
  },
  {
    type: 'event4_honeypot_brute_force',
    every: 2,
    columns: [
      ...seen,
      'service',
      'start_time',
      'end_time',
      'client_version',
      'username',
      'password',
      'payload_url',
      'payload_md5',
    ],
    rows: (day, back, throws) =>
      guessers
        .filter((o) => isOpen(o, back))
        .flatMap((o) =>
          Array.from({ length: throws.whole(8, 16) }, () => {
            const at = during(day, throws);
            return {
              ...hereAs('src'),
              ...there,
              timestamp: stamp(at),
              protocol: 'tcp',
              src_ip: o.ip,
              src_hostname: nameOf(o.ip),
              src_port: throws.whole(30_000, 65_000),
              dst_ip: `203.0.113.${throws.whole(200, 230)}`,
              dst_port: 22,
              infection: 'ssh-brute-force',
              application: 'ssh',
              service: 'ssh',
              start_time: at.toString(),
              end_time: at.add({ seconds: throws.whole(1, 9) }).toString(),
              client_version: "b'SSH-2.0-Go'",
              username: throws.pick(['root', 'admin', 'ubuntu', 'postgres']),
            };
          }),
        ),
  },
  {
    type: 'device_id',
    every: 5,
    columns: [
      'timestamp',
      'severity',
      'ip',
      'protocol',
      'port',
      'hostname',
      'tag',
      ...place,
      'device_vendor',
      'device_type',
      'device_model',
      'device_version',
      'device_sector',
    ],
    rows: (day, _, throws) =>
      Array.from({ length: 120 }, (_unused, i) => {
        const ip = i < 80 ? `192.0.2.${8 + i}` : i < 104 ? `203.0.113.${64 + i - 80}` : `198.51.100.${130 + i - 104}`;
        const device: Row = new Throws(ip).pick<Row>([
          { device_vendor: 'MikroTik', device_type: 'router', device_model: 'RouterOS', port: 8291 },
          { device_vendor: 'Synology', device_type: 'nas', device_model: 'DiskStation', port: 5001 },
          { device_vendor: 'Fortinet', device_type: 'firewall', device_model: 'FortiGate', port: 10_443 },
          { device_vendor: 'Supermicro', device_type: 'bmc', device_model: '', port: 443 },
        ]);
        return {
          ...here,
          timestamp: stamp(during(day, throws)),
          severity: 'info',
          ip,
          protocol: 'tcp',
          hostname: nameOf(ip),
          tag: 'ssl',
          ...device,
        };
      }),
  },
];

/** Reports of scanners and honeypots: one file per type and day, most as files of the daily download, some by mail, packed or not. */
export function shadowserverFeeds(month: Month): SampleMessage[] {
  const messages: SampleMessage[] = [];
  for (const [n, feed] of feeds.entries())
    for (let back = 29 - (n % feed.every); back >= 0; back -= feed.every) {
      const throws = new Throws(`${feed.type} ${back}`);
      const day = month.day(back);
      const rows = feed
        .rows(day, back, throws)
        .sort((a, b) => (String(a['timestamp']) < String(b['timestamp']) ? -1 : 1));
      if (rows.length === 0) continue;
      const name = `${dayOf(day)}-${feed.type}-voorbeeldhost_bv-asn.csv`;
      const text = csvTable(feed.columns, rows);
      const at = month.arrives(back, n * 3);
      const head = {
        from: 'Scan reports <autoreports@scans.example>',
        subject: `[${feed.type}] Voorbeeldhost BV: ${dayOf(day)}`,
        at,
        id: `${dayOf(day)}.${feed.type}`,
      };
      const words = 'Please find attached the report about your network. Times are UTC.\n';
      if (feed.type === 'scan_memcached')
        messages.push({
          name: `${head.id}.eml`,
          channel: 'smtp',
          at,
          feed: 'shadowserver',
          end: 'findings',
          bytes: partedMail(head, [
            { type: 'text/plain; charset=utf-8', body: words },
            { type: 'application/zip', name: `${name}.zip`, body: zipped(name, text, at) },
          ]),
        });
      else if (feed.type === 'compromised_website')
        messages.push({
          name: `${head.id}.eml`,
          channel: 'smtp',
          at,
          feed: 'shadowserver',
          end: 'findings',
          bytes: partedMail(head, [
            { type: 'text/plain; charset=utf-8', body: words },
            { type: 'text/csv', name, body: text },
          ]),
        });
      else messages.push({ name, channel: 'file', at, feed: 'shadowserver', end: 'findings', bytes: bytesOf(text) });
    }
  return messages;
}

const hubColumns = [
  'reliable_notifier',
  'report_type',
  'infection_type',
  'event_date',
  'event_time',
  'src_asn',
  'src_ip',
  'src_port',
  'protocol',
  'original_hotmail_recipient',
  'hotmail_reporting_ip',
  'dst_asn',
  'dst_ip',
  'dst_port',
  'agent_id',
  'src_url',
  'dst_url',
  'src_email',
  'dst_email',
  'src_hostname',
  'dst_hostname',
  'correlation_score1',
  'correlation_score2',
  'correlation_score3',
  'correlation_score4',
  'priority',
];

/** AbuseHUB: the Dutch clearing house mails its table; local time, the zone stands in the mail. */
export function abusehubMails(month: Month): SampleMessage[] {
  const batches: readonly {
    readonly back: number;
    readonly feed: string;
    readonly kind: string;
    readonly ips: readonly string[];
    readonly priority: string;
  }[] = [
    {
      back: 25,
      feed: 'Botnet Drone',
      kind: 'socgholish',
      ips: ['192.0.2.105', '192.0.2.66', '192.0.2.114'],
      priority: 'high',
    },
    {
      back: 18,
      feed: 'Spam trap',
      kind: '',
      ips: ['192.0.2.57', '192.0.2.58', '192.0.2.59', '192.0.2.117'],
      priority: 'medium',
    },
    {
      back: 11,
      feed: 'Botnet Drone',
      kind: 'android.badbox2',
      ips: ['203.0.113.85', '192.0.2.69', '203.0.113.45'],
      priority: 'high',
    },
    { back: 9, feed: 'Open proxy', kind: '', ips: ['198.51.100.130', '198.51.100.131'], priority: 'medium' },
    {
      back: 4,
      feed: 'Spam trap',
      kind: '',
      ips: ['192.0.2.57', '192.0.2.60', '203.0.113.34', '192.0.2.118'],
      priority: 'medium',
    },
    {
      back: 1,
      feed: 'Botnet Drone',
      kind: 'lumma',
      ips: ['198.51.100.133', '192.0.2.45', '192.0.2.105'],
      priority: 'high',
    },
  ];
  return batches.map(({ back, feed, kind, ips, priority }) => {
    const throws = new Throws(`hub ${back}`);
    const at = month.arrives(back, 95);
    const zone = 'Europe/Amsterdam';
    const offset = at.toZonedDateTimeISO(zone).offset;
    const rows = ips.flatMap((ip) =>
      Array.from({ length: 3 }, () => {
        const local = localStamp(during(month.day(back), throws, 1, 22), zone);
        return {
          reliable_notifier: 'Voorbeeldmelder',
          report_type: feed,
          infection_type: kind,
          event_date: local.slice(0, 10),
          event_time: local.slice(11),
          src_asn: 64_500,
          src_ip: ip,
          src_port: feed === 'Open proxy' ? 3128 : throws.whole(1024, 65_000),
          protocol: 'tcp',
          src_hostname: nameOf(ip),
          dst_ip: '203.0.113.241',
          dst_port: feed === 'Spam trap' ? 25 : 443,
          correlation_score1: 0,
          correlation_score2: 100,
          correlation_score3: 100,
          correlation_score4: 200,
          priority,
        };
      }),
    );
    const local = localStamp(at, zone);
    const first = rows[0];
    const text = `Hello Abuse-Team,\n\nAt ${local} ${offset} we received an abuse report from ${feed} about abuse from ${ips[0]} (event time ${first?.event_date} ${first?.event_time} ${offset}).\n\nAttached is an AbuseHubCsv file.\n`;
    return {
      name: `abusehub-${dayOf(month.day(back))}.eml`,
      channel: 'smtp',
      at,
      feed: 'abusehub',
      end: 'findings',
      bytes: partedMail(
        {
          from: 'reports@hub.example',
          subject: `[Abusehub] [${ips[0]}] [${feed}] Incident Report`,
          at,
          id: `${dayOf(at)}.${throws.hex(12)}`,
        },
        [
          { type: 'text/plain; charset=UTF-8', body: text },
          {
            type: 'text/csv',
            name: `abusehubcsv-1.0.0_1.0.0_${dayOf(at)}T${clock(at)}Z.csv`,
            body: csvTable(hubColumns, rows),
          },
        ],
      ),
    } satisfies SampleMessage;
  });
}

/** A scanner's note that there was nothing to report: a mail without a finding. */
export function quietFeed(month: Month): SampleMessage {
  const at = month.arrives(13, 200);
  return {
    name: 'scan-subscription.eml',
    channel: 'smtp',
    at,
    end: 'manual',
    bytes: plainMail(
      {
        from: 'Scan reports <autoreports@scans.example>',
        subject: 'Your subscription for AS64500 has been renewed',
        at,
        id: 'renewed.64500',
      },
      'Hello,\n\nYour subscription has been renewed for one year. No action is needed.\n\nKind regards,\nThe scan team',
    ),
  };
}
