/** Code of conduct against abuse. */
import { duty } from '../duty.ts';

export default duty({
  id: 'abuse-code',
  title: { nl: 'Gedragscode Abusebestrijding', en: 'Code of conduct against abuse' },
  basis: {
    law: 'Gedragscode Abusebestrijding v1.1',
    article: '1-5',
    url: 'https://cleannetworks.net/gedragscode/',
    mark: 'verified',
  },
  inForce: { from: '2018-09-01' },
  house: 'signed_abuse',
  says: {
    nl: 'Klanten kennen, NTD toepassen, een misbruikadres dat dagelijks wordt gelezen.',
    en: 'Know customers, apply NTD, an abuse address that is read daily.',
  },
  clocks: ['clk-cn-fb'],
});
