/** Which of the addresses, moments and numbers in a report in words are the reported ones, and why. */
import type { Moment } from '#kernel';
import type { Reading } from '../format.ts';
import { ipOf, networkOf, portOf } from '../values/fields.ts';
import { columnsOf } from './columns.ts';
import { addressesIn, type FoundAddress, isEverybodys, isInner, networksOf } from './find.ts';
import { Words } from './folded.ts';
import {
  isFirstLabel,
  isLastLabel,
  isMomentLabel,
  isReferenceLabel,
  isSourcePortLabel,
  isTargetPortLabel,
  type Side,
  sideOf,
} from './labels.ts';
import type { Labelled, Line } from './lines.ts';
import { logLine } from './logs.ts';

export interface Candidate {
  readonly ip?: string;
  readonly prefix?: string;
  readonly port?: number;
  /** `subject`, `label:source ip`, `list`, `log`, `words`, `text`, `header`. */
  readonly from: string;
  readonly at: number;
  /** The words before it, without their numbers: many lines of one shape are a log or a list. */
  readonly shape?: string;
}

export interface Picked {
  readonly chosen: readonly Candidate[];
  /** Set where two or more fit equally well: a person must say which. */
  readonly ambiguous?: readonly string[];
  /** Addresses of the attacked side. */
  readonly targets: readonly string[];
  /** The chosen are said to have done it: by a label, a log, or words that leave no doubt. */
  readonly isPlain?: boolean;
}

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
const oursSigns = /(?:当社|弊社|当方|私ども|我々|我们|我方|我司|本公司|本院|我國|저희|당사|우리)[^。．.、,，\s]{0,16}[（(「\s]{0,2}$/u;
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
const hintSource = new Words(
  new RegExp(
  `(?:${begins}(?:from|von|van|vanaf|depuis|desde|dal|dall|da|od|z|ze|с|från|fra|source|src|quell\\p{L}*|bronadres|attacker|offender)[\\s:='’]*(?:(?:the|your|an?|het|uw|der|die|dem|l|la|el)[\\s'’]?)?(?:(?:ip(?:v[46])?|hosts?|servers?|address|adresse|indirizzo|direcci[oó]n|ip-?adres(?:se)?|machine|client|unknown)[\\s-]*){0,3}(?:address(?:es)?)?[\\s:=([]*|${begins}(?:ip|ips|ip[ -]address(?:es)?|ip[ -]adres(?:sen)?|ip[ -]adressen?|ip[ -]addr|adresse ip|direcci[oó]n ip|indirizzo ip|endereço ip|ip-адрес|adresa ip|ip adresa|hosted (?:on|at)|(?:servers?|hosts?|systems?|machines?|services?|instances?|devices?|routers?|databases?|resolvers?|interface|panel|console|camera|website|site|dienst|datenbank|seite|webseite|serviço|servicio|servizio|usługa|tjänsten|pagina|página|strona|сайт|сервис)\\s(?:at|on|with|running (?:at|on)|auf|unter|op|onder|sur|en|em|no|na|su|på|на)(?: the)?(?: ip)?(?: address)?)[\\s:=([]*(?:is|are|was)?[\\s:]*)["'[(<]*$`,
  'iu',
),
);

/** Words behind an address that say it did something: "192.0.2.1 has been attacking". */
const doesIt = new Words(
  /^["'\])>]*[\s,]{1,3}(?:\([^()]{0,80}\)\s)?(?:(?:hos|bei|chez|bij|at) (?:dere|jer|er|dig|euch|ihnen|vous|you|jullie|u)\s)?(?:(?:from|in|on|of|within|at|uit|aus|dans|de) (?:your|uw|jullie|ihre[mnrs]?|votre|su|vostr[oa])|(?:has|have|had|is|was|were|are)\s(?:(?:just|both|all|still|now|currently|again|constantly|probably)\s){0,2}(?:been\s)?(?:attack\w*|mass-?\w+|holding|scann\w*|prob\w*|send\w*|sent|tr(?:ied|ying)|attempt\w*|spamm\w*|abus\w*|banned|blocked|blacklisted|blocklisted|listed|infected|compromised|hack\w*|brute\w*|flood\w*|host\w*|involved|participat\w*|caught|identified|found|detected|observed|seen|reported|added)|attack(?:s|ed)|scan(?:s|ned)|tr(?:ied|ies)|attempt(?:s|ed)|sent|sends|floods?|hammers|holds|stuurt|verstuurt|sendet|schickt|envoie|envía|invia|wysyła|lleva|connect(?:s|ed)|contact(?:s|ed)|opened|beacon(?:s|ed)|queried|requested|downloaded|uploaded|offered|shared|logged in|signed in|exploits|probes|probed|keeps? (?:on )?\w{3,20}ing|(?:port \d{1,5} )?(?:is|runs|was) an? (?:open|vulnerable|exposed|compromised|infected|hacked)|has been at|atakuje|atakowa\p{L}+|útočí|attackerar|angriber|angriper|försöker|forsøger|prøver|yrittää|στέλνει|επιτίθεται|essaye|essaie|cherche à|intenta|tenta|sta (?:attaccando|tentando)|está (?:atacando|tentando)|comunica|communique|kommuniziert|communiceert|continues? to|gesperrt|geblokkeerd|blockiert|aus (?:wurde|wird|werden|wurden|gehen|versucht)|wird|wurde|est|ataca|está|realiz\w+|attacca|heeft|probeert|is geblokkeerd|hat|versucht|a (?:été|tenté|attaqué)|tente|essaie|ha (?:sido|intentado|atacado|inviato|tentato)|ci ha|(?:ip )?adresinden|címről|的|上|(?:прово|пыта|рассыл|атаку)\p{L}+)(?![\p{L}])|^["'\])>）」]*\s{0,2}(?:에서|으로부터|から|より|による|对|正在|不断|持续|一直)|^(?::\d{1,5})?["'\])>]*,? (?:which|that|and) (?:we (?:believe|think|suspect|know) )?(?:is|was|to be|appears? to be|seems to be|acts? as|serves? as) (?:the|an?|its|their) (?:[\w-]{1,20} ){0,2}(?:controller|c2|c&c|cnc|command|gate|panel|loader|dropper|botnet|source|origin|attacker|culprit|drop ?zone)/iu,
);

