/** How long is kept: fingerprints of a banned customer, within the organisation only. */
import { retention } from '../retention.ts';

export default retention({
  id: 'ban-fingerprint',
  title: {
    nl: 'Kenmerken van een uitgesloten klant, alleen bij onszelf',
    en: 'Fingerprints of a banned customer, within the organisation only',
  },
  basis: {
    law: 'UAVG',
    article: '33(2)',
    mark: 'verified',
  },
  inForce: { from: '2026-01-01' },
  from: 'ban.decided',
  keep: { unit: 'months', count: 24 },
  ends: 'destroy',
});
