/** How long is kept: file of a case or notice. */
import { retention } from '../retention.ts';

export default retention({
  id: 'case-file',
  title: { nl: 'Dossier van een zaak of kennisgeving', en: 'File of a case or notice' },
  basis: {
    law: 'house rule',
    mark: 'house',
  },
  inForce: { from: '2026-01-01' },
  from: 'case.closed',
  keep: { unit: 'months', count: 24 },
  ends: 'anonymise',
});
