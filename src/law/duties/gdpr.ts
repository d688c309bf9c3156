/** Personal data. */
import { duty } from '../duty.ts';

export default duty({
  id: 'gdpr',
  title: { nl: 'Persoonsgegevens', en: 'Personal data' },
  basis: {
    law: 'Regulation (EU) 2016/679 (GDPR)',
    article: '12, 30, 33, 34',
    url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
    mark: 'verified',
  },
  inForce: { from: '2018-05-25' },
  says: {
    nl: 'Register, verzoeken binnen een maand, datalekken binnen 72 uur.',
    en: 'Register, requests within a month, breaches within 72 hours.',
  },
  clocks: ['clk-gdpr-33', 'clk-gdpr-12'],
});
