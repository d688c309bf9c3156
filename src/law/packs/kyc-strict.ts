/** Everything that can be asked of everybody. */
import { houseMinutes, housePoints, pack } from '../pack.ts';

export default pack({
  id: 'kyc-strict',
  version: 1,
  title: { nl: 'Streng profiel', en: 'Strict profile' },
  basis: { law: 'house rule', article: 'policy on knowing the customer', mark: 'house' },
  inForce: { from: '2026-01-01' },
  says: {
    nl: 'Alle controles bij iedereen behalve identiteit en eigenaren, en die vanaf normaal; twee mensen laten elke klant toe die niet laag is.',
    en: 'All checks of everybody but identity and owners, and those from normal on; two people admit every customer that is not low.',
  },
  asks: {
    low: ['K1', 'K2', 'K9', 'K10', 'K11', 'K12', 'K13', 'K14', 'K3', 'K4', 'K5', 'K6', 'K15', 'K16', 'K17'],
    normal: ['K7', 'K8'],
    high: [],
  },
  points: housePoints,
  from: { normal: 10, high: 35 },
  stops: ['sanctions', 'police_list', 'banned', 'first_payment_not_bank', 'third_party_payer'],
  reviewMonths: { low: 12, normal: 6, high: 3 },
  fourEyes: ['normal', 'high'],
  minutes: houseMinutes,
});
