/** Course of action: leaked or hijacked account. */
import { action } from '../action.ts';

export default action({
  id: 'compromised_account',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Gelekt of overgenomen account', en: 'Leaked or hijacked account' },
  what: {
    nl: 'De inloggegevens van een account zijn bij anderen gevonden. Wie ze heeft, kan meelezen, mail versturen of uw dienst overnemen.',
    en: "The log-in details of an account were found in others' hands. Whoever has them can read along, send mail or take over your service.",
  },
  rsit: 'information-content-security:data-leak',
  factors: { activity: 3, speed: 2, harm: 2 },
  lane: null,
  look: { count: 1, unit: 'working_days', from: 'B' },
  customer: { count: 24, unit: 'hours', from: 'B' },
  host: { count: 48, unit: 'hours', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Verander het wachtwoord van dit account, vanaf een apparaat dat zeker schoon is. Kies een wachtwoord dat u nergens anders gebruikt.',
        en: 'Change the password of this account, from a device that is certainly clean. Choose one you use nowhere else.',
      },
    },
    {
      do: {
        nl: 'Gebruikte u hetzelfde wachtwoord elders? Verander het ook daar; daders proberen het overal.',
        en: 'Did you use the same password elsewhere? Change it there too; offenders try it everywhere.',
      },
    },
    { do: { nl: 'Zet tweestapsverificatie aan.', en: 'Turn on two-step verification.' } },
    {
      do: {
        nl: 'Meld alle apparaten af en verwijder onbekende sleutels, app-wachtwoorden en doorstuurregels.',
        en: 'Sign out all devices and remove unknown keys, app passwords and forwarding rules.',
      },
    },
    {
      do: {
        nl: 'Kijk in de inloggeschiedenis of iemand binnen was. Zo ja: controleer wat er is verstuurd of gewijzigd.',
        en: 'See in the log-in history whether someone was in. If so: check what was sent or changed.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Reset het wachtwoord na de termijn en trek sessies, tokens en API-sleutels in.',
        en: 'Reset the password after the term and revoke sessions, tokens and API keys.',
      },
    },
    {
      do: {
        nl: 'Zoek inlogpogingen vanaf ongewone landen of adressen sinds de lekdatum.',
        en: 'Look for log-ins from unusual countries or addresses since the date of the leak.',
      },
    },
    {
      do: {
        nl: 'Stuur het gelekte wachtwoord nooit mee in een brief; noem alleen het account en waar het lek vandaan komt.',
        en: 'Never send the leaked password along in a letter; name only the account and where the leak came from.',
      },
    },
    {
      do: {
        nl: 'Zijn het veel accounts tegelijk? Zoek dan een besmet apparaat bij de klant of een lek in uw eigen paneel.',
        en: 'Are there many accounts at once? Then look for an infected device at the customer or a leak in your own panel.',
      },
    },
  ],
  fixedWhen: {
    nl: 'Het wachtwoord is na de melding veranderd en oude sessies zijn ingetrokken.',
    en: 'The password was changed after the report and old sessions were revoked.',
  },
  quietDays: 30,
  probe: { how: 'none', times: 0, apartMinutes: 0 },
  rhythm: 'at_once',
});
