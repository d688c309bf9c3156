/** Registration data of domain names. */
import { duty } from '../duty.ts';

export default duty({
  id: 'cbw-domains',
  title: { nl: 'Registratiegegevens van domeinnamen', en: 'Registration data of domain names' },
  basis: {
    law: 'Cyberbeveiligingswet (Stb. 2026, 187)',
    article: '44, 47, 49, 50',
    url: 'https://wetten.overheid.nl/BWBR0052872',
    mark: 'verified',
  },
  inForce: { from: '2026-08-15' },
  anyOf: ['domain_registration'],
  says: {
    nl: 'Vier velden, gecontroleerd; op gemotiveerd verzoek binnen 72 uur antwoorden. Ook voor resellers.',
    en: 'Four fields, verified; answer a reasoned request within 72 hours. Resellers too.',
  },
  clocks: ['clk-cbw-44', 'clk-cbw-47', 'clk-cbw-50'],
});
