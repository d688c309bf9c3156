/** National Cyber Security Centre. */
import { authority } from '../authority.ts';

export default authority({
  id: 'ncsc',
  name: { nl: 'Nationaal Cyber Security Centrum', en: 'National Cyber Security Centre' },
  country: 'NL',
  roles: ['csirt'],
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: '26-29',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'memory',
  },
  inForce: { from: '2026-08-15' },
  power: { nl: 'Ontvangt meldingen van incidenten en helpt.', en: 'Receives incident notifications and helps.' },
  onDemand: { nl: 'Een tussentijds verslag op verzoek (art. 28).', en: 'An interim report on request (art. 28).' },
  ofOwnMotion: {
    nl: 'Waarschuwing, melding en eindverslag van een significant incident.',
    en: 'Warning, notification and final report of a significant incident.',
  },
  sees: {
    onDemand: [],
    ofOwnMotion: ['matter', 'clocks', 'findings'],
  },
});
