/** Small parts every screen shares: bands, states, clocks, times, harmless values, empty and loading states. */
import { type ReactNode, useEffect, useState } from 'react';
import { Problem } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { useNow } from '../desk/now.ts';
import {
  apart,
  apartInList,
  bandSigns,
  compactTime,
  dueTime,
  harmless,
  harmlessText,
  instant,
  isNear,
} from '../show.ts';
import { isKnown } from '../words/codes.ts';
import type { Key } from '../words/words.ts';
import { Dialog } from './dialog.tsx';
import { Icon } from './icons.tsx';
import { toast } from './toasts.tsx';

export function Band({
  band,
  label,
  onPress,
}: {
  readonly band: number;
  readonly label?: string;
  readonly onPress?: () => void;
}) {
  const inner = (
    <>
      <i aria-hidden="true">{bandSigns[band]}</i>P{band}
    </>
  );
  return onPress ? (
    <button
      type="button"
      className="band"
      data-band={band}
      aria-label={label}
      aria-haspopup="dialog"
      onClick={onPress}
      tabIndex={-1}
    >
      {inner}
    </button>
  ) : (
    <span className="band" data-band={band}>
      {inner}
    </span>
  );
}

const tones: Readonly<Record<string, string>> = {
  new: 'accent',
  answered: 'care',
  restricted: 'alarm',
  resolved: 'good',
  breached: 'alarm',
  failed: 'alarm',
  bounced: 'alarm',
  stopped: 'care',
  queued: 'accent',
  sent: 'good',
  delivered: 'good',
  suspended: 'care',
  erased: 'alarm',
};

/** A state as a word on a quiet ground; unknown states of a newer server are shown as they are. */
export function StateChip({
  state,
  family = 'state',
}: {
  readonly state: string;
  readonly family?: 'state' | 'letters' | 'party.state';
}) {
  const { t } = useReading();
  const words: Readonly<Record<string, () => string>> = {
    state: () => t(`state.${state}` as Key),
    letters: () => t(`letters.${state}` as Key),
    'party.state': () => t(`party.state.${state}` as Key),
  };
  let text = state;
  try {
    text = words[family]?.() ?? state;
  } catch {
    // the word is not in the catalogue: the state itself is clearer than nothing
  }
  return (
    <span className="chip" data-tone={tones[state]}>
      {text}
    </span>
  );
}

/** Absolute first; relative in brackets, only within a week. */
export function When({
  at,
  relative = true,
  zone: withZone = false,
}: {
  readonly at: string;
  readonly relative?: boolean;
  readonly zone?: boolean;
}) {
  const { language, zone, t } = useReading();
  const now = useNow();
  const then = instant(at);
  const text = compactTime(then, zone, language, withZone);
  const far = !relative || !isNear(then, now);
  const past = Temporal.Instant.compare(then, now) <= 0;
  // The clock of the screen ticks in steps: within a minute there is no before and after.
  const justNow = Math.abs(now.until(then).total('seconds')) < 60;
  return (
    <time dateTime={at}>
      {text}
      {far ? null : (
        <span className="faint">
          {' '}
          ({justNow ? t('time.now') : t(past ? 'time.ago' : 'time.in', { time: apart(now, then, language) })})
        </span>
      )}
    </time>
  );
}

/** A span of the ledger: open ends are said in words. */
export function Span({ from, until }: { readonly from: string | null; readonly until: string | null }) {
  const { language, zone, t } = useReading();
  const shown = (at: string) => compactTime(instant(at), zone, language, false);
  if (from && until) return `${shown(from)} – ${shown(until)}`;
  if (from) return t('party.since', { time: shown(from) });
  return until ? t('party.until', { time: shown(until) }) : t('party.always');
}

export { Icon, type IconName } from './icons.tsx';

export type ClockLook = 'calm' | 'soon' | 'late' | 'met';

/** How a running clock looks: late, within its last quarter or four hours, or calm. */
export function clockLook(now: Temporal.Instant, due: Temporal.Instant): ClockLook {
  const hours = now.until(due).total('hours');
  return hours < 0 ? 'late' : hours < 4 ? 'soon' : 'calm';
}

