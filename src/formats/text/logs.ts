/** Log lines of the programs that reports quote: which address did it, and to which it was done. */
import { isPrivate, parseAddress } from '#kernel';
import { ipOf, portOf } from '../values/fields.ts';

export interface Endpoint {
  readonly ip: string;
  readonly port?: number;
}
export interface LogLine {
  readonly source?: Endpoint;
  readonly target?: Endpoint;
}

const a4 = '(?:\\d{1,3}\\.){3}\\d{1,3}';
const a6 = '[0-9a-f]{0,4}:[0-9a-f:.]{2,40}';
const address = (name: string) => `\\[?(?:::ffff:)?(?<${name}>${a4}|${a6})\\]?`;
const S = address('s');
const T = address('t');
/** The same, always in square brackets. */
const B = `\\[(?:ipv6:|::ffff:)?(?<s>${a4}|${a6})\\]`;
const port = (name: string) => `(?:[:/.(# ](?:port )?(?<${name}>\\d{1,5})\\)?(?![\\d.]))?`;

/** The name of an interface or zone before an address; one letter at least is none of an IPv6 address. */
const name = '(?:\\w{0,12}[g-z_]\\w{0,12}[:/])?';

/** From most to least telling; the first that fits is taken. */
const forms: readonly RegExp[] = [
  // Cisco ASA: "Deny tcp src outside:192.0.2.1/4444 dst inside:198.51.100.1/22"
  new RegExp(`\\bsrc \\w{1,30}:${S}(?:/(?<sp>\\d{1,5}))?.{0,80}?\\bdst \\w{1,30}:${T}(?:/(?<tp>\\d{1,5}))?`, 'i'),
  // Snort, Suricata, nfdump, tcpdump, Cisco access lists, any two ends with an arrow between
  new RegExp(
    `(?<![\\w.:])${S}${port('sp')}\\s{0,8}(?:\\([^()]{1,60}\\)\\s?)?(?:-{1,3}&?>|=+>|→|⇒|>|»)\\s{0,8}${name}${T}${port('tp')}`,
    'i',
  ),
  // pfSense filterlog
  new RegExp(
    `filterlog.{0,120}?,(?:in|out),[46],.{0,120}?,(?:tcp|udp|icmp|icmpv6)?,?\\d*,${S},${T}(?:,(?<sp>\\d{1,5}),(?<tp>\\d{1,5}))?`,
    'i',
  ),
  // IIS: server address first, client address last
  new RegExp(
    `^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d ${T} (?:GET|POST|HEAD|PUT|OPTIONS) \\S{1,2000} \\S{1,2000} (?<tp>\\d{1,5}) \\S{1,200} ${S}(?= )`,
  ),
  // "from 192.0.2.1:4444 to 198.51.100.1:22"
  new RegExp(
    `\\b(?:from|von|van|de) ${name}${S}${port('sp')} (?:\\([^()]{1,80}\\) )?(?:to|towards?|against|nach|naar|an|auf|vers|->) ${name}${T}${port('tp')}`,
    'i',
  ),
  // Apache, nginx and their kin, a virtual host before it or not
  new RegExp(
    `^(?:[\\w.-]{1,255}(?::\\d{1,5})?[ ,]{1,3})?${S}(?:,? ${a4})? \\S{1,64} [^\\s[]{1,64} \\[\\d{1,2}/\\w{3}/\\d{4}:`,
    'i',
  ),
  new RegExp(`\\[(?:client|remote) ${S}${port('sp')}\\]?`, 'i'),
  new RegExp(`\\bclient: ${S}[,;]`, 'i'),
  // Asterisk
  new RegExp(`RemoteAddress="?IPV[46]/\\w{1,6}/${S}/(?<sp>\\d{1,5})`, 'i'),
  new RegExp(`Registration from .{0,200}? failed for '?${S}(?::(?<sp>\\d{1,5}))?'?`, 'i'),
  // fail2ban
  new RegExp(`\\[[\\w. -]{1,60}\\] (?:Restore )?(?:Ban|Found|Unban|already banned) ${S}`, 'i'),
  // BIND
  new RegExp(`\\bclient (?:@0x[0-9a-f]{1,20} )?${S}#(?<sp>\\d{1,5})`, 'i'),
  // sshd and dropbear
  new RegExp(`\\bsshd?\\b.{0,300}?\\b(?:from|by|with|user \\S{1,64})[: ] ?${S}(?: port (?<sp>\\d{1,5}))?`, 'i'),
  new RegExp(
    `\\b(?:failed|invalid|illegal) (?:password|user|publickey|keyboard-interactive/pam|logins?|login attempts?) .{0,200}?\\bfrom ${S}(?: port (?<sp>\\d{1,5}))?`,
    'i',
  ),
  // Postfix, Sendmail, proftpd: name and address of the other side
  new RegExp(`\\b(?:from|client=|peer=|rhost=)\\s?[^\\s[\\]<>]{0,255}${B}`, 'i'),
  new RegExp(`\\(\\S{1,255}${B}\\)`, 'i'),
  new RegExp(`\\(\\?@${S}\\)`, 'i'),
  new RegExp(`\\bpostfix\\b.{0,120}?[ =][\\w.-]{1,255}${B}`, 'i'),
  // amavis
  new RegExp(`\\bamavis\\b.{0,200}?(?<=[, ])${B}:\\d{1,5} `, 'i'),
  // Hetzner traffic summaries
  new RegExp(`^Internal:?\\s{1,20}${S}\\s*$`, 'i'),
  new RegExp(`^External:?\\s{1,20}${T}(?:\\s|$)`, 'i'),
  // Exim
  new RegExp(`\\bH=(?:\\S{1,255} )?(?:\\([^()]{0,255}\\) )?${B}(?::(?<sp>\\d{1,5}))?`, 'i'),
  new RegExp(`\\bauthenticat\\w{2,8} failed for (?:\\S{1,255} )?(?:\\([^()]{0,255}\\) ?)?${S}`, 'i'),
  // MySQL and MariaDB
  new RegExp(`'[^']{0,64}'@'${S}'`, 'i'),
];

