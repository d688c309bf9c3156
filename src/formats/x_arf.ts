/** X-ARF 0.1 and 0.2: a part of `Name: value` lines inside a mail, as blocklist.de, fail2ban, Netcraft and many scripts send it. */
import { cleanHost } from '#kernel';
import { asObject, type Field, first } from './arf/fields.ts';
import type { Finding, Problem, Target } from './finding.ts';
import { format, type Reading, type Unit } from './format.ts';
import { leaves } from './mail/unit.ts';
import { kindOfHeading } from './text/kinds.ts';
import {
  extraOf,
  hostOfUrl,
  ipOf,
  ipOfUrl,
  isNothing,
  networkOf,
  portOf,
  present,
  type Resource,
  resourceOf,
  seenOf,
  senderOf,
  urlOf,
} from './values/fields.ts';
import { jsonIn, text } from './values/json.ts';

/** Report types in use, by what they begin with, before the words of the type are weighed. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/^(?:login|ssh|brute|auth|imap|pop3|smtp-auth|ftp|sip|rdp|mail-?login|wordpress|wp-?login)/, 'attack.bruteforce'],
  [/^(?:spamvert|nsvert)/, 'spam.advertised'],
  [/^dnsbl/, 'reputation.blocklisted'],
  [/compromised-account/, 'intrusion.account'],
  [/^deface/, 'intrusion.defacement'],
  [/^scam/, 'fraud.scam'],
  [/-infection$/, 'malware.infected_host'],
  [/^(?:port-?scan|scan|probe|darknet)/, 'attack.scan'],
  [/^(?:malware|virus|trojan)/, 'malware.distribution'],
  [/^(?:phish|fraud$)/, 'fraud.phishing'],
  [/^(?:harvest|comment|forum-?spam|form-?spam)/, 'spam.comment_harvest'],
  [/^(?:spam|mail|unsolicited)/, 'spam.source'],
  [/^(?:ddos|dos|flood)/, 'ddos.source'],
  [/^(?:regbot|bad-?bot|crawler|scrap)/, 'attack.scraping'],
  [/^(?:web-?(?:attack|hack|exploit)|hack|rfi|lfi|sql|exploit|xss|injection|apache|http)/, 'attack.exploit'],
  [/^(?:bot|infect|drone)/, 'malware.infected_host'],
  [/^(?:copyright|dmca)/, 'ip.copyright'],
  [/^(?:trademark|brand)/, 'ip.trademark'],
  [/^(?:open-?resolver|amplif)/, 'vuln.amplifier'],
  [/^(?:block|black)list/, 'reputation.blocklisted'],
];

/**
 * Lines of the report part. YAML quotes, tags, folded and block values are taken as YAML means them; nothing else of YAML is
 * needed or trusted. Some senders write the same fields as one JSON object.
 */
