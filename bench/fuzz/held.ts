/** Whether what a finding says is in the bytes it was read from: in any of the ways a reader may rightly see them. */
import { type Finding, fileOf, leaves, openMail } from '#formats';
import { cleanAddress, cleanHost, parseAddress, readTime, refang } from '#kernel';

/** Texts that the bytes may be seen as, the plain ones first, each made only when it is asked for and then kept. */
export class Seen {
  readonly #makers: (() => string)[];
  readonly #made: string[] = [];
  /** What was asked before, by question and (in its own words) reader: findings of one input say the same again and again. */
  readonly #asked = new Map<string, boolean>();
  constructor(inputs: readonly Uint8Array[], name: string) {
    this.#makers = inputs.flatMap((bytes) => {
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const latin = () => buffer.toString('latin1');
      const text = () => buffer.toString('utf8');
      // The sign set as the house guesses it.
      const guessed = once(() => fileOf('', 'text/plain', bytes, '').text());
      const parts = once(() => partsOf(bytes));
      const bends = [entities, slashes, unescaped, quoted, (t: string) => quoted(unescaped(t))];
      return [
        latin,
        text,
        guessed,
        parts,
        () => refang(text()),
        () => refang(parts()),
        ...[text, guessed, parts].flatMap((of) =>
          bends.flatMap((bend) => [() => bend(of()), () => refang(bend(of()))]),
        ),
        () => unpadded(latin()),
        () => unseen(guessed()),
        () => refang(unseen(text())),
        () => refang(unseen(parts())),
        // A doubled quote in a cell of a table stands for one.
        () => text().replaceAll('""', '"'),
        () => parts().replaceAll('""', '"'),
        () => buffer.toString('utf16le'),
        () =>
          Buffer.from(buffer.subarray(0, buffer.length & ~1))
            .swap16()
            .toString('utf16le'),
        () => plain(unescaped(text())),
        () => plain(refang(unescaped(parts()))),
        () => plain(quoted(text())),
        () => decodedFrom(latin()),
      ];
    });
    this.#makers.push(() => name);
  }
  *all(): Generator<string> {
    for (let i = 0; i < this.#makers.length; i++) {
      this.#made[i] ??= (this.#makers[i] as () => string)().toLowerCase();
      yield this.#made[i] as string;
    }
  }
  #once(question: string, answer: () => boolean): boolean {
    const known = this.#asked.get(question) ?? answer();
    this.#asked.set(question, known);
    return known;
  }
  holds(value: string): boolean {
    const wanted = value.toLowerCase();
    return this.#once(`holds ${wanted}`, () => {
      for (const text of this.all()) if (text.includes(wanted)) return true;
      return false;
    });
  }
  /** Whether the value, an address, lies between two addresses that are there. */
  between(word: RegExp, reader: (word: string) => string | undefined, value: string): boolean {
    return this.#once(`between ${reader} ${value}`, () => this.#between(word, reader, value));
  }
  #between(word: RegExp, reader: (word: string) => string | undefined, value: string): boolean {
    const number = (text: string) => {
      const a = parseAddress(text);
      return a && { version: a.version, n: a.bytes.reduce((n, b) => (n << 8n) | BigInt(b), 0n) };
    };
    const wanted = number(value);
    if (!wanted) return false;
    for (const text of this.all()) {
      const all = [...text.slice(0, 200_000).matchAll(word)]
        .map((m) => number(reader(m[0]) ?? ''))
        .filter((a) => a?.version === wanted.version)
        .map((a) => a?.n ?? 0n);
      if (all.some((n) => n <= wanted.n) && all.some((n) => n >= wanted.n)) return true;
    }
    return false;
  }
  /** Whether some word of it, read by this reader, is the value. */
  reads(word: RegExp, reader: (word: string) => string | undefined, value: string): boolean {
    return this.#once(`reads ${reader} ${value}`, () => {
      for (const text of this.all())
        for (const m of text.slice(0, 2_000_000).matchAll(word)) if (reader(m[0]) === value) return true;
      return false;
    });
  }
}

