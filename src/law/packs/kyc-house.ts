/** The profile of the house: what the sector asks of itself, no more than the risk wants. */
import { houseMinutes, housePoints, pack } from '../pack.ts';

export default pack({
  id: 'kyc-house',
  version: 1,
  title: { nl: 'Huisprofiel', en: 'House profile' },
  basis: { law: 'house rule', article: 'policy on knowing the customer', mark: 'house' },
  inForce: { from: '2026-01-01' },
  says: {
    nl: 'Contact en eerste betaling bij iedereen; adres, register en reseller vanaf normaal; eigenaren en identiteit bij hoog risico.',
    en: 'Contact and first payment of everybody; address, register and resale from normal on; owners and identity at high risk.',
  },
  asks: {
    low: ['K1', 'K2', 'K9', 'K10', 'K11', 'K12', 'K13', 'K14'],
    normal: ['K3', 'K4', 'K5', 'K6', 'K15', 'K16', 'K17'],
    high: ['K7', 'K8'],
  },
  points: housePoints,
  from: { normal: 20, high: 50 },
  stops: ['sanctions', 'police_list', 'banned', 'first_payment_not_bank', 'third_party_payer'],
  reviewMonths: { low: 24, normal: 12, high: 3 },
  fourEyes: ['high'],
  minutes: houseMinutes,
});
