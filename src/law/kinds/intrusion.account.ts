/** Leaked or hijacked account. */
import { kind } from '../kind.ts';

export default kind({
  id: 'intrusion.account',
  title: { nl: 'Gelekt of overgenomen account', en: 'Leaked or hijacked account' },
  rsit: { value: 'intrusions:unprivileged-account-compromise' },
  xarf: { value: 'content/exposed_data' },
  abuseio: ['HAVE_I_BEEN_PWNED_DOMAIN_FOUND'],
  n6: ['leak'],
  dsa: null,
  severity: 'high',
  hours: 24,
  action: 'compromised_account',
  handling: 'ordinary',
  asset: 'account',
});
