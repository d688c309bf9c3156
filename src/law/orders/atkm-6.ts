/** Order of the authority to make child abuse material inaccessible: the term stands in the order and is twelve hours at most. Addresses are encrypted and masked; nothing is fetched, shown or kept. */
import { orderType } from '../order.ts';

export default orderType({
  id: 'atkm-6',
  title: { nl: 'Bevel kindermisbruikmateriaal (ATKM)', en: 'Order against child abuse material (ATKM)' },
  basis: {
    law: 'Wet bestuursrechtelijke aanpak online kinderpornografisch materiaal (Stb. 2024, 162)',
    article: '6(1)',
    mark: 'verified',
  },
  inForce: { from: '2024-07-01' },
  asks: 'act',
  issuers: ['csam'],
  checks: [
    { element: 'legal_basis', article: '6(1); 9(2)(a)(i) DSA', required: true },
    { element: 'authority', article: '6(1)', required: true },
    { element: 'reasons', article: '9(2)(a)(ii) DSA', required: true },
    { element: 'location', article: '6(1)', required: true },
    { element: 'term', article: '6(1)', required: false },
    { element: 'redress', article: '9(2)(a)(v) DSA', required: true },
    { element: 'reference', article: '6(1)', required: false },
  ],
  clocks: [
    { clock: 'clk-atkm', otherwise: { unit: 'hours', count: 12 } },
    { clock: 'clk-dsa-ack' },
    { clock: 'clk-dsa-eff' },
    { clock: 'clk-dsa-rcp' },
    { clock: 'clk-secrecy-review' },
  ],
  tell: 'required',
  evidence: 'address_only',
  gate: false,
  secondPerson: false,
  callsOut: ['clk-atkm'],
  category: { category: 'protection_of_minors', keyword: 'CHILD_SEXUAL_ABUSE_MATERIAL' },
  letters: {
    effect: 'ltr-atkm-eff',
    defect: 'ltr-ord-def',
    impossible: 'ltr-ord-def',
    recipient: 'ltr-ord-rcp',
  },
});
