/** For what the host ends itself without waiting: nobody is reminded, a restriction is proposed at half of the host's time. */
import { ladder, rungs } from '../ladder.ts';

export default ladder({
  id: 'ladder-swift',
  version: 1,
  title: { nl: 'Snelle ladder: de hoster grijpt zelf in', en: 'Swift ladder: the host acts itself' },
  basis: { law: 'house rule', mark: 'house' },
  courses: [
    'c2',
    'court_or_prosecutor_order',
    'csam',
    'ddos_attack_source',
    'fraud_signup',
    'ip_spoofing',
    'ransomware_infra',
    'terrorist_content',
    'threat_to_life',
  ],
  rungs: [rungs.letter, { ...rungs.restriction, at: [{ clock: 'clk-case-host', share: 0.5 }] }],
});
