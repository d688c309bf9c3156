/** Course of action: hole being exploited now (3 days, with investigation). */
import { action } from '../action.ts';

export default action({
  id: 'vuln_3df',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: {
    law: 'CISA Binding Operational Directive 26-04',
    article: '3 days & forensic investigation',
    url: 'https://github.com/CERTCC/SSVC/blob/main/data/csv/cisa/cisa_bod_26_04_1_0_0.csv',
    mark: 'verified',
  },
  title: {
    nl: 'Lek dat nu wordt misbruikt (3 dagen, met onderzoek)',
    en: 'Hole being exploited now (3 days, with investigation)',
  },
  what: {
    nl: 'Op dit adres draait software met een lek dat op grote schaal wordt misbruikt en waarmee iemand de server kan overnemen. Bijwerken alleen is niet genoeg: wie binnen was, blijft binnen.',
    en: 'Software at this address has a hole that is being exploited widely and lets someone take over the server. Updating alone is not enough: whoever was in stays in.',
  },
  rsit: 'vulnerable:vulnerable-system',
  factors: { activity: 3, speed: 3, harm: 3 },
  lane: null,
  firstByItself: true,
  look: { count: 4, unit: 'hours', from: 'B' },
  customer: { count: 72, unit: 'hours', from: 'B' },
  host: { count: 72, unit: 'hours', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Haal de dienst van internet tot zij is bijgewerkt, of laat alleen uw eigen VPN toe.',
        en: 'Take the service off the internet until it is updated, or allow your own VPN only.',
      },
    },
    {
      do: {
        nl: 'Maak een momentopname van schijf en logs vóór u bijwerkt. Zonder die is later niet meer te zien wat er gebeurde.',
        en: 'Make a snapshot of disk and logs before you update. Without it nobody can later see what happened.',
      },
    },
    {
      do: {
        nl: 'Installeer de versie die de leverancier voor dit CVE-nummer noemt. Kan dat niet, volg dan zijn noodmaatregel en zet de dienst uit.',
        en: "Install the version the vendor names for this CVE number. If you cannot, follow the vendor's workaround and switch the service off.",
      },
    },
    {
      do: {
        nl: 'Zoek sporen van misbruik vanaf de dag dat het lek bekend werd: nieuwe bestanden in de webmap, nieuwe accounts, geplande taken, vreemde uitgaande verbindingen.',
        en: 'Look for traces of misuse from the day the hole became known: new files in the web folder, new accounts, scheduled tasks, strange outgoing connections.',
      },
      command:
        "find / -xdev -type f -newermt '30 days ago' \\( -path '*/www/*' -o -path '/tmp/*' -o -path '/etc/cron*' \\) -ls; ss -tunp",
    },
    {
      do: {
        nl: 'Vervang wachtwoorden, sleutels, tokens en certificaten die op de server stonden, ook als u niets vindt.',
        en: 'Replace passwords, keys, tokens and certificates that were on the server, even if you find nothing.',
      },
    },
    {
      do: {
        nl: 'Sporen gevonden? Bouw opnieuw op. Meld een datalek binnen 72 uur, en een ernstig incident als u onder de Cyberbeveiligingswet valt.',
        en: 'Traces found? Rebuild. Report a data breach within 72 hours, and a significant incident if you fall under the Dutch Cybersecurity Act.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Stuur de klant de pagina van de leverancier en een manier om misbruik te herkennen. Bel hem: een brief alleen is te langzaam.',
        en: "Send the customer the vendor's page and a way to recognise misuse. Call him: a letter alone is too slow.",
      },
    },
    {
      do: {
        nl: 'Bied een momentopname van de schijf aan vóór het bijwerken.',
        en: 'Offer a snapshot of the disk before updating.',
      },
    },
    {
      do: {
        nl: 'Isoleer de dienst na 72 uur: laat alleen beheer vanaf één adres toe.',
        en: 'Isolate the service after 72 hours: allow management from one address only.',
      },
    },
    {
      do: {
        nl: 'Zoek dezelfde software bij andere klanten en in uw eigen beheer.',
        en: 'Look for the same software at other customers and in your own systems.',
      },
    },
  ],
  fixedWhen: {
    nl: 'Een proef van buiten ziet de oude versie of het lek niet meer, en de klant heeft geschreven wat het onderzoek naar sporen opleverde.',
    en: 'A check from outside no longer sees the old version or the hole, and the customer wrote what the search for traces found.',
  },
  quietDays: 7,
  probe: { how: 'tcp_connect', times: 2, apartMinutes: 720 },
  rhythm: 'at_once',
});
