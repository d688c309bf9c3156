/** The shapes the desk itself answers: the words of the law library that screens show. */
import { z } from 'zod';

const words = z.object({ nl: z.string(), en: z.string() });

export const lawShape = z.object({
  kinds: z.array(z.object({ id: z.string(), title: words, handling: z.string(), action: z.string().nullable() })),
  actions: z.array(z.object({ id: z.string(), title: words, version: z.number().int() })),
  clocks: z.array(z.object({ id: z.string(), title: words })),
  letters: z.array(z.object({ id: z.string(), title: words })),
  /** Ways a message can be read: what `read_again` takes as hint. */
  formats: z.array(z.object({ id: z.string(), title: words })),
});
export type LawShape = z.infer<typeof lawShape>;

/** One line of `/v1/live`: something changed; the screen asks again for what it shows. */
export const happeningShape = z.object({
  what: z.enum(['case', 'letter', 'answer', 'message', 'deadline', 'job', 'ledger', 'journal', 'order']),
  id: z.string().optional(),
});
export type HappeningShape = z.infer<typeof happeningShape>;
