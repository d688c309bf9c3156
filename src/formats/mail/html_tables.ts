/** Tables of an HTML mail as tables: where a report lists what it saw in rows, its rows are read as those of a file would be. */
import { htmlText } from './html.ts';

interface OpenTable {
  readonly rows: string[][];
  /** Where the open cell's content begins; -1 between cells. */
  cell: number;
  /** It only arranges other tables on the page. */
  isLayout: boolean;
}

const mostTables = 20;
const mostRows = 5000;
const mostCells = 60;
const mostHtml = 4_000_000;

/** The innermost tables of an HTML text, each as its rows of cells. One pass; what is never closed ends with the text. */
export function tablesOfHtml(html: string): string[][][] {
  const done: string[][][] = [];
  const open: OpenTable[] = [];
  const endCell = (table: OpenTable, at: number) => {
    const row = table.rows.at(-1);
    if (table.cell >= 0 && row && !table.isLayout && row.length < mostCells)
      row.push(htmlText(html.slice(table.cell, at)).replace(/\s+/g, ' ').trim());
    table.cell = -1;
  };
  const endTable = (at: number) => {
    const table = open.pop();
    if (!table) return;
    endCell(table, at);
    if (!table.isLayout && done.length < mostTables) done.push(table.rows.filter((r) => r.length > 0));
  };
  const tag = /<(\/?)(table|tr|td|th)\b[^>]{0,2000}>/gi;
  for (const found of html.slice(0, mostHtml).matchAll(tag)) {
    const name = (found[2] ?? '').toLowerCase();
    const ends = found[1] === '/';
    const at = found.index;
    const table = open.at(-1);
    if (name === 'table') {
      if (ends) endTable(at);
      else if (open.length < 50) {
        if (table) table.isLayout = true;
        open.push({ rows: [], cell: -1, isLayout: false });
      }
    } else if (!table) continue;
    else if (name === 'tr') {
      endCell(table, at);
      if (!ends && table.rows.length < mostRows) table.rows.push([]);
    } else {
      endCell(table, at);
      if (!ends) {
        if (table.rows.length === 0) table.rows.push([]);
        table.cell = at + found[0].length;
      }
    }
  }
  while (open.length > 0) endTable(html.length);
  return done;
}

const names = /\b(?:ip|url|host|domain|address|adres|adresse)\b|ip.?adr/i;
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

/**
 * Those tables that list things under a header, as comma-separated text: three columns or more, and a first row that names
 * an address or page and holds none itself. Two columns are labels with their values; the words of the mail hold those.
 */
export function listsInHtml(html: string): string[] {
  if (!/<t[dh]\b/i.test(html)) return [];
  return tablesOfHtml(html)
    .filter((rows) => {
      const [header = [], ...more] = rows;
      if (header.length < 3 || more.length === 0) return false;
      if (!header.some((c) => names.test(c)) || header.some((c) => /\d{1,3}(?:\.\d{1,3}){3}|:\/\//.test(c)))
        return false;
      return more.filter((r) => r.length === header.length).length >= more.length * 0.8;
    })
    .map((rows) => `${rows.map((r) => r.map(quoted).join(',')).join('\n')}\n`);
}
