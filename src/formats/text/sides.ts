/** Words before and after an address, in the languages that reports come in: who did it, and to whom it was done. */
import { Words } from './folded.ts';

/** A word begins here, in any script: `\b` knows Latin letters only. */
const begins = '(?<![\\p{L}\\p{N}_])';
/** Words that only say an address follows, in any case and number. */
const sayAddress =
  'the|an?|this|these|those|both|all|following|de|het|een|beide|deze|den|der|dem|die|das|diese[nrm]?|beiden|une?|le|la|l|les|ces|cette|deux|el|los|las|un|una|esta|estas|il|lo|i|gli|o|os|as|ip(?:v[46])?|ips|ip-?(?:address(?:es)?|adres(?:sen|u|y|a|em|ine?|inden)?|adresse[ns]?)|address(?:es)?|adres(?:sen|u|y|em)?|adresse[ns]?|adress|adresa|adresy|direcci[oó]n(?:es)?|indirizz[oi]|endereços?|адрес\\p{L}{0,3}|hosts?|hostu|servers?|serverul|serveurs?|servid\\p{L}{1,3}|serwer\\p{L}{0,3}|сервер\\p{L}{0,3}|хост\\p{L}{0,2}|machines?|maskin|macchina|systems?|systeme[ns]?|sistemas?|clients?|network|netwerk|netz|range|source|unknown|is|are|was|were|with|met|mit|at|ist|sind|est|sont|figurent|es|son|è|sono|är|er|są|to';
const said = `[\\s:=,('’-]*(?:(?:${sayAddress})[\\s:=,('’-]+){0,8}["'[(<]*$`;
const ours =
  'our|my|onze|ons|mijn|unser\\p{L}{0,2}|meine?\\p{L}?|notre|nos|mon|mes|nuestr[oa]s?|mi|nostr[oai]|noss[oa]s?|meu|minha|nasz\\p{L}{0,3}|n[aá]š\\p{L}{0,3}|m[oó]j\\p{L}{0,3}|můj|mou|swoj\\p{L}{1,3}|наш\\p{L}{0,4}|мо\\p{L}{1,3}|meidän|minun|δικό μας|vår[at]?|våra|vores|vore|min|mitt|nostru|noastr[ăe]|bizim';
const yours =
  'your|uw|jullie|ihre?[mnrs]?|votre|vos|su|sus|tu|vostr[oai]|suo|seus?|suas?|vaš\\p{L}*|ваш\\p{L}*|państwa|wasz\\p{L}*|er|era|ert|jeres|deres|az önök|dumneavoastră';

