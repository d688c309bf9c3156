/**
 * Notices of hotlines against child sexual abuse: the CSV that SCART sends, and the mails of other hotlines with lists of URLs.
 * Only addresses of pages are read; nothing of what lies behind them is ever fetched, shown or decoded.
 */
import { cleanHost, refang } from '#kernel';
import type { Finding, Problem } from './finding.ts';
import {
  type FileUnit,
  format,
  type MailUnit,
  type Reading,
  type RowReader,
  type Said,
  type TableStart,
} from './format.ts';
import { mailText } from './mail/text.ts';
import { fileOf, leaves } from './mail/unit.ts';
import { readTable } from './table/table.ts';
import { addressesIn, urlsIn } from './text/find.ts';
import { labelled, linesOf } from './text/lines.ts';
import {
  extraOf,
  hostOfUrl,
  ipOf,
  ipOfUrl,
  isNothing,
  messageTime,
  present,
  type Seen,
  senderOf,
  urlOf,
} from './values/fields.ts';

interface Hotline {
  readonly org: string;
  readonly from: RegExp;
}

/** Hotlines by the domains they write from. Some of them report other things too: the words decide. */
const hotlines: readonly Hotline[] = [
  { org: 'Offlimits', from: /[@.](?:offlimits|meldpunt-?kinderporno|eokm|scart)\.(?:nl|eu|org)$/ },
  { org: 'Internet Watch Foundation', from: /[@.]iwf\.org\.uk$/ },
  { org: 'NCMEC', from: /[@.](?:ncmec|missingkids)\.org$/ },
  {
    org: 'Canadian Centre for Child Protection',
    from: /[@.](?:cybertip|protectchildren|projectarachnid)\.(?:ca|com|org)$/,
  },
  { org: 'Child Focus', from: /[@.](?:childfocus|stopchildporno)\.(?:be|org)$/ },
  { org: 'eco', from: /[@.](?:eco|internet-beschwerdestelle)\.de$/ },
  { org: 'FSM', from: /[@.]fsm\.de$/ },
  { org: 'jugendschutz.net', from: /[@.]jugendschutz\.net$/ },
  { org: 'Point de Contact', from: /[@.](?:pointdecontact\.net|pointdecontact\.org)$/ },
  { org: 'Hotline.ie', from: /[@.]hotline\.ie$/ },
  { org: 'INHOPE', from: /[@.]inhope\.org$/ },
];
const anyHotline = new RegExp(hotlines.map((h) => h.from.source).join('|'));

