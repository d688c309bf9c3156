/** Misuse of an account or server (mining, false sign-up). */
import { kind } from '../kind.ts';

export default kind({
  id: 'fraud.resource_misuse',
  title: {
    nl: 'Misbruik van een account of server (mining, valse aanmelding)',
    en: 'Misuse of an account or server (mining, false sign-up)',
  },
  rsit: { value: 'fraud:unauthorised-use-of-resources' },
  xarf: null,
  abuseio: ['RULE_BREAKER'],
  n6: [],
  dsa: { category: 'OTHER_VIOLATION_TC', keyword: null },
  severity: 'medium',
  hours: 48,
  action: 'fraud_signup',
  handling: 'ordinary',
  asset: 'account',
});
