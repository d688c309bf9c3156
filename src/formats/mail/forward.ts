/**
 * A message that stands in the words of another: forwarded inline by a person or a ticket system, with its sender, moment and
 * subject as lines above it. Found by those lines, in the languages that mail programs write them in.
 */

export interface ForwardedText {
  /** As they stand there; only those that stand there. */
  readonly from?: string;
  readonly date?: string;
  readonly subject?: string;
  /** What the forwarded message says, without quote marks. */
  readonly body: string;
}

type FieldName = 'from' | 'date' | 'subject' | 'to' | 'other';

/** Names of header fields over a forwarded message, per language. */
const fieldNames: Readonly<Record<string, FieldName>> = {
  from: 'from',
  van: 'from',
  von: 'from',
  de: 'from',
  expéditeur: 'from',
  afzender: 'from',
  absender: 'from',
  da: 'from',
  date: 'date',
  sent: 'date',
  datum: 'date',
  verzonden: 'date',
  verstuurd: 'date',
  gesendet: 'date',
  envoyé: 'date',
  inviato: 'date',
  enviado: 'date',
  fecha: 'date',
  subject: 'subject',
  onderwerp: 'subject',
  betreff: 'subject',
  objet: 'subject',
  sujet: 'subject',
  oggetto: 'subject',
  asunto: 'subject',
  to: 'to',
  aan: 'to',
  an: 'to',
  à: 'to',
  a: 'to',
  para: 'to',
  cc: 'other',
  kopie: 'other',
  copie: 'other',
  bcc: 'other',
  'reply-to': 'other',
  'antwoord aan': 'other',
  importance: 'other',
  prioriteit: 'other',
  priorité: 'other',
  priorität: 'other',
  attachments: 'other',
  bijlagen: 'other',
  anlagen: 'other',
  'pièces jointes': 'other',
};

