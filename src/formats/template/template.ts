/**
 * Templates: the mails of one sender, read by what is declared about them. A template names the mails it knows, and for
 * each field where in the text it stands; this turns such a declaration into a format. No template holds code.
 */
import { cleanHost, refang, type Words } from '#kernel';
import { type Severity, severities } from '#law';
import type { Finding, Problem, Role, Target } from '../finding.ts';
import type { Format, Match, Reading, Said, Unit } from '../format.ts';
import { mailText } from '../mail/text.ts';
import { kindOfHeading } from '../text/kinds.ts';
import { labelled, linesOf } from '../text/lines.ts';
import { withYear } from '../text/times.ts';
import {
  asnOf,
  cvesIn,
  extraOf,
  hostOfUrl,
  ipOf,
  ipOfUrl,
  isNothing,
  mailOf,
  networkOf,
  portOf,
  present,
  resourceOf,
  seenOf,
  senderOf,
  urlOf,
} from '../values/fields.ts';

/** Everything a template can find in a text. `zone` completes a moment that states none; `description` goes to `extra`. */
export const templateFields = [
  'ip',
  'prefix',
  'port',
  'host',
  'url',
  'asn',
  'account',
  'seenAt',
  'firstSeenAt',
  'lastSeenAt',
  'zone',
  'reference',
  'count',
  'malware',
  'kind',
  'asSent',
  'severity',
  'confidence',
  'cve',
  'description',
  'target.ip',
  'target.port',
  'target.host',
  'target.url',
  'target.asn',
  'target.account',
  'target.brand',
  'protocol.transport',
  'protocol.application',
  'reporter.org',
  'reporter.contact',
] as const;
export type TemplateField = (typeof templateFields)[number];

export interface Finder {
  /**
   * Its value is the first group that took part, else the whole match. Named groups give other fields of the same match
   * (`(?<ip>…)`, a dot written as an underscore: `(?<target_ip>…)`), so that one row of a list is one finding.
   */
  readonly re: RegExp;
  /** Each match is read, not only the first: a list. Each value is a finding of its own. */
  readonly all?: boolean;
  /** The last match is read, not the first: the end of a log. */
  readonly last?: boolean;
  /** The match with this number is read, counted from 1: the second of three dates. */
  readonly nth?: number;
  /** What the sender's word means: `malware site` is a kind, `tcp` a transport. Compared without case; the longest word that occurs wins. */
  readonly map?: Readonly<Record<string, string>>;
}

export interface TemplateSpec {
  readonly id: string;
  /** Counts up when the same bytes give other findings. */
  readonly version: number;
  readonly title: Words;
  readonly spec?: string;
  readonly match: readonly Match[];
  /** Where one mail reports several things: the text is cut before each match of this. What stands above is said of all. */
  readonly split?: RegExp;
  /** Where the sender's words end: from the first match of this on nothing is read (a quoted mail, a legal text, a signature). */
  readonly until?: RegExp;
  /** A piece that matches this says there is nothing to report, which is no fault. */
  readonly nothing?: RegExp;
  /** How each field is found in the text: a copy, refanged and without quote marks, with `Subject: …` as its first line. */
  readonly fields: Readonly<Partial<Record<TemplateField, Finder | readonly Finder[]>>>;
  readonly constants: {
    readonly kind: string;
    readonly role?: Role;
    readonly severity?: Severity;
    /** IANA zone the sender documents for moments without one. */
    readonly zone?: string;
    readonly reporter?: NonNullable<Finding['reporter']>;
  };
  /** What must be found, else the mail is passed on with the reason. `ip` and `prefix` each stand for an address or a network. */
  readonly required: readonly TemplateField[];
}

/** A format made of a template, with the template it was made of. */
export interface TemplateFormat extends Format {
  readonly declared: TemplateSpec;
}

/** A value found, with the other fields of the same match. */
interface Found {
  readonly value: string;
  /** Where in the text it stands. */
  readonly index: number;
  readonly beside: Readonly<Partial<Record<TemplateField, string>>>;
}

const mostMatches = 20_000;
const mostText = 1_000_000;
/** A subject is a line: patterns that begin at it look no further. */
const mostSubject = 1000;

/**
 * The text that templates search: the subject on its first line, then the words of the mail. Quote marks, bold marks,
 * hard spaces and the ways of making addresses harmless are taken off, so that forwarded and HTML mails read alike.
 */
