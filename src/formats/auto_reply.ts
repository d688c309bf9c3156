/**
 * Mails that machines send back: receipts, absences, bounces, reading receipts, questions of mailing lists. They open nothing;
 * without this they would fill the manual queue. Only what is surely one of these is closed: some reporters mark their
 * reports as automatic replies.
 */
import { format, type MailUnit } from './format.ts';
import { mailText } from './mail/text.ts';
import { headerOf, ownParts } from './mail/unit.ts';

/** Words of receipt and absence, per language. "Thank you for your cooperation" is how reports end, and no receipt. */
const receipts: readonly RegExp[] = [
  /thank(?:s| you) for (?:contacting|reaching|writing|submitting|(?:your|the) (?:e-?mail|message|report|request|enquiry|inquiry|submission|complaint|ticket|note))|(?:we|i) (?:have |'ve )?received your|your (?:message|e-?mail|request|report|ticket|enquiry|inquiry|complaint|submission) (?:has been|was|is) (?:received|registered|logged|assigned)|(?:ticket|case|request) (?:[#\w-]{1,40} )?(?:has been|was) (?:created|opened|registered)|out of (?:the )?office|on (?:annual |maternity |parental )?leave (?:until|from)|(?:i am|i'm) (?:currently )?(?:away|absent|unavailable)|automatic(?:ally generated)? (?:reply|response|acknowledg)|auto-?(?:reply|response|generated reply)|we will (?:review|get back|respond)/i,
  /automatisch(?:e)? (?:antwoord|bericht|ontvangstbevestiging|reactie)|(?:bedankt|dank|hartelijk dank) (?:u )?voor (?:uw|je|het) (?:bericht|e-?mail|mail|melding|vraag|contact)|(?:wij|we) hebben (?:uw|je) (?:bericht|e-?mail|mail|melding|vraag) (?:in goede orde )?ontvangen|uw (?:bericht|e-?mail|melding|vraag) is (?:in goede orde )?(?:ontvangen|geregistreerd)|ontvangstbevestiging|(?:ik ben|wegens) (?:momenteel |tijdelijk )?(?:afwezig|niet aanwezig|met vakantie|op vakantie)|afwezigheid/i,
  /abwesen(?:d|heit)|automatische (?:antwort|empfangsbest)|eingangsbest[äa]tigung|(?:vielen )?dank f(?:ü|ue)r ihre (?:e-?mail|nachricht|anfrage|meldung|mitteilung)|wir haben ihre (?:e-?mail|nachricht|anfrage|meldung) erhalten|ihre (?:e-?mail|nachricht|anfrage|meldung) (?:ist|wurde) (?:bei uns )?(?:eingegangen|empfangen|registriert)|nicht im b(?:ü|ue)ro|im urlaub/i,
  /r[ée]ponse automatique|accus[ée] de r[ée]ception|absen(?:t|te|ce) (?:du bureau|jusqu|actuellement)|(?:je suis|serai) (?:actuellement )?(?:absent|en cong)|message d'absence|(?:nous avons|avons) bien re[çc]u votre|merci (?:pour|de) votre (?:message|e-?mail|courriel|demande|signalement)|votre (?:message|demande|signalement) a (?:bien )?[ée]t[ée] (?:re[çc]u|enregistr)/i,
];
const receiptSubject =
  /^\s*(?:auto(?:matic|matische?s?)?[\s:-]|re\s*:|aw\s*:|antw\s*:|out of office|abwesen|afwezig|absence|absent|ontvangstbevestiging|eingangsbest|accus[ée]|r[ée]ponse automatique|acknowledg|receipt|\[?auto-?reply)/i;
const absenceSubject =
  /^\s*(?:automatic reply|automatisch antwoord|automatische antwort|r[ée]ponse automatique|out of (?:the )?office|afwezig|abwesen|absence du bureau|message d'absence|auto-?reply|\[auto-?reply\])/i;

/** What mail servers write over a mail that came back, in the languages they write in. */
const bounceSubject =
  /^\s*(?:un(?:deliver(?:able|ed)|able to deliver)|delivery (?:status|failure|has failed|incomplete|delayed)|mail (?:delivery (?:failed|failure|system)|system error)|returned (?:mail|to sender)|failure notice|delivery notification|message (?:undeliverable|delivery)|warning: could not send|niet.?bestelbaar|onbestelbaar|bezorging mislukt|unzustellbar|(?:non remis|non d[ée]livr|[ée]chec (?:de|d') ?(?:la )?(?:remise|distribution|envoi)))/i;
const mailServer = /^(?:mailer-daemon|postmaster|mail-?daemon|mailerdaemon|bounces?(?:[+-].{0,200})?)@/;
const readSubject =
  /^\s*(?:read|gelezen|gelesen|lu|le[íi]do|letto|not read|niet gelezen|ungelesen|non lu|read receipt|leesbevestiging|lesebest[äa]tigung|accus[ée] de lecture)\s{0,2}(?::|$|\()/i;
const readWords =
  /was read on|was (?:displayed|opened|deleted without being read)|(?:is|werd) (?:gelezen|weergegeven|geopend)|wurde (?:am .{3,40} )?(?:gelesen|angezeigt|ge[öo]ffnet)|a [ée]t[ée] (?:lu|affich[ée]|ouvert)|return receipt|read receipt|leesbevestiging|lesebest[äa]tigung|accus[ée] de lecture/i;
const listSubject =
  /^\s*(?:(?:re|aw|antw)\s*:\s*)?(?:confirm [0-9a-f]{16,64}|(?:please )?confirm (?:your )?(?:subscription|e-?mail address|registration)|(?:your )?confirmation is required|bevestig (?:uw|je|jouw) (?:aanmelding|inschrijving|e-?mailadres|abonnement)|(?:bitte )?best[äa]tigen sie (?:ihre|ihr)|best[äa]tigung (?:ihrer|der) (?:anmeldung|registrierung)|confirm(?:ez|ation de) votre (?:inscription|abonnement|adresse))/i;
const listWords =
  /subscri(?:be|ption)|mailing ?list|newsletter|nieuwsbrief|aanmelding|inschrijving|anmeldung|abonnement|inscription|confirm your/i;

type Closed = { readonly end: 'receipt' | 'not_abuse'; readonly why: string };

/** What kind of answer a mail is; undefined where its words are none. */
function closing(unit: MailUnit): Closed | undefined {
  const types = new Set([...ownParts(unit.root)].map((p) => p.type));
  const type = headerOf(unit.root, 'content-type') ?? '';
  if (types.has('message/delivery-status') || types.has('message/global-delivery-status'))
    return { end: 'receipt', why: 'a delivery report of a mail server' };
  if (types.has('message/disposition-notification') || types.has('message/global-disposition-notification'))
    return { end: 'receipt', why: 'a reading receipt' };
  const said = mailText(unit).slice(0, 4000);
  if (
    /report-type\s*=\s*"?disposition-notification/i.test(type) ||
    (readSubject.test(unit.subject) && readWords.test(said))
  )
    return { end: 'receipt', why: 'a reading receipt' };
  const fromServer = mailServer.test(unit.from) || headerOf(unit.root, 'x-failed-recipients') !== undefined;
  if (fromServer && (bounceSubject.test(unit.subject) || headerOf(unit.root, 'x-failed-recipients') !== undefined))
    return { end: 'receipt', why: 'a delivery report of a mail server, in words' };
  if (listSubject.test(unit.subject) && (listWords.test(said) || headerOf(unit.root, 'list-id') !== undefined))
    return { end: 'not_abuse', why: 'a mailing list asks for a confirmation' };
  const isReply = receiptSubject.test(unit.subject) || headerOf(unit.root, 'in-reply-to') !== undefined;
  if (receipts.some((r) => r.test(said)) || (isReply && receipts.some((r) => r.test(unit.subject))))
    return { end: 'receipt', why: 'an automatic reply' };
  return undefined;
}

export default format({
  id: 'auto_reply',
  version: 2,
  title: { nl: 'Automatisch antwoord', en: 'Automatic reply' },
  spec: 'RFC 3834, RFC 3464, RFC 8098',
  group: 'template',
  match: [
    { kind: 'mail', header: ['Auto-Submitted', /^auto-replied/i], weight: 50 },
    { kind: 'mail', header: ['X-Autoreply', /./], weight: 50 },
    { kind: 'mail', header: ['X-Autorespond', /./], weight: 50 },
    { kind: 'mail', header: ['X-Autoresponse', /./], weight: 50 },
    { kind: 'mail', header: ['X-Auto-Reply', /./], weight: 50 },
    { kind: 'mail', header: ['X-FC-MachineGenerated', /true/i], weight: 30 },
    { kind: 'mail', header: ['Precedence', /^auto_reply/i], weight: 50 },
    { kind: 'mail', header: ['X-Failed-Recipients', /@/], weight: 60 },
    { kind: 'mail', header: ['Content-Type', /report-type\s*=\s*"?disposition-notification/i], weight: 60 },
    { kind: 'mail', subject: absenceSubject, weight: 50 },
    { kind: 'mail', from: mailServer, subject: bounceSubject, weight: 60 },
    { kind: 'mail', subject: readSubject, weight: 40 },
    { kind: 'mail', subject: listSubject, weight: 40 },
    { kind: 'mail', partType: 'message/delivery-status', weight: 80 },
    { kind: 'mail', partType: 'message/global-delivery-status', weight: 80 },
    { kind: 'mail', partType: 'message/disposition-notification', weight: 80 },
    { kind: 'mail', partType: 'message/global-disposition-notification', weight: 80 },
  ],
  *read(unit) {
    const closed = unit.kind === 'mail' ? closing(unit) : undefined;
    if (closed) yield closed;
    else
      yield { pass: unit.kind === 'mail' ? 'marked as automatic, but its words are no receipt' : 'a reply is a mail' };
  },
});
