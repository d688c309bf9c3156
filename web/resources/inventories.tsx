/** Inventories: how each does, what it changed, a poll that waits for a person, and undoing one that was wrong. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { InventoryShape, PollShape } from '#resources';
import { ask, Problem, pathOf } from '../ask.ts';
import { useDesk, useReading } from '../desk/context.tsx';
import { inventoriesQuery, inventoryQuery, pollQuery, pollsQuery, queries } from '../desk/data.ts';
import { Empty, Failed, Loading, Panel, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import { InventoryForm } from './inventoryform.tsx';
import { LiveRecord } from './live.tsx';
import { Changes, NotTaken, Outcome } from './polls.tsx';

const tones: Readonly<Record<InventoryShape['health'], string>> = {
  well: 'good',
  held: 'care',
  failing: 'alarm',
  late: 'care',
  paused: 'plain',
  waiting: 'plain',
};

function useAct(done: string) {
  const forget = () => {
    for (const key of ['inventories', 'inventory', 'polls', 'poll', 'imports', 'parties', 'party'])
      void queries.invalidateQueries({ queryKey: [key] });
  };
  return useMutation({
    mutationFn: ({ path, body }: { readonly path: string; readonly body?: object }) =>
      ask('POST', path, { body: body ?? {} }),
    onSuccess: () => toast({ text: done }),
    onSettled: forget,
    onError: (error: unknown) =>
      toast({ text: error instanceof Problem ? error.message : String(error), tone: 'alarm' }),
  });
}

export function Inventories() {
  const { t, code } = useReading();
  const { me } = useDesk();
  const isAdmin = me.member.role === 'admin';
  const [form, setForm] = useState(false);
  const all = useQuery(inventoriesQuery);
  useEffect(() => {
    document.title = `${t('inventories.title')} · Bezem`;
  });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('inventories.title')}</h1>
        <p>{t('inventories.lead')}</p>
      </header>
      <Panel title={t('inventories.list')} id="inventories">
        {all.isPending ? <Loading /> : null}
        {all.isError ? <Failed error={all.error} retry={() => void all.refetch()} /> : null}
        {all.data?.items.length === 0 ? (
          <Empty sign="–" title={t('inventories.none')}>
            {t('inventories.none.text')}
          </Empty>
        ) : null}
        {(all.data?.items.length ?? 0) > 0 ? (
          <div className="scroll-x">
            <table className="grid-table cards">
              <thead>
                <tr>
                  <th scope="col">{t('inventories.name')}</th>
                  <th scope="col">{t('inventories.health')}</th>
                  <th scope="col">{t('inventories.holdings')}</th>
                  <th scope="col" className="wide">
                    {t('inventories.last')}
                  </th>
                  <th scope="col">{t('inventories.next')}</th>
                </tr>
              </thead>
              <tbody>
                {(all.data?.items ?? []).map((i) => (
                  <tr key={i.id}>
                    <th scope="row">
                      <Link to="/inventories/$id" params={{ id: i.id }}>
                        {i.name}
                      </Link>
                      <span className="line-2">{i.title}</span>
                    </th>
                    <td>
                      <span className="chip" data-tone={tones[i.health]}>
                        {code('health', i.health)}
                      </span>
                    </td>
                    <td data-label={t('inventories.holdings')}>{i.holdings}</td>
                    <td data-label={t('inventories.last')}>
                      {i.last_poll ? (
                        <>
                          <When at={i.last_poll.began_at} /> <Outcome p={i.last_poll} />
                        </>
                      ) : (
                        '–'
                      )}
                    </td>
                    <td data-label={t('inventories.next')}>
                      {i.next_at ? <When at={i.next_at} /> : t('inventories.asked_only')}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ) : null}
        {isAdmin ? (
          <p>
            <button type="button" className="button main" onClick={() => setForm(true)}>
              {t('inventories.add')}
            </button>
          </p>
        ) : null}
      </Panel>
      {form ? <InventoryForm before="new" onClose={() => setForm(false)} /> : null}
    </div>
  );
}

export function InventoryScreen() {
  const { t, code } = useReading();
  const { id } = useParams({ from: '/inventories/$id' });
  const found = useQuery(inventoryQuery(id));
  const polls = useQuery(pollsQuery(id));
  const act = useAct(t('inventories.done'));
  const { me } = useDesk();
  const [form, setForm] = useState(false);
  const i = found.data;
  useEffect(() => {
    document.title = `${i?.name ?? t('inventories.title')} · Bezem`;
  });
  if (found.isError) return <Failed error={found.error} />;
  if (!i) return <Loading />;
  const path = `/v1/inventories/${encodeURIComponent(i.id)}`;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{i.name}</h1>
        <p>
          {i.title}
          {i.address ? (
            <>
              {' · '}
              <span className="value">{i.address}</span>
            </>
          ) : null}
        </p>
      </header>
      <Panel title={t('inventories.how')} id="how">
        <p>
          <span className="chip" data-tone={tones[i.health]}>
            {code('health', i.health)}
          </span>{' '}
          {i.state === 'paused' && i.paused_why === 'undone' ? t('inventories.paused_undone') : null}
        </p>
        <dl className="facts" style={{ marginTop: '0.6rem' }}>
          <dt>{t('inventories.holdings')}</dt>
          <dd>{i.holdings}</dd>
          <dt>{t('inventories.first')}</dt>
          <dd>{i.first_at ? <When at={i.first_at} /> : '–'}</dd>
          <dt>{t('inventories.next')}</dt>
          <dd>{i.next_at ? <When at={i.next_at} /> : t('inventories.asked_only')}</dd>
          <dt>{t('inventories.share')}</dt>
          <dd>{t('inventories.share.text', { n: Math.round(i.hold_share * 100) })}</dd>
        </dl>
        <div className="case-head" style={{ marginTop: '0.8rem' }}>
          {i.reach !== 'live' && i.address && i.state === 'active' ? (
            <button
              type="button"
              className="button"
              disabled={act.isPending}
              onClick={() => act.mutate({ path: `${path}/poll` })}
            >
              {t('inventories.poll')}
            </button>
          ) : null}
          {i.can_backfill && i.first_at ? (
            <button
              type="button"
              className="button"
              disabled={act.isPending}
              onClick={() => act.mutate({ path: `${path}/backfill` })}
            >
              {t('inventories.backfill')}
            </button>
          ) : null}
          <button
            type="button"
            className="button"
            disabled={act.isPending}
            onClick={() => act.mutate({ path, body: { act: i.state === 'paused' ? 'resume' : 'pause' } })}
          >
            {i.state === 'paused' ? t('inventories.resume') : t('inventories.pause')}
          </button>
          {me.member.role === 'admin' ? (
            <button type="button" className="button" onClick={() => setForm(true)}>
              {t('inventories.edit')}
            </button>
          ) : null}
        </div>
      </Panel>
      {form ? <InventoryForm before={i} onClose={() => setForm(false)} /> : null}
      {i.held_poll ? <Held id={i.held_poll} /> : null}
      {i.reach === 'file' ? <HandIn path={path} /> : null}
      {i.reach === 'live' ? <LiveRecord id={i.id} /> : null}
      {i.reach === 'live' ? null : (
        <Panel title={t('inventories.history')} id="polls">
          {polls.isPending ? <Loading /> : null}
          {polls.isError ? <Failed error={polls.error} retry={() => void polls.refetch()} /> : null}
          {polls.data?.items.length === 0 ? <Empty sign="–" title={t('inventories.history.none')} /> : null}
          {(polls.data?.items ?? []).map((p) => (
            <Poll key={p.id} p={p} />
          ))}
        </Panel>
      )}
    </div>
  );
}

function Held({ id }: { readonly id: string }) {
  const { t } = useReading();
  const found = useQuery(pollQuery(id));
  const act = useAct(t('inventories.done'));
  const p = found.data;
  const path = `/v1/polls/${encodeURIComponent(id)}`;
  return (
    <Panel title={t('inventories.held')} id="held">
      <p className="notice" data-tone="care">
        {t('inventories.held.text', { n: p?.counts['lost'] ?? 0, of: p?.counts['ran'] ?? 0 })}
      </p>
      {found.isPending ? <Loading /> : null}
      {found.isError ? <Failed error={found.error} /> : null}
      {p ? <Changes p={p} /> : null}
      <div className="case-head" style={{ marginTop: '0.8rem' }}>
        <button
          type="button"
          className="button main"
          disabled={act.isPending || !p}
          onClick={() => act.mutate({ path: `${path}/approve` })}
        >
          {t('inventories.approve')}
        </button>
        <button
          type="button"
          className="button"
          disabled={act.isPending}
          onClick={() => act.mutate({ path: `${path}/dismiss` })}
        >
          {t('inventories.dismiss')}
        </button>
      </div>
    </Panel>
  );
}

/** One poll of the history; its difference is asked for when it is opened. */
function Poll({ p }: { readonly p: PollShape }) {
  const { t } = useReading();
  const undo = useAct(t('import.undone'));
  const imported = p.import;
  return (
    <details className="row-details">
      <summary>
        <When at={p.began_at} /> <Outcome p={p} />
      </summary>
      {p.fault_detail ? <p>{p.fault_detail}</p> : null}
      {p.id && imported ? <PollChanges id={p.id} /> : null}
      {p.problems.length > 0 ? <NotTaken p={p} /> : null}
      {imported && p.outcome !== 'undone' ? (
        <button
          type="button"
          className="button small"
          disabled={undo.isPending}
          onClick={() => undo.mutate({ path: `/v1/imports/${encodeURIComponent(imported)}/undo` })}
        >
          {t('import.undo')}
        </button>
      ) : null}
    </details>
  );
}

