/** Notice and action. */
import { duty } from '../duty.ts';

export default duty({
  id: 'dsa-16',
  title: { nl: 'Kennisgeving en actie', en: 'Notice and action' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '16',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  classes: ['hosting', 'online_platform'],
  says: {
    nl: 'Een makkelijk formulier voor iedereen, bevestiging, beslissing met beroep. Geen uitzondering voor kleine aanbieders.',
    en: 'An easy form for everybody, a receipt, a decision with redress. No exception for small providers.',
  },
  clocks: ['clk-16-ack', 'clk-16-dec'],
});
