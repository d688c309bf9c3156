/** European evidence orders. */
import { duty } from '../duty.ts';

export default duty({
  id: 'e-evidence',
  title: { nl: 'Europese bewijsbevelen', en: 'European evidence orders' },
  basis: {
    law: 'Regulation (EU) 2023/1543 (e-Evidence)',
    article: '10, 11',
    url: 'https://eur-lex.europa.eu/eli/reg/2023/1543/oj',
    mark: 'verified',
  },
  inForce: { from: '2026-08-18' },
  anyOf: ['storage', 'cloud', 'domain_registration', 'public_ecs_ecn'],
  says: {
    nl: 'Tien dagen, in noodgevallen acht uur; de klant hoort het niet van u.',
    en: 'Ten days, in emergencies eight hours; the customer does not hear it from you.',
  },
  clocks: ['clk-epoc-10d', 'clk-epoc-8h', 'clk-epocpr'],
});
