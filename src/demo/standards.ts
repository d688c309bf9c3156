/** Thirty days of reports in the field's own standards: XARF from abuse desks and hotlines, feedback loops of mail providers. */
import { bytesOf, clock, mailDate, partedMail, type Reporter, stamp, Throws, xarf } from './paper.ts';
import { type Days, handOver } from './provider.ts';
import type { Month, SampleMessage } from './sample.ts';

const radar: Reporter = { org: 'Phish Radar', contact: 'reports@phishradar.example', domain: 'phishradar.example' };
const desk: Reporter = { org: 'Noordnet Abuse Desk', contact: 'abuse@noordnet.example', domain: 'noordnet.example' };
const cert: Reporter = {
  org: 'CERT Oefenland',
  contact: 'cert@cert-oefenland.example',
  domain: 'cert-oefenland.example',
};
const rights: Reporter = {
  org: 'Rights Watch BV',
  contact: 'notice@rightswatch.example',
  domain: 'rightswatch.example',
};
const hotline: Reporter = {
  org: 'Meldpunt Oefenland',
  contact: 'desk@meldpunt-oefenland.example',
  domain: 'meldpunt-oefenland.example',
};

interface Told {
  readonly name: string;
  readonly by: Reporter;
  readonly type: string;
  readonly source: string;
  /** When it was seen, and how long after that it was told. */
  readonly seen: Days;
  readonly minutesLater?: number;
  readonly more: Readonly<Record<string, unknown>>;
  /** Comes as a mail with the report attached; else it is handed in over HTTP. */
  readonly byMail?: true;
}

const target = (n: number, port: number) => ({ destination_ip: `203.0.113.${n}`, destination_port: port });
const attack = (protocol: string, port?: number) => ({ protocol, ...(port ? { source_port: port } : {}) });

