/** A report in words as lines, and the lines that say `label: value`; headers of quoted mails are told apart from what the sender says. */
import { ipOf } from '../values/fields.ts';
import { isReferenceLabel, isSourcePortLabel, isTargetPortLabel, isTimeLabel, isUrlLabel, sideOf } from './labels.ts';
import { logLine } from './logs.ts';

export interface Line {
  /** Refanged, without quote marks and list signs. */
  readonly text: string;
  /** Number of the line in the text, from 1. */
  readonly at: number;
  /** Number of the last line of a sentence that was broken over several. */
  readonly until?: number;
  /** Part of a quoted mail header: its addresses are relays, not sources. */
  readonly isHeader: boolean;
  /** Registry data, a signature, or the words of a quoted spam: not what the sender says about who did it. */
  readonly aside?: 'registry' | 'signature' | 'quoted';
}

export interface Labelled {
  /** Lower case, without what stands in brackets. */
  readonly label: string;
  /** As written. */
  readonly name: string;
  readonly value: string;
  /** What stood in brackets in the label: `Timestamp (UTC)`. */
  readonly note: string;
  readonly at: number;
  /** Line of the value, where it stands below its label. */
  readonly valueAt: number;
  readonly aside?: Line['aside'];
}

const headerField =
  /^(?:received|return-path|delivered-to|x-[a-z0-9-]{2,40}|message-id|mime-version|content-[a-z-]+|authentication-results|dkim-signature|domainkey-signature|received-spf|arc-[a-z-]+|envelope-to|delivery-date|references|in-reply-to|list-[a-z-]+|user-agent|reply-to|feedback-id|thread-[a-z]+|precedence|errors-to|sender|autocrypt)\s{0,3}:/i;
/** Headers that only a whole mail has: where one of these stood, the words below belong to that mail. */
const wholeMail = /^(?:received|return-path|message-id|mime-version|dkim-signature)\s{0,3}:/i;
const registry =
  /^(?:inetnum|inet6num|netname|netrange|nethandle|nettype|net-name|parent|cidr|originas|origin|route6?|descr|country|org|orgname|orgid|organisation|org-name|mnt-(?:by|ref|routes|domains|lower)|admin-c|tech-c|abuse-c|nic-hdl|status|remarks|source|created|last-modified|changed|regdate|updated|address|phone|fax-no|person|role|e-mail|orgabuse\w+|orgtech\w+|rtech\w+|rabuse\w+|nserver|notify|owner|ownerid|responsible|inetrev|aut-num|nsstat|nslastaa)\s{0,3}:\s{2,}\S/i;
const registryStart = /^(?:inetnum|inet6num|netrange|route6?|inetrev|cidr)\s{0,3}:/i;
const closing =
  /^(?:(?:with )?(?:kind(?:est)?|best|warm|many thanks and|yours) (?:regards|wishes)|regards|sincerely|yours (?:sincerely|faithfully|truly)|cheers|thanks|thank you|many thanks|met (?:vriendelijke|hartelijke) groet(?:en)?|hoogachtend|groeten|mit (?:freundlichen|besten) gr[üu](?:ß|ss)en|viele gr[üu](?:ß|ss)e|hochachtungsvoll|cordialement|bien cordialement|salutations|saludos(?: cordiales)?|atentamente|un saludo|cordiali saluti|distinti saluti|atenciosamente|z poważaniem|s pozdravem|с уважением|以上|敬具)[\s,.!]*$/iu;
