/** NetBox: prefixes, ranges, addresses, tenants with their contacts, virtual machines and services; its change log and its calls. */
import { z } from 'zod';
import {
  type History,
  type Hooked,
  inventoryKind,
  type Questions,
  type Reading,
  type StatedHolding,
  type StatedParty,
  Unreadable,
} from '../inventory.ts';
import { at, jsonOf, listAt, momentOfText, mustList, numberAt, textAt } from '../reading/json.ts';
import { purposeOf, Stating } from '../reading/stating.ts';

const options = z
  .object({
    /** Custom field of a tenant that has the customer number; without it the slug is the number. */
    customer_field: z.string().max(60).optional(),
    /** Custom field of a tenant that has the customer number of its reseller. */
    reseller_field: z.string().max(60).optional(),
    /** The group of a tenant is its reseller: the tenant whose slug is the group's. */
    group_is_reseller: z.boolean().default(false),
    /** Slug of the tenant that is the organisation itself. */
    own_tenant: z.string().max(100).optional(),
    /** Addresses in a VRF are not of the Internet, unless its name is here. */
    global_vrfs: z.array(z.string().max(100)).default([]),
    /** An address without tenant is held by the tenant of the virtual machine it is on. */
    address_of_machine: z.boolean().default(true),
    page_size: z.number().int().min(1).max(1000).default(500),
  })
  .strict();
type Options = z.infer<typeof options>;

/** Tokens of version 2 begin with `nbt_` and go as Bearer; older ones as Token. */
const headersOf = (token: string | undefined) => ({
  authorization: token?.startsWith('nbt_') ? `Bearer ${token}` : `Token ${token ?? ''}`,
  accept: 'application/json',
});

/** Every row of a list, page by page. The count must hold from the first page to the last: a list that changes is read again. */
function* all(path: string, r: Reading<Options>, query: Record<string, string> = {}): Questions<readonly unknown[]> {
  for (let attempt = 1; ; attempt++) {
    const rows: unknown[] = [];
    const ids = new Set<string>();
    let count: number | undefined;
    let steady = true;
    for (let offset = 0; steady; ) {
      const reply = yield {
        path,
        query: { ...query, limit: r.options.page_size, offset },
        headers: headersOf(r.secret['token']),
      };
      const page = jsonOf(reply, path);
      const results = mustList(page, path, 'results');
      const now = numberAt(page, 'count');
      if (now === undefined) throw new Unreadable(`${path}: no count`);
      if (count !== undefined && now !== count) steady = false;
      count = now;
      for (const row of results) {
        const id = textAt(row, 'id');
        if (id === undefined || ids.has(id)) continue;
        ids.add(id);
        rows.push(row);
      }
      offset += results.length;
      if (at(page, 'next') === null || at(page, 'next') === undefined) break;
      if (results.length === 0) throw new Unreadable(`${path}: an empty page before the last`);
    }
    if (steady && rows.length === count) return rows;
    if (attempt === 3) throw new Unreadable(`${path}: ${rows.length} rows of ${count}; it changes while it is read`);
  }
}

interface Tenants {
  /** By id of NetBox. */
  readonly reference: ReadonlyMap<string, string | null>;
}

function tenantsOf(rows: readonly unknown[], o: Options, s: Stating): Tenants {
  const reference = new Map<string, string | null>();
  const bySlug = new Map<string, string>();
  for (const t of rows) {
    const id = textAt(t, 'id') ?? '';
    const slug = textAt(t, 'slug');
    if (o.own_tenant !== undefined && slug === o.own_tenant) {
      reference.set(id, null);
      continue;
    }
    const number = o.customer_field === undefined ? slug : textAt(t, 'custom_fields', o.customer_field);
    if (number === undefined) continue;
    reference.set(id, number);
    if (slug !== undefined) bySlug.set(slug, number);
  }
  for (const t of rows) {
    const number = reference.get(textAt(t, 'id') ?? '');
    if (!number) continue;
    const group = textAt(t, 'group', 'slug');
    const seller =
      (o.reseller_field === undefined ? undefined : textAt(t, 'custom_fields', o.reseller_field)) ??
      (o.group_is_reseller && group !== undefined ? bySlug.get(group) : undefined);
    const name = textAt(t, 'name');
    s.party({
      reference: number,
      ...(name === undefined ? {} : { name }),
      ...(seller === undefined || seller === number ? {} : { seller }),
    });
  }
  return { reference };
}

const isGlobal = (row: unknown, o: Options): boolean => {
  const vrf = at(row, 'vrf');
  return vrf === null || vrf === undefined || o.global_vrfs.includes(textAt(vrf, 'name') ?? '');
};

