/** What people and the engine did during the thirty days: an agenda of acts, each done through the same doors as at the desk, at its own moment. */
import { type CaseHands, closeCase, lockCase, onAnswer, sweepCases, takeBack, tickHanded } from '#cases/work';
import type { AnswerKind } from '#correspondence';
import { lettersOfCase, takeAnswer, takeBounce, undoLetter } from '#correspondence/work';
import { tickOrganisation } from '#deadlines/work';
import { type IntakeHands, markNotAbuse, readMessage, receive } from '#intake/work';
import { standingClock } from '#io/clock';
import { sql, type Tx } from '#io/db';
import { type JobHandler, runDue } from '#io/jobs';
import type { Look } from '#io/look';
import type { MailOut } from '#io/mail';
import type { World } from '#io/world';
import { type Actor, engine, type Id, type Language, Refused } from '#kernel';
import { otherDescriptions } from '#law';
import { loadLaw } from '#law/work';
import type { OnboardingHands } from '#onboarding/work';
import {
  assignCase,
  bandCase,
  bundleCase,
  type CaseNow,
  claimCase,
  noteCase,
  restrictCase,
  snoozeCase,
  waitOn,
} from '../cases/acting.ts';
import { type Act, type Fate, fateOf, type Reply, wordsOf } from './fates.ts';
import { netInDemo } from './net.ts';
import { plainMail, Throws } from './paper.ts';
import type { Together } from './together.ts';

/** What the program lends the demo: the same hands the desk works with. */
export interface DemoHands {
  readonly intake: IntakeHands;
  readonly cases: CaseHands;
  readonly jobs: Readonly<Record<string, JobHandler>>;
  readonly onboarding: OnboardingHands;
}

export interface Staff {
  readonly admin: Actor & { readonly kind: 'member' };
  readonly decider: Actor & { readonly kind: 'member' };
  readonly handler: Actor & { readonly kind: 'member' };
}

interface Entry {
  readonly at: Temporal.Instant;
  readonly run: (world: World) => Promise<void>;
}

/** Mailboxes that take no mail: one does not exist any more, one is full for weeks. */
const gone = new Set(['cdubois@postvak.example']);
const full = new Set(['info@drukkerij-vanloon.example']);
/** Where a look from outside still meets something; everywhere else the demo's month finds nothing. */
const stillOpen = new Set(['192.0.2.34', '2001:db8:100:1::5']);

const seenInDemo: Look = {
  at: async ({ ip, port }) =>
    stillOpen.has(ip) ? { answered: true, note: `port ${port} answers` } : { answered: false, note: 'no answer' },
  addressesOf: async () => [],
};

const mailInDemo = (mail: MailOut): MailOut => ({
  async send(m) {
    if (gone.has(m.to)) return { outcome: 'refused', response: '550 5.1.1 user unknown' };
    if (full.has(m.to)) return { outcome: 'deferred', response: '452 4.2.2 mailbox full' };
    return mail.send(m);
  },
  close: async () => {},
});

const hours = (n: number) => ({ seconds: Math.round(n * 3600) });

export class History {
  readonly #many: Together;
  readonly #world: World;
  readonly #org: Id<'org'>;
  readonly #hands: DemoHands;
  readonly #staff: Staff;
  readonly #start: Temporal.Instant;
  readonly #agenda: Entry[] = [];
  readonly #known = new Set<string>();

  constructor(many: Together, org: Id<'org'>, hands: DemoHands, staff: Staff, start: Temporal.Instant) {
    const world = many.world;
    this.#many = many;
    this.#world = { ...world, mail: mailInDemo(world.mail), look: seenInDemo, net: netInDemo() };
    this.#org = org;
    this.#hands = hands;
    this.#staff = staff;
    this.#start = start;
  }

