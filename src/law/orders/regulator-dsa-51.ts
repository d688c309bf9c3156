/** Demand of a supervisor about our own house. The letter names the term; ten working days of ours where it names none. */
import { orderType } from '../order.ts';

export default orderType({
  id: 'regulator-dsa-51',
  title: { nl: 'Informatieverzoek van de ACM', en: 'Demand of information by the ACM' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '51',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2025-02-04' },
  asks: 'answer',
  issuers: ['coordinator'],
  checks: [
    { element: 'authority', article: '51', required: true },
    { element: 'legal_basis', article: '51', required: true },
    { element: 'data', article: '51', required: true },
    { element: 'term', article: '51', required: false },
    { element: 'reference', article: '51', required: false },
  ],
  clocks: [{ clock: 'clk-order-term', otherwise: { unit: 'working_days', count: 10 } }],
  tell: 'after',
  evidence: 'ordinary',
  gate: true,
  secondPerson: true,
  callsOut: [],
  category: null,
  letters: {
    effect: 'ltr-ord-ans',
    defect: 'ltr-ord-def',
    impossible: 'ltr-ord-def',
    recipient: null,
  },
});