const told: readonly Told[] = [
  // The top of the inbox: a fake log-in page on a hacked site of a shared server, told by two senders within the hour.
  {
    name: 'phishing-korenbloem',
    by: radar,
    type: 'content/phishing',
    source: '198.51.100.10',
    seen: -0.02,
    minutesLater: 3,
    more: {
      url: 'https://bakkerij-korenbloem.example/wp-content/uploads/inlog/index.php',
      target_brand: 'Oefenbank',
      confidence: 0.95,
      tags: ['brand:oefenbank'],
    },
  },
  // Found, mended, and back again.
  {
    name: 'phishing-trapper-1',
    by: radar,
    type: 'content/phishing',
    source: '198.51.100.10',
    seen: -12.2,
    minutesLater: 20,
    more: {
      url: 'https://trapper-fietsen.example/wp-admin/css/pakket/volg.php',
      target_brand: 'Oefenpost',
      confidence: 0.9,
    },
  },
  {
    name: 'phishing-trapper-2',
    by: radar,
    type: 'content/phishing',
    source: '198.51.100.10',
    seen: -1.2,
    minutesLater: 15,
    more: {
      url: 'https://trapper-fietsen.example/wp-includes/fonts/pakket/volg.php',
      target_brand: 'Oefenpost',
      confidence: 0.9,
    },
  },
  // Three links below us.
  {
    name: 'phishing-vesuvio',
    by: radar,
    type: 'content/phishing',
    source: '198.51.100.20',
    seen: -0.16,
    minutesLater: 8,
    byMail: true,
    more: {
      url: 'https://pizzeria-vesuvio.example/menu/.well-known/bank/',
      target_brand: 'Oefenbank',
      confidence: 0.85,
    },
  },
  {
    name: 'malware-fotokiek',
    by: desk,
    type: 'content/malware',
    source: '198.51.100.20',
    seen: -6.4,
    minutesLater: 40,
    byMail: true,
    more: {
      url: 'https://fotokiek.example/downloads/factuur_2026.zip',
      malware_family: 'lumma',
      evidence: [
        {
          content_type: 'text/plain',
          payload: Buffer.from('HTTP/1.1 200 OK\nContent-Type: application/zip\n').toString('base64'),
          description: 'response headers',
        },
      ],
    },
  },
  {
    name: 'compromise-duinzicht',
    by: cert,
    type: 'content/remote_compromise',
    source: '198.51.100.11',
    seen: -23.3,
    minutesLater: 90,
    more: { url: 'https://duinzicht-camping.example/wp-content/plugins/cache/x.php', compromise_type: 'webshell' },
  },
  {
    name: 'c2-dynamo',
    by: cert,
    type: 'infrastructure/botnet',
    source: '198.51.100.134',
    seen: -0.35,
    minutesLater: 35,
    byMail: true,
    more: {
      source_port: 8443,
      compromise_evidence: 'controller answers the handshake of the lumma family',
      malware_family: 'lumma',
      tags: ['role:c2'],
      confidence: 0.9,
    },
  },
  {
    name: 'ddos-pixelforge',
    by: desk,
    type: 'connection/ddos',
    source: '192.0.2.74',
    seen: -0.012,
    minutesLater: 5,
    more: { ...attack('udp', 53_111), ...target(201, 80), attack_vector: 'udp_flood', peak_bps: 4_200_000_000 },
  },
  {
    name: 'login-kowalczyk',
    by: desk,
    type: 'connection/login_attack',
    source: '192.0.2.103',
    seen: -3.1,
    minutesLater: 25,
    more: { ...attack('tcp', 51_022), ...target(210, 22), service: 'ssh', attempts_count: 412 },
  },
  {
    name: 'login-dekroon',
    by: desk,
    type: 'connection/login_attack',
    source: '203.0.113.42',
    seen: -1.1,
    minutesLater: 30,
    more: { ...attack('tcp', 44_120), ...target(211, 22), service: 'ssh', attempts_count: 88 },
  },
  {
    name: 'login-v6-before',
    by: desk,
    type: 'connection/login_attack',
    source: '2001:db8:100:5::9',
    seen: -13.4,
    minutesLater: 50,
    more: { ...attack('tcp', 40_001), destination_ip: '2001:db8:f000::22', destination_port: 22, attempts_count: 60 },
  },
  {
    name: 'login-v6-after',
    by: desk,
    type: 'connection/login_attack',
    source: '2001:db8:100:5::9',
    seen: -6.2,
    minutesLater: 50,
    more: { ...attack('tcp', 40_177), destination_ip: '2001:db8:f000::22', destination_port: 22, attempts_count: 35 },
  },
  {
    name: 'scan-orbit',
    by: desk,
    type: 'connection/port_scan',
    source: '198.51.100.131',
    seen: -2.4,
    minutesLater: 15,
    more: { ...attack('tcp', 61_001), ...target(212, 445) },
  },
  // Handed on in the very minute of the sighting: nobody knows whose it was.
  {
    name: 'scan-hand-over',
    by: desk,
    type: 'connection/port_scan',
    source: '192.0.2.112',
    seen: handOver + 20 / 86_400,
    minutesLater: 45,
    more: { ...attack('tcp', 61_777), ...target(213, 3389) },
  },
  // One of three behind one address, and the sender gives no port.
  {
    name: 'injection-nat',
    by: cert,
    type: 'connection/sql_injection',
    source: '192.0.2.250',
    seen: -0.5,
    minutesLater: 60,
    more: { ...attack('tcp'), ...target(214, 443), target_url: 'https://www.oefengemeente.example/zoek?q=1' },
  },
  // Nobody held it that day; it was held by nobody known before; a shared server without a site.
  {
    name: 'login-gap',
    by: desk,
    type: 'connection/login_attack',
    source: '192.0.2.110',
    seen: -0.6,
    minutesLater: 30,
    more: { ...attack('tcp', 50_500), ...target(215, 22) },
  },
  {
    name: 'spam-before-ledger',
    by: desk,
    type: 'messaging/spam',
    source: '192.0.2.111',
    seen: -1.5,
    minutesLater: 30,
    more: { protocol: 'smtp', smtp_from: 'promo@brightpath.example', source_port: 50_025 },
  },
  {
    name: 'spam-shared',
    by: desk,
    type: 'messaging/spam',
    source: '198.51.100.11',
    seen: -0.8,
    minutesLater: 30,
    more: { protocol: 'smtp', smtp_from: 'www-data@web02.voorbeeldhost.example', source_port: 40_025 },
  },
  // Not our network.
  {
    name: 'login-elsewhere',
    by: desk,
    type: 'connection/login_attack',
    source: '203.0.113.150',
    seen: -10.3,
    minutesLater: 30,
    more: { ...attack('tcp', 42_042), ...target(216, 22) },
  },
  {
    name: 'injection-nimbus',
    by: cert,
    type: 'connection/sql_injection',
    source: '192.0.2.118',
    seen: -1.9,
    minutesLater: 45,
    byMail: true,
    more: { ...attack('tcp', 49_500), ...target(217, 443), attempts_count: 37 },
  },
  {
    name: 'bulk-sierra',
    by: desk,
    type: 'messaging/bulk_messaging',
    source: '192.0.2.57',
    seen: -7.6,
    minutesLater: 120,
    more: { protocol: 'smtp', smtp_from: 'news@sierra-mail.example', source_port: 52_025, recipient_count: 12_000 },
  },
  {
    name: 'copyright-bakker',
    by: rights,
    type: 'copyright/p2p',
    source: '192.0.2.100',
    seen: -8.3,
    minutesLater: 240,
    byMail: true,
    more: {
      source_port: 51_413,
      p2p_protocol: 'bittorrent',
      swarm_info: { info_hash: '0123456789abcdef0123456789abcdef01234567' },
      rights_holder: 'Oefenfilm NV',
    },
  },
  {
    name: 'copyright-letterhoek',
    by: rights,
    type: 'copyright/copyright',
    source: '198.51.100.11',
    seen: -9.2,
    minutesLater: 200,
    more: { infringing_url: 'https://deletterhoek.example/boeken/roman.epub', rights_holder: 'Uitgeverij Oefening' },
  },
  {
    name: 'brand-kaarsenlicht',
    by: rights,
    type: 'content/brand_infringement',
    source: '198.51.100.11',
    seen: -14.5,
    minutesLater: 300,
    more: {
      url: 'https://kaarsenlicht-shop.example/sfeer/lampion',
      infringement_type: 'trademark',
      legitimate_site: 'https://lampion.example/',
    },
  },
  {
    name: 'fraud-quickvps',
    by: cert,
    type: 'content/fraud',
    source: '198.51.100.132',
    seen: -2.2,
    minutesLater: 60,
    more: { url: 'https://sneakers-outlet.quickvps.example/checkout', fraud_type: 'shopping' },
  },
  {
    name: 'exposed-zorgportaal',
    by: cert,
    type: 'content/exposed_data',
    source: '203.0.113.70',
    seen: -1.3,
    minutesLater: 25,
    byMail: true,
    more: {
      url: 'https://dossier.zorgportaal.example/backup/',
      data_types: ['health_records'],
      exposure_method: 'open_directory',
    },
  },
  {
    name: 'blocklist-sierra',
    by: desk,
    type: 'reputation/blocklist',
    source: '192.0.2.58',
    seen: -3.3,
    minutesLater: 20,
    more: { threat_type: 'spam_source' },
  },
  // Sent by a hotline; the page was gone within the hour. Its address is never shown.
  {
    name: 'hotline',
    by: hotline,
    type: 'content/csam',
    source: '192.0.2.89',
    seen: -21.4,
    minutesLater: 10,
    more: {
      url: 'https://beeldarchief.oudehaven-media.example/map/4',
      classification: 'baseline',
      detection_method: 'manual_review',
    },
  },
];

