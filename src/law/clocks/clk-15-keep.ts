/** Each version of the report stays public for at least five years. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-15-keep',
  title: { nl: 'Transparantieverslag openbaar houden', en: 'Keeping the transparency report public' },
  basis: {
    law: 'Implementing Regulation (EU) 2024/2835',
    article: 'Annex II',
    url: 'https://eur-lex.europa.eu/eli/reg_impl/2024/2835/oj',
    mark: 'verified',
  },
  inForce: { from: '2025-07-01' },
  startsAt: 'report.published',
  stopsAt: 'report.retired',
  pausesOn: [],
  runs: { unit: 'months', count: 60, onRestDay: 'stays' },
  warnsAt: [],
  statutory: true,
});
