/** Terrorist content. Preserved six months (Reg. 2021/784 art. 6), unlike child abuse material. */
import { kind } from '../kind.ts';

export default kind({
  id: 'content.terrorist',
  title: { nl: 'Terroristische inhoud', en: 'Terrorist content' },
  rsit: { value: 'abusive-content:violence', lossy: true },
  xarf: null,
  abuseio: [],
  n6: [],
  dsa: { category: 'RISK_FOR_PUBLIC_SECURITY', keyword: 'TERRORIST_CONTENT' },
  severity: 'critical',
  hours: 1,
  action: 'terrorist_content',
  handling: 'preserve',
  asset: 'site',
});
