/** What the label of a line says its value is, in the languages that reports come in: which side, a page, a moment, a port, a number. */

/** `source` says so itself; `address` only that it is an address; `host` that it is a machine; `target` the attacked side; `other` neither. */
export type Side = 'source' | 'address' | 'host' | 'target' | 'other';

/** Beginnings of words that name the side that did it. */
const sourceWords =
  /^(?:sources?|src|attack(?:er|ers|ing|s)?|attackers?'?s?|offend(?:er|ers|ing)|abus(?:e|ive|ing|er|ed)|infring(?:ing|er|er's|ers|ement)|malicious|remote|client|origin(?:ating|ator|s)?|reported|sender|sending|infected|listed|suspect(?:ed)?|suspicious|culprit|hostile|phishing|spam(?:mer|ming|vertised)?|scanner|scanning|compromised|vulnerable|intruder|hacker|bot|botnet|affected|involved|concerned|violat(?:or|ing)|perpetrator|responsible|exploited|blocked|banned|blacklisted|unauthori[sz]ed|your|customer|subscriber|bron(?:ip|adres)?|aanvall(?:er|ers|end|ende)|misbruik(?:er|end|ende)?|verdachte?|besmette?|getroffen|betrokken|kwaadaardige?|uw|quell\w*|angreif\w*|betroffene\w*|verdächtige\w*|verursacher|absender|schädliche\w*|ihre|attaquant\w*|origine|concernée?s?|suspecte?|malveillante?|incriminée?|votre|origen|atacante\w*|fuente|afectada|maliciosa|infractora|sospechosa|involucrada|sorgente|attaccante\w*|mittente|coinvolto|segnalato|origem|fonte|afetado|envolvido|źród\p{L}*|atakując\p{L}*|sprawc\p{L}*|источник\p{L}*|атакующ\p{L}*|kaynak\p{L}*|saldırgan\p{L}*|forrás\p{L}*|källa\p{L}*|kilde\p{L}*|sursa|sursă|zdroj\p{L}*|útočn\w*|útočíc\w*)$/u;
const sourceSigns =
  /送信元|攻撃元|発信元|接続元|攻击者|攻击源|来源|源地址|源ip|攻击ip|恶意|출발지|공격자|공격 ?ip|소스/u;

/** Beginnings of words that name the side it was done to, or the sender's own machines. */
const targetWords =
  /^(?:destinations?|dest|dst|targets?|targeted|targetted|victims?|attacked|honeypots?|sensor|reporter|reporting|complainant|our|my|local|protected|receiv(?:er|ing)|recipient|doel\w*|slachtoffer\w*|onze|mijn|aangevallen|ziel\w*|opfer|unsere?|angegriffene\w*|empfänger|cibles?|victime|notre|destino|destinataire|víctima|victima|objetivo|nuestra|destinazione|vittima|bersaglio|alvo|docelow\p{L}*|cel|ofiar\p{L}*|цел\p{L}*|назначени\p{L}*|жертв\p{L}*|hedef\p{L}*|mål\p{L}*|cél\p{L}*|ținta|cíl\w*|oběť)$/u;
const targetSigns = /宛先|攻撃先|被害|目标|目的|受害|대상|목적지|피해/u;

