/** ACNS 2: notices of copyright infringement as XML in the words of a mail, in an attachment, or in both. */
import type { Finding, Problem } from './finding.ts';
import { format, type Reading, type Said, type Unit } from './format.ts';
import { htmlText } from './mail/html.ts';
import { decodeQuotedPrintable } from './mail/transfer.ts';
import { leaves } from './mail/unit.ts';
import { extraOf, portOf, present, resourceOf, seenOf, senderOf, urlOf } from './values/fields.ts';
import { at, attributeOf, childrenOf, piecesOf, readPiece, textAt, type XmlElement } from './values/xml.ts';

const mark = /<(?:[a-z0-9_.-]{1,20}:)?Infringement[\s>]/i;

/** The works named: one flat, several as a list under the sender's own names. */
function worksOf(items: readonly XmlElement[]): (readonly [string, unknown])[] {
  const one = (item: XmlElement | undefined): (readonly [string, unknown])[] => {
    const hashes = childrenOf(item, 'Hash').filter((h) => h.text !== '');
    const typed = hashes.map((h) => (attributeOf(h, 'Type') ? `${attributeOf(h, 'Type')}:${h.text}` : h.text));
    return [
      ['Title', textAt(item, 'Title')],
      ['FileName', textAt(item, 'FileName')],
      ['FileSize', textAt(item, 'FileSize')],
      ['Hash', hashes.length > 1 ? typed : hashes[0]?.text],
      ['HashType', hashes.length === 1 ? attributeOf(hashes[0], 'Type') : undefined],
      ['Artist', textAt(item, 'Artist')],
      ['URL', textAt(item, 'URL')],
    ];
  };
  const first = one(items[0]);
  if (items.length < 2) return first;
  const list = items
    .slice(0, 200)
    .map((item) =>
      present<Record<string, unknown>>(Object.fromEntries([...one(item), ['TimeStamp', textAt(item, 'TimeStamp')]])),
    );
  return [...first, ['Items', list]];
}

function* findingsOf(xml: XmlElement, unit: Unit, reading: Reading, where: string): Generator<Said> {
  const items = childrenOf(at(xml, 'Content'), 'Item');
  const kase = at(xml, 'Case');
  const complainant = at(xml, 'Complainant');
  const sources = childrenOf(xml, 'Source');
  for (const source of sources.length > 0 ? sources : [undefined]) {
    const problems: Problem[] = [];
    const statedIp = textAt(source, 'IP_Address');
    const stated = resourceOf(statedIp);
    const ip = stated?.ip;
    const url = urlOf(textAt(source, 'URL') ?? textAt(items[0], 'URL'));
    const host = resourceOf(textAt(source, 'DNS_Name'))?.host;
    if (statedIp !== undefined && !ip)
      problems.push({
        code: 'address.unreadable',
        message: `IP_Address is not an address: ${statedIp.slice(0, 60)}`,
        at: where,
      });
    if (!ip && !url && !host) {
      for (const problem of problems) yield { problem };
      yield { problem: { code: 'finding.no-resource', message: 'the notice names no address', at: where } };
      continue;
    }
    const seen = seenOf(textAt(source, 'TimeStamp') ?? textAt(items[0], 'TimeStamp'), unit, reading, problems, {
      at: where,
    });
    const statedPort = textAt(source, 'Port');
    const port = portOf(statedPort) ?? stated?.port;
    if (statedPort !== undefined && statedPort !== '0' && port === undefined)
      problems.push({ code: 'port.unreadable', message: `Port is not a port: ${statedPort.slice(0, 20)}`, at: where });
    const type = textAt(source, 'Type');
    const subType = at(source, 'SubType');
    const finding = present<Finding>({
      kind: 'ip.copyright',
      ...seen,
      ip,
      port,
      host,
      url,
      role: 'source',
      classification: { asSent: type ?? 'Infringement' },
      reference: textAt(kase, 'ID'),
      reporter: complainant
        ? present<NonNullable<Finding['reporter']>>({
            org: textAt(complainant, 'Entity'),
            contact: textAt(complainant, 'Email'),
          })
        : senderOf(unit),
      evidence: [where || '1'],
      extra: extraOf(
        [
          ['Type', type],
          ['Protocol', attributeOf(subType, 'Protocol')],
          ['BaseType', attributeOf(subType, 'BaseType')],
          ['UserName', textAt(source, 'UserName')],
          ['Number_Files', textAt(source, 'Number_Files')],
          ['Status', textAt(kase, 'Status')],
          ['Severity', textAt(kase, 'Severity')],
          ...worksOf(items),
          ['Notes', textAt(xml, 'Notes')],
        ],
        problems,
        where,
      ),
      problems,
    });
    yield { finding };
  }
}

/** A mail of HTML alone may show the XML as words; one passed on as it travelled may still be quoted-printable. */
function wordsOf(type: string, text: string): string {
  const words = type === 'text/html' && !mark.test(text) ? htmlText(text) : text;
  if (!/<[a-z:]{0,20}Infringement[^>]{0,400}=3D"/i.test(words)) return words;
  return new TextDecoder().decode(decodeQuotedPrintable(new TextEncoder().encode(words)));
}

export default format({
  id: 'acns',
  version: 2,
  title: { nl: 'ACNS-melding over auteursrecht', en: 'ACNS copyright notice' },
  spec: 'http://www.acns.net/spec.html',
  group: 'standard',
  match: [
    { kind: 'mail', body: mark, weight: 70 },
    { kind: 'file', body: mark, weight: 70 },
  ],
  *read(unit, reading) {
    const texts: (readonly [string, string])[] =
      unit.kind === 'file'
        ? [[unit.text(), '']]
        : [...leaves(unit.root)]
            .filter((p) => !p.type.startsWith('message/'))
            .map((p) => [wordsOf(p.type, p.text()), p.path] as const);
    const done = new Set(texts.map(([, path]) => path));
    if (unit.kind === 'mail')
      for (const file of unit.files) if (!done.has(file.path ?? '')) texts.push([file.text(), file.path ?? file.name]);
    // The same notice stands in the text and in the attachment.
    const seen = new Set<string>();
    const said: Said[] = [];
    for (const [text, where] of texts)
      for (const piece of piecesOf(text, 'Infringement')) {
        const { root, problems } = readPiece(piece, 'Infringement');
        for (const problem of problems) said.push({ problem: { ...problem, ...(where ? { at: where } : {}) } });
        for (const one of root ? findingsOf(root, unit, reading, where) : []) {
          if ('finding' in one) {
            const f = one.finding;
            const key = [f.ip, f.port, f.seenAt?.toString(), f.reference, f.url, f.host].join(' ');
            if (seen.has(key)) continue;
            seen.add(key);
          }
          said.push(one);
        }
      }
    yield* said;
    if (seen.size === 0) yield { pass: 'no infringement with a source in it' };
  },
});
