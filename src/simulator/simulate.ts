/**
 * One seed plays weeks at the desk: reports arrive, people act, customers answer, clocks run out, and everything crashes at
 * random moments, against the real database. Afterwards nothing is lost, nothing is doubled and the journal verifies.
 */
import { pino } from 'pino';
import { doAct } from '#cases/api';
import type { CaseHands } from '#cases/work';
import { onAnswer } from '#cases/work';
import { takeAnswer } from '#correspondence/work';
import type { TickHanded } from '#deadlines/work';
import { tick } from '#deadlines/work';
import { type IntakeHands, receive } from '#intake/work';
import { standingClock } from '#io/clock';
import { type Db, sql } from '#io/db';
import { seededDice } from '#io/dice';
import type { JobHandler } from '#io/jobs';
import { runDue } from '#io/jobs';
import { keysUnder } from '#io/keys';
import type { Mail } from '#io/mail';
import { openNet } from '#io/net';
import type { World } from '#io/world';
import { verifyJournal } from '#journal/work';
import { type Actor, engine, type Id, Refused } from '#kernel';
import { addMember, addOrganisation } from '#organisations/work';
import { addContact, addContract, addParty } from '#parties/work';
import { addNetwork, assign } from '#resources/work';
import { Crash, chanceFrom, type Faults, shakyDb, shakyLook, shakyMail } from './faults.ts';
import { inProcessReaders } from './readers.ts';

export interface Simulated {
  readonly seed: string;
  readonly steps: number;
  readonly counts: Readonly<Record<string, number>>;
  /** What does not hold; empty where all does. */
  readonly broken: readonly string[];
}

const kinds = ['spam', 'phishing', 'login'] as const;

/** What main plugs together, for this world and these readers. */
export type PlanFor = (
  world: World,
  readers: IntakeHands['readers'],
) => Promise<{
  readonly cases: CaseHands;
  readonly jobs: Readonly<Record<string, JobHandler>>;
  readonly ticking: TickHanded;
}>;

/** Plays one seed on an empty database. */
export async function simulate(db: Db, seed: string, steps: number, planFor: PlanFor): Promise<Simulated> {
  const dice = seededDice(seed);
  const chance = chanceFrom(seededDice(`${seed} chance`));
  const faults: Faults = { armed: false, counts: new Map() };
  const clock = standingClock(Temporal.Instant.from('2026-03-20T08:00:00Z')); // daylight saving begins on the way
  const mail = shakyMail(chance, faults);
  const world: World = {
    clock,
    dice,
    db: shakyDb(db, chance, faults),
    keys: keysUnder(seededDice(`${seed} keys`).bytes(32)),
    log: pino({ level: 'silent' }),
    mail,
    look: shakyLook(chance),
    net: openNet({ named: [], names: { addresses: async () => [], records: async () => [] } }),
    publicUrl: 'http://desk.example',
  };
  const counts: Record<string, number> = {};
  const add = (what: string, n = 1) => {
    counts[what] = (counts[what] ?? 0) + n;
  };

  const org = (await addOrganisation(world, { slug: 'sim', name: 'Simulated', kind: 'provider' })).id;
  const member = await addMember(world, org, engine, {
    email: 'desk@sim.example',
    name: 'Desk',
    role: 'admin',
    language: 'en',
  });
  const actor: Actor = { kind: 'member', id: member.id, role: 'admin', name: 'Desk' };
  await setUp(world, org, actor);
  const readers = await inProcessReaders();
  const plan = await planFor(world, readers);
  const hands = plan.cases;

  /** Every message whose receipt was confirmed: none of these may be lost. */
  const accepted = new Map<string, number>();
  const sentByName = new Map<string, Uint8Array>();
  faults.armed = true;
  for (let step = 0; step < steps; step++) {
    clock.add({ minutes: chance.below(90) });
    try {
      const what = chance.below(10);
      if (what < 4) {
        // One in four is sent again: the sender never heard our answer.
        const again = sentByName.size > 0 && chance.oneIn(4);
        const name = again ? chance.pick([...sentByName.keys()]) : `m${step}.json`;
        const bytes = sentByName.get(name) ?? report(chance, clock.now(), step);
        sentByName.set(name, bytes);
        const got = await receive(world, org, { channel: 'http', bytes, name, by: engine });
        accepted.set(got.id, step);
        add(got.duplicate ? 'messages again' : 'messages');
      } else if (what < 7) {
        for (const lane of ['urgent', 'normal', 'bulk'] as const) add('jobs', await runDue(world, lane, plan.jobs, 5));
      } else if (what === 7) {
        const t = await tick(world, plan.ticking);
        add('warnings', t.warned);
        add('breaches', t.breached);
      } else if (what === 8) {
        const open = await db.in(org, (tx) =>
          tx.rows(
            sql<{
              id: Id<'case'>;
              state: string;
            }>`select id, state from abuse_case where organisation_id = ${org} and state not in ('resolved', 'rejected', 'bundled') order by id`,
          ),
        );
        if (open.length === 0) continue;
        const c = chance.pick(open);
        const act = chance.pick([
          'notify',
          'notify',
          'note',
          'resolve',
          'claim',
          'snooze',
          'band',
          'probe',
          'bundle',
        ] as const);
        const other = chance.pick(open);
        try {
          await doAct(
            hands,
            world,
            org,
            c.id,
            act,
            {
              reason: 'simulated',
              outcome: 'fixed',
              into: other.id,
              band: chance.below(6),
              until: clock.now().add({ hours: 30 }).toString(),
            },
            actor,
          );
          add(`act ${act}`);
        } catch (cause) {
          if (!(cause instanceof Refused)) throw cause;
          add('refused');
        }
      } else {
        const sent = await db.in(org, (tx) =>
          tx.rows(
            sql<{
              id: Id<'let'>;
            }>`select id from letter where organisation_id = ${org} and state = 'sent' and case_id is not null order by id`,
          ),
        );
        if (sent.length === 0) continue;
        const letter = chance.pick(sent).id;
        await world.db.in(org, (tx) =>
          takeAnswer(
            world,
            tx,
            {
              letter,
              kind: chance.pick(['fixed', 'question', 'wrong'] as const),
              text: `answer ${step}`,
              channel: 'page',
              once: `once ${chance.below(5)}`,
            },
            onAnswer,
          ),
        );
        add('answers');
      }
    } catch (cause) {
      if (!(cause instanceof Crash)) throw cause;
      add('crashes');
      // A new process: leases of the old one run out before anyone takes its work over.
      clock.add({ minutes: 6 });
    }
  }

  // The weather clears: everything that waits gets done.
  faults.armed = false;
  for (let round = 0; round < 400; round++) {
    clock.add({ minutes: 30 });
    let ran = 0;
    for (const lane of ['urgent', 'normal', 'bulk'] as const) ran += await runDue(world, lane, plan.jobs, 100);
    await tick(world, plan.ticking);
    if (ran === 0 && round > 20) break;
  }
  await readers.close();
  for (const [what, n] of faults.counts) counts[what] = n;
  return { seed, steps, counts, broken: await whatIsBroken(world, db, org, accepted, mail.delivered) };
}

