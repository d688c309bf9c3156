/** The abuse mailbox in the RIPE database is validated every year. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-ripe',
  title: {
    nl: 'Jaarlijkse controle van het misbruikadres bij RIPE',
    en: 'Yearly validation of the abuse mailbox at RIPE',
  },
  basis: {
    law: 'RIPE policy ripe-705',
    url: 'https://www.ripe.net/publications/docs/ripe-705/',
    mark: 'verified',
  },
  inForce: { from: '2018-06-01' },
  startsAt: 'mailbox.validated',
  stopsAt: 'mailbox.validated_again',
  pausesOn: [],
  runs: { unit: 'months', count: 12, onRestDay: 'stays' },
  warnsAt: [0.92],
  statutory: false,
});
