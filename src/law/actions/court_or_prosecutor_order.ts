/** Course of action: order of a prosecutor or court. */
import { action } from '../action.ts';

export default action({
  id: 'court_or_prosecutor_order',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: {
    law: 'Wetboek van Strafvordering',
    article: '125p',
    url: 'https://wetten.overheid.nl/BWBR0001903',
    mark: 'memory',
  },
  title: { nl: 'Bevel van justitie of rechter', en: 'Order of a prosecutor or court' },
  what: {
    nl: 'Een officier van justitie, rechter of andere autoriteit beveelt om gegevens ontoegankelijk te maken of te verstrekken. Het bevel zelf bepaalt de termijn.',
    en: 'A prosecutor, court or other authority orders that data be made inaccessible or handed over. The order itself sets the term.',
  },
  rsit: 'other:other',
  factors: null,
  lane: 'order',
  look: { count: 1, unit: 'hours', from: 'B' },
  customer: null,
  host: { count: 4, unit: 'hours', from: 'L', clock: 'clk-125p' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Volg wat in het bevel staat en in onze brief. Verander of wis intussen niets aan de gegevens waar het over gaat.',
        en: 'Follow what the order and our letter say. Meanwhile change or delete nothing of the data it is about.',
      },
    },
    {
      do: {
        nl: 'Vraag ons om een kopie van het bevel als u die nog niet heeft. Wij sturen die, tenzij het bevel dat verbiedt.',
        en: 'Ask us for a copy of the order if you do not have it. We send it, unless the order forbids that.',
      },
    },
    {
      do: {
        nl: 'Bent u het er niet mee eens? Dan gaat u naar de instantie die in het bevel staat; wij mogen de uitvoering niet uitstellen.',
        en: 'Do you disagree? Then go to the body named in the order; we may not delay carrying it out.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Controleer het bevel: wie, welke bevoegdheid en welk artikel, welk adres precies, welke termijn, welke geheimhouding. Bel de afzender terug op een nummer dat u zelf opzoekt.',
        en: 'Check the order: who, which power and article, which address exactly, which term, which secrecy. Call the sender back on a number you look up yourself.',
      },
    },
    {
      do: {
        nl: 'Ontbreekt er iets? Zeg direct en schriftelijk wat er ontbreekt; zet intussen gegevens vast die kunnen verdwijnen.',
        en: 'Is something missing? Say at once and in writing what; meanwhile secure data that could disappear.',
      },
    },
    {
      do: {
        nl: 'Voer het bevel uit, niet ruimer dan het luidt: liever één URL dan een hele server.',
        en: 'Carry out the order, no wider than it reads: rather one URL than a whole server.',
      },
    },
    {
      do: {
        nl: 'Bericht de autoriteit dat het gedaan is, wanneer en hoe.',
        en: 'Tell the authority that it is done, when and how.',
      },
    },
    {
      do: {
        nl: 'Informeer de klant met de reden en de mogelijkheden van bezwaar, tenzij het bevel geheimhouding oplegt. Noteer die geheimhouding met haar einddatum.',
        en: 'Inform the customer with the reason and the means of objection, unless the order imposes secrecy. Record that secrecy with its end date.',
      },
    },
  ],
  fixedWhen: {
    nl: 'De autoriteit aanvaardt de uitvoering, en de toegang is van buiten getest.',
    en: 'The authority accepts the execution, and access was tested from outside.',
  },
  quietDays: 7,
  probe: { how: 'none', times: 0, apartMinutes: 0 },
  rhythm: 'at_once',
});
