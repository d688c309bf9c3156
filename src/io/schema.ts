/** Reads a database's catalogue and writes it down: db/schema.sql for people, schema.types.ts for the compiler. Drift of either fails the check. */
import type pg from 'pg';

const text = async (client: pg.Client, query: string): Promise<readonly Record<string, string | null>[]> =>
  (await client.query(query)).rows as Record<string, string | null>[];

/** The schema as SQL-like text: the same on PostgreSQL 15 and 18, names sorted, no sizes, no dates. */
export async function schemaText(client: pg.Client): Promise<string> {
  const out: string[] = [
    '-- Written by `./bezem generate` from the migrations; do not edit. Read it to see what is there.',
    '',
  ];
  for (const d of await text(
    client,
    `
    select t.typname as name, format_type(t.typbasetype, t.typtypmod) as base, string_agg(pg_get_constraintdef(c.oid), ' ' order by c.conname) as checks
      from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_constraint c on c.contypid = t.oid and c.contype = 'c'
     where n.nspname = 'public' and t.typtype = 'd' group by 1, 2 order by 1`,
  ))
    out.push(`create domain ${d['name']} as ${d['base']} ${d['checks'] ?? ''};`);
  const tables = await text(
    client,
    `
    select c.oid::text as oid, c.relname as name, c.relrowsecurity::text as rls, c.relforcerowsecurity::text as forced,
           coalesce(array_to_string(c.reloptions, ', '), '') as options, pg_get_partkeydef(c.oid) as part, pg_get_expr(c.relpartbound, c.oid) as bound,
           (select p.relname from pg_inherits i join pg_class p on p.oid = i.inhparent where i.inhrelid = c.oid) as parent
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relname !~ '^finding_[0-9]{8}$' order by c.relname`,
  );
  for (const t of tables) {
    out.push('');
    if (t['parent']) {
      out.push(`create table ${t['name']} partition of ${t['parent']} ${(t['bound'] ?? '').toLowerCase()};`);
      continue;
    }
    const lines: string[] = [];
    for (const a of await text(
      client,
      `
      select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull::text as nn, a.attidentity as identity, pg_get_expr(d.adbin, d.adrelid) as def
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
       where a.attrelid = ${t['oid']}::oid and a.attnum > 0 and not a.attisdropped order by a.attnum`,
    ))
      lines.push(
        `  ${a['name']} ${a['type']}${a['nn'] === 'true' ? ' not null' : ''}${a['identity'] ? ' generated always as identity' : ''}${a['def'] ? ` default ${a['def']}` : ''}`,
      );
    // PostgreSQL 18 lists not-null as constraints; they stand with the columns already.
    for (const c of await text(
      client,
      `select conname as name, pg_get_constraintdef(oid) as def from pg_constraint where conrelid = ${t['oid']}::oid and contype in ('p','u','c','f','x') order by contype desc, conname`,
    ))
      lines.push(`  constraint ${c['name']} ${c['def']}`);
    out.push(
      `create table ${t['name']} (`,
      lines.join(',\n'),
      `)${t['part'] ? ` partition by ${t['part']}` : ''}${t['options'] ? ` with (${t['options']})` : ''};`,
    );
    for (const i of await text(
      client,
      `
      select pg_get_indexdef(i.indexrelid) as def from pg_index i
       where i.indrelid = ${t['oid']}::oid and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p','u','x')) order by 1`,
    ))
      out.push(`${i['def']};`);
    if (t['rls'] === 'true')
      out.push(
        `alter table ${t['name']} enable row level security${t['forced'] === 'true' ? ', force row level security' : ''};`,
      );
    for (const p of await text(
      client,
      `select policyname as name, cmd, array_to_string(roles, ', ') as roles, qual, with_check from pg_policies where schemaname = 'public' and tablename = '${t['name']}' order by policyname`,
    ))
      out.push(
        `create policy ${p['name']} on ${t['name']} for ${(p['cmd'] ?? '').toLowerCase()} to ${p['roles']} using (${p['qual']})${p['with_check'] ? ` with check (${p['with_check']})` : ''};`,
      );
    for (const g of await text(
      client,
      `select grantee, string_agg(lower(privilege_type), ', ' order by privilege_type) as what from information_schema.role_table_grants where table_schema = 'public' and table_name = '${t['name']}' and grantee in ('bezem_app', 'bezem_door') group by grantee order by grantee`,
    ))
      out.push(`grant ${g['what']} on ${t['name']} to ${g['grantee']};`);
    for (const g of await text(
      client,
      `
      select grantee, string_agg(column_name, ', ' order by column_name) as columns from information_schema.column_privileges
       where table_schema = 'public' and table_name = '${t['name']}' and grantee = 'bezem_door' and privilege_type = 'SELECT' group by grantee`,
    ))
      out.push(`grant select (${g['columns']}) on ${t['name']} to ${g['grantee']};`);
    for (const g of await text(
      client,
      `select pg_get_triggerdef(oid) as def from pg_trigger where tgrelid = ${t['oid']}::oid and not tgisinternal order by tgname`,
    ))
      out.push(`${g['def']};`);
  }
  for (const f of await text(
    client,
    `
    select pg_get_functiondef(p.oid) as def from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname = 'public' and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by p.proname`,
  ))
    out.push('', `${(f['def'] ?? '').trim()};`);
  return `${out.join('\n')}\n`;
}

