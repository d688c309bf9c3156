/** Demand of a supervisor about our own house. The letter names the term; ten working days of ours where it names none. */
import { orderType } from '../order.ts';

export default orderType({
  id: 'regulator-rdi',
  title: { nl: 'Informatieverzoek van de RDI', en: 'Demand of information by the RDI' },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    mark: 'memory',
  },
  inForce: { from: '2026-08-15' },
  asks: 'answer',
  issuers: ['cbw'],
  checks: [
    { element: 'authority', article: 'house rule', required: true },
    { element: 'legal_basis', article: 'house rule', required: true },
    { element: 'data', article: 'house rule', required: true },
    { element: 'term', article: 'house rule', required: false },
    { element: 'reference', article: 'house rule', required: false },
  ],
  clocks: [{ clock: 'clk-order-term', otherwise: { unit: 'working_days', count: 10 } }],
  tell: 'after',
  evidence: 'ordinary',
  gate: true,
  secondPerson: true,
  callsOut: [],
  category: null,
  letters: {
    effect: 'ltr-ord-ans',
    defect: 'ltr-ord-def',
    impossible: 'ltr-ord-def',
    recipient: null,
  },
});
