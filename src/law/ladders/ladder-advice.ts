/** For advice: a letter, a reminder where there is a term, the link above told when it ends. Nothing is restricted. */
import { ladder, rungs } from '../ladder.ts';

export default ladder({
  id: 'ladder-advice',
  version: 1,
  title: { nl: 'Adviesladder: er wordt niet ingegrepen', en: 'Advice ladder: nothing is restricted' },
  basis: { law: 'house rule', mark: 'house' },
  courses: ['blocklist_listing', 'tor_vpn_complaint', 'vuln_60d', 'weak_crypto'],
  rungs: [rungs.letter, rungs.reminder, rungs.upstream],
});
