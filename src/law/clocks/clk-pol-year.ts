/** A year after an edition of the police letter the next one is asked for. The letter came yearly; no law names a term. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-pol-year',
  title: { nl: 'Volgende editie van de politiebrief navragen', en: 'Asking for the next edition of the police letter' },
  basis: {
    law: 'Police reseller letter',
    mark: 'house',
  },
  inForce: { from: '2021-11-01' },
  startsAt: 'edition.received',
  stopsAt: 'edition.superseded',
  pausesOn: [],
  runs: { unit: 'months', count: 12, onRestDay: 'stays' },
  warnsAt: [0.92],
  statutory: false,
  lengthBy: 'house',
});
