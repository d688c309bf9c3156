/** Flat XML as records: blocks of one name whose children hold text. No entities beyond the five of XML, no DTD, no nesting. */
import { decodeEntities } from '../mail/html.ts';
import { type Found, jsonRow } from '../mapping/records.ts';

/** Larger blocks than any record has are passed over. */
const mostBlock = 100_000;

/** The records of all `<name>…</name>` blocks. */
export function* elementRows(text: string, name: string): Generator<Found> {
  const open = new RegExp(`<${name}(?:\\s[^<>]{0,500})?>`, 'gi');
  const close = `</${name.toLowerCase()}>`;
  const lower = text.toLowerCase();
  let n = 0;
  for (let found = open.exec(text); found; found = open.exec(text)) {
    const from = found.index + found[0].length;
    const until = lower.indexOf(close, from);
    const at = `/${name}/${n++}`;
    if (until < 0 || until - from > mostBlock) {
      yield { problem: { code: 'xml.cut', message: `<${name}> is not closed`, at } };
      continue;
    }
    const record: Record<string, unknown> = {};
    for (const [child, value] of childrenOf(text.slice(from, until)))
      if (!Object.hasOwn(record, child)) record[child] = value;
    yield { row: jsonRow(record, at) };
    open.lastIndex = until;
  }
}

function* childrenOf(block: string): Generator<readonly [string, string]> {
  let at = 0;
  for (;;) {
    const open = block.indexOf('<', at);
    if (open < 0) return;
    const end = block.indexOf('>', open);
    if (end < 0) return;
    const name = /^<([a-z][\w.-]{0,60})/i.exec(block.slice(open, open + 64))?.[1];
    if (name === undefined || block.charAt(end - 1) === '/') {
      at = end + 1;
      continue;
    }
    const cdata = block.startsWith('<![CDATA[', end + 1) ? block.indexOf(']]>', end) : -1;
    const close = block.indexOf(`</${name}>`, cdata < 0 ? end : cdata);
    if (close < 0) return;
    const raw = cdata < 0 ? decodeEntities(block.slice(end + 1, close)) : block.slice(end + 10, cdata);
    if (name !== '__proto__') yield [name, raw.trim()];
    at = close + name.length + 3;
  }
}
