/** Course of action: terrorist content. */
import { action } from '../action.ts';

export default action({
  id: 'terrorist_content',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '3(3)',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'verified',
  },
  title: { nl: 'Terroristische inhoud', en: 'Terrorist content' },
  what: {
    nl: 'Een autoriteit of melder zegt dat hier terroristische inhoud staat. Na een verwijderingsbevel is er één uur de tijd, in de hele Europese Unie.',
    en: 'An authority or notifier says that terrorist content is here. After a removal order there is one hour, for the whole European Union.',
  },
  rsit: 'other:other',
  factors: null,
  lane: 'terrorist',
  look: { count: 10, unit: 'minutes', from: 'B' },
  customer: null,
  host: { count: 1, unit: 'hours', from: 'L', clock: 'clk-tco-1h' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Wij hebben de inhoud ontoegankelijk gemaakt. Zet haar niet terug, ook niet op een ander adres.',
        en: 'We have made the content inaccessible. Do not put it back, not at another address either.',
      },
    },
    {
      do: {
        nl: 'Wis niets. De wet vraagt dat de inhoud en de gegevens eromheen zes maanden bewaard blijven voor bezwaar en onderzoek.',
        en: 'Delete nothing. The law requires that the content and the data around it are kept for six months, for objection and investigation.',
      },
    },
    {
      do: {
        nl: 'Heeft u dit niet zelf geplaatst? Meld ons dan welk account dit deed en vanaf welk adres, uit uw logbestanden.',
        en: 'Did you not place this yourself? Then tell us which account did and from which address, from your log files.',
      },
    },
    {
      do: {
        nl: 'Bent u het er niet mee eens? U kunt bij ons een klacht indienen. Tegen een bevel maakt u bezwaar bij de autoriteit die het gaf.',
        en: 'Do you disagree? You can file a complaint with us. An order you contest with the authority that gave it.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Is het een bevel: controleer afzender, handtekening en adres, en start direct. Kan het niet worden uitgevoerd, zeg dat dan meteen met bijlage III; anders loopt het uur door.',
        en: 'If it is an order: check sender, signature and address, and start at once. If it cannot be carried out, say so immediately with Annex III; otherwise the hour keeps running.',
      },
    },
    {
      do: {
        nl: 'Maak de inhoud ontoegankelijk in alle lidstaten: verwijder of blokkeer, ook in cache, CDN en andere domeinen.',
        en: 'Make the content inaccessible in all Member States: remove or block, in cache, CDN and on other domains too.',
      },
    },
    {
      do: {
        nl: 'Zet de inhoud en de bijbehorende gegevens apart in de afgesloten bewaarplaats, zes maanden (artikel 6). Anders dan beeldmateriaal van kindermisbruik moet dit juist bewaard blijven.',
        en: 'Put the content and its related data aside in the locked store, for six months (article 6). Unlike child abuse material this must be kept.',
      },
    },
    {
      do: {
        nl: 'Stuur de autoriteit de bevestiging van bijlage II met het tijdstip waarop het ontoegankelijk was.',
        en: 'Send the authority the confirmation of Annex II with the moment at which it became inaccessible.',
      },
    },
    {
      do: {
        nl: 'Informeer de klant achteraf over reden en bezwaar, tenzij de autoriteit dat heeft verboden.',
        en: 'Inform the customer afterwards about the reason and the means of objection, unless the authority has forbidden that.',
      },
    },
    {
      do: {
        nl: 'Ziet u een directe dreiging voor iemands leven? Meld dat meteen aan de politie (artikel 14, lid 5).',
        en: "Do you see an imminent threat to someone's life? Report that to the police at once (article 14(5)).",
      },
    },
  ],
  fixedWhen: {
    nl: 'De autoriteit bevestigt, of het adres geeft vanuit drie netwerken in de EU 404, 410 of 451.',
    en: 'The authority confirms, or the address answers 404, 410 or 451 from three networks in the EU.',
  },
  quietDays: 7,
  probe: { how: 'none', times: 0, apartMinutes: 0 },
  rhythm: 'at_once',
});
