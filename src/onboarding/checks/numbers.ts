/** K4 register, K5 VAT, K6 LEI, K9 account number: forms and check digits first, then what the register answered. Pure. */
import { z } from 'zod';
import { readName, scoreNames } from '#screening';
import { type Found, found, type Reason } from '../check.ts';
import { maskIban, type Statement } from '../statement.ts';

/** ISO 7064 mod 97-10 of letters and digits: 1 where the number is whole. */
export function mod97(text: string): number {
  let rest = 0;
  for (const sign of text.toUpperCase()) {
    const value = /\d/.test(sign) ? sign : String(sign.charCodeAt(0) - 55);
    for (const digit of value) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest;
}

/** Length of an IBAN by country (ISO 13616 register), of countries with IBAN whose banks customers use. */
const ibanLength: Readonly<Record<string, number>> = Object.fromEntries(
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CY28 CZ24 DE22 DK18 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 HR21 HU28 IE22 IL23 IS26 IT27 JO30 KW30 KZ20 LB28 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MT31 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SE24 SI19 SK24 SM27 TN24 TR26 UA29 VA22 XK20'
    .split(' ')
    .map((e) => [e.slice(0, 2), Number(e.slice(2))]),
);
/** Countries of the single euro payments area. */
const sepa = new Set(
  'AD AL AT BE BG CH CY CZ DE DK EE ES FI FO FR GB GI GL GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK SM VA'.split(
    ' ',
  ),
);
/** An IBAN in one spelling; undefined where it is none. */
export function readIban(
  text: string,
): { readonly iban: string; readonly country: string; readonly bank: string | null } | undefined {
  const iban = text.replace(/[\s-]/g, '').toUpperCase();
  const country = iban.slice(0, 2);
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(iban) || ibanLength[country] !== iban.length) return undefined;
  if (mod97(iban.slice(4) + iban.slice(0, 4)) !== 1) return undefined;
  return { iban, country, bank: /^(?:NL|GB|RO|LV|MT|IE|GI)/.test(country) ? iban.slice(4, 8) : null };
}

/** K9: none of an IBAN's form fails; outside SEPA is looked at. */
export function ibanCheck(text: string | undefined): Found {
  if (!text) return found('review', 'syntax', 'ISO 13616', ['missing']);
  const read = readIban(text);
  if (!read) return found('fail', 'syntax', 'ISO 13616', ['malformed']);
  const evidence = { masked: maskIban(read.iban), country: read.country, bank: read.bank };
  return sepa.has(read.country)
    ? found('pass', 'syntax', 'ISO 13616', ['valid'], evidence)
    : found('review', 'syntax', 'ISO 13616', ['country_unusual'], evidence);
}

/** European unique identifier: country, register, dot, number (Regulation (EU) 2021/1042): NLNHR.12345678. */
export function readEuid(
  text: string,
): { readonly country: string; readonly register: string; readonly number: string } | undefined {
  const m = /^([A-Z]{2})([A-Z0-9]{1,20})\.([A-Za-z0-9./-]{1,40})$/.exec(text.trim());
  return m ? { country: m[1] ?? '', register: m[2] ?? '', number: m[3] ?? '' } : undefined;
}
export const isKvk = (text: string): boolean => /^\d{8}$/.test(text.replace(/[\s.]/g, ''));

/** What the register says of a body, whichever register it was. */
export interface RegisterSeen {
  readonly name: string;
  readonly tradeNames: readonly string[];
  /** ISO date. */
  readonly founded: string | null;
  readonly ended: string | null;
  /** Classes of activity (SBI). */
  readonly activities: readonly string[];
  readonly staff: number | null;
  readonly source: string;
}
const kvkDate = (text: string | undefined) =>
  text && /^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : null;

