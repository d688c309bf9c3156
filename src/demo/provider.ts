/**
 * The ledger of the sample provider: who its customers, resellers and their customers are, and who held what when.
 * Everything is made up and lies on documentation space (RFC 5737, RFC 3849, RFC 5398, RFC 2606); moments are days from the demo's start.
 */

import type { Language } from '#kernel';
import type { DsaClass, PartyKind, ServiceKind } from '#parties';

/** Days from the start of the demo, negative before it. */
export type Days = number;

export const organisation = {
  slug: 'voorbeeldhost',
  name: 'Voorbeeldhost BV',
  kind: 'provider',
  zone: 'Europe/Amsterdam',
  language: 'nl',
  country: 'nl',
  abuse: 'abuse@voorbeeldhost.example',
} as const;

export const staff = [
  { email: 'anouk@voorbeeldhost.example', name: 'Anouk Verhoeven', role: 'admin', language: 'nl' },
  { email: 'dirk@voorbeeldhost.example', name: 'Dirk Postma', role: 'decider', language: 'nl' },
  { email: 'hanna@voorbeeldhost.example', name: 'Hanna Lindqvist', role: 'handler', language: 'en' },
  { email: 'rashid@voorbeeldhost.example', name: 'Rashid Amrani', role: 'reader', language: 'nl' },
] as const;

export interface PartyRow {
  readonly reference: string;
  readonly kind: PartyKind;
  readonly name: string;
  readonly country: string;
  readonly language: Language;
  readonly abuse: string;
  /** Answers at any hour, where the party has such an address. */
  readonly technical?: string;
}

const party = (
  reference: string,
  kind: PartyKind,
  name: string,
  country: string,
  language: Language,
  abuse: string,
  technical?: string,
): PartyRow => ({
  reference,
  kind,
  name,
  country,
  language,
  abuse,
  ...(technical ? { technical } : {}),
});

