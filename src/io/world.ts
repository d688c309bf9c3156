/** The doors to the outside, together: whoever does I/O is handed a world, so that tests and the simulator can hand another. */
import type { Clock } from './clock.ts';
import type { Db } from './db.ts';
import type { Dice } from './dice.ts';
import type { Keys } from './keys.ts';
import type { Lines } from './lines.ts';
import type { Log } from './log.ts';
import type { Look } from './look.ts';
import type { MailOut } from './mail.ts';
import type { Net } from './net.ts';

export interface World {
  readonly clock: Clock;
  readonly dice: Dice;
  readonly db: Db;
  readonly keys: Keys;
  readonly log: Log;
  /** Mail going out. */
  readonly mail: MailOut;
  /** One look at an address of our own ledger (probes). */
  readonly look: Look;
  /** The one guarded way out and its resolver: feeds, mailboxes elsewhere, DNS. */
  readonly net: Net;
  /** Log of erasures outside the database, beside the master key: what a restored backup replays. Absent: none is kept. */
  readonly erasures?: Lines;
  /** Address under which others reach the desk, without a final slash. */
  readonly publicUrl: string;
}