export function reportFields(text: string): Field[] {
  const start = text.trimStart().replace(/^---\s*/, '');
  if (start.startsWith('{')) return jsonFields(start);
  const fields: { name: string; value: string }[] = [];
  let base: number | undefined;
  /** Where a `|` or `>` value is being read: how it joins its lines. */
  let block: string | undefined;
  for (const line of text.split('\n')) {
    if (fields.length >= 200) break;
    const indent = line.length - line.trimStart().length;
    const last = fields.at(-1);
    if (block !== undefined && last && (line.trim() === '' || indent > (base ?? 0))) {
      if (last.value.length < 8192) last.value = `${last.value}${last.value === '' ? '' : block}${line.trim()}`.trim();
      continue;
    }
    block = undefined;
    const found = /^[ \t]{0,4}["']?([A-Za-z][A-Za-z0-9_-]{0,60})["']?[ \t]{0,10}:(?:[ \t]+(.*)|)$/.exec(line);
    if (!found) {
      // A folded value goes on in deeper lines; a list stands below its name.
      if (last && base !== undefined && indent > base && line.trim() !== '' && last.value.length < 8192)
        last.value = `${last.value} ${line.trim().replace(/^-\s+/, '')}`.trim();
      continue;
    }
    base ??= indent;
    let value = (found[2] ?? '').trim().replace(/^!\S{0,80}\s*/, '');
    if (/^[|>][+-]?\d?$/.test(value)) {
      block = value.startsWith('|') ? '\n' : ' ';
      value = '';
    }
    fields.push({ name: found[1] ?? '', value });
  }
  return fields
    .map((f) => ({
      name: f.name,
      value: /^(["']).*\1$/s.test(f.value) && f.value.length > 1 ? f.value.slice(1, -1) : f.value,
    }))
    .filter((f) => f.value !== '' && f.value !== '~');
}

function jsonFields(source: string): Field[] {
  const [object] = jsonIn(source, ['Source', 'Date', 'Report-Type'], /"Report-Type"|"Schema-URL"|"Category"/).objects;
  return Object.keys(object ?? {})
    .slice(0, 200)
    .map((name) => ({ name, value: text(object, name) ?? '' }))
    .filter((f) => f.value !== '');
}

/** What every report must hold (specification 0.2, appendix B). */
const needed = [
  'Reported-From',
  'Category',
  'Report-Type',
  'User-Agent',
  'Report-ID',
  'Date',
  'Source',
  'Source-Type',
  'Attachment',
  'Schema-URL',
] as const;
const categories = ['abuse', 'fraud', 'auth', 'info', 'private'];
const sourceTypes: Readonly<Record<string, (source: Resource | undefined) => boolean>> = {
  ipv4: (s) => s?.ip?.includes('.') === true,
  ipv6: (s) => s?.ip?.includes(':') === true,
  'ip-address': (s) => s?.ip !== undefined || s?.prefix !== undefined,
  uri: (s) => s?.url !== undefined,
  domain: (s) => s?.host !== undefined,
  email: (s) => s?.account !== undefined,
};

/** What of the report part is missing or wrong; reports are used all the same where they name a source. */
function checkReport(fields: readonly Field[], at: string): Problem[] {
  const problems: Problem[] = [];
  for (const name of needed)
    if (first(fields, name) === undefined)
      problems.push({ code: 'x-arf.field-missing', message: `${name} is missing`, at });
  const wrong = (message: string) => problems.push({ code: 'x-arf.field-wrong', message, at });
  const category = first(fields, 'Category');
  if (category !== undefined && !categories.includes(category.toLowerCase()))
    wrong(`Category ${category.slice(0, 40)} is none of ${categories.join(', ')}`);
  const type = first(fields, 'Source-Type')?.toLowerCase();
  const source = first(fields, 'Source');
  const holds = type !== undefined && Object.hasOwn(sourceTypes, type) ? sourceTypes[type] : undefined;
  if (type !== undefined && !holds)
    wrong(`Source-Type ${type.slice(0, 40)} is none of ${Object.keys(sourceTypes).join(', ')}`);
  else if (source !== undefined && holds && !holds(resourceOf(source)))
    wrong(`Source is not of Source-Type ${type}: ${source.slice(0, 80)}`);
  for (const name of needed)
    if (fields.filter((f) => f.name.toLowerCase() === name.toLowerCase()).length > 1)
      wrong(`${name} stands more than once; the first counts`);
  const port = first(fields, 'Port', 'Source-Port');
  if (port !== undefined && !isNothing(port) && port !== '0' && portOf(port) === undefined)
    wrong(`Port is not a port: ${port.slice(0, 20)}`);
  return problems;
}

const isReport = (fields: readonly Field[]) =>
  first(fields, 'Source', 'Source-IP', 'Uri', 'Url') !== undefined &&
  first(fields, 'Report-Type', 'Category', 'Schema-URL') !== undefined;
/** A report part by its other fields, whose source is missing. */
const isSourceless = (fields: readonly Field[]) => needed.filter((n) => first(fields, n) !== undefined).length >= 4;

function kindOf(type: string, category: string): string {
  const word = type.toLowerCase().replaceAll('_', '-');
  const known = kinds.find(([pattern]) => pattern.test(word))?.[1];
  return known ?? kindOfHeading(`${type} ${category}`.replaceAll('-', ' ')) ?? 'report.unclassified';
}

function findingOf(
  fields: readonly Field[],
  unit: Unit,
  reading: Reading,
  path: string,
  proof: readonly string[],
): Finding | undefined {
  const problems = checkReport(fields, path);
  const stated = first(fields, 'Source', 'Source-IP', 'Uri');
  const source = resourceOf(stated);
  const url = source?.url ?? urlOf(first(fields, 'Uri', 'Url', 'Download-Link'));
  const ip = source?.ip ?? ipOf(first(fields, 'Source-IP', 'Ip', 'IP-Address')) ?? ipOfUrl(url);
  const host = source?.host ?? hostOfUrl(url) ?? cleanHost(first(fields, 'Domain') ?? '');
  const prefix = source?.prefix ?? networkOf(stated);
  if (!ip && !url && !host && !prefix && !source?.account) return undefined;
  const type = first(fields, 'Report-Type') ?? '';
  const category = first(fields, 'Category') ?? '';
  const seen = seenOf(first(fields, 'Date', 'Event-Date', 'First-Seen'), unit, reading, problems, { at: path });
  const count = Number(first(fields, 'Occurrences', 'Occurances', 'Occurences') ?? Number.NaN);
  const contact = first(fields, 'Reported-From');
  const service = first(fields, 'Service');
  const destination = resourceOf(first(fields, 'Destination', 'Destination-IP'));
  const target = present<Target>({
    ip: destination?.ip,
    port: portOf(first(fields, 'Destination-Port')),
    host: cleanHost(first(fields, 'Destination-Domain') ?? '') ?? destination?.host,
    url: destination?.url,
    account: destination?.account,
  });
  return present<Finding>({
    kind: kindOf(type, category),
    ...seen,
    ip,
    prefix,
    port: portOf(first(fields, 'Source-Port')) ?? source?.port ?? (url ? undefined : portOf(first(fields, 'Port'))),
    host,
    url,
    account: source?.account ?? resourceOf(first(fields, 'Account'))?.account,
    role: 'source',
    classification: { asSent: [category, type].filter((x) => x).join('/') || 'unstated' },
    reference: first(fields, 'Report-ID'),
    reporter: contact?.includes('@')
      ? present<NonNullable<Finding['reporter']>>({
          contact,
          domain: cleanHost(contact.slice(contact.lastIndexOf('@') + 1)),
        })
      : senderOf(unit),
    count: Number.isSafeInteger(count) && count > 0 ? count : undefined,
    target: Object.keys(target).length > 0 ? target : undefined,
    malware: first(fields, 'Bot-Name', 'Malware-Name'),
    protocol: service ? { application: service.toLowerCase() } : undefined,
    evidence: [path, ...proof],
    extra: extraOf(Object.entries(asObject(fields)), problems, path),
    problems,
  });
}

export default format({
  id: 'x_arf',
  version: 2,
  title: { nl: 'X-ARF 0.1 en 0.2', en: 'X-ARF 0.1 and 0.2' },
  spec: 'https://github.com/xarf/xarf-specification',
  group: 'standard',
  match: [
    { kind: 'mail', header: ['X-XARF', /./], weight: 60 },
    { kind: 'mail', header: ['X-ARF', /./], weight: 60 },
    { kind: 'mail', filename: /^report\.(?:txt|yaml|yml)$/i, weight: 30 },
    { kind: 'mail', body: /^[ \t]*["']?Report-Type["']?:[ \t]*\S/m, weight: 50 },
    { kind: 'file', body: /["']?Report-Type["']?:[ \t]*\S/, weight: 50 },
    { kind: 'file', filename: /^report\.(?:txt|yaml|yml)$/i, weight: 30 },
  ],
  *read(unit, reading) {
    const parts =
      unit.kind === 'mail'
        ? // A saved mail is a message within this one, read by itself.
          [...leaves(unit.root)].filter((p) => !/\.eml$/i.test(p.filename ?? ''))
        : [{ type: 'text/plain', path: '/', bytes: () => unit.bytes(), text: () => unit.text() }];
    let n = 0;
    let delisted = false;
    for (const part of parts) {
      if (part.type === 'text/html' || part.type.startsWith('message/')) continue;
      if (part.bytes().length > 200_000) continue;
      const fields = reportFields(part.text());
      if (/^dnsbl-delist/i.test(first(fields, 'Report-Type') ?? '')) {
        delisted = true;
        continue;
      }
      const proof = parts.filter((p) => p !== part && p !== parts[0]).map((p) => p.path);
      const finding = isReport(fields) ? findingOf(fields, unit, reading, part.path, proof) : undefined;
      if (finding) {
        n++;
        yield { finding };
      } else if (isReport(fields) || isSourceless(fields))
        for (const problem of checkReport(fields, part.path)) yield { problem };
    }
    if (n === 0 && delisted) yield { end: 'not_abuse', why: 'an address that is no longer on a blocklist' };
    else if (n === 0) yield { pass: 'no part with a source in it' };
  },
});
