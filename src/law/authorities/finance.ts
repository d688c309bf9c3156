/** Ministry of Finance. */
import { authority } from '../authority.ts';

export default authority({
  id: 'finance',
  name: { nl: 'Ministerie van Financiën', en: 'Ministry of Finance' },
  country: 'NL',
  roles: ['sanctions'],
  basis: {
    law: 'Sanctiewet 1977',
    mark: 'memory',
  },
  inForce: { from: '2019-05-18' },
  power: { nl: 'Ontvangt meldingen van bevroren middelen.', en: 'Receives reports of frozen assets.' },
  onDemand: { nl: 'Wat de vordering noemt.', en: 'What the demand names.' },
  ofOwnMotion: { nl: 'Een bevestigde treffer en wat is bevroren.', en: 'A confirmed match and what was frozen.' },
  sees: {
    onDemand: ['matter', 'timeline', 'clocks', 'holder', 'decisions'],
    ofOwnMotion: ['matter', 'holder', 'decisions'],
  },
});
