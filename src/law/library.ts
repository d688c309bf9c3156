/** Everything the law folders hold, by id. Loaded once by `#law/work`, then handed to whoever decides. */
import type { Action } from './action.ts';
import type { Authority } from './authority.ts';
import type { Category } from './category.ts';
import type { Clock } from './clock.ts';
import type { Directive } from './directive.ts';
import type { Duty } from './duty.ts';
import type { Kind } from './kind.ts';
import type { Ladder } from './ladder.ts';
import type { LetterTemplate } from './letter.ts';
import type { OrderType } from './order.ts';
import type { Pack } from './pack.ts';
import type { Regime } from './regime.ts';
import type { HolidayList } from './restdays.ts';
import type { Retention } from './retention.ts';

export interface Law {
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly actions: ReadonlyMap<string, Action>;
  readonly clocks: ReadonlyMap<string, Clock>;
  readonly letters: ReadonlyMap<string, LetterTemplate>;
  readonly holidays: ReadonlyMap<string, HolidayList>;
  readonly categories: ReadonlyMap<string, Category>;
  readonly retention: ReadonlyMap<string, Retention>;
  readonly duties: ReadonlyMap<string, Duty>;
  readonly authorities: ReadonlyMap<string, Authority>;
  readonly orders: ReadonlyMap<string, OrderType>;
  readonly regimes: ReadonlyMap<string, Regime>;
  readonly packs: ReadonlyMap<string, Pack>;
  readonly ladders: ReadonlyMap<string, Ladder>;
  /** The shipped set, in order. */
  readonly directives: ReadonlyMap<string, Directive>;
}
