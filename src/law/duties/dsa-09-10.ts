/** Orders: report back and tell the customer. */
import { duty } from '../duty.ts';

export default duty({
  id: 'dsa-09-10',
  title: { nl: 'Bevelen: terugmelden en de klant inlichten', en: 'Orders: report back and tell the customer' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '9, 10',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  classes: ['mere_conduit', 'caching', 'hosting', 'online_platform'],
  says: {
    nl: 'Meld ontvangst en gevolg aan de autoriteit en licht de klant in, tenzij dat verboden is.',
    en: 'Tell the authority receipt and effect, and tell the customer unless that is forbidden.',
  },
  clocks: ['clk-dsa-ack', 'clk-dsa-eff', 'clk-dsa-rcp'],
});
