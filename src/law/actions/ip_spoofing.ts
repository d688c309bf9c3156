/** Course of action: network lets forged senders through. */
import { action } from '../action.ts';

export default action({
  id: 'ip_spoofing',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'BCP 38 (RFC 2827), BCP 84 (RFC 3704)', url: 'https://www.rfc-editor.org/info/bcp38', mark: 'memory' },
  title: { nl: 'Netwerk laat vervalste afzenders door', en: 'Network lets forged senders through' },
  what: {
    nl: 'Uit dit netwerk kunnen pakketten vertrekken met het adres van een ander. Zonder dit zouden DDoS-aanvallen via versterkers niet kunnen bestaan.',
    en: "Packets bearing someone else's address can leave this network. Without this, amplified DDoS attacks could not exist.",
  },
  rsit: 'vulnerable:vulnerable-system',
  factors: { activity: 2, speed: 2, harm: 2 },
  lane: null,
  look: { count: 2, unit: 'working_days', from: 'B' },
  customer: null,
  host: { count: 30, unit: 'days', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Heeft u een eigen netwerk achter ons? Laat alleen uw eigen prefixen naar buiten.',
        en: 'Do you have a network of your own behind us? Let only your own prefixes out.',
      },
      command: 'nft add rule inet filter forward oifname "wan0" ip saddr != 192.0.2.0/24 drop',
    },
    {
      do: {
        nl: 'Doe hetzelfde voor IPv6; dat wordt vaak vergeten.',
        en: 'Do the same for IPv6; it is often forgotten.',
      },
      command: 'nft add rule inet filter forward oifname "wan0" ip6 saddr != 2001:db8::/32 drop',
    },
    {
      do: {
        nl: 'Test met de Spoofer-client van CAIDA en stuur ons het resultaat.',
        en: "Test with CAIDA's Spoofer client and send us the result.",
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Zoek de klantpoorten zonder bronfilter achter het gemelde prefix.',
        en: 'Find the customer ports without source filter behind the reported prefix.',
      },
    },
    {
      do: {
        nl: 'Zet op poorten met één weg strikte uRPF aan; op Cisco IOS:',
        en: 'Turn on strict uRPF on ports with one route; on Cisco IOS:',
      },
      command: 'ip verify unicast source reachable-via rx',
    },
    {
      do: {
        nl: 'Heeft een klant meer wegen naar buiten? Gebruik een lijst van zijn prefixen (of feasible-path uRPF), niet de losse vorm.',
        en: 'Does a customer have several routes? Use a list of his prefixes (or feasible-path uRPF), not the loose form.',
      },
    },
    {
      do: {
        nl: 'Op hypervisors: sta per virtuele machine alleen haar eigen adressen toe.',
        en: 'On hypervisors: allow each virtual machine its own addresses only.',
      },
      command: 'virsh nwfilter-list | grep clean-traffic',
    },
    {
      do: {
        nl: 'Test opnieuw vanuit dat netwerkdeel, voor IPv4 en IPv6.',
        en: 'Test again from that part of the network, for IPv4 and IPv6.',
      },
    },
  ],
  fixedWhen: {
    nl: 'De spoofertest vanuit dit prefix slaagt: vervalste pakketten komen er niet uit.',
    en: 'The spoofer test from this prefix passes: forged packets do not get out.',
  },
  quietDays: 30,
  probe: { how: 'none', times: 0, apartMinutes: 0 },
  rhythm: 'at_once',
});
