/**
 * What a person taught about the mails of one sender, as data: the versioned file `bezem-template/1`. It holds words that
 * stand beside a value and no regular expression, so that a file from somebody else can never hang the reader.
 */
import { z } from 'zod';
import { canonical } from '#kernel';
import { severities } from '#law';
import { roles } from '../finding.ts';

/** Name and version of the file format. A reader refuses any other. */
export const taughtFormatName = 'bezem-template/1';

/** What a person can point at. A subset of what the template engine knows, under the same names. */
export const taughtFields = [
  'ip',
  'port',
  'host',
  'url',
  'asn',
  'account',
  'seenAt',
  'firstSeenAt',
  'lastSeenAt',
  'reference',
  'kind',
  'severity',
  'malware',
  'cve',
  'count',
  'description',
  'target.ip',
  'target.port',
  'target.host',
  'target.url',
] as const;
export type TaughtField = (typeof taughtFields)[number];

/** Fields that name what is reported. A template without one can give no finding. */
export const resourceFields: readonly TaughtField[] = ['ip', 'host', 'url', 'asn', 'account'];

/** How the text of a value looks; decides where it ends. */
export const valueTypes = [
  'address',
  'port',
  'host',
  'url',
  'asn',
  'account',
  'time',
  'number',
  'reference',
  'word',
  'text',
] as const;
export type ValueType = (typeof valueTypes)[number];

/** Words as they stand in the mail: one line, no control characters. */
const words = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^\p{Cc}\p{Cf}]+$/u, 'one line of text');

/** Where a value stands. */
export const placeShape = z.discriminatedUnion('in', [
  /** Behind a label at the start of a line, in the cell behind it, or on the line below it. */
  z.strictObject({ in: z.literal('label'), label: words }),
  /** In running text, between these words. */
  z.strictObject({ in: z.literal('words'), before: words.optional(), after: words.optional() }),
  /** In the subject, between these words. */
  z.strictObject({ in: z.literal('subject'), before: words.optional(), after: words.optional() }),
  /** In the column of a table, named by its header. */
  z.strictObject({ in: z.literal('column'), column: words }),
  /** Alone on its line. */
  z.strictObject({ in: z.literal('alone') }),
]);
export type Place = z.infer<typeof placeShape>;

/** How far down a value with a number of its own is looked for. */
export const mostNth = 20;

const fieldShape = z.strictObject({
  field: z.enum(taughtFields),
  type: z.enum(valueTypes),
  /** Which of several: a list gives a finding each; a number is the one with that number under its label, counted from 1. */
  which: z.union([z.enum(['first', 'last', 'all']), z.number().int().min(2).max(mostNth)]).default('first'),
  /** Looked at in this order; the first that holds a readable value is taken. */
  places: z.array(placeShape).min(1).max(6),
  /** What the sender's words mean: for `kind` one of our kinds, for `severity` one of ours. */
  means: z.record(z.string().trim().min(1).max(120), z.string().max(40)).optional(),
});
export type FieldTaught = z.infer<typeof fieldShape>;

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?:[\p{L}\p{N}_-]{1,63}\.){1,10}[\p{L}\p{N}-]{2,63}$/u, 'a domain such as notifier.example');

export const senderShape = z.strictObject({
  domains: z.array(domain).max(10).default([]),
  addresses: z
    .array(
      z
        .string()
        .trim()
        .toLowerCase()
        .max(320)
        .regex(/^[^\s@]+@[^\s@]+$/, 'a mail address'),
    )
    .max(10)
    .default([]),
  /** Words the subject must have, in any order. */
  subject: z.array(words).max(6).default([]),
  /** A header field that must have these words. */
  header: z.strictObject({ name: z.string().regex(/^[A-Za-z0-9-]{1,60}$/), has: words }).optional(),
  /** Words the text must have somewhere. */
  signature: z.array(words).max(6).default([]),
});

