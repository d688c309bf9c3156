/** Any list as CSV: resource and customer in named columns, polled or handed in again and again. For ledger files see `resources import`. */
import { z } from 'zod';
import { columnNames, csvRows } from '#parties';
import { inventoryKind, type Reading, type Stated, Unreadable } from '../inventory.ts';
import { Stating } from '../reading/stating.ts';
import { readPorts, readResource } from '../resource.ts';

const column = z.string().regex(/^[a-z0-9_]{1,60}$/);
const options = z
  .object({
    resource: column.default('resource'),
    customer: column.default('customer'),
    name: column.default('name'),
    mail: column.default('mail'),
    ports: column.default('ports'),
    label: column.default('label'),
    reseller: column.default('reseller'),
    /** Value of the customer column that means the organisation itself. */
    own: z.string().max(80).default('own'),
  })
  .strict();
type Options = z.infer<typeof options>;

async function readText(text: AsyncIterable<string>, r: Reading<Options>): Promise<Stated> {
  const o = r.options;
  const s = new Stating();
  const rows = csvRows(text);
  const header = await rows.next();
  const columns = header.done ? [] : columnNames(header.value.cells);
  if (!columns.includes(o.resource) || !columns.includes(o.customer))
    throw new Unreadable(`the columns ${o.resource} and ${o.customer} are not in the first row`);
  for await (const { line, cells } of rows) {
    const cell = (name: string) => {
      const i = columns.indexOf(name);
      const value = i < 0 ? '' : (cells[i] ?? '').trim();
      return value === '' ? undefined : value;
    };
    const where = `line ${line}`;
    const customer = cell(o.customer);
    const ports = readPorts(cell(o.ports) ?? '');
    const resource = readResource(cell(o.resource) ?? '');
    if (customer === undefined) {
      s.problem(where, 'no_holder');
      continue;
    }
    if (!ports || !resource.ok) {
      s.problem(where, 'no_resource');
      continue;
    }
    const holder = customer === o.own ? null : customer;
    const [name, mail, seller] = [cell(o.name), cell(o.mail), cell(o.reseller)];
    if (holder !== null && !s.has(holder))
      s.party({
        reference: holder,
        ...(name === undefined ? {} : { name }),
        ...(seller === undefined ? {} : { seller }),
        ...(mail === undefined ? {} : { contacts: [{ purpose: 'abuse', address: mail }] }),
      });
    if (seller !== undefined && !s.has(seller)) s.party({ reference: seller });
    const h = { where, holder, ports, label: cell(o.label), privateToo: true };
    const { kind, text: what } = resource.value;
    if (kind === 'prefix') s.prefix(what, h);
    else s.other(kind, what, h);
  }
  return s.done();
}

export default inventoryKind<Options>({
  id: 'csv',
  title: 'CSV',
  spec: 'RFC 4180',
  help: {
    nl: 'Een lijst met per regel een adres, prefix of domein en het klantnummer. De kolomnamen zijn in te stellen.',
    en: 'A list with an address, prefix or domain and the customer number on each row. The names of the columns can be set.',
  },
  tells: 'state',
  reach: 'file',
  options,
  readText,
});
