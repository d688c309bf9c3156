/** Every name of a police edition is looked up and decided within ten working days. The letter names no term. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-pol-list',
  title: { nl: 'Editie van de politiebrief verwerken', en: 'Processing an edition of the police letter' },
  basis: {
    law: 'Police reseller letter',
    mark: 'house',
  },
  inForce: { from: '2021-11-01' },
  startsAt: 'edition.received',
  stopsAt: 'edition.processed',
  pausesOn: [],
  runs: { unit: 'working_days', count: 10, onRestDay: 'stays' },
  warnsAt: [0.5],
  statutory: false,
  lengthBy: 'house',
});
