/** Course of action: login attacks from this address. */
import { action } from '../action.ts';

export default action({
  id: 'brute_force',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Inlogaanvallen vanaf dit adres', en: 'Login attacks from this address' },
  what: {
    nl: 'Vanaf dit adres worden bij anderen wachtwoorden geprobeerd. Meestal is de server zelf eerder op deze manier gehackt.',
    en: 'Passwords of others are being tried from this address. Usually the server itself was hacked in this way before.',
  },
  rsit: 'intrusion-attempts:brute-force',
  factors: { activity: 4, speed: 2, harm: 2 },
  lane: null,
  firstByItself: true,
  look: { count: 4, unit: 'hours', from: 'B' },
  customer: { count: 24, unit: 'hours', from: 'B' },
  host: { count: 48, unit: 'hours', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Kijk welk proces veel verbindingen maakt naar poort 22, 3389, 25, 143 of 443, en onder welke gebruiker.',
        en: 'See which process makes many connections to port 22, 3389, 25, 143 or 443, and under which account.',
      },
      command: "ss -tnp state syn-sent state established '( dport = :22 or dport = :3389 or dport = :25 )'",
    },
    {
      do: {
        nl: 'Stop het en zoek waar het start: cron, systemd, .bashrc, /tmp, /dev/shm.',
        en: 'Stop it and find what starts it: cron, systemd, .bashrc, /tmp, /dev/shm.',
      },
      command: 'crontab -l; ls -la /etc/cron.* /tmp /dev/shm; systemctl list-timers --all',
    },
    {
      do: {
        nl: 'Kijk wie er is binnengekomen en verwijder onbekende accounts en sleutels.',
        en: 'See who came in and remove unknown accounts and keys.',
      },
      command: 'last -a | head -30; cat ~/.ssh/authorized_keys',
    },
    {
      do: {
        nl: 'Had de dader beheerrechten? Bouw de server opnieuw op; anders is het account opruimen genoeg.',
        en: 'Did the offender have administrator rights? Rebuild the server; otherwise cleaning the account is enough.',
      },
    },
    {
      do: {
        nl: 'Laat SSH alleen met sleutels toe (probeer eerst of uw eigen sleutel werkt) en zet RDP achter een VPN.',
        en: 'Allow SSH with keys only (first try that your own key works) and put RDP behind a VPN.',
      },
      command:
        "printf 'PasswordAuthentication no\\nKbdInteractiveAuthentication no\\n' > /etc/ssh/sshd_config.d/10-keys-only.conf && sshd -t && systemctl reload ssh",
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Bevestig in de flowgegevens: veel korte verbindingen naar één poort, bij veel bestemmingen.',
        en: 'Confirm in the flow data: many short connections to one port, at many destinations.',
      },
    },
    {
      do: {
        nl: 'Begrens nieuwe uitgaande verbindingen naar 22, 3389 en 25 voor dit adres.',
        en: 'Limit new outgoing connections to 22, 3389 and 25 for this address.',
      },
      command:
        "nft add rule inet filter forward ip saddr 203.0.113.10 tcp dport '{ 22, 25, 3389 }' ct state new limit rate over 10/minute drop",
    },
    {
      do: {
        nl: 'Isoleer de server als het na de termijn doorgaat of als het de tweede keer is.',
        en: 'Isolate the server if it continues after the term or if it is the second time.',
      },
    },
    {
      do: {
        nl: 'Kijk of meer servers met hetzelfde image of dezelfde klant hetzelfde doen.',
        en: 'See whether more servers with the same image or the same customer do the same.',
      },
    },
  ],
  fixedWhen: { nl: '72 uur geen nieuwe melding.', en: 'No new report for 72 hours.' },
  quietDays: 3,
  probe: { how: 'none', times: 0, apartMinutes: 0 },
  rhythm: 'at_once',
});
