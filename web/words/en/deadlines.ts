/** Deadlines. */
import type { deadlines as nl } from '../nl/deadlines.ts';

export const deadlines = {
  'deadlines.title': 'Deadlines',
  'deadlines.lead': 'Every running clock, the first on top. Statutory clocks never stop for weekends or working hours.',
  'deadlines.col.clock': 'Clock',
  'deadlines.col.case': 'Case',
  'deadlines.col.due': 'Due',
  'deadlines.col.left': 'Left',
  'deadlines.col.basis': 'Basis',
  'deadlines.empty': 'No clock is running.',
  'deadlines.empty.text': 'Clocks start at delivery and by acts on a case.',
} as const satisfies Record<keyof typeof nl, string>;
