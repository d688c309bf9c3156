/** Course of action: member of a DDoS botnet. */
import { action } from '../action.ts';

export default action({
  id: 'ddos_bot',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Deelname aan een DDoS-botnet', en: 'Member of a DDoS botnet' },
  what: {
    nl: 'Een apparaat of server achter dit adres deed mee aan DDoS-aanvallen. Vaak is het een router, camera of recorder met een oud wachtwoord of oude software.',
    en: 'A device or server behind this address took part in DDoS attacks. Often it is a router, camera or recorder with an old password or old software.',
  },
  rsit: 'availability:ddos',
  factors: { activity: 4, speed: 3, harm: 2 },
  lane: null,
  firstByItself: true,
  look: { count: 4, unit: 'hours', from: 'B' },
  customer: { count: 24, unit: 'hours', from: 'B' },
  host: { count: 48, unit: 'hours', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Zoek het apparaat met de tijd en poort uit deze brief. Achter één adres kunnen meer apparaten zitten: kijk in de lijst van uw router.',
        en: 'Find the device with the time and port in this letter. Several devices may share one address: look at the list in your router.',
      },
    },
    {
      do: {
        nl: 'Haal het van internet, zet het terug naar de fabrieksinstellingen en werk de firmware bij voordat u het weer aansluit.',
        en: 'Take it off the internet, reset it to factory settings and update its firmware before you connect it again.',
      },
    },
    {
      do: {
        nl: 'Geef het een nieuw, lang wachtwoord en zet beheer van buitenaf (Telnet, SSH, webbeheer, UPnP) uit.',
        en: 'Give it a new, long password and turn off management from outside (Telnet, SSH, web admin, UPnP).',
      },
    },
    {
      do: {
        nl: 'Is het een server? Zoek het vreemde proces en bouw de server opnieuw op.',
        en: 'Is it a server? Find the strange process and rebuild the server.',
      },
      command: 'ps -eo pid,ppid,lstart,cmd --sort=lstart | tail -40; crontab -l; systemctl list-timers --all',
    },
    {
      do: {
        nl: 'Krijgt het apparaat geen updates meer? Vervang het.',
        en: 'Does the device get no more updates? Replace it.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Stuur tijd (UTC), bron- en doelpoort en de botnetnaam mee: achter NAT vindt de klant anders niets.',
        en: "Pass on time (UTC), source and target port and the botnet's name: behind NAT the customer finds nothing otherwise.",
      },
    },
    {
      do: {
        nl: 'Blokkeer de commandoserver en de bekende aanvalspoorten voor dit adres.',
        en: 'Block the command server and the known attack ports for this address.',
      },
    },
    {
      do: {
        nl: 'Zet het adres in de quarantaine-omgeving als de klant niet op tijd is, met een uitlegpagina en toegang tot updates.',
        en: 'Put the address in the quarantine network if the customer is late, with a page that explains and with access to updates.',
      },
    },
    {
      do: {
        nl: 'Kijk of meer klanten hetzelfde apparaat hebben (zelfde reeks, zelfde poort) en waarschuw hen samen.',
        en: 'See whether more customers have the same device (same range, same port) and warn them together.',
      },
    },
  ],
  fixedWhen: { nl: 'Zeven dagen geen nieuwe waarneming.', en: 'No new sighting for seven days.' },
  quietDays: 7,
  probe: { how: 'none', times: 0, apartMinutes: 0 },
  rhythm: 'at_once',
});
