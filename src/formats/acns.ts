/** ACNS 2: notices of copyright infringement as XML inside a mail. Read by its few tags: no entities, no references, no DTD. */
import type { Finding, Problem } from './finding.ts';
import { format, type Reading, type Said, type Unit } from './format.ts';
import { decodeEntities } from './mail/html.ts';
import { leaves } from './mail/unit.ts';
import { extraOf, ipOf, portOf, present, resourceOf, seenOf, senderOf, urlOf } from './values/fields.ts';

/** Text of the first element of this name; tags never nest in themselves here. */
function element(xml: string, name: string): string | undefined {
  const open = new RegExp(`<(?:[a-z0-9]{1,10}:)?${name}(?:\\s[^>]{0,500})?>`, 'i').exec(xml);
  if (!open) return undefined;
  const rest = xml.slice(open.index + open[0].length);
  const close = new RegExp(`</(?:[a-z0-9]{1,10}:)?${name}\\s{0,5}>`, 'i').exec(rest);
  if (!close) return undefined;
  return rest.slice(0, close.index).trim();
}

const plain = (xml: string | undefined): string | undefined => {
  if (xml === undefined || xml.includes('<')) return undefined;
  const text = decodeEntities(xml).replace(/\s+/g, ' ').trim();
  return text === '' ? undefined : text;
};

const most = 200_000;

/** The infringement blocks of a text. A document type declaration is refused: what it could define, nobody needs. */
function blocks(text: string): string[] {
  const found: string[] = [];
  let at = 0;
  while (found.length < 200) {
    const open = text.slice(at).search(/<(?:[a-z0-9]{1,10}:)?Infringement[\s>]/i);
    if (open < 0) break;
    const from = at + open;
    const close = text.slice(from, from + most).search(/<\/(?:[a-z0-9]{1,10}:)?Infringement\s{0,5}>/i);
    if (close < 0) break;
    found.push(text.slice(from, from + close));
    at = from + close + 1;
  }
  return found;
}

function findingOf(xml: string, unit: Unit, reading: Reading, at: string): { finding?: Finding; problems: Problem[] } {
  const problems: Problem[] = [];
  const source = element(xml, 'Source') ?? '';
  const item = element(xml, 'Item') ?? '';
  const kase = element(xml, 'Case') ?? '';
  const complainant = element(xml, 'Complainant') ?? '';
  const statedIp = plain(element(source, 'IP_Address'));
  const ip = ipOf(statedIp);
  const url = urlOf(plain(element(source, 'URL')) ?? plain(element(item, 'URL')));
  const host = resourceOf(plain(element(source, 'DNS_Name')))?.host;
  if (!ip && !url && !host) {
    problems.push({
      code: 'finding.no-resource',
      message: statedIp ? `IP_Address is not an address: ${statedIp.slice(0, 60)}` : 'names no address',
      at,
    });
    return { problems };
  }
  const seen = seenOf(
    plain(element(source, 'TimeStamp')) ?? plain(element(item, 'TimeStamp')),
    unit,
    reading,
    problems,
    { at },
  );
  const baseType = /<(?:[a-z0-9]{1,10}:)?SubType\s[^>]{0,200}Protocol="([^"]{1,60})"/i.exec(source)?.[1];
  const said: (readonly [string, string | undefined])[] = [
    ['Type', plain(element(source, 'Type'))],
    ['Protocol', baseType],
    ['UserName', plain(element(source, 'UserName'))],
    ['Title', plain(element(item, 'Title'))],
    ['FileName', plain(element(item, 'FileName'))],
    ['FileSize', plain(element(item, 'FileSize'))],
    ['Hash', plain(element(item, 'Hash'))],
    ['Status', plain(element(kase, 'Status'))],
    ['Severity', plain(element(kase, 'Severity'))],
  ];
  const finding = present<Finding>({
    kind: 'ip.copyright',
    ...seen,
    ip,
    port: portOf(plain(element(source, 'Port'))),
    host,
    url,
    role: 'source',
    classification: { asSent: plain(element(source, 'Type')) ?? 'Infringement' },
    reference: plain(element(kase, 'ID')),
    reporter: complainant
      ? present<NonNullable<Finding['reporter']>>({
          org: plain(element(complainant, 'Entity')),
          contact: plain(element(complainant, 'Email')),
        })
      : senderOf(unit),
    evidence: [at || '1'],
    extra: extraOf(said, problems, at),
    problems,
  });
  return { finding, problems };
}

export default format({
  id: 'acns',
  version: 1,
  title: { nl: 'ACNS-melding over auteursrecht', en: 'ACNS copyright notice' },
  spec: 'http://www.acns.net/spec.html',
  group: 'standard',
  match: [
    { kind: 'mail', body: /<(?:[a-z0-9]{1,10}:)?Infringement[\s>]/i, weight: 70 },
    { kind: 'file', body: /<(?:[a-z0-9]{1,10}:)?Infringement[\s>]/i, weight: 70 },
  ],
  *read(unit, reading) {
    const texts: (readonly [string, string])[] =
      unit.kind === 'file'
        ? [[unit.text(), '']]
        : [...leaves(unit.root)]
            .filter((p) => !p.type.startsWith('message/') && p.type !== 'text/html')
            .map((p) => [p.text(), p.path] as const);
    // The same notice stands in the text and in the attachment.
    const seen = new Set<string>();
    const said: Said[] = [];
    for (const [text, at] of texts)
      for (const xml of blocks(text)) {
        const { finding, problems } = findingOf(xml, unit, reading, at);
        for (const problem of finding ? [] : problems) said.push({ problem });
        const key = finding
          ? [finding.ip, finding.port, finding.seenAt?.toString(), finding.reference, finding.url].join(' ')
          : '';
        if (finding && !seen.has(key)) {
          seen.add(key);
          said.push({ finding });
        }
      }
    yield* said;
    if (seen.size === 0) yield { pass: 'no infringement with a source in it' };
  },
});
