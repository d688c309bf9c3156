/** PGP around a text: a clear-signed text is read as what was signed (RFC 9580 §7), unverified; the message keeps its signature. */

const opens = '-----BEGIN PGP SIGNED MESSAGE-----';
const closes = '-----BEGIN PGP SIGNATURE-----';
const ends = '-----END PGP SIGNATURE-----';

/** Whether a text holds a message that is encrypted for someone's key. */
export const holdsEncrypted = (text: string): boolean =>
  /^[ \t>]{0,8}-----BEGIN PGP MESSAGE-----/m.test(text) && /^[ \t>]{0,8}-----END PGP MESSAGE-----/m.test(text);

/** The text without armour: header lines and signatures gone, escaped dashes as they were. Words around it stay. */
export function withoutArmour(text: string): string {
  if (!text.includes(opens)) return text;
  const out: string[] = [];
  let state: 'outside' | 'head' | 'signed' | 'signature' = 'outside';
  for (const line of text.split('\n')) {
    const trimmed = line.trimEnd();
    if (trimmed === opens) state = 'head';
    else if (trimmed === closes && state !== 'outside') state = 'signature';
    else if (trimmed === ends && state === 'signature') state = 'outside';
    else if (state === 'head') {
      // `Hash: SHA256`, then an empty line.
      if (trimmed === '') state = 'signed';
      else if (!/^(?:hash|charset|comment|version|notdashescaped)\s{0,3}:/i.test(trimmed)) {
        state = 'signed';
        out.push(line);
      }
    } else if (state === 'signed') out.push(line.startsWith('- ') ? line.slice(2) : line);
    else if (state === 'outside') out.push(line);
  }
  return out.join('\n');
}
