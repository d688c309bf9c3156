/**
 * What mail systems tell each other about their policies: DMARC aggregate reports (RFC 7489 and its successor) and SMTP TLS
 * reports (RFC 8460). They count mail that passed or failed; nobody is accused, so they end as no abuse.
 */
import { type FileUnit, format, type MailUnit } from './format.ts';
import { leaves } from './mail/unit.ts';
import { inner, isObject, jsonIn, text } from './values/json.ts';
import { at, piecesOf, readPiece, textAt } from './values/xml.ts';

const aggregate = /<(?:[a-z0-9_.-]{1,20}:)?feedback[\s>]/i;
const tls = /"organization-name"/;

/** In words whose report it is; undefined where the text is none of the two. */
function aboutPolicy(source: string): string | undefined {
  if (aggregate.test(source.slice(0, 4000)))
    for (const piece of piecesOf(source, 'feedback', 1)) {
      // A provider's report may count a hundred thousand senders: its head says enough.
      const head = piece.text.slice(0, 100_000);
      const { root } = readPiece({ text: head, cut: head.length < piece.text.length }, 'feedback');
      if (!at(root, 'report_metadata') || !at(root, 'policy_published')) continue;
      const org = textAt(root, 'report_metadata', 'org_name');
      const domain = textAt(root, 'policy_published', 'domain');
      return `a DMARC aggregate report${org ? ` of ${org.slice(0, 100)}` : ''}${domain ? ` about ${domain.slice(0, 100)}` : ''}`;
    }
  if (tls.test(source.slice(0, 4000)) && /"policies"/.test(source)) {
    const [object] = jsonIn(source, [], tls).objects;
    if (object && isObject(inner(object, 'date-range')))
      return `an SMTP TLS report of ${(text(object, 'organization-name') ?? '').slice(0, 100)}`;
  }
  return undefined;
}

const ofFile = (file: FileUnit) =>
  /^\s*[<{\ufeff]/.test(file.text().slice(0, 200)) ? aboutPolicy(file.text()) : undefined;

function ofMail(unit: MailUnit): string | undefined {
  for (const file of unit.files) {
    const found = ofFile(file);
    if (found) return found;
  }
  for (const part of leaves(unit.root)) {
    if (part.type.startsWith('message/') || !/^(?:text|application)\//.test(part.type)) continue;
    const found = aboutPolicy(part.text());
    if (found) return found;
  }
  return undefined;
}

export default format({
  id: 'dmarc',
  version: 1,
  title: { nl: 'DMARC- of TLS-rapport over e-mailbeleid', en: 'DMARC or TLS report about mail policy' },
  spec: 'RFC 7489, RFC 8460',
  group: 'standard',
  match: [
    { kind: 'mail', subject: /^\s*(?:re:\s*)?(?:\[[^\]]{1,40}\]\s*)?report domain:/i, weight: 60 },
    { kind: 'mail', subject: /dmarc.{0,20}aggregate|aggregate.{0,20}dmarc/i, weight: 30 },
    { kind: 'mail', header: ['TLS-Report-Domain', /./], weight: 60 },
    { kind: 'mail', filename: /^[^!\s]{1,255}![^!\s]{1,255}!\d{1,12}!\d{1,12}/, weight: 50 },
    { kind: 'mail', filename: /dmarc.{0,80}\.xml/i, weight: 30 },
    { kind: 'mail', body: aggregate, weight: 30 },
    { kind: 'file', body: aggregate, weight: 60 },
    { kind: 'file', filename: /^[^!\s]{1,255}![^!\s]{1,255}!\d{1,12}!\d{1,12}/, weight: 30 },
    { kind: 'file', body: /"organization-name"/, weight: 30 },
  ],
  *read(unit) {
    const about = unit.kind === 'mail' ? ofMail(unit) : ofFile(unit);
    if (about) yield { end: 'not_abuse', why: about };
    else yield { pass: 'no readable report about mail policy in it' };
  },
});
