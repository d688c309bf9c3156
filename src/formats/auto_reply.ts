/** Mails that machines send back: receipts, absences, bounces. They open nothing; without this they would fill the manual queue. */
import { format } from './format.ts';
import { mailText } from './mail/text.ts';
import { headerOf, ownParts } from './mail/unit.ts';

const aboutReceipt =
  /thank(?:s| you) for (?:your|contacting|reaching|the)|(?:we|i) (?:have |'ve )?received your|your (?:message|e-?mail|request|report|ticket|enquiry|inquiry) (?:has been|was) received|out of (?:the )?office|automatic(?:ally generated)? (?:reply|response)|auto-?(?:reply|response)|automatisch(?:e)? (?:antwoord|bericht|ontvangstbevestiging)|bedankt voor uw|wij hebben uw (?:bericht|e-?mail|melding) (?:in goede orde )?ontvangen|afwezig|abwesen|eingangsbest[äa]tigung|we will (?:review|get back|respond)|accus[ée] de r[ée]ception/i;
const replySubject =
  /^\s*(?:auto(?:matic|matische?)?[\s:-]|re\s*:|aw\s*:|antw\s*:|out of office|abwesenheit|afwezig|ontvangstbevestiging|acknowledg|receipt|\[?auto-?reply)/i;

export default format({
  id: 'auto_reply',
  version: 1,
  title: { nl: 'Automatisch antwoord', en: 'Automatic reply' },
  spec: 'RFC 3834, RFC 3464',
  group: 'template',
  match: [
    { kind: 'mail', header: ['Auto-Submitted', /^auto-replied/i], weight: 50 },
    { kind: 'mail', header: ['X-Autoreply', /./], weight: 50 },
    { kind: 'mail', header: ['X-Autorespond', /./], weight: 50 },
    { kind: 'mail', header: ['Precedence', /^auto_reply/i], weight: 50 },
    {
      kind: 'mail',
      subject: /^\s*(?:automatic reply|automatisch antwoord|out of office|afwezig|abwesenheitsnotiz|autoreply)/i,
      weight: 50,
    },
    { kind: 'mail', partType: 'message/delivery-status', weight: 80 },
    { kind: 'mail', partType: 'message/disposition-notification', weight: 80 },
  ],
  *read(unit) {
    if (unit.kind !== 'mail') {
      yield { pass: 'a reply is a mail' };
      return;
    }
    const types = new Set([...ownParts(unit.root)].map((p) => p.type));
    if (types.has('message/delivery-status')) {
      yield { end: 'receipt', why: 'a delivery report of a mail server' };
      return;
    }
    if (types.has('message/disposition-notification')) {
      yield { end: 'receipt', why: 'a reading receipt' };
      return;
    }
    const said = mailText(unit).slice(0, 4000);
    const isReply = replySubject.test(unit.subject) || headerOf(unit.root, 'in-reply-to') !== undefined;
    // Some reporters mark their reports as automatic replies; only words of receipt make one.
    if (aboutReceipt.test(said) || (isReply && aboutReceipt.test(unit.subject)))
      yield { end: 'receipt', why: 'an automatic reply' };
    else yield { pass: 'marked as automatic, but its words are no receipt' };
  },
});
