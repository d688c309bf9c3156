/** Data Protection Authority. */
import { authority } from '../authority.ts';

export default authority({
  id: 'ap',
  name: { nl: 'Autoriteit Persoonsgegevens', en: 'Data Protection Authority' },
  country: 'NL',
  roles: ['data_protection'],
  basis: {
    law: 'Regulation (EU) 2016/679 (GDPR)',
    article: '33, 58',
    url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
    mark: 'verified',
  },
  inForce: { from: '2018-05-25' },
  power: { nl: 'Toezicht op persoonsgegevens.', en: 'Supervises personal data.' },
  onDemand: { nl: 'Wat de vordering noemt (art. 58).', en: 'What the demand names (art. 58).' },
  ofOwnMotion: { nl: 'Datalekken, binnen 72 uur.', en: 'Data breaches, within 72 hours.' },
  sees: {
    onDemand: ['matter', 'timeline', 'clocks', 'messages', 'findings', 'holder', 'letters', 'probes', 'decisions'],
    ofOwnMotion: ['matter', 'clocks'],
  },
});
