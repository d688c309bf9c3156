/** What the screens of decisions ask for, by name. */
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { ComplaintShape, ThreatShape } from '#complaints';
import type {
  DecisionBody,
  decisionLine,
  decisionShape,
  draftShape,
  measureShape,
  planShape,
  previewShape,
  standingShape,
  systemShape,
} from '#measures';
import { ask, pathOf } from '../ask.ts';

export type DecisionLine = z.infer<typeof decisionLine>;
export type Decision = z.infer<typeof decisionShape>;
export type Draft = z.infer<typeof draftShape>;
export type Plan = z.infer<typeof planShape>;
export type Preview = z.infer<typeof previewShape>;
export type Measure = z.infer<typeof measureShape>;
export type Systems = {
  readonly items: readonly z.infer<typeof systemShape>[];
  readonly abilities: readonly { readonly service_kind: string; readonly can: readonly string[] }[];
};
type Items<T> = { readonly items: readonly T[] };

/** Asked without an idempotency key: nothing is written, so nothing need be kept. */
const json = (body: unknown) => ({ content: JSON.stringify(body), type: 'application/json' });
const of = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`;

export const decisionsQuery = (view: string) =>
  queryOptions({
    queryKey: ['decisions', view],
    queryFn: ({ signal }) => ask<Items<DecisionLine>>('GET', pathOf('/v1/decisions', { view, limit: 100 }), { signal }),
  });
export const decisionQuery = (id: string) =>
  queryOptions({
    queryKey: ['decision', id],
    queryFn: ({ signal }) => ask<Decision>('GET', of('/v1/decisions', id), { signal }),
  });
export const planQuery = (id: string) =>
  queryOptions({
    queryKey: ['decision', id, 'plan'],
    queryFn: ({ signal }) => ask<Plan>('GET', `${of('/v1/decisions', id)}/plan`, { signal }),
  });
export const draftQuery = (matter: string) =>
  queryOptions({
    queryKey: ['decision-draft', matter],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => ask<Draft>('GET', pathOf('/v1/decision-drafts', { matter }), { signal }),
  });
export const plannedQuery = (matter: string, content: DecisionBody) =>
  queryOptions({
    queryKey: ['decision-plan', matter, content],
    staleTime: 0,
    gcTime: 0,
    queryFn: ({ signal }) => ask<Plan>('POST', '/v1/decision-plans', { text: json({ matter, content }), signal }),
  });
export const statementQuery = (matter: string, content: DecisionBody) =>
  queryOptions({
    queryKey: ['decision-statement', matter, content],
    staleTime: 0,
    gcTime: 0,
    queryFn: ({ signal }) =>
      ask<Preview>('POST', '/v1/decision-statements', { text: json({ matter, content }), signal }),
  });
export const measuresQuery = queryOptions({
  queryKey: ['measures'],
  refetchInterval: 10_000,
  queryFn: ({ signal }) => ask<Items<Measure>>('GET', '/v1/measures', { signal }),
});
export const complaintsQuery = (open: boolean) =>
  queryOptions({
    queryKey: ['complaints', open],
    queryFn: ({ signal }) =>
      ask<Items<ComplaintShape>>('GET', pathOf('/v1/complaints', { open: String(open) }), { signal }),
  });
export const threatsQuery = queryOptions({
  queryKey: ['threats'],
  queryFn: ({ signal }) => ask<Items<ThreatShape>>('GET', '/v1/threats?open=false', { signal }),
});
export const systemsQuery = queryOptions({
  queryKey: ['measure-systems'],
  queryFn: ({ signal }) => ask<Systems>('GET', '/v1/measure-systems', { signal }),
});
export const standingsQuery = queryOptions({
  queryKey: ['strikes'],
  queryFn: ({ signal }) => ask<Items<z.infer<typeof standingShape>>>('GET', '/v1/strikes', { signal }),
});
