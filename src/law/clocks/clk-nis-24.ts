/** Early warning of a significant incident, to the CSIRT and the competent authority. It runs from knowing that it is significant. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-nis-24',
  title: { nl: 'Vroegtijdige waarschuwing: 24 uur', en: 'Early warning: 24 hours' },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: '26',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'verified',
  },
  inForce: { from: '2026-08-15' },
  startsAt: 'incident.known',
  stopsAt: 'warning.sent',
  pausesOn: [],
  runs: { unit: 'hours', count: 24 },
  warnsAt: [4 / 24, 0.5, 20 / 24],
  statutory: true,
});
