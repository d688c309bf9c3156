/** Course of action: scam or fake shop. */
import { action } from '../action.ts';

export default action({
  id: 'fraud_shop',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Oplichting of nepwinkel', en: 'Scam or fake shop' },
  what: {
    nl: 'Deze website zou bezoekers geld laten betalen voor iets dat nooit komt, of voor een nepbelegging. De schade per slachtoffer is vaak groot.',
    en: 'This site is said to make visitors pay for something that never arrives, or for a fake investment. The damage per victim is often large.',
  },
  rsit: 'fraud:masquerade',
  factors: { activity: 4, speed: 2, harm: 3 },
  lane: null,
  look: { count: 4, unit: 'hours', from: 'B' },
  customer: { count: 24, unit: 'hours', from: 'B' },
  host: { count: 48, unit: 'hours', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Bent u een echt bedrijf? Stuur ons dan uw inschrijving (KvK of buitenlands register), een btw-nummer en een bewijs dat u levert, zoals verzendgegevens van de laatste bestellingen.',
        en: 'Are you a real business? Then send us your registration (chamber of commerce or foreign register), a VAT number and proof that you deliver, such as shipping records of the latest orders.',
      },
    },
    {
      do: {
        nl: 'Zet uw bedrijfsnaam, adres, KvK-nummer en retourregels zichtbaar op de website. Dat is ook wettelijk verplicht.',
        en: 'Put your company name, address, registration number and return rules visibly on the site. The law requires that too.',
      },
    },
    {
      do: {
        nl: 'Kunt u dat niet? Haal de website dan van internet en betaal terug wat kopers betaalden.',
        en: 'Can you not? Then take the site offline and pay back what buyers paid.',
      },
    },
    {
      do: {
        nl: 'Is de website niet van u of is er iets op geplaatst dat u niet kent? Zeg dat in uw antwoord; dan behandelen wij haar als gehackt.',
        en: 'Is the site not yours, or was something placed on it that you do not know? Say so in your answer; then we treat it as hacked.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Doe de klantcontrole opnieuw: klopt naam, adres en betaler, bestaat het bedrijf, is de betaling van een bank op die naam?',
        en: 'Repeat the customer check: do name, address and payer match, does the company exist, did the payment come from a bank account in that name?',
      },
    },
    {
      do: {
        nl: "Kijk naar de tekenen: domein pas geregistreerd, foto's en tekst van een andere winkel, alleen betalen vooraf, geen echt telefoonnummer. Leg vast wat u zag.",
        en: 'Look at the signs: domain just registered, pictures and text of another shop, prepayment only, no real phone number. Record what you saw.',
      },
    },
    {
      do: {
        nl: 'Zet de website uit als de klant niets bewijst of als politie of toezichthouder de oplichting bevestigt. Stuur een motivering.',
        en: 'Suspend the site if the customer proves nothing or if police or supervisor confirm the scam. Send a statement of reasons.',
      },
    },
    {
      do: {
        nl: 'Bewaar betaal-, bestel- en inloggegevens voor de politie; geef ze alleen op bevel of vordering.',
        en: 'Keep payment, order and log-in data for the police; hand them over only on an order.',
      },
    },
    {
      do: {
        nl: 'Zoek de andere domeinen en diensten van dezelfde houder: nepwinkels komen in series.',
        en: 'Look for the other domains and services of the same holder: fake shops come in series.',
      },
    },
  ],
  fixedWhen: {
    nl: 'De website is uit of de klant heeft zijn bedrijf aangetoond, en de andere domeinen van dezelfde houder zijn bekeken.',
    en: 'The site is off or the customer has proved his business, and the other domains of the same holder were looked at.',
  },
  quietDays: 14,
  probe: { how: 'http_status', times: 2, apartMinutes: 60 },
  rhythm: 'at_once',
});
