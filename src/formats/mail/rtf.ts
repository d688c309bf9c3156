/**
 * Rich text as Outlook keeps it: compressed (MS-OXRTFCP), and where the mail was HTML, that HTML wrapped in it (MS-OXRTFEX).
 * Words or HTML come out; pictures, fonts and objects stay in.
 */
import { decodeText } from './charset.ts';

/** What every compressed text is thought to begin with (MS-OXRTFCP 2.1.3.1.2). */
const begun =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';
const compressed = 0x75465a4c;
const plain = 0x414c454d;
const mostRaw = 8 * 1024 * 1024;
const mostText = 1_000_000;

/** The RTF that was compressed, one character a byte; undefined where the bytes are none. A cut one gives what came through. */
export function decompressRtf(bytes: Uint8Array): string | undefined {
  if (bytes.length < 16) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const raw = view.getUint32(4, true);
  const kind = view.getUint32(8, true);
  if (kind === plain) return latin(bytes.subarray(16, 16 + Math.min(raw, mostRaw)));
  if (kind !== compressed || raw > mostRaw) return undefined;
  const window = new Uint8Array(4096);
  for (let i = 0; i < begun.length; i++) window[i] = begun.charCodeAt(i);
  const out = new Uint8Array(raw);
  let at = begun.length;
  let length = 0;
  const put = (byte: number) => {
    if (length < raw) out[length++] = byte;
    window[at] = byte;
    at = (at + 1) % 4096;
  };
  for (let i = 16; i < bytes.length && length < raw; ) {
    const control = bytes[i++] ?? 0;
    for (let bit = 0; bit < 8 && i < bytes.length; bit++) {
      if ((control & (1 << bit)) === 0) {
        put(bytes[i++] ?? 0);
        continue;
      }
      if (i + 1 >= bytes.length) break;
      const token = view.getUint16(i, false);
      i += 2;
      const from = token >> 4;
      // A reference to where writing stands is the end.
      if (from === at) return latin(out.subarray(0, length));
      for (let k = 0; k < (token & 15) + 2; k++) put(window[(from + k) % 4096] ?? 0);
    }
  }
  return latin(out.subarray(0, length));
}

const latin = (bytes: Uint8Array) => {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return text;
};

/** Groups whose words are not those of the message. */
const silent =
  /^(?:fonttbl|colortbl|stylesheet|info|pict|object|header[lrf]?|footer[lrf]?|listtable|listoverridetable|generator|themedata|xmlnstbl|datastore|filetbl|revtbl|mhtmltag)$/;
const signs: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  row: '\n',
  sect: '\n',
  page: '\n',
  tab: '\t',
  cell: '\t',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  endash: '–',
  emdash: '—',
};

interface Group {
  /** Nothing in it is said. */
  readonly isSilent: boolean;
  /** It holds a tag of the wrapped HTML, which is said as it stands. */
  readonly isTag: boolean;
  /** Bytes that stand for a character behind `\u`, for readers that do not know it. */
  readonly instead: number;
}

/** The words of an RTF, or the HTML that was wrapped in it. */
export function readRtf(rtf: string): { readonly text?: string; readonly html?: string } {
  const isHtml = /\\fromhtml1\b/.test(rtf.slice(0, 4096));
  const page = /\\ansicpg(\d{3,5})/.exec(rtf.slice(0, 4096))?.[1] ?? '1252';
  const charset =
    page === '65001'
      ? 'utf-8'
      : page === '932'
        ? 'shift_jis'
        : page === '936'
          ? 'gbk'
          : page === '949'
            ? 'euc-kr'
            : page === '950'
              ? 'big5'
              : `windows-${page}`;
  let out = '';
  let bytes: number[] = [];
  const say = (text: string) => {
    if (bytes.length > 0) out += decodeText(Uint8Array.from(bytes), charset);
    bytes = [];
    out += text;
  };
  const open: Group[] = [];
  let here: Group = { isSilent: false, isTag: false, instead: 1 };
  /** Within `\htmlrtf … \htmlrtf0` stands what only readers of RTF need. */
  let isForRtf = false;
  let skip = 0;
  const isSaid = () => !here.isSilent && !(isHtml && isForRtf && !here.isTag);
  const token = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([\r\n]+)|([^\\{}\r\n]+)/gi;
  for (const m of rtf.matchAll(token)) {
    if (out.length > mostText) break;
    const [, word, number, hex, sign, brace, , words] = m;
    if (brace === '{') {
      if (open.length < 1000) open.push(here);
    } else if (brace === '}') here = open.pop() ?? here;
    else if (word !== undefined) {
      const name = word.toLowerCase();
      if (name === 'htmltag') here = { ...here, isTag: true, isSilent: false };
      else if (silent.test(name)) here = { ...here, isSilent: true };
      else if (name === 'htmlrtf') isForRtf = number !== '0';
      else if (name === 'uc') here = { ...here, instead: Math.min(Number(number ?? 1), 8) };
      else if (name === 'u' && number !== undefined) {
        if (isSaid()) say(String.fromCharCode(Number(number) & 0xffff));
        skip = here.instead;
      } else if (Object.hasOwn(signs, name) && isSaid()) say(signs[name] ?? '');
    } else if (hex !== undefined) {
      if (skip > 0) skip--;
      else if (isSaid()) bytes.push(Number.parseInt(hex, 16));
    } else if (sign !== undefined) {
      if (sign === '*') here = { ...here, isSilent: true };
      else if (isSaid()) say(sign === '~' ? ' ' : sign === '_' ? '-' : sign === '-' || sign === '\n' ? '' : sign);
    } else if (words !== undefined) {
      const rest = skip > 0 ? words.slice(skip) : words;
      skip = Math.max(0, skip - words.length);
      if (isSaid()) for (const c of rest) bytes.push(c.charCodeAt(0) & 0xff);
      if (bytes.length > 4096) say('');
    }
  }
  say('');
  const said = out.replace(/\0/g, '').trim();
  return said === '' ? {} : isHtml ? { html: said } : { text: said };
}

/** Compressed rich text as words or HTML; empty where it is none. */
export function readRich(bytes: Uint8Array): { readonly text?: string; readonly html?: string } {
  const rtf = decompressRtf(bytes);
  return rtf === undefined ? {} : readRtf(rtf);
}
