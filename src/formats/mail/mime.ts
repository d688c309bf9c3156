/**
 * A mail as a tree of parts with their byte ranges in the raw message, so that evidence hashes are of what was received.
 * Own reader, because common mail libraries merge X-ARF's report part into the body text. Linear in the size of the
 * message; broken mails give the parts that can be told apart, and a problem that says what was wrong.
 */
import type { Problem } from '../finding.ts';
import type { MailPart } from '../format.ts';
import { decodeText } from './charset.ts';
import { readCms } from './cms.ts';
import { withoutArmour } from './pgp.ts';
import { isPicture, sniff } from './sniff.ts';
import { decodeBase64, decodeQuotedPrintable, decodeUuencode, startsWith } from './transfer.ts';
import { decodeWords, readParams } from './words.ts';

export interface MailLimits {
  readonly depth: number;
  readonly parts: number;
  /** Bytes of one header block that are read. */
  readonly header: number;
  /** Fields of one header block that are kept. */
  readonly fields: number;
}
export const mailLimits: MailLimits = { depth: 20, parts: 500, header: 262_144, fields: 1000 };

export interface MailTree {
  readonly root: MailPart;
  readonly problems: readonly Problem[];
}

interface Reader {
  readonly raw: Uint8Array;
  readonly buffer: Buffer;
  /** 10, or 13 in a message that has only carriage returns. */
  readonly newline: 10 | 13;
  readonly limits: MailLimits;
  readonly problems: Problem[];
  readonly told: Set<string>;
  parts: number;
}

/** Reads a raw message. Never throws on what is in it. */
export function readMail(raw: Uint8Array, limits: MailLimits = mailLimits): MailTree {
  const reader = newReader(raw, limits, []);
  let from = 0;
  while (from < raw.length && (raw[from] === 10 || raw[from] === 13 || raw[from] === 32)) from++;
  if (startsWith(raw, from, 'From ')) from = lineEnd(reader, from, raw.length).next; // mbox separator
  const root = readPart(reader, from, raw.length, '1', 0, 'text/plain');
  return { root, problems: reader.problems };
}

function newReader(raw: Uint8Array, limits: MailLimits, problems: Problem[], parts = 0): Reader {
  const onlyReturns = raw.indexOf(10) < 0 && raw.indexOf(13) >= 0;
  return {
    raw,
    buffer: Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength),
    newline: onlyReturns ? 13 : 10,
    limits,
    problems,
    told: new Set(),
    parts,
  };
}

function tell(reader: Reader, code: string, message: string, at: string): void {
  if (reader.told.has(code)) return;
  reader.told.add(code);
  reader.problems.push({ code, message, at });
}

/** End of the line that starts here: `end` without its line break, `next` after it. */
function lineEnd(reader: Reader, from: number, until: number): { end: number; next: number } {
  const at = reader.raw.indexOf(reader.newline, from);
  if (at < 0 || at >= until) return { end: until, next: until };
  const end = at > from && reader.newline === 10 && reader.raw[at - 1] === 13 ? at - 1 : at;
  return { end, next: at + 1 };
}

interface Head {
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  readonly body: number;
}

/** A header block: fields unfolded, the rest of an endless block skipped. A first line that is no field means there is no header. */
function readHead(reader: Reader, from: number, until: number, path: string): Head {
  const fields: { name: string; value: string }[] = [];
  let lines: string[] = [];
  const take = () => {
    if (lines.length === 0) return;
    const text = lines.join(' ');
    lines = [];
    const colon = text.indexOf(':');
    const name = text.slice(0, colon).trim();
    if (fields.length < reader.limits.fields) fields.push({ name, value: text.slice(colon + 1).trim() });
    else
      tell(
        reader,
        'mail.header-too-long',
        `more than ${reader.limits.fields} header fields; the rest is left out`,
        path,
      );
  };
  let at = from;
  while (at < until) {
    const { end, next } = lineEnd(reader, at, until);
    if (end === at) {
      take();
      return { fields, body: next };
    }
    if (at - from > reader.limits.header) {
      tell(
        reader,
        'mail.header-too-long',
        `a header block over ${reader.limits.header} bytes; the rest is left out`,
        path,
      );
      take();
      return { fields, body: emptyLine(reader, at, until) };
    }
    const first = reader.raw[at];
    const cut = Math.min(end, at + reader.limits.header);
    const line = fieldText(reader.buffer, at, cut);
    if (first === 32 || first === 9) {
      if (lines.length > 0) lines.push(line.trim());
    } else {
      take();
      if (/^[\x21-\x39\x3b-\x7e]{1,100}[ \t]*:/.test(line)) lines.push(line);
      else if (fields.length === 0) return { fields, body: at };
      else if (line.startsWith('--')) return { fields, body: at };
      // Any other line is no field and no end: some gateways fold without a blank. It is skipped.
    }
    at = next;
  }
  take();
  return { fields, body: until };
}

