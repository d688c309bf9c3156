/** Course of action: infected or compromised computer. */
import { action } from '../action.ts';

export default action({
  id: 'infected_host',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Besmette of gehackte computer', en: 'Infected or compromised computer' },
  what: {
    nl: 'Een computer of server achter dit adres zocht contact met een server die voor besmette machines is ingericht. Iemand anders kan er waarschijnlijk op meekijken.',
    en: 'A computer or server behind this address contacted a server set up for infected machines. Someone else can probably control it.',
  },
  rsit: 'malicious-code:infected-system',
  factors: { activity: 4, speed: 2, harm: 2 },
  lane: null,
  firstByItself: true,
  look: { count: 1, unit: 'working_days', from: 'B' },
  customer: { count: 72, unit: 'hours', from: 'B' },
  host: { count: 7, unit: 'days', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Zoek de machine met tijd, bronpoort en bestemming uit deze brief. Zitten er meer achter dit adres, kijk dan in het log van uw router of firewall.',
        en: 'Find the machine with the time, source port and destination in this letter. If there are several behind this address, look in the log of your router or firewall.',
      },
    },
    {
      do: {
        nl: 'Haal haar van het netwerk, maar zet haar nog niet uit als u wilt weten wat er gebeurde.',
        en: 'Take it off the network, but do not switch it off yet if you want to know what happened.',
      },
    },
    {
      do: {
        nl: 'Controleer een computer met een scanner die buiten het besturingssysteem start. Kijk op een server naar processen en verbindingen.',
        en: 'Check a computer with a scanner that starts outside the operating system. On a server look at processes and connections.',
      },
      command: 'ss -tunap; ps auxf; last -a | head -20',
    },
    {
      do: {
        nl: 'Bouw een server of een besmette computer opnieuw op. Opschonen laat vaak een achterdeur staan.',
        en: 'Rebuild a server or an infected computer. Cleaning often leaves a back door.',
      },
    },
    {
      do: {
        nl: 'Vervang vanaf een andere, schone machine alle wachtwoorden en sleutels die erop stonden of erop zijn ingetypt.',
        en: 'From another, clean machine, replace all passwords and keys that were stored or typed on it.',
      },
    },
    {
      do: {
        nl: 'Controleer uw reservekopieën: kies er een van vóór de eerste waarneming en koppel ze daarna los van het netwerk.',
        en: 'Check your backups: choose one from before the first sighting, and afterwards keep them disconnected from the network.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Geef door: naam van de malware, tijd in UTC, bronpoort en bestemming. Zonder die vier vindt de klant achter NAT niets.',
        en: 'Pass on: name of the malware, time in UTC, source port and destination. Without these four the customer finds nothing behind NAT.',
      },
    },
    {
      do: {
        nl: 'Deelt u zelf adressen (NAT of CGN)? Zoek dan eerst in uw vertaallog welke aansluiting het was.',
        en: 'Do you share addresses yourself (NAT or CGN)? Then first look up in your translation log which connection it was.',
      },
    },
    {
      do: {
        nl: 'Bied een schoon image of een herstelomgeving aan, en een moment om te helpen bij een zakelijke klant.',
        en: 'Offer a clean image or a rescue environment, and a moment of help to a business customer.',
      },
    },
    {
      do: {
        nl: 'Zet het adres na zeven dagen in quarantaine, met toegang tot updates en scanners.',
        en: 'After seven days put the address in quarantine, with access to updates and scanners.',
      },
    },
  ],
  fixedWhen: {
    nl: 'Zeven dagen geen contact meer met de sinkhole.',
    en: 'Seven days without contact with the sinkhole.',
  },
  quietDays: 7,
  probe: { how: 'none', times: 0, apartMinutes: 0 },
  rhythm: 'at_once',
});
