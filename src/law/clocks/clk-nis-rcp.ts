/** Recipients of the service are told without delay, with the measures they can take; a day is ours. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-nis-rcp',
  title: { nl: 'Afnemers inlichten over een incident of dreiging', en: 'Telling recipients of an incident or threat' },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: '30',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'verified',
  },
  inForce: { from: '2026-08-15' },
  startsAt: 'threat.known',
  stopsAt: 'recipients.told',
  pausesOn: [],
  runs: { unit: 'hours', count: 24 },
  warnsAt: [0.5],
  statutory: true,
  lengthBy: 'house',
});
