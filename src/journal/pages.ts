/**
 * What others reach without logging in: the signed checkpoint of a journal that has a witness, and the witness protocol of
 * C2SP tlog-witness, by which others have their checkpoints cosigned. Plain text; nothing in it is personal data.
 */

import { sql } from '#io/db';
import { type Api, type Ask, newApi } from '#io/http';
import type { World } from '#io/world';
import type { Id } from '#kernel';
import { checkpoints, cosign, listWitnesses } from './proof.ts';

const most = 64 * 1024;

async function organisationOf(world: World, slug: string): Promise<Id<'org'> | undefined> {
  const rows = await world.db.door((tx) =>
    tx.rows(sql<{ organisation_id: Id<'org'> }>`select organisation_id from organisation_ids() where slug = ${slug}`),
  );
  return rows[0]?.organisation_id;
}

const plain = (
  c: Ask,
  text: string,
  status: 200 | 400 | 403 | 404 | 409 | 413 | 422,
  type = 'text/plain; charset=utf-8',
) => {
  c.header('X-Content-Type-Options', 'nosniff');
  c.header('Cache-Control', 'no-store');
  return c.body(text, status, { 'Content-Type': type });
};

export interface AddCheckpoint {
  readonly old: number;
  readonly proof: readonly Uint8Array[];
  readonly note: string;
}

/** The body of the protocol: `old SIZE`, proof hashes in base64 one a line, an empty line, the signed checkpoint. */
export function readAddCheckpoint(text: string): AddCheckpoint | undefined {
  const split = text.indexOf('\n\n');
  if (split < 0) return undefined;
  const [first = '', ...lines] = text.slice(0, split).split('\n');
  const old = /^old (0|[1-9]\d{0,15})$/.exec(first)?.[1];
  if (old === undefined || lines.length > 63) return undefined;
  const proof: Uint8Array[] = [];
  for (const line of lines) {
    try {
      const bytes = Uint8Array.fromBase64(line, { lastChunkHandling: 'strict' });
      if (bytes.length !== 32) return undefined;
      proof.push(bytes);
    } catch {
      return undefined;
    }
  }
  return { old: Number(old), proof, note: text.slice(split + 2) };
}

export function pages(): Api {
  const app = newApi();
  app.get('/o/:slug/journal/checkpoint', async (c) => {
    const world = c.get('world');
    const org = await organisationOf(world, c.req.param('slug'));
    // How many acts there were is for witnesses: without one, nothing is published.
    const note = org
      ? await world.db.in(org, async (tx) =>
          (await listWitnesses(tx)).some((w) => w.endedAt === null)
            ? (await checkpoints(world, tx)).now.note
            : undefined,
        )
      : undefined;
    return note === undefined ? plain(c, 'not found\n', 404) : plain(c, note, 200);
  });
  app.post('/o/:slug/witness/add-checkpoint', async (c) => {
    const world = c.get('world');
    const org = await organisationOf(world, c.req.param('slug'));
    if (!org) return plain(c, 'not found\n', 404);
    const bytes = await c.req.arrayBuffer();
    if (bytes.byteLength > most) return plain(c, `at most ${most} bytes\n`, 413);
    const asked = readAddCheckpoint(new TextDecoder().decode(bytes));
    if (!asked) return plain(c, 'not a request to add a checkpoint\n', 400);
    const done = await cosign(world, org, asked.old, asked.proof, asked.note);
    switch (done.outcome) {
      case 'cosigned':
        return plain(c, `${done.line}\n`, 200);
      case 'conflict':
        return plain(c, `${done.size}\n`, 409, 'text/x.tlog.size');
      case 'bad_proof':
        return plain(c, 'the proof does not hold\n', 422);
      case 'bad_signature':
        return plain(c, 'no known signature\n', 403);
      default:
        return plain(c, 'unknown log\n', 404);
    }
  });
  return app;
}
