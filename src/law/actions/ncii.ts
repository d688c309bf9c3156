/** Course of action: intimate images without consent. */
import { action } from '../action.ts';

export default action({
  id: 'ncii',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Intieme beelden zonder toestemming', en: 'Intimate images without consent' },
  what: {
    nl: 'Iemand meldt dat intieme beelden van hem of haar zonder toestemming online staan. Dat is strafbaar en ieder uur telt voor het slachtoffer.',
    en: 'Someone reports that intimate images of them are online without consent. That is a crime, and every hour counts for the victim.',
  },
  rsit: 'abusive-content:violence',
  factors: { activity: 4, speed: 3, harm: 3 },
  lane: null,
  look: { count: 4, unit: 'hours', from: 'B' },
  customer: { count: 12, unit: 'hours', from: 'B' },
  host: { count: 24, unit: 'hours', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Verwijder de gemelde beelden van uw website, met alle kopieën: miniaturen, cache, reservekopieën die online staan.',
        en: 'Remove the reported images from your site, with every copy: thumbnails, cache, backups that are online.',
      },
    },
    {
      do: {
        nl: 'Zoek dezelfde bestanden op naam en hash op de rest van uw server en verwijder ook die.',
        en: 'Search the rest of your server for the same files by name and hash and remove those too.',
      },
      command: 'find /var/www -type f -size -50M -exec sha256sum {} + | grep HASH',
    },
    {
      do: {
        nl: 'Blokkeer het account dat ze plaatste en bewaar de gegevens over de plaatsing (tijd, adres, account) voor de politie.',
        en: 'Block the account that posted them and keep the data about the posting (time, address, account) for the police.',
      },
    },
    {
      do: {
        nl: "Laat zoekmachines de pagina's vergeten: laat de adressen 404 of 410 geven en dien een verwijderverzoek in.",
        en: 'Make search engines forget the pages: let the addresses answer 404 or 410 and file a removal request.',
      },
    },
    {
      do: {
        nl: 'Zoek geen contact met het slachtoffer en geef zijn of haar naam aan niemand door.',
        en: 'Do not contact the victim and give their name to nobody.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: "Blokkeer de gemelde URL's als de klant niet binnen zijn tijd verwijdert, of direct als het slachtoffer minderjarig is; dan geldt de aanpak voor kindermisbruik.",
        en: 'Block the reported URLs if the customer does not remove them in time, or at once if the victim is a minor; then the course for child abuse material applies.',
      },
    },
    {
      do: {
        nl: 'Bewaar de hash van het bestand, niet het bestand, en houd nieuwe uploads daarmee tegen.',
        en: 'Keep the hash of the file, not the file, and stop new uploads with it.',
      },
    },
    {
      do: {
        nl: 'Scherm de gegevens van het slachtoffer af: ze gaan niet naar de klant en alleen de behandelaar ziet ze.',
        en: "Shield the victim's data: they do not go to the customer and only the handler sees them.",
      },
    },
    {
      do: {
        nl: 'Wijs de melder op aangifte bij de politie en op hulp bij Offlimits (Helpwanted).',
        en: 'Point the notifier to the police and to help at Offlimits (Helpwanted).',
      },
    },
    {
      do: {
        nl: 'Kijk na twee weken of de beelden niet opnieuw zijn geplaatst.',
        en: 'Check after two weeks that the images were not posted again.',
      },
    },
  ],
  fixedWhen: {
    nl: 'De gemelde adressen zijn weg en veertien dagen lang is er niets opnieuw geplaatst.',
    en: 'The reported addresses are gone and for fourteen days nothing was posted again.',
  },
  quietDays: 14,
  probe: { how: 'http_status', times: 2, apartMinutes: 60 },
  rhythm: 'at_once',
});
