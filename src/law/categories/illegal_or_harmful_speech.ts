/** Category 6 of the transparency report: illegal or harmful speech. */
import { category, reportBasis } from '../category.ts';

export default category({
  id: 'illegal_or_harmful_speech',
  no: 6,
  code: 'ILLEGAL_OR_HARMFUL_SPEECH',
  title: { nl: 'Onrechtmatige of schadelijke uitingen', en: 'Illegal or harmful speech' },
  basis: reportBasis,
  inForce: { from: '2025-07-01' },
  keywords: [
    { letter: 'a', code: 'DEFAMATION', title: { nl: 'Smaad en laster', en: 'Defamation' } },
    { letter: 'b', code: 'DISCRIMINATION', title: { nl: 'Discriminatie', en: 'Discrimination' } },
    { letter: 'c', code: 'HATE_SPEECH', title: { nl: 'Haat zaaien', en: 'Hate speech' } },
    { letter: 'd', code: 'OTHER', title: { nl: 'Anders', en: 'Other' } },
  ],
  parts: ['orders', 'notices', 'illegal', 'terms'],
});
