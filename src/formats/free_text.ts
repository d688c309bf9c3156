/**
 * The fallback: a report in words. It takes the resource the sender points at, by subject, labels, lists and our own
 * prefixes; where two fit equally well it says so and a person decides. It never takes the mail's own relays.
 */

import { getDomain } from 'tldts';
import { cleanHost, refang } from '#kernel';
import type { Finding, Problem, Target } from './finding.ts';
import { format, type MailUnit, type Reading, type Said } from './format.ts';
import { mailText } from './mail/text.ts';
import { tableRows } from './table/rows.ts';
import { guessDelimiter, Scanner } from './table/scanner.ts';
import { pickPorts, pickReference } from './text/details.ts';
import { addressesIn, type FoundUrl, urlsIn } from './text/find.ts';
import { type KindFound, kindInWords, kindOfHeading } from './text/kinds.ts';
import { isSourceLabel, isTargetLabel, isTimeLabel, isUrlLabel, sideOf } from './text/labels.ts';
import { type Labelled, type Line, labelled, linesOf } from './text/lines.ts';
import { logLine } from './text/logs.ts';
import { type Candidate, type Picked, pickAddresses } from './text/pick.ts';
import { type Calendar, pickTimes, zoneIn } from './text/times.ts';
import { evidenceOf, type Weighed, weigh } from './text/weigh.ts';
import { cvesIn, extraOf, messageTime, present, senderOf } from './values/fields.ts';

/** Hosts of links that every report carries and none reports. */
const boilerplate =
  /(?:^|\.)(?:w3\.org|ietf\.org|rfc-editor\.org|wikipedia\.org|abuse\.net|x-arf\.org|xarf\.org|acns\.net|spamhaus\.org|spamcop\.net|abuseipdb\.com|abusix\.(?:com|org)|virustotal\.com|urlscan\.io|shodan\.io|censys\.io|openresolver\w*\.\w+|team-cymru\.(?:com|org)|us-cert\.gov|cisa\.gov|cert\.org|nist\.gov|microsoft\.com|ripe\.net|arin\.net|apnic\.net|blocklist\.de|dnsstuff\.com|mxtoolbox\.com|projecthoneypot\.org|shadowserver\.org|stopbadware\.org|google\.com\/safebrowsing)$/i;

/** Kinds whose resource is a page rather than an address. */
const isAboutPage = (kind: string) =>
  /^(?:fraud|content|malware\.distribution|ip\.|intrusion\.(?:website|defacement)|spam\.advertised|malware\.c2)/.test(
    kind,
  );

interface Text {
  readonly subject: string;
  readonly lines: readonly Line[];
  readonly all: readonly Labelled[];
  /** Lines that were defanged when they came: what people make harmless is what they report. */
  readonly isDefanged: (line: Line) => boolean;
  readonly calendar: Calendar;
  /** Registered domain of who wrote, and the machines the mail came through. */
  readonly sender: { readonly domain: string; readonly relays: ReadonlySet<string> };
}

const madeHarmless =
  /h(?:xx|\*\*)p|\bht?xt?p|fxp:|\[\s?\.\s?\]|\(\.\)|[[({<]\s?(?:dot|punt|punkt|point)\s?[\])}>]|\{\.\}|\[:\]|\d dot \d/i;

function textOf(unit: MailUnit): Text {
  const raw = mailText(unit);
  const attached = unit.files
    .filter((f) => f.bytes().length < 100_000 && /^text\/|octet-stream/.test(f.type))
    .map((f) => f.text())
    .join('\n');
  const original = evened(raw + (attached ? `\n\n${attached}` : '')).split('\n');
  const defanged = new Set<number>();
  for (const [i, line] of original.entries()) if (line.length < 5000 && madeHarmless.test(line)) defanged.add(i + 1);
  const lines = linesOf(refang(original.join('\n')));
  const zone = zoneIn(lines);
  const written = unit.date?.at ?? unit.receivedAt;
  return {
    subject: refang(evened(unit.subject.replace(/\s+/g, ' '))),
    lines,
    all: labelled(lines),
    isDefanged: (line) => {
      for (let at = line.at; at <= (line.until ?? line.at); at++) if (defanged.has(at)) return true;
      return false;
    },
    calendar: { ...(zone ? { zone } : {}), ...(written ? { written } : {}) },
    sender: { domain: senderDomain(unit), relays: relaysOf(unit) },
  };
}

