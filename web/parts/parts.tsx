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

const paths = {
  inbox: 'M3 12h4l2 3h6l2-3h4M5.5 5h13L21 12v7H3v-7z',
  hand: 'M4 5h16v11H9l-5 4z M8 9h8 M8 12h5',
  teach: 'M4 20l4-1L19 8l-3-3L5 16z M14 7l3 3 M4 20h16',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.6-3.6 3.2-5.5 6.500-5.500s5.900 1.900 6.500 5.500M16 4.500a3.500 3.500 0 0 1 0 6.500M18 15c2 .6 3.200 2.300 3.500 5',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.500 2',
  letter: 'M3 6h18v12H3zM3 7l9 6.500L21 7',
  import: 'M12 3v11M7.500 10 12 14.500 16.500 10M4 17v3h16v-3',
  book: 'M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11',
  channel: 'M4 7h9M4 12h6M4 17h9M14 12h7M17 8l4 4-4 4',
  voice: 'M4 10v4h4l6 5V5L8 10zM17 9a4 4 0 0 1 0 6M19.500 6.500a8 8 0 0 1 0 11',
  seal: 'M12 3l2.500 2 3.200-.3.600 3.100 2.500 2-1.600 2.700.6 3.200-3.100.9-1.500 2.900-3.200-1.100-3.200 1.100-1.500-2.900-3.100-.9.6-3.200L3.200 9.800l2.500-2 .6-3.100 3.200.3zM9 12l2 2 4-4',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 20a2 2 0 0 0 4 0',
  shield: 'M12 3l8 3v6c0 4.500-3.200 7.700-8 9-4.800-1.300-8-4.500-8-9V6zM8.500 12l2.500 2.500 4.500-4.500',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4.500 4.500',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  close: 'M6 6l12 12M18 6 6 18',
  where:
    'M12 21s7-6.200 7-11.500A7 7 0 0 0 5 9.500C5 14.800 12 21 12 21zM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z',
  rules: 'M4 6h10M4 12h10M4 18h10M18 5v14M15.500 16.500 18 19l2.500-2.500',
  brush: 'M14 4l6 6-8 8-6-6zM6 12l-2 8 8-2',
  chart: 'M4 20V4M4 20h16M8 16v-4M12 16V8M16 16v-6',
  back: 'M15 5l-7 7 7 7',
  ledger:
    'M4 6c0-1.700 3.600-3 8-3s8 1.300 8 3-3.600 3-8 3-8-1.300-8-3zM4 6v12c0 1.700 3.600 3 8 3s8-1.300 8-3V6M4 12c0 1.700 3.600 3 8 3s8-1.300 8-3',
  columns: 'M4 4h16v16H4zM4 9h16M10 9v11M15 9v11',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
} as const;
export type IconName = keyof typeof paths;

/** A drawing beside words, never instead of them. */
export function Icon({ name, size = 17 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} strokeWidth={name === 'more' ? 3 : 1.8} />
    </svg>
  );
}