export const parties: readonly PartyRow[] = [
  // Sites on the shared web servers.
  party('K-1001', 'legal', 'Bakkerij De Korenbloem BV', 'nl', 'nl', 'info@bakkerij-korenbloem.example'),
  party('K-1002', 'legal', 'Trapper Fietsen VOF', 'nl', 'nl', 'winkel@trapper-fietsen.example'),
  party('K-1003', 'legal', 'Tandartspraktijk Zuiderpark', 'nl', 'nl', 'praktijk@tandarts-zuiderpark.example'),
  party('K-1004', 'legal', 'Bloemenhuis Madelief', 'nl', 'nl', 'info@bloemenhuis-madelief.example'),
  party('K-1005', 'legal', 'Rijschool Groen Licht', 'nl', 'nl', 'les@rijschool-groenlicht.example'),
  party('K-1006', 'legal', 'Stichting Buurthuis De Schakel', 'nl', 'nl', 'bestuur@buurthuis-deschakel.example'),
  party('K-1007', 'legal', 'Slagerij Hendriks', 'nl', 'nl', 'bestel@slagerij-hendriks.example'),
  party('K-1008', 'legal', 'Kaarsenlicht Webwinkel', 'nl', 'nl', 'klantenservice@kaarsenlicht-shop.example'),
  party('K-1009', 'legal', 'Makelaardij Noordereiland BV', 'nl', 'nl', 'kantoor@makelaardij-noordereiland.example'),
  party('K-1010', 'legal', 'Sportvereniging DVO', 'nl', 'nl', 'secretaris@dvo-sport.example'),
  party('K-1011', 'legal', 'Boekhandel De Letterhoek', 'nl', 'nl', 'boeken@deletterhoek.example'),
  party('K-1012', 'legal', 'Camping Het Duinzicht', 'nl', 'nl', 'receptie@duinzicht-camping.example'),
  // Dedicated servers and colocation.
  party(
    'K-1101',
    'legal',
    'Softwarehuis Knooppunt BV',
    'nl',
    'nl',
    'abuse@knooppunt-software.example',
    'noc@knooppunt-software.example',
  ),
  party('K-1102', 'legal', 'Datawerk Analytics BV', 'nl', 'nl', 'beheer@datawerk.example'),
  party('K-1103', 'legal', 'GameArena Hosting VOF', 'nl', 'nl', 'abuse@gamearena.example', 'admins@gamearena.example'),
  party('K-1104', 'legal', 'Streamwerk BV', 'nl', 'nl', 'abuse@streamwerk.example'),
  party(
    'K-1105',
    'legal',
    'Hosting Overname Groep BV',
    'nl',
    'nl',
    'abuse@overnamegroep.example',
    'noc@overnamegroep.example',
  ),
  party('K-1106', 'legal', 'Kellermann Maschinenbau GmbH', 'de', 'en', 'it@kellermann-maschinenbau.example'),
  party(
    'K-1107',
    'legal',
    'Northwind Analytics Ltd',
    'gb',
    'en',
    'abuse@northwind-analytics.example',
    'ops@northwind-analytics.example',
  ),
  party('K-1108', 'legal', 'Sierra Mail Services LLC', 'us', 'en', 'abuse@sierra-mail.example'),
  party('K-1109', 'legal', 'IoT Meetnet BV', 'nl', 'nl', 'techniek@iot-meetnet.example'),
  party(
    'K-1110',
    'legal',
    'Zorgportaal Nederland BV',
    'nl',
    'nl',
    'security@zorgportaal.example',
    'piket@zorgportaal.example',
  ),
  party('K-1111', 'legal', 'Logistiek Van der Veen BV', 'nl', 'nl', 'ict@vanderveen-logistiek.example'),
  party('K-1112', 'legal', 'PixelForge Studio', 'nl', 'nl', 'studio@pixelforge.example'),
  party('K-1113', 'legal', 'Drukkerij Van Loon', 'nl', 'nl', 'info@drukkerij-vanloon.example'),
  party('K-1114', 'legal', 'Oude Haven Media BV', 'nl', 'nl', 'info@oudehaven-media.example'),
  // Virtual servers.
  party('K-2001', 'natural', 'J. Bakker', 'nl', 'nl', 'jbakker@postvak.example'),
  party('K-2002', 'natural', 'S. de Vries', 'nl', 'nl', 'sdevries@postvak.example'),
  party('K-2003', 'natural', 'M. El Idrissi', 'nl', 'nl', 'm.elidrissi@postvak.example'),
  party('K-2004', 'natural', 'T. Janssen', 'nl', 'nl', 'tjanssen@postvak.example'),
  party('K-2005', 'natural', 'A. Kowalczyk', 'pl', 'en', 'kowalczyk@mailbox.example'),
  party('K-2006', 'natural', 'P. Müller', 'de', 'en', 'pmueller@mailbox.example'),
  party('K-2007', 'natural', 'L. Okafor', 'gb', 'en', 'lokafor@mailbox.example'),
  party('K-2008', 'natural', 'R. Visser', 'nl', 'nl', 'rvisser@postvak.example'),
  party('K-2009', 'natural', 'F. Yılmaz', 'tr', 'en', 'fyilmaz@mailbox.example'),
  party('K-2010', 'natural', 'C. Dubois', 'be', 'nl', 'cdubois@postvak.example'),
  party('K-2011', 'legal', 'Baltic Crawl OÜ', 'ee', 'en', 'abuse@baltic-crawl.example'),
  party('K-2012', 'natural', 'N. Smit', 'nl', 'nl', 'nsmit@postvak.example'),
  party('K-2013', 'natural', 'D. Petrov', 'bg', 'en', 'dpetrov@mailbox.example'),
  party('K-2014', 'natural', 'E. van Dam', 'nl', 'nl', 'evandam@postvak.example'),
  party('K-2015', 'legal', 'Atelier Beaumont SARL', 'fr', 'en', 'contact@atelier-beaumont.example'),
  party('K-2016', 'legal', 'Lumen Cloud Sp. z o.o.', 'pl', 'en', 'abuse@lumen-cloud.example'),
  party('K-2017', 'legal', 'Marmara Oyun A.Ş.', 'tr', 'en', 'abuse@marmara-oyun.example'),
  party('K-2018', 'legal', 'Bright Path Marketing Ltd', 'cy', 'en', 'compliance@brightpath.example'),
  party('K-2019', 'legal', 'Nimbus VPN AB', 'se', 'en', 'abuse@nimbus-vpn.example'),
  party('K-2020', 'legal', 'Koala Trading Pty Ltd', 'au', 'en', 'it@koala-trading.example'),
  party('K-2021', 'legal', 'Advocatenkantoor Meers & Partners', 'nl', 'nl', 'kantoor@meers-partners.example'),
  party('K-2022', 'legal', 'Garage Wielinga', 'nl', 'nl', 'garage@wielinga.example'),
  // Resellers, a sub-reseller, and their customers.
  party(
    'R-201',
    'legal',
    'NetStart Hosting BV',
    'nl',
    'nl',
    'abuse@netstart-hosting.example',
    'noc@netstart-hosting.example',
  ),
  party('R-202', 'legal', 'CloudMix Europe Ltd', 'gb', 'en', 'abuse@cloudmix.example', 'noc@cloudmix.example'),
  party('R-301', 'legal', 'Webbouwers Collectief', 'nl', 'nl', 'support@webbouwers.example'),
  party('N-5001', 'legal', 'Foto Kiek', 'nl', 'nl', 'info@fotokiek.example'),
  party('N-5002', 'legal', 'Kapsalon Knip', 'nl', 'nl', 'afspraak@kapsalon-knip.example'),
  party('N-5003', 'legal', 'Yogastudio Balans', 'nl', 'nl', 'les@yogastudio-balans.example'),
  party('N-5004', 'legal', 'Timmerbedrijf Bos', 'nl', 'nl', 'bos@timmerbedrijf-bos.example'),
  party('M-6001', 'legal', 'Orbit Proxy Services', 'ee', 'en', 'abuse@orbit-proxy.example'),
  party('M-6002', 'legal', 'QuickVPS Traders', 'gb', 'en', 'help@quickvps.example'),
  party('M-6003', 'legal', 'Dropship Dynamo', 'gb', 'en', 'team@dropship-dynamo.example'),
  party('W-7001', 'legal', 'Pizzeria Vesuvio', 'nl', 'nl', 'eten@pizzeria-vesuvio.example'),
  party('W-7002', 'legal', 'Hondenschool Blij', 'nl', 'nl', 'poot@hondenschool-blij.example'),
  party('W-7003', 'legal', 'Café De Kroon', 'nl', 'nl', 'bar@cafe-dekroon.example'),
  party('W-7004', 'legal', 'Schaakclub De Toren', 'nl', 'nl', 'zet@schaakclub-toren.example'),
];

