/**
 * A mapping: which column or path of a table, list or JSON file means what, as data. Feeds of this house and mappings of an
 * operator are the same thing; an operator's one is kept in the database and can be shared as a JSON file.
 */
import { z } from 'zod';
import { severities } from '#law';
import { roles } from '../finding.ts';

/** What a column can mean. `resource` is an address, network, URL, host, mailbox or AS number of unsaid type. */
export const meanings = [
  'resource',
  'ip',
  'prefix',
  'url',
  'host',
  'asn',
  'account',
  'port',
  'time',
  'first',
  'last',
  'kind',
  'as_sent',
  'severity',
  'confidence',
  'reference',
  'count',
  'malware',
  'cve',
  'transport',
  'application',
  'target_ip',
  'target_port',
  'target_host',
  'target_url',
  'target_asn',
  'target_account',
  'brand',
  'reporter_org',
  'reporter_contact',
] as const;
export type Meaning = (typeof meanings)[number];

const path = z.string().min(1).max(200);
const word = z.string().max(500);

/** Where a value comes from and how it is read. */
const fieldShape = z.strictObject({
  /** Column, or dotted path in JSON (`geo.asn`, `address.0.ip`); of several the first that says something. */
  from: z.union([path, z.array(path).min(1).max(20)]),
  /** Only what stands between these two texts; an absent one is the begin or the end. */
  after: word.optional(),
  before: word.optional(),
  /** The text is cut at this sign and the piece with this number, counted from 0 (negative: from the end), is taken. */
  split: z.strictObject({ at: z.string().min(1).max(20), take: z.number().int().min(-20).max(20) }).optional(),
  /** Times without a zone are in this one (IANA name). Without it the zone is not known, and the finding says so. */
  zone: z.string().max(60).optional(),
  /** How a moment is written where it is in no usual way: `DD/MM/YYYY hh:mm:ss`. */
  written: z.string().max(60).optional(),
  /** A number of seconds or milliseconds since 1970. */
  unit: z.enum(['seconds', 'milliseconds']).optional(),
  /** Values by what they stand for, compared without regard to capitals. For `kind`: our kind by the sender's word. */
  table: z.record(word, word).optional(),
  /** The value that stands for 1 in `confidence`: 100 for percentages. */
  of: z.number().positive().optional(),
});
export type Field = z.infer<typeof fieldShape>;
/** A field, or the name of its column alone. */
const fieldOrName = z.union([path, fieldShape]);

const nameOf = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,59}$/, 'small letters, digits, - and _, at most 60')
  .describe('Name of the mapping');

export const mappingShape = z.strictObject({
  name: nameOf,
  title: z.string().max(200).optional(),
  /** Which files it is for: all that is given must hold. A file may always be read by naming the mapping. */
  match: z
    .strictObject({
      /** Text in the file's name; `*` stands for anything. */
      filename: z.string().min(1).max(200).optional(),
      /** These columns (or names, in JSON) are all there. */
      columns: z.array(path).min(1).max(100).optional(),
      /** Mailbox, or a domain with all below it. */
      sender: z.string().min(3).max(255).optional(),
    })
    .optional(),
  shape: z.enum(['csv', 'json', 'list']),
  /** One character, or `space`, `tab`; without it the one that stands most often in the first line. */
  delimiter: z.string().min(1).max(5).optional(),
  /** Names of columns where the table has no header row. */
  columns: z.array(z.string().max(200)).max(500).optional(),
  /** Lines that begin with one of these say nothing. */
  comments: z.array(z.string().min(1).max(10)).max(10).optional(),
  /** JSON: the path of the list of records (`data.items`); without it the file is a list, one record, or one per line. */
  records: path.optional(),
  /** JSON: a list within each record that gives one finding for each of its entries; its names are read before the record's. */
  each: path.optional(),
  fields: z
    .partialRecord(z.enum(meanings), fieldOrName)
    .refine((f) => ['resource', 'ip', 'prefix', 'url', 'host', 'asn', 'account'].some((m) => Object.hasOwn(f, m)), {
      message: 'one of resource, ip, prefix, url, host, asn, account must be named',
    }),
  /** Kind where the field of that name says none, or its word stands not in its table. */
  kind: z.string().max(80).optional(),
  role: z.enum(roles).optional(),
  severity: z.enum(severities).optional(),
  reporter: z
    .strictObject({
      org: z.string().max(200).optional(),
      contact: z.string().max(320).optional(),
      domain: z.string().max(253).optional(),
    })
    .optional(),
});
export type MappingFile = z.infer<typeof mappingShape>;

/** A mapping as the engine runs it: its fields are whole. */
export interface Mapping extends Omit<MappingFile, 'fields' | 'match' | 'title'> {
  readonly match?: MappingFile['match'];
  readonly fields: Readonly<Partial<Record<Meaning, Field>>>;
  /** Of the kept ones: counts up with each change. */
  readonly version?: number;
}

/** A mapping from its file. */
export function mappingOf(file: MappingFile): Mapping {
  const { fields, title: _title, ...rest } = file;
  const whole: Partial<Record<Meaning, Field>> = {};
  for (const meaning of meanings) {
    const field = fields[meaning];
    if (field !== undefined) whole[meaning] = typeof field === 'string' ? { from: field } : field;
  }
  return { ...rest, fields: whole };
}

/** What is wrong with the text of a mapping file, with its place; or the mapping. */
export function readMapping(
  text: string,
  isKind: (kind: string) => boolean,
): { mapping?: MappingFile; wrong: Record<string, string> } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (fault) {
    return { wrong: { '': `not JSON: ${fault instanceof Error ? fault.message.slice(0, 160) : ''}` } };
  }
  return checkMapping(value, isKind);
}

/** The same for a value. Kinds are checked against those of the law, zones against those the calendar knows. */
export function checkMapping(
  value: unknown,
  isKind: (kind: string) => boolean,
): { mapping?: MappingFile; wrong: Record<string, string> } {
  const read = mappingShape.safeParse(value);
  const wrong: Record<string, string> = {};
  if (!read.success) {
    for (const issue of read.error.issues.slice(0, 20)) wrong[issue.path.join('.')] = issue.message;
    return { wrong };
  }
  const file = read.data;
  if (file.kind !== undefined && !isKind(file.kind)) wrong.kind = `${file.kind} is no kind`;
  const kinds = file.fields.kind;
  if (typeof kinds === 'object') {
    if (!kinds.table) wrong['fields.kind.table'] = 'a kind is read by a table of words and kinds';
    for (const [said, kind] of Object.entries(kinds.table ?? {}))
      if (!isKind(kind)) wrong[`fields.kind.table.${said}`] = `${kind} is no kind`;
  }
  for (const [meaning, field] of Object.entries(file.fields))
    if (typeof field === 'object' && field.zone !== undefined && !isZone(field.zone))
      wrong[`fields.${meaning}.zone`] = `${field.zone} is no zone`;
  if (file.delimiter !== undefined && file.delimiter.length > 1 && !['space', 'tab'].includes(file.delimiter))
    wrong.delimiter = 'one character, space or tab';
  return Object.keys(wrong).length > 0 ? { wrong } : { mapping: file, wrong };
}

function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}
