/** The queue of notices: lanes, what is missing, what is due first. Addresses are shown harmless or masked; nothing is ever loaded. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { stateWords } from '#notices';
import { useReading } from '../desk/context.tsx';
import { ClockChip, Empty, Failed, Loading } from '../parts/parts.tsx';
import { noticesQuery } from './asking.ts';

export function Notices() {
  const { t, w } = useReading();
  const [open, setOpen] = useState(true);
  const { data, isPending, error, refetch } = useQuery(noticesQuery(open));
  useEffect(() => {
    document.title = `${t('notices.title')} · Bezem`;
  });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('notices.title')}</h1>
        <p>{t('notices.lead')}</p>
      </header>
      <p>
        {[true, false].map((on) => (
          <button
            type="button"
            className="button quiet"
            key={String(on)}
            aria-pressed={open === on}
            onClick={() => setOpen(on)}
          >
            {t(on ? 'notices.open' : 'notices.all')}
          </button>
        ))}
      </p>
      <div className="panel scroll-x">
        {isPending ? (
          <Loading />
        ) : error ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : data.items.length === 0 ? (
          <Empty title={t('notices.empty')}>
            <p>{t('notices.empty.text')}</p>
          </Empty>
        ) : (
          <table className="grid-table cards">
            <caption className="unseen">{t('notices.lead')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('notices.col.number')}</th>
                <th scope="col">{t('notices.col.what')}</th>
                <th scope="col">{t('notices.col.where')}</th>
                <th scope="col">{t('notices.col.state')}</th>
                <th scope="col">{t('notices.col.due')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((n) => (
                <tr key={n.id}>
                  <th scope="row">
                    <Link to="/notices/$id" params={{ id: n.id }}>
                      {n.number ?? n.id}
                    </Link>
                  </th>
                  <td>
                    {w(n.kind_words)}{' '}
                    {n.lane === 'ordinary' ? null : (
                      <span className="chip" data-tone={n.lane === 'danger' ? 'alarm' : 'care'}>
                        {n.trusted_flagger ?? t(`notices.lane.${n.lane}`)}
                      </span>
                    )}
                    {n.path === 'ntd' ? <span className="chip">{t('notices.path.ntd')}</span> : null}
                  </td>
                  <td>
                    <span className="value">{n.first ?? '–'}</span>{' '}
                    {n.items > 1 ? t('notices.more', { n: n.items - 1 }) : null}
                  </td>
                  <td>
                    {w(stateWords[n.state])}
                    {n.missing.length > 0 ? (
                      <span className="faint small"> {t('notices.missing', { what: n.missing.join(', ') })}</span>
                    ) : null}
                  </td>
                  <td>{n.due_at ? <ClockChip due={n.due_at} /> : '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </div>
  );
}
