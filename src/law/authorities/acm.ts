/** Authority for Consumers and Markets. */
import { authority } from '../authority.ts';

export default authority({
  id: 'acm',
  name: { nl: 'Autoriteit Consument en Markt', en: 'Authority for Consumers and Markets' },
  country: 'NL',
  roles: ['coordinator'],
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '49, 51',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2025-02-04' },
  power: {
    nl: 'Toezicht op de DSA: informatie vragen, onderzoeken, boeten tot 6 % van de omzet.',
    en: 'Supervises the DSA: demands information, inspects, fines up to 6 % of turnover.',
  },
  onDemand: {
    nl: 'Wat de vordering noemt (art. 51), binnen de termijn van de brief.',
    en: 'What the demand names (art. 51), within the term of the letter.',
  },
  ofOwnMotion: {
    nl: 'Het transparantieverslag en de gegevens van de vertegenwoordiger (art. 13).',
    en: 'The transparency report and the data of the representative (art. 13).',
  },
  sees: {
    onDemand: ['matter', 'timeline', 'clocks', 'messages', 'findings', 'holder', 'letters', 'probes', 'decisions'],
    ofOwnMotion: [],
  },
});
