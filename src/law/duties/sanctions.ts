/** Sanctions. */
import { duty } from '../duty.ts';

export default duty({
  id: 'sanctions',
  title: { nl: 'Sancties', en: 'Sanctions' },
  basis: {
    law: 'Regulation (EU) 2019/796 and the other sanctions regimes',
    article: '3',
    url: 'https://eur-lex.europa.eu/eli/reg/2019/796/oj',
    mark: 'verified',
  },
  inForce: { from: '2019-05-18' },
  says: {
    nl: 'Niets ter beschikking stellen aan wie op de lijst staat, ook niet via eigendom van 50 % of meer of zeggenschap.',
    en: 'Make nothing available to whom is listed, also through ownership of 50 % or more or control.',
  },
  clocks: ['clk-san-frz', 'clk-san-upd'],
});
