/** European Preservation Order: sixty days, thirty more by Annex VI, and after Annex V until the data went out. */
import { orderType } from '../order.ts';

export default orderType({
  id: 'epoc-pr',
  title: { nl: 'Europees bewaringsbevel (EPOC-PR)', en: 'European Preservation Order (EPOC-PR)' },
  basis: {
    law: 'Regulation (EU) 2023/1543 (e-Evidence)',
    article: '6, 9, 11',
    url: 'https://eur-lex.europa.eu/eli/reg/2023/1543/oj',
    mark: 'verified',
  },
  inForce: { from: '2026-08-18' },
  asks: 'preserve',
  issuers: [],
  checks: [
    { element: 'form', article: '9(1), Annex II', required: true },
    { element: 'authority', article: '6(4)(a)', required: true },
    { element: 'identifiers', article: '6(4)(c)', required: true },
    { element: 'data', article: '6(4)(d)', required: true },
    { element: 'period', article: '6(4)(e)', required: false },
    { element: 'legal_basis', article: '6(4)(f)', required: true },
    { element: 'signature', article: '9(1)', required: true },
  ],
  clocks: [{ clock: 'clk-epocpr', otherwise: { unit: 'days', count: 60 } }, { clock: 'clk-secrecy-review' }],
  tell: 'never',
  evidence: 'custody',
  gate: false,
  secondPerson: false,
  callsOut: [],
  category: null,
  letters: {
    effect: 'ltr-ord-kept',
    defect: 'ltr-epoc-a3',
    impossible: 'ltr-epoc-a3',
    recipient: null,
  },
});
