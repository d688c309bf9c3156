/** A breach of personal data is told to the data protection authority within 72 hours of knowing, or the reason why not is recorded. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-gdpr-33',
  title: { nl: 'Datalek melden aan de AP: 72 uur', en: 'Telling the authority of a data breach: 72 hours' },
  basis: {
    law: 'Regulation (EU) 2016/679 (GDPR)',
    article: '33(1)',
    url: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
    mark: 'verified',
  },
  inForce: { from: '2018-05-25' },
  startsAt: 'breach.known',
  stopsAt: 'breach.settled',
  pausesOn: [],
  runs: { unit: 'hours', count: 72 },
  warnsAt: [1 / 3, 2 / 3, 66 / 72],
  statutory: true,
});
