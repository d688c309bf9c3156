/** Kinds of orders as data: what must stand in them, which clocks they start, what effect they ask, who may hear of them, and what goes back. */
import type { Words } from '#kernel';
import type { Term } from './action.ts';
import type { AuthorityRole } from './authority.ts';
import type { Basis, InForce } from './basis.ts';

/** Make content inaccessible; give data about a recipient; keep data; answer a question about ourselves. */
export const orderAsks = ['act', 'inform', 'preserve', 'answer'] as const;
export type OrderAsks = (typeof orderAsks)[number];

/** What an order can say. Which of these it must say stands with its kind. */
export const orderElements = {
  legal_basis: { nl: 'rechtsgrond', en: 'legal basis' },
  reasons: { nl: 'motivering', en: 'statement of reasons' },
  authority: { nl: 'bevoegd gezag', en: 'issuing authority' },
  location: { nl: 'precieze vindplaats', en: 'exact location' },
  identifiers: { nl: 'namen of kenmerken van de klant', en: 'names or identifiers of the recipient' },
  redress: { nl: 'rechtsmiddelen', en: 'redress' },
  report_back: { nl: 'wie de terugmelding krijgt', en: 'who receives the effect report' },
  scope: { nl: 'territoriaal bereik', en: 'territorial scope' },
  language: { nl: 'een taal die wij opgaven', en: 'a language we declared' },
  contact_point: { nl: 'gestuurd naar ons contactpunt', en: 'sent to our contact point' },
  reference: { nl: 'kenmerk', en: 'reference' },
  issued_at: { nl: 'datum en tijd van afgifte', en: 'date and time of issue' },
  signature: { nl: 'ondertekening', en: 'signature' },
  warrant: { nl: 'machtiging van de rechter-commissaris', en: 'warrant of the investigating judge' },
  offence: { nl: 'strafbaar feit', en: 'offence' },
  term: { nl: 'termijn', en: 'term' },
  period: { nl: 'periode waarover gegevens worden gevraagd', en: 'period the data are asked for' },
  data: { nl: 'welke gegevens', en: 'which data' },
  material: { nl: 'soort materiaal', en: 'type of material' },
  form: { nl: 'het voorgeschreven formulier', en: 'the prescribed form' },
} as const satisfies Record<string, Words>;
export type OrderElement = keyof typeof orderElements;
export const orderElementIds = Object.keys(orderElements) as [OrderElement, ...OrderElement[]];

export interface OrderCheck {
  readonly element: OrderElement;
  /** The article that asks for it, as it is named in a letter about a defect. */
  readonly article: string;
  /** Whether its absence is a defect; else it may be absent ("where applicable"). */
  readonly required: boolean;
}

/** When a clock of a kind of order runs at all; always where nothing is said. */
export type OrderCondition = 'emergency' | 'ordinary' | 'cross_border';

export interface OrderClock {
  /** File name in law/clocks; the fact that starts and the one that stops it stand there. */
  readonly clock: string;
  readonly when?: OrderCondition;
  /** Length of a clock whose length comes with the order, where the order names none. */
  readonly otherwise?: Pick<Term, 'unit' | 'count'>;
}

/**
 * Whether the recipient hears of it. `required`: at the latest when effect is given. `after`: a person decides once it was
 * given. `until_date`: secret where the order says so, until a day it names. `until_lifted`: secret until the authority lifts it.
 * `by_authority`: the authority tells itself, and until it says it did, nobody else does. `never`: not by us.
 */
export const orderTells = ['required', 'after', 'until_date', 'until_lifted', 'by_authority', 'never'] as const;
export type OrderTell = (typeof orderTells)[number];

/**
 * What is kept of the content. `preserve`: reference and handed bytes lie in the vault for the clock named; `custody`: on the
 * provider's own disk, only that it lies there is recorded; `address_only`: address and hash, encrypted and masked, nothing
 * else; `ordinary`: the order and what was done.
 */
export const orderEvidence = ['preserve', 'custody', 'address_only', 'ordinary'] as const;
export type OrderEvidence = (typeof orderEvidence)[number];

export interface OrderType {
  /** File name in law/orders. */
  readonly id: string;
  readonly title: Words;
  readonly basis: Basis;
  readonly inForce: InForce;
  readonly asks: OrderAsks;
  /** Who can give it; empty: any court or authority. */
  readonly issuers: readonly AuthorityRole[];
  readonly checks: readonly OrderCheck[];
  readonly clocks: readonly OrderClock[];
  readonly tell: OrderTell;
  readonly evidence: OrderEvidence;
  /** Nothing about a customer leaves before the authority was called back through our own register. */
  readonly gate: boolean;
  /** What leaves needs the consent of a second person. */
  readonly secondPerson: boolean;
  /** The clocks at whose start, warnings and end whoever is on duty is called out. */
  readonly callsOut: readonly string[];
  /** Row of the transparency report where the order names none; null: not specified. */
  readonly category: { readonly category: string; readonly keyword: string | null } | null;
  /** File names in law/letters. `effect`: the report back or the answer; `recipient`: null where nobody is told. */
  readonly letters: {
    readonly effect: string;
    readonly defect: string;
    readonly impossible: string;
    readonly recipient: string | null;
  };
}

export const orderType = <const O extends OrderType>(o: O): O => o;

export const checkOutcomes = ['present', 'missing', 'not_applicable'] as const;
export type CheckOutcome = (typeof checkOutcomes)[number];

/** Each element of the kind: whether it stands in the order. Absent and not demanded is no defect. */
export function checkElements(
  type: Pick<OrderType, 'checks'>,
  there: ReadonlySet<OrderElement>,
): Readonly<Partial<Record<OrderElement, CheckOutcome>>> {
  return Object.fromEntries(
    type.checks.map((c) => [c.element, there.has(c.element) ? 'present' : c.required ? 'missing' : 'not_applicable']),
  );
}

/** The clocks that an order of this kind has, given what is special about it. */
export function clocksOf(
  type: Pick<OrderType, 'clocks'>,
  order: { readonly emergency: boolean; readonly crossBorder: boolean },
): readonly OrderClock[] {
  return type.clocks.filter(
    (c) =>
      c.when === undefined ||
      (c.when === 'emergency' && order.emergency) ||
      (c.when === 'ordinary' && !order.emergency) ||
      (c.when === 'cross_border' && order.crossBorder),
  );
}
