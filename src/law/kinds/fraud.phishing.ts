/** Phishing. */
import { kind } from '../kind.ts';

export default kind({
  id: 'fraud.phishing',
  title: { nl: 'Phishing', en: 'Phishing' },
  rsit: { value: 'fraud:phishing' },
  xarf: { value: 'content/phishing' },
  abuseio: ['PHISING_WEBSITE'],
  n6: ['phish'],
  dsa: { category: 'SCAMS_AND_FRAUD', keyword: 'PHISHING' },
  severity: 'critical',
  hours: 4,
  action: 'phishing',
  handling: 'ordinary',
  asset: 'site',
});