/** Header bytes are ASCII by the book and UTF-8 or Latin in the field. */
function fieldText(buffer: Buffer, from: number, until: number): string {
  for (let i = from; i < until; i++) if ((buffer[i] ?? 0) > 127) return decodeText(buffer.subarray(from, until));
  return buffer.toString('latin1', from, until).replace(/\r/g, '');
}

function emptyLine(reader: Reader, from: number, until: number): number {
  let at = from;
  while (at < until) {
    const { end, next } = lineEnd(reader, at, until);
    if (end === at) return next;
    at = next;
  }
  return until;
}

const fieldOf = (fields: Head['fields'], name: string): string | undefined =>
  fields.find((f) => f.name.length === name.length && f.name.toLowerCase() === name)?.value;

function readPart(
  reader: Reader,
  from: number,
  until: number,
  path: string,
  depth: number,
  fallbackType: string,
): MailPart {
  reader.parts++;
  const head = readHead(reader, from, until, path);
  const stated = readParams(fieldOf(head.fields, 'content-type') ?? '');
  const type = /^[a-z0-9!#$&^_.+-]{1,60}\/[a-z0-9!#$&^_.+-]{1,100}/.exec(stated.value)?.[0] ?? fallbackType;
  const disposition = readParams(fieldOf(head.fields, 'content-disposition') ?? '');
  const filename = disposition.params.filename ?? stated.params.name;
  const encoding =
    (fieldOf(head.fields, 'content-transfer-encoding') ?? '').trim().toLowerCase().split(/[\s;]/)[0] ?? '';
  const range: readonly [number, number] = [head.body, until];
  const { children, isRebased } = childrenOf(reader, {
    type,
    params: stated.params,
    encoding,
    range,
    path,
    depth,
    filename,
  });
  if (type === 'multipart/encrypted') tellEncrypted(reader, path);
  const body = bodyOf(reader.raw, range, encoding, type, filename, stated.params.charset);
  return {
    path,
    type,
    params: stated.params,
    ...(disposition.value === 'inline' || disposition.value === 'attachment'
      ? { disposition: disposition.value }
      : disposition.value
        ? { disposition: 'attachment' as const }
        : {}),
    ...(filename ? { filename: filename.replace(/[;\s]+$/, '') } : {}),
    headers: head.fields.map((f) => ({ name: f.name, value: decodeWords(f.value) })),
    range,
    children,
    ...(isRebased ? { isRebased } : {}),
    ...body,
  };
}

interface Inside {
  readonly type: string;
  readonly params: Readonly<Record<string, string>>;
  readonly encoding: string;
  readonly range: readonly [number, number];
  readonly path: string;
  readonly depth: number;
  readonly filename: string | undefined;
}

interface Children {
  readonly children: MailPart[];
  /** They lie in the decoded bytes of their parent. */
  readonly isRebased?: true;
}
const none: Children = { children: [] };

const tellEncrypted = (reader: Reader, path: string): void =>
  tell(reader, 'mail.encrypted', 'this part is encrypted; only who has the key can read it', path);

const isCms = (part: Inside) =>
  /^application\/(?:x-)?pkcs7-mime$/.test(part.type) ||
  (part.type === 'application/octet-stream' && /\.p7m$/i.test(part.filename ?? ''));

function childrenOf(reader: Reader, part: Inside): Children {
  const isMail = part.type === 'message/rfc822' || part.type === 'message/global' || part.type === 'message/news';
  const isSealed = !isMail && isCms(part);
  if (!isMail && !isSealed && !part.type.startsWith('multipart/')) return none;
  if (part.depth >= reader.limits.depth) {
    tell(reader, 'mail.too-deep', `parts nested deeper than ${reader.limits.depth}; the rest stays closed`, part.path);
    return none;
  }
  if (isSealed) return insideSeal(reader, part);
  if (isMail) {
    const [from, until] = part.range;
    let inner = reader;
    let start = from;
    let end = until;
    if (part.encoding === 'base64' || part.encoding === 'quoted-printable') {
      // RFC 2046 §5.2.1 forbids it; some gateways do it. The ranges below are then those of the decoded message.
      const decoded = transferDecoded(reader.raw.subarray(from, until), part.encoding);
      inner = newReader(decoded, reader.limits, reader.problems, reader.parts);
      start = 0;
      end = decoded.length;
    }
    while (start < end && (inner.raw[start] === 10 || inner.raw[start] === 13)) start++;
    if (startsWith(inner.raw, start, 'From ')) start = lineEnd(inner, start, end).next;
    if (start >= end) return none;
    const child = readPart(inner, start, end, `${part.path}.1`, part.depth + 1, 'text/plain');
    reader.parts = inner.parts;
    return { children: [child], ...(inner === reader ? {} : { isRebased: true }) };
  }
  const boundary = part.params.boundary;
  if (!boundary) {
    tell(reader, 'mail.no-boundary', 'a multipart without a boundary; read as one text', part.path);
    return none;
  }
  const found = splitAt(reader, part.range, boundary);
  if (found.pieces.length === 0)
    tell(reader, 'mail.no-parts', 'a multipart whose boundary is never used; read as one text', part.path);
  else if (!found.closed) tell(reader, 'mail.cut', 'the final boundary is missing; the message may be cut', part.path);
  const children: MailPart[] = [];
  const fallback = part.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  for (const [i, [from, until]] of found.pieces.entries()) {
    if (reader.parts >= reader.limits.parts) {
      tell(reader, 'mail.too-many-parts', `more than ${reader.limits.parts} parts; the rest is left out`, part.path);
      break;
    }
    children.push(readPart(reader, from, until, `${part.path}.${i + 1}`, part.depth + 1, fallback));
  }
  return { children };
}

/** What an S/MIME part signs, as the part it is. Signed is not verified; encrypted stays closed. */
function insideSeal(reader: Reader, part: Inside): Children {
  const [from, until] = part.range;
  const cms = readCms(transferDecoded(reader.raw.subarray(from, until), part.encoding));
  if (cms?.kind !== 'signed') {
    if (cms?.kind === 'enveloped') tellEncrypted(reader, part.path);
    else if (cms?.kind === 'compressed')
      tell(reader, 'mail.sealed', 'an S/MIME part that is compressed stays closed', part.path);
    else if (!cms) tell(reader, 'mail.sealed', 'an S/MIME part that cannot be taken apart', part.path);
    return none;
  }
  const inner = newReader(cms.content, reader.limits, reader.problems, reader.parts);
  const child = readPart(inner, 0, cms.content.length, `${part.path}.1`, part.depth + 1, 'text/plain');
  reader.parts = inner.parts;
  return { children: [child], isRebased: true };
}

/** The pieces between boundary lines (RFC 2046 §5.1.1). At most as many as parts may be read. */
function splitAt(
  reader: Reader,
  [from, until]: readonly [number, number],
  boundary: string,
): { pieces: [number, number][]; closed: boolean } {
  const mark = Buffer.from(`--${boundary}`, 'utf8');
  const pieces: [number, number][] = [];
  let open = -1;
  let at = from;
  while (at < until && pieces.length <= reader.limits.parts) {
    const hit = reader.buffer.indexOf(mark, at);
    if (hit < 0 || hit >= until) break;
    at = hit + mark.length;
    if (hit > from && reader.raw[hit - 1] !== reader.newline) continue;
    const { end, next } = lineEnd(reader, hit, until);
    const rest = reader.buffer.toString('latin1', hit + mark.length, Math.min(end, hit + mark.length + 200));
    const last = /^--[ \t]*$/.test(rest);
    if (!last && !/^[ \t]*$/.test(rest)) continue;
    if (open >= 0) {
      let cut = hit - 1; // the line break before a boundary belongs to the boundary
      if (cut > open && reader.newline === 10 && reader.raw[cut - 1] === 13) cut--;
      pieces.push([open, Math.max(open, cut)]);
    }
    open = next;
    at = next;
    if (last) return { pieces, closed: true };
  }
  if (open >= 0 && open <= until && pieces.length <= reader.limits.parts) pieces.push([open, until]);
  return { pieces, closed: false };
}

function transferDecoded(body: Uint8Array, encoding: string): Uint8Array {
  if (encoding === 'base64') return decodeBase64(body);
  if (encoding === 'quoted-printable') return decodeQuotedPrintable(body);
  if (encoding === 'x-uuencode' || encoding === 'uuencode' || encoding === 'x-uue') return decodeUuencode(body);
  return body;
}

function bodyOf(
  raw: Uint8Array,
  [from, until]: readonly [number, number],
  encoding: string,
  type: string,
  filename: string | undefined,
  charset: string | undefined,
): Pick<MailPart, 'bytes' | 'text'> {
  let bytes: Uint8Array | undefined;
  let text: string | undefined;
  const decoded = (): Uint8Array => {
    if (bytes) return bytes;
    const body = raw.subarray(from, until);
    // The first bytes tell a picture that calls itself something else; then nothing more of it is decoded.
    const first = encoding === 'base64' ? decodeBase64(body.subarray(0, 200), 64) : body.subarray(0, 64);
    bytes =
      isPicture(type, filename) || sniff(first) === 'picture' ? new Uint8Array() : transferDecoded(body, encoding);
    return bytes;
  };
  return {
    bytes: decoded,
    text: () => {
      text ??= withoutArmour(decodeText(decoded(), charset));
      return text;
    },
  };
}
