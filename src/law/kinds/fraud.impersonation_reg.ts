/** Suspicious registration in another's name. */
import { kind } from '../kind.ts';

export default kind({
  id: 'fraud.impersonation_reg',
  title: { nl: 'Verdachte registratie op andermans naam', en: "Suspicious registration in another's name" },
  rsit: { value: 'fraud:masquerade', lossy: true },
  xarf: { value: 'content/suspicious_registration' },
  abuseio: [],
  n6: [],
  dsa: { category: 'SCAMS_AND_FRAUD', keyword: 'IMPERSONATION_ACCOUNT_HIJACKING' },
  severity: 'medium',
  hours: 48,
  action: 'fraud_signup',
  handling: 'ordinary',
  asset: 'domain',
});
