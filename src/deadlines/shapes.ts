/** The shapes of deadlines as the API gives them: snake_case, UTC. */
import { z } from 'zod';
import { deadlineStates } from './deadline.ts';

const instant = z.string().describe('RFC 3339, UTC');
const words = z.object({ nl: z.string(), en: z.string() });

/** One clock that runs or ran. `case_id` and `case_reference` are filled by whoever knows cases; null otherwise. */
export const clockShape = z.object({
  id: z.string(),
  clock: z.string(),
  title: words,
  subject: z.string(),
  label: z.string().nullable(),
  case_id: z.string().nullable(),
  case_reference: z.string().nullable(),
  statutory: z.boolean(),
  /** verified, memory or house: what is not verified law is shown as such. */
  mark: z.string(),
  basis: z.string(),
  starts_at: instant,
  due_at: instant,
  state: z.enum(deadlineStates as [string, ...string[]]),
  ended_at: instant.nullable(),
  /** Set by the engine when the due moment passed unmet; stays when the act came later. */
  breached_at: instant.nullable(),
  /** Later than breached_at where the program was down at that moment. */
  noticed_at: instant.nullable(),
});
export type ClockShape = z.infer<typeof clockShape>;

export const clockPage = z.object({ items: z.array(clockShape), next: z.string().nullable() });
