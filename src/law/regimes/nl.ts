/** National list of the Netherlands: Sanctieregeling terrorisme 2007-II. */
import { regime } from '../regime.ts';

const rule = { law: 'Sanctieregeling terrorisme 2007-II', url: 'https://wetten.overheid.nl/BWBR0022946/' } as const;
const finance = { nl: 'Ministerie van Financiën', en: 'Dutch Ministry of Finance' };

export default regime({
  id: 'nl',
  title: { nl: 'Nationale sanctielijst terrorisme', en: 'Dutch national terrorism list' },
  basis: { ...rule, article: '2', mark: 'memory' },
  inForce: { from: '2007-11-01' },
  binds: true,
  freeze: [
    {
      does: {
        nl: 'Bevries alle middelen en verricht geen diensten meer. Een vooruitbetaald saldo wordt bevroren, niet verbeurd.',
        en: 'Freeze all means and supply no more services. A prepaid balance is frozen, not forfeited.',
      },
      basis: { ...rule, article: '2', mark: 'memory' },
    },
  ],
  report: [
    {
      does: { nl: 'Meld de bevriezing, meteen.', en: 'Report the freeze, at once.' },
      basis: { ...rule, article: '2', mark: 'memory' },
      to: finance,
    },
  ],
  derogation: [
    {
      does: { nl: 'Vraag ontheffing.', en: 'Ask leave.' },
      basis: { ...rule, article: '4', mark: 'memory' },
      to: { nl: 'Ministerie van Buitenlandse Zaken', en: 'Dutch Ministry of Foreign Affairs' },
    },
  ],
});