export interface ContractRow {
  readonly reference: string;
  /** Reference of the party that sells; null: the provider itself. */
  readonly seller: string | null;
  readonly buyer: string;
  readonly service: ServiceKind;
  readonly dsa: DsaClass;
  readonly resells: boolean;
  readonly from: Days;
  readonly until?: Days;
}

const contract = (
  reference: string,
  seller: string | null,
  buyer: string,
  service: ServiceKind,
  from: Days,
  until?: Days,
): ContractRow => ({
  reference,
  seller,
  buyer,
  service,
  // Whose servers merely stand here stores nothing with us: which class that is, the ledger does not claim to know.
  dsa: service === 'colocation' ? 'unknown' : 'hosting',
  resells: service === 'resale',
  from,
  ...(until === undefined ? {} : { until }),
});

/** Every customer of ours has one contract that bears its own number; a few have more, over time. */
const ofParty: Readonly<Record<string, ServiceKind>> = { 'K-10': 'shared_hosting', 'K-11': 'dedicated', 'K-20': 'vps' };
/** Contracts of the customers above began on uneven days, long before the demo. */
const began = (i: number): Days => -(180 + ((i * 137) % 1500));

const direct = parties
  .map((p, i) => ({ p, service: ofParty[p.reference.slice(0, 4)], i }))
  .filter(
    (x) =>
      x.service !== undefined &&
      !['K-1104', 'K-1105', 'K-1110', 'K-1111', 'K-1114', 'K-2004', 'K-2009', 'K-2011'].includes(x.p.reference),
  )
  .map(({ p, service, i }) => contract(`C-${p.reference.slice(2)}`, null, p.reference, service ?? 'other', began(i)));

