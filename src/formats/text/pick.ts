/** Which of the addresses, URLs, moments and numbers in a report in words are the reported ones, and why. */
import type { Moment } from '#kernel';
import type { Reading } from '../format.ts';
import { ipOf, networkOf, portOf } from '../values/fields.ts';
import { addressesIn, type FoundAddress, isInner } from './find.ts';
import type { Labelled, Line } from './lines.ts';

/** Labels of the reported address, strongest first. A weak label loses to a strong one. */
const sourceLabels: readonly RegExp[] = [
  /^(?:(?:the )?(?:source|src|attack(?:er|ing)?|offend(?:ing|er)?|abus(?:e|ive|ing|er)|infring(?:ing|er'?s?|ement)|malicious|remote|client|origin(?:ating)?|reported|sender|sending|infected|listed|suspect|culprit|hostile|bron|quell?e?|kwaadaardige?|aanvallend[e]?|phishing|spam(?:ming)?|scanning|compromised|vulnerable) ?-?(?:host |server |system |e-?mail )?-?ip(?:v[46])?(?: ?-?adr(?:es|ess[e]?)?| ?-?address(?:es)?)?|(?:source|src|quelle|bron|attacker|offender|origin)(?: ?(?:address|adres|adresse|host))?|sender ip address|source address|src ?ip|ip\/cidr|attacking host|attackers? address)$/,
  /^(?:ip|ips|ip ?-?v?[46]?|ip ?-?address(?:es)?|ip ?-?adres(?:sen)?|ip ?-?adresse[n]?|adresse ip|direcci[oó]n ip|indirizzo ip|adres ip|ip addr|ipaddress|your ip(?: address)?|uw ip(?: ?-?adres)?|affected ip(?: address)?|involved ip|server ip|host ip|hosted (?:on|at)|resolves to|network address|ip number|address)$/,
  /^(?:host|server|machine|system|hostname|node|affected (?:host|system))$/,
];
const targetLabels =
  /^(?:(?:destination|dest|dst|target(?:ed)?|victim|our|my|local|doel|ziel|honeypot|sensor|reporter|reporting|onze)(?: (?:host|server|system|machine))?(?: ?-?ip(?:v[46])?)?(?: ?-?address| ?-?adres| ?-?adresse)?|dst ?ip|dest ?ip)$/;

const timeLabels =
  /^(?:(?:date|time|date ?\/? ?(?:and |& ?)?time|date-time|datetime|timestamp|time ?stamp|event (?:date|time|timestamp)|incident (?:date|time)|attack (?:date|time|start)|start(?: time| date|ed)?|begin|occurred|occurrence|detected(?: at| on)?|detection (?:time|date)|(?:first |last )?seen(?: at| on)?|last (?:seen|attack|activity|event|logged)|observed(?: at| on)?|reported at|received date|sighted|when|found(?: at| on)?|discovered|date found|report(?:ed)? date|arrival date|infringement (?:date|time|timestamp)|recent infringement timestamp|datum(?: ?\/? ?(?:en )?tijd)?|tijd(?:stip)?|zeit(?:punkt|stempel)?|uhrzeit|date et heure|heure|fecha|ora|dernière)(?: ?-? ?(?:of (?:the )?(?:attack|event|incident|abuse)))?)$/;
const firstLabels =
  /^(?:first (?:seen|attack|event|detected|sighting|activity)(?: at| on)?|start(?: time| date)?|begin)$/;
const lastLabels =
  /^(?:last (?:seen|attack|event|detected|sighting|activity|logged)(?: at| on)?|most recent(?: .{1,20})?|end(?: time| date)?)$/;
const sourcePortLabels =
  /^(?:(?:source|src|remote|bron|quell?|infringe(?:r'?s?|ment)|infringing|attacker|attackers?)[ -]?port|port|poort|ports?|tcp port|udp port|service port|port number)$/;
const targetPortLabels = /^(?:(?:destination|dest|dst|target|local|doel|ziel|attacked|targeted)[ -]?ports?)$/;
const referenceLabels =
  /^(?:(?:case|ticket|report|abuse|complaint|incident|notice|reference|issue|infringement|event|tracking|submission|takedown|sbl|message|our|your|file|dossier|zaak|melding|vorgang(?:s)?|aktenzeichen)[ -]?(?:id|no\.?|nr\.?|num(?:ber)?|#|ref(?:erence)?|nummer|kenmerk|identifier)?|ref(?:erence)?|rid|kenmerk|sbl ref|divd case|uuid|id)$/;
const urlLabels =
  /^(?:(?:the )?(?:(?:phishing|malware|malicious|infringing|offending|reported|abusive|abuse|fraudulent|source|target|full|affected|infected|bad|spam(?:vertised)?|content|original|scam|download)[ -]?)?(?:urls?|uri|link|web ?site|site|web ?page|page|location|download[ -]link|web address|adresse|site concern[eé]|landing page|website url|address)|domain(?:e|s)?(?: name)?|domein(?:naam)?|hostname|host|fqdn|evidence url|spamvertised web ?site)$/;

const rank = (label: string): number => sourceLabels.findIndex((p) => p.test(label));
export const isSourceLabel = (label: string) => rank(label) >= 0;
export const isTargetLabel = (label: string) => targetLabels.test(label);
export const isUrlLabel = (label: string) => urlLabels.test(label);
export const isTimeLabel = (label: string) =>
  timeLabels.test(label) || firstLabels.test(label) || lastLabels.test(label);

export interface Candidate {
  readonly ip?: string;
  readonly prefix?: string;
  readonly port?: number;
  /** `subject`, `label:source ip`, `list`, `words`, `text`. */
  readonly from: string;
  readonly at: number;
}

/** Addresses under labels of the strongest rank that occurs. */
export function labelledAddresses(all: readonly Labelled[]): Candidate[] {
  const found: (Candidate & { readonly rank: number })[] = [];
  for (const one of all) {
    const r = rank(one.label);
    if (r < 0) continue;
    for (const c of addressesOfValue(one.value)) found.push({ ...c, from: `label:${one.label}`, at: one.at, rank: r });
  }
  const best = Math.min(...found.map((f) => f.rank));
  return found.filter((f) => f.rank === best).map(({ rank: _, ...c }) => c);
}

function addressesOfValue(value: string): { ip?: string; prefix?: string; port?: number }[] {
  const whole = ipOf(value) ?? ipOf(value.split(/[\s,;(]/)[0] ?? '');
  const network = networkOf(value.split(/[\s,;(]/)[0] ?? '');
  if (network) return /\/(?:32|128)$/.test(network) ? [{ ip: network.replace(/\/\d+$/, '') }] : [{ prefix: network }];
  const found = addressesIn(value);
  if (found.length === 0) return whole ? [{ ip: whole }] : [];
  return found.slice(0, 50).map((f) => (f.port ? { ip: f.ip, port: f.port } : { ip: f.ip }));
}

/** Whether the words before an address say it is the attacked side, or the sender's own. */
export function isOtherSide(before: string): boolean {
  return /(?:\b(?:our|my|onze|mijn|unser\w{0,2}|notre|nos)\s(?:[\w-]{1,20}\s){0,3}|\b(?:to|against|towards|target(?:ed|ing)?|destination|dst|dest|victim|honeypot|naar|gegen|vers)[\s:=]*(?:(?:ip|host|server|address)[\s:=]*)?|(?:->|=>|-->|→)\s*)$/i.test(
    before.slice(-60),
  );
}

/** Whether the words before an address say it is the source: "from IP address", "the host". */
export function isSourceSide(before: string): boolean {
  return /(?:\b(?:from|by|von|van|vanaf|depuis|source|src|attacker|offender)[\s:=]*(?:(?:the|your|an?|het|uw|der|die)\s)?(?:(?:ip(?:v[46])?|host|server|address|ip-?adres|machine|client)[\s-]*){0,3}(?:address(?:es)?)?[\s:=([]*|\b(?:your|uw|ihr\w{0,2}|votre)\s(?:[\w-]{1,20}\s){0,3}|\b(?:ip|ip[ -]address|ip[ -]adres|ip[ -]adresse|adresse ip|hosted (?:on|at))[\s:=([]*)$/i.test(
    before.slice(-60),
  );
}

export interface Picked {
  readonly chosen: readonly Candidate[];
  /** Set where two or more fit equally well: a person must say which. */
  readonly ambiguous?: readonly string[];
  /** Addresses of the attacked side. */
  readonly targets: readonly string[];
}

/**
 * The reported addresses. Inside own prefixes nothing outside them is reported to us; else the subject, then labelled lines,
 * then lists, then what the words call the source, then the only one there is.
 */
export function pickAddresses(
  subject: string,
  lines: readonly Line[],
  all: readonly Labelled[],
  reading: Reading,
): Picked {
  const own = reading.own;
  const mine = (c: Candidate) => c.ip !== undefined && (own?.holds(c.ip) ?? false);
  const inSubject = dedupe(addressesIn(subject).map((f) => candidateOf(f, 'subject', 0)));
  const targets = new Set<string>();
  for (const one of all) if (isTargetLabel(one.label)) for (const f of addressesIn(one.value)) targets.add(f.ip);
  const labelled = dedupe(
    labelledAddresses(all).filter((c) => !(c.ip && targets.has(c.ip) && !isSourceLabel(c.from.slice(6)))),
  );
  const listed: Candidate[] = [];
  const worded: Candidate[] = [];
  const bare: Candidate[] = [];
  for (const line of lines) {
    if (line.isHeader) continue;
    const found = addressesIn(line.text);
    if (found.length === 0) continue;
    const alone =
      found.length === 1 && /^[[(<"']?[0-9a-f.:]{3,45}[\])>"']?(?:[\s,;|\t]+[\w\s:+.,/()-]{0,60})?$/i.test(line.text);
    for (const f of found) {
      if (isInner(f.ip) && !mine({ ip: f.ip, from: '', at: 0 }) && !alone && !isSourceSide(line.text.slice(0, f.index)))
        continue;
      const before = line.text.slice(0, f.index);
      const c = candidateOf(f, 'text', line.at);
      if (isOtherSide(before)) {
        if (!isSourceSide(before)) targets.add(f.ip);
        continue;
      }
      if (alone) listed.push({ ...c, from: 'list' });
      if (isSourceSide(before)) worded.push({ ...c, from: 'words' });
      bare.push(c);
    }
  }
  const tiers: (readonly Candidate[])[] = [
    inSubject,
    labelled,
    dedupe(listed),
    dedupe(worded),
    dedupe(bare.filter((c) => !(c.ip && targets.has(c.ip)))),
  ];
  if (own) {
    for (const tier of tiers) {
      const ours = tier.filter(mine);
      if (ours.length > 0) return settle(ours, tier, tiers, [...targets]);
    }
    // Where we know our own space and nothing in the report lies in it, what is labelled still stands, for a person to see.
  }
  for (const tier of tiers) if (tier.length > 0) return settle(tier, tier, tiers, [...targets]);
  return { chosen: [], targets: [...targets] };
}

/** An address with its port, or the network where one is written behind it. */
function candidateOf(f: FoundAddress, from: string, at: number): Candidate {
  const prefix = f.length === undefined ? undefined : networkOf(`${f.ip}/${f.length}`);
  if (prefix) return { prefix, from, at };
  return { ip: f.ip, from, at, ...(f.port ? { port: f.port } : {}) };
}

function settle(
  candidates: readonly Candidate[],
  tier: readonly Candidate[],
  tiers: readonly (readonly Candidate[])[],
  targets: readonly string[],
): Picked {
  const names = candidates.map((c) => c.ip ?? c.prefix ?? '');
  if (candidates.length === 1) return { chosen: candidates, targets };
  const isSubject = tier === tiers[0];
  const isBare = tier === tiers[4] || tier === tiers[3];
  // A list or repeated label is meant as many; loose addresses in a text are not.
  if (isBare) return { chosen: [], ambiguous: names, targets };
  if (isSubject) {
    const confirmed = candidates.filter((c) => tiers[1]?.some((l) => l.ip === c.ip));
    if (confirmed.length === 1) return { chosen: confirmed, targets };
    return { chosen: [], ambiguous: names, targets };
  }
  return { chosen: candidates, targets };
}

function dedupe(list: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return list.filter((c) => {
    const key = c.ip ?? c.prefix ?? '';
    if (key === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

export interface TimesFound {
  readonly seen?: Moment;
  readonly first?: Temporal.Instant;
  readonly last?: Temporal.Instant;
}

const inText =
  /\b(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?: ?(?:UTC|GMT|Z|CES?T|[+-]\d\d:?\d\d)\b)?|\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}|(?:[A-Z][a-z]{2}, ?)?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d ?(?:[+-]\d{4}|UTC|GMT))/g;

/** Moments under labels; else beside the address, as in log lines; never the date of the mail itself. */
export function pickTimes(
  lines: readonly Line[],
  all: readonly Labelled[],
  ip: string | undefined,
  reading: Reading,
): TimesFound {
  const read = (one: Labelled) => momentOf(one.value, `${one.note} ${one.name}`, reading);
  const firstAt = all
    .filter((l) => firstLabels.test(l.label))
    .map(read)
    .find((m) => m !== undefined);
  const lastAt = all
    .filter((l) => lastLabels.test(l.label))
    .map(read)
    .find((m) => m !== undefined);
  const stated =
    all
      .filter((l) => timeLabels.test(l.label) && !firstLabels.test(l.label) && !lastLabels.test(l.label))
      .map(read)
      .find((m) => m !== undefined) ?? splitTime(all, reading);
  const seen = stated ?? lastAt ?? firstAt;
  if (seen) return withEnds(seen, firstAt?.at, lastAt?.at);
  const beside: Moment[] = [];
  for (const line of lines) {
    if (line.isHeader || (ip !== undefined && !line.text.includes(ip))) continue;
    for (const m of line.text.matchAll(inText)) {
      const moment = reading.readTime(m[1] ?? '');
      if (moment) beside.push(moment);
      if (beside.length >= 1000) break;
    }
  }
  if (beside.length === 0) {
    const anywhere = lines
      .filter((l) => !l.isHeader)
      .flatMap((l) => [...l.text.matchAll(inText)].map((m) => m[1] ?? ''))
      .slice(0, 50);
    const moments = anywhere.map((t) => reading.readTime(t)).filter((m) => m !== undefined);
    const only = new Set(moments.map((m) => m.at.epochMilliseconds));
    return only.size === 1 && moments[0] ? { seen: moments[0] } : {};
  }
  beside.sort((a, b) => Temporal.Instant.compare(a.at, b.at));
  const last = beside.at(-1) as Moment;
  return beside.length === 1 ? { seen: last } : withEnds(last, beside[0]?.at, last.at);
}

function withEnds(seen: Moment, first: Temporal.Instant | undefined, last: Temporal.Instant | undefined): TimesFound {
  return { seen, ...(first ? { first } : {}), ...(last ? { last } : {}) };
}

/** `Date: 2026-11-03` and `Time: 08:00 CET` on two lines. */
function splitTime(all: readonly Labelled[], reading: Reading): Moment | undefined {
  const day = all.find(
    (l) => /^(?:date|datum|event date|fecha)$/.test(l.label) && /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$/.test(l.value),
  );
  const clock = all.find(
    (l) => /^(?:time|tijd|event time|uhrzeit|heure)$/.test(l.label) && /^\d{1,2}:\d\d/.test(l.value),
  );
  return day && clock ? momentOf(`${day.value} ${clock.value}`, clock.note, reading) : undefined;
}

function momentOf(value: string, note: string, reading: Reading): Moment | undefined {
  const whole = value.replace(/\s*\((?:utc|gmt)\)\s*$/i, ' UTC').trim();
  const zoned = /\b(utc|gmt|cest|cet)\b/i.exec(note)?.[1];
  const moment = reading.readTime(whole) ?? reading.readTime(whole.replace(/\s*\([^()]{0,40}\)\s*$/, ''));
  if (moment?.precision === 'assumed_zone' && zoned) return reading.readTime(`${whole} ${zoned}`) ?? moment;
  if (moment) return moment;
  const within = [...whole.matchAll(inText)][0]?.[1];
  return within ? reading.readTime(within) : undefined;
}

/** The port of the reported side, and of the attacked one. */
export function pickPorts(all: readonly Labelled[]): { readonly source?: number; readonly target?: number } {
  const value = (p: RegExp) =>
    all
      .filter((l) => p.test(l.label))
      .map((l) => portOf(/^\d{1,5}(?=$|[\s/,(])/.exec(l.value)?.[0]))
      .find((x) => x !== undefined);
  const source = value(sourcePortLabels);
  const target = value(targetPortLabels);
  return { ...(source ? { source } : {}), ...(target ? { target } : {}) };
}

/** The sender's own number: a labelled line, else what the subject marks as one. A ticket system's own number is not it. */
export function pickReference(subject: string, all: readonly Labelled[], isRelayed: boolean): string | undefined {
  for (const one of all) {
    if (!referenceLabels.test(one.label)) continue;
    const value = /^[#[(]*([A-Za-z0-9][\w.+:@/-]{2,80})/.exec(one.value)?.[1]?.replace(/[.,;:]+$/, '');
    if (value && /\d/.test(value) && !/^\d{4}-\d\d-\d\d/.test(value) && !/:\/\//.test(one.value) && !ipOf(value))
      return value;
  }
  const head = isRelayed ? subject.replace(/^(?:\s*\[[^\]]{0,80}#\d+\]\s*){1,3}/, '') : subject;
  const marked =
    /\b(SBL\d{3,9})\b/.exec(head)?.[1] ??
    /\b(?:case|issue|ticket|report|rid|ref(?:erence)?|notice|id|abuse-?id|complaint)\b\s{0,2}(?:id|no\.?|nr\.?|number)?\s{0,2}[:#]?\s{0,2}#?([A-Z0-9][\w.-]{2,60})/i.exec(
      head,
    )?.[1] ??
    /\[([A-Za-z][\w-]{1,30}[#-]\d{4,20})\]/.exec(head)?.[1] ??
    /[[(]#?(\d{5,20})[\])]/.exec(head)?.[1] ??
    /#(\d{5,20})\b/.exec(head)?.[1];
  return marked && /\d/.test(marked) && !ipOf(marked) ? marked : undefined;
}
