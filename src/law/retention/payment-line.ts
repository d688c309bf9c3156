/** How long is kept: a line of a bank statement that was matched with a customer. */
import { retention } from '../retention.ts';

export default retention({
  id: 'payment-line',
  title: { nl: 'Een regel van een bankafschrift bij een klant', en: 'A line of a bank statement with a customer' },
  basis: { law: 'Algemene wet inzake rijksbelastingen', article: '52(4)', mark: 'memory' },
  inForce: { from: '2026-01-01' },
  from: 'payment.booked',
  keep: { unit: 'months', count: 84 },
  ends: 'destroy',
});
