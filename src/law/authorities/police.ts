/** Police. */
import { authority } from '../authority.ts';

export default authority({
  id: 'police',
  name: { nl: 'Politie', en: 'Police' },
  country: 'NL',
  roles: ['police'],
  basis: {
    law: 'Wetboek van Strafvordering',
    article: '126n-126nd',
    url: 'https://wetten.overheid.nl/BWBR0001903',
    mark: 'memory',
  },
  inForce: { from: '2019-03-01' },
  power: {
    nl: 'Vraagt gegevens op vordering; waarschuwt met de jaarlijkse brief over resellers.',
    en: 'Asks data on demand; warns with the yearly letter about resellers.',
  },
  onDemand: {
    nl: 'Niets zonder vordering van een bevoegde ambtenaar.',
    en: 'Nothing without a demand of an officer with that power.',
  },
  ofOwnMotion: {
    nl: 'Aangifte; op eigen wens een telling zonder namen na de brief.',
    en: 'A crime report; of your own wish a count without names after the letter.',
  },
  sees: {
    onDemand: ['matter', 'timeline', 'clocks', 'messages', 'findings', 'holder', 'letters', 'probes', 'decisions'],
    ofOwnMotion: ['matter', 'timeline', 'clocks', 'findings', 'holder', 'decisions'],
  },
});
