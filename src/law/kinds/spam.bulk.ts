/** Bulk mail without consent. */
import { kind } from '../kind.ts';

export default kind({
  id: 'spam.bulk',
  title: { nl: 'Bulkmail zonder toestemming', en: 'Bulk mail without consent' },
  rsit: { value: 'abusive-content:spam' },
  xarf: { value: 'messaging/bulk_messaging' },
  abuseio: ['FEEDBACK_LOOP'],
  n6: ['spam'],
  dsa: { category: 'SCAMS_AND_FRAUD', keyword: 'OTHER', lossy: true },
  severity: 'medium',
  hours: 48,
  action: 'spam_own',
  handling: 'ordinary',
  asset: 'address',
});