export const contracts: readonly ContractRow[] = [
  ...direct,
  // Bought out: the company was taken over, its servers kept running under the buyer's contract.
  contract('C-1104', null, 'K-1104', 'dedicated', -940, -12),
  contract('C-1105', null, 'K-1105', 'dedicated', -12),
  contract('C-1110', null, 'K-1110', 'colocation', -1400),
  contract('C-1111', null, 'K-1111', 'colocation', -610),
  // Ended: the address went back to the pool.
  contract('C-1114', null, 'K-1114', 'dedicated', -800, -16),
  contract('C-2004', null, 'K-2004', 'vps', -420, -19),
  contract('C-2009', null, 'K-2009', 'vps', -18, -8),
  contract('C-2011', null, 'K-2011', 'vps', -7),
  // Resale: two resellers, one of them with a reseller of its own.
  contract('C-R201', null, 'R-201', 'resale', -1300),
  contract('C-R202', null, 'R-202', 'resale', -700),
  contract('C-R301', 'R-201', 'R-301', 'resale', -520),
  contract('C-N5001', 'R-201', 'N-5001', 'shared_hosting', -480),
  contract('C-N5002', 'R-201', 'N-5002', 'shared_hosting', -330),
  contract('C-N5003', 'R-201', 'N-5003', 'vps', -300),
  contract('C-N5004', 'R-201', 'N-5004', 'vps', -210),
  contract('C-M6001', 'R-202', 'M-6001', 'vps', -120),
  contract('C-M6002', 'R-202', 'M-6002', 'vps', -90),
  contract('C-M6003', 'R-202', 'M-6003', 'vps', -25),
  contract('C-W7001', 'R-301', 'W-7001', 'shared_hosting', -400),
  contract('C-W7002', 'R-301', 'W-7002', 'shared_hosting', -250),
  contract('C-W7003', 'R-301', 'W-7003', 'vps', -160),
  contract('C-W7004', 'R-301', 'W-7004', 'shared_hosting', -95),
];

export interface NetworkRow {
  /** As `readResource` reads it. */
  readonly resource: string;
  readonly name: string;
  readonly from: Days;
}

/** Half of the last documentation prefix is left to others: reports about it are out of scope, and attackers' targets lie there. */
export const networks: readonly NetworkRow[] = [
  { resource: '192.0.2.0/24', name: 'Servers Amsterdam', from: -1500 },
  { resource: '198.51.100.0/24', name: 'Webhosting en wederverkoop', from: -1500 },
  { resource: '203.0.113.0/25', name: 'Colocatie en wederverkoop', from: -1500 },
  { resource: '2001:db8::/36', name: 'IPv6', from: -1200 },
  { resource: 'AS64500', name: 'VOORBEELDHOST', from: -1500 },
  { resource: 'domain:voorbeeldhost.example', name: 'Eigen domein', from: -1500 },
];

export interface HoldingRow {
  readonly resource: string;
  /** `1024-2047`; all ports where it is left out. */
  readonly ports?: string;
  /** Reference of the contract; null: held by the provider itself. */
  readonly contract: string | null;
  /** Shared: the site on it tells the holders apart. */
  readonly shared?: true;
  readonly from: Days;
  readonly until?: Days;
  readonly label: string;
}

