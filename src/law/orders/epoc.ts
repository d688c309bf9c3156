/** European Production Order of an authority of another Member State: ten days, eight hours in an emergency. The issuing authority tells the person, never we. */
import { orderType } from '../order.ts';

export default orderType({
  id: 'epoc',
  title: { nl: 'Europees verstrekkingsbevel (EPOC)', en: 'European Production Order (EPOC)' },
  basis: {
    law: 'Regulation (EU) 2023/1543 (e-Evidence)',
    article: '5, 9, 10',
    url: 'https://eur-lex.europa.eu/eli/reg/2023/1543/oj',
    mark: 'verified',
  },
  inForce: { from: '2026-08-18' },
  asks: 'inform',
  issuers: [],
  checks: [
    { element: 'form', article: '9(1), Annex I', required: true },
    { element: 'authority', article: '5(5)(a)', required: true },
    { element: 'identifiers', article: '5(5)(c)', required: true },
    { element: 'data', article: '5(5)(d)', required: true },
    { element: 'period', article: '5(5)(e)', required: false },
    { element: 'legal_basis', article: '5(5)(f)', required: true },
    { element: 'reasons', article: '5(5)(g)', required: false },
    { element: 'signature', article: '9(1)', required: true },
    { element: 'reference', article: 'Annex I', required: false },
  ],
  clocks: [
    { clock: 'clk-epoc-10d', when: 'ordinary' },
    { clock: 'clk-epoc-8h', when: 'emergency' },
    { clock: 'clk-epoc-96h', when: 'emergency' },
    { clock: 'clk-secrecy-review' },
  ],
  tell: 'never',
  evidence: 'custody',
  gate: true,
  secondPerson: true,
  callsOut: ['clk-epoc-8h'],
  category: null,
  letters: {
    effect: 'ltr-epoc-out',
    defect: 'ltr-epoc-a3',
    impossible: 'ltr-epoc-a3',
    recipient: null,
  },
});
