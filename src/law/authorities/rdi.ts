/** Authority for Digital Infrastructure. */
import { authority } from '../authority.ts';

export default authority({
  id: 'rdi',
  name: { nl: 'Rijksinspectie Digitale Infrastructuur', en: 'Authority for Digital Infrastructure' },
  country: 'NL',
  roles: ['cbw'],
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: '15',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'memory',
  },
  inForce: { from: '2026-08-15' },
  power: {
    nl: 'Toezicht op de Cyberbeveiligingswet voor digitale infrastructuur.',
    en: 'Supervises the Cyberbeveiligingswet for digital infrastructure.',
  },
  onDemand: { nl: 'Wat de vordering noemt.', en: 'What the demand names.' },
  ofOwnMotion: { nl: 'Dezelfde meldingen als de CSIRT.', en: 'The same notifications as the CSIRT.' },
  sees: {
    onDemand: ['matter', 'timeline', 'clocks', 'messages', 'findings', 'holder', 'letters', 'probes', 'decisions'],
    ofOwnMotion: ['matter', 'clocks'],
  },
});
