/** Header words (RFC 2047) and header parameters (RFC 2045, 2231) as people meant them. */
import { decodeText } from './charset.ts';
import { decodeBase64, decodeQuotedPrintable } from './transfer.ts';

const ascii = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0) & 255);

/** Longest header value that is decoded; what comes after is left out. */
const mostHeader = 65_536;

/**
 * Decodes encoded words. Adjacent words in one charset are joined as bytes first, because senders cut
 * multi-byte characters in two. Line breaks and NUL inside become blanks: a header never breaks a line here.
 */
export function decodeWords(value: string): string {
  const text = value.length > mostHeader ? value.slice(0, mostHeader) : value;
  if (!text.includes('=?')) return flat(text);
  const pattern = /=\?([^?\s*]{1,60})(?:\*[^?\s]{0,20})?\?([bq])\?([^?]{0,8000})\?=/gi;
  let out = '';
  let last = 0;
  let pending: { charset: string; bytes: Uint8Array[] } | undefined;
  const flush = () => {
    if (pending) out += decodeText(joined(pending.bytes), pending.charset);
    pending = undefined;
  };
  for (const found of text.matchAll(pattern)) {
    const between = text.slice(last, found.index);
    if (!(pending && /^\s*$/.test(between))) {
      flush();
      out += between;
    }
    const charset = (found[1] ?? '').toLowerCase();
    const body = found[3] ?? '';
    const bytes =
      found[2]?.toLowerCase() === 'b'
        ? decodeBase64(ascii(body))
        : decodeQuotedPrintable(ascii(body.replaceAll('_', ' ').replace(/ +$/, (s) => '=20'.repeat(s.length))));
    if (pending && pending.charset !== charset) flush();
    pending ??= { charset, bytes: [] };
    pending.bytes.push(bytes);
    last = found.index + found[0].length;
  }
  flush();
  return flat(out + text.slice(last));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here
const flat = (text: string) => text.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();

/** One array of several. */
export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1 && pieces[0]) return pieces[0];
  const out = new Uint8Array(pieces.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

export interface ValueWithParams {
  /** Lower case, without parameters. */
  readonly value: string;
  /** Names in lower case. */
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Reads `text/plain; charset=x; name*0*=utf-8''a%20; name*1=b`. Quotes may hold anything; comments in round brackets are
 * dropped; a name written as an encoded word (forbidden, common) is decoded. At most 50 parameters.
 */
export function readParams(header: string): ValueWithParams {
  const text = header.length > mostHeader ? header.slice(0, mostHeader) : header;
  const pieces = splitParams(text);
  const raw: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const piece of pieces.slice(1, 51)) {
    const equals = piece.indexOf('=');
    if (equals < 1) continue;
    const name = piece.slice(0, equals).trim().toLowerCase();
    if (!(name in raw)) raw[name] = unquote(piece.slice(equals + 1).trim());
  }
  const params: Record<string, string> = {};
  const extended = new Map<string, { at: number; text: string; encoded: boolean }[]>();
  for (const [name, value] of Object.entries(raw)) {
    const found = /^([^*]{1,60})(?:\*(\d{1,3}))?(\*)?$/.exec(name);
    if (!found || (found[2] === undefined && found[3] === undefined)) {
      if (name !== '__proto__') params[name] = decodeWords(value);
      continue;
    }
    const base = found[1] ?? '';
    const list = extended.get(base) ?? [];
    list.push({ at: Number(found[2] ?? 0), text: value, encoded: found[3] !== undefined });
    extended.set(base, list);
  }
  for (const [name, list] of extended) {
    if (name === '__proto__') continue;
    list.sort((a, b) => a.at - b.at);
    let charset = 'utf-8';
    const bytes = list.map((segment, i) => {
      let body = segment.text;
      if (segment.encoded && i === 0) {
        const marked = /^([^']{0,60})'[^']{0,60}'/.exec(body);
        if (marked) {
          charset = marked[1] || charset;
          body = body.slice(marked[0].length);
        }
      }
      return segment.encoded ? percent(body) : new TextEncoder().encode(body);
    });
    params[name] = flat(decodeText(joined(bytes), charset));
  }
  return { value: (pieces[0] ?? '').trim().toLowerCase(), params };
}

function percent(text: string): Uint8Array {
  const out: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const hex = text[i] === '%' ? /^[0-9a-f]{2}$/i.exec(text.slice(i + 1, i + 3)) : null;
    if (hex) {
      out.push(Number.parseInt(hex[0], 16));
      i += 2;
    } else out.push(text.charCodeAt(i) & 255);
  }
  return Uint8Array.from(out);
}

function splitParams(text: string): string[] {
  const pieces: string[] = [];
  let now = '';
  let quoted = false;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (quoted) {
      now += c;
      if (c === '\\') now += text.charAt(++i);
      else if (c === '"') quoted = false;
    } else if (depth > 0) {
      if (c === '(') depth++;
      else if (c === ')') depth--;
    } else if (c === '"') {
      quoted = true;
      now += c;
    } else if (c === '(') depth++;
    else if (c === ';') {
      pieces.push(now);
      now = '';
    } else now += c;
  }
  pieces.push(now);
  return pieces;
}

function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  const end = text.length > 1 && text.endsWith('"') ? text.length - 1 : text.length;
  // A backslash before anything but a quote or itself is a Windows path, not an escape.
  return text.slice(1, end).replace(/\\(["\\])/g, '$1');
}

/** The address in a From field, lower case; empty where there is none. */
export function addressIn(value: string): string {
  const text = value.slice(0, 2000);
  const angled = /<\s*([^<>\s]{1,320})\s*>/.exec(text)?.[1];
  const bare = angled ?? /[^\s<>"(),;:]{1,64}@[^\s<>"(),;]{1,255}/.exec(text)?.[0] ?? '';
  return bare.includes('@') ? bare.toLowerCase() : '';
}
