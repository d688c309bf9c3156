/** After an emergency production the enforcing authority may object within 96 hours. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-epoc-96h',
  title: { nl: 'Bezwaar van de uitvoerende autoriteit', en: 'Objection by the enforcing authority' },
  basis: {
    law: 'Regulation (EU) 2023/1543 (e-Evidence)',
    article: '10(4)',
    url: 'https://eur-lex.europa.eu/eli/reg/2023/1543/oj',
    mark: 'verified',
  },
  inForce: { from: '2026-08-18' },
  startsAt: 'enforcing.told',
  stopsAt: 'objection.closed',
  pausesOn: [],
  runs: { unit: 'hours', count: 96 },
  warnsAt: [],
  statutory: false,
});
