/**
 * Reports in words, made by a generator that knows who is accused: senders, languages, shapes and log programs are mixed
 * with everything a report also carries (victims, relays, registry data, signatures, resolvers, versions, quoted spam).
 * What is found is compared with that truth, and the figures are printed.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readTime } from '#kernel';
import { newReading } from '../asking/context.ts';
import { readMailUnit } from '../asking/read.ts';
import type { Finding } from '../finding.ts';
import type { Format, Reading } from '../format.ts';
import { openMail } from '../mail/unit.ts';
import { loadFormats } from '../work.ts';

const formats: readonly Format[] = await loadFormats();

/** The accused are in one documentation network, all others in the other two: a wrong one is seen at once. */
const accusedArb = fc.uniqueArray(
  fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 254 }).map((n) => `192.0.2.${n}`) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 0xfffe }).map((n) => `2001:db8:1::${n.toString(16)}`) },
  ),
  { minLength: 1, maxLength: 5 },
);
const otherArb = fc.integer({ min: 1, max: 254 }).map((n) => `198.51.100.${n}`);
const relayArb = fc.integer({ min: 1, max: 254 }).map((n) => `203.0.113.${n}`);

const pick = <T>(list: readonly T[]) => fc.constantFrom(...list);

interface Facts {
  readonly accused: readonly string[];
  readonly victim: string;
  readonly relay: string;
  readonly seen: Date;
}
const factsArb: fc.Arbitrary<Facts> = fc.record({
  accused: accusedArb,
  victim: otherArb,
  relay: relayArb,
  seen: fc.date({ min: new Date('2026-10-20T00:00:00Z'), max: new Date('2026-11-02T23:00:00Z'), noInvalidDate: true }),
});

const two = (n: number) => String(n).padStart(2, '0');
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const iso = (d: Date) => `${d.toISOString().slice(0, 19)}Z`;
const plain = (d: Date) => d.toISOString().slice(0, 19).replace('T', ' ');
const syslog = (d: Date) =>
  `${monthNames[d.getUTCMonth()]} ${String(d.getUTCDate()).padStart(2)} ${d.toISOString().slice(11, 19)}`;
const apache = (d: Date) =>
  `${two(d.getUTCDate())}/${monthNames[d.getUTCMonth()]}/${d.getUTCFullYear()}:${d.toISOString().slice(11, 19)} +0000`;

