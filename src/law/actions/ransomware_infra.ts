/** Course of action: ransomware infrastructure. */
import { action } from '../action.ts';

export default action({
  id: 'ransomware_infra',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Infrastructuur van gijzelsoftware', en: 'Ransomware infrastructure' },
  what: {
    nl: 'Deze server zou gestolen gegevens van slachtoffers bewaren, publiceren of over losgeld onderhandelen. Er loopt mogelijk een politieonderzoek; handel samen met hen.',
    en: "This server is said to store or publish victims' stolen data or to negotiate ransom. There may be a police investigation; act together with them.",
  },
  rsit: 'malicious-code:c2-server',
  factors: { activity: 4, speed: 3, harm: 3 },
  lane: null,
  look: { count: 1, unit: 'hours', from: 'B' },
  customer: null,
  host: { count: 4, unit: 'hours', from: 'B' },
  stepsForCustomer: [],
  stepsForHost: [
    {
      do: {
        nl: 'Bel eerst de politie (cybercrimeteam) of het NCSC. Vraag: eerst kijken of direct uit? Leg hun antwoord vast met naam en tijd.',
        en: 'First call the police (cybercrime team) or the NCSC. Ask: watch first or off at once? Record their answer with name and time.',
      },
    },
    {
      do: {
        nl: 'Maak een volledige kopie van schijf en geheugen en bereken de hash. Op de schijf kan de sleutel van slachtoffers staan.',
        en: "Make a full copy of disk and memory and compute the hash. The victims' keys may be on the disk.",
      },
      command: 'sha256sum /secure/VM.img > /secure/VM.img.sha256',
    },
    {
      do: {
        nl: 'Bewaar flow- en inloggegevens van minstens 30 dagen en de gegevens over klant en betaling.',
        en: 'Keep flow and log-in data of at least 30 days and the data about customer and payment.',
      },
    },
    {
      do: {
        nl: 'Isoleer de server: geen verkeer in of uit, wel laten draaien als het geheugen nog nodig is.',
        en: 'Isolate the server: no traffic in or out, but leave it running if the memory is still needed.',
      },
    },
    {
      do: {
        nl: 'Kijk niet in de gestolen gegevens. Staan er gegevens van herkenbare slachtoffers, laat politie of NCSC hen waarschuwen.',
        en: 'Do not look into the stolen data. If data of recognisable victims are there, let police or NCSC warn them.',
      },
    },
    {
      do: {
        nl: 'Schrijf de klant pas na overleg met de politie.',
        en: 'Write to the customer only after consulting the police.',
      },
    },
  ],
  fixedWhen: {
    nl: 'De autoriteit is akkoord en de dienst is van buiten onbereikbaar.',
    en: 'The authority agrees and the service is unreachable from outside.',
  },
  quietDays: 14,
  probe: { how: 'tcp_connect', times: 3, apartMinutes: 720 },
  rhythm: 'at_once',
});
