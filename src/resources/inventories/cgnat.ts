/** Port blocks of carrier-grade NAT: CSV with one block per row, or syslog of allocations and releases. */
import { z } from 'zod';
import { parseAddress } from '#kernel';
import { columnNames, csvRows } from '#parties';
import { inventoryKind, type Reading, type Stated, Unreadable } from '../inventory.ts';
import { momentOfText } from '../reading/json.ts';
import { linesOf } from '../reading/lines.ts';
import { Stating } from '../reading/stating.ts';
import { customerOf, subscriberOptions } from '../reading/subscribers.ts';

const options = z
  .object({
    ...subscriberOptions,
    /** Zone of times without one; the organisation's where nothing is said. */
    zone: z.string().max(60).optional(),
    /** Year of syslog lines that have none (RFC 3164). */
    year: z.number().int().min(2000).max(2100).optional(),
  })
  .strict();
type Options = z.infer<typeof options>;

interface Block {
  readonly where: string;
  readonly address: string;
  readonly ports: readonly [number, number];
  /** Address inside, or the name of the subscriber. */
  readonly subscriber: string;
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant | null;
}

const first = (cell: (name: string) => string | undefined, names: readonly string[]) => {
  for (const name of names) {
    const value = cell(name);
    if (value !== undefined) return value;
  }
  return undefined;
};
const columnsOf = {
  address: [
    'public_ip',
    'external_ip',
    'reflexive_ip',
    'nat_ip',
    'translated_ip',
    'public_address',
    'external_address',
    'address',
  ],
  low: ['port_start', 'start_port', 'block_port_low', 'port_low', 'first_port', 'port_from'],
  high: ['port_end', 'end_port', 'block_port_high', 'port_high', 'last_port', 'port_to'],
  inside: [
    'subscriber',
    'subscriber_id',
    'username',
    'customer',
    'internal_ip',
    'private_ip',
    'inside_ip',
    'internal_address',
    'source_ip',
  ],
  from: ['start', 'start_time', 'from', 'allocated', 'allocated_at', 'begin'],
  until: ['end', 'end_time', 'until', 'released', 'released_at', 'stop'],
} as const;

async function fromCsv(text: AsyncIterable<string>, zone: string, s: Stating): Promise<Block[]> {
  const blocks: Block[] = [];
  const rows = csvRows(text);
  const header = await rows.next();
  const columns = header.done ? [] : columnNames(header.value.cells);
  const has = (names: readonly string[]) => names.some((n) => columns.includes(n));
  if (!has(columnsOf.address) || !has(columnsOf.low) || !has(columnsOf.inside) || !has(columnsOf.from))
    throw new Unreadable(
      'no table of port blocks: public address, first port, subscriber and start are not all among its columns',
    );
  for await (const { line, cells } of rows) {
    const cell = (name: string) => {
      const i = columns.indexOf(name);
      const value = i < 0 ? '' : (cells[i] ?? '').trim();
      return value === '' || value === '-' ? undefined : value;
    };
    const where = `line ${line}`;
    const low = Number(first(cell, columnsOf.low));
    const high = Number(first(cell, columnsOf.high) ?? low);
    const address = first(cell, columnsOf.address);
    const subscriber = first(cell, columnsOf.inside);
    const from = momentOfText(first(cell, columnsOf.from), zone);
    const end = first(cell, columnsOf.until);
    const until = end === undefined ? null : momentOfText(end, zone);
    if (!from || until === undefined) s.problem(where, 'no_time');
    else if (!address || !parseAddress(address) || !(low >= 0 && high >= low && high <= 65535))
      s.problem(where, 'no_resource');
    else if (subscriber === undefined) s.problem(where, 'no_holder');
    else blocks.push({ where, address, ports: [low, high + 1], subscriber, from, until });
  }
  return blocks;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** The moment of a syslog line: RFC 5424, or RFC 3164 with the year of the options. */
function lineTime(line: string, zone: string, year: number | undefined): Temporal.Instant | undefined {
  const iso = /^(?:<\d+>\d* ?)?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)/.exec(line);
  if (iso) return momentOfText(iso[1], zone);
  const old = /^(?:<\d+>)?(\w{3}) +(\d{1,2}) (?:(\d{4}) )?(\d\d:\d\d:\d\d)/.exec(line);
  const month = months.indexOf((old?.[1] ?? '').toLowerCase()) + 1;
  const y = old?.[3] ?? year;
  if (!old || month === 0 || y === undefined) return undefined;
  return momentOfText(`${y}-${String(month).padStart(2, '0')}-${(old[2] ?? '').padStart(2, '0')}T${old[4]}`, zone);
}

const quoted = (line: string, ...names: readonly string[]) => {
  for (const name of names) {
    const found = new RegExp(`(?:^|[\\s\\[,;])${name}[=:]\\s*"?([^"\\s,;\\]]+)`, 'i').exec(line);
    if (found?.[1]) return found[1];
  }
  return undefined;
};

interface Told {
  readonly what: 'alloc' | 'release' | 'interim';
  readonly address: string;
  readonly ports: readonly [number, number];
  readonly subscriber: string;
  readonly at: Temporal.Instant | undefined;
}

