/** Terrorist content: removed or disabled in all Member States within one hour of receipt. The hour begins anew where the impossibility ends (3(7)) or the clarification arrives (3(8)); nothing else pauses it. */
import { clock } from '../clock.ts';

export default clock({
  id: 'clk-tco-1h',
  title: { nl: 'Verwijderingsbevel terrorisme: binnen één uur', en: 'Terrorist content order: within one hour' },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '3(3)',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'verified',
  },
  inForce: { from: '2022-06-07' },
  startsAt: 'order.received',
  stopsAt: 'content.inaccessible',
  pausesOn: [
    { article: '3(7)', from: 'impossibility.told', until: 'impossibility.ended', anew: true },
    { article: '3(8)', from: 'clarification.asked', until: 'clarification.received', anew: true },
  ],
  runs: { unit: 'hours', count: 1 },
  warnsAt: [1 / 6, 25 / 60, 40 / 60],
  statutory: true,
});
