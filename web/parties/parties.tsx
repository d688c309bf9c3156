/** Parties: find one by name or customer number. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useReading } from '../desk/context.tsx';
import { partiesQuery } from '../desk/data.ts';
import { Empty, Failed, Field, Loading, StateChip } from '../parts/parts.tsx';

export function Parties() {
  const { t } = useReading();
  const navigate = useNavigate();
  const { q = '' } = useSearch({ from: '/parties' });
  const [typed, setTyped] = useState(q);
  const { data, isPending, error, refetch } = useQuery(partiesQuery(q));
  useEffect(() => {
    document.title = `${t('parties.title')} · Bezem`;
  });
  // Asked when the typing rests.
  useEffect(() => {
    if (typed === q) return;
    const timer = setTimeout(
      () => void navigate({ to: '/parties', search: typed ? { q: typed } : {}, replace: true }),
      200,
    );
    return () => clearTimeout(timer);
  }, [typed, q, navigate]);
  const rows = data?.items ?? [];
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('parties.title')}</h1>
        <p>{t('parties.lead')}</p>
      </header>
      <Field label={t('parties.search')}>
        {(id) => (
          <input
            className="input"
            id={id}
            type="search"
            value={typed}
            onChange={(e) => setTyped(e.currentTarget.value)}
          />
        )}
      </Field>
      <div className="panel scroll-x">
        {isPending ? (
          <Loading />
        ) : error ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : rows.length === 0 ? (
          <Empty sign="–" title={q ? t('parties.none') : t('parties.empty')}>
            {q ? null : (
              <>
                <p>{t('parties.empty.text')}</p>
                <Link to="/import" className="button main">
                  {t('nav.import')}
                </Link>
              </>
            )}
          </Empty>
        ) : (
          <table className="grid-table cards">
            <caption className="unseen">{t('parties.lead')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('parties.col.party')}</th>
                <th scope="col">{t('parties.col.state')}</th>
                <th scope="col">{t('parties.col.cases')}</th>
                <th scope="col">{t('parties.col.country')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((p) => (
                <tr key={p.id}>
                  <th scope="row">
                    <Link to="/parties/$id" params={{ id: p.id }}>
                      {p.name ?? p.reference}
                    </Link>{' '}
                    <span className="faint">{p.reference}</span>{' '}
                    {p.resells ? (
                      <span className="chip" data-tone="accent">
                        {t('parties.reseller')}
                      </span>
                    ) : null}
                  </th>
                  <td>
                    <StateChip state={p.state} family="party.state" />
                  </td>
                  <td data-label={t('parties.col.cases')}>{p.open_cases}</td>
                  <td>{p.country?.toUpperCase() ?? '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </div>
  );
}
