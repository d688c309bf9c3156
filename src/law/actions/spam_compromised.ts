/** Course of action: spam through a hacked mailbox or site. */
import { action } from '../action.ts';

export default action({
  id: 'spam_compromised',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Spam via een gehackte mailbox of website', en: 'Spam through a hacked mailbox or site' },
  what: {
    nl: 'Via deze server gaat spam uit, zeer waarschijnlijk door een gestolen mailwachtwoord of een lek webformulier. Uw gewone mail komt daardoor ook minder aan.',
    en: 'Spam leaves through this server, very likely through a stolen mail password or a leaking web form. Your normal mail arrives less because of it.',
  },
  rsit: 'abusive-content:spam',
  factors: { activity: 4, speed: 2, harm: 1 },
  lane: null,
  look: { count: 1, unit: 'working_days', from: 'B' },
  customer: { count: 24, unit: 'hours', from: 'B' },
  host: { count: 1, unit: 'working_days', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Zoek de afzender in de mailkoppen van deze brief: een ingelogde mailbox (sasl, authenticated) of een script (X-PHP-Originating-Script).',
        en: 'Find the sender in the mail headers in this letter: a logged-in mailbox (sasl, authenticated) or a script (X-PHP-Originating-Script).',
      },
      command:
        "grep -h 'sasl_username=' /var/log/mail.log | sed 's/.*sasl_username=//' | sort | uniq -c | sort -rn | head",
    },
    {
      do: {
        nl: 'Mailbox: verander het wachtwoord, meld alle apparaten af en scan de computer waarop het wachtwoord stond.',
        en: 'Mailbox: change the password, sign out all devices and scan the computer that held the password.',
      },
    },
    {
      do: {
        nl: 'Script: zet het formulier uit, werk het bij, en zet er een controle tegen robots op.',
        en: 'Script: switch off the form, update it, and put a check against robots on it.',
      },
    },
    {
      do: {
        nl: 'Maak de wachtrij leeg voor deze afzender, zodat er niet later alsnog spam uitgaat.',
        en: 'Empty the queue for this sender, so that no spam leaves later.',
      },
      command: 'postqueue -j | jq -r \'select(.sender=="SENDER") | .queue_id\' | postsuper -d -',
    },
    {
      do: {
        nl: 'Controleer SPF, DKIM en DMARC van uw domein en vraag pas daarna om verwijdering van blokkeerlijsten.',
        en: 'Check SPF, DKIM and DMARC of your domain and only then ask for removal from blocklists.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Begrens direct: stop deze afzender of dit script en laat overige mail door.',
        en: 'Limit at once: stop this sender or script and let other mail pass.',
      },
    },
    {
      do: {
        nl: 'Zet de wachtrij van deze afzender apart in plaats van haar af te leveren.',
        en: 'Hold the queue of this sender instead of delivering it.',
      },
      command: 'postqueue -j | jq -r \'select(.sender=="SENDER") | .queue_id\' | postsuper -h -',
    },
    {
      do: {
        nl: 'Sluit uitgaande poort 25 voor servers die niet zelf mail hoeven te sturen.',
        en: 'Close outgoing port 25 for servers that need not send mail themselves.',
      },
    },
    {
      do: {
        nl: 'Kijk of dezelfde afzender vanaf veel adressen inlogde: dat is een gestolen wachtwoord, geen script.',
        en: 'See whether the same sender logged in from many addresses: that is a stolen password, not a script.',
      },
    },
  ],
  fixedWhen: {
    nl: 'Het aantal klachten is 72 uur onder de drempel en de oorzaak is genoemd.',
    en: 'The number of complaints is below the threshold for 72 hours and the cause was named.',
  },
  quietDays: 3,
  probe: { how: 'none', times: 0, apartMinutes: 0 },
  rhythm: 'at_once',
});
