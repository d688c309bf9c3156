/** Course of action: compromised website. */
import { action } from '../action.ts';

export default action({
  id: 'compromised_site',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Gehackte website', en: 'Compromised website' },
  what: {
    nl: 'Iemand heeft bestanden of code op deze website gezet, zoals een achterdeur, een doorverwijzing of een vervangen pagina. Bezoekers en andere sites lopen gevaar.',
    en: 'Someone put files or code on this site, such as a back door, a redirect or a replaced page. Visitors and other sites are at risk.',
  },
  rsit: 'intrusions:application-compromise',
  factors: { activity: 4, speed: 2, harm: 2 },
  lane: null,
  look: { count: 1, unit: 'working_days', from: 'B' },
  customer: { count: 48, unit: 'hours', from: 'B' },
  host: { count: 72, unit: 'hours', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Maak eerst een kopie van de site en de logs zoals ze nu zijn: daarmee vindt u straks de ingang.',
        en: 'First make a copy of the site and logs as they are now: with it you will find the way in.',
      },
      command: 'tar czf ~/site-now.tgz /var/www/SITE /var/log/apache2 /var/log/nginx 2>/dev/null',
    },
    {
      do: {
        nl: 'Vergelijk de programmabestanden met het origineel. Voor WordPress gaat dat zo:',
        en: 'Compare the program files with the original. For WordPress like this:',
      },
      command: 'wp core verify-checksums; wp plugin verify-checksums --all; wp user list --role=administrator',
    },
    {
      do: {
        nl: 'Zet een schone kopie terug van vóór de inbraak, of installeer CMS en plug-ins opnieuw en zet alleen inhoud terug.',
        en: 'Restore a clean copy from before the break-in, or reinstall CMS and plug-ins and put back content only.',
      },
    },
    {
      do: {
        nl: 'Verwijder onbekende beheerders, geplande taken en PHP in uploadmappen.',
        en: 'Remove unknown administrators, scheduled tasks and PHP in upload folders.',
      },
      command: "find /var/www/SITE -path '*/uploads/*' -name '*.php' -ls; crontab -l",
    },
    {
      do: {
        nl: 'Werk alles bij, verwijder plug-ins die u niet gebruikt en vervang alle wachtwoorden: CMS, database, FTP/SSH, hostingpaneel.',
        en: 'Update everything, remove plug-ins you do not use and replace all passwords: CMS, database, FTP/SSH, hosting panel.',
      },
    },
    {
      do: {
        nl: 'Zet tweestapsverificatie en automatische updates aan.',
        en: 'Turn on two-step verification and automatic updates.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Scan het account en zet gevonden bestanden in quarantaine; stuur de klant de lijst met namen en tijden.',
        en: 'Scan the account and quarantine what is found; send the customer the list of names and times.',
      },
      command: 'clamscan -ri /var/www/SITE --move=/var/quarantine',
    },
    {
      do: {
        nl: 'Zoek in het toegangslog de eerste POST naar het gemelde bestand: dat is de ingang.',
        en: 'Look in the access log for the first POST to the reported file: that is the way in.',
      },
      command: "zgrep -h 'POST .*FILE' /var/log/*/access*log* | sort | head",
    },
    {
      do: {
        nl: 'Blokkeer het gemelde pad met een regel in de webserver of WAF als de klant niet op tijd is.',
        en: 'Block the reported path with a rule in the web server or WAF if the customer is late.',
      },
    },
    {
      do: {
        nl: 'Kijk of buren op dezelfde server dezelfde bestanden hebben. Zo ja, dan ligt het aan de server.',
        en: 'See whether neighbours on the same server have the same files. If so, the server is the cause.',
      },
    },
  ],
  fixedWhen: {
    nl: 'Het gemelde pad is weg en een scanner vindt twee keer niets.',
    en: 'The reported path is gone and a scanner finds nothing twice.',
  },
  quietDays: 7,
  probe: { how: 'http_status', times: 2, apartMinutes: 1440 },
  rhythm: 'at_once',
});
