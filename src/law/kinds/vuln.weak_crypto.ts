/** Weak encryption. */
import { kind } from '../kind.ts';

export default kind({
  id: 'vuln.weak_crypto',
  title: { nl: 'Zwakke versleuteling', en: 'Weak encryption' },
  rsit: { value: 'vulnerable:weak-crypto' },
  xarf: { value: 'vulnerability/misconfiguration' },
  abuseio: ['SSLV3_VULNERABLE_SERVER', 'FREAK_VULNERABLE_SERVER'],
  n6: ['vulnerable'],
  dsa: null,
  severity: 'low',
  hours: 720,
  action: 'weak_crypto',
  handling: 'ordinary',
  asset: 'address_port',
});