/** Hard spaces and marks that show nothing, which HTML mails are full of, as plain spaces and nothing. */
const evened = (text: string) =>
  text.replace(/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' ').replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '');

const senderDomain = (unit: MailUnit) => getDomain((unit.originator ?? unit.from).split('@')[1] ?? '') ?? '';

/** Addresses in the way this mail itself took. */
function relaysOf(unit: MailUnit): ReadonlySet<string> {
  const out = new Set<string>();
  for (const h of unit.root.headers)
    if (/^(?:received|x-originating-ip|received-spf|authentication-results)$/i.test(h.name))
      for (const f of addressesIn(h.value)) out.add(f.ip);
  return out;
}

/** Labels and words of pages that are not the reported one: proof, the real site, the sender's own explanation. */
const notReported =
  /\b(?:screenshots?|evidence|proof|references?|more info\w*|further info\w*|meer informatie|weitere informationen|legitimate|original (?:url|work|site|page|content)|official|genuine|authentic|our (?:website|site)|onze (?:website|site)|work url|copyrighted work|unsubscribe|privacy|policy|terms|contact|documentation|guide|report (?:url|link)|see also|learn more|visit|whois|virustotal|urlscan|respond|feedback|status page|portal|log ?in to)\b[^:]{0,40}:?\s*$/i;

