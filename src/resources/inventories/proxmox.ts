/** Proxmox VE: machines of a cluster with the addresses of their configuration, their guest agent and the SDN address registers. */
import { z } from 'zod';
import { isPrivate, parseAddress } from '#kernel';
import { inventoryKind, type Questions, type Reading } from '../inventory.ts';
import { at, jsonOf, listAt, mustList, textAt } from '../reading/json.ts';
import { Stating } from '../reading/stating.ts';

const options = z
  .object({
    /** Where the customer number stands: a tag that begins with `customer_tag`, the pool, or a part of the name. */
    customer_from: z.enum(['tag', 'pool', 'name']).default('tag'),
    customer_tag: z.string().max(40).default('customer-'),
    /** For `name` and `pool`: a pattern whose first group is the customer number. */
    customer_pattern: z.string().max(200).default('^(\\S+)$'),
    /** What goes before the number found, to make the customer number. */
    prefix: z.string().max(40).default(''),
    /** The guest agent is asked: it says what the machine itself uses, so only where customers cannot give themselves another's address. */
    guest_agent: z.boolean().default(false),
    /** Names of SDN address registers (IPAM) that are read. */
    ipams: z.array(z.string().max(60)).default(['pve']),
  })
  .strict();
type Options = z.infer<typeof options>;

function* get(path: string, r: Reading<Options>, accept: readonly number[] = []): Questions<unknown> {
  const reply = yield {
    path: `/api2/json${path}`,
    headers: { authorization: `PVEAPIToken=${r.secret['token'] ?? ''}` },
    accept,
  };
  if (accept.includes(reply.status)) return undefined;
  return at(jsonOf(reply, path), 'data');
}

function customerOf(m: unknown, o: Options): string | undefined {
  if (o.customer_from === 'tag') {
    for (const tag of (textAt(m, 'tags') ?? '').split(/[;, ]+/)) {
      if (tag.startsWith(o.customer_tag) && tag.length > o.customer_tag.length)
        return `${o.prefix}${tag.slice(o.customer_tag.length)}`;
    }
    return undefined;
  }
  const text = textAt(m, o.customer_from) ?? '';
  let pattern: RegExp;
  try {
    pattern = new RegExp(o.customer_pattern);
  } catch {
    return undefined;
  }
  const found = pattern.exec(text.slice(0, 200))?.[1];
  return found ? `${o.prefix}${found}` : undefined;
}

/** `ip=192.0.2.5/24,gw=192.0.2.1,ip6=2001:db8::5/64` of ipconfigN, and `name=eth0,ip=…` of a container's netN. */
const addressesIn = (text: string): string[] =>
  [...text.matchAll(/(?:^|,)ip6?=([0-9a-f:.]+)(?:\/\d+)?(?=,|$)/gi)].flatMap((m) => (m[1] ? [m[1]] : []));

function* read(r: Reading<Options>): Questions {
  const o = r.options;
  const s = new Stating();
  const holderOf = new Map<string, string>();
  const labelOf = new Map<string, string | undefined>();
  const stated = new Set<string>();
  const state = (vmid: string, ip: string, from: string) => {
    const clean = parseAddress(ip);
    if (!clean || isPrivate(clean) || stated.has(`${vmid} ${ip}`)) return;
    stated.add(`${vmid} ${ip}`);
    const holder = holderOf.get(vmid);
    s.address(ip, { where: `vm ${vmid} ${from}`, holder, label: labelOf.get(vmid), serviceKind: 'vps' });
  };
  for (const m of mustList(yield* get('/cluster/resources?type=vm', r), 'cluster/resources')) {
    const vmid = textAt(m, 'vmid');
    const node = textAt(m, 'node');
    const type = textAt(m, 'type');
    if (
      vmid === undefined ||
      node === undefined ||
      (type !== 'qemu' && type !== 'lxc') ||
      textAt(m, 'template') === '1'
    )
      continue;
    const where = `vm ${vmid}`;
    const customer = customerOf(m, o);
    if (customer === undefined) {
      s.problem(where, 'no_holder');
      continue;
    }
    s.party({ reference: customer });
    holderOf.set(vmid, customer);
    labelOf.set(vmid, textAt(m, 'name'));
    const base = `/nodes/${encodeURIComponent(node)}/${type}/${encodeURIComponent(vmid)}`;
    const config = yield* get(`${base}/config`, r);
    for (const [name, value] of Object.entries(Object(config) as Record<string, unknown>))
      if (/^(ipconfig|net)\d+$/.test(name) && typeof value === 'string')
        for (const ip of addressesIn(value)) state(vmid, ip, 'config');
    if (!o.guest_agent) continue;
    if (textAt(m, 'status') !== 'running') {
      s.silent(customer);
      continue;
    }
    if (type === 'qemu') {
      // A machine whose agent does not run answers 500: what it uses is not known then, which is no ending.
      const agent = yield* get(`${base}/agent/network-get-interfaces`, r, [400, 403, 500, 501, 596]);
      if (agent === undefined) s.silent(customer);
      for (const nic of listAt(agent, 'result'))
        for (const a of listAt(nic, 'ip-addresses')) state(vmid, textAt(a, 'ip-address') ?? '', 'agent');
    } else {
      const nics = yield* get(`${base}/interfaces`, r, [400, 500, 501]);
      if (nics === undefined) s.silent(customer);
      for (const nic of listAt(nics))
        for (const field of ['inet', 'inet6'] as const)
          state(vmid, (textAt(nic, field) ?? '').replace(/\/\d+$/, ''), 'agent');
    }
  }
  for (const ipam of o.ipams)
    for (const row of listAt(yield* get(`/cluster/sdn/ipams/${encodeURIComponent(ipam)}/status`, r, [400, 404, 501]))) {
      const vmid = textAt(row, 'vmid');
      const ip = textAt(row, 'ip');
      if (vmid === undefined || ip === undefined) continue;
      if (holderOf.has(vmid)) state(vmid, ip, `ipam ${ipam}`);
    }
  return s.done();
}

export default inventoryKind<Options>({
  id: 'proxmox',
  title: 'Proxmox VE',
  spec: 'https://pve.proxmox.com/pve-docs/api-viewer/',
  help: {
    nl: 'Adres van het cluster (poort 8006) en een API-token (user@realm!naam=uuid) met de rol PVEAuditor. Het klantnummer staat in een tag, de pool of de naam.',
    en: 'Address of the cluster (port 8006) and an API token (user@realm!name=uuid) with role PVEAuditor. The customer number stands in a tag, the pool or the name.',
  },
  tells: 'state',
  reach: 'http',
  secrets: ['token'],
  options,
  read,
});
