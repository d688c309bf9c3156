/** Hostile inputs out of good ones: samples bent in the ways that break readers, the same for the same seed. */
import { gzipSync, zipSync } from 'fflate';

/** A source of numbers that a seed fixes (mulberry32). */
export interface Dice {
  /** 0 up to, but not including, n. */
  below(n: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
}

export function diceOf(seed: number, n: number): Dice {
  let state = (Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(n | 0, 0x85ebca6b)) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (most: number) => Math.floor(next() * most);
  return {
    below,
    chance: (share) => next() < share,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
  };
}

export interface Sample {
  /** The format it is a sample of. */
  readonly format: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}
export interface Mutant {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly hint?: string;
  /** What was done to it, for people. */
  readonly how: readonly string[];
  /** What it holds in other bytes: the text before it was compressed or encoded. */
  readonly also: readonly Uint8Array[];
  /** What a reader sees in it is not known here: compressed bytes that were bent. */
  readonly isOpaque: boolean;
}

/** Inputs are kept below this, so that a slow one is slow by its form and not by its size. */
const mostBytes = 1_500_000;

const latin = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');

/** Pieces that have broken readers of mails, tables and JSON before. */
const nasty: readonly string[] = [
  '\0',
  '\r',
  '\n',
  '\r\n\r\n',
  '\n\n',
  '"',
  "'",
  '""',
  '"\n',
  ',',
  ';',
  '\t',
  '|',
  '#',
  '--',
  '--\r\n',
  '\n--=_',
  ':',
  ' : ',
  '\\',
  '\\u',
  '\\u0000',
  '\\ud800',
  '{',
  '}',
  '[',
  ']',
  '{"a":',
  '[[[[[[',
  '}}}}}}',
  '<',
  '>',
  '<![CDATA[',
  ']]>',
  '<!--',
  '&#0;',
  '&amp;',
  '<?xml version="1.0"?>',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '=?utf-8?B?',
  '=?utf-8?Q?=00?=',
  '?=',
  '=3D',
  '=\r\n',
  '=0',
  '%00',
  '%',
  '\xff\xfe',
  '\xfe\xff',
  '\xef\xbb\xbf',
  '\xe2\x80\xae',
  '\xe2\x80\x8b',
  '\xed\xa0\x80',
  '\xf0\x9f\x92\xa9',
  '\xc0\xaf',
  '__proto__',
  'constructor',
  'toString',
  '"__proto__":{"a":1},',
  '0.0.0.0',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:192.0.2.1',
  '192.0.2.1/33',
  '2001:db8::/129',
  '0x7f.1',
  '1e309',
  'NaN',
  '-0',
  '99999999999999999999',
  '65536',
  '0',
  '-1',
  '2026-02-30',
  '9999-12-31T23:59:59Z',
  '0000-00-00',
  '1e3',
  'http://',
  'http://[',
  'http://[::1',
  'hxxp://a[.]b',
  'http://a@b:99999/',
  'http://xn--/',
  '\u00ad',
  'AS0',
  'AS4294967296',
  'message/rfc822',
  'multipart/mixed; boundary=',
  'boundary=""',
  'Content-Type: ',
  'Content-Transfer-Encoding: base64',
  'charset=utf-7',
  '- !!js/function',
  '&a [*a,*a]',
  '*a',
  '---\n',
  '? ',
  '!!binary ',
  '[ipv4-addr:value = ',
  "'] AND [",
  ' OR '.repeat(20),
];

const numbers = [
  '0',
  '-1',
  '1',
  '255',
  '256',
  '65535',
  '65536',
  '2147483648',
  '4294967296',
  '9007199254740993',
  '99999999999999999999',
  '1e309',
  '0.5',
  '00',
  '007',
  '-0',
  '1777600000',
  '17776000000000',
];

type Mutation = readonly [name: string, bend: (text: string, dice: Dice, other: string) => string];

/** A piece of a text: anywhere, of any length, short ones more often. */
function span(text: string, dice: Dice): [number, number] {
  const from = dice.below(text.length + 1);
  const most = dice.chance(0.7) ? 40 : text.length;
  return [from, Math.min(text.length, from + 1 + dice.below(Math.max(1, most)))];
}
/** A piece many times, but never more than an input may be. */
const times = (piece: string, n: number) =>
  piece === '' ? '' : piece.repeat(Math.max(1, Math.min(n, Math.floor(400_000 / piece.length))));
const put = (text: string, at: number, piece: string) => text.slice(0, at) + piece + text.slice(at);
const lineAt = (text: string, dice: Dice): [number, number] => {
  const at = dice.below(text.length + 1);
  const from = text.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
  const end = text.indexOf('\n', at);
  return [from, end < 0 ? text.length : end + 1];
};

const mutations: readonly Mutation[] = [
  [
    'byte flips',
    (text, dice) => {
      const out = Buffer.from(text, 'latin1');
      for (let i = 1 + dice.below(8); i > 0 && out.length > 0; i--) {
        const at = dice.below(out.length);
        out[at] = dice.chance(0.5) ? (out[at] ?? 0) ^ (1 << dice.below(8)) : dice.below(256);
      }
      return out.toString('latin1');
    },
  ],
  ['cut short', (text, dice) => text.slice(0, dice.below(text.length + 1))],
  ['begin cut off', (text, dice) => text.slice(dice.below(Math.min(text.length, 400) + 1))],
  [
    'a piece left out',
    (text, dice) => {
      const [a, b] = span(text, dice);
      return text.slice(0, a) + text.slice(b);
    },
  ],
  [
    'a piece twice',
    (text, dice) => {
      const [a, b] = span(text, dice);
      return put(text, dice.below(text.length + 1), text.slice(a, b));
    },
  ],
  [
    'a piece many times',
    (text, dice) => {
      const [a, b] = span(text, dice);
      return put(text, b, times(text.slice(a, b), 2 + dice.below(dice.chance(0.1) ? 2000 : 30)));
    },
  ],
  [
    'a line many times',
    (text, dice) => {
      const [a, b] = lineAt(text, dice);
      return put(text, b, times(text.slice(a, b), 1 + dice.below(dice.chance(0.1) ? 3000 : 30)));
    },
  ],
  [
    'a line left out',
    (text, dice) => {
      const [a, b] = lineAt(text, dice);
      return text.slice(0, a) + text.slice(b);
    },
  ],
  [
    'lines exchanged',
    (text, dice) => {
      const lines = text.split('\n');
      const a = dice.below(lines.length);
      const b = dice.below(lines.length);
      [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
      return lines.join('\n');
    },
  ],
  [
    'spliced with another',
    (text, dice, other) => text.slice(0, dice.below(text.length + 1)) + other.slice(dice.below(other.length + 1)),
  ],
  [
    'a piece of another',
    (text, dice, other) => {
      const [a, b] = span(other, dice);
      return put(text, dice.below(text.length + 1), other.slice(a, b));
    },
  ],
  [
    'nasty pieces',
    (text, dice) => {
      let out = text;
      for (let i = 1 + dice.below(4); i > 0; i--)
        out = put(out, dice.below(out.length + 1), latin(utf8(dice.pick(nasty))));
      return out;
    },
  ],
  [
    'other numbers',
    (text, dice) => {
      const share = dice.chance(0.5) ? 0.05 : 0.5;
      return text.replace(/\d+/g, (n) => (dice.chance(share) ? dice.pick(numbers) : n));
    },
  ],
  [
    'other line ends',
    (text, dice) => text.replace(/\r\n|\r|\n/g, dice.pick(['\n', '\r\n', '\r', '\n\r', '\u0085', '\r\r\n', ' '])),
  ],
  [
    'deep nesting',
    (text, dice) => {
      const n = 1 + dice.below(dice.chance(0.1) ? 100_000 : 300);
      const [open, close] = dice.pick([
        ['[', ']'],
        ['{"a":', '}'],
        ['<a>', '</a>'],
        ['(', ')'],
        ['"', '"'],
        ['> ', ''],
      ] as const);
      const at = dice.chance(0.5) ? 0 : dice.below(text.length + 1);
      return dice.chance(0.5)
        ? `${open.repeat(n)}${text}${close.repeat(n)}`
        : put(text, at, open.repeat(n) + close.repeat(dice.below(n + 1)));
    },
  ],
  [
    'an endless line',
    (text, dice) =>
      put(
        text,
        dice.below(text.length + 1),
        dice
          .pick([
            'a',
            ' ',
            '0',
            '1.',
            ',',
            '=',
            '"',
            'a@',
            'a.',
            '[.]',
            'hxxp://',
            '192.0.2.1 ',
            '\\',
            '&amp;',
            '<b>',
            '%41',
            '\xc2\xa0',
          ])
          .repeat(1 + dice.below(dice.chance(0.1) ? 200_000 : 3000)),
      ),
  ],
  [
    'boundaries',
    (text, dice) => {
      const found = [...text.matchAll(/boundary="?([^"\r\n;]{1,70})/gi)].map((m) => m[1] ?? '');
      const b = found.length > 0 ? dice.pick(found) : 'x';
      switch (dice.below(6)) {
        case 0:
          return text.replaceAll(`--${b}--`, '');
        case 1:
          return text.replaceAll(`--${b}`, `--${b} `);
        case 2:
          return put(text, dice.below(text.length + 1), `\r\n--${b}\r\n`.repeat(1 + dice.below(700)));
        case 3:
          return text.replaceAll(b, '');
        case 4:
          return put(
            text,
            dice.below(text.length + 1),
            `\r\n--${b}\r\nContent-Type: multipart/mixed; boundary="${b}"\r\n\r\n`.repeat(1 + dice.below(40)),
          );
        default:
          return put(text, dice.below(text.length + 1), `\r\n--${b}--\r\n`);
      }
    },
  ],
  [
    'header fields',
    (text, dice) => {
      const head = dice.pick([
        'Content-Type: multipart/mixed; boundary=x',
        'Content-Type: text/html; charset=utf-16',
        'Content-Type: message/rfc822',
        'Content-Transfer-Encoding: base64',
        'Content-Transfer-Encoding: quoted-printable',
        'Content-Transfer-Encoding: uuencode',
        'Content-Type: text/plain; charset=iso-2022-jp',
        'Content-Type: application/zip; name="a.zip"',
        `Subject: ${'=?utf-8?Q?=41?= '.repeat(dice.below(500))}`,
        `From: ${'a,'.repeat(dice.below(3000))}`,
        `X-A: ${'b '.repeat(dice.below(9000))}`,
        `References: ${'<a@b> '.repeat(dice.below(2000))}`,
      ]);
      return dice.chance(0.5) ? `${head}\r\n${text}` : put(text, Math.max(0, text.indexOf('\n') + 1), `${head}\r\n`);
    },
  ],
  [
    'signs of Unicode',
    (text, dice) => {
      const signs = [
        '\u202e',
        '\u200b',
        '\ufeff',
        '\uff0e',
        '\u3002',
        '\uff11',
        '\u0661',
        '\u212a',
        '\u0130',
        '\u0131',
        '\u{1f4a9}',
        '\ud83d',
        '\u0300'.repeat(50),
        '\u00ad',
        '\u2028',
      ];
      let out = text;
      for (let i = 1 + dice.below(6); i > 0; i--)
        out = put(out, dice.below(out.length + 1), latin(utf8(dice.pick(signs))));
      return out;
    },
  ],
  ['capitals', (text, dice) => (dice.chance(0.5) ? text.toUpperCase() : text.toLowerCase())],
  [
    'quotes',
    (text, dice) => text.replace(/"/g, () => (dice.chance(0.1) ? dice.pick(['', '""', "'", '\\"', '" ']) : '"')),
  ],
  [
    'delimiters',
    (text, dice) => text.replaceAll(dice.pick([',', ';', '|', '\t', ':']), dice.pick([',', ';', '|', '\t', ' ', ''])),
  ],
];

/** The n-th input of a seed. With `only` the samples of one format, always named as it. */
export function mutant(samples: readonly Sample[], seed: number, n: number, only?: string): Mutant {
  const dice = diceOf(seed, n);
  const mine = only === undefined ? samples : samples.filter((s) => s.format === only);
  // Formats with many samples are not asked more often than those with few.
  const format = only ?? dice.pick([...new Set(mine.map((s) => s.format))]);
  const sample = dice.pick(mine.filter((s) => s.format === format));
  const other = latin(dice.pick(samples).bytes);
  const how: string[] = [];
  let text = latin(sample.bytes);
  for (let i = 1 + dice.below(4); i > 0; i--) {
    const [name, bend] = dice.pick(mutations);
    how.push(name);
    text = bend(text, dice, other).slice(0, mostBytes);
  }
  let bytes = bytesOf(text);
  let name = sample.name;
  const also: Uint8Array[] = [];
  const wrap = (what: string, to: Uint8Array, as: string) => {
    how.push(what);
    also.push(bytes);
    bytes = to.subarray(0, mostBytes);
    name = as;
  };
  const turn = dice.below(100);
  if (turn < 3) wrap('gzip', gzipSync(bytes, { level: 1 }), `${name}.gz`);
  else if (turn < 6) {
    const beside = bytesOf(other.slice(0, 10_000));
    also.push(beside);
    wrap('zip', zipSync({ [name]: bytes, 'b.txt': beside }, { level: 1 }), 'a.zip');
  } else if (turn < 9) wrap('UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le'), name);
  else if (!name.endsWith('.eml') && turn < 17) wrap('in a mail', inMail(bytes, name, dice), 'wrapped.eml');
  const isBent = also.length > 0 && dice.chance(0.2);
  if (isBent) {
    how.push('and bent again');
    const out = Buffer.from(bytes);
    for (let i = 1 + dice.below(6); i > 0; i--) out[dice.below(out.length)] = dice.below(256);
    bytes = out;
  }
  if (dice.chance(0.1))
    name = dice.pick([
      '',
      'x',
      'a.eml',
      'a.csv',
      'a.json',
      '../../x.txt',
      'scan_rdp.csv',
      '2026-05-01-blocklist-x.csv',
      `${'n'.repeat(300)}.csv`,
    ]);
  const isNamed = !name.endsWith('.eml') && (only !== undefined || dice.chance(0.35));
  return { bytes, name, how, also, isOpaque: isBent, ...(isNamed ? { hint: format } : {}) };
}

function inMail(bytes: Uint8Array, name: string, dice: Dice): Uint8Array {
  const body = Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n');
  return utf8(
    `From: feed@example.org\r\nTo: abuse@example.net\r\nSubject: ${dice.pick(['report', 'Fwd: events', 'abuse'])}\r\nDate: Fri, 01 May 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b1"\r\n\r\n--b1\r\nContent-Type: text/plain\r\n\r\nSee the attachment.\r\n--b1\r\nContent-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}\r\n--b1--\r\n`,
  );
}
