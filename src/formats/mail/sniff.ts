/** What bytes are, by their first bytes: only text, CSV, XML, JSON, mail and archives may be opened; anything else counts as a picture. */
import { guessEncoding } from './charset.ts';
import { startsWith } from './transfer.ts';

export type Look =
  | 'zip'
  | 'gzip'
  | 'picture'
  | 'pdf'
  /** A compound file: Outlook messages, and old documents of other programs. */
  | 'ole'
  /** `winmail.dat`. */
  | 'tnef'
  | 'json'
  | 'xml'
  | 'mail'
  | 'text'
  | 'empty'
  | 'binary';

const magics: readonly (readonly [readonly number[], Look])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'zip'],
  [[0x50, 0x4b, 0x05, 0x06], 'zip'],
  [[0x1f, 0x8b], 'gzip'],
  [[0x89, 0x50, 0x4e, 0x47], 'picture'],
  [[0xff, 0xd8, 0xff], 'picture'],
  [[0x47, 0x49, 0x46, 0x38], 'picture'],
  [[0x42, 0x4d, -1, -1, -1, -1, 0, 0], 'picture'],
  [[0x49, 0x49, 0x2a, 0x00], 'picture'],
  [[0x4d, 0x4d, 0x00, 0x2a], 'picture'],
  [[0x52, 0x49, 0x46, 0x46], 'picture'],
  [[-1, -1, -1, -1, 0x66, 0x74, 0x79, 0x70], 'picture'],
  [[0x1a, 0x45, 0xdf, 0xa3], 'picture'],
  [[0x00, 0x00, 0x01, 0xba], 'picture'],
  [[0x00, 0x00, 0x01, 0xb3], 'picture'],
  [[0x30, 0x26, 0xb2, 0x75], 'picture'],
  [[0x25, 0x50, 0x44, 0x46], 'pdf'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'ole'],
  [[0x78, 0x9f, 0x3e, 0x22], 'tnef'],
];

const pictureName = /\.(?:jpe?g|png|gif|bmp|tiff?|webp|heic|avif|ico|svg|mp4|m4v|mov|avi|mkv|webm|mpe?g|wmv|flv|3gp)$/i;

/** Whether a part says, by type or name, that it is an image or a video. Such parts are never decoded. */
export function isPicture(type: string, filename: string | undefined): boolean {
  return /^(?:image|video)\//.test(type) || (filename !== undefined && pictureName.test(filename.trim()));
}

/** What the first bytes say. Give at least 64 bytes where there are that many; 4 kB tells a mail from other text. */
export function sniff(head: Uint8Array): Look {
  if (head.length === 0) return 'empty';
  for (const [magic, look] of magics)
    if (head.length >= magic.length && magic.every((b, i) => b < 0 || head[i] === b)) return look;
  if (guessEncoding(head) !== 'utf-8') return 'text';
  let strange = 0;
  const n = Math.min(head.length, 4096);
  for (let i = 0; i < n; i++) {
    const c = head[i] ?? 0;
    if (c < 9 || (c > 13 && c < 32 && c !== 27)) strange++;
  }
  if (strange > n / 50 + 1) return 'binary';
  let at = startsWith(head, 0, '\xef\xbb\xbf') ? 3 : 0;
  while (at < n && (head[at] === 32 || head[at] === 9 || head[at] === 10 || head[at] === 13)) at++;
  if (head[at] === 0x7b || head[at] === 0x5b) return 'json';
  if (head[at] === 0x3c && /^<[?!a-z]/i.test(String.fromCharCode(...head.subarray(at, at + 2)))) return 'xml';
  if (looksLikeMail(head)) return 'mail';
  return 'text';
}

const mailField =
  /^(?:return-path|received|from|to|cc|subject|date|message-id|mime-version|content-type|content-transfer-encoding|delivered-to|reply-to|sender|dkim-signature|x-[a-z0-9-]+|envelope-to|delivery-date|authentication-results|arc-[a-z-]+|user-agent|list-[a-z]+):/i;

/** Whether text starts as a mail does: header fields, at least two of them the ones every mail has. */
export function looksLikeMail(head: Uint8Array): boolean {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 4096)).toString('latin1').trimStart();
  const lines = text.split(/\r\n|\r|\n/);
  let known = 0;
  for (const [i, line] of lines.entries()) {
    if (i === 0 && line.startsWith('From ')) {
      known++;
      continue;
    }
    if (line === '') break;
    if (/^[ \t]/.test(line)) continue;
    if (!/^[\x21-\x39\x3b-\x7e]{1,100}[ \t]*:/.test(line)) {
      if (i === lines.length - 1) break;
      return known >= 3;
    }
    // A report part saved by itself is written in lines like a mail's, and is none.
    if (/^(?:report-type|reported-from|schema-url):/i.test(line)) return false;
    if (mailField.test(line)) known++;
    if (known >= 3) return true;
  }
  return known >= 2;
}