/** Reports of a partner that come as one list. */
const listed: readonly Omit<Told, 'name' | 'byMail'>[] = [
  {
    by: cert,
    type: 'vulnerability/open_service',
    source: '203.0.113.69',
    seen: -4.2,
    more: { service: 'mongodb', service_port: 27_017 },
  },
  {
    by: cert,
    type: 'vulnerability/open_service',
    source: '192.0.2.21',
    seen: -4.2,
    more: { service: 'elasticsearch', service_port: 9200 },
  },
  {
    by: cert,
    type: 'vulnerability/cve',
    source: '192.0.2.12',
    seen: -4.2,
    more: { service: 'https', service_port: 443, cve_id: 'CVE-2026-10142', severity: 'critical' },
  },
  {
    by: cert,
    type: 'vulnerability/misconfiguration',
    source: '192.0.2.22',
    seen: -4.1,
    more: { service: 'rsync', service_port: 873 },
  },
  {
    by: cert,
    type: 'infrastructure/compromised_server',
    source: '192.0.2.34',
    seen: -4.1,
    more: { compromise_method: 'stolen_credentials' },
  },
];

export function xarfReports(month: Month): SampleMessage[] {
  const report = (t: Omit<Told, 'name'>, throws: Throws) => {
    const seen = month.at(t.seen);
    const first = t.type.startsWith('connection/') ? { first_seen: seen.subtract({ minutes: 4 }).toString() } : {};
    return xarf(throws, t.by, t.type, t.source, seen, { ...first, ...t.more });
  };
  const messages = told.map((t): SampleMessage => {
    const throws = new Throws(t.name);
    const at = month
      .at(t.seen)
      .add({ minutes: t.minutesLater ?? 30, seconds: new Throws(`${t.name} at`).whole(1, 50) });
    const json = JSON.stringify(report(t, throws), null, 2);
    if (!t.byMail) return { name: `${t.name}.json`, channel: 'http', at, end: 'findings', bytes: bytesOf(`${json}\n`) };
    const words = `Dear abuse team,\n\nPlease find our report attached as XARF. Reference: ${t.name}.\n\n${t.by.org}\n`;
    const bytes = partedMail(
      {
        from: `${t.by.org} <${t.by.contact}>`,
        subject: `Abuse report: ${t.type.split('/')[1]} (${t.source})`,
        at,
        id: `${t.name}.${throws.hex(10)}`,
        more: ['X-XARF: v4'],
      },
      [
        { type: 'text/plain; charset=utf-8', body: words },
        { type: 'application/json', name: 'xarf.json', body: json },
      ],
    );
    return { name: `${t.name}.eml`, channel: 'smtp', at, from: t.by.contact, end: 'findings', bytes };
  });
  const throws = new Throws('partner list');
  const list = listed.map((t) => report(t, throws));
  messages.push({
    name: 'partner-list.json',
    channel: 'http',
    at: month.at(-4).add({ minutes: 10 }),
    end: 'findings',
    bytes: bytesOf(`${JSON.stringify(list, null, 1)}\n`),
  });
  // The same report again: once as the same bytes, once in other clothes.
  const first = messages[0];
  if (first) messages.push({ ...first, at: first.at.add({ minutes: 6 }), end: null });
  const second = told[2];
  if (second) {
    const json = JSON.stringify(report(second, new Throws(second.name)));
    messages.push({
      name: 'phishing-trapper-2-again.json',
      channel: 'http',
      at: month.at(second.seen).add({ hours: 3 }),
      end: 'findings',
      bytes: bytesOf(json),
    });
  }
  return messages;
}

