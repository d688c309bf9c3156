/** Order of an authority of a Member State against illegal content. The duty is national law; the article says what the order holds and what goes back. */
import { orderType } from '../order.ts';

export default orderType({
  id: 'dsa-9',
  title: { nl: 'Bevel tegen illegale inhoud', en: 'Order to act against illegal content' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '9',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  asks: 'act',
  issuers: [],
  checks: [
    { element: 'legal_basis', article: '9(2)(a)(i)', required: true },
    { element: 'reasons', article: '9(2)(a)(ii)', required: true },
    { element: 'authority', article: '9(2)(a)(iii)', required: true },
    { element: 'location', article: '9(2)(a)(iv)', required: true },
    { element: 'redress', article: '9(2)(a)(v)', required: true },
    { element: 'report_back', article: '9(2)(a)(vi)', required: false },
    { element: 'scope', article: '9(2)(b)', required: false },
    { element: 'language', article: '9(2)(c)', required: true },
    { element: 'contact_point', article: '9(2)(c)', required: false },
  ],
  clocks: [
    { clock: 'clk-dsa-ack' },
    { clock: 'clk-dsa-eff' },
    { clock: 'clk-dsa-rcp' },
    { clock: 'clk-order-term', otherwise: { unit: 'hours', count: 24 } },
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