/** Words that make a label one of an address. */
const addressWords =
  /^(?:ip|ips|ipv4|ipv6|ip4|ip6|ip-?v[46]|ip's|ipaddr(?:ess)?|srcip|sourceip|ipadres|address(?:es)?|addr|adres(?:sen)?|adresse[ns]?|adress|adresy|adresa|ip-?adres(?:sen|sy|a)?|ip-?adresse[ns]?|ip-?address(?:es)?|direcci[oó]n(?:es)?|indirizz[oi]|endereços?|адрес\w*|ip-адрес\w*|network|netblock|number|cidr|range)$/u;
const addressSigns = /ipアドレス|ip ?地址|ip ?주소|アドレス|地址/u;

const hostWords =
  /^(?:hosts?|hostnames?|servers?|machines?|systems?|nodes?|computers?|device|rechner|serveur|servidor|hôte|domain|domein|website|site)$/u;

/** Labels of registry data, of the way a mail took, and of infrastructure: their addresses are no one's deed. */
const otherWords =
  /\b(?:inetnum|inet6num|netrange|net ?range|netname|cidr block|route6?|nserver|name ?servers?|dns(?: servers?)?|resolvers?|gateway|netmask|subnet mask|broadcast|helo|relay(?:ed)?|mx|ptr|x-forwarded-for|forwarded|example|voorbeeld|version|versie|parent|bgp|prefix route|whois|registrar|contact|phone|fax|tel|telephone|address line|street|user ?agent|browser|original work|legitimate|official|genuine)\b/u;

/** Small words that say nothing about the side. */
const small =
  /^(?:the|an?|of|for|de|het|een|van|der|die|das|des|du|la|le|les|el|los|il|lo|do|da|no|nr|s|is|was|are|were|and|en|und|et|y|e|utc|main|full|public|external|internet|wan|machine|which|at|on|from|in|and\/or)$/u;

/** Which side a label is on; undefined where it speaks of no address. Lower case, without what stands in brackets. */
export function sideOf(label: string): Side | undefined {
  const text = label
    .toLowerCase()
    .replace(/[_/#]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  // A host name before a colon is no label: `www.victim.example:443 192.0.2.1`.
  if (text === '' || text.length > 60 || /[a-z0-9]\.[a-z0-9]/.test(text)) return undefined;
  if (/^ip ?cidr$/.test(text)) return 'source';
  const isAddress = addressSigns.test(text);
  if (targetSigns.test(text)) return 'target';
  if (sourceSigns.test(text)) return 'source';
  if (otherWords.test(text)) return 'other';
  let source = false;
  let target = false;
  let address = isAddress;
  let host = false;
  let strange = 0;
  for (const word of text.split(/[ .:-]+/)) {
    if (word === '' || small.test(word) || /^\d+$/.test(word)) continue;
    if (targetWords.test(word)) target = true;
    else if (sourceWords.test(word)) source = true;
    else if (addressWords.test(word)) address = true;
    else if (hostWords.test(word)) host = true;
    else strange++;
  }
  // The words with a hyphen in them are whole words too.
  for (const word of text.split(' ')) if (addressWords.test(word)) address = true;
  if (target) return 'target';
  if (strange > (source ? 1 : address ? 2 : 0)) return undefined;
  if (source) return 'source';
  if (address) return 'address';
  return host ? 'host' : undefined;
}

const timeLabels =
  /^(?:(?:date|time|date ?\/? ?(?:and |& ?)?time|date-time|datetime|timestamp|time ?stamp|event (?:date|time|timestamp)|incident (?:date|time|date ?\/? ?time)|attack (?:date|time|start)|log (?:date|time)|start(?: time| date|ed)?|begin|occurred|occurrence|detected(?: at| on)?|detection (?:time|date)|(?:first |last )?seen(?: at| on)?|last (?:seen|attack|activity|event|logged)|observed(?: at| on)?|reported at|received date|sighted|when|found(?: at| on)?|discovered|date found|report(?:ed)? date|arrival date|infringement (?:date|time|timestamp)|(?:initial|recent|last|first) infringement timestamp|datum(?: ?\/? ?(?:en )?(?:tijd|uhrzeit))?|datum en tijd|tijd(?:stip)?|zeit(?:punkt|stempel)?|uhrzeit|date et heure|heure|fecha(?: y hora)?|hora|ora|data(?: e hora| e ora)?|dernière|czas|дата|время|čas|日時|時刻|时间|시간|일시)(?: ?-? ?(?:of (?:the )?(?:attack|event|incident|abuse|infringement|detection)))?)$/u;
const firstLabels =
  /^(?:first (?:seen|attack|event|detected|detection|sighting|activity|observed|logged)(?: at| on)?|start(?: time| date)?|begin|initial infringement timestamp|eerst gezien|zuerst gesehen)$/;
const lastLabels =
  /^(?:last (?:seen|attack|event|detected|detection|sighting|activity|logged|observed)(?: at| on)?|most recent(?: .{1,20})?|recent infringement timestamp|end(?: time| date)?|laatst gezien|zuletzt gesehen)$/;
const sourcePortLabels =
  /^(?:(?:source|src|remote|bron|quell?|infringe(?:r'?s?|ment)|infringing|attacker|attackers?|client)[ -]?port|port|poort|ports?|puerto|porta|tcp port|udp port|service port|port number|порт|端口|ポート|포트)$/u;
const targetPortLabels = /^(?:(?:destination|dest|dst|target|local|doel|ziel|attacked|targeted|victim)[ -]?ports?)$/;
const referenceLabels =
  /^(?:(?:case|ticket|report|abuse|complaint|incident|notice|reference|issue|infringement|event|tracking|submission|takedown|sbl|message|our|your|file|dossier|zaak|melding|vorgang(?:s)?|aktenzeichen)[ -]?(?:id|no\.?|nr\.?|num(?:ber)?|#|ref(?:erence)?|nummer|kenmerk|identifier)?|ref(?:erence)?|rid|kenmerk|sbl ref|divd case|uuid|id|référence|referencia|riferimento)$/u;
const urlLabels =
  /^(?:(?:the )?(?:(?:phishing|malware|malicious|infringing|offending|reported|abusive|abuse|fraudulent|source|affected|infected|bad|spam(?:vertised)?|content|scam|download|full|exact|suspected|fake|illegal|compromised)[ -]?)?(?:urls?|uri|link|web ?sites?|sites?|web ?pages?|pages?|location|download[ -]link|web address|adresse|site concern[eé]|landing page|website url|address)|url\(?s\)?|domain(?:e|s)?(?: name)?|domein(?:naam)?|hostname|host|fqdn|spamvertised web ?site|webseite|pagina|página|sitio|网址|サイト)$/u;

export const isTimeLabel = (label: string) =>
  timeLabels.test(label) || firstLabels.test(label) || lastLabels.test(label);
export const isMomentLabel = (label: string) =>
  timeLabels.test(label) && !firstLabels.test(label) && !lastLabels.test(label);
export const isFirstLabel = (label: string) => firstLabels.test(label);
export const isLastLabel = (label: string) => lastLabels.test(label);
export const isSourcePortLabel = (label: string) => sourcePortLabels.test(label);
export const isTargetPortLabel = (label: string) => targetPortLabels.test(label);
export const isReferenceLabel = (label: string) => referenceLabels.test(label);
export const isUrlLabel = (label: string) => urlLabels.test(label);
export const isSourceLabel = (label: string) => {
  const side = sideOf(label);
  return side === 'source' || side === 'address' || side === 'host';
};
export const isTargetLabel = (label: string) => sideOf(label) === 'target';
