/** Course of action: outdated software (60 days). */
import { action } from '../action.ts';

export default action({
  id: 'vuln_60d',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: {
    law: 'CISA Binding Operational Directive 26-04',
    article: '60 days',
    url: 'https://github.com/CERTCC/SSVC/blob/main/data/csv/cisa/cisa_bod_26_04_1_0_0.csv',
    mark: 'verified',
  },
  title: { nl: 'Verouderde software (60 dagen)', en: 'Outdated software (60 days)' },
  what: {
    nl: 'Op dit adres draait oude software of een lek met weinig gevaar. Zonder plan wordt dit later een groot probleem, zeker als er geen updates meer komen.',
    en: 'Old software or a low-risk hole is at this address. Without a plan this becomes a big problem later, certainly when no more updates come.',
  },
  rsit: 'vulnerable:vulnerable-system',
  factors: { activity: 1, speed: 1, harm: 1 },
  lane: null,
  firstByItself: true,
  look: { count: 1, unit: 'working_days', from: 'B' },
  customer: { count: 60, unit: 'days', from: 'B' },
  host: null,
  stepsForCustomer: [
    {
      do: {
        nl: 'Kijk tot wanneer uw versie updates krijgt. Is die datum voorbij, plan dan de overstap naar een ondersteunde versie.',
        en: 'See until when your version gets updates. If that date has passed, plan the move to a supported version.',
      },
    },
    {
      do: {
        nl: 'Zet de nieuwe versie eerst naast de oude en test uw toepassing daarop.',
        en: 'First set up the new version beside the old one and test your application on it.',
      },
    },
    {
      do: {
        nl: 'Kan het oude systeem niet weg? Haal het van internet of zet er een VPN voor.',
        en: 'Can the old system not go? Take it off the internet or put a VPN before it.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Stuur de klant één keer per maand een overzicht van zijn oude systemen.',
        en: 'Send the customer an overview of his old systems once a month.',
      },
    },
    {
      do: {
        nl: 'Bied een overstap aan: nieuw image, hulp bij verhuizen, einddatum voor oude images.',
        en: 'Offer a move: new image, help with migration, an end date for old images.',
      },
    },
    {
      do: {
        nl: 'Kijk bij elke nieuwe melding of het lek nu wordt misbruikt; dan geldt een kortere termijn.',
        en: 'At each new report see whether the hole is now exploited; then a shorter term applies.',
      },
    },
  ],
  fixedWhen: { nl: 'De versie is veranderd.', en: 'The version has changed.' },
  quietDays: 30,
  probe: { how: 'tcp_connect', times: 2, apartMinutes: 1440 },
  rhythm: 'digest',
});
