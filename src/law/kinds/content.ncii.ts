/** Intimate images without consent. */
import { kind } from '../kind.ts';

export default kind({
  id: 'content.ncii',
  title: { nl: 'Intieme beelden zonder toestemming', en: 'Intimate images without consent' },
  rsit: { value: 'abusive-content:violence' },
  xarf: null,
  abuseio: [],
  n6: [],
  dsa: { category: 'CYBER_VIOLENCE', keyword: 'NON_CONSENSUAL_IMAGE_SHARING' },
  severity: 'high',
  hours: 24,
  action: 'ncii',
  handling: 'ordinary',
  asset: 'site',
});
