/** Website advertised by spam. */
import { kind } from '../kind.ts';

export default kind({
  id: 'spam.advertised',
  title: { nl: 'Website waarvoor spam reclame maakt', en: 'Website advertised by spam' },
  rsit: { value: 'abusive-content:spam' },
  xarf: { value: 'content/fraud', lossy: true },
  abuseio: ['SPAMVERTISED_WEBSITE'],
  n6: ['spam-url'],
  dsa: { category: 'SCAMS_AND_FRAUD', keyword: null },
  severity: 'medium',
  hours: 48,
  action: 'spam_own',
  handling: 'ordinary',
  asset: 'site',
});
