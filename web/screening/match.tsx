/** One match: the evidence of both sides, what the law asks, the decision with a reason of one's own; the score stands below. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { type MatchAct, type MatchShape, stateWords } from '#screening';
import { ask, Problem } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { matchQuery, queries } from '../desk/data.ts';
import { Failed, Field, Loading, Panel, When } from '../parts/parts.tsx';
import { Terms } from './terms.tsx';

export function MatchScreen() {
  const { t, w } = useReading();
  const { id } = useParams({ from: '/screening/$id' });
  const { data: m, isPending, error, refetch } = useQuery(matchQuery(id));
  useEffect(() => {
    document.title = `${m?.party_name ?? t('screening.title')} · Bezem`;
  });
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  return (
    <div className="page">
      <header className="page-head">
        <p>
          <Link to="/screening">{t('screening.title')}</Link>
        </p>
        <h1>{m.party_name ?? m.party_reference}</h1>
        <p>
          {w(stateWords[m.state as keyof typeof stateWords])} · <When at={m.opened_at} />
          {m.reopened > 0 ? ` · ${t('screening.reopened', { n: m.reopened })}` : ''}
        </p>
      </header>
      <Evidence m={m} />
      <Asks m={m} />
      <Decide key={m.state} m={m} />
      <Panel title={t('screening.score')} id="score">
        <details>
          <summary>{t('screening.score.show')}</summary>
          <Terms score={m.score} terms={m.terms as Parameters<typeof Terms>[0]['terms']} whatIf={m.what_if} />
        </details>
      </Panel>
    </div>
  );
}

function Evidence({ m }: { readonly m: MatchShape }) {
  const { t } = useReading();
  return (
    <Panel title={t('screening.evidence')} id="evidence">
      <div className="scroll-x">
        <table className="grid-table">
          <caption className="unseen">{t('screening.evidence')}</caption>
          <thead>
            <tr>
              <td />
              <th scope="col">
                <Link to="/parties/$id" params={{ id: m.party }}>
                  {m.party_reference}
                </Link>
              </th>
              <th scope="col">{`${m.list} ${m.entry}`}</th>
              <th scope="col">{t('screening.verdict')}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t('screening.fact.name')}</th>
              <td>{m.queried ?? m.party_name}</td>
              <td>{m.entry_names.map((n) => n.text).join(' · ') || m.listed}</td>
              <td />
            </tr>
            {m.facts.map((f) => (
              <tr key={f.field}>
                <th scope="row">{t(`screening.fact.${f.field}`)}</th>
                <td>{f.party ?? <span className="faint">?</span>}</td>
                <td>{f.listed ?? <span className="faint">?</span>}</td>
                <td>{t(`screening.is.${f.verdict}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {m.ownership ? (
        <p>
          {t('screening.owned', { share: m.ownership.share })}{' '}
          {m.ownership.owners.map((o) => `${o.name}${o.share === null ? '' : ` (${o.share}%)`}`).join(', ')}.{' '}
          {m.ownership.because ? t('screening.owned.counts') : t('screening.owned.below')}
        </p>
      ) : null}
      {m.entry_remark ? <p className="small">{m.entry_remark}</p> : null}
    </Panel>
  );
}

function Asks({ m }: { readonly m: MatchShape }) {
  const { t, w } = useReading();
  const regime = m.regime;
  if (!regime) return null;
  const steps = (title: string, all: typeof regime.freeze): ReactNode =>
    all.length === 0 ? null : (
      <>
        <h3>{title}</h3>
        <ul>
          {all.map((s) => (
            <li key={s.does.en}>
              {w(s.does)} {s.to ? `(${w(s.to)})` : ''}{' '}
              <span className="faint small">
                {s.basis}
                {s.mark === 'memory' ? ` · ${t('clock.unverified')}` : ''}
              </span>
            </li>
          ))}
        </ul>
      </>
    );
  return (
    <Panel title={t('screening.law')} id="law">
      <p>
        <b>{w(regime.title)}</b>{' '}
        {m.acts_listed.map((a) => [a.programme, a.act, a.from].filter((x) => x).join(' ')).join(' · ')}
      </p>
      {steps(t('screening.law.freeze'), regime.freeze)}
      {steps(t('screening.law.report'), regime.report)}
      {steps(t('screening.law.derogation'), regime.derogation)}
    </Panel>
  );
}

function Decide({ m }: { readonly m: MatchShape }) {
  const { t } = useReading();
  const [reason, setReason] = useState('');
  const act = useMutation({
    mutationFn: (name: MatchAct) =>
      ask<MatchShape>('POST', `/v1/matches/${encodeURIComponent(m.id)}`, { body: { act: name, reason } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['matches'] });
      void queries.invalidateQueries({ queryKey: ['match', m.id] });
    },
  });
  const needsReason = m.may.some((a) => a !== 'take');
  return (
    <Panel title={t('screening.decide')} id="decide">
      {m.proposed ? (
        <p>
          {t(`screening.proposed.${m.proposed}`)} {m.proposed_why}
        </p>
      ) : null}
      {m.why ? <p>{m.why}</p> : null}
      {m.may.length === 0 ? <p>{t('screening.decide.none')}</p> : null}
      {needsReason ? (
        <Field
          label={t('screening.reason')}
          hint={t('screening.reason.hint')}
          wrong={act.error instanceof Problem ? act.error.message : undefined}
        >
          {(id, described) => (
            <textarea
              className="input"
              id={id}
              aria-describedby={described}
              value={reason}
              onChange={(e) => setReason(e.currentTarget.value)}
            />
          )}
        </Field>
      ) : null}
      <p>
        {m.may.map((name) => (
          <button
            key={name}
            type="button"
            className={name === 'confirm' ? 'button main' : 'button'}
            disabled={act.isPending || (name !== 'take' && reason.trim().length < 10)}
            onClick={() => act.mutate(name)}
          >
            {t(`screening.act.${name}`)}
          </button>
        ))}
      </p>
    </Panel>
  );
}