/** One line of syslog as an allocation, a sign of life or a release; undefined where it is about something else. */
function toldOf(line: string, zone: string, year: number | undefined): Told | undefined {
  const at = lineTime(line, zone, year);
  // Juniper, structured: RT_SRC_NAT_PBA_ALLOC [internal-ip="…" block-port-low="…" … reflexive-ip="…" epoch-time-64="hex"]
  const pba = /RT_(?:SRC_)?NAT\w*_PBA_(ALLOC|RELEASE|INTERIM)/.exec(line);
  if (pba) {
    const what = pba[1] === 'ALLOC' ? 'alloc' : pba[1] === 'RELEASE' ? 'release' : 'interim';
    const plain =
      /Subscriber (\S+) used.*?(?:allocates|releases|activates|active) port block \[(\d+)-(\d+)\] (?:from|to|in) (\S+)/.exec(
        line,
      );
    const subscriber = quoted(line, 'internal-ip', 'subscriber') ?? plain?.[1];
    const low = Number(quoted(line, 'block-port-low') ?? plain?.[2]);
    const high = Number(quoted(line, 'block-port-high') ?? plain?.[3]);
    const address = quoted(line, 'reflexive-ip') ?? plain?.[4];
    // The epoch tells when the block was allocated, also in later lines about it.
    const epoch = quoted(line, 'epoch-time-64');
    const began =
      epoch && /^[0-9a-f]{8}/i.test(epoch)
        ? Temporal.Instant.fromEpochMilliseconds(Number.parseInt(epoch.slice(0, 8), 16) * 1000)
        : undefined;
    if (!subscriber || !address || !(low >= 0 && high >= low)) return undefined;
    return {
      what,
      address,
      ports: [low, high + 1],
      subscriber,
      at: what === 'release' ? at : what === 'interim' ? (began ?? at) : (at ?? began),
    };
  }
  // Others, by the names of what they say.
  const word =
    /(alloc(?:ate|ated|ation)?|assign(?:ed)?|map|created?|add|release[d]?|free[d]?|unmap|delete[d]?|withdraw[n]?|dealloc\w*)/i
      .exec(line)?.[1]
      ?.toLowerCase();
  if (!word || !/port/i.test(line)) return undefined;
  const address = quoted(
    line,
    'external-ip',
    'external_ip',
    'public-ip',
    'public_ip',
    'nat-ip',
    'nat_ip',
    'translated',
    'pub-addr',
    'ext',
  );
  const subscriber = quoted(
    line,
    'subscriber',
    'subs-addr',
    'internal-ip',
    'internal_ip',
    'private-ip',
    'private_ip',
    'inside',
    'int',
  );
  const range = /port(?:s|-range|_range|-block|_block|=|:)*\s*[=:]?\s*"?\[?(\d{1,5})\s*(?:-|to|\.\.)\s*(\d{1,5})/i.exec(
    line,
  );
  const low = Number(quoted(line, 'port-start', 'port_start', 'start-port', 'start_port') ?? range?.[1]);
  const high = Number(quoted(line, 'port-end', 'port_end', 'end-port', 'end_port') ?? range?.[2]);
  if (!address || !parseAddress(address) || !subscriber || !(low >= 0 && high >= low && high <= 65535))
    return undefined;
  return {
    what: /release|free|unmap|delete|withdraw|dealloc/.test(word) ? 'release' : 'alloc',
    address,
    ports: [low, high + 1],
    subscriber,
    at,
  };
}

async function fromSyslog(text: AsyncIterable<string>, zone: string, o: Options, s: Stating): Promise<Block[]> {
  const blocks: Block[] = [];
  const running = new Map<string, { readonly where: string; readonly told: Told; readonly from: Temporal.Instant }>();
  let number = 0;
  let any = false;
  for await (const line of linesOf(text)) {
    number++;
    const told = toldOf(line, zone, o.year);
    if (!told) continue;
    any = true;
    const where = `line ${number}`;
    if (!told.at) {
      s.problem(where, 'no_time');
      continue;
    }
    const key = `${told.address} ${told.ports[0]} ${told.ports[1]} ${told.subscriber}`;
    const known = running.get(key);
    if (told.what !== 'release') {
      if (!known) running.set(key, { where, told, from: told.at });
      continue;
    }
    running.delete(key);
    if (known) blocks.push({ where: known.where, ...told, from: known.from, until: told.at });
    // Released, but when it began is before this log: nothing is known of that.
    else s.problem(where, 'no_time');
  }
  if (number > 0 && !any) throw new Unreadable('no line is about a block of ports');
  for (const { where, told, from } of running.values()) blocks.push({ where, ...told, from, until: null });
  return blocks;
}

async function readText(text: AsyncIterable<string>, r: Reading<Options>): Promise<Stated> {
  const zone = r.options.zone ?? r.zone;
  const s = new Stating();
  const chunks = text[Symbol.asyncIterator]();
  let head = '';
  let ended = false;
  while (!head.includes('\n') && !ended) {
    const next = await chunks.next();
    ended = next.done === true;
    if (!next.done) head += next.value;
  }
  async function* whole() {
    yield head;
    while (!ended) {
      const next = await chunks.next();
      if (next.done) return;
      yield next.value;
    }
  }
  const names = columnNames((head.split('\n')[0] ?? '').split(/[,;\t]/));
  const csv = columnsOf.address.some((n) => names.includes(n)) && columnsOf.low.some((n) => names.includes(n));
  const blocks = csv ? await fromCsv(whole(), zone, s) : await fromSyslog(whole(), zone, r.options, s);
  for (const b of blocks) {
    const holder = customerOf(r.options, b.subscriber);
    if (holder === undefined) s.problem(b.where, 'no_holder');
    else {
      s.party({ reference: holder });
      s.address(b.address, { where: b.where, holder, ports: b.ports, from: b.from, until: b.until });
    }
  }
  return s.done();
}

export default inventoryKind<Options>({
  id: 'cgnat',
  title: 'CGNAT port blocks',
  spec: 'RFC 6888, requirement 4; RFC 7422',
  help: {
    nl: 'Log van poortblokken als CSV of syslog. Een lijst of patroon zegt welk adres binnen van welke klant is.',
    en: 'A log of port blocks as CSV or syslog. A list or pattern says which address inside is of which customer.',
  },
  tells: 'log',
  reach: 'file',
  options,
  readText,
});
