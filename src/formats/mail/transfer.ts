/** Content-Transfer-Encodings: base64, quoted-printable and uuencode to bytes; lenient, linear, never throwing. */

const base64Values = (() => {
  const table = new Uint8Array(256).fill(255);
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  for (let i = 0; i < 64; i++) table[letters.charCodeAt(i)] = i;
  table[45] = 62; // URL-safe alphabet (RFC 4648 §5), seen in the field
  table[95] = 63;
  return table;
})();

/**
 * Decodes base64, skipping whatever is not in its alphabet (RFC 2045 §6.8). Padding ends a quantum, not the text:
 * some senders join several encoded pieces.
 * @param most stop after this many bytes: enough to look at the first bytes without decoding the rest
 */
export function decodeBase64(encoded: Uint8Array, most = Number.POSITIVE_INFINITY): Uint8Array {
  const size = Math.min(Math.ceil((encoded.length * 3) / 4), most + 3);
  const out = new Uint8Array(size);
  let n = 0;
  let bits = 0;
  let have = 0;
  for (let i = 0; i < encoded.length && n < most; i++) {
    const c = encoded[i] ?? 0;
    if (c === 61) {
      have = 0;
      bits = 0;
      continue;
    }
    const v = base64Values[c] ?? 255;
    if (v === 255) continue;
    bits = (bits << 6) | v;
    have += 6;
    if (have >= 8) {
      have -= 8;
      out[n++] = (bits >> have) & 255;
      bits &= (1 << have) - 1;
    }
  }
  return out.subarray(0, Math.min(n, most));
}

const hexValue = (c: number | undefined): number => {
  if (c === undefined) return -1;
  if (c >= 48 && c <= 57) return c - 48;
  if (c >= 65 && c <= 70) return c - 55;
  if (c >= 97 && c <= 102) return c - 87;
  return -1;
};

/** Decodes quoted-printable (RFC 2045 §6.7): soft breaks vanish, blanks before a line end are dropped, bad escapes stay as they are. */
export function decodeQuotedPrintable(encoded: Uint8Array): Uint8Array {
  const out = new Uint8Array(encoded.length);
  let n = 0;
  for (let i = 0; i < encoded.length; i++) {
    const c = encoded[i] ?? 0;
    if (c === 61) {
      const a = hexValue(encoded[i + 1]);
      const b = hexValue(encoded[i + 2]);
      if (a >= 0 && b >= 0) {
        out[n++] = a * 16 + b;
        i += 2;
        continue;
      }
      let j = i + 1;
      while (encoded[j] === 32 || encoded[j] === 9) j++;
      if (encoded[j] === 13 && encoded[j + 1] === 10) i = j + 1;
      else if (encoded[j] === 10 || encoded[j] === 13) i = j;
      else if (j >= encoded.length) i = j;
      else out[n++] = c;
      continue;
    }
    if (c === 10 || c === 13) while (n > 0 && (out[n - 1] === 32 || out[n - 1] === 9)) n--;
    out[n++] = c;
  }
  return out.subarray(0, n);
}

/** Decodes the first uuencoded file between `begin` and `end` lines; empty where there is none. */
export function decodeUuencode(encoded: Uint8Array): Uint8Array {
  const out: number[] = [];
  let open = false;
  let from = 0;
  while (from < encoded.length) {
    let until = encoded.indexOf(10, from);
    if (until < 0) until = encoded.length;
    let last = until;
    if (last > from && encoded[last - 1] === 13) last--;
    if (!open) open = last - from > 9 && startsWith(encoded, from, 'begin ');
    else if (startsWith(encoded, from, 'end')) break;
    else {
      let count = ((encoded[from] ?? 32) - 32) & 63;
      for (let i = from + 1; i < last && count > 0; i += 4) {
        const v = [0, 1, 2, 3].map((k) => ((encoded[i + k] ?? 32) - 32) & 63) as [number, number, number, number];
        const three = [(v[0] << 2) | (v[1] >> 4), ((v[1] & 15) << 4) | (v[2] >> 2), ((v[2] & 3) << 6) | v[3]];
        for (const byte of three) if (count-- > 0) out.push(byte & 255);
      }
    }
    from = until + 1;
  }
  return Uint8Array.from(out);
}

/** Whether these bytes stand at this place, as ASCII text. */
export function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  if (at + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}
