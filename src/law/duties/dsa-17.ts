/** Statement of reasons for each restriction. */
import { duty } from '../duty.ts';

export default duty({
  id: 'dsa-17',
  title: { nl: 'Motivering van elke beperking', en: 'Statement of reasons for each restriction' },
  basis: {
    law: 'Regulation (EU) 2022/2065 (DSA)',
    article: '17',
    url: 'https://eur-lex.europa.eu/eli/reg/2022/2065/oj',
    mark: 'verified',
  },
  inForce: { from: '2024-02-17' },
  classes: ['hosting', 'online_platform'],
  says: {
    nl: 'Uiterlijk op de dag van de beperking, met alle velden van lid 3.',
    en: 'At the latest on the day of the restriction, with all fields of paragraph 3.',
  },
  clocks: ['clk-17'],
});