/** The same where words are not parted by blanks: "our company's server (" and "your company's address". */
const oursSigns =
  /(?:当社|弊社|当方|私ども|我々|我们|我方|我司|本公司|本院|我國|저희|당사|우리)[^。．.、,，\s]{0,16}[（(「\s]{0,2}$/u;
const yoursSigns = /(?:貴社|御社|貴殿|貴方|お客様|貴学|贵公司|贵司|贵方|你们|您的|귀사|귀하)[^。．.、,，]{0,24}$/u;

/** Words before an address that say it is the attacked side, or one of the sender's own machines. */
const otherSide = new Words(
  new RegExp(
    `(?:${begins}(?:(?:${ours})|\\p{L}{3,24}(?:llemme|mme|[ıiuü]m[ıiuü]za?|[ıiuü]m[ıiuü]ze?|(?:[uü]|ó|ő)nk))\\s(?:[\\p{L}\\p{N}-]{1,24}[\\s,:(]{1,3}){0,6}\\(?|${begins}(?:to|into|against|towards?|targets?|targett?(?:ed|ing)|attacking|attacked|scanning|hitting|destination|dst|dest|victims?|honeypots?|sensor|naar|tegen|doelwit|gegen|auf|nach|an|ziel|vers|contre|hacia|contra|verso|contro|para|na|przes|на|к|via|through|behind|resolver|name ?server|dns ?server|gateway|mx|relay(?:ed)?(?: by| via)?|forwarded by|reported by|reporter|received by|submitted by|hosted by us|e\\.g\\.|for example|for instance|such as|(?<!\\.)example|bijv\\.|bijvoorbeeld|z\\.\\s?b\\.)[\\s:=(]*(?:(?:the|de|het|die|den|der|dem|le|la|el|${ours}|ip(?:-?addr\\p{L}*)?|hosts?|servers?|address(?:es)?|port \\d{1,5}(?: (?:on|of|at))?|network|system)[\\s:=(]*){0,3}|${begins}(?:i am|i'm|we are|ik zit|wij zitten|we zitten|ich bin|wir sind|je suis|nous sommes|estoy|estamos|siamo|estou|estamos|jestem|jesteśmy)\\s(?:\\p{L}{1,20}\\s){0,3}|${begins}(?:ours|mine|unsere[rs]?|het onze|de onze|l[ea] nôtre|el nuestro|la nuestra|il nostro|o nosso|nasz|наш) (?:is|ist|est|es|è|é|to|—)?\\s{0,2}|${begins}${'(?:legitimate|genuine|authentic|official|real|echte|officiële|echten?|richtige|offiziellen?|légitime|officiel|authentique|legítim[oa]|oficial|verdadeir[oa]|auténtic[oa]|autentico|ufficiale|prawdziw\\p{L}{1,2}|настоящ\\p{L}{1,3}|gerçek)'}\\s(?:\\p{L}{1,20}\\s){0,7}(?:\\([^()]{0,60})?\\(?|(?:->|=>|-->|→)\\s*)["'[(<]*$`,
    'iu',
  ),
);

/** Words that say plainly that what follows did it. */
const plainSource = new Words(
  new RegExp(
    `(?:${begins}(?:attacks?|attacked|attempts?|abuse|spam|traffic|scans?|scanning|scraped|flood\\w*|requests?|connections?|activity|activities|probes?|probing|log-?ins?|e-?mails?|messages?|intrusions?|packets?|hits|originat\\w+|coming|comes|came|seen|launched|sent|received|detected|performed|generated|misbruik|aanval(?:len)?|verkeer|pogingen|angriffe?|zugriffe?|attaques?|trafic|tentatives?|ataques?|tráfico|intentos?|attacchi|attacco|traffico|tentativi|tráfego|tentativas?|ataki?|атак\\p{L}*|útok\\p{L}*)\\s(?:[\\p{L}\\d,:()/-]{1,24}\\s){0,6}?(?:from|out of|van|vanaf|vanuit|von|aus|depuis|de|du|desde|da|dal|dall|dalla|dai|od|z|с|ze|från|fra)|${begins}(?:attacked|scanned|probed|performed|generated|launched|sent|caused|conducted|made|flooded|abused|accessed|hit|originated|uitgevoerd|veroorzaakt|aangevallen|bestookt|gescand|durchgeführt|verursacht|angegriffen|envoyée?s?|attaquée?s?|atacad[oa]s?|attaccat[oaie])\\s(?:by|door|von|durch|par|por|da|dal)|${begins}(?:${yours})\\s(?:[\\p{L}\\d-]{1,24}\\s){0,5}?|${begins}(?:attacker|offender|culprit|abuser|spammer|intruder|aanvaller|angreifer|attaquant|atacante|hosted (?:on|at|by)|gehost op|gehostet auf|hébergée?s? (?:sur|chez|à)|(?:alojad|hospedad)\\p{L}+ (?:en|em|no|na)|ospitat\\p{L}+ su|resolv(?:es|ed|ing) to|point(?:s|ed|ing)? (?:to|at)|(?:live|up|online|reachable|running) (?:at|on)|(?:we|i) (?:queried|tested|checked|reached|fetched|retrieved|downloaded (?:it )?from)|located (?:at|on)|listed|blocked|banned|blacklisted|blocklisted|(?:served|hosted|sent|launched|coming|originating) (?:from|on|at|by)|received from|ontvangen van|empfangen von|reçus? de|sources?|sorgent[ei]|bronnen|quellen|fuentes?|fontes?|källorna|kilderne|źródł\\p{L}{0,2}|источник\\p{L}{0,2}|origine de (?:cette|cet|ces) \\p{L}{1,12}|攻击源|来自)|${begins}(?:bij|at|with|bei|chez|presso|con|у) (?:u|you|jullie|ihnen|vous|ustedes|voi|вас)\\s(?:\\p{L}{1,20}\\s){0,3}?|${begins}(?:sample|malware|bots?|payload|binary|implant|trojan|stealer|loader|beacon|schadsoftware|malicieux|virus)\\b.{0,130}?(?:connect\\w*|contact\\w*|communicat\\w*|calls?(?: home| back)?|session|traffic|requests?|reports?|posts?|sends?|talks?|reach\\w*|beacons?|verbind\\w*) (?:out |back |data )?(?:to|with|at|by|mit|met|avec|à)|${begins}(?:с|z|ze) (?:адрес\\p{L}{0,2}|ip|хоста|сервера|adresu|hosta|serwera|ip adresy))${said}`,
    'iu',
  ),
);

/** Words that only hint at it. */
export const hintSource = new Words(
  new RegExp(
    `(?:${begins}(?:from|von|van|vanaf|depuis|desde|dal|dall|da|od|z|ze|с|från|fra|source|src|quell\\p{L}*|bronadres|attacker|offender)[\\s:='’]*(?:(?:the|your|an?|het|uw|der|die|dem|l|la|el)[\\s'’]?)?(?:(?:ip(?:v[46])?|hosts?|servers?|address|adresse|indirizzo|direcci[oó]n|ip-?adres(?:se)?|machine|client|unknown)[\\s-]*){0,3}(?:address(?:es)?)?[\\s:=([]*|${begins}(?:ip|ips|ip[ -]address(?:es)?|ip[ -]adres(?:sen)?|ip[ -]adressen?|ip[ -]addr|adresse ip|direcci[oó]n ip|indirizzo ip|endereço ip|ip-адрес|adresa ip|ip adresa|hosted (?:on|at)|(?:servers?|hosts?|systems?|machines?|services?|instances?|devices?|routers?|databases?|resolvers?|interface|panel|console|camera|website|site|dienst|datenbank|seite|webseite|serviço|servicio|servizio|usługa|tjänsten|pagina|página|strona|сайт|сервис)\\s(?:at|on|with|running (?:at|on)|auf|unter|op|onder|sur|en|em|no|na|su|på|на)(?: the)?(?: ip)?(?: address)?)[\\s:=([]*(?:is|are|was)?[\\s:]*)["'[(<]*$`,
    'iu',
  ),
);

/** Words behind an address that say it did something: "192.0.2.1 has been attacking". */
export const doesIt = new Words(
  /^["'\])>]*[\s,]{1,3}(?:\([^()]{0,80}\)\s)?(?:(?:hos|bei|chez|bij|at) (?:dere|jer|er|dig|euch|ihnen|vous|you|jullie|u)\s)?(?:(?:from|in|on|of|within|at|uit|aus|dans|de) (?:your|uw|jullie|ihre[mnrs]?|votre|su|vostr[oa])|(?:has|have|had|is|was|were|are)\s(?:(?:just|both|all|still|now|currently|again|constantly|probably)\s){0,2}(?:been\s)?(?:attack\w*|mass-?\w+|holding|scann\w*|prob\w*|send\w*|sent|tr(?:ied|ying)|attempt\w*|spamm\w*|abus\w*|banned|blocked|blacklisted|blocklisted|listed|infected|compromised|hack\w*|brute\w*|flood\w*|host\w*|involved|participat\w*|caught|identified|found|detected|observed|seen|reported|added)|attack(?:s|ed)|scan(?:s|ned)|tr(?:ied|ies)|attempt(?:s|ed)|sent|sends|floods?|hammers|holds|stuurt|verstuurt|sendet|schickt|envoie|envía|invia|wysyła|lleva|connect(?:s|ed)|contact(?:s|ed)|opened|beacon(?:s|ed)|queried|requested|downloaded|uploaded|offered|shared|logged in|signed in|exploits|probes|probed|keeps? (?:on )?\w{3,20}ing|(?:port \d{1,5} )?(?:is|runs|was) an? (?:open|vulnerable|exposed|compromised|infected|hacked)|has been at|atakuje|atakowa\p{L}+|útočí|attackerar|angriber|angriper|försöker|forsøger|prøver|yrittää|στέλνει|επιτίθεται|essaye|essaie|cherche à|intenta|tenta|sta (?:attaccando|tentando)|está (?:atacando|tentando)|comunica|communique|kommuniziert|communiceert|continues? to|gesperrt|geblokkeerd|blockiert|aus (?:wurde|wird|werden|wurden|gehen|versucht)|wird|wurde|est|ataca|está|realiz\w+|attacca|heeft|probeert|is geblokkeerd|hat|versucht|a (?:été|tenté|attaqué)|tente|essaie|ha (?:sido|intentado|atacado|inviato|tentato)|ci ha|(?:ip )?adresinden|címről|的|上|(?:прово|пыта|рассыл|атаку)\p{L}+)(?![\p{L}])|^["'\])>）」]*\s{0,2}(?:에서|으로부터|から|より|による|对|正在|不断|持续|一直)|^(?::\d{1,5})?["'\])>]*,? (?:which|that|and) (?:we (?:believe|think|suspect|know) )?(?:is|was|to be|appears? to be|seems to be|acts? as|serves? as) (?:the|an?|its|their) (?:[\w-]{1,20} ){0,2}(?:controller|c2|c&c|cnc|command|gate|panel|loader|dropper|botnet|source|origin|attacker|culprit|drop ?zone)/iu,
);

