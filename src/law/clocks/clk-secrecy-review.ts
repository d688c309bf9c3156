/** Secrecy without an end is looked at again every ninety days: the authority is asked whether it still holds. Silence never ends it. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-secrecy-review',
  title: { nl: 'Vragen of een geheimhouding nog geldt', en: 'Asking whether a secrecy still holds' },
  basis: { law: 'house rule', mark: 'house' },
  inForce: { from: '2026-01-01' },
  startsAt: 'secrecy.ordered',
  stopsAt: 'secrecy.reviewed',
  pausesOn: [],
  runs: { unit: 'days', count: 90, onRestDay: 'stays' },
  warnsAt: [0.9],
  statutory: false,
});
