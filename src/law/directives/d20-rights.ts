/** Copyright, privacy and speech: a legal question, so the legal contact where there is one. */
import { directive } from '../directive.ts';

export default directive({
  id: 'd20-rights',
  title: { nl: 'Rechten: naar het juridische contact', en: 'Rights: to the legal contact' },
  when: { courses: ['copyright', 'privacy_defamation', 'hate_or_threat_speech'] },
  outcome: { send: true, purpose: 'legal', format: 'text_csv' },
});
