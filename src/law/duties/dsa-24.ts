/** More transparency of platforms. */
import { duty } from '../duty.ts';

export default duty({
  id: 'dsa-24',
  title: { nl: 'Meer transparantie van platforms', en: 'More transparency of platforms' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '24(1),(2),(5)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  classes: ['online_platform'],
  exempt: 'small_12',
  says: {
    nl: 'Afnemers tellen, motiveringen naar de databank.',
    en: 'Count recipients, send statements to the database.',
  },
  clocks: ['clk-24-2', 'clk-24-5'],
});
