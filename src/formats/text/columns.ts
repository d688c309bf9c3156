/** Tables in a report whose head says which column did it and which it was done to: drawn ones, logs with field names, "attacker -> target". */
import { ipOf, portOf } from '../values/fields.ts';
import { addressesIn } from './find.ts';
import { type Side, sideOf } from './labels.ts';
import type { Line } from './lines.ts';
import { type Endpoint, sourceKeys, targetKeys } from './logs.ts';

export interface Columns {
  readonly rows: readonly { readonly source?: Endpoint; readonly target?: Endpoint; readonly at: number }[];
  /** Lines that are spoken for. */
  readonly taken: ReadonlySet<number>;
}

const mostHeads = 20;
const mostRows = 5000;
const ways: readonly RegExp[] = [/\s*\|\s*/, /\t+/, /\s*;\s*/, /\s*(?:->|=>|→)\s*/, / {2,}/, /\s*,\s*/];

/** Which side a word over a column names: a label in words, or the name of a field of a log. */
function sideOfHead(cell: string): Side | undefined {
  const key = cell.trim().toLowerCase().replace(/^#\s*/, '');
  if (key.length > 40 || /\bport\b|_p$/.test(key)) return undefined;
  if (sourceKeys.test(key)) return 'source';
  if (targetKeys.test(key)) return 'target';
  const side = sideOf(key);
  return side === 'source' || side === 'target' ? side : undefined;
}

function endpoint(cell: string | undefined): Endpoint | undefined {
  const found = cell === undefined ? undefined : addressesIn(cell, true)[0];
  const ip = found?.ip ?? ipOf(cell?.trim());
  const port = portOf(String(found?.port ?? ''));
  return ip === undefined ? undefined : port === undefined ? { ip } : { ip, port };
}

/**
 * Rows below a head that names a column of sources and one of targets. A head that names one side only is left to what
 * reads labels; so is a table whose rows hold no address where the head promises one.
 */
export function columnsOf(lines: readonly Line[]): Columns {
  const rows: { source?: Endpoint; target?: Endpoint; at: number }[] = [];
  const taken = new Set<number>();
  let heads = 0;
  for (const [i, line] of lines.entries()) {
    if (line.isHeader || line.text.length > 600 || line.text.length < 7 || taken.has(line.at)) continue;
    if (addressesIn(line.text).length > 0) continue;
    // The field names of a log follow a word that says so.
    const head = line.text.replace(/^#?\s?fields?[:\s]\s*/i, '');
    const way = ways.find((w) => {
      const cells = head.split(w);
      return (
        cells.length >= 2 &&
        cells.some((c) => sideOfHead(c) === 'source') &&
        cells.some((c) => sideOfHead(c) === 'target')
      );
    });
    if (!way) continue;
    if (++heads > mostHeads) break;
    const sides = head.split(way).map(sideOfHead);
    const source = sides.indexOf('source');
    const target = sides.indexOf('target');
    const found: typeof rows = [];
    for (const next of lines.slice(i + 1, i + 1 + mostRows)) {
      if (next.text === '' && found.length === 0) continue;
      if (/^[-+=|: ]+$/.test(next.text)) continue; // the frame of a drawn table
      const cells = next.text.split(way);
      if (Math.abs(cells.length - sides.length) > 1) break;
      const [s, t] = [endpoint(cells[source]), endpoint(cells[target])];
      if (!s) break;
      found.push({ source: s, ...(t ? { target: t } : {}), at: next.at });
    }
    if (found.length === 0) continue;
    rows.push(...found);
    taken.add(line.at);
    for (const row of found) taken.add(row.at);
  }
  return { rows, taken };
}
