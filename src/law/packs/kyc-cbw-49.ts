/** The least that article 49 of the Cbw asks of who registers domain names: a name, and contact that works. */
import { houseMinutes, housePoints, pack } from '../pack.ts';

export default pack({
  id: 'kyc-cbw-49',
  version: 1,
  title: { nl: 'Minimum van artikel 49 Cbw', en: 'Minimum of article 49 Cbw' },
  basis: { law: 'Cyberbeveiligingswet', article: '49', mark: 'verified' },
  inForce: { from: '2026-08-15' },
  says: {
    nl: 'Naam, e-mail en telefoon van wie een domeinnaam houdt, en een werkwijze om ze na te gaan. Sancties gelden voor iedereen.',
    en: 'Name, e-mail and phone of who holds a domain name, and a procedure to verify them. Sanctions apply to everybody.',
  },
  asks: {
    low: ['K1', 'K2', 'K12'],
    normal: ['K3'],
    high: ['K4', 'K8'],
  },
  points: housePoints,
  from: { normal: 20, high: 50 },
  stops: ['sanctions'],
  reviewMonths: { low: 24, normal: 12, high: 6 },
  fourEyes: [],
  minutes: houseMinutes,
});
