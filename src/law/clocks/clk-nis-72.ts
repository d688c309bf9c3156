/** Notification of a significant incident, with a first assessment. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-nis-72',
  title: { nl: 'Melding van een significant incident: 72 uur', en: 'Notification of a significant incident: 72 hours' },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: '27',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'verified',
  },
  inForce: { from: '2026-08-15' },
  startsAt: 'incident.known',
  stopsAt: 'notification.sent',
  pausesOn: [],
  runs: { unit: 'hours', count: 72 },
  warnsAt: [48 / 72, 66 / 72],
  statutory: true,
});
