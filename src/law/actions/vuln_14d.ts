/** Course of action: hole in software (14 days). */
import { action } from '../action.ts';

export default action({
  id: 'vuln_14d',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: {
    law: 'CISA Binding Operational Directive 26-04',
    article: '14 days',
    url: 'https://github.com/CERTCC/SSVC/blob/main/data/csv/cisa/cisa_bod_26_04_1_0_0.csv',
    mark: 'verified',
  },
  title: { nl: 'Lek in software (14 dagen)', en: 'Hole in software (14 days)' },
  what: {
    nl: 'Op dit adres draait software met een bekend lek. Het wordt nog niet op grote schaal misbruikt, maar dat kan snel veranderen.',
    en: 'Software at this address has a known hole. It is not being exploited widely yet, but that can change quickly.',
  },
  rsit: 'vulnerable:vulnerable-system',
  factors: { activity: 2, speed: 2, harm: 2 },
  lane: null,
  firstByItself: true,
  look: { count: 1, unit: 'working_days', from: 'B' },
  customer: { count: 14, unit: 'days', from: 'B' },
  host: { count: 21, unit: 'days', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Zoek op welke versie u draait en welke versie het lek dicht; het CVE-nummer staat in deze brief.',
        en: 'Find which version you run and which version closes the hole; the CVE number is in this letter.',
      },
    },
    {
      do: {
        nl: 'Plan het bijwerken binnen veertien dagen, maak eerst een reservekopie en test daarna de dienst.',
        en: 'Plan the update within fourteen days, make a backup first and test the service afterwards.',
      },
    },
    {
      do: {
        nl: 'Zet automatische beveiligingsupdates aan, zodat dit niet terugkomt.',
        en: 'Turn on automatic security updates, so that this does not come back.',
      },
      command: 'apt install unattended-upgrades && dpkg-reconfigure -plow unattended-upgrades',
    },
    {
      do: {
        nl: 'Hoeft de dienst niet voor iedereen bereikbaar te zijn? Beperk haar dan tot uw eigen adressen.',
        en: 'Need the service not be reachable by everyone? Then limit it to your own addresses.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Bundel de lekken van één klant in één brief, met poort, versie en CVE-nummer.',
        en: 'Put the holes of one customer together in one letter, with port, version and CVE number.',
      },
    },
    { do: { nl: 'Herinner de klant halverwege.', en: 'Remind the customer halfway.' } },
    {
      do: {
        nl: 'Kijk bij elke nieuwe melding of het lek inmiddels op de lijst van misbruikte lekken (KEV) staat; dan geldt drie dagen.',
        en: 'At each new report see whether the hole is now on the list of exploited holes (KEV); then three days apply.',
      },
    },
  ],
  fixedWhen: {
    nl: 'Een proef van buiten ziet het lek niet meer.',
    en: 'A check from outside no longer sees the hole.',
  },
  quietDays: 14,
  probe: { how: 'tcp_connect', times: 2, apartMinutes: 1440 },
  rhythm: 'digest',
});
