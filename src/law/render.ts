/** Fills a letter: template and fields in, subject, text and HTML out, or the list of what is missing. */
import { defang, err, type Language, ok, type Result, timeForPeople, type Words } from '#kernel';
import type { Step } from './action.ts';
import type { LetterTemplate } from './letter.ts';

export interface LetterTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
export interface LetterStep {
  readonly do: string;
  readonly command?: string;
}
/** What fills a field: words in the language of the letter, a table, or numbered steps. */
export type LetterValue = string | LetterTable | readonly LetterStep[];
export type LetterFields = Readonly<Record<string, LetterValue | undefined>>;

export interface RenderedLetter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
export interface NotWhole {
  /** Fields that are empty or of the wrong shape, and marks that could not be read. */
  readonly missing: readonly string[];
}

/** The one field that becomes a link: our own page for the answer. */
const linkField = 'answerLink';

interface Piece {
  readonly text: string;
  readonly bold: boolean;
  readonly link: boolean;
}
type Block =
  | { readonly is: 'heading' | 'paragraph'; readonly lines: readonly (readonly Piece[])[] }
  | { readonly is: 'list'; readonly items: readonly (readonly Piece[])[] }
  | { readonly is: 'table'; readonly table: LetterTable }
  | { readonly is: 'steps'; readonly steps: readonly LetterStep[] };

