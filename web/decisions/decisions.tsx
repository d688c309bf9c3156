/** Decisions: the list, measures at work, and one decision with its plan, its reasons and what came of it. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ask, Problem } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { queries } from '../desk/data.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Empty, Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
import { toast } from '../parts/toasts.tsx';
import {
  type Decision,
  decisionQuery,
  decisionsQuery,
  type Measure,
  measuresQuery,
  planQuery,
  standingsQuery,
} from './data.ts';
import { Earlier, PlanView } from './plan.tsx';
import { decisionAct, decisionState, measureAct, measureState, stepWord } from './words.ts';

const said = (e: unknown) => (e instanceof Problem ? e.message : String(e));
const views = ['open', 'in_force', 'ended', 'all'] as const;
const refresh = () => {
  for (const key of ['decisions', 'decision', 'measures', 'case', 'cases', 'strikes'])
    void queries.invalidateQueries({ queryKey: [key] });
};

export function Decisions() {
  const { t } = useReading();
  const { view = 'open' } = useSearch({ strict: false }) as { view?: string };
  const { data, isPending, error, refetch } = useQuery(decisionsQuery(view));
  const measures = useQuery(measuresQuery);
  const standings = useQuery(standingsQuery);
  useEffect(() => {
    document.title = `${t('decisions.title')} · Bezem`;
  });
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('decisions.title')}</h1>
        <p>{t('decisions.lead')}</p>
        <nav aria-label={t('decisions.views')}>
          {views.map((v) => (
            <Link
              key={v}
              to="/decisions"
              search={{ view: v }}
              className="button small"
              aria-current={v === view ? 'page' : undefined}
            >
              {t(`decisions.view.${v}`)}
            </Link>
          ))}
        </nav>
      </header>
      <div className="panel scroll-x">
        {isPending ? (
          <Loading />
        ) : error ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : data.items.length === 0 ? (
          <Empty title={t('decisions.empty')}>
            <p>{t('decisions.empty.text')}</p>
          </Empty>
        ) : (
          <table className="grid-table cards">
            <caption className="unseen">{t('decisions.lead')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('decisions.col.number')}</th>
                <th scope="col">{t('decisions.col.state')}</th>
                <th scope="col">{t('decisions.col.matter')}</th>
                <th scope="col">{t('decisions.col.party')}</th>
                <th scope="col">{t('decisions.col.since')}</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((d) => (
                <tr key={d.id}>
                  <th scope="row">
                    <Link to="/decisions/$id" params={{ id: d.id }}>
                      {d.number ?? t('decision.state.draft')}
                    </Link>
                  </th>
                  <td>
                    <span className="chip">{decisionState(t, d.state)}</span>
                  </td>
                  <td>{d.matter_number}</td>
                  <td>{d.party?.name ?? '–'}</td>
                  <td>
                    <When at={d.applies_at ?? d.created_at} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      <Panel title={t('measures.at_work')} id="measures">
        {measures.data && measures.data.items.length > 0 ? (
          <Measures all={measures.data.items} />
        ) : (
          <p className="faint">{t('measures.none')}</p>
        )}
      </Panel>
      <Panel title={t('strikes.title')} id="strikes">
        {standings.data && standings.data.items.length > 0 ? (
          <ul>
            {standings.data.items.map((s) => (
              <li key={s.party}>
                <Link to="/parties/$id" params={{ id: s.party }}>
                  {s.name ?? s.reference}
                </Link>{' '}
                {t('strikes.total', { n: s.total })}
                {s.step ? ` ${t('strikes.proposes')} ${stepWord(t, s.step)}` : ''}
              </li>
            ))}
          </ul>
        ) : (
          <p className="faint">{t('strikes.none')}</p>
        )}
      </Panel>
    </div>
  );
}

function Measures({ all }: { readonly all: readonly Measure[] }) {
  const { t, w } = useReading();
  const act = useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) => ask('POST', `/v1/measures/${id}/${name}`, { body: {} }),
    onSuccess: refresh,
    onError: (e) => toast({ text: said(e), tone: 'alarm' }),
  });
  return (
    <ul>
      {all.map((m) => (
        <li key={m.id}>
          <Link to="/decisions/$id" params={{ id: m.decision }}>
            {w(m.title)}
          </Link>{' '}
          <span className="faint">
            {m.system?.name ?? t('decision.by_hand')} · {Object.values(m.target).join(' ')}
          </span>{' '}
          <span
            className="chip"
            data-tone={m.state.includes('failed') ? 'alarm' : m.state === 'verified' ? 'good' : undefined}
          >
            {measureState(t, m.state)}
          </span>
          {m.verified_at ? <When at={m.verified_at} /> : null}
          {m.fault ? <span className="small"> {m.fault}</span> : null}
          {m.acts.map((a) => (
            <button
              key={a}
              type="button"
              className="button small"
              disabled={act.isPending}
              aria-label={`${measureAct(t, a)}: ${w(m.title)}`}
              onClick={() => act.mutate({ id: m.id, name: a })}
            >
              {measureAct(t, a)}
            </button>
          ))}
        </li>
      ))}
    </ul>
  );
}

export function DecisionScreen() {
  const { t } = useReading();
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, isPending, error, refetch } = useQuery(decisionQuery(id));
  useEffect(() => {
    document.title = `${data?.number ?? t('decision.state.draft')} · Bezem`;
  });
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  return <Shown d={data} />;
}

const beforehand = ['draft', 'proposed', 'approved'];
const needsReason = ['send_back', 'reverse'];

function Shown({ d }: { readonly d: Decision }) {
  const { t, w } = useReading();
  const plan = useQuery({ ...planQuery(d.id), enabled: beforehand.includes(d.state) });
  const [asking, setAsking] = useState<string>();
  const act = useMutation({
    mutationFn: ({ name, reason }: { name: string; reason?: string }) =>
      ask('POST', `/v1/decisions/${d.id}/${name}`, { body: { version: d.version, ...(reason ? { reason } : {}) } }),
    onSuccess: () => {
      setAsking(undefined);
      refresh();
    },
    onError: (e) => toast({ text: said(e), tone: 'alarm' }),
  });
  const offered = d.acts.map((a) => a.act).filter((a) => a !== 'edit' && a !== 'supersede');
  return (
    <div className="page">
      <header className="page-head">
        <h1>
          {d.number ?? t('decision.state.draft')} <span className="chip">{decisionState(t, d.state)}</span>
        </h1>
        <p>
          {d.matter.startsWith('case_') ? (
            <Link to="/cases/$id" params={{ id: d.matter }}>
              {d.matter_number}
            </Link>
          ) : (
            d.matter_number
          )}{' '}
          · {d.party?.name ?? '–'}
        </p>
        <p className="acts">
          {offered.map((a) => (
            <button
              key={a}
              type="button"
              className={`button${['propose', 'approve', 'carry_out'].includes(a) ? ' main' : ''}`}
              disabled={act.isPending}
              onClick={() => (needsReason.includes(a) ? setAsking(a) : act.mutate({ name: a }))}
            >
              {decisionAct(t, a)}
            </button>
          ))}
          {d.exceptions.some((e) => e.temporary && !e.ended_at) ? (
            <button
              type="button"
              className="button"
              disabled={act.isPending}
              onClick={() => act.mutate({ name: 'tell' })}
            >
              {t('decision.act.tell')}
            </button>
          ) : null}
        </p>
      </header>
      {d.second_person.length > 0 && d.state === 'proposed' ? (
        <p className="note" data-tone="accent">
          {t('decision.second_person')}
        </p>
      ) : null}
      {plan.data ? (
        <Panel title={t('decision.plan')} id="decision-plan">
          <PlanView plan={plan.data} />
        </Panel>
      ) : null}
      <Panel title={t('decision.measures')} id="decision-measures">
        <Measures all={d.measures} />
      </Panel>
      <Panel title={t('decision.reasons')} id="decision-reasons">
        <dl>
          <dt>{t('decision.provision')}</dt>
          <dd>{[d.content.provision, d.content.provision_version].filter(Boolean).join(', ') || '–'}</dd>
          <dt>{t('decision.facts')}</dt>
          <dd>{d.erased ? t('decision.erased') : d.content.facts || '–'}</dd>
          <dt>{t('decision.explanation')}</dt>
          <dd>{d.erased ? t('decision.erased') : d.content.explanation || '–'}</dd>
          {d.statement ? (
            <>
              <dt>{t('decision.statement')}</dt>
              <dd>
                {d.statement.number} <When at={d.statement.made_at} />
              </dd>
            </>
          ) : null}
          {d.exceptions.map((e) => (
            <div key={e.exception}>
              <dt>
                {t('decision.exception')} ({e.article})
              </dt>
              <dd>
                {w(e.title)}: {e.fact}
                {e.until ? <When at={e.until} /> : null}
              </dd>
            </div>
          ))}
        </dl>
      </Panel>
      <Panel title={t('decision.earlier')} id="decision-earlier">
        <Earlier all={d.earlier} />
      </Panel>
      <Panel title={t('decision.history')} id="decision-history">
        <ol>
          {d.history.map((h) => (
            <li key={`${h.at} ${h.act}`}>
              <When at={h.at} /> {decisionAct(t, h.act)}
            </li>
          ))}
        </ol>
      </Panel>
      {asking ? (
        <ReasonDialog
          title={decisionAct(t, asking)}
          onClose={() => setAsking(undefined)}
          onReason={(reason) => act.mutate({ name: asking, reason })}
        />
      ) : null}
    </div>
  );
}

/** Asks for the reason of an act. */
export function ReasonDialog({
  title,
  onClose,
  onReason,
}: {
  readonly title: string;
  readonly onClose: () => void;
  readonly onReason: (reason: string) => void;
}) {
  const { t } = useReading();
  const [reason, setReason] = useState('');
  return (
    <Dialog
      title={title}
      open
      onClose={onClose}
      onSubmit={() => onReason(reason)}
      actions={
        <button type="submit" form="dialog-form" className="button main" disabled={reason.trim() === ''}>
          {title}
        </button>
      }
    >
      <Field label={t('decision.reason')}>
        {(id) => (
          <textarea id={id} className="input" rows={4} value={reason} onChange={(e) => setReason(e.target.value)} />
        )}
      </Field>
    </Dialog>
  );
}
