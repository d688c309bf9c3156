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
import { addressesIn, type FoundUrl, urlsIn } from './text/find.ts';
import { kindInWords, kindOfHeading } from './text/kinds.ts';
import { type Labelled, type Line, labelled, linesOf } from './text/lines.ts';
import {
  type Candidate,
  isSourceLabel,
  isTargetLabel,
  isTimeLabel,
  isUrlLabel,
  pickAddresses,
  pickPorts,
  pickReference,
  pickTimes,
} from './text/pick.ts';
import { cvesIn, extraOf, messageTime, present, senderOf } from './values/fields.ts';

/** Hosts of links that every report carries and none reports. */
const boilerplate =
  /(?:^|\.)(?:w3\.org|ietf\.org|rfc-editor\.org|wikipedia\.org|abuse\.net|x-arf\.org|xarf\.org|spamhaus\.org|spamcop\.net|abuseipdb\.com|abusix\.(?:com|org)|virustotal\.com|urlscan\.io|shodan\.io|censys\.io|openresolver\w*\.\w+|team-cymru\.(?:com|org)|us-cert\.gov|cisa\.gov|cert\.org|nist\.gov|microsoft\.com|ripe\.net|arin\.net|apnic\.net|blocklist\.de|dnsstuff\.com|mxtoolbox\.com|projecthoneypot\.org|shadowserver\.org|stopbadware\.org|google\.com\/safebrowsing)$/i;

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
  readonly defanged: ReadonlySet<number>;
}

function textOf(unit: MailUnit): Text {
  const raw = mailText(unit);
  const attached = unit.files
    .filter((f) => f.bytes().length < 100_000 && /^text\/|octet-stream/.test(f.type))
    .map((f) => f.text())
    .join('\n');
  const original = (raw + (attached ? `\n\n${attached}` : '')).split('\n');
  const defanged = new Set<number>();
  for (const [i, line] of original.entries())
    if (line.length < 5000 && /hxxp|h\*\*p|fxp:|\[\.\]|\(\.\)|\[dot\]|\(dot\)|\{\.\}/i.test(line)) defanged.add(i + 1);
  const lines = linesOf(refang(original.join('\n')));
  return { subject: refang(unit.subject), lines, all: labelled(lines), defanged };
}

/** URLs the sender points at: labelled, defanged, in the subject, alone on their line, or on our own hosts. */
function pickUrls(text: Text, unit: MailUnit, reading: Reading, pageKind: boolean): FoundUrl[] {
  const strong = new Map<string, FoundUrl>();
  const weak = new Map<string, FoundUrl>();
  const sender = getDomain((unit.originator ?? unit.from).split('@')[1] ?? '') ?? '';
  const skip = (u: FoundUrl) =>
    boilerplate.test(u.host) || (sender !== '' && (u.host === sender || u.host.endsWith(`.${sender}`)));
  const add = (to: Map<string, FoundUrl>, u: FoundUrl) => {
    if (!skip(u) && !to.has(u.url)) to.set(u.url, u);
  };
  for (const u of urlsIn(text.subject)) add(strong, u);
  const labelledAt = new Set(text.all.filter((l) => isUrlLabel(l.label)).map((l) => l.at));
  for (const line of text.lines) {
    if (line.isHeader) continue;
    const urls = urlsIn(line.text);
    if (urls.length === 0) continue;
    const alone = urls.length === 1 && urls[0]?.index === 0 && line.text.length < (urls[0]?.url.length ?? 0) + 60;
    for (const u of urls) {
      const ours = reading.own?.holdsHost(u.host) || (u.isAddress && reading.own?.holds(u.host));
      if (ours || (pageKind && (labelledAt.has(line.at) || text.defanged.has(line.at)))) add(strong, u);
      else if (pageKind && alone) add(weak, u);
      if (strong.size + weak.size >= 500) break;
    }
  }
  // A list of our own pages is the report; pages elsewhere in it are the sender's comparison.
  const all = [...(strong.size > 0 ? strong : weak).values()];
  const ours = all.filter((u) => reading.own?.holdsHost(u.host) || (u.isAddress && reading.own?.holds(u.host)));
  return ours.length > 0 ? ours : all;
}

/** Hosts under labels, where the report is about a page and gives no URL. */
function pickHosts(text: Text, unit: MailUnit): string[] {
  const sender = getDomain((unit.originator ?? unit.from).split('@')[1] ?? '') ?? '';
  const hosts = text.all
    .filter((l) => isUrlLabel(l.label))
    .map((l) => cleanHost(/^[\w.-]{4,253}/.exec(l.value)?.[0] ?? ''))
    .filter((h) => h !== undefined)
    .filter((h) => getDomain(h) !== null && h !== sender && !h.endsWith(`.${sender}`) && !boilerplate.test(h));
  return [...new Set(hosts)];
}

/** The nearest line above that ends in a colon or stands alone as words: the heading of a list. */
function headingOf(lines: readonly Line[], at: number): string {
  for (let i = at - 2; i >= 0 && i > at - 200; i--) {
    const line = lines[i];
    if (line && line.text !== '' && addressesIn(line.text).length === 0) return line.text.slice(0, 200);
  }
  return '';
}

