/** Values of lists in one form: dates as far as they are known, countries by code. */
import type { Birth } from '../entry.ts';

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const two = (n: number) => String(n).padStart(2, '0');

function day(year: number, month: number, date: number): Birth | undefined {
  if (year < 1800 || year > 2100) return undefined;
  if (month < 1 || month > 12 || date < 1 || date > 31) return { year };
  return { date: `${year}-${two(month)}-${two(date)}`, year };
}

/** A birth as lists write it: 1970-03-02, 02/03/1970 (day first), 2 Mar 1970, Mar 1970, 1970, circa 1970, 1968 to 1971. */
export function birthOf(text: string | undefined): Birth | undefined {
  const bare = (text ?? '').trim().toLowerCase();
  if (bare === '') return undefined;
  const circa = /circa|approx|about|\bca\b|c\./.test(bare);
  const mark = circa ? { circa: true } : {};
  const span = /(\d{4})\s*(?:to|-|–|and|\/)\s*(\d{4})/.exec(bare);
  if (span) return { year: Number(span[1]), yearTo: Number(span[2]), ...mark };
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(bare);
  if (iso) return with_(day(Number(iso[1]), Number(iso[2]), Number(iso[3])), mark);
  const european = /^(\d{1,2}|dd)[/.-](\d{1,2}|mm)[/.-](\d{4})/.exec(bare);
  if (european) return with_(day(Number(european[3]), Number(european[2]) || 0, Number(european[1]) || 0), mark);
  const words = /(\d{1,2})\s+([a-z]{3})[a-z]*\.?\s+(\d{4})/.exec(bare);
  if (words) return with_(day(Number(words[3]), months.indexOf(words[2] ?? '') + 1, Number(words[1])), mark);
  const year = /\b(1[89]\d{2}|20\d{2})\b/.exec(bare);
  return year ? { year: Number(year[1]), ...mark } : undefined;
}
const with_ = (birth: Birth | undefined, mark: { circa?: boolean }): Birth | undefined =>
  birth ? { ...birth, ...mark } : undefined;

const squeeze = (name: string) =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(
      /\(.*?\)|\b(?:the|of|and|republic|islamic|arab|state|people'?s|democratic|federation|kingdom|united)\b|[^a-z]/g,
      '',
    );

/** Names of countries as lists write them → code. Several that squeeze alike are told apart by hand. */
const byName: ReadonlyMap<string, string> = (() => {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const found = new Map<string, string>();
  for (let a = 65; a <= 90; a++)
    for (let b = 65; b <= 90; b++) {
      const code = String.fromCharCode(a, b);
      const name = names.of(code);
      if (name && !/^(?:XA|XB|QO|EU|EZ|UN|ZZ|AC|TA|DG|EA|IC|CP|SU|YU|TP|ZR|DD|FX|BU|UK)$/.test(code))
        found.set(squeeze(name), code);
    }
  return found;
})();
const byHand: Readonly<Record<string, string>> = {
  'democratic republic of the congo': 'CD',
  'congo, democratic republic of the': 'CD',
  congo: 'CG',
  "democratic people's republic of korea": 'KP',
  'korea, north': 'KP',
  'north korea': 'KP',
  'republic of korea': 'KR',
  'korea, south': 'KR',
  'south korea': 'KR',
  'united states': 'US',
  'united states of america': 'US',
  usa: 'US',
  'united kingdom': 'GB',
  'united kingdom of great britain and northern ireland': 'GB',
  'united arab emirates': 'AE',
  burma: 'MM',
  palestinian: 'PS',
  'occupied palestinian territories': 'PS',
  'czech republic': 'CZ',
  turkey: 'TR',
  'ivory coast': 'CI',
  "cote d'ivoire": 'CI',
  'the gambia': 'GM',
  'cape verde': 'CV',
  'viet nam': 'VN',
  'lao pdr': 'LA',
  'syrian arab republic': 'SY',
  'iran, islamic republic of': 'IR',
  'russian federation': 'RU',
  'republic of moldova': 'MD',
  'hong kong': 'HK',
  macau: 'MO',
  uk: 'GB',
};

/** ISO 3166-1 alpha-2 code of a country as a list names it; undefined where it says none. */
export function countryOf(text: string | undefined): string | undefined {
  const bare = (text ?? '').trim();
  if (/^[A-Z]{2}$/.test(bare) && bare !== 'UK') return bare === 'CS' ? 'RS' : bare;
  const lower = bare.toLowerCase();
  if (lower === '' || lower === 'unknown' || lower === '00') return undefined;
  return byHand[lower] ?? byName.get(squeeze(bare));
}

/** Countries of several texts, once each. */
export function countriesOf(texts: readonly (string | undefined)[]): string[] {
  const found = new Set<string>();
  for (const text of texts) {
    const code = countryOf(text);
    if (code) found.add(code);
  }
  return [...found];
}
