/** Hate, threats or defamation. Defamation has its own keyword (DEFAMATION); people choose it when they decide. */
import { kind } from '../kind.ts';

export default kind({
  id: 'content.hate_harassment',
  title: { nl: 'Haat, bedreiging of smaad', en: 'Hate, threats or defamation' },
  rsit: { value: 'abusive-content:harmful-speech' },
  xarf: null,
  abuseio: [],
  n6: [],
  dsa: { category: 'ILLEGAL_OR_HARMFUL_SPEECH', keyword: 'HATE_SPEECH' },
  severity: 'medium',
  hours: 72,
  action: 'hate_or_threat_speech',
  handling: 'ordinary',
  asset: 'site',
});
