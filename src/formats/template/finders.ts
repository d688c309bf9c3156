/** Finders that many senders share: an address under its label, pages under theirs, a moment, the words that tell a kind. */
import type { Finder } from './template.ts';

/**
 * `IP address: 192.0.2.1`, `Offending/Source IP = …`, `IP-adres: …`, each time it occurs. A label before several addresses on
 * one line is left alone: such a mail is read better as words.
 */
export const address: Finder = {
  re: /^[ \t]*(?:[-*•][ \t]*)?(?:the )?(?:(?:source|src|offending|offending\/source|attack(?:er|ing)|abus(?:e|ive|ing)|reported|affected|infring(?:er'?s?|ing)|infected|host(?:ing)?|hosted on|server|site|web ?site|your|current|associated|resolved|malicious|remote|client)[ \t/]*)?IP(?:v[46])?(?:[ -]?(?:address(?:es)?|addr|adres(?:sen)?|adresse)|s)?(?:[ \t]*\([^)\n]{0,40}\))?[ \t]*[:=][ \t]*\[?([0-9a-f.:]{3,45}(?:\/\d{1,3})?)(?![0-9a-f.:/])(?![ \t]*[,;&][ \t]*[0-9a-f]{1,4}[.:])/gim,
  all: true,
};

/** A page with its address in brackets behind it: `http://shop.example/login [192.0.2.1]`. */
export const pageWithAddress: Finder = {
  re: /(?<url>(?:https?|ftp):\/\/[^\s<>"]{3,2000})[ \t]{1,4}[[(](?<ip>[0-9a-f.:]{3,45})[\])]/gi,
  all: true,
};
/** `URL: …`, `Phishing URL: …`, `Infringing link: …`, `Website address: …`. */
export const pages: Finder = {
  re: /^[ \t]*(?:[-*•][ \t]*)?(?:(?!legitimate|official|original|genuine|evidence|screenshot|report|copyright|protected|work|more)[\w'()/-]{1,20}[ \t]){0,4}(?:URLs?|URI|links?|web ?(?:site|page)s?|sites?|pages?|location)(?: ?\(s\)| address(?:es)?)?[ \t]*:[ \t]*\n?[ \t]*<?((?:https?|ftp):\/\/[^\s<>"]{3,2000})/gim,
  all: true,
};
/** Pages alone on their line, as lists of them are written. */
export const lonePages: Finder = {
  re: /^[ \t]*(?:[-*•][ \t]*|\d{1,3}[.)][ \t]*)?<?((?:https?|ftp):\/\/[^\s<>"]{3,2000})>?[ \t]*(?:[[(][^\])\n]{0,60}[\])])?[ \t]*$/gim,
  all: true,
};
/** `Domain: …`, `Hostname: …`, `Domeinnaam: …`. */
export const host: Finder = {
  re: /^[ \t]*(?:[-*•][ \t]*)?(?:(?:reported|phishing|malicious|infringing|affected|offending) )?(?:domain(?:[ -]?name)?|host(?:[ -]?name)?|domeinnaam|domein|FQDN)(?: ?\(s\))?[ \t]*[:=][ \t]*(?:https?:\/\/)?([a-z0-9_-]+\.[a-z0-9._-]*[a-z0-9])/im,
};
/** `Date: …`, `Timestamp (UTC): …`, `First seen: …` under any of the usual labels. */
export const moment: Finder = {
  re: /^[ \t]*(?:[-*•][ \t]*)?(?:date(?: ?(?:\/|and|&) ?time)?|time|timestamp|time ?stamp|detected(?: on| at)?|detection (?:date|time)|discovered(?: on| at)?|event (?:date|time)|incident (?:date|time)|reported (?:on|at)|datum|tijd(?:stip)?)(?:[ \t]*\([^)\n]{0,30}\))?[ \t]*[:=][ \t]*(.{6,60})$/im,
};
export const firstSeen: Finder = {
  re: /^[ \t]*(?:[-*•][ \t]*)?first (?:seen|detected|found|observed|reported)(?: on| at)?(?:[ \t]*\([^)\n]{0,30}\))?[ \t]*[:=][ \t]*(.{6,60})$/im,
};
export const lastSeen: Finder = {
  re: /^[ \t]*(?:[-*•][ \t]*)?last (?:seen|detected|found|observed|reported|attack)(?: on| at)?(?:[ \t]*\([^)\n]{0,30}\))?[ \t]*[:=][ \t]*(.{6,60})$/im,
};
/** The zone stated for all moments: `Timestamp (UTC)`, `all times are in UTC+1`, `Timezone: CET`. */
export const zone: Finder = {
  re: /\b(?:times?|timestamps?|time ?zone|dates?|tijden|zeit\w*)\b[^\n]{0,40}?[ (:]((?:UTC|GMT)[+-]\d{1,2}(?::?\d\d)?|UTC|GMT|CES?T|[ECMP][SD]T|[+-]\d\d:?\d\d)(?=[\s).,;]|$)/i,
};
/** `Case ID: …`, `Ticket #…`, `Reference: …`, `Incident number …`. */
export const reference: Finder = {
  re: /\b(?:case|ticket|incident|issue|reference|ref\.?|notice|complaint|report|abuse|takedown|alert|tracking|infringement|kenmerk|referentie|zaak|dossier)[ \t]?(?:id|no\.?|nr\.?|number|code|#)?[ \t]?[:#][ \t]{0,3}#?((?=[\w./-]{0,40}\d)[A-Za-z0-9][\w./-]{2,60}[A-Za-z0-9])/i,
};

/** What the words of senders that report pages mean. */
export const pageKinds: Readonly<Record<string, string>> = {
  phish: 'fraud.phishing',
  hameçonnage: 'fraud.phishing',
  malware: 'malware.distribution',
  'malicious file': 'malware.distribution',
  virus: 'malware.distribution',
  trojan: 'malware.distribution',
  'command and control': 'malware.c2',
  c2: 'malware.c2',
  copyright: 'ip.copyright',
  dmca: 'ip.copyright',
  piracy: 'ip.copyright',
  infring: 'ip.copyright',
  trademark: 'ip.trademark',
  counterfeit: 'ip.trademark',
  'brand abuse': 'ip.trademark',
  impersonat: 'fraud.scam',
  scam: 'fraud.scam',
  fraud: 'fraud.scam',
  'fake shop': 'fraud.scam',
  'fake store': 'fraud.scam',
  'fake webshop': 'fraud.scam',
  'web shell': 'intrusion.website',
  webshell: 'intrusion.website',
  'compromised site': 'intrusion.website',
  'compromised website': 'intrusion.website',
  'hacked site': 'intrusion.website',
  defacement: 'intrusion.defacement',
};
const pageWords =
  /\b(phish\w*|hameçonnage|malware|malicious files?|virus|trojan|command and control|c2|copyright|dmca|piracy|trademark|counterfeit\w*|brand abuse|impersonat\w*|scam\w*|fraud\w*|fake (?:shop|store|webshop)s?|web ?shells?|compromised (?:web)?sites?|hacked sites?|defacements?|infring\w*)\b/i;
/** The kind by the first telling word of the subject, else of the text. */
export const pageKind: readonly Finder[] = [
  { re: new RegExp(`^Subject:.{0,300}?${pageWords.source}`, 'im'), map: pageKinds },
  { re: pageWords, map: pageKinds },
];

/** What the words of senders that report machines mean. */
export const machineKinds: Readonly<Record<string, string>> = {
  'brute force': 'attack.bruteforce',
  'brute-force': 'attack.bruteforce',
  bruteforce: 'attack.bruteforce',
  'login attempt': 'attack.bruteforce',
  'login attack': 'attack.bruteforce',
  'failed login': 'attack.bruteforce',
  ssh: 'attack.bruteforce',
  imap: 'attack.bruteforce',
  'port scan': 'attack.scan',
  portscan: 'attack.scan',
  scan: 'attack.scan',
  probe: 'attack.scan',
  'sql injection': 'attack.exploit',
  exploit: 'attack.exploit',
  'web attack': 'attack.exploit',
  'web app attack': 'attack.exploit',
  hack: 'attack.exploit',
  'bad web bot': 'attack.scraping',
  scraping: 'attack.scraping',
  ddos: 'ddos.source',
  'dos attack': 'ddos.source',
  flood: 'ddos.source',
  'denial of service': 'ddos.source',
  'botnet controller': 'malware.c2',
  'command and control': 'malware.c2',
  'c&c': 'malware.c2',
  c2: 'malware.c2',
  bot: 'malware.infected_host',
  infected: 'malware.infected_host',
  infection: 'malware.infected_host',
  sinkhole: 'malware.infected_host',
  spam: 'spam.source',
  harvest: 'spam.comment_harvest',
  'comment spam': 'spam.comment_harvest',
  phish: 'fraud.phishing',
  malware: 'malware.distribution',
  'open proxy': 'infra.open_proxy',
  'open resolver': 'vuln.amplifier',
  amplif: 'vuln.amplifier',
  vulnerab: 'vuln.cve',
  compromised: 'intrusion.server',
};
