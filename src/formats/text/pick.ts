/** Which of the addresses in a report in words are the reported ones, and why. */
import type { Reading } from '../format.ts';
import { ipOf, networkOf } from '../values/fields.ts';
import { columnsOf } from './columns.ts';
import { addressesIn, type FoundAddress, groupsOf, isEverybodys, isInner, networksOf } from './find.ts';
import { type Side, sideOf } from './labels.ts';
import type { Labelled, Line } from './lines.ts';
import { logLine } from './logs.ts';
import { mentionsOf } from './mentions.ts';
import { doesIt, hintSource, isCommand, isDoneTo, isOtherSide, isPlainSource, passesBy, senderUses } from './sides.ts';
import { opensWithMoment } from './times.ts';
import { evidenceOf, type Weighed, weigh } from './weigh.ts';

export interface Candidate {
  readonly ip?: string;
  readonly prefix?: string;
  readonly port?: number;
  /** `subject`, `label:source ip`, `list`, `log`, `words`, `text`, `header`. */
  readonly from: string;
  readonly at: number;
  /** The words before it, without their numbers: many lines of one shape are a log or a list. */
  readonly shape?: string;
}

export interface Picked {
  readonly chosen: readonly Candidate[];
  /** Set where two or more fit equally well: a person must say which. */
  readonly ambiguous?: readonly string[];
  /** Addresses of the attacked side. */
  readonly targets: readonly string[];
  /** Every address the report names, with what speaks for and against it. */
  readonly weighed?: readonly Weighed[];
  /** The chosen are said to have done it: by a label, a log, or words that leave no doubt. */
  readonly isPlain?: boolean;
}

/** How strongly a place in the text accuses, strongest first. */
const tiers = ['subject', 'source', 'address', 'list', 'log', 'plain', 'host', 'hint', 'bare', 'header'] as const;
type Tier = (typeof tiers)[number];

class Gathered {
  readonly by: Record<Tier, Candidate[]> = {
    subject: [],
    source: [],
    address: [],
    list: [],
    log: [],
    plain: [],
    host: [],
    hint: [],
    bare: [],
    header: [],
  };
  readonly targets = new Set<string>();
  /** Addresses of the sender and of infrastructure: taken only where a label or the subject says so. */
  readonly weak = new Set<string>();
  /** Addresses under labels of infrastructure and registry data: taken where words say plainly that they did it. */
  readonly faint = new Set<string>();
}

/** What an address in the text stands for: itself, the network written behind it, or the networks of a range. */
function candidatesOf(f: FoundAddress, from: string, at: number): Candidate[] {
  if (f.until !== undefined) {
    const networks = networksOf(f.ip, f.until);
    if (networks.length > 0)
      return networks.map((n) => (n.endsWith('/32') ? { ip: n.slice(0, -3), from, at } : { prefix: n, from, at }));
  }
  const prefix = f.length === undefined ? undefined : networkOf(`${f.ip}/${f.length}`);
  if (prefix) return [{ prefix, from, at }];
  return [{ ip: f.ip, from, at, ...(f.port ? { port: f.port } : {}) }];
}

