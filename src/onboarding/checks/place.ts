/** K3 address, K17 countries that fit, K15 signs of a ghost host. Pure. */
import { type Found, found, type Reason } from '../check.ts';
import type { Statement } from '../statement.ts';
import { readPhone } from './contact.ts';

/** What a postcode looks like; a country that is not here is not judged. */
const postcodes: Readonly<Record<string, RegExp>> = {
  NL: /^[1-9]\d{3}\s?(?!SA|SD|SS)[A-Z]{2}$/,
  BE: /^[1-9]\d{3}$/,
  DE: /^\d{5}$/,
  FR: /^\d{5}$/,
  LU: /^(?:L-)?\d{4}$/,
  AT: /^\d{4}$/,
  CH: /^\d{4}$/,
  DK: /^\d{4}$/,
  PL: /^\d{2}-\d{3}$/,
  ES: /^\d{5}$/,
  IT: /^\d{5}$/,
  SE: /^\d{3}\s?\d{2}$/,
  GB: /^[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}$/,
  US: /^\d{5}(?:-\d{4})?$/,
};
const poBox =
  /\b(?:postbus|po ?box|p\.?\s?o\.?\s?box|postfach|boite postale|apartado|antwoordnummer|casella postale)\b/i;

/** `NL 1234AB 12`: country, postcode and number in one spelling, under which lists of addresses are kept. */
export function addressKey(
  country: string | undefined,
  postcode: string | undefined,
  number: string | undefined,
): string | undefined {
  if (!country || !postcode) return undefined;
  return `${country.toUpperCase()} ${postcode.replace(/\s/g, '').toUpperCase()} ${(number ?? '').replace(/\s/g, '').toUpperCase()}`.trim();
}

/** K3: form of the country; a PO box or an address on the list of virtual offices is looked at by a person. */
export function addressCheck(s: Statement, virtualOffices: ReadonlySet<string>): Found {
  if (!s.street || !s.country || !s.city) return found('review', 'syntax', 'statement', ['missing']);
  const evidence = {
    country: s.country,
    postcode: s.postcode ?? null,
    number: s.number ?? null,
    key: addressKey(s.country, s.postcode, s.number) ?? null,
  };
  const form = postcodes[s.country];
  const postcode = s.postcode?.trim().toUpperCase();
  const reasons: Reason[] = [];
  if (form && (!postcode || !form.test(postcode))) reasons.push({ code: 'postcode_form' });
  if (poBox.test(`${s.street} ${s.number ?? ''}`)) reasons.push({ code: 'po_box' });
  const full = addressKey(s.country, s.postcode, s.number);
  const area = addressKey(s.country, s.postcode, undefined);
  if ((full && virtualOffices.has(full)) || (area && virtualOffices.has(area)))
    reasons.push({ code: 'virtual_office' });
  if (reasons.length > 0)
    return found('review', 'list', 'form of the country, list of virtual offices', reasons, evidence);
  return found('pass', 'syntax', 'form of the country, list of virtual offices', ['form_fits'], evidence);
}

/** K17: how many countries a statement speaks of: address, phone, bank, browser. Three or more are a point, never a refusal. */
export function countriesCheck(s: Statement, ibanCountry: string | null): Found {
  const phone = s.phone ? readPhone(s.phone, s.country) : undefined;
  const seen: Readonly<Record<string, string | undefined>> = {
    address: s.country,
    // One code for several countries: the one that fits, else the first.
    phone: phone?.countries.find((c) => c === s.country) ?? phone?.countries[0],
    bank: ibanCountry ?? undefined,
    browser: s.ip_country,
  };
  const countries = new Set(Object.values(seen).filter((c) => c !== undefined));
  const reasons: Reason[] = [
    { code: countries.size >= 3 ? 'countries' : 'countries_fit', about: String(countries.size) },
    ...(s.hidden_ip ? [{ code: 'hidden' as const }] : []),
  ];
  // It only makes points: what does not fit together is common with honest customers too.
  return found('pass', 'compare', 'statement, bank and phone', reasons, seen);
}

export interface GhostSeen {
  readonly ownAsn: boolean | null;
  readonly staff: boolean | null;
  readonly virtualOffice: boolean | null;
  readonly monthsOld: number | null;
  readonly hostingSbi: boolean | null;
  readonly foreignDirector: boolean | null;
  readonly siteNamesBody: boolean | null;
  readonly domainDays: number | null;
}
/** K15: eight signs of a host that is an address only. What is not known is no sign. */
export function ghostCheck(kind: Statement['kind'], seen: GhostSeen): Found {
  if (kind === 'natural') return found('not_applicable', 'compare', 'statement', ['person_only']);
  const signs: Readonly<Record<string, boolean | null>> = {
    no_own_asn: seen.ownAsn === null ? null : !seen.ownAsn,
    no_staff: seen.staff === null ? null : !seen.staff,
    virtual_office: seen.virtualOffice,
    under_six_months: seen.monthsOld === null ? null : seen.monthsOld < 6,
    hosting_sbi: seen.hostingSbi,
    foreign_director: seen.foreignDirector,
    site_without_identity: seen.siteNamesBody === null ? null : !seen.siteNamesBody,
    young_domain: seen.domainDays === null ? null : seen.domainDays < 90,
  };
  const count = Object.values(signs).filter((v) => v === true).length;
  const known = Object.values(signs).filter((v) => v !== null).length;
  const about = `${count}/${known}`;
  return count >= 4
    ? found('review', 'compare', 'statement and register', [{ code: 'signs', about }], signs)
    : found('pass', 'compare', 'statement and register', [{ code: 'few_signs', about }], signs);
}

/** K16: resale that was not declared but seen fails; declared resale is asked more elsewhere. */
export function resaleCheck(s: Statement, contractResells: boolean): Found {
  if (contractResells && !s.resells) return found('fail', 'compare', 'statement and contracts', ['resale_undeclared']);
  return found('pass', 'declared', 'statement and contracts', [s.resells ? 'resells' : 'no_resale']);
}

/** K7: who directs and owns. Shares that are known must make up three quarters, or somebody must control. */
export function peopleCheck(s: Statement): Found {
  if (s.kind === 'natural') return found('not_applicable', 'declared', 'statement', ['person_only']);
  if (s.people.length === 0) return found('fail', 'declared', 'statement', ['no_people']);
  const shares = s.people.reduce((sum, p) => sum + (p.share ?? 0), 0);
  const evidence = { people: s.people.length, shares };
  if (shares < 75 && !s.people.some((p) => p.controls))
    return found('review', 'declared', 'statement', ['owners_incomplete'], evidence);
  return found('pass', 'declared', 'statement', ['form_fits'], evidence);
}
