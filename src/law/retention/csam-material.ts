/** How long is kept: child sexual abuse material: never kept. */
import { retention } from '../retention.ts';

export default retention({
  id: 'csam-material',
  title: { nl: 'Materiaal van seksueel kindermisbruik: nooit bewaard', en: 'Child sexual abuse material: never kept' },
  basis: {
    law: 'house rule',
    article: 'never kept',
    mark: 'house',
  },
  inForce: { from: '2026-01-01' },
  from: 'message.marked',
  keep: { unit: 'days', count: 0 },
  ends: 'destroy',
});
