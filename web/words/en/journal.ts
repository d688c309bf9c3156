/** The journal. */
import type { journal as nl } from '../nl/journal.ts';

export const journal = {
  'journal.title': 'Journal',
  'journal.lead': 'Everything that was done, in a chain that cannot be changed and yet can forget.',
  'journal.ok': 'The chain holds up to line {n}.',
  'journal.broken': 'The chain does not hold. Let nobody change anything and warn the administrator.',
  'journal.verify': 'Verify now',
  'journal.col.no': 'No.',
  'journal.col.at': 'When',
  'journal.col.who': 'Who',
  'journal.col.act': 'What',
  'journal.col.about': 'About',
  'journal.erased': 'erased under rule {rule} on {time}',
  'journal.empty': 'Nothing done yet.',
  'journal.empty.text': 'Every act comes to stand here.',
  'journal.engine': 'the program',
  'journal.detail': 'Content',
} as const satisfies Record<keyof typeof nl, string>;
