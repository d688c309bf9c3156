/** Reports in words as the field writes them: the reported resource, its moment and number, never the sender's own machines. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTime } from '#kernel';
import { newReading } from '../asking/context.ts';
import { readMailUnit } from '../asking/read.ts';
import type { Finding } from '../finding.ts';
import { openMail } from '../mail/unit.ts';
import { loadFormats } from '../work.ts';

// The templates of named senders tell their own stories; here the words alone are read.
const formats = (await loadFormats()).filter((f) => f.group !== 'template');

interface Short {
  readonly end: string;
  readonly found: string[];
}
function read(
  subject: string,
  body: string,
  options: { own?: string[]; domains?: string[]; from?: string; type?: string } = {},
): Short {
  const raw = `From: ${options.from ?? 'abuse-reports@notifier.example'}\nTo: abuse@hoster.example\nSubject: ${subject}\nDate: Tue, 03 Nov 2026 10:00:00 +0100\nContent-Type: ${options.type ?? 'text/plain'}; charset=utf-8\n\n${body}`;
  const { unit } = openMail(new TextEncoder().encode(raw), (t) => readTime(t));
  const reading = newReading({ own: { prefixes: options.own ?? [], domains: options.domains ?? [] } });
  const findings: Finding[] = [];
  let outcome = readMailUnit(unit, formats, reading, (f) => findings.push(f));
  if (outcome.end === 'manual') outcome = readMailUnit(unit, formats, reading, (f) => findings.push(f), true);
  return {
    end: outcome.end,
    found: findings.map((f) =>
      [
        f.kind,
        f.ip ?? f.prefix,
        f.port,
        f.url ?? f.host,
        f.timePrecision === 'message_date' ? undefined : f.seenAt?.toString(),
        f.reference,
      ]
        .filter((x) => x !== undefined)
        .join(' '),
    ),
  };
}

test('fail2ban in words', () => {
  const said = read(
    'Abuse from 192.0.2.11',
    'Hi,\n\nThe IP 192.0.2.11 has just been banned by Fail2Ban after 5 attempts against sshd.\n\nLines containing failures of 192.0.2.11\n2026-11-02 08:00:01 host sshd[99]: Failed password for root from 192.0.2.11 port 40000 ssh2\n2026-11-02 08:00:09 host sshd[99]: Failed password for root from 192.0.2.11 port 40001 ssh2\n\nRegards,\nFail2Ban 0.10.2.1\nmail.notifier.example [203.0.113.1]\n',
  );

  assert.deepEqual(said.found, ['attack.bruteforce 192.0.2.11 2026-11-02T08:00:09Z']);
});

test('a blocklist notice about a network', () => {
  assert.deepEqual(
    read(
      'SBL Notify: IP: 192.0.2.128/25 added to Spamhaus Block List (SBL)',
      'IP/cidr: 192.0.2.128/25\n\nProblem: Spam hosting\n\nSBL Ref: SBL123456\n\nhttps://www.spamhaus.org/sbl/query/SBL123456\n',
    ).found,
    ['reputation.blocklisted 192.0.2.128/25 SBL123456'],
  );
});

test('a copyright notice in words', () => {
  assert.deepEqual(
    read(
      'Notice of Copyright Infringement',
      "Dear Sir or Madam,\n\nEvidentiary information:\nProtocol: BITTORRENT\nInfringed Work: Example\nInfringing FileName: example.mkv\nInfringer's IP Address: 192.0.2.12\nInfringer's Port: 51413\nInitial Infringement Timestamp: 2026-11-01T20:00:00Z\nRecent Infringement Timestamp: 2026-11-01T21:00:00Z\nReference ID: 99-12345\n",
    ).found,
    ['ip.copyright 192.0.2.12 51413 2026-11-01T21:00:00Z 99-12345'],
  );
});

test("a phishing page in Dutch and one in French, with the sender's own links left alone", () => {
  assert.deepEqual(
    read(
      'Phishing site op uw netwerk',
      'Geachte heer, mevrouw,\n\nRecent hebben wij een phishing site op uw netwerk gelokaliseerd:\n\nhxxp://klant[.]example[.]net/inloggen/ [192.0.2.13]\n\nMeer informatie: https://www.notifier.example/uitleg\n',
    ).found,
    ['fraud.phishing 192.0.2.13 http://klant.example.net/inloggen/'],
  );
  assert.deepEqual(
    read(
      '[URGENT] site FRAUDULEUX sur http://mal.example.net/banque',
      'Bonjour,\n\nSite concerne : http://mal.example.net/banque\n\nAdresse IP : 192.0.2.14\n\nCordialement\nhttp://cert.notifier.example\n',
    ).found,
    ['fraud.phishing 192.0.2.14 http://mal.example.net/banque'],
  );
});

test('labels of a national team', () => {
  assert.deepEqual(
    read(
      'CVE-2026-1234 kwetsbare server, case DIVD-2026-00012',
      'Ip address: 192.0.2.15\nHostname: srv.example.net\nDivd case: DIVD-2026-00012\n',
    ).found,
    ['vuln.cve 192.0.2.15 DIVD-2026-00012'],
  );
  assert.deepEqual(
    read(
      'Megatron melding',
      'Misbruik gezien.\n\nIP: 192.0.2.16\nHostname: srv.example.net\nTijd: 2026-11-02 10:11:12 CET\n',
    ).found,
    ['report.unclassified 192.0.2.16 2026-11-02T09:11:12Z'],
  );
});

test('a table of a national team, of which only our rows are ours to read', () => {
  const body =
    'Dear colleagues,\n\nplease find below a list of infected systems.\n\nFormat: ASN | IP | Timestamp (UTC) | Malware\n\n"asn","ip","timestamp","malware"\n"64500","192.0.2.17","2026-11-02 01:02:03","mirai"\n"64500","192.0.2.18","2026-11-02 04:05:06","mirai"\n\nKind regards\n';

  assert.deepEqual(read('[CERT#2026110200001] infected hosts', body).found, [
    'malware.infected_host 192.0.2.17 2026-11-02T01:02:03Z',
    'malware.infected_host 192.0.2.18 2026-11-02T04:05:06Z',
  ]);
});

test('a list under headings', () => {
  assert.deepEqual(
    read(
      'Monitor report',
      'IPs engaged in harvesting on your network:\n\n192.0.2.19\n192.0.2.20\n\nIPs engaged in dictionary attacks on your network:\n\n192.0.2.21\n\nThis abuse report was made by a machine.\n',
    ).found,
    ['spam.comment_harvest 192.0.2.19', 'spam.comment_harvest 192.0.2.20', 'attack.bruteforce 192.0.2.21'],
  );
});

test('labelled blocks keep their own moments', () => {
  assert.deepEqual(
    read(
      'Attacks from your network',
      'Source IP: 192.0.2.22\nDate: 2026-11-01 10:00:00 UTC\n\nSource IP: 192.0.2.23\nDate: 2026-11-01 11:00:00 UTC\n',
    ).found,
    ['report.unclassified 192.0.2.22 2026-11-01T10:00:00Z', 'report.unclassified 192.0.2.23 2026-11-01T11:00:00Z'],
  );
});

test('an HTML mail with a table', () => {
  assert.deepEqual(
    read(
      'Port scan',
      '<html><body><p>We saw a port scan.</p><table><tr><td>Source IP</td><td>192.0.2.24</td></tr><tr><td>Destination IP</td><td>198.51.100.4</td></tr><tr><td>Timestamp</td><td>2026-11-02T03:04:05+01:00</td></tr></table></body></html>',
      { type: 'text/html' },
    ).found,
    ['attack.scan 192.0.2.24 2026-11-02T02:04:05Z'],
  );
});

test('log lines with both sides: the words say which is which', () => {
  assert.deepEqual(
    read(
      'DDoS attack',
      'We are under a DDoS attack.\n2026-11-02 03:04:05 UDP from 192.0.2.25:1900 to 198.51.100.6:80 len 1400\n',
    ).found,
    ['ddos.source 192.0.2.25 1900 2026-11-02T03:04:05Z'],
  );
});

test('own prefixes choose, and what is outside them is not reported to us', () => {
  const body = 'Attack seen. Hosts: 192.0.2.26 and 203.0.113.26 and 198.51.100.26 were active.\n';

  assert.deepEqual(read('Abuse', body, { own: ['203.0.113.0/24'] }).found, ['report.unclassified 203.0.113.26']);
  assert.equal(read('Abuse', body).end, 'manual');
  assert.equal(read('Abuse', body, { own: ['203.0.113.0/24', '192.0.2.0/24'] }).end, 'manual');
});

test('relays in quoted headers are never the source', () => {
  const body =
    'Spam received.\n\nReceived: from relay.example.org (relay.example.org [198.51.100.77])\n\tby mx.example.com (198.51.100.78) with ESMTP\nSource IP: 192.0.2.27\n';

  assert.deepEqual(read('spam', body).found, ['spam.source 192.0.2.27']);
  assert.equal(read('spam', body.replace(/Source IP.*\n/, '')).end, 'manual');
});

test('a question, a newsletter and thanks are no reports', () => {
  for (const [subject, body] of [
    ['My invoice', 'Where do I find the invoice of 192.0.2.28?'],
    ['News of November', 'Our new address range is 192.0.2.0/24. Read https://www.notifier.example/news'],
  ] as const)
    assert.equal(read(subject, body).end, 'manual', subject);
});

test('version numbers, prices and moments are no addresses', () => {
  assert.equal(
    read('abuse', 'Attack seen with Chrome/90.0.4430.212, version 1.2.3.4, at 12:34:56, for 1.234.567.890 packets.')
      .end,
    'manual',
  );
});

test('a report that a ticket system passes on keeps the number of its sender, not of the system', () => {
  assert.deepEqual(
    read(
      '[desk.hoster.example #10004] [SpamCop (192.0.2.29) id:123456] spam report',
      'Thu Jan 02 03:07:00 2026: Request 10004 was acted upon.\n Transaction: Ticket created by report@notifier.example\n       Queue: abuse\n Ticket <URL: https://desk.hoster.example/Ticket/Display.html?id=10004 >\n\n\nEmail from 192.0.2.29 / Thu, 02 Jan 2026 03:04:05 +0000\n',
    ).found,
    ['spam.source 192.0.2.29 2026-01-02T03:04:05Z 123456'],
  );
});

test('text made to trip patterns is read at once', () => {
  const began = performance.now();
  for (const bait of [
    '1.'.repeat(300_000),
    'http://'.repeat(100_000),
    'hxxp[.]'.repeat(100_000),
    '> '.repeat(300_000),
    'a: '.repeat(200_000),
    `${'a'.repeat(400_000)}:`,
    ': '.repeat(300_000),
    'Received: x\n'.repeat(60_000),
    `abuse ${'from the ip '.repeat(80_000)}`,
    '::'.repeat(200_000),
    'our host '.repeat(80_000),
    '\t'.repeat(500_000),
    '-'.repeat(500_000),
    '<a '.repeat(100_000),
  ])
    read('abuse', bait);
  const took = performance.now() - began;
  assert.ok(took < 15_000, `${Math.round(took)} ms`);
});

test('a network that asks to be left alone is not accused', () => {
  assert.equal(
    read('Scanning and probing our network', 'Stop scanning and probing our network, 192.0.2.0/24. We report scans.\n')
      .end,
    'manual',
  );
});

test('a label in the middle of a log line, and an address "from your network"', () => {
  assert.deepEqual(
    read(
      'please stop the attack to our router',
      'Make sure you stop the scan.\n\nNov  2 17:17:32:I:SNMP: Auth. failure, intruder IP:  192.0.2.31\n...\nNov  2 16:55:27:I:SNMP: Auth. failure, intruder IP:  192.0.2.31\n',
    ).found,
    ['attack.scan 192.0.2.31 2026-11-02T17:17:32Z'],
  );
  assert.deepEqual(
    read(
      'Loginattempts from your net',
      'The address 192.0.2.32 from Your network tried to log in to\nour network using Port 22 (1)/tcp.\nThe times included are in Central European (Summer) Time.\nDate\tSourceip\tport\tdestips\n\n02.11.2026 22:34:40 CET\t192.0.2.32\t22\t198.51.100.42 (1)\n02.11.2026 23:44:15 CET\t192.0.2.32\t22\t198.51.100.46 (1)\n\nRegards,\nX\n',
    ).found.map((f) => f.split(' ').slice(0, 2).join(' ')),
    ['attack.bruteforce 192.0.2.32', 'attack.bruteforce 192.0.2.32'],
  );
});

test('rows of moments and addresses without a head, and cells between bars', () => {
  assert.deepEqual(
    read(
      'Account takeover attempts',
      'Abusive activity was seen.\n\n      Approximate Time Range (UTC), IP Address, Reason\n2026-11-02 06:13 ~ 2026-11-02 06:43 (UTC),  192.0.2.33, Account Takeover Attempts\n2026-11-02 15:46 ~ 2026-11-02 16:16 (UTC),  192.0.2.34, Account Takeover Attempts\n\nThe traffic is directed at one of these endpoints:\n\naccount.notifier.example\n',
    ).found.map((f) => f.split(' ')[1]),
    ['192.0.2.33', '192.0.2.34'],
  );
  assert.deepEqual(
    read('Bots in your network', 'Infected systems:\n\n64500 | 192.0.2.35 | mirai\n64500 | 192.0.2.36 | mirai\n').found,
    ['malware.infected_host 192.0.2.35', 'malware.infected_host 192.0.2.36'],
  );
});

test('a scan of many addresses from one, drawn with arrows', () => {
  assert.deepEqual(
    read(
      'Abuse message',
      '##################################################\n#   Netscan detected from host   192.0.2.37      #\n##################################################\n\ntime                src_ip           dest_ip:dest_port\n--------------------------------------------------\nMon Nov  2 18:14:27 2026:   192.0.2.37 =>   198.51.100.0:   22\nMon Nov  2 18:14:28 2026:   192.0.2.37 =>   198.51.100.1:   22\n',
    ).found,
    ['attack.scan 192.0.2.37 2026-11-02T18:14:28Z'],
  );
});

test('many lines of one shape are one list; two of different shapes are a choice for a person', () => {
  const line = (name: string, ip: string) => `Failed login for ${name} from ${ip}, blocked`;
  assert.deepEqual(
    read('Attack', `${line('"root"', '192.0.2.38')}\n${line('"admin"', '192.0.2.39')}\n`).found.map(
      (f) => f.split(' ')[1],
    ),
    ['192.0.2.38', '192.0.2.39'],
  );
  assert.equal(
    read('Abuse', 'Abuse seen at 192.0.2.38 today.\nMaybe also 192.0.2.39, we do not know.\n').end,
    'manual',
  );
});

test('a range is the networks that hold it', () => {
  assert.deepEqual(
    read('Spam from your range', 'Spam from your network range 192.0.2.0 - 192.0.2.127 reaches us.\n').found,
    ['spam.source 192.0.2.0/25'],
  );
});
