/** Letters that went out and those that wait, by state, to be read as they went; with undo while they wait. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { letterStates } from '#correspondence';
import { ask, Problem } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { letterPagesQuery, letterSettingsQuery, lettersQuery, queries } from '../desk/data.ts';
import { holdBack } from '../desk/shell.tsx';
import { Empty, Failed, Loading, StateChip, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import { ReadState } from './read.tsx';
import { LetterReader } from './reader.tsx';

/** States worth choosing by: a letter is only being sent for a moment, and a joined one stands in its digest. */
const chosen = [
  'trial',
  'unanswered',
  'complained',
  ...letterStates.filter((s) => s !== 'sending' && s !== 'joined'),
] as const;

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
  const settings = useQuery(letterSettingsQuery).data?.settings;
  const onTrial = useQuery(lettersQuery('trial')).data?.items.length ?? 0;
  const again = () => void queries.invalidateQueries({ queryKey: ['letters'] });
  const post = async (path: string, body: object, saidDone: string) => {
    try {
      await ask('POST', path, { body });
      toast({ text: saidDone });
    } catch (error) {
      toast({ text: error instanceof Problem ? error.message : String(error), tone: 'alarm' });
    }
    again();
  };
  const mayHandle = me.member.role !== 'reader';
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('letters.title')}</h1>
        <p>{t('letters.lead')}</p>
      </header>
      {settings?.trial || onTrial > 0 ? (
        <div className="notice spaced" data-tone="care" role="status">
          <strong>{settings?.trial ? t('letters.trial.on') : t('letters.trial.some')}</strong>
          <span>{t('letters.trial.count', { n: onTrial })}</span>
          {mayHandle && onTrial > 0 ? (
            <span>
              <button
                type="button"
                className="button small"
                onClick={() => void post('/v1/letters/trial', { act: 'release' }, t('letters.released'))}
              >
                {t('letters.trial.release_all')}
              </button>{' '}
              <button
                type="button"
                className="button small danger"
                onClick={() => void post('/v1/letters/trial', { act: 'drop' }, t('outbox.undone'))}
              >
                {t('letters.trial.drop_all')}
              </button>
            </span>
          ) : null}
        </div>
      ) : null}
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
                    {l.sent_at && l.channel === 'mail' ? (
                      <span className="line-2">
                        <ReadState l={l} />
                      </span>
                    ) : null}
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
                    {l.trial && l.state === 'held' && l.why === 'trial' && mayHandle ? (
                      <button
                        type="button"
                        className="button small"
                        aria-label={`${t('letters.release')}: ${w(l.title)} ${l.reference ?? ''}`}
                        onClick={() =>
                          void post(
                            `/v1/letters/${encodeURIComponent(l.id)}/release`,
                            { version: l.version },
                            t('letters.released'),
                          )
                        }
                      >
                        {t('letters.release')}
                      </button>
                    ) : null}
                    {l.can_replay && mayHandle ? (
                      <button
                        type="button"
                        className="button small"
                        aria-label={`${t('letters.replay')}: ${w(l.title)} ${l.reference ?? ''}`}
                        onClick={() =>
                          void post(`/v1/letters/${encodeURIComponent(l.id)}/replay`, {}, t('letters.replayed'))
                        }
                      >
                        {t('letters.replay')}
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
