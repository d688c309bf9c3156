/** How long is kept: file of an order, and of a customer who was ended. */
import { retention } from '../retention.ts';

export default retention({
  id: 'order-file',
  title: {
    nl: 'Dossier van een bevel, en van een beëindigde klant',
    en: 'File of an order, and of a customer who was ended',
  },
  basis: {
    law: 'house rule',
    article: 'civil limitation of five years',
    mark: 'memory',
  },
  inForce: { from: '2026-01-01' },
  from: 'order.closed',
  keep: { unit: 'months', count: 60 },
  ends: 'destroy',
});