function* read(r: Reading<Options>): Questions {
  const o = r.options;
  const s = new Stating();
  const latest = yield* newest(r);
  const tenants = tenantsOf(yield* all('/api/tenancy/tenants/', r), o, s);
  const contacts = new Map((yield* all('/api/tenancy/contacts/', r)).map((c) => [textAt(c, 'id') ?? '', c]));
  for (const a of yield* all('/api/tenancy/contact-assignments/', r)) {
    if ((textAt(a, 'object_type') ?? textAt(a, 'content_type')) !== 'tenancy.tenant') continue;
    const number = tenants.reference.get(textAt(a, 'object_id') ?? '');
    const contact = contacts.get(textAt(a, 'contact', 'id') ?? '');
    const purpose = purposeOf(textAt(a, 'role', 'slug') ?? textAt(a, 'role', 'name'));
    if (!number || !contact || !purpose) continue;
    const addresses = [textAt(contact, 'email'), textAt(contact, 'phone')].filter((x) => x !== undefined);
    s.party({ reference: number, contacts: addresses.map((address) => ({ purpose, address })) });
  }
  /** Holder of a row by its tenant: undefined where it has none. */
  const holder = (row: unknown, where: string): string | null | undefined => {
    const id = textAt(row, 'tenant', 'id');
    if (id === undefined) return undefined;
    const found = tenants.reference.get(id);
    if (found === undefined) s.problem(where, 'no_holder');
    return found;
  };
  for (const p of yield* all('/api/ipam/prefixes/', r)) {
    const where = `prefix ${textAt(p, 'id')}`;
    if (!isGlobal(p, o)) s.problem(where, 'not_global');
    else s.prefix(textAt(p, 'prefix'), { where, holder: holder(p, where), label: textAt(p, 'description') });
  }
  for (const x of yield* all('/api/ipam/ip-ranges/', r)) {
    const where = `ip-range ${textAt(x, 'id')}`;
    if (!isGlobal(x, o)) s.problem(where, 'not_global');
    else
      s.range(textAt(x, 'start_address'), textAt(x, 'end_address'), {
        where,
        holder: holder(x, where),
        label: textAt(x, 'description'),
      });
  }
  const machines = new Map(
    (yield* all('/api/virtualization/virtual-machines/', r)).map((m) => [textAt(m, 'id') ?? '', m]),
  );
  const onMachine = new Map<string, unknown>();
  for (const m of machines.values())
    for (const field of ['primary_ip4', 'primary_ip6'] as const) {
      const id = textAt(m, field, 'id');
      if (id !== undefined) onMachine.set(id, m);
    }
  const addresses = yield* all('/api/ipam/ip-addresses/', r);
  const holderOfAddress = new Map<string, string | null | undefined>();
  for (const a of addresses) {
    const id = textAt(a, 'id') ?? '';
    const where = `ip-address ${id}`;
    if (!isGlobal(a, o)) {
      s.problem(where, 'not_global');
      continue;
    }
    const machine = machines.get(textAt(a, 'assigned_object', 'virtual_machine', 'id') ?? '') ?? onMachine.get(id);
    const named = holder(a, where);
    const who = named === undefined && o.address_of_machine && machine ? holder(machine, where) : named;
    holderOfAddress.set(id, who);
    s.address(textAt(a, 'address'), {
      where,
      holder: who,
      label: textAt(a, 'dns_name') ?? textAt(machine, 'name'),
      ...(machine ? { serviceKind: 'vps' as const } : {}),
    });
  }
  // A service on an address that is another's (a shared gateway): its ports are of the tenant of its machine.
  const byId = new Map(addresses.map((a) => [textAt(a, 'id') ?? '', a]));
  for (const service of yield* all('/api/ipam/services/', r)) {
    const where = `service ${textAt(service, 'id')}`;
    const machine =
      machines.get(textAt(service, 'virtual_machine', 'id') ?? '') ??
      (textAt(service, 'parent_object_type') === 'virtualization.virtualmachine'
        ? machines.get(textAt(service, 'parent_object_id') ?? '')
        : undefined);
    const who = machine ? holder(machine, where) : undefined;
    if (who === undefined) continue;
    for (const ip of listAt(service, 'ipaddresses')) {
      const id = textAt(ip, 'id') ?? '';
      const address = byId.get(id);
      if (!address || !holderOfAddress.has(id) || holderOfAddress.get(id) === who) continue;
      for (const port of listAt(service, 'ports')) {
        const n = Number(port);
        if (Number.isInteger(n) && n > 0 && n < 65536)
          s.address(textAt(address, 'address'), {
            where: `${where}:${n}`,
            holder: who,
            ports: [n, n + 1],
            label: textAt(service, 'name'),
          });
      }
    }
  }
  s.asOf = latest;
  return s.done();
}

