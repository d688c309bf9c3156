/** What a transparency report counts (DSA art. 15): orders, notices, measures and complaints of a period, as plain facts. */

/** Where a fact stands in the vocabulary of the report; null where nobody said yet. */
export interface Classified {
  /** File name in law/categories. */
  readonly category: string | null;
  /** Without its KEYWORD_ prefix. */
  readonly keyword: string | null;
  /** What the keyword OTHER means here: one of the fixed descriptions, the same every year. */
  readonly other: string | null;
}

/** A fact can be looked up: its id, the number people see, and which kind of service it was about. */
export interface Traced {
  readonly id: string;
  readonly number: string;
  /** Service kind of the contract it was about; null where it has none. */
  readonly serviceKind: string | null;
}

export interface OrderFact extends Traced, Classified {
  /** DSA art. 9 (act) or art. 10 (inform). */
  readonly asks: 'act' | 'inform';
  /** ISO 3166 alpha-2 of the issuing Member State; null where it is none. */
  readonly country: string | null;
  readonly items: number;
  readonly receivedAt: Temporal.Instant;
  readonly acknowledgedAt: Temporal.Instant | null;
  /** Whether the confirmation went by itself. */
  readonly acknowledgedByItself: boolean;
  readonly effectAt: Temporal.Instant | null;
}

export interface NoticeFact extends Traced, Classified {
  readonly trustedFlagger: boolean;
  readonly items: number;
  readonly receivedAt: Temporal.Instant;
  /** When the last action on it was carried out; null where none was taken. */
  readonly actedAt: Temporal.Instant | null;
  readonly actionsByLaw: number;
  readonly actionsByTerms: number;
  /** Decided by a machine alone. */
  readonly automated: boolean;
}

export interface MeasureFact extends Traced, Classified {
  readonly ground: 'law' | 'terms';
  /** Words of `restrictions` in #law: `visibility:CONTENT_REMOVED`. */
  readonly restrictions: readonly string[];
  /** Neither an order nor an art. 16 notice came before it. */
  readonly ownInitiative: boolean;
  readonly automatedDetection: boolean;
  readonly automatedDecision: 'FULLY' | 'PARTIALLY' | 'NOT_AUTOMATED';
  readonly at: Temporal.Instant;
  /** Whether a complaint or our own second look undid it. */
  readonly reversed: boolean;
}

export interface ComplaintFact extends Traced {
  readonly receivedAt: Temporal.Instant;
}

export interface ReportFacts {
  readonly orders: readonly OrderFact[];
  readonly notices: readonly NoticeFact[];
  readonly measures: readonly MeasureFact[];
  readonly complaints: readonly ComplaintFact[];
}
