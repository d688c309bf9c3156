/** Team Cymru's CSIRT Assistance Program: what was seen in a network, with `|` between columns and details in words. */
import { cleanHost } from '#kernel';
import { feedFormat } from './feed/feed.ts';
import { terms } from './feed/terms.ts';
import { ipOf, portOf, present, urlOf } from './values/fields.ts';

const columns = ['category', 'address', 'asn', 'timestamp', 'optional_information', 'asninfo'];
/** Protocol numbers of IANA that reports of this kind have. */
const protocols: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp' };
const kinds: Readonly<Record<string, string>> = {
  beagle: 'malware.infected_host',
  blaster: 'malware.infected_host',
  bot: 'malware.infected_host',
  bots: 'malware.infected_host',
  botnets: 'malware.infected_host',
  conficker: 'malware.infected_host',
  dipnet: 'malware.infected_host',
  nachi: 'malware.infected_host',
  mydoom: 'malware.infected_host',
  sinit: 'malware.infected_host',
  slammer: 'malware.infected_host',
  stormworm: 'malware.infected_host',
  toxbot: 'malware.infected_host',
  phatbot: 'malware.infected_host',
  malwareurl: 'malware.distribution',
  bruteforce: 'attack.bruteforce',
  controller: 'malware.c2',
  darknet: 'attack.scan',
  scanner: 'attack.scan',
  scanners: 'attack.scan',
  honeypot: 'attack.exploit',
  dameware: 'attack.exploit',
  ddos: 'ddos.victim',
  ddosreport: 'ddos.victim',
  defaced: 'intrusion.defacement',
  openresolver: 'vuln.amplifier',
  openresolvers: 'vuln.amplifier',
  phishing: 'fraud.phishing',
  proxy: 'infra.open_proxy',
  proxies: 'infra.open_proxy',
  router: 'intrusion.server',
  routers: 'intrusion.server',
  spam: 'spam.source',
};

/** `family: x; dest_addr: y; dest_port: 80;` or, older, `srcport 1337 mwtype Conficker destaddr 192.0.2.1`. */
function detailsIn(text: string): Map<string, string> {
  const out = new Map<string, string>();
  const names =
    /\b(family|mwtype|hostname|dest_addr|dst_addr|dstaddr|destaddr|dest_port|destport|dstport|destination_port_numbers|darknet_port|honeypot_port|ports_scanned|srcport|port|protocol|proxy_type|username|additional_asns)(?::\s*|\s+)/gi;
  const found = [...text.matchAll(names)];
  for (const [i, m] of found.entries()) {
    const from = m.index + m[0].length;
    const until = found[i + 1]?.index ?? text.length;
    const value = text.slice(from, until).split(';')[0]?.trim();
    if (value && !out.has(m[1]?.toLowerCase() ?? '')) out.set(m[1]?.toLowerCase() ?? '', value);
  }
  return out;
}

export default feedFormat({
  id: 'cymru_cap',
  title: { nl: 'Team Cymru CAP', en: 'Team Cymru CAP' },
  spec: 'https://www.team-cymru.com/csirt-assistance-program',
  feed: { url: 'https://www.cymru.com/{NAME}/infected_{DATE}.txt', every: 'P1D', note: terms.members, needsKey: true },
  match: [
    {
      kind: 'file',
      body: /^# ?(?:Format: )?(?:report\|ip\|asn\|timestamp|category\|address\|asn\|timestamp)/im,
      weight: 90,
    },
    { kind: 'file', body: /^[a-z]{3,12}\|[0-9a-f.:]{7,45}\|\d{1,10}\|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\|/im, weight: 80 },
  ],
  shape: 'csv',
  delimiter: '|',
  comments: ['#'],
  columns,
  needs: ['category', 'address'],
  fields: {
    ip: 'address',
    asn: 'asn',
    time: { from: 'timestamp', zone: 'UTC' },
    kind: { from: 'category', table: kinds },
  },
  kind: 'report.unclassified',
  org: 'Team Cymru',
  domain: 'team-cymru.com',
  timed: true,
  finish: (finding, row) => {
    const text = row.get('optional_information') ?? '';
    const about = detailsIn(text);
    const category = row.get('category')?.toLowerCase() ?? '';
    const isInfected = finding.kind === 'malware.infected_host';
    const malware =
      about.get('family') ??
      about.get('mwtype') ??
      (isInfected && category !== 'bot' && category !== 'bots' ? category : undefined);
    const ports = (
      about.get('destination_port_numbers') ??
      about.get('darknet_port') ??
      about.get('honeypot_port') ??
      about.get('ports_scanned') ??
      about.get('dest_port') ??
      about.get('destport') ??
      about.get('dstport') ??
      ''
    )
      .split(',')
      .map((p) => portOf(p.replace(/\(.*$/, '')));
    const hostname = about.get('hostname');
    const target = present({
      ip: ipOf(about.get('dest_addr') ?? about.get('dst_addr') ?? about.get('dstaddr') ?? about.get('destaddr')),
      // Of several ports none is "the" port: they stay in the sender's words.
      port: ports.length === 1 ? ports[0] : undefined,
    });
    const word = text.split(';')[0]?.trim().toLowerCase() ?? '';
    const proxy = /(?:^|proxy_type: ?)([a-z0-9]+)-(\d{1,5})\b/i.exec(text);
    const transport = protocols[about.get('protocol') ?? ''];
    const application = finding.kind === 'attack.bruteforce' && /^[a-z0-9]{2,10}$/.test(word) ? word : undefined;
    const url = urlOf(text.split(';')[0]);
    const host = cleanHost(hostname ?? '');
    return [
      {
        ...finding,
        ...(url ? { url } : {}),
        ...present({ host: finding.host ?? host ?? (url ? cleanHost(new URL(url).hostname) : undefined) }),
        ...present({ port: portOf(about.get('port') ?? about.get('srcport')) ?? portOf(proxy?.[2]) }),
        ...(malware && (isInfected || finding.kind === 'malware.c2') ? { malware } : {}),
        ...(Object.keys(target).length > 0 ? { target } : {}),
        ...(transport || application ? { protocol: present({ transport, application }) } : {}),
      },
    ];
  },
});
