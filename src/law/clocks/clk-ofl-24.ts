/** Hotline norm: child abuse material is off the servers within 24 hours of the report. The addendum is of 2018; its day was not read. An order of the authority runs its own clock beside this one. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-ofl-24',
  title: { nl: 'Meldpunt: binnen 24 uur verwijderd', en: 'Hotline: removed within 24 hours' },
  basis: {
    law: 'Gedragscode Notice-and-Take-Down, addendum 2018',
    url: 'https://noticeandtakedowncode.nl/',
    mark: 'verified',
  },
  inForce: { from: '2018-01-01' },
  startsAt: 'hotline_report.received',
  stopsAt: 'content.removed',
  pausesOn: [],
  runs: { unit: 'hours', count: 24 },
  warnsAt: [4 / 24, 12 / 24, 20 / 24],
  statutory: false,
});
