/** A world for benchmarks: an embedded database of its own, or another PostgreSQL, with a provider whose customers hold a /16. */
import { pino } from 'pino';
import { wallClock } from '#io/clock';
import { openDb, sql } from '#io/db';
import { newId, trueDice } from '#io/dice';
import { keysUnder } from '#io/keys';
import { migrate, prepareForeign } from '#io/migrate';
import { openNet } from '#io/net';
import { startCluster } from '#io/testing';
import type { World } from '#io/world';
import type { Id } from '#kernel';

/** The master key of benchmarks. */
export const benchKey = Buffer.alloc(32, 9);

export interface BenchWorld {
  readonly world: World;
  readonly org: Id<'org'>;
  readonly url: string;
  close(): Promise<void>;
}

/** Opens it. `customers` contracts each hold an equal part of 10.0.0.0/8, which no network of anybody is. */
export async function openBenchWorld(options: {
  readonly url?: string;
  readonly customers: number;
}): Promise<BenchWorld> {
  let url = options.url;
  let stop = async () => {};
  if (url) {
    await prepareForeign(url);
    await migrate(url);
  } else {
    const cluster = await startCluster();
    const { makeDatabase } = await import('#io/migrate');
    await makeDatabase(cluster.adminUrl, 'bench', 'bezem_login');
    url = cluster.loginUrl('bench');
    await migrate(url);
    stop = () => cluster.stop();
  }
  const db = openDb({ url, most: 8 });
  const world: World = {
    clock: wallClock,
    dice: trueDice,
    db,
    keys: keysUnder(benchKey),
    log: pino({ level: 'silent' }),
    mail: { send: async () => ({ outcome: 'held', response: 'bench' }), close: async () => {} },
    look: { at: async () => ({ answered: false, note: 'bench' }), addressesOf: async () => [] },
    net: openNet({ named: [] }),
    publicUrl: 'http://bench.example',
  };
  const org = await provider(world, options.customers);
  return {
    world,
    org,
    url,
    async close() {
      await db.close();
      await stop();
    },
  };
}

/** A provider with this many customers, each holding prefixes of 10.0.0.0/8, written set by set. */
export async function provider(world: World, customers: number): Promise<Id<'org'>> {
  const org = newId(world, 'org');
  const slug = `bench-${org.slice(-10)}`;
  const from = '2020-01-01T00:00:00Z';
  await world.db.in(org, async (tx) => {
    await tx.rows(
      sql`insert into organisation (organisation_id, slug, name, kind, created_at) values (${org}, ${slug}, 'Bench', 'provider', now())`,
    );
    await tx.rows(
      sql`insert into network (organisation_id, id, kind, prefix, valid, recorded) values (${org}, ${newId(world, 'net')}, 'prefix', '10.0.0.0/8', tstzrange(${from}::timestamptz, null), tstzrange(${from}::timestamptz, null))`,
    );
    const rows = Array.from({ length: customers }, (_, i) => ({
      party: newId(world, 'party'),
      contract: newId(world, 'ctr'),
      holding: newId(world, 'hld'),
      n: i,
      prefix: `10.${i >> 8}.${i & 255}.0/24`,
    }));
    await tx.rows(
      sql`insert into party (organisation_id, id, reference, kind, name, created_at) select ${org}, r.party, 'K-' || r.n, 'legal', 'Customer ' || r.n, now() from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(party text, n int)`,
    );
    await tx.rows(
      sql`insert into contract (organisation_id, id, reference, buyer_id, service_kind, dsa_class, valid, recorded) select ${org}, r.contract, 'C-' || r.n, r.party, 'vps', 'hosting', tstzrange(${from}::timestamptz, null), tstzrange(${from}::timestamptz, null) from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(party text, contract text, n int)`,
    );
    await tx.rows(
      sql`insert into holding (organisation_id, id, kind, prefix, contract_id, origin, valid, recorded) select ${org}, r.holding, 'prefix', r.prefix::cidr, r.contract, 'import', tstzrange(${from}::timestamptz, null), tstzrange(${from}::timestamptz, null) from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(holding text, contract text, prefix text)`,
    );
    await tx.rows(sql`insert into ledger_version (organisation_id, version) values (${org}, 1)`);
  });
  return org;
}

/** A CSV in the shape of a Shadowserver report of sinkhole hits: unique rows, addresses spread over the customers. */
export function* feedCsv(rows: number, customers: number, day = '2026-11-20'): Generator<string> {
  yield '"timestamp","severity","ip","protocol","port","asn","geo","region","city","hostname","tag","infection","naics","sector","src_ip","src_port","dst_ip","dst_port","http_agent","custom"\n';
  let part = '';
  for (let i = 0; i < rows; i++) {
    const customer = (i * 2654435761) % customers;
    const second = i % 86400;
    const time = `${day} ${String(Math.floor(second / 3600)).padStart(2, '0')}:${String(Math.floor(second / 60) % 60).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}`;
    const ip = `10.${customer >> 8}.${customer & 255}.${(i * 31) % 250 || 1}`;
    part += `"${time}","critical","${ip}","tcp",${1024 + (i % 60000)},64500,"NL","Noord-Holland","Amsterdam","h${i % 1000}.example.net","avalanche","andromeda",518210,"Information","${ip}",${1024 + (i % 60000)},"198.51.100.${i % 250}",80,"Mozilla/5.0","n${i}"\n`;
    if (part.length > 65536) {
      yield part;
      part = '';
    }
  }
  yield part;
}

const columns =
  'timestamp,severity,src_ip,src_port,src_asn,src_geo,src_region,src_city,src_hostname,src_naics,src_sector,device_vendor,device_type,device_model,protocol,dst_ip,dst_port,dst_asn,dst_geo,dst_region,dst_city,dst_hostname,dst_naics,dst_sector,infection,family,tag,application,version,event_id';

/**
 * A day of sinkhole hits as Shadowserver sends them: thirty columns, some 340 bytes a row, twenty addresses for each customer
 * and every twentieth row a second time.
 */
export function* sinkholeCsv(rows: number, customers: number, day = '2026-11-20'): Generator<string> {
  yield `${columns
    .split(',')
    .map((c) => `"${c}"`)
    .join(',')}\n`;
  const two = (n: number) => String(n).padStart(2, '0');
  let part = '';
  let before = '';
  for (let i = 0; i < rows; i++) {
    if (i % 20 === 19) part += before;
    else {
      const mixed = Math.imul(i, 2654435761) >>> 0;
      const customer = mixed % customers;
      const second = (i * 7) % 86400;
      const time = `${day} ${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
      const host = (mixed >>> 11) % 20;
      const ip = `10.${customer >> 8}.${customer & 255}.${1 + host * 12}`;
      const family = ['andromeda', 'avalanche', 'gamarue', 'mirai', 'qakbot'][mixed % 5];
      before = `"${time}","critical","${ip}",${1024 + (mixed % 60000)},64500,"NL","NOORD-HOLLAND","AMSTERDAM","vps${customer}-${host}.example.net",518210,"Data Processing, Hosting, and Related Services",,,,"tcp","198.51.100.${1 + (i % 250)}",${i % 3 === 0 ? 443 : 80},64501,"DE","HESSEN","FRANKFURT",,518210,,"${family}","${family}","sinkhole;${family}","http",,"${mixed.toString(16).padStart(8, '0')}-${i.toString(16)}"\n`;
      part += before;
    }
    if (part.length > 65536) {
      yield part;
      part = '';
    }
  }
  yield part;
}

/** How many different rows `sinkholeCsv` writes. */
export const differentRows = (rows: number): number => rows - Math.floor(rows / 20);