const tsOf: Readonly<Record<string, string>> = {
  text: 'string',
  bytea: 'Buffer',
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'Counted',
  float4: 'number',
  float8: 'number',
  date: 'string',
  inet: 'string',
  cidr: 'string',
  timestamptz: 'Instant',
  jsonb: 'Json',
  tstzrange: 'string',
  int4range: 'string',
  _text: 'string[]',
  _float4: 'number[]',
  _bytea: 'Buffer[]',
};

/** Kysely's view of the tables. Domains of ids become `Id<kind>`. Throws where a column has a type this list does not know. */
export async function schemaTypes(client: pg.Client): Promise<string> {
  const rows = await text(
    client,
    `
    select c.relname as tbl, a.attname as name, t.typname as type, t.typtype::text as typtype, b.typname as base, a.attnotnull::text as nn, (a.atthasdef or a.attidentity <> '')::text as def
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid left join pg_type b on b.oid = t.typbasetype
     where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migration' and a.attnum > 0 and not a.attisdropped order by c.relname, a.attnum`,
  );
  const out = [
    '/** Written by `./bezem generate` from the migrations; do not edit. What the tables hold, for Kysely and the compiler. */',
    "import type { ColumnType, Generated, JSONColumnType } from 'kysely';",
    "import type { Id } from '#kernel';",
    '',
    'type Instant = ColumnType<Temporal.Instant, Temporal.Instant | string, Temporal.Instant | string>;',
    'type Counted = ColumnType<number, number | string, number | string>;',
    '// biome-ignore lint/suspicious/noExplicitAny: what lies in a jsonb column is parsed on the way out',
    'type Json = JSONColumnType<any>;',
    'type InstantOrNull = ColumnType<Temporal.Instant | null, Temporal.Instant | string | null, Temporal.Instant | string | null>;',
    '// biome-ignore lint/suspicious/noExplicitAny: as above',
    'type JsonOrNull = ColumnType<any, string | null, string | null>;',
    '',
  ];
  const interfaces: string[] = [];
  let current = '';
  for (const r of rows) {
    if (r['tbl'] !== current) {
      if (current) out.push('}', '');
      current = r['tbl'] ?? '';
      const name = current
        .split('_')
        .map((w) => w.charAt(0).toUpperCase() + w.slice(1))
        .join('');
      interfaces.push(`  ${current}: ${name}Table;`);
      out.push(`export interface ${name}Table {`);
    }
    let type: string | undefined;
    if (r['typtype'] === 'd') {
      const kind = (r['type'] ?? '').replace(/_id$/, '');
      type = kind === 'fnd' ? 'string' : `Id<'${kind}'>`;
    } else type = tsOf[r['type'] ?? ''];
    if (!type) throw new Error(`schemaTypes does not know ${r['tbl']}.${r['name']}: ${r['type']}`);
    const orNull = type === 'Instant' ? 'InstantOrNull' : type === 'Json' ? 'JsonOrNull' : `${type} | null`;
    const full = r['nn'] === 'true' ? type : orNull;
    out.push(`  ${r['name']}: ${r['def'] === 'true' ? `Generated<${full}>` : full};`);
  }
  out.push('}', '', 'export interface DB {', ...interfaces, '}', '');
  return out.join('\n');
}
