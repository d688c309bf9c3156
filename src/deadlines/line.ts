/** A deadline as screens, API and command line show it: with the words and the basis of its clock. */
import type { Clock } from '#law';
import type { Running } from './deadline.ts';
import type { ClockShape } from './shapes.ts';

/** What is shown of a deadline; the store's own row fits. */
export interface Shown extends Running {
  readonly id: string;
  readonly clock: string;
  readonly subject: string;
  readonly label: string | null;
  readonly endedAt: Temporal.Instant | null;
  readonly breachedAt: Temporal.Instant | null;
  readonly noticedAt: Temporal.Instant | null;
}

/**
 * The line of a deadline. A clock whose file is gone is shown by its id, as of an unknown basis: nothing is made up.
 * @param clock undefined where the law folder no longer has it
 * @param named the case it runs on, where that is what it runs on
 */
export function clockLine(
  d: Shown,
  clock: Clock | undefined,
  named: { readonly id: string; readonly reference: string | null } | null = null,
): ClockShape {
  const basis =
    clock && [clock.basis.law, clock.basis.article && `art. ${clock.basis.article}`].filter(Boolean).join(', ');
  return {
    id: d.id,
    clock: d.clock,
    title: clock?.title ?? { nl: d.clock, en: d.clock },
    subject: d.subject,
    label: d.label,
    case_id: named?.id ?? null,
    case_reference: named?.reference ?? null,
    statutory: clock?.statutory ?? false,
    mark: clock ? (clock.lengthBy ?? clock.basis.mark) : 'memory',
    basis: basis ?? '',
    starts_at: d.startsAt.toString(),
    due_at: d.dueAt.toString(),
    state: d.state,
    ended_at: d.endedAt?.toString() ?? null,
    breached_at: d.breachedAt?.toString() ?? null,
    noticed_at: d.noticedAt?.toString() ?? null,
  };
}