const once = (make: () => string): (() => string) => {
  let made: string | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

/** Escapes of JSON and HTML taken back. */
const unescaped = (text: string): string => entities(slashes(text));

const slashes = (text: string): string =>
  text
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\([/"'\\])/g, '$1')
    .replace(/\\t|\\n|\\r/g, ' ');

const entities = (text: string): string =>
  text
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, hex: string) =>
      Number.parseInt(hex, 16) <= 0x10ffff ? String.fromCodePoint(Number.parseInt(hex, 16)) : '',
    )
    .replace(/&#(\d{1,7});/g, (_, n: string) => (Number(n) <= 0x10ffff ? String.fromCodePoint(Number(n)) : ''))
    .replace(/&lt;?/gi, '<')
    .replace(/&gt;?/gi, '>')
    .replace(/&quot;?/gi, '"')
    .replace(/&apos;?/gi, "'")
    .replace(/&nbsp;?/gi, ' ')
    .replace(/&amp;?/gi, '&');

/** Soft line ends and bytes of quoted-printable taken back. */
const quoted = (text: string): string =>
  text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Without anything that wraps, folds or cannot be seen. */
const plain = (text: string): string => text.replace(/[\s"'<>\\\u00ad\u200b-\u200f\u2028-\u202e\ufeff\0]+/g, '');
/** Without the signs that nobody sees. */
const unseen = (text: string): string => text.replace(/[\u00ad\u200b-\u200f\u2060\ufeff]+/g, '');
/** Octets without the zeros some lists pad them with. */
const unpadded = (text: string): string => text.replace(/\b0+(?=\d)/g, '');

/** All parts of a mail, decoded, with its header words. */
function partsOf(bytes: Uint8Array): string {
  const texts: string[] = [];
  try {
    const { unit } = openMail(bytes, (text) => readTime(text), {});
    texts.push(unit.subject, unit.from);
    const walk = (root: typeof unit.root, depth: number): void => {
      for (const part of leaves(root)) {
        texts.push(part.text().slice(0, 1_000_000), part.filename ?? '');
        if (part.type === 'text/html') texts.push(part.text().replace(/<[^>]*>/g, ''));
        for (const child of part.children) if (depth < 6) walk(child, depth + 1);
      }
    };
    walk(unit.root, 0);
    for (const file of unit.files) texts.push(file.text().slice(0, 1_000_000));
  } catch {
    // What cannot be taken apart shows nothing more.
  }
  return texts.join('\n');
}

/** Runs of base64 as text. */
function decodedFrom(latin: string): string {
  return [...latin.matchAll(/[A-Za-z0-9+/]{8,}={0,2}(?:\r?\n[A-Za-z0-9+/]{4,}={0,2})*/g)]
    .slice(0, 200)
    .map((m) => Buffer.from(m[0], 'base64').toString('utf8'))
    .join('\n');
}

const hostOf = (url: string): string | undefined =>
  URL.parse(url)
    ?.hostname.replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');

/** The name of the first value of a finding that its input does not hold; undefined where all are there. */
export function inventedIn(finding: Finding, seen: Seen): string | undefined {
  const t = finding.target;
  const urls = [finding.url, t?.url].filter((u) => u !== undefined);
  const ip = (value: string | undefined) =>
    value === undefined ||
    seen.holds(value) ||
    seen.reads(
      /[0-9a-f:.]{2,45}/g,
      (w) => cleanAddress(w.replace(/^[.:]+(?=\d+\.)|\.+$/g, '')) ?? cleanAddress(w),
      value,
    ) ||
    seen.reads(/[0-9a-f:.]{2,45}/g, (w) => cleanAddress(w), value) ||
    urls.some((u) => cleanAddress(hostOf(u) ?? '') === value);
  const host = (value: string | undefined) =>
    value === undefined ||
    seen.holds(value) ||
    urls.some((u) => hostOf(u) === value || cleanHost(hostOf(u) ?? '') === value) ||
    seen.reads(
      /[^\s"'<>()[\]{},;/\\|]{3,253}/g,
      (w) =>
        cleanHost(
          w
            .replace(/^.*@/, '')
            .replace(/^[.*]+|[.:]+$/g, '')
            .replace(/:\d+$/, ''),
        ),
      value,
    );
  const url = (value: string | undefined) => {
    if (value === undefined || seen.holds(value) || seen.holds(plain(value))) return true;
    // Some tables give host and path apart: each must be there.
    const parts = URL.parse(value);
    const bare = value.replace(/^[a-z]+:\/\//i, '');
    const slash = bare.indexOf('/');
    return (
      parts !== null &&
      (seen.holds(bare) || (slash > 0 && seen.holds(bare.slice(0, slash)) && seen.holds(bare.slice(slash))))
    );
  };
  const words = (value: string | undefined) =>
    value === undefined ||
    seen.holds(value) ||
    seen.holds(plain(value)) ||
    value.split(/\s+/).every((w) => seen.holds(w));
  // Thousands may be set apart: 1,200 and 1.200 are 1200.
  const digits = (value: number | undefined) =>
    value === undefined ||
    seen.holds(String(value)) ||
    seen.reads(/\d{1,3}(?:[.,' \u00a0]\d{3})+/g, (w) => w.replace(/\D/g, ''), String(value));
  const prefix = (value: string | undefined) => {
    if (value === undefined || seen.holds(value)) return true;
    const [from = '', length = ''] = value.split('/');
    // A range that is no single network is cut into those it is made of: each lies between two ends that are there.
    if (seen.between(/[0-9a-f:.]{2,45}/g, (w) => cleanAddress(w), from)) return true;
    // Host bits are taken off, IPv6 is shortened, and a range may be written by its ends: the length or the end is there.
    return (
      seen.holds(`/${length}`) ||
      seen.holds(length) ||
      seen.reads(/[0-9a-f:.]{2,45}/g, (w) => cleanAddress(w), value.split('/')[0] ?? '')
    );
  };
  const time = (at: Temporal.Instant | undefined) => {
    if (at === undefined) return true;
    const ms = at.epochMilliseconds;
    if (seen.holds(String(Math.floor(ms / 1000)).slice(0, 9)) || seen.holds(String(ms).slice(0, 10))) return true;
    if (seen.holds(String(BigInt(ms) * 10_000n + 116_444_736_000_000_000n).slice(0, 10))) return true;
    // A zone may move the day by one.
    return [-1, 0, 1].some((days) => {
      const day = at.add({ hours: days * 24 }).toZonedDateTimeISO('UTC');
      // A log line without a year is of the year of its mail, or of the one before.
      const years = [day.year, day.year + 1].map((y) => String(y % 100).padStart(2, '0'));
      return years.some((y) => seen.holds(y)) && seen.holds(String(day.day));
    });
  };
  const checks: readonly (readonly [string, boolean])[] = [
    ['ip', ip(finding.ip)],
    ['target.ip', ip(t?.ip)],
    ['prefix', prefix(finding.prefix)],
    ['host', host(finding.host)],
    ['target.host', host(t?.host)],
    ['url', url(finding.url)],
    ['target.url', url(t?.url)],
    ['account', words(finding.account)],
    ['target.account', words(t?.account)],
    ['reference', words(finding.reference)],
    ['malware', words(finding.malware)],
    ['port', digits(finding.port)],
    ['target.port', digits(t?.port)],
    ['asn', digits(finding.asn)],
    ['count', digits(finding.count)],
    ['cve', (finding.cve ?? []).every((c) => seen.holds(c))],
    ['seenAt', time(finding.seenAt)],
    ['firstSeenAt', time(finding.firstSeenAt)],
    ['lastSeenAt', time(finding.lastSeenAt)],
  ];
  return checks.find(([, there]) => !there)?.[0];
}