const showsProof =
  /^(?:[-=_*#~+]{3,}.*|.{0,40}\b(?:logs?|log ?files?|evidence|headers?|attach\w*|original|details?|proof|sample|bewijs\w*|logregels|beweis\w*|protokoll|preuves?|journaux|registros?|pruebas|ip)\b.{0,40}:?)$/i;
const mostLines = 20_000;
const mostLine = 2000;

/** A line of registry data as some clients print it, with one blank behind the name; the sender's own labels are none. */
const goesOnRegistry = (line: string): boolean => {
  const label = /^([a-z0-9-]{2,20}): \S/i.exec(line)?.[1];
  const side = label === undefined ? 'source' : sideOf(label);
  return side === undefined || side === 'other';
};

/** A line this long that ends without a stop may go on in the next, as mail programs break sentences. */
const broken = 45;
const longestSentence = 1200;
const listSign = /^(?:[*•·–+-]|\d{1,3}[.)])[ \t]/;
const opensWithAddress = /^["'[(<]?(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7})(?![\w.])/i;

/** Whether a sentence goes on from one line to the next: no list, no table, no label, no line of a log. */
function goesOn(line: Line, next: Line, rawNext: string, afterNext: string): boolean {
  const text = line.text;
  return (
    text.length >= broken &&
    text.length < longestSentence &&
    next.text !== '' &&
    line.isHeader === next.isHeader &&
    !line.isHeader &&
    line.aside === next.aside &&
    line.aside !== 'registry' &&
    !/[.:;!?。…>}\]]["')]?$/.test(text) &&
    text.split(' ').length >= 5 &&
    !/\t|\|| {3,}|^\S+:\/\/\S+$/.test(text) &&
    !/\t|\|| {3,}/.test(next.text) &&
    !listSign.test(rawNext) &&
    !/^[\p{L}][\p{L} _-]{0,24}\s?[:=]\s/u.test(next.text) &&
    !(opensWithAddress.test(next.text) && opensWithAddress.test(afterNext)) &&
    !/^(?:\W|\w{3} +\d|\d{4}-)/u.test(next.text.replace(/^["'(«„“]/, '')) &&
    logLine(text)?.source === undefined
  );
}

/** Sentences broken over lines, whole again. */
function joined(lines: readonly Line[], raws: readonly string[]): Line[] {
  const out: Line[] = [];
  for (const [i, line] of lines.entries()) {
    const last = out.at(-1);
    const before = lines[i - 1];
    if (last && before && goesOn({ ...before, text: before.text }, line, raws[i] ?? '', lines[i + 1]?.text ?? ''))
      out[out.length - 1] = { ...last, text: `${last.text} ${line.text}`, until: line.at };
    else out.push(line);
  }
  return out;
}

/**
 * Cuts a text into lines. Endless lines are cut, sentences broken over lines are made whole; quoted headers and what is not the
 * sender's own word are marked.
 */
export function linesOf(text: string): Line[] {
  const raws: string[] = [];
  const lines: Line[] = [];
  let inHeader = false;
  let wasMail = false;
  let inQuoted = false;
  let signature = 0;
  let inRegistry = false;
  let at = 0;
  for (const raw of text.split('\n', mostLines)) {
    at++;
    const cut = raw.length > mostLine ? raw.slice(0, mostLine) : raw;
    const unquoted = cut.replace(/^(?:[ \t]{0,8}[>|][ \t]?){1,10}/, '');
    const folded = /^[ \t]+\S/.test(unquoted);
    const trimmed = unquoted.trim();
    if (headerField.test(trimmed)) {
      inHeader = true;
      if (wholeMail.test(trimmed)) wasMail = true;
    } else if (inHeader && (!folded || trimmed === '')) {
      const goesOn = trimmed !== '' && /^(?:from|to|cc|bcc|date|subject)\s{0,3}:/i.test(trimmed);
      if (trimmed === '' && wasMail) inQuoted = true;
      if (trimmed === '') wasMail = false;
      inHeader = goesOn;
    }
    if (inQuoted && /^(?:[-=*_#~]{4,}.*|.{0,20}\bend of\b.{0,40})$/i.test(trimmed)) inQuoted = false;
    if (registryStart.test(trimmed)) inRegistry = true;
    else if (
      inRegistry &&
      trimmed !== '' &&
      !/^[%#]/.test(trimmed) &&
      !/^[a-z0-9-]{2,20}:\s{2,}/i.test(trimmed) &&
      !(lines.at(-1)?.text !== '' && goesOnRegistry(trimmed)) &&
      !registryStart.test(trimmed)
    )
      inRegistry = false;
    if (/^--\s*$/.test(unquoted)) signature = 30;
    else if (closing.test(trimmed)) signature = 12;
    else if (signature > 0 && (showsProof.test(trimmed) || logLine(trimmed) !== undefined)) signature = 0;
    const aside =
      inRegistry || registry.test(trimmed)
        ? ('registry' as const)
        : inQuoted
          ? ('quoted' as const)
          : signature > 0
            ? ('signature' as const)
            : undefined;
    if (signature > 0) signature--;
    raws.push(trimmed);
    lines.push({
      text: trimmed.replace(/^(?:[*•·–-]|\d{1,2}[.)])[ \t]+(?=\S)/, ''),
      at,
      isHeader: inHeader,
      ...(aside ? { aside } : {}),
    });
  }
  return joined(lines, raws);
}

const labelLine =
  /^([\p{L}][\p{L}\p{N} /_.'#&-]{0,60}?)[ \t]{0,12}(?:\(([^()]{0,40})\)|\[([^[\]]{0,40})\])?[ \t]{0,12}(?::|=|：|\.{2,}:?|\t|[ \t][-–][ \t]|\|)[ \t]{0,20}(.*)$/u;
/** Where a second label begins on one line. */
const nextLabel =
  /(?:[;|,][ \t]{0,4}|\.[ \t]{1,4}|[ \t]{2,}|\t)(?=[\p{L}][\p{L}\p{N} _'’-]{1,30}[ \t]{0,3}[:=][ \t]{0,4}\S)/u;

const isKnown = (name: string) => {
  const label = cleanLabel(name);
  return (
    sideOf(label) !== undefined ||
    isTimeLabel(label) ||
    isUrlLabel(label) ||
    isSourcePortLabel(label) ||
    isTargetPortLabel(label) ||
    isReferenceLabel(label)
  );
};
const cleanLabel = (name: string) =>
  name
    .toLowerCase()
    .replace(/[\s_]+/g, ' ')
    .trim();

/** The pieces of a line that holds several labels: `Date: …; Source IP: …; Port: 22`. */
function segments(text: string): string[] {
  if (text.length > 1000 || !/[:=].{1,400}[:=]/.test(text)) return [text];
  const cut: string[] = [];
  for (const piece of text.split(nextLabel)) {
    const name = /^([\p{L}][\p{L}\p{N} _'’-]{1,30}?)[ \t]{0,3}[:=]/u.exec(piece)?.[1];
    const last = cut.length - 1;
    if (last < 0 || (name !== undefined && isKnown(name))) cut.push(piece);
    else
      cut[last] = text.slice(
        text.indexOf(cut[last] ?? ''),
        text.indexOf(piece, text.indexOf(cut[last] ?? '')) + piece.length,
      );
  }
  return cut;
}

/** Whether the colon is one within an IPv6 address: `from 2001:db8::1`. */
function cutsAddress(text: string, colon: number): boolean {
  const head = /(?<![\p{L}\p{N}])[0-9a-f]{1,4}$/iu.exec(text.slice(0, colon))?.[0];
  const tail = /^:[0-9a-f:.]{2,40}/i.exec(text.slice(colon))?.[0];
  return head !== undefined && tail !== undefined && ipOf(`${head}${tail.replace(/[.:]$/, '')}`) !== undefined;
}

/** `label: value`, `label = value`, `label<tab>value`; a label alone on its line takes the next line that says something. */
export function labelled(lines: readonly Line[]): Labelled[] {
  const found: Labelled[] = [];
  for (const [i, line] of lines.entries()) {
    if (line.isHeader || line.text === '' || line.aside === 'registry') continue;
    for (const piece of segments(line.text)) {
      const hit = labelLine.exec(piece);
      if (!hit) continue;
      // A sentence may end before the label begins: "Attack seen. Host: …".
      const name = (hit[1] ?? '').replace(/^.*[.!?]\s+/, '').trim();
      if (name === '') continue;
      let value = (hit[4] ?? '').trim();
      if (value.startsWith('//')) continue; // the colon of a URL
      if (/\d$/.test(hit[1] ?? '') && /^\d\d(?:\D|$)/.test(value)) continue; // the colon of a clock
      if (cutsAddress(piece, (hit[1] ?? '').length)) continue;
      let valueAt = line.at;
      if (value === '') {
        const next = lines.slice(i + 1, i + 3).find((l) => l.text !== '');
        if (!next || next.isHeader || /:\s*$/.test(next.text)) continue;
        value = next.text;
        valueAt = next.at;
      }
      found.push({
        label: cleanLabel(name),
        name,
        value: value.replace(/^["'<]+|["'>,;]+$/g, ''),
        note: hit[2] ?? hit[3] ?? '',
        at: line.at,
        valueAt,
        ...(line.aside ? { aside: line.aside } : {}),
      });
      if (found.length >= 2000) return found;
    }
  }
  return found;
}
