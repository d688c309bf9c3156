/** How long is kept: the counters behind a report. */
import { retention } from '../retention.ts';

export default retention({
  id: 'report-counters',
  title: { nl: 'De tellingen achter een verslag', en: 'The counters behind a report' },
  basis: {
    law: 'house rule',
    article: 'as long as the report',
    mark: 'house',
  },
  inForce: { from: '2026-01-01' },
  from: 'report.published',
  keep: { unit: 'months', count: 60 },
  ends: 'destroy',
});