/** Words behind an address that say it was done to it, or that it is the sender's: "192.0.2.1 is under attack". */
export const isDoneTo = new Words(
  /^["'\])>]*[\s,]{1,3}(?:(?:\p{L}{1,20}\s){0,6}?(?:is|was|is now|wordt|wird|wurde|est|está|è|é)\s(?:under attack|our|ours|mine|being attacked|attacked|aangevallen|angegriffen|sous attaque|attaqué|bajo ataque|atacad[oa]|sotto attacco|sob ataque)|(?:zu erreichen|erreichbar|bereikbaar|reachable)|(?:of|di un|de un|d'un|van een|eines?|von einem) (?:our|nostro|nuestro|nos|onze|unser\p{L}{0,2})|nachzuladen|herunterzuladen|som vi)(?![\p{L}])|^[^.]{0,60}\b(?:operated|run|owned|used) by us\b/iu,
);

/** Ways a sender or a packet went: whose machine it is does not matter. */
export const passesBy = new Words(
  new RegExp(
    `${begins}(?:via|through|behind|über|tramite|através de|a través de|przez|через)\\s(?:(?:${yours}|${ours}|the|de|den|die|le|la|el|il)\\s)?(?:[\\p{L}\\p{N}-]{1,24}\\s){0,3}["'[(<]*$`,
    'iu',
  ),
);
/** Lines of commands and of their output: they name addresses and accuse nobody. */
export const isCommand =
  /^(?:[$#>]\s{0,2})?(?:traceroute6?|tracert|mtr|ping6?|dig|nslookup|whois|curl|telnet)\s(?:to\s|[-+]\S{1,40}\s){0,6}@?[0-9a-f]{0,4}[.:\d][0-9a-f.:]{2,42}(?=[\s,]|$)|^\d{1,2}\s{1,6}(?:\S{1,200}\s\(?[0-9a-f.:]{3,45}\)?|[0-9a-f.:]{7,45}|\*)(?:\s{1,4}(?:[\d.]{1,9}\s?ms|\*)){1,3}\s*$/i;

export const isOtherSide = (before: string): boolean => otherSide.test(before.slice(-90)) || oursSigns.test(before);
/** Whether the words before an address say it is the source: "from IP address", "the host". */
export const isSourceSide = (before: string): boolean => isPlainSource(before) || hintSource.test(before.slice(-90));

export const isPlainSource = (before: string): boolean =>
  plainSource.test(before.slice(-140)) || yoursSigns.test(before);

/** Words before an address that say the sender uses it: to scan, to test, to send this very mail. */
export const senderUses = new Words(
  /(?:\b(?:we|i|wij|ik|wir|ich|nous)\s(?:(?:only|always|also|currently|regularly|will|may|can|do|did)\s){0,2}(?:scan(?:ned)?|probed?|test(?:ed)?|check(?:ed)?|crawl(?:ed)?|measured?|query|queried|ask(?:ed)?|look(?:ed)?|connect(?:ed)?|send|sent|operated?|scannen|testen|meten|(?:hebben|haben|avons) \w{2,20})\s(?:[\w.:@/-]{1,45}\s){0,4}(?:from|via|with|vanaf|von|aus|depuis)|\b(?:our|my|onze|unsere|nos|nuestr[oa]s|nostr[ei])\s(?:[\w-]{1,20}\s){0,2}(?:scans?|scanners?|probes?|crawlers?|tests?|surveys?|measurements?|metingen|messungen|mesures|mediciones|misurazioni)\s(?:[\w-]{1,20}\s){0,3}(?:from|at|on|with|use|uses|is|are)|\b(?:a|an|our|my|the|een|onze|ein|unser|une?|notre) (?:[\w-]{1,20}\s){0,2}(?:sinkhole|honeypot|sensor|tarpit|collector|spam ?trap|sandbox|monitor(?:ing)?(?: node| host| station)?|mirror|looking glass) (?:at|on|with|is|was|has|op|auf|sur)|\b(?:our|my|the|onze|unsere?|notre) (?:[\w-]{1,20}\s){0,3}sandbox\b[^.]{0,180}\bfrom|\b(?:this|the) (?:e-?mail|message|report|mail|notice) (?:was |is |has been )?(?:sent|generated|created|submitted) (?:from|by|via|on))[\s:=]*(?:(?:the|ip|ips|address(?:es)?|host|server|following)[\s:=]*){0,4}["'[(<]*$/iu,
);
