/** Doors that fail on purpose, driven by one seed: the database before and after commit, mail, the network, the process itself. */
import type { Db } from '#io/db';
import type { Dice } from '#io/dice';
import type { Look } from '#io/look';
import type { Mail, MailOut, MailOutcome } from '#io/mail';

/** The process "dies" here: whatever was in memory is gone, what was committed stands. */
export class Crash extends Error {
  constructor(where: string) {
    super(`crash ${where}`);
    this.name = 'Crash';
  }
}

export interface Chance {
  /** True once in `n` throws, by the seed. */
  oneIn(n: number): boolean;
  below(n: number): number;
  pick<T>(list: readonly T[]): T;
}

export function chanceFrom(dice: Dice): Chance {
  const below = (n: number) => {
    const b = dice.bytes(4);
    return (((b[0] ?? 0) * 2 ** 24 + (b[1] ?? 0) * 2 ** 16 + (b[2] ?? 0) * 2 ** 8 + (b[3] ?? 0)) >>> 0) % n;
  };
  return {
    below,
    oneIn: (n) => below(n) === 0,
    pick: (list) => {
      const it = list[below(list.length)];
      if (it === undefined) throw new Error('nothing to pick from');
      return it;
    },
  };
}

export interface Faults {
  /** Crashes happen only while this is set: setting up and checking are spared. */
  armed: boolean;
  /** Times something failed, by kind. */
  readonly counts: Map<string, number>;
}

function count(faults: Faults, what: string): void {
  faults.counts.set(what, (faults.counts.get(what) ?? 0) + 1);
}

/** A database whose transactions sometimes die before commit (rolled back) or after it (the answer is lost). */
export function shakyDb(db: Db, chance: Chance, faults: Faults): Db {
  const shake = async <T>(run: (around: (work: () => Promise<T>) => Promise<T>) => Promise<T>): Promise<T> => {
    const before = faults.armed && chance.oneIn(40);
    const after = faults.armed && chance.oneIn(40);
    const result = await run(async (work) => {
      const done = await work();
      if (before) {
        count(faults, 'crash before commit');
        throw new Crash('before commit');
      }
      return done;
    });
    if (after) {
      count(faults, 'crash after commit');
      throw new Crash('after commit');
    }
    return result;
  };
  return {
    ...db,
    in: (org, work) => shake((around) => db.in(org, (tx) => around(() => work(tx)))),
    outside: (work) => db.outside(work),
    door: (work) => db.door(work),
    owner: (work) => db.owner(work),
  };
}

/** Mail that is sometimes refused, deferred, or accepted by a receiver whose answer never reaches us. */
export function shakyMail(chance: Chance, faults: Faults): MailOut & { readonly delivered: Mail[] } {
  const delivered: Mail[] = [];
  return {
    delivered,
    async send(mail): Promise<MailOutcome> {
      if (faults.armed && chance.oneIn(8)) {
        count(faults, 'mail deferred');
        return { outcome: 'deferred', response: '451 try again' };
      }
      if (faults.armed && chance.oneIn(25)) {
        count(faults, 'mail refused');
        return { outcome: 'refused', response: '550 no such mailbox' };
      }
      delivered.push(mail);
      if (faults.armed && chance.oneIn(15)) {
        count(faults, 'crash after mail was accepted');
        throw new Crash('after mail was accepted');
      }
      return { outcome: 'accepted', response: '250 ok' };
    },
    async close() {},
  };
}

/** A network that answers as the seed says. */
export function shakyLook(chance: Chance): Look {
  return {
    at: async () =>
      chance.oneIn(2)
        ? { answered: true, status: chance.pick([200, 404, 500]), note: 'simulated' }
        : { answered: false, note: 'simulated silence' },
    addressesOf: async () => [],
  };
}
