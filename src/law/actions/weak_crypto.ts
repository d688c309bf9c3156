/** Course of action: weak encryption. */
import { action } from '../action.ts';

export default action({
  id: 'weak_crypto',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Zwakke versleuteling', en: 'Weak encryption' },
  what: {
    nl: 'Deze server staat verouderde versleuteling toe (zoals SSLv3 of EXPORT-sleutels). Het gevaar is vooral voor uw eigen bezoekers.',
    en: 'This server allows outdated encryption (such as SSLv3 or EXPORT keys). The risk is mainly for your own visitors.',
  },
  rsit: 'vulnerable:weak-crypto',
  factors: { activity: 1, speed: 0, harm: 0 },
  lane: null,
  firstByItself: true,
  look: { count: 7, unit: 'days', from: 'B' },
  customer: null,
  host: null,
  stepsForCustomer: [
    {
      do: { nl: 'Sta alleen TLS 1.2 en 1.3 toe. Voor nginx:', en: 'Allow only TLS 1.2 and 1.3. For nginx:' },
      command: 'ssl_protocols TLSv1.2 TLSv1.3;',
    },
    {
      do: {
        nl: 'Doe hetzelfde in Apache, in de TLS-instelling van de site:',
        en: 'Do the same in Apache, in the TLS settings of the site:',
      },
      command: 'SSLProtocol -all +TLSv1.2 +TLSv1.3',
    },
    {
      do: {
        nl: 'Is het een oud apparaat dat niets nieuwers kan? Zet het achter een VPN of een proxy met goede TLS.',
        en: 'Is it an old device that knows nothing newer? Put it behind a VPN or a proxy with good TLS.',
      },
    },
    {
      do: {
        nl: 'Controleer het resultaat van buiten, bijvoorbeeld op internet.nl of zo:',
        en: 'Check the result from outside, for example on internet.nl or like this:',
      },
      command: 'nmap --script ssl-enum-ciphers -p 443 HOST',
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Neem dit op in het wekelijkse overzicht; een aparte brief is niet nodig.',
        en: 'Put this in the weekly overview; no separate letter is needed.',
      },
    },
    {
      do: {
        nl: 'Herstel het zelf waar u de server beheert (gedeelde hosting, panelen, mail).',
        en: 'Repair it yourself where you manage the server (shared hosting, panels, mail).',
      },
    },
    { do: { nl: 'Zet in nieuwe images alleen TLS 1.2 en 1.3 aan.', en: 'In new images enable TLS 1.2 and 1.3 only.' } },
  ],
  fixedWhen: {
    nl: 'Een nieuwe scan vindt de zwakke versleuteling niet meer.',
    en: 'A new scan no longer finds the weak encryption.',
  },
  quietDays: 14,
  probe: { how: 'tcp_connect', times: 1, apartMinutes: 0 },
  rhythm: 'weekly',
});
