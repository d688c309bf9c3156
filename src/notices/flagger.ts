/** Trusted flaggers (DSA art. 22): the rows of the Commission's public register as JSON or CSV, and whether a status holds on a day. */
import { z } from 'zod';

export const flaggerEntry = z.object({
  name: z.string().trim().min(1).max(300),
  country: z
    .string()
    .trim()
    .transform((c) => (c.toUpperCase() === 'EL' ? 'GR' : c.toUpperCase()))
    .pipe(z.string().regex(/^[A-Z]{2}$/, 'two letters')),
  areas: z.array(z.string().trim().min(1).max(300)).max(50).default([]),
  domains: z.array(z.string().trim().toLowerCase().min(3).max(253)).max(20).default([]),
  valid_from: z.iso.date().nullable().default(null),
  valid_until: z.iso.date().nullable().default(null),
});
export type FlaggerEntry = z.infer<typeof flaggerEntry>;

export interface FlaggersRead {
  readonly entries: readonly FlaggerEntry[];
  /** Lines or places that are no entry, with what is wrong. */
  readonly wrong: readonly string[];
}

/** Fields of one line of CSV (RFC 4180, comma or semicolon). */
function cells(line: string, separator: string): string[] {
  const out: string[] = [];
  let at = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line.charAt(i);
    if (quoted) {
      if (c !== '"') at += c;
      else if (line.charAt(i + 1) === '"') {
        at += '"';
        i++;
      } else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === separator) {
      out.push(at);
      at = '';
    } else at += c;
  }
  return [...out, at];
}

const names: Readonly<Record<string, keyof FlaggerEntry>> = {
  name: 'name',
  'trusted flagger': 'name',
  entity: 'name',
  country: 'country',
  'member state': 'country',
  areas: 'areas',
  'area of expertise': 'areas',
  'areas of expertise': 'areas',
  domains: 'domains',
  email: 'domains',
  valid_from: 'valid_from',
  'date of award': 'valid_from',
  'status awarded on': 'valid_from',
  valid_until: 'valid_until',
  'status until': 'valid_until',
};
const listed = (text: string) =>
  text
    .split(/[|;\n]/)
    .map((s) => s.trim())
    .filter((s) => s !== '');
const domainOf = (text: string) =>
  text
    .replace(/^.*@/, '')
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '');

function fromCsv(text: string): unknown[] {
  const [head = '', ...lines] = text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .filter((l) => l.trim() !== '');
  const separator = head.includes(';') ? ';' : ',';
  const columns = cells(head, separator).map((c) => names[c.trim().toLowerCase()]);
  return lines.map((l) => {
    const row: Record<string, unknown> = {};
    cells(l, separator).forEach((value, i) => {
      const name = columns[i];
      if (!name || value.trim() === '') return;
      row[name] = name === 'areas' ? listed(value) : name === 'domains' ? listed(value).map(domainOf) : value.trim();
    });
    return row;
  });
}

/** Reads a file of the register. Rows that are wrong are told and left out; the others are taken. */
export function readFlaggers(text: string): FlaggersRead {
  let rows: unknown[];
  try {
    const parsed: unknown = JSON.parse(text);
    rows = Array.isArray(parsed) ? parsed : [];
  } catch {
    rows = fromCsv(text);
  }
  const entries: FlaggerEntry[] = [];
  const wrong: string[] = [];
  rows.forEach((row, i) => {
    const read = flaggerEntry.safeParse(row);
    if (read.success) entries.push(read.data);
    else wrong.push(`${i + 1}: ${read.error.issues.map((e) => `${e.path.join('.')} ${e.message}`).join(', ')}`);
  });
  return { entries, wrong };
}

/** Whether the status holds on a day (ISO date). */
export function holdsStatus(
  f: { readonly validFrom: string | null; readonly validUntil: string | null; readonly endedAt: unknown },
  day: string,
): boolean {
  return (
    f.endedAt === null && (f.validFrom === null || f.validFrom <= day) && (f.validUntil === null || day < f.validUntil)
  );
}
