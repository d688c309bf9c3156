/** Study: the first payment by bank transfer required by law. */
import { houseMinutes, housePoints, pack } from '../pack.ts';

export default pack({
  id: 'study-first-payment',
  version: 1,
  title: { nl: 'Studie: eerste betaling via de bank verplicht', en: 'Study: first payment by bank required' },
  basis: { law: 'Exploration of an approach to bad hosting (2025)', mark: 'study' },
  inForce: { from: '2025-01-01' },
  says: {
    nl: 'Wordt onderzocht; nu geen wet. Iedere klant heeft een eerste betaling via een bank op eigen naam.',
    en: 'Is being studied; no law today. Every customer has a first payment by a bank in its own name.',
  },
  asks: {
    low: ['K9', 'K10', 'K11'],
    normal: [],
    high: [],
  },
  points: housePoints,
  from: { normal: 20, high: 50 },
  stops: ['first_payment_not_bank', 'third_party_payer'],
  reviewMonths: { low: 24, normal: 12, high: 3 },
  fourEyes: [],
  minutes: houseMinutes,
  studies: 'study-first-payment',
});