/** Log lines of the programs that are quoted in reports, about one accused address and the victim. */
const logs: Readonly<Record<string, (ip: string, f: Facts) => string>> = {
  sshd: (ip, f) =>
    `${syslog(f.seen)} host sshd[4242]: Failed password for invalid user admin from ${ip} port 40022 ssh2`,
  sshdClosed: (ip, f) =>
    `${syslog(f.seen)} host sshd[77]: Connection closed by authenticating user root ${ip} port 5022 [preauth]`,
  pam: (ip, f) =>
    `${syslog(f.seen)} host sshd[9]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=${ip}  user=root`,
  postfix: (ip, f) =>
    `${syslog(f.seen)} mx postfix/smtpd[123]: warning: unknown[${ip}]: SASL LOGIN authentication failed: UGFzc3dvcmQ6`,
  postfixReject: (ip, f) =>
    `${syslog(f.seen)} mx postfix/smtpd[123]: NOQUEUE: reject: RCPT from unknown[${ip}]: 554 5.7.1 Service unavailable`,
  dovecot: (ip, f) =>
    `${syslog(f.seen)} mx dovecot: imap-login: Disconnected (auth failed, 3 attempts): user=<info>, method=PLAIN, rip=${ip}, lip=${f.victim}, TLS`,
  exim: (ip, f) =>
    `${plain(f.seen)} dovecot_login authenticator failed for (ylmf-pc) [${ip}]:52113 I=[${f.victim}]:25: 535 Incorrect authentication data`,
  apache: (ip, f) =>
    `${ip} - - [${apache(f.seen)}] "POST /wp-login.php HTTP/1.1" 200 2211 "-" "Mozilla/5.0 (X11; rv:1.9.2.3) Gecko/20100401"`,
  vhost: (ip, f) =>
    `www.victim.example:443 ${ip} - - [${apache(f.seen)}] "GET /.env HTTP/1.1" 404 162 "-" "curl/7.1.2.3"`,
  nginx: (ip, f) =>
    `${plain(f.seen).replaceAll('-', '/')} [error] 12#12: *7 access forbidden by rule, client: ${ip}, server: ${f.victim}, request: "GET /x HTTP/1.1"`,
  modsec: (ip, f) =>
    `[${syslog(f.seen)} 2026] [error] [client ${ip}] ModSecurity: Access denied with code 403 [id "960015"] [hostname "${f.victim}"]`,
  ufw: (ip, f) =>
    `${syslog(f.seen)} gw kernel: [UFW BLOCK] IN=eth0 OUT= MAC=00:11 SRC=${ip} DST=${f.victim} LEN=40 TTL=241 PROTO=TCP SPT=51000 DPT=23 WINDOW=1024`,
  fail2ban: (ip, f) => `${plain(f.seen)},123 fail2ban.actions [812]: NOTICE [sshd] Ban ${ip}`,
  snort: (ip, f) =>
    `${plain(f.seen)} [**] [1:2001219:20] ET SCAN Potential SSH Scan [**] [Classification: Attempted Recon] {TCP} ${ip.includes(':') ? ip : `${ip}:40000`} -> ${f.victim}:22`,
  asa: (ip, f) =>
    `${syslog(f.seen)} asa %ASA-4-106023: Deny tcp src outside:${ip}/44321 dst inside:${f.victim}/3389 by access-group "out"`,
  pfsense: (ip, f) =>
    `${syslog(f.seen)} fw filterlog[123]: 5,,,1000000103,igb0,match,block,in,${ip.includes(':') ? '6,0x00,0x0,64,tcp,6,40' : '4,0x0,,48,31337,0,none,6,tcp,44'},${ip},${f.victim},51123,22,0,S,1,,1024,,mss`,
  asterisk: (ip, f) =>
    `[${plain(f.seen)}] NOTICE[2201] chan_sip.c: Registration from '"100" <sip:100@${f.victim}>' failed for '${ip}' - Wrong password`,
  nfdump: (ip, f) =>
    `${plain(f.seen)}.123     0.000 UDP      ${ip.includes(':') ? ip : `${ip}:53`} ->   ${f.victim}:41222        1     1400     1`,
  tcpdump: (ip, f) =>
    `${f.seen.toISOString().slice(11, 19)}.123456 IP ${ip.includes(':') ? `${ip} > ` : `${ip}.123 > `}${f.victim}.80: NTPv2, Reserved, length 440`,
  keyValue: (ip, f) =>
    `date=${f.seen.toISOString().slice(0, 10)} time=${f.seen.toISOString().slice(11, 19)} devname=fw srcip=${ip} srcport=50001 dstip=${f.victim} dstport=445 action=deny`,
  json: (ip, f) =>
    `{"timestamp": "${iso(f.seen)}", "src_ip": "${ip}", "src_port": 4000, "dest_ip": "${f.victim}", "dest_port": 22, "proto": "TCP"}`,
  fromTo: (ip, f) => `${plain(f.seen)} UTC tcp from ${ip} to ${f.victim} port 22 blocked`,
};

