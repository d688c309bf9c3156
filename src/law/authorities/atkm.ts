/** Authority for online terrorist and child abuse material. */
import { authority } from '../authority.ts';

export default authority({
  id: 'atkm',
  name: {
    nl: 'Autoriteit online Terroristisch en Kinderpornografisch Materiaal',
    en: 'Authority for online terrorist and child abuse material',
  },
  country: 'NL',
  roles: ['tco', 'csam'],
  basis: {
    law: 'Regulation (EU) 2021/784; Stb. 2024, 162',
    article: '3; 6(1)',
    mark: 'verified',
  },
  inForce: { from: '2022-06-07' },
  power: {
    nl: 'Bevelen tegen terroristisch materiaal (één uur) en kindermisbruikmateriaal (hoogstens twaalf uur).',
    en: 'Orders against terrorist content (one hour) and child abuse material (twelve hours at most).',
  },
  onDemand: {
    nl: 'Wat het bevel vraagt: of, wanneer en hoe het weg is. Geen gegevens van de klant.',
    en: 'What the order asks: whether, when and how it is gone. No data of the customer.',
  },
  ofOwnMotion: null,
  sees: {
    onDemand: ['matter', 'timeline', 'clocks', 'letters', 'decisions'],
    ofOwnMotion: [],
  },
});
