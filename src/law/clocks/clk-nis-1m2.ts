/** Final report on an incident that lasted: one month after it was handled. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-nis-1m2',
  title: { nl: 'Eindverslag na een langdurig incident', en: 'Final report on an incident that lasted' },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: '29(2)',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'verified',
  },
  inForce: { from: '2026-08-15' },
  startsAt: 'incident.handled',
  stopsAt: 'final_report.sent',
  pausesOn: [],
  runs: { unit: 'months', count: 1, onRestDay: 'stays' },
  warnsAt: [0.77],
  statutory: true,
});
