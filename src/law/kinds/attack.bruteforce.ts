/** Login attacks. */
import { kind } from '../kind.ts';

export default kind({
  id: 'attack.bruteforce',
  title: { nl: 'Inlogaanvallen', en: 'Login attacks' },
  rsit: { value: 'intrusion-attempts:brute-force' },
  xarf: { value: 'connection/login_attack' },
  abuseio: ['LOGIN_ATTACK', 'BRUTE_FORCE_ATTACK', 'DICTIONARY_ATTACK'],
  n6: ['scanning', 'server-exploit'],
  dsa: { category: 'RISK_FOR_PUBLIC_SECURITY', keyword: 'OTHER', lossy: true },
  severity: 'high',
  hours: 24,
  action: 'brute_force',
  handling: 'ordinary',
  asset: 'address',
});
