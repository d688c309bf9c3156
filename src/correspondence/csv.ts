/** CSV as RFC 4180 writes it, safe to open in a spreadsheet. */

/** A cell a spreadsheet would run as a formula: it begins with = + - @, a tab or a carriage return. */
const formula = /^[=+\-@\t\r]/;

function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  const safe = typeof value === 'string' && formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * A table as CSV, UTF-8, lines ended by CRLF, with a header line. Text that a spreadsheet would run as a formula gets an
 * apostrophe before it; numbers stay numbers; what is missing is an empty cell.
 */
export function csvOf(
  columns: readonly string[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
): Uint8Array {
  const lines = [columns, ...rows].map((row) => columns.map((_, i) => cell(row[i])).join(','));
  return new TextEncoder().encode(`${lines.join('\r\n')}\r\n`);
}

/**
 * Tables of our own with the same header as one table, each row with the mark of the table it comes from in a first column.
 * A table with another header is left out. Undefined where there is none.
 */
export function joinCsv(
  column: string,
  tables: readonly { readonly mark: string; readonly bytes: Uint8Array }[],
): Uint8Array | undefined {
  const read = tables.map((t) => {
    const text = new TextDecoder().decode(t.bytes);
    const end = text.indexOf('\r\n');
    return { mark: cell(t.mark), head: text.slice(0, end), rows: recordsIn(text.slice(end + 2)) };
  });
  const head = read[0]?.head;
  if (head === undefined) return undefined;
  const rows = read.filter((t) => t.head === head).flatMap((t) => t.rows.map((row) => `${t.mark},${row}`));
  return new TextEncoder().encode(`${[`${cell(column)},${head}`, ...rows].join('\r\n')}\r\n`);
}

/** Records of a table as `csvOf` wrote it: a line break inside quotes belongs to its cell. */
function recordsIn(text: string): readonly string[] {
  const records: string[] = [];
  let from = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') quoted = !quoted;
    else if (!quoted && text[i] === '\r' && text[i + 1] === '\n') {
      records.push(text.slice(from, i));
      from = i + 2;
    }
  }
  if (from < text.length) records.push(text.slice(from));
  return records;
}
