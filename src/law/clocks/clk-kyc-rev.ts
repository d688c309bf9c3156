/** A party is looked at again after the time its risk asks for. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-kyc-rev',
  title: { nl: 'Herbeoordeling van een klant', en: 'Review of a customer' },
  basis: {
    law: 'house rule',
    article: 'policy on knowing the customer',
    mark: 'house',
  },
  inForce: { from: '2026-01-01' },
  startsAt: 'party.reviewed',
  stopsAt: 'party.reviewed_again',
  pausesOn: [],
  runs: { unit: 'given' },
  warnsAt: [0.9],
  statutory: false,
});
