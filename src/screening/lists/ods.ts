/** A spreadsheet in OpenDocument form, read as the CSV it would be. */
import { unzipSync } from 'fflate';
import { unreadable } from './list.ts';
import { childrenOf, type Element, elements } from './xml.ts';

const mostBytes = 64 * 1024 * 1024;
const mostCells = 200;

/** Whether these bytes begin a zip archive. */
export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

const textIn = (e: Element): string => `${e.text}${e.children.map(textIn).join('')}`;
const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

async function* once(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += 65_536) yield text.slice(at, at + 65_536);
}

/** Rows of the first sheets as CSV text. @throws Refused list.unreadable where it is no such spreadsheet, or unpacks to over 64 MB */
export async function* odsAsCsv(bytes: Uint8Array): AsyncGenerator<string> {
  let content: Uint8Array | undefined;
  try {
    content = unzipSync(bytes, {
      filter: (file) => {
        if (file.name !== 'content.xml') return false;
        if (file.originalSize > mostBytes) throw unreadable('Its content unpacks to over 64 MB.');
        return true;
      },
    })['content.xml'];
  } catch (cause) {
    throw cause instanceof Error && cause.name === 'Refused' ? cause : unreadable('It is a broken archive.');
  }
  if (!content) throw unreadable('It is an archive without a spreadsheet.');
  for await (const row of elements(
    once(new TextDecoder().decode(content)),
    'document-content',
    new Set(['table-row']),
  )) {
    const cells: string[] = [];
    for (const cell of childrenOf(row, 'table-cell')) {
      const text = cell.attributes['date-value'] ?? childrenOf(cell, 'p').map(textIn).join(' ').trim();
      const times = Math.min(mostCells, Number(cell.attributes['number-columns-repeated'] ?? '1') || 1);
      for (let i = 0; i < times && cells.length < mostCells; i++) cells.push(text);
    }
    if (cells.some((c) => c !== '')) yield `${cells.map(quote).join(',')}\r\n`;
  }
}
