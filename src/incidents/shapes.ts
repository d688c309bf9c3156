/** The shapes of incidents and of groups of victims as the API gives them. */
import { z } from 'zod';
import { clockShape } from '#deadlines';
import { addressees, incidentFacts, incidentKinds, incidentStates, incidentWords } from './significant.ts';
import { behalves } from './victims.ts';

const instant = z.string().describe('RFC 3339, UTC');
const words = z.object({ nl: z.string(), en: z.string() });

export const filingShape = z.object({
  no: z.number().int(),
  what: z.string(),
  addressee: z.enum(addressees),
  way: z.enum(['mail', 'portal', 'none']),
  reference: z.string().nullable(),
  letter: z.string().nullable(),
  filed_at: instant,
  by: z.string(),
});

export const incidentShape = z.object({
  id: z.string(),
  number: z.string(),
  kind: z.enum(incidentKinds),
  state: z.enum(incidentStates as unknown as [string, ...string[]]),
  case: z.string().nullable(),
  aware_at: instant,
  recorded_at: instant,
  handled_at: instant.nullable(),
  closed_at: instant.nullable(),
  facts: incidentFacts,
  words: incidentWords.nullable().describe('null where they were erased'),
  filings: z.array(filingShape),
  clocks: z.array(clockShape),
  /** What can be filed, with what it still lacks and who does not have it yet. */
  offers: z.array(
    z.object({
      id: z.string(),
      title: words,
      article: z.string(),
      missing: z.array(z.string()),
      to_file: z.array(z.enum(addressees)),
    }),
  ),
  acts: z.array(z.string()),
  timeline: z.array(
    z.object({ at: instant, act: z.string(), by: z.string(), detail: z.record(z.string(), z.unknown()) }),
  ),
  version: z.number().int(),
});
export type IncidentShape = z.infer<typeof incidentShape>;

export const incidentRow = incidentShape
  .pick({ id: true, number: true, kind: true, state: true, aware_at: true, closed_at: true })
  .extend({
    title: z.string().nullable(),
  });
export type IncidentRow = z.infer<typeof incidentRow>;
export const incidentList = z.object({ items: z.array(incidentRow) });

export const newIncident = z.strictObject({
  kind: z.enum(incidentKinds),
  case: z.string().max(64).optional().describe('Id or number of the case it is promoted from'),
  aware_at: z.string().max(40).optional().describe('When it was known to be significant; now where left out'),
  facts: incidentFacts.partial().optional(),
  words: incidentWords.partial().required({ title: true, description: true }),
});

export const filingAsked = z.strictObject({
  what: z.string().max(40),
  addressee: z.enum(addressees),
  way: z.enum(['mail', 'portal']),
  address: z.string().max(254).optional().describe('Where the letter goes; for `mail`'),
  reference: z.string().max(200).optional().describe('Number the addressee gave; for `portal`'),
  language: z.enum(['nl', 'en']).optional(),
});

export const victimGroupShape = z.object({
  id: z.string(),
  behalf: z.enum(behalves),
  case: z.string().nullable(),
  incident: z.string().nullable(),
  made_at: instant,
  counted: z.number().int(),
  told: z.number().int(),
  bounced: z.number().int(),
  destroy_at: instant,
  destroyed_at: instant.nullable(),
});
export type VictimGroupShape = z.infer<typeof victimGroupShape>;
