/** Order of the public prosecutor to make data inaccessible, with a warrant of the investigating judge. The law names no hours: the order does, else four hours of ours. Obeying keeps the exemption of article 54a Sr. */
import { orderType } from '../order.ts';

export default orderType({
  id: 'sv-125p',
  title: { nl: 'Bevel tot ontoegankelijkmaking (125p Sv)', en: 'Order to make inaccessible (125p Sv)' },
  basis: {
    law: 'Wetboek van Strafvordering',
    article: '125p',
    url: 'https://wetten.overheid.nl/BWBR0001903',
    mark: 'memory',
  },
  inForce: { from: '2019-03-01' },
  asks: 'act',
  issuers: ['prosecutor'],
  checks: [
    { element: 'legal_basis', article: '125p(1)', required: true },
    { element: 'authority', article: '125p(1)', required: true },
    { element: 'warrant', article: '125p(4)', required: true },
    { element: 'offence', article: '125p(3)', required: true },
    { element: 'reasons', article: '125p(3)', required: true },
    { element: 'location', article: '125p(3)', required: true },
    { element: 'signature', article: '125p(3)', required: true },
    { element: 'term', article: '125p(3)', required: false },
    { element: 'redress', article: '9(2)(a)(v) DSA', required: false },
  ],
  clocks: [
    { clock: 'clk-125p', otherwise: { unit: 'hours', count: 4 } },
    { clock: 'clk-dsa-ack' },
    { clock: 'clk-dsa-eff' },
    { clock: 'clk-dsa-rcp' },
    { clock: 'clk-secrecy-review' },
  ],
  tell: 'required',
  evidence: 'ordinary',
  gate: false,
  secondPerson: false,
  callsOut: ['clk-125p'],
  category: null,
  letters: {
    effect: 'ltr-125p-eff',
    defect: 'ltr-ord-def',
    impossible: 'ltr-ord-def',
    recipient: 'ltr-ord-rcp',
  },
});
