/** Matches that wait, the lists in use, and a name that is tried. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import type { Acceptance, Imported, MatchView, ThresholdLab } from '#screening';
import { stateWords } from '#screening';
import { ask, pathOf } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { listsQuery, matchesQuery, queries } from '../desk/data.ts';
import { Bars, PageHead } from '../parts/lists.tsx';
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
      <PageHead title={t('screening.title')} lead={t('screening.lead')} />
      <Alarm />
      <Queue />
      <Try />
      <Lab />
      <Lists />
      <Take />
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

/** Who confirms nearly everything that is laid before them does not decide (CJEU C-634/21). */
function Alarm() {
  const { t } = useReading();
  const { data } = useQuery({
    queryKey: ['screening-acceptance'],
    queryFn: ({ signal }) => ask<Acceptance>('GET', '/v1/screening/acceptance', { signal }),
  });
  if (!data?.alarm) return null;
  return (
    <p className="warn" role="status">
      ⚠ {t('screening.alarm', { confirmed: data.confirmed, decided: data.decided })}
    </p>
  );
}

/** Each threshold over the organisation's own customers, as picture and table; nothing is changed by it. */
function Lab() {
  const { t, language } = useReading();
  const { me } = useDesk();
  const [threshold, setThreshold] = useState('0.8');
  const run = useMutation({
    mutationFn: () => ask<ThresholdLab>('GET', pathOf('/v1/screening/thresholds', { threshold: Number(threshold) })),
  });
  if (me.member.role !== 'decider' && me.member.role !== 'admin') return null;
  const r = run.data;
  const named = (list: ThresholdLab['added']) =>
    list.length === 0 ? (
      <p className="faint">{t('screening.lab.none')}</p>
    ) : (
      <ul>
        {list.map((b) => (
          <li key={b.party}>
            <Link to="/parties/$id" params={{ id: b.party }}>
              {b.name ?? b.reference ?? b.party}
            </Link>{' '}
            ~ {b.listed} <span className="faint">({numberIn(language, b.score)})</span>
          </li>
        ))}
      </ul>
    );
  return (
    <Panel title={t('screening.lab')} id="lab">
      <p>{t('screening.lab.lead')}</p>
      <form
        onSubmit={(e: FormEvent) => {
          e.preventDefault();
          run.mutate();
        }}
      >
        <Field label={t('screening.lab.threshold')} wrong={run.error?.message}>
          {(id) => (
            <input
              className="input"
              type="number"
              min={0.6}
              max={1}
              step={0.01}
              id={id}
              value={threshold}
              onChange={(e) => setThreshold(e.currentTarget.value)}
            />
          )}
        </Field>
        <p>
          <button type="submit" className="button" disabled={run.isPending}>
            {t('screening.lab.run')}
          </button>
        </p>
      </form>
      <div aria-live="polite">
        {r ? (
          <>
            <p>{t('screening.lab.of', { n: numberIn(language, r.customers), now: numberIn(language, r.operating) })}</p>
            <Bars
              caption={t('screening.lab')}
              of={r.rows.map((row) => ({
                id: String(row.threshold),
                label: `${numberIn(language, row.threshold)}${row.operating ? ` (${t('screening.lab.now')})` : ''}`,
                n: row.alerts,
              }))}
            />
            <h3>{t('screening.lab.added')}</h3>
            {named(r.added)}
            <h3>{t('screening.lab.removed')}</h3>
            {named(r.removed)}
          </>
        ) : null}
      </div>
    </Panel>
  );
}

/** A file becomes the new generation of a list, or is refused and says why. */
function Take() {
  const { t, language } = useReading();
  const { me } = useDesk();
  const [file, setFile] = useState<File | null>(null);
  const [list, setList] = useState('own-');
  const take = useMutation({
    mutationFn: async () =>
      ask<Imported>('POST', pathOf('/v1/lists', { list: list.trim(), name: file?.name ?? 'list' }), {
        text: { content: (await file?.text()) ?? '', type: 'application/octet-stream' },
      }),
    onSuccess: () => {
      for (const queryKey of [['lists'], ['matches']]) void queries.invalidateQueries({ queryKey });
    },
  });
  if (me.member.role !== 'decider' && me.member.role !== 'admin') return null;
  const r = take.data;
  return (
    <Panel title={t('screening.import')} id="import">
      <p>{t('screening.import.lead')}</p>
      <form
        onSubmit={(e: FormEvent) => {
          e.preventDefault();
          if (file) take.mutate();
        }}
      >
        <Field label={t('screening.import.list')} hint={t('screening.import.list.hint')}>
          {(id, described) => (
            <input
              className="input"
              id={id}
              aria-describedby={described}
              value={list}
              onChange={(e) => setList(e.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={t('screening.import.file')} wrong={take.error?.message}>
          {(id) => (
            <input
              className="input"
              type="file"
              id={id}
              accept=".xml,.csv,.json,.txt"
              onChange={(e) => setFile(e.currentTarget.files?.[0] ?? null)}
            />
          )}
        </Field>
        <p>
          <button type="submit" className="button" disabled={!file || take.isPending}>
            {t('screening.import.send')}
          </button>
        </p>
      </form>
      <div aria-live="polite">
        {take.isPending ? <p>{t('screening.import.busy')}</p> : null}
        {r ? (
          <p>
            {r.same
              ? t('screening.import.same')
              : t('screening.import.done', {
                  entries: numberIn(language, r.entries),
                  added: numberIn(language, r.added),
                  changed: numberIn(language, r.changed),
                  removed: numberIn(language, r.removed),
                })}
          </p>
        ) : null}
      </div>
    </Panel>
  );
}