/** Basisprofiel of the KvK API, v1: what of it is used. */
export const kvkProfile = z.object({
  kvkNummer: z.string(),
  naam: z.string(),
  formeleRegistratiedatum: z.string().optional(),
  materieleRegistratie: z.object({ datumAanvang: z.string().optional(), datumEinde: z.string().optional() }).optional(),
  statutaireNaam: z.string().optional(),
  totaalWerkzamePersonen: z.number().optional(),
  handelsnamen: z.array(z.object({ naam: z.string() })).default([]),
  sbiActiviteiten: z.array(z.object({ sbiCode: z.string() })).default([]),
});
export function fromKvk(p: z.infer<typeof kvkProfile>): RegisterSeen {
  return {
    name: p.statutaireNaam ?? p.naam,
    tradeNames: [...new Set([p.naam, ...p.handelsnamen.map((h) => h.naam)])],
    founded: kvkDate(p.materieleRegistratie?.datumAanvang ?? p.formeleRegistratiedatum),
    ended: kvkDate(p.materieleRegistratie?.datumEinde),
    activities: p.sbiActiviteiten.map((a) => a.sbiCode),
    staff: p.totaalWerkzamePersonen ?? null,
    source: 'KvK Basisprofiel v1',
  };
}

/** Likeness of two names of bodies by the engine of screening, the best of them. */
const nameScore = (declared: readonly string[], seen: readonly string[]): number =>
  Math.max(
    0,
    ...declared.flatMap((d) =>
      seen.map((r) => scoreNames(readName(d, 'organisation'), readName(r, 'organisation')).score),
    ),
  );
/** SBI 2025/2008 classes of hosting and data processing. */
export const isHostingSbi = (codes: readonly string[]) => codes.some((c) => /^(?:6311|631|6310)/.test(c));

/** What came of asking a register: its answer, that it knows nobody, or why it could not be asked. */
export type Asked<T> = T | 'not_found' | 'silent' | 'not_configured';

/** K4. @param day today, ISO date */
export function registerCheck(s: Statement, seen: Asked<RegisterSeen>, day: string): Found {
  if (s.kind === 'natural' && !s.company_number)
    return found('not_applicable', 'declared', 'statement', ['person_only']);
  if (!s.company_number && !s.euid) return found('review', 'declared', 'statement', ['missing']);
  if (s.euid && !readEuid(s.euid)) return found('fail', 'syntax', 'EUID', ['malformed']);
  if (s.country === 'NL' && s.company_number && !isKvk(s.company_number))
    return found('fail', 'syntax', 'KvK', ['malformed']);
  if (seen === 'not_configured') return found('unavailable', 'register', 'KvK', ['not_configured']);
  if (seen === 'silent') return found('unavailable', 'register', 'KvK', ['register_silent']);
  if (seen === 'not_found') return found('fail', 'register', 'KvK', ['not_found']);
  const evidence = {
    name: seen.name,
    trade_names: seen.tradeNames,
    founded: seen.founded,
    ended: seen.ended,
    activities: seen.activities,
    staff: seen.staff,
  };
  if (seen.ended && seen.ended <= day) return found('fail', 'register', seen.source, ['ended'], evidence, day);
  const reasons: Reason[] = [];
  const age = seen.founded ? Temporal.PlainDate.from(seen.founded).until(day).total({ unit: 'days' }) : null;
  if (age !== null && age < 90) reasons.push({ code: 'young' });
  const score = nameScore([s.name, ...s.trade_names], [seen.name, ...seen.tradeNames]);
  if (score < 0.85) reasons.push({ code: 'name_differs', about: score.toFixed(2) });
  if (isHostingSbi(seen.activities) && !s.resells) reasons.push({ code: 'hosting_undeclared' });
  return reasons.length > 0
    ? found('review', 'register', seen.source, reasons, evidence, day)
    : found('pass', 'register', seen.source, ['active_register'], evidence, day);
}

