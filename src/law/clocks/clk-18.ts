/** Suspicion of a threat to life: told to police or judicial authorities. The article says "promptly"; one hour is our reading. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-18',
  title: { nl: 'Bedreiging van een leven melden', en: 'Report a threat to life' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '18',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  startsAt: 'threat.known',
  stopsAt: 'threat.reported',
  pausesOn: [],
  runs: { unit: 'hours', count: 1 },
  warnsAt: [0.25],
  statutory: true,
  lengthBy: 'house',
});
