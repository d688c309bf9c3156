/** Well-known feeds to choose from, as data. Terms are the suppliers' own and change: the note says what to look at first. */
import type { Words } from '#kernel';
import type { Schedule } from './channel.ts';

export interface KnownFeed {
  readonly id: string;
  readonly title: string;
  /** What it tells about. */
  readonly about: Words;
  /** `<…>` is filled in by whoever chooses it. */
  readonly address: string;
  readonly method?: 'GET' | 'POST';
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly auth: 'none' | 'bearer' | 'header';
  readonly header?: string;
  readonly schedule: Schedule;
  /** Minutes between two versions, as its supplier says. */
  readonly rhythm: number;
  /** The format that reads it; null where it is read by what it looks like. A bare list is read only where its format is named. */
  readonly format: string | null;
  /** All formats in which this notifier sends, by mail too: what a desk may meet from it. */
  readonly formats: readonly string[];
  readonly licence: Words;
  readonly page: string;
}

export const catalogue: readonly KnownFeed[] = [
  {
    id: 'spamhaus-drop-v4',
    title: 'Spamhaus DROP (IPv4)',
    about: {
      nl: 'Netwerken die geheel in handen van misdadigers zijn',
      en: 'Networks wholly in the hands of criminals',
    },
    address: 'https://www.spamhaus.org/drop/drop_v4.json',
    auth: 'none',
    schedule: { every_minutes: 720 },
    rhythm: 1440,
    format: 'spamhaus_drop',
    formats: ['spamhaus_drop', 'spamhaus_sbl', 'spamhaus_cert'],
    licence: {
      nl: 'Vrij te gebruiken met naamsvermelding; hooguit één keer per uur ophalen.',
      en: 'Free to use with credit; fetch at most once an hour.',
    },
    page: 'https://www.spamhaus.org/blocklists/do-not-route-or-peer/',
  },
  {
    id: 'spamhaus-drop-v6',
    title: 'Spamhaus DROP (IPv6)',
    about: {
      nl: 'Netwerken die geheel in handen van misdadigers zijn',
      en: 'Networks wholly in the hands of criminals',
    },
    address: 'https://www.spamhaus.org/drop/drop_v6.json',
    auth: 'none',
    schedule: { every_minutes: 720 },
    rhythm: 1440,
    format: 'spamhaus_drop',
    formats: ['spamhaus_drop', 'spamhaus_sbl', 'spamhaus_cert'],
    licence: {
      nl: 'Vrij te gebruiken met naamsvermelding; hooguit één keer per uur ophalen.',
      en: 'Free to use with credit; fetch at most once an hour.',
    },
    page: 'https://www.spamhaus.org/blocklists/do-not-route-or-peer/',
  },
  {
    id: 'urlhaus-asn',
    title: 'URLhaus, one AS',
    about: { nl: 'Adressen in uw AS waar malware staat', en: 'Addresses in your AS that serve malware' },
    address: 'https://urlhaus.abuse.ch/feeds/asn/<AS number>/',
    auth: 'none',
    schedule: { every_minutes: 30 },
    rhythm: 1440,
    format: 'urlhaus',
    formats: ['urlhaus'],
    licence: {
      nl: 'Zie de voorwaarden van abuse.ch; voor veel gebruik is een Auth-Key nodig.',
      en: 'See the terms of abuse.ch; an Auth-Key is needed for heavy use.',
    },
    page: 'https://urlhaus.abuse.ch/feeds/',
  },
  {
    id: 'urlhaus-recent',
    title: 'URLhaus, recent',
    about: {
      nl: 'Alle adressen met malware van de laatste dagen; alleen die in uw netwerk worden een zaak',
      en: 'Every malware address of the last days; only those in your network become a case',
    },
    address: 'https://urlhaus.abuse.ch/downloads/csv_recent/',
    auth: 'header',
    header: 'Auth-Key',
    schedule: { every_minutes: 30 },
    rhythm: 60,
    format: 'urlhaus',
    formats: ['urlhaus'],
    licence: {
      nl: 'Zie de voorwaarden van abuse.ch; een Auth-Key is nodig.',
      en: 'See the terms of abuse.ch; an Auth-Key is needed.',
    },
    page: 'https://urlhaus.abuse.ch/api/',
  },
  {
    id: 'threatfox-recent',
    title: 'ThreatFox, one day',
    about: { nl: 'Stuurservers en verspreiders van malware', en: 'Command servers and distributors of malware' },
    address: 'https://threatfox-api.abuse.ch/api/v1/',
    method: 'POST',
    body: '{"query":"get_iocs","days":1}',
    headers: { 'content-type': 'application/json' },
    auth: 'header',
    header: 'Auth-Key',
    schedule: { every_minutes: 60 },
    rhythm: 240,
    format: 'threatfox',
    formats: ['threatfox'],
    licence: {
      nl: 'Zie de voorwaarden van abuse.ch; een Auth-Key is nodig.',
      en: 'See the terms of abuse.ch; an Auth-Key is needed.',
    },
    page: 'https://threatfox.abuse.ch/api/',
  },
  {
    id: 'feodo-recommended',
    title: 'Feodo Tracker',
    about: { nl: 'Stuurservers van botnets', en: 'Command servers of botnets' },
    address: 'https://feodotracker.abuse.ch/downloads/ipblocklist.json',
    auth: 'none',
    schedule: { every_minutes: 60 },
    rhythm: 1440,
    format: 'feodotracker',
    formats: ['feodotracker'],
    licence: { nl: 'CC0 volgens de leverancier.', en: 'CC0 according to its supplier.' },
    page: 'https://feodotracker.abuse.ch/blocklist/',
  },
  {
    id: 'openphish-community',
    title: 'OpenPhish Community',
    about: { nl: 'Phishingpagina’s', en: 'Phishing pages' },
    address: 'https://raw.githubusercontent.com/openphish/public_feed/refs/heads/main/feed.txt',
    auth: 'none',
    schedule: { every_minutes: 720 },
    rhythm: 1440,
    format: 'openphish',
    formats: ['openphish'],
    licence: {
      nl: 'Alleen niet-commercieel gebruik; vraag de leverancier om toestemming voor een provider.',
      en: 'Non-commercial use only; ask its supplier for leave as a provider.',
    },
    page: 'https://openphish.com/phishing_feeds.html',
  },
  {
    id: 'blocklist-de-all',
    title: 'blocklist.de, last 48 hours',
    about: { nl: 'Adressen die anderen aanvielen', en: 'Addresses that attacked others' },
    address: 'https://lists.blocklist.de/lists/all.txt',
    auth: 'none',
    schedule: { every_minutes: 720 },
    rhythm: 1440,
    format: 'blocklistde',
    formats: ['blocklistde', 'x_arf', 'blocklist_de'],
    licence: {
      nl: 'Vrij te gebruiken volgens de leverancier; meldingen per mail zeggen meer dan deze lijst.',
      en: 'Free to use according to its supplier; its mailed reports say more than this list.',
    },
    page: 'https://www.blocklist.de/en/export.html',
  },
];
