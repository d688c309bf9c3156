/** Sanctions of the United States: they do not bind here; banks and upstreams ask for them. */
import { regime } from '../regime.ts';

const house = { law: 'OFAC regulations, 31 CFR ch. V', mark: 'house' } as const;

export default regime({
  id: 'us',
  title: { nl: 'Sancties van de Verenigde Staten', en: 'Sanctions of the United States' },
  basis: house,
  inForce: { from: '1977-12-28' },
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