/** VAT forms of member states, and check digits where they are public: NL by mod 97 (also sole traders) or the old eleven test. */
const vatForms: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^[A-Z0-9]\d{7}[A-Z0-9]$/,
  FI: /^\d{8}$/,
  FR: /^[A-Z0-9]{2}\d{9}$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^\d[A-Z0-9+*]\d{5}[A-Z]{1,2}$/,
  IT: /^\d{11}$/,
  LT: /^(?:\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^\d{9}B\d{2}$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{12}$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
  XI: /^\d{9,12}$/,
};
export function readVat(text: string): { readonly country: string; readonly number: string } | undefined {
  const bare = text
    .replace(/[\s.-]/g, '')
    .toUpperCase()
    .replace(/^GR/, 'EL');
  const [country, number] = [bare.slice(0, 2), bare.slice(2)];
  if (!vatForms[country]?.test(number)) return undefined;
  if (country === 'NL') {
    const digits = [...number.slice(0, 9)].map(Number);
    const eleven = digits.slice(0, 8).reduce((sum, d, i) => sum + d * (9 - i), 0) % 11;
    if (eleven !== digits[8] && mod97(bare) !== 1) return undefined;
  }
  if (country === 'BE' && 97 - (Number(number.slice(0, 8)) % 97) !== Number(number.slice(8))) return undefined;
  return { country, number };
}
/** VIES REST `check-vat-number`: what of the answer is used. */
export const viesAnswer = z.object({
  valid: z.boolean().optional(),
  requestDate: z.string().optional(),
  requestIdentifier: z.string().optional(),
  name: z.string().optional(),
  address: z.string().optional(),
  userError: z.string().optional(),
});
export type ViesAnswer = z.infer<typeof viesAnswer>;

/** K5: a member state that does not answer makes it unavailable, never pass. */
export function vatCheck(s: Statement, seen: Asked<ViesAnswer>): Found {
  if (!s.vat)
    return s.kind === 'natural'
      ? found('not_applicable', 'declared', 'statement', ['person_only'])
      : found('not_applicable', 'declared', 'statement', ['missing']);
  if (!readVat(s.vat)) return found('fail', 'syntax', 'VAT form', ['malformed']);
  if (seen === 'not_configured') return found('unavailable', 'register', 'VIES', ['not_configured']);
  if (seen === 'silent' || seen === 'not_found') return found('unavailable', 'register', 'VIES', ['register_silent']);
  const busy = seen.userError !== undefined && !/^(?:VALID|INVALID)$/.test(seen.userError);
  if (busy || seen.valid === undefined)
    return found('unavailable', 'register', 'VIES', ['register_silent'], { error: seen.userError ?? null });
  const evidence = {
    consultation: seen.requestIdentifier ?? null,
    name: seen.name ?? null,
    at: seen.requestDate ?? null,
  };
  if (!seen.valid) return found('review', 'register', 'VIES', ['not_found'], evidence);
  const named = seen.name && seen.name !== '---';
  if (named && nameScore([s.name, ...s.trade_names], [seen.name ?? '']) < 0.75)
    return found('review', 'register', 'VIES', ['name_differs'], evidence);
  return found('pass', 'register', 'VIES', ['valid'], evidence);
}

/** Twenty signs with check digits (ISO 17442). */
export const isLei = (text: string): boolean => {
  const lei = text.replace(/\s/g, '').toUpperCase();
  return /^[A-Z0-9]{18}\d{2}$/.test(lei) && mod97(lei) === 1;
};
/** Record of GLEIF (API and golden copy in JSON): what of it is used. */
export const gleifRecord = z.object({
  data: z.object({
    attributes: z.object({
      lei: z.string(),
      entity: z.object({ legalName: z.object({ name: z.string() }), status: z.string().optional() }),
      registration: z.object({ status: z.string(), nextRenewalDate: z.string().optional() }),
    }),
  }),
});
export type GleifRecord = z.infer<typeof gleifRecord>;
/** K6. */
export function leiCheck(s: Statement, seen: Asked<GleifRecord>): Found {
  if (!s.lei) return found('not_applicable', 'declared', 'statement', ['missing']);
  if (!isLei(s.lei)) return found('fail', 'syntax', 'ISO 17442', ['malformed']);
  if (seen === 'not_configured') return found('unavailable', 'register', 'GLEIF', ['not_configured']);
  if (seen === 'silent') return found('unavailable', 'register', 'GLEIF', ['register_silent']);
  if (seen === 'not_found') return found('review', 'register', 'GLEIF', ['not_found']);
  const { entity, registration } = seen.data.attributes;
  const evidence = {
    name: entity.legalName.name,
    status: registration.status,
    renewal: registration.nextRenewalDate ?? null,
  };
  if (registration.status !== 'ISSUED') return found('review', 'register', 'GLEIF', ['lapsed'], evidence);
  if (nameScore([s.name, ...s.trade_names], [entity.legalName.name]) < 0.85)
    return found('review', 'register', 'GLEIF', ['name_differs'], evidence);
  return found('pass', 'register', 'GLEIF', ['valid'], evidence);
}
