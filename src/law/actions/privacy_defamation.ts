/** Course of action: privacy or defamation. */
import { action } from '../action.ts';

export default action({
  id: 'privacy_defamation',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Privacy of smaad', en: 'Privacy or defamation' },
  what: {
    nl: 'Iemand meldt dat hier persoonsgegevens of onware beschuldigingen over hem of haar staan. Staan er adres of telefoonnummer bij om iemand te bedreigen (doxing), dan is haast nodig.',
    en: 'Someone reports personal data or untrue accusations about them here. Where an address or phone number is given to threaten someone (doxing), it is urgent.',
  },
  rsit: 'other:other',
  factors: { activity: 4, speed: 1, harm: 1 },
  lane: null,
  look: { count: 1, unit: 'working_days', from: 'B' },
  customer: { count: 72, unit: 'hours', from: 'B' },
  host: { count: 7, unit: 'days', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: "Verwijder adres, telefoonnummer, identiteitsnummers en foto's van de persoon, tenzij u een duidelijke reden heeft om ze te tonen.",
        en: 'Remove address, phone number, identity numbers and pictures of the person, unless you have a clear reason to show them.',
      },
    },
    {
      do: {
        nl: 'Is het journalistiek of een eerlijke beoordeling? Leg dat uit en zeg waarop de bewering steunt.',
        en: 'Is it journalism or an honest review? Explain that and say what the claim rests on.',
      },
    },
    {
      do: {
        nl: 'Vraagt de persoon zelf om wissen? Beantwoord dat binnen een maand (AVG, artikel 12 en 17).',
        en: 'Does the person ask you for erasure? Answer that within one month (GDPR, articles 12 and 17).',
      },
    },
    {
      do: {
        nl: 'Zet de pagina niet elders terug en zoek de melder niet op.',
        en: 'Do not put the page back elsewhere and do not seek out the notifier.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Is het doxing of een bedreiging? Blokkeer direct en wijs het slachtoffer op aangifte.',
        en: 'Is it doxing or a threat? Block at once and point the victim to the police.',
      },
    },
    {
      do: {
        nl: 'Wijs de melder op de weg naar de sitehouder en de Autoriteit Persoonsgegevens; u bent meestal niet de verwerkingsverantwoordelijke.',
        en: "Point the notifier to the site's holder and the data protection authority; usually you are not the controller.",
      },
    },
    {
      do: {
        nl: 'Toets of de inhoud onmiskenbaar onrechtmatig is; bij smaad is dat zonder uitspraak zelden zo.',
        en: 'Assess whether the content is unmistakably unlawful; for defamation that is rare without a judgment.',
      },
    },
    {
      do: {
        nl: 'Geef de gegevens van de melder niet aan de klant.',
        en: "Do not give the notifier's data to the customer.",
      },
    },
  ],
  fixedWhen: {
    nl: 'De gegevens zijn weg, of de beslissing is aan beide kanten verstuurd.',
    en: 'The data are gone, or the decision was sent to both sides.',
  },
  quietDays: 14,
  probe: { how: 'http_status', times: 1, apartMinutes: 0 },
  rhythm: 'at_once',
});
