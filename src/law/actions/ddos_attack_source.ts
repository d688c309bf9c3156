/** Course of action: DDoS attack from this server. */
import { action } from '../action.ts';

export default action({
  id: 'ddos_attack_source',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'DDoS-aanval vanaf deze server', en: 'DDoS attack from this server' },
  what: {
    nl: 'Vanaf dit adres gaat op dit moment aanvalsverkeer naar een slachtoffer. De server is gehackt, of een open dienst erop wordt misbruikt.',
    en: 'Attack traffic is going from this address to a victim right now. The server was hacked, or an open service on it is being misused.',
  },
  rsit: 'availability:ddos',
  factors: { activity: 4, speed: 3, harm: 2 },
  lane: null,
  look: { count: 30, unit: 'minutes', from: 'B' },
  customer: null,
  host: { count: 1, unit: 'hours', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Kijk welk programma het verkeer stuurt en stop het. Schrijf eerst de naam en het pad op.',
        en: 'See which program sends the traffic and stop it. First write down its name and path.',
      },
      command: 'ss -tunap | sort | uniq -c | sort -rn | head; ls -l /proc/PID/exe',
    },
    {
      do: {
        nl: 'Is het een open dienst (DNS, NTP, memcached)? Sluit die voor de buitenwereld; dan hoeft de server niet opnieuw op.',
        en: 'Is it an open service (DNS, NTP, memcached)? Close it to the outside world; then the server need not be rebuilt.',
      },
    },
    {
      do: {
        nl: "Vond u een vreemd programma? Dan is de server niet meer te vertrouwen: bouw hem opnieuw op en zet alleen gegevens terug, geen programma's.",
        en: 'Did you find a strange program? Then the server can no longer be trusted: rebuild it and restore data only, no programs.',
      },
    },
    {
      do: {
        nl: 'Gebruik nieuwe wachtwoorden en SSH-sleutels, en laat alleen inloggen met een sleutel toe.',
        en: 'Use new passwords and SSH keys, and allow log-in with a key only.',
      },
    },
    {
      do: {
        nl: 'Zeg ons wat u vond. Dan halen wij de begrenzing eraf.',
        en: 'Tell us what you found. Then we lift the limit.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Bevestig in uw flowgegevens: doel, poort, pakketten per seconde, sinds wanneer.',
        en: 'Confirm in your flow data: target, port, packets per second, since when.',
      },
    },
    {
      do: {
        nl: 'Begrens of filter het uitgaande verkeer naar het doel binnen een uur; helpt dat niet, isoleer de server.',
        en: 'Rate-limit or filter outgoing traffic to the target within one hour; if that does not help, isolate the server.',
      },
      command: 'nft add rule inet filter forward ip saddr 203.0.113.10 ip daddr 198.51.100.20 drop',
    },
    {
      do: {
        nl: 'Laat beheer van de server open (console of één adres), zodat de klant kan opruimen.',
        en: 'Leave management of the server open (console or one address), so that the customer can clean up.',
      },
    },
    {
      do: {
        nl: 'Laat de melder weten dat het verkeer is gestopt en wanneer.',
        en: 'Tell the notifier that the traffic has stopped and when.',
      },
    },
    {
      do: {
        nl: 'Zijn de afzenders vervalst? Zoek dan de poort waar het binnenkomt en zet bronfiltering aan (BCP 38).',
        en: 'Are the senders forged? Then find the port where it enters and turn on source filtering (BCP 38).',
      },
    },
  ],
  fixedWhen: {
    nl: 'Het uitgaande verkeer is 24 uur op het gewone niveau.',
    en: 'Outgoing traffic is at its normal level for 24 hours.',
  },
  quietDays: 1,
  probe: { how: 'none', times: 0, apartMinutes: 0 },
  rhythm: 'at_once',
});
