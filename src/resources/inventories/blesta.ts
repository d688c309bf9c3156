/** Blesta: clients and their services; addresses and domains stand in the fields of a service. */
import { z } from 'zod';
import { inventoryKind, type Questions, type Reading, Unreadable } from '../inventory.ts';
import { at, basic, jsonOf, listAt, numberAt, textAt } from '../reading/json.ts';
import { Stating } from '../reading/stating.ts';
import { serviceKindOf } from '../reading/words.ts';

const options = z
  .object({
    /** What goes before the client id, so that numbers of several systems do not meet. */
    prefix: z.string().max(20).default(''),
    /** The number people see (id_code) is the customer number, rather than the id. */
    use_id_code: z.boolean().default(true),
    /** Parts of names of service fields that have addresses. */
    address_fields: z
      .array(z.string().max(60))
      .default([
        'ip',
        'ip_address',
        'ipaddress',
        'main_ip',
        'main_ip_address',
        'additional_ips',
        'base_ip',
        'extra_ips',
        'ipv6',
      ]),
    /** Names of service fields that have a domain or host. */
    domain_fields: z.array(z.string().max(60)).default(['domain', 'hostname', 'domain_name']),
  })
  .strict();
type Options = z.infer<typeof options>;

function* get(method: string, r: Reading<Options>, query: Record<string, string | number> = {}): Questions<unknown> {
  const reply = yield {
    path: `/api/${method}.json`,
    query,
    headers: { authorization: basic(r.secret['user'] ?? '', r.secret['key'] ?? ''), accept: 'application/json' },
  };
  const json = jsonOf(reply, method);
  if (!Object.hasOwn(Object(json), 'response')) throw new Unreadable(`${method}: no response`);
  return at(json, 'response');
}

/** Pages are counted from 1 and end with an empty one; the count beside the list must be met. */
function* all(model: string, r: Reading<Options>, query: Record<string, string>): Questions<readonly unknown[]> {
  const total = Number(yield* get(`${model}/getListCount`, r, query));
  const rows = new Map<string, unknown>();
  for (let page = 1; ; page++) {
    const some = listAt(yield* get(`${model}/getList`, r, { ...query, page }));
    const before = rows.size;
    for (const row of some) rows.set(textAt(row, 'id') ?? `${rows.size}`, row);
    if (some.length === 0 || rows.size === before) break;
    if (Number.isFinite(total) && rows.size >= total) break;
  }
  if (Number.isFinite(total) && rows.size < total) throw new Unreadable(`${model}: ${rows.size} rows of ${total}`);
  return [...rows.values()];
}

function* read(r: Reading<Options>): Questions {
  const o = r.options;
  const s = new Stating();
  const reference = new Map<string, string>();
  for (const c of yield* all('clients', r, { status: 'active' })) {
    const id = textAt(c, 'id');
    if (id === undefined) continue;
    const number = `${o.prefix}${(o.use_id_code ? textAt(c, 'id_code') : undefined) ?? id}`;
    reference.set(id, number);
    const company = textAt(c, 'company');
    const person = [textAt(c, 'first_name'), textAt(c, 'last_name')].filter((x) => x !== undefined).join(' ');
    const name = company ?? (person === '' ? undefined : person);
    const mail = textAt(c, 'email');
    const country = textAt(c, 'country');
    s.party({
      reference: number,
      kind: company === undefined ? 'unknown' : 'legal',
      ...(name === undefined ? {} : { name }),
      ...(country && /^[a-z]{2}$/i.test(country) ? { country: country.toLowerCase() } : {}),
      ...(mail === undefined ? {} : { contacts: [{ purpose: 'abuse', address: mail }] }),
    });
  }
  for (const status of ['active', 'suspended'])
    for (const listed of yield* all('services', r, { status })) {
      const id = textAt(listed, 'id') ?? '';
      const where = `service ${id}`;
      const holder = reference.get(textAt(listed, 'client_id') ?? '');
      if (holder === undefined) {
        s.problem(where, 'unknown_holder');
        continue;
      }
      // Lists leave the fields out where there are many; the service itself has them.
      const full =
        at(listed, 'fields') === undefined
          ? yield* get('services/get', r, { service_id: numberAt(listed, 'id') ?? 0 })
          : listed;
      const fields = listAt(full, 'fields').map(
        (f) => [(textAt(f, 'key') ?? '').toLowerCase(), at(f, 'value')] as const,
      );
      const base = {
        where,
        holder,
        service: id,
        serviceKind: serviceKindOf(
          `${textAt(full, 'package', 'name') ?? ''} ${textAt(full, 'package', 'module_name') ?? ''}`,
        ),
        label: textAt(full, 'name'),
      };
      for (const [key, value] of fields) {
        const bare = key.replace(/^[a-z0-9]+_(?=ip|main|domain|host|base|additional|extra)/, '');
        const texts = (Array.isArray(value) ? value.map(String) : [typeof value === 'string' ? value : '']).flatMap(
          (t) => t.split(/[\s,;]+/),
        );
        if (o.address_fields.some((f) => f === key || f === bare))
          for (const t of texts)
            if (t !== '')
              if (t.includes('/')) s.prefix(t, base);
              else s.address(t, base);
        if (o.domain_fields.some((f) => f === key || f === bare))
          for (const t of texts) if (t.includes('.') && !s.stands('domain', t)) s.name('domain', t, base);
      }
    }
  return s.done();
}

export default inventoryKind<Options>({
  id: 'blesta',
  title: 'Blesta',
  spec: 'https://docs.blesta.com/developers/api',
  help: {
    nl: 'Adres van Blesta met gebruiker en sleutel van de API (Instellingen, Systeem, API-toegang).',
    en: 'Address of Blesta with name and key of the API (Settings, System, API access).',
  },
  tells: 'state',
  reach: 'http',
  secrets: ['user', 'key'],
  options,
  read,
});
