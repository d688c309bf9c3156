/** Scam or fake shop. Where no listing is involved people choose keyword OTHER. */
import { kind } from '../kind.ts';

export default kind({
  id: 'fraud.scam',
  title: { nl: 'Oplichting of nepwinkel', en: 'Scam or fake shop' },
  rsit: { value: 'fraud:masquerade' },
  xarf: { value: 'content/fraud' },
  abuseio: [],
  n6: ['scam', 'fraud'],
  dsa: { category: 'SCAMS_AND_FRAUD', keyword: 'INAUTHENTIC_LISTINGS' },
  severity: 'high',
  hours: 24,
  action: 'fraud_shop',
  handling: 'ordinary',
  asset: 'site',
});
