/** The journal: what was done, by whom, whether the chain holds, and what it has forgotten. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { EntryShape, VerificationShape } from '#journal';
import { ask, pathOf } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { membersQuery } from '../desk/data.ts';
import { Empty, Failed, Loading, When } from '../parts/parts.tsx';
import { About, shortId } from './about.tsx';

export function Journal() {
  const { t, w, code } = useReading();
  useEffect(() => {
    document.title = `${t('journal.title')} · Bezem`;
  });
  const state = useQuery({
    queryKey: ['journal', 'verify'],
    queryFn: ({ signal }) => ask<VerificationShape>('GET', '/v1/journal/verify', { signal }),
    staleTime: 60_000,
  });
  const list = useInfiniteQuery({
    queryKey: ['journal', 'list'],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      ask<{ items: readonly EntryShape[]; next: string | null }>(
        'GET',
        pathOf('/v1/journal', { limit: 50, cursor: pageParam }),
        { signal },
      ),
    getNextPageParam: (last) => last.next,
  });
  const members = useQuery(membersQuery).data?.items ?? [];
  const entries = list.data?.pages.flatMap((p) => p.items) ?? [];
  const who = (id: string) =>
    id === 'engine' ? t('journal.engine') : (members.find((m) => m.id === id)?.name ?? shortId(id, code));
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('journal.title')}</h1>
        <button type="button" className="button" disabled={state.isFetching} onClick={() => void state.refetch()}>
          {t('journal.verify')}
        </button>
        <p>{t('journal.lead')}</p>
      </header>
      {state.data ? (
        <div className="notice" data-tone={state.data.ok ? undefined : 'alarm'} role="status">
          <strong>{state.data.ok ? `✓ ${t('journal.ok', { n: state.data.size })}` : `! ${t('journal.broken')}`}</strong>
          {state.data.ok ? <span className="value faint">{state.data.root.slice(0, 16)}…</span> : null}
          {state.data.faults.slice(0, 5).map((f) => (
            <span key={`${f.seq} ${f.fault}`}>
              {f.seq}: {w(f.text)}
            </span>
          ))}
        </div>
      ) : null}
      <div className="panel scroll-x">
        {list.isPending ? (
          <Loading />
        ) : list.isError ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : entries.length === 0 ? (
          <Empty sign="–" title={t('journal.empty')}>
            <p>{t('journal.empty.text')}</p>
          </Empty>
        ) : (
          <table className="grid-table cards">
            <caption className="unseen">{t('journal.lead')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('journal.col.no')}</th>
                <th scope="col">{t('journal.col.at')}</th>
                <th scope="col">{t('journal.col.who')}</th>
                <th scope="col">{t('journal.col.act')}</th>
                <th scope="col">{t('journal.col.about')}</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((e) => (
                <tr key={e.seq}>
                  <th scope="row">{e.seq}</th>
                  <td>
                    <When at={e.at} relative={false} zone />
                  </td>
                  <td>{who(e.by)}</td>
                  <td className="break" title={e.act}>
                    {code('act', e.act)}
                  </td>
                  <td>
                    {e.about.map((a, i) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a leaf have no other name and never move
                      <About key={i} part={a} />
                    ))}
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
    </div>
  );
}
