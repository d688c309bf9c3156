/** A new generation of a sanctions list is held against all parties within a day. The law demands the result and names no hours. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-san-upd',
  title: { nl: 'Nieuwe sanctielijst tegen alle partijen', en: 'New sanctions list against all parties' },
  basis: {
    law: 'house rule',
    article: 'sanctions duty',
    mark: 'house',
  },
  inForce: { from: '2026-01-01' },
  startsAt: 'list.published',
  stopsAt: 'screening.done',
  pausesOn: [],
  runs: { unit: 'hours', count: 24 },
  warnsAt: [0.5],
  statutory: false,
});
