/** HTML mail as text: no rendering, no fetching. Cells of a table row stay on one line, apart by tabs; links keep their address. */

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  zwnj: '',
  zwj: '',
  shy: '',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  euro: '€',
  copy: '©',
  reg: '®',
  laquo: '«',
  raquo: '»',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  bull: '•',
  middot: '·',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  ouml: 'ö',
  uuml: 'ü',
  auml: 'ä',
  szlig: 'ß',
  euml: 'ë',
  iuml: 'ï',
  ecirc: 'ê',
  colon: ':',
  period: '.',
  sol: '/',
  commat: '@',
  lsqb: '[',
  rsqb: ']',
};

/** Character references of a text. Unknown names stay as they are. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]{1,30}));?/gi, (all, dec, hex, name) => {
    if (name !== undefined) {
      const key = String(name);
      const lower = key.toLowerCase();
      return Object.hasOwn(named, key)
        ? (named[key] ?? all)
        : Object.hasOwn(named, lower)
          ? (named[lower] ?? all)
          : all;
    }
    const code = dec !== undefined ? Number(dec) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '';
  });
}

const silent = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'svg', 'object']);
const breaks = new Set([
  'br',
  'p',
  'div',
  'tr',
  'li',
  'ul',
  'ol',
  'table',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'pre',
  'blockquote',
  'hr',
  'section',
  'article',
  'header',
  'footer',
  'dt',
  'dd',
  'dl',
  'tbody',
  'thead',
  'body',
  'html',
  'center',
  'address',
  'form',
]);

/**
 * Text of HTML. One pass, linear. A link whose text is not its address gets the address behind it in angle brackets,
 * because reports put the reported URL in the link.
 */
export function htmlText(html: string): string {
  // Pieces, not one growing text: looking at the end of a growing text copies it each time.
  const pieces: string[] = [];
  const put = (text: string): void => {
    if (text !== '') pieces.push(text);
  };
  let at = 0;
  let skip: string | undefined;
  let href: string | undefined;
  let hrefFrom = 0; // index of the first piece of the link's text
  let pre = 0;
  const n = html.length;
  const lastEnds = new Map<string, number>();
  const lastEnd = (name: string): number => {
    const known = lastEnds.get(name);
    if (known !== undefined) return known;
    const found = html.toLowerCase().lastIndexOf(`</${name}`);
    lastEnds.set(name, found);
    return found;
  };
  while (at < n) {
    const open = html.indexOf('<', at);
    const end = open < 0 ? n : open;
    if (end > at && !skip) {
      const text = decodeEntities(html.slice(at, end));
      put(pre > 0 ? text : text.replace(/[ \t\n\r\f]+/g, ' '));
    }
    if (open < 0) break;
    if (html.startsWith('<!--', open)) {
      const close = html.indexOf('-->', open + 4);
      if (close < 0) break;
      at = close + 3;
      continue;
    }
    const close = html.indexOf('>', open + 1);
    if (close < 0) {
      if (!skip) put(decodeEntities(html.slice(open)));
      break;
    }
    const tag = /^<(\/?)([a-z][a-z0-9:-]{0,30})/i.exec(html.slice(open, open + 40));
    if (!tag) {
      // `a < b`, or `<http://…>` and `<name@host>` written without escaping: text, not a tag
      if (!skip && !/^<[!?]/.test(html.slice(open, open + 2))) put(html.slice(open, close + 1));
      at = /^<[!?]/.test(html.slice(open, open + 2)) ? close + 1 : skip ? open + 1 : close + 1;
      continue;
    }
    const ends = tag[1] === '/';
    const name = (tag[2] ?? '').toLowerCase();
    at = close + 1;
    if (skip) {
      if (ends && name === skip) skip = undefined;
      continue;
    }
    if (silent.has(name)) {
      if (!ends && html.charAt(close - 1) !== '/') {
        // A head or object that never closes would swallow the mail.
        if (lastEnd(name) >= at || name === 'script' || name === 'style') skip = name;
      }
      continue;
    }
    if (/^https?:|^mailto:|^ftp:/.test(name)) {
      put(html.slice(open, close + 1));
      continue;
    }
    if (name === 'pre') pre = Math.max(0, pre + (ends ? -1 : 1));
    if (name === 'td' || name === 'th') {
      if (ends) put('\t');
    } else if (name === 'a') {
      if (!ends) {
        href = /\bhref\s*=\s*(?:"([^"]{0,4000})"|'([^']{0,4000})'|([^\s>]{1,4000}))/i
          .exec(html.slice(open, close + 1))
          ?.slice(1)
          .find((x) => x !== undefined);
        hrefFrom = pieces.length;
      } else if (href) {
        const shown = pieces.slice(hrefFrom).join('').trim();
        const target = decodeEntities(href).trim();
        if (/^(?:https?|ftp|hxxps?):/i.test(target) && shown !== target && `${shown}/` !== target) put(` <${target}> `);
        href = undefined;
      }
    } else if (breaks.has(name)) {
      if (!pieces.at(-1)?.endsWith('\n')) put('\n');
    }
  }
  return pieces
    .join('')
    .replace(/\r\n?/g, '\n')
    .replace(/[ \u00a0]+/g, ' ')
    .replace(/ *\n */g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
