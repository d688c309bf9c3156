/** Demand of identifying data in a criminal investigation. Nothing leaves before the officer was called back through our own register; article 126bb(5) forbids telling the customer. */
import { orderType } from '../order.ts';

export default orderType({
  id: 'sv-126nc',
  title: { nl: 'Vordering identificerende gegevens (126nc Sv)', en: 'Demand of identifying data (126nc Sv)' },
  basis: {
    law: 'Wetboek van Strafvordering',
    article: '126nc',
    url: 'https://wetten.overheid.nl/BWBR0001903',
    mark: 'memory',
  },
  inForce: { from: '2006-01-01' },
  asks: 'inform',
  issuers: ['prosecutor', 'police'],
  checks: [
    { element: 'legal_basis', article: '126nc(1)', required: true },
    { element: 'authority', article: '126nc(1)', required: true },
    { element: 'identifiers', article: '126nc(3)', required: true },
    { element: 'data', article: '126nc(3)', required: true },
    { element: 'period', article: '126nc(3)', required: false },
    { element: 'signature', article: '126nc(3)', required: true },
    { element: 'reference', article: '126nc(3)', required: false },
    { element: 'term', article: '126nc(3)', required: false },
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
