/** Sending of spam. */
import { kind } from '../kind.ts';

export default kind({
  id: 'spam.source',
  title: { nl: 'Verzending van spam', en: 'Sending of spam' },
  rsit: { value: 'abusive-content:spam' },
  xarf: { value: 'messaging/spam' },
  abuseio: ['SPAM', 'SPAMTRAP', 'FEEDBACK_LOOP'],
  n6: ['spam'],
  dsa: { category: 'SCAMS_AND_FRAUD', keyword: 'OTHER', lossy: true },
  severity: 'high',
  hours: 24,
  action: 'spam_compromised',
  handling: 'ordinary',
  asset: 'address',
});
