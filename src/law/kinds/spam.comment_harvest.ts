/** Form spam or address harvesting. */
import { kind } from '../kind.ts';

export default kind({
  id: 'spam.comment_harvest',
  title: { nl: 'Spam in formulieren of oogsten van adressen', en: 'Form spam or address harvesting' },
  rsit: { value: 'abusive-content:spam' },
  xarf: null,
  abuseio: ['COMMENT_SPAM', 'HARVESTING'],
  n6: ['spam'],
  dsa: { category: 'SCAMS_AND_FRAUD', keyword: 'OTHER', lossy: true },
  severity: 'low',
  hours: 72,
  action: 'spam_compromised',
  handling: 'ordinary',
  asset: 'address',
});