/** Addresses of a value under a label: all but those that its own words put on the other side. */
function accusedIn(value: string, from: string, at: number): Candidate[] {
  const log = logLine(value);
  if (log?.source && log.target) return [{ ...log.source, from, at }];
  const found = addressesIn(value, true);
  if (found.length === 0) {
    const ip = ipOf(value) ?? ipOf(value.split(/[\s,;(]/)[0]);
    return ip ? [{ ip, from, at }] : [];
  }
  return found
    .slice(0, 100)
    .filter((f) => !isOtherSide(value.slice(0, f.index)))
    .flatMap((f) => candidatesOf(f, from, at));
}

const startsWithAddress = (text: string) =>
  /^["'[(<]?(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7})/i.test(text);

/** Lines that go on with addresses under a label that stands alone on its line. */
function listUnder(lines: readonly Line[], from: number): Line[] {
  const out: Line[] = [];
  for (const line of lines.slice(from, from + 5000)) {
    if (line.text === '' && out.length === 0) continue;
    const found = startsWithAddress(line.text) ? [] : addressesIn(line.text);
    if (!startsWithAddress(line.text) && !(found.length === 1 && isCell(line.text, found[0]))) break;
    out.push(line);
  }
  return out;
}

function gatherLabels(all: readonly Labelled[], lines: readonly Line[], g: Gathered, kind: string): Set<number> {
  const taken = new Set<number>();
  for (const one of all) {
    if (one.aside === 'registry' || (one.aside === 'signature' && sideOf(one.label) !== 'source')) continue;
    // Who reports a weakness has looked for it: the scanner is his own.
    const isScanner = kind.startsWith('vuln.') && /\b(?:scan|scanner|sensor|probe|collector|crawler)/.test(one.label);
    const side = isScanner ? 'other' : (sideOf(one.label) ?? sideOfQuestion(one));
    if (side === undefined) continue;
    const from = `label:${one.label}`;
    // A sentence that ends in a colon before a log is no label of it: the log says itself who did what to whom.
    if (one.valueAt !== one.at && logLine(one.value)?.source) continue;
    let found = accusedIn(one.value, from, one.at);
    if (one.valueAt !== one.at) {
      if (!startsWithAddress(one.value) && side === 'host') continue;
      const below = listUnder(lines, one.valueAt - 1);
      for (const line of below) taken.add(line.at);
      if (below.length > 1) found = below.flatMap((line) => accusedIn(line.text, from, line.at));
    }
    if (found.length === 0) continue;
    // A label of infrastructure or of the other side says nothing of the words before it on its line.
    if (side !== 'other' && side !== 'target') taken.add(one.at).add(one.valueAt);
    if (isScanner) for (const c of found) g.weak.add(c.ip ?? '');
    put(side, one, found, g);
  }
  return taken;
}

/** `Date and IP`, `IP:port`, `Time (UTC) | IP`: labels of more than one thing. */
function sideOfQuestion(one: Labelled): Side | undefined {
  return /\bip(?:v[46])?(?: ?address)?$/.test(one.label) && startsWithAddress(one.value)
    ? sideOf(one.label.slice(-14))
    : undefined;
}

function put(side: Side, one: Labelled, found: readonly Candidate[], g: Gathered): void {
  if (side === 'target') {
    for (const c of found) if (c.ip) g.targets.add(c.ip);
  } else if (side === 'other') {
    for (const c of found) if (c.ip) g.faint.add(c.ip);
  } else if (one.aside === 'quoted' && side !== 'source') return;
  else g.by[side].push(...found);
}

/** Addresses of one line that are weighed: more are a dump. */
const mostOnLine = 60;

const letIn = /\bAccepted (?:publickey|password|keyboard-interactive)|\bsession opened for\b/;

function gatherLine(line: Line, g: Gathered, mine: (ip: string) => boolean): void {
  const log = logLine(line.text);
  if (log?.source || log?.target) {
    if (log.target) g.targets.add(log.target.ip);
    // Who was let in stands in the log as well; only where nobody else does is it what the report is about.
    if (log.source) g.by[letIn.test(line.text) ? 'hint' : 'log'].push({ ...log.source, from: 'log', at: line.at });
    if (log.source) return;
  }
  const found = addressesIn(line.text).slice(0, mostOnLine);
  if (found.length === 0) return;
  const alone =
    found.length === 1 &&
    /^["'[(<]?[0-9a-f.:/]{3,49}["'\])>]?(?:[\s,;|\t(]+[\p{L}\p{N}\s:+.,/()@_-]{0,80})?$/iu.test(line.text);
  const listed = alone || (found.length === 1 && isCell(line.text, found[0]));
  for (const group of groupsOf(line.text, found)) {
    const [first] = group;
    const last = group.at(-1);
    if (!first || !last) continue;
    const words = line.text.slice(0, first.index);
    const after = line.text.slice(last.end, last.end + 120);
    const label = labelBefore(words);
    const plain = label === 'source' || isPlainSource(words);
    const hinted = hintSource.test(words.slice(-90));
    if (label === 'other' || senderUses.test(words.slice(-120))) {
      for (const f of group) (label === 'other' ? g.faint : g.weak).add(f.ip);
      continue;
    }
    // "our server (IP 192.0.2.1)", "to IP 192.0.2.1": the side is said before the word that only says it is an address.
    const lead = words.replace(addressWord, '');
    // "a machine behind 192.0.2.1 connected to us": what follows says that it did something.
    const does = doesIt.test(after);
    const passes = passesBy.test(words.slice(-120));
    if (passes && !does) {
      for (const f of group) g.weak.add(f.ip);
      continue;
    }
    if (isDoneTo.test(after)) {
      for (const f of group) g.targets.add(f.ip);
      continue;
    }
    const isOther =
      !plain && !(passes && does) && (hinted ? lead !== words && isOtherSide(`${lead} `) : isOtherSide(words));
    if (label === 'target' || isOther) {
      for (const f of group) g.targets.add(f.ip);
      continue;
    }
    // "from A and B": said of both in one breath, so it is one statement and no choice between them.
    const tier: Tier = listed
      ? 'list'
      : plain || does || (hinted && group.length > 1)
        ? 'plain'
        : hinted
          ? 'hint'
          : 'bare';
    // A line that opens with a moment and names one address is a line of some log, whoever wrote the program.
    const isRow = (tier === 'bare' || tier === 'hint') && found.length === 1 && opensWithMoment(line.text);
    if (isRow) {
      g.by.log.push(...candidatesOf(first, 'log', line.at));
      continue;
    }
    const from = tier === 'list' ? 'list' : tier === 'bare' ? 'text' : 'words';
    for (const f of group)
      if (!isEverybodys(f.ip) || mine(f.ip))
        g.by[tier].push(...candidatesOf(f, from, line.at).map((c) => ({ ...c, shape: shapeOf(words) })));
  }
}

/** Whether the one address of a line fills a cell of it, as in a table without a head: `64500 | 192.0.2.1 | 2026-11-02`. */
function isCell(text: string, f: FoundAddress | undefined): boolean {
  if (!f || f.until !== undefined) return false;
  if (/^(?:ips?|ip[ -]address(?:es)?|ip[ -]adres(?:sen)?|hosts?)\s{1,3}["'[(<]?$/i.test(text.slice(0, f.index)))
    return true;
  const delimiter = /\|/.test(text) ? '|' : /;/.test(text) ? ';' : /\t/.test(text) ? '\t' : ',';
  const cells = text.split(delimiter).map((c) => c.trim().replace(/^"|"$/g, ''));
  return cells.length >= 3 && cells.some((c) => c === f.ip || c === text.slice(f.index, f.end));
}

/** The word before an address that only says it is one. */
const addressWord =
  /\(?\s*(?:with |at )?(?:the )?\bip(?:v[46])?(?:[ -]?(?:addr(?:ess(?:es)?)?|adres(?:sen)?|adressen?))?\s{0,3}[:=(]{0,2}\s{0,3}$/i;

/** What a label in the middle of a line says: `Auth. failure, intruder IP: 192.0.2.1`. */
function labelBefore(words: string): Side | undefined {
  const label =
    /([\p{L}][\p{L}\p{N}'_/-]{0,20}(?: [\p{L}][\p{L}\p{N}'_/-]{0,20}){0,2})\s{0,3}(?:\([^()]{0,30}\))?\s{0,3}[:=]\s{0,3}["'[(<]*$/u.exec(
      words.slice(-90),
    )?.[1];
  if (label === undefined) return undefined;
  const all = label.split(' ');
  // The label may follow other words on the line: the longest end of them that is one counts.
  for (let i = 0; i < all.length; i++) {
    const side = sideOf(all.slice(i).join(' '));
    if (side) return side;
  }
  return undefined;
}

const shapeOf = (words: string) =>
  words
    .slice(-300)
    .toLowerCase()
    .replace(/\S+@\S+/g, '@')
    .replace(/\d+/g, '0')
    .replace(/(["'])[^"']{1,64}\1/g, '""')
    .replace(/\s+/g, ' ');

/**
 * The reported addresses. Inside own prefixes nothing outside them is reported to us; else what the subject, labels, lists,
 * log lines and words accuse, the plainest first. Targets, relays, resolvers, registry data and signatures are no one's deed.
 * @param kind what the words say the report is about; empty where they say nothing
 */
export function pickAddresses(
  subject: string,
  lines: readonly Line[],
  all: readonly Labelled[],
  reading: Reading,
  sender: { readonly domain: string; readonly relays: ReadonlySet<string> } = { domain: '', relays: new Set() },
  kind = '',
): Picked {
  const own = reading.own;
  const mineIp = (ip: string) => own?.holds(ip) ?? false;
  const mine = (c: Candidate) => mineIp(c.ip ?? (c.prefix ?? '').replace(/\/\d+$/, ''));
  const g = new Gathered();
  gatherSubject(subject, g);
  const columns = columnsOf(lines);
  for (const { source, target, at } of columns.rows) {
    if (source) g.by.log.push({ ...source, from: 'log', at });
    if (target) g.targets.add(target.ip);
  }
  const taken = gatherLabels(
    all.filter((l) => !columns.taken.has(l.at)),
    lines,
    g,
    kind,
  );
  for (const at of columns.taken) taken.add(at);
  let heading: 'target' | undefined;
  let logs = 0;
  for (const line of lines) {
    if (line.isHeader || line.aside === 'registry') {
      if (own)
        for (const f of addressesIn(line.text))
          if (line.isHeader && mineIp(f.ip)) g.by.header.push({ ip: f.ip, from: 'header', at: line.at });
      continue;
    }
    if (/[:?]$/.test(line.text) && addressesIn(line.text).length === 0)
      heading = isTargetHeading(line.text) ? 'target' : undefined;
    // "2. Target", alone on its line, with or without a colon.
    else if (line.text.length < 40 && /^\p{L}[^.:]*$/u.test(line.text)) {
      const side = sideOf(line.text);
      if (side !== undefined) heading = side === 'target' ? 'target' : undefined;
    }
    if (line.aside !== undefined || taken.has(line.at) || logs > 20_000) continue;
    if (!/\d\.\d|:[0-9a-f]{0,4}:/i.test(line.text) || isCommand.test(line.text)) continue;
    logs++;
    if (heading === 'target' && startsWithAddress(line.text) && !logLine(line.text)?.source) {
      for (const f of addressesIn(line.text)) g.targets.add(f.ip);
      continue;
    }
    if (sender.domain !== '' && line.text.toLowerCase().includes(sender.domain))
      for (const f of addressesIn(line.text)) {
        // A mailbox of the sender's in a log line is a victim's name, not a machine's.
        const near = line.text
          .slice(Math.max(0, f.index - 80), f.end + 80)
          .toLowerCase()
          .replace(/\S{1,64}@\S{1,255}/g, '');
        if (near.includes(sender.domain) && !isPlainSource(line.text.slice(0, f.index))) g.weak.add(f.ip);
      }
    gatherLine(line, g, mineIp);
  }
  const roles = rolesIn(g);
  const settled = settle(g, own ? mine : undefined, sender.relays);
  const weighed = [...mentionsOf(subject, lines, columns.taken)].map(([name, mentions]) => ({
    name,
    mentions,
    roles: roles.get(name) ?? [],
  }));
  const picked = secondLook(settled, weighed, new Set(g.by.plain.map((c) => c.ip ?? '')), own ? mineIp : undefined);
  const isPlain = picked.chosen.some((c) =>
    [...g.by.source, ...g.by.log, ...g.by.plain].some((p) => (c.ip ?? c.prefix) === (p.ip ?? p.prefix)),
  );
  if (picked.chosen.length > 0 || picked.ambiguous) return { ...picked, isPlain, weighed };
  const handed = handedOver(lines, sender.domain);
  return handed ? { ...picked, chosen: [handed], weighed } : { ...picked, weighed };
}

/** Below it a choice by plain words is doubted, and one by hints or by nothing but its place. */
const doubted = { plain: 0.12, soft: 0.3 };
/** From here an address is taken, if it stands off from the next by so much. */
const believed = 0.5;
/** Several are taken together only where each is this likely. */
const together = 0.8;
const apart = 0.1;

const saysYours =
  /^["')\]]{0,2}\s?[,(]?\s?(?:which|that|die|dat|das|welche\p{L}?|qui|que|che)\s(?:is|are|was|belongs? to|van|est|es|è|gehört)\s(?:all |also )?(?:yours?|you|u|jullie|ihnen|vous|vôtre|suy[oa]|vostr[oa])(?![\p{L}])/iu;

/** The sender does not know himself. */
const isUnsure =
  /(?<![\p{L}])(?:maybe|perhaps|possibly|not sure|misschien|mogelijk|vielleicht|möglicherweise|peut-être|quizás?|tal vez|forse|talvez|może)(?![\p{L}])/iu;

/** Nor which of those he named: "… or …", "I do not know which". */
const isOneOfThem =
  /^\s{0,3}(?:or|of|oder|ou|lub|nebo|eller|или)\s{1,3}(?:\p{L}{1,20}\s){0,2}[\da-f]{1,4}[.:][\da-f.:]{3}|(?<![\p{L}])(?:weet niet|geen idee|do(?:n't| not) know|no idea|cannot tell|can't tell|unclear which|weiß nicht|keine ahnung|ne sais pas|no s[eé]|non so|nie wiem)(?![\p{L}])/iu;

const saysOwn = (one: Weighed, all: readonly Weighed[]) => {
  const evidence = evidenceOf(one, all);
  return ['near:ours', 'near:victim', 'between', 'near:negated', 'after:negated'].some((e) => evidence.has(e));
};

/**
 * What the rules are sure of stands: labels, logs, the subject, and inside own prefixes whatever they chose. Where they chose by
 * soft words, or could not choose, every address is weighed.
 */
function secondLook(
  picked: Picked,
  weighed: readonly Weighed[],
  plain: ReadonlySet<string>,
  mine: ((ip: string) => boolean) | undefined,
): Picked {
  // "A, B and C, which is yours": the sender says himself whose they are.
  const yours = weighed.filter((w) => w.mentions.some((m) => saysYours.test(m.behind)));
  if (yours.length > 0 && yours.length < picked.chosen.length && !mine)
    return { ...picked, chosen: picked.chosen.filter((c) => yours.some((w) => w.name === c.ip)) };
  const isSure = picked.chosen.some(
    (c) => c.prefix !== undefined || c.from === 'log' || c.from === 'subject' || c.from.startsWith('label:'),
  );
  if (isSure || (mine && picked.chosen.some((c) => mine(c.ip ?? '')))) return picked;
  const fitting = weighed.filter((w) => !isInner(w.name) && (!mine || mine(w.name)));
  const likely = new Map(fitting.map((w) => [w.name, weigh(w, weighed).likely]));
  const of = (ip: string | undefined) => likely.get(ip ?? '') ?? 0;
  const limit = picked.chosen.some((c) => plain.has(c.ip ?? '')) ? doubted.plain : doubted.soft;
  if (picked.chosen.length > 0 && picked.chosen.every((c) => of(c.ip) >= limit)) return picked;
  // The one address of ours in a report to us is the reported one, unless its sender calls it his own.
  const [lone] = fitting;
  if (mine && lone && fitting.length === 1 && picked.chosen.length === 0 && !saysOwn(lone, weighed))
    return {
      ...picked,
      chosen: [{ ip: lone.name, from: 'words', at: lone.mentions[0]?.at ?? 0 }],
      targets: picked.targets.filter((ip) => ip !== lone.name),
    };
  if (fitting.length === 1 && picked.chosen.length === 1 && picked.chosen[0]?.ip === fitting[0]?.name) return picked;
  // Of traffic "between" two nobody knows who began.
  if (
    picked.chosen.length === 0 &&
    weighed.some((w) =>
      w.mentions.some((m) => isUnsure.test(m.before.slice(-40)) || isOneOfThem.test(m.behind.slice(0, 110))),
    )
  )
    return picked;
  const over = fitting.filter((w) => of(w.name) >= believed && !evidenceOf(w, weighed).has('between'));
  const rest = Math.max(0, ...fitting.filter((w) => !over.includes(w)).map((w) => of(w.name)));
  const least = Math.min(1, ...over.map((w) => of(w.name)));
  if (over.length > 0 && (over.length === 1 || least >= together) && least - rest >= apart)
    return {
      chosen: over.map((w) => ({ ip: w.name, from: 'words', at: w.mentions[0]?.at ?? 0 })),
      targets: picked.targets.filter((ip) => !over.some((w) => w.name === ip)),
    };
  if (picked.chosen.length === 0) return picked;
  return { chosen: [], ambiguous: fitting.map((w) => w.name), targets: picked.targets };
}

/**
 * Who handed a quoted mail to the sender's own machine, where the report says nothing but the header of it: the address in the
 * one line of `Received` that a machine of the sender's domain wrote about a stranger.
 */
function handedOver(lines: readonly Line[], domain: string): Candidate | undefined {
  if (domain === '') return undefined;
  // Where the sender's mail is kept by somebody else: who handed it over for a mailbox of the sender's, if it was only one.
  const strangers = new Map<string, Candidate>();
  for (const [i, line] of lines.entries()) {
    // A line of a header may stand in the middle of a sentence: "for example Received: from …".
    const inline = line.isHeader ? -1 : line.text.search(/\breceived\s{0,3}:\s{1,3}from\s/i);
    if (!line.isHeader && inline < 0) continue;
    const judged = ipOf(
      /(?:\bsender ip is |\bclient-ip=|\bas permitted sender.{0,40}client-ip=)([0-9a-f.:]{3,45})/i.exec(line.text)?.[1],
    );
    if (judged && !isInner(judged)) return { ip: judged, from: 'header', at: line.at };
    if (inline < 0 && !/^received\s{0,3}:/i.test(line.text)) continue;
    let whole = line.text.slice(Math.max(0, inline));
    for (const next of lines.slice(i + 1, i + 6)) {
      if (inline >= 0 || !next.isHeader || /^[\w-]{1,40}\s{0,3}:/.test(next.text)) break;
      whole += ` ${next.text}`;
    }
    const [from = '', by = ''] = whole.split(/\bby\s/i);
    const ip = addressesIn(from, true)[0]?.ip;
    const isTheirs = by.slice(0, 200).toLowerCase().split(/[\s;]/)[0]?.endsWith(domain) ?? false;
    if (!ip || isInner(ip) || from.toLowerCase().includes(domain)) continue;
    if (isTheirs) return { ip, from: 'header', at: line.at };
    if (new RegExp(`\\bfor <?[^\\s<>@]{1,64}@${domain.replaceAll('.', '\\.')}(?![\\w.-])`, 'i').test(whole))
      strangers.set(ip, { ip, from: 'header', at: line.at });
  }
  return strangers.size === 1 ? [...strangers.values()][0] : undefined;
}

const isTargetHeading = (text: string) =>
  /^(?:which|what|welke?|welche[rs]?|quels?|quelles?|qué|quali?)\s.{0,60}\b(?:attacked|targeted|affected|aangevallen|getroffen|angegriffen|betroffen|attaqué|visé|atacad[oa]|colpit[oi])\b.{0,10}\?$/iu.test(
    text,
  ) ||
  (/\b(?:our|my|victims?|targets?|targeted|attacked|destinations?|onze|slachtoffers?|doelwitten|unsere[nmrs]?|opfer|ziele?|nos|cibles?|nuestr[oa]s|v[ií]ctimas|affected hosts on our)\b/iu.test(
    text,
  ) &&
    !/\b(?:your|uw|jullie|ihre?[mnrs]?|votre|vos|su|vostr[oa]|from|vanaf|van|von|aus|depuis|desde|dal|attack(?:ing|ers?)|sources?|angreif\w*|bronnen)\b/iu.test(
      text,
    ));

function gatherSubject(subject: string, g: Gathered): void {
  const log = logLine(subject);
  if (log?.source && log.target) {
    g.by.subject.push({ ...log.source, from: 'subject', at: 0 });
    g.targets.add(log.target.ip);
    return;
  }
  for (const f of addressesIn(subject, true)) {
    const before = subject.slice(0, f.index);
    if (
      /(?:\b(?:on|against|to|towards?|target(?:ing)?|at|naar|op|tegen|auf|gegen|contre|contra) (?:our |my |onze |unsere[nm]? |the )?(?:server|host|network|system|machine|honeypot|ip)?\s?|\b(?:our|my|onze|mijn|unser\w*|notre) (?:\w{1,20} ){0,3})$/i.test(
        before,
      ) &&
      !/\b(?:hosted|phishing|malware|site|page|found|detected|open|vulnerab\w+|exploitable|running|infection|bot|spam|abuse|misbruik|infringement)\b.{0,60}$/i.test(
        before,
      )
    )
      g.targets.add(f.ip);
    else g.by.subject.push(...candidatesOf(f, 'subject', 0));
  }
}

/** In which of the roles that rules are sure of each address stands, before one of them decides. */
function rolesIn(g: Gathered): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const tier of ['subject', 'source', 'address', 'list', 'log'] as const)
    for (const { ip } of g.by[tier]) {
      if (ip === undefined) continue;
      const list = found.get(ip);
      if (!list) found.set(ip, [`tier:${tier}`]);
      else if (!list.includes(`tier:${tier}`)) list.push(`tier:${tier}`);
    }
  return found;
}

function settle(g: Gathered, mine: ((c: Candidate) => boolean) | undefined, relays: ReadonlySet<string>): Picked {
  const targets = g.targets;
  const accused = new Set(
    [...g.by.subject, ...g.by.source, ...g.by.address, ...g.by.log].map((c) => c.ip).filter((ip) => ip !== undefined),
  );
  for (const ip of accused) targets.delete(ip);
  for (const tier of tiers) {
    const soft = tier === 'bare' || tier === 'hint' || tier === 'host' || tier === 'plain' || tier === 'list';
    g.by[tier] = dedupe(
      g.by[tier].filter(
        (c) =>
          !(c.ip && targets.has(c.ip)) &&
          !(soft && c.ip && g.weak.has(c.ip) && !accused.has(c.ip)) &&
          !(soft && tier !== 'plain' && c.ip && g.faint.has(c.ip) && !accused.has(c.ip)) &&
          !(soft && c.ip && relays.has(c.ip) && !mine?.(c)),
      ),
    );
  }
  // Inner addresses count only where there is nothing but inner ones: then the mail was made anonymous, or stays within a house.
  const isOuter = (c: Candidate) => c.prefix !== undefined || !isInner(c.ip ?? '') || (mine?.(c) ?? false);
  const counted: readonly Tier[] = tiers.filter((t) => t !== 'header');
  if (counted.some((t) => g.by[t].some(isOuter)))
    for (const tier of counted) if (tier !== 'subject' && tier !== 'source') g.by[tier] = g.by[tier].filter(isOuter);
  const list = [...targets];
  if (mine) {
    for (const tier of tiers) {
      const ours = g.by[tier].filter(mine);
      if (ours.length > 0) return decide(tier, ours, g, list, mine);
    }
    // Where we know our own space and nothing in the report lies in it, what is labelled still stands, for a person to see.
  }
  for (const tier of counted) {
    if (g.by[tier].length > 0) return decide(tier, g.by[tier], g, list, undefined);
  }
  return { chosen: [], targets: list };
}

const namesOf = (list: readonly Candidate[]) => list.map((c) => c.ip ?? c.prefix ?? '');

/** Within the strongest tier that names any: one is taken; several only where they are meant as several. */
function decide(
  tier: Tier,
  found: readonly Candidate[],
  g: Gathered,
  targets: readonly string[],
  mine: ((c: Candidate) => boolean) | undefined,
): Picked {
  const keep = (list: readonly Candidate[]) => (mine ? list.filter(mine) : list);
  const same = (a: Candidate, b: Candidate) => (a.ip !== undefined ? a.ip === b.ip : a.prefix === b.prefix);
  if (tier === 'subject') {
    const labelled = keep(g.by.source).length > 0 ? keep(g.by.source) : keep(g.by.address);
    const confirmed = found.filter((c) => labelled.some((l) => same(c, l)));
    // The subject names one of several, or the labels name who did it while the subject names whom it was done to.
    if (confirmed.length > 0) return { chosen: labelled, targets };
    const strong = keep(g.by.source);
    if (strong.length > 0) return { chosen: strong, targets };
    const told = keep(g.by.plain);
    if (told.length > 1 && found.every((c) => told.some((l) => same(c, l)))) return { chosen: told, targets };
    const listed = keep([...g.by.list, ...g.by.log]);
    if (listed.some((l) => found.some((c) => same(c, l))) && g.by.list.length > 1)
      return { chosen: dedupe([...found, ...keep(g.by.list)]), targets };
    if (found.length === 1 || found.every((c) => c.prefix !== undefined)) return { chosen: found, targets };
    const seen = found.filter((c) => listed.some((l) => same(c, l)));
    if (seen.length === 1 || seen.length === found.length) return { chosen: seen, targets };
    return { chosen: [], ambiguous: namesOf(found), targets };
  }
  if (found.length === 1) return { chosen: found, targets };
  const [head] = found;
  const isRepeated =
    head?.shape !== undefined &&
    head.shape.length > 3 &&
    found.every((c) => c.shape === head.shape) &&
    new Set(found.map((c) => c.at)).size === found.length;
  if (isRepeated) return { chosen: found, targets };
  if (tier === 'hint' || tier === 'bare' || tier === 'host' || tier === 'header')
    return { chosen: [], ambiguous: namesOf(found), targets };
  return { chosen: found, targets };
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