const marker =
  /^[ \t]*(?:[-_=*]{2,20}[ \t]?(?:original (?:message|appointment)|forwarded (?:message|by)[^\n]{0,120}?|begin(?: of)? forwarded message:?|oorspronkelijk bericht|doorgestuurd bericht|urspr(?:ü|ue)ngliche (?:nachricht|mail)|weitergeleitete nachricht|message (?:d'origine|original|transf[ée]r[ée])|messaggio originale|mensaje original)[ \t]?[-_=*:]{0,20}|begin forwarded message:?|begin doorgestuurd bericht:?|anfang der weitergeleiteten (?:nachricht|e-?mail):?|d[ée]but du message (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée]) ?:?)[ \t]*$/i;
const endMarker =
  /^[ \t]*[-_=*]{2,20}[ \t]?(?:end(?: of)? forwarded message|einde doorgestuurd bericht|ende der weitergeleiteten nachricht|fin du message (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée]))[ \t]?[-_=*]{0,20}[ \t]*$/i;

const fieldLine = /^[ \t]*\*{0,2}([\p{L}][\p{L} -]{0,18}?)[ \t\u00a0]{0,3}\*{0,2}:\*{0,2}[ \t\u00a0]{0,6}(.*)$/u;

const unquoted = (line: string) => line.replace(/^(?:[ \t]{0,3}>[ \t]?){1,8}/, '');
const isQuoted = (line: string) => /^[ \t]{0,3}>/.test(line);

function fieldOf(line: string): { name: FieldName; value: string } | undefined {
  const found = fieldLine.exec(line);
  if (!found) return undefined;
  const key = (found[1] ?? '').trim().toLowerCase();
  const name = Object.hasOwn(fieldNames, key) ? fieldNames[key] : undefined;
  return name && { name, value: (found[2] ?? '').trim() };
}

interface Block {
  readonly fields: ReadonlyMap<FieldName, string>;
  /** Number of the first line after the block. */
  readonly next: number;
}

/** Header lines from here on: at least a sender and one thing more, mixed with nothing else. */
function blockAt(lines: readonly string[], from: number): Block | undefined {
  const fields = new Map<FieldName, string>();
  let i = from;
  let last: FieldName | undefined;
  for (; i < lines.length && i < from + 30; i++) {
    const line = unquoted(lines[i] ?? '');
    if (line.trim() === '') {
      if (fields.size === 0 && i < from + 3) continue;
      // Some programs leave a line empty between two fields.
      if (!fieldOf(unquoted(lines[i + 1] ?? '')) || fields.size >= 3) break;
      continue;
    }
    const field = fieldOf(line);
    if (!field) {
      // A folded address list goes on in deeper lines.
      if (last && /^[ \t]{2,}\S/.test(line)) continue;
      break;
    }
    last = field.name;
    if (field.value !== '' && !fields.has(field.name)) fields.set(field.name, field.value);
  }
  const more = ['date', 'subject', 'to'].filter((n) => fields.has(n as FieldName)).length;
  return fields.has('from') && more >= 1 ? { fields, next: i } : undefined;
}

const mostText = 1_000_000;

/**
 * The message a text passes on; undefined where it passes none on.
 * @param isForward the subject or a ticket system says that this is one: then a header block without a marker line is enough
 */
export function forwardIn(text: string, isForward: boolean): ForwardedText | undefined {
  const lines = text.slice(0, mostText).split('\n');
  for (const [i, line] of lines.entries()) {
    if (i > 2000) return undefined;
    const isMarked = marker.test(unquoted(line));
    const mayOpen = isMarked || (isForward && fieldOf(unquoted(line))?.name === 'from');
    const block = mayOpen ? blockAt(lines, isMarked ? i + 1 : i) : undefined;
    if (block) return cut(lines, block);
  }
  return isForward ? quotedWhole(lines) : undefined;
}

function cut(lines: readonly string[], block: Block): ForwardedText {
  const rest: string[] = [];
  for (const line of lines.slice(block.next)) {
    if (endMarker.test(unquoted(line))) break;
    rest.push(line);
  }
  // Quote marks are taken off only where all that says something has them.
  const said = rest.filter((l) => l.trim() !== '');
  const all = said.length > 0 && said.filter(isQuoted).length >= said.length * 0.8;
  const from = block.fields.get('from');
  const date = block.fields.get('date');
  const subject = block.fields.get('subject');
  return {
    ...(from ? { from } : {}),
    ...(date ? { date } : {}),
    ...(subject ? { subject } : {}),
    body: (all ? rest.map(unquoted) : rest).join('\n').trim(),
  };
}

/** A forward that is nothing but a quote: its lines without the marks. */
function quotedWhole(lines: readonly string[]): ForwardedText | undefined {
  const quoted = lines.filter(isQuoted);
  const said = lines.filter((l) => l.trim() !== '');
  if (quoted.length < 3 || quoted.length < said.length * 0.5) return undefined;
  return { body: quoted.map(unquoted).join('\n').trim() };
}

/** Subjects that say a message is passed on, in the languages of mail programs. */
export const forwardSubject =
  /^\s*(?:\[[^\]]{1,60}\]\s*)?(?:fwd?|fw|wg|wtr|tr|doorst|doorgestuurd|i|rv|inoltro|vs)\s{0,2}:/i;

/** The forwarded message as a message of its own: its lines as header, its text as body; nothing is added to what stood there. */
export function forwardBytes(forward: ForwardedText): Uint8Array {
  const flat = (value: string) => value.replace(/\s+/g, ' ').slice(0, 1000);
  const head = [
    ...(forward.from ? [`From: ${flat(forward.from)}`] : []),
    ...(forward.date ? [`Date: ${flat(forward.date)}`] : []),
    ...(forward.subject ? [`Subject: ${flat(forward.subject)}`] : []),
    'Content-Type: text/plain; charset=utf-8',
  ];
  return new TextEncoder().encode(`${head.join('\n')}\n\n${forward.body}\n`);
}
