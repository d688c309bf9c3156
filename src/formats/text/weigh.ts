/**
 * Weighs every address of a report in words: what stands before and behind it, in which role the rules saw it, how often it is
 * named, as terms that add up. It speaks where the rules see several that fit, or none; its weights are data of `weights.ts`.
 */
import { isInner } from './find.ts';
import { fold } from './folded.ts';
import { weights } from './weights.ts';

/** One mention of an address, with the words around it; sentences broken over lines are whole here. */
export interface Mention {
  readonly before: string;
  /** Behind the last of those that are named in one breath. */
  readonly after: string;
  /** Behind this one itself. */
  readonly behind: string;
  readonly isSubject: boolean;
  /** Its line; 0 is the subject. */
  readonly at: number;
  /** Stands in a line of a log, a table or a list. */
  readonly isRow: boolean;
}

export interface Weighed {
  readonly name: string;
  readonly mentions: readonly Mention[];
  /** Where the rules are sure that they saw it: `tier:source`, `tier:log`, … */
  readonly roles: readonly string[];
}

/** Words, without accents, by what they say about the address they stand near. Stems of the languages reports come in. */
const cues: Readonly<Record<string, RegExp>> = {
  ours: /(?<![\p{L}])(?:our|ours|my|mine|onze?|mijn|unser\p{L}{0,2}|mein\p{L}{0,2}|notre|nos|mon|mes|nuestr\p{L}{1,2}|mi|nostr\p{L}|noss\p{L}{1,2}|meu|minha|nasz\p{L}{0,3}|nas\p{L}{0,2}|moj\p{L}{0,3}|наш\p{L}{0,4}|мо\p{L}{1,3}|meidan|meille|var[at]?|vor\p{L}{0,2}|min|mitt|nostru|bizim|sunucumuza|we|wij|wir|nous|a mi)(?![\p{L}])|当社|弊社|我们|我方|我校|本公司|저희|당사/giu,
  yours:
    /(?<![\p{L}])(?:your|yours|uw|u|jullie|ihre?\p{L}{0,2}|ihnen|votre|vos|vous|su|sus|tu|vostr\p{L}|seu\p{L}?|sua\p{L}?|vas\p{L}{0,3}|ваш\p{L}*|panstwa|wasz\p{L}*|era?|ert|jeres|deres|onok|dumneavoastra|verkostanne|dvs)(?![\p{L}])|貴社|御社|贵公司|贵司|귀사/giu,
  client:
    /(?<![\p{L}])(?:customers?|clients?|tenant|renter|klant|kunde?\p{L}?|klient\p{L}?|asiakkaan\p{L}*|user|huurder)(?![\p{L}])/giu,
  from: /(?<![\p{L}])(?:from|out of|van|vanaf|vanuit|von|aus|depuis|en provenance de|provenant de|des?|du|desde|procedente\p{L}?|da|dal|dalla|dai|od|z|ze|с|со|из|fran|fra|osoitteesta|herkomst|origin\p{L}*|origem|source|bron|quelle|src|remote|peer|client)(?![\p{L}])/giu,
  by: /(?<![\p{L}])(?:by|door|durch|par|por|przez|belonging to|using|with the|someone|somebody|iemand|jemand|quelqu'un|alguien|qualcuno|hij|he|they|ze)(?![\p{L}])/giu,
  towards:
    /(?<![\p{L}])(?:to|into|against|towards?|on|at|naar|tegen|op|gegen|auf|nach|an|vers|contre|sur|hacia|contra|en|verso|contro|su|para|na|do|на|к|mot|mod|mit)(?![\p{L}])/giu,
  via: /(?<![\p{L}])(?:via|through|behind|over|tramite|przez|через|forwarded|relay\p{L}*|reported through|gemeld via)(?![\p{L}])/giu,
  deed: /attack|attak|abus|misbruik|missbrauch|aanval|angriff|angreif|attaqu|ataqu|atac|attacc|utok|angreb|angrepp|saldiri|атак|攻撃|攻击|공격|scan|skan|sondeo|prob(?:e|ing)|spam|pourriel|phish|hameconn|malware|flood|ddos|brute|bruta|hack|intru|inbraak|einbruch|log-?in|anmeld|inlog|connexion|conexion|acces|credential|stuff|scrap|crawl|bot(?:s|net)?\b|infect|infiz|besmet|compromis|c2|control|exfiltrat|sftp|copied|stolen|fraud|scam|fake|counterfeit|bedreig|threat|infring|torrent|kwetsba|vulnerab|open resolver|exposed|refus|block|ban(?:ned)?|blacklist|offend|culprit|malici|kwaadaardig|suspicious|verdacht/giu,
  doer: /^[^.]{0,50}?(?:attack|broke|break|scann|scan|prob|try|tries|tried|trying|attempt|send|sent|stuurt|sendet|envoi|envia|invia|place|plaatst|took part|takes? part|participat|connect|contact|kontakt|accept|queried|request|download|upload|login|logged|signed|flood|hammer|knock|keeps?|coming|host|serv|distribut|exploit|guess|prova|versucht|probeert|tente|intenta|tenta|probiha|yapil|から|에서|对|ignoring|is at it|showed up|appears|nog kwetsbaar|vulnerable|still)/iu,
  victim:
    /(?<![\p{L}])(?:victims?|targets?|targeted|destination|dst|dest|honeypots?|sensors?|slachtoffer|doel\p{L}*|opfer|ziel|victime|cible|destino|victima|vittima|obet\p{L}*|ofiar\p{L}*|жертв\p{L}*|protected|reference|restored|own|eigen|eigene|propre|propi\p{L}|zelf|selbst)(?![\p{L}])|被害/giu,
  infra:
    /(?<![\p{L}])(?:name ?servers?|dns|ns\d?|resolvers?|mx|gateway|balancer|lb|edge|backend|mirror|looking glass|upstream|relay|proxy|cdn|sinkhole|sandbox|mailserver|registry|ptr|whois)(?![\p{L}])/giu,
  hosted:
    /(?<![\p{L}])(?:hosted|hosting|resolv\p{L}*|points?|located|lives?|sits|runs?|running|served|serving|gehost|staat op|liegt|gehostet|heberg\p{L}*|aloja\p{L}*|hosped\p{L}*|ospit\p{L}*|a record|in a)(?![\p{L}])/giu,
  genuine:
    /(?<![\p{L}])(?:genuine|legitimate|official|real|echte|original|prawdziw\p{L}*|richtige|vrai|autentic\p{L}|oficial|own shop|own site)(?![\p{L}])/giu,
  negated:
    /(?<![\p{L}])(?:not yours|is not|are fine|is fine|fixed|solved|not the origin|niet|harmless|for your reference|ter info)(?![\p{L}])/giu,
  address:
    /(?<![\p{L}])(?:ip|ips|ipv[46]|address\p{L}*|adres\p{L}*|adress\p{L}*|direccion|indirizz\p{L}|endereco|host|server|machine|system|сервер\p{L}*|адрес\p{L}*|device)(?![\p{L}])/giu,
};
const names = Object.keys(cues);

/** Each word counts in the window nearest to the address: within some three words, within the sentence, behind it. */
const near = 28;
const far = 110;
const behind = 70;

const endOfSentence = /[.!?。](?=\s|$)|\s[-–—]\s/g;

/** From the beginning of the sentence in which the address stands. */
function sentenceBefore(text: string): string {
  const window = text.slice(-far);
  let from = 0;
  for (const m of window.matchAll(endOfSentence)) from = m.index + m[0].length;
  return window.slice(from);
}
function sentenceAfter(text: string): string {
  const window = text.slice(0, behind);
  const end = window.search(/[.!?。](?=\s|$)/);
  return end < 0 ? window : window.slice(0, end);
}

const has = (pattern: RegExp, text: string) => {
  pattern.lastIndex = 0;
  return pattern.test(text);
};

/** What speaks for or against an address, by name. */
export function evidenceOf(one: Weighed, all: readonly Weighed[]): Set<string> {
  const found = new Set<string>(one.roles);
  const outer = all.filter((a) => !isInner(a.name));
  if (isInner(one.name)) found.add('inner');
  if (outer.length === 1 && outer[0] === one) found.add('only');
  else if (outer.length > 4) found.add('many');
  if (one.mentions.length > 1) found.add('repeated');
  // Those named in one breath are first together.
  if (all[0] === one || all[0]?.mentions[0]?.before === one.mentions[0]?.before) found.add('first');
  for (const mention of one.mentions) {
    if (mention.isSubject) found.add('subject');
    if (mention.isRow) {
      found.add('row');
      continue;
    }
    const before = fold(sentenceBefore(mention.before));
    const after = fold(sentenceAfter(mention.after));
    const close = before.slice(-near);
    const wide = before.slice(0, -near);
    for (const name of names) {
      const pattern = cues[name] as RegExp;
      if (name === 'doer') {
        if (has(pattern, after)) found.add('doer');
        continue;
      }
      if (has(pattern, close)) found.add(`near:${name}`);
      else if (has(pattern, wide)) found.add(`far:${name}`);
      if (has(pattern, after)) found.add(`after:${name}`);
    }
    if (/:\/\/\S{1,300}\s{0,2}[([]?$/.test(before)) found.add('page');
    else if (/[([（]$/.test(before.trimEnd())) found.add('bracket');
    if (/(?<![\p{L}])(?:between|tussen|zwischen|entre|tra|miedzy|mellan|mellem|между)\s[^.]{0,20}$/iu.test(close))
      found.add('between');
    if (before.trim() === '') found.add('opens');
  }
  return found;
}

/** How likely an address is the reported one, from 0 to 1, and the terms it adds up from, largest first. */
export function weigh(
  one: Weighed,
  all: readonly Weighed[],
): { readonly likely: number; readonly terms: readonly (readonly [string, number])[] } {
  const terms: [string, number][] = [['base', weights.base ?? 0]];
  for (const name of evidenceOf(one, all)) {
    const weight = weights[name];
    if (weight !== undefined && weight !== 0) terms.push([name, weight]);
  }
  const sum = terms.reduce((n, [, w]) => n + w, 0);
  terms.sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
  return { likely: 1 / (1 + Math.exp(-sum)), terms };
}
