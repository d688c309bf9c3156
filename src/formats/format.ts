/**
 * The contract of a format plug-in. One file in this folder per format, its name is the id; pure and synchronous:
 * parts in, findings or a reason out. Everything a format needs comes with the unit and the context.
 */
import type { Moment, ReadTimeOptions, Words } from '#kernel';
import type { Finding, Problem } from './finding.ts';
import type { Lean } from './values/lean.ts';

/** One part of a mail, with its place in the raw bytes, so that evidence hashes are of what was received. */
export interface MailPart {
  /** `1.2.1`: stable address for evidence. The root is `1`. */
  readonly path: string;
  /** Lower-case media type. */
  readonly type: string;
  readonly params: Readonly<Record<string, string>>;
  readonly disposition?: 'inline' | 'attachment';
  /** Decoded file name, from Content-Disposition or Content-Type. */
  readonly filename?: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** Byte range of the part's body in the raw message: from, up to but not including. */
  readonly range: readonly [from: number, until: number];
  readonly children: readonly MailPart[];
  /** Transfer-decoded. Image and video parts answer an empty array: they are never decoded. */
  bytes(): Uint8Array;
  /** Charset-decoded, newlines as \n, a clear-signed text without its armour. Empty for image and video parts. */
  text(): string;
  /** Its children lie in its decoded bytes, and their ranges count from there. */
  readonly isRebased?: true;
}

interface UnitBase {
  /** When we received it. */
  readonly receivedAt?: Temporal.Instant;
  /** Format fixed by configuration or by the operator. */
  readonly hint?: string;
}
export interface MailUnit extends UnitBase {
  readonly kind: 'mail';
  readonly root: MailPart;
  readonly subject: string;
  /** Address of the From field, lower case; empty where there is none. */
  readonly from: string;
  /** The Date field, read; absent where there is none or it cannot be read. */
  readonly date?: Moment;
  /** Who wrote to the ticket system that passed the mail on (X-RT-Originator and its like), lower case. */
  readonly originator?: string;
  /** Attachments and entries of attached archives that may be read: text, CSV, JSON, XML. */
  readonly files: readonly FileUnit[];
  /** Problems met while taking the mail apart. */
  readonly problems: readonly Problem[];
}
export interface FileUnit extends UnitBase {
  readonly kind: 'file';
  readonly name: string;
  /** Media type as told by its sender, else guessed from its first bytes. */
  readonly type: string;
  bytes(): Uint8Array;
  text(): string;
  /** The mail it came in, where it came in one: its date, subject and sender may complete a finding. */
  readonly within?: MailUnit;
  /** Part path within that mail. */
  readonly path?: string;
  /** A later piece of a file that was cut: what it is, the first one said. */
  readonly isContinued?: true;
}
export type Unit = MailUnit | FileUnit;

/** What a format says about a unit. */
export type Said =
  | { readonly finding: Finding }
  | { readonly problem: Problem }
  /** The whole message is this, and no finding. */
  | { readonly end: 'receipt' | 'not_abuse' | 'answer'; readonly why: string }
  /** This format cannot use it after all: the next candidate is asked. */
  | { readonly pass: string };

export interface Reading {
  readTime(text: string, options?: ReadTimeOptions): Moment | undefined;
  /** The organisation's own space, for choosing among candidate addresses; null where none was given. */
  readonly own: { holds(ip: string): boolean; holdsHost(host: string): boolean } | null;
  /** At most this many findings of one unit. */
  readonly mostFindings: number;
  /** What our kinds are called elsewhere, by kind; findings are completed with it. */
  readonly kinds?: ReadonlyMap<string, { readonly rsit?: string; readonly xarf?: string }>;
  /** Facts the operator loaded at run time, by format id (for example the official Shadowserver schema). */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A declarative test. All that are given must hold; its weight counts for the format. The highest total is asked first. */
export interface Match {
  readonly kind: Unit['kind'];
  readonly from?: RegExp;
  readonly subject?: RegExp;
  readonly header?: readonly [name: string, value: RegExp];
  /** A part of this media type is somewhere in the tree (mail), or the file's own type. */
  readonly partType?: string;
  readonly filename?: RegExp;
  /** Tried on the first 64 kB of text. No nested quantifiers. */
  readonly body?: RegExp;
  readonly weight?: number;
}

/** Where a table starts: what a feed must know before its first row. */
export interface TableStart {
  /** Column names, lower case, as in the first row. */
  readonly header: readonly string[];
  /** The sign that parts its columns. */
  readonly delimiter?: string;
  /** File name without folders; empty where there is none. */
  readonly name: string;
  /** The mail the table came in. */
  readonly within?: MailUnit;
  /** Format, or format and list, named by configuration or by the operator. */
  readonly hint?: string;
  readonly receivedAt?: Temporal.Instant;
}
/** One row of a table: its cells (the list is used again for the next) and its number in the file (the header is row 1). */
export interface RowReader {
  (cells: readonly string[], row: number): Iterable<Said>;
  /**
   * The same for a plain row, straight into its lean form: for bulk. Undefined wherever anything about the row is less than
   * plain; the careful way is then asked.
   * @param plain no cell has a character that JSON would escape
   */
  quick?(cells: readonly string[], row: number, plain: boolean): Lean | undefined;
}

/** Where a feed of this format is usually had: facts for whoever fetches it. */
export interface FeedPlace {
  /** Its usual address; `{NAME}` stands for what the subscriber fills in. */
  readonly url: string;
  /** Not more often than this, as its publisher asks: an ISO 8601 duration. */
  readonly every: string;
  /** Terms of use, in a sentence. */
  readonly note: Words;
  /** A key or a membership is needed. */
  readonly needsKey?: true;
  /** Other lists of the same publisher and form, by the name that stands after the format in a hint (`id:name`). */
  readonly lists?: Readonly<Record<string, string>>;
}

export const formatGroups = ['standard', 'feed', 'template', 'fallback'] as const;
export interface Format {
  readonly id: string;
  /** Counts up when the same bytes give other findings. */
  readonly version: number;
  readonly title: Words;
  readonly spec?: string;
  /** Standards are asked before feeds, feeds before templates; the fallback last. */
  readonly group: (typeof formatGroups)[number];
  readonly match: readonly Match[];
  /** Where it is usually had, for formats that are feeds. */
  readonly feed?: FeedPlace;
  read(unit: Unit, reading: Reading): Iterable<Said>;
  /**
   * For formats that are tables: a reader of single rows, so that a file of any size is read in constant memory.
   * Undefined where this header is not of this format.
   */
  rows?(start: TableStart, reading: Reading): RowReader | undefined;
  /**
   * Its records stand each by itself, so that a file too large to be read whole is read in pieces: between lines, or between the
   * elements of lists. A function says of each path of names whether what lies there may be cut within.
   */
  readonly cut?: true | ((path: readonly string[]) => boolean);
  /** What an operator may load at run time to keep this format up to date (an official schema, for example). */
  readonly loads?: {
    readonly title: Words;
    /** Where its publisher keeps it. */
    readonly from: string;
    /** How many entries it has; undefined where it is something else. */
    count(loaded: unknown): number | undefined;
  };
}

export const format = <F extends Format>(f: F): F => f;
