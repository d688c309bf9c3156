/** Course of action: DDoS amplifier. */
import { action } from '../action.ts';

export default action({
  id: 'ddos_amplifier',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Versterker voor DDoS-aanvallen', en: 'DDoS amplifier' },
  what: {
    nl: 'Deze dienst antwoordt op UDP-vragen van iedereen met veel meer gegevens dan de vraag. Aanvallers sturen de vraag met een vals afzenderadres en zo raakt uw antwoord een slachtoffer.',
    en: 'This service answers UDP questions from anyone with far more data than the question. Attackers send the question with a forged sender, so that your answer hits a victim.',
  },
  rsit: 'vulnerable:ddos-amplifier',
  factors: { activity: 2, speed: 2, harm: 2 },
  lane: null,
  firstByItself: true,
  look: { count: 1, unit: 'working_days', from: 'B' },
  customer: { count: 7, unit: 'days', from: 'B' },
  host: { count: 14, unit: 'days', from: 'B' },
  otherTerms: {
    critical: {
      look: { count: 4, unit: 'hours', from: 'B' },
      customer: { count: 48, unit: 'hours', from: 'B' },
      host: { count: 72, unit: 'hours', from: 'B' },
    },
  },
  stepsForCustomer: [
    {
      do: {
        nl: 'Zoek welke dienst op de gemelde UDP-poort luistert. Heeft u haar niet nodig? Zet haar uit.',
        en: 'Find which service listens on the reported UDP port. Do you not need it? Switch it off.',
      },
      command: 'ss -ulnp',
    },
    {
      do: {
        nl: 'DNS: laat alleen uw eigen netwerk vragen. In BIND staat dit in `options`:',
        en: 'DNS: let only your own network ask. In BIND this goes into `options`:',
      },
      command: 'allow-recursion { localhost; 192.0.2.0/24; };\nallow-query-cache { localhost; 192.0.2.0/24; };',
    },
    {
      do: {
        nl: 'DNS met Unbound: sta alleen uw eigen reeks toe; de rest wordt dan geweigerd.',
        en: 'DNS with Unbound: allow only your own range; the rest is then refused.',
      },
      command: 'access-control: 192.0.2.0/24 allow',
    },
    {
      do: {
        nl: 'Memcached: zet UDP uit en luister alleen lokaal.',
        en: 'Memcached: switch off UDP and listen locally only.',
      },
      command: 'memcached -U 0 -l 127.0.0.1',
    },
    {
      do: {
        nl: 'NTP: beantwoord geen beheervragen (ntpd, /etc/ntp.conf). Gebruikt u alleen een klok, neem dan chrony zonder `allow`.',
        en: 'NTP: answer no control questions (ntpd, /etc/ntp.conf). If you only need a clock, use chrony without `allow`.',
      },
      command: 'restrict default kod limited nomodify notrap nopeer noquery',
    },
    {
      do: {
        nl: 'SSDP, SNMP, LDAP, NetBIOS, portmap: sluit ze in de firewall voor internet.',
        en: 'SSDP, SNMP, LDAP, NetBIOS, portmap: close them to the internet in the firewall.',
      },
      command: 'ufw deny 1900/udp; ufw deny 161/udp; ufw deny 389/udp; ufw deny 137/udp; ufw deny 111/udp',
    },
    {
      do: {
        nl: 'Vraag het van buiten uw netwerk na; er mag geen antwoord komen.',
        en: 'Ask from outside your network; no answer may come.',
      },
      command: 'dig +time=3 +tries=1 example.com @203.0.113.10',
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Controleer met één vraag van buiten, zonder te versterken, of de dienst antwoordt.',
        en: 'Check with one question from outside, without amplifying, whether the service answers.',
      },
    },
    {
      do: {
        nl: 'Filter de UDP-poort na de termijn op de rand van uw netwerk; memcached (11211/udp) na 48 uur.',
        en: "Filter the UDP port at your network's edge after the term; memcached (11211/udp) after 48 hours.",
      },
    },
    {
      do: {
        nl: 'Is het een standaardinstelling van een image of router die u levert? Herstel die bij de bron en waarschuw alle klanten ermee.',
        en: 'Is it a default of an image or router you supply? Repair it at the origin and warn all customers who have it.',
      },
    },
  ],
  fixedWhen: {
    nl: 'Een vraag van buiten blijft twee keer onbeantwoord.',
    en: 'A question from outside stays unanswered twice.',
  },
  quietDays: 14,
  probe: { how: 'udp_reply', times: 2, apartMinutes: 60 },
  rhythm: 'digest',
});
