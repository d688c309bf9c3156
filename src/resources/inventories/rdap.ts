/** RDAP (RFC 9083): who registered given prefixes, AS numbers and domains, at the registry the bootstrap names (RFC 9224). */
import { z } from 'zod';
import { addressText, parsePrefix, prefixHolds } from '#kernel';
import { inventoryKind, type Questions, type Reading, Unreadable } from '../inventory.ts';
import { at, jsonOf, listAt, textAt } from '../reading/json.ts';
import { prefixIn, Stating } from '../reading/stating.ts';

const options = z
  .object({
    /** Prefixes, AS numbers (AS64500) and domains that are asked about. */
    resources: z.array(z.string().min(1).max(255)).min(1).max(5000),
    /** Ask the address of the inventory itself, rather than the server the bootstrap of IANA names. */
    direct: z.boolean().default(false),
    /** Handles of registrants that are the organisation itself. */
    own_handles: z.array(z.string().max(100)).default([]),
  })
  .strict();
type Options = z.infer<typeof options>;

/** A contact card (jCard, RFC 7095): its name, its country and its mail addresses. */
function cardOf(entity: unknown) {
  const rows = listAt(entity, 'vcardArray', 1);
  const values = (name: string) => rows.filter((row) => at(row, 0) === name).map((row) => at(row, 3));
  const name = values('fn').find((v) => typeof v === 'string' && v.trim() !== '') as string | undefined;
  const organisation = values('org')
    .flatMap((v) => (Array.isArray(v) ? v : [v]))
    .find((v) => typeof v === 'string' && v.trim() !== '');
  const kind = values('kind')[0];
  return {
    name: (typeof organisation === 'string' ? organisation : undefined) ?? name,
    legal: kind === 'org' || organisation !== undefined,
    mails: values('email')
      .filter((v): v is string => typeof v === 'string' && v.includes('@'))
      .map((m) => m.replace(/^mailto:/i, '')),
  };
}

/** Every entity with one of these roles, at any depth: an abuse contact often hangs on the registrant. */
function withRole(object: unknown, role: string, depth = 0): unknown[] {
  if (depth > 4) return [];
  return listAt(object, 'entities').flatMap((e) => [
    ...(listAt(e, 'roles').includes(role) ? [e] : []),
    ...withRole(e, role, depth + 1),
  ]);
}

interface Bootstraps {
  readonly ipv4?: unknown;
  readonly ipv6?: unknown;
  readonly asn?: unknown;
  readonly dns?: unknown;
}

/** The server for a resource: longest prefix, range of numbers, or longest name. Encrypted ones go first. */
export function serverFor(kind: 'ipv4' | 'ipv6' | 'asn' | 'dns', what: string, bootstrap: unknown): string | undefined {
  const prefix = kind === 'ipv4' || kind === 'ipv6' ? parsePrefix(what) : undefined;
  let best: { readonly length: number; readonly urls: readonly unknown[] } | undefined;
  for (const service of listAt(bootstrap, 'services')) {
    const urls = listAt(service, 1);
    for (const entry of listAt(service, 0).map(String)) {
      let length = -1;
      if (prefix) {
        const outer = prefixIn(entry);
        if (outer?.version === prefix.version && prefixHolds(outer, prefix)) length = outer.length;
      } else if (kind === 'asn') {
        const [from = '', to = from] = entry.split('-');
        if (Number(from) <= Number(what) && Number(what) <= Number(to)) length = 1;
      } else if (entry === '' || what === entry.toLowerCase() || what.endsWith(`.${entry.toLowerCase()}`))
        length = entry.length;
      if (length >= 0 && (!best || length > best.length)) best = { length, urls };
    }
  }
  const urls = (best?.urls ?? []).map(String);
  return urls.find((u) => u.startsWith('https:')) ?? urls[0];
}

