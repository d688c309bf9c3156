/** Measured effect of courses of action: a picture and the same numbers as a table, each with its interval and how many it rests on. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { EffectRow } from '#cases';
import { useReading } from '../desk/context.tsx';
import { effectQuery } from '../desk/data.ts';
import { Empty, Failed, Loading, Panel, When } from '../parts/parts.tsx';
import { numberIn } from '../words/words.ts';

type Estimate = EffectRow['in_term'];

export function EffectScreen() {
  const { t, w } = useReading();
  const [by, setBy] = useState<'course' | 'rung'>('course');
  const { data, isPending, error, refetch } = useQuery(effectQuery(by));
  useEffect(() => {
    document.title = `${t('effect.title')} · Bezem`;
  });
  const rows = data?.items ?? [];
  const name = (e: EffectRow) => `${w(e.course_title)} v${e.version}${e.rung_title ? ` · ${w(e.rung_title)}` : ''}`;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('effect.title')}</h1>
        <p>{t('effect.lead')}</p>
      </header>
      <div className="filters">
        <label className="case-head">
          <span className="faint small">{t('effect.by')}</span>
          <select className="input" value={by} onChange={(e) => setBy(e.currentTarget.value as 'course' | 'rung')}>
            <option value="course">{t('effect.by.course')}</option>
            <option value="rung">{t('effect.by.rung')}</option>
          </select>
        </label>
        {data ? (
          <span className="faint small">
            <When at={data.from} relative={false} /> – <When at={data.until} relative={false} />
          </span>
        ) : null}
      </div>
      {isPending ? (
        <Loading />
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : rows.length === 0 ? (
        <Empty title={t('effect.empty')}>
          <p>{t('effect.empty.text')}</p>
        </Empty>
      ) : (
        <>
          <Panel title={t('effect.picture')} id="picture">
            <p className="faint small">{t('effect.picture.text')}</p>
            <div className="effect-rows">
              {rows.map((e) => (
                <div key={name(e)} className="effect-row">
                  <span>{name(e)}</span>
                  <Bar estimate={e.in_term ?? e.within[1]?.share ?? null} />
                </div>
              ))}
            </div>
          </Panel>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard */}
          <section className="panel scroll-x" tabIndex={0} aria-label={t('effect.title')}>
            <table className="grid-table cards">
              <caption className="unseen">{t('effect.lead')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('effect.course')}</th>
                  <th scope="col">{t('effect.n')}</th>
                  <th scope="col">{t('effect.median')}</th>
                  <th scope="col">{t('effect.in_term')}</th>
                  {rows[0]?.within.map((x) => (
                    <th scope="col" key={x.hours}>
                      {t('effect.within', { hours: x.hours })}
                    </th>
                  ))}
                  {rows[0]?.recurred.map((x) => (
                    <th scope="col" key={x.days}>
                      {t('effect.recurred', { days: x.days })}
                    </th>
                  ))}
                  <th scope="col">{t('effect.read')}</th>
                  <th scope="col">{t('effect.answered')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((e) => (
                  <tr key={name(e)}>
                    <th scope="row">{name(e)}</th>
                    <td data-label={t('effect.n')}>{e.n}</td>
                    <td data-label={t('effect.median')}>
                      <Median m={e.median} />
                    </td>
                    <td data-label={t('effect.in_term')}>
                      <Share e={e.in_term} />
                    </td>
                    {e.within.map((x) => (
                      <td key={x.hours} data-label={t('effect.within', { hours: x.hours })}>
                        <Share e={x.share} />
                      </td>
                    ))}
                    {e.recurred.map((x) => (
                      <td key={x.days} data-label={t('effect.recurred', { days: x.days })}>
                        <Share e={x.share} />
                      </td>
                    ))}
                    <td data-label={t('effect.read')}>
                      <Share e={e.read} />
                    </td>
                    <td data-label={t('effect.answered')}>
                      <Share e={e.answered} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </>
      )}
    </div>
  );
}

const percent = (n: number) => Math.round(n * 100);

/** A share with its interval and n; unknown is said, never shown as nothing. */
function Share({ e }: { readonly e: Estimate }) {
  const { t } = useReading();
  if (!e) return <span className="faint">{t('effect.unknown')}</span>;
  return (
    <>
      <strong>{percent(e.value)} %</strong>{' '}
      <span className="faint small nowrap">
        {percent(e.low)}–{percent(e.high)}, n={e.n}
      </span>
    </>
  );
}

function Median({ m }: { readonly m: EffectRow['median'] }) {
  const { t, language } = useReading();
  if (!m) return <span className="faint">{t('effect.unknown')}</span>;
  const hours = (h: number | null) => (h === null ? '∞' : numberIn(language, Math.round(h * 10) / 10));
  if (m.hours === null)
    return (
      <>
        {t('effect.beyond', { hours: numberIn(language, Math.round(m.watched_hours)) })}{' '}
        <span className="faint small">n={m.n}</span>
      </>
    );
  return (
    <>
      <strong>{t('effect.hours', { hours: hours(m.hours) })}</strong>{' '}
      <span className="faint small nowrap">
        {hours(m.low)}–{hours(m.high)}, n={m.n}
      </span>
    </>
  );
}

/** The share as a line with its interval; the same numbers stand in the table. */
function Bar({ estimate }: { readonly estimate: Estimate }) {
  const { t } = useReading();
  if (!estimate) return <span className="faint">{t('effect.unknown')}</span>;
  const { value, low, high, n } = estimate;
  return (
    <svg
      viewBox="0 0 100 12"
      preserveAspectRatio="none"
      className="effect-bar"
      role="img"
      aria-label={`${percent(value)} % (${percent(low)}–${percent(high)}, n=${n})`}
    >
      <rect x="0" y="5" width="100" height="2" className="effect-ground" />
      <rect x={low * 100} y="3" width={Math.max(0.5, (high - low) * 100)} height="6" className="effect-interval" />
      <rect x={Math.max(0, value * 100 - 0.6)} y="0" width="1.2" height="12" className="effect-value" />
    </svg>
  );
}
