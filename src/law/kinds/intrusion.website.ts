/** Compromised website. */
import { kind } from '../kind.ts';

export default kind({
  id: 'intrusion.website',
  title: { nl: 'Gehackte website', en: 'Compromised website' },
  rsit: { value: 'intrusions:application-compromise' },
  xarf: { value: 'content/remote_compromise' },
  abuseio: ['COMPROMISED_WEBSITE'],
  n6: ['backdoor'],
  dsa: { category: 'RISK_FOR_PUBLIC_SECURITY', keyword: 'OTHER', lossy: true },
  severity: 'high',
  hours: 24,
  action: 'compromised_site',
  handling: 'ordinary',
  asset: 'site',
});