/** Words by which a hotline names what it reports, in the languages hotlines write in. */
const about =
  /\bcsam\b|child (?:sexual )?(?:abuse|exploitation)|child porn|sexual abuse (?:material|imagery) of (?:a )?child|kinderporno|seksueel (?:kindermisbruik|misbruik van (?:een )?(?:kind|minderjarig))|missbrauchsdarstellung|kindesmissbrauch|p[ée]dopornograph|abus sexuels? (?:sur|d')/i;

const names: Readonly<Record<string, 'url' | 'ip' | 'reason' | 'first' | 'last' | 'note'>> = {
  url: 'url',
  ip: 'ip',
  reden: 'reason',
  reason: 'reason',
  'eerste keer': 'first',
  firstseen: 'first',
  'first seen': 'first',
  'laatste keer': 'last',
  lastseen: 'last',
  'last seen': 'last',
  notitie: 'note',
  note: 'note',
  notes: 'note',
};

const fileClue = /scart|\bntd\b|hotline|meldpunt|offlimits|csam|kinderporno/i;

/** Whether a table is SCART's: its columns and no others; where only URLs and notes stand in it, name or mail must say so too. */
function isOurs(header: readonly string[], name: string, within: MailUnit | undefined): boolean {
  if (header.length < 2 || header.some((h) => !Object.hasOwn(names, h))) return false;
  const has = new Set(header.map((h) => names[h]));
  if (!has.has('url')) return false;
  if (has.has('first') && has.has('last')) return true;
  return fileClue.test(name) || (within !== undefined && speaksOfIt(within));
}

function speaksOfIt(mail: MailUnit): boolean {
  return (
    [mail.from, mail.originator ?? ''].some((a) => anyHotline.test(a)) ||
    about.test(`${mail.subject}\n${mailText(mail)}`)
  );
}

const orgOf = (mail: MailUnit | undefined): string | undefined =>
  mail && hotlines.find((h) => h.from.test(mail.from) || h.from.test(mail.originator ?? ''))?.org;

function reporterOf(mail: MailUnit | undefined): Finding['reporter'] {
  if (!mail) return undefined;
  const org = orgOf(mail);
  const sender = senderOf(mail);
  return org ? { org, ...sender } : sender;
}

function rows(start: TableStart, reading: Reading): RowReader | undefined {
  if (!isOurs(start.header, start.name, start.within)) return undefined;
  const at = new Map(start.header.map((name, i) => [names[name], i]));
  return (cells, row) => {
    const where = `row:${row}`;
    const problems: Problem[] = [];
    // A URL may hold the sign that parts the columns; it stands first and takes what is too much.
    const more = Math.max(0, cells.length - start.header.length);
    const whole =
      at.get('url') === 0 && more > 0
        ? [cells.slice(0, more + 1).join(start.delimiter ?? ';'), ...cells.slice(more + 1)]
        : cells;
    const get = (name: 'url' | 'ip' | 'reason' | 'first' | 'last' | 'note') => {
      const cell = whole[at.get(name) ?? -1];
      return isNothing(cell) ? undefined : cell?.trim();
    };
    const statedUrl = get('url');
    const url = urlOf(statedUrl);
    const statedIp = get('ip');
    const ip = ipOf(statedIp) ?? ipOfUrl(url);
    if (statedUrl !== undefined && !url)
      problems.push({ code: 'url.unreadable', message: `not a URL: ${statedUrl.slice(0, 80)}`, at: where });
    if (statedIp !== undefined && !ipOf(statedIp))
      problems.push({
        code: 'address.unreadable',
        message: `IP is not an address: ${statedIp.slice(0, 60)}`,
        at: where,
      });
    const host = hostOfUrl(url) ?? (url ? undefined : cleanHost(statedUrl ?? ''));
    if (!url && !ip && !host)
      return [
        ...problems.map((problem) => ({ problem })),
        { problem: { code: 'row.no-resource', message: 'no usable URL or address in this row', at: where } },
      ];
    const moment = (name: 'first' | 'last') => {
      const stated = get(name);
      const found = stated === undefined ? undefined : reading.readTime(stated);
      if (stated !== undefined && !found)
        problems.push({ code: 'time.unreadable', message: `not a moment: ${stated.slice(0, 60)}`, at: where });
      return found;
    };
    const first = moment('first');
    const last = moment('last');
    const seen = last ?? first;
    const reason = get('reason');
    const finding = present<Finding>({
      kind: 'content.csam',
      ...(seen ? { seenAt: seen.at, timePrecision: seen.precision } : laterOf(start)),
      firstSeenAt: first?.at,
      lastSeenAt: last?.at,
      ip,
      host,
      url,
      role: 'source',
      classification: { asSent: reason ?? 'hotline notice' },
      reporter: reporterOf(start.within),
      evidence: [where],
      extra: extraOf(
        start.header.map((name, i) => [name, isNothing(whole[i]) ? undefined : whole[i]] as const),
        problems,
        where,
      ),
      problems,
    });
    return [{ finding }];
  };
}

function laterOf(start: TableStart): Seen {
  const at = start.within?.date?.at ?? start.receivedAt;
  return at ? { seenAt: at, timePrecision: 'message_date' } : {};
}

/** The first row of a text, as column names. */
const headerIn = (text: string): string[] =>
  (
    text
      .replace(/^\ufeff/, '')
      .trimStart()
      .split('\n', 1)[0] ?? ''
  )
    .split(/[;,\t]/)
    .map((c) => c.trim().replace(/^"|"$/g, '').toLowerCase());

function tablesOf(unit: MailUnit): FileUnit[] {
  const ours = (name: string, text: string) => isOurs(headerIn(text), name, unit);
  const files = unit.files.filter((f) => ours(f.name, new TextDecoder().decode(f.bytes().subarray(0, 4096))));
  if (files.length > 0) return files;
  return [...leaves(unit.root)]
    .filter(
      (p) => p.type.startsWith('text/') && p.type !== 'text/html' && ours(p.filename ?? '', p.text().slice(0, 4096)),
    )
    .map((p) => fileOf(p.filename ?? '', p.type, p.bytes(), p.path, unit, p.params.charset));
}

const reference =
  /\b(?:report|ref(?:erence|erentie)?|case|complaint|melding(?:snummer)?|kenmerk|notice|id)\b[ \t]{0,3}(?:id|no|number|nummer|nr)?[ \t#:.]{0,4}([A-Z0-9][A-Z0-9/_-]{2,40})/gi;

function referenceIn(...texts: readonly string[]): string | undefined {
  for (const text of texts)
    for (const found of text.slice(0, 2000).matchAll(reference)) if (/\d{2}/.test(found[1] ?? '')) return found[1];
  return undefined;
}

/** URLs of a mail in words; the address beside each, where one is told. */
function* readWords(unit: MailUnit, reading: Reading): Generator<Said, number> {
  const text = refang(mailText(unit));
  const lines = linesOf(text);
  const own = new Set([
    'inhope.org',
    'iwf.org.uk',
    'missingkids.org',
    'ncmec.org',
    'cybertip.ca',
    'protectchildren.ca',
    'offlimits.nl',
  ]);
  const senderHost = unit.from.slice(unit.from.lastIndexOf('@') + 1);
  const isSenders = (host: string) =>
    [...own, senderHost].some((o) => o !== '' && (host === o || host.endsWith(`.${o}`))) || anyHotline.test(`.${host}`);
  interface Page {
    readonly url: string;
    ip: string | undefined;
  }
  const pages: Page[] = [];
  const known = new Set<string>();
  let lastIp: string | undefined;
  let addressFirst: boolean | undefined;
  let open: Page[] = [];
  for (const line of lines) {
    if (line.isHeader) continue;
    const urls = urlsIn(line.text).filter((u) => !isSenders(u.host));
    const address = addressesIn(urls.reduce((t, u) => t.replace(u.url, ' '), line.text))[0]?.ip;
    for (const { url } of urls) {
      if (known.has(url)) continue;
      known.add(url);
      addressFirst ??= lastIp !== undefined;
      const page: Page = { url, ip: ipOfUrl(url) ?? address ?? (addressFirst ? lastIp : undefined) };
      pages.push(page);
      if (!page.ip) open.push(page);
    }
    if (address && urls.length === 0) {
      lastIp = address;
      if (addressFirst === false) {
        // The address stands below the pages it is about.
        for (const page of open) page.ip ??= address;
        open = [];
      }
    }
  }
  const date = labelled(lines).find(
    (l) => /date|time|seen|datum|tijd|gezien|vu le|gesehen/.test(l.label) && reading.readTime(l.value),
  );
  const moment = date && reading.readTime(date.value);
  const ref = referenceIn(unit.subject, text);
  for (const page of pages) {
    const problems: Problem[] = [];
    const finding = present<Finding>({
      kind: 'content.csam',
      ...(moment ? { seenAt: moment.at, timePrecision: moment.precision } : messageTime(unit)),
      ip: page.ip,
      host: hostOfUrl(page.url),
      url: page.url,
      role: 'source',
      classification: { asSent: 'hotline notice' },
      reference: ref,
      reporter: reporterOf(unit),
      evidence: ['1'],
      problems,
    });
    yield { finding };
  }
  return pages.length;
}

export default format({
  id: 'hotline',
  version: 1,
  title: { nl: 'Melding van een meldpunt kindermisbruik', en: 'Notice of a hotline against child abuse' },
  spec: 'SCART, INHOPE hotlines',
  group: 'feed',
  match: [
    { kind: 'mail', from: anyHotline, weight: 60 },
    {
      kind: 'mail',
      subject: /notice of possible csam|iwf report|\bscart\b|notice.and.take.?down.{0,40}(?:kinderporno|csam)/i,
      weight: 60,
    },
    { kind: 'mail', filename: /(?:scart|ntd).{0,60}\.csv$/i, weight: 50 },
    { kind: 'mail', body: /^\ufeff?"?url"?;"?(?:reden|ip|notitie|note|reason)"?/im, weight: 60 },
    { kind: 'file', body: /^\ufeff?"?url"?[;,]"?(?:reden|ip|notitie|note|reason)"?/i, weight: 80 },
  ],
  rows,
  *read(unit, reading) {
    if (unit.kind === 'file') {
      yield* readTable(unit, reading, rows);
      return;
    }
    const tables = tablesOf(unit);
    if (tables.length > 0) {
      // Text and attachment say the same: the table is the notice.
      for (const table of tables) yield* readTable(table, reading, rows);
      return;
    }
    const told =
      speaksOfIt(unit) && about.test(`${unit.subject}\n${mailText(unit)}`) ? yield* readWords(unit, reading) : 0;
    if (told === 0) yield { pass: 'no list of pages of a hotline in it' };
  },
});
