/** The leases file of ISC dhcpd: dhcpd.leases(5), IPv4, IPv6 addresses and delegated prefixes. */
import { z } from 'zod';
import { inventoryKind, type Reading, type Stated, Unreadable } from '../inventory.ts';
import { type Lease, stateLeases } from '../reading/leases.ts';
import { linesOf } from '../reading/lines.ts';
import { Stating } from '../reading/stating.ts';
import { cleanMac, customerOf, subscriberOptions } from '../reading/subscribers.ts';

const options = z
  .object({
    ...subscriberOptions,
    /** What tells the subscriber: the line (option 82), the hardware or client id, or the name the client gave. */
    subscriber: z.enum(['circuit_id', 'remote_id', 'hardware', 'client_id', 'hostname']).default('hardware'),
  })
  .strict();
type Options = z.infer<typeof options>;

/** `4 2026/01/29 10:00:00` (UTC), `epoch 1769680800`, `never`. */
function momentIn(text: string): Temporal.Instant | null | undefined {
  if (/^never/.test(text)) return null;
  const epoch = /^epoch (\d{1,12})/.exec(text);
  if (epoch) return Temporal.Instant.fromEpochMilliseconds(Number(epoch[1]) * 1000);
  const found = /^\d (\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d)/.exec(text);
  if (!found) return undefined;
  try {
    return Temporal.Instant.from(`${found[1]}-${found[2]}-${found[3]}T${found[4]}Z`);
  } catch {
    return undefined;
  }
}

interface Block {
  readonly prefix: string;
  readonly fields: Map<string, string>;
}
const unquoted = (text: string) => /^"(.*)"$/.exec(text)?.[1] ?? text;

function leaseOf(block: Block, outer: ReadonlyMap<string, string>, o: Options, s: Stating): Lease | undefined {
  const field = (name: string) => block.fields.get(name) ?? outer.get(name);
  const where = `lease ${block.prefix}`;
  const state = field('binding state');
  const from = momentIn(field('starts') ?? field('cltt') ?? '');
  const until = momentIn(field('ends') ?? '');
  // Addresses that are free or never left the pool are leased to nobody.
  if (state === 'backup' || state === 'abandoned' || (state === 'free' && until === undefined)) return undefined;
  if (!from || until === undefined) {
    s.problem(where, 'no_time');
    return undefined;
  }
  const said: Readonly<Record<Options['subscriber'], string | undefined>> = {
    circuit_id: field('option agent.circuit-id'),
    remote_id: field('option agent.remote-id'),
    hardware: cleanMac(field('hardware ethernet')),
    client_id: field('uid') ?? field('client'),
    hostname: field('client-hostname'),
  };
  const subscriber = said[o.subscriber];
  if (subscriber === undefined) {
    s.problem(where, 'no_holder');
    return undefined;
  }
  return { where, prefix: block.prefix, subscriber: unquoted(subscriber), from, until };
}

async function readText(text: AsyncIterable<string>, r: Reading<Options>): Promise<Stated> {
  const s = new Stating();
  const leases: Lease[] = [];
  let outer: Map<string, string> | undefined;
  let block: Block | undefined;
  let any = false;
  const finish = () => {
    const lease = block && leaseOf(block, outer ?? new Map(), r.options, s);
    if (lease) leases.push(lease);
    block = undefined;
  };
  for await (const raw of linesOf(text)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const lease = /^lease ([0-9.]+) \{$/.exec(line);
    const identity = /^ia-(na|ta|pd) (".*") \{$/.exec(line);
    const inner = /^ia(?:addr|prefix) ([0-9a-f:]+(?:\/\d+)?) \{$/i.exec(line);
    if (lease?.[1] || inner?.[1]) {
      any = true;
      finish();
      block = { prefix: lease?.[1] ?? inner?.[1] ?? '', fields: new Map() };
    } else if (identity) {
      any = true;
      outer = new Map([['client', identity[2] ?? '']]);
    } else if (line === '}') {
      if (block) finish();
      else outer = undefined;
    } else {
      const found =
        /^(?:set )?(starts|ends|cltt|tstp|binding state|hardware ethernet|uid|client-hostname|option agent\.(?:circuit|remote)-id|max-life|preferred-life)\s+(.*?);/.exec(
          line,
        );
      const fields = block?.fields ?? outer;
      if (found?.[1] && fields) fields.set(found[1], found[2] ?? '');
      else if (/^(lease-file|authoring-byte-order|server-duid)/.test(line)) any = true;
    }
  }
  if (block || outer) throw new Unreadable('the leases file ends in the middle of a lease');
  if (!any) throw new Unreadable('no leases file of dhcpd');
  stateLeases(s, leases, (subscriber) => customerOf(r.options, subscriber));
  return s.done();
}

export default inventoryKind<Options>({
  id: 'dhcpd',
  title: 'ISC dhcpd leases',
  spec: 'https://kb.isc.org/docs/isc-dhcp-44-manual-pages-dhcpdleases',
  help: {
    nl: 'Het bestand dhcpd.leases (of dhcpd6.leases), aangeleverd of op een adres. Een lijst zegt welke lijn of welk apparaat van welke klant is.',
    en: 'The file dhcpd.leases (or dhcpd6.leases), handed in or at an address. A list says which line or device is of which customer.',
  },
  tells: 'log',
  reach: 'file',
  options,
  readText,
});
