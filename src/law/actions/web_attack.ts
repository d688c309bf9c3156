/** Course of action: attacks on websites from this address. */
import { action } from '../action.ts';

export default action({
  id: 'web_attack',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Aanvallen op websites vanaf dit adres', en: 'Attacks on websites from this address' },
  what: {
    nl: 'Vanaf dit adres worden lekken in systemen van anderen misbruikt, zoals SQL-injectie of bekende fouten in webapplicaties.',
    en: "Holes in others' systems are being exploited from this address, such as SQL injection or known flaws in web applications.",
  },
  rsit: 'intrusion-attempts:exploit',
  factors: { activity: 4, speed: 2, harm: 2 },
  lane: null,
  firstByItself: true,
  look: { count: 4, unit: 'hours', from: 'B' },
  customer: { count: 24, unit: 'hours', from: 'B' },
  host: { count: 48, unit: 'hours', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Zoek het proces dat op de gemelde tijd verkeer naar poort 80 en 443 stuurde, en onder welke gebruiker het draait.',
        en: 'Find the process that sent traffic to port 80 and 443 at the reported time, and the account it runs under.',
      },
      command: "ss -tnp '( dport = :80 or dport = :443 )'",
    },
    {
      do: {
        nl: 'Draait er een proxy, VPN of scraper voor anderen? Kijk in dat log welke gebruiker het was en sluit die af.',
        en: 'Do you run a proxy, VPN or scraper for others? See in its log which account it was and close that.',
      },
    },
    {
      do: {
        nl: 'Draait het onder de webserver? Dan is uw eigen website gehackt: zoek vreemde PHP-bestanden en dicht de ingang.',
        en: 'Does it run under the web server? Then your own site was hacked: look for strange PHP files and close the way in.',
      },
      command: "find /var/www -name '*.php' -newermt '30 days ago' -ls",
    },
    {
      do: {
        nl: 'Bouw de server opnieuw op als de dader beheerrechten had, en vervang wachtwoorden en sleutels.',
        en: 'Rebuild the server if the offender had administrator rights, and replace passwords and keys.',
      },
    },
    {
      do: {
        nl: 'Test u met toestemming? Stuur ons de opdracht van de eigenaar van het doel.',
        en: 'Do you test with consent? Send us the assignment by the owner of the target.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Geef de klant de aanvalsregels (tijd, doelpoort, pad); laat de naam van de melder weg.',
        en: "Give the customer the attack lines (time, target port, path); leave out the notifier's name.",
      },
    },
    {
      do: {
        nl: 'Isoleer de server als de klant niet op tijd is; houd beheer via één adres open.',
        en: 'Isolate the server if the customer is late; keep management open through one address.',
      },
    },
    {
      do: {
        nl: 'Kijk of hetzelfde patroon van andere adressen van deze klant komt.',
        en: 'See whether the same pattern comes from other addresses of this customer.',
      },
    },
    {
      do: {
        nl: 'Is het de derde keer, of huurt de klant steeds nieuwe adressen voor hetzelfde? Doe de klantcontrole opnieuw.',
        en: 'Is it the third time, or does the customer keep renting new addresses for the same thing? Repeat the customer check.',
      },
    },
  ],
  fixedWhen: { nl: '72 uur geen nieuwe melding.', en: 'No new report for 72 hours.' },
  quietDays: 3,
  probe: { how: 'none', times: 0, apartMinutes: 0 },
  rhythm: 'at_once',
});
