/**
 * Taking notices in: kept durably and in the journal before the notifier hears "received". Those that come at once are
 * written together: while one transaction is under way the others gather for the next, so a flood costs few transactions
 * and loses nothing. What follows (holder, clocks, receipt) is a job per notice.
 */
import { subjectKey } from '#evidence/store';
import { sql, type Tx } from '#io/db';
import { sha256 } from '#io/dice';
import { enqueue } from '#io/jobs';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { canonical, type Id, must, Refused } from '#kernel';
import { noticeKind, otherDescriptions } from '#law';
import { nextNumber } from '#organisations/store';
import { missingElements } from './complete.ts';
import { flaggersByCode, isLowered, notifierPrint } from './flaggers.ts';
import { arrivedText, type Given, isGoodFaith, withoutIdentity } from './given.ts';
import { maskOf, readLocations } from './location.ts';
import { addAct, insertNotices, type NewNotice } from './store.ts';

export interface Submitted {
  readonly id: Id<'ntc'>;
  readonly number: string;
  /** Opens the status page. */
  readonly token: string;
  /** False where the same notice was there already. */
  readonly fresh: boolean;
  readonly receivedAt: Temporal.Instant;
}

/** The token of a notice's status page: always the same for the same notice, and nobody can make it without the master key. */
export const tokenOf = (world: Pick<World, 'keys'>, org: string, id: string): string =>
  world.keys.fingerprint(`notice link ${org}`, id).toString('base64url');

/** How many are written together at most. */
const mostTogether = 50;

interface Waiting {
  readonly given: Given;
  readonly done: (s: Submitted) => void;
  readonly failed: (cause: unknown) => void;
}
interface Gathering {
  readonly waiting: Waiting[];
  busy: boolean;
}
const gatherings = new WeakMap<object, Map<string, Gathering>>();

/**
 * Hands in a notice. When this resolves it is kept: the notifier may hear so.
 * @throws Refused `notice.no-location` where none of its lines is a location; a fault of the world where nothing could be kept
 */
export function submitNotice(world: World, org: Id<'org'>, given: Given): Promise<Submitted> {
  if (readLocations(given.locations.join('\n'), given.mail_headers).items.length === 0)
    return Promise.reject(new Refused('notice.no-location'));
  const all = gatherings.get(world.db) ?? new Map<string, Gathering>();
  gatherings.set(world.db, all);
  const here = all.get(org) ?? { waiting: [], busy: false };
  all.set(org, here);
  return new Promise((done, failed) => {
    here.waiting.push({ given: withoutIdentity(given), done, failed });
    if (!here.busy) void writeAll(world, org, here);
  });
}

async function writeAll(world: World, org: Id<'org'>, here: Gathering): Promise<void> {
  here.busy = true;
  try {
    while (here.waiting.length > 0) {
      const batch = here.waiting.splice(0, mostTogether);
      try {
        const kept = await keep(
          world,
          org,
          batch.map((w) => w.given),
        );
        batch.forEach((w, i) => {
          w.done(must(kept[i], 'an answer for each notice'));
        });
      } catch (cause) {
        // One that cannot be written must not take the others with it.
        if (batch.length === 1) batch[0]?.failed(cause);
        else
          for (const w of batch)
            try {
              w.done(must((await keep(world, org, [w.given]))[0], 'an answer for the notice'));
            } catch (own) {
              w.failed(own);
            }
      }
    }
  } finally {
    here.busy = false;
  }
}

