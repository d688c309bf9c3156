/** K1 e-mail, K2 phone: form and lists, before the round trip that verifies them. Pure. */
import { parse } from 'tldts';
import { type Found, found, type Reason } from '../check.ts';
import { disposableDomains, disposableVersion } from '../data/disposable.ts';
import type { Statement } from '../statement.ts';

const roles =
  /^(?:abuse|admin|administrator|billing|contact|contabo|finance|helpdesk|hostmaster|info|invoice|it|mail|noc|no-?reply|office|postmaster|root|sales|security|support|webmaster|administratie|boekhouding|facturen|klantenservice|verkoop)(?:[+.-].*)?@/i;
const freeMail = new Set(
  'gmail.com googlemail.com outlook.com hotmail.com hotmail.nl live.com live.nl msn.com yahoo.com yahoo.co.uk ymail.com icloud.com me.com aol.com gmx.de gmx.net gmx.com web.de mail.ru bk.ru inbox.ru list.ru yandex.ru ya.ru rambler.ru qq.com 163.com 126.com proton.me protonmail.com pm.me tutanota.com tuta.io mail.com zoho.com ziggo.nl kpnmail.nl planet.nl hetnet.nl home.nl xs4all.nl'.split(
    ' ',
  ),
);

export interface MailSeen {
  /** MX answer: hosts in order; empty: no record; null: the resolver was silent. `null_mx`: the domain says it takes none (RFC 7505). */
  readonly mx: readonly string[] | null | 'null_mx';
  /** An address record stands in for a missing MX (RFC 5321, 5.1). */
  readonly address: boolean;
  readonly confirmedAt: Temporal.Instant | null;
  /** The operator's own list, besides ours. */
  readonly ownDisposable: ReadonlySet<string>;
}

const domainOf = (email: string) => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

/** K1: disposable or without a mail host fails; unconfirmed is not settled; free mail of a body is looked at. */
export function mailCheck(s: Pick<Statement, 'email' | 'kind' | 'website'>, seen: MailSeen): Found {
  const domain = domainOf(s.email);
  const site = parse(domain).domain ?? domain;
  const evidence = {
    domain,
    mx: seen.mx === 'null_mx' ? ['.'] : seen.mx,
    confirmed_at: seen.confirmedAt?.toString() ?? null,
  };
  const say = (verdict: Found['verdict'], reasons: readonly Reason[]) =>
    found(verdict, 'round_trip', 'resolver, list of disposable domains', reasons, evidence, disposableVersion);
  const disposable = [domain, site].some((d) => disposableDomains.has(d) || seen.ownDisposable.has(d));
  if (disposable) return say('fail', [{ code: 'disposable' }]);
  if (seen.mx === 'null_mx') return say('fail', [{ code: 'null_mx' }]);
  if (seen.mx === null) return say('unavailable', [{ code: 'resolver_silent' }]);
  if (seen.mx.length === 0 && !seen.address) return say('fail', [{ code: 'no_mail_host' }]);
  const reasons: Reason[] = [];
  if (roles.test(s.email)) reasons.push({ code: 'role_address' });
  if (s.kind === 'legal' && freeMail.has(site)) reasons.push({ code: 'free_mail' });
  const website = s.website ? (parse(s.website).domain ?? null) : null;
  if (s.kind === 'legal' && website && website !== site && !freeMail.has(site)) reasons.push({ code: 'other_domain' });
  if (!seen.confirmedAt) return say('review', [{ code: 'not_confirmed' }, ...reasons]);
  // A role or free address that answers is a point of attention, told by the risk, not a reason to wait for a person.
  return say('pass', [{ code: 'confirmed' }, ...reasons]);
}

