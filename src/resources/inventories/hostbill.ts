/** HostBill: clients, their accounts with addresses, and their domains. */
import { z } from 'zod';
import { inventoryKind, type Questions, type Reading, Unreadable } from '../inventory.ts';
import { at, jsonOf, listAt, numberAt, textAt } from '../reading/json.ts';
import { Stating } from '../reading/stating.ts';
import { serviceKindOf } from '../reading/words.ts';

const options = z
  .object({
    /** What goes before the client id, so that numbers of several systems do not meet. */
    prefix: z.string().max(20).default(''),
    /** Fields of an account's details that have its addresses. */
    address_fields: z
      .array(z.string().max(60))
      .default(['ip', 'ipv6', 'dedicated_ip', 'additional_ip', 'assigned_ips']),
  })
  .strict();
type Options = z.infer<typeof options>;

function* call(name: string, r: Reading<Options>, more: Record<string, string | number> = {}): Questions<unknown> {
  const reply = yield {
    path: '/admin/api.php',
    form: { api_id: r.secret['api_id'] ?? '', api_key: r.secret['api_key'] ?? '', call: name, ...more },
  };
  const json = jsonOf(reply, name);
  if (at(json, 'success') !== true)
    throw new Unreadable(`${name}: ${(textAt(json, 'error', 0) ?? 'no success').slice(0, 120)}`);
  return json;
}

/** Every row of a listing call; pages are counted from 0, and the sorter says how many there are. */
function* all(
  name: string,
  field: string,
  r: Reading<Options>,
  more: Record<string, string> = {},
): Questions<readonly unknown[]> {
  const rows = new Map<string, unknown>();
  for (let page = 0; ; page++) {
    const json = yield* call(name, r, { ...more, page });
    for (const row of listAt(json, field)) rows.set(textAt(row, 'id') ?? `${page} ${rows.size}`, row);
    const pages = numberAt(json, 'sorter', 'totalpages') ?? 1;
    if (page + 1 >= pages) {
      const total = numberAt(json, 'sorter', 'sorterrecords');
      if (total !== undefined && total > rows.size) throw new Unreadable(`${name}: ${rows.size} rows of ${total}`);
      return [...rows.values()];
    }
  }
}

function* read(r: Reading<Options>): Questions {
  const s = new Stating();
  const known = new Set<string>();
  for (const c of yield* all('getClients', 'clients', r)) {
    const id = textAt(c, 'id') ?? textAt(c, 'client_id');
    if (id === undefined) continue;
    known.add(id);
    const company = textAt(c, 'companyname');
    const person = [textAt(c, 'firstname'), textAt(c, 'lastname')].filter((x) => x !== undefined).join(' ');
    const name = company ?? (person === '' ? undefined : person);
    const country = textAt(c, 'country');
    const mail = textAt(c, 'email');
    const parent = textAt(c, 'parent_id');
    s.party({
      reference: `${r.options.prefix}${id}`,
      kind: company === undefined ? 'unknown' : 'legal',
      ...(name === undefined ? {} : { name }),
      ...(country && /^[a-z]{2}$/i.test(country) ? { country: country.toLowerCase() } : {}),
      ...(parent === undefined || parent === '0' ? {} : { seller: `${r.options.prefix}${parent}` }),
      ...(mail === undefined ? {} : { contacts: [{ purpose: 'abuse', address: mail }] }),
    });
  }
  for (const a of yield* all('getAccounts', 'accounts', r, { list: 'all' })) {
    if (!['active', 'suspended'].includes((textAt(a, 'status') ?? '').toLowerCase())) continue;
    const id = textAt(a, 'id') ?? '';
    const where = `account ${id}`;
    const client = textAt(a, 'client_id') ?? '';
    if (!known.has(client)) {
      s.problem(where, 'unknown_holder');
      continue;
    }
    const details = at(yield* call('getAccountDetails', r, { id }), 'details');
    if (typeof details !== 'object' || details === null) throw new Unreadable(`getAccountDetails ${id}: no details`);
    const base = {
      where,
      holder: `${r.options.prefix}${client}`,
      service: id,
      serviceKind: serviceKindOf(`${textAt(a, 'name') ?? ''} ${textAt(details, 'product_name') ?? ''}`),
      label: textAt(a, 'domain') ?? textAt(a, 'name'),
    };
    const own = new Set<string>();
    for (const field of r.options.address_fields) {
      const value = at(details, field);
      const texts = Array.isArray(value) ? value.map(String) : [textAt(details, field) ?? ''];
      for (const t of texts.flatMap((x) => x.split(/[\s,;]+/))) if (t !== '') own.add(t);
    }
    for (const ip of own)
      if (ip.includes('/')) s.prefix(ip, base);
      else s.address(ip, base);
    const domain = textAt(a, 'domain');
    if (domain?.includes('.') && !/\s/.test(domain)) s.name('domain', domain, base);
    const username = textAt(details, 'username');
    if (username !== undefined && own.size === 0) s.account(username, base);
  }
  for (const d of yield* all('getDomains', 'domains', r)) {
    if ((textAt(d, 'status') ?? '').toLowerCase() !== 'active') continue;
    const where = `domain ${textAt(d, 'id')}`;
    const client = textAt(d, 'client_id') ?? '';
    const name = textAt(d, 'name') ?? textAt(d, 'domain');
    if (!known.has(client)) s.problem(where, 'unknown_holder');
    else if (name !== undefined && !s.stands('domain', name))
      s.name('domain', name, {
        where,
        holder: `${r.options.prefix}${client}`,
        serviceKind: 'domain',
        service: `d${textAt(d, 'id')}`,
      });
  }
  return s.done();
}

export default inventoryKind<Options>({
  id: 'hostbill',
  title: 'HostBill',
  spec: 'https://api2.hostbillapp.com/',
  help: {
    nl: 'Adres van HostBill met API-id en API-sleutel die getClients, getAccounts, getAccountDetails en getDomains mag.',
    en: 'Address of HostBill with an API id and key that may getClients, getAccounts, getAccountDetails and getDomains.',
  },
  tells: 'state',
  reach: 'http',
  secrets: ['api_id', 'api_key'],
  options,
  read,
});
