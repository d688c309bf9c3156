/** Hosts and URLs: one spelling for matching, the sender's own spelling kept beside it; defanged for the eye. */

const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * A host name in one spelling: lower case, A-labels (RFC 5890), no final dot. Addresses are not host names.
 * Underscores are allowed, as DNS allows them. Undefined where the text is no host name with at least two labels.
 */
export function cleanHost(text: string): string | undefined {
  let name = text.trim().toLowerCase().replace(/\.$/, '');
  if (name.length === 0 || name.length > 253) return undefined;
  if (!/^[\x21-\x7e]+$/.test(name)) {
    try {
      name = new URL(`http://${name}/`).hostname;
    } catch {
      return undefined;
    }
  }
  const labels = name.split('.');
  if (labels.length < 2 || !labels.every((l) => label.test(l))) return undefined;
  if (/^\d+$/.test(labels.at(-1) ?? '')) return undefined; // 192.0.2.1 and its broken relatives
  return name;
}

export interface CleanUrl {
  readonly url: string;
  readonly scheme: string;
  readonly host: string;
  /** Host is an address literal. */
  readonly isAddress: boolean;
  readonly port: number | undefined;
  readonly path: string;
}

/** A URL with scheme and host, read by the WHATWG rules; undefined for anything else. User names are dropped from `url`. */
export function cleanUrl(text: string): CleanUrl | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 8192 || !/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) return undefined;
  let url: URL;
  try {
    url = new URL(trimmed);
  } catch {
    return undefined;
  }
  if (!url.hostname) return undefined;
  const bare = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const isAddress = /^[\d.]+$/.test(bare) || bare.includes(':');
  url.username = '';
  url.password = '';
  const known: Record<string, number> = { 'http:': 80, 'https:': 443, 'ftp:': 21 };
  return {
    url: url.href,
    scheme: url.protocol.slice(0, -1),
    host: bare.replace(/\.$/, ''),
    isAddress,
    port: url.port ? Number(url.port) : known[url.protocol],
    path: url.pathname,
  };
}

const dotted = '(?:\\.|dot|punt|punkt|point|punto)';
/** `[.]`, `(dot)`, `{.}`, `<dot>`, with or without spaces inside and around. */
const bracketedDot = new RegExp(
  `[ \\t]?(?:\\[[ \\t]?${dotted}[ \\t]?\\]|\\([ \\t]?${dotted}[ \\t]?\\)|\\{[ \\t]?${dotted}[ \\t]?\\}|<[ \\t]?${dotted}[ \\t]?>)[ \\t]?`,
  'gi',
);
/** ` dot ` without brackets, only where it makes an address or a name of a common ending: it is also a word. */
const wordDot =
  /(?<=\d)[ \t](?:dot|punt|punkt)[ \t](?=\d)|(?<=[a-z0-9-])[ \t](?:dot|punt|punkt)[ \t](?=(?:com|net|org|info|biz|nl|be|de|fr|eu|uk|ru|io|xyz|top|online|site|shop|example)\b)/gi;

/** Undoes the usual ways of making an address harmless (hxxp, [.], (dot), [at], full-width letters). Only ever on a copy. */
export function refang(text: string): string {
  return text
    .replace(/[\uff0e\u3002\uff61]/g, '.')
    .replace(/[\uff10-\uff19\uff1a\uff0f]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/\bh(?:xx?x?|\*\*|tt|--|__|t?xt?|\[xx\]|\[tt\])p(s?)(?=\s?(?::|\[:|\[s|\(:))/gi, 'http$1')
    .replace(/\bhttp\[s\]/gi, 'https')
    .replace(/\bfxp(?=\s?[:[])/gi, 'ftp')
    .replace(/\[:\/\/\]|\[:\]\/\/|\(:\)\/\/|(?<=\bhttps?|\bftp):\\\\/gi, '://')
    .replace(/(?<=\bhttps?|\bftp)\s:\/\//gi, '://')
    .replace(/\[:\]/g, ':')
    .replace(bracketedDot, '.')
    .replace(/\[\.(?=\w)|(?<=\w)\.\]|(?<=\w)\\\.(?=\w)/g, '.')
    .replace(wordDot, '.')
    .replace(/\[(?:@|at)\]|\((?:@|at)\)/gi, '@')
    .replace(/\[\/\]/g, '/');
}

/** Makes an address harmless for the eye: never a link, never a preview. */
export function defang(text: string): string {
  return text.replace(/^http/i, 'hxxp').replace(/^ftp/i, 'fxp').replace(/\./g, '[.]').replace(/@/g, '[at]');
}
/** A text of a stranger with its addresses of pages made harmless; the rest stays as it was sent. */
export function defangText(text: string): string {
  return text.replace(/\b(?:https?|ftp):\/\/[^\s<>"']+/gi, (url) => defang(url));
}