const held = (
  resource: string,
  contractRef: string | null,
  label: string,
  from: Days = -160,
  until?: Days,
): HoldingRow => ({
  resource,
  contract: contractRef,
  label,
  from,
  ...(until === undefined ? {} : { until }),
});
const shared = (resource: string, contractRef: string | null, label: string, from: Days = -160): HoldingRow => ({
  ...held(resource, contractRef, label, from),
  shared: true,
});

/** The moment of a hand-over that falls into the hour, and the minute, of a finding. */
export const handOver: Days = -1 - 1 / 3;

/** Sites by the address they stand on: domain and contract. */
export const sites: readonly {
  readonly domain: string;
  readonly ip: string;
  readonly contract: string;
  readonly holder: string;
}[] = [
  ...[
    'bakkerij-korenbloem',
    'trapper-fietsen',
    'tandarts-zuiderpark',
    'bloemenhuis-madelief',
    'rijschool-groenlicht',
    'buurthuis-deschakel',
    'slagerij-hendriks',
    'kaarsenlicht-shop',
    'makelaardij-noordereiland',
    'dvo-sport',
    'deletterhoek',
    'duinzicht-camping',
  ].map((name, i) => ({
    domain: `${name}.example`,
    ip: i < 7 ? '198.51.100.10' : '198.51.100.11',
    contract: `C-${1001 + i}`,
    holder: `K-${1001 + i}`,
  })),
  ...[
    ['fotokiek', 'N-5001'],
    ['kapsalon-knip', 'N-5002'],
    ['pizzeria-vesuvio', 'W-7001'],
    ['hondenschool-blij', 'W-7002'],
    ['schaakclub-toren', 'W-7004'],
  ].map(([name = '', holder = '']) => ({
    domain: `${name}.example`,
    ip: '198.51.100.20',
    contract: `C-${holder.replace('-', '')}`,
    holder,
  })),
];

