/** Messages as people see them in lists, and what a person writes down of one. */

import type { z } from 'zod';
import type { Finding } from '#formats';
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { cleanAddress, cleanHost, cleanUrl, type Id, Refused, readTime } from '#kernel';
import { loadLaw } from '#law/work';
import type { handFinding, MessageRow } from './shapes.ts';
import { headersOf } from './work.ts';

/** Messages that fit the filter, newest first, each with From and Subject where they are still kept. */
export async function messageRows(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  filter: ReturnType<typeof sql>,
  limit: number,
): Promise<MessageRow[]> {
  const rows = await tx.rows(sql<{
    id: Id<'msg'>;
    name: string | null;
    channel: string;
    lane: string;
    feed: string | null;
    size: number;
    received_at: Temporal.Instant;
    state: MessageRow['state'];
    ended: string | null;
    format: string | null;
    why: string | null;
    problems: MessageRow['problems'];
    finding_count: number;
    within: string | null;
    tombstone: MessageRow['tombstone'];
    auth: MessageRow['auth'];
    notifier: MessageRow['notifier'];
  }>`
    select id, name, channel, lane, feed, size, received_at, state, ended, format, why, problems, finding_count, within, tombstone, auth,
           (select jsonb_build_object('id', n.id, 'name', n.name) from notifier n where n.organisation_id = message.organisation_id and n.id = message.notifier_id) as notifier
      from message
     where organisation_id = ${org} and ${filter} order by received_at desc, id desc limit ${limit}`);
  const shown: MessageRow[] = [];
  // One after the other: they share one connection.
  for (const r of rows)
    shown.push({
      ...r,
      size: Number(r.size),
      received_at: r.received_at.toString(),
      tombstone: r.tombstone ?? null,
      auth: r.auth ?? null,
      notifier: r.notifier ?? null,
      ...(await headersOf(world, tx, org, r.id)),
    });
  return shown;
}

/** A finding as a person wrote it down; refused where it names nothing we could look up, or no known kind. */
export async function findingByHand(b: z.infer<typeof handFinding>): Promise<Finding> {
  const law = await loadLaw();
  const wrong: Record<string, string> = {};
  const kind = law.kinds.get(b.kind);
  if (!kind) wrong['kind'] = 'not a known kind';
  const seen = readTime(b.seen_at);
  if (!seen) wrong['seen_at'] = 'not a moment';
  const ip = b.ip ? cleanAddress(b.ip) : undefined;
  if (b.ip && !ip) wrong['ip'] = 'not an address';
  const host = b.host ? cleanHost(b.host) : undefined;
  if (b.host && !host) wrong['host'] = 'not a host name';
  if (b.url && !cleanUrl(b.url)) wrong['url'] = 'not a URL';
  if (!ip && !host && !b.url) wrong['ip'] ??= 'name an address, a host or a URL';
  if (Object.keys(wrong).length > 0 || !seen || !kind)
    throw new Refused(
      'request.invalid',
      Object.entries(wrong)
        .map(([f, m]) => `${f}: ${m}`)
        .join('; '),
      wrong,
    );
  return {
    kind: b.kind,
    seenAt: seen.at,
    timePrecision: seen.precision,
    ...(ip ? { ip } : {}),
    ...(b.port ? { port: b.port } : {}),
    ...(host ? { host } : {}),
    ...(b.url ? { url: b.url } : {}),
    ...(b.reference ? { reference: b.reference } : {}),
    role: 'source',
    classification: { rsit: kind.rsit.value, ...(kind.xarf ? { xarf: kind.xarf.value } : {}) },
    ...(b.note ? { extra: { note: b.note } } : {}),
    problems: [],
  };
}

/** One message. @throws Refused `request.not-found` also where it is another organisation's */
export async function oneMessage(world: World, org: Id<'org'>, id: string): Promise<MessageRow> {
  const rows = await world.db.in(org, (tx) => messageRows(world, tx, org, sql`id = ${id}`, 1));
  if (!rows[0]) throw new Refused('request.not-found');
  return rows[0];
}
