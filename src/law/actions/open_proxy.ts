/** Course of action: open proxy. */
import { action } from '../action.ts';

export default action({
  id: 'open_proxy',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Open proxy', en: 'Open proxy' },
  what: {
    nl: 'Deze server stuurt verkeer door voor iedereen. Daders verbergen zich erachter; de klachten komen bij u.',
    en: 'This server forwards traffic for anyone. Offenders hide behind it; the complaints come to you.',
  },
  rsit: 'vulnerable:potentially-unwanted-accessible',
  factors: { activity: 2, speed: 2, harm: 2 },
  lane: null,
  firstByItself: true,
  look: { count: 1, unit: 'working_days', from: 'B' },
  customer: { count: 7, unit: 'days', from: 'B' },
  host: { count: 14, unit: 'days', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Zoek welk programma op de gemelde poort luistert.',
        en: 'Find which program listens on the reported port.',
      },
      command: 'ss -tlnp',
    },
    {
      do: {
        nl: 'Heeft u het niet zelf geïnstalleerd? Dan is de server waarschijnlijk gehackt, of een app verhuurt uw verbinding. Verwijder het en vervang wachtwoorden.',
        en: 'Did you not install it? Then the server was probably hacked, or an app rents out your connection. Remove it and replace passwords.',
      },
    },
    {
      do: {
        nl: 'Heeft u het wel zelf nodig? Laat alleen uw eigen adressen toe of vraag om een wachtwoord. Voor Squid:',
        en: 'Do you need it? Allow your own addresses only or ask for a password. For Squid:',
      },
      command: 'acl ours src 192.0.2.0/24\nhttp_access allow ours\nhttp_access deny all',
    },
    {
      do: {
        nl: "Bind SOCKS en proxy's voor eigen gebruik aan 127.0.0.1 en gebruik een SSH-tunnel.",
        en: 'Bind SOCKS and proxies for your own use to 127.0.0.1 and use an SSH tunnel.',
      },
    },
    {
      do: {
        nl: 'Test van buitenaf, bijvoorbeeld vanaf uw telefoon: de proxy moet weigeren.',
        en: 'Test from outside, for example from your phone: the proxy must refuse.',
      },
      command: "curl -m 10 -x http://203.0.113.10:3128 http://example.com/ -o /dev/null -w '%{http_code}\\n'",
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Test zelf van buiten of de proxy doorstuurt; een open poort alleen is nog geen open proxy.',
        en: 'Test from outside whether it forwards; an open port alone is not yet an open proxy.',
      },
    },
    {
      do: {
        nl: 'Blokkeer de poort na de termijn en laat de rest van de server bereikbaar.',
        en: 'Block the port after the term and leave the rest of the server reachable.',
      },
    },
    {
      do: {
        nl: 'Zijn het veel aansluitingen van particulieren? Zoek de app of het apparaat dat verbindingen verhuurt en leg het de klanten uit.',
        en: 'Are they many consumer connections? Find the app or device that rents out connections and explain it to the customers.',
      },
    },
  ],
  fixedWhen: { nl: 'Een test van buiten wordt geweigerd.', en: 'A test from outside is refused.' },
  quietDays: 14,
  probe: { how: 'tcp_connect', times: 2, apartMinutes: 60 },
  rhythm: 'digest',
});
