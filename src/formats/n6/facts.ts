/** What the n6 data format says, written down as facts: its 27 categories with our kind for each, where the origin tells more, and the category to write for each kind. */

/** category kind */
const written = `
amplifier vuln.amplifier
backdoor intrusion.website
bots malware.infected_host
cnc malware.c2
deface intrusion.defacement
dns-query malware.infected_host
dos-attacker ddos.source
dos-victim ddos.victim
exposed vuln.exposed_service
flow report.unclassified
flow-anomaly net.spoofing
fraud fraud.scam
leak intrusion.account
malurl malware.distribution
malware-action malware.config_dropzone
other report.unclassified
phish fraud.phishing
proxy infra.open_proxy
sandbox-url malware.distribution
scam fraud.scam
scanning attack.scan
server-exploit attack.exploit
spam spam.source
spam-url spam.advertised
tor infra.tor_exit
vulnerable vuln.cve
webinject malware.config_dropzone
`;

/** Categories by name. */
export const n6Categories: ReadonlyMap<string, string> = new Map(
  written
    .trim()
    .split('\n')
    .map((line) => line.split(' ') as [string, string]),
);

/** Where the origin (what kind of machine or sensor it is) tells more than the category. */
const origins: Readonly<Record<string, string>> = {
  'other c2': 'malware.c2',
  'malurl c2': 'malware.c2',
  'other dropzone': 'malware.config_dropzone',
  'malurl dropzone': 'malware.config_dropzone',
  'other proxy': 'infra.open_proxy',
  'other honeypot': 'attack.exploit',
  'other darknet': 'attack.scan',
  'other sinkhole': 'malware.infected_host',
  'other p2p-crawler': 'malware.infected_host',
  'other p2p-drone': 'malware.infected_host',
};

/** Our kind of a category and origin. */
export function kindOfN6(category: string | undefined, origin: string | undefined): string {
  const c = category?.trim().toLowerCase() ?? '';
  return origins[`${c} ${origin?.toLowerCase() ?? ''}`] ?? n6Categories.get(c) ?? 'report.unclassified';
}

/** Kinds without a category of their own: the nearest one. */
const nearest: Readonly<Record<string, string>> = {
  'attack.bruteforce': 'scanning',
  'attack.scraping': 'scanning',
  'attack.social_engineering': 'fraud',
  'intrusion.server': 'server-exploit',
  'content.privacy': 'leak',
  'spam.bulk': 'spam',
  'spam.comment_harvest': 'spam',
  'vuln.data_exposed': 'vulnerable',
  'vuln.weak_crypto': 'vulnerable',
  'inventory.exposure': 'exposed',
  'malware.config_dropzone': 'malware-action',
};

/** The category to write for one of our kinds. */
export function n6OfKind(kind: string): string {
  const own = [...n6Categories].find(([, k]) => k === kind)?.[0];
  return nearest[kind] ?? own ?? 'other';
}
