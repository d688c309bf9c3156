/** National list of persons and bodies whose assets the Netherlands froze (Sanctieregeling terrorisme 2007-II): CSV or spreadsheet. */
import type { Entry } from '../entry.ts';
import { birthOf } from './fields.ts';
import { list, said, unreadable } from './list.ts';
import { readRows } from './rows.ts';

const plain = (name: string) => name.toLowerCase().replace(/[^a-z]+/g, '');
const columns = {
  family: ['surname', 'familyname', 'achternaam', 'organisation', 'organisatie', 'name', 'naam'],
  given: ['firstnames', 'firstname', 'voornamen', 'voornaam'],
  alias: ['alias', 'aliassen', 'aliases', 'alsobekendals'],
  born: ['dateofbirth', 'geboortedatum'],
  decided: ['dateofministerialdecision', 'datumbesluit', 'datumministerieelbesluit'],
  link: ['linkofficialnotification', 'link', 'linkstaatscourant', 'staatscourant'],
} as const;

export default list({
  id: 'nl-terror',
  title: { nl: 'Nationale sanctielijst terrorisme', en: 'Dutch national terrorism list' },
  publisher: 'Ministerie van Buitenlandse Zaken',
  tier: 'binding',
  regime: 'nl',
  url: 'https://www.government.nl/documents/reports/2016/01/15/national-terrorist-list',
  staleHours: 24 * 14,
  fits: ({ head, name }) =>
    (/(?:achternaam|surname)/i.test(head) &&
      /(?:ministerial decision|ministerieel besluit|datum besluit)/i.test(head.slice(0, 4000))) ||
    /nationa(?:l|le)[-_ ]?(?:terror|sanctielijst)/.test(name),
  async *read(source) {
    let at: Record<keyof typeof columns, number> | undefined;
    let seen = 0;
    for await (const { line, cells } of readRows(source.text)) {
      if (!at) {
        const names = cells.map(plain);
        const of = (wanted: readonly string[]) =>
          names.findIndex((n) => wanted.some((w) => n === w || (n !== '' && n.startsWith(w))));
        if (names.some((n) => (columns.family as readonly string[]).includes(n)))
          at = {
            family: of(columns.family),
            given: of(columns.given),
            alias: of(columns.alias),
            born: of(columns.born),
            decided: of(columns.decided),
            link: of(columns.link),
          };
        else if (++seen > 15) break;
        continue;
      }
      const i = at;
      const cell = (what: keyof typeof columns) => said(i[what] < 0 ? undefined : cells[i[what]]);
      const family = cell('family');
      if (!family) continue;
      const given = cell('given');
      const birth = birthOf(cell('born'));
      const decided = birthOf(cell('decided'))?.date;
      const url = cell('link');
      const name = given ? `${given} ${family}` : family;
      yield {
        id: `nl:${name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')}`,
        kind: given || birth ? 'person' : 'organisation',
        names: [
          { text: name, strength: 'strong' as const },
          ...(cell('alias') ?? '')
            .split(/[;,/]/)
            .map((a) => said(a))
            .filter((a) => a !== undefined)
            .map((text) => ({ text, strength: 'weak' as const })),
        ],
        births: birth ? [birth] : [],
        countries: [],
        identifiers: [],
        acts: [
          {
            programme: 'NL-TERR',
            act: 'Sanctieregeling terrorisme 2007-II',
            ...(url?.startsWith('http') ? { url } : {}),
            ...(decided ? { from: decided } : {}),
          },
        ],
        remark: `line ${line}`,
      } satisfies Entry;
    }
    if (!at) throw unreadable('No column with surnames is in its header.');
  },
});