/** The moment of the newest change NetBox knows of: an answer with an older one comes from a restored or lagging copy. */
function* newest(r: Reading<Options>): Questions<Temporal.Instant | undefined> {
  for (const path of ['/api/core/object-changes/', '/api/extras/object-changes/']) {
    const reply = yield {
      path,
      query: { limit: 1, ordering: '-time' },
      headers: headersOf(r.secret['token']),
      accept: [403, 404],
    };
    if (reply.status === 404) continue;
    if (reply.status === 403) return undefined;
    return momentOfText(textAt(at(jsonOf(reply, path), 'results'), 0, 'time'));
  }
  return undefined;
}

// --- history -----------------------------------------------------------------------------------------------------------

const watched: Readonly<Record<string, string>> = {
  'ipam.prefix': 'prefix',
  'ipam.ipaddress': 'ip-address',
  'ipam.iprange': 'ip-range',
};

/**
 * What the object changes tell (NetBox keeps them for 90 days where nothing else is set): of each object its tenant from
 * change to change. What was so before the first change counts from the oldest change there is, since before it there is no log.
 */
function* history(r: Reading<Options>): Questions<History> {
  const o = r.options;
  const people = new Stating();
  const tenants = tenantsOf(yield* all('/api/tenancy/tenants/', r), o, people);
  const reply = yield {
    path: '/api/core/object-changes/',
    query: { limit: 1 },
    headers: headersOf(r.secret['token']),
    accept: [404],
  };
  const path = reply.status === 404 ? '/api/extras/object-changes/' : '/api/core/object-changes/';
  const changes = (yield* all(path, r, { ordering: 'time' }))
    .map((c) => ({ c, time: momentOfText(textAt(c, 'time')) }))
    .filter((x): x is { c: unknown; time: Temporal.Instant } => x.time !== undefined)
    .sort((a, b) => Temporal.Instant.compare(a.time, b.time));
  const start = changes[0]?.time;
  const problems = [...people.done().problems];
  const holdings: (StatedHolding & { readonly from: Temporal.Instant })[] = [];
  if (!start) return { parties: people.done().parties, holdings, problems };

  interface Running {
    readonly data: unknown;
    readonly from: Temporal.Instant;
  }
  const running = new Map<string, Running>();
  const state = (
    type: string,
    data: unknown,
    from: Temporal.Instant,
    until: Temporal.Instant | null,
    where: string,
  ) => {
    const s = new Stating();
    const tenant = textAt(data, 'tenant') ?? textAt(data, 'tenant', 'id');
    if (tenant === undefined) return;
    const holder = tenants.reference.get(tenant);
    if (holder === undefined) {
      problems.push({ where, code: 'unknown_holder' });
      return;
    }
    const vrf = textAt(data, 'vrf') ?? textAt(data, 'vrf', 'id');
    // A change names the VRF by its number only; which of them are global cannot be told from it.
    if (vrf !== undefined) return;
    const h = {
      where,
      holder,
      from,
      until,
      label: type === 'ipam.ipaddress' ? textAt(data, 'dns_name') : textAt(data, 'description'),
    };
    if (type === 'ipam.prefix') s.prefix(textAt(data, 'prefix'), h);
    else if (type === 'ipam.ipaddress') s.address(textAt(data, 'address'), h);
    else s.range(textAt(data, 'start_address'), textAt(data, 'end_address'), h);
    for (const x of s.done().holdings) holdings.push({ ...x, from });
    problems.push(...s.done().problems);
  };
  const seen = new Set<string>();
  for (const { c, time } of changes) {
    const type = textAt(c, 'changed_object_type') ?? '';
    const kind = watched[type];
    const id = textAt(c, 'changed_object_id');
    if (kind === undefined || id === undefined) continue;
    const where = `${kind} ${id}`;
    const key = `${type} ${id}`;
    const action = textAt(c, 'action', 'value') ?? textAt(c, 'action');
    const before = at(c, 'prechange_data');
    if (!seen.has(key) && action !== 'create' && before) running.set(key, { data: before, from: start });
    seen.add(key);
    const was = running.get(key);
    const after = action === 'delete' ? undefined : at(c, 'postchange_data');
    if (was && sameHolding(was.data, after)) continue;
    if (was && Temporal.Instant.compare(was.from, time) < 0) state(type, was.data, was.from, time, where);
    running.delete(key);
    if (after) running.set(key, { data: after, from: time });
  }
  for (const [key, was] of running) {
    const [type = '', id = ''] = key.split(' ');
    state(type, was.data, was.from, null, `${watched[type]} ${id}`);
  }
  // What no change speaks of was so all the time the log covers.
  const current = yield* read(r);
  const told = new Set([...seen].map((key) => `${watched[key.split(' ')[0] ?? '']} ${key.split(' ')[1]}`));
  for (const h of current.holdings)
    if (/^(prefix|ip-address|ip-range) \d+$/.test(h.where) && !told.has(h.where))
      holdings.push({ ...h, from: start, until: null });
  return { parties: current.parties, holdings, problems };
}

