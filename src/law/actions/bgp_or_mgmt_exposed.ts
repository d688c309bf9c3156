/** Course of action: network or server management open to the internet. */
import { action } from '../action.ts';

export default action({
  id: 'bgp_or_mgmt_exposed',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: {
    nl: 'Beheer van netwerk of server open op internet',
    en: 'Network or server management open to the internet',
  },
  what: {
    nl: 'Een beheerpoort (zoals BGP, IPMI of Smart Install) is voor iedereen bereikbaar. Wie hier binnenkomt, bezit het apparaat en soms uw hele netwerk.',
    en: 'A management port (such as BGP, IPMI or Smart Install) can be reached by anyone. Whoever gets in owns the device and sometimes your whole network.',
  },
  rsit: 'vulnerable:potentially-unwanted-accessible',
  factors: { activity: 2, speed: 2, harm: 2 },
  lane: null,
  firstByItself: true,
  look: { count: 1, unit: 'working_days', from: 'B' },
  customer: { count: 72, unit: 'hours', from: 'B' },
  host: { count: 7, unit: 'days', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Laat de poort alleen toe vanaf uw beheernetwerk of VPN.',
        en: 'Allow the port from your management network or VPN only.',
      },
    },
    {
      do: {
        nl: 'IPMI, iDRAC, iLO: haal het van het openbare adres en zet het in een apart beheernetwerk. Verander het wachtwoord.',
        en: 'IPMI, iDRAC, iLO: take it off the public address into a separate management network. Change the password.',
      },
    },
    {
      do: { nl: 'Cisco Smart Install: zet het uit.', en: 'Cisco Smart Install: switch it off.' },
      command: 'no vstack',
    },
    {
      do: {
        nl: 'BGP (179): sta alleen de adressen van uw buren toe en gebruik TTL-beveiliging en een wachtwoord.',
        en: "BGP (179): allow your neighbours' addresses only and use TTL security and a password.",
      },
      command: 'neighbor 192.0.2.1 ttl-security hops 1',
    },
    {
      do: {
        nl: 'Was het apparaat lang open? Vergelijk de configuratie met uw laatste goede kopie en vervang wachtwoorden en SNMP-namen.',
        en: 'Was the device open for long? Compare the configuration with your last good copy and replace passwords and SNMP communities.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Is het apparaat van uzelf? Zet er vandaag een toegangslijst op en doe het bij alle apparaten van dat type.',
        en: 'Is the device your own? Put an access list on it today, and on all devices of that type.',
      },
    },
    {
      do: {
        nl: 'Filter deze beheerpoorten aan de rand naar uw eigen infrastructuuradressen.',
        en: 'Filter these management ports at the edge towards your own infrastructure addresses.',
      },
    },
    {
      do: {
        nl: 'Sluit de poort van een klant na zeven dagen; Smart Install en IPMI zonder wachtwoord eerder.',
        en: "Close a customer's port after seven days; Smart Install and IPMI without password earlier.",
      },
    },
  ],
  fixedWhen: {
    nl: 'Een proef van buiten komt niet meer bij de poort.',
    en: 'A check from outside no longer reaches the port.',
  },
  quietDays: 14,
  probe: { how: 'tcp_connect', times: 2, apartMinutes: 60 },
  rhythm: 'at_once',
});