export function templateText(unit: Unit): string {
  const mail = unit.kind === 'mail' ? unit : unit.within;
  const body = unit.kind === 'mail' ? mailText(unit) : unit.text().slice(0, mostText);
  return plainCopy(`Subject: ${mail?.subject.replace(/\s+/g, ' ').trim().slice(0, mostSubject) ?? ''}\n\n${body}`);
}

/** Text as templates see it; see {@link templateText}. */
export function plainCopy(text: string): string {
  const even = text
    .slice(0, mostText)
    .replace(/\r\n?/g, '\n')
    .replace(/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' ')
    .replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .replaceAll('\uff1a', ':')
    .replace(/^(?:[ \t]{0,8}[>|][ \t]?){1,10}/gm, '')
    .replace(/^[ \t]{0,8}\*{1,2}([^*\n]{1,60})\*{1,2}/gm, '$1');
  return refang(even);
}

/** A pattern of its own, so that no search begins where another one ended. */
const fresh = (re: RegExp, global: boolean) =>
  new RegExp(re.source, re.flags.replace(/[gy]/g, '') + (global ? 'g' : ''));

/** The finders of a field, each with its pattern made ready once. */
interface Ready {
  readonly field: TemplateField;
  readonly finders: readonly (Finder & { readonly ready: RegExp })[];
  /** The value tables of all fields: a named group is read with the table of its own field. */
  readonly maps: ReadonlyMap<TemplateField, Readonly<Record<string, string>>>;
}

/** The finders a template declares for a field, in their order. */
export function findersOf(spec: TemplateSpec, field: TemplateField): readonly Finder[] {
  const declared = spec.fields[field];
  return declared === undefined ? [] : 're' in declared ? [declared] : declared;
}

function readyOf(spec: TemplateSpec): Ready[] {
  const out: Ready[] = [];
  const maps = new Map<TemplateField, Readonly<Record<string, string>>>();
  for (const field of templateFields) {
    const finders = findersOf(spec, field);
    if (finders.length === 0) continue;
    const map = finders.find((f) => f.map)?.map;
    if (map) maps.set(field, map);
    out.push({
      field,
      maps,
      finders: finders.map((f) => ({
        ...f,
        ready: fresh(f.re, f.all === true || f.last === true || f.nth !== undefined),
      })),
    });
  }
  return out;
}

function foundOf(m: RegExpMatchArray, one: Ready, map: Finder['map']): Found | undefined {
  const beside: Partial<Record<TemplateField, string>> = {};
  for (const [name, written] of Object.entries(m.groups ?? {})) {
    const field = name.replace('_', '.') as TemplateField;
    if (written === undefined || written.trim() === '' || field === one.field) continue;
    const table = one.maps.get(field);
    const value = table ? mapped(table, written.trim()) : written.trim();
    if (value === undefined) continue;
    beside[field] = value;
    if (field === 'kind') beside.asSent ??= written.trim();
  }
  const own = m.groups?.[one.field.replace('.', '_')];
  const written = (own ?? m.slice(1).find((g) => g !== undefined && g.trim() !== '') ?? m[0]).trim();
  const value = map ? mapped(map, written) : written;
  if (value === undefined) return undefined;
  if (map && one.field === 'kind') beside.asSent ??= written;
  return { value, index: m.index ?? 0, beside: { ...beside, [one.field]: value } };
}

/** What the sender's word means in the table of a finder; undefined where it is not in it. */
function mapped(map: Readonly<Record<string, string>>, value: string): string | undefined {
  const word = value.toLowerCase().replace(/\s+/g, ' ');
  if (Object.hasOwn(map, word)) return map[word];
  let best: string | undefined;
  for (const key of Object.keys(map))
    if (word.includes(key.toLowerCase()) && key.length > (best?.length ?? 0)) best = key;
  return best === undefined ? undefined : map[best];
}

