/** Telling suspicion of crimes that threaten life. */
import { duty } from '../duty.ts';

export default duty({
  id: 'dsa-18',
  title: { nl: 'Verdenking van levensbedreigende feiten melden', en: 'Telling suspicion of crimes that threaten life' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '18',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  classes: ['hosting', 'online_platform'],
  says: {
    nl: 'Meld prompt aan de autoriteiten van de betrokken lidstaat, anders de eigen of Europol.',
    en: 'Tell promptly the authorities of the Member State concerned, else your own or Europol.',
  },
  clocks: ['clk-18'],
});
