/** X-ARF 0.1 and 0.2: a part of `Name: value` lines inside a mail, as blocklist.de, fail2ban, Netcraft and many scripts send it. */
import { cleanHost } from '#kernel';
import { asObject, type Field, first } from './arf/fields.ts';
import type { Finding, Problem } from './finding.ts';
import { format, type MailUnit, type Reading } from './format.ts';
import { leaves } from './mail/unit.ts';
import { kindOfHeading } from './text/kinds.ts';
import {
  extraOf,
  hostOfUrl,
  ipOf,
  ipOfUrl,
  networkOf,
  portOf,
  present,
  resourceOf,
  seenOf,
  senderOf,
  urlOf,
} from './values/fields.ts';

/** Report types in use, by what they begin with, before the words of the type are weighed. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/^(?:login|ssh|brute|auth|imap|pop3|smtp-auth|ftp|sip|rdp|mail-?login|wordpress|wp-?login)/, 'attack.bruteforce'],
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

/** Lines of the report part. YAML quotes and the document mark are taken off; nothing else of YAML is needed or trusted. */
export function reportFields(text: string): Field[] {
  const fields: { name: string; value: string }[] = [];
  for (const line of text.split('\n')) {
    if (fields.length >= 200) break;
    const found = /^[ \t]{0,4}([A-Za-z][A-Za-z0-9_-]{0,60})[ \t]{0,10}:(?:[ \t]+(.*)|)$/.exec(line);
    if (!found) continue;
    const raw = (found[2] ?? '').trim();
    const value = /^(["']).*\1$/.test(raw) && raw.length > 1 ? raw.slice(1, -1) : raw;
    if (value !== '' && value !== '~') fields.push({ name: found[1] ?? '', value });
  }
  return fields;
}

const isReport = (fields: readonly Field[]) =>
  first(fields, 'Source', 'Source-IP', 'Uri') !== undefined &&
  first(fields, 'Report-Type', 'Category', 'Schema-URL') !== undefined;

function kindOf(type: string, category: string): string {
  const word = type.toLowerCase().replaceAll('_', '-');
  const known = kinds.find(([pattern]) => pattern.test(word))?.[1];
  return known ?? kindOfHeading(`${type} ${category}`.replaceAll('-', ' ')) ?? 'report.unclassified';
}

function findingOf(
  fields: readonly Field[],
  unit: MailUnit,
  reading: Reading,
  path: string,
  proof: readonly string[],
): Finding | undefined {
  const problems: Problem[] = [];
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
  return present<Finding>({
    kind: kindOf(type, category),
    ...seen,
    ip,
    prefix,
    port: portOf(first(fields, 'Source-Port')) ?? source?.port ?? (url ? undefined : portOf(first(fields, 'Port'))),
    host,
    url,
    account: source?.account,
    role: 'source',
    classification: { asSent: [category, type].filter((x) => x).join('/') || 'unstated' },
    reference: first(fields, 'Report-ID'),
    reporter: contact?.includes('@')
      ? present<NonNullable<Finding['reporter']>>({
          contact,
          domain: cleanHost(contact.slice(contact.lastIndexOf('@') + 1)),
        })
      : senderOf(unit),
    count: Number.isInteger(count) && count > 0 ? count : undefined,
    protocol: service ? { application: service.toLowerCase() } : undefined,
    evidence: [path, ...proof],
    extra: extraOf(Object.entries(asObject(fields)), problems, path),
    problems,
  });
}

export default format({
  id: 'x_arf',
  version: 1,
  title: { nl: 'X-ARF 0.1 en 0.2', en: 'X-ARF 0.1 and 0.2' },
  spec: 'https://github.com/xarf/xarf-specification',
  group: 'standard',
  match: [
    { kind: 'mail', header: ['X-XARF', /./], weight: 60 },
    { kind: 'mail', header: ['X-ARF', /./], weight: 60 },
    { kind: 'mail', filename: /^report\.(?:txt|yaml|yml)$/i, weight: 30 },
    { kind: 'mail', body: /^[ \t]*Report-Type:[ \t]*\S/m, weight: 50 },
  ],
  *read(unit, reading) {
    if (unit.kind !== 'mail') {
      yield { pass: 'an X-ARF report is a mail' };
      return;
    }
    const parts = [...leaves(unit.root)];
    let n = 0;
    for (const part of parts) {
      if (part.type === 'text/html' || part.type.startsWith('message/')) continue;
      if (part.bytes().length > 200_000) continue;
      const fields = reportFields(part.text());
      if (!isReport(fields)) continue;
      const proof = parts.filter((p) => p !== part && p !== parts[0]).map((p) => p.path);
      const finding = findingOf(fields, unit, reading, part.path, proof);
      if (!finding) continue;
      n++;
      yield { finding };
    }
    if (n === 0) yield { pass: 'no part with a source in it' };
  },
});