/** Whether a value can be read as this field at all: what cannot is not taken, and the next finder is tried. */
function readable(field: TemplateField, value: string, reading: Reading): boolean {
  if (isNothing(value)) return false;
  switch (field) {
    case 'ip':
    case 'prefix':
      return addressOf(value) !== undefined;
    case 'target.ip':
      return ipOf(value) !== undefined;
    case 'port':
    case 'target.port':
      return portOf(value) !== undefined;
    case 'host':
    case 'target.host':
      return hostFrom(value) !== undefined;
    case 'url':
      return urlOf(value) !== undefined || hostFrom(value) !== undefined;
    case 'target.url':
      return urlOf(value) !== undefined;
    case 'asn':
    case 'target.asn':
      return asnOf(value) !== undefined;
    case 'count':
      return countOf(value) !== undefined;
    case 'confidence':
      return confidenceOf(value) !== undefined;
    case 'cve':
      return cvesIn(value).length > 0;
    case 'severity':
      return severityOf(value) !== undefined;
    case 'seenAt':
    case 'firstSeenAt':
    case 'lastSeenAt':
      return momentIn(value, reading) !== undefined;
    case 'zone':
      return /^[A-Za-z]{1,20}(?:\/[A-Za-z_]{1,30})?$|^[+-]\d\d:?\d\d$|^(?:UTC|GMT)[+-]\d{1,2}(?::?\d\d)?$/.test(value);
    default:
      return value.length <= 4000;
  }
}

/** The values of a field in a text: those of its first finder that yields a readable one. */
function search(one: Ready, text: string, reading: Reading): Found[] {
  for (const finder of one.finders) {
    const out: Found[] = [];
    const several = finder.all || finder.last || finder.nth !== undefined;
    const matches = several ? text.matchAll(finder.ready) : [finder.ready.exec(text)];
    let no = 0;
    for (const m of matches) {
      no++;
      if (finder.nth !== undefined && no < finder.nth) continue;
      if (finder.nth !== undefined && no > finder.nth) break;
      const found = m && foundOf(m, one, finder.map);
      if (!found || !readable(one.field, found.value, reading)) continue;
      out.push(found);
      if (out.length >= mostMatches) break;
    }
    if (out.length > 0) return finder.last ? out.slice(-1) : distinct(out);
  }
  return [];
}

/** Each value once: mails in two languages say everything twice. */
function distinct(found: readonly Found[]): Found[] {
  const seen = new Set<string>();
  return found.filter((f) => {
    const key = JSON.stringify(f.beside);
    return !seen.has(key) && seen.add(key);
  });
}

/** Whether pages and addresses take turns, so that the first belongs to the first and so on. */
function takeTurns(a: readonly Found[], b: readonly Found[]): boolean {
  if (a.length !== b.length) return false;
  const [first, second] = (a[0]?.index ?? 0) < (b[0]?.index ?? 0) ? [a, b] : [b, a];
  return first.every(
    (f, i) =>
      f.index < (second[i]?.index ?? 0) && (second[i]?.index ?? 0) < (first[i + 1]?.index ?? Number.POSITIVE_INFINITY),
  );
}

interface Place {
  readonly ip?: string;
  readonly prefix?: string;
  readonly port?: number;
}

