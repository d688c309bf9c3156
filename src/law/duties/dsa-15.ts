/** Yearly transparency report. */
import { duty } from '../duty.ts';

export default duty({
  id: 'dsa-15',
  title: { nl: 'Jaarlijks transparantieverslag', en: 'Yearly transparency report' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '15',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  classes: ['mere_conduit', 'caching', 'hosting', 'online_platform'],
  exempt: 'small',
  says: {
    nl: 'Publiceer binnen twee maanden na het jaar, in de officiële sjablonen, één verslag per dienst.',
    en: 'Publish within two months after the year, in the official templates, one report per service.',
  },
  clocks: ['clk-15', 'clk-15-keep'],
});
