/** Final report, or a progress report where it is not over: one month after the notification of article 27, not after the incident. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-nis-1m',
  title: { nl: 'Eindverslag van een incident: één maand', en: 'Final report on an incident: one month' },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: '29(1)',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'verified',
  },
  inForce: { from: '2026-08-15' },
  startsAt: 'notification.sent',
  stopsAt: 'final_report.sent',
  pausesOn: [],
  runs: { unit: 'months', count: 1, onRestDay: 'stays' },
  warnsAt: [0.77],
  statutory: true,
});