/** Country codes of telephone numbers (ITU-T E.164) of the countries customers come from, longest first when read. */
const callingCodes: Readonly<Record<string, readonly string[]>> = {
  '1': ['US', 'CA'],
  '7': ['RU', 'KZ'],
  '20': ['EG'],
  '27': ['ZA'],
  '30': ['GR'],
  '31': ['NL'],
  '32': ['BE'],
  '33': ['FR'],
  '34': ['ES'],
  '36': ['HU'],
  '39': ['IT', 'VA'],
  '40': ['RO'],
  '41': ['CH'],
  '43': ['AT'],
  '44': ['GB'],
  '45': ['DK'],
  '46': ['SE'],
  '47': ['NO'],
  '48': ['PL'],
  '49': ['DE'],
  '52': ['MX'],
  '55': ['BR'],
  '60': ['MY'],
  '61': ['AU'],
  '62': ['ID'],
  '63': ['PH'],
  '64': ['NZ'],
  '65': ['SG'],
  '66': ['TH'],
  '81': ['JP'],
  '82': ['KR'],
  '84': ['VN'],
  '86': ['CN'],
  '90': ['TR'],
  '91': ['IN'],
  '92': ['PK'],
  '98': ['IR'],
  '212': ['MA'],
  '213': ['DZ'],
  '216': ['TN'],
  '234': ['NG'],
  '248': ['SC'],
  '254': ['KE'],
  '297': ['AW'],
  '298': ['FO'],
  '350': ['GI'],
  '351': ['PT'],
  '352': ['LU'],
  '353': ['IE'],
  '354': ['IS'],
  '355': ['AL'],
  '356': ['MT'],
  '357': ['CY'],
  '358': ['FI'],
  '359': ['BG'],
  '370': ['LT'],
  '371': ['LV'],
  '372': ['EE'],
  '373': ['MD'],
  '374': ['AM'],
  '375': ['BY'],
  '376': ['AD'],
  '377': ['MC'],
  '380': ['UA'],
  '381': ['RS'],
  '382': ['ME'],
  '383': ['XK'],
  '385': ['HR'],
  '386': ['SI'],
  '387': ['BA'],
  '389': ['MK'],
  '420': ['CZ'],
  '421': ['SK'],
  '423': ['LI'],
  '501': ['BZ'],
  '507': ['PA'],
  '597': ['SR'],
  '599': ['CW'],
  '852': ['HK'],
  '886': ['TW'],
  '961': ['LB'],
  '962': ['JO'],
  '966': ['SA'],
  '971': ['AE'],
  '972': ['IL'],
  '994': ['AZ'],
  '995': ['GE'],
  '996': ['KG'],
  '998': ['UZ'],
};

export interface Phone {
  /** E.164: plus sign and digits. */
  readonly e164: string;
  readonly countries: readonly string[];
  readonly type: 'mobile' | 'fixed' | 'premium' | 'unknown';
}
/** Reads a number as people write it; one without a plus is read in the country of the address. */
export function readPhone(text: string, country: string | undefined): Phone | undefined {
  let digits = text
    .trim()
    .replace(/\(0\)/g, '')
    .replace(/[\s().\-/]/g, '');
  if (digits.startsWith('00')) digits = `+${digits.slice(2)}`;
  if (!digits.startsWith('+')) {
    const code = Object.entries(callingCodes).find(([, c]) => country !== undefined && c.includes(country))?.[0];
    if (!code) return undefined;
    digits = `+${code}${digits.replace(/^0/, '')}`;
  }
  if (!/^\+[1-9]\d{6,14}$/.test(digits)) return undefined;
  const code = [3, 2, 1].map((n) => digits.slice(1, 1 + n)).find((c) => Object.hasOwn(callingCodes, c));
  const national = digits.slice(1 + (code?.length ?? 0));
  const countries = code ? (callingCodes[code] ?? []) : [];
  if (code === '31') {
    // Dutch numbers have nine digits after the country code; 6 is mobile, 88 and 85 are not tied to a place, 90x costs money.
    if (!/^(?:\d{9}|800\d{4,7}|90[069]\d{4,7})$/.test(national)) return undefined;
    const type = /^6[1-58]/.test(national) ? 'mobile' : /^(?:90[069]|67|8[458])/.test(national) ? 'premium' : 'fixed';
    return { e164: digits, countries, type };
  }
  return { e164: digits, countries, type: 'unknown' };
}

export interface PhoneSeen {
  /** A gateway of the operator is set. */
  readonly gateway: boolean;
  readonly sentAt: Temporal.Instant | null;
  readonly refused: boolean;
  readonly codeRightAt: Temporal.Instant | null;
}
/** K2: a number that is none fails; it is verified by a code that came back, or by a colleague who called. */
export function phoneCheck(s: Pick<Statement, 'phone' | 'country'>, seen: PhoneSeen): Found {
  if (!s.phone) return found('review', 'syntax', 'statement', ['missing']);
  const phone = readPhone(s.phone, s.country);
  if (!phone) return found('fail', 'syntax', 'ITU-T E.164', ['malformed']);
  const evidence = {
    e164: phone.e164,
    type: phone.type,
    countries: phone.countries,
    sent_at: seen.sentAt?.toString() ?? null,
  };
  const reasons: Reason[] = [];
  if (phone.type === 'premium') reasons.push({ code: 'premium_number' });
  if (s.country && phone.countries.length > 0 && !phone.countries.includes(s.country))
    reasons.push({ code: 'country_differs' });
  if (seen.codeRightAt)
    return found(
      phone.type === 'premium' ? 'review' : 'pass',
      'code',
      'gateway of the operator',
      [{ code: 'code_right' }, ...reasons],
      {
        ...evidence,
        code_right_at: seen.codeRightAt.toString(),
      },
    );
  if (!seen.gateway)
    return found('unavailable', 'code', 'gateway of the operator', [{ code: 'no_gateway' }, ...reasons], evidence);
  if (seen.refused)
    return found('unavailable', 'code', 'gateway of the operator', [{ code: 'gateway_failed' }, ...reasons], evidence);
  return found(
    'review',
    'code',
    'gateway of the operator',
    [{ code: seen.sentAt ? 'code_sent' : 'not_confirmed' }, ...reasons],
    evidence,
  );
}
