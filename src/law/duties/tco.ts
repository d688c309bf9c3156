/** Terrorist content: one hour. */
import { duty } from '../duty.ts';

export default duty({
  id: 'tco',
  title: { nl: 'Terroristisch materiaal: één uur', en: 'Terrorist content: one hour' },
  basis: {
    law: 'Regulation (EU) 2021/784',
    article: '1(2), 3',
    url: 'https://eur-lex.europa.eu/eli/reg/2021/784/oj',
    mark: 'verified',
  },
  inForce: { from: '2022-06-07' },
  classes: ['hosting', 'online_platform'],
  anyOf: ['public_sites', 'public_dissemination'],
  says: {
    nl: 'Binnen een uur na ontvangst van een bevel verwijderen of blokkeren, in alle lidstaten; zes maanden bewaren.',
    en: 'Remove or disable within an hour of receipt of an order, in all Member States; preserve for six months.',
  },
  clocks: ['clk-tco-1h', 'clk-tco-a2', 'clk-tco-a3', 'clk-tco-6m'],
});