function PollChanges({ id }: { readonly id: string }) {
  const found = useQuery(pollQuery(id));
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failed error={found.error} />;
  return <Changes p={found.data} />;
}

/** A file of the inventory handed in: the difference first, then kept. */
function HandIn({ path }: { readonly path: string }) {
  const { t } = useReading();
  const [file, setFile] = useState<{ readonly name: string; readonly text: string }>();
  const [diff, setDiff] = useState<PollShape>();
  const fail = (error: unknown) =>
    toast({ text: error instanceof Problem ? error.message : String(error), tone: 'alarm' });
  const send = (only: boolean) =>
    ask<PollShape>('POST', pathOf(`${path}/file`, { diff: only }), {
      text: { content: file?.text ?? '', type: 'application/octet-stream' },
    });
  const look = useMutation({ mutationFn: () => send(true), onSuccess: setDiff, onError: fail });
  const keep = useMutation({
    mutationFn: () => send(false),
    onSuccess: () => {
      setDiff(undefined);
      setFile(undefined);
      toast({ text: t('inventories.done') });
      for (const key of ['inventories', 'inventory', 'polls', 'poll', 'imports', 'parties', 'party'])
        void queries.invalidateQueries({ queryKey: [key] });
    },
    onError: fail,
  });
  return (
    <Panel title={t('inventories.hand_in')} id="hand-in">
      <div className="drop">
        <label className="button">
          {t('import.choose')}
          <input
            className="unseen"
            type="file"
            onChange={async (e) => {
              const chosen = e.currentTarget.files?.[0];
              e.currentTarget.value = '';
              setDiff(undefined);
              if (chosen) setFile({ name: chosen.name, text: await chosen.text() });
            }}
          />
        </label>
        <span className="small" aria-live="polite">
          {file?.name ?? t('inventories.hand_in.text')}
        </span>
      </div>
      {file ? (
        <div className="case-head" style={{ marginTop: '0.8rem' }}>
          <button type="button" className="button" disabled={look.isPending} onClick={() => look.mutate()}>
            {t('inventories.try')}
          </button>
          {diff ? (
            <button type="button" className="button main" disabled={keep.isPending} onClick={() => keep.mutate()}>
              {t('inventories.keep')}
            </button>
          ) : null}
        </div>
      ) : null}
      {diff ? <Changes p={diff} /> : null}
      {diff && diff.problems.length > 0 ? <NotTaken p={diff} /> : null}
    </Panel>
  );
}
