/** Matches that wait, the lists in use, and a name that is tried. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import type { MatchView } from '#screening';
import { stateWords } from '#screening';
import { ask } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { listsQuery, matchesQuery } from '../desk/data.ts';
import { Empty, Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
import { numberIn } from '../words/words.ts';
import { Terms } from './terms.tsx';

export function Screening() {
  const { t } = useReading();
  useEffect(() => {
    document.title = `${t('screening.title')} · Bezem`;
  });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('screening.title')}</h1>
        <p>{t('screening.lead')}</p>
      </header>
      <Queue />
      <Try />
      <Lists />
    </div>
  );
}

function Queue() {
  const { t, w } = useReading();
  const { data, isPending, error, refetch } = useQuery(matchesQuery);
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  return (
    <div className="panel scroll-x">
      {data.items.length === 0 ? (
        <Empty title={t('screening.empty')}>
          <p>{t('screening.empty.text')}</p>
        </Empty>
      ) : (
        <table className="grid-table cards">
          <caption className="unseen">{t('screening.lead')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('screening.col.party')}</th>
              <th scope="col">{t('screening.col.listed')}</th>
              <th scope="col">{t('screening.col.list')}</th>
              <th scope="col">{t('screening.col.state')}</th>
              <th scope="col">{t('screening.col.since')}</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((m) => (
              <tr key={m.id}>
                <th scope="row">
                  <Link to="/screening/$id" params={{ id: m.id }}>
                    {m.party_name ?? m.party_reference}
                  </Link>{' '}
                  {m.by === 'owners' ? <span className="chip">{t('screening.by_owners')}</span> : null}
                </th>
                <td data-label={t('screening.col.listed')}>{m.listed}</td>
                <td className="faint">
                  {m.list} {m.entry}
                </td>
                <td>
                  {w(stateWords[m.state as keyof typeof stateWords])}{' '}
                  {m.band === 'block' ? (
                    <span className="chip" data-tone="care">
                      {t('screening.blocks')}
                    </span>
                  ) : null}
                </td>
                <td>
                  <When at={m.opened_at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

interface Tried {
  readonly best: MatchView | null;
  readonly others: readonly MatchView[];
}

function Try() {
  const { t } = useReading();
  const [name, setName] = useState('');
  const tried = useMutation({
    mutationFn: () => ask<Tried>('POST', '/v1/screen', { body: { name } }),
  });
  const send = (e: FormEvent) => {
    e.preventDefault();
    if (name.trim()) tried.mutate();
  };
  const found = tried.data?.best ? [tried.data.best, ...tried.data.others].slice(0, 5) : [];
  return (
    <Panel title={t('screening.try')} id="try">
      <form onSubmit={send}>
        <Field label={t('screening.try.name')} hint={t('screening.try.hint')}>
          {(id, described) => (
            <input
              className="input"
              id={id}
              aria-describedby={described}
              value={name}
              onChange={(e) => setName(e.currentTarget.value)}
            />
          )}
        </Field>
        <p>
          <button type="submit" className="button main" disabled={!name.trim() || tried.isPending}>
            {t('screening.try.button')}
          </button>
        </p>
      </form>
      <div aria-live="polite">
        {tried.error ? <Failed error={tried.error} /> : null}
        {tried.data && found.length === 0 ? <p>{t('screening.try.nothing')}</p> : null}
        {found.map((m) => (
          <details key={`${m.list} ${m.entry}`}>
            <summary>
              {m.name} <span className="faint">{`${m.list} ${m.entry}`}</span>
            </summary>
            <Terms score={m.score} terms={m.terms} whatIf={m.what_if} />
          </details>
        ))}
      </div>
    </Panel>
  );
}

function Lists() {
  const { t, w, language } = useReading();
  const { data, isPending, error, refetch } = useQuery(listsQuery);
  return (
    <Panel title={t('screening.lists')} id="lists">
      {isPending ? (
        <Loading />
      ) : error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data.items.length === 0 ? (
        <p>{t('screening.lists.none')}</p>
      ) : (
        <ul>
          {data.items.map((l) => (
            <li key={l.list}>
              {w(l.title)}: {numberIn(language, l.entries)} {t('screening.lists.entries')}, <When at={l.checked_at} />{' '}
              {l.stale ? (
                <span className="chip" data-tone="care">
                  ⚠ {t('screening.lists.stale')}
                </span>
              ) : null}
              {l.licence ? <span className="faint small"> {w(l.licence)}</span> : null}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
