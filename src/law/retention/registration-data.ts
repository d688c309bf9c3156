/** How long is kept: registration data of a domain name. */
import { retention } from '../retention.ts';

export default retention({
  id: 'registration-data',
  title: { nl: 'Registratiegegevens van een domeinnaam', en: 'Registration data of a domain name' },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: '49',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'verified',
  },
  inForce: { from: '2026-01-01' },
  from: 'registration.ended',
  keep: { unit: 'days', count: 0 },
  ends: 'policy',
});
