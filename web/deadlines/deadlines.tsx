/** Every running clock of the organisation, the first on top. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { ClockShape } from '#deadlines';
import { useReading } from '../desk/context.tsx';
import { caseOfClock, deadlinesQuery, isLive, orderOfClock } from '../desk/data.ts';
import { ClockChip, Empty, Failed, Loading, When } from '../parts/parts.tsx';

export function Deadlines() {
  const { t, w, code } = useReading();
  const { data, isPending, error, refetch } = useQuery(deadlinesQuery);
  useEffect(() => {
    document.title = `${t('deadlines.title')} · Bezem`;
  });
  const clocks = [...(data?.items ?? [])]
    .filter((c) => isLive(c) || c.state === 'paused')
    .sort((a, b) => (a.due_at < b.due_at ? -1 : 1));
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('deadlines.title')}</h1>
        <p>{t('deadlines.lead')}</p>
      </header>
      <div className="panel scroll-x">
        {isPending ? (
          <Loading />
        ) : error ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : clocks.length === 0 ? (
          <Empty title={t('deadlines.empty')}>
            <p>{t('deadlines.empty.text')}</p>
          </Empty>
        ) : (
          <table className="grid-table cards">
            <caption className="unseen">{t('deadlines.lead')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('deadlines.col.left')}</th>
                <th scope="col">{t('deadlines.col.clock')}</th>
                <th scope="col">{t('deadlines.col.case')}</th>
                <th scope="col" aria-sort="ascending">
                  {t('deadlines.col.due')}
                </th>
                <th scope="col">{t('deadlines.col.basis')}</th>
              </tr>
            </thead>
            <tbody>
              {clocks.map((c) => (
                <tr key={c.id}>
                  <td>{c.state === 'paused' ? t('clock.paused') : <ClockChip due={c.due_at} />}</td>
                  <th scope="row">
                    {w(c.title)} {c.statutory ? <span className="chip">{t('clock.statutory')}</span> : null}
                    {c.label ? <span className="faint"> {c.label}</span> : null}
                  </th>
                  <td>
                    <CaseLink c={c} />
                  </td>
                  <td>
                    <When at={c.due_at} relative={false} zone />
                  </td>
                  <td className="faint">
                    {code('basis', c.basis)}
                    {c.statutory && c.mark === 'memory' ? ` · ${t('clock.unverified')}` : ''}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </div>
  );
}

function CaseLink({ c }: { readonly c: ClockShape }) {
  const { t } = useReading();
  const order = orderOfClock(c);
  if (order)
    return (
      <Link to="/orders/$id" params={{ id: order }} className="value">
        {c.case_reference ?? t('inbox.open')}
      </Link>
    );
  const id = caseOfClock(c);
  if (c.subject.startsWith('ntc_'))
    return (
      <Link to="/notices/$id" params={{ id: c.subject }}>
        {t('inbox.open')}
      </Link>
    );
  if (c.subject.startsWith('dsc_'))
    return (
      <Link to="/disclosures/$id" params={{ id: c.subject }}>
        {t('inbox.open')}
      </Link>
    );
  if (!id) return '–';
  return (
    <Link to="/cases/$id" params={{ id }} className={c.case_reference ? 'value' : undefined}>
      {c.case_reference ?? t('inbox.open')}
    </Link>
  );
}
