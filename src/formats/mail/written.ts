/** A message that came in another container than a mail, written down as the mail it is, so that one reader reads them all. */
import { isPicture, sniff } from './sniff.ts';

export interface WrittenPart {
  readonly type: string;
  readonly name?: string;
  /** Pictures are named and left out. */
  readonly bytes: Uint8Array;
}

const flat = (value: string) => value.replace(/[\r\n\0]+/g, ' ').slice(0, 10_000);
const quoted = (name: string) => `"${flat(name).replace(/["\\]/g, '_').slice(0, 200)}"`;

/** Raw bytes of a mail with these header lines and parts. Header values are written as UTF-8, as they are. */
export function writtenMail(
  head: Iterable<readonly [name: string, value: string | undefined]>,
  parts: readonly WrittenPart[],
): Uint8Array {
  const lines: string[] = [];
  for (const [name, value] of head) if (value !== undefined && value !== '') lines.push(`${name}: ${flat(value)}`);
  // A line that stands in none of the parts: all of them are base64 or empty.
  const boundary = '=_bezem_written_=';
  lines.push('MIME-Version: 1.0', `Content-Type: multipart/mixed; boundary="${boundary}"`, '');
  const pieces = [Buffer.from(`${lines.join('\r\n')}\r\n`, 'utf8')];
  for (const part of parts) {
    const isHidden = isPicture(part.type, part.name) || sniff(part.bytes.subarray(0, 64)) === 'picture';
    const name = part.name ? `; name=${quoted(part.name)}` : '';
    const isMail = part.type === 'message/rfc822';
    const charset = part.type.startsWith('text/') && !part.name ? '; charset=utf-8' : '';
    pieces.push(
      Buffer.from(
        `--${boundary}\r\nContent-Type: ${flat(part.type) || 'application/octet-stream'}${charset}${name}\r\n${
          part.name && !isMail ? `Content-Disposition: attachment; filename=${quoted(part.name)}\r\n` : ''
        }Content-Transfer-Encoding: base64\r\n\r\n`,
        'utf8',
      ),
    );
    if (!isHidden)
      pieces.push(
        Buffer.from(
          Buffer.from(part.bytes.buffer, part.bytes.byteOffset, part.bytes.byteLength)
            .toString('base64')
            .replace(/.{76}/g, '$&\r\n'),
        ),
      );
    pieces.push(Buffer.from('\r\n'));
  }
  pieces.push(Buffer.from(`--${boundary}--\r\n`));
  return Uint8Array.from(Buffer.concat(pieces));
}