function sameHolding(a: unknown, b: unknown): boolean {
  if (!b) return false;
  return ['tenant', 'prefix', 'address', 'start_address', 'end_address', 'vrf'].every(
    (f) => textAt(a, f) === textAt(b, f),
  );
}

// --- its own calls -----------------------------------------------------------------------------------------------------

const hooked: Readonly<Record<string, string>> = {
  prefix: 'ipam.prefix',
  ipaddress: 'ipam.ipaddress',
  iprange: 'ipam.iprange',
};

/** A webhook (event rule) about a prefix, range or address: its tenant before and after, at the moment NetBox writes. */
function hook(body: unknown, r: Reading<Options>): Hooked | undefined {
  const o = r.options;
  const model = (textAt(body, 'model') ?? textAt(body, 'object_type') ?? '').replace(/^ipam\./, '');
  const type = hooked[model];
  const moment = momentOfText(textAt(body, 'timestamp'));
  // A customer number in a custom field is not in the call: the inventory is asked instead.
  if (!type || !moment || o.customer_field !== undefined || o.reseller_field !== undefined || o.group_is_reseller)
    return undefined;
  const event = textAt(body, 'event');
  const data = at(body, 'data');
  if (at(data, 'vrf') !== null && at(data, 'vrf') !== undefined && !isGlobal(data, o))
    return { at: moment, parties: [], turns: [] };
  const where = `${watched[type]} ${textAt(data, 'id')}`;
  const slug = textAt(data, 'tenant', 'slug');
  const holder = slug === undefined ? undefined : slug === o.own_tenant ? null : slug;
  // An address without tenant may be its machine's: the call does not say.
  if (
    holder === undefined &&
    type === 'ipam.ipaddress' &&
    o.address_of_machine &&
    event !== 'deleted' &&
    at(data, 'assigned_object')
  )
    return undefined;
  const name = textAt(data, 'tenant', 'name');
  const parties: StatedParty[] = holder ? [{ reference: holder, ...(name === undefined ? {} : { name }) }] : [];
  const stateOf = (row: unknown, who: string | null) => {
    const s = new Stating();
    const label = type === 'ipam.ipaddress' ? textAt(row, 'dns_name') : textAt(row, 'description');
    const h = { where, holder: who, label };
    if (type === 'ipam.prefix') s.prefix(textAt(row, 'prefix'), h);
    else if (type === 'ipam.ipaddress') s.address(textAt(row, 'address'), h);
    else s.range(textAt(row, 'start_address'), textAt(row, 'end_address'), h);
    return s.done().holdings;
  };
  const gone = event === 'deleted' || holder === undefined;
  const now = stateOf(data, holder ?? null);
  const before = at(body, 'snapshots', 'prechange');
  // Where the resource itself was changed, what it was is let go of.
  const left = before ? stateOf(before, null).filter((b) => !now.some((n) => n.what === b.what)) : [];
  return {
    at: moment,
    parties,
    turns: [
      ...now.map((h) => ({ kind: h.kind, what: h.what, ports: h.ports, to: gone ? null : h })),
      ...left.map((h) => ({ kind: h.kind, what: h.what, ports: h.ports, to: null })),
    ],
  };
}

export default inventoryKind<Options>({
  id: 'netbox',
  title: 'NetBox',
  spec: 'https://netboxlabs.com/docs/netbox/integrations/rest-api/',
  help: {
    nl: 'Adres van NetBox en een leestoken. Tenants zijn klanten; het klantnummer is de slug, of een eigen veld.',
    en: 'Address of NetBox and a token that may read. Tenants are customers; the customer number is the slug, or a custom field.',
  },
  tells: 'state',
  reach: 'http',
  secrets: ['token'],
  options,
  read,
  history,
  hook,
});
