/** The one place that knows what time it is; everything else is told. */

export interface Clock {
  now(): Temporal.Instant;
  /** Waits this long, or until the signal ends it. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const wallClock: Clock = {
  now: () => Temporal.Now.instant(),
  sleep: (ms, signal) =>
    new Promise((done) => {
      if (signal?.aborted) return done();
      const timer = setTimeout(end, ms);
      function end() {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        done();
      }
      signal?.addEventListener('abort', end);
    }),
};

/** A clock that stands still until it is moved: for tests, the simulator and fixed screenshots. */
export function standingClock(
  at: Temporal.Instant,
): Clock & { set(at: Temporal.Instant): void; add(duration: Temporal.DurationLike): void } {
  let now = at;
  return {
    now: () => now,
    sleep: async (ms) => {
      now = now.add({ milliseconds: ms });
    },
    set: (next) => {
      now = next;
    },
    add: (duration) => {
      now = now.add(duration);
    },
  };
}

/** A clock that runs from a fixed moment: what `--at TIME` of the demo gives. */
export function shiftedClock(at: Temporal.Instant): Clock {
  const began = Temporal.Now.instant();
  return { now: () => at.add(began.until(Temporal.Now.instant())), sleep: wallClock.sleep };
}

/** Lets whatever waits run first: long work in this process breathes, so that an urgent report is not kept waiting behind it. */
export const breathe = (): Promise<void> => new Promise((go) => setImmediate(go));
