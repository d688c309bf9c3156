/** The lease files of Kea (memfile): CSV for DHCPv4 and DHCPv6, where later rows of an address replace earlier ones. */
import { z } from 'zod';
import { columnNames, csvRows } from '#parties';
import { inventoryKind, type Reading, type Stated, Unreadable } from '../inventory.ts';
import { momentOfText } from '../reading/json.ts';
import { type KeaLease, keaSubscriber } from '../reading/kea.ts';
import { type Lease, stateLeases } from '../reading/leases.ts';
import { Stating } from '../reading/stating.ts';
import { customerOf, subscriberOptions } from '../reading/subscribers.ts';

const options = z
  .object({
    ...subscriberOptions,
    /** What tells the subscriber. `relay` is what the relay agent added, kept in the user context (circuit, remote or subscriber id). */
    subscriber: z.enum(['hardware', 'client_id', 'duid', 'hostname', 'relay']).default('hardware'),
  })
  .strict();
type Options = z.infer<typeof options>;

/** Kea writes separators inside values as `&#x2c`. */
const plain = (text: string) =>
  text.replace(/&#x([0-9a-f]{2});?/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

async function readText(text: AsyncIterable<string>, r: Reading<Options>): Promise<Stated> {
  const s = new Stating();
  const rows = csvRows(text);
  const header = await rows.next();
  const columns = header.done ? [] : columnNames(header.value.cells);
  if (!columns.includes('address') || !columns.includes('expire') || !columns.includes('valid_lifetime'))
    throw new Unreadable('no lease file of Kea: address, valid_lifetime and expire are not among its columns');
  const leases: Lease[] = [];
  for await (const { line, cells } of rows) {
    const cell = (name: string) => {
      const i = columns.indexOf(name);
      const value = i < 0 ? '' : (cells[i] ?? '').trim();
      return value === '' ? undefined : plain(value);
    };
    const where = `line ${line}`;
    const address = cell('address');
    const lifetime = Number(cell('valid_lifetime'));
    const expires = momentOfText(cell('expire'));
    // State 1: declined, 2: expired and taken back. A lifetime of nothing is how a lease is taken away.
    const state = cell('state') ?? '0';
    if (address === undefined || state === '1' || state === '2') continue;
    if (!expires || !Number.isFinite(lifetime)) {
      s.problem(where, 'no_time');
      continue;
    }
    const from = expires.subtract({ seconds: lifetime });
    let context: unknown;
    try {
      context = JSON.parse(cell('user_context') ?? 'null');
    } catch {
      context = undefined;
    }
    const lease: KeaLease = {
      address,
      prefixLength: cell('lease_type') === '2' ? cell('prefix_len') : undefined,
      hwaddr: cell('hwaddr'),
      clientId: cell('client_id'),
      duid: cell('duid'),
      hostname: cell('hostname'),
      context,
      from,
      until: expires,
    };
    const subscriber = keaSubscriber(lease, r.options.subscriber);
    if (subscriber === undefined) {
      s.problem(where, 'no_holder');
      continue;
    }
    leases.push({
      where,
      prefix: lease.prefixLength ? `${address}/${lease.prefixLength}` : address,
      subscriber,
      from,
      until: expires,
    });
  }
  stateLeases(
    s,
    leases.filter((l) => l.until !== null && Temporal.Instant.compare(l.until, l.from) > 0),
    (subscriber) => customerOf(r.options, subscriber),
  );
  return s.done();
}

export default inventoryKind<Options>({
  id: 'kea_csv',
  title: 'Kea DHCP lease file',
  spec: 'https://kea.readthedocs.io/en/latest/arm/dhcp4-srv.html',
  help: {
    nl: 'Het leasebestand van Kea (kea-leases4.csv, kea-leases6.csv), aangeleverd of op een adres.',
    en: "Kea's lease file (kea-leases4.csv, kea-leases6.csv), handed in or at an address.",
  },
  tells: 'log',
  reach: 'file',
  options,
  readText,
});
