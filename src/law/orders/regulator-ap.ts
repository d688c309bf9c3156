/** Demand of a supervisor about our own house. The letter names the term; ten working days of ours where it names none. */
import { orderType } from '../order.ts';

export default orderType({
  id: 'regulator-ap',
  title: {
    nl: 'Informatieverzoek van de Autoriteit Persoonsgegevens',
    en: 'Demand of information by the data protection authority',
  },
  basis: {
    law: 'Regulation (EU) 2016/679 (GDPR)',
    article: '58(1)',
    url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
    mark: 'memory',
  },
  inForce: { from: '2018-05-25' },
  asks: 'answer',
  issuers: ['data_protection'],
  checks: [
    { element: 'authority', article: '58(1)', required: true },
    { element: 'legal_basis', article: '58(1)', required: true },
    { element: 'data', article: '58(1)', required: true },
    { element: 'term', article: '58(1)', required: false },
    { element: 'reference', article: '58(1)', required: false },
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
