/** Europol. */
import { authority } from '../authority.ts';

export default authority({
  id: 'europol',
  name: { nl: 'Europol', en: 'Europol' },
  roles: ['europol'],
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '18(2)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  power: {
    nl: 'Ontvangt meldingen waar geen lidstaat kan worden aangewezen.',
    en: 'Receives reports where no Member State can be named.',
  },
  onDemand: {
    nl: 'Niets: Europol vordert niet bij aanbieders.',
    en: 'Nothing: Europol makes no demands on providers.',
  },
  ofOwnMotion: {
    nl: 'Verdenking van levensbedreigende feiten; terroristisch materiaal met levensgevaar (TCO art. 14(5)).',
    en: 'Suspicion of crimes that threaten life; terrorist content that threatens lives (TCO art. 14(5)).',
  },
  sees: {
    onDemand: [],
    ofOwnMotion: ['matter', 'clocks', 'findings', 'holder'],
  },
});