/** Words before a page in a sentence that point at it, and none that say it is the one imitated. */
const isPointedAt = (before: string) =>
  /\b(?:at|on|from|site|website|page|url|link|op|auf|bei|unter|sur|en|su|sito|seite|webseite|pagina|página)[\s:("'<]{1,4}$/iu.test(
    before,
  ) &&
  !/\b(?:imitat|imit|imperson|pretend|cop(?:y|ies)|clone|mimic|target|legit|genuine|brand|our|onze|unser|notre|nuestr|nostr|na[bp]o|doet zich voor)\w*[^.]{0,60}$/iu.test(
    before,
  );

interface PlacedUrl extends FoundUrl {
  /** Number of its line; 0 is the subject. */
  readonly at: number;
}

/** URLs the sender points at: labelled, defanged, in the subject, alone on their line, or on our own hosts. */
function pickUrls(text: Text, reading: Reading, pageKind: boolean): PlacedUrl[] {
  const strong = new Map<string, PlacedUrl>();
  const weak = new Map<string, PlacedUrl>();
  const loose = new Map<string, PlacedUrl>();
  const sender = text.sender.domain;
  const skip = (u: FoundUrl) =>
    boilerplate.test(u.host) || (sender !== '' && (u.host === sender || u.host.endsWith(`.${sender}`)));
  const add = (to: Map<string, PlacedUrl>, u: FoundUrl, at: number) => {
    if (!skip(u) && !to.has(u.url)) to.set(u.url, { ...u, at });
  };
  for (const u of urlsIn(text.subject)) add(strong, u, 0);
  const labelledAt = new Set(text.all.filter((l) => isUrlLabel(l.label)).flatMap((l) => [l.at, l.valueAt]));
  let above = '';
  for (const line of text.lines) {
    if (line.isHeader || line.aside === 'registry') continue;
    const urls = urlsIn(line.text);
    if (urls.length === 0) {
      if (line.text !== '') above = line.text;
      continue;
    }
    const alone = urls.length === 1 && urls[0]?.index === 0 && line.text.length < (urls[0]?.url.length ?? 0) + 60;
    for (const u of urls) {
      const ours = reading.own?.holdsHost(u.host) || (u.isAddress && reading.own?.holds(u.host));
      const before = line.text.slice(0, u.index);
      if (!ours && notReported.test(before === '' ? above : before)) continue;
      if (line.aside !== undefined && !ours && !text.isDefanged(line)) continue;
      if (ours || (pageKind && (labelledAt.has(line.at) || text.isDefanged(line) || u.isAddress)))
        add(strong, u, line.at);
      else if (pageKind && alone) add(weak, u, line.at);
      else if (pageKind && isPointedAt(before)) add(loose, u, line.at);
      if (strong.size + weak.size >= 500) break;
    }
  }
  // A list of our own pages is the report; pages elsewhere in it are the sender's comparison.
  // A page in the middle of a sentence is the reported one only where no other site is named.
  const inWords = new Set([...loose.values()].map((u) => u.host)).size === 1 ? loose : new Map<string, PlacedUrl>();
  const all = [...(strong.size > 0 ? strong : weak.size > 0 ? weak : inWords).values()];
  const ours = all.filter((u) => reading.own?.holdsHost(u.host) || (u.isAddress && reading.own?.holds(u.host)));
  return ours.length > 0 ? ours : all;
}

/** Hosts under labels, else in the subject, where the report is about a page and gives no URL. */
function pickHosts(text: Text): string[] {
  const sender = text.sender.domain;
  const fits = (h: string | undefined): h is string =>
    h !== undefined && getDomain(h) !== null && h !== sender && !h.endsWith(`.${sender}`) && !boilerplate.test(h);
  const hosts = text.all
    .filter((l) => isUrlLabel(l.label) && l.aside === undefined)
    .map((l) => cleanHost(/^[\w.-]{4,253}/.exec(l.value)?.[0] ?? ''))
    .filter(fits);
  if (hosts.length > 0) return [...new Set(hosts)];
  const named = [...text.subject.matchAll(/(?<![\w@./-])(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?![\w@-])/gi)]
    .map((m) => cleanHost(m[0]))
    .filter(fits);
  return [...new Set(named)];
}

/** The nearest line above that ends in a colon or stands alone as words: the heading of a list. */
function headingOf(lines: readonly Line[], at: number): string {
  for (let i = at - 2; i >= 0 && i > at - 200; i--) {
    const line = lines[i];
    if (line && line.text !== '' && addressesIn(line.text).length === 0) return line.text.slice(0, 200);
  }
  return '';
}

/** Lines that look like the head of a table, of which there is one in a report. */
const mostHeads = 20;

/** A table written into the text: a header that names an address and a moment, and rows of as many cells. */
function* tablesIn(text: Text, unit: MailUnit, reading: Reading, kind: string): Generator<Said> {
  let heads = 0;
  for (const [i, line] of text.lines.entries()) {
    if (
      line.isHeader ||
      line.text.length > 1000 ||
      !/[,;|\t].*[,;|\t]/.test(line.text) ||
      !/\bip|ip\b|addr|adres/i.test(line.text)
    )
      continue;
    if (addressesIn(line.text).length > 0) continue;
    const delimiter = guessDelimiter(line.text);
    const unframed = (s: string) => (delimiter === '|' ? s.replace(/\|\s*$/, '') : s);
    const header = unframed(line.text)
      .split(delimiter)
      .map((c) => c.replace(/^"|"$/g, '').trim().toLowerCase());
    if (header.length < 3) continue;
    if (++heads > mostHeads) return;
    const block: string[] = [];
    for (const next of text.lines.slice(i + 1, i + 5000)) {
      if (/^[+=| -]+$/.test(next.text)) continue; // the frame of a drawn table
      if (next.text === '' && block.length === 0) continue;
      const row = unframed(next.text);
      if (Math.abs(row.split(delimiter).length - header.length) > 1) break;
      block.push(row);
    }
    if (block.length === 0 || !block.some((b) => addressesIn(b).length > 0)) continue;
    const reader = tableRows({ header, name: '', within: unit }, reading);
    if (!reader) continue;
    const scanner = new Scanner({ delimiter }, (cells, row) => rows.push([cells, line.at + row]));
    const rows: [string[], number][] = [];
    scanner.push(`${block.join('\n')}\n`);
    scanner.end();
    for (const [cells, at] of rows)
      for (const said of reader(
        cells.map((c) => c.trim()),
        at,
      ))
        if ('finding' in said) yield { finding: rowFinding(said.finding, cells.join(' '), at, text, reading, kind) };
    return;
  }
}

/** A row whose columns give no moment may hold one all the same; one whose columns give no kind is of the report's. */
function rowFinding(f: Finding, row: string, at: number, text: Text, reading: Reading, kind: string): Finding {
  const line = { text: row, at, isHeader: false };
  const times = f.timePrecision === 'message_date' ? pickTimes([line], [], f.ip, reading, text.calendar) : {};
  return {
    ...f,
    ...(times.seen ? { seenAt: times.seen.at, timePrecision: times.seen.precision } : {}),
    ...(times.first ? { firstSeenAt: times.first } : {}),
    ...(times.last ? { lastSeenAt: times.last } : {}),
    ...(f.kind === 'report.unclassified' ? { kind } : {}),
    evidence: ['1'],
  };
}

/** Whether what stands around an address leaves no doubt, and says that something came from it or that it did something. */
function isAccused(picked: Picked, chosen: Candidate): boolean {
  const all = picked.weighed ?? [];
  const one = all.find((w) => w.name === chosen.ip);
  if (!one || weigh(one, all).likely < 0.8) return false;
  const evidence = evidenceOf(one, all);
  return ['near:from', 'doer', 'near:yours', 'after:deed', 'near:deed'].filter((e) => evidence.has(e)).length >= 2;
}

/** Where no word speaks of abuse but a label, a log line or plain words say who did it, it is a report all the same, of no kind yet. */
function kindByPlaces(text: Text, picked: Picked): KindFound | undefined {
  const label = text.all.find(
    (l) => sideOf(l.label) === 'source' && l.aside === undefined && addressesIn(l.value).length > 0,
  );
  if (label) return { kind: 'report.unclassified', words: label.name };
  const [chosen] = picked.chosen;
  if (!chosen || !(picked.isPlain || isAccused(picked, chosen))) return undefined;
  return { kind: 'report.unclassified', words: text.lines[chosen.at - 1]?.text ?? text.subject };
}

/** What speaks for and against every address of a report in words: for fitting the weights, and for whoever asks why. */
export function weighedIn(unit: MailUnit, reading: Reading): readonly Weighed[] {
  const text = textOf(unit);
  const plain = text.lines.filter((l) => !l.isHeader).map((l) => l.text);
  const kind = kindInWords(text.subject, plain.join('\n'))?.kind;
  return pickAddresses(text.subject, text.lines, text.all, reading, text.sender, kind).weighed ?? [];
}

function* readWords(unit: MailUnit, reading: Reading): Generator<Said> {
  const text = textOf(unit);
  const plain = text.lines
    .filter((l) => !l.isHeader)
    .map((l) => l.text)
    .join('\n');
  const told = kindInWords(text.subject, plain);
  const picked = pickAddresses(text.subject, text.lines, text.all, reading, text.sender, told?.kind);
  const words = told ?? kindByPlaces(text, picked);
  if (!words) {
    yield { problem: { code: 'text.no-abuse', message: 'nothing in subject or text speaks of abuse' } };
    return;
  }
  const rows = [...tablesIn(text, unit, reading, words.kind)];
  if (rows.length > 0) {
    yield* rows;
    return;
  }
  const urls = pickUrls(text, reading, isAboutPage(words.kind));
  if (picked.ambiguous && urls.length === 0) {
    const names = picked.ambiguous.slice(0, 10).join(', ');
    yield { problem: { code: 'address.ambiguous', message: `several addresses fit equally well: ${names}` } };
    return;
  }
  const reference = pickReference(text.subject, text.all, unit.originator !== undefined);
  const about = { unit, reading, text, words: words.words, reference, targets: picked.targets };
  const blocks = picked.chosen.length > 1 ? blocksOf(picked.chosen, text) : undefined;
  const { paired, left } = pairUp(urls, picked.chosen);
  for (const { url, address } of paired) {
    const block = address && blocks?.[picked.chosen.indexOf(address)];
    yield { finding: findingOf({ ...about, ...(block ?? {}), kind: words.kind, url, address }) };
  }
  for (const address of left) {
    const block = blocks?.[picked.chosen.indexOf(address)];
    const kind =
      address.from === 'list' ? (kindOfHeading(headingOf(text.lines, address.at)) ?? words.kind) : words.kind;
    yield { finding: findingOf({ ...about, ...(block ?? {}), kind, address }) };
  }
  if (paired.length + left.length > 0) return;
  const hosts = isAboutPage(words.kind) ? pickHosts(text) : [];
  for (const host of hosts.slice(0, 100)) yield { finding: findingOf({ ...about, kind: words.kind, host }) };
  if (hosts.length === 0)
    yield { problem: { code: 'text.no-resource', message: 'speaks of abuse but points at no address, host or URL' } };
}

interface Pair {
  readonly url: PlacedUrl;
  readonly address?: Candidate;
}

/**
 * Which address each page is on. One address holds for all pages; of several, the one on the same line, else the one that
 * stands between this page and the next, in the order (address first or page first) that the report keeps.
 */
function pairUp(
  urls: readonly PlacedUrl[],
  chosen: readonly Candidate[],
): { readonly paired: readonly Pair[]; readonly left: readonly Candidate[] } {
  const [only] = chosen;
  if (urls.length === 0) return { paired: [], left: chosen };
  if (only === undefined) return { paired: urls.map((url) => ({ url })), left: [] };
  // A page named by its address says itself where it is; what else is named stands beside it.
  if (urls.every((u) => u.isAddress)) return { paired: urls.map((url) => ({ url })), left: [] };
  if (chosen.length === 1) return { paired: urls.map((url) => ({ url, address: only })), left: [] };
  const placed = chosen.filter((c) => c.at > 0);
  const pageFirst = Math.min(...urls.map((u) => u.at)) < Math.min(...placed.map((c) => c.at));
  const used = new Set<Candidate>();
  const paired = urls.map((url): Pair => {
    const beside = placed.find((c) => c.at === url.at);
    const near = pageFirst
      ? placed.filter((c) => c.at > url.at).sort((a, b) => a.at - b.at)[0]
      : placed.filter((c) => c.at < url.at).sort((a, b) => b.at - a.at)[0];
    const address = beside ?? (near && Math.abs(near.at - url.at) <= 12 ? near : undefined);
    if (address) used.add(address);
    return address ? { url, address } : { url };
  });
  return { paired, left: chosen.filter((c) => !used.has(c)) };
}

/** With several labelled addresses each owns the lines up to the next: its moment and port stand there. */
function blocksOf(chosen: readonly Candidate[], text: Text): { lines: Line[]; all: Labelled[] }[] | undefined {
  if (!chosen.every((c) => c.from.startsWith('label:') || c.from === 'list')) return undefined;
  // Where all stand on one line or in one list below one label, the rest of the report is about each of them.
  const places = new Set(chosen.map((c) => c.at));
  if (places.size === 1) return undefined;
  return chosen.map((c, i) => {
    const end = chosen.slice(i + 1).find((n) => n.at > c.at)?.at ?? Number.POSITIVE_INFINITY;
    const within = (at: number) => at >= c.at && at < end;
    return { lines: text.lines.filter((l) => within(l.at)), all: text.all.filter((l) => within(l.at)) };
  });
}

/** All that is known about one finding of a report in words. */
interface About {
  readonly unit: MailUnit;
  readonly reading: Reading;
  readonly text: Text;
  readonly words: string;
  readonly reference: string | undefined;
  readonly targets: readonly string[];
  readonly kind: string;
  readonly address?: Candidate | undefined;
  readonly url?: FoundUrl;
  readonly host?: string;
  /** The lines that are about this address alone, where the report has such. */
  readonly lines?: readonly Line[];
  readonly all?: readonly Labelled[];
}

function findingOf(about: About): Finding {
  const { unit, reading, text, kind, url, address: c } = about;
  const all = about.all ?? text.all;
  const problems: Problem[] = [];
  const own = pickTimes(about.lines ?? text.lines, all, c?.ip, reading, text.calendar);
  // A list that gives no moments of its own is about the moment the report names for all.
  const times = own.seen || !about.lines ? own : pickTimes(text.lines, text.all, c?.ip, reading, text.calendar);
  const fallback = messageTime(unit);
  const ports = c ? pickPorts(all) : {};
  const source = ports.source ?? (c?.from === 'log' || !c?.port ? logPort(about.lines ?? text.lines, c?.ip) : c.port);
  const asciiHost = url && !url.isAddress ? /^[\x21-\x7e]+$/.test(url.url.split('/')[2] ?? '') : false;
  if (url && !url.isAddress && !asciiHost)
    problems.push({
      code: 'host.lookalike',
      message: `the host of this URL is written in other letters than it seems; it is ${url.host}`,
    });
  const target = present<Target>({
    ip: about.targets.length === 1 ? about.targets[0] : undefined,
    port: ports.target,
  });
  const kept = all
    .filter(
      (l) =>
        isSourceLabel(l.label) ||
        isTargetLabel(l.label) ||
        isTimeLabel(l.label) ||
        isUrlLabel(l.label) ||
        l.value.length < 200,
    )
    .slice(0, 80);
  if (!times.seen && !fallback.seenAt)
    problems.push({ code: 'time.missing', message: 'neither the text nor the mail states a time' });
  return present<Finding>({
    kind,
    ...(times.seen ? { seenAt: times.seen.at, timePrecision: times.seen.precision } : fallback),
    firstSeenAt: times.first,
    lastSeenAt: times.last,
    ip: c?.ip ?? (url?.isAddress ? url.host : undefined),
    prefix: c?.prefix,
    port: source,
    host: about.host ?? (url && asciiHost ? cleanHost(url.host) : undefined),
    url: url?.url,
    role: kind.startsWith('vuln.') ? 'exposed' : 'source',
    classification: { asSent: about.words.slice(0, 200) },
    reference: about.reference,
    reporter: senderOf(unit),
    target: Object.keys(target).length > 0 ? target : undefined,
    cve: cveIn(text),
    evidence: ['1'],
    extra: extraOf(
      kept.map((l) => [l.name, l.value] as const),
      problems,
    ),
    problems,
  });
}

/** The one port that log lines give for the reported side; several ports are the sender's luck, not the problem's place. */
function logPort(lines: readonly Line[], ip: string | undefined): number | undefined {
  if (ip === undefined) return undefined;
  const ports = new Set<number>();
  for (const line of lines) {
    if (line.isHeader || !line.text.includes(ip)) continue;
    const source = logLine(line.text)?.source;
    if (source?.ip === ip && source.port !== undefined) ports.add(source.port);
    if (ports.size > 1) return undefined;
  }
  return [...ports][0];
}

function cveIn(text: Text): string[] | undefined {
  const found = cvesIn(
    `${text.subject} ${text.lines
      .slice(0, 300)
      .map((l) => l.text)
      .join(' ')}`,
  );
  return found.length > 0 ? found.slice(0, 20) : undefined;
}

export default format({
  id: 'free_text',
  version: 2,
  title: { nl: 'Melding in gewone woorden', en: 'Report in words' },
  group: 'fallback',
  match: [{ kind: 'mail', weight: 1 }],
  *read(unit, reading) {
    if (unit.kind !== 'mail') yield { pass: 'words are read in mails only' };
    else yield* readWords(unit, reading);
  },
});
