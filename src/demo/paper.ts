/** How senders put a report on paper: mails, attachments, archives, CSV tables, XARF; and the dice that make them differ, always in the same way. */
import { zipSync } from 'fflate';

const utf8 = new TextEncoder();
export const bytesOf = (text: string): Uint8Array => utf8.encode(text);

/** Throws that are the same for the same seed, so that the same start gives the same bytes (mulberry32 over an FNV-1a hash). */
export class Throws {
  #state: number;
  constructor(seed: string) {
    let h = 0x811c9dc5;
    for (const c of utf8.encode(seed)) h = Math.imul(h ^ c, 0x01000193);
    this.#state = h >>> 0;
  }
  /** From 0 up to, not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }
  pick<T>(from: readonly [T, ...T[]]): T {
    return from[Math.floor(this.next() * from.length)] ?? from[0];
  }
  hex(length: number): string {
    let s = '';
    while (s.length < length) s += this.whole(0, 15).toString(16);
    return s;
  }
  uuid(): string {
    const h = this.hex(32);
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`;
  }
}

/** `Fri, 20 Nov 2026 07:04:11 +0000` (RFC 5322, 3.3). */
export function mailDate(at: Temporal.Instant): string {
  const z = at.toZonedDateTimeISO('UTC');
  const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][z.dayOfWeek - 1];
  const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][z.month - 1];
  return `${day}, ${z.day} ${month} ${z.year} ${clock(at)} +0000`;
}
/** `07:04:11`, UTC. */
export const clock = (at: Temporal.Instant): string => at.round('second').toString().slice(11, 19);
/** `2026-11-20`, UTC. */
export const dayOf = (at: Temporal.Instant): string => at.toString().slice(0, 10);
/** `2026-11-20 07:04:11`, UTC. */
export const stamp = (at: Temporal.Instant): string => at.round('second').toString().slice(0, 19).replace('T', ' ');
/** `2026-11-20 07:04:11` on the clock of a zone. */
export const localStamp = (at: Temporal.Instant, zone: string): string =>
  at.round('second').toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ');

export interface Part {
  /** Media type with its parameters. */
  readonly type: string;
  /** With a name it is an attachment. */
  readonly name?: string;
  readonly body: string | Uint8Array;
}
export interface Letterhead {
  readonly from: string;
  readonly to?: string;
  readonly subject: string;
  readonly at: Temporal.Instant;
  /** Left of the @ of its Message-ID. */
  readonly id: string;
  readonly more?: readonly string[];
}

/** Header words beyond ASCII as RFC 2047 writes them. */
const word = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
  /^[\x00-\x7f]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

function header(head: Letterhead): string[] {
  const domain = /@([^>\s]+)/.exec(head.from)?.[1] ?? 'mail.example';
  return [
    `Received: from mx.${domain} (mx.${domain} [203.0.113.201]) by mail.voorbeeldhost.example with ESMTPS; ${mailDate(head.at)}`,
    `From: ${head.from}`,
    `To: ${head.to ?? 'abuse@voorbeeldhost.example'}`,
    `Subject: ${word(head.subject)}`,
    `Date: ${mailDate(head.at)}`,
    `Message-ID: <${head.id}@${domain}>`,
    'MIME-Version: 1.0',
    ...(head.more ?? []),
  ];
}

/** A mail of plain words. */
export function plainMail(head: Letterhead, text: string): Uint8Array {
  return bytesOf(
    [...header(head), 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', text.trim(), '']
      .join('\n')
      .replaceAll('\n', '\r\n'),
  );
}

/** A mail of several parts. Bytes travel as base64. */
export function partedMail(head: Letterhead, parts: readonly Part[], type = 'multipart/mixed'): Uint8Array {
  const boundary = `=_${head.id.replace(/[^a-z0-9]/gi, '').slice(0, 30)}`;
  const lines = [
    ...header(head),
    `Content-Type: ${type}; boundary="${boundary}"`,
    '',
    'This is a message of several parts.',
  ];
  for (const part of parts) {
    lines.push(`--${boundary}`, `Content-Type: ${part.type}${part.name ? `; name="${part.name}"` : ''}`);
    if (part.name) lines.push(`Content-Disposition: attachment; filename="${part.name}"`);
    if (typeof part.body === 'string') lines.push('Content-Transfer-Encoding: 8bit', '', part.body.trimEnd());
    else
      lines.push(
        'Content-Transfer-Encoding: base64',
        '',
        (
          Buffer.from(part.body)
            .toString('base64')
            .match(/.{1,76}/g) ?? []
        ).join('\n'),
      );
  }
  lines.push(`--${boundary}--`, '');
  return bytesOf(lines.join('\n').replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'));
}

/** An archive of one file. Archives hold local time without a zone: UTC is put there, so that every machine writes the same bytes. */
export function zipped(name: string, text: string, at: Temporal.Instant): Uint8Array {
  const z = at.toZonedDateTimeISO('UTC');
  const mtime = new Date(z.year, z.month - 1, z.day, z.hour, z.minute, z.second);
  return zipSync({ [name]: [bytesOf(text), { mtime }] }, { level: 6 });
}

/** A CSV table as feeds write it: every text quoted, numbers bare. Cells by column name; what is not given stays empty. */
export function csvTable(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, string | number>>[],
): string {
  const cell = (v: string | number | undefined) =>
    v === undefined || v === '' ? '' : typeof v === 'number' ? String(v) : `"${v.replaceAll('"', '""')}"`;
  return [columns.map((c) => `"${c}"`).join(','), ...rows.map((r) => columns.map((c) => cell(r[c])).join(','))]
    .join('\n')
    .concat('\n');
}

export interface Reporter {
  readonly org: string;
  readonly contact: string;
  readonly domain: string;
}

/** One XARF v4 report. */
export function xarf(
  throws: Throws,
  reporter: Reporter,
  type: string,
  source: string,
  at: Temporal.Instant,
  more: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const [category, name] = type.split('/');
  return {
    xarf_version: '4.2.0',
    report_id: throws.uuid(),
    timestamp: at.round('second').toString(),
    reporter,
    sender: reporter,
    source_identifier: source,
    category,
    type: name,
    evidence_source: 'automated_scan',
    ...more,
  };
}
