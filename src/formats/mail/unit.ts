/** A raw message as the unit that formats read: subject, sender, date, and the files in it that may be read. */
import type { Moment } from '#kernel';
import type { Problem } from '../finding.ts';
import type { FileUnit, MailPart, MailUnit } from '../format.ts';
import { decodeText } from './charset.ts';
import { listsInHtml } from './html_tables.ts';
import { readMail } from './mime.ts';
import { originatorOf } from './passing.ts';
import { holdsEncrypted, withoutArmour } from './pgp.ts';
import { isPicture, sniff } from './sniff.ts';
import { addressIn } from './words.ts';

export interface Arrival {
  readonly receivedAt?: Temporal.Instant;
  readonly hint?: string;
}

/** A mail and the lists its archives' entries are added to before it is read. */
export interface OpenMail {
  readonly unit: MailUnit;
  /** Same array as `unit.files`. */
  readonly files: FileUnit[];
}

/** First value of a header field. */
export function headerOf(part: MailPart, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return part.headers.find((h) => h.name.toLowerCase() === wanted)?.value;
}

/** Reads raw bytes as a mail. */
export function openMail(
  raw: Uint8Array,
  readTime: (text: string) => Moment | undefined,
  arrival: Arrival = {},
): OpenMail {
  const { root, problems } = readMail(raw);
  return openPart(root, readTime, arrival, problems);
}

/** The same for a message within a message, which is a tree already. */
export function openPart(
  root: MailPart,
  readTime: (text: string) => Moment | undefined,
  arrival: Arrival = {},
  problems: MailUnit['problems'] = [],
): OpenMail {
  const date = readTime(headerOf(root, 'date') ?? '');
  const originator = originatorOf(root);
  const files: FileUnit[] = [];
  const unit: MailUnit = {
    kind: 'mail',
    root,
    subject: headerOf(root, 'subject') ?? '',
    from: addressIn(headerOf(root, 'from') ?? headerOf(root, 'sender') ?? ''),
    ...(date ? { date } : {}),
    ...(originator ? { originator } : {}),
    ...(arrival.receivedAt ? { receivedAt: arrival.receivedAt } : {}),
    ...(arrival.hint ? { hint: arrival.hint } : {}),
    files,
    problems: [...problems, ...encryptedIn(root, problems)],
  };
  for (const part of leaves(root)) {
    if (!mayBeFile(part)) continue;
    const look = sniff(part.bytes().subarray(0, 4096));
    if (look === 'json' || look === 'xml' || look === 'text' || (look === 'mail' && part.type !== 'message/rfc822'))
      files.push(fileOf(part.filename ?? '', part.type, part.bytes(), part.path, unit, part.params.charset));
  }
  // Rows that came as a file as well are read there.
  if (files.length === 0) files.push(...listsOf(root, unit));
  return { unit, files };
}

/** The lists in the HTML of a mail, as files of rows. */
function listsOf(root: MailPart, unit: MailUnit): FileUnit[] {
  const found: FileUnit[] = [];
  for (const part of leaves(root)) {
    if (part.type !== 'text/html' || part.disposition === 'attachment') continue;
    for (const text of listsInHtml(part.text()))
      found.push(fileOf('', 'text/csv', new TextEncoder().encode(text), part.path, unit, 'utf-8'));
  }
  return found;
}

/** Texts that are encrypted for someone's key: what they say is for who has it. */
function encryptedIn(root: MailPart, told: MailUnit['problems']): Problem[] {
  if (told.some((p) => p.code === 'mail.encrypted')) return [];
  for (const part of leaves(root))
    if (part.type.startsWith('text/') && part.range[1] - part.range[0] < 4_000_000 && holdsEncrypted(part.text()))
      return [
        {
          code: 'mail.encrypted',
          message: 'this part is encrypted; only who has the key can read it',
          at: part.path,
        },
      ];
  return [];
}

/** A file unit of bytes found inside a mail, or alone. */
export function fileOf(
  name: string,
  type: string,
  bytes: Uint8Array,
  path: string,
  within?: MailUnit,
  charset?: string,
  arrival: Arrival = within ?? {},
): FileUnit {
  let text: string | undefined;
  return {
    kind: 'file',
    name: baseName(name),
    type,
    bytes: () => bytes,
    text: () => {
      text ??= withoutArmour(decodeText(bytes, charset));
      return text;
    },
    path,
    ...(within ? { within } : {}),
    ...(arrival.receivedAt ? { receivedAt: arrival.receivedAt } : {}),
    ...(arrival.hint ? { hint: arrival.hint } : {}),
  };
}

/** Name without folders: `../../etc/x.csv` is `x.csv`, and no file is ever written under it anyway. */
export function baseName(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
}

/** Parts without parts, in order, outermost message only: what lies in a message/rfc822 belongs to that message. */
export function* leaves(part: MailPart): Generator<MailPart> {
  if (part.type.startsWith('message/') && part.children.length > 0) {
    yield part;
    return;
  }
  if (part.children.length === 0) yield part;
  else for (const child of part.children) yield* leaves(child);
}

/** All parts of the outermost message, the containers too. */
export function* ownParts(part: MailPart): Generator<MailPart> {
  yield part;
  if (part.type.startsWith('message/') && part.children.length > 0 && part.path !== '1') return;
  if (!part.type.startsWith('message/')) for (const child of part.children) yield* ownParts(child);
}

/** Messages within this one, outermost first. */
export function innerMails(root: MailPart): MailPart[] {
  const found: MailPart[] = [];
  const walk = (part: MailPart) => {
    if (part.type === 'message/rfc822' || part.type === 'message/global' || part.type === 'message/news') {
      const inner = part.children[0];
      if (inner && inner.headers.length > 0) found.push(inner);
      return;
    }
    for (const child of part.children) walk(child);
  };
  walk(root);
  return found;
}

const fileTypes =
  /^(?:text\/(?:csv|comma-separated-values|tab-separated-values|x-csv|json|xml|yaml|x-yaml)|application\/(?:csv|json|xarf\+json|x-json|xml|x-csv|octet-stream|vnd\.ms-excel|x-yaml|yaml|x-ndjson)|application\/[a-z0-9.-]+\+(?:json|xml))$/;

function mayBeFile(part: MailPart): boolean {
  if (part.children.length > 0 || isPicture(part.type, part.filename)) return false;
  if (part.type.startsWith('message/') || part.type.startsWith('multipart/')) return false;
  if (/^application\/(?:pgp-signature|(?:x-)?pkcs7-signature)$/.test(part.type)) return false;
  if (part.type === 'text/html' || part.type === 'text/rfc822-headers') return false;
  // A saved mail is a message within this one.
  if (/\.eml$/i.test(part.filename ?? '')) return false;
  return part.filename !== undefined || part.disposition === 'attachment' || fileTypes.test(part.type);
}
