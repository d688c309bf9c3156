/** Social engineering. */
import { kind } from '../kind.ts';

export default kind({
  id: 'attack.social_engineering',
  title: { nl: 'Misleiding van mensen', en: 'Social engineering' },
  rsit: { value: 'information-gathering:social-engineering' },
  xarf: { value: 'content/fraud', lossy: true },
  abuseio: [],
  n6: ['fraud'],
  dsa: { category: 'SCAMS_AND_FRAUD', keyword: null },
  severity: 'medium',
  hours: 48,
  action: 'fraud_shop',
  handling: 'ordinary',
  asset: 'site',
});