async function keep(world: World, org: Id<'org'>, all: readonly Given[]): Promise<readonly Submitted[]> {
  return world.db
    .in(org, async (tx) => {
      const now = world.clock.now();
      const flaggers = await flaggersByCode(
        tx,
        all.flatMap((g) => (g.flagger_code ? [g.flagger_code] : [])),
        now,
      );
      const made: NewNotice[] = [];
      for (const given of all) made.push(await newNotice(world, tx, org, given, flaggers));
      const fresh = await insertNotices(tx, made, now);
      for (const n of made) {
        if (!fresh.has(n.given.id)) continue;
        const by = { kind: 'notifier', id: n.given.id } as const;
        await addAct(world, tx, { notice: n.given.id, act: 'receive', by, from: null, to: 'received' });
        note(world, tx, {
          act: 'notice.received',
          by,
          about: [
            {
              subject: n.given.id,
              payload: {
                notice: n.given.id,
                sha256: n.sha256.toString('hex'),
                channel: n.given.channel,
                path: n.given.path,
                items: n.items.length,
                files: n.given.files.map((f) => f.sha256),
                missing: n.missing,
              },
            },
          ],
        });
        await enqueue(tx, {
          kind: 'notice.take',
          lane: 'urgent',
          payload: { notice: n.given.id },
          key: n.given.id,
          runAt: now,
        });
      }
      const numbers = new Map<string, string>();
      const year = now.toZonedDateTimeISO('UTC').year;
      tx.last(1, 'notice numbers', async () => {
        for (const id of fresh) {
          const number = await nextNumber(tx, org, 'notice', year);
          numbers.set(id, number);
          await tx.rows(sql`update notice set number = ${number} where organisation_id = ${org} and id = ${id}`);
        }
      });
      const before = await tx.rows(sql<{ id: string; number: string; received_at: Temporal.Instant }>`
      select id, number, received_at from notice where organisation_id = ${org} and id = any(${all.map((g) => g.id)}::text[])`);
      await tx.notify({ organisation: org, what: 'notice' });
      return { fresh, numbers, before: new Map(before.map((b) => [b.id, b])), now };
    })
    .then(({ fresh, numbers, before, now }) =>
      all.map((g) => ({
        id: g.id,
        number: numbers.get(g.id) ?? before.get(g.id)?.number ?? '',
        token: tokenOf(world, org, g.id),
        fresh: fresh.has(g.id),
        receivedAt: before.get(g.id)?.received_at ?? now,
      })),
    );
}

async function newNotice(
  world: World,
  tx: Tx,
  org: Id<'org'>,
  given: Given,
  flaggers: ReadonlyMap<string, Id<'tfl'>>,
): Promise<NewNotice> {
  const kind = must(noticeKind(given.kind), 'a kind of the form');
  const never = kind.sensitive === 'csam';
  const key = await subjectKey(world, tx, 'document', given.id);
  const seal = (text: string, about: string) =>
    Buffer.from(world.keys.seal(key.wrapped, Buffer.from(text), about, world.dice));
  const { items } = readLocations(given.locations.join('\n'), given.mail_headers);
  const { id: _id, channel: _channel, message: _message, flagger_code: _code, ...words } = given;
  const print = given.email ? notifierPrint(world, given.email) : null;
  return {
    given,
    category: kind.category,
    keyword: kind.keyword,
    other: kind.keyword === 'OTHER' && kind.finding ? (otherDescriptions[kind.finding]?.en ?? null) : null,
    sensitive: kind.sensitive,
    flagger: given.flagger_code ? (flaggers.get(given.flagger_code) ?? null) : null,
    print,
    lowered: print !== null && (await isLowered(tx, print, world.clock.now())),
    missing: missingElements(
      {
        explanation: given.explanation,
        items: items.length,
        name: given.name ?? null,
        email: given.email ?? null,
        goodFaith: isGoodFaith(given.good_faith_version) ? given.good_faith_version : null,
      },
      kind,
    ),
    sha256: sha256(arrivedText(given)),
    tokenHash: sha256(tokenOf(world, org, given.id)),
    keyId: key.id,
    sealed: seal(canonical({ given: words, added: [] }), `notice ${given.id}`),
    items: items.map((item) => {
      // Mail headers hold names of people: sealed as well, never in a column.
      const hidden = never || item.kind === 'mail_headers';
      return {
        kind: item.kind,
        location: hidden ? null : item.location,
        masked: maskOf(item, never),
        sealed: hidden ? seal(item.location, `notice item ${given.id}`) : null,
      };
    }),
  };
}