const complaints: readonly {
  readonly days: Days;
  readonly ip: string;
  readonly from: string;
  readonly subject: string;
  readonly type?: string;
  readonly provider: string;
}[] = [
  { days: -24.3, ip: '192.0.2.105', from: 'no-reply@tjanssen.example', subject: 'Invoice 4401', provider: 'grootmail' },
  {
    days: -13.1,
    ip: '192.0.2.105',
    from: 'billing@mailbox.example',
    subject: 'Payment reminder',
    provider: 'fastpost',
  },
  { days: -10.7, ip: '192.0.2.117', from: 'offer@brightpath.example', subject: 'Bright offers', provider: 'grootmail' },
  { days: -9.4, ip: '192.0.2.57', from: 'news@sierra-mail.example', subject: 'Last chance', provider: 'fastpost' },
  {
    days: -8.8,
    ip: '192.0.2.58',
    from: 'deals@sierra-mail.example',
    subject: 'Deals of the day',
    provider: 'grootmail',
  },
  {
    days: -6.8,
    ip: '192.0.2.57',
    from: 'news@sierra-mail.example',
    subject: 'Your weekly savings',
    type: 'opt-out',
    provider: 'grootmail',
  },
  {
    days: -5.9,
    ip: '203.0.113.34',
    from: 'www-data@yogastudio-balans.example',
    subject: 'Package waiting',
    provider: 'grootmail',
  },
  {
    days: -5.3,
    ip: '203.0.113.34',
    from: 'www-data@yogastudio-balans.example',
    subject: 'Package waiting',
    provider: 'fastpost',
  },
  {
    days: -4.9,
    ip: '192.0.2.57',
    from: 'news@sierra-mail.example',
    subject: 'Your weekly savings',
    provider: 'grootmail',
  },
  {
    days: -3.7,
    ip: '192.0.2.117',
    from: 'offer@brightpath.example',
    subject: 'Brightest offers',
    provider: 'grootmail',
  },
  {
    days: -2.6,
    ip: '192.0.2.57',
    from: 'news@sierra-mail.example',
    subject: 'Deals of the evening',
    provider: 'fastpost',
  },
  { days: -2.1, ip: '192.0.2.105', from: 'crawl@baltic-crawl.example', subject: 'Site audit', provider: 'grootmail' },
  {
    days: -1.6,
    ip: '192.0.2.107',
    from: 'rvisser@postvak.example',
    subject: 'Uitnodiging',
    type: 'not-spam',
    provider: 'fastpost',
  },
  {
    days: -0.7,
    ip: '192.0.2.59',
    from: 'deals@sierra-mail.example',
    subject: 'Deals of the night',
    provider: 'grootmail',
  },
];

