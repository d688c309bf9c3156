/** Report of the hotline against child abuse material (Offlimits, by SCART). No order, and treated as surely illegal: gone within 24 hours. An order of the authority that follows has a clock of its own. */
import { orderType } from '../order.ts';

export default orderType({
  id: 'hotline',
  title: { nl: 'Melding van het meldpunt kindermisbruikmateriaal', en: 'Hotline report of child abuse material' },
  basis: {
    law: 'Gedragscode Notice-and-Take-Down, addendum 2018',
    url: 'https://noticeandtakedowncode.nl/',
    mark: 'verified',
  },
  inForce: { from: '2018-01-01' },
  asks: 'act',
  issuers: ['hotline'],
  checks: [
    { element: 'location', article: 'addendum 2018', required: true },
    { element: 'authority', article: 'addendum 2018', required: true },
    { element: 'reference', article: 'addendum 2018', required: false },
  ],
  clocks: [{ clock: 'clk-ofl-24' }, { clock: 'clk-secrecy-review' }],
  tell: 'after',
  evidence: 'address_only',
  gate: false,
  secondPerson: false,
  callsOut: ['clk-ofl-24'],
  category: { category: 'protection_of_minors', keyword: 'CHILD_SEXUAL_ABUSE_MATERIAL' },
  letters: {
    effect: 'ltr-ofl-fb',
    defect: 'ltr-ord-def',
    impossible: 'ltr-ord-def',
    recipient: 'ltr-ord-rcp',
  },
});
