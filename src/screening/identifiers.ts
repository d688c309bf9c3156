/** Identifiers of listed entities in one spelling, so that a website, address or handle of a customer meets them. */
import { cleanHost } from '#kernel';
import type { Identifier, IdentifierKind } from './entry.ts';

const shared = new Set(
  'gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com yahoo.co.uk icloud.com me.com aol.com gmx.de gmx.net web.de mail.ru bk.ru inbox.ru list.ru yandex.ru ya.ru rambler.ru qq.com 163.com 126.com proton.me protonmail.com protonmail.ch tutanota.com tuta.io mail.com zoho.com ukr.net i.ua t.me telegram.org facebook.com instagram.com twitter.com x.com vk.com linkedin.com youtube.com github.com wordpress.com blogspot.com medium.com'.split(
    ' ',
  ),
);

/** A domain that belongs to everybody says nothing about anybody. */
export const isShared = (domain: string): boolean => shared.has(domain);

const hostOf = (text: string): string | undefined => {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^www\d?\./, '');
  return cleanHost(bare.split(/[/?#:\s]/)[0] ?? '');
};

/** Letters that are drawn alike, folded: 0 as o, 1 as l, Cyrillic а as a. For domains and handles only. */
const lookalike: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '5': 's',
  '|': 'l',
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  х: 'x',
  у: 'y',
  і: 'i',
};
export const foldLookalikes = (text: string): string =>
  [...text.toLowerCase()]
    .map((sign) => lookalike[sign] ?? sign)
    .join('')
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w');

/**
 * The keys under which one identifier is found; more than one where it holds another (an e-mail address holds a domain).
 * Empty where the value is none of its kind.
 */
export function keysOf(kind: IdentifierKind, value: string): readonly string[] {
  const text = value.normalize('NFKC').trim();
  switch (kind) {
    case 'email': {
      const at = /^([^\s@<>]+)@([^\s@<>]+)$/.exec(text.toLowerCase());
      const host = at ? hostOf(at[2] ?? '') : undefined;
      if (!at || !host) return [];
      return [`email:${at[1]}@${host}`, ...(isShared(host) ? [] : [`domain:${host}`])];
    }
    case 'domain': {
      const host = hostOf(text);
      if (!host || isShared(host)) return [];
      return [`domain:${host}`];
    }
    case 'handle': {
      const bare = text
        .toLowerCase()
        .replace(/^https?:\/\/(?:www\.)?(?:t\.me|twitter\.com|x\.com|github\.com)\//, '')
        .replace(/^@/, '');
      return /^[\p{L}\p{N}_.-]{3,64}$/u.test(bare) ? [`handle:${foldLookalikes(bare)}`] : [];
    }
    case 'phone': {
      const digits = text.replace(/\D/g, '').replace(/^00/, '');
      return digits.length >= 8 && digits.length <= 15 ? [`phone:${digits}`] : [];
    }
    case 'crypto':
      return /^[a-zA-Z0-9:]{20,120}$/.test(text) ? [`crypto:${text}`] : [];
    default: {
      const bare = text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
      return bare.length >= 5 && /\d/.test(bare) ? [`number:${bare}`] : [];
    }
  }
}

/** Every domain a host name stands under, itself first, down to two labels: shop.a.example gives a.example too. */
export function domainsAbove(host: string): readonly string[] {
  const labels = host.split('.');
  const all: string[] = [];
  for (let at = 0; at + 2 <= labels.length; at++) all.push(labels.slice(at).join('.'));
  return all;
}

/** Keys of what a customer has: domains also under every domain above them, and in their look-alike spelling. */
export function askedKeys(identifier: Identifier): readonly string[] {
  const keys = new Set(keysOf(identifier.kind, identifier.value));
  for (const key of [...keys])
    if (key.startsWith('domain:'))
      for (const above of domainsAbove(key.slice(7))) if (!isShared(above)) keys.add(`domain:${above}`);
  return [...keys];
}

const emailIn = /[^\s@<>"'(),;:]+@[^\s@<>"'(),;:]+\.[\p{L}]{2,}/gu;
const siteIn =
  /(?:https?:\/\/|www\.)[^\s<>"'(),;]+|(?<![@\w.-])(?:[a-z0-9-]+\.)+(?:com|net|org|info|ru|su|by|ir|cn|kp|io|me|host|cloud|eu|nl|ua|biz|pro|site|online|xyz)\b/giu;

/** E-mail addresses and sites in the free text of a list: several in one field, with spaces and words between. */
export function identifiersIn(text: string): readonly Identifier[] {
  const found: Identifier[] = [];
  const mails = text.match(emailIn) ?? [];
  for (const value of mails) found.push({ kind: 'email', value: value.replace(/\.$/, '') });
  for (const value of text.replace(emailIn, ' ').match(siteIn) ?? []) {
    const host = hostOf(value);
    if (host === undefined) continue;
    if (host === 't.me' || host === 'twitter.com' || host === 'x.com') found.push({ kind: 'handle', value });
    else if (!isShared(host)) found.push({ kind: 'domain', value: host });
  }
  return found;
}
