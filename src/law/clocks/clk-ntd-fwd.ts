/** Notice that is not unmistakable: forwarded to the customer within a working day. The code names no number. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-ntd-fwd',
  title: { nl: 'Kennisgeving doorsturen aan de klant', en: 'Forward a notice to the customer' },
  basis: {
    law: 'Gedragscode Notice-and-Take-Down',
    article: '6c',
    url: 'https://noticeandtakedowncode.nl/',
    mark: 'house',
  },
  inForce: { from: '2018-01-01' },
  startsAt: 'notice.received',
  stopsAt: 'notice.forwarded',
  pausesOn: [],
  runs: { unit: 'working_days', count: 1, onRestDay: 'stays' },
  warnsAt: [0.5, 0.8],
  statutory: false,
  lengthBy: 'house',
});