const labels: readonly (readonly [address: string, time: string])[] = [
  ['Source IP', 'Date'],
  ['Attacker IP address', 'Timestamp (UTC)'],
  ['IP address', 'Time'],
  ['IP', 'Detected at'],
  ['Offending IP', 'Date/Time'],
  ['Abusive host IP', 'Last seen'],
  ['IP-adres', 'Datum'],
  ['Bron IP', 'Tijdstip'],
  ['IP-adres van de aanvaller', 'Datum en tijd'],
  ['IP-Adresse', 'Zeitpunkt'],
  ['Quell-IP', 'Zeitstempel'],
  ['Angreifer IP', 'Datum'],
  ['Adresse IP', 'Date et heure'],
  ["Adresse IP de l'attaquant", 'Heure'],
  ['Dirección IP', 'Fecha'],
  ['IP de origen', 'Fecha'],
  ['Indirizzo IP', 'Data'],
  ['Endereço IP', 'Data'],
  ['Adres IP', 'Czas'],
  ['IP-адрес', 'Дата'],
  ['IP адрес источника', 'Время'],
  ['IP adresa', 'Čas'],
  ['送信元IP', '日時'],
  ['IPアドレス', '日時'],
  ['源IP', '时间'],
  ['攻击IP', '时间'],
  ['IP 주소', '시간'],
  ['src_ip', 'timestamp'],
];

const sentences: readonly ((ips: string, f: Facts) => string)[] = [
  (ips, f) => `We detected brute force login attempts from ${ips} against our server ${f.victim}.`,
  (ips, f) => `Your server with the IP ${ips} has attacked our host (${f.victim}).`,
  (ips) => `Several attacks have been originating from the following address: ${ips}. Please take action.`,
  (ips, f) => `Vanaf uw IP-adres ${ips} worden aanvallen uitgevoerd op onze server ${f.victim}.`,
  (ips, f) => `Von Ihrer IP-Adresse ${ips} gehen Angriffe auf unseren Server ${f.victim} aus.`,
  (ips, f) => `Nous avons constaté des attaques depuis l'adresse IP ${ips} contre notre serveur ${f.victim}.`,
  (ips, f) => `Hemos detectado ataques desde la dirección IP ${ips} hacia nuestro servidor ${f.victim}.`,
  (ips, f) => `Abbiamo rilevato attacchi dall'indirizzo IP ${ips} verso il nostro server ${f.victim}.`,
  (ips) => `The host at ${ips} is sending spam to our users.`,
  (ips) => `Spam was received from ${ips}, see the logs.`,
];

const headings = [
  'The following IP addresses on your network took part in the attack:',
  'List of attacking hosts:',
  'IP addresses:',
  'Betrokken IP-adressen:',
  'Folgende Adressen sind betroffen:',
  'Adresses IP concernées :',
  'Offending addresses',
];

const defangs: readonly ((ip: string) => string)[] = [
  (ip) => ip,
  (ip) => ip,
  (ip) => ip.replaceAll('.', '[.]'),
  (ip) => ip.replaceAll('.', '(.)'),
  (ip) => ip.replaceAll('.', '[dot]'),
  (ip) => ip.replace(/\.(?=\d+$)/, '[.]'),
  (ip) => ip.replaceAll('.', '{.}'),
  (ip) => ip.replaceAll('.', '．'),
];

/** The part that accuses: one shape, told of all the accused. */
const accusationArb: fc.Arbitrary<
  (f: Facts) => { readonly text: string; readonly only?: number; readonly html?: boolean }
