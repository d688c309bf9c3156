/** Rows of a database dump (mysqldump, or plain INSERT statements), table by table, as they stream in. */
import { Unreadable } from '../inventory.ts';

export interface DumpRow {
  readonly table: string;
  readonly values: readonly (string | null)[];
  /** Columns the statement names; absent where it names none. */
  readonly columns: readonly string[] | undefined;
}

const longest = 64 * 1024 * 1024;

/** Statements, cut at semicolons outside of quotes. */
async function* statementsOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  let at = 0;
  let quote = '';
  for await (const chunk of text) {
    rest += chunk;
    for (; at < rest.length; at++) {
      const c = rest[at];
      if (quote) {
        if (c === '\\' && quote !== '`') {
          // The character after it may be in the next chunk.
          if (at + 1 >= rest.length) break;
          at++;
        } else if (c === quote) quote = '';
      } else if (c === "'" || c === '"' || c === '`') quote = c;
      else if (c === ';') {
        yield rest.slice(0, at);
        rest = rest.slice(at + 1);
        at = -1;
      } else if (c === '-' && rest.startsWith('-- ', at) && (at === 0 || rest[at - 1] === '\n')) {
        const end = rest.indexOf('\n', at);
        if (end < 0) break;
        rest = rest.slice(0, at) + rest.slice(end + 1);
        at--;
      }
    }
    if (rest.length > longest) throw new Unreadable('a statement of over 64 MB');
  }
  if (quote) throw new Unreadable('the dump ends inside a text');
  if (rest.trim() !== '' && /^\s*insert/i.test(rest))
    throw new Unreadable('the dump ends in the middle of a statement');
}

/** Rows that are inserted into these tables; and the columns of a table by its definition. */
export async function* dumpRows(
  text: AsyncIterable<string>,
  tables: readonly string[],
): AsyncGenerator<DumpRow | { readonly table: string; readonly define: readonly string[] }> {
  for await (const statement of statementsOf(text)) {
    const create = /^\s*create table (?:if not exists )?[`"]?([\w$]+)[`"]?\s*\(/i.exec(statement);
    if (create?.[1] && tables.includes(create[1])) {
      const define = [...statement.matchAll(/^\s*[`"]([\w$]+)[`"]\s+\w/gm)].map((m) => m[1] ?? '');
      yield { table: create[1], define };
      continue;
    }
    const head = /^\s*insert (?:ignore )?into [`"]?([\w$]+)[`"]?\s*(\([^)]*\))?\s*values\s*/i.exec(statement);
    if (!head?.[1] || !tables.includes(head[1])) continue;
    const columns = head[2]
      ?.slice(1, -1)
      .split(',')
      .map((c) => c.trim().replace(/^[`"]|[`"]$/g, ''));
    yield* tuplesOf(statement, head[0].length, head[1], columns);
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0', Z: '\x1a', b: '\b' };

function* tuplesOf(
  s: string,
  start: number,
  table: string,
  columns: readonly string[] | undefined,
): Generator<DumpRow> {
  let at = start;
  while (at < s.length) {
    const c = s[at];
    if (c !== '(') {
      at++;
      continue;
    }
    at++;
    const values: (string | null)[] = [];
    for (;;) {
      while (/\s/.test(s[at] ?? '')) at++;
      if (s[at] === "'" || s[at] === '"') {
        const quote = s[at];
        let value = '';
        at++;
        for (;;) {
          if (at >= s.length) throw new Unreadable('a text in the dump never ends');
          const x = s[at] ?? '';
          if (x === '\\') {
            const next = s[at + 1] ?? '';
            value += escapes[next] ?? next;
            at += 2;
          } else if (x === quote && s[at + 1] === quote) {
            value += quote;
            at += 2;
          } else if (x === quote) {
            at++;
            break;
          } else {
            value += x;
            at++;
          }
        }
        values.push(value);
      } else {
        const end = /[,)]/.exec(s.slice(at));
        if (!end) throw new Unreadable('a row in the dump never ends');
        const word = s.slice(at, at + end.index).trim();
        values.push(/^null$/i.test(word) ? null : word);
        at += end.index;
      }
      while (/\s/.test(s[at] ?? '')) at++;
      if (s[at] === ',') at++;
      else if (s[at] === ')') {
        at++;
        break;
      } else throw new Unreadable('a row in the dump that is not closed');
    }
    yield { table, values, columns };
  }
}
