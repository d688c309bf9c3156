/** Course of action: threat to someone's life. */
import { action } from '../action.ts';

export default action({
  id: 'threat_to_life',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '18',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  title: { nl: 'Bedreiging van iemands leven', en: "Threat to someone's life" },
  what: {
    nl: 'Er is informatie die doet vermoeden dat iemands leven of veiligheid in gevaar is. Een hostingdienst moet dat direct melden aan politie of justitie.',
    en: "There is information that gives rise to a suspicion that someone's life or safety is in danger. A hosting service must report that to the police or judicial authorities promptly.",
  },
  rsit: 'other:other',
  factors: null,
  lane: 'threat_to_life',
  look: { count: 1, unit: 'hours', from: 'B' },
  customer: null,
  host: { count: 1, unit: 'hours', from: 'L', clock: 'clk-18' },
  stepsForCustomer: [],
  stepsForHost: [
    {
      do: {
        nl: 'Is er nu acuut gevaar? Bel 112. Wacht niet op overleg.',
        en: 'Is there danger right now? Call 112. Do not wait for consultation.',
      },
    },
    {
      do: {
        nl: 'Meld alles wat u heeft: wat er staat, waar (adres), wanneer het geplaatst is (met tijdzone), wie de klant of het account is en vanaf welke adressen.',
        en: 'Report everything you have: what it says, where (address), when it was placed (with time zone), who the customer or account is and from which addresses.',
      },
    },
    {
      do: {
        nl: 'Weet u niet welk land het betreft? Meld het in Nederland bij de politie of bij Europol; het land van vestiging telt (artikel 18, lid 2).',
        en: 'Do you not know which country is concerned? Report to the police in the Netherlands or to Europol; the country of establishment counts (article 18(2)).',
      },
    },
    {
      do: {
        nl: 'Zet logbestanden en de inhoud vast, zodat niets verloopt of wordt overschreven. Verwijder pas in overleg met de politie.',
        en: 'Secure log files and the content, so that nothing expires or is overwritten. Remove only in consultation with the police.',
      },
    },
    {
      do: {
        nl: 'Schrijf op wanneer u het wist, wanneer u meldde en bij wie. Schrijf de klant niet zonder overleg.',
        en: 'Write down when you knew, when you reported and to whom. Do not write to the customer without consultation.',
      },
    },
  ],
  fixedWhen: {
    nl: 'De politie heeft de ontvangst van de melding bevestigd en het tijdstip staat in de zaak.',
    en: 'The police confirmed receipt of the report and the moment is in the case.',
  },
  quietDays: 1,
  probe: { how: 'none', times: 0, apartMinutes: 0 },
  rhythm: 'at_once',
});
