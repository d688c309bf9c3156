/** Who sent a mail, looked into after it was kept: DKIM, SPF, DMARC and ARC in a process of its own, DNS by the guarded resolver. */
import { join } from 'node:path';
import { openSealed, readKeptWhole } from '#evidence/store';
import { type Child, startChild } from '#io/child';
import { sql, type Tx } from '#io/db';
import { newId } from '#io/dice';
import type { Job, NewJob } from '#io/jobs';
import type { RecordType } from '#io/net';
import type { World } from '#io/world';
import { note } from '#journal/work';
import { engine, type Id, Refused } from '#kernel';
import { domainBehind, organisationalDomain, type Proof, resultsOfServer, type SenderProof } from './notifier.ts';
import { notifierBy, writeProof } from './notifiers/store.ts';

/** Puts the look into who sent this in the outbox of the transaction that keeps it. */
export function proofJob(id: Id<'msg'>, at: Temporal.Instant): NewJob {
  return { kind: 'message.prove', lane: 'outside', payload: { message: id }, runAt: at, key: id };
}

/** A mail larger than this is not proven: its signature would be hashed over all of it. */
const mostBytes = 52 * 1024 * 1024;
const patienceMs = 15_000;
/** Tries while a name server does not answer; after them what is known stands. */
const mostTries = 5;
const kinds: ReadonlySet<string> = new Set(['A', 'AAAA', 'MX', 'TXT', 'PTR', 'CNAME']);

