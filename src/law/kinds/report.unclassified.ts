/** Report without a kind. A person gives it a kind; the hours are for that look. */
import { kind } from '../kind.ts';

export default kind({
  id: 'report.unclassified',
  title: { nl: 'Melding zonder soort', en: 'Report without a kind' },
  rsit: { value: 'other:undetermined' },
  xarf: null,
  abuseio: ['DEFAULT', 'NOTICE_AND_TAKEDOWN_REQUEST'],
  n6: ['other'],
  dsa: { category: 'NOT_SPECIFIED_NOTICE', keyword: null },
  severity: 'medium',
  hours: 24,
  action: null,
  handling: 'ordinary',
  asset: 'address',
});
