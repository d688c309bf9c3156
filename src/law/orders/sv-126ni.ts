/** Order to keep data as they are, at most ninety days and once again ninety. They stay on the disk of the provider; only that they lie there is recorded here. */
import { orderType } from '../order.ts';

export default orderType({
  id: 'sv-126ni',
  title: { nl: 'Bewaarbevel (126ni Sv)', en: 'Preservation order (126ni Sv)' },
  basis: {
    law: 'Wetboek van Strafvordering',
    article: '126ni',
    url: 'https://wetten.overheid.nl/BWBR0001903',
    mark: 'memory',
  },
  inForce: { from: '2006-09-01' },
  asks: 'preserve',
  issuers: ['prosecutor'],
  checks: [
    { element: 'legal_basis', article: '126ni(1)', required: true },
    { element: 'authority', article: '126ni(1)', required: true },
    { element: 'identifiers', article: '126ni(2)', required: true },
    { element: 'data', article: '126ni(2)', required: true },
    { element: 'period', article: '126ni(2)', required: false },
    { element: 'signature', article: '126ni(2)', required: true },
  ],
  clocks: [
    { clock: 'clk-126ni', otherwise: { unit: 'days', count: 90 } },
    { clock: 'clk-dsa-ack' },
    { clock: 'clk-dsa-eff' },
    { clock: 'clk-secrecy-review' },
  ],
  tell: 'until_lifted',
  evidence: 'custody',
  gate: false,
  secondPerson: false,
  callsOut: [],
  category: null,
  letters: {
    effect: 'ltr-ord-kept',
    defect: 'ltr-ord-def',
    impossible: 'ltr-ord-def',
    recipient: null,
  },
});
