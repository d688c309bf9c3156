/** A request of a data subject is answered within a month; two more where it is complex and was said in time. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-gdpr-12',
  title: { nl: 'Verzoek van een betrokkene: één maand', en: 'Request of a data subject: one month' },
  basis: {
    law: 'Regulation (EU) 2016/679 (GDPR)',
    article: '12(3)',
    url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
    mark: 'memory',
  },
  inForce: { from: '2018-05-25' },
  startsAt: 'subject_request.received',
  stopsAt: 'subject_request.answered',
  pausesOn: [],
  runs: { unit: 'months', count: 1, onRestDay: 'stays' },
  warnsAt: [0.77],
  statutory: true,
});
