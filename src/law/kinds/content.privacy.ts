/** Leaked personal data online. The default course is that for stolen data; a complaint by one person takes privacy_defamation. */
import { kind } from '../kind.ts';

export default kind({
  id: 'content.privacy',
  title: { nl: 'Gelekte persoonsgegevens online', en: 'Leaked personal data online' },
  rsit: { value: 'information-content-security:data-leak' },
  xarf: { value: 'content/exposed_data' },
  abuseio: [],
  n6: ['leak'],
  dsa: { category: 'DATA_PROTECTION_AND_PRIVACY_VIOLATIONS', keyword: 'MISSING_PROCESSING_GROUND' },
  severity: 'high',
  hours: 24,
  action: 'stolen_data',
  handling: 'ordinary',
  asset: 'site',
});