  /** The world as it was at a moment: its clock stands there. */
  worldAt(at: Temporal.Instant): World {
    return { ...this.#world, clock: standingClock(at) };
  }

  /** Puts something in the agenda; what would lie after the start of the demo never happens. */
  plan(at: Temporal.Instant, run: (world: World) => Promise<void>): void {
    if (Temporal.Instant.compare(at, this.#start) > 0) return;
    let i = this.#agenda.length;
    while (i > 0 && Temporal.Instant.compare((this.#agenda[i - 1] as Entry).at, at) > 0) i--;
    this.#agenda.splice(i, 0, { at, run });
  }

  /** Does what is due up to a moment, in order; what an act plans for before that moment is done too. */
  async until(at: Temporal.Instant): Promise<void> {
    for (;;) {
      const next = this.#agenda[0];
      if (!next || Temporal.Instant.compare(next.at, at) > 0) return;
      this.#agenda.shift();
      await this.#many.moment(() => next.run(this.worldAt(next.at)));
    }
  }

  /** The engine's own rhythm: clocks are watched every two hours, digests and retries go out three times a day, quiet cases are closed once. */
  planEngine(from: Temporal.Instant): void {
    const handed = tickHanded(() => []);
    for (let at = from, n = 0; Temporal.Instant.compare(at, this.#start) < 0; at = at.add({ hours: 2 }), n++)
      this.plan(at, async (world) => {
        await tickOrganisation(world, this.#org, handed);
        if (n % 12 === 7) await sweepCases(world, this.#org);
        if (n % 4 === 1) await this.#post(world);
      });
    this.plan(this.#start.subtract({ seconds: 30 }), async (world) => {
      await tickOrganisation(world, this.#org, handed);
    });
  }

  /** Jobs that are due: letters leave, digests are joined, probes look. */
  async #post(world: World, lanes: readonly ('urgent' | 'normal')[] = ['urgent', 'normal']): Promise<void> {
    for (const lane of lanes)
      for (let turn = 0; turn < 20 && (await runDue(world, lane, this.#hands.jobs, 20)) === 20; turn++);
  }

  /** Plans what becomes of cases that were opened since; called after each message that opened one. */
  async meetNewCases(since: Temporal.Instant): Promise<void> {
    const rows = await this.#world.db.in(this.#org, (tx) =>
      tx.rows(sql<{
        id: Id<'case'>;
        holder: string | null;
        language: Language | null;
        asset: string;
        action: string | null;
        band: number;
        recurrence: number;
        opened_at: Temporal.Instant;
      }>`
        select c.id, p.reference as holder, p.language, c.asset, c.action, c.band, c.recurrence, c.opened_at
          from abuse_case c left join party p on p.organisation_id = c.organisation_id and p.id = c.holder_id
         where c.organisation_id = ${this.#org} and c.state = 'new' and c.opened_at >= ${since.toString()}::timestamptz order by c.reference`),
    );
    for (const c of rows) {
      if (this.#known.has(c.id) || !c.action) continue;
      this.#known.add(c.id);
      const seen = { holder: c.holder, asset: c.asset, action: c.action, band: c.band, recurrence: c.recurrence };
      this.#live(
        c.id,
        fateOf(seen),
        c.opened_at,
        c.language ?? 'en',
        `${c.holder ?? c.asset}|${c.action}|${c.recurrence}`,
      );
    }
  }

  #live(id: Id<'case'>, fate: Fate, opened: Temporal.Instant, language: Language, seed: string): void {
    if (fate.notifyAfter !== undefined) {
      const at = opened.add(hours(fate.notifyAfter));
      this.plan(at, (world) => this.#notify(world, id));
      if (fate.reply) this.#expect(id, fate, fate.reply, at.add(hours(fate.reply.after)), language, seed);
    }
    for (const act of fate.also ?? []) this.plan(opened.add(hours(act.after)), (world) => this.#act(world, id, act));
    for (const act of fate.late ?? [])
      this.plan(this.#start.add({ seconds: Math.round(act.at * 86_400) }), (world) => this.#act(world, id, act));
  }

  /** An act on a case in a transaction of its own. What the case refuses by then did not happen: the month went another way. */
  async #on(world: World, id: Id<'case'>, work: (tx: Tx, c: CaseNow) => Promise<void>): Promise<boolean> {
    try {
      await world.db.in(this.#org, async (tx) => work(tx, await lockCase(tx, this.#org, id)));
      return true;
    } catch (cause) {
      if (cause instanceof Refused) return false;
      throw cause;
    }
  }

  async #notify(world: World, id: Id<'case'>, text?: string): Promise<void> {
    const wish = text ? { note: text } : {};
    const went = await this.#on(world, id, async (tx, c) => {
      if (c.state === 'answered') return;
      await this.#hands.cases.notify(world, tx, this.#org, c, wish, this.#staff.handler);
    });
    if (went) this.plan(world.clock.now().add({ seconds: 70 }), (later) => this.#post(later));
  }

  /** The customer answers, once the letter has arrived; a letter that waits for its digest is waited for. */
  #expect(
    id: Id<'case'>,
    fate: Fate,
    reply: Reply,
    at: Temporal.Instant,
    language: Language,
    seed: string,
    tries = 0,
  ): void {
    this.plan(at, async (world) => {
      const letters = await world.db.in(this.#org, (tx) =>
        tx.rows(sql<{ id: Id<'let'>; message_id: string | null }>`
          select coalesce(l.joined_into, l.id) as id, coalesce(d.message_id, l.message_id) as message_id from letter l
            left join letter d on d.organisation_id = l.organisation_id and d.id = l.joined_into
           where l.organisation_id = ${this.#org} and l.case_id = ${id} and coalesce(d.state, l.state) in ('sent', 'delivered') order by l.created_at limit 1`),
      );
      const letter = letters[0];
      if (!letter) {
        if (tries < 3) this.#expect(id, fate, reply, at.add({ hours: 14 }), language, seed, tries + 1);
        return;
      }
      const text = wordsOf(reply.kind, language, seed);
      if (reply.byMail && letter.message_id) await this.#answerByMail(world, id, letter.message_id, text);
      else await this.#answer(world, id, letter.id, reply.kind, text, seed);
      await this.#post(world, ['urgent']);
      if (fate.settleAfter !== undefined)
        this.plan(at.add(hours(fate.settleAfter)), (later) => this.#settle(later, id, reply.kind, fate));
    });
  }

  async #answer(
    world: World,
    id: Id<'case'>,
    letter: Id<'let'>,
    kind: AnswerKind,
    text: string,
    once: string,
  ): Promise<void> {
    const until = kind === 'needs_time' ? { until: world.clock.now().add({ hours: 96 }) } : {};
    await this.#on(world, id, async (tx) => {
      await takeAnswer(world, tx, { letter, kind, text, channel: 'page', once, case: id, ...until }, onAnswer);
    });
  }

  /** An answer that comes by mail goes in through intake, as any mail. */
  async #answerByMail(world: World, id: Id<'case'>, messageId: string, text: string): Promise<void> {
    const first = await world.db.in(this.#org, async (tx) =>
      (await lettersOfCase(world, tx, id)).find((l) => l.letter.messageId === messageId),
    );
    const to = first?.to ?? 'abuse@customer.example';
    const bytes = plainMail(
      {
        from: to,
        subject: 'Re: your letter',
        at: world.clock.now(),
        id: `answer.${new Throws(id).hex(8)}`,
        more: [`In-Reply-To: ${messageId}`, `References: ${messageId}`],
      },
      text,
    );
    const received = await receive(world, this.#org, {
      channel: 'smtp',
      name: 'answer.eml',
      bytes,
      envelope: { from: to, to: ['abuse@voorbeeldhost.example'] },
      readHere: true,
      by: engine,
    });
    await readMessage(world, this.#hands.intake, this.#org, received.id);
  }

  /** A colleague reads the answer and goes on from there. */
  async #settle(world: World, id: Id<'case'>, kind: AnswerKind, fate: Fate): Promise<void> {
    const by = this.#staff.handler;
    await this.#on(world, id, async (tx, c) => {
      if (c.state !== 'answered') return;
      if (kind === 'fixed')
        await closeCase(
          world,
          tx,
          this.#org,
          c,
          'resolve',
          { outcome: 'fixed', ...(fate.origin ? { origin: fate.origin } : {}) },
          by,
        );
      else if (kind === 'wrong')
        await closeCase(
          world,
          tx,
          this.#org,
          c,
          'reject',
          { outcome: 'false_positive', reason: 'De klant heeft gelijk: de melder haalde twee adressen door elkaar.' },
          by,
        );
      else
        await waitOn(
          world,
          tx,
          this.#org,
          c,
          kind === 'question' ? 'Vraag telefonisch beantwoord; klant gaat aan de slag.' : 'Uitstel gegeven.',
          by,
        );
    });
  }

  /** Whether a decision in one act can be whole: its kind has a category and keyword, or a fixed description. */
  async #decidable(tx: Tx, id: Id<'case'>): Promise<boolean> {
    const [row] = await tx.rows(
      sql<{ kind: string }>`select kind from abuse_case where organisation_id = ${this.#org} and id = ${id}`,
    );
    const law = await loadLaw();
    const dsa = law.kinds.get(row?.kind ?? '')?.dsa;
    return Boolean(dsa && (dsa.keyword ?? (Object.hasOwn(otherDescriptions, row?.kind ?? '') ? 'OTHER' : null)));
  }

  async #act(world: World, id: Id<'case'>, act: Act): Promise<void> {
    const { handler, decider } = this.#staff;
    const org = this.#org;
    switch (act.do) {
      case 'notify':
        return this.#notify(world, id, act.text);
      case 'undo':
        return this.#undo(world, id);
      case 'delivered':
        return this.#delivered(world, id);
      case 'bundle':
        return this.#bundle(world, id, act.action);
    }
    await this.#on(world, id, async (tx, c) => {
      switch (act.do) {
        case 'note':
          return noteCase(world, tx, org, c, act.text, handler);
        case 'claim':
          return claimCase(world, tx, org, c, handler);
        case 'assign':
          return assignCase(world, tx, org, c, decider.id, handler);
        case 'snooze':
          return snoozeCase(world, tx, org, c, world.clock.now().add({ hours: 24 * act.days }), handler);
        case 'band':
          return bandCase(world, tx, org, c, act.band, act.text, world.clock.now().add({ hours: 24 * 60 }), decider);
        case 'restrict':
          // A kind without a word of its own or a fixed description cannot be decided on in one act: its case says so by its state alone.
          if (!(await this.#decidable(tx, c.id))) return restrictCase(world, tx, org, c, 'restrict', act.text, decider);
          return this.#hands.cases.restrict(world, tx, org, c, act.text, decider);
        case 'lift':
          return this.#hands.cases.lift(world, tx, org, c, act.text, decider);
        case 'resolve':
        case 'reject':
          return closeCase(
            world,
            tx,
            org,
            c,
            act.do,
            {
              outcome: act.outcome,
              ...(act.do === 'resolve' && act.origin ? { origin: act.origin } : {}),
              ...(act.text ? { reason: act.text } : {}),
            },
            handler,
          );
      }
    });
    if (act.do === 'resolve') this.plan(world.clock.now().add({ seconds: 60 }), (later) => this.#post(later));
  }

  /** Takes the letter back while it is in the outbox. */
  async #undo(world: World, id: Id<'case'>): Promise<void> {
    const rows = await world.db.in(this.#org, (tx) =>
      tx.rows(
        sql<{
          id: Id<'let'>;
          version: number;
        }>`select id, version from letter where organisation_id = ${this.#org} and case_id = ${id} and state in ('queued', 'held') order by created_at desc limit 1`,
      ),
    );
    const letter = rows[0];
    if (letter)
      await undoLetter(world, this.#org, letter.id, letter.version, this.#staff.handler, (w, tx, l) =>
        takeBack(w, tx, this.#org, l, 'undone', this.#staff.handler, null),
      );
  }

  /** The receiving server reports that the letter lies in the mailbox. */
  async #delivered(world: World, id: Id<'case'>): Promise<void> {
    await world.db.in(this.#org, async (tx) => {
      const rows = await tx.rows(
        sql<{
          message_id: string;
        }>`select message_id from letter where organisation_id = ${this.#org} and case_id = ${id} and state = 'sent' and message_id is not null limit 1`,
      );
      if (rows[0])
        await takeBounce(world, tx, {
          messageId: rows[0].message_id,
          recipients: [{ address: null, action: 'delivered', status: '2.0.0', diagnostic: null }],
        });
    });
  }

  /** Into the open case of the same holder with that course of action. */
  async #bundle(world: World, id: Id<'case'>, action: string): Promise<void> {
    await this.#on(world, id, async (tx, c) => {
      const rows = await tx.rows(
        sql<{
          id: Id<'case'>;
        }>`select id from abuse_case where organisation_id = ${this.#org} and holder_id = ${c.holder_id} and action = ${action} and state in ('new', 'waiting', 'answered', 'restricted') limit 1`,
      );
      if (rows[0])
        await bundleCase(world, tx, this.#org, c, await lockCase(tx, this.#org, rows[0].id), this.#staff.handler);
    });
  }

  /** Someone looks into the manual queue and sees that this is no report. */
  planNotAbuse(id: Id<'msg'>, at: Temporal.Instant, why: string): void {
    this.plan(at, async (world) => {
      await markNotAbuse(world, this.#org, id, why, this.#staff.handler);
    });
  }
}
