/** Sexual enticement or exploitation of children. Handled with the course for child abuse material: the same hands, the same silence about content. */
import { kind } from '../kind.ts';

export default kind({
  id: 'content.csem',
  title: { nl: 'Seksuele benadering of uitbuiting van kinderen', en: 'Sexual enticement or exploitation of children' },
  rsit: { value: 'abusive-content:violence' },
  xarf: { value: 'content/csem' },
  abuseio: [],
  n6: [],
  dsa: { category: 'PROTECTION_OF_MINORS', keyword: 'GROOMING_SEXUAL_ENTICEMENT_MINORS' },
  severity: 'critical',
  hours: 24,
  action: 'csam',
  handling: 'never_shown',
  asset: 'site',
});
