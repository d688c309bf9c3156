/** Reads a statement, whichever of the known formats it has. */
import { readCamt } from './camt.ts';
import { type ReadStatement, StatementUnreadable } from './line.ts';
import { readMt940 } from './mt940.ts';
import { readTable } from './table.ts';

/** Text of a file: UTF-8, else the letters of Western Europe that banks still send. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** @throws StatementUnreadable with what is wrong; nothing of a broken file is taken */
export async function readStatement(bytes: Uint8Array): Promise<ReadStatement> {
  const text = decoded(bytes).replace(/^\uFEFF/, '');
  const head = text.slice(0, 2000).trimStart();
  if (head === '') throw new StatementUnreadable('it is empty');
  if (head.startsWith('<')) return readCamt(text);
  if (/^(?:\{\d:|:20:|ABNA|INGB|RABO|:940:)/m.test(head) && /^:\d{2}[A-Z]?:/m.test(text)) return readMt940(text);
  return readTable(text);
}
