/**
 * Reports in words as people and programs write them, one of each shape: firewalls, plug-ins, national teams, takedown
 * requests, complaints about spam, in many languages. For each it is known who is accused; nobody else may be.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTime } from '#kernel';
import { newReading } from '../asking/context.ts';
import { readMailUnit } from '../asking/read.ts';
import type { Finding } from '../finding.ts';
import { openMail } from '../mail/unit.ts';
import { loadFormats } from '../work.ts';

const formats = await loadFormats();

interface Written {
  readonly name: string;
  readonly from: string;
  readonly subject: string;
  /** Addresses and networks that the mail accuses. */
  readonly accused: readonly string[];
  readonly body: string;
  readonly html?: boolean;
}

const mails: readonly Written[] = [
  {
    name: 'lfd',
    from: 'root@host1.example.org',
    subject: 'lfd on host1.example.org: 192.0.2.1 (NL/Netherlands/srv.example.nl) blocked with too many connections',
    accused: ['192.0.2.1'],
    body: 'Time:        Mon Nov  2 08:00:00 2026 +0100\nIP:          192.0.2.1 (NL/Netherlands/srv.example.nl)\nConnections: 250\nBlocked:     Permanent Block\n\nConnections:\n\ntcp: 192.0.2.1:51000 -> 198.51.100.5:80 (TIME_WAIT)\ntcp: 192.0.2.1:51001 -> 198.51.100.5:80 (TIME_WAIT)\n',
  },
  {
    name: 'wordfence',
    from: 'wordpress@shop.example',
    subject: '[Wordfence Alert] shop.example User locked out from signing in',
    accused: ['192.0.2.2'],
    body: 'This email was sent from your website "Shop" by the Wordfence plugin.\n\nWordfence found the following issues:\n\nA user with IP addr 192.0.2.2 has been locked out from signing in or using the password recovery form for the following reason: Exceeded the maximum number of login failures which is: 20.\nThe duration of the lockout is 4 hours.\nUser IP: 192.0.2.2\nUser hostname: srv.example.nl\nUser location: Amsterdam, Netherlands\n',
  },
  {
    name: 'dshield',
    from: 'abuse@univ.example',
    subject: 'Unauthorized access attempts from 192.0.2.3',
    accused: ['192.0.2.3'],
    body: 'Hello,\n\nThe following log shows connection attempts. All times are GMT-5.\n\nDate Time SourceIP SourcePort TargetIP TargetPort Protocol\n2026-11-02 03:00:01 192.0.2.3 4000 198.51.100.7 22 TCP\n2026-11-02 03:00:02 192.0.2.3 4001 198.51.100.8 22 TCP\n',
  },
  {
    name: 'cert br',
    from: 'cert@cert.br.example',
    subject: 'Hosts atacando via SSH',
    accused: ['192.0.2.4', '192.0.2.5'],
    body: 'Caros,\n\nOs hosts abaixo, sob a sua responsabilidade, foram vistos realizando ataques de forca bruta.\n\nIPs:\n\n192.0.2.4\n192.0.2.5\n\nLogs (GMT -0300):\n\nNov  2 03:00:01 srv sshd[10]: Failed password for root from 192.0.2.4 port 50022 ssh2\nNov  2 03:00:01 srv sshd[10]: Failed password for root from 192.0.2.5 port 50022 ssh2\n',
  },
  {
    name: 'spamreport',
    from: 'joe@mail.example',
    subject: 'Spam from your network',
    accused: ['192.0.2.6'],
    body: 'Please stop this spammer at 192.0.2.6.\n\nHeaders:\n\nReturn-Path: <bad@spam.example>\nReceived: from srv.spam.example (srv.spam.example [192.0.2.6])\n\tby mx.mail.example (Postfix) with ESMTP id 1\n\tfor <joe@mail.example>; Mon, 2 Nov 2026 09:00:00 +0100 (CET)\nReceived: from localhost (unknown [198.51.100.99])\n\tby srv.spam.example with ESMTP\nFrom: Bad <bad@spam.example>\nTo: joe@mail.example\nSubject: pills\nDate: Mon, 2 Nov 2026 09:00:00 +0100\nMessage-ID: <1@spam.example>\n\nBuy now http://198.51.100.98/\n',
  },
  {
    name: 'phish fr',
    from: 'cert@banque.example',
    subject: 'Demande de fermeture de site de phishing',
    accused: ['192.0.2.7'],
    body: 'Bonjour,\n\nNous avons identifié un site de phishing hébergé sur votre réseau :\n\nURL : hxxps://connexion[.]example[.]net/banque\nAdresse IP : 192.0.2.7\n\nLe site officiel est https://www.banque.example/\n\nMerci de le fermer.\n\nCordialement,\nCERT Banque\nTél. +33 1 00 00 00 00\nhttps://www.banque.example/cert\n',
  },
  {
    name: 'hetzner fwd',
    from: 'abuse@isp.example',
    subject: '[AbuseID:ABC123:12]: AbuseNormal: Complaint about 192.0.2.8',
    accused: ['192.0.2.8'],
    body: 'Dear Sir or Madam,\n\nWe have received a complaint about your server.\n\n> Hello Abuse Team,\n> your server with IP 192.0.2.8 tried to attack our server 198.51.100.9 on port 22.\n> \n> 192.0.2.8 - - [02/Nov/2026:08:00:00 +0100] "GET /phpmyadmin HTTP/1.1" 404 1 "-" "Mozilla/5.0"\n\nKind regards\n\nIndustriestr. 25\nTel: +49 000\n',
  },
  {
    name: 'ddos list',
    from: 'noc@game.example',
    subject: 'DDoS attack from your network',
    accused: ['192.0.2.9', '192.0.2.10', '192.0.2.11'],
    body: 'Hello,\n\nwe were attacked by the following IPs on your network. Our attacked IP is 198.51.100.10.\n\n192.0.2.9:53\n192.0.2.10:53\n192.0.2.11:53\n\nPlease fix your open resolvers.\n',
  },
  {
    name: 'netflow',
    from: 'noc@isp.example',
    subject: 'UDP flood',
    accused: ['192.0.2.12'],
    body: 'Flow records (UTC):\n\nDate first seen          Duration Proto      Src IP Addr:Port          Dst IP Addr:Port   Packets    Bytes\n2026-11-02 03:00:00.123     0.000 UDP       192.0.2.12:11211 ->    198.51.100.11:80          1     1400\n2026-11-02 03:00:00.124     0.000 UDP       192.0.2.12:11211 ->    198.51.100.11:80          1     1400\n\nSummary: total flows: 2\n',
  },
  {
    name: 'win4625',
    from: 'admin@corp.example',
    subject: 'Failed RDP logon attempts',
    accused: ['192.0.2.13'],
    body: 'An account failed to log on.\n\nSubject:\n\tSecurity ID:\t\tNULL SID\n\nAccount For Which Logon Failed:\n\tAccount Name:\t\tADMINISTRATOR\n\nNetwork Information:\n\tWorkstation Name:\t-\n\tSource Network Address:\t192.0.2.13\n\tSource Port:\t\t51234\n\nTime: 2026-11-02 08:00:00 UTC\n',
  },
  {
    name: 'jp',
    from: 'info@jpcert.example',
    subject: '不正アクセスについて',
    accused: ['192.0.2.14'],
    body: 'ご担当者様\n\n下記IPアドレスより不正アクセスを確認しました。\n\n送信元IPアドレス：192.0.2.14\n宛先IPアドレス：198.51.100.12\n日時：2026-11-02 08:00:00 JST\n',
  },
  {
    name: 'de liste',
    from: 'security@firma.example',
    subject: 'Angriffe aus Ihrem Netz',
    accused: ['192.0.2.15', '192.0.2.16'],
    body: 'Sehr geehrte Damen und Herren,\n\nvon folgenden IP-Adressen aus Ihrem Netz wurden Angriffe auf unsere Server registriert:\n\n192.0.2.15 (srv1.example.de)\n192.0.2.16 (srv2.example.de)\n\nUnsere betroffenen Server: 198.51.100.13, 198.51.100.14\n\nMit freundlichen Grüßen\nIT-Sicherheit\n',
  },
  {
    name: 'own only victim',
    from: 'noc@isp.example',
    subject: 'Attack on our network',
    accused: [],
    body: 'Our servers 198.51.100.15 and 198.51.100.16 are under attack. Can you help? Our NOC is at 203.0.113.9.\n',
  },
  {
    name: 'takedown list',
    from: 'takedown@brand.example',
    subject: 'Counterfeit shops',
    accused: ['192.0.2.17'],
    body: 'Dear Sirs,\n\nthe following websites sell counterfeit goods and are hosted at IP 192.0.2.17:\n\n1. https://shop-a.example.net\n2. https://shop-b.example.net\n\nOur trademark: EXAMPLE (https://www.brand.example)\n',
  },
  {
    name: 'html labels',
    from: 'soc@fin.example',
    subject: 'Malware C2 detected',
    accused: ['192.0.2.18'],
    html: true,
    body: '<html><body><p>Hello,</p><ul><li><strong>IP:</strong> 192.0.2.18</li><li><strong>Port:</strong> 443</li><li><strong>First seen:</strong> 2026-11-01 10:00 UTC</li></ul><p>Sent from soc.fin.example (203.0.113.10)</p></body></html>',
  },
  {
    name: 'vuln',
    from: 'scan@research.example',
    subject: 'Exposed database',
    accused: ['192.0.2.19'],
    body: 'We found an unauthenticated MongoDB server at 192.0.2.19:27017. Please secure it. We scan from 203.0.113.11 and 203.0.113.12.\n',
  },
  {
    name: 'ru',
    from: 'admin@host.example',
    subject: 'Атака с вашего IP',
    accused: ['192.0.2.20'],
    body: 'Здравствуйте!\n\nС вашего IP-адреса 192.0.2.20 идёт атака на наш сервер 198.51.100.17.\n\nЛог:\nNov  2 08:00:01 srv sshd[1]: Failed password for root from 192.0.2.20 port 4 ssh2\n',
  },
  {
    name: 'apache multi',
    from: 'web@shop.example',
    subject: 'Web attack from 192.0.2.21',
    accused: ['192.0.2.21'],
    body: 'Access log:\n\n192.0.2.21 - - [02/Nov/2026:08:00:00 +0100] "GET /?x=http://198.51.100.18/a.txt HTTP/1.1" 200 1 "-" "Mozilla/5.0 (rv:1.8.1.11)"\n',
  },
  {
    name: 'csv att',
    from: 'report@team.example',
    subject: 'Report of infected hosts',
    accused: ['192.0.2.22', '192.0.2.23'],
    body: 'Please see below.\n\n"192.0.2.22","2026-11-02 03:00:00","mirai"\n"192.0.2.23","2026-11-02 03:00:00","mirai"\n',
  },
  {
    name: 'kr',
    from: 'abuse@kisa.example',
    subject: '침해사고 신고',
    accused: ['192.0.2.24'],
    body: '안녕하세요.\n\n공격자 IP: 192.0.2.24\n피해자 IP: 198.51.100.19\n시간: 2026-11-02 08:00:00 KST\n',
  },
  {
    name: 'prose two',
    from: 'joe@x.example',
    subject: 'hacking attempt',
    accused: ['192.0.2.25'],
    body: 'Someone at 192.0.2.25 is trying to hack my server (198.51.100.20). My ISP gave me 198.51.100.21 before that. Please do something.\n',
  },
  {
    name: 'sig ip',
    from: 'a@b.example',
    subject: 'Abuse: port scan',
    accused: ['192.0.2.26'],
    body: 'Port scan detected from 192.0.2.26.\n\n--\nSent by gateway 203.0.113.13\nLooking glass http://203.0.113.14/\n',
  },
  {
    name: 'imunify',
    from: 'noreply@panel.example',
    subject: 'Imunify360: incident from 192.0.2.27',
    accused: ['192.0.2.27'],
    body: 'Attacker IP: 192.0.2.27\nServer: web5.panel.example (198.51.100.22)\nRule: 33332\nDate: 2026-11-02T08:00:00+00:00\n',
  },
  {
    name: 'voip',
    from: 'voip@tel.example',
    subject: 'SIP attack',
    accused: ['192.0.2.28'],
    body: "[2026-11-02 08:00:00] NOTICE[1] chan_sip.c: Registration from '<sip:1@198.51.100.23>' failed for '192.0.2.28:5071' - Wrong password\n[2026-11-02 08:00:01] NOTICE[1] chan_sip.c: Registration from '<sip:1@198.51.100.23>' failed for '192.0.2.28:5071' - Wrong password\n",
  },
  {
    name: 'es',
    from: 'csirt@es.example',
    subject: 'Incidente de seguridad',
    accused: ['192.0.2.29'],
    body: 'Estimados,\n\nDesde la IP 192.0.2.29 perteneciente a su red se ha detectado un escaneo de puertos contra nuestra red 198.51.100.0/24.\n\nSaludos cordiales,\nCSIRT\n',
  },
  {
    name: 'abuseforward',
    from: 'helpdesk@reseller.example',
    subject: 'Fwd: Abuse complaint',
    accused: ['192.0.2.30'],
    body: 'See below.\n\n---------- Forwarded message ---------\nFrom: Reporter <r@x.example>\nDate: Mon, 2 Nov 2026\nSubject: Attack\nTo: <abuse@reseller.example>\n\nHost 192.0.2.30 attacked 198.51.100.24 at 2026-11-02 08:00 UTC.\n',
  },
  {
    name: 'pipe cymru',
    from: 'cert@cc.example',
    subject: 'Botnet infections',
    accused: ['192.0.2.31', '192.0.2.32'],
    body: 'Please find the list (UTC):\n\nAS      | IP               | Timestamp            | Info\n64500   | 192.0.2.31       | 2026-11-02 01:00:00  | bot\n64500   | 192.0.2.32       | 2026-11-02 01:00:00  | bot\n',
  },
  {
    name: 'url ip',
    from: 'x@y.example',
    subject: 'Malware download',
    accused: ['192.0.2.33'],
    body: 'Malware is served from http://192.0.2.33/bins.sh and http://192.0.2.33/mips\n',
  },
  {
    name: 'range only',
    from: 'x@y.example',
    subject: 'Spam from your range',
    accused: ['192.0.2.128/25'],
    body: 'The range 192.0.2.128/25 is sending spam.\n',
  },
  {
    name: 'smtp reject',
    from: 'postmaster@z.example',
    subject: 'Spam attempts',
    accused: ['192.0.2.34'],
    body: 'Nov  2 08:00:00 mx postfix/smtpd[1]: NOQUEUE: reject: RCPT from srv.example.nl[192.0.2.34]: 554 5.7.1 Service unavailable; Client host [192.0.2.34] blocked using zen.example; from=<a@b.example> to=<c@z.example> proto=ESMTP helo=<198.51.100.25>\n',
  },
  {
    name: 'dmca text',
    from: 'legal@studio.example',
    subject: 'Notice of infringement',
    accused: ['192.0.2.35'],
    body: 'IP Address: 192.0.2.35\nPort: 6881\nTimestamp: 2026-11-02 08:00:00 GMT\nTitle: Film\nProtocol: BitTorrent\n',
  },
  {
    name: 'victim first',
    from: 'a@b.example',
    subject: 'Abuse report',
    accused: ['192.0.2.36'],
    body: 'Target: 198.51.100.26\nSource: 192.0.2.36\nCount: 55\nTime: 2026-11-02 08:00:00 +0100\n',
  },
  {
    name: 'pl',
    from: 'cert@pl.example',
    subject: 'Incydent',
    accused: ['192.0.2.37'],
    body: 'Adres źródłowy: 192.0.2.37\nAdres docelowy: 198.51.100.27\nCzas: 2026-11-02 08:00:00\nTyp: atak brute force\n',
  },
  {
    name: 'from list inline',
    from: 'a@b.example',
    subject: 'Attack',
    accused: ['192.0.2.38', '192.0.2.39', '192.0.2.40'],
    body: 'We see attack traffic from these IPs: 192.0.2.38, 192.0.2.39 and 192.0.2.40. It hits 198.51.100.28.\n',
  },
  {
    name: 'cve line',
    from: 'disclosure@r.example',
    subject: 'Vulnerable Exchange server',
    accused: ['192.0.2.41'],
    body: 'Affected system: mail.example.nl (192.0.2.41)\nVulnerability: CVE-2026-1111\n',
  },
  {
    name: 'abuse url only',
    from: 'a@b.example',
    subject: 'Phishing',
    accused: [],
    body: 'https://login.example.net/x is phishing. We resolved it with 9.9.9.9.\n',
  },
  {
    name: 'nl tabel',
    from: 'soc@bedrijf.example',
    subject: 'Melding: verdachte inlogpogingen',
    accused: ['192.0.2.42'],
    html: true,
    body: '<table><tr><td>IP-adres aanvaller</td><td>192.0.2.42</td></tr><tr><td>Doelwit</td><td>198.51.100.29</td></tr><tr><td>Tijdstip</td><td>2-11-2026 08:00</td></tr></table>',
  },
  {
    name: 'crowdsec',
    from: 'cs@h.example',
    subject: 'CrowdSec: ssh-bf',
    accused: ['192.0.2.43'],
    body: "192.0.2.43 performed 'crowdsecurity/ssh-bf' (6 events over 10s) at 2026-11-02T08:00:00Z\n",
  },
  {
    name: 'psad',
    from: 'root@fw.example',
    subject: '[psad-alert] DL2 src: srv.example.nl dst: fw.example',
    accused: ['192.0.2.44'],
    body: '=-=-=-=\n         Danger level: [2] (out of 5)\n    Scanned UDP ports: [5060: 1 packets]\n               Source: 192.0.2.44\n                  DNS: srv.example.nl\n          Destination: 198.51.100.30\n                  DNS: fw.example\n   Whois Information (source IP):\n    inetnum:        192.0.2.0 - 192.0.2.255\n',
  },
  {
    name: 'ids json',
    from: 'ids@h.example',
    subject: 'Suricata alert',
    accused: ['192.0.2.45'],
    body: '{"timestamp":"2026-11-02T08:00:00.000000+0000","event_type":"alert","src_ip":"192.0.2.45","src_port":4000,"dest_ip":"198.51.100.31","dest_port":22,"alert":{"signature":"ET SCAN"}}\n',
  },
  {
    name: 'abuse generic',
    from: 'x@y.example',
    subject: 'Complaint regarding 192.0.2.46 [ticket 12345]',
    accused: ['192.0.2.46'],
    body: 'The IP was seen attacking our honeypot sensor-3 (203.0.113.15) between 2026-11-02 01:00 and 2026-11-02 02:00 UTC.\n',
  },
  {
    name: 'two cases',
    from: 'abuse@z.example',
    subject: 'Abuse report',
    accused: ['192.0.2.51', '192.0.2.52'],
    body: 'Case 1\nAttacker: 192.0.2.51\nVictim: 198.51.100.51\nDate: 2026-11-02 08:00:00 UTC\n\nCase 2\nAttacker: 192.0.2.52\nVictim: 198.51.100.52\nDate: 2026-11-02 09:00:00 UTC\n',
  },
  {
    name: 'proxy log',
    from: 'a@z.example',
    subject: 'Scraping of our shop',
    accused: ['192.0.2.53'],
    body: 'Your client at 192.0.2.53 is scraping us.\n\n198.51.100.53 192.0.2.53 - - [02/Nov/2026:08:00:00 +0000] "GET / HTTP/1.1" 200 5\n',
  },
  {
    name: 'iis',
    from: 'a@z.example',
    subject: 'Web attack',
    accused: ['192.0.2.54'],
    body: '2026-11-02 08:00:00 198.51.100.54 GET /a.aspx id=1 443 - 192.0.2.54 Mozilla/5.0 404 0 2 31\n2026-11-02 08:00:01 198.51.100.54 GET /b.aspx id=1 443 - 192.0.2.54 Mozilla/5.0 404 0 2 31\n',
  },
  {
    name: 'nginx xff',
    from: 'a@z.example',
    subject: 'Exploit attempts from 192.0.2.55',
    accused: ['192.0.2.55'],
    body: 'X-Forwarded-For: 198.51.100.55\nLog: 2026/11/02 08:00:00 [error] 1#1: *1 open() failed, client: 192.0.2.55, server: z.example, upstream: "http://198.51.100.56:8080/", host: "z.example"\n',
  },
  {
    name: 'msrc',
    from: 'cert@ms.example',
    subject: 'Automated abuse report',
    accused: ['192.0.2.56'],
    body: 'Report Type: Brute Force\nSource: 192.0.2.56\nDestination: 198.51.100.57\nDestination Port: 3389\nStart Time (UTC): 2026-11-02T08:00:00\nEnd Time (UTC): 2026-11-02T09:00:00\n',
  },
  {
    name: 'thanks',
    from: 'a@z.example',
    subject: 'Re: your ticket about 192.0.2.57',
    accused: [],
    body: 'Thanks, we fixed it.\n',
  },
  {
    name: 'invoice',
    from: 'a@z.example',
    subject: 'Order of IP addresses',
    accused: [],
    body: 'We would like to order 192.0.2.0/28 for our new server.\n',
  },
  {
    name: 'dns amp',
    from: 'a@z.example',
    subject: 'Open resolver',
    accused: ['192.0.2.58'],
    body: 'Your open DNS resolver 192.0.2.58 was used in an attack on 198.51.100.58.\n\n08:00:00.000001 IP 192.0.2.58.53 > 198.51.100.58.4000: 1234 22/0/1 ANY (4096)\n',
  },
  {
    name: 'bilingual',
    from: 'abuse@isp.example',
    subject: 'Misbruik / Abuse',
    accused: ['192.0.2.59'],
    body: '(English below)\n\nVanaf IP-adres 192.0.2.59 wordt spam verstuurd.\n\n-----\nSpam is being sent from IP address 192.0.2.59.\n\nMet vriendelijke groet / Kind regards,\nNOC (203.0.113.59)\n',
  },
  {
    name: 'list ports',
    from: 'scan@cert.example',
    subject: 'Vulnerable services in your network',
    accused: ['192.0.2.60', '192.0.2.61'],
    body: 'Hosts with exposed services:\n\n- 192.0.2.60:6379 (redis)\n- 192.0.2.61:27017 (mongodb)\n\nOur scanner uses 203.0.113.60.\n',
  },
  {
    name: 'quoted reply',
    from: 'joe@z.example',
    subject: 'Re: abuse',
    accused: ['192.0.2.62'],
    body: 'Any news?\n\nOn Mon, 2 Nov 2026 at 08:00, Joe wrote:\n> The server 192.0.2.62 keeps attacking us.\n> Our address is 198.51.100.62.\n',
  },
  {
    name: 'csv semicolon',
    from: 'r@z.example',
    subject: 'Bots',
    accused: ['192.0.2.63', '192.0.2.64'],
    body: 'ip;timestamp;malware;dst_ip\n192.0.2.63;2026-11-02 08:00:00;x;198.51.100.63\n192.0.2.64;2026-11-02 08:00:00;x;198.51.100.63\n',
  },
  {
    name: 'hostname only victim',
    from: 'a@z.example',
    subject: 'Portscan',
    accused: ['192.0.2.65'],
    body: 'Source host: srv.example.nl (192.0.2.65)\nTarget host: www.z.example (198.51.100.65)\nWhen: 02.11.2026 08:00:00 CET\n',
  },
  {
    name: 'spam hdr labelled',
    from: 'a@z.example',
    subject: 'UBE from your customer',
    accused: ['192.0.2.66'],
    body: 'Sending server: mail.example.nl [192.0.2.66]\n\n-----Original headers-----\nReceived: from mail.example.nl ([192.0.2.66]) by mx.z.example (198.51.100.66); Mon, 2 Nov 2026 08:00:00 +0000\nX-Originating-IP: 198.51.100.67\nFrom: x@example.nl\nSubject: sale\n',
  },
  {
    name: 'ipv6',
    from: 'a@z.example',
    subject: 'SSH brute force from 2001:db8:1::66',
    accused: ['2001:db8:1::66'],
    body: 'Nov  2 08:00:00 h sshd[1]: Invalid user a from 2001:db8:1::66 port 4000\nOur address: 2001:db8:ffff::1\n',
  },
  {
    name: 'dutch prose',
    from: 'jan@z.example',
    subject: 'Aanval',
    accused: ['192.0.2.67'],
    body: 'Beste,\n\nMijn website (198.51.100.68) wordt aangevallen door 192.0.2.67. De aanval begon op 2 november.\n\nGroeten,\nJan\n',
  },
  {
    name: 'blocked many',
    from: 'fw@z.example',
    subject: 'Daily blocked hosts',
    accused: ['192.0.2.68', '192.0.2.69'],
    body: 'The following hosts were blocked by our firewall today for attacking us:\n\n  1) 192.0.2.68   (33 hits)\n  2) 192.0.2.69   (12 hits)\n',
  },
  {
    name: 'arrow words',
    from: 'a@z.example',
    subject: 'IDS alert: attack',
    accused: ['192.0.2.72'],
    body: '192.0.2.72 attacked 198.51.100.72 (TCP 445) at 2026-11-02T08:00:00Z\n',
  },
  {
    name: 'gateway',
    from: 'a@z.example',
    subject: 'Spam',
    accused: ['192.0.2.73'],
    body: 'Received spam from 192.0.2.73 via our gateway 203.0.113.73 to mailbox server 198.51.100.73.\n',
  },
  {
    name: 'pt',
    from: 'cais@rnp.example',
    subject: 'Notificação de incidente',
    accused: ['192.0.2.74'],
    body: 'Prezados,\n\nO endereço IP 192.0.2.74 está realizando varreduras de portas contra a nossa rede (198.51.100.0/24).\n',
  },
  {
    name: 'it',
    from: 'cert@it.example',
    subject: 'Segnalazione di phishing',
    accused: ['192.0.2.75'],
    body: "Buongiorno,\n\nil sito hxxp://banca[.]example[.]net/login, ospitato sull'indirizzo IP 192.0.2.75, imita la nostra banca.\n",
  },
  {
    name: 'cz',
    from: 'abuse@cz.example',
    subject: 'Incident',
    accused: ['192.0.2.76'],
    body: 'Dobry den,\n\nz IP adresy 192.0.2.76 probiha utok na nas server 198.51.100.76.\n',
  },
  {
    name: 'url block',
    from: 'td@b.example',
    subject: 'Phishing sites',
    accused: ['192.0.2.77', '192.0.2.78'],
    body: 'URL: hxxp://a[.]example[.]net/1\nIP: 192.0.2.77\n\nURL: hxxp://b[.]example[.]net/2\nIP: 192.0.2.78\n',
  },
  {
    name: 'nmap',
    from: 'r@z.example',
    subject: 'Vulnerable host report',
    accused: ['192.0.2.79'],
    body: 'Nmap scan report for srv.example.nl (192.0.2.79)\nPORT STATE SERVICE\n23/tcp open telnet\n',
  },
  {
    name: 'who',
    from: 'a@z.example',
    subject: 'Abuse of your IP 192.0.2.80',
    accused: ['192.0.2.80'],
    body: 'whois output:\n\nNetRange:       192.0.2.0 - 192.0.2.255\nCIDR:           192.0.2.0/24\nNetName:        HOST\n\nPlease act.\n',
  },
];

for (const mail of mails)
  test(`${mail.name}: ${mail.accused.join(', ') || 'nobody'} is accused, and nobody else`, () => {
    const type = mail.html ? 'text/html' : 'text/plain';
    const raw = `Received: from mail.x ([203.0.113.200]) by mx.hoster.example; Tue, 3 Nov 2026 09:00:00 +0000\nFrom: ${mail.from}\nTo: abuse@hoster.example\nSubject: ${mail.subject}\nDate: Tue, 03 Nov 2026 10:00:00 +0100\nContent-Type: ${type}; charset=utf-8\n\n${mail.body}`;
    const { unit } = openMail(new TextEncoder().encode(raw), (t) => readTime(t));
    const reading = newReading({});
    const findings: Finding[] = [];
    const outcome = readMailUnit(unit, formats, reading, (f) => findings.push(f));
    if (outcome.end === 'manual') readMailUnit(unit, formats, reading, (f) => findings.push(f), true);

    const named = new Set(findings.map((f) => f.ip ?? f.prefix).filter((x) => x !== undefined));
    assert.deepEqual([...named].sort(), [...mail.accused].sort());
  });
