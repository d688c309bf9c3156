/** How long is kept: address of child abuse material, masked. */
import { retention } from '../retention.ts';

export default retention({
  id: 'csam-address',
  title: { nl: 'Adres van kindermisbruikmateriaal, gemaskeerd', en: 'Address of child abuse material, masked' },
  basis: {
    law: 'house rule',
    mark: 'house',
  },
  inForce: { from: '2026-01-01' },
  from: 'case.closed',
  keep: { unit: 'months', count: 12 },
  ends: 'destroy',
});
