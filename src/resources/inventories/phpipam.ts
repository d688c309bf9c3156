/** phpIPAM: subnets, addresses and customers, and the change log of each object. */
import { z } from 'zod';
import {
  type History,
  inventoryKind,
  type Questions,
  type Reading,
  type StatedHolding,
  Unreadable,
} from '../inventory.ts';
import { jsonOf, listAt, momentOfText, mustList, textAt } from '../reading/json.ts';
import { Stating } from '../reading/stating.ts';

const options = z
  .object({
    /** Id of the API application (Administration, API). */
    app: z.string().min(1).max(60),
    /** Field of a customer that has the customer number (a custom field begins with `custom_`); without it the id is the number. */
    customer_field: z.string().max(60).optional(),
    /** Section ids that are taken; all where none is named. */
    sections: z.array(z.number().int()).default([]),
    /** Zone in which phpIPAM writes its change log; the organisation's where nothing is said. */
    zone: z.string().max(60).optional(),
  })
  .strict();
type Options = z.infer<typeof options>;

const headersOf = (r: Reading<Options>) => ({ token: r.secret['token'] ?? '', accept: 'application/json' });

/** A list of the API: 404 is how phpIPAM says that there are none. */
function* list(path: string, r: Reading<Options>): Questions<readonly unknown[]> {
  const reply = yield { path: `/api/${r.options.app}/${path}`, headers: headersOf(r), accept: [404] };
  const json = jsonOf(reply, path);
  if (reply.status === 404) {
    // A wrong application or controller is 404 too, in other words.
    const message = textAt(json, 'message') ?? '';
    if (!/no |not found|empty/i.test(message)) throw new Unreadable(`${path}: ${message.slice(0, 100) || '404'}`);
    return [];
  }
  return mustList(json, path, 'data');
}

interface Customers {
  readonly byId: ReadonlyMap<string, string>;
  readonly byTitle: ReadonlyMap<string, string>;
}
function* customers(r: Reading<Options>, s: Stating): Questions<Customers> {
  const byId = new Map<string, string>();
  const byTitle = new Map<string, string>();
  for (const c of yield* list('tools/customers/', r)) {
    const id = textAt(c, 'id');
    const reference = r.options.customer_field === undefined ? id : textAt(c, r.options.customer_field);
    if (id === undefined || reference === undefined) continue;
    const name = textAt(c, 'title');
    byId.set(id, reference);
    if (name !== undefined) byTitle.set(name, reference);
    const addresses = [textAt(c, 'contact_mail'), textAt(c, 'contact_phone')].filter((a) => a !== undefined);
    s.party({
      reference,
      ...(name === undefined ? {} : { name }),
      contacts: addresses.map((address) => ({ purpose: 'technical' as const, address })),
    });
  }
  return { byId, byTitle };
}

const none = (id: string | undefined) => id === undefined || id === '0';

function* read(r: Reading<Options>): Questions {
  const s = new Stating();
  const { byId } = yield* customers(r, s);
  const holderOf = (row: unknown, where: string) => {
    const id = textAt(row, 'customer_id');
    if (none(id)) return undefined;
    const found = byId.get(id ?? '');
    if (found === undefined) s.problem(where, 'no_holder');
    return found;
  };
  const taken = new Set<string>();
  const holders = new Map<string, string | undefined>();
  for (const n of yield* list('subnets/all/', r)) {
    const id = textAt(n, 'id') ?? '';
    const where = `subnet ${id}`;
    if (textAt(n, 'isFolder') === '1') continue;
    if (r.options.sections.length > 0 && !r.options.sections.includes(Number(textAt(n, 'sectionId')))) continue;
    if (!none(textAt(n, 'vrfId'))) {
      s.problem(where, 'not_global');
      continue;
    }
    taken.add(id);
    const holder = holderOf(n, where);
    holders.set(id, holder);
    s.prefix(`${textAt(n, 'subnet') ?? ''}/${textAt(n, 'mask') ?? ''}`, {
      where,
      holder,
      label: textAt(n, 'description'),
    });
  }
  for (const a of yield* list('addresses/all/', r)) {
    if (!taken.has(textAt(a, 'subnetId') ?? '')) continue;
    const where = `address ${textAt(a, 'id')}`;
    s.address(textAt(a, 'ip'), {
      where,
      holder: holderOf(a, where),
      label: textAt(a, 'hostname') ?? textAt(a, 'description'),
    });
  }
  return s.done();
}

