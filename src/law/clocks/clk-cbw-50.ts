/** A reasoned request for registration data is answered within 72 hours: data, or a reasoned refusal. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-cbw-50',
  title: { nl: 'Verzoek om registratiegegevens: 72 uur', en: 'Request for registration data: 72 hours' },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: '50(2)',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'verified',
  },
  inForce: { from: '2026-08-15' },
  startsAt: 'access_request.received',
  stopsAt: 'access_request.answered',
  pausesOn: [],
  runs: { unit: 'hours', count: 72 },
  warnsAt: [1 / 3, 2 / 3, 66 / 72],
  statutory: true,
});
