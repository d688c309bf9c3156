/** Course of action: stolen or leaked data online. */
import { action } from '../action.ts';

export default action({
  id: 'stolen_data',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Gestolen of gelekte gegevens online', en: 'Stolen or leaked data online' },
  what: {
    nl: 'Op dit adres staan volgens de melding gestolen gegevens van mensen of bedrijven, of worden ze verkocht. Elke download maakt de schade blijvend.',
    en: 'According to the report, stolen data of people or companies are at this address or are sold there. Every download makes the damage permanent.',
  },
  rsit: 'information-content-security:data-leak',
  factors: { activity: 4, speed: 3, harm: 3 },
  lane: null,
  look: { count: 4, unit: 'hours', from: 'B' },
  customer: { count: 12, unit: 'hours', from: 'B' },
  host: { count: 24, unit: 'hours', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Maak de gemelde bestanden direct ontoegankelijk. Verplaats ze naar een map buiten de webserver; wis ze nog niet.',
        en: 'Make the reported files inaccessible at once. Move them to a folder outside the web server; do not delete them yet.',
      },
    },
    {
      do: {
        nl: 'Kijk in het toegangslog wie ze heeft opgehaald en hoe vaak, en bewaar dat log.',
        en: 'See in the access log who fetched them and how often, and keep that log.',
      },
      command: "grep -h 'PATH/OF/FILE' /var/log/nginx/access.log* | awk '{print $1}' | sort | uniq -c | sort -rn",
    },
    {
      do: {
        nl: 'Zijn het gegevens van uzelf of uw klanten? Dan is dit een datalek: meld het binnen 72 uur bij de Autoriteit Persoonsgegevens en waarschuw de mensen om wie het gaat.',
        en: "Are they your own or your customers' data? Then this is a data breach: report it to the data protection authority within 72 hours and warn the people concerned.",
      },
    },
    {
      do: {
        nl: 'Heeft een ander ze geplaatst? Blokkeer dat account, dicht de ingang en vervang de wachtwoorden.',
        en: 'Did someone else place them? Block that account, close the way in and replace the passwords.',
      },
    },
    {
      do: {
        nl: 'Vraag zoekmachines en archieven om hun kopie te verwijderen.',
        en: 'Ask search engines and archives to remove their copy.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Blokkeer de adressen als de klant niet op tijd is; bij een verkoopplaats van gestolen gegevens direct.',
        en: 'Block the addresses if the customer is late; at once if it is a shop for stolen data.',
      },
    },
    {
      do: {
        nl: 'Waarschuw de eigenaar van de gegevens of de politie. Download de gegevens niet om te kijken van wie ze zijn; vraag de melder.',
        en: 'Warn the owner of the data or the police. Do not download the data to see whose they are; ask the notifier.',
      },
    },
    {
      do: {
        nl: 'Bewaar logregels en accountgegevens; maak van de gegevens zelf geen kopie.',
        en: 'Keep log lines and account data; make no copy of the data themselves.',
      },
    },
    {
      do: {
        nl: 'Controleer of hetzelfde bestand elders op uw netwerk staat, op naam en hash.',
        en: 'Check whether the same file is elsewhere on your network, by name and hash.',
      },
    },
  ],
  fixedWhen: {
    nl: 'De adressen zijn weg en verzoeken om kopieën uit cache en archief te halen zijn gedaan.',
    en: 'The addresses are gone and requests to clear caches and archives were made.',
  },
  quietDays: 14,
  probe: { how: 'http_status', times: 2, apartMinutes: 60 },
  rhythm: 'at_once',
});
