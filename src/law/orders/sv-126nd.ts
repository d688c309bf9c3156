/** Demand of other stored data in a criminal investigation. Nothing leaves before the officer was called back through our own register; article 126bb(5) forbids telling the customer. */
import { orderType } from '../order.ts';

export default orderType({
  id: 'sv-126nd',
  title: { nl: 'Vordering andere vastgelegde gegevens (126nd Sv)', en: 'Demand of other stored data (126nd Sv)' },
  basis: {
    law: 'Wetboek van Strafvordering',
    article: '126nd',
    url: 'https://wetten.overheid.nl/BWBR0001903',
    mark: 'memory',
  },
  inForce: { from: '2006-01-01' },
  asks: 'inform',
  issuers: ['prosecutor'],
  checks: [
    { element: 'legal_basis', article: '126nd(1)', required: true },
    { element: 'authority', article: '126nd(1)', required: true },
    { element: 'identifiers', article: '126nd(3)', required: true },
    { element: 'data', article: '126nd(3)', required: true },
    { element: 'period', article: '126nd(3)', required: false },
    { element: 'signature', article: '126nd(3)', required: true },
    { element: 'reference', article: '126nd(3)', required: false },
    { element: 'term', article: '126nd(3)', required: false },
  ],
  clocks: [
    { clock: 'clk-dsa-ack' },
    { clock: 'clk-dsa-eff' },
    { clock: 'clk-order-term', otherwise: { unit: 'working_days', count: 5 } },
    { clock: 'clk-secrecy-review' },
  ],
  tell: 'until_lifted',
  evidence: 'ordinary',
  gate: true,
  secondPerson: true,
  callsOut: [],
  category: null,
  letters: {
    effect: 'ltr-data',
    defect: 'ltr-ord-def',
    impossible: 'ltr-ord-def',
    recipient: null,
  },
});
