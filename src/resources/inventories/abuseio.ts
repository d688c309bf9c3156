/** An AbuseIO database: its contacts, netblocks and domains, from a dump of its MySQL database or from a CSV of a table. */
import { z } from 'zod';
import { columnNames, csvRows } from '#parties';
import { inventoryKind, type Reading, type Stated, Unreadable } from '../inventory.ts';
import { dumpRows } from '../reading/dump.ts';
import { Stating } from '../reading/stating.ts';

const options = z
  .object({
    /** Account ids that are taken; all where none is named. */
    accounts: z.array(z.string().max(20)).default([]),
    /** Reference of the contact that is the organisation itself. */
    own_reference: z.string().max(80).optional(),
  })
  .strict();
type Options = z.infer<typeof options>;

const tables = ['contacts', 'netblocks', 'domains'] as const;
type Row = ReadonlyMap<string, string>;
/** Columns in the order of AbuseIO's own migrations, for dumps that name none. */
const usual: Readonly<Record<string, readonly string[]>> = {
  contacts: [
    'id',
    'created_at',
    'updated_at',
    'deleted_at',
    'reference',
    'name',
    'email',
    'api_host',
    'enabled',
    'account_id',
  ],
  netblocks: [
    'id',
    'created_at',
    'updated_at',
    'deleted_at',
    'contact_id',
    'first_ip',
    'first_ip_int',
    'last_ip',
    'last_ip_int',
    'description',
    'enabled',
  ],
  domains: ['id', 'created_at', 'updated_at', 'deleted_at', 'contact_id', 'name', 'enabled'],
};

const on = (row: Row) => (row.get('enabled') ?? '1') !== '0' && (row.get('deleted_at') ?? '') === '';

async function readText(text: AsyncIterable<string>, r: Reading<Options>): Promise<Stated> {
  const found: Record<(typeof tables)[number], Row[]> = { contacts: [], netblocks: [], domains: [] };
  const chunks = text[Symbol.asyncIterator]();
  let head = '';
  let ended = false;
  while (head.length < 4000 && !ended) {
    const next = await chunks.next();
    ended = next.done === true;
    if (!next.done) head += next.value;
  }
  async function* whole() {
    yield head;
    while (!ended) {
      const next = await chunks.next();
      if (next.done) return;
      yield next.value;
    }
  }
  const columns = columnNames((head.split(/\r?\n/)[0] ?? '').split(/[,;\t]/).map((c) => c.replace(/^"|"$/g, '')));
  if (columns.includes('first_ip') || (columns.includes('reference') && columns.includes('email'))) {
    await fromCsv(whole(), found);
  } else {
    const defined = new Map<string, readonly string[]>(Object.entries(usual));
    let any = false;
    for await (const row of dumpRows(whole(), tables)) {
      any = true;
      if ('define' in row) {
        if (row.define.length > 0) defined.set(row.table, row.define);
        continue;
      }
      const names = row.columns ?? defined.get(row.table) ?? [];
      if (names.length !== row.values.length)
        throw new Unreadable(`${row.table}: ${row.values.length} values for ${names.length} columns`);
      found[row.table as (typeof tables)[number]].push(
        new Map(names.flatMap((n, i) => (row.values[i] === null ? [] : [[n, row.values[i] ?? ''] as const]))),
      );
    }
    if (!any) throw new Unreadable('no dump of AbuseIO: contacts, netblocks and domains are not in it');
  }
  const s = new Stating();
  const reference = new Map<string, string | null>();
  for (const c of found.contacts) {
    const id = c.get('id') ?? '';
    const number = c.get('reference');
    if (!on(c) || (r.options.accounts.length > 0 && !r.options.accounts.includes(c.get('account_id') ?? ''))) continue;
    if (!number) {
      s.problem(`contact ${id}`, 'no_holder');
      continue;
    }
    const own = number === r.options.own_reference;
    reference.set(id, own ? null : number);
    if (own) continue;
    const name = c.get('name');
    const mails = (c.get('email') ?? '').split(/[\s,;]+/).filter((m) => m !== '');
    s.party({
      reference: number,
      ...(name ? { name } : {}),
      ...(mails.length > 0 ? { contacts: mails.map((address) => ({ purpose: 'abuse' as const, address })) } : {}),
    });
  }
  const holder = (row: Row, where: string): string | null | undefined => {
    const known = reference.get(row.get('contact_id') ?? '');
    if (known !== undefined) return known;
    // A CSV of netblocks may name the contact by its reference.
    const named = row.get('contact_reference') ?? row.get('reference');
    if (named) {
      s.party({ reference: named });
      return named;
    }
    s.problem(where, 'unknown_holder');
    return undefined;
  };
  for (const n of found.netblocks) {
    if (!on(n)) continue;
    const where = `netblock ${n.get('id') ?? n.get('first_ip')}`;
    const who = holder(n, where);
    if (who !== undefined)
      s.range(n.get('first_ip'), n.get('last_ip'), { where, holder: who, label: n.get('description') });
  }
  for (const d of found.domains) {
    if (!on(d)) continue;
    const where = `domain ${d.get('id') ?? d.get('name')}`;
    const who = holder(d, where);
    if (who !== undefined) s.name('domain', d.get('name'), { where, holder: who });
  }
  return s.done();
}

/** One table as CSV; several may follow each other, each with its own header. */
async function fromCsv(text: AsyncIterable<string>, found: Record<(typeof tables)[number], Row[]>): Promise<void> {
  let columns: readonly string[] = [];
  let table: (typeof tables)[number] = 'contacts';
  for await (const { cells } of csvRows(text)) {
    const names = columnNames(cells);
    const kind = names.includes('first_ip')
      ? 'netblocks'
      : names.includes('email') && names.includes('reference')
        ? 'contacts'
        : names.includes('contact_id') && names.includes('name')
          ? 'domains'
          : undefined;
    if (kind) {
      table = kind;
      columns = names;
      continue;
    }
    found[table].push(
      new Map(
        columns.flatMap((n, i) => ((cells[i] ?? '').trim() === '' ? [] : [[n, (cells[i] ?? '').trim()] as const])),
      ),
    );
  }
}

export default inventoryKind<Options>({
  id: 'abuseio',
  title: 'AbuseIO',
  spec: 'https://github.com/AbuseIO/AbuseIO',
  help: {
    nl: 'Een dump van de database (contacts, netblocks, domains), of die tabellen als CSV.',
    en: 'A dump of the database (contacts, netblocks, domains), or those tables as CSV.',
  },
  tells: 'state',
  reach: 'file',
  options,
  readText,
});
