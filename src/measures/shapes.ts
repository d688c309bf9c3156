/** Decisions, plans, measures and systems as the API writes them; the web app reads the same shapes. */
import { z } from 'zod';
import { automation, contentTypes, decisionGrounds, decisionOrigins, measures, weights } from '#law';
import { exceptionIds } from '#reasons';

const words = z.object({ nl: z.string(), en: z.string() });
const moment = z.string().max(40);
export const targetShape = z
  .strictObject({
    ip: z.string().max(60).optional(),
    port: z.number().int().min(1).max(65535).optional(),
    host: z.string().max(255).optional(),
    url: z.string().max(2000).optional(),
    account: z.string().max(200).optional(),
  })
  .meta({ id: 'MeasureTarget' });

export const decisionBody = z
  .object({
    outcome: z.enum(['acted', 'not_acted']).default('acted'),
    items: z.array(z.string().max(64)).max(1000).default([]),
    party: z.string().max(60).nullable().optional(),
    contract: z.string().max(60).nullable().optional(),
    ground: z.enum(decisionGrounds).nullable().optional(),
    provision: z.string().max(500).nullable().optional(),
    provision_version: z.string().max(200).nullable().optional(),
    restrictions: z.array(z.string().max(60)).max(20).default([]),
    category: z.string().max(80).nullable().optional(),
    keyword: z.string().max(80).nullable().optional(),
    keyword_other: z.string().max(80).nullable().optional(),
    content_types: z.array(z.enum(contentTypes)).max(8).default([]),
    territorial_scope: z.array(z.string().length(2)).max(30).default([]),
    content_date: z.iso.date().nullable().optional(),
    ends_at: moment.nullable().optional(),
    automated_detection: z.boolean().default(false),
    automated_decision: z.enum(automation).default('NOT_AUTOMATED'),
    origin: z.enum(decisionOrigins).nullable().optional(),
    own_rule: z.boolean().default(false),
    confidence: z.enum(['high', 'medium', 'low']).nullable().optional(),
    severity: z.enum(weights).default('ordinary'),
    facts: z.string().max(5000).default(''),
    explanation: z.string().max(2000).default(''),
    notifier: z.string().max(500).nullable().optional(),
    notifier_needed: z.string().max(1000).nullable().optional(),
    measures: z
      .array(
        z.object({ what: z.enum(measures), system: z.string().max(60).nullable().default(null), target: targetShape }),
      )
      .max(50)
      .default([]),
    exception: z
      .object({
        exception: z.enum(exceptionIds as [string, ...string[]]),
        fact: z.string().max(2000),
        until: moment.nullable().optional(),
      })
      .nullable()
      .optional(),
  })
  .meta({ id: 'DecisionContent' });
export type DecisionBody = z.infer<typeof decisionBody>;

export const decisionLine = z
  .object({
    id: z.string(),
    number: z.string().nullable(),
    matter: z.string(),
    matter_number: z.string(),
    state: z.string(),
    outcome: z.string(),
    version: z.number().int(),
    party: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
    ground: z.string().nullable(),
    restrictions: z.array(z.string()),
    category: z.string().nullable(),
    created_at: z.string(),
    applies_at: z.string().nullable(),
    ends_at: z.string().nullable(),
    effect_at: z.string().nullable(),
    second_person: z.array(z.string()),
    proposed_by: z.string().nullable(),
  })
  .meta({ id: 'DecisionLine' });

export const planShape = z
  .object({
    ready: z.boolean(),
    lacks: z.array(z.object({ lack: z.string(), title: words })),
    steps: z.array(
      z.object({
        what: z.string(),
        title: words,
        system: z.object({ id: z.string(), name: z.string(), adapter: z.string() }).nullable(),
        target: targetShape,
        says: words,
        can_undo: z.boolean(),
        proof: z.enum(['system', 'person']),
        hindrances: z.array(z.object({ hindrance: z.string(), title: words })),
      }),
    ),
    hits: z.array(z.object({ party: z.string().nullable(), name: z.string(), what: z.string() })),
    letters: z.array(z.object({ template: z.string(), to: z.string(), name: z.string(), language: z.string() })),
    exception: z
      .object({
        exception: z.string(),
        title: words,
        article: z.string(),
        fact: z.string(),
        until: z.string().nullable(),
      })
      .nullable(),
    clocks: z.array(z.object({ clock: z.string(), title: words, from: z.string() })),
    second: z.array(z.object({ rule: z.string(), title: words })),
    warnings: z.array(words),
  })
  .meta({ id: 'DecisionPlan' });