/** `⏳ 3 u 12 min`, or `! 2 u te laat`: what is left, with its name behind it. */
export function ClockChip({
  due,
  name,
  full = false,
}: {
  readonly due: string;
  readonly name?: string | undefined;
  readonly full?: boolean;
}) {
  const { language, zone, t } = useReading();
  const now = useNow();
  const at = instant(due);
  const look = clockLook(now, at);
  const time = apartInList(now, at, language);
  return (
    <span className="clock" data-state={look}>
      <i aria-hidden="true">{look === 'late' ? '!' : <Icon name="clock" size={13} />}</i>
      <b>{look === 'late' ? t('clock.late', { time }) : time}</b>
      {full ? <small>{dueTime(at, zone, language)}</small> : null}
      {name ? <small>{name}</small> : null}
    </span>
  );
}

const askedKey = 'bezem.copy';

/** A value that may be dangerous: shown harmless, copied for real only after one warning per session. */
export function Value({ value, copy = true }: { readonly value: string; readonly copy?: boolean }) {
  const { t } = useReading();
  const [asking, setAsking] = useState(false);
  const put = async () => {
    sessionStorage.setItem(askedKey, 'yes');
    setAsking(false);
    await navigator.clipboard?.writeText(value).then(
      () => toast({ text: t('app.copied') }),
      () => toast({ text: value }),
    );
  };
  const shown = harmless(value);
  return (
    <>
      <span className="value">{shown}</span>
      {copy ? (
        <button
          type="button"
          className="copy"
          aria-label={`${t('app.copy')}: ${shown}`}
          title={t('app.copy')}
          onClick={() => (shown === value || sessionStorage.getItem(askedKey) ? void put() : setAsking(true))}
        >
          <Icon name="copy" size={14} />
        </button>
      ) : null}
      <Dialog
        title={t('app.copy.title')}
        open={asking}
        onClose={() => setAsking(false)}
        actions={
          <button type="button" className="button main" onClick={() => void put()}>
            {t('app.copy.yes')}
          </button>
        }
      >
        <p>{t('app.copy.text')}</p>
        <p className="value">{shown}</p>
      </Dialog>
    </>
  );
}

/**
 * What a reader could not use, in the language of the screen. The reader's own words follow where they name a value;
 * of a problem this screen does not know they are all there is, and are marked as such.
 */
export function ProblemText({ p }: { readonly p: { readonly code: string; readonly message: string } }) {
  const { t, code, language } = useReading();
  if (!isKnown('problem', p.code))
    return (
      <span lang="en" title={p.code}>
        {language === 'en' ? p.message : t('problem.said', { text: p.message })}
      </span>
    );
  const value = /: (.+)$/s.exec(p.message)?.[1];
  return (
    <span title={p.code}>
      {code('problem', p.code)}
      {value ? (
        <span className="faint small" lang="en">
          {' '}
          {harmlessText(value)}
        </span>
      ) : null}
    </span>
  );
}

export function Empty({
  sign = '✓',
  title,
  children,
}: {
  readonly sign?: string;
  readonly title: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="empty">
      <span className="sign" aria-hidden="true">
        {sign}
      </span>
      <strong>{title}</strong>
      {children}
    </div>
  );
}

/** Bars after 300 ms; after ten seconds the time that went by is said. */
export function Loading() {
  const { t } = useReading();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((s) => s + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="skeleton" role="status">
      <span className="unseen">{t('app.loading')}</span>
      {[1, 2, 3, 4, 5, 6].map((n) => (
        <i key={n} />
      ))}
      {seconds >= 10 ? (
        <span className="faint">
          {t('app.loading')} · {seconds} s
        </span>
      ) : null}
    </div>
  );
}

export function Failed({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const { t } = useReading();
  return (
    <div role="alert">
      <Empty sign="!" title={error instanceof Problem ? error.message : t('app.fault')}>
        {retry ? (
          <button type="button" className="button" onClick={retry}>
            {t('app.retry')}
          </button>
        ) : null}
      </Empty>
    </div>
  );
}

/** A part of a page with its heading. */
export function Panel({
  title,
  aside,
  children,
  id,
}: {
  readonly title: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly id?: string;
}) {
  return (
    <section className="panel" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      <div className="in">{children}</div>
    </section>
  );
}

export function Field({
  label,
  hint,
  wrong,
  children,
}: {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly wrong?: string | undefined;
  readonly children: (id: string, described: string | undefined) => ReactNode;
}) {
  const id = `f-${label.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
  const described = hint || wrong ? `${id}-more` : undefined;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id, described)}
      {wrong ? (
        <span className="wrong" id={described}>
          {wrong}
        </span>
      ) : hint ? (
        <span className="hint" id={described}>
          {hint}
        </span>
      ) : null}
    </div>
  );
}
