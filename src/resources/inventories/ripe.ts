/** The split files of the RIPE Database: inetnum, inet6num, route, route6, aut-num, organisation and role objects in RPSL. */
import { z } from 'zod';
import { inventoryKind, type Reading, type Stated, Unreadable } from '../inventory.ts';
import { paragraphsOf } from '../reading/lines.ts';
import { Stating } from '../reading/stating.ts';

const options = z
  .object({
    /** Organisation handles whose objects are the organisation's own; their more specific assignments are customers'. */
    own_organisations: z.array(z.string().max(30)).default([]),
    /** Only objects with one of these maintainers (mnt-by or mnt-lower) are taken; all where none is named. */
    maintainers: z.array(z.string().max(80)).default([]),
    /** Only objects with one of these organisations are taken; all where none is named. */
    organisations: z.array(z.string().max(30)).default([]),
    /** An assignment without organisation is its netname's. */
    netname_is_holder: z.boolean().default(false),
    /** Most objects taken. */
    most: z.number().int().min(1).max(2_000_000).default(500_000),
  })
  .strict();
type Options = z.infer<typeof options>;

type Rpsl = ReadonlyMap<string, readonly string[]>;
/** One RPSL object: continuation by blank, tab or plus; a comment after `#` is no value. */
function objectOf(lines: readonly string[]): Rpsl | undefined {
  const fields = new Map<string, string[]>();
  let last: string[] | undefined;
  for (const line of lines) {
    if (/^[%#]/.test(line)) continue;
    const more = /^[ \t+](.*)$/.exec(line);
    if (more && last) {
      last[last.length - 1] = `${last.at(-1)} ${(more[1] ?? '').trim()}`.trim();
      continue;
    }
    const found = /^([a-z0-9-]+):\s*(.*)$/i.exec(line);
    if (!found?.[1]) return undefined;
    const name = found[1].toLowerCase();
    last = fields.get(name) ?? [];
    last.push((found[2] ?? '').replace(/\s+#.*$/, '').trim());
    fields.set(name, last);
  }
  return fields.size > 0 ? fields : undefined;
}

const taken = new Set(['inetnum', 'inet6num', 'aut-num', 'organisation', 'role', 'route', 'route6']);

async function readText(text: AsyncIterable<string>, r: Reading<Options>): Promise<Stated> {
  const o = r.options;
  const s = new Stating();
  const roles = new Map<string, string>();
  const organisations = new Map<string, Rpsl>();
  const resources: Rpsl[] = [];
  let any = false;
  for await (const lines of paragraphsOf(text)) {
    const object = objectOf(lines);
    const type = object && [...object.keys()][0];
    if (!object || !type || !taken.has(type)) continue;
    any = true;
    if (type === 'organisation') organisations.set((object.get('organisation')?.[0] ?? '').toUpperCase(), object);
    else if (type === 'role') {
      const mailbox = object.get('abuse-mailbox')?.[0];
      const handle = object.get('nic-hdl')?.[0];
      if (mailbox && handle) roles.set(handle.toUpperCase(), mailbox);
    } else {
      const org = (object.get('org')?.[0] ?? '').toUpperCase();
      const by = [...(object.get('mnt-by') ?? []), ...(object.get('mnt-lower') ?? [])]
        .flatMap((m) => m.split(/[\s,]+/))
        .map((m) => m.toUpperCase());
      if (o.organisations.length > 0 && !o.organisations.some((x) => x.toUpperCase() === org)) continue;
      if (o.maintainers.length > 0 && !o.maintainers.some((m) => by.includes(m.toUpperCase()))) continue;
      if (resources.push(object) > o.most)
        throw new Unreadable(`more than ${o.most} objects: name your organisations or maintainers`);
    }
  }
  if (!any) throw new Unreadable('no file of the RIPE Database: no object of a known class');
  const own = new Set(o.own_organisations.map((x) => x.toUpperCase()));
  const party = (org: string): string | null => {
    if (own.has(org)) return null;
    if (!s.has(org)) {
      const known = organisations.get(org);
      const name = known?.get('org-name')?.[0];
      const country = known?.get('country')?.[0]?.toLowerCase();
      const abuse = roles.get((known?.get('abuse-c')?.[0] ?? '').toUpperCase());
      // Mail addresses of persons are masked in the public files (***@example.org): these are no addresses.
      s.party({
        reference: org,
        kind: 'legal',
        ...(name ? { name } : {}),
        ...(country && /^[a-z]{2}$/.test(country) ? { country } : {}),
        ...(abuse && !abuse.includes('*') ? { contacts: [{ purpose: 'abuse', address: abuse }] } : {}),
      });
    }
    return org;
  };
  const inNums = new Set<string>();
  for (const object of resources) {
    const type = [...object.keys()][0] ?? '';
    const key = object.get(type)?.[0] ?? '';
    const where = `${type} ${key}`;
    if (type === 'route' || type === 'route6') continue;
    const status = (object.get('status')?.[0] ?? '').toUpperCase();
    // Blocks of the registries themselves, and space that was not handed out.
    if (/^(ALLOCATED UNSPECIFIED|ALLOCATED-BY-RIR|LEGACY UNSPECIFIED|NOT-SET)$/.test(status)) continue;
    const org = (object.get('org')?.[0] ?? '').toUpperCase();
    const netname = object.get('netname')?.[0];
    let holder: string | null | undefined;
    if (org !== '') holder = party(org);
    else if (o.netname_is_holder && netname !== undefined && type !== 'aut-num') {
      s.party({ reference: netname, kind: 'unknown', name: object.get('descr')?.[0] ?? netname });
      holder = netname;
    } else s.problem(where, 'no_holder');
    if (holder === undefined) continue;
    const h = { where, holder, label: netname ?? object.get('as-name')?.[0] };
    if (type === 'aut-num') s.asn(key, h);
    else if (type === 'inet6num') s.prefix(key, h);
    else {
      const [from = '', to = ''] = key.split(/\s*-\s*/);
      s.range(from, to === '' ? from : to, h);
    }
    inNums.add(key);
  }
  return s.done();
}

export default inventoryKind<Options>({
  id: 'ripe',
  title: 'RIPE Database (split files)',
  spec: 'https://docs.db.ripe.net/Database-Support/RIPE-Database-Structure',
  help: {
    nl: 'Bestanden ripe.db.inetnum.gz, ripe.db.inet6num.gz, ripe.db.organisation.gz enz., achter elkaar of los, met of zonder gzip.',
    en: 'Files ripe.db.inetnum.gz, ripe.db.inet6num.gz, ripe.db.organisation.gz and so on, together or one by one, with or without gzip.',
  },
  tells: 'state',
  layer: 'registry',
  reach: 'file',
  options,
  readText,
});
