/** The term that stands in an order or a demand whose law names none; where the letter is silent too, a term of ours. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-order-term',
  title: { nl: 'Termijn uit het bevel of de brief', en: 'Term of the order or the letter' },
  basis: { law: 'house rule', article: 'the term of the letter itself', mark: 'house' },
  inForce: { from: '2026-01-01' },
  startsAt: 'order.received',
  stopsAt: 'effect.given',
  pausesOn: [],
  runs: { unit: 'given' },
  warnsAt: [0.25, 0.5, 0.75],
  statutory: false,
});
