/** Sanctions of the UN Security Council, binding here through regulations of the Union and the Sanctiewet 1977. */
import { regime } from '../regime.ts';

const act = { law: 'Sanctiewet 1977', url: 'https://wetten.overheid.nl/BWBR0003296/' } as const;
const finance = { nl: 'Ministerie van Financiën', en: 'Dutch Ministry of Finance' };

export default regime({
  id: 'un',
  title: { nl: 'Sancties van de VN-Veiligheidsraad', en: 'Sanctions of the UN Security Council' },
  basis: { ...act, article: '2', mark: 'memory' },
  inForce: { from: '1980-06-26' },
  binds: true,
  freeze: [
    {
      does: {
        nl: 'Bevries zoals bij een plaatsing op de EU-lijst; een nieuwe VN-plaatsing gaat daaraan soms enkele dagen vooraf.',
        en: 'Freeze as for a listing by the Union; a new UN listing may come some days before it.',
      },
      basis: { ...act, article: '2', mark: 'memory' },
    },
  ],
  report: [
    {
      does: { nl: 'Meld de bevriezing, meteen.', en: 'Report the freeze, at once.' },
      basis: { ...act, article: '10b', mark: 'memory' },
      to: finance,
    },
  ],
  derogation: [
    {
      does: {
        nl: 'Vraag ontheffing; het comité van de Veiligheidsraad beslist mee.',
        en: 'Ask leave; the committee of the Security Council decides too.',
      },
      basis: { ...act, article: '9', mark: 'memory' },
      to: finance,
    },
  ],
});
