/** Mailbox files: messages one after another, each after a line that begins with `From `, such lines inside escaped with `>`. */
import { startsWith } from './transfer.ts';

/** `From someone@example.org Tue Nov  3 10:00:00 2026`, as every writer of such files ends it: with a time or a year. */
function isSeparator(raw: Uint8Array, at: number): boolean {
  if (!startsWith(raw, at, 'From ')) return false;
  const line = Buffer.from(raw.buffer, raw.byteOffset + at, Math.min(raw.length - at, 300))
    .toString('latin1')
    .split(/\r?\n/, 1)[0];
  return /^From .{0,200}(?:\d{1,2}:\d\d|\d{4})[^\n]{0,40}$/.test(line ?? '');
}

const afterLine = (raw: Uint8Array, at: number): number => {
  const end = raw.indexOf(10, at);
  return end < 0 ? raw.length : end + 1;
};

/** A header field stands right after the separator. */
const startsHeader = (raw: Uint8Array, at: number): boolean =>
  /^[\x21-\x39\x3b-\x7e]{1,100}[ \t]*:|^\r?\n?>?[A-Za-z-]{1,60}:/.test(
    Buffer.from(raw.buffer, raw.byteOffset + at, Math.min(raw.length - at, 200)).toString('latin1'),
  );

/**
 * The messages of a mailbox file; undefined where it is none or holds fewer than `least`. Lines that begin with `>From `, with
 * one `>` or more, lose one: what mboxrd writes, and what mboxo writes where it can be told.
 * @param most messages taken; the rest is counted in `left`
 */
export function mboxMessages(
  raw: Uint8Array,
  most: number,
  least = 2,
): { readonly messages: Uint8Array[]; readonly left: number } | undefined {
  let at = 0;
  while (at < raw.length && (raw[at] === 10 || raw[at] === 13)) at++;
  if (!isSeparator(raw, at)) return undefined;
  const starts: number[] = [];
  // A separator stands after an empty line, at the start of the file before anything.
  for (let from = at; from < raw.length; ) {
    const isAfterEmpty =
      from === at || (raw[from - 1] === 10 && (raw[from - 2] === 10 || (raw[from - 2] === 13 && raw[from - 3] === 10)));
    if (raw[from] === 70 && isAfterEmpty && isSeparator(raw, from) && startsHeader(raw, afterLine(raw, from)))
      starts.push(from);
    from = afterLine(raw, from);
  }
  if (starts.length < least) return undefined;
  const messages = starts.slice(0, most).map((start, i) => {
    const until = starts[i + 1] ?? raw.length;
    return unescaped(raw.subarray(afterLine(raw, start), until));
  });
  return { messages, left: Math.max(0, starts.length - most) };
}

/** The message with one `>` less before each escaped `From `, and without the empty line before the next separator. */
function unescaped(body: Uint8Array): Uint8Array {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (buffer.indexOf('>From ') < 0) return body;
  const text = buffer.toString('latin1').replace(/^>(>*From )/gm, '$1');
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}
