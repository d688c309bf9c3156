/** Course of action: listing on a blocklist. */
import { action } from '../action.ts';

export default action({
  id: 'blocklist_listing',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Vermelding op een blokkeerlijst', en: 'Listing on a blocklist' },
  what: {
    nl: 'Dit adres staat op een lijst die anderen gebruiken om verkeer of mail te weigeren. De lijst is het gevolg; de oorzaak moet eerst weg.',
    en: 'This address is on a list others use to refuse traffic or mail. The listing is the effect; the cause must go first.',
  },
  rsit: 'other:other',
  factors: { activity: 1, speed: 1, harm: 1 },
  lane: null,
  firstByItself: true,
  look: { count: 7, unit: 'days', from: 'B' },
  customer: { count: 14, unit: 'days', from: 'B' },
  host: null,
  stepsForCustomer: [
    {
      do: {
        nl: 'Lees op de pagina van de lijst waarom het adres erop staat en sinds wanneer.',
        en: "Read on the list's page why the address is listed and since when.",
      },
    },
    {
      do: {
        nl: 'Zoek en herstel die oorzaak: spam, open proxy, malware of een verkeerde reverse DNS.',
        en: 'Find and repair that cause: spam, open proxy, malware or wrong reverse DNS.',
      },
    },
    {
      do: { nl: 'Controleer reverse DNS, SPF en de naam in HELO.', en: 'Check reverse DNS, SPF and the HELO name.' },
      command: 'dig +short -x 203.0.113.10',
    },
    {
      do: {
        nl: 'Vraag daarna pas om verwijdering; te vroeg vragen maakt het vaak langer.',
        en: 'Only then ask for removal; asking too early often makes it last longer.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Koppel de vermelding aan de zaak die de oorzaak is; maak er geen aparte brief van.',
        en: 'Link the listing to the case that is its cause; make no separate letter of it.',
      },
    },
    {
      do: {
        nl: 'Staat een heel blok op de lijst? Dan moet u zelf aan de lijst antwoorden.',
        en: 'Is a whole block listed? Then you yourself must answer to the list.',
      },
    },
    {
      do: {
        nl: 'Geef het adres niet opnieuw uit zolang het op de lijst staat.',
        en: 'Do not hand out the address again while it is listed.',
      },
    },
  ],
  fixedWhen: { nl: 'Het adres staat niet meer op de lijst.', en: 'The address is no longer on the list.' },
  quietDays: 7,
  probe: { how: 'none', times: 0, apartMinutes: 0 },
  rhythm: 'weekly',
});
