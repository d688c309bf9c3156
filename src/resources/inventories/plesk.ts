/** Plesk: customers, resellers and their domains on the addresses of one server. */
import { z } from 'zod';
import { inventoryKind, type Questions, type Reading } from '../inventory.ts';
import { jsonOf, listAt, mustList, textAt } from '../reading/json.ts';
import { Addresses, panelOptions, stateAccount } from '../reading/panel.ts';
import { Stating } from '../reading/stating.ts';

const options = z
  .object({
    ...panelOptions,
    own_account: z.string().max(60).default('admin'),
    /** The external id of a client is its customer number, where it has one. */
    use_external_id: z.boolean().default(true),
  })
  .strict();
type Options = z.infer<typeof options>;

function* get(path: string, r: Reading<Options>, accept: readonly number[] = []): Questions<unknown> {
  const reply = yield { path, headers: { 'x-api-key': r.secret['key'] ?? '', accept: 'application/json' }, accept };
  return reply.status === 404 ? undefined : jsonOf(reply, path);
}

function* read(r: Reading<Options>): Questions {
  const o = r.options;
  const s = new Stating();
  const clients = mustList(yield* get('/api/v2/clients', r), 'clients');
  const customers: Record<string, string> = { ...o.customers };
  if (o.use_external_id)
    for (const c of clients) {
      const [login, external] = [textAt(c, 'login'), textAt(c, 'external_id')];
      if (login !== undefined && external !== undefined && !Object.hasOwn(customers, login))
        customers[login] = external;
    }
  const mine = { ...o, customers };
  const addresses = new Addresses();
  const shared = new Set<string>();
  const dedicated = new Set<string>();
  for (const ip of mustList(yield* get('/api/v2/server/ips', r), 'server/ips'))
    for (const text of [textAt(ip, 'ipv4'), textAt(ip, 'ipv6')])
      if (text !== undefined)
        ((textAt(ip, 'type') ?? 'shared').toLowerCase() === 'exclusive' ? dedicated : shared).add(text);
  for (const c of clients) {
    const account = textAt(c, 'login');
    if (account === undefined) continue;
    const id = textAt(c, 'id') ?? '';
    const company = textAt(c, 'company');
    const type = (textAt(c, 'type') ?? '').toLowerCase();
    const holder =
      type === 'admin'
        ? null
        : stateAccount(s, mine, {
            account,
            name: company ?? textAt(c, 'name'),
            company: company !== undefined,
            mail: textAt(c, 'email'),
            owner: textAt(c, 'owner_login'),
            resells: type === 'reseller',
          });
    for (const d of listAt(yield* get(`/api/v2/clients/${encodeURIComponent(id)}/domains`, r, [404]))) {
      const where = `domain ${textAt(d, 'id')}`;
      s.name('domain', textAt(d, 'ascii_name') ?? textAt(d, 'name'), { where, holder, serviceKind: 'shared_hosting' });
      for (const field of ['ipv4', 'ipv6', 'ip_addresses'] as const)
        for (const ip of [...listAt(d, field), textAt(d, field)])
          if (typeof ip === 'string') addresses.put(ip, account);
    }
  }
  // An address that is handed out to nobody yet is the server's own.
  for (const ip of shared) addresses.put(ip, o.own_account);
  addresses.state(s, mine, shared, dedicated);
  return s.done();
}

export default inventoryKind<Options>({
  id: 'plesk',
  title: 'Plesk',
  spec: 'https://docs.plesk.com/en-US/obsidian/api-rpc/about-rest-api.79359/',
  help: {
    nl: 'Adres van de server (poort 8443) en een API-sleutel van de beheerder.',
    en: 'Address of the server (port 8443) and an API key of the administrator.',
  },
  tells: 'state',
  reach: 'http',
  secrets: ['key'],
  options,
  read,
});
