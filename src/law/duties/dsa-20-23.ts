/** Complaints, disputes, flaggers, misuse. */
import { duty } from '../duty.ts';

export default duty({
  id: 'dsa-20-23',
  title: { nl: 'Klachten, geschillen, flaggers, misbruik', en: 'Complaints, disputes, flaggers, misuse' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '20-23',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  classes: ['online_platform'],
  exempt: 'small_12',
  says: {
    nl: 'Een kosteloos klachtsysteem van zes maanden en wat daarbij hoort.',
    en: 'A free complaint system of six months and what belongs to it.',
  },
  clocks: ['clk-20'],
});
