/** Group commit: what waits together is done together, and what comes alone goes at once. */

interface Waiting<In, Out> {
  readonly one: In;
  readonly done: (out: Out) => void;
  readonly fail: (cause: unknown) => void;
}

/**
 * Gathers calls. The first goes at once; those that come while it is under way wait and are done together, at most so many.
 * Where a batch fails its members are done one by one, so that each hears its own fault and none that of a neighbour.
 * @param together answers in the order it was asked; leaves nothing behind where it throws
 */
export function gathering<In, Out>(
  most: number,
  together: (list: readonly In[]) => Promise<readonly Out[]>,
): (one: In) => Promise<Out> {
  const waiting: Waiting<In, Out>[] = [];
  let busy = false;
  const each = async (list: readonly Waiting<In, Out>[]): Promise<void> => {
    try {
      const out = await together(list.map((w) => w.one));
      for (const [i, w] of list.entries()) w.done(out[i] as Out);
    } catch (cause) {
      if (list.length === 1) list[0]?.fail(cause);
      else for (const w of list) await each([w]);
    }
  };
  const run = async (): Promise<void> => {
    busy = true;
    while (waiting.length > 0) await each(waiting.splice(0, most));
    busy = false;
  };
  return (one) =>
    new Promise((done, fail) => {
      waiting.push({ one, done, fail });
      if (!busy) void run();
    });
}
