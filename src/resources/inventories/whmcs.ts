/** WHMCS: clients, their products with addresses, and their domains. */
import { z } from 'zod';
import { inventoryKind, type Questions, type Reading, Unreadable } from '../inventory.ts';
import { jsonOf, listAt, numberAt, textAt } from '../reading/json.ts';
import { Stating } from '../reading/stating.ts';
import { serviceKindOf } from '../reading/words.ts';

const options = z
  .object({
    /** Custom field of a client (its number, as in `customfields1`) that has the customer number; without it the client id is. */
    customer_field: z.string().max(60).optional(),
    /** What goes before the client id, so that numbers of several systems do not meet. */
    prefix: z.string().max(20).default(''),
    /** The server's own address of a shared product is stated as shared. */
    shared_addresses: z.boolean().default(true),
    page_size: z.number().int().min(1).max(1000).default(250),
  })
  .strict();
type Options = z.infer<typeof options>;

/** Every row of a listing action, page by page; the total must hold. */
function* all(
  action: string,
  kind: string,
  row: string,
  r: Reading<Options>,
  more: Record<string, string> = {},
): Questions<readonly unknown[]> {
  const rows = new Map<string, unknown>();
  let total: number | undefined;
  for (let start = 0; ; ) {
    const reply = yield {
      path: '/includes/api.php',
      form: {
        action,
        identifier: r.secret['identifier'] ?? '',
        secret: r.secret['secret'] ?? '',
        responsetype: 'json',
        limitstart: start,
        limitnum: r.options.page_size,
        ...more,
      },
    };
    const page = jsonOf(reply, action);
    if (textAt(page, 'result') !== 'success')
      throw new Unreadable(`${action}: ${(textAt(page, 'message') ?? 'no success').slice(0, 120)}`);
    const now = numberAt(page, 'totalresults');
    if (now === undefined) throw new Unreadable(`${action}: no totalresults`);
    if (total !== undefined && now !== total) throw new Unreadable(`${action}: the list changes while it is read`);
    total = now;
    const some = listAt(page, kind, row);
    for (const x of some) rows.set(textAt(x, 'id') ?? `${rows.size}`, x);
    start += some.length;
    if (start >= total) return [...rows.values()];
    if (some.length === 0) throw new Unreadable(`${action}: ${start} rows of ${total}`);
  }
}

const running = new Set(['active', 'suspended']);

function* read(r: Reading<Options>): Questions {
  const o = r.options;
  const s = new Stating();
  const reference = new Map<string, string>();
  for (const c of yield* all('GetClients', 'clients', 'client', r)) {
    const id = textAt(c, 'id');
    if (id === undefined) continue;
    const number = o.customer_field === undefined ? `${o.prefix}${id}` : textAt(c, o.customer_field);
    if (number === undefined) {
      s.problem(`client ${id}`, 'no_holder');
      continue;
    }
    reference.set(id, number);
    const company = textAt(c, 'companyname');
    const person = [textAt(c, 'firstname'), textAt(c, 'lastname')].filter((x) => x !== undefined).join(' ');
    const country = textAt(c, 'country') ?? textAt(c, 'countrycode');
    const mail = textAt(c, 'email');
    const name = company ?? (person === '' ? undefined : person);
    s.party({
      reference: number,
      kind: company === undefined ? 'unknown' : 'legal',
      ...(name === undefined ? {} : { name }),
      ...(country && /^[a-z]{2}$/i.test(country) ? { country: country.toLowerCase() } : {}),
      ...(mail === undefined ? {} : { contacts: [{ purpose: 'abuse', address: mail }] }),
    });
  }
  const ofClient = (id: string | undefined, where: string) => {
    const found = reference.get(id ?? '');
    if (found === undefined) s.problem(where, 'unknown_holder');
    return found;
  };
  const shared = new Set<string>();
  for (const p of yield* all('GetClientsProducts', 'products', 'product', r)) {
    if (!running.has((textAt(p, 'status') ?? '').toLowerCase())) continue;
    const id = textAt(p, 'id');
    const where = `product ${id}`;
    const holder = ofClient(textAt(p, 'clientid'), where);
    if (holder === undefined) continue;
    const label = textAt(p, 'domain') ?? textAt(p, 'name');
    const serviceKind = serviceKindOf(`${textAt(p, 'groupname') ?? ''} ${textAt(p, 'name') ?? ''}`);
    const own = [textAt(p, 'dedicatedip'), ...(textAt(p, 'assignedips') ?? '').split(/[\s,;]+/)].filter(
      (x) => x !== undefined && x !== '',
    );
    const base = { where, holder, service: id, serviceKind, label };
    for (const ip of new Set(own))
      if (ip?.includes('/')) s.prefix(ip, base);
      else s.address(ip, base);
    const domain = textAt(p, 'domain');
    if (domain?.includes('.') && !/\s/.test(domain)) {
      s.name('domain', domain, base);
      const server = textAt(p, 'serverip');
      if (o.shared_addresses && own.length === 0 && server !== undefined && !shared.has(server)) {
        shared.add(server);
        s.address(server, { where, holder: null, exclusive: false, label: textAt(p, 'servername') });
      }
    }
    const account = textAt(p, 'username');
    if (account !== undefined && own.length === 0) s.account(account, base);
  }
  for (const d of yield* all('GetClientsDomains', 'domains', 'domain', r)) {
    if (!['active', 'grace', 'redemption'].includes((textAt(d, 'status') ?? '').toLowerCase())) continue;
    const where = `domain ${textAt(d, 'id')}`;
    const holder = ofClient(textAt(d, 'userid') ?? textAt(d, 'clientid'), where);
    const name = textAt(d, 'domainname');
    // A domain that is hosted here stands under its product already.
    if (holder !== undefined && name !== undefined && !s.stands('domain', name))
      s.name('domain', name, { where, holder, serviceKind: 'domain', service: `d${textAt(d, 'id')}` });
  }
  return s.done();
}

export default inventoryKind<Options>({
  id: 'whmcs',
  title: 'WHMCS',
  spec: 'https://developers.whmcs.com/api/api-index/',
  help: {
    nl: 'Adres van WHMCS met identifier en secret van een API-rol die GetClients, GetClientsProducts en GetClientsDomains mag.',
    en: 'Address of WHMCS with identifier and secret of an API role that may GetClients, GetClientsProducts and GetClientsDomains.',
  },
  tells: 'state',
  reach: 'http',
  secrets: ['identifier', 'secret'],
  options,
  read,
});
