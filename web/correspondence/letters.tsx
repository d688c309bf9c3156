/** Letters that went out and those that wait, by state, to be read as they went; with undo while they wait. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { letterStates } from '#correspondence';
import { useDesk, useReading } from '../desk/context.tsx';
import { letterPagesQuery } from '../desk/data.ts';
import { holdBack } from '../desk/shell.tsx';
import { Empty, Failed, Loading, StateChip, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import { LetterReader } from './reader.tsx';

/** States worth choosing by: a letter is only being sent for a moment, and a joined one stands in its digest. */
const chosen = letterStates.filter((s) => s !== 'sending' && s !== 'joined');

export function Letters() {
  const { t, w, code } = useReading();
  const { me } = useDesk();
  const navigate = useNavigate();
  const { state } = useSearch({ from: '/letters' });
  const list = useInfiniteQuery(letterPagesQuery(state));
  const [reading, setReading] = useState<string>();
  useEffect(() => {
    document.title = `${t('letters.title')} · Bezem`;
  });
  const letters = list.data?.pages.flatMap((p) => p.items) ?? [];
  const mayHandle = me.member.role !== 'reader';
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('letters.title')}</h1>
        <p>{t('letters.lead')}</p>
      </header>
      <div className="filters">
        <label className="case-head">
          <span className="faint small">{t('letters.state')}</span>
          <select
            className="input"
            value={state ?? ''}
            onChange={(e) =>
              void navigate({
                to: '/letters',
                search: e.currentTarget.value ? { state: e.currentTarget.value } : {},
                replace: true,
              })
            }
          >
            <option value="">{t('inbox.filter.any')}</option>
            {chosen.map((s) => (
              <option key={s} value={s}>
                {t(`letters.${s}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="panel scroll-x">
        {list.isPending ? (
          <Loading />
        ) : list.isError ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : letters.length === 0 ? (
          <Empty sign="✉" title={state ? t('letters.none') : t('letters.empty')}>
            <p>{state ? t('inbox.empty.filter.text') : t('letters.empty.text')}</p>
          </Empty>
        ) : (
          <table className="grid-table cards">
            <caption className="unseen">{t('letters.lead')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('letters.state')}</th>
                <th scope="col" className="wide">
                  {t('letters.subject')}
                </th>
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
                    {l.subject ? <span className="line-2 faint">{shortSubject(l.subject)}</span> : null}
                    {l.why ? (
                      <span className="line-2">
                        <span className="faint">{t('letters.why')}:</span> {code('held', l.why)}
                      </span>
                    ) : null}
                  </th>
                  <td className="break">{l.to ?? '–'}</td>
                  <td>
                    <When at={l.sent_at ?? l.created_at} />
                  </td>
                  <td className="acts">
                    {mayHandle ? (
                      <button
                        type="button"
                        className="button small"
                        aria-label={`${t('letters.read')}: ${w(l.title)} ${l.reference ?? ''}`}
                        onClick={() => setReading(l.id)}
                      >
                        {t('letters.read')}
                      </button>
                    ) : null}
                    {l.can_undo && mayHandle ? (
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
        {list.hasNextPage ? (
          <div className="in">
            <button type="button" className="button" onClick={() => void list.fetchNextPage()}>
              {t('app.more')}
            </button>
          </div>
        ) : null}
      </div>
      {reading ? <LetterReader id={reading} onClose={() => setReading(undefined)} /> : null}
    </div>
  );
}

/** A subject without the reference in front, which stands beside it already. */
const shortSubject = (subject: string) => subject.replace(/^\[[^\]]+\]\s*/, '');
