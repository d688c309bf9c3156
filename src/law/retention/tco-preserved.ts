/** How long is kept: removed terrorist content and related data. */
import { retention } from '../retention.ts';

export default retention({
  id: 'tco-preserved',
  title: {
    nl: 'Verwijderd terroristisch materiaal en wat erbij hoort',
    en: 'Removed terrorist content and related data',
  },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '6',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'verified',
  },
  inForce: { from: '2026-01-01' },
  from: 'content.inaccessible',
  keep: { unit: 'months', count: 6 },
  ends: 'destroy',
});
