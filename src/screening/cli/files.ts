/** Screening without a database: pairs, and files of queries against the file of a list. */
import { createReadStream, existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Output } from '#io/command';
import { Refused } from '#kernel';
import type { Entry } from '../entry.ts';
import { openList } from '../lists/index.ts';
import { headerOf, kindAs, ownRows } from '../lists/own-csv.ts';
import { readRows } from '../lists/rows.ts';
import { finderOf, type Query } from '../match/find.ts';
import { buildIndex } from '../match/index.ts';
import { bandOf, operating } from '../match/qualify.ts';
import { scoreNames } from '../match/score.ts';
import { readName } from '../name/name.ts';
import { matchLines, viewOf } from '../view.ts';

const bytesOf = (path: string) => createReadStream(path, { highWaterMark: 1 << 17 }) as AsyncIterable<Uint8Array>;

async function* textOf(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  for await (const chunk of bytesOf(path)) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** Entries of the file of a list; its companions are taken from the same folder. */
export async function openListFile(path: string, as?: string) {
  if (!existsSync(path)) throw new Refused('request.not-found', path);
  return openList(
    {
      name: basename(path),
      bytes: bytesOf(path),
      beside: (name) => {
        const other = join(dirname(path), name);
        return existsSync(other) ? bytesOf(other) : undefined;
      },
    },
    as,
  );
}

/** Every entry of a list file, in memory. */
export async function entriesOf(path: string): Promise<{ readonly list: string; readonly entries: readonly Entry[] }> {
  const { kind, entries } = await openListFile(path);
  const all: Entry[] = [];
  for await (const entry of entries) all.push(entry);
  return { list: kind.id, entries: all };
}

const pairColumns = [
  /^(?:a|name1|name_1|left|query)$/i,
  /^(?:b|name2|name_2|right|listed)$/i,
  /^(?:kind|schema|type)$/i,
] as const;

/** `--pairs FILE`: one score a line, in the order of the file; a header is known by its names. */
export async function screenPairs(path: string, asJson: boolean, output: Output): Promise<number> {
  let at: readonly [number, number, number] = [0, 1, 2];
  let first = true;
  for await (const { line, cells } of readRows(textOf(path))) {
    if (first) {
      first = false;
      const header = pairColumns.map((c) => cells.findIndex((cell) => c.test(cell.trim()))) as unknown as [
        number,
        number,
        number,
      ];
      if (header[0] >= 0 && header[1] >= 0) {
        at = header;
        continue;
      }
    }
    const a = cells[at[0]];
    const b = cells[at[1]];
    if (a === undefined || b === undefined)
      throw new Refused('list.unreadable', `line ${line}: two names are expected`);
    const kind = kindAs(at[2] < 0 ? undefined : cells[at[2]]?.trim());
    const { score, terms } = scoreNames(readName(a, kind), readName(b, kind));
    output.out(
      asJson
        ? JSON.stringify({ a, b, score, band: bandOf(score, false), match: score >= operating, terms })
        : score.toFixed(4),
    );
  }
  return 0;
}

/** Query of a row: what a customer file says of one customer. */
export function queryOf(entry: Entry): Query {
  const birth = entry.births[0];
  const born = birth?.date ?? (birth?.year === undefined ? undefined : String(birth.year));
  return {
    names: entry.names.map((n) => n.text),
    kind: entry.kind,
    ...(born === undefined ? {} : { born }),
    ...(entry.countries.length > 0 ? { countries: entry.countries } : {}),
    ...(entry.gender ? { gender: entry.gender } : {}),
    ...(entry.identifiers.length > 0 ? { identifiers: entry.identifiers } : {}),
  };
}

/** `--list FILE --queries FILE`: the best match of each query, in the order of the file. */
export async function screenFile(list: string, queries: string, asJson: boolean, output: Output): Promise<number> {
  const known = await entriesOf(list);
  const find = finderOf(buildIndex(known.entries)).find;
  let head = '';
  for await (const chunk of textOf(queries)) {
    head += chunk;
    if (head.length > 8192) break;
  }
  const columns = headerOf((head.split(/\r?\n/)[0] ?? '').split(/[,;\t]/).map((c) => c.replace(/^\uFEFF?"|"$/g, '')));
  let alerts = false;
  for await (const row of ownRows(textOf(queries), head.replace(/^\uFEFF/, ''), 'queries')) {
    const matches = find(queryOf(row)).map((m) => viewOf(m, known.list));
    const query = row.names[0]?.text ?? '';
    if ((matches[0]?.score ?? 0) >= operating) alerts = true;
    if (asJson)
      output.out(
        JSON.stringify({
          query,
          ...(columns?.has('id') ? { id: row.id } : {}),
          best: matches[0] ?? null,
          others: matches.slice(1),
        }),
      );
    else
      output.out(
        `${(matches[0]?.score ?? 0).toFixed(4)}\t${matches[0]?.band ?? 'clear'}\t${query}\t${matches[0]?.name ?? ''}`,
      );
  }
  return alerts && !asJson ? 3 : 0;
}

/** `--name … --list FILE`: one query against the file of a list. */
export async function screenName(list: string, query: Query, asJson: boolean, output: Output): Promise<number> {
  const known = await entriesOf(list);
  const matches = finderOf(buildIndex(known.entries))
    .find(query)
    .map((m) => viewOf(m, known.list));
  return tell(matches, asJson, output);
}

/** Prints the best match and the others. @returns 3 where a person should look */
export function tell(matches: readonly ReturnType<typeof viewOf>[], asJson: boolean, output: Output): number {
  if (asJson) output.out(JSON.stringify({ best: matches[0] ?? null, others: matches.slice(1) }));
  else if (matches.length === 0) output.out(output.language === 'nl' ? 'Niets gevonden.' : 'Nothing found.');
  else for (const m of matches) for (const line of matchLines(m, output.language)) output.out(line);
  return (matches[0]?.score ?? 0) >= operating ? 3 : 0;
}