export const taughtShape = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'lower case letters, digits and dashes, at most 40'),
    title: z.string().trim().min(1).max(100),
    sender: senderShape,
    /** Where one mail reports several things: each begins at a line with this label. */
    split: words.optional(),
    /** From a line that begins with these words on, nothing is read. */
    until: words.optional(),
    fields: z.array(fieldShape).min(1).max(taughtFields.length),
    constants: z.strictObject({
      kind: z.string().regex(/^[a-z]{2,12}\.[a-z0-9_]{2,24}$/, 'a kind such as attack.bruteforce'),
      role: z.enum(roles).optional(),
      severity: z.enum(severities).optional(),
      /** IANA zone of moments that state none. */
      zone: z
        .string()
        .regex(/^[A-Za-z_]{1,20}(?:\/[A-Za-z0-9_+-]{1,30}){0,2}$/)
        .optional(),
    }),
    /** How `03/11/2026` is meant, where the sender writes so. */
    dates: z.enum(['day_first', 'month_first']).optional(),
    required: z.array(z.enum(taughtFields)).max(taughtFields.length),
  })
  .superRefine((t, context) => {
    const s = t.sender;
    if (s.domains.length + s.addresses.length + s.signature.length === 0 && !s.header)
      context.addIssue({ code: 'custom', path: ['sender'], message: 'says of nobody whose mails these are' });
    const names = t.fields.map((f) => f.field);
    if (new Set(names).size !== names.length)
      context.addIssue({ code: 'custom', path: ['fields'], message: 'a field stands in it twice' });
    if (!names.some((n) => resourceFields.includes(n)))
      context.addIssue({
        code: 'custom',
        path: ['fields'],
        message: 'names no address, host, URL, network or account',
      });
    for (const [i, f] of t.required.entries())
      if (!names.includes(f))
        context.addIssue({ code: 'custom', path: ['required', i], message: 'is not among the fields' });
    for (const [i, f] of t.fields.entries())
      for (const [j, p] of f.places.entries())
        if (
          (p.in === 'words' || p.in === 'subject') &&
          p.before === undefined &&
          p.after === undefined &&
          p.in === 'words'
        )
          context.addIssue({
            code: 'custom',
            path: ['fields', i, 'places', j],
            message: 'says neither what stands before nor after',
          });
  });
/** A template as it was taught. */
export type Taught = z.infer<typeof taughtShape>;

/** A template as the reading process is given it: with the version the store counts. */
export const versionedShape = z.strictObject({ version: z.number().int().min(1), taught: taughtShape });
export type Versioned = z.infer<typeof versionedShape>;

/** Where among the facts of reading the taught templates stand; no format has this id. */
export const taughtFactsKey = 'taught';
export const taughtFacts = z.array(versionedShape).max(5000);

export const fileShape = z.strictObject({
  format: z.literal(taughtFormatName),
  /** Lower-case hex SHA-256 of the template in canonical JSON (RFC 8785). */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  version: z.number().int().min(1),
  template: taughtShape,
});
export type TaughtFile = z.infer<typeof fileShape>;

/**
 * A template as the file others are given. Nothing of the mail it was made from is in it.
 * @param hash SHA-256
 */
export function fileOfTaught(taught: Taught, version: number, hash: (text: string) => Uint8Array): TaughtFile {
  return { format: taughtFormatName, sha256: hex(hash(canonical(taught))), version, template: taught };
}

const hex = (bytes: Uint8Array) => [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');

/** Bytes of a file that is read; a longer one is no template. */
export const mostTaughtFile = 256 * 1024;

/**
 * Reads the text of a file.
 * @param hash SHA-256
 * @returns the template, or why it is none, in English
 */
export function readTaughtFile(
  text: string,
  hash: (text: string) => Uint8Array,
): { readonly file: TaughtFile } | { readonly wrong: string } {
  if (text.length > mostTaughtFile) return { wrong: `longer than ${mostTaughtFile} characters` };
  let given: unknown;
  try {
    given = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return { wrong: 'not JSON' };
  }
  const said = typeof given === 'object' && given !== null && 'format' in given ? given.format : undefined;
  if (said !== taughtFormatName) return { wrong: `its format is not ${taughtFormatName}` };
  const read = fileShape.safeParse(given);
  if (!read.success)
    return {
      wrong: read.error.issues
        .slice(0, 5)
        .map((i) => `${i.path.join('.') || 'file'}: ${i.message}`)
        .join('; '),
    };
  const sum = hex(hash(canonical(read.data.template)));
  if (sum !== read.data.sha256)
    return { wrong: 'its SHA-256 is another than the one written in it: it was changed or cut' };
  return { file: read.data };
}
