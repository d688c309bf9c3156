/** A plan as people read it before it is carried out: what is done where, whom it hits, what letters go, which clocks start. */
import { Link } from '@tanstack/react-router';
import { useReading } from '../desk/context.tsx';
import type { Decision, Plan } from './data.ts';
import { decisionState } from './words.ts';

export function PlanView({ plan }: { readonly plan: Plan }) {
  const { t, w } = useReading();
  return (
    <div className="plan" aria-live="polite">
      <p>
        <span className="chip" data-tone={plan.ready ? 'good' : 'care'}>
          {plan.ready ? t('decision.plan.ready') : t('decision.plan.not_ready')}
        </span>
      </p>
      {plan.lacks.length > 0 ? (
        <>
          <h3>{t('decision.plan.lacks')}</h3>
          <ul>
            {plan.lacks.map((l) => (
              <li key={l.lack}>{w(l.title)}</li>
            ))}
          </ul>
        </>
      ) : null}
      {plan.warnings.map((x) => (
        <p key={x.en} className="note" data-tone="care">
          {w(x)}
        </p>
      ))}
      <h3>{t('decision.plan.steps')}</h3>
      {plan.steps.length === 0 ? (
        <p className="faint">{t('decision.plan.nothing')}</p>
      ) : (
        <ol>
          {plan.steps.map((s, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name of their own, and their order is what they are
            <li key={`${s.what}-${i}`}>
              {w(s.says)}
              <span className="faint small">
                {' '}
                {s.proof === 'system' ? t('decision.plan.proof.system') : t('decision.plan.proof.person')}
                {s.can_undo ? '' : ` · ${t('decision.plan.final')}`}
              </span>
              {s.hindrances.map((h) => (
                <span key={h.hindrance} className="chip" data-tone="alarm">
                  {w(h.title)}
                </span>
              ))}
            </li>
          ))}
        </ol>
      )}
      {plan.hits.length > 0 ? (
        <>
          <h3>{t('decision.plan.hits')}</h3>
          <ul>
            {plan.hits.map((h) => (
              <li key={`${h.name} ${h.what}`}>
                {h.name} <span className="faint">{h.what}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <h3>{t('decision.plan.letters')}</h3>
      {plan.exception ? (
        <p>
          {t('decision.plan.exception', { article: plan.exception.article })} {w(plan.exception.title)}
        </p>
      ) : (
        <ul>
          {plan.letters.map((l) => (
            <li key={`${l.template} ${l.to}`}>
              {l.name} <span className="faint">{l.template.toUpperCase()}</span>
            </li>
          ))}
        </ul>
      )}
      {plan.clocks.length > 0 ? (
        <>
          <h3>{t('decision.plan.clocks')}</h3>
          <ul>
            {plan.clocks.map((c) => (
              <li key={c.clock}>{w(c.title)}</li>
            ))}
          </ul>
        </>
      ) : null}
      {plan.second.length > 0 ? (
        <p className="note" data-tone="accent">
          {t('decision.plan.second')} {plan.second.map((s) => w(s.title)).join('; ')}
        </p>
      ) : null}
    </div>
  );
}

/** Earlier decisions on this party, and on ended parties it looks like. */
export function Earlier({ all }: { readonly all: Decision['earlier'] }) {
  const { t } = useReading();
  if (all.length === 0) return <p className="faint">{t('decision.earlier.none')}</p>;
  return (
    <ul>
      {all.map((e) => (
        <li key={e.decision}>
          <Link to="/decisions/$id" params={{ id: e.decision }}>
            {e.number ?? e.decision}
          </Link>{' '}
          {decisionState(t, e.state)} <span className="faint">{e.at.slice(0, 10)}</span>
          {e.same_by.length > 0 ? (
            <span className="chip" data-tone="alarm">
              {t('decision.earlier.same', { name: e.name ?? '–', by: e.same_by.join(', ') })}
            </span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
