/** RADIUS accounting as a CSV of the radacct table: one row per session. */
import { z } from 'zod';
import { columnNames, csvRows } from '#parties';
import { inventoryKind, type Reading, type Stated, Unreadable } from '../inventory.ts';
import { momentOfText } from '../reading/json.ts';
import { type Accounted, stateSessions } from '../reading/sessions.ts';
import { Stating } from '../reading/stating.ts';
import { customerOf, subscriberOptions } from '../reading/subscribers.ts';

const options = z
  .object({
    ...subscriberOptions,
    /** Column that tells the subscriber. */
    subscriber: z
      .string()
      .regex(/^[a-z0-9_]{1,60}$/)
      .default('username'),
    /** Zone of times without one; the organisation's where nothing is said. */
    zone: z.string().max(60).optional(),
  })
  .strict();
type Options = z.infer<typeof options>;

async function readText(text: AsyncIterable<string>, r: Reading<Options>): Promise<Stated> {
  const zone = r.options.zone ?? r.zone;
  const s = new Stating();
  const rows = csvRows(text);
  const header = await rows.next();
  const columns = header.done ? [] : columnNames(header.value.cells);
  if (!columns.includes('acctstarttime') || !columns.includes('acctstoptime'))
    throw new Unreadable('no radacct table: acctstarttime and acctstoptime are not among its columns');
  const records: Accounted[] = [];
  for await (const { line, cells } of rows) {
    const cell = (...names: readonly string[]) => {
      for (const name of names) {
        const i = columns.indexOf(name);
        const value = i < 0 ? '' : (cells[i] ?? '').trim();
        if (value !== '' && !/^(null|\\N|0000-00-00 00:00:00)$/i.test(value)) return value;
      }
      return undefined;
    };
    const where = `line ${line}`;
    const start = momentOfText(cell('acctstarttime'), zone);
    const stop = momentOfText(cell('acctstoptime'), zone);
    const update = momentOfText(cell('acctupdatetime'), zone);
    const id = cell('acctuniqueid', 'acctsessionid', 'radacctid');
    if (!start || id === undefined || (cell('acctstoptime') !== undefined && !stop)) {
      s.problem(where, id === undefined ? 'not_read' : 'no_time');
      continue;
    }
    const prefixes = [
      cell('framedipaddress'),
      cell('framedipv6address'),
      cell('framedipv6prefix'),
      cell('delegatedipv6prefix'),
    ].filter((p): p is string => p !== undefined && p !== '0.0.0.0');
    const base = {
      where,
      session: `${cell('nasipaddress') ?? ''} ${id}`,
      subscriber: cell(r.options.subscriber),
      prefixes,
    };
    records.push({ ...base, status: 'start', at: start });
    if (update) records.push({ ...base, status: 'interim', at: update });
    if (stop) records.push({ ...base, status: 'stop', at: stop });
  }
  stateSessions(s, records, (subscriber) => customerOf(r.options, subscriber));
  return s.done();
}

export default inventoryKind<Options>({
  id: 'radius_csv',
  title: 'RADIUS accounting (radacct as CSV)',
  spec: 'https://wiki.freeradius.org/modules/Rlm_sql',
  help: {
    nl: 'De tabel radacct als CSV met kopregel: één regel per sessie.',
    en: 'The table radacct as CSV with a header: one row per session.',
  },
  tells: 'log',
  reach: 'file',
  options,
  readText,
});
