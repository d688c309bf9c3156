/** Course of action: phishing. */
import { action } from '../action.ts';

export default action({
  id: 'phishing',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Phishing', en: 'Phishing' },
  what: {
    nl: 'Op dit adres staat een nagemaakte inlogpagina die wachtwoorden of bankgegevens steelt. Meestal is de website gehackt zonder dat de eigenaar het weet; elk uur vallen er slachtoffers.',
    en: 'A fake log-in page at this address steals passwords or bank details. Usually the site was hacked without its owner knowing; every hour makes victims.',
  },
  rsit: 'fraud:phishing',
  factors: { activity: 4, speed: 3, harm: 3 },
  lane: null,
  look: { count: 1, unit: 'hours', from: 'B' },
  customer: { count: 4, unit: 'hours', from: 'B' },
  host: { count: 12, unit: 'hours', from: 'B' },
  otherTerms: {
    fraudulent: {
      look: { count: 1, unit: 'hours', from: 'B' },
      customer: null,
      host: { count: 1, unit: 'hours', from: 'B' },
    },
  },
  stepsForCustomer: [
    {
      do: {
        nl: 'Haal de nagemaakte pagina weg: verwijder de map waar het adres naar wijst. Bewaar eerst een ingepakte kopie buiten de webmap.',
        en: 'Take the fake page away: remove the folder the address points to. First keep a packed copy outside the web folder.',
      },
      command: 'tar czf ~/phishing-kit.tgz -C /var/www/SITE FOLDER && rm -r /var/www/SITE/FOLDER',
    },
    {
      do: {
        nl: 'Zoek wat de dader verder achterliet: bestanden die pas zijn gewijzigd, en PHP in mappen waar alleen plaatjes horen.',
        en: 'Look for what else the offender left: files changed recently, and PHP in folders meant for pictures only.',
      },
      command: "find /var/www/SITE -name '*.php' -mtime -30 -ls; find /var/www/SITE -path '*/uploads/*' -name '*.php'",
    },
    {
      do: {
        nl: 'Kijk in het toegangslog vanaf welk adres de pagina werd geplaatst en welk bestand daarvoor is gebruikt: dat is de ingang.',
        en: 'See in the access log from which address the page was placed and which file was used for it: that is the way in.',
      },
      command: "grep -h 'POST ' /var/log/*/access*log | tail -200",
    },
    {
      do: {
        nl: "Dicht de ingang: werk CMS, plug-ins en thema's bij en verwijder wat u niet gebruikt.",
        en: 'Close the way in: update CMS, plug-ins and themes and remove what you do not use.',
      },
    },
    {
      do: {
        nl: 'Vervang alle wachtwoorden (beheer, FTP/SSH, database, e-mail), verwijder onbekende beheerders en zet tweestapsverificatie aan.',
        en: 'Replace all passwords (admin, FTP/SSH, database, e-mail), remove unknown administrators and turn on two-step verification.',
      },
    },
    {
      do: {
        nl: 'Controleer of er geen mail doorstuurt naar een vreemd adres, en of er geen geplande taken bijkwamen.',
        en: 'Check that no mail is forwarded to a strange address, and that no scheduled tasks were added.',
      },
      command: 'crontab -l; ls -la /etc/cron.d',
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Bepaal de herkomst. Nieuw domein dat op een merk lijkt, verse klant, gestolen betaling: frauduleuze aanmelding. Oude site met één vreemde map: gehackt.',
        en: 'Determine the origin. New domain that looks like a brand, fresh customer, stolen payment: fraudulent sign-up. Old site with one strange folder: hacked.',
      },
    },
    {
      do: {
        nl: 'Frauduleus: zet de dienst direct uit, doe de klantcontrole opnieuw en zoek andere diensten van dezelfde aanmelder.',
        en: 'Fraudulent: suspend the service at once, repeat the customer check and look for other services of the same applicant.',
      },
    },
    {
      do: {
        nl: 'Gehackt: is de klant niet op tijd, sluit dan alleen het pad af en laat de site staan.',
        en: 'Hacked: if the customer is late, close only the path and leave the site up.',
      },
      command: 'location ^~ /FOLDER/ { return 410; }',
    },
    {
      do: {
        nl: 'Bewaar de kit en de logregels: daarin staan de slachtoffers en het adres waar de buit heen ging. Kijk niet in de buit zelf.',
        en: 'Keep the kit and the log lines: they name the victims and where the loot went. Do not look into the loot itself.',
      },
    },
    {
      do: {
        nl: 'Controleer met meer dan één browser-kenmerk en vanuit meer dan één land: veel kits tonen hun pagina niet aan iedereen.',
        en: 'Check with more than one user agent and from more than one country: many kits do not show their page to everyone.',
      },
    },
    {
      do: {
        nl: 'Zoek dezelfde map en dezelfde bestandshash op de andere websites van deze server.',
        en: 'Look for the same folder and the same file hash on the other sites of this server.',
      },
    },
  ],
  fixedWhen: {
    nl: 'Twee controles, minstens een uur na elkaar en met verschillende browsers en landen, zien de pagina niet meer, en 48 uur is er geen nieuwe melding.',
    en: 'Two checks, at least one hour apart and with several user agents and countries, no longer see the page, and for 48 hours there is no new report.',
  },
  quietDays: 2,
  probe: { how: 'http_status', times: 2, apartMinutes: 60 },
  rhythm: 'at_once',
});
