/** Where the addresses of a notice are: on this network or not, from our own ledger at that moment; whose they are if not, only where we know it already. */
import { attributeFinding } from '#attribution';
import { ledgerFor, saveAnswers } from '#attribution/store';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import {
  type Actor,
  actorId,
  cleanHost,
  mayAs,
  parseAddress,
  parsePrefix,
  prefixText,
  Refused,
  supernets,
} from '#kernel';
import { domainsOf } from '#resources';
import { hostOf, type Location, queryOf } from './location.ts';
import { type NoticeItem, orgOf, type PlacedItem } from './store.ts';

export interface KnownElsewhere {
  readonly name: string;
  /** Where to report: an address or page, as it was written down. */
  readonly reportAt: string | null;
}

/** Whose it is, where somebody wrote that down; the narrowest range or longest name that fits. Nothing is fetched. */
export async function knownElsewhere(tx: Tx, item: Location): Promise<KnownElsewhere | undefined> {
  const { ip, host } = hostOf(item);
  const address = ip ? parseAddress(ip) : undefined;
  const [row] = address
    ? await tx.rows(sql<KnownElsewhere>`
        select name, report_at as "reportAt" from elsewhere
         where organisation_id = ${orgOf(tx)} and kind = 'prefix' and what = any(${supernets(address)}::text[])
         order by split_part(what, '/', 2)::int desc limit 1`)
    : host
      ? await tx.rows(sql<KnownElsewhere>`
          select name, report_at as "reportAt" from elsewhere
           where organisation_id = ${orgOf(tx)} and kind = 'domain' and what = any(${[host, ...domainsOf(host)]}::text[])
           order by length(what) desc limit 1`)
      : [];
  return row;
}

export interface Looked {
  readonly place: NoticeItem['place'];
  readonly elsewhere: KnownElsewhere | null;
  /** Kept with `save`; for a stranger only the place is told. */
  readonly answer: ReturnType<typeof attributeFinding> | null;
}

/**
 * Looks one location up as it was held at a moment. A name we do not know is `unclear`, not elsewhere: it may lead to an
 * address of ours, and we ask no name server for a stranger.
 */
export async function lookAt(tx: Tx, item: Location, at: Temporal.Instant): Promise<Looked> {
  const query = queryOf(item, at);
  if (!query) return { place: 'unclear', elsewhere: null, answer: null };
  const answer = attributeFinding(await ledgerFor(tx, query), query);
  if (answer.reason === 'no_resource') return { place: 'unclear', elsewhere: null, answer: null };
  if (answer.status !== 'out_of_scope') return { place: 'ours', elsewhere: null, answer };
  const known = await knownElsewhere(tx, item);
  const { ip } = hostOf(item);
  return { place: known || ip ? 'elsewhere' : 'unclear', elsewhere: known ?? null, answer: null };
}

/** Looks an item up and gives what its row then says. The moment is the notifier's, else that of receipt: what a notice names is there now. */
export async function placed(
  world: World,
  tx: Tx,
  no: number,
  item: Location,
  at: Temporal.Instant,
): Promise<PlacedItem> {
  const { place, elsewhere, answer } = await lookAt(tx, item, at);
  const [attribution = null] = answer ? await saveAnswers(world, tx, orgOf(tx), [answer]) : [];
  return {
    no,
    place,
    elsewhere: elsewhere ? [elsewhere.name, elsewhere.reportAt].filter(Boolean).join(', ') : null,
    attribution,
    holder: answer?.holder ?? null,
    contract: answer?.contract ?? null,
  };
}

export interface Elsewhere extends KnownElsewhere {
  readonly kind: 'prefix' | 'domain';
  readonly what: string;
  readonly origin: string;
}
export async function listElsewhere(tx: Tx): Promise<readonly Elsewhere[]> {
  return tx.rows(sql<Elsewhere>`
    select kind, what, name, report_at as "reportAt", origin from elsewhere where organisation_id = ${orgOf(tx)} order by kind, what`);
}

/** Writes down whose a range or name is. @throws Refused `request.invalid` where it is neither */
export async function saveElsewhere(
  world: World,
  tx: Tx,
  given: {
    readonly what: string;
    readonly name: string;
    readonly report_at?: string | null | undefined;
    readonly origin: string;
  },
  by: Actor,
): Promise<void> {
  if (!mayAs(by, 'handler')) throw new Refused('request.not-allowed');
  const address = parseAddress(given.what);
  const prefix = address ? parsePrefix(`${given.what}/${address.bytes.length * 8}`) : parsePrefix(given.what);
  const domain = prefix ? undefined : cleanHost(given.what);
  if (!prefix && !domain) throw new Refused('request.invalid', 'what: a range, an address or a domain');
  await tx.rows(sql`
    insert into elsewhere (organisation_id, kind, what, name, report_at, origin, recorded_at, recorded_by)
    values (${orgOf(tx)}, ${prefix ? 'prefix' : 'domain'}, ${prefix ? prefixText(prefix) : (domain ?? '')}, ${given.name}, ${given.report_at ?? null},
            ${given.origin}, ${world.clock.now().toString()}::timestamptz, ${actorId(by)})
    on conflict (organisation_id, kind, what) do update
       set name = excluded.name, report_at = excluded.report_at, origin = excluded.origin, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by`);
}
