/** What a participant received from the clearing house is answered: solved or not. The code names no term; seven days are ours. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-cn-fb',
  title: { nl: 'Terugkoppeling aan de clearinghouse', en: 'Feedback to the clearing house' },
  basis: {
    law: 'Clean Networks and the Gedragscode Abusebestrijding',
    url: 'https://cleannetworks.net/gedragscode/',
    mark: 'house',
  },
  inForce: { from: '2018-09-01' },
  startsAt: 'item.delivered',
  stopsAt: 'feedback.given',
  pausesOn: [],
  runs: { unit: 'days', count: 7, onRestDay: 'stays' },
  warnsAt: [3 / 7, 6 / 7],
  statutory: false,
  lengthBy: 'house',
});