/** Words behind an address that say it was done to it, or that it is the sender's: "192.0.2.1 is under attack". */
const isDoneTo = new Words(
  /^["'\])>]*[\s,]{1,3}(?:(?:\p{L}{1,20}\s){0,6}?(?:is|was|is now|wordt|wird|wurde|est|está|è|é)\s(?:under attack|our|ours|mine|being attacked|attacked|aangevallen|angegriffen|sous attaque|attaqué|bajo ataque|atacad[oa]|sotto attacco|sob ataque)|(?:zu erreichen|erreichbar|bereikbaar|reachable)|(?:of|di un|de un|d'un|van een|eines?|von einem) (?:our|nostro|nuestro|nos|onze|unser\p{L}{0,2})|nachzuladen|herunterzuladen|som vi)(?![\p{L}])|^[^.]{0,60}\b(?:operated|run|owned|used) by us\b/iu,
);

/** Ways a sender or a packet went: whose machine it is does not matter. */
const passesBy = new Words(
  new RegExp(
  `${begins}(?:via|through|behind|über|tramite|através de|a través de|przez|через)\\s(?:(?:${yours}|${ours}|the|de|den|die|le|la|el|il)\\s)?(?:[\\p{L}\\p{N}-]{1,24}\\s){0,3}["'[(<]*$`,
  'iu',
),
);
/** Lines of commands and of their output: they name addresses and accuse nobody. */
const isCommand =
  /^(?:[$#>]\s{0,2})?(?:traceroute6?|tracert|mtr|ping6?|dig|nslookup|whois|curl|telnet)\s(?:to\s|[-+]\S{1,40}\s){0,6}@?[0-9a-f]{0,4}[.:\d][0-9a-f.:]{2,42}(?=[\s,]|$)|^\d{1,2}\s{1,6}(?:\S{1,200}\s\(?[0-9a-f.:]{3,45}\)?|[0-9a-f.:]{7,45}|\*)(?:\s{1,4}(?:[\d.]{1,9}\s?ms|\*)){1,3}\s*$/i;

export const isOtherSide = (before: string): boolean => otherSide.test(before.slice(-90)) || oursSigns.test(before);
/** Whether the words before an address say it is the source: "from IP address", "the host". */
export const isSourceSide = (before: string): boolean => isPlainSource(before) || hintSource.test(before.slice(-90));

const isPlainSource = (before: string): boolean => plainSource.test(before.slice(-140)) || yoursSigns.test(before);

/** How strongly a place in the text accuses, strongest first. */
const tiers = ['subject', 'source', 'address', 'list', 'log', 'plain', 'host', 'hint', 'bare', 'header'] as const;
type Tier = (typeof tiers)[number];

class Gathered {
  readonly by: Record<Tier, Candidate[]> = {
    subject: [],
    source: [],
    address: [],
    list: [],
    log: [],
    plain: [],
    host: [],
    hint: [],
    bare: [],
    header: [],
  };
  readonly targets = new Set<string>();
  /** Addresses of the sender and of infrastructure: taken only where a label or the subject says so. */
  readonly weak = new Set<string>();
  /** Addresses under labels of infrastructure and registry data: taken where words say plainly that they did it. */
  readonly faint = new Set<string>();
}

/** What an address in the text stands for: itself, the network written behind it, or the networks of a range. */
function candidatesOf(f: FoundAddress, from: string, at: number): Candidate[] {
  if (f.until !== undefined) {
    const networks = networksOf(f.ip, f.until);
    if (networks.length > 0)
      return networks.map((n) => (n.endsWith('/32') ? { ip: n.slice(0, -3), from, at } : { prefix: n, from, at }));
  }
  const prefix = f.length === undefined ? undefined : networkOf(`${f.ip}/${f.length}`);
  if (prefix) return [{ prefix, from, at }];
  return [{ ip: f.ip, from, at, ...(f.port ? { port: f.port } : {}) }];
}

/** Addresses of a value under a label: all but those that its own words put on the other side. */
function accusedIn(value: string, from: string, at: number): Candidate[] {
  const log = logLine(value);
  if (log?.source && log.target) return [{ ...log.source, from, at }];
  const found = addressesIn(value, true);
  if (found.length === 0) {
    const ip = ipOf(value) ?? ipOf(value.split(/[\s,;(]/)[0]);
    return ip ? [{ ip, from, at }] : [];
  }
  return found
    .slice(0, 100)
    .filter((f) => !isOtherSide(value.slice(0, f.index)))
    .flatMap((f) => candidatesOf(f, from, at));
}

const startsWithAddress = (text: string) =>
  /^["'[(<]?(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7})/i.test(text);

/** Lines that go on with addresses under a label that stands alone on its line. */
function listUnder(lines: readonly Line[], from: number): Line[] {
  const out: Line[] = [];
  for (const line of lines.slice(from, from + 5000)) {
    if (line.text === '' && out.length === 0) continue;
    const found = startsWithAddress(line.text) ? [] : addressesIn(line.text);
    if (!startsWithAddress(line.text) && !(found.length === 1 && isCell(line.text, found[0]))) break;
    out.push(line);
  }
  return out;
}

function gatherLabels(all: readonly Labelled[], lines: readonly Line[], g: Gathered, kind: string): Set<number> {
  const taken = new Set<number>();
  for (const one of all) {
    if (one.aside === 'registry' || (one.aside === 'signature' && sideOf(one.label) !== 'source')) continue;
    // Who reports a weakness has looked for it: the scanner is his own.
    const isScanner = kind.startsWith('vuln.') && /\b(?:scan|scanner|sensor|probe|collector|crawler)/.test(one.label);
    const side = isScanner ? 'other' : (sideOf(one.label) ?? sideOfQuestion(one));
    if (side === undefined) continue;
    const from = `label:${one.label}`;
    // A sentence that ends in a colon before a log is no label of it: the log says itself who did what to whom.
    if (one.valueAt !== one.at && logLine(one.value)?.source) continue;
    let found = accusedIn(one.value, from, one.at);
    if (one.valueAt !== one.at) {
      if (!startsWithAddress(one.value) && side === 'host') continue;
      const below = listUnder(lines, one.valueAt - 1);
      for (const line of below) taken.add(line.at);
      if (below.length > 1) found = below.flatMap((line) => accusedIn(line.text, from, line.at));
    }
    if (found.length === 0) continue;
    // A label of infrastructure or of the other side says nothing of the words before it on its line.
    if (side !== 'other' && side !== 'target') taken.add(one.at).add(one.valueAt);
    if (isScanner) for (const c of found) g.weak.add(c.ip ?? '');
    put(side, one, found, g);
  }
  return taken;
}

/** `Date and IP`, `IP:port`, `Time (UTC) | IP`: labels of more than one thing. */
function sideOfQuestion(one: Labelled): Side | undefined {
  return /\bip(?:v[46])?(?: ?address)?$/.test(one.label) && startsWithAddress(one.value)
    ? sideOf(one.label.slice(-14))
    : undefined;
}

function put(side: Side, one: Labelled, found: readonly Candidate[], g: Gathered): void {
  if (side === 'target') {
    for (const c of found) if (c.ip) g.targets.add(c.ip);
  } else if (side === 'other') {
    for (const c of found) if (c.ip) g.faint.add(c.ip);
  } else if (one.aside === 'quoted' && side !== 'source') return;
  else g.by[side].push(...found);
}

/** Addresses of one line that are weighed: more are a dump. */
const mostOnLine = 60;

const letIn = /\bAccepted (?:publickey|password|keyboard-interactive)|\bsession opened for\b/;

const enumeration =
  /^["'\])>]*\s{0,3}(?:\([^()]{0,60}\)\s{0,2})?(?:,|;|&|\/|and|en|und|et|y|e|i|и|,\s{0,2}(?:and|en|und))\s{1,3}["'[(<]*$/iu;

function gatherLine(line: Line, g: Gathered, mine: (ip: string) => boolean): void {
  const log = logLine(line.text);
  if (log?.source || log?.target) {
    if (log.target) g.targets.add(log.target.ip);
    // Who was let in stands in the log as well; only where nobody else does is it what the report is about.
    if (log.source) g.by[letIn.test(line.text) ? 'hint' : 'log'].push({ ...log.source, from: 'log', at: line.at });
    if (log.source) return;
  }
  const found = addressesIn(line.text).slice(0, mostOnLine);
  if (found.length === 0) return;
  const alone =
    found.length === 1 &&
    /^["'[(<]?[0-9a-f.:/]{3,49}["'\])>]?(?:[\s,;|\t(]+[\p{L}\p{N}\s:+.,/()@_-]{0,80})?$/iu.test(line.text);
  const listed = alone || (found.length === 1 && isCell(line.text, found[0]));
  for (const group of groupsOf(line.text, found)) {
    const [first] = group;
    const last = group.at(-1);
    if (!first || !last) continue;
    const words = line.text.slice(0, first.index);
    const after = line.text.slice(last.end, last.end + 120);
    const label = labelBefore(words);
    const plain = label === 'source' || isPlainSource(words);
    const hinted = hintSource.test(words.slice(-90));
    if (label === 'other' || senderUses.test(words.slice(-120))) {
      for (const f of group) (label === 'other' ? g.faint : g.weak).add(f.ip);
      continue;
    }
    // "our server (IP 192.0.2.1)", "to IP 192.0.2.1": the side is said before the word that only says it is an address.
    const lead = words.replace(addressWord, '');
    // "a machine behind 192.0.2.1 connected to us": what follows says that it did something.
    const does = doesIt.test(after);
    const passes = passesBy.test(words.slice(-120));
    if (passes && !does) {
      for (const f of group) g.weak.add(f.ip);
      continue;
    }
    if (isDoneTo.test(after)) {
      for (const f of group) g.targets.add(f.ip);
      continue;
    }
    const isOther = !plain && !(passes && does) && (hinted ? lead !== words && isOtherSide(`${lead} `) : isOtherSide(words));
    if (label === 'target' || isOther) {
      for (const f of group) g.targets.add(f.ip);
      continue;
    }
    // "from A and B": said of both in one breath, so it is one statement and no choice between them.
    const tier: Tier = listed
      ? 'list'
      : plain || does || (hinted && group.length > 1)
        ? 'plain'
        : hinted
          ? 'hint'
          : 'bare';
    // A line that opens with a moment and names one address is a line of some log, whoever wrote the program.
    const isRow = (tier === 'bare' || tier === 'hint') && found.length === 1 && opensWithMoment(line.text);
    if (isRow) {
      g.by.log.push(...candidatesOf(first, 'log', line.at));
      continue;
    }
    const from = tier === 'list' ? 'list' : tier === 'bare' ? 'text' : 'words';
    for (const f of group)
      if (!isEverybodys(f.ip) || mine(f.ip))
        g.by[tier].push(...candidatesOf(f, from, line.at).map((c) => ({ ...c, shape: shapeOf(words) })));
  }
}

/** Whether the one address of a line fills a cell of it, as in a table without a head: `64500 | 192.0.2.1 | 2026-11-02`. */
function isCell(text: string, f: FoundAddress | undefined): boolean {
  if (!f || f.until !== undefined) return false;
  if (/^(?:ips?|ip[ -]address(?:es)?|ip[ -]adres(?:sen)?|hosts?)\s{1,3}["'[(<]?$/i.test(text.slice(0, f.index)))
    return true;
  const delimiter = /\|/.test(text) ? '|' : /;/.test(text) ? ';' : /\t/.test(text) ? '\t' : ',';
  const cells = text.split(delimiter).map((c) => c.trim().replace(/^"|"$/g, ''));
  return cells.length >= 3 && cells.some((c) => c === f.ip || c === text.slice(f.index, f.end));
}

/** The word before an address that only says it is one. */
const addressWord =
  /\(?\s*(?:with |at )?(?:the )?\bip(?:v[46])?(?:[ -]?(?:addr(?:ess(?:es)?)?|adres(?:sen)?|adressen?))?\s{0,3}[:=(]{0,2}\s{0,3}$/i;

/** What a label in the middle of a line says: `Auth. failure, intruder IP: 192.0.2.1`. */
function labelBefore(words: string): Side | undefined {
  const label =
    /([\p{L}][\p{L}\p{N}'_/-]{0,20}(?: [\p{L}][\p{L}\p{N}'_/-]{0,20}){0,2})\s{0,3}(?:\([^()]{0,30}\))?\s{0,3}[:=]\s{0,3}["'[(<]*$/u.exec(
      words.slice(-90),
    )?.[1];
  if (label === undefined) return undefined;
  const all = label.split(' ');
  // The label may follow other words on the line: the longest end of them that is one counts.
  for (let i = 0; i < all.length; i++) {
    const side = sideOf(all.slice(i).join(' '));
    if (side) return side;
  }
  return undefined;
}

const shapeOf = (words: string) =>
  words
    .slice(-300)
    .toLowerCase()
    .replace(/\S+@\S+/g, '@')
    .replace(/\d+/g, '0')
    .replace(/(["'])[^"']{1,64}\1/g, '""')
    .replace(/\s+/g, ' ');

const opensWithMoment = (text: string) => {
  const found = text.slice(0, 80).search(inText);
  return found >= 0 && found <= 12;
};

/** Addresses of a line, those that are enumerated together in one group: `A, B and C`. */
function groupsOf(text: string, found: readonly FoundAddress[]): FoundAddress[][] {
  const groups: FoundAddress[][] = [];
  for (const f of found) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group && last && enumeration.test(text.slice(last.end, f.index))) group.push(f);
    else groups.push([f]);
  }
  return groups;
}

/**
 * The reported addresses. Inside own prefixes nothing outside them is reported to us; else what the subject, labels, lists,
 * log lines and words accuse, the plainest first. Targets, relays, resolvers, registry data and signatures are no one's deed.
 * @param kind what the words say the report is about; empty where they say nothing
 */
export function pickAddresses(
  subject: string,
  lines: readonly Line[],
  all: readonly Labelled[],
  reading: Reading,
  sender: { readonly domain: string; readonly relays: ReadonlySet<string> } = { domain: '', relays: new Set() },
  kind = '',
): Picked {
  const own = reading.own;
  const mineIp = (ip: string) => own?.holds(ip) ?? false;
  const mine = (c: Candidate) => mineIp(c.ip ?? (c.prefix ?? '').replace(/\/\d+$/, ''));
  const g = new Gathered();
  gatherSubject(subject, g);
  const columns = columnsOf(lines);
  for (const { source, target, at } of columns.rows) {
    if (source) g.by.log.push({ ...source, from: 'log', at });
    if (target) g.targets.add(target.ip);
  }
  const taken = gatherLabels(
    all.filter((l) => !columns.taken.has(l.at)),
    lines,
    g,
    kind,
  );
  for (const at of columns.taken) taken.add(at);
  let heading: 'target' | undefined;
  let logs = 0;
  for (const line of lines) {
    if (line.isHeader || line.aside === 'registry') {
      if (own)
        for (const f of addressesIn(line.text))
          if (line.isHeader && mineIp(f.ip)) g.by.header.push({ ip: f.ip, from: 'header', at: line.at });
      continue;
    }
    if (/[:?]$/.test(line.text) && addressesIn(line.text).length === 0)
      heading = isTargetHeading(line.text) ? 'target' : undefined;
    // "2. Target", alone on its line, with or without a colon.
    else if (line.text.length < 40 && /^\p{L}[^.:]*$/u.test(line.text)) {
      const side = sideOf(line.text);
      if (side !== undefined) heading = side === 'target' ? 'target' : undefined;
    }
    if (line.aside !== undefined || taken.has(line.at) || logs > 20_000) continue;
    if (!/\d\.\d|:[0-9a-f]{0,4}:/i.test(line.text) || isCommand.test(line.text)) continue;
    logs++;
    if (heading === 'target' && startsWithAddress(line.text) && !logLine(line.text)?.source) {
      for (const f of addressesIn(line.text)) g.targets.add(f.ip);
      continue;
    }
    if (sender.domain !== '' && line.text.toLowerCase().includes(sender.domain))
      for (const f of addressesIn(line.text)) {
        // A mailbox of the sender's in a log line is a victim's name, not a machine's.
        const near = line.text
          .slice(Math.max(0, f.index - 80), f.end + 80)
          .toLowerCase()
          .replace(/\S{1,64}@\S{1,255}/g, '');
        if (near.includes(sender.domain) && !isPlainSource(line.text.slice(0, f.index)))
          g.weak.add(f.ip);
      }
    gatherLine(line, g, mineIp);
  }
  const picked = settle(g, own ? mine : undefined, sender.relays);
  const isPlain = picked.chosen.some((c) =>
    [...g.by.source, ...g.by.log, ...g.by.plain].some((p) => (c.ip ?? c.prefix) === (p.ip ?? p.prefix)),
  );
  if (picked.chosen.length > 0 || picked.ambiguous) return { ...picked, isPlain };
  const handed = handedOver(lines, sender.domain);
  return handed ? { ...picked, chosen: [handed] } : picked;
}

/**
 * Who handed a quoted mail to the sender's own machine, where the report says nothing but the header of it: the address in the
 * one line of `Received` that a machine of the sender's domain wrote about a stranger.
 */
function handedOver(lines: readonly Line[], domain: string): Candidate | undefined {
  if (domain === '') return undefined;
  // Where the sender's mail is kept by somebody else, the one stranger in the header will do; of two nobody knows which.
  const strangers = new Map<string, Candidate>();
  for (const [i, line] of lines.entries()) {
    if (!line.isHeader) continue;
    const judged = ipOf(
      /(?:\bsender ip is |\bclient-ip=|\bas permitted sender.{0,40}client-ip=)([0-9a-f.:]{3,45})/i.exec(line.text)?.[1],
    );
    if (judged && !isInner(judged)) return { ip: judged, from: 'header', at: line.at };
    if (!/^received\s{0,3}:/i.test(line.text)) continue;
    let whole = line.text;
    for (const next of lines.slice(i + 1, i + 6)) {
      if (!next.isHeader || /^[\w-]{1,40}\s{0,3}:/.test(next.text)) break;
      whole += ` ${next.text}`;
    }
    const [from = '', by = ''] = whole.split(/\bby\s/i);
    const ip = addressesIn(from, true)[0]?.ip;
    const isTheirs = by.slice(0, 200).toLowerCase().split(/[\s;]/)[0]?.endsWith(domain) ?? false;
    if (!ip || isInner(ip) || from.toLowerCase().includes(domain)) continue;
    if (isTheirs) return { ip, from: 'header', at: line.at };
    strangers.set(ip, { ip, from: 'header', at: line.at });
  }
  return strangers.size === 1 ? [...strangers.values()][0] : undefined;
}

const isTargetHeading = (text: string) =>
  /^(?:which|what|welke?|welche[rs]?|quels?|quelles?|qué|quali?)\s.{0,60}\b(?:attacked|targeted|affected|aangevallen|getroffen|angegriffen|betroffen|attaqué|visé|atacad[oa]|colpit[oi])\b.{0,10}\?$/iu.test(
    text,
  ) ||
  (/\b(?:our|my|victims?|targets?|targeted|attacked|destinations?|onze|slachtoffers?|doelwitten|unsere[nmrs]?|opfer|ziele?|nos|cibles?|nuestr[oa]s|v[ií]ctimas|affected hosts on our)\b/iu.test(
    text,
  ) &&
    !/\b(?:your|uw|jullie|ihre?[mnrs]?|votre|vos|su|vostr[oa]|from|vanaf|van|von|aus|depuis|desde|dal|attack(?:ing|ers?)|sources?|angreif\w*|bronnen)\b/iu.test(
      text,
    ));

/** Words before an address that say the sender uses it: to scan, to test, to send this very mail. */
const senderUses = new Words(
  /(?:\b(?:we|i|wij|ik|wir|ich|nous)\s(?:(?:only|always|also|currently|regularly|will|may|can|do|did)\s){0,2}(?:scan(?:ned)?|probed?|test(?:ed)?|check(?:ed)?|crawl(?:ed)?|measured?|query|queried|ask(?:ed)?|look(?:ed)?|connect(?:ed)?|send|sent|operated?|scannen|testen|meten|(?:hebben|haben|avons) \w{2,20})\s(?:[\w.:@/-]{1,45}\s){0,4}(?:from|via|with|vanaf|von|aus|depuis)|\b(?:our|my|onze|unsere|nos|nuestr[oa]s|nostr[ei])\s(?:[\w-]{1,20}\s){0,2}(?:scans?|scanners?|probes?|crawlers?|tests?|surveys?|measurements?|metingen|messungen|mesures|mediciones|misurazioni)\s(?:[\w-]{1,20}\s){0,3}(?:from|at|on|with|use|uses|is|are)|\b(?:a|an|our|my|the|een|onze|ein|unser|une?|notre) (?:[\w-]{1,20}\s){0,2}(?:sinkhole|honeypot|sensor|tarpit|collector|spam ?trap|sandbox|monitor(?:ing)?(?: node| host| station)?|mirror|looking glass) (?:at|on|with|is|was|has|op|auf|sur)|\b(?:our|my|the|onze|unsere?|notre) (?:[\w-]{1,20}\s){0,3}sandbox\b[^.]{0,180}\bfrom|\b(?:this|the) (?:e-?mail|message|report|mail|notice) (?:was |is |has been )?(?:sent|generated|created|submitted) (?:from|by|via|on))[\s:=]*(?:(?:the|ip|ips|address(?:es)?|host|server|following)[\s:=]*){0,4}["'[(<]*$/iu,
);

function gatherSubject(subject: string, g: Gathered): void {
  const log = logLine(subject);
  if (log?.source && log.target) {
    g.by.subject.push({ ...log.source, from: 'subject', at: 0 });
    g.targets.add(log.target.ip);
    return;
  }
  for (const f of addressesIn(subject, true)) {
    const before = subject.slice(0, f.index);
    if (
      /(?:\b(?:on|against|to|towards?|target(?:ing)?|at|naar|op|tegen|auf|gegen|contre|contra) (?:our |my |onze |unsere[nm]? |the )?(?:server|host|network|system|machine|honeypot|ip)?\s?|\b(?:our|my|onze|mijn|unser\w*|notre) (?:\w{1,20} ){0,3})$/i.test(
        before,
      ) &&
      !/\b(?:hosted|phishing|malware|site|page|found|detected|open|vulnerab\w+|exploitable|running|infection|bot|spam|abuse|misbruik|infringement)\b.{0,60}$/i.test(
        before,
      )
    )
      g.targets.add(f.ip);
    else g.by.subject.push(...candidatesOf(f, 'subject', 0));
  }
}

function settle(g: Gathered, mine: ((c: Candidate) => boolean) | undefined, relays: ReadonlySet<string>): Picked {
  const targets = g.targets;
  const accused = new Set(
    [...g.by.subject, ...g.by.source, ...g.by.address, ...g.by.log].map((c) => c.ip).filter((ip) => ip !== undefined),
  );
  for (const ip of accused) targets.delete(ip);
  for (const tier of tiers) {
    const soft = tier === 'bare' || tier === 'hint' || tier === 'host' || tier === 'plain' || tier === 'list';
    g.by[tier] = dedupe(
      g.by[tier].filter(
        (c) =>
          !(c.ip && targets.has(c.ip)) &&
          !(soft && c.ip && g.weak.has(c.ip) && !accused.has(c.ip)) &&
          !(soft && tier !== 'plain' && c.ip && g.faint.has(c.ip) && !accused.has(c.ip)) &&
          !(soft && c.ip && relays.has(c.ip) && !mine?.(c)),
      ),
    );
  }
  // Inner addresses count only where there is nothing but inner ones: then the mail was made anonymous, or stays within a house.
  const isOuter = (c: Candidate) => c.prefix !== undefined || !isInner(c.ip ?? '') || (mine?.(c) ?? false);
  const counted: readonly Tier[] = tiers.filter((t) => t !== 'header');
  if (counted.some((t) => g.by[t].some(isOuter)))
    for (const tier of counted) if (tier !== 'subject' && tier !== 'source') g.by[tier] = g.by[tier].filter(isOuter);
  const list = [...targets];
  if (mine) {
    for (const tier of tiers) {
      const ours = g.by[tier].filter(mine);
      if (ours.length > 0) return decide(tier, ours, g, list, mine);
    }
    // Where we know our own space and nothing in the report lies in it, what is labelled still stands, for a person to see.
  }
  for (const tier of counted) {
    if (g.by[tier].length > 0) return decide(tier, g.by[tier], g, list, undefined);
  }
  return { chosen: [], targets: list };
}

const namesOf = (list: readonly Candidate[]) => list.map((c) => c.ip ?? c.prefix ?? '');

/** Within the strongest tier that names any: one is taken; several only where they are meant as several. */
function decide(
  tier: Tier,
  found: readonly Candidate[],
  g: Gathered,
  targets: readonly string[],
  mine: ((c: Candidate) => boolean) | undefined,
): Picked {
  const keep = (list: readonly Candidate[]) => (mine ? list.filter(mine) : list);
  const same = (a: Candidate, b: Candidate) => (a.ip !== undefined ? a.ip === b.ip : a.prefix === b.prefix);
  if (tier === 'subject') {
    const labelled = keep(g.by.source).length > 0 ? keep(g.by.source) : keep(g.by.address);
    const confirmed = found.filter((c) => labelled.some((l) => same(c, l)));
    // The subject names one of several, or the labels name who did it while the subject names whom it was done to.
    if (confirmed.length > 0) return { chosen: labelled, targets };
    const strong = keep(g.by.source);
    if (strong.length > 0) return { chosen: strong, targets };
    const told = keep(g.by.plain);
    if (told.length > 1 && found.every((c) => told.some((l) => same(c, l)))) return { chosen: told, targets };
    const listed = keep([...g.by.list, ...g.by.log]);
    if (listed.some((l) => found.some((c) => same(c, l))) && g.by.list.length > 1)
      return { chosen: dedupe([...found, ...keep(g.by.list)]), targets };
    if (found.length === 1 || found.every((c) => c.prefix !== undefined)) return { chosen: found, targets };
    const seen = found.filter((c) => listed.some((l) => same(c, l)));
    if (seen.length === 1 || seen.length === found.length) return { chosen: seen, targets };
    return { chosen: [], ambiguous: namesOf(found), targets };
  }
  if (found.length === 1) return { chosen: found, targets };
  const [head] = found;
  const isRepeated =
    head?.shape !== undefined &&
    head.shape.length > 3 &&
    found.every((c) => c.shape === head.shape) &&
    new Set(found.map((c) => c.at)).size === found.length;
  if (isRepeated) return { chosen: found, targets };
  if (tier === 'hint' || tier === 'bare' || tier === 'host' || tier === 'header')
    return { chosen: [], ambiguous: namesOf(found), targets };
  return { chosen: found, targets };
}

function dedupe(list: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return list.filter((c) => {
    const key = c.ip ?? c.prefix ?? '';
    if (key === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

export interface TimesFound {
  readonly seen?: Moment;
  readonly first?: Temporal.Instant;
  readonly last?: Temporal.Instant;
}

const clock = '\\d{1,2}:\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?';
const zonePart =
  '(?: ?(?:UTC|GMT|Z|CES?T|MES?T|[ECMP][SD]T|BST|EES?T|MSK)\\b| ?(?:UTC|GMT)? ?[+-]\\d\\d:?\\d\\d(?![\\d.-]))?';
/** Moments as they stand in running text and log lines; the last form has no year. */
const inText = new RegExp(
  [
    `(?<!\\d)\\d{4}[-/]\\d\\d[-/]\\d\\d[T ,_]{1,2}${clock}${zonePart}`,
    `(?<!\\d)\\d{1,2}/[A-Z][a-z]{2}/\\d{4}:\\d\\d:\\d\\d:\\d\\d(?: [+-]\\d{4})?`,
    `(?:[A-Z][a-z]{2}, ?)?(?<!\\d)\\d{1,2} [A-Z][a-z]{2,8}\\.? \\d{4},? (?:at )?${clock} ?(?:[AP]M)?${zonePart}`,
    `(?:[A-Z][a-z]{2} )?[A-Z][a-z]{2} {1,2}\\d{1,2} \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?: [A-Z]{3,4})? \\d{4}(?!\\d)`,
    `[A-Z][a-z]{2,8} \\d{1,2},? \\d{4},? (?:at )?${clock} ?(?:[AP]M)?${zonePart}`,
    `(?<!\\d)\\d{1,2}[.-]\\d{1,2}[.-]\\d{4},? (?:om |um |à )?${clock}${zonePart}`,
    `(?<![A-Za-z])(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\\d{1,2} \\d\\d:\\d\\d:\\d\\d(?! \\d{4})`,
  ].join('|'),
  'g',
);

/** What is known of times in a report beside the words of the moment itself. */
export interface Calendar {
  /** The zone the sender states for all moments: an offset, an abbreviation or an IANA name. */
  readonly zone?: string;
  /** When the report was written: log lines without a year lie in the year before it. */
  readonly written?: Temporal.Instant;
}

/** The zone a sender states for the whole report: "all times are in UTC+1", "Timezone: Europe/Amsterdam". */
export function zoneIn(lines: readonly Line[]): string | undefined {
  for (const line of lines.slice(0, 3000)) {
    if (line.isHeader || line.text.length > 400) continue;
    const found =
      /\b(?:times?|timestamps?|time-?stamps?|time ?zone|tz|tijd(?:en|zone|stippen)?|zeit(?:en|zone|angaben|stempel)?|heures?|fuseau(?: horaire)?|horas?|huso|fuso|orari|logs?|dates?)\b[^\n]{0,60}?[\s:=(]((?:UTC|GMT)\s?[+-]\s?\d{1,2}(?::?\d\d)?|UTC|GMT|CES?T|MES?Z|[ECMP][SD]T|BST|EES?T|MSK|JST|[+-]\d\d:?\d\d|(?:Europe|America|Asia|Australia|Africa|Pacific|Atlantic)\/[A-Z][A-Za-z_]{2,20})(?=[\s).,;\]]|$)/.exec(
        line.text,
      );
    // A moment with its own zone states that zone for itself alone.
    if (found?.[1] && !/\d\d:\d\d/.test(line.text.slice(0, (found.index ?? 0) + found[0].length - found[1].length)))
      return found[1]
        .replace(/\s/g, '')
        .replace(/^MESZ$/, 'CEST')
        .replace(/^MEZ$/, 'CET');
  }
  return undefined;
}

/** A moment of a text, with the zone the sender stated for all where its own words state none. */
function momentWith(text: string, reading: Reading, calendar: Calendar): Moment | undefined {
  const words =
    /^[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:/.test(text) && !/\d{4}/.test(text) ? withYear(text, reading, calendar) : text;
  if (words === undefined) return undefined;
  const moment = reading.readTime(words);
  const { zone } = calendar;
  if (moment?.precision !== 'assumed_zone' || zone === undefined) return moment;
  try {
    return (zone.includes('/') ? reading.readTime(words, { zone }) : reading.readTime(`${words} ${zone}`)) ?? moment;
  } catch {
    return moment; // a name that is no zone
  }
}

/** A log line's moment with the year it must lie in: the last one before the report was written. */
export function withYear(text: string, reading: Reading, { written }: Calendar): string | undefined {
  const m = /^([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d:\d\d:\d\d)/.exec(text);
  if (!m || !written) return undefined;
  const year = written.toZonedDateTimeISO('UTC').year;
  for (const y of [year, year - 1]) {
    const words = `${m[2]} ${m[1]} ${y} ${m[3]}`;
    const at = reading.readTime(words)?.at;
    if (at && Temporal.Instant.compare(at, written.add({ hours: 48 })) <= 0) return words;
  }
  return undefined;
}

/** Moments under labels; else beside the address, as in log lines; never the date of the mail itself. */
export function pickTimes(
  lines: readonly Line[],
  all: readonly Labelled[],
  ip: string | undefined,
  reading: Reading,
  calendar: Calendar = {},
): TimesFound {
  const read = (one: Labelled) => momentOf(one.value, `${one.note} ${one.name}`, reading, calendar);
  const firstAt = all
    .filter((l) => isFirstLabel(l.label))
    .map(read)
    .find((m) => m !== undefined);
  const lastAt = all
    .filter((l) => isLastLabel(l.label))
    .map(read)
    .find((m) => m !== undefined);
  const stated =
    all
      .filter((l) => isMomentLabel(l.label))
      .map(read)
      .find((m) => m !== undefined) ?? splitTime(all, reading, calendar);
  const seen = stated ?? lastAt ?? firstAt;
  if (seen && seen.precision !== 'day') return withEnds(seen, firstAt?.at, lastAt?.at);
  const beside: Moment[] = [];
  for (const line of lines) {
    if (line.isHeader || (ip !== undefined && !line.text.includes(ip))) continue;
    for (const m of line.text.matchAll(inText)) {
      const moment = momentWith(m[0], reading, calendar);
      if (moment) beside.push(moment);
      if (beside.length >= 1000) break;
    }
  }
  if (beside.length === 0 && seen) return withEnds(seen, firstAt?.at, lastAt?.at);
  if (beside.length === 0) {
    const span = spanIn(lines, reading, calendar);
    if (span) return span;
    const anywhere = lines
      .filter((l) => !l.isHeader && l.aside === undefined)
      .flatMap((l) => [...l.text.matchAll(inText)].map((m) => m[0]))
      .slice(0, 50);
    const moments = anywhere.map((t) => momentWith(t, reading, calendar)).filter((m) => m !== undefined);
    const only = new Set(moments.map((m) => m.at.epochMilliseconds));
    return only.size === 1 && moments[0] ? { seen: moments[0] } : {};
  }
  beside.sort((a, b) => Temporal.Instant.compare(a.at, b.at));
  const last = beside.at(-1) as Moment;
  return beside.length === 1 ? { seen: last } : withEnds(last, beside[0]?.at, last.at);
}

/** "between 01:00 and 02:00": two moments joined by a word for a span, of which there is only one in the report. */
function spanIn(lines: readonly Line[], reading: Reading, calendar: Calendar): TimesFound | undefined {
  const spans: (readonly [Moment, Moment])[] = [];
  for (const line of lines) {
    if (line.isHeader || line.aside !== undefined) continue;
    const found = [...line.text.matchAll(inText)];
    const [a, b] = found;
    if (found.length !== 2 || !a || !b) continue;
    if (
      !/^\s{0,3}(?:\([A-Z]{3,4}\))?\s{0,3}(?:and|to|until|till|through|en|tot|t\/m|und|bis|et|au|y|hasta|[-–~])\s{0,3}$/i.test(
        line.text.slice(a.index + a[0].length, b.index),
      )
    )
      continue;
    // A zone behind the second moment is said of both.
    const zone = /(?:UTC|GMT|Z|CES?T|[+-]\d\d:?\d\d)$/.exec(b[0])?.[0];
    const first = momentWith(a[0], reading, zone ? { ...calendar, zone } : calendar);
    const last = momentWith(b[0], reading, calendar);
    if (first && last) spans.push([first, last]);
  }
  const [only] = spans;
  if (spans.length !== 1 || !only || Temporal.Instant.compare(only[0].at, only[1].at) > 0) return undefined;
  return withEnds(only[1], only[0].at, only[1].at);
}

function withEnds(seen: Moment, first: Temporal.Instant | undefined, last: Temporal.Instant | undefined): TimesFound {
  return { seen, ...(first ? { first } : {}), ...(last ? { last } : {}) };
}

/** `Date: 2026-11-03` and `Time: 08:00 CET` on two lines. */
function splitTime(all: readonly Labelled[], reading: Reading, calendar: Calendar): Moment | undefined {
  const day = all.find(
    (l) =>
      /^(?:date|datum|event date|fecha|data|дата|日付|日期)$/.test(l.label) &&
      /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$/.test(l.value),
  );
  const hour = all.find(
    (l) =>
      /^(?:time|tijd|event time|uhrzeit|heure|hora|ora|время|czas)$/.test(l.label) && /^\d{1,2}:\d\d/.test(l.value),
  );
  return day && hour ? momentOf(`${day.value} ${hour.value}`, hour.note, reading, calendar) : undefined;
}

function momentOf(value: string, note: string, reading: Reading, calendar: Calendar): Moment | undefined {
  const whole = value.replace(/\s*\((?:utc|gmt)\)\s*$/i, ' UTC').trim();
  const noted = /\b(utc|gmt|cest|cet)\b(?! ?[+-])|\b((?:utc|gmt) ?[+-]\d{1,2}(?::?\d\d)?)/i.exec(note);
  const zone = noted?.[1] ?? noted?.[2]?.replace(/\s/g, '') ?? calendar.zone;
  const known = { ...calendar, ...(zone ? { zone } : {}) };
  const moment =
    momentWith(whole, reading, known) ?? momentWith(whole.replace(/\s*\([^()]{0,40}\)\s*$/, ''), reading, known);
  if (moment) return moment;
  const within = [...whole.matchAll(inText)][0]?.[0];
  return within ? momentWith(within, reading, known) : undefined;
}

/** The port of the reported side, and of the attacked one. */
export function pickPorts(all: readonly Labelled[]): { readonly source?: number; readonly target?: number } {
  const value = (fits: (label: string) => boolean) =>
    all
      .filter((l) => fits(l.label))
      .map((l) => portOf(/^\d{1,5}(?=$|[\s/,(])/.exec(l.value)?.[0]))
      .find((x) => x !== undefined);
  const source = value(isSourcePortLabel);
  const target = value(isTargetPortLabel);
  return { ...(source ? { source } : {}), ...(target ? { target } : {}) };
}

/** The sender's own number: a labelled line, else what the subject marks as one. A ticket system's own number is not it. */
export function pickReference(subject: string, all: readonly Labelled[], isRelayed: boolean): string | undefined {
  for (const one of all) {
    if (!isReferenceLabel(one.label)) continue;
    const value = /^[#[(]*([A-Za-z0-9][\w.+:@/-]{2,80})/.exec(one.value)?.[1]?.replace(/[.,;:]+$/, '');
    if (value && /\d/.test(value) && !/^\d{4}-\d\d-\d\d/.test(value) && !/:\/\//.test(one.value) && !ipOf(value))
      return value;
  }
  const head = isRelayed ? subject.replace(/^(?:\s*\[[^\]]{0,80}#\d+\]\s*){1,3}/, '') : subject;
  const marked =
    /\b(SBL\d{3,9})\b/.exec(head)?.[1] ??
    /\b(?:case|issue|ticket|report|rid|ref(?:erence)?|notice|id|abuse-?id|complaint)\b\s{0,2}(?:id|no\.?|nr\.?|number)?\s{0,2}[:#]?\s{0,2}#?([A-Z0-9][\w.-]{2,60})/i.exec(
      head,
    )?.[1] ??
    /\[([A-Za-z][\w-]{1,30}[#-]\d{4,20})\]/.exec(head)?.[1] ??
    /[[(]#?(\d{5,20})[\])]/.exec(head)?.[1] ??
    /#(\d{5,20})\b/.exec(head)?.[1];
  return marked && /\d/.test(marked) && !ipOf(marked) ? marked : undefined;
}
