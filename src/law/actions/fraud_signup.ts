/** Course of action: false sign-up or misuse of an account. */
import { action } from '../action.ts';

export default action({
  id: 'fraud_signup',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Valse aanmelding of misbruik van een account', en: 'False sign-up or misuse of an account' },
  what: {
    nl: 'Dit account lijkt te zijn geopend met valse gegevens of een gestolen betaalmiddel, of gebruikt rekenkracht waarvoor niet is betaald, bijvoorbeeld om munten te delven.',
    en: 'This account seems to have been opened with false data or a stolen means of payment, or uses computing power that was not paid for, for example to mine coins.',
  },
  rsit: 'fraud:unauthorised-use-of-resources',
  factors: { activity: 4, speed: 1, harm: 1 },
  lane: null,
  look: { count: 1, unit: 'working_days', from: 'B' },
  customer: null,
  host: { count: 24, unit: 'hours', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Uw dienst is gepauzeerd tot wij weten wie u bent. Toon uw identiteit via de link in deze brief.',
        en: 'Your service is paused until we know who you are. Show your identity through the link in this letter.',
      },
    },
    {
      do: {
        nl: 'Betaal de eerste factuur vanaf een bankrekening op uw eigen naam.',
        en: 'Pay the first invoice from a bank account in your own name.',
      },
    },
    {
      do: {
        nl: 'Heeft u deze dienst niet besteld? Zeg dat ons en meld het bij uw bank: dan zijn uw gegevens misbruikt.',
        en: 'Did you not order this service? Tell us and your bank: then your data were misused.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Controleer identiteit, telefoon, betaler en adres van aanmelding tegen elkaar; bel het opgegeven nummer.',
        en: 'Check identity, phone, payer and address of sign-up against each other; call the number given.',
      },
    },
    {
      do: {
        nl: 'Pauzeer de dienst als het niet klopt; wis nog niets.',
        en: 'Suspend the service if it does not match; delete nothing yet.',
      },
    },
    {
      do: {
        nl: 'Zoek accounts met hetzelfde betaalmiddel, apparaat, telefoonnummer, SSH-sleutel of mailpatroon.',
        en: 'Look for accounts with the same means of payment, device, phone number, SSH key or mail pattern.',
      },
    },
    {
      do: {
        nl: 'Lijkt een geregistreerde naam op een merk of bank, controleer dan vóór vrijgave of er al een valse pagina staat.',
        en: 'If a registered name resembles a brand or bank, check before release whether a fake page is already there.',
      },
    },
    {
      do: {
        nl: 'Klopt de identiteit: heropen en bied excuses aan. Klopt die niet: sluit het account en stort de betaling terug naar waar zij vandaan kwam.',
        en: 'Identity correct: reopen and apologise. Not correct: close the account and return the payment to where it came from.',
      },
    },
  ],
  fixedWhen: {
    nl: 'Het account is gesloten of de identiteit is vastgesteld, en verwante accounts zijn bekeken.',
    en: 'The account is closed or the identity established, and related accounts were looked at.',
  },
  quietDays: 14,
  probe: { how: 'none', times: 0, apartMinutes: 0 },
  rhythm: 'at_once',
});
