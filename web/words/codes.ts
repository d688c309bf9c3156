/** Codes of the program as words for people. Typed by the rooms that own them: a new code does not compile without its words. */
import type { Confidence, Method, Reason } from '#attribution';
import type { RungLook } from '#cases';
import type { AnswerKind, ReadHow } from '#correspondence';
import type { Language, TimePrecision, Words } from '#kernel';
import type { ContactPurpose, DsaClass, ServiceKind } from '#parties';
import { type HoldingOrigin, type InventoryHealth, type PollOutcome, statedProblems } from '#resources';

const method: Readonly<Record<Method, Words>> = {
  prefix: { nl: 'op adres', en: 'by address' },
  ports: { nl: 'op adres en poort', en: 'by address and port' },
  url_prefix: { nl: 'op deel van de site', en: 'by part of the site' },
  host: { nl: 'op site', en: 'by site' },
  domain: { nl: 'op domein', en: 'by domain' },
  account: { nl: 'op account', en: 'by account' },
  asn: { nl: 'op netwerknummer', en: 'by network number' },
  only_holder: { nl: 'de enige houder ooit', en: 'the only holder ever' },
  chosen: { nl: 'gekozen door een medewerker', en: 'chosen by a member' },
  live: { nl: 'gevraagd aan uw eigen systeem', en: 'asked of your own system' },
};
const confidence: Readonly<Record<Confidence, Words>> = {
  high: { nl: 'hoog', en: 'high' },
  medium: { nl: 'middel', en: 'medium' },
  low: { nl: 'laag', en: 'low' },
};
const reason: Readonly<Record<Reason, Words>> = {
  gap: { nl: 'niemand hield dit adres op dat moment', en: 'nobody held this address at that moment' },
  before_ledger: {
    nl: 'dit moment ligt vóór het eerste dat wij van dit adres weten',
    en: 'this moment lies before the first we know of this address',
  },
  no_time: {
    nl: 'de melding noemt geen tijd en er was meer dan één houder',
    en: 'the report states no time and there was more than one holder',
  },
  no_site: {
    nl: 'een gedeeld adres, en de melding noemt de site niet',
    en: 'a shared address, and the report does not name the site',
  },
  no_resource: { nl: 'niets om op te zoeken', en: 'nothing that can be looked up' },
};
const service: Readonly<Record<ServiceKind, Words>> = {
  dedicated: { nl: 'eigen server', en: 'dedicated server' },
  vps: { nl: 'VPS', en: 'VPS' },
  colocation: { nl: 'colocatie', en: 'colocation' },
  shared_hosting: { nl: 'gedeelde hosting', en: 'shared hosting' },
  cloud: { nl: 'cloud', en: 'cloud' },
  storage: { nl: 'opslag', en: 'storage' },
  domain: { nl: 'domeinnaam', en: 'domain name' },
  dns: { nl: 'DNS', en: 'DNS' },
  mail: { nl: 'mail', en: 'mail' },
  transit: { nl: 'transit', en: 'transit' },
  ip_lease: { nl: 'verhuur van IP-adressen', en: 'lease of IP addresses' },
  cdn: { nl: 'CDN', en: 'CDN' },
  resale: { nl: 'doorverkoop', en: 'resale' },
  other: { nl: 'overig', en: 'other' },
};
const dsa: Readonly<Record<DsaClass, Words>> = {
  mere_conduit: { nl: 'doorgifte (DSA)', en: 'mere conduit (DSA)' },
  caching: { nl: 'caching (DSA)', en: 'caching (DSA)' },
  hosting: { nl: 'hosting (DSA)', en: 'hosting (DSA)' },
  online_platform: { nl: 'onlineplatform (DSA)', en: 'online platform (DSA)' },
  unknown: { nl: 'DSA-soort onbekend', en: 'DSA class unknown' },
};
const purpose: Readonly<Record<ContactPurpose, Words>> = {
  abuse: { nl: 'abuse', en: 'abuse' },
  legal: { nl: 'juridisch', en: 'legal' },
  technical: { nl: 'technisch', en: 'technical' },
  billing: { nl: 'facturen', en: 'billing' },
  duty: { nl: 'piket', en: 'on duty' },
};
const precision: Readonly<Record<TimePrecision, Words>> = {
  exact: { nl: 'op de seconde', en: 'to the second' },
  minute: { nl: 'op de minuut', en: 'to the minute' },
  hour: { nl: 'op het uur', en: 'to the hour' },
  day: { nl: 'op de dag', en: 'to the day' },
  range: { nl: 'een tijdvak', en: 'a span of time' },
  assumed_zone: { nl: 'tijdzone aangenomen', en: 'time zone assumed' },
  message_date: { nl: 'datum van het bericht', en: 'date of the message' },
};
const answer: Readonly<Record<AnswerKind, Words>> = {
  fixed: { nl: 'Opgelost, zegt de klant', en: 'Fixed, the customer says' },
  needs_time: { nl: 'De klant vraagt tijd', en: 'The customer asks for time' },
  wrong: { nl: 'Dit klopt niet, zegt de klant', en: 'The customer says this is wrong' },
  question: { nl: 'Vraag van de klant', en: 'Question from the customer' },
  names_customer: { nl: 'De reseller noemt de eindklant', en: 'The reseller names the end customer' },
  other: { nl: 'Ander antwoord', en: 'Another answer' },
};
const role: Readonly<Record<string, Words>> = {
  source: { nl: 'bron van het misbruik', en: 'source of the abuse' },
  victim: { nl: 'slachtoffer', en: 'victim' },
  exposed: { nl: 'staat open', en: 'exposed' },
  unknown: { nl: 'onbekend', en: 'unknown' },
};
const unproven: Readonly<Record<string, Words>> = {
  none: { nl: 'afzender niet bewezen', en: 'sender not proven' },
  failed: { nl: 'afzenderbewijs faalt', en: 'sender proof fails' },
  unaligned: {
    nl: 'bewezen voor een ander domein dan de afzender toont',
    en: 'proven for another domain than the sender shows',
  },
  no_from: { nl: 'geen bruikbare afzender', en: 'no usable sender' },
  public: { nl: 'bewezen, van een openbare maildienst', en: 'proven, of a public mail service' },
  own: { nl: 'bewezen, van onszelf', en: 'proven, of ourselves' },
  limit: { nl: 'afzender niet na te gaan binnen de grenzen', en: 'sender could not be looked into within the limits' },
};
const verdict: Readonly<Record<string, Words>> = {
  fixed: { nl: 'opgelost', en: 'fixed' },
  mitigated: { nl: 'beperkt', en: 'mitigated' },
  not_seen_again: { nl: 'niet meer gezien', en: 'not seen again' },
  not_abuse: { nl: 'geen misbruik', en: 'not abuse' },
  false_positive: { nl: 'vals alarm', en: 'false positive' },
  not_ours: { nl: 'niet van ons', en: 'not ours' },
  no_action_possible: { nl: 'niets aan te doen', en: 'no action possible' },
  duplicate: { nl: 'dubbel', en: 'duplicate' },
  customer_upheld: {
    nl: 'de klant zei dat het niet klopte, en had gelijk',
    en: 'the customer said it was wrong, and was right',
  },
};
const channel: Readonly<Record<string, Words>> = {
  smtp: { nl: 'per mail', en: 'by mail' },
  lmtp: { nl: 'per mail', en: 'by mail' },
  imap: { nl: 'uit een postbus', en: 'from a mailbox' },
  http: { nl: 'via de API', en: 'through the API' },
  file: { nl: 'uit een bestand', en: 'from a file' },
  form: { nl: 'via het formulier', en: 'through the form' },
  folder: { nl: 'uit een bekeken map', en: 'from a watched folder' },
  feed: { nl: 'uit een feed', en: 'from a feed' },
  shadowserver: { nl: 'van Shadowserver', en: 'from Shadowserver' },
  page: { nl: 'op de pagina uit de brief', en: 'on the page from the letter' },
  mail: { nl: 'per mail', en: 'by mail' },
  api: { nl: 'via de API', en: 'through the API' },
  desk: { nl: 'door een medewerker', en: 'by a member' },
};
const look: Readonly<Record<string, Words>> = {
  http_status: { nl: 'pagina opgevraagd', en: 'page asked for' },
  tcp_connect: { nl: 'verbinding geprobeerd', en: 'connection tried' },
  udp_reply: { nl: 'vraag gestuurd', en: 'question sent' },
};
const looked: Readonly<Record<string, Words>> = {
  still_there: { nl: 'nog aanwezig', en: 'still there' },
  gone: { nl: 'weg', en: 'gone' },
  unclear: { nl: 'onduidelijk', en: 'unclear' },
  not_allowed: { nl: 'niet bekeken', en: 'not looked at' },
};
const severity: Readonly<Record<string, Words>> = {
  critical: { nl: 'kritiek', en: 'critical' },
  high: { nl: 'hoog', en: 'high' },
  medium: { nl: 'middel', en: 'medium' },
  low: { nl: 'laag', en: 'low' },
  info: { nl: 'ter informatie', en: 'for information' },
};
const held: Readonly<Record<string, Words>> = {
  'mail.off': { nl: 'er is geen uitgaande mail ingesteld', en: 'no outgoing mail has been set up' },
  digest: { nl: 'gaat mee met de verzamelbrief', en: 'goes along with the digest' },
  trial: { nl: 'op proef: iemand moet hem laten gaan', en: 'on trial: somebody must let it go' },
  quiet: { nl: 'wacht tot na de stille uren', en: 'waits until after the quiet hours' },
  case_closed: { nl: 'de zaak was al gesloten', en: 'the case had been closed' },
  holder_changed: { nl: 'de houder is intussen een ander', en: 'the holder is another by now' },
};
/** How we know that a letter was read. */
const read_how: Readonly<Record<ReadHow, Words>> = {
  page: { nl: 'de pagina is geopend', en: 'the page was opened' },
  receipt: { nl: 'leesbevestiging van het mailprogramma', en: 'receipt of the mail program' },
  answer: { nl: 'er is geantwoord', en: 'it was answered' },
};
/** Where a rung of the ladder stands. */
const rung: Readonly<Record<RungLook, Words>> = {
  done: { nl: 'gedaan', en: 'done' },
  proposed: { nl: 'wacht op een besluit', en: 'waits for a decision' },
  accepted: { nl: 'ingegrepen', en: 'accepted' },
  declined: { nl: 'afgewezen', en: 'declined' },
  skipped: { nl: 'vervalt', en: 'falls out' },
  next: { nl: 'komt eerst', en: 'next' },
  later: { nl: 'later', en: 'later' },
  waiting: { nl: 'wacht op de klok', en: 'waits for its clock' },
  stopped: { nl: 'gestopt', en: 'stopped' },
};
/** Why a rung fell out or stopped. */
const rung_why: Readonly<Record<string, Words>> = {
  no_link_up: { nl: 'er is geen schakel boven', en: 'there is no link above' },
  term_below: { nl: 'de termijn is er te kort voor', en: 'the term is too short for it' },
  overtaken: { nl: 'ingehaald door de volgende', en: 'overtaken by the next' },
  answered: { nl: 'de klant antwoordde', en: 'the customer answered' },
  restricted: { nl: 'er is ingegrepen', en: 'it was restricted' },
  resolved: { nl: 'de zaak is opgelost', en: 'the case is resolved' },
  rejected: { nl: 'de zaak is afgewezen', en: 'the case was rejected' },
  bundled: { nl: 'de zaak is gebundeld', en: 'the case was bundled' },
  'letter.no-contact': { nl: 'er is geen contact', en: 'there is no contact' },
};
/** What a set of directives would do with a case. */
const tried: Readonly<Record<'send' | 'not_sent' | 'repeat' | 'no_contact', Words>> = {
  send: { nl: 'brief', en: 'letter' },
  not_sent: { nl: 'geen brief', en: 'no letter' },
  repeat: { nl: 'pas nog geschreven', en: 'written recently' },
  no_contact: { nl: 'geen contact', en: 'no contact' },
};
const basis: Readonly<Record<string, Words>> = { 'house rule': { nl: 'huisregel', en: 'house rule' } };
const language: Readonly<Record<string, Words>> = {
  nl: { nl: 'Nederlands', en: 'Dutch' },
  en: { nl: 'Engels', en: 'English' },
  both: { nl: 'Nederlands en Engels', en: 'Dutch and English' },
};
/** Why a message stands in the manual queue: the sentences of the reader. */
const unread: Readonly<Record<string, Words>> = {
  'no format could use this message': {
    nl: 'geen formaat herkent dit bericht',
    en: 'no format recognises this message',
  },
  'no format could use this file': { nl: 'geen formaat herkent dit bestand', en: 'no format recognises this file' },
  'too large for a message': { nl: 'te groot voor een bericht', en: 'too large for a message' },
  'nothing in it': { nl: 'er zit niets in', en: 'there is nothing in it' },
  'taking it ended this program many times': {
    nl: 'het verwerken mislukte keer op keer',
    en: 'taking it failed time and again',
  },
  'its bytes were destroyed': { nl: 'de inhoud is vernietigd', en: 'its content was destroyed' },
};
/** What the reader could not use, by the code of the problem. */
const problem: Readonly<Record<string, Words>> = {
  'address.ambiguous': {
    nl: 'Meer dan één adres past even goed: kies zelf welk het is.',
    en: 'More than one address fits equally well: choose which it is.',
  },
  'address.unreadable': { nl: 'Dit is geen adres.', en: 'This is no address.' },
  'archive.broken': { nl: 'Een archief is beschadigd.', en: 'An archive is damaged.' },
  'archive.encrypted': {
    nl: 'Een archief is versleuteld; vraag de melder om de inhoud.',
    en: 'An archive is encrypted; ask the reporter for what is in it.',
  },
  'archive.entry-closed': { nl: 'Een deel van een archief bleef dicht.', en: 'A part of an archive stayed closed.' },
  'archive.too-large': { nl: 'Een archief is te groot om uit te pakken.', en: 'An archive is too large to unpack.' },
  'archive.too-many-entries': { nl: 'Een archief heeft te veel delen.', en: 'An archive has too many parts.' },
  'asn.unreadable': { nl: 'Dit is geen netwerknummer.', en: 'This is no network number.' },
  'finding.no-resource': { nl: 'Noemt geen adres, site of URL.', en: 'Names no address, site or URL.' },
  'format.failed': { nl: 'Een formaat kon dit niet lezen.', en: 'A format could not read this.' },
  'format.passed': { nl: 'Een formaat liet dit voorbijgaan.', en: 'A format passed this by.' },
  'host.lookalike': {
    nl: 'De site is in andere letters geschreven dan zij lijkt.',
    en: 'The site is written in other letters than it seems.',
  },
  'json.broken': { nl: 'De JSON is niet geldig.', en: 'The JSON is not valid.' },
  'json.cut': { nl: 'De JSON houdt op vóór het einde.', en: 'The JSON ends before it is closed.' },
  'json.duplicate-key': { nl: 'Een veld staat er twee keer.', en: 'A field stands there twice.' },
  'json.too-deep': { nl: 'De JSON is te diep genest.', en: 'The JSON is nested too deep.' },
  'port.unreadable': { nl: 'Dit is geen poort.', en: 'This is no port.' },
  'reader.fell-over': { nl: 'Het lezen brak af.', en: 'Reading broke off.' },
  'reader.gave-up': { nl: 'Het lezen mislukte te vaak.', en: 'Reading failed too often.' },
  'reader.memory': { nl: 'Lezen kostte te veel geheugen.', en: 'Reading took too much memory.' },
  'reader.too-large': { nl: 'Te groot om te lezen.', en: 'Too large to read.' },
  'reading.more-problems': { nl: 'Er is meer dat niet klopt.', en: 'There is more that is not right.' },
  'row.broken-quotes': { nl: 'Een regel heeft losse aanhalingstekens.', en: 'A row has quotes that do not pair.' },
  'row.failed': { nl: 'Een regel kon niet worden gelezen.', en: 'A row could not be read.' },
  'row.no-resource': {
    nl: 'Een regel noemt geen bruikbaar adres of URL.',
    en: 'A row names no usable address or URL.',
  },
  'row.too-few-cells': { nl: 'Een regel heeft te weinig cellen.', en: 'A row has too few cells.' },
  'row.too-many-cells': { nl: 'Een regel heeft te veel cellen.', en: 'A row has too many cells.' },
  'severity.unknown': { nl: 'Deze ernst is onbekend.', en: 'This severity is unknown.' },
  'text.no-abuse': {
    nl: 'Niets in onderwerp of tekst gaat over misbruik.',
    en: 'Nothing in subject or text speaks of abuse.',
  },
  'text.no-resource': {
    nl: 'Gaat over misbruik, maar noemt geen adres, site of URL. Vraag de melder erom.',
    en: 'Speaks of abuse but names no address, site or URL. Ask the reporter for it.',
  },
  'time.future': {
    nl: 'De gemelde tijd ligt meer dan een dag ná ontvangst.',
    en: 'The stated time lies more than a day after receipt.',
  },
  'time.missing': { nl: 'Er staat geen tijd in.', en: 'It states no time.' },
  'time.unreadable': { nl: 'Dit is geen moment.', en: 'This is no moment.' },
  'unit.too-many-findings': {
    nl: 'Te veel waarnemingen in één bericht; de rest is weggelaten.',
    en: 'Too many findings in one message; the rest is left out.',
  },
  'value.cut': { nl: 'Een zeer lange waarde is ingekort.', en: 'A very long value was cut.' },
  'xarf.field-missing': { nl: 'Een verplicht veld ontbreekt.', en: 'A required field is missing.' },
  'xarf.field-wrong': { nl: 'Een veld heeft een verkeerde waarde.', en: 'A field has a wrong value.' },
};
/** What stands in the journal as done. */
const act: Readonly<Record<string, Words>> = {
  'answer.receive': { nl: 'antwoord ontvangen', en: 'answer received' },
  'attribution.again': { nl: 'toewijzing opnieuw bepaald', en: 'attribution made again' },
  'case.after': { nl: 'zaak bijgewerkt na nieuwe waarnemingen', en: 'case brought up to date after new findings' },
  'case.answer': { nl: 'antwoord op een zaak', en: 'answer on a case' },
  'case.assign': { nl: 'zaak toegewezen', en: 'case assigned' },
  'case.attribution': { nl: 'houder van een zaak gecorrigeerd', en: 'holder of a case corrected' },
  'case.band': { nl: 'band gewijzigd', en: 'band changed' },
  'case.bounced': { nl: 'brief van een zaak kwam terug', en: 'letter of a case bounced' },
  'case.breach': { nl: 'termijn van een zaak verstreken', en: 'deadline of a case passed' },
  'case.bundle': { nl: 'zaak gebundeld', en: 'case bundled' },
  'case.choose_holder': { nl: 'houder gekozen', en: 'holder chosen' },
  'case.claim': { nl: 'zaak opgepakt', en: 'case taken up' },
  'case.lift': { nl: 'ingreep opgeheven', en: 'restriction lifted' },
  'case.look': { nl: 'zaak nagekeken', en: 'case looked at again' },
  'case.note': { nl: 'notitie bij een zaak', en: 'note on a case' },
  'case.notify': { nl: 'brief van een zaak klaargezet', en: 'letter of a case prepared' },
  'case.number': { nl: 'zaak genummerd', en: 'case numbered' },
  'case.open': { nl: 'zaak geopend', en: 'case opened' },
  'case.probe': { nl: 'van buiten gecontroleerd', en: 'verified from outside' },
  'case.quiet': { nl: 'niet meer gezien: gesloten', en: 'not seen any more: closed' },
  'case.reject': { nl: 'zaak afgewezen', en: 'case rejected' },
  'case.release': { nl: 'zaak losgelaten', en: 'case let go' },
  'case.remind': { nl: 'herinnering klaargezet', en: 'reminder prepared' },
  'case.reopen': { nl: 'zaak heropend', en: 'case reopened' },
  'case.resolve': { nl: 'zaak gesloten', en: 'case closed' },
  'case.restrict': { nl: 'ingegrepen', en: 'restricted' },
  'case.sent': { nl: 'brief van een zaak verzonden', en: 'letter of a case sent' },
  'case.snooze': { nl: 'zaak uitgesteld', en: 'case snoozed' },
  'case.split': { nl: 'zaak gesplitst', en: 'case split' },
  'case.stopped': { nl: 'brief van een zaak tegengehouden', en: 'letter of a case stopped' },
  'case.take_back': { nl: 'terug: de klant weet nog niets', en: 'back: the customer knows nothing yet' },
  'case.gave_back': { nl: 'gebundelde zaak losgemaakt', en: 'bundled case given back' },
  'case.took_in': { nl: 'andere zaak opgenomen', en: 'another case taken in' },
  'case.unbundle': { nl: 'zaak losgemaakt', en: 'case unbundled' },
  'case.undone': { nl: 'brief van een zaak teruggehaald', en: 'letter of a case taken back' },
  'case.wait': { nl: 'wachten op de klant', en: 'waiting for the customer' },
  'case.warn': { nl: 'termijn van een zaak loopt af', en: 'deadline of a case draws near' },
  'contract.add': { nl: 'contract toegevoegd', en: 'contract added' },
  'contract.change': { nl: 'contract gewijzigd', en: 'contract changed' },
  'contract.end': { nl: 'contract beëindigd', en: 'contract ended' },
  'deadline.breach': { nl: 'termijn verstreken', en: 'deadline passed' },
  'deadline.pause': { nl: 'termijn stilgezet', en: 'deadline paused' },
  'deadline.resume': { nl: 'termijn hervat', en: 'deadline resumed' },
  'deadline.start': { nl: 'termijn gestart', en: 'deadline started' },
  'deadline.stop': { nl: 'termijn beëindigd', en: 'deadline ended' },
  'deadline.warn': { nl: 'termijn loopt af', en: 'deadline draws near' },
  'erasure.party': { nl: 'gegevens van een partij gewist', en: 'data of a party erased' },
  'erasure.message': { nl: 'bericht gewist', en: 'message erased' },
  'findings.taken': { nl: 'waarnemingen verwerkt', en: 'findings taken in' },
  'holding.assign': { nl: 'adres of domein uitgegeven', en: 'address or domain assigned' },
  'holding.end': { nl: 'uitgifte beëindigd', en: 'assignment ended' },
  'key.add': { nl: 'API-sleutel toegevoegd', en: 'API key added' },
  'key.revoke': { nl: 'API-sleutel ingetrokken', en: 'API key revoked' },
  'ledger.import': { nl: 'import geschreven', en: 'import written' },
  'ledger.undo': { nl: 'import ongedaan gemaakt', en: 'import undone' },
  'letter.answer': { nl: 'brief beantwoord', en: 'letter answered' },
  'letter.bounce': { nl: 'brief kwam terug', en: 'letter bounced' },
  'letter.change': { nl: 'brief gewijzigd', en: 'letter changed' },
  'letter.fail': { nl: 'brief niet bezorgd', en: 'letter not delivered' },
  'letter.hasten': { nl: 'brief meteen verstuurd', en: 'letter sent at once' },
  'letter.open': { nl: 'pagina uit de brief geopend', en: 'page from the letter opened' },
  'letter.queue': { nl: 'brief in de wachtrij', en: 'letter queued' },
  'letter.read': { nl: 'brief gelezen', en: 'letter read' },
  'letter.send': { nl: 'brief verstuurd', en: 'letter sent' },
  'inventory.add': { nl: 'inventaris toegevoegd', en: 'inventory added' },
  'inventory.change': { nl: 'inventaris gewijzigd', en: 'inventory changed' },
  'inventory.pause': { nl: 'inventaris stilgezet', en: 'inventory paused' },
  'inventory.resume': { nl: 'inventaris hervat', en: 'inventory resumed' },
  'inventory.remove': { nl: 'inventaris weggehaald', en: 'inventory removed' },
  'inventory.held': { nl: 'peiling wacht op een oordeel', en: 'poll waits for a decision' },
  'inventory.approve': { nl: 'peiling goedgekeurd', en: 'poll approved' },
  'inventory.dismiss': { nl: 'peiling niet geloofd', en: 'poll not believed' },
  'inventory.told': { nl: 'inventaris meldde een wijziging', en: 'inventory told a change' },
  'attribution.live': { nl: 'houder gevraagd aan eigen systeem', en: 'holder asked of own system' },
  'letter.stop': { nl: 'brief tegengehouden', en: 'letter stopped' },
  'letter.undo': { nl: 'brief teruggehaald', en: 'letter taken back' },
  'mailbox.add': { nl: 'postbus toegevoegd', en: 'mailbox added' },
  'mailbox.remove': { nl: 'postbus verwijderd', en: 'mailbox removed' },
  'member.add': { nl: 'medewerker toegevoegd', en: 'member added' },
  'member.end': { nl: 'medewerker beëindigd', en: 'member ended' },
  'member.password': { nl: 'wachtwoord gewijzigd', en: 'password changed' },
  'message.csam': { nl: 'bericht vernietigd (kindermisbruik)', en: 'message destroyed (child abuse)' },
  'format.facts_loaded': { nl: 'schema van een formaat geladen', en: 'schema of a format loaded' },
  'format.facts_dropped': { nl: 'schema van een formaat weggehaald', en: 'schema of a format taken away' },
  'journal.cosigned': { nl: 'controlepunt meegetekend', en: 'checkpoint cosigned' },
  'witness.added': { nl: 'getuige toegevoegd', en: 'witness added' },
  'witness.ended': { nl: 'getuige beëindigd', en: 'witness ended' },
  'witness.watches': { nl: 'getuige van een ander logboek', en: 'witness of another journal' },
  'witness.cosigned': { nl: 'logboek van een ander meegetekend', en: 'journal of another cosigned' },
  'message.finding_added': { nl: 'waarneming met de hand toegevoegd', en: 'finding added by hand' },
  'channel.add': { nl: 'kanaal toegevoegd', en: 'channel added' },
  'channel.brought': { nl: 'kanaal bracht iets nieuws', en: 'channel brought something new' },
  'channel.change': { nl: 'kanaal gewijzigd', en: 'channel changed' },
  'channel.failing': { nl: 'kanaal werkt niet', en: 'channel does not work' },
  'channel.pause': { nl: 'kanaal gepauzeerd', en: 'channel paused' },
  'channel.remove': { nl: 'kanaal verwijderd', en: 'channel removed' },
  'channel.resume': { nl: 'kanaal hervat', en: 'channel resumed' },
  'channel.silent': { nl: 'kanaal te lang stil', en: 'channel silent for too long' },
  'channel.well': { nl: 'kanaal werkt weer', en: 'channel works again' },
  'message.proved': { nl: 'afzender nagegaan', en: 'sender looked into' },
  'notifier.add': { nl: 'melder toegevoegd', en: 'notifier added' },
  'notifier.change': { nl: 'melder gewijzigd', en: 'notifier changed' },
  'notifier.key': { nl: 'sleutel voor een melder', en: 'key for a notifier' },
  'notifier.record': { nl: 'dossier van een melder bijgewerkt', en: 'record of a notifier brought up to date' },
  'message.not_abuse': { nl: 'geen misbruikmelding', en: 'not an abuse report' },
  'message.opened': { nl: 'bericht ingezien', en: 'message opened' },
  'message.read': { nl: 'bericht gelezen', en: 'message read' },
  'message.read_again': { nl: 'bericht opnieuw gelezen', en: 'message read again' },
  'message.received': { nl: 'bericht ontvangen', en: 'message received' },
  'network.add': { nl: 'eigen netwerk toegevoegd', en: 'network of ours added' },
  'organisation.add': { nl: 'organisatie aangemaakt', en: 'organisation made' },
  'party.add': { nl: 'partij toegevoegd', en: 'party added' },
  'party.change': { nl: 'partij gewijzigd', en: 'party changed' },
  'party.contact_add': { nl: 'contact toegevoegd', en: 'contact added' },
  'party.contact_verify': { nl: 'contact gecontroleerd', en: 'contact verified' },
  'party.contact_end': { nl: 'contact beëindigd', en: 'contact ended' },
  'template.activated': { nl: 'sjabloon geactiveerd', en: 'template activated' },
  'template.retired': { nl: 'sjabloon ingetrokken', en: 'template retired' },
  'template.saved': { nl: 'sjabloon bewaard', en: 'template saved' },
  'session.open': { nl: 'ingelogd', en: 'logged in' },
};
const origin: Readonly<Record<HoldingOrigin, Words>> = {
  manual: { nl: 'vastgelegd door een medewerker', en: 'stated by a member' },
  provisioning: { nl: 'leveringssysteem', en: 'provisioning' },
  inventory: { nl: 'inventaris', en: 'inventory' },
  import: { nl: 'ingelezen bestand', en: 'imported file' },
  registry: { nl: 'register', en: 'registry' },
};
const health: Readonly<Record<InventoryHealth, Words>> = {
  well: { nl: 'goed', en: 'well' },
  held: { nl: 'wacht op u', en: 'waits for you' },
  failing: { nl: 'antwoordt niet goed', en: 'does not answer well' },
  late: { nl: 'te laat', en: 'late' },
  paused: { nl: 'staat stil', en: 'paused' },
  waiting: { nl: 'nog niet gepeild', en: 'not polled yet' },
};
const poll: Readonly<Record<PollOutcome, Words>> = {
  written: { nl: 'geschreven', en: 'written' },
  unchanged: { nl: 'niets gewijzigd', en: 'nothing changed' },
  held: { nl: 'wacht op een oordeel', en: 'waits for a decision' },
  superseded: { nl: 'ingehaald door een nieuwere', en: 'superseded by a newer one' },
  dismissed: { nl: 'niet geloofd', en: 'not believed' },
  failed: { nl: 'geen heel antwoord', en: 'no whole answer' },
  older: { nl: 'ouder dan de vorige', en: 'older than the last' },
  backfilled: { nl: 'geschiedenis ingevoegd', en: 'history inserted' },
  undone: { nl: 'ongedaan gemaakt', en: 'undone' },
};
const pollFault: Readonly<Record<string, Words>> = {
  unreachable: { nl: 'niet bereikbaar', en: 'not reachable' },
  refused: { nl: 'toegang geweigerd', en: 'access refused' },
  busy: { nl: 'vraagt om te wachten', en: 'asks us to wait' },
  broken: { nl: 'storing daar', en: 'out of order there' },
  unreadable: { nl: 'antwoord niet te lezen', en: 'answer cannot be read' },
  too_much: { nl: 'te veel', en: 'too much' },
  address: { nl: 'adres niet toegestaan', en: 'address not allowed' },
};
/** Why a live resolver's answer was not taken, or none came. */
const liveFault: Readonly<Record<string, Words>> = {
  shape: { nl: 'antwoord met een andere vorm dan afgesproken', en: 'answer of another shape than agreed' },
  interval: { nl: 'antwoord geldt niet voor dat moment', en: 'answer does not hold for that moment' },
  url: { nl: 'geen webadres', en: 'not an address of the web' },
  address: { nl: 'adres niet toegestaan', en: 'address not allowed' },
  name: { nl: 'naam onbekend', en: 'name not known' },
  timeout: { nl: 'niet op tijd', en: 'not in time' },
  too_large: { nl: 'antwoord te groot', en: 'answer too large' },
  redirects: { nl: 'stuurt door', en: 'sends on elsewhere' },
  network: { nl: 'niet bereikbaar', en: 'not reachable' },
  ...statedProblems,
};
const subject: Readonly<Record<string, Words>> = {
  case: { nl: 'zaak', en: 'case' },
  party: { nl: 'partij', en: 'party' },
  msg: { nl: 'bericht', en: 'message' },
  tpl: { nl: 'sjabloon', en: 'template' },
  let: { nl: 'brief', en: 'letter' },
  mbr: { nl: 'medewerker', en: 'member' },
  org: { nl: 'organisatie', en: 'organisation' },
  ctr: { nl: 'contract', en: 'contract' },
  hld: { nl: 'houderschap', en: 'holding' },
};

export const codes = {
  method,
  confidence,
  reason,
  service,
  dsa,
  purpose,
  precision,
  answer,
  role,
  channel,
  unproven,
  verdict,
  look,
  looked,
  severity,
  held,
  read_how,
  rung,
  rung_why,
  tried,
  basis,
  language,
  unread,
  problem,
  act,
  subject,
  origin,
  health,
  poll,
  poll_fault: pollFault,
  live_fault: liveFault,
  stated: statedProblems,
} as const satisfies Record<string, Readonly<Record<string, Words>>>;
export type CodeFamily = keyof typeof codes;

/** Whether this family has words for the code. */
export function isKnown(family: CodeFamily, code: string): boolean {
  return Object.hasOwn(codes[family], code);
}

/** The words of a code; one this screen does not know yet is shown as it is. */
export function codeIn(lang: Language, family: CodeFamily, code: string): string {
  const words: Readonly<Record<string, Words>> = codes[family];
  return isKnown(family, code) ? (words[code]?.[lang] ?? code) : code;
}
