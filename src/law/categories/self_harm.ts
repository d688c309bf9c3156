/** Category 12 of the transparency report: self-harm. */
import { category, reportBasis } from '../category.ts';

export default category({
  id: 'self_harm',
  no: 12,
  code: 'SELF_HARM',
  title: { nl: 'Zelfbeschadiging', en: 'Self-harm' },
  basis: reportBasis,
  inForce: { from: '2025-07-01' },
  keywords: [
    {
      letter: 'a',
      code: 'CONTENT_PROMOTING_EATING_DISORDERS',
      title: { nl: 'Aanmoedigen van eetstoornissen', en: 'Promoting eating disorders' },
    },
    { letter: 'b', code: 'SELF_MUTILATION', title: { nl: 'Zelfverminking', en: 'Self-mutilation' } },
    { letter: 'c', code: 'SUICIDE', title: { nl: 'Zelfdoding', en: 'Suicide' } },
    { letter: 'd', code: 'OTHER', title: { nl: 'Anders', en: 'Other' } },
  ],
  parts: ['orders', 'notices', 'illegal', 'terms'],
});
