/** Course of action: trade in illegal goods or services. */
import { action } from '../action.ts';

export default action({
  id: 'illegal_market',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Handel in verboden goederen of diensten', en: 'Trade in illegal goods or services' },
  what: {
    nl: 'Op dit adres zou worden gehandeld in bijvoorbeeld drugs, wapens, valse papieren of DDoS-aanvallen op bestelling.',
    en: 'This address is said to trade in for example drugs, weapons, false papers or DDoS attacks to order.',
  },
  rsit: 'fraud:unauthorised-use-of-resources',
  factors: { activity: 4, speed: 2, harm: 3 },
  lane: null,
  look: { count: 4, unit: 'hours', from: 'B' },
  customer: { count: 24, unit: 'hours', from: 'B' },
  host: { count: 48, unit: 'hours', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: "Stop het gemelde aanbod: haal de pagina's en de bestelweg van internet.",
        en: 'Stop the reported offer: take the pages and the ordering route offline.',
      },
    },
    {
      do: {
        nl: 'Bent u een markt met aanbod van anderen? Verwijder dit aanbod en de verkoper, en zeg hoe u dit voortaan tegenhoudt.',
        en: "Are you a marketplace with others' offers? Remove this offer and the seller, and say how you will stop this from now on.",
      },
    },
    {
      do: {
        nl: 'Mag u dit verkopen, bijvoorbeeld met een vergunning? Stuur ons die.',
        en: 'Are you allowed to sell this, for example with a licence? Send it to us.',
      },
    },
    {
      do: {
        nl: 'Bewaar gegevens over verkopers, bestellingen en betalingen; de politie kan erom vragen.',
        en: 'Keep the data about sellers, orders and payments; the police may ask for them.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Vraag de melder of de politie of er een onderzoek loopt voordat u iets zichtbaars doet.',
        en: 'Ask the notifier or the police whether an investigation runs before you do anything visible.',
      },
    },
    {
      do: {
        nl: 'Toets: is het aanbod onmiskenbaar strafbaar (drugs, wapens, booter) of kan het legaal zijn (CBD, messen, testdienst met toestemming)?',
        en: 'Assess: is the offer unmistakably criminal (drugs, weapons, booter) or can it be lawful (CBD, knives, testing service with consent)?',
      },
    },
    {
      do: {
        nl: 'Doe de klantcontrole opnieuw en zet de dienst uit als de klant niet op tijd is; stuur een motivering.',
        en: 'Repeat the customer check and suspend the service if the customer is late; send a statement of reasons.',
      },
    },
    {
      do: {
        nl: 'Zet schijf, logs en betaalgegevens vast en zoek de andere diensten van dezelfde klant.',
        en: 'Secure disk, logs and payment data and look for the other services of the same customer.',
      },
    },
  ],
  fixedWhen: {
    nl: 'De website of dienst is uit en komt veertien dagen niet terug op uw netwerk.',
    en: 'The site or service is off and does not return to your network for fourteen days.',
  },
  quietDays: 14,
  probe: { how: 'http_status', times: 2, apartMinutes: 60 },
  rhythm: 'at_once',
});