/** A table written into the text: a header that names an address and a moment, and rows of as many cells. */
function* tablesIn(text: Text, unit: MailUnit, reading: Reading): Generator<Said> {
  for (const [i, line] of text.lines.entries()) {
    if (
      line.isHeader ||
      line.text.length > 1000 ||
      !/[,;|\t].*[,;|\t]/.test(line.text) ||
      !/ip|addr|adres/i.test(line.text)
    )
      continue;
    if (addressesIn(line.text).length > 0) continue;
    const delimiter = guessDelimiter(line.text);
    const unframed = (s: string) => (delimiter === '|' ? s.replace(/\|\s*$/, '') : s);
    const header = unframed(line.text)
      .split(delimiter)
      .map((c) => c.replace(/^"|"$/g, '').trim().toLowerCase());
    if (header.length < 3) continue;
    const block: string[] = [];
    for (const next of text.lines.slice(i + 1, i + 5000)) {
      if (/^[+=| -]+$/.test(next.text)) continue; // the frame of a drawn table
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
        if ('finding' in said) yield { finding: { ...said.finding, evidence: ['1'] } };
    return;
  }
}

function* readWords(unit: MailUnit, reading: Reading): Generator<Said> {
  const text = textOf(unit);
  const plain = text.lines
    .filter((l) => !l.isHeader)
    .map((l) => l.text)
    .join('\n');
  const words = kindInWords(text.subject, plain);
  if (!words) {
    yield { problem: { code: 'text.no-abuse', message: 'nothing in subject or text speaks of abuse' } };
    return;
  }
  const rows = [...tablesIn(text, unit, reading)];
  if (rows.length > 0) {
    yield* rows;
    return;
  }
  const picked = pickAddresses(text.subject, text.lines, text.all, reading);
  const urls = pickUrls(text, unit, reading, isAboutPage(words.kind));
  if (picked.ambiguous) {
    const names = picked.ambiguous.slice(0, 10).join(', ');
    if (urls.length === 0) {
      yield { problem: { code: 'address.ambiguous', message: `several addresses fit equally well: ${names}` } };
      return;
    }
  }
  const reference = pickReference(text.subject, text.all, unit.originator !== undefined);
  const blocks = picked.chosen.length > 1 ? blocksOf(picked.chosen, text) : undefined;
  if (urls.length > 0 && picked.chosen.length <= 1) {
    for (const url of urls)
      yield {
        finding: findingOf(
          unit,
          reading,
          text,
          words.kind,
          words.words,
          picked.chosen[0],
          url,
          undefined,
          reference,
          text.lines,
          text.all,
          picked.targets,
        ),
      };
    return;
  }
  if (picked.chosen.length > 0) {
    for (const [i, c] of picked.chosen.entries()) {
      const block = blocks?.[i];
      const kind = c.from === 'list' ? (kindOfHeading(headingOf(text.lines, c.at)) ?? words.kind) : words.kind;
      yield {
        finding: findingOf(
          unit,
          reading,
          text,
          kind,
          words.words,
          c,
          undefined,
          undefined,
          reference,
          block?.lines ?? text.lines,
          block?.all ?? text.all,
          picked.targets,
        ),
      };
    }
    return;
  }
  const hosts = isAboutPage(words.kind) ? pickHosts(text, unit) : [];
  for (const host of hosts.slice(0, 100))
    yield {
      finding: findingOf(
        unit,
        reading,
        text,
        words.kind,
        words.words,
        undefined,
        undefined,
        host,
        reference,
        text.lines,
        text.all,
        picked.targets,
      ),
    };
  if (hosts.length === 0)
    yield { problem: { code: 'text.no-resource', message: 'speaks of abuse but points at no address, host or URL' } };
}

/** With several labelled addresses each owns the lines up to the next: its moment and port stand there. */
function blocksOf(chosen: readonly Candidate[], text: Text): { lines: Line[]; all: Labelled[] }[] | undefined {
  if (!chosen.every((c) => c.from.startsWith('label:') || c.from === 'list')) return undefined;
  return chosen.map((c, i) => {
    const end = chosen.slice(i + 1).find((n) => n.at > c.at)?.at ?? Number.POSITIVE_INFINITY;
    const within = (at: number) => at >= c.at && at < end;
    return { lines: text.lines.filter((l) => within(l.at)), all: text.all.filter((l) => within(l.at)) };
  });
}

function findingOf(
  unit: MailUnit,
  reading: Reading,
  text: Text,
  kind: string,
  words: string,
  c: Candidate | undefined,
  url: FoundUrl | undefined,
  hostName: string | undefined,
  reference: string | undefined,
  lines: readonly Line[],
  all: readonly Labelled[],
  targets: readonly string[],
): Finding {
  const problems: Problem[] = [];
  const times = pickTimes(lines, all, c?.ip, reading);
  const fallback = messageTime(unit);
  const ports = c ? pickPorts(all) : {};
  const asciiHost = url && !url.isAddress ? /^[\x21-\x7e]+$/.test(url.url.split('/')[2] ?? '') : false;
  if (url && !url.isAddress && !asciiHost)
    problems.push({
      code: 'host.lookalike',
      message: `the host of this URL is written in other letters than it seems; it is ${url.host}`,
    });
  const target = present<Target>({ ip: targets.length === 1 ? targets[0] : undefined, port: ports.target });
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
    port: c?.port ?? ports.source,
    host: hostName ?? (url && asciiHost ? cleanHost(url.host) : undefined),
    url: url?.url,
    role: kind.startsWith('vuln.') ? 'exposed' : 'source',
    classification: { asSent: words.slice(0, 200) },
    reference,
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
  version: 1,
  title: { nl: 'Melding in gewone woorden', en: 'Report in words' },
  group: 'fallback',
  match: [{ kind: 'mail', weight: 1 }],
  *read(unit, reading) {
    if (unit.kind !== 'mail') yield { pass: 'words are read in mails only' };
    else yield* readWords(unit, reading);
  },
});
