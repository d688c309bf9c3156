/** Course of action: bulk mail without consent. */
import { action } from '../action.ts';

export default action({
  id: 'spam_own',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Bulkmail zonder toestemming', en: 'Bulk mail without consent' },
  what: {
    nl: 'Vanaf dit adres gaat bulkmail uit naar mensen die er niet om vroegen, of wordt er reclame voor deze site gemaakt met spam. In Nederland is voor reclame per mail vooraf toestemming nodig.',
    en: 'Bulk mail leaves from this address to people who did not ask for it, or this site is advertised by spam. In the Netherlands advertising by mail needs prior consent.',
  },
  rsit: 'abusive-content:spam',
  factors: { activity: 4, speed: 2, harm: 1 },
  lane: null,
  look: { count: 1, unit: 'working_days', from: 'B' },
  customer: { count: 48, unit: 'hours', from: 'B' },
  host: { count: 72, unit: 'hours', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Stop de verzending op deze lijst tot dit is uitgezocht.',
        en: 'Stop sending to this list until this is sorted out.',
      },
    },
    {
      do: {
        nl: 'Stuur ons het bewijs van toestemming voor het gemelde adres: wanneer, via welke pagina, vanaf welk IP-adres.',
        en: 'Send us the proof of consent for the reported address: when, through which page, from which IP address.',
      },
    },
    {
      do: {
        nl: 'Gekochte of gehuurde lijst? Verwijder die helemaal; toestemming kunt u niet kopen.',
        en: 'Bought or rented list? Delete it entirely; consent cannot be bought.',
      },
    },
    {
      do: {
        nl: 'Gebruik dubbele bevestiging bij aanmelding en een afmeldlink die met één klik werkt, ook in de kop List-Unsubscribe.',
        en: 'Use double confirmation at sign-up and a one-click unsubscribe link, in the List-Unsubscribe header as well.',
      },
    },
    {
      do: {
        nl: 'Maakt een partner reclame voor uw site met spam? Noem die partner, zeg de samenwerking op en sluit zijn doorverwijzing.',
        en: 'Does a partner advertise your site by spam? Name that partner, end the cooperation and close his redirect.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Vergelijk de meldingen: spamval of klacht, dezelfde tekst, veel adressen of domeinen om en om (snowshoe)?',
        en: 'Compare the reports: spam trap or complaint, same text, many addresses or domains in turn (snowshoe)?',
      },
    },
    {
      do: {
        nl: 'Komt er geen bewijs van toestemming, sluit dan poort 25 voor deze adressen.',
        en: 'If no proof of consent comes, close port 25 for these addresses.',
      },
    },
    {
      do: {
        nl: 'Bij herhaling na een waarschuwing: zeg het contract op en stuur een motivering.',
        en: 'On repetition after a warning: end the contract and send a statement of reasons.',
      },
    },
    {
      do: {
        nl: 'Geef adressen die op een blokkeerlijst staan niet aan een andere klant voordat ze eraf zijn.',
        en: 'Do not hand addresses that are on a blocklist to another customer before they are off.',
      },
    },
  ],
  fixedWhen: {
    nl: 'Verwijderd van de lijst en veertien dagen geen nieuwe spamvallen.',
    en: 'Removed from the list and no new spam traps for fourteen days.',
  },
  quietDays: 14,
  probe: { how: 'none', times: 0, apartMinutes: 0 },
  rhythm: 'at_once',
});
