/** Millions of findings in cases that are really there, written by the database itself: for what must stay quick when it is full. */
import { sql } from '#io/db';
import type { Id } from '#kernel';
import type { BenchWorld } from './world.ts';

/**
 * Copies the findings of an organisation over the thirty days before, until there are this many; episodes, cases and roll-ups
 * count along.
 * @returns how many there are
 */
export async function fillUp(
  b: BenchWorld,
  org: Id<'org'>,
  wanted: number,
  say: (line: string) => void,
): Promise<number> {
  const [have] = await b.world.db.in(org, (tx) =>
    tx.rows(
      sql<{
        n: number;
        day: string;
      }>`select count(*)::int as n, max(day) as day from finding where organisation_id = ${org}`,
    ),
  );
  const each = have?.n ?? 0;
  const turns = Math.max(0, Math.round(wanted / each) - 1);
  for (let k = 0; k < 30; k++)
    await b.world.db.in(org, (tx) => tx.rows(sql`select make_finding_day((${have?.day}::date - ${k}::int))`));
  await b.world.db.owner(async (tx) => {
    const columns = await tx.rows(sql<{ name: string }>`
      select attname as name from pg_attribute where attrelid = 'finding'::regclass and attnum > 0 and not attisdropped
        and attname not in ('day', 'id', 'seen_at', 'received_at') order by attnum`);
    const rest = sql.raw(columns.map((c) => `f.${c.name}`).join(', '));
    const names = sql.raw(columns.map((c) => c.name).join(', '));
    await tx.rows(
      sql`create temporary table first_ones on commit drop as select * from finding where organisation_id = ${org}`,
    );
    for (let k = 1; k <= turns; k++) {
      if (k % 10 === 0) say(`${k * each} findings`);
      await tx.rows(sql`
        insert into finding (day, id, seen_at, received_at, ${names})
        select f.day - ${k % 30}::int, 'fnd_' || left(md5(f.id || ${String(k)}), 26), f.seen_at - make_interval(days => ${k % 30}), f.received_at - make_interval(days => ${k % 30}), ${rest} from first_ones f`);
    }
    await tx.rows(sql`update episode set finding_count = finding_count * ${turns + 1} where organisation_id = ${org}`);
    await tx.rows(
      sql`update abuse_case set finding_count = finding_count * ${turns + 1} where organisation_id = ${org}`,
    );
    await tx.rows(sql`delete from finding_count where organisation_id = ${org}`);
    await tx.rows(sql`
      insert into finding_count (organisation_id, day, kind, severity, n)
      select organisation_id, day, kind, coalesce(severity, 'unknown'), count(*) from finding where organisation_id = ${org} group by 1, 2, 3, 4`);
  });
  await b.world.db.owner((tx) => tx.rows(sql`analyze`));
  return each * (turns + 1);
}
