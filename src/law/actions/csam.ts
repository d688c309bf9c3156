/** Course of action: child sexual abuse material. */
import { action } from '../action.ts';

export default action({
  id: 'csam',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: {
    law: 'Gedragscode Notice-and-Take-Down, addendum',
    article: 'addendum 2018',
    url: 'https://noticeandtakedowncode.nl/',
    mark: 'verified',
  },
  title: { nl: 'Seksueel misbruik van kinderen (beeldmateriaal)', en: 'Child sexual abuse material' },
  what: {
    nl: 'Op dit adres staat volgens de melding beeldmateriaal van seksueel misbruik van kinderen. Elke keer dat iemand het bekijkt, is er opnieuw een slachtoffer. Het moet direct ontoegankelijk zijn.',
    en: 'According to the report, material of child sexual abuse is at this address. Every viewing harms the child again. It must become inaccessible at once.',
  },
  rsit: 'abusive-content:violence',
  factors: null,
  lane: 'csam',
  look: { count: 1, unit: 'hours', from: 'B' },
  customer: null,
  host: { count: 24, unit: 'hours', from: 'N', clock: 'clk-ofl-24' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Doe niets met de bestanden. Open, kopieer, verplaats of wis niets: bekijken en bewaren is strafbaar en wissen maakt sporen kapot.',
        en: 'Do nothing with the files. Do not open, copy, move or delete anything: viewing and keeping are crimes, and deleting destroys traces.',
      },
    },
    {
      do: {
        nl: 'Wij hebben de plek ontoegankelijk gemaakt. Zet haar niet zelf weer open en zet geen reservekopie terug.',
        en: 'We have made the location inaccessible. Do not open it again yourself and do not restore a backup.',
      },
    },
    {
      do: {
        nl: 'Weet u niet hoe dit op uw server kwam? Meld ons wie er toegang heeft en sinds wanneer. Verander wachtwoorden pas nadat wij dat met u hebben afgesproken.',
        en: 'Do you not know how this got onto your server? Tell us who has access and since when. Change passwords only after we have agreed that with you.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Maak de plek direct ontoegankelijk, zonder te openen: blokkeer de URL of de map, of zet de website of server uit als u niet nauwkeuriger kunt.',
        en: 'Make the location inaccessible at once, without opening it: block the URL or the folder, or stop the site or server where you cannot be more precise.',
      },
    },
    {
      do: {
        nl: 'Bekijk, kopieer, download en test niets. Ook geen schermafdruk en geen controle in een browser. De melding van het meldpunt geldt als vaststelling.',
        en: "View, copy, download and test nothing. No screenshot and no check in a browser either. The hotline's report counts as the finding.",
      },
    },
    {
      do: {
        nl: 'Sluit ook de andere wegen ernaartoe af: andere domeinen op dezelfde map, cache, CDN en openbare reservekopieën.',
        en: 'Close the other ways to it as well: other domains on the same folder, cache, CDN and public backups.',
      },
    },
    {
      do: {
        nl: 'Vraag de politie binnen die tijd of zij de bestanden nodig heeft. Zo niet: wis ze ongeopend, met hun reservekopieën. Maak zelf nooit een kopie; bewaar alleen logregels (adressen, tijden) en noteer wie wat wanneer deed.',
        en: 'Ask the police within that time whether they need the files. If not: delete them unopened, with their backups. Never make a copy yourself; keep log lines only (addresses, times) and note who did what when.',
      },
    },
    {
      do: {
        nl: 'Meld het bij de politie, en zeg het meldpunt (Offlimits) wanneer het weg was. Vraag de politie of de klant het mag weten vóór u hem schrijft.',
        en: 'Report it to the police, and tell the hotline (Offlimits) when it was gone. Ask the police whether the customer may know before you write to him.',
      },
    },
    {
      do: {
        nl: 'Beoordeel het account: uploadsite van anderen, gehackte site of klant zelf. Een uploadsite sluit een hashcontrole op uploads aan; bij de klant zelf eindigt het contract.',
        en: "Review the account: others' upload site, hacked site, or the customer himself. An upload site connects a hash check on uploads; if it is the customer himself, the contract ends.",
      },
    },
  ],
  fixedWhen: {
    nl: 'Het meldpunt bevestigt dat het weg is, of de status van het adres is vanaf twee netwerken 404, 410 of 451 zonder dat er inhoud is opgehaald, en zeven dagen is er geen nieuwe melding.',
    en: 'The hotline confirms that it is gone, or the address answers 404, 410 or 451 from two networks without any content being fetched, and for seven days there is no new report.',
  },
  quietDays: 7,
  probe: { how: 'none', times: 0, apartMinutes: 0 },
  rhythm: 'at_once',
});
