/** Clocks as a page shows them: the one that counts large and first, the others as lines below each other. */
import type { ReactNode } from 'react';
import type { Words } from '#kernel';
import { useReading } from '../desk/context.tsx';
import { useNow } from '../desk/now.ts';
import { apart, dueTime, instant } from '../show.ts';
import { Icon } from './icons.tsx';
import { ClockChip, clockLook, When } from './parts.tsx';

/** What is left in large type, until when, and how much of the term is used; both moments are RFC 3339. */
export function BigClock({
  name,
  from,
  due,
  paused = false,
  children,
}: {
  readonly name: string;
  readonly from: string;
  readonly due: string;
  readonly paused?: boolean;
  /** What belongs to the clock: when it was received and read, by which rule it runs. */
  readonly children?: ReactNode;
}) {
  const { t, language, zone } = useReading();
  const now = useNow();
  const [starts, ends] = [instant(from), instant(due)];
  const look = paused ? 'paused' : clockLook(now, ends);
  const whole = starts.until(ends).total('seconds');
  const used = whole > 0 ? Math.min(1, Math.max(0, starts.until(now).total('seconds') / whole)) : 1;
  const left = apart(now, ends, language);
  return (
    <section className="big-clock" data-state={look} aria-label={t('parts.clock.of', { name })}>
      <p className="big-name">{name}</p>
      <p className="big-left">
        <Icon name="clock" size={30} />
        {paused ? t('clock.paused') : look === 'late' ? t('clock.late', { time: left }) : left}
      </p>
      <p className="big-until">
        {t('parts.clock.until')} <time dateTime={due}>{dueTime(ends, zone, language)}</time>
      </p>
      {paused ? null : (
        <p className="big-bar">
          <span aria-hidden="true">
            <i style={{ inlineSize: `${(used * 100).toFixed(1)}%` }} />
          </span>
          <small>{t('parts.clock.used', { n: Math.floor(used * 100) })}</small>
        </p>
      )}
      {children ? <div className="big-more">{children}</div> : null}
    </section>
  );
}

export interface LineOfClock {
  readonly id: string;
  readonly title: Words;
  readonly due_at: string;
  readonly state: string;
  /** Where the term stands in the law, as people cite it. */
  readonly basis?: string | undefined;
}

/** One line for each clock: what is left or how it ended, its name, the moment, the rule. */
export function ClockLines({ of }: { readonly of: readonly LineOfClock[] }) {
  const { t, w, code } = useReading();
  if (of.length === 0) return <p className="faint">{t('parts.clock.none')}</p>;
  return (
    <ul className="clock-lines">
      {of.map((c) => (
        <li key={c.id}>
          {c.state === 'running' || c.state === 'breached' ? (
            <ClockChip due={c.due_at} />
          ) : (
            <span className="chip" data-tone={c.state === 'met' ? 'good' : undefined}>
              {t(c.state === 'met' ? 'clock.met' : c.state === 'paused' ? 'clock.paused' : 'clock.void')}
            </span>
          )}
          <span>
            <b>{w(c.title)}</b>
            <span className="faint small">
              <When at={c.due_at} relative={false} zone />
              {c.basis ? <> · {code('basis', c.basis)}</> : null}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
