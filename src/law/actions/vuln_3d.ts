/** Course of action: serious hole (3 days). */
import { action } from '../action.ts';

export default action({
  id: 'vuln_3d',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: {
    law: 'CISA Binding Operational Directive 26-04',
    article: '3 days',
    url: 'https://github.com/CERTCC/SSVC/blob/main/data/csv/cisa/cisa_bod_26_04_1_0_0.csv',
    mark: 'verified',
  },
  title: { nl: 'Ernstig lek (3 dagen)', en: 'Serious hole (3 days)' },
  what: {
    nl: 'Op dit adres draait software met een ernstig lek dat automatisch te misbruiken is.',
    en: 'Software at this address has a serious hole that can be exploited automatically.',
  },
  rsit: 'vulnerable:vulnerable-system',
  factors: { activity: 3, speed: 2, harm: 2 },
  lane: null,
  firstByItself: true,
  look: { count: 1, unit: 'working_days', from: 'B' },
  customer: { count: 72, unit: 'hours', from: 'B' },
  host: { count: 7, unit: 'days', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Maak een reservekopie en werk de software bij naar de versie die de leverancier voor dit CVE-nummer noemt.',
        en: 'Make a backup and update the software to the version the vendor names for this CVE number.',
      },
    },
    {
      do: {
        nl: 'Kunt u niet meteen bijwerken? Sluit de poort voor internet of pas de noodmaatregel van de leverancier toe.',
        en: "Can you not update at once? Close the port to the internet or apply the vendor's workaround.",
      },
    },
    {
      do: {
        nl: 'Herstart de dienst en controleer dat de nieuwe versie ook echt draait.',
        en: 'Restart the service and check that the new version really runs.',
      },
      command: 'systemctl restart SERVICE && systemctl status SERVICE',
    },
    {
      do: {
        nl: 'Kijk of er al misbruik was: nieuwe accounts, bestanden, taken of uitgaande verbindingen.',
        en: 'See whether it was already misused: new accounts, files, tasks or outgoing connections.',
      },
      command: 'last -a | head; crontab -l; ss -tnp',
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Geef CVE-nummer, poort, gevonden versie en de pagina van de leverancier door.',
        en: "Pass on CVE number, port, version found and the vendor's page.",
      },
    },
    {
      do: {
        nl: 'Herinner de klant na 48 uur en bied hulp aan bij het bijwerken.',
        en: 'Remind the customer after 48 hours and offer help with the update.',
      },
    },
    {
      do: {
        nl: 'Sluit de poort na zeven dagen, of eerder zodra misbruik bekend wordt.',
        en: 'Close the port after seven days, or earlier once exploitation becomes known.',
      },
    },
  ],
  fixedWhen: {
    nl: 'Een proef van buiten ziet het lek niet meer.',
    en: 'A check from outside no longer sees the hole.',
  },
  quietDays: 14,
  probe: { how: 'tcp_connect', times: 2, apartMinutes: 720 },
  rhythm: 'at_once',
});