const section = /\{\{\s*#([a-zA-Z]+)\s*\}\}((?:(?!\{\{\s*#)[\s\S])*?)\{\{\s*\/\1\s*\}\}/;
const blockMark = /^\{\{\s*(table|steps):([a-zA-Z]+)\s*\}\}$/;
const loneField = /^\{\{\s*([a-zA-Z]+)\s*\}\}$/;
const inlineMark = /\*\*|\{\{\s*([a-zA-Z]+)\s*\}\}/g;

const isTable = (v: LetterValue | undefined): v is LetterTable => typeof v === 'object' && 'columns' in v;
const isSteps = (v: LetterValue | undefined): v is readonly LetterStep[] => Array.isArray(v);

function isFilled(v: LetterValue | undefined): boolean {
  if (typeof v === 'string') return harmless(v) !== '';
  if (isTable(v)) return v.rows.length > 0;
  return isSteps(v) && v.length > 0;
}

/**
 * Words from outside, made harmless: no control or direction characters, no address a mail program would make a link of,
 * nothing that reads as a mark. Line breaks stay only where the field stands on a line of its own.
 */
function harmless(value: string, keepLines = false): string {
  const shown = value
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (c) => (c === '\n' && keepLines ? c : ' '))
    .replace(/\p{Cf}/gu, '')
    .replace(/\b(?:https?|ftp):\/\/\S+|\bwww\.\S+/gi, (link) => defang(link))
    .replace(/\{(?=\{)/g, '{ ')
    .replace(/\}(?=\})/g, '} ');
  return shown
    .split('\n')
    .map((line) => line.replace(/ {2,}/g, ' ').trim())
    .join('\n')
    .trim();
}

/** An http(s) address as its own text, or undefined. */
function ownLink(value: string): string | undefined {
  const text = value.trim();
  if (!/^https?:\/\/[^\s<>"']+$/i.test(text)) return undefined;
  try {
    return new URL(text).href;
  } catch {
    return undefined;
  }
}

class Filling {
  readonly missing = new Set<string>();
  readonly fields: LetterFields;
  constructor(fields: LetterFields) {
    this.fields = fields;
  }

  /** Sections whose field is empty fall out, innermost first. */
  sections(text: string): string {
    let left = text;
    for (let found = section.exec(left); found; found = section.exec(left)) {
      const [whole, name = '', inner = ''] = found;
      const kept = isFilled(this.fields[name]) ? inner : '';
      left = left.slice(0, found.index) + kept + left.slice(found.index + whole.length);
    }
    return left;
  }

  /** One line of template: fields are put in as literal text and never read as template again. */
  line(text: string, keepLines = false): Piece[] {
    const pieces: Piece[] = [];
    let bold = false;
    let from = 0;
    const add = (t: string, link = false) => {
      if (t !== '') pieces.push({ text: t, bold, link });
    };
    for (const found of text.matchAll(inlineMark)) {
      add(this.plain(text.slice(from, found.index)));
      from = found.index + found[0].length;
      const name = found[1];
      if (name === undefined) bold = !bold;
      else {
        const value = this.fields[name];
        const shown =
          typeof value !== 'string' ? undefined : name === linkField ? ownLink(value) : harmless(value, keepLines);
        if (!shown) this.missing.add(name);
        else add(shown, name === linkField);
      }
    }
    add(this.plain(text.slice(from)));
    return pieces;
  }

  plain(text: string): string {
    for (const left of text.matchAll(/\{\{[^{}]*(?:\}\})?|\}\}/g)) this.missing.add(left[0]);
    return text;
  }

  blocks(body: string): Block[] {
    const blocks: Block[] = [];
    for (const part of this.sections(body).split(/\n\s*\n/)) {
      const lines = part
        .split('\n')
        .map((line) => line.replace(/ {2,}/g, ' ').trim())
        .filter((line) => line !== '');
      const first = lines[0];
      if (first === undefined) continue;
      const marked = lines.length === 1 ? blockMark.exec(first) : null;
      if (marked) {
        const [, shape, name = ''] = marked;
        const value = this.fields[name];
        if (shape === 'table' && isTable(value) && isFilled(value)) blocks.push({ is: 'table', table: value });
        else if (shape === 'steps' && isSteps(value) && isFilled(value)) blocks.push({ is: 'steps', steps: value });
        else this.missing.add(name);
      } else if (lines.every((line) => /^\d+\. /.test(line))) {
        blocks.push({ is: 'list', items: lines.map((line) => this.line(line.replace(/^\d+\. /, ''))) });
      } else if (lines.length === 1 && /^\*\*[^*{}]+\*\*$/.test(first)) {
        blocks.push({ is: 'heading', lines: [this.line(first.slice(2, -2))] });
      } else {
        const lone = lines.length === 1 && loneField.test(first);
        blocks.push({ is: 'paragraph', lines: lines.map((line) => this.line(line, lone)) });
      }
    }
    return blocks;
  }
}

const pieceText = (pieces: readonly Piece[]) => pieces.map((p) => p.text).join('');
const cell = (text: string | undefined) => harmless(text ?? '') || '–';

function tableText(t: LetterTable): string {
  const columns = t.columns.map(cell);
  const rows = t.rows.map((row) => columns.map((_, i) => cell(row[i])));
  const widths = columns.map((c, i) => Math.max(c.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const wide = widths.reduce((sum, w) => sum + w + 3, -3);
  if (wide <= 76) {
    const write = (cells: readonly string[]) =>
      cells
        .map((c, i) => c.padEnd(widths[i] ?? 0))
        .join(' | ')
        .trimEnd();
    return [write(columns), widths.map((w) => '-'.repeat(w)).join('-+-'), ...rows.map(write)].join('\n');
  }
  return rows.map((row) => row.map((c, i) => `${columns[i]}: ${c}`).join('\n')).join('\n\n');
}

function blockText(b: Block): string {
  switch (b.is) {
    case 'heading':
    case 'paragraph':
      return b.lines.map(pieceText).join('\n');
    case 'list':
      return b.items.map((item, i) => `${i + 1}. ${pieceText(item)}`).join('\n');
    case 'table':
      return tableText(b.table);
    case 'steps':
      return b.steps
        .map((s, i) => {
          const command = s.command?.split('\n').map((line) => `       ${line}`);
          return [`${i + 1}. ${harmless(s.do)}`, ...(command ?? [])].join('\n');
        })
        .join('\n');
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (c) => entities[c] ?? c);

function pieceHtml(pieces: readonly Piece[]): string {
  return pieces
    .map((p) => {
      const text = escaped(p.text).replaceAll('\n', '<br>');
      const linked = p.link ? `<a href="${escaped(p.text)}">${text}</a>` : text;
      return p.bold ? `<strong>${linked}</strong>` : linked;
    })
    .join('');
}

const cellStyle = 'border:1px solid #767676;padding:4px 8px;text-align:left;vertical-align:top';

function blockHtml(b: Block): string {
  switch (b.is) {
    case 'heading':
      return `<h2 style="font-size:1.1em;margin:1.2em 0 .3em">${b.lines.map(pieceHtml).join('')}</h2>`;
    case 'paragraph':
      return `<p>${b.lines.map(pieceHtml).join('<br>')}</p>`;
    case 'list':
      return `<ol>${b.items.map((item) => `<li>${pieceHtml(item)}</li>`).join('')}</ol>`;
    case 'table': {
      const head = b.table.columns.map((c) => `<th scope="col" style="${cellStyle}">${escaped(cell(c))}</th>`).join('');
      const rows = b.table.rows.map(
        (row) =>
          `<tr>${b.table.columns.map((_, i) => `<td style="${cellStyle}">${escaped(cell(row[i]))}</td>`).join('')}</tr>`,
      );
      return `<table style="border-collapse:collapse"><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
    }
    case 'steps':
      return `<ol>${b.steps
        .map((s) => {
          const command = s.command
            ? `<pre style="background:#f2f2f2;padding:6px;white-space:pre-wrap"><code>${escaped(s.command)}</code></pre>`
            : '';
          return `<li>${escaped(harmless(s.do))}${command}</li>`;
        })
        .join('')}</ol>`;
  }
}

interface Filled {
  readonly subject: string;
  readonly blocks: readonly Block[];
}

function fill(t: LetterTemplate, fields: LetterFields, language: Language): Result<Filled, NotWhole> {
  const filling = new Filling(fields);
  for (const name of t.fields) if (!isFilled(fields[name])) filling.missing.add(name);
  const subject = pieceText(filling.line(filling.sections(t.subject[language])))
    .replace(/\s+/g, ' ')
    .trim();
  const blocks = filling.blocks(t.body[language]);
  if (filling.missing.size > 0) return err({ missing: [...filling.missing].sort() });
  return ok({ subject, blocks });
}

/** What a brand adds to a letter: the look of its HTML, and lines below the text. Words are literal, colours and logo checked before. */
export interface LetterDress {
  /** Name the logo stands for. */
  readonly name: string;
  /** Where the HTML finds the logo: `cid:…` in a mail, `data:…` on a screen; null without one. */
  readonly logo: string | null;
  /** `#rrggbb`. */
  readonly accent: string;
  readonly onAccent: string;
  readonly signature: Readonly<Partial<Record<Language, string>>>;
  readonly footer: Readonly<Partial<Record<Language, string>>>;
}

interface Part {
  readonly language: Language;
  readonly blocks: readonly Block[];
}

const linesOf = (text: string | undefined) =>
  harmless(text ?? '', true)
    .split('\n')
    .filter((line) => line !== '');

function partHtml(p: Part, dress: LetterDress | undefined): string {
  const signature = linesOf(dress?.signature[p.language]);
  const footer = linesOf(dress?.footer[p.language]);
  return [
    `<div lang="${p.language}">`,
    ...p.blocks.map(blockHtml),
    ...(signature.length > 0 ? [`<p>${signature.map(escaped).join('<br>')}</p>`] : []),
    ...(footer.length > 0
      ? [
          `<p style="border-top:1px solid #767676;padding-top:.6em;font-size:.9em">${footer.map(escaped).join('<br>')}</p>`,
        ]
      : []),
    '</div>',
  ].join('\n');
}

function headHtml(dress: LetterDress | undefined): string[] {
  if (!dress) return [];
  const logo = dress.logo
    ? `<img src="${escaped(dress.logo)}" alt="${escaped(dress.name)}" style="max-height:48px;max-width:240px;vertical-align:middle">`
    : '';
  return [
    `<div style="background:${dress.accent};color:${dress.onAccent};padding:12px 16px;min-height:8px">${logo}</div>`,
  ];
}

const page = (title: string, parts: readonly Part[], dress: LetterDress | undefined) =>
  [
    `<!doctype html><html lang="${parts[0]?.language ?? 'nl'}"><head><meta charset="utf-8"><title>${escaped(title)}</title></head>`,
    '<body style="font-family:sans-serif;line-height:1.5;max-width:44em">',
    ...headHtml(dress),
    parts.map((p) => partHtml(p, dress)).join('\n<hr>\n'),
    '</body></html>\n',
  ].join('\n');

function body(p: Part, dress: LetterDress | undefined): string {
  const below = [linesOf(dress?.signature[p.language]), linesOf(dress?.footer[p.language])].filter((l) => l.length > 0);
  return `${[...p.blocks.map(blockText), ...below.map((l) => l.join('\n'))].join('\n\n')}\n`;
}

/**
 * Fills a letter. The text part and the HTML part are written from the same blocks, so they say the same.
 * Field values are literal: they are escaped, addresses in them are made harmless, and only `answerLink` becomes a link.
 * @param fields values in the language of the letter, times already with their zone
 * @param dress what the brand adds
 * @returns what is missing where a required field is empty or a mark is left
 */
export function renderLetter(
  t: LetterTemplate,
  fields: LetterFields,
  language: Language,
  dress?: LetterDress,
): Result<RenderedLetter, NotWhole> {
  const filled = fill(t, fields, language);
  if (!filled.ok) return filled;
  const { subject, blocks } = filled.value;
  const part = { language, blocks };
  return ok({ subject, text: body(part, dress), html: page(subject, [part], dress) });
}

/** For a recipient whose language is unknown: Dutch first, then English, in one letter with the Dutch subject. */
export function renderLetterInBoth(
  t: LetterTemplate,
  fields: Readonly<Record<Language, LetterFields>>,
  dress?: LetterDress,
): Result<RenderedLetter, NotWhole> {
  const nl = fill(t, fields.nl, 'nl');
  if (!nl.ok) return nl;
  const en = fill(t, fields.en, 'en');
  if (!en.ok) return en;
  const parts = [
    { language: 'nl', blocks: nl.value.blocks },
    { language: 'en', blocks: en.value.blocks },
  ] as const;
  return ok({
    subject: nl.value.subject,
    text: `${body(parts[0], dress)}\n----------\n\n${body(parts[1], dress)}`,
    html: page(nl.value.subject, parts, dress),
  });
}

/** Steps of a course of action in one language, ready for `{{steps:steps}}`. */
export function stepsIn(steps: readonly Step[], language: Language): LetterStep[] {
  return steps.map((s) => ({ do: s.do[language], ...(s.command === undefined ? {} : { command: s.command }) }));
}

/** One line of what was seen. `what` is the kind's name or the sender's class; never who reported it. */
export interface Sighting {
  readonly seenAt?: Temporal.Instant;
  /** How sure the time is, in words, where it is not exact: "hour", "day". */
  readonly timeNote?: string;
  /** Address, host or URL as found; hosts and URLs are made harmless here. */
  readonly where: string;
  readonly port?: number;
  readonly what: string;
}

const columns: Readonly<Record<Language, readonly string[]>> = {
  nl: ['Tijd (UTC)', 'Tijd hier', 'Adres', 'Poort', 'Wat'],
  en: ['Time (UTC)', 'Local time', 'Address', 'Port', 'What'],
};
const notStated: Words = { nl: 'niet vermeld', en: 'not stated' };

/** The table of what was seen: time in UTC and in the zone of the organisation, address, port, class. Missing stays missing. */
export function sightingTable(seen: readonly Sighting[], zone: string, language: Language): LetterTable {
  return {
    columns: columns[language],
    rows: seen.map((s) => {
      const none = notStated[language];
      const utc = s.seenAt?.toZonedDateTimeISO('UTC').toPlainDateTime().toString({ smallestUnit: 'second' });
      const here = s.seenAt && timeForPeople(s.seenAt, zone, language);
      const isAddress = /^[0-9.]+(\/\d+)?$|^[0-9a-f:.]*:[0-9a-f:.]*(\/\d+)?$/i.test(s.where);
      return [
        utc ? `${utc.replace('T', ' ')}${s.timeNote ? ` (${s.timeNote})` : ''}` : none,
        here ?? none,
        isAddress ? s.where : defang(s.where),
        s.port === undefined ? '–' : String(s.port),
        s.what,
      ];
    }),
  };
}

/** `donderdag 26 november 2026 18:05 CET`: the moment of a letter, with its day and zone. */
export function momentForLetter(at: Temporal.Instant, zone: string, language: Language): string {
  const day = at.toZonedDateTimeISO(zone).dayOfWeek - 1;
  const names =
    language === 'nl'
      ? ['maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag', 'zaterdag', 'zondag']
      : ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
  return `${names[day] ?? ''} ${timeForPeople(at, zone, language)}`;
}
