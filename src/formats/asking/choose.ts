/** Which formats to ask about a unit, in which order, and why: the declarations of the formats against the unit. */
import type { FileUnit, Format, MailPart, MailUnit, Match, Unit } from '../format.ts';
import { formatGroups } from '../format.ts';
import { mailText } from '../mail/text.ts';
import { leaves, ownParts } from '../mail/unit.ts';

export interface Candidate {
  readonly format: Format;
  /** Sum of the weights of the declarations that hold. */
  readonly weight: number;
  /** What held, for people. */
  readonly why: string;
}

const bodyRead = 65_536;

interface Facts {
  readonly kind: Unit['kind'];
  readonly senders: readonly string[];
  readonly subject: string;
  readonly headers: MailPart['headers'];
  readonly types: ReadonlySet<string>;
  readonly names: readonly string[];
  body(): string;
}

function factsOf(unit: Unit): Facts {
  return unit.kind === 'mail' ? mailFacts(unit) : fileFacts(unit);
}

function mailFacts(unit: MailUnit): Facts {
  let body: string | undefined;
  const types = new Set<string>();
  const names: string[] = [];
  for (const part of ownParts(unit.root)) {
    types.add(part.type);
    if (part.filename) names.push(part.filename);
  }
  for (const file of unit.files) if (file.name) names.push(file.name);
  return {
    kind: 'mail',
    senders: unit.originator ? [unit.from, unit.originator] : [unit.from],
    subject: unit.subject,
    headers: unit.root.headers,
    types,
    names,
    body: () => {
      body ??= bodyFor(unit);
      return body;
    },
  };
}

/** Text of the mail, and the start of each other text part: a report may be in any of them. */
function bodyFor(unit: MailUnit): string {
  const pieces = [mailText(unit).slice(0, bodyRead)];
  let size = pieces[0]?.length ?? 0;
  for (const part of leaves(unit.root)) {
    if (size > bodyRead) break;
    if (part.type === 'text/html' || part.type.startsWith('multipart/')) continue;
    if (part.type === 'text/plain' && part.filename === undefined) continue;
    if (!/^(?:text|application)\//.test(part.type) && part.type !== 'message/feedback-report') continue;
    const bytes = part.bytes();
    if (bytes.length === 0 || bytes.length > 4_000_000) continue;
    const text = part.text().slice(0, 16_384);
    pieces.push(text);
    size += text.length;
  }
  return pieces.join('\n\n').slice(0, bodyRead);
}

function fileFacts(unit: FileUnit): Facts {
  let body: string | undefined;
  return {
    kind: 'file',
    senders: unit.within ? [unit.within.from, unit.within.originator ?? ''] : [],
    subject: unit.within?.subject ?? '',
    headers: unit.within?.root.headers ?? [],
    types: new Set([unit.type]),
    names: [unit.name],
    body: () => {
      body ??= unit.bytes().length > 4_000_000 ? headText(unit.bytes()) : unit.text().slice(0, bodyRead);
      return body;
    },
  };
}

const headText = (bytes: Uint8Array) => new TextDecoder().decode(bytes.subarray(0, bodyRead));

/** What of a declaration holds, in words; undefined where one test of it fails. */
function holds(match: Match, facts: Facts): string | undefined {
  if (match.kind !== facts.kind) return undefined;
  const said: string[] = [];
  if (match.partType !== undefined) {
    if (!facts.types.has(match.partType)) return undefined;
    said.push(`a part of type ${match.partType}`);
  }
  if (match.from) {
    const pattern = match.from;
    const sender = facts.senders.find((s) => pattern.test(s));
    if (sender === undefined) return undefined;
    said.push(`sender ${sender}`);
  }
  if (match.subject) {
    if (!match.subject.test(facts.subject.slice(0, 2000))) return undefined;
    said.push('its subject');
  }
  if (match.header) {
    const [name, pattern] = match.header;
    const wanted = name.toLowerCase();
    if (!facts.headers.some((h) => h.name.toLowerCase() === wanted && pattern.test(h.value))) return undefined;
    said.push(`header ${name}`);
  }
  if (match.filename) {
    const pattern = match.filename;
    const name = facts.names.find((n) => pattern.test(n));
    if (name === undefined) return undefined;
    said.push(`file name ${name}`);
  }
  if (match.body) {
    if (!match.body.test(facts.body())) return undefined;
    said.push('its text');
  }
  return said.join(', ') || (facts.kind === 'mail' ? 'any mail' : 'any file');
}

/** Whether a hint names this format: by its id, or its id and one of its lists (`blocklistde:ssh`, `blocklistde-ssh`). */
const isNamed = (hint: string | undefined, id: string) =>
  hint !== undefined && (hint === id || (hint.startsWith(id) && /^[-:./]/.test(hint.slice(id.length))));

/**
 * The formats to ask, most likely first: a hinted format before all, then standards before feeds before templates,
 * within a group the highest weight, at equal weight the longer id. The fallback comes last, and only where asked for.
 */
export function candidates(unit: Unit, formats: readonly Format[]): Candidate[] {
  const facts = factsOf(unit);
  const found: Candidate[] = [];
  for (const format of formats) {
    let weight = 0;
    const why: string[] = [];
    for (const match of format.match) {
      const said = holds(match, facts);
      if (said === undefined) continue;
      weight += match.weight ?? 50;
      why.push(said);
    }
    if (isNamed(unit.hint, format.id))
      found.push({ format, weight: Number.POSITIVE_INFINITY, why: 'it was named as the format' });
    else if (why.length > 0) found.push({ format, weight, why: [...new Set(why)].join('; ') });
  }
  const rank = (c: Candidate) => (c.weight === Number.POSITIVE_INFINITY ? -1 : formatGroups.indexOf(c.format.group));
  return found.sort(
    (a, b) =>
      rank(a) - rank(b) ||
      b.weight - a.weight ||
      b.format.id.length - a.format.id.length ||
      (a.format.id < b.format.id ? -1 : 1),
  );
}
