/** Category 3 of the transparency report: cyber violence. */
import { category, reportBasis } from '../category.ts';

export default category({
  id: 'cyber_violence',
  no: 3,
  code: 'CYBER_VIOLENCE',
  title: { nl: 'Geweld online', en: 'Cyber violence' },
  basis: reportBasis,
  inForce: { from: '2025-07-01' },
  keywords: [
    {
      letter: 'a',
      code: 'CYBER_BULLYING_INTIMIDATION',
      title: { nl: 'Pesten en intimidatie', en: 'Bullying and intimidation' },
    },
    {
      letter: 'b',
      code: 'CYBER_HARASSMENT',
      title: { nl: 'Lastigvallen, ook doxing', en: 'Harassment, doxing included' },
    },
    {
      letter: 'c',
      code: 'CYBER_INCITEMENT',
      title: { nl: 'Ophitsen tot haat of geweld', en: 'Incitement to hatred or violence' },
    },
    { letter: 'd', code: 'CYBER_STALKING', title: { nl: 'Stalken', en: 'Stalking' } },
    {
      letter: 'e',
      code: 'NON_CONSENSUAL_IMAGE_SHARING',
      title: { nl: 'Beelden delen zonder toestemming', en: 'Sharing images without consent' },
    },
    {
      letter: 'f',
      code: 'NON_CONSENSUAL_MATERIAL_DEEPFAKE',
      title: { nl: 'Deepfakes zonder toestemming', en: 'Deepfakes without consent' },
    },
    { letter: 'g', code: 'OTHER', title: { nl: 'Anders', en: 'Other' } },
  ],
  parts: ['orders', 'notices', 'illegal', 'terms'],
});
