/** JMRP: complaints of Outlook and Hotmail users. Not ARF: the address stands in the subject only, the mail itself is attached. */
import type { Finding, Problem } from './finding.ts';
import { format, type MailPart, type MailUnit } from './format.ts';
import { leaves } from './mail/unit.ts';
import { extraOf, ipOf, messageTime, present } from './values/fields.ts';

const subject =
  /^\s*(?:(?:fwd?|fw|wg|tr|re|aw)\s?:\s?|\[[^\]]{1,60}\]\s?){0,3}complaint about message from \[?([0-9a-f:.]{3,45})\]?\s*$/i;

/** The message complained about. */
function originalOf(unit: MailUnit): MailPart | undefined {
  for (const part of leaves(unit.root)) if (part.type === 'message/rfc822') return part;
  return undefined;
}

export default format({
  id: 'jmrp',
  version: 1,
  title: { nl: 'Klacht via het JMRP van Microsoft', en: 'Complaint by Microsoft JMRP' },
  spec: 'https://sendersupport.olc.protection.outlook.com/pm/',
  group: 'standard',
  match: [
    { kind: 'mail', subject, weight: 80 },
    { kind: 'mail', from: /^staff@hotmail\.com$/, subject: /complaint about message/i, weight: 30 },
  ],
  *read(unit) {
    const ip = unit.kind === 'mail' ? ipOf(subject.exec(unit.subject)?.[1]) : undefined;
    if (unit.kind !== 'mail' || !ip) {
      yield { pass: 'the subject names no address' };
      return;
    }
    const problems: Problem[] = [];
    const original = originalOf(unit);
    const head = original?.children[0]?.headers ?? [];
    const seen = messageTime(unit);
    if (!seen.seenAt) problems.push({ code: 'time.missing', message: 'the mail has no date' });
    const kept = head.filter((h) =>
      /^(?:x-hmxmr|x-reporter-ip|x-sid-|x-auth-result|message-id$|subject$|from$|date$|return-path$)/i.test(h.name),
    );
    const finding = present<Finding>({
      kind: 'spam.source',
      ...seen,
      ip,
      role: 'source',
      classification: { asSent: 'complaint' },
      reporter: unit.from ? { org: 'Microsoft', contact: unit.from } : { org: 'Microsoft' },
      evidence: original ? [original.path] : ['1'],
      extra: extraOf(
        kept.map((h) => [h.name, h.value] as const),
        problems,
      ),
      problems,
    });
    yield { finding };
  },
});
