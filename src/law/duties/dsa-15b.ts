/** Notices in the report. */
import { duty } from '../duty.ts';

export default duty({
  id: 'dsa-15b',
  title: { nl: 'Kennisgevingen in het verslag', en: 'Notices in the report' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '15(1)(b)',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  classes: ['hosting', 'online_platform'],
  exempt: 'small',
  says: {
    nl: 'Deel 4 van het verslag, en de rijen over kennisgevingen in deel 8.',
    en: 'Part 4 of the report, and the rows on notices in part 8.',
  },
});