async function setUp(world: World, org: Id<'org'>, actor: Actor): Promise<void> {
  await addNetwork(world, org, actor, {
    network: '192.0.2.0/24',
    name: 'all',
    from: '2020-01-01T00:00:00Z',
    until: null,
  });
  for (let i = 0; i < 4; i++) {
    const party = await addParty(world, org, actor, {
      reference: `K-${i}`,
      kind: 'legal',
      name: `Customer ${i}`,
      country: 'nl',
      language: i % 2 ? 'en' : 'nl',
      notes: null,
      state: 'active',
    } as Parameters<typeof addParty>[3]);
    await addContact(world, org, actor, party, {
      purpose: 'abuse',
      address: `abuse@customer${i}.example`,
      language: null,
    });
    const contract = await addContract(world, org, actor, {
      reference: `C-${i}`,
      seller: null,
      buyer: party,
      service_kind: 'vps',
      dsa_class: 'hosting',
      resells: false,
      kyc: 'direct',
      disclosure: 'full',
      from: '2020-01-01T00:00:00Z',
      until: null,
    });
    await assign(world, org, actor, {
      resource: `192.0.2.${i * 16}/28`,
      contract,
      ports: '',
      exclusive: true,
      origin: 'manual',
      label: null,
      from: '2020-01-01T00:00:00Z',
      until: null,
    } as Parameters<typeof assign>[3]);
  }
}

/** A XARF report about an address of ours, sometimes broken bytes. */
function report(chance: ReturnType<typeof chanceFrom>, now: Temporal.Instant, step: number): Uint8Array {
  const kind = chance.pick(kinds);
  const ip = `192.0.2.${chance.below(80)}`;
  const at = now.subtract({ minutes: chance.below(600) }).toString({ smallestUnit: 'second' });
  const base = {
    xarf_version: '4.2.0',
    report_id: `00000000-0000-4000-8000-${String(step).padStart(12, '0')}`,
    timestamp: at,
    reporter: { org: 'Watcher', contact: 'abuse@watcher.example', domain: 'watcher.example' },
    sender: { org: 'Watcher', contact: 'abuse@watcher.example', domain: 'watcher.example' },
    source_identifier: ip,
    source_port: 1024 + chance.below(60000),
  };
  const body =
    kind === 'spam'
      ? { ...base, category: 'messaging', type: 'spam', protocol: 'smtp', smtp_from: 'a@example.org' }
      : kind === 'phishing'
        ? { ...base, category: 'content', type: 'phishing', url: `http://${ip}/login/` }
        : { ...base, category: 'connection', type: 'login_attack', first_seen: at, protocol: 'tcp' };
  const text = JSON.stringify(body);
  return Buffer.from(chance.oneIn(12) ? text.slice(0, chance.below(text.length)) : text);
}

