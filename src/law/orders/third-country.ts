/** Request of an authority outside the Union. Nothing is given on it: the answer names the way by treaty. */
import { orderType } from '../order.ts';

export default orderType({
  id: 'third-country',
  title: { nl: 'Verzoek van buiten de Unie', en: 'Request from outside the Union' },
  basis: {
    law: 'Regulation (EU) 2016/679 (GDPR)',
    article: '48',
    url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
    mark: 'memory',
  },
  inForce: { from: '2018-05-25' },
  asks: 'answer',
  issuers: [],
  checks: [
    { element: 'authority', article: '48', required: true },
    { element: 'reference', article: '48', required: false },
  ],
  clocks: [{ clock: 'clk-order-term', otherwise: { unit: 'working_days', count: 10 } }],
  tell: 'after',
  evidence: 'ordinary',
  gate: true,
  secondPerson: false,
  callsOut: [],
  category: null,
  letters: {
    effect: 'ltr-treaty',
    defect: 'ltr-ord-def',
    impossible: 'ltr-ord-def',
    recipient: null,
  },
});