interface Delivery {
  readonly ip?: string;
  readonly helo?: string;
  readonly sender?: string;
}
type Said = Omit<Proof, 'by'>;
interface Proved {
  readonly from: string | null;
  readonly dkim: readonly (Said & { readonly selector: string | null; readonly aligned: boolean })[];
  readonly spf: Said | null;
  readonly dmarc: (Said & { readonly policy: string | null }) | null;
  readonly arc: Said | null;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

interface Process {
  readonly child: Child;
  /** What it is asked now. */
  current:
    | { readonly net: World['net']; readonly end: (p: Proved | undefined) => void; readonly fail: (e: Error) => void }
    | undefined;
}
/** One process, kept for the next mail: starting one costs more than proving. It is replaced when it met a limit. */
let process_: Process | undefined;
let line: Promise<unknown> = Promise.resolve();

function proving(): Process {
  if (process_) return process_;
  const made: Process = {
    current: undefined,
    child: startChild({
      file: join(import.meta.dirname, 'prover.ts'),
      heapMb: 192,
      onLine(said) {
        const asking = made.current;
        if (!asking) return;
        if (said['t'] === 'proved') asking.end(said as unknown as Proved);
        else if (said['t'] === 'unproved') asking.end(undefined);
        else if (said['t'] === 'dns') {
          const [n, name, type] = [said['n'], String(said['name']), String(said['type'])];
          const answer = kinds.has(type)
            ? asking.net.records(name, type as RecordType)
            : Promise.reject(Object.assign(new Error('kind'), { code: 'ENODATA' }));
          answer.then(
            (found) => void made.child.send({ t: 'answer', n }, Buffer.from(JSON.stringify(found))),
            (cause: NodeJS.ErrnoException) =>
              void made.child.send({ t: 'answer', n, error: cause.code ?? 'ESERVFAIL' }),
          );
        }
      },
      onExit() {
        if (process_ === made) process_ = undefined;
        made.current?.end(undefined);
      },
    }),
  };
  // An idle one keeps nothing alive: it ends when its input does.
  made.child.hold(false);
  process_ = made;
  return made;
}

/** Asks the proving process, one mail after the other; undefined where it met a limit or could not read the mail. */
export function proveIn(world: Pick<World, 'net'>, bytes: Uint8Array, delivery: Delivery): Promise<Proved | undefined> {
  const mine = line.then(
    () =>
      new Promise<Proved | undefined>((done, failed) => {
        const at = proving();
        at.child.hold(true);
        const timer = setTimeout(() => at.child.kill(), patienceMs);
        at.current = {
          net: world.net,
          end(proved) {
            clearTimeout(timer);
            at.current = undefined;
            at.child.hold(false);
            done(proved);
          },
          fail(e) {
            clearTimeout(timer);
            at.current = undefined;
            failed(e);
          },
        };
        void at.child.send({ t: 'prove', ask: { ...delivery } }, bytes);
      }),
  );
  line = mine.catch(() => undefined);
  return mine;
}

/** Ends the proving process, for a program that stops: the mail it is at is proven at the next start. */
export function endProving(): void {
  const at = process_;
  process_ = undefined;
  at?.current?.fail(new Error('the program stops; proven later'));
  at?.child.kill();
}

/** What is lent by the rooms above: cases judged anew once it is known who reported them. */
export interface ProvingHands {
  afterProof(world: World, org: Id<'org'>, messages: readonly Id<'msg'>[]): Promise<void>;
}

/** The organisation's own domains: a colleague who forwards a report is not its notifier. */
async function ownDomains(tx: Tx, org: Id<'org'>): Promise<ReadonlySet<string>> {
  const rows = await tx.rows(sql<{ domain: string }>`
    select split_part(address, '@', 2) as domain from mailbox where organisation_id = ${org}
    union select split_part(email, '@', 2) from member where organisation_id = ${org}
    union select coalesce(settings->>'user', '') from channel where organisation_id = ${org} and kind = 'imap' and state <> 'removed'`);
  return new Set(
    rows.flatMap((r) => organisationalDomain(r.domain.includes('@') ? r.domain.split('@').pop() : r.domain) ?? []),
  );
}

/** Looks into who sent one message, writes it down, and names the notifier where one stands behind it. Safe to run again. */
export async function proveMessage(
  world: World,
  hands: ProvingHands,
  org: Id<'org'>,
  id: Id<'msg'>,
  tries = mostTries,
): Promise<void> {
  const found = await world.db.in(org, async (tx) => {
    const [m] = await tx.rows(sql<{
      evidence_id: Id<'evd'> | null;
      channel: string;
      size: number;
      sealed: Buffer | null;
      key_id: Id<'dky'> | null;
      authserv: string | null;
    }>`
      select m.evidence_id, m.channel, m.size, m.sealed, c.settings->>'authserv_id' as authserv,
             (select k.id from data_key k where k.organisation_id = m.organisation_id and k.class = 'message' and k.subject = m.id and k.wrapped is not null limit 1) as key_id
        from message m left join channel c on c.organisation_id = m.organisation_id and c.id = m.channel_id
       where m.organisation_id = ${org} and m.id = ${id}`);
    if (!m?.evidence_id) return undefined;
    let delivery: Delivery = {};
    if (m.sealed && m.key_id) {
      const plain = await openSealed(world, tx, m.key_id, m.sealed, `message ${id}`);
      const said =
        plain &&
        (JSON.parse(plain.toString('utf8')) as { envelope?: { from?: string; remote?: string; helo?: string } | null });
      if (said?.envelope?.remote)
        delivery = {
          ip: said.envelope.remote.replace(/^::ffff:/, ''),
          ...(said.envelope.helo ? { helo: said.envelope.helo } : {}),
          sender: said.envelope.from ?? '',
        };
    }
    try {
      const bytes = Number(m.size) > mostBytes ? null : await readKeptWhole(world, tx, m.evidence_id);
      return { bytes, delivery, authserv: m.authserv, own: await ownDomains(tx, org) };
    } catch (cause) {
      if (cause instanceof Refused) return undefined; // erased meanwhile
      throw cause;
    }
  });
  if (!found) return;
  const proved = found.bytes ? await proveIn(world, found.bytes, found.delivery) : undefined;
  const proof = proofOf(proved, found.authserv, found.own, world.clock.now());
  const messages = await world.db.in(org, async (tx) => {
    const notifier = proof.domain
      ? await notifierBy(
          tx,
          org,
          { kind: 'domain', identity: proof.domain, name: proof.domain },
          () => newId(world, 'ntf'),
          world.clock.now(),
        )
      : null;
    const written = await writeProof(tx, org, id, proof, notifier);
    note(world, tx, {
      act: 'message.proved',
      by: engine,
      about: [{ subject: id, payload: { message: id, notifier, why_not: proof.why_not } }],
    });
    await tx.notify({ organisation: org, what: 'message', id });
    return written;
  });
  await hands.afterProof(world, org, messages);
  // A name server that was away is asked again: the job fails and comes back later.
  const unanswered = [...proof.dkim, proof.spf, proof.dmarc].some((p) => p?.result === 'temperror');
  if (unanswered && tries < mostTries) throw new Error('a name server did not answer');
}

/** Puts together what we proved ourselves and what the mailbox's own server wrote, where the operator named it. */
export function proofOf(
  proved: Proved | undefined,
  authservId: string | null,
  own: ReadonlySet<string>,
  now: Temporal.Instant,
): SenderProof {
  if (!proved)
    return {
      checked_at: now.toString(),
      from_domain: null,
      dkim: [],
      spf: null,
      dmarc: null,
      arc: null,
      domain: null,
      why_not: 'limit',
    };
  const server = authservId ? resultsOfServer(proved.headers, authservId) : { spf: null, dmarc: null };
  const mine = <T extends Said>(p: T | null) => p && { by: 'own' as const, ...p };
  // Without the address it came from, SPF is not known to us, and a DMARC that failed for lack of it says nothing: then only
  // what the mailbox's own server saw counts.
  const dmarc = proved.spf || proved.dmarc?.result !== 'fail' ? mine(proved.dmarc) : server.dmarc;
  const all = {
    checked_at: now.toString(),
    from_domain: proved.from,
    dkim: proved.dkim.map((d) => ({ by: 'own' as const, ...d })),
    spf: mine(proved.spf) ?? server.spf,
    dmarc,
    arc: mine(proved.arc),
  };
  return { ...all, ...domainBehind(all, own) };
}

/** Handler of the job that looks into who sent a message. */
export function provingJob(hands: ProvingHands) {
  return async (world: World, job: Job): Promise<undefined> => {
    await proveMessage(world, hands, job.organisation, job.payload['message'] as Id<'msg'>, job.tries);
    return undefined;
  };
}
