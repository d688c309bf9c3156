/** Google Safe Browsing alerts for network administrators: a list of pages per kind of harm, as XML in the text of a mail. */
import { cleanHost } from '#kernel';
import type { Finding, Problem } from './finding.ts';
import { format, type Said } from './format.ts';
import { decodeEntities } from './mail/html.ts';
import { leaves } from './mail/unit.ts';
import { asnOf, extraOf, hostOfUrl, ipOf, ipOfUrl, present, seenOf, urlOf } from './values/fields.ts';

/** What their list numbers mean. */
const lists: Readonly<Record<string, { readonly kind: string; readonly name: string }>> = {
  '0': { kind: 'intrusion.website', name: 'compromised site' },
  '1': { kind: 'fraud.phishing', name: 'social engineering' },
  '2': { kind: 'malware.distribution', name: 'malware distribution' },
  '3': { kind: 'malware.distribution', name: 'unwanted software' },
  '4': { kind: 'malware.distribution', name: 'malware' },
};

const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(`\\b${name}\\s{0,3}=\\s{0,3}(?:"([^"]{0,8000})"|'([^']{0,8000})')`, 'i').exec(tag);
  const text = found?.[1] ?? found?.[2];
  return text === undefined ? undefined : decodeEntities(text).trim();
};

export default format({
  id: 'safe_browsing',
  version: 1,
  title: { nl: 'Google Safe Browsing-melding', en: 'Google Safe Browsing alert' },
  spec: 'https://safebrowsing.google.com/alerts/',
  group: 'feed',
  match: [{ kind: 'mail', body: /<notification_message[\s>]/, weight: 80 }],
  *read(unit, reading) {
    if (unit.kind !== 'mail') {
      yield { pass: 'an alert is a mail' };
      return;
    }
    let n = 0;
    for (const part of leaves(unit.root)) {
      if (!part.type.startsWith('text/') && !part.type.endsWith('xml')) continue;
      const text = part.text();
      const message = /<notification_message\b[^>]{0,1000}>/.exec(text)?.[0];
      if (!message) continue;
      let list = '';
      for (const tag of text.matchAll(/<(list|url_info)\b[^>]{0,20000}>/g)) {
        if (tag[1] === 'list') {
          list = attribute(tag[0], 'type') ?? '';
          continue;
        }
        const said: Said = sayOf(tag[0], message, list, part.path);
        if ('finding' in said) n++;
        yield said;
      }
    }
    if (n === 0) yield { pass: 'no page in it' };

    function sayOf(tag: string, message: string, list: string, at: string): Said {
      const problems: Problem[] = [];
      const url = urlOf(attribute(tag, 'url'));
      const ip = ipOf(attribute(tag, 'ip')) ?? ipOfUrl(url);
      if (!url && !ip)
        return { problem: { code: 'finding.no-resource', message: 'a page without URL and address', at } };
      const known = Object.hasOwn(lists, list) ? lists[list] : undefined;
      const finding = present<Finding>({
        kind: known?.kind ?? 'report.unclassified',
        ...seenOf(attribute(message, 'date'), unit, reading, problems, { at }),
        ip,
        url,
        host: hostOfUrl(url) ?? cleanHost(attribute(tag, 'host') ?? ''),
        asn: asnOf(attribute(message, 'asn')),
        role: 'source',
        classification: { asSent: known?.name ?? `list ${list}` },
        reporter: { org: 'Google Safe Browsing' },
        evidence: [at],
        extra: extraOf(
          [
            ['type', list],
            ['asn', attribute(message, 'asn')],
            ['date', attribute(message, 'date')],
          ],
          problems,
          at,
        ),
        problems,
      });
      return { finding };
    }
  },
});
