/** What is published: points of contact in versions, and the pointer for security researchers (RFC 9116). */
import { sql, type Tx } from '#io/db';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { type Actor, actorId, mayAs, Refused } from '#kernel';
import { type ContactPoints, contactPoints } from './contact.ts';
import { orgOf } from './store.ts';

export interface PublishedContact {
  readonly version: number;
  readonly content: ContactPoints;
  readonly at: Temporal.Instant;
}

/** The points of contact as they stand; undefined where nobody filled them in. */
export async function contactNow(tx: Tx): Promise<PublishedContact | undefined> {
  const [row] = await tx.rows(sql<{ version: number; content: unknown; at: Temporal.Instant }>`
    select version, content, at from contact_points where organisation_id = ${orgOf(tx)} order by version desc limit 1`);
  return row && { ...row, content: contactPoints.parse(row.content) };
}

/** Writes a new version; the ones before it stay, so that it can be shown what stood where when. */
export async function saveContact(
  world: World,
  tx: Tx,
  content: ContactPoints,
  version: number,
  by: Actor,
): Promise<number> {
  if (!mayAs(by, 'admin')) throw new Refused('request.not-allowed');
  const before = (await contactNow(tx))?.version ?? 0;
  if (before !== version) throw new Refused('request.changed-meanwhile');
  await tx.rows(sql`
    insert into contact_points (organisation_id, version, content, at, by)
    values (${orgOf(tx)}, ${before + 1}, ${JSON.stringify(content)}::jsonb, ${world.clock.now().toString()}::timestamptz, ${actorId(by)})`);
  note(world, tx, { act: 'contact.save', by, about: [{ subject: orgOf(tx), payload: { version: before + 1 } }] });
  return before + 1;
}

/**
 * security.txt (RFC 9116) of everybody served here: where to report, in which languages; it ends in half a year.
 * @param all slug and mail address of each organisation
 */
export function securityText(
  world: Pick<World, 'publicUrl' | 'clock'>,
  all: readonly { readonly slug: string; readonly email: string | null }[],
): string {
  const ends = world.clock
    .now()
    .add({ hours: 24 * 180 })
    .round('second')
    .toString();
  return [
    ...all.flatMap((o) => [
      `Contact: ${world.publicUrl}/o/${o.slug}/notice`,
      ...(o.email ? [`Contact: mailto:${o.email}`] : []),
      `Policy: ${world.publicUrl}/o/${o.slug}/contact`,
    ]),
    `Canonical: ${world.publicUrl}/.well-known/security.txt`,
    'Preferred-Languages: nl, en',
    `Expires: ${ends}`,
    '',
  ].join('\n');
}
