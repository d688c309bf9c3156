/** Restrictive measures of the European Union: asset freeze, and no funds or economic resources, server space among them. */
import { regime } from '../regime.ts';

const cyber = { law: 'Regulation (EU) 2019/796', url: 'https://eur-lex.europa.eu/eli/reg/2019/796/oj' } as const;

export default regime({
  id: 'eu',
  title: { nl: 'Beperkende maatregelen van de Europese Unie', en: 'Restrictive measures of the European Union' },
  basis: { ...cyber, article: '3', mark: 'memory' },
  inForce: { from: '2019-05-18' },
  binds: true,
  freeze: [
    {
      does: {
        nl: 'Bevries tegoeden en economische middelen. Een vooruitbetaald saldo blijft van de klant: het wordt bevroren, niet verbeurd en niet terugbetaald.',
        en: 'Freeze funds and economic resources. A prepaid balance stays the customer’s: it is frozen, neither forfeited nor paid back.',
      },
      basis: { ...cyber, article: '3(1)', mark: 'memory' },
    },
    {
      does: {
        nl: 'Stel niets meer ter beschikking, ook niet indirect: serverruimte, verkeer en domeinen zijn economische middelen.',
        en: 'Make nothing available, not even indirectly: server space, transit and domain names are economic resources.',
      },
      basis: { ...cyber, article: '3(2)', mark: 'memory' },
    },
    {
      does: {
        nl: 'Doe hetzelfde met wie voor 50 % of meer van gelijste partijen samen is, of door hen wordt beheerst.',
        en: 'Do the same with whoever is owned for 50 % or more by listed ones together, or is controlled by one.',
      },
      basis: { law: 'EU best practices on restrictive measures', article: '3 July 2024', mark: 'verified' },
    },
  ],
  report: [
    {
      does: {
        nl: 'Meld de bevriezing en wat u van de partij weet, meteen.',
        en: 'Report the freeze and what you know of the party, at once.',
      },
      basis: { ...cyber, article: '8', mark: 'memory' },
      to: { nl: 'Ministerie van Financiën', en: 'Dutch Ministry of Finance' },
    },
    {
      does: {
        nl: 'Onder de Rusland-regeling: uiterlijk binnen twee weken na ontvangst van de kennis.',
        en: 'Under the Russia regime: within two weeks of acquiring the knowledge at the latest.',
      },
      basis: {
        law: 'Regulation (EU) 269/2014',
        article: '8',
        url: 'https://eur-lex.europa.eu/eli/reg/2014/269/oj',
        mark: 'memory',
      },
      within: { unit: 'weeks', count: 2 },
      to: { nl: 'Ministerie van Financiën', en: 'Dutch Ministry of Finance' },
    },
  ],
  derogation: [
    {
      does: {
        nl: 'Vraag toestemming voor wat strikt nodig is (basisbehoeften, juridische kosten, bewaring van bevroren middelen).',
        en: 'Ask leave for what is strictly needed (basic needs, legal fees, keeping of what is frozen).',
      },
      basis: { ...cyber, article: '4', mark: 'memory' },
      to: { nl: 'Ministerie van Financiën', en: 'Dutch Ministry of Finance' },
    },
    {
      does: {
        nl: 'Vraag toestemming voor betalingen uit overeenkomsten van vóór de plaatsing op de lijst.',
        en: 'Ask leave for payments under contracts from before the listing.',
      },
      basis: { ...cyber, article: '6', mark: 'memory' },
      to: { nl: 'Ministerie van Financiën', en: 'Dutch Ministry of Finance' },
    },
  ],
});
