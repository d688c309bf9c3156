/** Course of action: botnet command server. */
import { action } from '../action.ts';

export default action({
  id: 'c2',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Commandoserver van een botnet', en: 'Botnet command server' },
  what: {
    nl: 'Deze server stuurt besmette computers van anderen aan. Zolang hij draait, gaan diefstal en aanvallen door, dus wij wachten niet op de klant.',
    en: 'This server steers infected computers of others. As long as it runs, theft and attacks go on, so we do not wait for the customer.',
  },
  rsit: 'malicious-code:c2-server',
  factors: { activity: 4, speed: 3, harm: 3 },
  lane: null,
  look: { count: 1, unit: 'hours', from: 'B' },
  customer: null,
  host: { count: 4, unit: 'hours', from: 'B' },
  stepsForCustomer: [
    {
      do: {
        nl: 'Uw server is van het net gehaald. Verander er niets aan en bouw hem niet opnieuw op voordat wij u dat zeggen; er ligt een kopie van de schijf.',
        en: 'Your server was taken off the net. Change nothing on it and do not rebuild it before we tell you; a copy of the disk is kept.',
      },
    },
    {
      do: {
        nl: 'Bent u het er niet mee eens? Zeg wat op deze poort draait, sinds wanneer en voor wie, en stuur de instellingen of logregels die dat laten zien.',
        en: 'Do you disagree? Say what runs on this port, since when and for whom, and send the settings or log lines that show it.',
      },
    },
    {
      do: {
        nl: 'Is uw server gehackt? Zeg wanneer u voor het laatst zelf inlogde en wie nog meer toegang heeft.',
        en: 'Was your server hacked? Say when you last logged in yourself and who else has access.',
      },
    },
    {
      do: {
        nl: 'Na de vrijgave: bouw de server opnieuw op vanaf een schoon image en gebruik nieuwe sleutels en wachtwoorden.',
        en: 'After release: rebuild the server from a clean image and use new keys and passwords.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Controleer eerst: klopt adres, poort en tijd met uw flowgegevens, en is het geen sinkhole of onderzoeksserver?',
        en: 'Check first: do address, port and time match your flow data, and is it not a sinkhole or research server?',
      },
    },
    {
      do: {
        nl: 'Vraag politie of nationaal CERT of de server onder toezicht staat als daar een aanwijzing voor is. Dan beslist hun belang over het moment.',
        en: 'Ask police or the national CERT whether the server is being watched where there is a sign of that. Then their interest decides the moment.',
      },
    },
    {
      do: {
        nl: 'Leg vast vóór u uitschakelt: kopie van schijf en geheugen en de flowgegevens van de laatste dagen.',
        en: 'Secure before you switch off: a copy of disk and memory and the flow data of the last days.',
      },
      command: 'virsh snapshot-create-as VM before-takedown && virsh dump VM /secure/VM.core --memory-only --live',
    },
    {
      do: {
        nl: 'Zet de server van het net: null-route het adres of stop de VM.',
        en: 'Take the server off the net: null-route the address or stop the VM.',
      },
      command: 'ip route add blackhole 203.0.113.10/32',
    },
    {
      do: {
        nl: 'Doe de klantcontrole opnieuw en zoek zusterservers: zelfde klant, betaler, SSH-sleutel, image of certificaat.',
        en: 'Repeat the customer check and look for sister servers: same customer, payer, SSH key, image or certificate.',
      },
    },
    {
      do: {
        nl: 'Geef het adres niet opnieuw uit voordat de slachtoffers er 30 dagen niet meer naar zoeken.',
        en: 'Do not hand out the address again before victims have stopped looking for it for 30 days.',
      },
    },
  ],
  fixedWhen: {
    nl: 'De poort en het kenmerk van de server (bijvoorbeeld JARM) zijn 72 uur weg en de server staat niet opnieuw op een lijst.',
    en: 'The port and the fingerprint of the server (for example JARM) are gone for 72 hours and the server is not listed again.',
  },
  quietDays: 3,
  probe: { how: 'tcp_connect', times: 3, apartMinutes: 720 },
  rhythm: 'at_once',
});
