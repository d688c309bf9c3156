/** How facts stand on a page: pairs of a word and a value, a list that is ticked off, and what happened in order. */
import { type ReactNode, useState } from 'react';
import { useReading } from '../desk/context.tsx';
import { Icon } from './icons.tsx';
import { When } from './parts.tsx';

export type Fact = readonly [word: ReactNode, value: ReactNode];
const said = (value: ReactNode) => value !== null && value !== undefined && value !== false && value !== '';

/** Words and their values as a definition list; a pair without a value is left out. */
export function Facts({ of, stacked = false }: { readonly of: readonly Fact[]; readonly stacked?: boolean }) {
  const shown = of.filter(([, value]) => said(value));
  if (shown.length === 0) return null;
  return (
    <dl className={`facts${stacked ? ' stacked' : ''}`}>
      {shown.map(([word, value], i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: facts have no name of their own, and their order is the page's
        <div key={i}>
          <dt>{word}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** `now` is what is to be done next; `no` may not be done, `free` need not be. */
export type TickState = 'done' | 'now' | 'open' | 'free' | 'no';
export interface Tick {
  readonly id: string;
  readonly state: TickState;
  readonly text: ReactNode;
  /** What stands behind it: when, by whom, why not. */
  readonly more?: ReactNode;
}

/** A list as it is ticked off: the sign says where each line stands, in words for those who do not see it. */
export function Checklist({ of, numbered = false }: { readonly of: readonly Tick[]; readonly numbered?: boolean }) {
  const { t } = useReading();
  return (
    <ol className="ticks">
      {of.map((x, i) => (
        <li key={x.id} data-state={x.state}>
          <span className="tick" aria-hidden="true">
            {x.state === 'done' ? '✓' : x.state === 'no' ? '!' : x.state === 'free' ? '–' : numbered ? i + 1 : ''}
          </span>
          <span className="tick-text">
            {x.text} <span className="unseen">({t(`parts.tick.${x.state}`)})</span>
          </span>
          {said(x.more) ? <span className="tick-more">{x.more}</span> : null}
        </li>
      ))}
    </ol>
  );
}

export interface Happening {
  readonly id: string;
  readonly at: string;
  readonly what: ReactNode;
  readonly who?: ReactNode;
  readonly text?: ReactNode;
}
const shownAtFirst = 12;

/** What happened, in the order in which it is handed over; a long one is cut until somebody asks. */
export function Timeline({ of }: { readonly of: readonly Happening[] }) {
  const { t } = useReading();
  const [whole, setWhole] = useState(false);
  const shown = whole || of.length <= shownAtFirst + 3 ? of : of.slice(-shownAtFirst);
  if (of.length === 0) return <p className="faint">{t('parts.timeline.none')}</p>;
  return (
    <>
      {shown.length < of.length ? (
        <button type="button" className="button small quiet" onClick={() => setWhole(true)}>
          <Icon name="down" size={14} /> {t('parts.timeline.earlier', { n: of.length - shown.length })}
        </button>
      ) : null}
      <ol className="happened">
        {shown.map((h) => (
          <li key={h.id}>
            <span className="when">
              <When at={h.at} relative={false} zone />
            </span>
            <div>
              <b>{h.what}</b> {said(h.who) ? <span className="faint">{h.who}</span> : null}
              {said(h.text) ? <div className="said">{h.text}</div> : null}
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}
