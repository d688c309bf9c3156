/** Letters that went out and those that wait, with undo while they do. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useDesk, useReading } from '../desk/context.tsx';
import { lettersQuery } from '../desk/data.ts';
import { holdBack } from '../desk/shell.tsx';
import { Empty, Failed, Loading, StateChip, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';

export function Letters() {
  const { t, w } = useReading();
  const { me } = useDesk();
  const { data, isPending, error, refetch } = useQuery(lettersQuery());
  useEffect(() => {
    document.title = `${t('letters.title')} · Bezem`;
  });
  const letters = data?.items ?? [];
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('letters.title')}</h1>
        <p>{t('letters.lead')}</p>
      </header>
      <div className="panel scroll-x">
        {isPending ? (
          <Loading />
        ) : error ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : letters.length === 0 ? (
          <Empty sign="✉" title={t('letters.empty')}>
            <p>{t('letters.empty.text')}</p>
          </Empty>
        ) : (
          <table className="grid-table">
            <caption className="unseen">{t('letters.lead')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('letters.state')}</th>
                <th scope="col">{t('letters.subject')}</th>
                <th scope="col">{t('letters.to')}</th>
                <th scope="col">{t('letters.made')}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {letters.map((l) => (
                <tr key={l.id}>
                  <td>
                    <StateChip state={l.state} family="letters" />
                  </td>
                  <th scope="row">
                    <strong>{w(l.title)}</strong>
                    {l.case_id ? (
                      <>
                        {' · '}
                        <Link to="/cases/$id" params={{ id: l.case_id }} className="value">
                          {l.reference ?? l.case_id}
                        </Link>
                      </>
                    ) : null}
                    <br />
                    <span className="faint">{l.subject}</span>
                    {l.why ? <span className="small"> {l.why}</span> : null}
                  </th>
                  <td>{l.to ?? '–'}</td>
                  <td>
                    <When at={l.sent_at ?? l.created_at} />
                  </td>
                  <td>
                    {l.can_undo && me.member.role !== 'reader' ? (
                      <button
                        type="button"
                        className="button small"
                        onClick={() =>
                          void holdBack(l.id, l.version).then((done) =>
                            done ? toast({ text: t('outbox.undone') }) : undefined,
                          )
                        }
                      >
                        {t('outbox.undo')}
                      </button>
                    ) : null}
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
