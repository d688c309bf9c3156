/** Study: a general duty of care against abuse: risk of every customer judged and looked at again. */
import { houseMinutes, housePoints, pack } from '../pack.ts';

export default pack({
  id: 'study-duty-of-care',
  version: 1,
  title: { nl: 'Studie: algemene zorgplicht', en: 'Study: general duty of care' },
  basis: { law: 'Exploration of an approach to bad hosting (2025)', mark: 'study' },
  inForce: { from: '2025-01-01' },
  says: {
    nl: 'Wordt onderzocht; nu geen wet. Het risico van iedere klant is beoordeeld en op tijd opnieuw bekeken; signalen van een spookhoster en doorverkoop worden gewogen.',
    en: 'Is being studied; no law today. The risk of every customer is judged and looked at again in time; signs of a ghost host and of resale are weighed.',
  },
  asks: {
    low: ['K1', 'K12', 'K14', 'K15', 'K16', 'K17'],
    normal: ['K2', 'K3', 'K4'],
    high: ['K7'],
  },
  points: housePoints,
  from: { normal: 20, high: 50 },
  stops: ['sanctions', 'banned'],
  reviewMonths: { low: 24, normal: 12, high: 3 },
  fourEyes: ['high'],
  minutes: houseMinutes,
  studies: 'study-duty-of-care',
});
