/** Order of a court in a civil or administrative case. Its own words say what and when; the report back is that of the DSA. */
import { orderType } from '../order.ts';

export default orderType({
  id: 'court',
  title: { nl: 'Bevel van een rechter', en: 'Order of a court' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '9; rec. 31',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  asks: 'act',
  issuers: [],
  checks: [
    { element: 'legal_basis', article: '9(2)(a)(i) DSA', required: false },
    { element: 'authority', article: '9(2)(a)(iii) DSA', required: true },
    { element: 'reasons', article: '9(2)(a)(ii) DSA', required: false },
    { element: 'location', article: '9(2)(a)(iv) DSA', required: true },
    { element: 'reference', article: 'house rule', required: true },
    { element: 'signature', article: 'house rule', required: true },
    { element: 'term', article: 'house rule', required: false },
  ],
  clocks: [
    { clock: 'clk-order-term', otherwise: { unit: 'hours', count: 24 } },
    { clock: 'clk-dsa-ack' },
    { clock: 'clk-dsa-eff' },
    { clock: 'clk-dsa-rcp' },
    { clock: 'clk-secrecy-review' },
  ],
  tell: 'required',
  evidence: 'ordinary',
  gate: false,
  secondPerson: false,
  callsOut: ['clk-order-term'],
  category: null,
  letters: {
    effect: 'ltr-ord-eff',
    defect: 'ltr-ord-def',
    impossible: 'ltr-ord-def',
    recipient: 'ltr-ord-rcp',
  },
});