export const measureShape = z
  .object({
    id: z.string(),
    decision: z.string(),
    what: z.string(),
    title: words,
    system: z.object({ id: z.string(), name: z.string(), adapter: z.string() }).nullable(),
    target: targetShape,
    state: z.string(),
    tries: z.number().int(),
    done_at: z.string().nullable(),
    verified_at: z.string().nullable(),
    verified_by: z.string().nullable(),
    reverted_at: z.string().nullable(),
    fault: z.string().nullable(),
    acts: z.array(z.string()),
  })
  .meta({ id: 'Measure' });

export const decisionShape = decisionLine
  .extend({
    content: decisionBody,
    acts: z.array(z.object({ act: z.string(), role: z.string() })),
    measures: z.array(measureShape),
    statement: z
      .object({ id: z.string(), number: z.string(), made_at: z.string(), letters: z.array(z.string()) })
      .nullable(),
    exceptions: z.array(
      z.object({
        exception: z.string(),
        title: words,
        article: z.string(),
        fact: z.string(),
        by: z.string(),
        temporary: z.boolean(),
        until: z.string().nullable(),
        ended_at: z.string().nullable(),
      }),
    ),
    history: z.array(
      z.object({
        at: z.string(),
        act: z.string(),
        by: z.string().nullable(),
        by_kind: z.string(),
        detail: z.record(z.string(), z.unknown()),
      }),
    ),
    earlier: z.array(
      z.object({
        decision: z.string(),
        number: z.string().nullable(),
        state: z.string(),
        at: z.string(),
        restrictions: z.array(z.string()),
        party: z.string(),
        name: z.string().nullable(),
        ended: z.boolean(),
        same_by: z.array(z.string()),
      }),
    ),
    erased: z.boolean(),
  })
  .meta({ id: 'Decision' });

const option = z.object({ id: z.string(), title: words });
export const draftShape = z
  .object({
    matter: z.object({
      id: z.string(),
      kind: z.string(),
      number: z.string(),
      csam: z.boolean(),
      secret: z.boolean(),
      items: z.array(z.object({ id: z.string(), location: z.string().nullable(), settled: z.boolean() })),
    }),
    content: decisionBody,
    target: targetShape,
    offers: z.array(z.object({ what: z.string(), title: words, restrictions: z.array(z.string()) })),
    systems: z.array(z.object({ id: z.string(), name: z.string(), adapter: z.string(), can: z.array(z.string()) })),
    categories: z.array(option.extend({ keywords: z.array(option) })),
    restrictions: z.array(option),
    exceptions: z.array(option.extend({ temporary: z.boolean() })),
    others: z.array(option),
    standing: z.object({ total: z.number().int(), step: z.string().nullable() }),
    earlier: decisionShape.shape.earlier,
  })
  .meta({ id: 'DecisionDraft' });

export const systemShape = z
  .object({
    id: z.string(),
    name: z.string(),
    adapter: z.string(),
    title: words,
    options: z.record(z.string(), z.unknown()),
    can: z.record(z.string(), z.array(z.string())),
    inside: z.boolean(),
    state: z.string(),
    has_secrets: z.boolean(),
    created_at: z.string(),
  })
  .meta({ id: 'MeasureSystem' });
export const systemBody = z
  .object({
    name: z.string().max(60),
    adapter: z.string().max(40),
    options: z.record(z.string(), z.unknown()),
    secrets: z.record(z.string(), z.string().max(4000)).default({}),
    can: z.record(z.string(), z.array(z.string().max(40)).max(20)),
    inside: z.boolean().default(false),
  })
  .meta({ id: 'NewMeasureSystem' });

export const previewShape = z
  .object({
    nl: z.object({ subject: z.string(), text: z.string(), missing: z.array(z.string()) }),
    en: z.object({ subject: z.string(), text: z.string(), missing: z.array(z.string()) }),
  })
  .meta({ id: 'StatementPreview' });

export const standingShape = z
  .object({
    party: z.string(),
    name: z.string().nullable(),
    reference: z.string(),
    total: z.number().int(),
    step: z.string().nullable(),
    strikes: z.array(
      z.object({
        decision: z.string(),
        weight: z.number().int(),
        at: z.string(),
        expires_at: z.string(),
        revoked_at: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'PartyStanding' });
