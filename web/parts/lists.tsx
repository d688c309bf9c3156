/** What stands around a list: its head, the counts that filter it, the frame it scrolls in; and counts as picture and table. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useReading } from '../desk/context.tsx';
import { numberIn } from '../words/words.ts';

/** The head of a page: the way back, its name with its marks, one line about it, what may be done. */
export function PageHead({
  up,
  title,
  marks,
  lead,
  children,
}: {
  readonly up?: ReactNode;
  readonly title: ReactNode;
  readonly marks?: ReactNode;
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <header className="top">
      {up ? <p className="up">{up}</p> : null}
      <div className="top-line">
        <h1>{title}</h1>
        {marks ? <p className="marks">{marks}</p> : null}
      </div>
      {lead ? <p className="lead">{lead}</p> : null}
      {children}
    </header>
  );
}

export interface Count {
  readonly id: string;
  readonly text: string;
  readonly n?: number | undefined;
  readonly tone?: 'alarm' | 'care' | 'good' | undefined;
}

/** Counts that are filters: each says how many there are, and shows exactly those. */
export function Counts({
  label,
  of,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly of: readonly Count[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}) {
  const { language } = useReading();
  return (
    <fieldset className="counts">
      <legend className="unseen">{label}</legend>
      {of.map((c) => (
        <button
          key={c.id}
          type="button"
          aria-pressed={c.id === chosen}
          data-tone={c.n ? c.tone : undefined}
          onClick={() => onChoose(c.id)}
        >
          {c.n === undefined ? null : <b>{numberIn(language, c.n)}</b>} <span>{c.text}</span>
        </button>
      ))}
    </fieldset>
  );
}

/** A table in a frame of its own: what does not fit scrolls inside it, by keyboard too. */
export function TableFrame({
  label,
  bare = false,
  children,
}: {
  readonly label: string;
  /** Inside a panel, which has an edge already. */
  readonly bare?: boolean;
  readonly children: ReactNode;
}) {
  const frame = useRef<HTMLElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const at = frame.current;
    if (!at) return;
    const see = new ResizeObserver(() => setScrolls(at.scrollWidth > at.clientWidth));
    see.observe(at);
    return () => see.disconnect();
  }, []);
  return (
    <section
      ref={frame}
      className={`scroll-x${bare ? '' : ' panel'}`}
      aria-label={label}
      {...(scrolls ? { tabIndex: 0 } : {})}
    >
      {children}
    </section>
  );
}

export interface Bar {
  readonly id: string;
  readonly label: ReactNode;
  readonly n: number;
  /** How the number is written, where it is not a plain count. */
  readonly text?: ReactNode;
}

/** Numbers as a table whose lines are drawn as well: the same figures for the eye and for the ear. */
export function Bars({ caption, of }: { readonly caption: string; readonly of: readonly Bar[] }) {
  const { language } = useReading();
  const most = Math.max(1, ...of.map((b) => Math.abs(b.n)));
  return (
    <table className="bars">
      <caption className="unseen">{caption}</caption>
      <tbody>
        {of.map((b) => (
          <tr key={b.id}>
            <th scope="row">{b.label}</th>
            <td className="bars-n">{b.text ?? numberIn(language, b.n)}</td>
            <td className="bars-line" aria-hidden="true">
              <i style={{ inlineSize: `${(Math.abs(b.n) / most) * 100}%` }} data-minus={b.n < 0 || undefined} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
