/** Expected outcomes are returned, faults of the world are thrown, a bug stops the work at once. */

export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}
export interface Err<E> {
  readonly ok: false;
  readonly error: E;
}
export type Result<T, E> = Ok<T> | Err<E>;

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });
export const err = <const E>(error: E): Err<E> => ({ ok: false, error });

/** A case the types say cannot happen. Throws: the unit of work stops. */
export function unreachable(x: never): never {
  throw new Error(`unreachable: ${JSON.stringify(x)}`);
}

/** States what must hold here. Throws where it does not: that is a bug, not an outcome. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`must hold: ${what}`);
}

/** The value, or a bug where there is none. */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`must be there: ${what}`);
  return value;
}
