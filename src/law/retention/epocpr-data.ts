/** How long is kept: data under a European Preservation Order. */
import { retention } from '../retention.ts';

export default retention({
  id: 'epocpr-data',
  title: { nl: 'Gegevens onder een Europees bewaringsbevel', en: 'Data under a European Preservation Order' },
  basis: {
    law: 'Regulation (EU) 2023/1543 (e-Evidence)',
    article: '11(1)',
    url: 'https://eur-lex.europa.eu/eli/reg/2023/1543/oj',
    mark: 'verified',
  },
  inForce: { from: '2026-01-01' },
  from: 'order.received',
  keep: { unit: 'days', count: 60 },
  ends: 'destroy',
});
