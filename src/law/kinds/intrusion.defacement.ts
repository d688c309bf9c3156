/** Defaced website. */
import { kind } from '../kind.ts';

export default kind({
  id: 'intrusion.defacement',
  title: { nl: 'Bekladde website', en: 'Defaced website' },
  rsit: { value: 'information-content-security:unauthorised-information-modification' },
  xarf: { value: 'content/remote_compromise' },
  abuseio: ['COMPROMISED_WEBSITE'],
  n6: ['deface'],
  dsa: { category: 'RISK_FOR_PUBLIC_SECURITY', keyword: 'OTHER', lossy: true },
  severity: 'medium',
  hours: 48,
  action: 'compromised_site',
  handling: 'ordinary',
  asset: 'site',
});