export const sourceKeys =
  /^(?:src|src_?ip|src_?addr|source|source_?ip|source_?address|saddr|remote_?ip|remote_?addr(?:ess)?|remip|rem_?ip|rip|rhost|client_?ip|clientip|client|c-ip|attacker|attacker_?ip|ip_?src|peer|from_?ip|orig_h|id\.orig_h|sip|s_?ip|srcaddr|ipsrc|offender|attack_?ip)$/;
export const targetKeys =
  /^(?:dst|dst_?ip|dst_?addr|dest|dest_?ip|destination|destination_?ip|destination_?address|daddr|lip|laddr|local_?ip|local_?addr|server_?ip|s-ip|target|target_?ip|ip_?dst|resp_h|id\.resp_h|dip|d_?ip|victim|victim_?ip|dstaddr)$/;
const sourcePortKeys = /^(?:spt|sport|src_?port|s_?port|source_?port|rport|remote_?port|client_?port|id\.orig_p)$/;
const targetPortKeys = /^(?:dpt|dport|dst_?port|dest_?port|d_?port|destination_?port|target_?port|lport|id\.resp_p)$/;

/** `SRC=192.0.2.1 DST=…`, `rip=…, lip=…`, `"src_ip": "…"`: iptables, UFW, dovecot, firewalls, JSON logs. */
function pairs(text: string): LogLine | undefined {
  let s: string | undefined;
  let t: string | undefined;
  let sp: number | undefined;
  let tp: number | undefined;
  for (const m of text.matchAll(
    /(?:^|[\s,;{[(|])"?([a-z][a-z0-9_.-]{1,24})"?\s?(?:=|(?<="\s?):)\s?"?\[?([0-9a-f.:]{1,45})/gi,
  )) {
    const key = (m[1] ?? '').toLowerCase();
    const value = (m[2] ?? '').replace(/[.:]+$/, '');
    const bare = ipOf(value) ?? ipOf(/^((?:\d{1,3}\.){3}\d{1,3}):/.exec(value)?.[1]);
    if (bare && sourceKeys.test(key)) {
      s ??= bare;
      sp ??= portOf(/^[\d.]+:(\d{1,5})/.exec(value)?.[1]);
    } else if (bare && targetKeys.test(key)) {
      t ??= bare;
      tp ??= portOf(/^[\d.]+:(\d{1,5})/.exec(value)?.[1]);
    } else if (sourcePortKeys.test(key)) sp ??= portOf(value);
    else if (targetPortKeys.test(key)) tp ??= portOf(value);
  }
  if (!s && !t) return undefined;
  return {
    ...(s ? { source: end(s, sp) } : {}),
    ...(t ? { target: end(t, tp) } : {}),
  };
}

const end = (ip: string, at: number | undefined): Endpoint => (at === undefined ? { ip } : { ip, port: at });

/** Behind a load balancer a web server logs the balancer first, and who really asked in a quoted field at the end. */
function behindProxy(text: string, ip: string | undefined): string | undefined {
  const address = ip === undefined ? undefined : parseAddress(ip);
  if (!address || !isPrivate(address)) return ip;
  const asked = /"(?<x>[0-9a-f.:]{7,45})(?:, ?[0-9a-f.:, ]{3,200})?"\s*$/i.exec(text)?.groups?.x;
  return ipOf(asked) ?? ip;
}

/** The two sides of a log line; undefined where it is no log line we know. */
export function logLine(text: string): LogLine | undefined {
  if (text.length < 12 || !/\d\.\d|:[0-9a-f]{0,4}:/i.test(text)) return undefined;
  const byKey = pairs(text);
  if (byKey?.source) return byKey;
  for (const form of forms) {
    const m = form.exec(text);
    if (!m?.groups) continue;
    const s = behindProxy(text, ipOf(m.groups.s));
    const t = ipOf(m.groups.t);
    if (!s && !t) continue;
    return {
      ...(s ? { source: end(s, portOf(m.groups.sp)) } : {}),
      ...(t ? { target: end(t, portOf(m.groups.tp)) } : {}),
    };
  }
  return byKey;
}
