/** Category 14 of the transparency report: violence. */
import { category, reportBasis } from '../category.ts';

export default category({
  id: 'violence',
  no: 14,
  code: 'VIOLENCE',
  title: { nl: 'Geweld', en: 'Violence' },
  basis: reportBasis,
  inForce: { from: '2025-07-01' },
  keywords: [
    { letter: 'a', code: 'COORDINATED_HARM', title: { nl: 'Gezamenlijk opgezet geweld', en: 'Coordinated harm' } },
    {
      letter: 'b',
      code: 'INCITEMENT_VIOLENCE_HATRED',
      title: { nl: 'Aanzetten tot geweld of haat', en: 'Incitement to violence or hatred' },
    },
    { letter: 'c', code: 'HUMAN_EXPLOITATION', title: { nl: 'Uitbuiting', en: 'Human exploitation' } },
    { letter: 'd', code: 'HUMAN_TRAFFICKING', title: { nl: 'Mensenhandel', en: 'Human trafficking' } },
    {
      letter: 'e',
      code: 'TRAFFICKING_WOMEN_GIRLS',
      title: { nl: 'Handel in vrouwen en meisjes', en: 'Trafficking of women and girls' },
    },
    { letter: 'f', code: 'OTHER', title: { nl: 'Anders', en: 'Other' } },
  ],
  parts: ['orders', 'notices', 'illegal', 'terms'],
});
