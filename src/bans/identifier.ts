/** Identifiers by which a banned customer is known again: each kind has one canonical form, a strength and a life of its own. */
import { addressText, cleanHost, parseAddress, prefixOf, prefixText, type Words } from '#kernel';
import { isShared } from '#screening';

export const strengths = ['strong', 'medium', 'weak'] as const;
export type Strength = (typeof strengths)[number];

export interface TagKind {
  readonly strength: Strength;
  readonly title: Words;
  /** Days a tag of this kind lives at most; null: as long as its ban. */
  readonly days: number | null;
  /** Only made and compared while the use `device` has a recorded ground (Tw 11.7a). */
  readonly device: boolean;
}
const kind = (strength: Strength, nl: string, en: string, days: number | null = null, device = false): TagKind => ({
  strength,
  title: { nl, en },
  days,
  device,
});

/** Kinds whose tags are compared exactly. Names are compared otherwise: see `returns.ts`. */
export const tagKinds = {
  iban: kind('strong', 'bankrekening', 'bank account'),
  document: kind('strong', 'kenmerk van een identiteitsbewijs', 'token of an identity document'),
  ssh_key: kind('strong', 'SSH-sleutel', 'SSH key'),
  crypto: kind('strong', 'adres van cryptogeld', 'crypto address'),
  company_number: kind('strong', 'bedrijfsnummer', 'company number'),
  phone: kind('medium', 'telefoonnummer', 'phone number'),
  email: kind('medium', 'e-mailadres', 'e-mail address'),
  payment_token: kind('medium', 'betaalkenmerk', 'payment token'),
  domain: kind('medium', 'domein', 'domain'),
  address: kind('weak', 'postcode met huisnummer', 'postcode with house number'),
  host_pattern: kind(
    'weak',
    'patroon van reverse DNS, naamserver of GPG',
    'pattern of reverse DNS, name server or GPG',
  ),
  device: kind('weak', 'apparaat of browser', 'device or browser', 90, true),
  network: kind('weak', 'netwerk bij aanmelding', 'network at sign-up', 30, true),
} as const satisfies Record<string, TagKind>;
export type TagKindId = keyof typeof tagKinds;
export const tagKindIds = Object.keys(tagKinds) as [TagKindId, ...TagKindId[]];
export const kindRule = (id: TagKindId): TagKind => tagKinds[id];

/** Version of the canonical forms and of the keys: tags of another epoch are never compared. */
export const tagEpoch = 1;

const bare = (text: string) => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Whether the check digits of an IBAN are right (ISO 13616: remainder by 97 is 1). */
export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$/.test(text)) return false;
  let rest = 0;
  for (const sign of text.slice(4) + text.slice(0, 4)) {
    const value = sign >= 'A' ? sign.charCodeAt(0) - 55 : Number(sign);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

const gmail = new Set(['gmail.com', 'googlemail.com']);

function emailOf(text: string): string | undefined {
  const found = /^([^\s@<>"]{1,64})@([^\s@<>"]{3,253})$/.exec(text.toLowerCase());
  const host = found ? cleanHost(found[2] ?? '') : undefined;
  const name = (found?.[1] ?? '').replace(/\+.*$/, '');
  if (!host || name === '') return undefined;
  return gmail.has(host) ? `${name.replaceAll('.', '')}@gmail.com` : `${name}@${host}`;
}

function phoneOf(text: string): string | undefined {
  const international = text.replace(/[\s().\-/]/g, '').replace(/^00/, '+');
  // A number without its country could be anybody's: it is not made up.
  return /^\+[1-9]\d{7,14}$/.test(international) ? international : undefined;
}

/** Address of a person as it is compared: country, postcode, house number. */
export interface PostalAddress {
  /** Two letters. */
  readonly country: string;
  readonly postcode: string;
  readonly number: string;
}
export const addressKey = (a: PostalAddress): string => `${a.country}|${a.postcode}|${a.number}`;

/**
 * The one spelling under which a value is tagged; undefined where it is none of its kind, which is never tagged.
 * `ssh_key` takes the fingerprint (`SHA256:…`), `address` what `addressKey` gives.
 */
export function canonicalOf(kind: TagKindId, value: string): string | undefined {
  const text = value.normalize('NFKC').trim();
  switch (kind) {
    case 'iban': {
      const iban = bare(text);
      return isIban(iban) ? iban : undefined;
    }
    case 'ssh_key':
      return /^SHA256:[A-Za-z0-9+/]{43}$/.test(text) ? text : undefined;
    case 'phone':
      return phoneOf(text);
    case 'email':
      return emailOf(text);
    case 'domain': {
      const host = cleanHost(text.replace(/^[a-z]+:\/\//i, '').split(/[/?#:]/)[0] ?? '')?.replace(/^www\d?\./, '');
      return host && !isShared(host) ? host : undefined;
    }
    case 'address': {
      const [country = '', postcode = '', number = ''] = text.split('|').map(bare);
      return /^[A-Z]{2}$/.test(country) && postcode.length >= 3 && /\d/.test(number)
        ? `${country}|${postcode}|${number}`
        : undefined;
    }
    case 'network': {
      const address = parseAddress(text);
      return address ? prefixText(prefixOf(address, addressText(address).includes(':') ? 48 : 24)) : undefined;
    }
    case 'crypto':
      return /^[A-Za-z0-9:]{20,120}$/.test(text) ? text : undefined;
    case 'company_number':
    case 'document': {
      const number = bare(text);
      return number.length >= 5 && /\d/.test(number) ? number : undefined;
    }
    case 'payment_token':
    case 'device':
    case 'host_pattern':
      return text.length >= 6 && text.length <= 500 ? text.toLowerCase() : undefined;
  }
}
