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
