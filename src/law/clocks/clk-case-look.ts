/** First look of the host at a case: runs from the moment the case is opened until a person looks or a letter goes out. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-case-look',
  title: { nl: 'Eerste blik van de hoster', en: 'First look by the host' },
  basis: { law: 'house rule', mark: 'house' },
  inForce: { from: '2026-01-01' },
  startsAt: 'case.opened',
  stopsAt: 'case.looked',
  pausesOn: [],
  runs: { unit: 'given' },
  warnsAt: [0.5, 0.8],
  statutory: false,
});