function* read(r: Reading<Options>): Questions {
  const o = r.options;
  const s = new Stating();
  const files: Record<keyof Bootstraps, unknown> = { ipv4: undefined, ipv6: undefined, asn: undefined, dns: undefined };
  for (const resource of o.resources) {
    const prefix = prefixIn(resource);
    const asn = /^as(\d{1,10})$/i.exec(resource)?.[1];
    const kind = prefix ? (prefix.version === 4 ? 'ipv4' : 'ipv6') : asn ? 'asn' : 'dns';
    const what = prefix ? `${addressText(prefix)}/${prefix.length}` : (asn ?? resource.toLowerCase());
    let base = '';
    if (!o.direct) {
      files[kind] ??= jsonOf(yield { path: `/rdap/${kind}.json` }, `${kind}.json`);
      const server = serverFor(kind, what, files[kind]);
      if (!server) {
        s.problem(resource, 'no_resource');
        continue;
      }
      base = server.replace(/\/$/, '');
    }
    const path = `${base}/${kind === 'asn' ? `autnum/${what}` : kind === 'dns' ? `domain/${what}` : `ip/${what}`}`;
    const reply = yield { path, accept: [404], headers: { accept: 'application/rdap+json, application/json' } };
    if (reply.status === 404) {
      s.problem(resource, 'unknown_holder');
      continue;
    }
    const object = jsonOf(reply, resource);
    const type = textAt(object, 'objectClassName');
    if (type !== undefined && !['ip network', 'autnum', 'domain'].includes(type))
      throw new Unreadable(`${resource}: an answer about ${type.slice(0, 40)}`);
    const [registrant] = withRole(object, 'registrant');
    const handle = textAt(registrant, 'handle');
    if (handle === undefined) {
      s.problem(resource, 'no_holder');
      continue;
    }
    const own = o.own_handles.includes(handle);
    if (!own) {
      const card = cardOf(registrant);
      const abuse = withRole(object, 'abuse').flatMap((e) => cardOf(e).mails);
      const country = textAt(object, 'country')?.toLowerCase();
      s.party({
        reference: handle,
        ...(card.name === undefined ? {} : { name: card.name.slice(0, 300) }),
        ...(card.legal ? { kind: 'legal' as const } : {}),
        ...(country && /^[a-z]{2}$/.test(country) ? { country } : {}),
        ...(abuse.length > 0
          ? { contacts: [...new Set(abuse)].map((address) => ({ purpose: 'abuse' as const, address })) }
          : {}),
      });
    }
    const h = { where: resource, holder: own ? null : handle, label: textAt(object, 'name') };
    if (kind === 'asn') s.asn(what, h);
    else if (kind === 'dns') s.name('domain', textAt(object, 'ldhName') ?? what, h);
    else {
      const blocks = listAt(object, 'cidr0_cidrs').flatMap((c) => {
        const head = textAt(c, 'v4prefix') ?? textAt(c, 'v6prefix');
        const length = textAt(c, 'length');
        return head && length ? [`${head}/${length}`] : [];
      });
      if (blocks.length > 0) for (const b of blocks) s.prefix(b, h);
      // Some servers write a mask after the first address; the range is what counts.
      else
        s.range(
          (textAt(object, 'startAddress') ?? '').replace(/\/.*$/, ''),
          (textAt(object, 'endAddress') ?? '').replace(/\/.*$/, ''),
          h,
        );
    }
  }
  return s.done();
}

export default inventoryKind<Options>({
  id: 'rdap',
  title: 'RDAP',
  spec: 'RFC 9083, RFC 9224',
  help: {
    nl: 'Adres https://data.iana.org en de prefixen, AS-nummers of domeinen waarnaar gevraagd wordt; het register dat erbij hoort wordt vanzelf gevonden.',
    en: 'Address https://data.iana.org and the prefixes, AS numbers or domains to ask about; the registry for each is found by itself.',
  },
  tells: 'state',
  layer: 'registry',
  reach: 'http',
  anywhere: true,
  secrets: [],
  options,
  read,
});
