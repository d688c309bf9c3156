/** Sanctions of the United Kingdom: they do not bind here; banks and upstreams ask for them. */
import { regime } from '../regime.ts';

const house = { law: 'Sanctions and Anti-Money Laundering Act 2018', mark: 'house' } as const;

export default regime({
  id: 'uk',
  title: { nl: 'Sancties van het Verenigd Koninkrijk', en: 'Sanctions of the United Kingdom' },
  basis: house,
  inForce: { from: '2018-05-23' },
  binds: false,
  freeze: [
    {
      does: {
        nl: 'Niets is verplicht. Kijk of de partij ook op een lijst staat die bindt, en wat uw bank of leverancier eist.',
        en: 'Nothing is required. See whether the party is on a list that binds too, and what your bank or supplier asks.',
      },
      basis: house,
    },
  ],
  report: [],
  derogation: [],
});
