/** Public Prosecution Service. */
import { authority } from '../authority.ts';

export default authority({
  id: 'om',
  name: { nl: 'Openbaar Ministerie', en: 'Public Prosecution Service' },
  country: 'NL',
  roles: ['prosecutor'],
  basis: {
    law: 'Wetboek van Strafvordering',
    article: '125p, 126n-126ni',
    url: 'https://wetten.overheid.nl/BWBR0001903',
    mark: 'memory',
  },
  inForce: { from: '2019-03-01' },
  power: {
    nl: 'Bevelen tot ontoegankelijkmaking en vorderingen van gegevens.',
    en: 'Orders to make inaccessible and demands of data.',
  },
  onDemand: {
    nl: 'Precies de gegevens van de vordering, na bevestiging via ons eigen register.',
    en: 'Exactly the data of the demand, once confirmed through our own register.',
  },
  ofOwnMotion: {
    nl: 'Aangifte, en verdenking van levensbedreigende feiten (DSA art. 18).',
    en: 'A crime report, and suspicion of crimes that threaten life (DSA art. 18).',
  },
  sees: {
    onDemand: ['matter', 'timeline', 'clocks', 'messages', 'findings', 'holder', 'letters', 'probes', 'decisions'],
    ofOwnMotion: ['matter', 'timeline', 'clocks', 'findings', 'holder', 'decisions'],
  },
});
