/** Bytes to text by the charset their sender names, or the one they most likely are; newlines become \n. */
import iconv from 'iconv-lite';

/** Names the field uses that no decoder knows. */
const aliases: Readonly<Record<string, string>> = {
  'iso-8859-8-i': 'iso-8859-8',
  'unicode-1-1-utf-7': 'utf-7',
  'x-unicode-2-0-utf-7': 'utf-7',
  'cp-850': 'cp850',
  cp1252: 'windows-1252',
  ansi: 'windows-1252',
  latin1: 'iso-8859-1',
  utf8: 'utf-8',
  'ks_c_5601-1987': 'euc-kr',
};

/**
 * Text of bytes. The named charset is used where a decoder knows it (the platform's first, then iconv-lite's);
 * otherwise, and where the name says ASCII or nothing, valid UTF-8 is UTF-8 and anything else Windows-1252.
 * A byte order mark wins over any name.
 */
export function decodeText(bytes: Uint8Array, charset?: string): string {
  return decodeRaw(bytes, charset).replace(/\r\n?/g, '\n');
}

function decodeRaw(bytes: Uint8Array, charset: string | undefined): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder().decode(bytes);
  const asked = (charset ?? '')
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '');
  const name = Object.hasOwn(aliases, asked) ? (aliases[asked] ?? asked) : asked;
  if (name !== '' && name !== 'us-ascii' && name !== 'ascii' && name !== 'utf-8') {
    const known = decoderFor(name);
    if (known) return known.decode(bytes);
    if (name.length < 40 && iconv.encodingExists(name)) return iconv.decode(Buffer.from(bytes), name);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(name === 'utf-8' ? 'utf-8' : 'windows-1252').decode(bytes);
  }
}

function decoderFor(name: string): TextDecoder | undefined {
  try {
    return new TextDecoder(name);
  } catch {
    return undefined;
  }
}

/** The encoding of a text file by its byte order mark, or by the zero bytes UTF-16 leaves between ASCII letters. */
export function guessEncoding(head: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  let odd = 0;
  let even = 0;
  const n = Math.min(head.length, 256);
  for (let i = 0; i < n; i++) if (head[i] === 0) i % 2 ? odd++ : even++;
  if (n >= 8 && odd > n / 3 && even === 0) return 'utf-16le';
  if (n >= 8 && even > n / 3 && odd === 0) return 'utf-16be';
  return 'utf-8';
}