/** `customer_id: 3 => 5` of an edit; `customer_id: 5` of an addition; brackets around the name are dropped by newer versions. */
function changeOf(diff: readonly unknown[]): { readonly from?: string; readonly to: string } | undefined {
  for (const line of diff) {
    const found = /^\[?(?:customer_id|customer)\]?\s*:\s*(?:(.*?)\s*=>\s*)?(.*)$/.exec(String(line).trim());
    if (found) return { ...(found[1] === undefined ? {} : { from: found[1].trim() }), to: (found[2] ?? '').trim() };
  }
  return undefined;
}

/** The change log of every object there is now; phpIPAM gives none of objects that were deleted. */
function* history(r: Reading<Options>): Questions<History> {
  const zone = r.options.zone ?? r.zone;
  const s = new Stating();
  const { byId, byTitle } = yield* customers(r, s);
  // phpIPAM writes the number of a customer, or its title where it could look that up.
  const who = (text: string | undefined): string | undefined | 'unknown' => {
    const t = (text ?? '').replace(/\s*\(id:? ?\d+\)$/i, '');
    if (t === '' || t === '0' || t === '/' || /^null$/i.test(t)) return undefined;
    return byId.get(t) ?? byTitle.get(t) ?? 'unknown';
  };
  const now = yield* read(r);
  const holdings: (StatedHolding & { readonly from: Temporal.Instant })[] = [];
  const problems = [...now.problems];
  for (const h of now.holdings) {
    const found = /^(subnet|address) (\d+)$/.exec(h.where);
    if (!found) continue;
    const entries = (yield* list(`${found[1] === 'subnet' ? 'subnets' : 'addresses'}/${found[2]}/changelog/`, r))
      .filter((e) => (textAt(e, 'result') ?? 'success') === 'success')
      .map((e) => ({ e, at: momentOfText(textAt(e, 'date'), zone) }))
      .filter((x): x is { e: unknown; at: Temporal.Instant } => x.at !== undefined)
      .sort((a, b) => Temporal.Instant.compare(a.at, b.at));
    let from: Temporal.Instant | undefined;
    let holder: string | undefined;
    const close = (until: Temporal.Instant | null) => {
      if (from === undefined || holder === undefined) return;
      if (holder === 'unknown') problems.push({ where: h.where, code: 'unknown_holder' });
      else holdings.push({ ...h, holder, from, until });
    };
    for (const { e, at } of entries) {
      const action = textAt(e, 'action') ?? '';
      const change = changeOf(listAt(e, 'diff'));
      if (action === 'add') {
        close(at);
        from = at;
        holder = who(change?.to);
      } else if (action === 'edit' && change) {
        // The first entry is not its beginning: who had it before that is known, from when is not.
        close(at);
        from = at;
        holder = who(change.to);
      } else if (action === 'delete') {
        close(at);
        from = undefined;
        holder = undefined;
      }
    }
    close(null);
  }
  return { parties: now.parties, holdings, problems };
}

export default inventoryKind<Options>({
  id: 'phpipam',
  title: 'phpIPAM',
  spec: 'https://phpipam.net/api/api_documentation/',
  help: {
    nl: 'Adres van phpIPAM, de naam van de API-toepassing en haar toegangscode (app code). Klanten zijn de "customers".',
    en: 'Address of phpIPAM, the id of the API application and its app code. Customers are the "customers".',
  },
  tells: 'state',
  reach: 'http',
  secrets: ['token'],
  options,
  read,
  history,
});
