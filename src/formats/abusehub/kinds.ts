/** What the feeds behind AbuseHUB report, by the words in their names; its CSV and its IODEF name them the same way. */

/** Kinds by the words AbuseHUB's feeds use for what they report; the first that fits. */
const feedKinds: readonly (readonly [RegExp, string])[] = [
  [/phish/i, 'fraud.phishing'],
  [/command.{0,3}control|\bc2\b|\bcnc\b|c&c|botnet.controller/i, 'malware.c2'],
  [/spam ?vertis|advertis/i, 'spam.advertised'],
  [/spam|feedback|\bfbl\b|hotmail|jmrp|snds|complaint/i, 'spam.source'],
  [
    /open.?resolver|amplif|open.?(?:ntp|snmp|ssdp|chargen|qotd|dns|memcached|portmapper|netbios|mdns)/i,
    'vuln.amplifier',
  ],
  [/proxy|socks/i, 'infra.open_proxy'],
  [/ddos|\bdos\b|flood/i, 'ddos.source'],
  [/brute|login|ssh|rdp.attack/i, 'attack.bruteforce'],
  [/scan|probe|darknet/i, 'attack.scan'],
  [/deface/i, 'intrusion.defacement'],
  [/(?:compromised|hacked).{0,10}(?:web|site)|webshell/i, 'intrusion.website'],
  [/malware.?(?:url|distrib|site|host)|malurl|drive.?by/i, 'malware.distribution'],
  [/vulnerab|poodle|freak|heartbleed/i, 'vuln.cve'],
  [/open|accessible|exposed/i, 'vuln.exposed_service'],
  [/copyright/i, 'ip.copyright'],
  [/blocklist|blacklist|listed/i, 'reputation.blocklisted'],
  [/bot|drone|infect|sinkhole|trojan|virus|malware|conficker|zeus|zeroaccess/i, 'malware.infected_host'],
];

/** The kind a feed's name tells; undefined where it tells none. */
export const kindOfFeed = (name: string): string | undefined => feedKinds.find(([pattern]) => pattern.test(name))?.[1];
