/** Category 4 of the transparency report: cyber violence against women. */
import { category, reportBasis } from '../category.ts';

export default category({
  id: 'cyber_violence_against_women',
  no: 4,
  code: 'CYBER_VIOLENCE_AGAINST_WOMEN',
  title: { nl: 'Geweld online tegen vrouwen', en: 'Cyber violence against women' },
  basis: reportBasis,
  inForce: { from: '2025-07-01' },
  keywords: [
    { letter: 'a', code: 'BULLYING_AGAINST_GIRLS', title: { nl: 'Pesten van meisjes', en: 'Bullying of girls' } },
    {
      letter: 'b',
      code: 'CYBER_HARASSMENT_AGAINST_WOMEN',
      title: { nl: 'Lastigvallen van vrouwen', en: 'Harassment of women' },
    },
    {
      letter: 'c',
      code: 'CYBER_STALKING_AGAINST_WOMEN',
      title: { nl: 'Stalken van vrouwen', en: 'Stalking of women' },
    },
    {
      letter: 'd',
      code: 'FEMALE_GENDERED_DISINFORMATION',
      title: { nl: 'Desinformatie over vrouwen', en: 'Disinformation aimed at women' },
    },
    {
      letter: 'e',
      code: 'INCITEMENT_AGAINST_WOMEN',
      title: { nl: 'Ophitsen tegen vrouwen', en: 'Incitement against women' },
    },
    {
      letter: 'f',
      code: 'NON_CONSENSUAL_IMAGE_SHARING_AGAINST_WOMEN',
      title: { nl: 'Beelden van vrouwen delen zonder toestemming', en: 'Sharing images of women without consent' },
    },
    {
      letter: 'g',
      code: 'NON_CONSENSUAL_MATERIAL_DEEPFAKE_AGAINST_WOMEN',
      title: { nl: 'Deepfakes van vrouwen zonder toestemming', en: 'Deepfakes of women without consent' },
    },
    { letter: 'h', code: 'OTHER', title: { nl: 'Anders', en: 'Other' } },
  ],
  parts: ['orders', 'notices', 'illegal', 'terms'],
});