/** Everything that must be true after the storm, and is not. */
async function whatIsBroken(
  world: World,
  db: Db,
  org: Id<'org'>,
  accepted: ReadonlyMap<string, number>,
  delivered: readonly Mail[],
): Promise<string[]> {
  const broken: string[] = [];
  const one = async (what: string, q: ReturnType<typeof sql<{ n: number }>>) => {
    const rows = await db.in(org, (tx) => tx.rows(q));
    if ((rows[0]?.n ?? 0) !== 0) broken.push(`${what}: ${rows[0]?.n}`);
  };
  const ids = [...accepted.keys()];
  await one(
    'accepted messages that are gone',
    sql<{
      n: number;
    }>`select (${ids.length} - count(*))::int as n from message where organisation_id = ${org} and id = any(${ids}::text[])`,
  );
  await one(
    'messages without an end',
    sql<{
      n: number;
    }>`select count(*)::int as n from message where organisation_id = ${org} and (state not in ('done', 'manual') or ended is null)`,
  );
  await one(
    'findings written twice',
    sql<{
      n: number;
    }>`select count(*)::int as n from (select id from finding where organisation_id = ${org} group by id having count(*) > 1) d`,
  );
  await one(
    'messages whose finding count is not their findings',
    sql<{
      n: number;
    }>`select count(*)::int as n from message m where organisation_id = ${org} and finding_count <> (select count(*) from finding f where f.organisation_id = m.organisation_id and f.message_id = m.id)`,
  );
  await one(
    'episodes whose count is not their findings',
    sql<{
      n: number;
    }>`select count(*)::int as n from episode e where organisation_id = ${org} and finding_count <> (select count(*) from finding f where f.organisation_id = e.organisation_id and f.episode_id = e.id)`,
  );
  await one(
    'findings outside the roll-up',
    sql<{
      n: number;
    }>`select (coalesce((select sum(n) from finding_count where organisation_id = ${org}), 0) - (select count(*) from finding where organisation_id = ${org}))::int as n`,
  );
  await one(
    'two open cases of one key',
    sql<{
      n: number;
    }>`select count(*)::int as n from (select key from abuse_case where organisation_id = ${org} and state not in ('resolved', 'rejected', 'bundled') group by key having count(*) > 1) d`,
  );
  await one(
    'cases without a number',
    sql<{ n: number }>`select count(*)::int as n from abuse_case where organisation_id = ${org} and reference is null`,
  );
  await one(
    'running deadlines that are past',
    sql<{
      n: number;
    }>`select count(*)::int as n from deadline where organisation_id = ${org} and state = 'running' and due_at <= ${world.clock.now().toString()}::timestamptz`,
  );
  await one(
    'letters left in between',
    sql<{ n: number }>`select count(*)::int as n from letter where organisation_id = ${org} and state in ('sending')`,
  );
  await one(
    'jobs that failed for good',
    sql<{ n: number }>`select count(*)::int as n from job where organisation_id = ${org} and failed_at is not null`,
  );
  // A letter may arrive twice after a crash, but then under one Message-ID; undone and stopped ones never leave.
  const letters = await db.in(org, (tx) =>
    tx.rows(
      sql<{
        id: string;
        message_id: string | null;
        state: string;
      }>`select id, message_id, state from letter where organisation_id = ${org}`,
    ),
  );
  const byMessageId = new Map(letters.filter((l) => l.message_id).map((l) => [l.message_id, l]));
  for (const m of delivered) {
    const letter = byMessageId.get(m.messageId);
    if (!letter) broken.push(`a mail left that no letter knows: ${m.messageId}`);
    else if (letter.state === 'undone') broken.push(`an undone letter left: ${letter.id}`);
  }
  for (const l of letters)
    if (l.state === 'sent' && !delivered.some((m) => m.messageId === l.message_id))
      broken.push(`a letter says it was sent and was not: ${l.id}`);
  const verified = await verifyJournal(world, org);
  if (!verified.ok) broken.push(`the journal does not verify: ${JSON.stringify(verified)}`);
  return broken;
}