export const holdings: readonly HoldingRow[] = [
  // The provider's own name servers and relays.
  held('198.51.100.0/29', null, 'Naamservers en mailrelays', -1500),
  held('voorbeeldhost.example', null, 'Eigen domein', -1500),
  // Shared web servers: the address alone does not tell the holder.
  shared('198.51.100.10/32', null, 'web01'),
  shared('198.51.100.11/32', null, 'web02'),
  shared('2001:db8:10::10/128', null, 'web01'),
  shared('2001:db8:10::11/128', null, 'web02'),
  shared('198.51.100.20/32', 'C-R201', 'web van NetStart'),
  ...sites.map((s) => held(s.domain, s.contract, s.domain, -95)),
  // Small pages of one platform, told apart by path.
  shared('host:paginas.voorbeeldhost.example', null, 'Gratis pagina’s'),
  held('paginas.voorbeeldhost.example/devries', 'C-2002', 'Pagina van S. de Vries', -140),
  held('paginas.voorbeeldhost.example/visser', 'C-2008', 'Pagina van R. Visser', -140),
  // Dedicated servers, eight addresses each.
  held('192.0.2.8/29', 'C-1101', 'Rack A1'),
  held('192.0.2.16/29', 'C-1102', 'Rack A2'),
  held('192.0.2.24/29', 'C-1103', 'Rack A3'),
  held('192.0.2.32/29', 'C-1104', 'Rack A4', -900, -12),
  held('192.0.2.32/29', 'C-1105', 'Rack A4', -12),
  held('192.0.2.40/29', 'C-1106', 'Rack A5'),
  held('192.0.2.48/29', 'C-1107', 'Rack B1'),
  held('192.0.2.56/29', 'C-1108', 'Rack B2'),
  held('192.0.2.64/29', 'C-1109', 'Rack B3'),
  held('192.0.2.72/29', 'C-1112', 'Rack B4'),
  held('192.0.2.80/29', 'C-1113', 'Rack B5'),
  held('192.0.2.88/29', 'C-1114', 'Rack B6', -800, -16),
  // Virtual servers.
  held('192.0.2.100/32', 'C-2001', 'vps-100'),
  held('192.0.2.101/32', 'C-2002', 'vps-101'),
  held('192.0.2.102/32', 'C-2003', 'vps-102'),
  held('192.0.2.103/32', 'C-2005', 'vps-103'),
  held('192.0.2.104/32', 'C-2006', 'vps-104'),
  // Three holders within the month, with two gaps between them.
  held('192.0.2.105/32', 'C-2004', 'vps-105', -420, -19),
  held('192.0.2.105/32', 'C-2009', 'vps-105', -18, -8),
  held('192.0.2.105/32', 'C-2011', 'vps-105', -7),
  held('192.0.2.106/32', 'C-2007', 'vps-106'),
  held('192.0.2.107/32', 'C-2008', 'vps-107'),
  held('192.0.2.108/32', 'C-2010', 'vps-108'),
  held('192.0.2.109/32', 'C-2015', 'vps-109'),
  // Nobody for two weeks.
  held('192.0.2.110/32', 'C-2016', 'vps-110', -300, -15),
  held('192.0.2.110/32', 'C-2017', 'vps-110', -0.25),
  // New in the ledger: what was before, it does not know.
  held('192.0.2.111/32', 'C-2018', 'vps-111', -1.2),
  held('192.0.2.112/32', 'C-2019', 'vps-112', -260, handOver),
  held('192.0.2.112/32', 'C-2020', 'vps-112', handOver),
  held('192.0.2.113/32', 'C-2021', 'vps-113'),
  held('192.0.2.114/32', 'C-2022', 'vps-114'),
  held('192.0.2.115/32', 'C-2016', 'vps-115'),
  held('192.0.2.116/32', 'C-2017', 'vps-116'),
  held('192.0.2.117/32', 'C-2018', 'vps-117'),
  held('192.0.2.118/32', 'C-2019', 'vps-118'),
  held('192.0.2.119/32', 'C-2020', 'vps-119'),
  // Three small servers behind one address, told apart by port.
  { ...held('192.0.2.250/32', 'C-2012', 'nat-vps 1'), ports: '1024-21503' },
  { ...held('192.0.2.250/32', 'C-2013', 'nat-vps 2'), ports: '21504-41983' },
  { ...held('192.0.2.250/32', 'C-2014', 'nat-vps 3'), ports: '41984-62463' },
  // IPv6: one /64 each, one of them handed on.
  held('2001:db8:100:1::/64', 'C-2001', 'vps-100'),
  held('2001:db8:100:2::/64', 'C-2003', 'vps-102'),
  held('2001:db8:100:5::/64', 'C-2005', 'vps-103', -150, -11),
  held('2001:db8:100:5::/64', 'C-2006', 'vps-104', -11),
  held('2001:db8:100:7::/64', 'C-1101', 'Rack A1'),
  held('2001:db8:100:8::/64', 'C-1107', 'Rack B1'),
  // Colocation.
  held('203.0.113.64/28', 'C-1110', 'Kooi 7', -1400),
  held('203.0.113.80/28', 'C-1111', 'Kooi 9', -610),
  // The first reseller's block, with what it handed on, and the part of its own reseller.
  held('203.0.113.32/27', 'C-R201', 'Blok NetStart', -1300),
  held('203.0.113.34/32', 'C-N5003', 'vps Balans', -300),
  held('203.0.113.35/32', 'C-N5004', 'vps Bos', -210),
  held('203.0.113.40/29', 'C-R301', 'Blok Webbouwers', -520),
  held('203.0.113.42/32', 'C-W7003', 'vps De Kroon', -160),
  // The second reseller's block.
  held('198.51.100.128/27', 'C-R202', 'Blok CloudMix', -700),
  held('198.51.100.130/32', 'C-M6001', 'proxy-1', -120),
  held('198.51.100.131/32', 'C-M6001', 'proxy-2', -120),
  held('198.51.100.132/32', 'C-M6002', 'quick-1', -90),
  held('198.51.100.133/32', 'C-M6002', 'quick-2', -90),
  held('198.51.100.134/32', 'C-M6003', 'dynamo-1', -25),
];
