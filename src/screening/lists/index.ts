/** Every kind of list that can be read, the most telling first. Adding one is adding a file and a line here. */
import type { Entry } from '../entry.ts';
import euFsf from './eu-fsf.ts';
import ftm from './ftm.ts';
import { type ListKind, type ListSource, unreadable } from './list.ts';
import nlTerror from './nl-terror.ts';
import { isZip, odsAsCsv } from './ods.ts';
import ofacSdn from './ofac-sdn.ts';
import ownCsv from './own-csv.ts';
import ukSl from './uk-sl.ts';
import unSc from './un-sc.ts';

export type { ListKind, ListSource, ListTier } from './list.ts';

export const listKinds: readonly ListKind[] = [euFsf, unSc, ofacSdn, ukSl, nlTerror, ftm, ownCsv];
export const listKind = (id: string): ListKind | undefined => listKinds.find((k) => k.id === id);

/** A file as bytes that stream in; `beside` opens another of the same folder. */
export interface ListFile {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly beside?: (name: string) => AsyncIterable<Uint8Array> | undefined;
}

async function* decoded(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** Looks at the beginning without losing it. */
async function opened(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ head: Uint8Array; all: () => AsyncGenerator<Uint8Array> }> {
  const turn = bytes[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let size = 0;
  while (size < 8192) {
    const next = await turn.next();
    if (next.done) break;
    first.push(next.value);
    size += next.value.length;
  }
  const head = new Uint8Array(size);
  let at = 0;
  for (const part of first) {
    head.set(part, at);
    at += part.length;
  }
  return {
    head,
    all: async function* () {
      if (size > 0) yield head;
      for (let next = await turn.next(); !next.done; next = await turn.next()) yield next.value;
    },
  };
}

async function whole(bytes: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of bytes) {
    size += part.length;
    if (size > most) throw unreadable('A spreadsheet of over 32 MB.');
    parts.push(part);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * What kind of list a file is, and its entries as they are read.
 * @param as kind it is said to be; else it is recognised
 * @throws Refused list.unreadable where it is none, or not the one it is said to be
 */
export async function openList(
  file: ListFile,
  as?: string,
): Promise<{ readonly kind: ListKind; readonly entries: AsyncIterable<Entry> }> {
  const { head, all } = await opened(file.bytes);
  const zip = isZip(head);
  let text: AsyncIterable<string>;
  let start: string;
  if (zip) {
    const csv = odsAsCsv(await whole(all(), 32 * 1024 * 1024));
    const rows: string[] = [];
    for await (const row of csv) rows.push(row);
    start = rows.slice(0, 30).join('');
    text = (async function* () {
      yield* rows;
    })();
  } else {
    start = new TextDecoder('utf-8').decode(head).replace(/^\uFEFF/, '');
    text = decoded(all());
  }
  const source: ListSource = {
    text,
    head: start,
    name: file.name.toLowerCase().replace(/^.*[\\/]/, ''),
    beside: (name) => {
      const bytes = file.beside?.(name);
      return bytes ? decoded(bytes) : undefined;
    },
  };
  const kind =
    as === undefined || as.startsWith('own') || as === 'oj-early'
      ? listKinds.find((k) => k.fits(source))
      : listKind(as);
  if (!kind)
    throw unreadable(as ? `There is no kind of list called ${as}.` : 'It is none of the lists that are known.');
  return { kind, entries: kind.read(source) };
}