/** An address, an address with a port, or a network; a network of one address is an address. */
function addressOf(value: string): Place | undefined {
  const word = value.replace(/^[[(<"']+|[\])>"',;.]+$/g, '');
  const network = networkOf(word) ?? networkOf(value);
  if (network)
    return /\/(?:32|128)$/.test(network) && isSingle(network) ? { ip: single(network) } : { prefix: network };
  const found = resourceOf(word) ?? resourceOf(value);
  if (!found?.ip || found.url) return undefined;
  return present<Place>({ ip: found.ip, port: found.port });
}
const isSingle = (network: string) => network.endsWith(network.includes(':') ? '/128' : '/32');
const single = (network: string) => network.slice(0, network.lastIndexOf('/'));

/** A host name, also where a path, a port or a mailbox is written to it. */
function hostFrom(value: string): string | undefined {
  const word = /^(?:[a-z][a-z0-9+.-]{1,12}:\/\/)?(?:[^\s/@]{1,64}@)?([^\s/:?#,;()<>"']{3,253})/i.exec(value)?.[1];
  return word === undefined ? undefined : cleanHost(word);
}

function countOf(value: string): number | undefined {
  const digits = /^\d{1,3}(?:[,. ]\d{3})+$/.test(value) ? value.replace(/\D/g, '') : value;
  const n = /^\d{1,12}$/.test(digits) ? Number(digits) : 0;
  return n > 0 ? n : undefined;
}

/** 0 to 1, also where it is written in per cent. */
function confidenceOf(value: string): number | undefined {
  const found = /^(\d{1,3}(?:\.\d{1,4})?)\s?(%?)$/.exec(value);
  if (!found) return undefined;
  const n = Number(found[1]) / (found[2] === '%' || Number(found[1]) > 1 ? 100 : 1);
  return n <= 1 ? n : undefined;
}

const severityOf = (value: string): Severity | undefined => severities.find((s) => s === value.trim().toLowerCase());

/** The words of a moment in a value: the whole of it, else without what stands behind it in brackets. */
function momentIn(value: string, reading: Reading): string | undefined {
  const tidy = value.replace(/\s*\((?:utc|gmt)\)/i, ' UTC').trim();
  for (const text of [tidy, tidy.replace(/\s*\([^()]{0,40}\)\s*$/, ''), tidy.replace(/[.,;]$/, '')])
    if (reading.readTime(text)) return text;
  return undefined;
}

/** A moment's words with the zone the sender states elsewhere in the mail, where its own words state none. */
function zoned(text: string | undefined, zone: string | undefined, reading: Reading): string | undefined {
  if (text === undefined) return undefined;
  const words = momentIn(text, reading) ?? text;
  if (zone === undefined || zone.includes('/') || reading.readTime(words)?.precision !== 'assumed_zone') return words;
  return reading.readTime(`${words} ${zone}`) ? `${words} ${zone}` : words;
}

type Values = Partial<Record<TemplateField, string>>;

/** The sender: what the template knows of it, else who wrote the mail, where that is not someone who passed it on. */
function reporterOf(spec: TemplateSpec, values: Values, unit: Unit): Finding['reporter'] {
  const known = spec.constants.reporter ?? {};
  const writer = senderOf(unit);
  const isOwn =
    known.domain === undefined ||
    writer?.domain === known.domain ||
    (writer?.domain?.endsWith(`.${known.domain}`) ?? false);
  return present<NonNullable<Finding['reporter']>>({
    ...(isOwn ? writer : {}),
    ...known,
    ...(isOwn && writer?.contact && !known.contact ? { contact: writer.contact } : {}),
    ...(values['reporter.org'] ? { org: values['reporter.org'] } : {}),
    ...(values['reporter.contact'] ? { contact: values['reporter.contact'] } : {}),
  });
}

function targetOf(values: Values): Target | undefined {
  const target = present<Target>({
    ip: ipOf(values['target.ip']),
    port: portOf(values['target.port']),
    host: values['target.host'] ? hostFrom(values['target.host']) : undefined,
    url: urlOf(values['target.url']),
    asn: asnOf(values['target.asn']),
    account: values['target.account'],
    brand: values['target.brand'],
  });
  return Object.keys(target).length > 0 ? target : undefined;
}

function findingOf(spec: TemplateSpec, values: Values, said: Stated, unit: Unit, reading: Reading): Finding {
  const problems: Problem[] = [];
  const place = addressOf(values.ip ?? '') ?? addressOf(values.prefix ?? '');
  const url = urlOf(values.url);
  const zone = values.zone?.includes('/') ? values.zone : spec.constants.zone;
  const options = { at: said.at, ...(zone ? { zone } : {}) };
  const first = momentOf(zoned(values.firstSeenAt, values.zone, reading));
  const last = momentOf(zoned(values.lastSeenAt, values.zone, reading));
  const stated = zoned(values.seenAt ?? values.lastSeenAt ?? values.firstSeenAt, values.zone, reading);
  const seen = seenOf(stated, unit, reading, problems, options);
  if (!seen.seenAt) problems.push({ code: 'time.missing', message: 'neither the text nor the mail states a time' });
  const ascii = url === undefined || /^[\x21-\x7e]+$/.test(url.split('/')[2] ?? '');
  if (!ascii)
    problems.push({
      code: 'host.lookalike',
      message: `the host of this URL is written in other letters than it seems; it is ${hostOfUrl(url)}`,
    });
  // A page names its own host; a host named elsewhere in the mail is only taken where there is no page.
  const host =
    (url ? (ascii ? hostOfUrl(url) : undefined) : undefined) ??
    (values.host ? hostFrom(values.host) : undefined) ??
    (values.url && !url ? hostFrom(values.url) : undefined);
  const transport = values['protocol.transport']?.toLowerCase();
  const application = values['protocol.application']?.toLowerCase();
  const cves = cvesIn(values.cve);
  return present<Finding>({
    kind: values.kind ?? spec.constants.kind,
    ...seen,
    firstSeenAt: first,
    lastSeenAt: last,
    ip: place?.ip ?? ipOfUrl(url),
    port: portOf(values.port) ?? place?.port,
    prefix: place?.prefix,
    host,
    url,
    asn: asnOf(values.asn),
    account: values.account,
    role: spec.constants.role ?? 'source',
    severity: severityOf(values.severity ?? '') ?? spec.constants.severity,
    confidence: confidenceOf(values.confidence ?? ''),
    classification: values.asSent ? { asSent: values.asSent.slice(0, 200) } : {},
    reference: values.reference,
    reporter: reporterOf(spec, values, unit),
    count: countOf(values.count ?? ''),
    target: targetOf(values),
    malware: values.malware,
    cve: cves.length > 0 ? cves : undefined,
    protocol: transport || application ? present({ transport, application }) : undefined,
    evidence: [said.at],
    extra: extraOf([...said.labels, ...descriptionOf(values)], problems),
    problems,
  });

  function momentOf(text: string | undefined): Temporal.Instant | undefined {
    return text === undefined ? undefined : reading.readTime(text, zone ? { zone } : {})?.at;
  }
}

function descriptionOf(values: Values): (readonly [string, string])[] {
  return values.description ? [['description', values.description]] : [];
}

/** What one piece of the text says under the sender's own names, and in which part of the message it stands. */
interface Stated {
  readonly labels: readonly (readonly [string, string])[];
  readonly at: string;
}

/** Kinds are written as `group.word`; any other word of a sender is weighed as a heading is. */
function kindFrom(value: string): string | undefined {
  return /^[a-z]{2,12}\.[a-z0-9_]{2,24}$/.test(value) ? value : kindOfHeading(value);
}

/**
 * The findings of one piece of the text. Lists give one finding each; a URL that stands beside the only address of its piece
 * carries it. What the piece does not say is taken from the text above the first piece.
 */
function* pieceOf(
  spec: TemplateSpec,
  ready: readonly Ready[],
  piece: string,
  head: Values,
  unit: Unit,
  reading: Reading,
): Generator<Finding, string | undefined> {
  const single: Values = { ...head };
  const row: Values = {};
  const lists = new Map<TemplateField, readonly Found[]>();
  for (const one of ready) {
    const found = search(one, piece, reading);
    const [only] = found;
    if (found.length > 1 && isResource(one.field)) lists.set(one.field, found);
    else if (only) {
      const { [one.field]: own, ...others } = only.beside;
      if (own !== undefined) Object.assign(single, withKind({ [one.field]: own, ...pick(only, 'asSent') }));
      // What stands in the same row is said of it; a finder of the whole mail does not overrule it.
      Object.assign(row, withKind(others));
    }
    if (found.length > 1 && one.field === 'cve') single.cve = found.map((f) => f.value).join(' ');
  }
  Object.assign(single, row);
  const has = (field: TemplateField): boolean =>
    field === 'ip' || field === 'prefix'
      ? Boolean(single.ip ?? single.prefix) || lists.has('ip') || lists.has('prefix')
      : field === 'host'
        ? Boolean(single.host ?? single.url) || lists.has('host') || lists.has('url')
        : single[field] !== undefined || lists.has(field);
  const missing = spec.required.filter((field) => !has(field));
  if (missing.length > 0) return missing.join(', ');
  const pages = lists.get('url');
  const machines = lists.get('ip');
  if (pages && machines && takeTurns(pages, machines)) {
    lists.delete('ip');
    lists.set(
      'url',
      pages.map((page, i) => ({ ...page, beside: { ...machines[i]?.beside, ...page.beside } })),
    );
  }
  const said = { labels: labelsOf(piece), at: unit.kind === 'mail' ? '1' : (unit.path ?? '1') };
  let seen = false;
  const told = new Set<string>();
  for (const field of ['ip', 'prefix', 'url', 'host', 'account', 'asn'] as const)
    for (const one of lists.get(field) ?? []) {
      const values = withKind({ ...single, ...one.beside });
      const key = JSON.stringify([
        values.ip,
        values.prefix,
        values.url,
        values.host,
        values.port,
        values.seenAt,
        values.kind,
      ]);
      if (told.has(key)) continue;
      told.add(key);
      seen = true;
      yield findingOf(spec, values, said, unit, reading);
    }
  if (!seen) yield findingOf(spec, single, said, unit, reading);
  return undefined;
}

const isResource = (field: TemplateField) => /^(?:ip|prefix|url|host|account|asn)$/.test(field);

function withKind(values: Values): Values {
  if (values.kind === undefined) return values;
  const { kind: stated, ...rest } = values;
  const kind = kindFrom(stated);
  return { ...rest, ...(kind ? { kind } : {}), asSent: values.asSent ?? stated };
}

/** `label: value` lines, verbatim, for `extra`. */
function labelsOf(piece: string): (readonly [string, string])[] {
  return labelled(linesOf(piece.slice(0, 100_000)))
    .filter((l) => l.value.length < 500 && l.name.toLowerCase() !== 'subject')
    .slice(0, 80)
    .map((l) => [l.name, l.value] as const);
}

/** Cuts a text before each match of a pattern: what stands above the first, and the pieces. */
function piecesOf(
  text: string,
  split: RegExp | undefined,
): { readonly head: string; readonly pieces: readonly string[] } {
  if (!split) return { head: '', pieces: [text] };
  const cuts = [...text.matchAll(fresh(split, true))].map((m) => m.index).slice(0, mostMatches);
  if (cuts.length === 0) return { head: '', pieces: [text] };
  return {
    head: text.slice(0, cuts[0]),
    pieces: cuts.map((from, i) => text.slice(from, cuts[i + 1] ?? text.length)),
  };
}

/** Reads moments of log lines, which have no year, in the year before the mail was written. */
function withYears(unit: Unit, reading: Reading): Reading {
  const mail = mailOf(unit);
  const written = mail?.date?.at ?? unit.receivedAt;
  if (!written) return reading;
  return {
    ...reading,
    readTime: (text, options) => {
      const moment = reading.readTime(text, options);
      if (moment) return moment;
      const found = /^([A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d)(.*)$/.exec(text);
      const dated = found?.[1] ? withYear(found[1], reading, { written }) : undefined;
      return dated ? reading.readTime(`${dated}${found?.[2] ?? ''}`, options) : undefined;
    },
  };
}

function* readTemplate(spec: TemplateSpec, ready: readonly Ready[], unit: Unit, given: Reading): Generator<Said> {
  const reading = withYears(unit, given);
  const whole = templateText(unit);
  const end = spec.until ? whole.search(spec.until) : -1;
  const { head, pieces } = piecesOf(end > 0 ? whole.slice(0, end) : whole, spec.split);
  const above: Values = {};
  if (head !== '')
    for (const one of ready) {
      const found = search(one, head, reading)[0];
      if (found) Object.assign(above, withKind({ [one.field]: found.value, ...pick(found, 'asSent') }));
    }
  let count = 0;
  const lacking = new Set<string>();
  for (const piece of pieces) {
    const found = pieceOf(spec, ready, piece, above, unit, reading);
    for (let step = found.next(); ; step = found.next()) {
      if (step.done) {
        if (step.value && !spec.nothing?.test(piece)) lacking.add(step.value);
        break;
      }
      count++;
      yield { finding: step.value };
    }
  }
  if (count === 0) yield { pass: `not found in it: ${[...lacking].join('; ') || 'anything'}` };
  else if (lacking.size > 0)
    yield {
      problem: {
        code: 'template.piece-incomplete',
        message: `a part of this mail could not be read: ${[...lacking].join('; ')} not found`,
      },
    };
}

function pick(found: Found, field: TemplateField): Values {
  const value = found.beside[field];
  return value === undefined ? {} : { [field]: value };
}

/** Makes a format of a template. */
export function template(spec: TemplateSpec): TemplateFormat {
  let ready: readonly Ready[] | undefined;
  return {
    id: spec.id,
    version: spec.version,
    title: spec.title,
    ...(spec.spec ? { spec: spec.spec } : {}),
    group: 'template',
    match: spec.match,
    declared: spec,
    *read(unit: Unit, reading: Reading) {
      ready ??= readyOf(spec);
      yield* readTemplate(spec, ready, unit, reading);
    },
  };
}
