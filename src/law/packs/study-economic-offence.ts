/** Study: failing to know the customer as an economic offence: what would have to be provable of everybody. */
import { houseMinutes, housePoints, pack } from '../pack.ts';

export default pack({
  id: 'study-economic-offence',
  version: 1,
  title: { nl: 'Studie: nalaten als economisch delict', en: 'Study: failure as an economic offence' },
  basis: { law: 'Exploration of an approach to bad hosting (2025)', mark: 'study' },
  inForce: { from: '2025-01-01' },
  says: {
    nl: 'Wordt onderzocht; nu geen wet. Wat van iedere klant aantoonbaar moet zijn: contact, betaling, sancties en wat de reseller opgeeft.',
    en: 'Is being studied; no law today. What must be provable of every customer: contact, payment, sanctions and what a reseller declares.',
  },
  asks: {
    low: ['K1', 'K2', 'K9', 'K10', 'K11', 'K12', 'K16'],
    normal: ['K3', 'K4', 'K15'],
    high: ['K7', 'K8'],
  },
  points: housePoints,
  from: { normal: 20, high: 50 },
  stops: ['sanctions', 'police_list', 'banned', 'first_payment_not_bank', 'third_party_payer'],
  reviewMonths: { low: 24, normal: 12, high: 3 },
  fourEyes: ['high'],
  minutes: houseMinutes,
  studies: 'study-economic-offence',
});