/** Feedback loops (RFC 5965). One says: this was no spam after all. */
export function feedbackLoops(month: Month): SampleMessage[] {
  return complaints.map((c, i): SampleMessage => {
    const throws = new Throws(`loop ${i}`);
    const sent = month.at(c.days);
    const at = sent.add({ minutes: throws.whole(20, 300) });
    const original = [
      `Return-Path: <${c.from}>`,
      `Received: from mail (${c.ip}) by mx.${c.provider}.example with ESMTP id ${throws.hex(10)}; ${mailDate(sent)}`,
      `From: <${c.from}>`,
      `Subject: ${c.subject}`,
      `Date: ${mailDate(sent)}`,
      `Message-ID: <${throws.hex(16)}@${c.from.split('@')[1]}>`,
      '',
    ].join('\n');
    const report = [
      `Feedback-Type: ${c.type ?? 'abuse'}`,
      `User-Agent: ${c.provider}-loop/2.1`,
      'Version: 1',
      `Original-Mail-From: <${c.from}>`,
      `Arrival-Date: ${mailDate(sent)}`,
      `Source-IP: ${c.ip}`,
      `Reported-Domain: ${c.from.split('@')[1]}`,
      '',
    ].join('\n');
    const from = `feedback@${c.provider}.example`;
    const bytes = partedMail(
      { from, subject: `FW: ${c.subject}`, at, id: `loop.${throws.hex(12)}` },
      [
        {
          type: 'text/plain; charset=us-ascii',
          body: `This is an email abuse report for an email message received from IP ${c.ip} on ${mailDate(sent)}.\nFor more information about this format please see RFC 5965.\n`,
        },
        { type: 'message/feedback-report', body: report },
        { type: 'message/rfc822', body: original },
      ],
      'multipart/report; report-type=feedback-report',
    );
    return {
      name: `feedback-${String(i + 1).padStart(2, '0')}.eml`,
      channel: 'smtp',
      at,
      from,
      end: c.type === 'not-spam' ? 'not_abuse' : 'findings',
      bytes,
    };
  });
}

/** Complaints of the kind that name the address in the subject only. */
export function junkComplaints(month: Month): SampleMessage[] {
  const list: readonly (readonly [Days, string])[] = [
    [-16.9, '192.0.2.37'],
    [-10.4, '192.0.2.117'],
    [-7.2, '192.0.2.58'],
    [-3.4, '192.0.2.117'],
    [-1.4, '192.0.2.60'],
  ];
  return list.map(([days, ip], i): SampleMessage => {
    const throws = new Throws(`junk ${i}`);
    const sent = month.at(days);
    const at = sent.add({ minutes: throws.whole(10, 200) });
    const original = [
      'X-HmXmrOriginalRecipient: <someone@junkmail.example>',
      `X-Reporter-IP: 203.0.113.${throws.whole(200, 250)}`,
      `Received: from mail.sender.example ([${ip}]) by mx.junkmail.example; ${mailDate(sent)}`,
      'From: Deals <deals@sender.example>',
      'Subject: You have been selected',
      `Date: ${mailDate(sent)}`,
      `Message-ID: <${throws.hex(14)}@sender.example>`,
      '',
      `Sent at ${stamp(sent)} (${clock(sent)}).`,
    ].join('\n');
    return {
      name: `complaint-${i + 1}.eml`,
      channel: 'smtp',
      at,
      from: 'staff@junkmail.example',
      end: 'findings',
      bytes: partedMail(
        {
          from: 'staff@junkmail.example',
          subject: `complaint about message from ${ip}`,
          at,
          id: `junk.${throws.hex(12)}`,
        },
        [{ type: 'message/rfc822', body: original }],
      ),
    };
  });
}
