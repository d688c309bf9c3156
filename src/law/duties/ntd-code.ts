/** NTD code of conduct. */
import { duty } from '../duty.ts';

export default duty({
  id: 'ntd-code',
  title: { nl: 'Gedragscode Notice-and-Take-Down', en: 'NTD code of conduct' },
  basis: {
    law: 'Gedragscode Notice-and-Take-Down',
    article: '3-6',
    url: 'https://noticeandtakedowncode.nl/',
    mark: 'memory',
  },
  inForce: { from: '2008-10-09' },
  house: 'signed_ntd',
  says: {
    nl: 'Een eigen procedure: onmiskenbaar, niet, of niet te beslissen.',
    en: 'A procedure of your own: unmistakable, not, or undecidable.',
  },
  clocks: ['clk-ntd-fwd', 'clk-ofl-24'],
});
