/** DirectAdmin: resellers, users and their domains on the addresses of one server. */
import { z } from 'zod';
import { inventoryKind, type Questions, type Reading, Unreadable } from '../inventory.ts';
import { at, basic, jsonOf, textAt } from '../reading/json.ts';
import { Addresses, panelOptions, stateAccount } from '../reading/panel.ts';
import { Stating } from '../reading/stating.ts';

const options = z.object({ ...panelOptions, own_account: z.string().max(60).default('admin') }).strict();
type Options = z.infer<typeof options>;

/**
 * Reads an answer: JSON where the server gives it, else the form-encoded text of older ones (`list[]=a&list[]=b`).
 * @throws Unreadable where it is neither, or says that something is wrong
 */
function answerOf(text: string, what: string): unknown {
  let answer: unknown;
  if (/^\s*[[{]/.test(text)) answer = jsonOf({ text }, what);
  else if (/^[^<]*=/.test(text)) {
    const fields: Record<string, string | string[]> = {};
    for (const [name, value] of new URLSearchParams(text.trim())) {
      if (!name.endsWith('[]')) fields[name] = value;
      else {
        const list = fields[name.slice(0, -2)];
        if (Array.isArray(list)) list.push(value);
        else fields[name.slice(0, -2)] = [value];
      }
    }
    answer = fields;
  } else if (text.trim() === '') answer = { list: [] };
  else throw new Unreadable(`${what}: neither JSON nor a form (a log-in page?)`);
  const error = textAt(answer, 'error');
  if (error !== undefined && error !== '0')
    throw new Unreadable(`${what}: ${(textAt(answer, 'text') ?? error).slice(0, 120)}`);
  return answer;
}

function* get(command: string, r: Reading<Options>, query: Record<string, string> = {}): Questions<unknown> {
  const reply = yield {
    path: `/${command}`,
    query: { json: 'yes', ...query },
    headers: { authorization: basic(r.secret['user'] ?? '', r.secret['password'] ?? '') },
  };
  return answerOf(reply.text, command);
}

/** A list: an array, `{list: []}`, or an object whose names are the list. */
function listOf(answer: unknown): readonly string[] {
  if (Array.isArray(answer)) return answer.map(String);
  const list = at(answer, 'list');
  if (Array.isArray(list)) return list.map(String);
  if (typeof list === 'string') return [list];
  return typeof answer === 'object' && answer !== null
    ? Object.keys(answer).filter((k) => k !== 'list' && k !== 'error')
    : [];
}

function* read(r: Reading<Options>): Questions {
  const o = r.options;
  const s = new Stating();
  const addresses = new Addresses();
  const dedicated = new Set<string>();
  const shared = new Set<string>();
  const resellers = new Set(listOf(yield* get('CMD_API_SHOW_RESELLERS', r)));
  const users = new Set([...listOf(yield* get('CMD_API_SHOW_ALL_USERS', r)), ...resellers]);
  for (const account of users) {
    const where = `account ${account}`;
    const config = yield* get('CMD_API_SHOW_USER_CONFIG', r, { user: account });
    const name = textAt(config, 'name');
    const reference = stateAccount(s, o, {
      account,
      name: name !== undefined && name !== account ? name : undefined,
      mail: textAt(config, 'email'),
      owner: textAt(config, 'creator'),
      resells: resellers.has(account),
    });
    const ip = textAt(config, 'ip');
    addresses.put(ip, account);
    const kind = (textAt(config, 'ip_status') ?? textAt(config, 'account_ip') ?? '').toLowerCase();
    if (ip !== undefined && kind.includes('own')) dedicated.add(ip);
    if (ip !== undefined && /server|shared/.test(kind)) shared.add(ip);
    if (reference !== null) s.account(account, { where, holder: reference, serviceKind: 'shared_hosting' });
    // "domain: bandwidth:disk" by name; aliases (pointers) hang on their domain.
    const domains = new Set(listOf(yield* get('CMD_API_SHOW_USER_DOMAINS', r, { user: account })));
    const main = textAt(config, 'domain');
    if (main !== undefined) domains.add(main);
    for (const domain of domains)
      if (domain.includes('.'))
        s.name('domain', domain, { where: `${where} ${domain}`, holder: reference, serviceKind: 'shared_hosting' });
  }
  addresses.state(s, o, shared, dedicated);
  return s.done();
}

export default inventoryKind<Options>({
  id: 'directadmin',
  title: 'DirectAdmin',
  spec: 'https://docs.directadmin.com/developer/api/',
  help: {
    nl: 'Adres van de server (poort 2222) met een beheerder en diens login key.',
    en: 'Address of the server (port 2222) with an administrator and its login key.',
  },
  tells: 'state',
  reach: 'http',
  secrets: ['user', 'password'],
  options,
  read,
});
