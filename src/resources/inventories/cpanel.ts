/** cPanel/WHM: accounts, resellers and every domain on the addresses of one server. */
import { z } from 'zod';
import { inventoryKind, type Questions, type Reading, Unreadable } from '../inventory.ts';
import { at, jsonOf, listAt, mustList, numberAt, textAt } from '../reading/json.ts';
import { Addresses, numberOf, panelOptions, stateAccount } from '../reading/panel.ts';
import { Stating } from '../reading/stating.ts';

const options = z.object(panelOptions).strict();
type Options = z.infer<typeof options>;

function* get(name: string, r: Reading<Options>): Questions<unknown> {
  const reply = yield {
    path: `/json-api/${name}`,
    query: { 'api.version': 1 },
    headers: { authorization: `whm ${r.secret['user'] ?? 'root'}:${r.secret['token'] ?? ''}` },
  };
  const json = jsonOf(reply, name);
  if (numberAt(json, 'metadata', 'result') !== 1)
    throw new Unreadable(`${name}: ${(textAt(json, 'metadata', 'reason') ?? 'no result').slice(0, 120)}`);
  return at(json, 'data');
}

function* read(r: Reading<Options>): Questions {
  const o = r.options;
  const s = new Stating();
  const addresses = new Addresses();
  const dedicated = new Set<string>();
  const shared = new Set<string>();
  for (const ip of listAt(yield* get('listips', r), 'ip')) {
    const text = textAt(ip, 'ip');
    if (text === undefined) continue;
    if (numberAt(ip, 'dedicated') === 1) dedicated.add(text);
    else shared.add(text);
  }
  const accounts = mustList(yield* get('listaccts', r), 'listaccts', 'acct');
  const known = new Set<string>();
  for (const a of accounts) {
    const account = textAt(a, 'user');
    if (account === undefined) continue;
    known.add(account);
    const mail = textAt(a, 'email');
    const holder = stateAccount(s, o, {
      account,
      mail: mail === '*unknown*' ? undefined : mail,
      owner: textAt(a, 'owner'),
    });
    if (holder !== null) s.account(account, { where: `account ${account}`, holder, serviceKind: 'shared_hosting' });
    addresses.put(textAt(a, 'ip'), account);
    for (const six of [...listAt(a, 'ipv6')].map(String)) {
      addresses.put(six, account);
      dedicated.add(six);
    }
  }
  const name = (domain: string | undefined, account: string, where: string) => {
    const holder = known.has(account)
      ? numberOf(o, account)
      : account === o.own_account || account === 'nobody'
        ? null
        : undefined;
    if (holder === undefined) s.problem(where, 'unknown_holder');
    else s.name('domain', domain, { where, holder, serviceKind: 'shared_hosting' });
  };
  for (const d of mustList(yield* get('get_domain_info', r), 'get_domain_info', 'domains')) {
    const domain = textAt(d, 'domain');
    // A subdomain that stands for an addon domain is named by it; the others lie below a domain that is stated already.
    if ((textAt(d, 'domain_type') ?? '') === 'sub') continue;
    name(domain, textAt(d, 'user') ?? '', `domain ${domain}`);
  }
  addresses.state(s, o, shared, dedicated);
  return s.done();
}

export default inventoryKind<Options>({
  id: 'cpanel',
  title: 'cPanel & WHM',
  spec: 'https://api.docs.cpanel.net/whm/introduction/',
  help: {
    nl: 'Adres van WHM (poort 2087) met gebruiker en API-token dat listaccts, listips en get_domain_info mag.',
    en: 'Address of WHM (port 2087) with name and API token that may listaccts, listips and get_domain_info.',
  },
  tells: 'state',
  reach: 'http',
  secrets: ['user', 'token'],
  options,
  read,
});
