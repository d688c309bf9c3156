/** Google Safe Browsing alerts for network administrators: a list of pages per kind of harm, as XML in the text of a mail. */
import { cleanHost } from '#kernel';
import type { Finding, Problem } from './finding.ts';
import { format, type Reading, type Said, type Unit } from './format.ts';
import { leaves } from './mail/unit.ts';
import { asnOf, extraOf, hostOfUrl, ipOf, ipOfUrl, present, seenOf, urlOf } from './values/fields.ts';
import { allOf, attributeOf, piecesOf, readPiece, type XmlElement } from './values/xml.ts';

/** What their list numbers mean. */
const lists: Readonly<Record<string, { readonly kind: string; readonly name: string }>> = {
  '0': { kind: 'intrusion.website', name: 'compromised site' },
  '1': { kind: 'fraud.phishing', name: 'social engineering' },
  '2': { kind: 'malware.distribution', name: 'malware distribution' },
  '3': { kind: 'malware.distribution', name: 'unwanted software' },
  '4': { kind: 'malware.distribution', name: 'malware' },
};

const mark = /<(?:[a-z0-9_.-]{1,20}:)?notification_message[\s>]/i;

function sayOf(page: XmlElement, message: XmlElement, list: string, unit: Unit, reading: Reading, at: string): Said {
  const problems: Problem[] = [];
  const stated = attributeOf(page, 'url') ?? (page.text || undefined);
  const url = urlOf(stated);
  const statedIp = attributeOf(page, 'ip');
  const ip = ipOf(statedIp) ?? ipOfUrl(url);
  if (statedIp !== undefined && !ipOf(statedIp))
    problems.push({ code: 'address.unreadable', message: `ip is not an address: ${statedIp.slice(0, 60)}`, at });
  if (!url && !ip) return { problem: { code: 'finding.no-resource', message: 'a page without URL and address', at } };
  const known = Object.hasOwn(lists, list) ? lists[list] : undefined;
  const finding = present<Finding>({
    kind: known?.kind ?? 'report.unclassified',
    ...seenOf(attributeOf(message, 'date'), unit, reading, problems, { at }),
    ip,
    url,
    host: hostOfUrl(url) ?? cleanHost(attributeOf(page, 'host') ?? ''),
    asn: asnOf(attributeOf(message, 'asn')),
    role: 'source',
    classification: { asSent: known?.name ?? `list ${list}` },
    reporter: { org: 'Google Safe Browsing' },
    evidence: [at],
    extra: extraOf(
      [
        ['type', list],
        ['asn', attributeOf(message, 'asn')],
        ['date', attributeOf(message, 'date')],
      ],
      problems,
      at,
    ),
    problems,
  });
  return { finding };
}

export default format({
  id: 'safe_browsing',
  version: 2,
  title: { nl: 'Google Safe Browsing-melding', en: 'Google Safe Browsing alert' },
  spec: 'https://safebrowsing.google.com/alerts/',
  group: 'feed',
  match: [
    { kind: 'mail', body: mark, weight: 80 },
    { kind: 'file', body: mark, weight: 80 },
  ],
  *read(unit, reading) {
    const texts: (readonly [string, string])[] =
      unit.kind === 'file'
        ? [[unit.text(), '1']]
        : [...leaves(unit.root)]
            .filter((p) => p.type.startsWith('text/') || p.type.endsWith('xml'))
            .map((p) => [p.text(), p.path] as const);
    const seen = new Set<string>();
    for (const [text, where] of texts)
      for (const piece of piecesOf(text, 'notification_message')) {
        const { root, problems } = readPiece(piece, 'notification_message');
        for (const problem of problems) yield { problem: { ...problem, at: where } };
        if (!root) continue;
        for (const list of allOf(root, 'list'))
          for (const page of allOf(list, 'url_info')) {
            const said = sayOf(page, root, attributeOf(list, 'type') ?? '', unit, reading, where);
            if ('finding' in said) {
              const f = said.finding;
              const key = [f.kind, f.url, f.ip].join(' ');
              // The plain and the HTML part say the same.
              if (seen.has(key)) continue;
              seen.add(key);
            }
            yield said;
          }
      }
    if (seen.size === 0) yield { pass: 'no page in it' };
  },
});
