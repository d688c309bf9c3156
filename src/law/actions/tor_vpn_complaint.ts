/** Course of action: complaint about a Tor exit or VPN. */
import { action } from '../action.ts';

export default action({
  id: 'tor_vpn_complaint',
  version: 1,
  inForce: { from: '2026-01-01' },
  basis: { law: 'house rule', mark: 'house' },
  title: { nl: 'Klacht over een Tor-uitgang of VPN', en: 'Complaint about a Tor exit or VPN' },
  what: {
    nl: 'Iemand klaagt over verkeer dat uit een Tor-uitgang of VPN komt. De houder van de uitgang deed dit niet zelf; anonimiteit op zichzelf is geen misbruik (DSA, overweging 20).',
    en: 'Someone complains about traffic from a Tor exit or VPN. The holder of the exit did not do it; anonymity by itself is no abuse (DSA, recital 20).',
  },
  rsit: 'other:other',
  factors: { activity: 1, speed: 1, harm: 0 },
  lane: null,
  look: { count: 7, unit: 'days', from: 'B' },
  customer: null,
  host: null,
  stepsForCustomer: [
    {
      do: {
        nl: 'Zet een uitlegpagina op het adres en een reverse DNS die zegt dat het een uitgang is.',
        en: 'Put an explaining page on the address and a reverse DNS that says it is an exit.',
      },
    },
    {
      do: {
        nl: 'Beperk de uitgang waar veel klachten over komen; voor Tor bijvoorbeeld geen mail:',
        en: 'Limit what draws many complaints; for Tor for example no mail:',
      },
      command: 'ExitPolicy reject *:25\nExitPolicy reject *:465\nExitPolicy reject *:587',
    },
    {
      do: {
        nl: 'Houd een werkend e-mailadres voor klachten bij (ContactInfo) en antwoord met uw standaardtekst.',
        en: 'Keep a working address for complaints (ContactInfo) and answer with your standard text.',
      },
    },
  ],
  stepsForHost: [
    {
      do: {
        nl: 'Controleer of het adres echt een uitgang is, op het moment van de klacht.',
        en: 'Check that the address really is an exit, at the moment of the complaint.',
      },
    },
    {
      do: {
        nl: 'Stuur de melder het standaardantwoord: wat Tor of een VPN is, en dat er geen gebruiker bekend is.',
        en: "Send the notifier the standard answer: what Tor or a VPN is, and that nobody's identity is known.",
      },
    },
    {
      do: {
        nl: 'Tel deze klachten niet mee als misbruik door de klant.',
        en: 'Do not count these complaints as abuse by the customer.',
      },
    },
  ],
  fixedWhen: { nl: 'De melder heeft antwoord gehad.', en: 'The notifier has had an answer.' },
  quietDays: 7,
  probe: { how: 'none', times: 0, apartMinutes: 0 },
  rhythm: 'weekly',
});
