/** The time by the server's clock, so that what is left on screen is what is left there. */
import { useSyncExternalStore } from 'react';

let offsetMs = 0;
const readers = new Map<number, Set<() => void>>();
const timers = new Map<number, number>();

/** Told the server's time when it answers who is logged in. */
export function setServerTime(text: string): void {
  offsetMs = Temporal.Instant.from(text).epochMilliseconds - Date.now();
  for (const set of readers.values()) for (const tell of set) tell();
}

/** Now, by the server's clock. */
export function serverNow(): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(Date.now() + offsetMs);
}

function follow(everyMs: number, tell: () => void): () => void {
  const set = readers.get(everyMs) ?? new Set();
  readers.set(everyMs, set);
  set.add(tell);
  if (!timers.has(everyMs))
    timers.set(
      everyMs,
      window.setInterval(() => {
        for (const each of set) each();
      }, everyMs),
    );
  return () => {
    set.delete(tell);
    if (set.size > 0) return;
    clearInterval(timers.get(everyMs));
    timers.delete(everyMs);
  };
}

/** Now, rounded down to this many seconds: what shows it is drawn again only when that changes. */
export function useNow(seconds: 1 | 20 = 20): Temporal.Instant {
  const tick = useSyncExternalStore(
    (tell) => follow(seconds * 1000, tell),
    () => Math.floor((Date.now() + offsetMs) / (seconds * 1000)),
  );
  return Temporal.Instant.fromEpochMilliseconds(tick * seconds * 1000);
}
