/** Study: hosts under the rules on money laundering: identity, owners, purpose and monitoring of every customer. */
import { houseMinutes, housePoints, pack } from '../pack.ts';

export default pack({
  id: 'study-wwft',
  version: 1,
  title: { nl: 'Studie: Wwft voor hosters', en: 'Study: money laundering rules for hosts' },
  basis: { law: 'Exploration of an approach to bad hosting (2025)', mark: 'study' },
  inForce: { from: '2025-01-01' },
  says: {
    nl: 'Wordt onderzocht; nu geldt de Wwft niet. Identiteit, eigenaren en register van iedere klant, ook bij laag risico.',
    en: 'Is being studied; today these rules do not apply. Identity, owners and register of every customer, also at low risk.',
  },
  asks: {
    low: ['K1', 'K2', 'K9', 'K10', 'K11', 'K12', 'K13', 'K14', 'K3', 'K4', 'K7'],
    normal: ['K5', 'K6', 'K15', 'K16', 'K17'],
    high: ['K8'],
  },
  points: housePoints,
  from: { normal: 20, high: 50 },
  stops: ['sanctions', 'police_list', 'banned', 'first_payment_not_bank', 'third_party_payer'],
  reviewMonths: { low: 36, normal: 12, high: 6 },
  fourEyes: ['high'],
  minutes: houseMinutes,
  studies: 'study-wwft',
});
