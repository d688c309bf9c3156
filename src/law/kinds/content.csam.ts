/** Child sexual abuse material. Never fetched, shown, uploaded or decoded. The hours are those of the hotline norm; an order brings its own. */
import { kind } from '../kind.ts';

export default kind({
  id: 'content.csam',
  title: { nl: 'Beelden van seksueel misbruik van kinderen', en: 'Child sexual abuse material' },
  rsit: { value: 'abusive-content:violence' },
  xarf: { value: 'content/csam' },
  abuseio: ['NOTICE_AND_TAKEDOWN_REQUEST'],
  n6: [],
  dsa: { category: 'PROTECTION_OF_MINORS', keyword: 'CHILD_SEXUAL_ABUSE_MATERIAL' },
  severity: 'critical',
  hours: 24,
  action: 'csam',
  handling: 'never_shown',
  asset: 'site',
});