> = fc.oneof(
  fc
    .tuple(pick(labels), pick(defangs), pick([': ', ' : ', ' = ', ':\t', ' ........: ']))
    .map(([[a, t], defang, colon]) => (f: Facts) => ({
      text: f.accused.map((ip) => `${a}${colon}${defang(ip)}\n${t}${colon}${plain(f.seen)} UTC\n`).join('\n'),
    })),
  fc.tuple(pick(Object.values(logs)), fc.integer({ min: 1, max: 3 })).map(([log, times]) => (f: Facts) => ({
    text: `Log lines (all times are UTC):\n\n${f.accused.flatMap((ip) => Array.from({ length: times }, () => log(ip, f))).join('\n')}\n`,
  })),
  fc.tuple(pick(sentences), pick(defangs), pick([' and ', ', '])).map(([sentence, defang, and]) => (f: Facts) => ({
    text: sentence(f.accused.map(defang).join(and), f),
  })),
  fc.tuple(pick(headings), pick(defangs), pick(['', ' - ', '* '])).map(([heading, defang, mark]) => (f: Facts) => ({
    text: `${heading}\n\n${f.accused.map((ip) => `${mark.trimStart()}${defang(ip)}`).join('\n')}\n`,
  })),
  pick([',', ';', ' | ', '\t']).map((d) => (f: Facts) => ({
    text: `${['timestamp', 'src_ip', 'dst_ip', 'dst_port', 'protocol'].join(d)}\n${f.accused.map((ip) => [iso(f.seen), ip, f.victim, '22', 'tcp'].join(d)).join('\n')}\n`,
  })),
  fc.constant((f: Facts) => ({
    html: true,
    text: `<table><tr><th>Source IP</th><th>Destination IP</th><th>Time</th></tr>${f.accused.map((ip) => `<tr><td>${ip}</td><td>${f.victim}</td><td>${iso(f.seen)}</td></tr>`).join('')}</table>`,
  })),
  pick(labels).map(([a, t]) => (f: Facts) => ({
    text: f.accused.map((ip) => `${t}: ${plain(f.seen)}; ${a}: ${ip}; Port: 22; Protocol: tcp`).join('\n'),
  })),
);

/** What every report also carries; none of it accuses anybody. */
const noises: readonly ((f: Facts, domain: string) => string)[] = [
  (f) => `Our server ${f.victim} was the target.`,
  (f) => `Destination IP: ${f.victim}`,
  (f) => `Victim: ${f.victim}`,
  (f, d) => `This report was sent by mail.${d} [${f.relay}].`,
  (f) => `Reporter IP: ${f.relay}`,
  () => `We looked the name up with the resolver 8.8.8.8.`,
  () =>
    `% Information related to '203.0.113.0 - 203.0.113.255'\n\ninetnum:        203.0.113.0 - 203.0.113.255\nnetname:        OTHER-NET\ndescr:          Other\ncountry:        NL\nsource:         RIPE\n`,
  () => `User agent: Mozilla/5.0 (Windows NT 10.0) Chrome/90.0.4.12 version 1.2.3.4`,
  (f, d) =>
    `Original message headers:\n\nReceived: from mx.${d} (mx.${d} [${f.relay}])\n\tby store.${d} (198.51.100.250) with ESMTPS id abc\n\tfor <x@${d}>; Mon, 02 Nov 2026 08:00:00 +0000\nMessage-ID: <1@${d}>\nMIME-Version: 1.0\nSubject: Cheap pills\n\nBuy at 198.51.100.251 now\n--- end of message ---\n`,
  () =>
    'For example, a firewall rule for port 22 would stop this. See https://www.notifier.example/help for more information.',
];
const signatures: readonly ((f: Facts, domain: string) => string)[] = [
  (f, d) => `Kind regards,\nAbuse team\nmail.${d} (${f.relay})`,
  (f) => `-- \nNOC, phone +31 20 555 01 23\nlooking glass: ${f.relay}`,
  () => 'Met vriendelijke groet,\nHet beveiligingsteam',
  () => 'Mit freundlichen Grüßen\nIhr CERT',
  () => '',
];

