/** Order of an authority of a Member State for information about recipients. Only what was collected for the service already, and nothing before the authority was called back. */
import { orderType } from '../order.ts';

export default orderType({
  id: 'dsa-10',
  title: { nl: 'Bevel om informatie te verstrekken', en: 'Order to provide information' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '10',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  asks: 'inform',
  issuers: [],
  checks: [
    { element: 'legal_basis', article: '10(2)(a)(i)', required: true },
    { element: 'authority', article: '10(2)(a)(ii)', required: true },
    { element: 'identifiers', article: '10(2)(a)(iii)', required: true },
    { element: 'reasons', article: '10(2)(a)(iv)', required: false },
    { element: 'redress', article: '10(2)(a)(v)', required: true },
    { element: 'report_back', article: '10(2)(a)(vi)', required: false },
    { element: 'data', article: '10(2)(b)', required: true },
    { element: 'language', article: '10(2)(c)', required: true },
    { element: 'contact_point', article: '10(2)(c)', required: false },
  ],
  clocks: [
    { clock: 'clk-dsa-ack' },
    { clock: 'clk-dsa-eff' },
    { clock: 'clk-dsa-rcp' },
    { clock: 'clk-order-term', otherwise: { unit: 'working_days', count: 5 } },
    { clock: 'clk-secrecy-review' },
  ],
  tell: 'required',
  evidence: 'ordinary',
  gate: true,
  secondPerson: true,
  callsOut: [],
  category: null,
  letters: {
    effect: 'ltr-data',
    defect: 'ltr-ord-def',
    impossible: 'ltr-ord-def',
    recipient: 'ltr-ord-rcp',
  },
});
