/** `winmail.dat`: what Outlook packs a message into when it writes to itself (MS-OXTNEF): text, HTML and attachments come out. */
import { decodeText } from './charset.ts';
import { readRich } from './rtf.ts';

export interface TnefMessage {
  readonly body?: string;
  readonly html?: string;
  /** The text is there only as compressed RTF, and that cannot be read. */
  readonly isRichOnly: boolean;
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly bytes: Uint8Array }[];
}

const attributes = {
  body: 0x0002800c,
  props: 0x00069003,
  start: 0x00069002,
  title: 0x00018010,
  data: 0x0006800f,
  attachment: 0x00069005,
};
const properties = {
  body: 0x1000,
  rich: 0x1009,
  html: 0x1013,
  longName: 0x3707,
  name: 0x3704,
  mime: 0x370e,
  data: 0x3701,
};
const sizes: Readonly<Record<number, number>> = {
  2: 4,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 4,
  20: 8,
  64: 8,
  72: 16,
};
const most = 500;

interface Property {
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** Properties by their number; of several values the first. Stops where the bytes make no sense. */
function propertiesOf(bytes: Uint8Array): Map<number, Property> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Map<number, Property>();
  let at = 4;
  const count = bytes.length >= 4 ? Math.min(view.getUint32(0, true), 5000) : 0;
  const has = (n: number) => at + n <= bytes.length;
  for (let i = 0; i < count && has(4); i++) {
    const type = view.getUint16(at, true);
    const id = view.getUint16(at + 2, true);
    at += 4;
    if (id >= 0x8000) {
      if (!has(20)) break;
      const isText = view.getUint32(at + 16, true) !== 0;
      at += 20;
      if (!has(4)) break;
      at += isText ? 4 + padded(view.getUint32(at, true)) : 4;
    }
    const base = type & 0x0fff;
    const fixed = sizes[base];
    if (fixed !== undefined) {
      let values = 1;
      if (type & 0x1000) {
        if (!has(4)) break;
        values = view.getUint32(at, true);
        at += 4;
      }
      if (!has(fixed * values)) break;
      if (!found.has(id)) found.set(id, { type: base, bytes: bytes.subarray(at, at + fixed) });
      at += fixed * values;
      continue;
    }
    if (![13, 30, 31, 258].includes(base) || !has(4)) break;
    const values = view.getUint32(at, true);
    at += 4;
    for (let k = 0; k < values && has(4); k++) {
      const length = view.getUint32(at, true);
      at += 4;
      if (!has(length)) return found;
      if (!found.has(id)) found.set(id, { type: base, bytes: bytes.subarray(at, at + length) });
      at += padded(length);
    }
  }
  return found;
}

const padded = (n: number) => n + ((4 - (n % 4)) % 4);

const textOf = (p: Property | undefined): string | undefined => {
  if (!p) return undefined;
  const text = p.type === 31 ? decodeText(p.bytes, 'utf-16le') : decodeText(p.bytes);
  const zero = text.indexOf('\0');
  return (zero < 0 ? text : text.slice(0, zero)) || undefined;
};
const zeroEnded = (bytes: Uint8Array) =>
  decodeText(bytes.subarray(0, bytes.indexOf(0) < 0 ? bytes.length : bytes.indexOf(0)));

/** Reads a TNEF stream; undefined where the bytes are none. A cut one gives what came through. */
export function readTnef(bytes: Uint8Array): TnefMessage | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 6 || view.getUint32(0, true) !== 0x223e9f78) return undefined;
  let body: string | undefined;
  let html: string | undefined;
  let rich: Uint8Array | undefined;
  const attachments: { name: string; type: string; bytes: Uint8Array }[] = [];
  let at = 6;
  for (let n = 0; n < 10_000 && at + 9 <= bytes.length; n++) {
    const id = view.getUint32(at + 1, true);
    const length = view.getUint32(at + 5, true);
    const from = at + 9;
    if (from + length > bytes.length) break;
    const data = bytes.subarray(from, from + length);
    at = from + length + 2;
    const last = attachments.at(-1);
    if (id === attributes.body) body ??= zeroEnded(data);
    else if (id === attributes.props) {
      const found = propertiesOf(data);
      body = textOf(found.get(properties.body)) ?? body;
      html ??= textOf(found.get(properties.html));
      rich ??= found.get(properties.rich)?.bytes;
    } else if (id === attributes.start && attachments.length < most)
      attachments.push({ name: '', type: '', bytes: new Uint8Array() });
    else if (id === attributes.title && last) last.name ||= zeroEnded(data);
    else if (id === attributes.data && last) last.bytes = data;
    else if (id === attributes.attachment && last) {
      const found = propertiesOf(data);
      last.name = textOf(found.get(properties.longName)) ?? textOf(found.get(properties.name)) ?? last.name;
      last.type = textOf(found.get(properties.mime)) ?? last.type;
    }
  }
  let isRichOnly = false;
  if (rich && !body?.trim() && !html?.trim()) {
    const read = readRich(rich);
    body = read.text;
    html = read.html;
    isRichOnly = !body && !html;
  }
  return {
    ...(body?.trim() ? { body } : {}),
    ...(html?.trim() ? { html } : {}),
    isRichOnly,
    attachments: attachments.filter((a) => a.bytes.length > 0),
  };
}
