/** Tor exit. Anonymity alone is no abuse (DSA recital 20): informational; the course is only for a complaint about it. */
import { kind } from '../kind.ts';

export default kind({
  id: 'infra.tor_exit',
  title: { nl: 'Tor-uitgang', en: 'Tor exit' },
  rsit: { value: 'other:other' },
  xarf: null,
  abuseio: [],
  n6: ['tor'],
  dsa: null,
  severity: 'info',
  hours: null,
  action: 'tor_vpn_complaint',
  handling: 'informational',
  asset: 'address',
});
