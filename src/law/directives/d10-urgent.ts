/** What burns goes at once to whoever answers at any hour, with everything attached. */
import { directive } from '../directive.ts';

export default directive({
  id: 'd10-urgent',
  title: { nl: 'Spoed: meteen, naar wie altijd opneemt', en: 'Urgent: at once, to who always answers' },
  when: { bands: [0, 1] },
  outcome: { send: true, purpose: 'duty', rhythm: 'at_once' },
});