interface Made {
  readonly raw: string;
  readonly accused: readonly string[];
}
const mailArb: fc.Arbitrary<Made> = fc
  .record({
    f: factsArb,
    accusation: accusationArb,
    domain: pick(['notifier.example', 'cert.example', 'reports.example', 'isp.example']),
    subject: pick<(f: Facts) => string>([
      () => 'Abuse report',
      (f) => (f.accused.length === 1 ? `Abuse from ${f.accused[0]}` : 'Abuse from your network'),
      (f) => `[#20261102] Attack report for ${f.accused.length === 1 ? f.accused[0] : 'several hosts'}`,
      () => 'Misbruikmelding: aanvallen vanaf uw netwerk',
      () => 'Beschwerde: Angriffe aus Ihrem Netz',
      (f) => `Attack on our server ${f.victim}`,
      () => 'Security incident: brute force attack',
    ]),
    noise: fc.subarray([...noises], { maxLength: 4 }),
    signature: pick(signatures),
    noiseFirst: fc.boolean(),
    quoted: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    newline: pick(['\n', '\r\n']),
  })
  .map((m) => {
    const said = m.accusation(m.f);
    const noise = m.noise.map((n) => n(m.f, m.domain)).join('\n\n');
    const parts = [
      'Dear abuse team,',
      'we saw an attack from your network.',
      ...(m.noiseFirst ? [noise, said.text] : [said.text, noise]),
      m.signature(m.f, m.domain),
    ];
    let body = said.html
      ? `<html><body>${parts.map((p) => (p === said.text ? p : `<p>${p.replaceAll('<', '&lt;').replaceAll('\n', '<br>')}</p>`)).join('')}</body></html>`
      : parts.join('\n\n');
    if (m.quoted && !said.html)
      body = body
        .split('\n')
        .map((l) => `> ${l}`)
        .join('\n');
    const head = `Received: from mail.${m.domain} (mail.${m.domain} [${m.f.relay}]) by mx.hoster.example; Tue, 3 Nov 2026 09:00:00 +0000\nFrom: Abuse <abuse@${m.domain}>\nTo: abuse@hoster.example\nSubject: ${m.subject(m.f)}\nDate: Tue, 03 Nov 2026 09:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/${said.html ? 'html' : 'plain'}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n`;
    return { raw: (head + body).replaceAll('\n', m.newline), accused: m.f.accused };
  });

function read(raw: string, reading: Reading): Finding[] {
  const { unit } = openMail(new TextEncoder().encode(raw), (t) => readTime(t));
  const findings: Finding[] = [];
  const outcome = readMailUnit(unit, formats, reading, (f) => findings.push(f));
  if (outcome.end === 'manual') readMailUnit(unit, formats, reading, (f) => findings.push(f), true);
  return findings;
}

for (const [name, reading, least] of [
  ['without own prefixes', newReading({}), 0.95],
  ['with own prefixes', newReading({ own: { prefixes: ['192.0.2.0/24', '2001:db8:1::/48'], domains: [] } }), 0.97],
] as const)
  test(`of made reports, ${name}, all accused are found and nobody else`, () => {
    const runs = Number(process.env.BEZEM_WORDS_RUNS ?? 1500);
    let whole = 0;
    let findings = 0;
    let wrong = 0;
    let timely = 0;
    const shown: string[] = [];
    for (const { raw, accused } of fc.sample(mailArb, { numRuns: runs, seed: 20261103 })) {
      const found = read(raw, reading);
      const named = new Set(found.map((f) => f.ip ?? f.prefix));
      if (accused.every((ip) => named.has(ip))) whole++;
      else if (shown.length < Number(process.env.BEZEM_WORDS_SHOW ?? 0))
        shown.push(`missed ${accused.join(' ')} got ${[...named].join(' ')}\n${raw}`);
      for (const f of found) {
        findings++;
        if (f.timePrecision !== 'message_date') timely++;
        if (!accused.includes(f.ip ?? f.prefix ?? '')) {
          wrong++;
          if (shown.length < Number(process.env.BEZEM_WORDS_SHOW ?? 0))
            shown.push(`WRONG ${f.ip ?? f.prefix ?? f.url}, accused ${accused.join(' ')}\n${raw}`);
        }
      }
    }
    for (const one of shown) console.log(`${one}\n=================`);
    console.log(
      `  reports in words, ${name}: ${whole} of ${runs} with all accused found (${((100 * whole) / runs).toFixed(1)} %); ${wrong} of ${findings} findings on another address (${((100 * wrong) / findings).toFixed(2)} %); ${((100 * timely) / findings).toFixed(1)} % with a moment of their own`,
    );

    assert.ok(whole >= runs * least, `${whole} of ${runs}`);
    assert.ok(wrong <= findings * 0.005, `${wrong} of ${findings}`);
  });
