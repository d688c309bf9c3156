/** What one line of the journal is about: a link where the desk can open it, its content on request, or that it was erased. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { EntryShape } from '#journal';
import { type Reading, useReading } from '../desk/context.tsx';
import { compactTime, harmlessText, instant, withTimes } from '../show.ts';

type Part = EntryShape['about'][number];

export function About({ part }: { readonly part: Part }) {
  const { t, zone, language } = useReading();
  const [open, setOpen] = useState(false);
  const facts = Object.entries(part.payload ?? {});
  return (
    <div className="about">
      <Subject id={part.subject} />
      {part.erased ? (
        <span className="chip" data-tone="care">
          {t('journal.erased', { rule: part.erased.rule, time: compactTime(instant(part.erased.at), zone, language) })}
        </span>
      ) : facts.length > 0 ? (
        <details onToggle={(e) => setOpen(e.currentTarget.open)}>
          <summary>{t('journal.detail')}</summary>
          {open ? (
            <dl className="facts">
              {facts.map(([name, value]) => (
                <div key={name} style={{ display: 'contents' }}>
                  <dt className="value">{name}</dt>
                  <dd className="value">
                    {withTimes(
                      harmlessText(typeof value === 'string' ? value : JSON.stringify(value, null, 1)),
                      zone,
                      language,
                    )}
                  </dd>
                </div>
              ))}
            </dl>
          ) : null}
        </details>
      ) : null}
    </div>
  );
}

/** An id as its kind and its last signs, enough to tell one from another: `case …vhytn5`. */
export const shortId = (id: string, code: Reading['code']): string =>
  `${code('subject', id.slice(0, id.indexOf('_')))} …${id.slice(-6)}`;

function Subject({ id }: { readonly id: string | null }) {
  const { code } = useReading();
  if (!id) return <span className="faint">–</span>;
  const kind = id.slice(0, id.indexOf('_'));
  const text = shortId(id, code);
  return kind === 'case' ? (
    <Link to="/cases/$id" params={{ id }} title={id}>
      {text}
    </Link>
  ) : kind === 'party' ? (
    <Link to="/parties/$id" params={{ id }} title={id}>
      {text}
    </Link>
  ) : (
    <span title={id}>{text}</span>
  );
}
