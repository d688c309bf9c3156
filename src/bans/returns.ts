/**
 * How far somebody looks like a banned customer. Identifiers that agree count by their strength, names and addresses little;
 * the lines add up to the points, and the points say whether a person looks (review) or the proposal is to refuse (block).
 */
import type { Words } from '#kernel';
import { operating, readName, scoreNames } from '#screening';
import { type PostalAddress, type Strength, type TagKindId, tagKinds } from './identifier.ts';

/** Who applies, or has changed: all that is known, in the person's own spelling. */
export interface ReturnSubject {
  readonly party?: string;
  readonly names: readonly string[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly ibans: readonly string[];
  /** Public keys as in `authorized_keys`, or fingerprints `SHA256:…`. */
  readonly sshKeys: readonly string[];
  readonly devices: readonly string[];
  readonly paymentTokens: readonly string[];
  readonly addresses: readonly PostalAddress[];
  readonly companyNumbers: readonly string[];
  readonly domains: readonly string[];
  /** ISO date, or year. */
  readonly birth?: string;
  readonly documents?: readonly string[];
  readonly cryptos?: readonly string[];
  /** Address of the network at sign-up. */
  readonly networks?: readonly string[];
  readonly hostPatterns?: readonly string[];
}

export const noSubject: ReturnSubject = {
  names: [],
  emails: [],
  phones: [],
  ibans: [],
  sshKeys: [],
  devices: [],
  paymentTokens: [],
  addresses: [],
  companyNumbers: [],
  domains: [],
};

/** Values of a subject by the kind of their tag. */
export function valuesOf(s: ReturnSubject): readonly (readonly [TagKindId, readonly string[]])[] {
  return [
    ['iban', s.ibans],
    ['document', s.documents ?? []],
    ['ssh_key', s.sshKeys],
    ['crypto', s.cryptos ?? []],
    ['company_number', s.companyNumbers],
    ['phone', s.phones],
    ['email', s.emails],
    ['payment_token', s.paymentTokens],
    ['domain', s.domains],
    ['address', s.addresses.map((a) => `${a.country}|${a.postcode}|${a.number}`)],
    ['host_pattern', s.hostPatterns ?? []],
    ['device', s.devices],
    ['network', s.networks ?? []],
  ];
}

export const verdicts = ['pass', 'review', 'block'] as const;
export type ReturnVerdict = (typeof verdicts)[number];

export type ReturnLineKind = TagKindId | 'name' | 'birth' | 'limit';
/** One line of the sum. */
export interface ReturnLine {
  readonly kind: ReturnLineKind;
  readonly strength: Strength;
  readonly points: number;
  /** Names that were compared, and how like they are (0–1); nothing of a tag can be shown. */
  readonly asked?: string;
  readonly banned?: string;
  readonly likeness?: number;
}

export const points: Readonly<Record<Strength, number>> = { strong: 2, medium: 1, weak: 0.5 };
/** All weak lines together: never enough to have a person looked at. */
export const weakMost = 1;
/** One strong or two medium identifiers; a third one. */
export const reviewFrom = 2;
export const blockFrom = 3;

/** What a ban keeps in clear, under its own key, for the fuzzy comparison. */
export interface BannedPerson {
  readonly names: readonly string[];
  readonly birth?: string | undefined;
}

const year = (born: string | undefined) => (/^\d{4}/.test(born ?? '') ? (born ?? '').slice(0, 4) : undefined);

function nameLines(subject: ReturnSubject, person: BannedPerson): ReturnLine[] {
  let best: { asked: string; banned: string; score: number } | undefined;
  for (const asked of subject.names)
    for (const banned of person.names) {
      const { score } = scoreNames(readName(asked), readName(banned));
      if (score >= operating && score > (best?.score ?? 0)) best = { asked, banned, score };
    }
  if (!best) return [];
  const { asked, banned, score } = best;
  const line: ReturnLine = { kind: 'name', strength: 'weak', points: points.weak, asked, banned, likeness: score };
  const [mine, theirs] = [year(subject.birth), year(person.birth)];
  if (!mine || !theirs) return [line];
  return [line, { kind: 'birth', strength: 'weak', points: mine === theirs ? points.weak : -points.weak }];
}

export interface Weighed {
  readonly lines: readonly ReturnLine[];
  /** The sum of the lines. */
  readonly points: number;
  readonly verdict: ReturnVerdict;
  /** Kinds of identifier that agree. */
  readonly kinds: readonly (TagKindId | 'name')[];
  /** The strongest of them; null where nothing agrees. */
  readonly strength: Strength | null;
}

/**
 * Weighs what agrees between a subject and one ban.
 * @param agreed kinds of which a tag is the same
 * @param person names and birth date of the banned one; null where they are gone
 */
export function weigh(agreed: readonly TagKindId[], subject: ReturnSubject, person: BannedPerson | null): Weighed {
  const lines: ReturnLine[] = [...new Set(agreed)].map((k) => ({
    kind: k,
    strength: tagKinds[k].strength,
    points: points[tagKinds[k].strength],
  }));
  lines.sort((a, b) => b.points - a.points);
  if (person) lines.push(...nameLines(subject, person));
  const weak = lines.filter((l) => l.strength === 'weak').reduce((sum, l) => sum + l.points, 0);
  if (weak > weakMost) lines.push({ kind: 'limit', strength: 'weak', points: weakMost - weak });
  const total = lines.reduce((sum, l) => sum + l.points, 0);
  const kinds = lines.flatMap((l) => (l.kind === 'birth' || l.kind === 'limit' ? [] : [l.kind]));
  const strength = (['strong', 'medium', 'weak'] as const).find((s) => lines.some((l) => l.strength === s)) ?? null;
  return {
    lines,
    points: total,
    verdict: total >= blockFrom ? 'block' : total >= reviewFrom ? 'review' : 'pass',
    kinds,
    strength,
  };
}

const other: Readonly<Record<'name' | 'birth' | 'limit', Words>> = {
  name: { nl: 'naam', en: 'name' },
  birth: { nl: 'geboortejaar', en: 'year of birth' },
  limit: {
    nl: 'zwakke kenmerken tellen samen voor niet meer dan één',
    en: 'weak marks count for no more than one together',
  },
};
export const lineWords = (kind: ReturnLineKind): Words =>
  kind === 'name' || kind === 'birth' || kind === 'limit' ? other[kind] : tagKinds[kind].title;

export const strengthWords: Readonly<Record<Strength, Words>> = {
  strong: { nl: 'sterk', en: 'strong' },
  medium: { nl: 'middelmatig', en: 'medium' },
  weak: { nl: 'zwak', en: 'weak' },
};
export const verdictWords: Readonly<Record<ReturnVerdict, Words>> = {
  pass: { nl: 'niets dat telt', en: 'nothing that counts' },
  review: { nl: 'laat iemand kijken', en: 'have somebody look' },
  block: { nl: 'voorstel: weigeren', en: 'proposal: refuse' },
};
