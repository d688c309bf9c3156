/** What a report in words is about: the kind whose words weigh most, subject before text, in the languages that reports come in. */

import { fold, Words } from './folded.ts';

interface Rule {
  readonly kind: string;
  readonly words: Words;
  /** How much one hit says; specific words say more than general ones. */
  readonly weight: number;
}

const rule = (kind: string, weight: number, words: RegExp): Rule => ({ kind, weight, words: new Words(words) });

const rules: readonly Rule[] = [
  rule(
    'content.csam',
    30,
    /\bcsam\b|child (?:sexual )?(?:abuse|exploitation) (?:material|imagery|content)|child porn|kinderporno|seksueel misbruik van (?:kinderen|minderjarigen)|p[ée]dopornograph|missbrauchsdarstellung/gi,
  ),
  rule(
    'content.terrorist',
    30,
    /terrorist (?:content|propaganda)|terroristische inhoud|removal order.{0,40}2021\/784/gi,
  ),
  rule('content.ncii', 20, /revenge porn|non-?consensual (?:intimate|sexual)|wraakporno/gi),
  rule('intrusion.defacement', 12, /deface(?:d|ment)/gi),
  rule(
    'malware.c2',
    12,
    /comand[oi] (?:e|y) contro(?:l|lo|llo)\b|commande et contrôle|командн\S{1,3} сервер|\bc2\b|\bc&c\b|\bcnc\b|command[ -]?(?:and|&|\/)[ -]?control|botnet controller|controller server/gi,
  ),
  rule(
    'fraud.phishing',
    10,
    /фишинг|oltalama|kimlik avı|поддельн\S{1,3} (?:сайт|страниц)|fałszyw\S{1,3} (?:stron|witryn)|p[áa]gina (?:falsa|fraudulenta)|site falso|sito (?:falso|fraudolento|di phishing)|falešn\S{1,3} stránk|falsk (?:webbsida|hjemmeside|inloggning)|adathalász|pagin[ăa] fals[ăa]|copie frauduleuse|nagemaakte (?:inlog)?(?:pagina|site)|钓鱼|フィッシング|피싱|phish(?:ing|ed|es)?|hame[çc]onnage|fake (?:log-?in|bank)|credential (?:harvest|theft|steal)|site frauduleux|identity theft site|suplantaci[oó]n de identidad|valse inlog|nepsite|oplichtingssite|gef[äa]lschte (?:seite|webseite|anmeldeseite)/gi,
  ),
  rule(
    'fraud.phishing',
    6,
    /(?:imitat|imite\b|imperson|riprodu|clon(?:e|ed|a|ato)\b|kopiert|copie\b|copia\b|suplanta|nagebouwd|nachgebaut|look-?alike|pretends? to be|doet zich voor)/gi,
  ),
  rule(
    'malware.distribution',
    8,
    /вредоносн|złośliw\S{1,3} oprogramowan|zararlı yazılım|škodliv\S{1,3} (?:software|kód|program)|skadlig kod|kártékony|程序木马|恶意软件|マルウェア|악성코드|malware|malicious (?:file|content|software|code|url|link|script)|virus(?:es)? sites?|schadsoftware|schadcode|kwaadaardige (?:software|code|bestand)|logiciels? malveillants?|software malicioso|c[oó]digo malicioso|\bmalvertis|drive-?by|exploit kit|trojan/gi,
  ),
  rule(
    'malware.infected_host',
    9,
    /infetad|infettat|saastunut|honeypots? hits?|zararlı yazılım bulaş|инфициров|заражен|zainfekowan|enfekte|nakažen|infekteret|infekterad|fertőzött|感染|감염|infected (?:host|machine|system|computer|server|device|ip)|botnet (?:drone|infection|member|node)|\bbotnet\b|\bbots?\b (?:activity|infection)|sinkhol|ge[ïi]nfecteerd|besmet(?:te)? (?:systeem|systemen|machine|computer|server)|infizier|infect[ée]e?s?\b|equipos? infectad|sistemas? infectad|infected systems|zombie/gi,
  ),
  rule(
    'ip.copyright',
    9,
    /derechos de autor|direitos autorais|diritto d.autore|авторск\S{1,3} прав|praw\w* autorsk|telif hakk|ophavsret|upphovsrätt|版权|著作権|저작권|copyright|dmca|infring(?:ing|ement|ed)|piracy|bit ?torrent|\bp2p\b|urheberrecht|auteursrecht|droits? d.auteur|peer-to-peer/gi,
  ),
  rule('ip.trademark', 8, /trademark|merkrecht|markenrecht|brand (?:abuse|infringement|impersonation)|counterfeit/gi),
  rule(
    'attack.bruteforce',
    10,
    /password spray|fehlversuch|перебор\S{0,2} парол|брутфорс|\bpreauth\b|too many attempts|mot de passe incorrect|ataque\w* de diccionario|attaques? par dictionnaire|wörterbuchangriff|woordenboekaanval|logge? inn?\b|logga in|log(?:ge)?(?:s|r)? ind|intrångsförsök|kirjautumisyrity|innloggingsforsøk|attempts? to log ?in|mislukte aanmelding|fehlgeschlagene\w? anmeld|échecs? (?:de|d'authentification)|intentos? fallidos?|accessi falliti|invalid user|bad password|wrong password|authentication failed|несанкционированн\S{1,3} доступ|nieudan\w+ logowa|login fail\w+|failed password|подбор\S{0,2} парол|попытк\S{1,2} (?:взлом|входа|авторизац)|prób\S{1,2} (?:logowania|włamania|zalogowania)|parola deneme|kaba kuvvet|pokus\S{0,2} o (?:přihlášení|průnik)|for[țt][ăa] brut[ăa]|försök att logga in|forsøg på at logge|bejelentkezési kísérlet|anmeldung.{1,80}gescheitert|tentativas? de (?:acesso|login|invas)|tentativi di (?:accesso|login)|acceso no autorizado|acces neautorizat|accesso abusivo|mot(?:s)? de passe erron|暴力破解|密码|総当たり|ログイン試行|무차별|brute[ -]?force|login attack|(?:failed|invalid|unauthori[sz]ed) (?:ssh )?log-?ins?|(?:ssh|imap|pop3|smtp|ftp|rdp|sip)(?:d)? (?:attack|login|brute|auth)|log-?in ?attempts?|(?:tr(?:ied|ying|ies)|attempt(?:ed|ing)?) to log ?in|unauthori[sz]ed (?:access|login)|account takeover|credential stuffing|authentication (?:failure|attempts?)|sasl login|dictionary attack|password guess|wp-login|inlogpoging|inlog-?aanval|anmeldeversuch|einbruchsversuch|loginversuch|force brute|tentatives? de connexion|fuerza bruta|for[çc]a bruta|logon fail\w+|failed to log ?on|logon attempts?|ssh-bf|too many (?:login|authentication) failures|intentos? de (?:acceso|inicio)|forza bruta|fail2ban/gi,
  ),
  rule(
    'attack.exploit',
    9,
    /\bexploit(?:s|ing|ation|ed)?\b|ausnutzung|uitbuit|sql[ -]?injection|exploit(?:ation)? (?:attempt|attack)|web(?:site|server)? attack|web app(?:lication)? (?:attack|scan)|hack(?:ing)? attempts?|remote code|path traversal|xss\b|shellshock|log4(?:j|shell)|http-?botnet|intrusion attempt|inbraakpoging|hackpoging|hackversuch|tentatives? d.intrusion|intentos? de intrusi[oó]n|vulnerability scan|directory traversal|command injection|\bregbot\b|modsecurity|mod_security|wordfence/gi,
  ),
  rule(
    'attack.scan',
    8,
    /сканирован|skanowani|port taraması|varredura|scansion|skenován|portscanning|portszken|端口扫描|ポートスキャン|포트 ?스캔|port[ -]?scan(?:ning|s|ned)?|\bscann?(?:ing|er|s|ed)?\b|\bprob(?:e|es|ing)\b|net-?scan|darknet|poortscan|portscan|balayage|scan de ports|escaneo|escaneos|sondeo/gi,
  ),
  rule(
    'attack.scraping',
    8,
    /\bscrap(?:ing|er)\b|bad bot|aggressive (?:crawl|bot|robot)|robots? agressif|aspir(?:e|ation|ateur)\b|crawler|spider/gi,
  ),
  rule(
    'vuln.amplifier',
    12,
    /open (?:dns )?(?:resolver|recurs)|(?:exploitable|open|vulnerable|misconfigured) (?:ntp|dns|ssdp|snmp|memcached|chargen|ldap|cldap|portmap(?:per)?|netbios|mdns|qotd)(?: server| service)?|amplif(?:ier|ication)|reflect(?:or|ion)/gi,
  ),
  rule(
    'ddos.source',
    9,
    /\bflood(?:s|ed|ing)?\b|\bbotting\b|slowloris|half-?open connections|(?:millions|thousands|hundreds) of (?:requests|packets)|(?:packets|requests) (?:per|a) second|duizenden verzoeken|\bddos\w{0,4}\b|överbelastningsattack|отказ\S{0,2} в обслуживании|odmow\S{1,2} (?:usługi|dostępu do usługi)|hizmet engelleme|negação de serviço|negazione del servizio|túlterheléses|拒绝服务|サービス拒否|\bd?dos[ -]?attack|\bddos\b|denial[ -]of[ -]service|(?:syn|udp|icmp|http)[ -]?flood|outbound attack|déni de service|denegaci[oó]n de servicio|overbelasting|überlastungsangriff/gi,
  ),
  rule('spam.comment_harvest', 12, /comment spam|forum spam|email harvest|\bharvest(?:ing|er)\b|harvesting ips/gi),
  rule('spam.advertised', 10, /spam-?verti[sz](?:ed|ing)|advertised in spam/gi),
  rule(
    'spam.source',
    7,
    /backscatter|spam ?trap|vals afzenderadres|valse (?:mail|e-?mail|afzender)|gefälschte\w? absender|expéditeur falsifié|in our name|uit onze naam|in unserem namen|en notre nom|en nuestro nombre|a nostro nome|forged (?:mail|e-?mail|sender)|spoof(?:ed|ing)|roskaposti|spf=fail|спам|рассыл\S{1,4}|niechcian\S{1,3} (?:wiadomo|poczt)|istenmeyen (?:e-?posta|posta)|nevyžádan|oönskad\w* (?:e-?post|reklam)|uønsket (?:mail|reklame)|nesolicitat|kéretlen|e-?mails? n[ãa]o solicitad|messaggi indesiderati|posta indesiderata|垃圾邮件|迷惑メール|스팸|\bspam(?:ming|mer|med|trap|s)?\b|unsolicited (?:bulk |commercial |marketing ){0,2}(?:e-?mail|mail|message)|\bube\b|\buce\b|junk ?mail|ongewenste (?:e-?mail|reclame)|unerw[üu]nschte (?:e-?mails?|werbung)|courriers? ind[ée]sirables?|pourriel|correo no deseado|email abuse|email from|dmarc (?:failure|forensic)/gi,
  ),
  rule(
    'reputation.blocklisted',
    9,
    /block ?list(?:ed|ing)?|black ?list(?:ed|ing)?|\bsbl\b|\bsbl\d+|\buceprotect|\brbl\b|\bdnsbl\b|spamhaus/gi,
  ),
  rule(
    'fraud.scam',
    7,
    /extort\w*|blackmail|sextortion|afpers\w+|erpress\w+|chantage|extorsi[oó]n|\bscam\b|\bfraud(?:ulent|e)?\b|frauduleux|fraudulös|betrug|oplichting|fake (?:shop|store|website)|nep(?:winkel|shop)|advance fee/gi,
  ),
  rule(
    'intrusion.website',
    8,
    /webshell|gehackt|hacked (?:web)?site|compromised (?:web)?sites?|web ?shell|backdoor|gehackte (?:web)?site|injected (?:code|script)/gi,
  ),
  rule(
    'intrusion.server',
    8,
    /\bcompromis(?:e|ed|sion)\b|\bowned\b|kompromittiert|gecompromitteerd|comprometid|compromess|compromised (?:server|host|system|machine|account)|server (?:is |was |has been )?(?:hacked|compromised)|gehackte server/gi,
  ),
  rule(
    'vuln.cve',
    7,
    /\bcve-\d{4}-\d+|vulnerab(?:le|ility|ilities)|kwetsba(?:ar|arheid|re)|schwachstelle|unpatched|outdated version/gi,
  ),
  rule(
    'vuln.exposed_service',
    6,
    /exposed (?:[\w-]{1,20} ){0,4}(?:interface|device|panel|console|port|service|system|server)|default (?:password|credentials)|standardpasswort|standaardwachtwoord|ohne (?:authentifizierung|passwort|kennwort) (?:erreichbar|zugänglich)|zonder (?:wachtwoord|authenticatie)|sans (?:mot de passe|authentification)|sin (?:contraseña|autenticación)|senza (?:password|autenticazione)|without (?:a )?(?:password|authentication)|(?:open|exposed|accessible|unprotected) (?:rdp|telnet|smb|vnc|redis|mongo\w*|elastic\w*|database|service|port|docker|ftp|adb|ipmi)/gi,
  ),
  rule('content.hate_harassment', 6, /harass(?:ment|ing)|hate speech|defamat|smaad|haatzaai|death threat|stalking/gi),
  rule('infra.open_proxy', 8, /open (?:http |socks )?proxy|open proxies/gi),
  rule('reputation.intel', 4, /dmarc (?:failure|forensic)/gi),
];

/** Words that say a mail is about abuse at all. Without one of these or a kind, a mail with an address is just a mail. */
const about = new Words(
  /\bpirat(?:er|age|é|ear|eria)\w*|скарга|καταγγελ|väärinkäyt|intrång|inntreng|atakuj|útok|útočí|firewall (?:bloc|block|heeft|hat)|pare-feu|cortafuegos|legt .{1,40} lahm|해킹|신고|\bhack(?:s|ed|ing|ers?|versuch)?\b|br(?:oke|oken|eak(?:ing)?) into|break-?in|stole[n]?\b|exfiltrat|fake (?:accounts?|sign-?ups?|orders?)|stolen cards?|carding|bedreig|bedroh|menace|amenaza|minaccia|threaten|skannat|skannaus|tietomurto|kalastelu|zásah|unberechtigt|ongeoorloofd|oplicht|estafa|arnaque|truffa|oszust|saldırı|взлом|włama|angreb|angrepp|támadás|\batac\b|atacuri|denúncia|жалоб|zgłoszeni|şikayet|stížnost|klagomål|klage over|panasz|neautorizat|pericol|inbreuk|\babus(?:e|es|ed|ing|ive)\b|misbruik|missbrauch|attack(?:s|ed|ing|er|ers)?\b|aanval(?:len)?|aangevallen|angriff|angegriffen|attaque|ataque|atacad|attacc|intru(?:sion|der)|legal action|illicit|locked out|blocked|banned|geblokkeerd|gesperrt|blockiert|illegaal|onrechtmatig|plainte|denuncia|queja|signalement|abus\b|abuso|злоупотреб|атак|nadużyc|zneužit|不正|滥用|攻击|攻撃|남용|공격|malicious|kwaadaardig|incident|complain(?:t|ts|ed|ing)|klacht|melding van|beschwerde|violat(?:ion|ing|es)|suspicious|verdacht|illegal|illegaal|hacked|offending|infraction|takedown|take down|notice/i,
);

export interface KindFound {
  readonly kind: string;
  /** The words that said so, as written, for the eye of who checks. */
  readonly words: string;
}

/** The kind a subject and text tell; undefined where nothing in them speaks of abuse. */
export function kindInWords(subject: string, text: string): KindFound | undefined {
  const head = subject.slice(0, 500);
  const body = text.slice(0, 30_000);
  const [foldedHead, foldedBody] = [fold(head), fold(body)];
  let best: { kind: string; words: string; score: number } | undefined;
  for (const { kind, words, weight } of rules) {
    const inSubject = words.match(head, foldedHead);
    const inBody = words.match(body, foldedBody);
    if (!inSubject && !inBody) continue;
    // The second and third word of a kind say less than the first; a long mail must not win by length.
    const score = weight * ((inSubject ? 4 : 0) + Math.min(inBody?.length ?? 0, 3) / 2 + (inBody ? 0.5 : 0));
    const said = (inSubject ?? inBody)?.[0] ?? '';
    if (!best || score > best.score) best = { kind, words: said, score };
  }
  if (best) return { kind: best.kind, words: best.words };
  const general = about.match(`${head}\n${body}`);
  return general ? { kind: 'report.unclassified', words: general[0] } : undefined;
}

/** The kind a heading tells, for lists under headings; undefined where it tells none. */
export function kindOfHeading(heading: string): string | undefined {
  let best: { kind: string; weight: number } | undefined;
  for (const { kind, words, weight } of rules)
    if (words.match(heading) && (!best || weight > best.weight)) best = { kind, weight };
  return best?.kind;
}
