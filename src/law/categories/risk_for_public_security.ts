/** Category 10 of the transparency report: risk for public security. */
import { category, reportBasis } from '../category.ts';

export default category({
  id: 'risk_for_public_security',
  no: 10,
  code: 'RISK_FOR_PUBLIC_SECURITY',
  title: { nl: 'Gevaar voor de openbare veiligheid', en: 'Risk for public security' },
  basis: reportBasis,
  inForce: { from: '2025-07-01' },
  keywords: [
    { letter: 'a', code: 'ILLEGAL_ORGANIZATIONS', title: { nl: 'Verboden organisaties', en: 'Illegal organisations' } },
    {
      letter: 'b',
      code: 'RISK_ENVIRONMENTAL_DAMAGE',
      title: { nl: 'Gevaar voor het milieu', en: 'Risk of environmental damage' },
    },
    {
      letter: 'c',
      code: 'RISK_PUBLIC_HEALTH',
      title: { nl: 'Gevaar voor de volksgezondheid', en: 'Risk for public health' },
    },
    { letter: 'd', code: 'TERRORIST_CONTENT', title: { nl: 'Terroristisch materiaal', en: 'Terrorist content' } },
    { letter: 'e', code: 'OTHER', title: { nl: 'Anders', en: 'Other' } },
  ],
  parts: ['orders', 'notices', 'illegal', 'terms'],
});
